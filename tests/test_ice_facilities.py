"""The list of facilities of ICE: what stands beside its figures, by the words of its columns."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from ice_workbooks import FACILITIES, cell, changed, notices, observed
from openpyxl.worksheet.worksheet import Worksheet

from collectors.agencies.ice_detention_statistics.tables import (
    FACILITY_ATTRIBUTES,
    facility_head,
    listed_facilities,
    without_marks,
)
from collectors.media.workbook import Workbook
from collectors.records import Document
from collectors.tables.labels import plain
from collectors.tables.periods import us_dates
from collectors.tables.sheets import ListedRow
from warehouse.facilities.identity import Printed, identify


def listed(document: Document) -> Iterator[ListedRow]:
    book = Workbook.open(document)
    for name in book.sheet_names:
        sheet = book.sheet(name) if "facilities" in name.casefold() else None
        if sheet is not None and (head := facility_head(sheet)) is not None:
            yield from listed_facilities(sheet, head)


def test_each_row_has_its_key_its_cell_and_what_is_printed_beside_the_figures() -> None:
    rows = {one.at: one for one in listed(changed({}))}
    keys = {row["series_key"].split("{")[1].split(",level")[0] for row in observed(changed({}), column_label="Level A")}
    assert {one.key for one in rows.values()} == keys
    first = rows[7, 0].attributes
    assert rows[7, 0].key == "name=harbor processing center,city=harbor,state=tx"
    assert (first["name"], first["area_of_responsibility"], first["type"]) == (
        "HARBOR PROCESSING CENTER",
        "NYC",
        "IGSA",
    )
    assert not {"alos", "mandatory", "level a"} & set(first)


def test_columns_are_found_by_their_words_wherever_they_stand() -> None:
    def swap(sheet: Worksheet) -> None:
        for row in range(7, sheet.max_row + 1):
            for one, other in (("E", "G"), ("B", "F")):
                a, b = sheet[f"{one}{row}"], sheet[f"{other}{row}"]
                a.value, b.value = b.value, a.value

    assert [*listed(changed({FACILITIES: swap}))] == [*listed(changed({}))]


def test_an_error_cell_is_no_word_and_a_blank_one_is_blank() -> None:
    def wreck(sheet: Worksheet) -> None:
        sheet["B8"], sheet["E8"] = "#N/A", None
        sheet["B8"].data_type = "e"

    first = next(listed(changed({FACILITIES: wreck})))
    assert (first.attributes["address"], first.attributes["zip"]) == (None, "")


def test_a_column_that_is_not_known_is_told() -> None:
    header = cell("F7", "Field Office")
    (told,) = notices(changed({FACILITIES: header}), "unknown_label")
    assert (told["cell"], told["found"]) == ("F7", "field office")
    assert not notices(changed({}), "unknown_label")


@pytest.fixture(scope="module")
def eight_years(corpus: Path) -> list[tuple[str, list[ListedRow]]]:
    """The rows of every workbook, in the order of the days that their lists print."""
    read = []
    for path in sorted((corpus / "agency" / "ice_detention_statistics").glob("*.xlsx")):
        book = Workbook.open(Document(path.read_bytes(), path.name))
        (sheet,) = (book.sheet(name) for name in book.sheet_names if "facilities" in name.casefold())
        head = facility_head(sheet)
        assert head is not None
        line = next(text for row, _, text in sheet.strings if row < head and "IIDS" in text)
        read.append((us_dates(line)[0], path.name, [*listed_facilities(sheet, head)]))
    return [(name, rows) for _, name, rows in sorted(read, key=lambda one: one[:2])]


def test_the_columns_of_eight_years(eight_years: list[tuple[str, list[ListedRow]]]) -> None:
    """Every workbook has the columns of a place; inspections came under many headers."""
    found = Counter(name for _, rows in eight_years for name in rows[0].attributes)
    assert sum(len(rows) for _, rows in eight_years) == 14_011
    assert set(found) == set(FACILITY_ATTRIBUTES.values())
    always = ("name", "address", "city", "state", "zip", "area_of_responsibility", "type", "sex")
    assert {name: found[name] for name in always} == dict.fromkeys(always, 93)
    assert all(row.attributes["name"] and row.attributes["city"] for _, rows in eight_years for row in rows)


def test_known_pairs_of_facilities(corpus: Path, eight_years: list[tuple[str, list[ListedRow]]]) -> None:
    """Of pairs that others found to be one place or two: nothing is joined that is two, and nine in ten of the sure
    ones are joined, by the rules alone. bench/facilities.py says more."""
    pairs = corpus.parent / "golden" / "facility_pairs.tsv"
    if not pairs.is_file():
        pytest.skip("the known pairs are not beside the corpus (../shared/golden)")
    place = _places(eight_years)
    wrong, joined = [], Counter[bool]()
    with pairs.open(encoding="utf-8", newline="") as stream:
        for pair in csv.DictReader(stream, delimiter="\t"):
            one, other = (
                ",".join(f"{word}={without_marks(plain(pair[f'{word}_{side}']))}" for word in ("name", "city", "state"))
                for side in "ab"
            )
            same = bool(place[one] & place[other])
            if pair["verdict"] == "not same" and same:
                wrong.append((one, other))
            elif pair["verdict"] == "same" and pair["confidence"] == "sure":
                joined[same] += 1
    assert wrong == []
    assert joined[True] >= 0.9 * joined.total() > 100


def _places(editions: list[tuple[str, list[ListedRow]]]) -> dict[str, set[int]]:
    """name, city and state ▶ the places that have them."""
    rows: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for number, (_, listed_rows) in enumerate(editions):
        for row in listed_rows:
            rows.setdefault(row.key, []).append((number, {name: text or "" for name, text in row.attributes.items()}))
    printed = [
        Printed(
            key,
            *(re.search(rf"(?:^|,){word}=([^,]*)", key)[1] for word in ("name", "city", "state")),  # type: ignore[index]
            frozenset((said["address"], said["zip"]) for _, said in found),
            frozenset(said["type"] for _, said in found if said["type"]),
            frozenset(number for number, _ in found),
        )
        for key, found in rows.items()
    ]
    place: dict[str, set[int]] = {}
    for number, keys in enumerate(identify(printed).places):
        for key in keys:
            place.setdefault(re.sub(",(address|entry)=.*", "", key), set()).add(number)
    return place
