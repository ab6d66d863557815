"""One polite client: conditional requests, retries, rate a host, robots, limits of size, time and type.

Every attempt becomes one line of the fetch log, whatever its outcome, and the bytes that it brought are kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType

import httpx

from collectors.archive.index import Validators
from collectors.archive.log import Fetch, in_utc
from collectors.archive.store import Archive
from collectors.errors import FetchFailed, OnrecordError
from collectors.fetching.exchange import Answer, Exchange, Wanted, failed, unreachable
from collectors.fetching.insistence import Insistence
from collectors.fetching.patience import Patience, Turns
from collectors.fetching.transport import PoliteTransport
from collectors.fetching.validators import confirms, why_in_full
from collectors.media.verdict import judge, media_type, unfinished
from collectors.records import Basis, Document, Link, Outcome, Sighting, Source
from collectors.replay.transport import ReplayTransport

HONEST_AGENT = "onrecord/0.1 (archive of published figures; asks at most once a second)"
BROWSER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
_LONGEST = 1024  # characters of a validator that are worth a place in the log; no server would take more


class Client:
    """Asks publishers, for one run. Give it back with `close()` or `with`.

    `transport` replaces the network (a replay); without one, `ONRECORD_REPLAY=http://host:port` in the environment
    names a replay server (`python -m collectors.replay`) that answers in place of every publisher.
    `deadline_seconds`: after that nothing is asked or received any more. `share`: what one source may take of the
    time that is left when its turn comes; 1.0 where it is the only one. `patience_seconds`: what hosts that do not
    answer may cost in all. `seconds_between`: two requests of one host. `retry_seconds`: before the second try, then
    more.
    """

    def __init__(
        self,
        archive: Archive,
        *,
        transport: httpx.BaseTransport | None = None,
        deadline_seconds: float = 900.0,
        share: float = 0.5,
        patience_seconds: float = 20.0,
        seconds_between: float = 1.0,
        retry_seconds: float = 1.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        server = os.environ.get("ONRECORD_REPLAY")
        if transport is None and server:
            transport = ReplayTransport(server)
        archive.recover()  # what a killed run left behind decides what is asked for
        self.archive = archive
        self.replay = transport if isinstance(transport, ReplayTransport) else None
        self._basis: Basis = "live" if self.replay is None else self.replay.basis
        exchange = Exchange(transport or PoliteTransport(seconds_between), Patience(patience_seconds))
        self._insistence = Insistence(exchange, retry_seconds, now)
        self._turns = Turns(deadline_seconds, share)
        self.now = now
        self._news: dict[str, datetime | None] = {}
        self.in_full: dict[str, str] = {}  # addresses asked without conditions although there were some: why

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give connections back."""
        self._insistence.close()

    def get(self, source: Source, link: Link) -> Fetch:
        """Ask for a document; conditionally where we have it. The attempt is logged, the bytes are kept.

        Raises nothing for what the publisher does: `outcome` and `message` of the returned fetch say it.
        """
        return self._attempt(source, link, source.media)[0]

    def page(self, source: Source, url: str) -> Document:
        """Ask for a start page, feed or sitemap, and keep it too; `Source.documents` does not match it.

        Raises FetchFailed or one of its kinds; the attempt is logged all the same.
        """
        fetch, error = self._attempt(source, Link(url), ())
        if error is not None or fetch.document_id is None:
            raise error or failed(url, "no bytes")
        seen = Sighting(url, fetch.observed_at, fetch.basis)
        content = self.archive.content(fetch.document_id)
        return Document(content, url, fetch.media_type or "application/octet-stream", (seen,))

    def log_failure(self, source: Source, url: object, error: Exception) -> FetchFailed:
        """Log that an address came to nothing for a reason that is nobody's doing but a fault of ours."""
        problem = _fault(_printable(str(url)), error)
        fetch = Fetch(source.id, problem.document, "failed", self.now(), self._basis, message=_told(problem))
        self.archive.append(fetch)
        return problem

    # ── one attempt ──────────────────────────────────────────────────────────────────────────────────────────

    def _attempt(self, source: Source, link: Link, media: Sequence[str]) -> tuple[Fetch, OnrecordError | None]:
        fetch = Fetch(source.id, _printable(link.url), "ok", self.now(), self._basis)
        answer: Answer | None = None
        problem: OnrecordError | None = None
        try:
            had, fetch = self._before(source, link, fetch)
            answer = self._ask(source, link.url, had)
            fetch = self._described(fetch, answer, media, had)
            if fetch.outcome != "not_modified":
                _judge(link.url, answer, media)
        except OnrecordError as error:
            problem = error
        except Exception as error:  # noqa: BLE001 what a publisher sends can break any library; it costs this document
            problem = _fault(fetch.url, error)
        if problem is not None:
            outcome: Outcome = problem.outcome  # type: ignore[assignment]
            fetch = replace(fetch, outcome=outcome, message=_told(problem))
        return self._kept(fetch, answer), problem

    def _before(self, source: Source, link: Link, fetch: Fetch) -> tuple[Validators | None, Fetch]:
        """What a conditional request may send, and the fetch with what is known before it is asked."""
        try:
            fetch = replace(fetch, published_at=in_utc(link.published_at))
        except (ValueError, OverflowError, TypeError, AttributeError):
            fetch = replace(fetch, message=f"the link's time is none that can be kept: {link.published_at}")
        had = self.archive.validators(link.url)
        if had is None:
            return None, fetch
        if source.id not in self._news:
            self._news[source.id] = self.archive.news(source)
        if why := why_in_full(source, had, self._news[source.id], self.now()):
            self.in_full[link.url] = why
            return None, replace(fetch, message=why)
        return had, fetch

    def _described(self, fetch: Fetch, answer: Answer, media: Sequence[str], had: Validators | None) -> Fetch:
        captured = answer.header("memento-datetime")  # a replay says when its archive saw the bytes
        fetch = replace(
            fetch,
            final_url=answer.url if answer.url != fetch.url else None,
            http_status=answer.status,
            observed_at=parsedate_to_datetime(captured) if captured and self.replay else self.now(),
            media_type=media_type(answer.headers, media),
            etag=_short(answer.header("etag")),
            last_modified=_short(answer.header("last-modified")),
        )
        if had is None or not answer.conditional or answer.status != 304:
            return fetch
        return replace(
            fetch,
            outcome="not_modified",
            document_id=had.document_id,
            media_type=had.media_type,
            etag=had.etag,
            last_modified=had.last_modified,
        )

    def _kept(self, fetch: Fetch, answer: Answer | None) -> Fetch:
        if answer is None or fetch.outcome == "not_modified" or (answer.torn and not answer.body):
            return self.archive.append(fetch)
        try:
            return self.archive.append(fetch, answer.body, answer.headers)
        except ValueError as error:  # headers that cannot be written down; the bytes count more
            message = f"{fetch.message or ''} (kept without its headers: {type(error).__name__}: {error})".strip()
            bare = replace(fetch, etag=None, last_modified=None, message=message)
            return self.archive.append(bare, answer.body)

    # ── asking ───────────────────────────────────────────────────────────────────────────────────────────────

    def _ask(self, source: Source, url: str, had: Validators | None) -> Answer:
        headers = {"User-Agent": BROWSER_AGENT if source.browser_agent else HONEST_AGENT, "Accept": "*/*"}
        if source.browser_agent:
            headers |= {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "en-US,en;q=0.9"}
        wanted = Wanted(source, url, headers, source.max_bytes, self._turns.end_of(source.id), had)
        answer = self._insistence.ask(wanted)
        if had is not None and answer.status == 304 and answer.conditional and not confirms(had, answer.header):
            return self._insistence.ask(replace(wanted, had=None))
        return answer


def _judge(url: str, answer: Answer, media: Sequence[str]) -> None:
    """Raises where an answer is not what was asked for, or not all of it."""
    if answer.torn:
        judge(url, answer.status, answer.headers, answer.body, ())
        raise unreachable(url, f"{answer.cut}; what came is kept, and not read")
    cut = answer.cut
    if cut is None and answer.open_ended:
        cut = unfinished(answer.body, media)
    judge(url, answer.status, answer.headers, answer.body, media, cut)


def _fault(url: str, error: Exception) -> FetchFailed:
    return failed(url, f"what could not be handled ({type(error).__name__}: {_printable(str(error))[:200]})")


def _told(problem: OnrecordError) -> str:
    return _printable(f"{type(problem).__name__}: {problem}")


def _printable(text: str) -> str:
    """The same, but for halves of characters, which no file and no database takes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _short(validator: str | None) -> str | None:
    return validator if validator is not None and len(validator) <= _LONGEST else None
