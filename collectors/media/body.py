"""Which of a page's blocks are its story: the main content, chosen by where prose stands and where links do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence

from lxml import etree

from collectors.media import beside
from collectors.media.blocks import Block

_PROSE = frozenset({"p", "div", "li", "blockquote", "pre", "td", "dd", "section", "article", "main", "center"})
_HOLDERS = frozenset({"div", "section", "article", "main", "td", "center"})
_ENDS = re.compile(r"[.!?…:;”\"’')\]»。！？；：」』）؟۔।]$")
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
#: A block of this many characters that ends like a sentence is prose.
_SENTENCE = 40
#: How much of an element's score goes on to the one around it.
_SHARE = 0.6
#: Where no more of the page's prose is left beside it, what holds most of it is the story, whatever it is called.
_MOST, _LEFT = 0.4, 0.15
#: How long a sentence under a headline is, in characters, and by how many words it is known again.
_STANDFIRST, _WORDS = (30, 500), 8
#: Prose in an element that is perhaps beside the story: from here on it is not.
_MUCH = 500
_TOP = frozenset({"body", "html"})


def story(found: Sequence[Block]) -> list[Block]:
    """Of a page's blocks the paragraphs, headings and items of the story, in their order; empty where there is none."""
    view = _View(found)
    root = view.container()
    return [] if root is None else _without_tail(list(_kept(view, root)))


def above(found: Sequence[Block], told: Sequence[Block]) -> list[Block]:
    """The blocks between the headline and the story."""
    start = next((place for place, block in enumerate(found) if told and block is told[0]), 0)
    headline = max((place for place, block in enumerate(found[:start]) if block.tag == "h1"), default=None)
    return [] if headline is None else list(found[headline + 1 : start])


def standfirst(found: Sequence[Block], told: Sequence[Block], descriptions: Sequence[str]) -> Block | None:
    """The sentence under the headline that is no part of the story's own element; None where there is none."""
    opening = {_start(description) for description in descriptions} - {""}
    for block in above(found, told):
        size = len(block.text)
        if not _STANDFIRST[0] <= size <= _STANDFIRST[1] or block.linked * 2 > size or block.element.tag == "li":
            continue
        if _start(block.text) in opening or beside.is_lead(
            f"{block.element.get('class', '')} {block.element.get('itemprop', '')}"
        ):
            return block
    return None


def _start(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold())[:_WORDS])


def prose(block: Block) -> int:
    """How many of a block's characters are prose: none where it is short, a heading, or mostly links."""
    size = len(block.text)
    if block.tag not in _PROSE or size < _SENTENCE or block.linked * 2 > size or not _ENDS.search(block.text):
        return 0
    return size - block.linked


class _View:
    """The blocks of a page, and of each element which of them it holds, how much prose, and whether it is beside."""

    def __init__(self, found: Sequence[Block]) -> None:
        self.found = found
        self.prose = [prose(block) for block in found]
        self.span: dict[etree._Element, tuple[int, int]] = {}  # the first and the last block in an element
        self._held: dict[etree._Element, float] = {}
        self._names: dict[str, int] = {}
        self._besides: dict[etree._Element, bool] = {}
        self._spared: float | None = None
        title = next((block.element for block in found if block.tag == "h1"), None)
        self._titled = set(_upwards(title))
        for place, (block, value) in enumerate(zip(found, self.prose, strict=True)):
            for element in _upwards(block.element):
                first, _ = self.span.get(element, (place, place))
                self.span[element] = first, place
                self._held[element] = self._held.get(element, 0.0) + value
        everything = sum(self.prose)
        left = sum(value for block, value in zip(found, self.prose, strict=True) if not self._is_beside(block.element))
        if left < _LEFT * everything:
            self._spared = _MOST * everything
            self._besides.clear()
        self.beside = [self._is_beside(block.element) for block in found]

    def _is_beside(self, element: etree._Element) -> bool:
        """Whether an element, or one around it, is called what stands beside a story."""
        asked: list[etree._Element] = []
        known: bool | None = None
        for around in _upwards(element):
            if (known := self._besides.get(around)) is not None:
                break
            asked.append(around)
        for around in reversed(asked):
            known = around.tag not in _TOP and (known or self._is_named_so(around))
            self._besides[around] = known
        return bool(known)

    def _is_named_so(self, element: etree._Element) -> bool:
        attributes = element.attrib
        name = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        if name == " ":
            return False
        rank = self._names.get(name)
        if rank is None:
            rank = self._names[name] = beside.rank(name)
        held = self._held.get(element, 0)
        if rank == beside.NO or (rank == beside.PERHAPS and held >= _MUCH):
            return False
        if rank == beside.ALWAYS and element in self._titled:  # a headline is no comment
            return False
        return rank == beside.ALWAYS or self._spared is None or held < self._spared

    def container(self) -> etree._Element | None:
        """The element that holds the story: where most prose is near, then what is around it while prose is gained."""
        scores: dict[etree._Element, float] = {}
        for block, value, aside in zip(self.found, self.prose, self.beside, strict=True):
            if not value or aside:
                continue
            weight = 1.0 if block.tag != "li" else 0.5
            for element in _upwards(block.element if block.tag in _HOLDERS else block.element.getparent()):
                scores[element] = scores.get(element, 0.0) + value * weight
                if len(element) > 1:
                    weight *= _SHARE
        for element in scores:
            if element.get("itemprop") == "articleBody":
                scores[element] *= 2
        best = max(scores, key=lambda element: scores[element], default=None)
        if best is None:
            return None
        self._spare_twins(best)
        return self._wider(best)

    def _spare_twins(self, root: etree._Element) -> None:
        """What looks exactly like the paragraphs of the story is no stranger, whatever the element around is called."""
        first, last = self.span[root]
        looks: Counter[str] = Counter()
        for place in range(first, last + 1):
            if not self.beside[place] and (look := _look(self.found[place].element)):
                looks[look] += int(self.prose[place])
        ((look, held),) = looks.most_common(1) or [("", 0)]
        if held < 0.5 * self._held[root]:
            return
        for place, block in enumerate(self.found):
            if self.beside[place] and self.prose[place] and _look(block.element) == look:
                self.beside[place] = False

    def _wider(self, inner: etree._Element) -> etree._Element:
        """An element around `inner` whose other blocks are mostly prose too: a story in several parts."""
        best = inner
        around = inner.getparent()
        while around is not None and around.tag not in _TOP and inner.tag != "article":
            (first, last), (start, end) = self.span[around], self.span[inner]
            mine = [place for place in range(first, last + 1) if not self.beside[place]]
            if sum(self.found[place].tag == "h1" for place in mine) > 1:
                break
            other = [place for place in mine if not start <= place <= end]
            gained = sum(self.prose[place] for place in other)
            size = sum(len(self.found[place].text) for place in other)
            if gained > 0.7 * size and gained > 0.1 * self._held[inner]:
                best = inner = around
            around = around.getparent()
        return best


def _look(element: etree._Element) -> str:
    """What paragraphs of one story have in common; "" where they have no class by which to know them."""
    parent = element.getparent()
    own, outer = element.get("class", ""), "" if parent is None else parent.get("class", "")
    return f"{element.tag}.{own} {outer}" if own and outer else ""


def _upwards(element: etree._Element | None) -> Iterator[etree._Element]:
    while element is not None and element.tag != "html":
        yield element
        element = element.getparent()


def _kept(view: _View, root: etree._Element) -> Iterator[Block]:
    first, last = view.span[root]
    seen: set[str] = set()
    homes = {view.found[place].element.getparent() for place in range(first, last + 1) if view.prose[place]}
    for place in range(first, last + 1):
        block = view.found[place]
        if view.beside[place] or block.text in seen or not _belongs(block, view.prose[place], homes):
            continue
        seen.add(block.text)
        yield block


def _belongs(block: Block, value: int, homes: Container[etree._Element]) -> bool:
    size = len(block.text)
    if block.tag == "h1" or beside.invites(block.text, block.linked):
        return False
    if block.tag in _HEADINGS and block.element.getparent() in homes:
        return True
    if block.linked * 5 > size * 4 and size < 200:
        return False
    return value > 0 or block.tag in ("p", "li", "blockquote", "pre", *_HEADINGS)


def _without_tail(kept: list[Block]) -> list[Block]:
    """Without what follows the end: who helped, headings of nothing."""
    while kept and (kept[-1].tag in _HEADINGS or beside.ends_a_story(kept[-1].text)):
        kept.pop()
    return kept
