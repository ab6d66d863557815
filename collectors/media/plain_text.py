"""A plain text: its characters, and its paragraphs, which blank lines part.

The text is exactly as decoded: no line end is translated and nothing stripped, for offsets count in it. Only a byte
order mark is no part of it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from collectors.errors import BadContent
from collectors.records import Document

#: Of a text in UTF-32 the mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: What no text has: control characters, save those that part lines, pages and columns; and the end of an old file.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_REMEDY = "Save it as a plain text in UTF-8 and import that."


@dataclass(frozen=True, slots=True)
class PlainText:
    """The characters of a text. `encoding` by its name in Python; `guessed` where nothing but the bytes says so."""

    text: str
    encoding: str
    guessed: bool = False

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What blank lines part, line ends within kept."""
        return tuple(self.text[begin:end] for begin, end in paragraphs(self.text))


def read(document: Document) -> PlainText:
    """The text of a document: by its byte order mark; else UTF-8; else windows-1252, which is a guess.

    Raises BadContent for bytes that are no text: nothing, NUL or other control characters, bytes that the encoding does
    not have, an RTF or PDF file.
    """
    content = document.content
    if content[:5] in (b"{\\rtf", b"%PDF-"):
        raise _bad(document, f"a file that begins with {content[:5].decode()!r}")
    found = _decoded(document)
    if control := _CONTROL.search(found.text):
        raise _bad(document, f"the control character U+{ord(control[0]):04X} at character {control.start():,}")
    if not found.text.strip():
        raise _bad(document, f"no character but blanks in {len(content):,} bytes")
    return found


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Begin and end of each paragraph of a text, without the blanks around it."""
    begin = None
    end = 0
    for line in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text):
        printed = line[0].strip()
        if printed:
            at = line.start() + line[0].index(printed)
            begin, end = (at if begin is None else begin), at + len(printed)
        elif begin is not None:
            yield begin, end
            begin = None
    if begin is not None:
        yield begin, end


def _decoded(document: Document) -> PlainText:
    content = document.content
    mark, encoding = next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), (b"", "utf-8"))
    try:
        return PlainText(content[len(mark) :].decode(encoding), encoding)
    except UnicodeDecodeError as error:
        if mark:
            raise _bad(document, f"a byte order mark of {encoding} and bytes that are not ({error.reason})") from error
    try:
        return PlainText(content.decode("cp1252"), "cp1252", guessed=True)
    except UnicodeDecodeError as error:
        byte = f"byte {content[error.start]:#04x} at {error.start:,}"
        raise _bad(document, f"{byte}, which neither UTF-8 nor windows-1252 has") from error


def _bad(document: Document, found: str) -> BadContent:
    return BadContent(document.name, expected="a plain text", found=found, remedy=_REMEDY)
