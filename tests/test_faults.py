"""Faults made on purpose, in small: `make faults` and `python -m tests.faults.bitflips` do it at length."""

from __future__ import annotations

import io
import random
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import bitflips
from tests.faults.book import Book, number, text
from tests.faults.box import Box
from tests.faults.fuzz import BAD, FIXTURES, SOURCE, judged
from tests.faults.learning import Whole
from tests.faults.mutants import OF_SHEETS, mutant
from tests.faults.mutations import OF_TABLES
from tests.faults.oracle import judge

pytestmark = pytest.mark.slow
WORKBOOKS = [FIXTURES / "fy2020.xlsx", FIXTURES / "fy2022.xlsx", FIXTURES / "fy2025.xlsx"]


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    with Box(SOURCE) as started:
        yield started


@pytest.fixture(scope="module", params=WORKBOOKS, ids=lambda path: path.stem)
def whole(box: Box, request: pytest.FixtureRequest) -> Whole:
    path: Path = request.param
    book = Book.open(path.name, path.read_bytes())
    return Whole(book, box.read(book.content(), path.name))


def test_no_mutant_is_silently_wrong_and_none_ends_the_process() -> None:
    bad = [
        f"{made.name}: {made.words}: {verdict.why}" for made, verdict in judged(WORKBOOKS, 30, 1) if verdict.kind in BAD
    ]
    assert not bad, "\n".join(bad)


def test_every_mutation_changes_the_file_and_names_what_it_touched(whole: Whole) -> None:
    for turn in range(len(OF_TABLES) + len(OF_SHEETS)):
        made = mutant(whole, turn, random.Random(turn))
        assert made.book.content() != whole.book.content(), made.name
        assert made.touched <= {*whole.tables}
        assert made.touched or turn >= len(OF_TABLES) or made.name == "stray_far_cell", made.name


def test_a_mutant_is_the_same_every_time(whole: Whole) -> None:
    one, two = (mutant(whole, 7, random.Random("1 7")) for _ in range(2))
    assert (one.words, one.book.content()) == (two.words, two.book.content())


def test_the_oracle_finds_the_labels_of_every_figure(whole: Whole) -> None:
    """What all verdicts rest on: of a whole workbook it says what the readers say."""
    assert not [at for at, table in whole.tables.items() if table.unlike]
    verdict = judge(whole, whole.book, [], whole.answer)
    assert (verdict.kind, verdict.why, verdict.lost) == ("right", "", 0)


@pytest.mark.parametrize("change", ["value", "series_key", "time_period", "row_label", "column_label", "gone"])
def test_the_oracle_sees_what_is_wrong(whole: Whole, change: str) -> None:
    """A reading of the whole workbook in which one figure is not what its cell says."""
    rows = [dict(row) for row in whole.answer.of("observation")]
    k = next(k for k, row in enumerate(rows) if row["dataflow"] == "ice.book_ins_by_arresting_agency")
    other = next(row for row in rows if row["dataflow"] == rows[k]["dataflow"] and differs(row, rows[k], change))
    if change == "gone":
        del rows[k]
    else:
        rows[k][change] = other[change]
    verdict = judge(whole, whole.book, [], Said(whole, rows))
    assert verdict.kind == "wrong"
    assert verdict.untold == 1
    assert verdict.lost == (change in ("value", "series_key", "time_period", "gone"))


#: what makes a reading of the unchanged workbook wrong, and what does not
MOVED = [
    "swap_rows", "repeat_row", "swap_columns", "swap_label_column", "repeat_column", "shift_figures_right",
    "shift_figures_down", "swap_labels", "swap_outer_labels", "swap_headers", "blank_label", "blank_header",
    "change_label", "change_outer_label", "change_header", "repeat_label", "repeat_outer_label", "repeat_header",
    "shift_labels", "shift_headers", "change_title", "change_year_of_title", "swap_titles", "error_cell",
    "blank_figure", "words_for_number", "other_number", "swap_figures",
]  # fmt: skip
UNSEEN = ["zero_width_label", "zero_width_header", "zero_width_title", "number_as_text"]


@pytest.mark.parametrize("whole", WORKBOOKS[-1:], indirect=True, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", MOVED + UNSEEN)
def test_the_oracle_looks_at_the_cells_of_the_mutant(whole: Whole, name: str) -> None:
    """A reader that says of a mutant what it said of the whole workbook is wrong, if the mutation changed a meaning."""
    turn = [kind.__name__ for kind in OF_TABLES].index(name)
    for seed in range(3):
        made = mutant(whole, turn, random.Random(seed))
        if made.name == name and "'Zip'" not in made.words:  # else no table has anything to change so, or no figure
            verdict = judge(whole, made.book, made.touched, whole.answer)
            assert (verdict.kind == "wrong") == (name in MOVED), f"{made.words}: {verdict.why}"


def test_the_oracle_counts_what_is_lost_elsewhere(whole: Whole) -> None:
    flow = "ice.book_ins_by_arresting_agency"
    at = next(at for at, table in whole.tables.items() if table.dataflow == flow)
    rows = [row for row in whole.rows if row["dataflow"] != flow]
    count = len(whole.rows) - len(rows)
    assert judge(whole, whole.book, [], Said(whole, rows)).lost == count
    assert judge(whole, whole.book, [at], Said(whole, rows)).lost == 0


def test_a_book_is_read_as_it_was_written() -> None:
    book = Book.open("fy2025.xlsx", (FIXTURES / "fy2025.xlsx").read_bytes())
    cells = book.cells("Detention FY25")
    changed = book.with_cells("Detention FY25", {**cells, (19, 9): number(1.5), (200, 30): text("a < b  & c")})
    again = Book.open("again", changed.content()).values("Detention FY25")
    assert again.pop((200, 30)).text == "a < b & c"
    assert again[19, 9].number == 1.5
    assert {**again, (19, 9): None} == {**book.values("Detention FY25"), (19, 9): None}


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_a_sheet_that_is_not_what_its_checksum_says_is_refused(box: Box, path: Path) -> None:
    """Of every sheet that is read: who stops at its last row has not come to where the checksum is compared."""
    content = path.read_bytes()
    read = {sheet.member for sheet in Book.open(path.name, content).sheets if sheet.visible}
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        checksums = {entry.filename: entry.CRC for entry in packed.infolist() if entry.filename in read}
    assert checksums
    for member, checksum in checksums.items():
        damaged = content.replace(checksum.to_bytes(4, "little"), (checksum ^ 1).to_bytes(4, "little"))
        answer = box.read(damaged, path.name)
        named = [str(row) for row in answer.of("refusal")]
        assert answer.error.startswith("BadContent") or any("bad_content" in row for row in named), member


def test_a_flipped_bit_is_never_another_figure() -> None:
    became = Counter(what for _, _, what in bitflips.judged(WORKBOOKS[::2], 60, 1))
    assert not {*became} & {*bitflips.BAD}, became
    assert became["refused"] > 30


def test_a_flipped_bit_lies_in_the_bytes_of_a_member() -> None:
    content = WORKBOOKS[0].read_bytes()
    spans = [place for _, place in bitflips.members(content)]
    for seed in range(50):
        _, damaged = bitflips.flipped(content, random.Random(seed))
        (at,) = [k for k, pair in enumerate(zip(content, damaged, strict=True)) if pair[0] != pair[1]]
        assert (content[at] ^ damaged[at]).bit_count() == 1
        assert any(at in place for place in spans)


def differs(row: dict[str, object], from_: dict[str, object], change: str) -> bool:
    """Another row to take a word or number of."""
    return change == "gone" or (row[change] != from_[change] and row[change] is not None)


class Said:
    """The answer of a reader, with other figures."""

    outcome, error = "read", ""

    def __init__(self, whole: Whole, rows: list[dict[str, object]]) -> None:
        self.whole, self.rows = whole, rows

    def of(self, kind: str) -> list[dict[str, object]]:
        return self.rows if kind == "observation" else self.whole.answer.of(kind)
