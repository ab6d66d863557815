"""Index pages ("News", "Releases"): the pages that they list, each with its `<time>`; and the other pages of the index.

No publisher's layout is known here. Around each `<time>` the nearest heading that is a link names the page, else the
nearest link; a link to a section (`rel=tag`), an author, the front page or the index itself is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import tzinfo
from itertools import chain, islice
from typing import TYPE_CHECKING

from collectors.media import webpage
from collectors.media.addresses import absolute, is_home, original, page_of
from collectors.media.listing import Listing, Printed, listing
from collectors.media.words import squeeze
from collectors.records import Document

if TYPE_CHECKING:  # see webpage
    from bs4 import BeautifulSoup
    from bs4.element import PageElement, Tag

_HEADING = re.compile(r"h[1-6]")
#: What an element says of itself that holds the numbers of pages; and relations of links to other pages of an index.
_PAGING = re.compile(r"\bpag(?:ination|ing|er)|\bpage-numbers", re.IGNORECASE)
_NEIGHBOURS = frozenset({"next", "prev", "previous", "first", "last"})
_NO_PAGE = frozenset({"tag", "author", "category", *_NEIGHBOURS})
#: Where times are not those of entries.
_BESIDE = ("header", "footer", "nav")
_CHANGED = re.compile(r"datemodified|\b(?:updated|modified)\b", re.IGNORECASE)
#: An entry prints its publication and perhaps a change.
_TIMES = 2
#: How many elements out, and how many in, are looked at: pages that nest without end cost no more than others.
_REACH = 40
_HELD = 200


@dataclass
class _Around:
    """What stands in an element: the pages that its headings and its other links name, its times."""

    headings: dict[str, Tag] = field(default_factory=dict)  # address ▶ the link; the first ones
    link: tuple[int, str, Tag] | None = None  # length of its text, address, the link: the one with the longest text
    times: int = 0


def entries(document: Document, *, zone: tzinfo | None = None) -> Listing:
    """The pages that an index lists with a time, in its order.

    `zone` is that of times printed without one. A time beside which no page is named costs itself and is told.
    `summary` is the longest paragraph of an entry. Raises BadContent for what is no page.
    """
    page = webpage.tree(document)
    return listing(document, _entries(document, page), zone)


def pages(document: Document, *, next_only: bool = False) -> Listing:
    """The other pages of the index that a page names, in its order; or what it calls the next one (`rel=next`).

    Raises BadContent for what is no page.
    """
    page = webpage.tree(document)
    base = webpage.base(page, document)
    tags = page.select("link[rel][href], a[href]")
    named = (tag for tag in tags if ("next" in _relations(tag) if next_only else _is_neighbour(tag)))
    urls = [url for tag in named if (url := _page(base, tag))]
    own, host = page_of(original(document.url)), _host(document.url)
    others = [url for url in urls if page_of(url) != own and _host(url) == host]
    return listing(document, (Printed((url,), base) for url in others), None)


def _entries(document: Document, page: BeautifulSoup) -> Iterator[Printed | str]:
    times = [time for time in page.select("time") if not _is_beside(time)]
    around = _surroundings(document, page, times)
    found: dict[str, list[tuple[Tag, Tag, Tag]]] = {}
    lost: list[str] = []
    for time in times:
        entry = _entry(time, around)
        if entry is None:
            lost.append(f"no page is named beside {_printed(time)!r}")
        else:
            url, link, container = entry
            found.setdefault(url, []).append((time, link, container))
    for url, parts in found.items():
        (_, link, container), printed = parts[0], [time for time, _, _ in parts]
        yield Printed(
            addresses=(url,),
            base=url,
            titles=(str(_heading(link) or link),),
            published=tuple(_printed(time) for time in printed if not _is_change(time)),
            updated=tuple(_printed(time) for time in printed if _is_change(time)),
            summaries=_summaries(container),
            sections=_texts(container, "a[rel~=tag], a[rel~=category]"),
            authors=_texts(container, "a[rel~=author]"),
        )
    yield from lost


def _surroundings(document: Document, page: BeautifulSoup, times: Iterable[Tag]) -> dict[int, _Around]:
    """What stands in each element, by its id: every link and time is told to all elements around it."""
    base, own = webpage.base(page, document), page_of(original(document.url))
    around: dict[int, _Around] = {}
    for time in times:
        for element in _near(time):
            around.setdefault(id(element), _Around()).times += 1
    for link in page.select("a[href]"):
        url = _page(base, link)
        if url is None or is_home(url) or page_of(url) == own or _NO_PAGE & set(_relations(link)):
            continue
        headed = any(_HEADING.fullmatch(element.name) for element in _near(link)) or _heading(link) is not None
        length = sum(len(squeeze(text)) for text in _within(link) if isinstance(text, str))
        for element in _near(link):
            held = around.get(id(element))
            if held is None:
                continue
            if headed and len(held.headings) < 2:
                held.headings.setdefault(url, link)
            if held.link is None or length > held.link[0]:
                held.link = length, url, link
    return around


def _entry(time: Tag, around: dict[int, _Around]) -> tuple[str, Tag, Tag] | None:
    """The address of the entry that a time belongs to, the link that names it, the element that holds the entry."""
    entry = [element for element in _near(time) if around[id(element)].times <= _TIMES]
    headed = [element for element in entry if len(around[id(element)].headings) == 1]
    if headed:
        url, link = next(iter(around[id(headed[0])].headings.items()))
        return url, link, headed[-1]
    linked = next((element for element in entry if around[id(element)].link), None)
    longest = None if linked is None else around[id(linked)].link
    if linked is None or longest is None or around[id(linked)].headings or around[id(linked)].times > 1:
        return None
    return longest[1], longest[2], linked


def _near(tag: Tag) -> Iterator[Tag]:
    """The element and those around it, as far out as an entry of a list may reach."""
    return chain([tag], islice(tag.parents, _REACH))


def _within(tag: Tag) -> Iterator[PageElement]:
    """What an element holds, in its order: of one that holds half of the page, the beginning.

    `Tag.descendants` looks for the last of them first, which takes long where links nest in links.
    """
    waiting: list[PageElement] = [tag]
    for _ in range(_HELD):
        if not waiting:
            return
        element = waiting.pop()
        yield element
        waiting += reversed(getattr(element, "contents", [])[:_HELD])


def _heading(link: Tag) -> Tag | None:
    """The heading that a link holds: the link may be the whole of an entry."""
    from bs4.element import Tag

    tags = (element for element in _within(link) if isinstance(element, Tag))
    return next((tag for tag in tags if _HEADING.fullmatch(tag.name)), None)


def _is_beside(time: Tag) -> bool:
    """Whether a time stands in the frame of the page: its header, footer or navigation, not that of an article."""
    names = [element.name for element in _near(time)]
    return "article" not in names and any(name in names for name in _BESIDE)


def _page(base: str, link: Tag) -> str | None:
    url = absolute(base, str(link["href"]))
    return None if url is None else original(url)


def _host(url: str) -> str:
    return (page_of(original(url)) or "").partition("/")[0].partition("?")[0]


def _relations(tag: Tag) -> list[str]:
    """The words of `rel`, in lower case."""
    return _said(tag, "rel").lower().split()


def _said(tag: Tag, *names: str) -> str:
    """What attributes say, several words or one."""
    values = [tag.get(name) or "" for name in names]
    return " ".join(value if isinstance(value, str) else " ".join(value) for value in values)


def _is_neighbour(tag: Tag) -> bool:
    if _NEIGHBOURS & set(_relations(tag)):
        return True
    return tag.name == "a" and any(_is_paging(element) for element in _near(tag))


def _is_paging(element: Tag) -> bool:
    return _PAGING.search(_said(element, "class", "id", "role", "aria-label")) is not None


def _printed(time: Tag) -> str:
    return str(time.get("datetime") or "") or "".join(text for text in _within(time) if isinstance(text, str))


def _is_change(time: Tag) -> bool:
    return _CHANGED.search(_said(time, "itemprop", "class")) is not None


def _summaries(container: Tag) -> tuple[str, ...]:
    """The longest paragraph that is neither title nor time."""
    texts = (str(tag) for tag in container.select("p") if tag.find(["time", "a"]) is None and not tag.find_parent("a"))
    return tuple(sorted(texts, key=len, reverse=True)[:1])


def _texts(container: Tag, selector: str) -> tuple[str, ...]:
    return tuple(tag.get_text() for tag in container.select(selector))
