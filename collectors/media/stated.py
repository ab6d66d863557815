"""The text that a page states in JSON-LD (`articleBody`) beside the one that it shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from collectors.media.blocks import Block
from collectors.media.statements import Statements
from collectors.media.words import squeeze

#: A stated text of fewer characters is a teaser.
_LEAST = 500
#: From this share of the shown prose on, the stated text is the same one, and the whole of it.
_SAME = 0.8
#: Below this share, what is shown is something else, or its beginning.
_OTHER = 0.3


def paragraphs(said: Statements) -> list[str]:
    """The stated text, by its lines; empty where none is stated, or no more than a teaser."""
    printed = said.report.get("articleBody")
    if not isinstance(printed, str) or len(printed) < _LEAST:
        return []
    plain = re.sub(r"<(?:br|/p|/h\d|/li)\b[^<>]*>", "\n", unescape(printed))
    lines = (squeeze(line) for line in re.sub(r"<[^<>]*>|\[/?\w+[^\[\]]*\]", "", plain).split("\n"))
    return [line for line in lines if line]


def without_strangers(story: Sequence[Block], stated: Sequence[str]) -> list[Block]:
    """The story without the paragraphs that the stated text does not have, where it has nearly all of them."""
    if not stated:
        return list(story)
    whole = _letters(" ".join(stated))
    there = {block.text for block in story if _letters(block.text) in whole}
    told = sum(len(block.text) for block in story if block.tag == "p")
    if sum(len(block.text) for block in story if block.tag == "p" and block.text in there) < _SAME * told:
        return list(story)
    return [block for block in story if block.tag != "p" or block.text in there]


def is_hidden(story: Sequence[Block], stated: Sequence[str]) -> bool:
    """Whether most of the stated text is not in what is shown."""
    shown = _letters("".join(block.text for block in story))
    found = sum(len(line) for line in stated if _letters(line) in shown)
    whole = sum(map(len, stated))
    return found < _OTHER * whole and len(shown) < _OTHER * len(_letters("".join(stated)))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
