"""Text of pages, as a reader sees it."""

from __future__ import annotations

import re
from html import unescape

#: Elements of HTML; what else stands between angle brackets is text.
_BLOCKS = (
    r"p|br|hr|div|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|blockquote|pre|figure|figcaption|section|article"
    r"|header|footer|aside|main|nav|form|center|iframe|video|audio"
)
_INLINES = (
    r"a|b|i|u|s|em|strong|span|img|small|big|sub|sup|font|cite|q|code|mark|time|abbr|del|ins|strike|wbr|picture|source"
    r"|noscript|svg|path|button|input|label|o:p"
)
_TAG = re.compile(rf"<!--|</?(?:(?P<hidden>script|style)|(?P<block>{_BLOCKS})|{_INLINES})(?:[\s/][^<>]*)?>", re.I)
_COMMENT_ENDS = re.compile("-->")
_HIDDEN_ENDS = {name: re.compile(rf"</{name}[^<>]*>", re.IGNORECASE) for name in ("script", "style")}
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)

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


def plain(html: str) -> str:
    """The text of a piece of HTML on one line, also of one that was escaped once too often. Text stays what it is."""
    for _ in range(2):
        html = _REFERENCE.sub(lambda reference: unescape(reference[0]), _without_tags(html))
    return squeeze(html)


def _without_tags(html: str) -> str:
    """Blocks and line breaks become a space, other tags nothing; scripts, styles and comments go as a whole."""
    parts: list[str] = []
    at = 0
    while tag := _TAG.search(html, at):
        parts += [html[at : tag.start()], " " if tag["block"] else ""]
        at = tag.end()
        if (closing := _closing(tag)) is not None:
            end = closing.search(html, at)
            if end is None:  # the rest is hidden
                return "".join(parts)
            at = end.end()
    return "".join([*parts, html[at:]])


def _closing(tag: re.Match[str]) -> re.Pattern[str] | None:
    """What ends an element that holds no text for readers; None where it holds some."""
    if tag[0] == "<!--":
        return _COMMENT_ENDS
    return _HIDDEN_ENDS[tag["hidden"].lower()] if tag["hidden"] and tag[0][1] != "/" else None
