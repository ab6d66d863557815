"""A file on 127.0.0.1 whose server answers requests for ranges, and counts the bytes that it sends."""

from __future__ import annotations

import re
import threading
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType


class RangeServer:
    """`with RangeServer(file) as site: … site.url … site.sent`. Any path is the file; `sent` are bytes of it."""

    def __init__(self, file: Path) -> None:
        self.file, self.size, self.sent, self.requests = file, file.stat().st_size, 0, 0
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}/warehouse.duckdb"

    def __enter__(self) -> RangeServer:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.shutdown()
        self._http.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, site: RangeServer, *args: object) -> None:
        self._site = site
        super().__init__(*args)  # type: ignore[arg-type]

    def do_HEAD(self) -> None:
        self._head(200, 0, self._site.size)

    def do_GET(self) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        begin = int(asked[1]) if asked else 0
        end = min(int(asked[2] or self._site.size - 1) + 1, self._site.size) if asked else self._site.size
        with suppress(ConnectionError), self._site.file.open("rb") as stream:  # of who did not wait for the answer
            self._head(206 if asked else 200, begin, end)
            stream.seek(begin)
            self.wfile.write(stream.read(end - begin))
            self._site.sent += end - begin
            self._site.requests += 1

    def _head(self, status: int, begin: int, end: int) -> None:
        self.send_response(status)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(end - begin))
        if status == 206:
            self.send_header("Content-Range", f"bytes {begin}-{end - 1}/{self._site.size}")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass
