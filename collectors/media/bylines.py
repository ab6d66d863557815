"""Who wrote an article, as the page says: JSON-LD, meta tags, then the printed byline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import chain

from lxml import etree

from collectors.media import beside
from collectors.media.linked_data import names
from collectors.media.statements import Statements, text_in
from collectors.media.words import byline, squeeze

_TAGS = (
    "author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dc:creator",
    "dcterms.creator",
    "byl",
    "article:author",
)
_BYLINE = "[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' fn ') or {}]".format(
    " or ".join(f"contains(@class, '{word}')" for word in ("byline", "Byline", "author", "Author"))
)
#: Below the headline first: what stands above it is often a list of other reports, each with its byline.
_PLACES = (f"(//h1)[1]/following::*{_BYLINE}", f"//*{_BYLINE}")
_ASIDE = frozenset({"aside", "footer", "nav"})
#: What holds all of a page.
_FRAMES = frozenset({"html", "body", "main"})
#: A printed byline is no longer than this, in characters.
_LONG = 160
#: Where a day begins that stands behind the names.
_DAY = re.compile(
    r"\s(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\d{1,2}[ /.-]"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d).*",
    re.DOTALL,
)
_WORD = r"[^\W\d_](?:[^\W_]|[.'’-])*"
_NAME = re.compile(rf"{_WORD}(?:\s+{_WORD}){{1,4}}")
#: A word of these is in what stands around a name.
_NO_NAME = re.compile(
    r"\b(?:about|by|comments?|contributor|correspondent|editor|follow|is|minutes?|more|posts|published|read|reporter|share"
    r"|staff|the|updated|view|writer)\b",
    re.IGNORECASE,
)


def authors(said: Statements, page: etree._Element) -> tuple[str, ...]:
    """The first statement that names somebody, each name once, as spelt. A printed byline counts where it is names."""
    stated = [names(said.report.get("author"), said.objects), names(said.report.get("creator"), said.objects)]
    stated += [names([unescape(one) for one in said.all([name])], []) for name in _TAGS]
    for statement in stated:
        if people := [person for name in statement for person in _people(name)]:
            return tuple(dict.fromkeys(people))
    return tuple(dict.fromkeys(_printed(page)))


def _people(name: str) -> list[str]:
    """The names in a statement. `A and B` and `A, B` are two where each part is a name of more words than one."""
    if re.search(r"\w@\w|https?://|^@|^\d+$|^\d+ min", name):
        return []
    name = re.sub(r"^by[:\s]+", "", squeeze(re.sub(r"<[^<>]*>", "", name)), flags=re.I).strip(" ,;|")
    parts = byline(name)
    if len(parts) > 1 and all(_NAME.fullmatch(part) for part in parts):
        return parts
    if len(parts) > 1 and "," in name and _NAME.fullmatch(parts[0]) and _NO_NAME.search(name):
        return parts[:1]  # `NAME, staff writer`
    return [name] if name else []


def _printed(page: etree._Element) -> Iterator[str]:
    """The names of the first printed byline that is nothing else."""
    known = _of_the_page(page)
    for element in chain.from_iterable(page.xpath(place) for place in _PLACES):
        text = text_in(element)
        if not text or len(text) > _LONG or _stands_aside(element, known):
            continue
        if found := [part for part in byline(_DAY.sub("", text)) if _is_name(part)]:
            yield from found
            return


def _of_the_page(page: etree._Element) -> dict[etree._Element, bool]:
    """What holds the headline is no list of other reports, whatever it is called (`has-comments`, `related-right`)."""
    return {around: False for title in page.xpath("(//h1)[1]") for around in title.iterancestors()}


def _stands_aside(element: etree._Element, known: dict[etree._Element, bool]) -> bool:
    """Whether a byline stands among comments, other reports, people to follow. `known` remembers what was looked at:
    a page of ten thousand bylines is walked through once."""
    own = _called(element)
    if element.tag in _ASIDE or beside.rank(own) == beside.ALWAYS:  # that of a comment
        return True
    if "byline" not in own.lower() and beside.is_of_others(own):
        return True
    walked, around = [], element.getparent()
    while around is not None and around not in known:
        walked.append(around)
        around = around.getparent()
    aside = around is not None and known[around]
    for one in reversed(walked):
        aside = known[one] = aside or _is_of_others(one)
    return aside


def _is_of_others(element: etree._Element) -> bool:
    return element.tag in _ASIDE or (element.tag not in _FRAMES and beside.is_of_others(_called(element)))


def _called(element: etree._Element) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


def _is_name(part: str) -> bool:
    return part[0].isupper() and _NAME.fullmatch(part) is not None and not _NO_NAME.search(part)
