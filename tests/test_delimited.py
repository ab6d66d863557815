"""The medium of delimited texts: rows of cells, whatever the delimiter, the line ends and the quotation marks."""

from __future__ import annotations

import csv
import io
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.errors import BadContent, EmptyRelease
from collectors.media.delimited import Row, rows, sheet
from collectors.media.numbers import number_of
from collectors.media.sheet import Sheet
from collectors.records import Document


def read(content: bytes) -> list[Row]:
    return list(rows(Document(content, "https://harbor.example/files/days.csv")))


PLAIN = [Row(1, ("day", "boats")), Row(2, ("2025-01-01", "7"))]


@pytest.mark.parametrize(
    "content",
    [
        b"day,boats\n2025-01-01,7\n",
        b"\xef\xbb\xbfday,boats\r\n2025-01-01,7",
        b"day;boats\n2025-01-01;7\n",
        b"day\tboats\r2025-01-01\t7\r",
        b'"day","boats"\n"2025-01-01"," 7 "\n\n,\n',
        "day,boats\n2025-01-01,7\n".encode("utf-16"),
    ],
)
def test_the_same_table_however_it_is_written(content: bytes) -> None:
    assert read(content) == PLAIN


def test_a_row_keeps_its_number_behind_blank_ones_and_line_ends_in_cells() -> None:
    assert read(b'a,b\n"x\ny",1\n\n,\nz,2\n') == [Row(1, ("a", "b")), Row(2, ("x y", "1")), Row(5, ("z", "2"))]


def test_blank_rows_above_the_header_are_rows() -> None:
    assert read(b"\n ,\nday,boats\n2025-01-01,7\n") == [Row(3, ("day", "boats")), Row(4, ("2025-01-01", "7"))]


@pytest.mark.parametrize("content", [b"\tboats\n2025\t7\n", b"\tboats\r2025\t7\r", b",boats\n2025,7\n"])
def test_a_header_that_begins_with_a_blank_cell_keeps_it(content: bytes) -> None:
    assert read(content) == [Row(1, ("", "boats")), Row(2, ("2025", "7"))]


def sheet_of(content: bytes) -> Sheet:
    return sheet(Document(content, "https://harbor.example/files/days.csv"))


def test_a_text_is_a_sheet_whose_numbers_keep_what_is_printed() -> None:
    read = sheet_of(b'day,boats\n2025-01-01,"1,204"\n\nother, 9584.0 \n007,x\n')
    assert (read.name, read.address(11, 3)) == (None, "r12c4")
    assert [[read.label(r, c) for c in range(2)] for r in range(5)] == [
        ["day", "boats"], ["2025-01-01", "1,204"], ["", ""], ["other", "9584.0"], ["007", "x"]
    ]  # fmt: skip
    assert [(r, c, read.numbers[r, c]) for r, c in zip(*read.numeric.nonzero(), strict=True)] == [
        (1, 1, 1204), (3, 1, 9584), (4, 0, 7)
    ]  # fmt: skip


def test_more_digits_than_a_number_can_have_are_a_text() -> None:
    read = sheet_of(f"day,boats\n1,{'1' * 320}\n".encode())
    assert (read.text(1, 1), read.numeric[1].tolist()) == ("1" * 320, [True, False])


_CELLS = st.sampled_from(["", " ", "7", " 7", "7.0", "1,204", "-0", "0", "a  b", "a b", "1  204", "1.100", "x\ny"])


@given(st.lists(st.lists(_CELLS, min_size=1, max_size=4), min_size=1, max_size=8))
def test_a_cell_says_the_same_whatever_stands_beside_it(table: list[list[str]]) -> None:
    table = [["first"], *table]
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(table)
    read, width = sheet_of(out.getvalue().encode()), max(map(len, table))
    for r, line in enumerate(table):
        for c, text in enumerate([*line, *[""] * (width - len(line))]):
            number = number_of(text.strip())
            printed = " ".join(text.split()) if math.isnan(number) else text.strip()
            assert (read.label(r, c), read.text(r, c)) == (printed, printed if math.isnan(number) else "")
            assert (read.numeric[r, c], read.filled[r, c]) == (not math.isnan(number), printed != "")
            assert read.numeric[r, c] == (read.numbers[r, c] == number)
    rows = np.arange(len(table))
    for c in range(width):
        labels, places = read.labels(c, rows)
        assert [labels[k] for k in places] == [read.label(r, c) for r in rows]


def test_how_many_cells_each_row_has_is_known() -> None:
    coded = sheet_of(b"a,b\n1,2\n1\n\n1,2,3\n").coded
    assert coded is not None
    assert coded.widths == [2, 2, 1, 0, 3]


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(BadContent, match="NUL"):
        read(b"a,b\n1,\x00\n")


@pytest.mark.parametrize("content", [b'a,b\n"1,2\n3,4\n', b'a,b\n"1"x,2\n'])
def test_a_quotation_mark_that_is_never_closed_is_refused(content: bytes) -> None:
    with pytest.raises(BadContent, match="rows of cells"):
        read(content)


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,\n,\n"])
def test_a_file_without_a_row_is_empty(content: bytes) -> None:
    with pytest.raises(EmptyRelease):
        read(content)


@given(
    st.lists(
        st.lists(st.text(st.characters(min_codepoint=33, max_codepoint=0x24F)), min_size=2, max_size=4), min_size=1
    )
)
def test_what_is_written_is_read(table: list[list[str]]) -> None:
    table = [["first", "second", "third"], *table]
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(table)
    wanted = [tuple(" ".join(cell.split()) for cell in cells) for cells in table]
    assert [row.cells for row in read(out.getvalue().encode())] == [cells for cells in wanted if any(cells)]
