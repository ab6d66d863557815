"""How requests leave: slowly, host by host, and without waiting long for hosts that do not answer."""

from __future__ import annotations

import socket
import ssl
import threading
from urllib.request import getproxies, proxy_bypass

import httpx
from pyrate_limiter import Limiter, Rate
from pyrate_limiter.extras.httpx_limiter import RateLimiterTransport

CONNECT_SECONDS = 5.0  # a host that has not answered by then is taken for unreachable


class PoliteTransport(httpx.BaseTransport):
    """One rate-limited transport a host, made when the host is first asked. Proxies as the environment says."""

    def __init__(self, seconds_between: float = 1.0) -> None:
        self._seconds_between = seconds_between
        self._hosts: dict[str, tuple[RateLimiterTransport, Limiter]] = {}
        self._slower: dict[str, float] = {}  # hosts that asked for more seconds between two requests
        self._tls: ssl.SSLContext | None = None
        self._mutex = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        with self._mutex:
            if request.url.host not in self._hosts:
                self._hosts[request.url.host] = self._open(request.url, self._seconds_between)
            transport, _ = self._hosts[request.url.host]
        return transport.handle_request(request)

    def slow_down(self, url: httpx.URL, seconds_between: float) -> None:
        """Ask a host less often than usual, as its robots.txt demands."""
        with self._mutex:
            if seconds_between > self._slower.get(url.host, self._seconds_between):
                self._slower[url.host] = seconds_between
                self._close(self._hosts.pop(url.host, None))
                self._hosts[url.host] = self._open(url, seconds_between)

    def close(self) -> None:
        for opened in self._hosts.values():
            self._close(opened)
        self._hosts.clear()

    def _open(self, url: httpx.URL, seconds_between: float) -> tuple[RateLimiterTransport, Limiter]:
        limiter = Limiter(Rate(1, max(1, round(seconds_between * 1000))))
        self._tls = self._tls or httpx.create_ssl_context()
        return RateLimiterTransport(limiter, verify=self._tls, proxy=proxy_for(url)), limiter

    @staticmethod
    def _close(opened: tuple[RateLimiterTransport, Limiter] | None) -> None:
        if opened is not None:
            opened[0].close()
            opened[1].close()


def proxy_for(url: httpx.URL) -> str | None:
    """The proxy that the environment names for an address; none for this machine itself."""
    if url.host in ("localhost", "::1") or url.host.startswith("127."):
        return None
    proxies = getproxies()
    named = proxies.get(url.scheme) or proxies.get("all")
    return None if named is None or proxy_bypass(url.host) else named


class Patience:
    """How long a run may wait in all for hosts that do not answer. Each wait takes at most half of what is left,
    so that a host that is there gets its chance however many before it are not."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._mutex = threading.Lock()

    def share(self, most: float) -> float:
        """Seconds that one wait may take: `most`, or half of what is left."""
        return max(0.1, min(most, self._left / 2))

    def spend(self, seconds: float) -> None:
        """This much was waited in vain."""
        with self._mutex:
            self._left = max(0.0, self._left - seconds)


def addresses(host: str, port: int, seconds: float) -> int:
    """How many addresses a host has; the name is looked up in the background, for that knows no time limit.

    Raises httpx.ConnectError (unknown name) or httpx.ConnectTimeout.
    """
    answer: list[int | OSError] = []

    def look_up() -> None:
        try:
            answer.append(len(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
        except OSError as error:
            answer.append(error)

    worker = threading.Thread(target=look_up, daemon=True, name=f"look up {host}")
    worker.start()
    worker.join(seconds)
    if not answer:
        raise httpx.ConnectTimeout(f"no answer about the name {host} in {seconds:.1f} s")
    if isinstance(answer[0], OSError):
        raise httpx.ConnectError(f"the name {host} is not known ({answer[0]})")
    return answer[0]
