"""How requests leave: slowly, host by host, over connections that know when the time is over."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterable
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx
from pyrate_limiter import Limiter, Rate

from collectors.fetching.addresses import demand_public, demand_public_name, resolve
from collectors.fetching.patience import seconds_left

CONNECT_SECONDS = 5.0  # a host that has not answered by then is taken for unreachable
OWN_HOST = "onrecord_own_host"  # extension of a request: the source declares the host, whatever its address


class PoliteTransport(httpx.BaseTransport):
    """One pool of connections and one rate a host, made when the host is first asked. Proxies as the environment says.

    Connections to hosts that a source declares are kept apart from the others: those go to public addresses only.
    """

    def __init__(self, seconds_between: float = 1.0) -> None:
        self._seconds_between = seconds_between
        self._pools: dict[tuple[str, str, bool], httpx.HTTPTransport] = {}
        self._limiters: dict[str, Limiter] = {}
        self._retired: list[Limiter] = []
        self._slower: dict[str, float] = {}  # hosts that asked for more seconds between two requests
        self._tls: ssl.SSLContext | None = None
        self._mutex = threading.Lock()

    def await_turn(self, url: httpx.URL, seconds: float) -> bool:
        """Wait for the turn of the next request of a host; False where it does not come in so many seconds."""
        with self._mutex:
            if url.host not in self._limiters:
                self._limiters[url.host] = _limiter(self._slower.get(url.host, self._seconds_between))
            limiter = self._limiters[url.host]
        return bool(limiter.try_acquire(url.host, timeout=max(0.0, seconds)))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url, own = request.url, bool(request.extensions.get(OWN_HOST))
        with self._mutex:
            key = (url.scheme, url.host, own)
            if key not in self._pools:
                self._pools[key] = self._open(url, own)
            pool = self._pools[key]
        return pool.handle_request(request)

    def slow_down(self, url: httpx.URL, seconds_between: float) -> None:
        """Ask a host less often than usual, as its robots.txt demands."""
        with self._mutex:
            if seconds_between > self._slower.get(url.host, self._seconds_between):
                self._slower[url.host] = seconds_between
                if url.host in self._limiters:
                    self._retired.append(self._limiters[url.host])  # another thread may be waiting there
                self._limiters[url.host] = _limiter(seconds_between)
                self._limiters[url.host].try_acquire(url.host)  # robots.txt itself was the first request

    def close(self) -> None:
        for pool in self._pools.values():
            pool.close()
        for limiter in [*self._limiters.values(), *self._retired]:
            limiter.close()
        self._pools.clear()
        self._limiters.clear()
        self._retired.clear()

    def _open(self, url: httpx.URL, own: bool) -> httpx.HTTPTransport:
        proxy = proxy_for(url)
        if proxy is not None and not own:
            demand_public_name(url.host)
        self._tls = self._tls or httpx.create_ssl_context()
        return _HostTransport(Wire(public_only=proxy is None and not own), verify=self._tls, proxy=proxy)


class _HostTransport(httpx.HTTPTransport):
    """httpx's transport, its connections made by a backend of ours; httpx itself has no parameter for one."""

    def __init__(self, backend: httpcore.NetworkBackend, **settings: Any) -> None:
        super().__init__(**settings)
        self._pool._network_backend = backend


class Wire(httpcore.NetworkBackend):
    """Connections by TCP. A name is looked up once; the connection goes to an address that was judged then.

    Nothing takes longer than the `until` around it allows: httpcore bounds each read, which somebody who sends a
    byte a second, or interim answers without end, never exceeds.
    """

    def __init__(self, public_only: bool) -> None:
        self._public_only = public_only
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        seconds = _bounded(timeout, httpcore.ConnectTimeout)
        addresses = resolve(host, port, seconds)
        if self._public_only:
            demand_public(host, addresses)
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                share = _bounded(seconds / len(addresses), httpcore.ConnectTimeout)
                stream = self._backend.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            return self._checked(host, stream)
        raise failure

    def _checked(self, host: str, stream: httpcore.NetworkStream) -> httpcore.NetworkStream:
        """The stream, unless it has come to lead somewhere else than to an address that may be asked."""
        if self._public_only:
            try:
                demand_public(host, [stream.get_extra_info("server_addr")[0]])
            except BaseException:
                stream.close()
                raise
        return _Stream(stream)


class _Stream(httpcore.NetworkStream):
    """A stream whose every read and write ends with the time that is left."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _bounded(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _bounded(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        seconds = _bounded(timeout, httpcore.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, seconds))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _bounded(timeout: float | None, error: type[Exception]) -> float:
    """Seconds that the next step may take."""
    left = seconds_left()
    if left <= 0:
        raise error("the time for it is over")
    return min(left, 60.0 if timeout is None else timeout)


def _limiter(seconds_between: float) -> Limiter:
    return Limiter(Rate(1, max(1, round(seconds_between * 1000))))


def proxy_for(url: httpx.URL) -> str | None:
    """The proxy that the environment names for an address; none for this machine itself."""
    if url.host in ("localhost", "::1") or url.host.startswith("127."):
        return None
    proxies = getproxies()
    named = proxies.get(url.scheme) or proxies.get("all")
    return None if named is None or proxy_bypass(url.host) else named
