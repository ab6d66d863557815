"""One polite client: conditional requests, retries, rate a host, robots, limits of size, time and type.

Every attempt becomes one line of the fetch log, whatever its outcome, and the bytes that it brought are kept.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType

import httpx
import stamina

from collectors.archive.index import Validators
from collectors.archive.log import Fetch
from collectors.archive.store import Archive
from collectors.errors import FetchFailed, OnrecordError, TooLarge, Unreachable
from collectors.fetching.robots import ROBOTS_BYTES, Robots
from collectors.fetching.transport import CONNECT_SECONDS, Patience, PoliteTransport, addresses, proxy_for
from collectors.media.verdict import challenged, judge, media_type
from collectors.records import Basis, Document, Link, Outcome, Sighting, Source
from collectors.replay.transport import ReplayTransport

HONEST_AGENT = "onrecord/0.1 (archive of published figures; asks at most once a second)"
BROWSER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
READ_SECONDS = 30.0  # between two pieces of an answer
RETRY_AFTER_MOST = 60.0  # seconds; who asks us to wait longer is asked again in the next run
TRIES = 3
REDIRECTS = 5
_BUSY = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from one address, after redirects; the body decoded."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)


class _Busy(Exception):
    """The server asks us to come back."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


class Client:
    """Asks publishers, for one run. Give it back with `close()` or `with`.

    `transport` replaces the network (a replay); without one, `ONRECORD_REPLAY=http://host:port` in the environment
    names a replay server (`python -m collectors.replay`) that answers in place of every publisher.
    `deadline_seconds`: after that nothing is asked any more. `patience_seconds`: what hosts that do not answer may
    cost in all. `seconds_between`: two requests of one host. `retry_seconds`: before the second try, then more.
    """

    def __init__(
        self,
        archive: Archive,
        *,
        transport: httpx.BaseTransport | None = None,
        deadline_seconds: float = 900.0,
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
        self._network = PoliteTransport(seconds_between) if transport is None else None
        self._http = httpx.Client(transport=transport or self._network, trust_env=False)
        self._end = time.monotonic() + deadline_seconds
        self._patience = Patience(patience_seconds)
        self._retry_seconds = retry_seconds
        self._now = now
        self._robots = Robots(self._read_robots)
        self._silent: dict[bytes, str] = {}  # hosts (with port) that did not answer, and how
        self._answered: set[bytes] = set()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give connections back."""
        self._http.close()

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
            raise error or _failed(url, "no bytes")
        seen = Sighting(url, fetch.observed_at, fetch.basis)
        content = self.archive.content(fetch.document_id)
        return Document(content, url, fetch.media_type or "application/octet-stream", (seen,))

    # ── one attempt ──────────────────────────────────────────────────────────────────────────────────────────

    def _attempt(self, source: Source, link: Link, media: Sequence[str]) -> tuple[Fetch, OnrecordError | None]:
        had = self.archive.validators(link.url)
        fetch = Fetch(source.id, link.url, "ok", self._now(), self._basis, published_at=link.published_at)
        answer, problem = None, None
        try:
            answer = self._ask(source, link.url, had)
            if had is None or answer.status != 304:
                judge(link.url, answer.status, answer.headers, answer.body, media)
        except OnrecordError as error:
            problem = error
        if answer is not None:
            fetch = self._described(fetch, answer, media, had)
        if problem is not None:
            outcome: Outcome = problem.outcome  # type: ignore[assignment]
            fetch = replace(fetch, outcome=outcome, message=f"{type(problem).__name__}: {problem}")
        body = answer.body if answer is not None and fetch.outcome != "not_modified" else None
        return self.archive.append(fetch, body, answer.headers if answer is not None else ()), problem

    def _described(self, fetch: Fetch, answer: Answer, media: Sequence[str], had: Validators | None) -> Fetch:
        captured = answer.header("memento-datetime")  # a replay says when its archive saw the bytes
        fetch = replace(
            fetch,
            final_url=answer.url if answer.url != fetch.url else None,
            http_status=answer.status,
            observed_at=parsedate_to_datetime(captured) if captured and self.replay else self._now(),
            media_type=media_type(answer.headers, media),
            etag=answer.header("etag"),
            last_modified=answer.header("last-modified"),
        )
        if had is None or answer.status != 304:
            return fetch
        return replace(
            fetch,
            outcome="not_modified",
            document_id=had.document_id,
            media_type=had.media_type,
            etag=fetch.etag or had.etag,
            last_modified=fetch.last_modified or had.last_modified,
        )

    def _ask(self, source: Source, url: str, had: Validators | None) -> Answer:
        _check_address(url)
        headers = {"User-Agent": BROWSER_AGENT if source.browser_agent else HONEST_AGENT, "Accept": "*/*"}
        if source.browser_agent:
            headers |= {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "en-US,en;q=0.9"}
        if had is not None and had.etag:
            headers["If-None-Match"] = had.etag
        if had is not None and had.last_modified:
            headers["If-Modified-Since"] = had.last_modified
        return self._insist(url, headers, source.max_bytes, robots=True)

    def _read_robots(self, url: str, headers: dict[str, str]) -> tuple[int, Sequence[tuple[str, str]], bytes]:
        answer = self._insist(url, headers, ROBOTS_BYTES, robots=False)
        return answer.status, answer.headers, answer.body

    def _insist(self, url: str, headers: dict[str, str], most: int, *, robots: bool) -> Answer:
        """Ask, and ask again where that may help. Raises the kinds of FetchFailed."""
        tries = 0
        try:
            for attempt in stamina.retry_context(
                on=self._wait_before_retry,
                attempts=TRIES,
                timeout=None,
                wait_initial=self._retry_seconds,
                wait_jitter=self._retry_seconds,
                wait_max=RETRY_AFTER_MOST,
            ):
                with attempt:
                    tries = attempt.num
                    return self._follow(url, headers, most, robots=robots)
        except _Busy as busy:
            return busy.answer
        except httpx.RequestError as error:
            how = f"{type(error).__name__}: {error}" + (f", {tries} times" if tries > 1 else "")
            raise _unreachable(url, how) from error
        raise AssertionError("retry_context ended without an answer or an error")

    def _wait_before_retry(self, error: Exception) -> bool | float:
        """Whether another try may help, or how many seconds the server wants us to wait before it."""
        left = self._end - time.monotonic()
        if isinstance(error, _Busy):
            wait = _retry_after(error.answer, self._now())
            if wait is None:
                return left > 0
            return wait if wait <= min(RETRY_AFTER_MOST, left) else False
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError | httpx.UnsupportedProtocol):
            return False
        if not isinstance(error, httpx.RequestError):
            return False
        return left > 0 and error.request.url.netloc not in self._silent

    def _follow(self, url: str, headers: dict[str, str], most: int, *, robots: bool) -> Answer:
        request: httpx.Request | None = self._http.build_request("GET", url, headers=headers)
        for _ in range(REDIRECTS + 1):
            assert request is not None
            if robots:
                self._robots.check(str(request.url), headers)
                self._keep_distance(request.url)
            answer, request = self._send(request, most)
            if request is None:
                if answer.status in _BUSY and not challenged(answer.status, answer.headers, answer.body):
                    raise _Busy(answer)
                return replace(answer, url=url) if answer.url == str(httpx.URL(url)) else answer
        raise _failed(url, f"more than {REDIRECTS} redirects, the last to {request and request.url}")

    def _keep_distance(self, url: httpx.URL) -> None:
        if self._network is not None and (delay := self._robots.crawl_delay(str(url))):
            self._network.slow_down(url, min(delay, RETRY_AFTER_MOST))

    def _send(self, request: httpx.Request, most: int) -> tuple[Answer, httpx.Request | None]:
        """One request over the wire: what came, and where it redirects to."""
        url = request.url
        if time.monotonic() >= self._end:
            raise _unreachable(str(url), "not asked: the time of this run is over")
        if how := self._silent.get(url.netloc):
            raise _unreachable(str(url), f"not asked: {url.host} did not answer earlier in this run ({how})")
        begun = time.monotonic()
        try:
            request.extensions["timeout"] = self._timeouts(url)
            response = self._http.send(request, stream=True)
            try:
                self._answered.add(url.netloc)
                body = self._receive(response, most)
            finally:
                response.close()
        except httpx.RequestError as error:
            self._patience.spend(time.monotonic() - begun)
            error.request = request
            if url.netloc not in self._answered or isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
                self._silent[url.netloc] = f"{type(error).__name__}: {error}"
            raise
        headers = tuple(response.headers.multi_items())
        return Answer(str(url), response.status_code, headers, body), response.next_request

    def _timeouts(self, url: httpx.URL) -> dict[str, float]:
        connect, read = CONNECT_SECONDS, READ_SECONDS
        if url.netloc not in self._answered:
            connect, read = self._patience.share(connect), self._patience.share(read)
            if self._network is not None and proxy_for(url) is None:
                port = url.port or (443 if url.scheme == "https" else 80)
                connect /= addresses(url.host, port, connect)  # each of them is tried in turn
        return {"connect": connect, "read": read, "write": read, "pool": connect}

    def _receive(self, response: httpx.Response, most: int) -> bytes:
        url, declared = str(response.request.url), response.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > most and response.status_code == 200:
            raise _too_large(url, most, f"{declared} announced")
        parts, size = [], 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > most:
                raise _too_large(url, most, f"more than {size}")
            if time.monotonic() >= self._end:
                raise _unreachable(url, f"{size} bytes when the time of this run was over")
        return b"".join(parts)


def _check_address(url: str) -> None:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise _failed(url, f"no address that can be asked ({error})") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise _failed(url, "no address that can be asked (https://host/…)")


def _retry_after(answer: Answer, now: datetime) -> float | None:
    """Seconds that the server asks us to wait; None where it does not say."""
    value = (answer.header("retry-after") or "").strip()
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    except (ValueError, TypeError):
        return None


def _unreachable(url: str, found: str) -> Unreachable:
    remedy = "The source may be fine, we could not ask; the next run does."
    return Unreachable(url, expected="an answer", found=found, remedy=remedy)


def _failed(url: str, found: str) -> FetchFailed:
    return FetchFailed(url, expected="a document", found=found, remedy="See the address in a browser.")


def _too_large(url: str, most: int, found: str) -> TooLarge:
    remedy = "Raise Source.max_bytes where the document is really as large as that."
    return TooLarge(url, expected=f"at most {most} bytes", found=found, remedy=remedy)
