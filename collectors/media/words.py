"""Text of pages, as a reader sees it."""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud800-\udfff]")
_ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff]")


def squeeze(text: str) -> str:
    """Runs of white space, no-break spaces included, become one space; zero-width characters go.

    Half a surrogate pair, as JSON may hold one, is no character that can be kept: it becomes U+FFFD.
    """
    if not text.isascii():
        text = _ZERO_WIDTH.sub("", _SURROGATE.sub("\ufffd", text))
    return " ".join(text.split())


def byline(text: str) -> list[str]:
    """The names of a printed byline, as spelt: `By NAME ONE, NAME TWO and NAME THREE` is three; "Jr." is none."""
    names = re.sub(r"^by\b:?\s*", "", squeeze(text), flags=re.I)
    parts = re.split(r"\s*[,;]\s+(?!(?:Jr|Sr|II|III|IV)\b)(?:and\s+)?|\s+(?:and|&)\s+", names, flags=re.I)
    return [part for part in parts if part]
