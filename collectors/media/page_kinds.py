"""What a page is that is no article: known by its own statements, and by how much text stands beside how many links."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from collectors.media import body
from collectors.media.blocks import Block
from collectors.media.linked_data import report_type
from collectors.media.statements import Statements
from collectors.media.verdict import challenged
from collectors.records import Document

Kind = Literal["hub", "live_blog", "video", "gallery", "audio", "wall", "consent", "challenge", "no_story"]
Judgement = tuple[Kind, str] | None

#: In a text as short as this, nothing is told that a page of pictures or a wall would not tell too.
_SHORT = 250
#: A page behind a wall shows its beginning.
_TEASER = 1_200
#: A list of other pages has as many headings that are links.
_CARDS = 4
_REPORT = re.compile(r"(?:article|posting|report)$", re.IGNORECASE)
_MEDIA: dict[str, Kind] = {
    "videoobject": "video",
    "audioobject": "audio",
    "podcastepisode": "audio",
    "imagegallery": "gallery",
    "mediagallery": "gallery",
}
#: pages of lists, whatever else they say of themselves: many a system calls each of its pages an article
_LISTS = {"collectionpage", "searchresultspage"}
_CONSENT = re.compile(
    r"we (?:and our (?:\d+ )?partners )?(?:value your privacy|use cookies|store and/or access)|before you continue"
    r"|your (?:privacy|cookie) choices|accept (?:all )?cookies|consent (?:to|preferences)",
    re.IGNORECASE,
)
_WALL = re.compile(
    r"(?:subscribe|sign in|log in|register|sign up)(?: now)? (?:to|for) (?:continue|keep|read|finish|unlock|full)"
    r"|(?:to continue|continue) reading|already (?:a subscriber|have an account)|create a free account"
    r"|this (?:article|content|story) is (?:for|reserved|only|exclusive|available to)[^.]{0,30}(?:subscribers|members)"
    r"|subscriber[- ]only",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Looks:
    """All that is looked at."""

    said: Statements
    story: Sequence[Block]
    found: Sequence[Block]
    document: Document

    @property
    def type(self) -> str:
        return report_type(self.said.report) or self.said.first("og:type") or ""

    @property
    def size(self) -> int:
        return sum(len(block.text) for block in self.story)

    @property
    def free(self) -> str:
        return str(self.said.report.get("isAccessibleForFree")).lower()

    def is_report(self) -> bool:
        """Whether the page says that it is one; a mere time of publication counts where there is a text to it."""
        if not self.said.report and any(str(one.get("@type")).lower() in _LISTS for one in self.said.objects):
            return False
        timed = self.size >= _SHORT and self.said.first("article:published_time") is not None
        return timed or _REPORT.search(self.type) is not None


def other(page: Looks) -> Judgement:
    """(what the page is, by what that is known); None where it is an article."""
    questions: tuple[Callable[[Looks], Judgement], ...] = (_live, _medium, _walled, _refused, _listing, _empty)
    return next((answer for question in questions if (answer := question(page))), None)


def _live(page: Looks) -> Judgement:
    return ("live_blog", f"JSON-LD {page.type}") if "LiveBlog" in page.type else None


def _medium(page: Looks) -> Judgement:
    """A page of a video, of pictures, of sound: little text, and a statement that it is one."""
    if page.size >= _SHORT and page.is_report():
        return None
    told = f"{page.size} characters of text"
    for thing in page.said.objects:
        if medium := _MEDIA.get(str(thing.get("@type")).lower()):
            return medium, f"JSON-LD {thing['@type']}, {told}"
    return ("video", f"og:type {page.type}, {told}") if page.type.lower().startswith("video") else None


def _walled(page: Looks) -> Judgement:
    """The beginning of a text, and an invitation to pay or to register for the rest."""
    if page.size >= _TEASER or page.free == "true":
        return None
    mark = next((found for block in page.found if (found := _WALL.search(block.text))), None)
    if mark is None or (page.free != "false" and page.size >= _SHORT):
        return None
    return "wall", f"{mark[0]!r}, {page.size} characters of text"


def _refused(page: Looks) -> Judgement:
    """A challenge, or a question about cookies, in the place of the page."""
    if page.is_report() or page.size >= _TEASER:
        return None
    if challenge := challenged(None, (), page.document.content, ("html",)):
        return "challenge", challenge
    mark = next((found for block in page.found if (found := _CONSENT.search(block.text))), None)
    few = sum(len(block.text) for block in page.found) < 2 * _TEASER
    return ("consent", f"{mark[0]!r}, no report") if mark and few else None


def _listing(page: Looks) -> Judgement:
    """A page without text whose blocks are links; one that does not say that it is a report and whose text is a list of
    others, or none. One that says nothing at all and lists nothing is no list: its text is not found."""
    links = sum(block.linked * 2 > len(block.text) for block in page.found)
    if not page.story and links * 2 > len(page.found):
        return "hub", f"{page.type or 'no type'}, {links} of {len(page.found)} blocks are links"
    if page.is_report():
        return None
    if reason := _listed(page.story):
        little = not page.type and links < _CARDS and sum(map(body.prose, page.story)) < _SHORT
        return "no_story" if little else "hub", f"{page.type or 'no type'}, {reason}"
    return None


def _listed(story: Sequence[Block]) -> str | None:
    told = sum(map(body.prose, story))
    if told < _SHORT:
        return f"{told} characters of prose"
    headings = [block for block in story if block.tag in ("h2", "h3", "h4")]
    links = sum(block.linked * 2 > len(block.text) for block in headings)
    if links >= _CARDS and links * 2 > len(headings):
        return f"{links} of {len(headings)} headings are links"
    linked = sum(block.linked for block in story)
    return f"{linked} characters of links beside {told} of prose" if linked * 2 > told else None


def _empty(page: Looks) -> Judgement:
    none = f"{page.type or 'no type'}, {len(page.found)} blocks and no paragraph among them"
    return None if page.story else ("no_story", none)
