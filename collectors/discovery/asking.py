"""Asking a search service: as politely as any publisher, its answer as JSON, each way to be refused a typed error.

robots.txt is not asked: such an interface is made for programs, and says in its terms how often it may be asked.
Answers are not archived: they are no publisher's word, and a key may stand in their address.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from collectors.errors import BadContent, BadKey, FetchFailed, OnrecordError, TooOften
from collectors.fetching.client import HONEST_AGENT
from collectors.fetching.exchange import Answer, Exchange, Wanted
from collectors.fetching.insistence import Insistence
from collectors.fetching.patience import Patience
from collectors.fetching.transport import PoliteTransport
from collectors.media.verdict import judge
from collectors.records import Cadence, Source

MOST_BYTES = 30_000_000
_LIMIT = re.compile(r"limit requests|rate limit|too many requests|quota|throttled", re.IGNORECASE)
_KEY = re.compile(r"credentials|api.?key|token|unauthori[sz]ed", re.IGNORECASE)


class Asker:
    """Asks services, for one search. Give it back with `close()` or `with`.

    `seconds_between`: two requests of one host. `deadline_seconds`: after that nothing is asked any more.
    """

    def __init__(
        self,
        *,
        seconds_between: float = 1.0,
        retry_seconds: float = 5.0,
        deadline_seconds: float = 600.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        exchange = Exchange(transport or PoliteTransport(seconds_between), Patience(20.0))
        self._insistence = Insistence(exchange, retry_seconds, lambda: datetime.now(UTC))
        self._end = time.monotonic() + deadline_seconds

    def __enter__(self) -> Asker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give connections back."""
        self._insistence.close()

    def json(
        self,
        base: str,
        asked: Mapping[str, str],
        *,
        secret: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """The object that a service answers. `secret` is a key in `asked` or `headers`, which no message shows.

        Raises BadKey, TooOften (a quota, a rate limit, in whatever form it is told), BadContent (an HTML page in place
        of JSON, a sentence that says what is wrong with the query), and the kinds of FetchFailed.
        """
        return _object(self._answer(base, asked, secret, headers), secret)

    def file(self, url: str, medium: str) -> bytes:
        """The bytes of a file. Raises FetchFailed and its kinds, BadContent."""
        answer = self._answer(url, {}, None, None)
        judge(url, answer.status, answer.headers, answer.body, (medium,) if medium else (), answer.cut)
        return answer.body

    def _answer(
        self, base: str, asked: Mapping[str, str], secret: str | None, headers: Mapping[str, str] | None
    ) -> Answer:
        url = f"{base}?{urlencode(asked)}" if asked else base
        sent = {"User-Agent": HONEST_AGENT, "Accept": "*/*", **(headers or {})}
        wanted = Wanted(_service(base), url, sent, MOST_BYTES, self._end)
        try:
            return self._insistence.ask(wanted, robots=False)
        except OnrecordError as error:
            raise _without(error, secret) from None  # the error behind it names the address with its key


def key(name: str, whose: str) -> str:
    """A key from the environment. Raises BadKey where there is none."""
    value = os.environ.get(name, "").strip()
    if not value or not value.isascii() or not value.isprintable():
        remedy = f"Get one from {whose}, and put it into the environment: export {name}=…"
        raise BadKey(
            whose, expected=f"a key in {name}", found="none that can be sent" if value else "none", remedy=remedy
        )
    return value


def _object(answer: Answer, secret: str | None) -> dict[str, Any]:
    """What an answer holds, or why it holds nothing."""
    url = _shown(answer.url, secret)
    text = answer.body.decode("utf-8-sig", "replace").strip()
    opening = _shown(" ".join(text[:200].split()), secret)
    is_json = text.startswith("{")
    is_limit = (answer.status >= 400 or not is_json) and len(text) < 1000 and _LIMIT.search(text)
    if answer.status == 429 or is_limit:
        remedy = "Wait, then ask again, or for fewer days; where a day's quota is spent, tomorrow."
        raise TooOften(url, expected="an answer", found=f"HTTP {answer.status}: {opening}", remedy=remedy)
    if answer.status in (401, 403) and (is_json or _KEY.search(text[:1000])) and not text.startswith("<"):
        remedy = "Look at the key: it may be mistyped, expired, or not for this interface."
        raise BadKey(url, expected="a key that is believed", found=f"HTTP {answer.status}: {opening}", remedy=remedy)
    if 400 <= answer.status < 500 and is_json:
        remedy = "Correct the words or the days that are asked for."
        raise FetchFailed(url, expected="HTTP 200", found=f"HTTP {answer.status}: {opening}", remedy=remedy)
    judge(url, answer.status, answer.headers, answer.body, ("json",), answer.cut)
    try:
        said = json.loads(text, strict=False)  # control characters stand in titles as they are
    except (ValueError, RecursionError) as error:
        found = f"{opening!r} ({str(error)[:200]})"
        raise BadContent(
            url, expected="a JSON object", found=found, remedy="Ask again; report it if it stays."
        ) from None
    if not isinstance(said, dict):
        raise BadContent(url, expected="a JSON object", found=opening, remedy="The interface has changed: report it.")
    return said


def changed(base: str, expected: str, found: object) -> BadContent:
    """An answer without what the documentation says that it has."""
    return BadContent(base, expected=expected, found=f"{found!r:.200}", remedy="The interface has changed: report it.")


def _service(base: str) -> Source:
    """The service as the client knows publishers: its host may be asked, whatever its address."""
    never = Cadence("0 0 1 1 *", "UTC", "P1D", "P1D")
    return Source("search", "search", "search", "", (base,), r"(?!)", ("json",), MOST_BYTES, never)


def _shown(text: str, secret: str | None) -> str:
    return text if not secret else text.replace(secret, "…").replace(quote(secret, safe=""), "…")


def _without(error: OnrecordError, secret: str | None) -> OnrecordError:
    """The same error, its key hidden."""
    return type(error)(
        _shown(error.document, secret),
        table=error.table,
        expected=_shown(error.expected, secret),
        found=_shown(error.found, secret),
        remedy=_shown(error.remedy, secret),
    )
