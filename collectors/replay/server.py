"""Real HTTP without the publishers: a server on 127.0.0.1 that answers what WARCs hold, as of a moment.

Each address answers as it stood at the server's clock: the last capture not after it, with the digest as ETag,
Last-Modified and Memento-Datetime (RFC 7089) saying when it was captured; conditional requests get their 304.
What the WARCs lack is 404, robots.txt too. What was asked for stands at `/.replay/requests`, the addresses at
`/.replay/addresses`; POST a time to `/.replay/clock`.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType

from collectors.records import Basis
from collectors.replay.timeline import Timeline, Version
from collectors.replay.transport import CONTROL, URL_HEADER, ReplayTransport


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


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body leave in two pieces

    def __init__(self, server: ReplayServer, *args: object) -> None:
        self._replay = server
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path.startswith(CONTROL):
            return self._tell(self.path.removeprefix(CONTROL))
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
        if self.path != CONTROL + "clock":
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
        if not self.path.startswith(CONTROL):
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
