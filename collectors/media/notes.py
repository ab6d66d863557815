"""What a paragraph of a story is; which ones are the publisher's notes of changes to the text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from collectors.media.blocks import Block

_WORK = r"(?:article|story|report|post|piece|item|headline|page|column|review|version|dispatch|(?:press|news) release)"
_CORRECTION = re.compile(
    r"^[\[(*_\s]*(?:(?:a )?corrections?|clarifications?|(?:editor|publisher)[’'`]?s?[’'`]? note"
    r"|correction (?:and|&) clarification|update)\b[^.]{0,40}?[:—–](?=.{30})"
    rf"|\b(?:this|the) {_WORK} (?:has been|was) (?:since )?(?:updated|corrected|amended|revised|edited|changed)\b"
    rf"|\b(?:an|a|the) (?:earlier|previous|prior|original) (?:version|edition) of th(?:is|e) {_WORK}\b"
    r"|\bwe (?:regret|apologi[sz]e for) the error\b",
    re.IGNORECASE,
)
#: One of these is in every note; to look for them first takes a tenth of the time.
_HINTS = ("correct", "clarif", "note", "update", "amend", "revis", "version", "edit", "changed", "the error")
#: A note is no longer than this, in characters.
_LONG = 1_000
_KINDS = {"li": "li", "dd": "li", "blockquote": "quote", **dict.fromkeys(["h2", "h3", "h4", "h5", "h6"], "heading")}


def is_correction(text: str) -> bool:
    """Whether a paragraph says that the text was changed, or adds to it what the editors found afterwards."""
    lower = text.lower()
    return len(text) <= _LONG and any(hint in lower for hint in _HINTS) and _CORRECTION.search(text) is not None


def kind_of(block: Block) -> str:
    """p, heading, li, quote or correction."""
    kind = _KINDS.get(block.tag, "p")
    return "correction" if kind != "heading" and is_correction(block.text) else kind


def corrections(found: Iterable[Block]) -> tuple[str, ...]:
    """The notes on a page, each once, in its order; headings are none."""
    return tuple(dict.fromkeys(block.text for block in found if kind_of(block) == "correction"))
