"""Real HTTP without the publishers: a server on 127.0.0.1 that answers what WARCs hold, as of a moment.

Each address answers as it stood at the server's clock: the last capture not after it, with the digest as ETag,
Last-Modified and Memento-Datetime (RFC 7089) saying when it was captured; conditional requests get their 304.
What the WARCs lack is 404, robots.txt too.

    python -m collectors.replay FILE.warc.gz [--port 8899] [--at 2025-02-07T00:00:00Z] [--basis archive_capture]

serves until it is interrupted; `ONRECORD_REPLAY=http://127.0.0.1:8899` makes every `Client` ask there. What was
asked for stands at `/.replay/requests`, the addresses at `/.replay/addresses`; POST a time to `/.replay/clock`.
"""

from __future__ import annotations

import argparse
import bisect
import hashlib
import json
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import cast, get_args

import httpx

from collectors.errors import Unreachable
from collectors.records import Basis
from collectors.warc import Capture, captures

URL_HEADER = "X-Replay-URL"  # the address that was meant, when a request comes through ReplayTransport
_CONTROL = "/.replay/"
_LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Version:
    """How an address stood from a moment on. UTC."""

    captured_at: datetime
    status: int
    media_type: str
    document_id: str  # sha256 of the body
    body: bytes


class Timeline:
    """Every address of some WARCs with its versions in date order, and a clock."""

    def __init__(self, warcs: Iterable[Path], extra: Mapping[str, bytes], basis: Basis) -> None:
        self.basis: Basis = basis
        self._versions: dict[str, list[Version]] = {}
        self._urls: dict[str, str] = {}  # as the WARC prints it, by the address without its scheme
        self._extra = {_key(url): (url, body) for url, body in extra.items()}
        self._read([capture for path in warcs for capture in captures(path)])
        self.dates = sorted({one.captured_at for versions in self._versions.values() for one in versions})
        self.clock = self.dates[-1] if self.dates else _LATEST

    def _read(self, found: Sequence[Capture]) -> None:
        bodies = {capture.digest: capture.body for capture in found if capture.body is not None}
        for capture in sorted(found, key=lambda one: one.captured_at):
            body = capture.body if capture.body is not None else bodies.get(capture.digest)
            if body is None:
                continue  # its first record is in none of these files: no one could answer it
            kind = capture.header("content-type") or "application/octet-stream"
            digest = hashlib.sha256(body).hexdigest()
            versions = self._versions.setdefault(_key(capture.url), [])
            if versions and versions[-1].captured_at == capture.captured_at:
                versions.pop()  # two at one moment: the later record counts
            versions.append(Version(capture.captured_at, capture.status or 200, kind, digest, body))
            self._urls.setdefault(_key(capture.url), capture.url)

    def addresses(self) -> list[str]:
        """Those that were there by the clock, in alphabetical order."""
        there = (url for key, url in self._urls.items() if self._versions[key][0].captured_at <= self.clock)
        return sorted([*there, *(url for url, _ in self._extra.values())])

    def sightings(self) -> list[tuple[str, Version]]:
        """Address and version of each capture, in date order."""
        pairs = [(self._urls[key], one) for key, versions in self._versions.items() for one in versions]
        return sorted(pairs, key=lambda pair: (pair[1].captured_at, pair[0]))

    def at(self, url: str) -> Version | None:
        """How an address stands by the clock."""
        key = _key(url)
        if key in self._extra:
            _, body = self._extra[key]
            kind = "text/html; charset=utf-8"
            return Version(min(self.clock, datetime.now(UTC)), 200, kind, hashlib.sha256(body).hexdigest(), body)
        versions = self._versions.get(key, [])
        after = bisect.bisect_right(versions, self.clock, key=lambda one: one.captured_at)
        return versions[after - 1] if after else None


class ReplayServer:
    """The server, on a thread. `with ReplayServer([warc]) as server:` and `server.transport()` for a client.

    `extra`: pages that the WARCs lack (a start page), by address. `server.timeline.clock` may be set at any time.
    """

    def __init__(
        self,
        warcs: Iterable[Path],
        *,
        extra: Mapping[str, bytes] | None = None,
        basis: Basis = "archive_capture",
        port: int = 0,
    ) -> None:
        self.timeline = Timeline(warcs, extra or {}, basis)
        self.requests: Counter[tuple[str, int]] = Counter()  # by address and status of the answer
        self._mutex = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, self))
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> ReplayServer:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.shutdown()
        self._http.server_close()

    def serve_forever(self) -> None:
        """Serve on this thread until interrupted."""
        with self._http:
            self._http.serve_forever()

    def transport(self) -> ReplayTransport:
        """What makes a client ask here."""
        return ReplayTransport(self.url)

    def count(self, url: str, status: int) -> None:
        with self._mutex:
            self.requests[url, status] += 1


class ReplayTransport(httpx.BaseTransport):
    """Sends every request, for whatever host, to a replay server; the address that was meant goes in a header."""

    def __init__(self, server: str) -> None:
        self._server = httpx.URL(server)
        self._http = httpx.HTTPTransport()

    @property
    def basis(self) -> Basis:
        """How the WARCs behind the server know their dates."""
        return cast(Basis, self._asked("addresses")["basis"])

    def addresses(self) -> list[str]:
        """What the server has, by its clock."""
        return cast(list[str], self._asked("addresses")["addresses"])

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"host"]
        meant = str(request.url.copy_with(fragment=None)).encode("ascii")
        address = self._server.copy_with(raw_path=request.url.raw_path)
        sent = httpx.Request(
            request.method,
            address,
            headers=[*headers, (b"Host", self._server.netloc), (URL_HEADER.encode(), meant)],
            stream=request.stream,
            extensions=request.extensions,
        )
        return self._http.handle_request(sent)

    def close(self) -> None:
        self._http.close()

    def _asked(self, what: str) -> dict[str, object]:
        address = self._server.join(_CONTROL + what)
        try:
            with httpx.Client(trust_env=False, timeout=10) as client:
                return cast(dict[str, object], client.get(address).raise_for_status().json())
        except (httpx.HTTPError, ValueError) as error:
            raise Unreachable(
                str(address),
                expected="a replay server (`python -m collectors.replay WARC`)",
                found=f"{type(error).__name__}: {error}",
                remedy="Start it, or take ONRECORD_REPLAY out of the environment to ask the publishers.",
            ) from error


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body leave in two pieces

    def __init__(self, server: ReplayServer, *args: object) -> None:
        self._replay = server
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path.startswith(_CONTROL):
            return self._tell(self.path.removeprefix(_CONTROL))
        meant = self.headers.get(URL_HEADER) or (
            self.path if self.path.startswith("http") else f"http://{self.headers['Host']}{self.path}"
        )
        version = self._replay.timeline.at(meant)
        if version is None:
            return self._answer(meant, 404, (), b"not in this WARC\n")
        headers = [
            ("ETag", f'"{version.document_id}"'),
            ("Last-Modified", format_datetime(version.captured_at, usegmt=True)),
            ("Memento-Datetime", format_datetime(version.captured_at, usegmt=True)),
        ]
        if version.status == 200 and self._unchanged(version):
            return self._answer(meant, 304, headers, None)
        return self._answer(meant, version.status, [*headers, ("Content-Type", version.media_type)], version.body)

    def do_POST(self) -> None:
        moment = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode().strip()
        if self.path != _CONTROL + "clock":
            return self._answer(self.path, 404, (), b"POST a time to /.replay/clock\n")
        self._replay.timeline.clock = datetime.fromisoformat(moment).astimezone(UTC)
        return self._answer(self.path, 200, (), f"{self._replay.timeline.clock.isoformat()}\n".encode())

    def _unchanged(self, version: Version) -> bool:
        if etags := self.headers.get("If-None-Match"):
            return etags.strip() == "*" or f'"{version.document_id}"' in etags
        since = self.headers.get("If-Modified-Since")
        return since is not None and version.captured_at <= parsedate_to_datetime(since)

    def _tell(self, what: str) -> None:
        timeline = self._replay.timeline
        if what == "addresses":
            told: object = {"basis": timeline.basis, "addresses": timeline.addresses()}
        elif what == "requests":
            told = [{"url": url, "status": status, "count": n} for (url, status), n in self._replay.requests.items()]
        else:
            return self._answer(self.path, 404, (), b"")
        return self._answer(self.path, 200, [("Content-Type", "application/json")], json.dumps(told).encode())

    def _answer(self, url: str, status: int, headers: Iterable[tuple[str, str]], body: bytes | None) -> None:
        if not self.path.startswith(_CONTROL):
            self._replay.count(url, status)
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body is not None:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """The counts say what the log would."""


def _key(url: str) -> str:
    return url.split("://", 1)[-1].split("#", 1)[0]


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve WARCs until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m collectors.replay", description="Serve WARCs over HTTP.")
    parser.add_argument("warc", nargs="+", type=Path)
    parser.add_argument("--port", type=int, default=8899)
    parser.add_argument("--at", type=datetime.fromisoformat, help="the clock, with zone; default: the last capture")
    parser.add_argument("--basis", choices=get_args(Basis), default="archive_capture")
    given = parser.parse_args(arguments)
    server = ReplayServer(given.warc, basis=given.basis, port=given.port)
    if given.at is not None:
        server.timeline.clock = given.at.astimezone(UTC)
    timeline = server.timeline
    count = len(timeline.addresses())
    print(f"{count} addresses at {server.url}, as of {timeline.clock:%Y-%m-%dT%H:%M:%SZ}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print(f"{sum(server.requests.values())} requests answered")


if __name__ == "__main__":
    main()
