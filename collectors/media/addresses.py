"""Addresses as addresses: which two spellings name one page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

#: What is appended to count readers; it names no other page.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|cmp(?:id)?|icid|ito|xtor|smid|ref(?:_?src)?|ns_\w+|_ga",
    re.IGNORECASE,
)
_PORTS = {"http": 80, "https": 443}


def absolute(base: str, href: str) -> str | None:
    """An address without fragment, resolved against `base`; None for what no client can follow: `mailto:`, `http://[`."""
    try:
        url = urljoin(base, href.strip()).partition("#")[0]
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def original(url: str) -> str:
    """The address that an archive of the web replays, `https://archive.example/web/20250201000445/https://…`; else the
    address itself."""
    if "://" not in url[8:]:  # nearly always
        return url
    replayed = re.fullmatch(r"https?://[^/]+/(?:[\w-]+/)*\d{14}(?:[a-z]{2}_)?/(https?://[^/]+.*)", url, re.IGNORECASE)
    return replayed[1] if replayed else url


def page_of(url: str) -> str | None:
    """One spelling for all that name the same page; None for what is no http(s) address.

    Scheme, `www.`, upper case of the host, the usual port, fragment, escapes that need not be, a slash at the end and
    what counts readers make no difference; the rest of the query does, in any order.
    """
    try:
        parts = urlsplit(url.strip())
        host = _host(parts)
    except ValueError:
        return None
    if host is None:
        return None
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~").rstrip("/")
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])]
    return f"{host}{path}" + (f"?{urlencode(sorted(query))}" if query else "")


def is_home(url: str) -> bool:
    """Whether an address is the front page of a site, or nothing that names a page."""
    page = page_of(url)
    return page is None or re.fullmatch(r"[^/?]+(/index\.html?)?", page) is not None


def same_page(url: str, others: Iterable[str]) -> bool:
    page = page_of(url)
    return page is not None and any(page == page_of(other) for other in others)


def _host(parts: SplitResult) -> str | None:
    if parts.scheme.lower() not in _PORTS or not parts.hostname:
        return None
    host = parts.hostname.lower().rstrip(".").removeprefix("www.")
    return host if parts.port in (None, _PORTS[parts.scheme.lower()]) else f"{host}:{parts.port}"
