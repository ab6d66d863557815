"""`onrecord export`: one table, or a part of it, into one file, out of a copy that nothing typed can change."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pyreadstat
import pytest
from copies import EMPTY, copy
from small_warehouse import SmallWarehouse

from flows import cli
from flows.commands import FILES
from warehouse.exporting import one
from warehouse.home import Home

Export = Callable[..., tuple[int, str, str]]

READY = (
    "create table ready.book_ins as from (values (date '2025-01-01', 'ICE', 5::double, 'a'), "
    "('2025-02-01', 'ICE', 7, 'b'), ('2025-02-01', 'CBP', 9.5, 'b')) as t(month, agency, value, document_id)",
    "comment on column ready.book_ins.value is 'People booked in.'",
    "create macro ready.book_ins_as_of(moment) as table from ready.book_ins where month <= moment",
    "create table ready.days as select date '2025-01-01' as day",
    "create table marts.book_ins as from ready.book_ins",
    "create table marts.figure as from core.observation",
    "create schema if not exists vintages",
    "create or replace view vintages.figure as select range::double as value, "
    "case when range % 2 = 1 then timestamp '2025-02-04 05:00:00' end as valid_to, "
    "range % 2 = 0 as is_current from range(100_000)",
    "comment on column vintages.figure.valid_to is 'When another document spoke; empty where none does.'",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A published copy. Nothing may change in its folder."""
    made = SmallWarehouse()
    for document in "ab":
        made.document(document, "2025-02-04")
    home = Home(tmp_path_factory.mktemp("exported") / "data")
    home.published.parent.mkdir(parents=True)
    copy(made, home.published, *EMPTY, *READY)
    before = {path: path.read_bytes() for path in home.root.rglob("*") if path.is_file()}
    yield home
    assert {path: path.read_bytes() for path in home.root.rglob("*") if path.is_file()} == before


@pytest.fixture
def export(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Export:
    """`export("book_ins", "--format", "dta")` in an empty folder: exit status, output, errors."""
    monkeypatch.setenv("ONRECORD_HOME", str(home.root))
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["onrecord", "export", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return int(ended.value.code or 0), said.out, said.err

    return run


def test_a_table_is_written_under_its_name(export: Export, tmp_path: Path) -> None:
    assert export("book_ins") == (0, f"3 rows of ready.book_ins in {tmp_path}/book_ins.csv\n", "")
    assert (tmp_path / "book_ins.csv").read_text() == (
        '"month","agency","value","document_id"\n2025-01-01,"ICE",5,"a"\n2025-02-01,"ICE",7,"b"\n2025-02-01,"CBP",9.5,"b"\n'
    )
    assert [path.name for path in tmp_path.iterdir()] == ["book_ins.csv"]


def test_a_part_of_it_in_every_format(export: Export, tmp_path: Path) -> None:
    asked = ("ready.book_ins", "--where", "agency = 'ICE' -- alone", "--as-of", "2025-01-31")
    for name in ("a.csv", "a.parquet", "a.XLSX", "a.dta"):
        assert export(*asked, "--output", name)[:2] == (0, f"1 rows of ready.book_ins in {tmp_path}/{name}\n")
    assert (tmp_path / "a.csv").read_text().splitlines()[1:] == ['2025-01-01,"ICE",5,"a"']
    table = pq.read_table(tmp_path / "a.parquet")
    assert table.column("value").to_pylist() == [5.0]
    assert table.schema.field("value").metadata[b"description"] == b"People booked in."
    book = openpyxl.load_workbook(tmp_path / "a.XLSX")
    part = "as of 2025-01-31, the end of the day in Washington; where agency = 'ICE' -- alone"
    assert ("part", part) in [row[:2] for row in book["about"].iter_rows(values_only=True)]
    assert table.schema.metadata[b"part"] == part.encode()
    assert [row[0] for row in book["sources"].iter_rows(values_only=True)] == ["document_id", "a"]
    values, said = pyreadstat.read_dta(tmp_path / "a.dta", output_format="dict")
    assert ([*values["value"]], f"part: {part}" in said.notes) == ([5], True)


def test_the_day_is_in_the_name(export: Export, tmp_path: Path) -> None:
    assert export("book_ins", "--as-of", "2025-01-31", "--format", "dta")[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["book_ins_as_of_2025-01-31.dta"]


def test_tables_of_other_schemas_can_be_written_too(export: Export) -> None:
    for name in ("core.citation", "figure", "metric", "raw.document"):
        assert export(name, "--format", "xlsx")[0] == 0
    assert export("Book_Ins")[1].startswith("3 rows of ready.book_ins"), "ready tables go before marts of their name"


def test_every_edition_of_every_figure_is_written_portion_by_portion(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not what is said now alone. The groups of rows in the file are the portions it was written in."""
    monkeypatch.setattr(one, "PORTION", 10_000)
    words = ("vintages.figure", "--format", "parquet")
    assert export(*words)[1] == f"100,000 rows of vintages.figure in {tmp_path}/figure.parquet\n"
    file = pq.ParquetFile(tmp_path / "figure.parquet")
    groups = [file.metadata.row_group(place).num_rows for place in range(file.num_row_groups)]
    assert max(groups) < 20_000
    assert sum(groups) == 100_000
    table = file.read()
    assert table["value"].to_pylist() == [*range(100_000)]
    assert table["is_current"].to_pylist().count(False) == 50_000
    assert (table["valid_to"].null_count, str(table["valid_to"][1])) == (50_000, "2025-02-04 05:00:00")
    assert file.schema_arrow.field("valid_to").metadata[b"description"].startswith(b"When another document spoke")
    assert export("vintages.figure", "--where", "not is_current", "--output", "old.csv")[1].startswith("50,000 rows")


@pytest.mark.parametrize(
    "condition",
    [
        "",
        "value >",
        "agency",
        "agnecy = 'ICE'",
        "value = 'many'",
        "*",
        "true, true",
        "true; select 1",
        "true from core.metric",
        "true group by all",
        "true order by 1",
        "true limit 1",
        "true union all select true",
        "true) union all (select true",
        "true) from core.metric where (true",
        "true) or (true",
        "true as x",
        "exists (from read_text('/etc/passwd'))",
        "getenv('HOME') is not null",
    ],
)
def test_a_condition_is_a_condition_and_nothing_more(condition: str, export: Export, tmp_path: Path) -> None:
    status, out, err = export("book_ins", "--where", condition)
    assert (status, out) == (1, "")
    assert f"--where “{condition}”: expected a condition on the columns of ready.book_ins" in err
    assert "Columns: month, agency, value, document_id." in err
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["book_inns"], "found none of that name. Nearest: ready.book_ins, marts.book_ins"),
        (["marts.bok_ins"], "Nearest: ready.book_ins, marts.book_ins"),
        (["zzzzzzzz"], "docs/data-dictionary.md lists them"),
        (["a.b.c"], "found none of that name"),
        (["book_ins; select 1"], "found none of that name"),
        (["ready.days", "--as-of", "2025-01-31"], "expected a table that is known as of any day (ready.days_as_of)"),
        *((["book_ins", "--output", f"none/a.{way}"], "expected a file that is there") for way in FILES),
        (["book_ins", "--output", ".", "--format", "csv"], "expected a file; found a folder"),
    ],
    ids=str,
)
def test_what_cannot_be_is_told_in_a_line(words: list[str], told: str, export: Export, tmp_path: Path) -> None:
    status, out, err = export(*words)
    assert (status, out) == (1, "")
    assert told in err
    assert len(err.splitlines()) == 1
    assert [*tmp_path.iterdir()] == []


def test_an_ending_that_is_no_format_is_not_understood(export: Export) -> None:
    status, _, err = export("book_ins", "--output", "a.json")
    assert status == 2
    assert "expected a name that ends in .csv, .parquet, .xlsx, .dta" in err
    assert export("book_ins", "--output", "a.txt", "--format", "csv")[0] == 0


def test_nothing_is_written_among_the_collected_data(export: Export, home: Home) -> None:
    for name in ("warehouse.duckdb", "published/tables/book_ins.csv", "book_ins.csv"):
        status, _, err = export("book_ins", "--format", "csv", "--output", home.root / name)
        assert status == 1
        assert f"expected a file outside {home.root}" in err


def test_a_limit_says_how_to_go_on_and_leaves_what_was_there(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "book_ins.xlsx").write_text("was there")
    monkeypatch.setattr("warehouse.exporting.excel.ROWS", 3)
    status, _, err = export("book_ins", "--format", "xlsx")
    assert status == 1
    assert "at most 3 rows of a sheet, its header included; found 4" in err
    assert "--format csv or parquet" in err
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("book_ins.xlsx", "was there")]
    assert export("book_ins", "--format", "xlsx", "--where", "agency = 'ICE'")[0] == 0


def test_without_a_published_copy_it_says_what_to_do(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "none"))
    status, _, err = export("book_ins")
    assert status == 1
    assert "onrecord publish" in err


@pytest.mark.slow
def test_an_export_loads_nothing_that_it_does_not_need(home: Home, tmp_path: Path) -> None:
    code = """if True:
        import sys
        from flows.cli import main
        try:
            main()
        finally:
            heavy = "prefect httpx bs4 lxml pydantic stamina warcio fastwarc python_calamine asyncio openpyxl"
            print([name for name in heavy.split() if name in sys.modules])
    """
    ran = subprocess.run(
        [sys.executable, "-c", code, "export", "book_ins", "--format", "xlsx"],
        env={**os.environ, "ONRECORD_HOME": str(home.root)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines()[-1] == "[]"
