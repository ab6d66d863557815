"""Tables as CSV, Excel and Stata files, read back by other libraries than those that wrote them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import openpyxl
import pyarrow as pa
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from collectors.errors import LimitReached
from warehouse.exporting import excel, limits, stata, text
from warehouse.exporting.about import About
from warehouse.exporting.plain import plain
from warehouse.exporting.relations import Column, Relation, first_sentence

SOURCES = pa.table({"publisher": ["ICE", "OHSS", "ICE", None], "citation": ["a", "b", "c", "d"]})
WHERE = TemporaryDirectory()
SHA = "1234567890" * 6 + "1e10"

#: a column of each type: in SQL, its name, as CSV has it, as openpyxl reads it, as pyreadstat does
TYPES: dict[str, tuple[str, Any, Any]] = {
    "'=1+1'": ("=1+1", "=1+1", "=1+1"),
    f"'{SHA}'": (SHA, SHA, SHA),
    "''": ("", "", ""),
    "null::varchar": ("", None, ""),
    "'한 “x”; a, b'": ("한 “x”; a, b",) * 3,
    "true": ("true", True, 1.0),
    "null::boolean": ("", None, None),
    "2025::smallint": ("2025", 2025, 2025),
    "-7::bigint": ("-7", -7, -7),
    "7::uinteger": ("7", 7, 7),
    "23638::double": ("23638", 23638, 23638),
    "3000000000::double": ("3000000000", 3_000_000_000, 3_000_000_000),
    "0.7083::double": ("0.7083", 0.7083, 0.7083),
    "1.50::decimal(10, 2)": ("1.5", 1.5, 1.5),
    "12::hugeint": ("12", 12, 12),
    "'nan'::double": ("", None, None),
    "'-inf'::float": ("", None, None),
    "date '2025-02-04'": ("2025-02-04", datetime(2025, 2, 4), date(2025, 2, 4)),  # noqa: DTZ001
    "null::date": ("", None, None),
    "timestamp '2025-02-04 05:06:07'": (
        "2025-02-04T05:06:07Z",
        datetime(2025, 2, 4, 5, 6, 7),  # noqa: DTZ001
        datetime(2025, 2, 4, 5, 6, 7),  # noqa: DTZ001
    ),
    "timestamp 'infinity'": ("", None, None),
    "timestamptz '2025-02-04 00:00:00-05:00'": (
        "2025-02-04T05:00:00Z",
        datetime(2025, 2, 4, 5),  # noqa: DTZ001
        datetime(2025, 2, 4, 5),  # noqa: DTZ001
    ),
    "['J20', 'K20', 'L20']": ("J20; K20; L20",) * 3,
    "[date '2025-01-01', null, date '2025-01-02']": ("2025-01-01; 2025-01-02",) * 3,
    "[{'cell': 'J20', 'value': 1}]": ('[{"cell":"J20","value":1}]',) * 3,
    "map {'a': [1, 2]}": ('{"a":[1,2]}',) * 3,
    "'ice'::enum('ice', 'cbp')": ("ice",) * 3,
    "time '10:30:00'": ("10:30:00",) * 3,
}


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        yield made


def table(connection: duckdb.DuckDBPyConnection, query: str) -> pa.Table:
    return plain(connection.sql(query)).to_arrow_table()


def about(found: pa.Table, meaning: str = "Toys. All of them.", **meanings: str) -> About:
    columns = tuple(Column(name, "VARCHAR", meanings.get(name, "")) for name in found.column_names)
    return About(Relation("ready", "toys", meaning, columns), ("as of 2025-02-07",), "2025-03-01T12:34:56", SOURCES)


def sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: [*sheet.iter_rows(values_only=True)] for sheet in book}


def stata_file(path: Path) -> tuple[dict[str, list[Any]], Any]:
    columns, said = pyreadstat.read_dta(path, output_format="dict")
    return {name: [*values] for name, values in columns.items()}, said


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def of_every_type(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    return table(connection, "select " + ", ".join(f"{one} as c{place}" for place, one in enumerate(TYPES)))


def test_values_in_csv(of_every_type: pa.Table, tmp_path: Path) -> None:
    text.write(of_every_type, about(of_every_type), tmp_path / "a.csv")
    header, row = csv.reader((tmp_path / "a.csv").read_text("utf-8").splitlines())
    assert header == of_every_type.column_names
    assert dict(zip(TYPES, row, strict=True)) == {one: said for one, (said, _, _) in TYPES.items()}


def test_values_in_excel(of_every_type: pa.Table, tmp_path: Path) -> None:
    excel.write(of_every_type, about(of_every_type), tmp_path / "a.xlsx")
    header, row = sheets(tmp_path / "a.xlsx")["toys"]
    assert [*header] == of_every_type.column_names
    assert dict(zip(TYPES, row, strict=True)) == {one: said for one, (_, said, _) in TYPES.items()}
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["toys"]
    assert {cell.data_type for cell in sheet[2]} == {"s", "n", "b", "d"}, "no formula, no error"


def test_values_in_stata(of_every_type: pa.Table, tmp_path: Path) -> None:
    stata.write(of_every_type, about(of_every_type), tmp_path / "a.dta")
    columns, _ = stata_file(tmp_path / "a.dta")
    found = {one: None if values[0] != values[0] else values[0] for one, values in zip(TYPES, columns.values())}  # noqa: B905
    assert found == {one: said for one, (_, _, said) in TYPES.items()}


def test_nothing_and_an_empty_text_differ_in_csv(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    found = table(connection, "select null::varchar as a, '' as b")
    text.write(found, about(found), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text() == '"a","b"\n,""\n'


def test_parts_of_a_second_are_kept_where_there_are_any(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    found = table(connection, "from (values (timestamp '2025-02-04 05:00:00.25'), ('2025-02-04')) as t(a)")
    text.write(found, about(found), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text().split() == [
        '"a"', '"2025-02-04T05:00:00.250000Z"', '"2025-02-04T00:00:00.000000Z"'
    ]  # fmt: skip


def test_a_table_without_rows(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    found = table(connection, "select 1 as a, 'x' as b, date '2025-01-01' as c, 1.5::double as d where false")
    for name, write in {"csv": text.write, "xlsx": excel.write, "dta": stata.write}.items():
        write(found, about(found), tmp_path / f"a.{name}")
    assert (tmp_path / "a.csv").read_text() == '"a","b","c","d"\n'
    assert sheets(tmp_path / "a.xlsx")["toys"] == [("a", "b", "c", "d")]
    assert stata_file(tmp_path / "a.dta")[0] == {"a": [], "b": [], "c": [], "d": []}


@pytest.mark.parametrize("write", [text.write, excel.write, stata.write])
def test_the_same_table_gives_the_same_bytes(of_every_type: pa.Table, write: Any, tmp_path: Path) -> None:
    for name in "ab":
        write(of_every_type, about(of_every_type), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


# ── Excel ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_workbook_says_what_it_is(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    found = table(connection, "select 'a' as toy, repeat('long ', 100) as said, 12 as number")
    excel.write(found, about(found, toy="What is played with.", number="=How many."), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["toys", "about", "sources"]
    assert book.properties.created == datetime(2025, 3, 1, 12, 34, 56)  # noqa: DTZ001
    for name, filtered in {"toys": "A1:C2", "sources": "A1:B5"}.items():
        assert (book[name].freeze_panes, book[name].auto_filter.ref) == ("A2", filtered)
    widths = [book["toys"].column_dimensions[get_column_letter(place)].width for place in (1, 2, 3)]
    assert [round(width) for width in widths] == [9, 41, 9]
    assert [(row[0], row[1]) for row in sheets(tmp_path / "a.xlsx")["about"]] == [
        ("table", "ready.toys"),
        ("meaning", "Toys. All of them."),
        ("part", "as of 2025-02-07"),
        ("published", "2025-03-01T12:34:56 UTC"),
        ("publishers", "ICE, OHSS"),
        ("documents", "4"),
        ("to cite", "The document, sheet and cell of a row, and the citation of that document (sources)."),
        (None, None),
        ("column", "meaning"),
        ("toy", "What is played with."),
        ("said", ""),
        ("number", "=How many."),
    ]
    assert sheets(tmp_path / "a.xlsx")["sources"][1:3] == [("ICE", "a"), ("OHSS", "b")]


@pytest.mark.parametrize("many", [100_000, 0], ids=["few rows", "many rows"])
def test_texts_that_a_cell_cannot_hold(
    connection: duckdb.DuckDBPyConnection, many: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, "MANY", many)
    found = table(connection, r"select 'a' || chr(7) || 'b' || chr(31) || chr(65535) as a, e'c\td\ne' as b")
    excel.write(found, about(found, meaning="x\x0cy"), tmp_path / "a.xlsx")
    read = sheets(tmp_path / "a.xlsx")
    assert read["toys"][1] == ("a�b��", "c\td\ne")
    assert read["about"][1] == ("meaning", "x�y")


def test_a_text_that_looks_like_an_escape_stays_itself(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    found = table(connection, "select '_x0041_' as a")
    excel.write(found, about(found), tmp_path / "a.xlsx")
    assert sheets(tmp_path / "a.xlsx")["toys"][1] == ("_x0041_",)


def test_days_before_excels_time_are_texts(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    found = table(
        connection, "from (values (date '1899-12-31', timestamp '1789-07-14 12:00:00'), ('1901-01-01', null)) as t"
    )
    excel.write(found, about(found), tmp_path / "a.xlsx")
    assert sheets(tmp_path / "a.xlsx")["toys"][1:] == [
        ("1899-12-31", "1789-07-14 12:00:00.000000"),
        ("1901-01-01", None),
    ]


def test_limits_of_a_sheet_are_told(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(query: str) -> str:
        found = table(connection, query)
        with pytest.raises(LimitReached) as told:
            excel.write(found, about(found), tmp_path / "a.xlsx")
        return str(told.value)

    assert refused("select 1 as a, repeat('x', 32768) as b") == (
        "ready.toys as xlsx, b, row 2: expected at most 32,767 characters in a cell; found 32,768. "
        "Take --format csv or parquet, which have no such limit, or a part of it with --where."
    )
    assert "at most 9,007,199,254,740,992 as a whole number; found 9,007,199,254,740,993" in refused(
        "select -9007199254740993 as a"
    )
    monkeypatch.setattr(excel, "ROWS", 3)
    assert "at most 3 rows of a sheet, its header included; found 4" in refused("select * from range(3)")
    monkeypatch.setattr(excel, "COLUMNS", 1)
    assert "at most 1 columns of a sheet; found 2" in refused("select 1 as a, 2 as b")


@pytest.mark.parametrize("many", [100_000, 0], ids=["few rows", "many rows"])
def test_what_stops_excel_leaves_nothing_beside(
    connection: duckdb.DuckDBPyConnection, many: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, "MANY", many)
    found = table(connection, "select repeat('x', 32768) as a")
    with pytest.raises(LimitReached):
        excel.write(found, about(found), tmp_path / "a.xlsx")
    assert [*tmp_path.iterdir()] == []
    fine = table(connection, "select 1 as a")
    with monkeypatch.context() as patch:
        patch.setattr("zipfile.ZipFile.write", full)
        with pytest.raises(OSError, match="No space"):
            excel.write(fine, about(fine), tmp_path / "a.xlsx")
    excel.write(fine, about(fine), tmp_path / "a.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_the_limits_are_those_of_the_format() -> None:
    assert (excel.ROWS, excel.COLUMNS, excel.CHARACTERS) == (2**20, 2**14, 2**15 - 1)
    assert (stata.VARIABLES, stata.ROWS, stata.SHORT, limits.EXACT) == (2**15 - 1, 2**31 - 1, 2045, 2**53)


# ── Stata ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_names_labels_and_notes_of_stata(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    names = ["a" * 40, "a" * 41, "2025", "if", "str8", "share of", "fine"]
    found = table(connection, "select " + ", ".join(f'{place} as "{name}"' for place, name in enumerate(names)))
    long = "How many toys there were, " + "and more of them, " * 4 + "at the end. Not those that were lost."
    meanings = {"fine": "What is played with, e.g. a ball. Not more.", "if": long}
    stata.write(found, about(found, "Toys, " + long, **meanings), tmp_path / "a.dta")
    columns, said = stata_file(tmp_path / "a.dta")
    assert [*columns] == ["a" * 32, "a" * 30 + "_2", "_2025", "if_", "str8_", "share_of", "fine"]
    assert [values[0] for values in columns.values()] == [*range(7)]
    assert said.column_names_to_labels["if_"] == long[:79] + "…"
    assert said.column_names_to_labels["fine"] == "What is played with, e.g. a ball"
    assert len(said.file_label) == 80
    assert said.notes[:3] == ["table: ready.toys", f"meaning: Toys, {long}", "part: as of 2025-02-07"]
    for note in (long, "Called share of in the table."):
        assert note.encode() + b"\0" in (tmp_path / "a.dta").read_bytes()


@pytest.mark.parametrize(
    ("meaning", "label"),
    [
        ("", ""),
        ("Toys.", "Toys"),
        ("Toys e.g. balls. Not dolls.", "Toys e.g. balls"),
        ("Toys of the U.S. Army. More.", "Toys of the U.S. Army"),
        ("Toys: all of them, whatever they are; lost ones too.", "Toys: all of them, whatever they are"),
        ("Toys; and whatever else is to be played with there.", "Toys"),
        ("Whatever else is to be played with by whoever comes.", "Whatever else is to be played with by w…"),
    ],
)
def test_a_label_is_the_first_sentence_or_a_clause_of_it(meaning: str, label: str) -> None:
    assert first_sentence(meaning, 40) == label


def test_whole_numbers_are_whole_in_stata(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    found = table(
        connection,
        "select 1::double as a, 1.5::double as b, 2147483620 as c, 2147483621 as d, null::double as e, true as f",
    )
    stata.write(found, about(found), tmp_path / "a.dta")
    _, said = stata_file(tmp_path / "a.dta")
    assert [*said.readstat_variable_types.values()] == ["int32", "double", "int32", "double", "double", "int8"]
    assert said.variable_value_labels == {"f": {0: "no", 1: "yes"}}


def test_long_texts_of_stata(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is kept once, in whatever portion of the rows it stands."""
    monkeypatch.setattr(stata, "PORTION", 2)
    long = ["ä" * 3000, "b" * 2046, "ä" * 3000, "short", None]
    short = ["x" * 2045, "y", "z", None, ""]
    found = pa.table({"number": [*range(5)], "texts": long, "short": short})
    stata.write(found, about(found), tmp_path / "a.dta")
    columns, _ = stata_file(tmp_path / "a.dta")
    assert columns["texts"] == [one or "" for one in long]
    assert columns["short"] == [one or "" for one in short]
    assert (tmp_path / "a.dta").read_bytes().count("ä".encode() * 3000) == 1


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60),
            st.one_of(st.none(), st.integers(-(2**53), 2**53)),
            st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False, max_value=1e300, min_value=-1e300)),
            st.one_of(st.none(), st.dates(date(1800, 1, 1), date(2200, 1, 1))),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_whatever_is_written_for_stata_is_read_again(rows: list[tuple[Any, ...]]) -> None:
    types = [pa.string(), pa.int64(), pa.float64(), pa.date32()]
    found = pa.table([pa.array(values, type_) for values, type_ in zip(zip(*rows), types, strict=True)], [*"abcd"])  # noqa: B905
    path = Path(WHERE.name) / "a.dta"
    stata.write(found, about(found), path)
    columns, _ = stata_file(path)
    read = zip(*([None if one != one else one for one in values] for values in columns.values()), strict=True)
    assert [*read] == rows
