"""A publisher on 127.0.0.1, with the faults that publishers have. Used by the tests of fetching."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType


@dataclass(frozen=True)
class Reply:
    """One answer. `cut`: close the connection after so many bytes of the body. `silence`: seconds before it."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    silence: float = 0.0


class Publisher:
    """`with Publisher() as site: site.answers("/a.xlsx", Reply(…), Reply(…))`: in that order, the last one stays."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, str]]] = []  # path, headers
        self._replies: dict[str, list[Reply]] = {}
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> Publisher:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.shutdown()
        self._http.server_close()

    def answers(self, path: str, *replies: Reply) -> str:
        """What a path answers; its whole address."""
        self._replies[path] = list(replies)
        return self.url + path

    def next_reply(self, path: str) -> Reply:
        replies = self._replies.get(path, [Reply(b"not here", 404)])
        return replies.pop(0) if len(replies) > 1 else replies[0]

    def asked(self) -> Counter[str]:
        """How often each path was asked for."""
        return Counter(path for path, _ in self.requests)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, site: Publisher, *args: object) -> None:
        self._site = site
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        with suppress(ConnectionError):  # of who did not wait for the answer
            self._answer()

    def _answer(self) -> None:
        self._site.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        reply = self._site.next_reply(self.path)
        time.sleep(reply.silence)
        etag = reply.headers.get("ETag")
        if etag and self.headers.get("If-None-Match") == etag:
            self.send_response(304)
            self.send_header("ETag", etag)
            self.end_headers()
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body if reply.cut is None else reply.body[: reply.cut])
        if reply.cut is not None:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        pass


def closed_port() -> int:
    """A port on which nobody listens: a connection is refused."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
