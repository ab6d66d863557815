"""When a page says that it was published and changed: the statement, the moment, and how exact it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from lxml import etree

from collectors.media.blocks import Block
from collectors.media.moments import LEEWAY, Exactness, day_of, moment
from collectors.media.statements import Statements
from collectors.media.words import squeeze

#: Names of meta tags, the most exact first.
_PUBLISHED = (
    *("article:published_time", "article:published", "og:published_time", "og:article:published_time"),
    *("parsely-pub-date", "datepublished", "cxenseparse:recs:publishtime", "published_time", "sailthru.date"),
    *("pubdate", "publish-date", "publish_date", "publishdate", "publication_date", "originalpublicationdate"),
    *("dcterms.created", "dc.date.issued", "dc.date", "dcterms.date", "date"),
)
_MODIFIED = (
    *("article:modified_time", "article:modified", "og:updated_time", "og:modified_time", "datemodified"),
    *("dcterms.modified", "dc.date.modified", "lastmod", "last-modified"),
)
_CHANGE = re.compile(r"modif|updat|revis", re.IGNORECASE)
_PUBLICATION = re.compile(r"publi|posted|issued|created|pubdate", re.IGNORECASE)
#: What stands before a printed day.
_LABEL = re.compile(
    r"^(?:(?:first |originally )?(?:published|posted|issued)|created|date|(?:last )?(?:updated|modified))"
    r"(?:\s+(?:on|at))?\s*:?\s*",
    re.IGNORECASE,
)
#: A day that is printed has no more words than this.
_LONG = 60


@dataclass(frozen=True, slots=True)
class Time:
    """A printed time. `at` in UTC, None where only a day is printed, or a time without zone and none is declared."""

    at: datetime | None
    day: date  # in the zone that is printed or declared
    exact: Exactness
    printed: str

    def day_in(self, zone: tzinfo) -> date:
        """The day of the moment in another zone; the printed day where there is no moment."""
        return self.day if self.at is None else self.at.astimezone(zone).date()


def published(
    said: Statements, page: etree._Element, above: Sequence[Block], zone: tzinfo | None, seen: datetime | None
) -> Time | None:
    """The time of publication: JSON-LD, meta tags, `<time>`, then what is printed in the blocks `above` the story."""
    elements = (tag.get("datetime", "") for tag in _elements(page) if not _CHANGE.search(_named(tag)))
    printed = [said.report.get("datePublished"), *said.all(_PUBLISHED), *_of(page, _PUBLICATION), *elements]
    shown = (_LABEL.sub("", block.text) for block in above if len(block.text) < _LONG and "pdated" not in block.text)
    return _first([*printed, *shown], zone, seen)


def modified(said: Statements, page: etree._Element, zone: tzinfo | None, seen: datetime | None) -> Time | None:
    """The time of the last change, where the page says that there was one."""
    return _first([said.report.get("dateModified"), *said.all(_MODIFIED), *_of(page, _CHANGE)], zone, seen)


def _of(page: etree._Element, wanted: re.Pattern[str]) -> Iterator[str]:
    """The moments of elements that say what they are the moment of."""
    return (
        tag.get("datetime", "") for tag in page.iter("time") if wanted.search(_named(tag)) and not _is_of_another(tag)
    )


def _elements(page: etree._Element) -> Iterator[etree._Element]:
    """The first `<time>` from the headline on: one further down may be that of another story."""
    headline = next(page.iter("h1"), None)
    if headline is not None:
        yield from headline.xpath("(./following::time | ./ancestor::header//time)[@datetime][1]")


def _is_of_another(tag: etree._Element) -> bool:
    """Whether an element stands in a link or a list: so do those of other stories."""
    return any(around.tag in ("a", "li", "aside", "nav", "footer") for around in tag.iterancestors())


def _named(tag: etree._Element) -> str:
    parent = tag.getparent()
    around = "" if parent is None else parent.get("class", "")
    return f"{tag.get('itemprop', '')} {tag.get('class', '')} {'pubdate' if 'pubdate' in tag.attrib else ''} {around}"


def _first(printed: Iterable[object], zone: tzinfo | None, seen: datetime | None) -> Time | None:
    """The first of several statements of one time that is a time, and not after the page was seen.

    Where it names no moment, another one that names a moment of that day does.
    """
    times = [time for text in printed if isinstance(text, str) and (time := _time(text, zone, seen))]
    exact = (time for time in times if time.at is not None and abs(time.day - times[0].day) <= LEEWAY)
    return next(iter(times), None) if not times or times[0].at is not None else next(exact, times[0])


def _time(text: str, zone: tzinfo | None, seen: datetime | None) -> Time | None:
    at, named = moment(text, zone or UTC), day_of(text)
    if at is None or named is None or (seen is not None and at > seen + LEEWAY):
        return None
    day, exact = named
    zoned = zone is not None or moment(text) is not None
    return Time(at if zoned and exact != "day" else None, day, exact, squeeze(text))
