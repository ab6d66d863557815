"""The medium of a PDF: words and ruled tables by their places; what is no whole PDF, and what would take for ever."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_pdf import WIDE, Drawn, line, pdf, rules, stream, word

from collectors.errors import BadContent, OnrecordError
from collectors.media.pdf import Page, address
from collectors.media.pdf_file import MAX_PAGES, properties
from collectors.media.pdf_pages import pages
from collectors.records import Document

ONE = Drawn([word(50, 50, "12 boats")])
LOCK = b"<</Filter/Standard/V 1/R 2/O<" + b"ab" * 32 + b">/U<" + b"cd" * 32 + b">/P -4>>"
FORM = "/Type/XObject/Subtype/Form/BBox[0 0 800 800]"
PICTURE = stream(b"\0" * 100, "/Type/XObject/Subtype/Image/Width 10/Height 10/BitsPerComponent 8/ColorSpace/DeviceGray")
WHOLE_PAGE = "q 792 0 0 612 0 0 cm /X0 Do Q"


def document(content: bytes) -> Document:
    return Document(content, "https://harbor.example/files/boats.pdf")


def read(*drawn: Drawn) -> list[Page]:
    return [*pages(document(pdf(drawn)))]


def texts(drawing: Sequence[str]) -> list[str]:
    return [one.text for one in read(Drawn(drawing))[0].words]


def using(drawing: Sequence[str], others: Sequence[bytes]) -> bytes:
    """A page that uses other drawings: /X0, /X1 …, which are the objects 7, 8 …"""
    named = "".join(f"/X{k} {7 + k} 0 R" for k in range(len(others)))
    return pdf([Drawn(drawing, more=f"/XObject<<{named}>>")], more=others)


# ── Words and tables ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_places_are_counted_from_the_top_left_corner_of_the_page() -> None:
    (plain,) = read(ONE)
    moved = Drawn(["q 1 0 0 1 -16 -14 cm", *ONE.drawing, "Q"], (-16, -14, WIDE - 16, 612 - 14))
    assert [one.text for one in plain.words] == ["12", "boats"]
    assert [address(1, one.box) for one in plain.words] == [address(1, one.box) for one in read(moved)[0].words]
    left, top, _, bottom = plain.words[0].box
    assert (round(left), round((top + bottom) / 2)) == (50, 48)


def test_the_cells_of_a_ruled_table_hold_their_words() -> None:
    drawing = [
        *rules([50, 100, 150], [80, 100, 120]),
        word(55, 95, "Pier"),
        word(105, 95, "Boats"),
        word(105, 115, "12"),
    ]
    (lattice,) = read(Drawn(drawing))[0].ruled
    assert [[cell and cell.text for cell in row] for row in lattice.rows] == [["Pier", "Boats"], ["", "12"]]
    last = lattice.rows[1][1]
    assert last is not None
    assert address(3, last.box) == "p3:100,100,150,120"
    assert lattice.across == ()


def test_a_word_over_a_line_is_of_no_cell() -> None:
    drawing = [*rules([50, 100, 150], [80, 100]), word(90, 95, "1,643,679")]
    (lattice,) = read(Drawn(drawing))[0].ruled
    assert [one.text for one in lattice.across] == ["1,643,679"]
    assert {cell.text for row in lattice.rows for cell in row if cell} == {""}


def test_a_cell_that_is_merged_has_its_place_in_one_row_alone() -> None:
    drawing = [*rules([50, 100, 150], [80, 100, 120]), word(105, 95, "12")]
    merged = [one for one in drawing if one != line(50, 100, 150, 100)] + [line(100, 100, 150, 100)]
    (lattice,) = read(Drawn(merged))[0].ruled
    assert [[cell and cell.text for cell in row] for row in lattice.rows] == [["", "12"], [None, ""]]


@pytest.mark.parametrize(
    ("drawing", "found"),
    [
        ([word(50, 50, "1132"), word(50.3, 50, "1132")], ["1132"]),  # bold, by printing it twice
        ([word(50, 50, "1132"), word(50.3, 50, "2241")], ["1\ufffd"]),
        ([word(50, 50, "1,132"), word(70.5, 47, "2", 5)], ["1,132", "2"]),  # the number of a footnote
        ([word(50, 50, "1,132"), word(71, 50, "4")], ["1,1324"]),
        ([word(50, 50, "1,132"), word(74, 50, "4")], ["1,132", "4"]),
        ([word(50, 700, "12"), word(50, 50, "13")], ["13"]),  # below the page
    ],
)
def test_letters_make_words(drawing: list[str], found: list[str]) -> None:
    read_ = texts(drawing)
    assert len(read_) == len(found)
    assert [text.startswith(start) for text, start in zip(read_, found, strict=True)] == [True] * len(found)
    if not any("\ufffd" in one for one in found):
        assert read_ == found


@pytest.mark.parametrize(
    ("said", "saved"),
    [
        ("D:20210809081243-04'00'", datetime(2021, 8, 9, 12, 12, 43, tzinfo=UTC)),
        ("D:20210809081243Z", datetime(2021, 8, 9, 8, 12, 43, tzinfo=UTC)),
        ("D:202108090812+0530", datetime(2021, 8, 9, 2, 42, tzinfo=UTC)),
        ("D:20211309081243Z", None),
        ("D:20210809081243", None),  # of which zone nobody knows
        ("yesterday", None),
        ("", None),
    ],
)
def test_when_it_was_saved(said: str, saved: datetime | None) -> None:
    assert properties(document(pdf([ONE], saved=said, title=" Boats  by pier"))) == ("Boats by pier", saved)


# ── What is no whole PDF ─────────────────────────────────────────────────────────────────────────────────────────────
GOOD = pdf([ONE])
PACKED = pdf([Drawn([word(50, 50, f"{n} boats") for n in range(40)], packed=True)])


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 4]) + content[at + 1 :]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "bytes that begin b''"),
        (b"<!doctype html><html>", "an HTML page"),
        (b"PK\x03\x04", "bytes that begin"),
        (GOOD[:-40], "a torn one of"),
        (GOOD[:300] + b"\n%%EOF", "Unexpected EOF"),
        (GOOD.replace(b"startxref\n", b"startxref\n9"), "the list of its objects is damaged"),
        (flipped(PACKED, PACKED.index(b"stream\n") + 30), "a damaged part at byte"),
        (pdf([ONE], count=3), "3 pages that the file says it has; found 1"),
        (pdf([ONE] * (MAX_PAGES + 1)), "at most 40 pages; found more"),
        (pdf([ONE], encrypt=LOCK), "a password"),
        (pdf([ONE], encrypt=b"<</Filter/Other/V 1>>"), "PDFEncryptionError"),
        (pdf([]), "no letter on any page"),
        (pdf([Drawn([line(0, 0, 9, 9)])]), "no letter on any page"),
        (using([WHOLE_PAGE], [PICTURE]), "a picture of a page (a scan)"),
        (using([WHOLE_PAGE, word(50, 50, "12")], [PICTURE]), "a picture of a page (a scan)"),  # a machine read it
    ],
    ids=range(15),
)
def test_what_is_no_whole_open_pdf_with_text_is_refused(content: bytes, found: str) -> None:
    with pytest.raises(BadContent) as error:
        [*pages(document(content))]
    assert found in str(error.value)
    assert "boats.pdf" in str(error.value)


def test_one_page_that_cannot_be_read_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collectors.media.pdf_pages.MAX_LINES", 40)
    lines = [line(10 * k, 0, 10 * k, 500) for k in range(41)]
    first, second = read(ONE, Drawn(lines))
    assert [one.text for one in first.words] == ["12", "boats"]
    assert (second.words, second.unread) == ((), "41 lines, where at most 40 are read")


# ── What would take for ever ─────────────────────────────────────────────────────────────────────────────────────────
def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collectors.media.pdf_file.MAX_UNPACKED", 1 << 20)
    bomb = stream(zlib.compress(b"\0" * (5 << 20)), "/Filter/FlateDecode")
    with pytest.raises(BadContent, match="a bomb"):
        properties(document(pdf([ONE], more=[bomb])))


def test_a_drawing_of_drawings_is_counted_before_it_is_drawn() -> None:
    """Forty drawings, each of which uses the next one twice: 2⁴⁰ letters in five kilobytes."""
    twice = [stream(b"/A Do /A Do", f"{FORM}/Resources<</XObject<</A {8 + k} 0 R>>>>") for k in range(40)]
    last = stream(word(50, 50, "1").encode(), f"{FORM}/Resources<</Font<</F 3 0 R>>>>")
    with pytest.raises(BadContent, match="bytes of drawing"):
        [*pages(document(using(["/X0 Do"], [*twice, last])))]


def test_a_drawing_that_draws_itself_ends() -> None:
    itself = stream(b"/A Do", f"{FORM}/Resources<</XObject<</A 7 0 R>>>>")
    (page,) = pages(document(using(["/X0 Do", word(50, 50, "12")], [itself])))
    assert [one.text for one in page.words] == ["12"]


def test_a_drawing_that_is_used_is_read() -> None:
    form = stream(word(50, 50, "12").encode(), f"{FORM}/Resources<</Font<</F 3 0 R>>>>")
    (page,) = pages(document(using(["/X0 Do"], [form])))
    assert [one.text for one in page.words] == ["12"]


@given(st.sampled_from([GOOD, PACKED]), st.data())
def test_damaged_bytes_are_read_or_refused(content: bytes, data: st.DataObject) -> None:
    """Never another error than a typed one: the reader would be blamed for the file."""
    at = data.draw(st.integers(0, len(content) - 1))
    put = data.draw(st.binary(max_size=12))
    cut = data.draw(st.integers(0, 12))
    with suppress(OnrecordError):
        [*pages(document(content[:at] + put + content[at + cut :]))]
