"""A server on 127.0.0.1 that sends whatever bytes a test wants, as slowly as it wants: no HTTP library helps it."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import TracebackType

Send = Callable[[bytes], None]
#: what one path answers: given how to send and the headers of the request (names in lower case)
Play = Callable[[Send, dict[str, str]], None]


class Hostile:
    """`with Hostile() as site: site.plays("/a.xlsx", play)`. Answers 404 to paths that no play is written for."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, str]]] = []  # path, headers
        self.closing = threading.Event()
        self._plays: dict[str, Play] = {}
        self._tcp = socketserver.ThreadingTCPServer(("127.0.0.1", 0), partial(_Connection, self))
        self._tcp.daemon_threads = True
        self.port = int(self._tcp.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Hostile:
        threading.Thread(target=self._tcp.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.closing.set()
        self._tcp.shutdown()
        self._tcp.server_close()

    def plays(self, path: str, play: Play) -> str:
        """What a path answers; its whole address."""
        self._plays[path] = play
        return self.url + path

    def answers(self, path: str, *pieces: bytes) -> str:
        """These bytes, and the connection is closed."""
        return self.plays(path, lambda send, _: [send(piece) for piece in pieces] and None)

    def drips(self, path: str, begin: bytes, piece: bytes, seconds: float = 0.05) -> str:
        """`begin`, then `piece` again and again without end."""

        def play(send: Send, headers: dict[str, str]) -> None:
            send(begin)
            while not self.closing.wait(seconds):
                send(piece)

        return self.plays(path, play)

    def play_of(self, path: str) -> Play:
        return self._plays.get(path, lambda send, _: send(whole(b"not here", status=b"404 Not Found")))

    def asked(self, path: str) -> list[dict[str, str]]:
        """The headers of each request for a path."""
        return [headers for asked, headers in self.requests if asked == path]


class _Connection(socketserver.StreamRequestHandler):
    def __init__(self, site: Hostile, *args: object) -> None:
        self._site = site
        super().__init__(*args)  # type: ignore[arg-type]

    def handle(self) -> None:
        line = self.rfile.readline().split()
        if len(line) < 2:
            return
        headers = {}
        while header := self.rfile.readline().strip().decode("latin-1"):
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        path = line[1].decode("latin-1")
        self._site.requests.append((path, headers))
        with suppress(OSError):  # the client has gone
            self._site.play_of(path)(self._send, headers)

    def _send(self, data: bytes) -> None:
        self.connection.sendall(data)


def whole(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    """An answer that is as it should be; `headers` are added as they are."""
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), b"Connection: close", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def unframed(body: bytes, *headers: bytes) -> bytes:
    """An answer that says neither its length nor its end: the connection is just closed behind it."""
    return b"\r\n".join([b"HTTP/1.1 200 OK", b"Connection: close", *headers]) + b"\r\n\r\n" + body


def redirect(location: bytes) -> bytes:
    """A 302 to there."""
    return whole(b"", b"Location: " + location, status=b"302 Found")
