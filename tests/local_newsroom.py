"""A newsroom that is a row, on a server of a test: its feeds are written by a test, its pages are all alike."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any, cast

from server import Publisher, Reply

from collectors.newsrooms.declared import Newsroom, Row
from collectors.records import SourceModule

TEXT = "<p>The harbor counted forty boats on Friday, said the keeper.</p>" * 9


def page(title: str) -> bytes:
    """A report."""
    head = f"<head><title>{title}</title><meta property='og:type' content='article'></head>"
    return f"<!doctype html><html>{head}<body><article><h1>{title}</h1>{TEXT}</article></body></html>".encode()


def feed(entries: Iterable[tuple[str, str]]) -> Reply:
    """An RSS feed of titles and addresses."""
    items = "".join(f"<item><title>{escape(title)}</title><link>{url}</link></item>" for title, url in entries)
    return Reply(f'<rss version="2.0"><channel><title>Harbor</title>{items}</channel></rss>'.encode())


def newsroom(*feeds: str, **changes: Any) -> SourceModule:
    """Its documents are all addresses of 127.0.0.1 that begin with /news/."""
    columns = {"publisher": "Harbor Post", "documents": r"https://127\.0\.0\.1:\d+/news/[^/?#]+", "zone": "UTC"}
    more = {"language": "en", "licence": "none", "body": "restricted", "state": "untried", "feeds": feeds}
    return cast(SourceModule, Newsroom(Row(**{"id": "harbor_post", **columns, **more, **changes})))


def reports(site: Publisher, *titles: str) -> list[tuple[str, str]]:
    """Titles with their addresses, at which the server has a report each."""
    listed = []
    for title in titles:
        path = f"/news/{title.lower().replace(' ', '-')}"
        listed.append((title, site.answers(path, Reply(page(title)))))
    return listed
