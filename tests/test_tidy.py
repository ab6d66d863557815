"""Tidy tables: columns by their header, a statement a row; what costs a row, what costs the table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.errors import EmptyRelease, LayoutChanged
from collectors.media import delimited
from collectors.records import Document
from collectors.tables import words
from collectors.tables.axes import MISSING, Measure
from collectors.tables.combined import combined, taken, told_apart
from collectors.tables.periods import of_fiscal_year
from collectors.tables.sheets import Layout, SheetKind
from collectors.tables.texts import edition_of, read_text
from collectors.tables.tidy import Tidy, TidyTables

BOATS = Measure("boats", "boats")
PIERS = Tidy(
    dataflow="harbor.boats_by_pier",
    title="Boats by Pier",
    period=("Year", "Month"),
    period_of=of_fiscal_year,
    figures={"Boats": ("", BOATS)},
    dimensions={"Pier": "pier"},
    ignored=("Note",),
    optional=frozenset({"Month", "Note"}),
)
WHOLE = replace(PIERS, whole=True)
FLAGS = Tidy(
    dataflow="harbor.boats_by_pier_and_flag",
    title="Boats by Pier and Flag",
    period=("Year", "Month"),
    period_of=of_fiscal_year,
    figures={"Boats": ("", BOATS)},
    dimensions={"Pier": "pier", "Flag": "citizenship"},
    optional=frozenset({"Month"}),
)
CREWS = Tidy(
    dataflow="harbor.crews",
    title="Crews",
    period=("Year", "Month"),
    period_of=of_fiscal_year,
    figures={"Crew:Arrived": ("measure=arrived", BOATS), "Crew:Left": ("measure=left", BOATS)},
)


def read(text: str, *tables: Tidy, **more: Any) -> dict[str, list[dict[str, Any]]]:
    found = TidyTables(*tables)
    layout = Layout(module="harbor", sheets=(SheetKind("", found.find),), last_day=found.last_day, **more)
    return {one.kind: one.rows.to_pylist() for one in read_text(Document(text.encode(), "boats.csv"), layout)}


def figures(text: str, *tables: Tidy, **more: Any) -> list[tuple[Any, ...]]:
    rows = read(text, *tables, **more)["observation"]
    return [(row["cell"], row["series_key"], row["time_period"], row["value"]) for row in rows]


def told(said: dict[str, list[dict[str, Any]]]) -> list[tuple[str, str | None]]:
    return [(row["kind"], row["cell"]) for row in said.get("notice", []) if row["kind"] != "day_inferred"]


def test_columns_are_found_by_their_header_below_what_stands_above_it() -> None:
    text = "Harbor Agency\n\nBoats,Month,Pier,Year\n7,OCT,North Pier,2025 (FYTD)\n"
    assert figures(text, PIERS) == [("r4c1", "harbor.boats_by_pier{pier=north_pier}", "2024-10", 7.0)]


def test_a_year_to_date_ends_where_the_data_end() -> None:
    said = read("Year,Month,Pier,Boats\n2025,0,North,12\n2025,10,North,5\n2025,11,North,7\n", PIERS)
    year, *months = said["observation"]
    assert (year["time_period"], year["period_end"], year["obs_status"]) == ("2024-10-01/P1Y", date(2024, 11, 30), "P")
    assert [(row["time_period"], row["obs_status"]) for row in months] == [("2024-10", "A"), ("2024-11", "A")]
    assert {row["data_through"] for row in said["observation"]} == {date(2024, 11, 30)}
    assert [row["kind"] for row in said["notice"]] == ["day_inferred"]


def test_the_edition_says_the_same_day() -> None:
    tables = TidyTables(PIERS)
    layout = Layout(module="harbor", sheets=(SheetKind("", tables.find),), last_day=tables.last_day)
    document = Document(b"Year,Month,Pier,Boats\n2025,NOV,North,7\n2025,DEC,North,\n", "boats.csv")
    assert edition_of(document, layout, "Boats").data_through == {"": date(2024, 11, 30)}


def test_of_tables_with_the_same_figures_the_one_with_most_columns_is_read() -> None:
    assert figures("Year,Pier,Flag,Boats\n2025,North,Malta,3\n", PIERS, FLAGS, value=words.value) == [
        ("r2c4", "harbor.boats_by_pier_and_flag{pier=north,citizenship=MLT}", "2024-10-01/P1Y", 3.0)
    ]
    assert figures("Year,Pier,Boats\n2025,North,3\n", PIERS, FLAGS)[0][1] == "harbor.boats_by_pier{pier=north}"


def test_a_text_may_hold_the_columns_of_several_tables() -> None:
    text = "Year,Month,Pier,Boats,Crew:Left,Crew:Arrived\n2025,1,North,3,20,21\n"
    assert figures(text, PIERS, CREWS) == [
        ("r2c4", "harbor.boats_by_pier{pier=north}", "2025-01", 3.0),
        ("r2c6", "harbor.crews{measure=arrived}", "2025-01", 21.0),
        ("r2c5", "harbor.crews{measure=left}", "2025-01", 20.0),
    ]


def test_what_one_table_leaves_out_another_may_read() -> None:
    harbors = Tidy("harbor.loads", "Loads", ("Season",), of_fiscal_year, {"Loads": ("", BOATS)})
    said = read("Year,Month,Pier,Boats,Season,Loads\n20x5,1,A,3,2025,9\n2025,2,A,4,spring,8\n", PIERS, harbors)
    assert sorted((row["cell"], row["value"]) for row in said["observation"]) == [("r2c6", 9), ("r3c4", 4)]
    (counts,) = said["sheet"]
    parts = ("observed_cells", "entry_cells", "axis_cells", "omitted_cells")
    assert counts["numeric_cells"] == sum(counts[part] for part in parts)
    assert counts["omitted_cells"] == len(said["omission"]) == 3


def test_every_number_is_accounted_for() -> None:
    said = read("Year,Month,Pier,Boats,Rank\n2025,10,7,5,1\n20x5,11,7,6,2\n\n2025,12,8,9,3\n", PIERS)
    (counts,) = said["sheet"]
    assert (counts["numeric_cells"], counts["observed_cells"], counts["axis_cells"], counts["omitted_cells"]) == (
        14, 2, 6, 6
    )  # fmt: skip
    reasons = sorted((row["cell"], row["reason"]) for row in said["omission"])
    assert reasons == [
        ("r2c5", "column not declared"), ("r3c2", "row not read"), ("r3c3", "row not read"), ("r3c4", "row not read"),
        ("r3c5", "column not declared"), ("r5c5", "column not declared"),
    ]  # fmt: skip
    assert sorted(told(said)) == [("date_slipped", "r3c1"), ("unknown_column", "r1c5")]


def test_columns_that_nobody_declared_are_told_in_their_order() -> None:
    said = read("Year,Pier,Wind,Boats,Tide,Sun,Rain\n2025,North,1,7,2,3,4\n", PIERS)
    assert told(said) == [("unknown_column", f"r1c{k}") for k in (3, 5, 6, 7)]
    assert [row["cell"] for row in said["omission"]] == [f"r2c{k}" for k in (3, 5, 6, 7)]


@pytest.mark.parametrize("width", [1, 3, 14])
def test_rows_are_told_apart_by_all_their_columns(width: int) -> None:
    """Fourteen columns of forty words are more combinations than a number has."""
    chance = Random(width)
    lines = [[f"{chance.randrange(40)} knots" for _ in range(width)] for _ in range(60)]
    lines += lines[:20]
    sheet = delimited.sheet(Document("\n".join(map(",".join, lines)).encode(), "knots.csv"))
    texts, codes = combined(sheet, [*range(width), None], np.arange(len(lines)))
    assert taken(texts, codes) == [(*line, "") for line in lines]
    assert len({*texts}) == len(texts)
    words = ["one", "two", "one"]
    assert told_apart(words, np.array([0, 1, 2, 1])).tolist() == [2, 1, 2, 1]


def test_rows_that_are_odd_in_one_way_are_told_once() -> None:
    said = read("Year,Month,Pier,Boats\n2025,10,A,1\n2025,0CT,A,2\n2025,0CT,B,3\n2025,11,A\n2025,12,A,4,5\n", PIERS)
    assert told(said) == [("date_slipped", "r3c1"), ("header_slipped", "r5c1")]
    assert [row["cell"] for row in said["observation"]] == ["r2c4"]


@pytest.mark.parametrize("row", ["2025,0CT,A,2", "2025,11,A", "2025,11,A,2,3", "20", "Total,,,8"])
def test_where_a_missing_row_says_something_one_that_cannot_be_read_costs_the_table(row: str) -> None:
    with pytest.raises(LayoutChanged, match="a period and as many cells"):
        read(f"Year,Month,Pier,Boats\n2025,10,A,1\n{row}\n", WHOLE)


@pytest.mark.parametrize(
    "row", ["Source: the harbor,,,", "Source: the harbor", "*,counted anew", "YEAR,month,Pier,Boats"]
)
def test_notes_and_a_second_header_are_told_and_cost_nothing(row: str) -> None:
    said = read(f"Year,Month,Pier,Boats\n2025,10,A,1\n{row}\n2025,11,A,2\n", WHOLE)
    assert [(row["cell"], row["value"]) for row in said["observation"]] == [("r2c4", 1), ("r4c4", 2)]
    assert told(said) == [("row_not_read", "r3c1")]


@pytest.mark.parametrize("header", ["YEAR,MONTH,PIER,BOATS", "year,month,_pier,(Boats)"])
def test_case_and_punctuation_of_a_header_say_nothing(header: str) -> None:
    key = "harbor.boats_by_pier{pier=a}"
    assert figures(f"{header}\n2025,10,A,1\n", PIERS) == [("r2c4", key, "2024-10", 1.0)]
    with pytest.raises(LayoutChanged, match="2 of them in the header"):
        read(f"{header},Boats\n2025,10,A,1,1\n", PIERS)


def test_a_column_that_says_nothing_of_a_figure_may_be_missing() -> None:
    noted = replace(PIERS, optional=frozenset())
    assert len(figures("Year,Month,Pier,Boats\n2025,10,A,1\n", noted)) == 1
    with pytest.raises(LayoutChanged, match="one column 'Month'; found 0"):
        read("Year,Pier,Boats\n2025,A,1\n", noted)


def test_a_table_that_lost_a_column_is_refused_and_the_others_are_read() -> None:
    said = read("Year,Month,Pier,Flag,Boats,Crew:Left\n2025,10,A,Malta,1,5\n", PIERS, CREWS)
    assert [row["cell"] for row in said["observation"]] == ["r2c5"]
    (refusal,) = said["refusal"]
    assert (refusal["dataflow"], refusal["expected"]) == ("harbor.crews", "one column 'Crew:Arrived'")
    assert "0 of them in the header 'Year', 'Month'" in refusal["found"]
    assert [(row["cell"], row["reason"]) for row in said["omission"]] == [("r2c6", "table refused")]
    assert told(said) == [("unknown_column", "r1c4")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Year,Month,Quay,Boats\n2025,10,A,1\n", "one column 'Pier'; found 0 of them in the header"),
        ("Year,Month,Pier,Boats,Boats\n2025,10,A,1,1\n", "one column 'Boats'; found 2 of them in the header"),
        ("2025,10,A,1\n2025,11,A,1\n", "found 0 of them in the header"),
        ("Year,Month,Pier,Boats\nx,10,A,1\ny,10,A,1\n", "rows with a period in 'Year', 'Month'"),
        ("Year,Month,Pier,Boats\n2025,10,A,1\n2025,11,A,1\n2025,10,a,3\n", "of 2024-10 in r2c4 and in r4c4"),
    ],
)
def test_another_layout_is_refused(text: str, found: str) -> None:
    with pytest.raises(LayoutChanged, match=found):
        read(text, PIERS)


def test_a_column_that_splits_what_was_one_series_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="in r2c5 and in r3c5; columns that are not declared: 'Side'"):
        read("Year,Month,Pier,Side,Boats\n2025,10,A,left,1\n2025,10,A,right,2\n", PIERS)


def test_a_header_without_rows_is_empty() -> None:
    with pytest.raises(EmptyRelease):
        read("Year,Month,Pier,Boats\n\n", PIERS)


def test_two_labels_with_one_code_stay_apart_and_are_told() -> None:
    text = "Year,Month,Pier,Flag,Boats\n2025,10,A,Burma,1\n2025,10,A,MYANMAR (BURMA),2\n2025,10,A,Malta,3\n"
    said = read(text, FLAGS, value=words.value)
    keys = [row["series_key"].partition("citizenship=")[2] for row in said["observation"]]
    assert keys == ["MMR:burma}", "MMR:myanmar_burma}", "MLT}"]
    assert told(said) == [("labels_alike", "r2c4"), ("labels_alike", "r2c4")]


def test_a_label_without_a_code_keeps_the_words_of_the_publisher_and_is_told() -> None:
    said = read("Year,Pier,Flag,Boats\n2025,A,Atlantis,1\n2025,A,,2\n", FLAGS, value=words.value,
                closed=words.closed("citizenship"))  # fmt: skip
    keys = [row["series_key"].partition("citizenship=")[2] for row in said["observation"]]
    assert keys == ["atlantis}", "unlabelled}"]
    assert told(said) == [("unknown_label", "r2c3"), ("label_missing", "r2c3")]


def test_a_blank_is_a_statement_only_where_that_is_declared() -> None:
    text = "Year,Month,Pier,Boats\n2025,10,A,\n2025,11,A,0\n"
    assert [row["value"] for row in read(text, PIERS)["observation"]] == [0.0]
    stated = read(text, replace(PIERS, blank=MISSING))["observation"]
    assert [(row["value"], row["value_text"], row["obs_status"]) for row in stated] == [
        (None, None, "O"),
        (0, "0", "A"),
    ]


@pytest.mark.parametrize(("notes", "read_on"), [(100, True), (101, False)])
def test_so_many_notes_no_table_has(notes: int, read_on: bool) -> None:
    text = "Year,Month,Pier,Boats\n2025,10,A,7\n" + "".join(f"Note {n}: see below,,,\n" for n in range(notes))
    if read_on:
        assert [row["value"] for row in read(text, WHOLE)["observation"]] == [7]
    else:
        with pytest.raises(LayoutChanged, match="a period and as many cells"):
            read(text, WHOLE)


def test_a_row_without_its_figure_is_not_missing() -> None:
    """Where a missing row is zero a blank figure would be read as one."""
    text = "Year,Month,Pier,Boats\n2025,10,A,\n2025,11,A,7\n"
    assert [(row["value"], row["obs_status"]) for row in read(text, WHOLE)["observation"]] == [(None, "O"), (7, "A")]


COUNTS = st.integers(0, 10**9)
ROW = st.tuples(st.integers(2000, 2030), st.integers(1, 12), st.sampled_from("ABCDEF"))


@given(st.dictionaries(ROW, COUNTS, min_size=1, max_size=40))
def test_what_is_written_is_read(table: dict[tuple[int, int, str], int]) -> None:
    lines = [f'{year},{month},{pier},"{count:,}"' for (year, month, pier), count in table.items()]
    found = figures("Year,Month,Pier,Boats\n" + "\n".join(lines), WHOLE)
    wanted = []
    for number, ((year, month, pier), count) in enumerate(table.items(), 2):
        calendar = year - 1 if month >= 10 else year
        key = f"harbor.boats_by_pier{{pier={pier.lower()}}}"
        wanted.append((f"r{number}c4", key, f"{calendar}-{month:02d}", float(count)))
    assert found == wanted
