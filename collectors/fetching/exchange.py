"""One address over the wire: its redirects, the limits of size and time, and whether the body came whole."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import httpx

from collectors.archive.index import Validators
from collectors.errors import FetchFailed, OutOfTime, TooLarge, Unreachable
from collectors.fetching.addresses import askable, is_own, redirected
from collectors.fetching.coding import ACCEPTED, Decoded, Overflow, codings, decoded
from collectors.fetching.patience import Patience, until
from collectors.fetching.transport import CONNECT_SECONDS, OWN_HOST, PoliteTransport
from collectors.fetching.validators import conditions
from collectors.records import Source

READ_SECONDS = 30.0  # between two pieces of an answer; and for its headers in all
REDIRECTS = 5
COOKIE_CHARACTERS = 4096  # as long as browsers allow
_REDIRECTED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for, for whom, and within which bounds."""

    source: Source
    url: str
    headers: Mapping[str, str]
    most: int  # bytes, unpacked
    end: float  # monotonic: when the turn of this source is over
    had: Validators | None = None
    first_part: bool = False  # of what is larger than `most` the first part is enough


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from one address, after redirects; the body decoded."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(default=b"", repr=False)
    conditional: bool = False  # the last request said which version we have
    cut: str | None = None  # why the body is not whole, or not what its coding says
    torn: bool = False  # it was cut on the way
    again: bool = False  # so, and there is time: to ask again may help
    open_ended: bool = False  # neither length nor last chunk nor coding said where the body ends
    location: bytes | None = None  # where it redirects to

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)


class Exchange:
    """Asks over the network, or over a replay in its place. Cookies are kept for the run: some publishers want them
    back."""

    def __init__(self, transport: httpx.BaseTransport, patience: Patience) -> None:
        self._transport = transport
        self.network = transport if isinstance(transport, PoliteTransport) else None
        self._patience = patience
        self._cookies = httpx.Cookies()
        self._silent: dict[bytes, str] = {}  # hosts (with port) that did not answer, and how
        self._answered: set[bytes] = set()

    def close(self) -> None:
        """Give connections back."""
        self._transport.close()

    def is_silent(self, request: httpx.Request) -> bool:
        """Whether the host of a request has not answered in this run."""
        return request.url.netloc in self._silent

    def ask(self, url: httpx.URL, wanted: Wanted) -> Answer:
        """One request. Raises httpx.RequestError where no answer came, FetchFailed or one of its kinds."""
        self._await_turn(url, wanted)
        request = self._request(url, wanted)
        begun = time.monotonic()
        end = begun + (wanted.end - begun) / 2  # the next document of the source gets its chance too
        try:
            response = self._headers(request, end)
        except httpx.RequestError as error:
            waited = time.monotonic() - begun
            if time.monotonic() >= end:  # it may be that there was too little of it: the host is not to blame
                raise out_of_time(url, f"no whole headers after {waited:.1f} s") from error
            self._note_silence(url, error, waited)
            error.request = request
            raise
        try:
            self._answered.add(url.netloc)
            response.request = request
            self._keep_cookies(response)
            return self._answer(response, wanted, end)
        finally:
            response.close()

    def _await_turn(self, url: httpx.URL, wanted: Wanted) -> None:
        if time.monotonic() >= wanted.end:
            raise out_of_time(url, "not asked")
        if how := self._silent.get(url.netloc):
            raise unreachable(str(url), f"not asked: {url.host} did not answer earlier in this run ({how})")
        if self.network is not None and not self.network.await_turn(url, wanted.end - time.monotonic()):
            raise out_of_time(url, "not asked, for its turn at this host had not come")

    def _request(self, url: httpx.URL, wanted: Wanted) -> httpx.Request:
        headers = {"Accept-Encoding": ACCEPTED, "Connection": "keep-alive", **wanted.headers}
        if wanted.had is not None and _given_by(wanted.had, url):
            headers |= conditions(wanted.had)
        headers |= _credentials(wanted.source, url)
        own = is_own(wanted.source, url.host)
        request = httpx.Request("GET", url, headers=headers, extensions={OWN_HOST: own})
        self._cookies.set_cookie_header(request)
        return request

    def _headers(self, request: httpx.Request, end: float) -> httpx.Response:
        """Send, and wait for the status and the headers."""
        connect, read = CONNECT_SECONDS, READ_SECONDS
        if request.url.netloc not in self._answered:
            connect, read = self._patience.share(connect), self._patience.share(read)
        request.extensions["timeout"] = {"connect": connect, "read": read, "write": read, "pool": connect}
        with until(min(end, time.monotonic() + connect + read)):
            return self._transport.handle_request(request)

    def _keep_cookies(self, response: httpx.Response) -> None:
        """Those that can be sent back; one that cannot would spoil every later request to the host."""
        given = httpx.Cookies()
        try:
            given.extract_cookies(response)
        except Exception:  # noqa: BLE001 whatever the library makes of it, a cookie is not worth a document
            return
        for cookie in given.jar:
            said = f"{cookie.name}={cookie.value}"
            if said.isascii() and said.isprintable() and len(said) <= COOKIE_CHARACTERS:
                self._cookies.jar.set_cookie(cookie)

    def _note_silence(self, url: httpx.URL, error: httpx.RequestError, waited: float) -> None:
        self._patience.spend(waited)
        if url.netloc not in self._answered or isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            self._silent[url.netloc] = f"{type(error).__name__}: {error}"

    def _answer(self, response: httpx.Response, wanted: Wanted, end: float) -> Answer:
        headers = tuple(response.headers.multi_items())
        conditional = any(name in response.request.headers for name in ("if-none-match", "if-modified-since"))
        answer = Answer(str(response.request.url), response.status_code, headers, conditional=conditional)
        location = next((value for name, value in response.headers.raw if name.lower() == b"location"), None)
        if answer.status in _REDIRECTED and location is not None:
            return replace(answer, location=location)  # its body is of no use
        raw, torn = _received(response, wanted, end)
        body = _unpacked(answer.url, raw, codings(headers), wanted)
        framed = "content-length" in response.headers or "transfer-encoding" in response.headers
        return replace(
            answer,
            body=body.body,
            cut=torn or body.fault,
            torn=torn is not None,
            again=torn is not None and time.monotonic() < end,
            open_ended=not (framed or body.ended),
        )


def follow(first: str, answer: Answer, times: int) -> httpx.URL:
    """The next address of a chain of redirects. Raises FetchFailed where it has no next one."""
    assert answer.location is not None
    if times > REDIRECTS:
        raise failed(first, f"more than {REDIRECTS} redirects, the last from {answer.url}")
    return redirected(httpx.URL(answer.url), answer.location)


def _credentials(source: Source, url: httpx.URL) -> dict[str, str]:
    """The token of a source, for the hosts of its start pages alone, whatever they redirect to; none for robots.txt."""
    token = os.environ.get(source.token, "").strip() if source.token else ""
    places = [httpx.URL(start) for start in source.start]
    its_own = any((one.scheme, one.host, one.port) == (url.scheme, url.host, url.port) for one in places)
    return {"Authorization": f"Bearer {token}"} if token and its_own and url.path != "/robots.txt" else {}


def _given_by(had: Validators, url: httpx.URL) -> bool:
    """Whether validators were given by this very address."""
    try:
        return askable(had.url) == url
    except FetchFailed:
        return False


def _unpacked(url: str, raw: bytes, named: Sequence[str], wanted: Wanted) -> Decoded:
    """The body without its codings. Raises TooLarge, unless a first part is enough."""
    try:
        body = decoded(raw, named, wanted.most)
    except Overflow as error:
        if not wanted.first_part:
            raise _too_large(url, wanted.most, f"more, unpacked from {len(raw)}") from None
        return Decoded(error.part[: wanted.most], None, ended=True)
    cut_by_us = wanted.first_part and len(raw) >= wanted.most
    return replace(body, fault=None) if cut_by_us else body


def _received(response: httpx.Response, wanted: Wanted, end: float) -> tuple[bytes, str | None]:
    """The bytes as they came over the wire, and why they are not all of them, where they are not."""
    url, declared = str(response.request.url), response.headers.get("content-length", "")
    announced = int(declared) if re.fullmatch(r"[0-9]{1,18}", declared) else 0
    if announced > wanted.most and response.status_code == 200 and not wanted.first_part:
        raise _too_large(url, wanted.most, f"{declared} announced")
    assert isinstance(response.stream, httpx.SyncByteStream)
    parts, size = [], 0
    try:
        with until(end):
            for part in response.stream:
                parts.append(part)
                size += len(part)
                if size > wanted.most and wanted.first_part:
                    return b"".join(parts)[: wanted.most], None
                if size > wanted.most:
                    raise _too_large(url, wanted.most, f"more than {size}")
                if time.monotonic() >= end:
                    return b"".join(parts), f"{size} bytes when the time for it was over"
    except httpx.RequestError as error:
        how = "the time for it was over" if time.monotonic() >= end else f"{type(error).__name__}: {error}"
        return b"".join(parts), f"a body cut after {size} bytes ({how})"
    return b"".join(parts), None


def unreachable(url: str, found: str) -> Unreachable:
    """No answer, for a reason that may be gone next time."""
    remedy = "The source may be fine, we could not ask; the next run does."
    return Unreachable(url, expected="an answer", found=found, remedy=remedy)


def out_of_time(url: httpx.URL, found: str) -> OutOfTime:
    """The source has had its share of the run."""
    remedy = "The next run asks again; where it stays so, the publisher is slow or holds us up."
    found += ": the time of this run is over, or the share of it that one source may take"
    return OutOfTime(str(url), expected="an answer in time", found=found, remedy=remedy)


def failed(url: str, found: str) -> FetchFailed:
    """Nothing usable came back."""
    return FetchFailed(url, expected="a document", found=found, remedy="See the address in a browser.")


def _too_large(url: str, most: int, found: str) -> TooLarge:
    remedy = "Raise Source.max_bytes where the document is really as large as that."
    return TooLarge(url, expected=f"at most {most} bytes", found=found, remedy=remedy)
