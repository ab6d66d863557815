"""Which addresses are asked: http(s) only, and, but for a source's own hosts, none that is not public.

A redirect or a link is somebody else's word. It must not make us ask the machine that we run on or the network
around it, so every host that a source does not declare has to resolve to public addresses only.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Sequence
from urllib.parse import quote

import httpcore
import httpx

from collectors.errors import FetchFailed
from collectors.records import Source

LONGEST = 8000  # characters; RFC 9110 asks everybody to understand as many, no document needs them
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_INSIDE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa", "test", "onion")
_REMEDY = "See the address in a browser; nothing was asked there."


def askable(url: str) -> httpx.URL:
    """The parsed address, without fragment. Raises FetchFailed where no client could, or we must not, ask it."""
    try:
        parsed = httpx.URL(url).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise _no_address(url, f"no address that can be asked ({error})") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise _no_address(url, "no address that can be asked (https://host/…)")
    if parsed.userinfo:
        raise _no_address(url, "an address with a name or password in it")
    if parsed.port is not None and not 0 < parsed.port < 65536:
        raise _no_address(url, f"a port that does not exist ({parsed.port})")
    if len(str(parsed)) > LONGEST:
        raise _no_address(url, f"an address of {len(str(parsed))} characters")
    return parsed


def redirected(at: httpx.URL, location: bytes) -> httpx.URL:
    """Where a redirect leads, relative to the address that gave it. Raises FetchFailed where it leads nowhere."""
    printable = quote(location, safe="".join(map(chr, range(0x21, 0x7F))))
    try:
        return askable(str(at.join(printable)))
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise _no_address(str(at), f"a redirect to {printable[:200]!r} ({error})") from error
    except FetchFailed as error:
        raise _no_address(str(at), f"a redirect to {printable[:200]!r}: {error.found}") from error


def is_own(source: Source, host: str) -> bool:
    """Whether a source declares a host: as that of a start page, or spelt out in `Source.documents`."""
    if any(httpx.URL(start).host == host for start in source.start):
        return True
    spelt = f"(?:{re.escape(re.escape(host))}|{re.escape(host)})"
    return re.search(rf"(?<![\w.\\-]){spelt}(?![\w.\\-])", source.documents, re.IGNORECASE) is not None


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a host, each once. The name is looked up in the background, for that knows no time limit.

    Raises httpcore.ConnectError (unknown name) or httpcore.ConnectTimeout.
    """
    answer: list[list[str] | Exception] = []

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.append([str(address[0]) for *_, address in found])
        except (OSError, ValueError) as error:  # a name that cannot be encoded is a ValueError
            answer.append(error)

    worker = threading.Thread(target=look_up, daemon=True, name=f"look up {host}")
    worker.start()
    worker.join(seconds)
    if not answer:
        raise httpcore.ConnectTimeout(f"no answer about the name {host} in {seconds:.1f} s")
    if isinstance(answer[0], Exception) or not answer[0]:
        raise httpcore.ConnectError(f"the name {host} is not known ({answer[0]})")
    return list(dict.fromkeys(answer[0]))


def demand_public(host: str, addresses: Sequence[str]) -> None:
    """Raises FetchFailed unless every address is one of the public internet."""
    if inside := [address for address in addresses if not is_public(address)]:
        raise FetchFailed(
            host,
            expected="a public address, for the source does not declare this host",
            found=f"{', '.join(inside[:3])}, inside a network",
            remedy=_REMEDY,
        )


def demand_public_name(host: str) -> None:
    """The same behind a proxy, which looks the name up itself: judged are literal addresses, and names by their end.

    The limit of that: a public name that the proxy resolves to an address inside its network is not noticed here.
    """
    literal = _literal(host)
    if literal is not None:
        return demand_public(host, [literal])
    name = host.rstrip(".").lower()
    if "." not in name or name.rsplit(".", 1)[1] in _INSIDE:
        found = "a name for use inside a network"
        raise FetchFailed(host, expected="a public name", found=found, remedy=_REMEDY)
    return None


def is_public(address: str) -> bool:
    """Whether an address, or the IPv4 address inside it, belongs to the public internet."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        hidden = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            hidden = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if hidden is not None:
            return is_public(str(hidden))
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast


def _literal(host: str) -> str | None:
    """The address that a host is spelt as, in whatever manner machines understand (`127.1`, `0x7f000001`)."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def _no_address(url: str, found: str) -> FetchFailed:
    return FetchFailed(url[:300], expected="a document", found=found[:400], remedy="See the address in a browser.")
