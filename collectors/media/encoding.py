"""Which characters the bytes of a page are: its byte order mark, its bytes, then what it declares, as browsers do."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Labels that mean more than they say (https://encoding.spec.whatwg.org/#names-and-labels), by Python's names.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
#: Encodings in which every byte is a character, so that any bytes are text; and those in which bytes can be wrong.
_SINGLE_BYTE = re.compile(r"cp(?:125\d|866|874)|iso8859-\d+|koi8-[rut]|mac-(?:roman|cyrillic)")
_MULTI_BYTE = frozenset({"utf-8", "gb18030", "big5", "big5hkscs", "cp932", "cp949", "euc_jp", "iso2022_jp"})
#: A character of two to four bytes, as UTF-8 writes it.
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def text_of(content: bytes) -> str:
    """The text of a page. A byte that is none in its encoding becomes U+FFFD, and costs only itself.

    Bytes that are UTF-8, or are so but for a few, are that whatever the page declares.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if content[:2] in (b"<\x00", b"\x00<"):  # UTF-16 that does not say so
        return content.decode("utf-16-le" if content[0] else "utf-16-be", "replace")
    declared = _declared(content)
    for encoding in ("utf-8", declared):
        if encoding in _MULTI_BYTE and (text := _decoded(content, encoding)) is not None:
            return text
    text = content.decode("utf-8", "replace")
    mostly_utf8 = len(_SEQUENCE.findall(content)) > text.count("\ufffd")
    return text if mostly_utf8 else content.decode(declared, "replace")


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _declared(content: bytes) -> str:
    """What a page says of itself; windows-1252 where it says nothing, names what is not known, or what it is not."""
    from bs4.dammit import EncodingDetector  # with the first page: workbooks need none of it

    try:
        name = codecs.lookup(EncodingDetector.find_declared_encoding(content, is_html=True) or "").name
    except (LookupError, ValueError):  # unknown, or no name at all
        return "cp1252"
    name = _MEANT.get(name, name)
    if name.startswith("utf"):  # it is not, as the bytes show
        return "cp1252"
    return name if name in _MULTI_BYTE or _SINGLE_BYTE.fullmatch(name) else "cp1252"
