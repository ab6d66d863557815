"""Where a newsroom's pages have their title and text, for pages on which neither is found by its looks: XPath 1.0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from collectors.media.blocks import Block
from collectors.media.words import squeeze


@dataclass(frozen=True, slots=True)
class Places:
    """XPath expressions of elements; None where the page is read like any other. A place that is declared and not on
    the page is no title, no text: nothing is guessed in its stead."""

    title: str | None = None
    body: str | None = None


#: nothing is declared
ANYWHERE = Places()


def elements(page: etree._Element, place: str) -> list[etree._Element]:
    """The elements at a place, in the order of the page; none where the expression selects texts or numbers."""
    found = page.getroottree().xpath(place)
    return [one for one in found if isinstance(one, etree._Element)] if isinstance(found, list) else []


def title(page: etree._Element, place: str) -> str | None:
    """The text of the first element there that has any."""
    texts = (squeeze("".join(element.itertext())) for element in elements(page, place))
    return next(filter(None, texts), None)


def story(page: etree._Element, found: Sequence[Block], place: str) -> list[Block]:
    """Of a page's blocks those in the elements there, each text once; a headline of the page is none."""
    roots = set(elements(page, place))
    kept: dict[str, Block] = {}
    for block in found:
        if block.tag != "h1" and roots.intersection([block.element, *block.element.iterancestors()]):
            kept.setdefault(block.text, block)
    return list(kept.values())
