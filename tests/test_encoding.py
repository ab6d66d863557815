"""Bytes ▶ text: byte order marks, bytes that are UTF-8 whatever is declared, and labels that mean windows-1252."""

from __future__ import annotations

import pytest

from collectors.media.encoding import text_of

TEXT = "<p>Añasco – “quoted”, last week</p>" * 3


def declared(label: str) -> bytes:
    return f'<meta charset="{label}">'.encode()


@pytest.mark.parametrize("label", ["iso-8859-1", "ISO-8859-1", "latin1", "us-ascii", "windows-1252", "nonsense", ""])
def test_labels_that_mean_windows_1252(label: str) -> None:
    assert text_of(declared(label) + TEXT.encode("cp1252")).endswith(TEXT)


@pytest.mark.parametrize("label", ["utf-8", "utf-16", "base64", "unicode_escape", "punycode", "undefined", "rot13"])
def test_a_label_that_the_bytes_belie_or_that_no_page_has(label: str) -> None:
    assert text_of(declared(label) + TEXT.encode("cp1252")).endswith(TEXT)


@pytest.mark.parametrize("label", ["utf-8", "iso-8859-1", "windows-1252", "shift_jis"])
def test_bytes_that_are_utf_8_are_that(label: str) -> None:
    assert text_of(declared(label) + TEXT.encode()).endswith(TEXT)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_marks_and_wide_characters(encoding: str) -> None:
    assert text_of(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("bad", [b"caf\xe9 ", b"caf\xe2\x80 ", b"\xff", b"\xc0\xaf"])
@pytest.mark.parametrize("label", ["utf-8", "iso-8859-1"])
def test_a_bad_byte_costs_itself(bad: bytes, label: str) -> None:
    text = text_of(declared(label) + TEXT.encode() + bad + TEXT.encode())
    assert text.count(TEXT) == 2
    assert 1 <= text.count("\ufffd") <= 2


@pytest.mark.parametrize(
    ("label", "encoding", "words"),
    [
        ("shift_jis", "cp932", "①港の統計"),
        ("euc-kr", "cp949", "똠방각하 항구"),
        ("gb2312", "gb18030", "港口統計"),
        ("iso-8859-9", "cp1254", "“şehir”"),
        ("iso-8859-15", "iso8859-15", "côté €"),
        ("windows-1251", "cp1251", "порт"),
    ],
)
def test_other_labels_as_browsers_read_them(label: str, encoding: str, words: str) -> None:
    assert text_of(declared(label) + words.encode(encoding)).endswith(words)
