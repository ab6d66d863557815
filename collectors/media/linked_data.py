"""JSON-LD: what the scripts of a page describe, and which of several reports is that of the page itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import Any
from urllib.parse import urljoin

from collectors.media.addresses import is_home, same_page
from collectors.media.words import squeeze

Thing = dict[str, Any]

#: What stands around the JSON in a script: a comment or a CDATA section, in any dress.
_DRESS = re.compile(r"^\s*(?://|/\*)?\s*(?:<!\[CDATA\[|<!--)\s*(?:\*/)?|(?://|/\*)?\s*(?:\]\]>|-->)\s*(?:\*/)?\s*$")
_BETWEEN = re.compile(r"[\s,;\ufeff]*")
_DECODER = json.JSONDecoder(strict=False)  # line breaks within strings are common
#: What may follow the headline in a title: the name of the site.
_SITE = re.compile(r"|\s*[|·:–—-]\s.*")
#: A reference leads to a thing with a name; one that leads on further is a circle.
_DEPTH = 4


def things(scripts: Iterable[str]) -> tuple[list[Thing], int]:
    """(every object that the blocks describe, lists, graphs and main entities opened; number of blocks not read)."""
    found: list[Thing] = []
    unread = 0
    for script in scripts:
        values, whole = _values(script)
        unread += not whole
        found.extend(thing for value in values for thing in _objects(value))
    return found, unread


def _values(script: str) -> tuple[list[object], bool]:
    """The JSON values of a block, and whether they are all that is in it. Some blocks are escaped like text."""
    text = _DRESS.sub("", script.replace("\ufeff", "").strip()).strip()
    values, whole = _decoded(text)
    if not whole and not values:
        values, whole = _decoded(unescape(text))
    return values, whole


def _decoded(text: str) -> tuple[list[object], bool]:
    values: list[object] = []
    at = 0
    while at < len(text):
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):  # no JSON; a number of 5,000 digits; 10,000 brackets
            return values, False
        values.append(value)
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
    return values, True


def _objects(value: object) -> Iterator[Thing]:
    todo = [value]
    while todo:
        one = todo.pop(0)
        if isinstance(one, list):
            todo = one + todo
        elif isinstance(one, dict):
            yield one
            todo = [one.get("@graph"), one.get("mainEntity"), *todo]


def report_of(found: Iterable[Thing], pages: Sequence[str], titles: Iterable[str]) -> Thing:
    """The report that is the page's own; {} where there is none.

    That is the one which names one of `pages` (the addresses of the page); else one that says which page it is not,
    but has a headline of the page (`titles`); else one that names no page at all. A report of another page never is.
    """
    reports = [thing for thing in found if report_type(thing)]
    named = [_pages_named(thing, pages) for thing in reports]
    plain = [*pages, *(page.partition("?")[0] for page in pages)]  # a report may leave out the query of its page
    own = [thing for thing, urls in zip(reports, named, strict=True) if any(same_page(url, plain) for url in urls)]
    printed = [squeeze(title).casefold() for title in titles]
    titled = [thing for thing in reports if _has_title(thing, printed)]
    nameless = [thing for thing, urls in zip(reports, named, strict=True) if not urls]
    return next(iter([*own, *titled, *nameless]), {})


def report_type(thing: Thing) -> str | None:
    """The schema.org type by which an object is a report: NewsArticle, LiveBlogPosting and the like."""
    kinds = thing.get("@type") or []
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return next((str(kind) for kind in kinds if str(kind).endswith(("Article", "Posting", "Report"))), None)


def _pages_named(thing: Thing, pages: Sequence[str]) -> list[str]:
    """The addresses of pages by which an object says where it stands; a site's front page is none."""
    values: list[object] = [thing.get("url"), thing.get("mainEntityOfPage"), thing.get("@id")]
    values += [value.get(key) for value in values if isinstance(value, dict) for key in ("@id", "url")]
    base = next(iter(pages), "")
    return [url for value in values if isinstance(value, str) and (url := _joined(base, value)) and not is_home(url)]


def _joined(base: str, href: str) -> str | None:
    try:
        return urljoin(base, unescape(href).strip())
    except ValueError:
        return None


def _has_title(thing: Thing, printed: Sequence[str]) -> bool:
    headline = thing.get("headline") or thing.get("name")
    words = squeeze(unescape(headline)).casefold() if isinstance(headline, str) else ""
    return bool(words) and any(
        _SITE.fullmatch(title.removeprefix(words)) for title in printed if title.startswith(words)
    )


def names(value: object, found: Sequence[Thing], depth: int = _DEPTH) -> list[str]:
    """The names of the people or organisations that a value stands for, as spelt, in order. Addresses are no names."""
    if depth == 0:
        return []
    if isinstance(value, str):
        clean = squeeze(unescape(value))
        return [clean] if clean and not re.match(r"https?://", clean) else []
    if isinstance(value, list):
        return [name for item in value for name in names(item, found, depth)]
    if isinstance(value, dict):
        return names(value.get("name") or _referred(value, found), found, depth - 1)
    return []


def _referred(value: Thing, found: Sequence[Thing]) -> object:
    """The name of the object that a bare `@id` refers to."""
    if "@id" not in value:
        return None
    return next((thing.get("name") for thing in found if thing.get("@id") == value["@id"] and "name" in thing), None)
