"""Every command as a person types it: what it says, what it leaves behind, with which status it ends.

The commands run in this process, through `main`, as the installed script calls it; `newcomer` has them as processes.
Where a test does not need the bundled history it is left out, for it takes a second to load.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner
from conftest import Newcomer
from own_archive import response, write_warc
from small_warc import ARTICLE, FY2020, FY2022, FY2025, ICE, NOBODYS, WORKBOOKS

from collectors.errors import BadContent
from collectors.replay.server import ReplayServer
from flows import cli, terminal
from flows.commands import app

BOOK_INS = (
    "select time_period, cell, value from marts.figure where period_type = 'month'"
    " and series_key = 'ice.book_ins_by_arresting_agency{agency=total}' order by all"
)


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


Onrecord = Callable[..., Ran]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("ONRECORD_REPLAY", raising=False)
    return tmp_path / "data"


@pytest.fixture
def onrecord(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Onrecord:
    """`onrecord("sql", "select 1")`, without the bundled history, on a terminal that is wide enough for any line."""
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)
    monkeypatch.setattr(terminal.out, "width", 4000)

    def run(*words: object) -> Ran:
        monkeypatch.setattr("sys.argv", ["onrecord", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Ran(int(ended.value.code or 0), said.out, said.err)

    return run


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, small_warc: Path) -> Path:
    """A home that holds the small WARC, published. To be copied."""
    home = tmp_path_factory.mktemp("prepared") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warehouse.rebuild.bundled", lambda: None)
        patch.setenv("ONRECORD_HOME", str(home))
        for words in (["import", str(small_warc), "--basis", "archive_capture"], ["publish"]):
            assert not CliRunner().invoke(app, words, standalone_mode=False).return_value
    return home


@pytest.fixture
def collected(onrecord: Onrecord, prepared: Path, home: Path) -> Onrecord:
    """The same command line, on a home that holds the small WARC."""
    shutil.copytree(prepared, home, ignore=shutil.ignore_patterns("published"))
    return onrecord


@pytest.fixture
def published(collected: Onrecord, prepared: Path, home: Path) -> Onrecord:
    """The same, on a home that is published too."""
    shutil.copytree(prepared / "published", home / "published")
    return collected


def one_sentence(ran: Ran, *words: str) -> bool:
    """It failed, and said so in one line on the error stream, with these words."""
    assert ran.status == 1
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1, ran.err
    assert ran.err.startswith("onrecord: ")
    return all(word in ran.err for word in words)


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    """Out of the working warehouse."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def damaged(folder: Path) -> dict[str, Path]:
    """Three workbooks as they should not come, by what is wrong with them."""
    made = {name: folder / f"FY25-{name}.xlsx" for name in ("html", "torn", "renamed")}
    made["html"].write_text("<!doctype html><title>Page not found</title>")
    made["torn"].write_bytes((WORKBOOKS / "fy2025.xlsx").read_bytes()[:9000])
    workbook = openpyxl.load_workbook(WORKBOOKS / "fy2025.xlsx")
    assert "Book-Ins by Arresting Agency" in workbook["Detention FY25"]["I18"].value
    workbook["Detention FY25"]["I18"] = "People we met: FY2025"
    workbook.save(made["renamed"])
    return made


# ── collect ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_cannot_be_reached_is_named_and_the_history_still_answers(newcomer: Newcomer) -> None:
    collect = newcomer.collect
    assert collect.returncode == 3, collect.stderr
    assert collect.stderr == ""
    for word in ("associated_press", "ice_detention_statistics", "unreachable", "apnews.com", "www.ice.gov"):
        assert word in collect.stdout
    said = " ".join(collect.stdout.split())
    assert re.search(r"observations and [\d,]+ entries of 0 documents and 141 of the bundled history", said)
    assert newcomer.publish.returncode == 0, newcomer.publish.stderr
    assert "observations in" in newcomer.publish.stdout
    assert rows(newcomer.home.root, "select distinct outcome from raw.fetch where basis = 'live'") == [("unreachable",)]
    assert rows(newcomer.home.root, "select count(*), count(*) filter (bytes_held) from raw.document") == [(141, 0)]


@pytest.mark.slow
def test_collect_from_a_warc_and_again(
    onrecord: Onrecord, home: Path, small_warc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    servers: list[ReplayServer] = []

    class Watched(ReplayServer):
        def __enter__(self) -> ReplayServer:
            servers.append(self)
            return super().__enter__()

    monkeypatch.setattr("collectors.collecting.ReplayServer", Watched)
    first = onrecord("collect", "--replay", small_warc)
    assert (first.status, first.err) == (0, "")
    assert re.search(r"observations and [\d,]+ entries of 4 documents", first.out)
    assert rows(home, "select url from raw.document order by 1") == [(u,) for u in (ARTICLE, FY2020, FY2022, FY2025)]

    servers.clear()
    before = rows(home, "select * from core.observation order by all")
    second = onrecord("collect", "--replay", small_warc)
    assert (second.status, second.err) == (0, "")
    assert "loaded 0 observations of 0 documents and 0 of the bundled history; 4 unchanged, 0 refused" in second.out
    requests = sum((server.requests for server in servers), Counter[tuple[str, int]]())
    asked = {key: count for key, count in requests.items() if not key[0].endswith("/robots.txt")}
    assert asked == {(url, 304): 1 for url in (ARTICLE, FY2020, FY2022, FY2025)}
    assert rows(home, "select * from core.observation order by all") == before


@pytest.mark.slow
def test_collect_one_source_only(onrecord: Onrecord, home: Path, small_warc: Path) -> None:
    assert onrecord("collect", "associated_press", "--replay", small_warc).status == 0
    assert rows(home, "select url from raw.document") == [(ARTICLE,)]
    assert one_sentence(onrecord("collect", "the_weather"), "no such source", "ice_detention_statistics")


@pytest.mark.slow
def test_an_address_that_gave_no_document_is_named(onrecord: Onrecord, tmp_path: Path) -> None:
    page = write_warc(tmp_path / "page.warc.gz", response(ICE + "FY25-page.xlsx", 1, b"<html><body>Gone</body></html>"))
    for words in (["collect", "ice_detention_statistics", "--replay", page], ["import", page]):
        ran = onrecord(*words)
        assert ran.status == 1
        assert f"bad_content BadContent: {ICE}FY25-page.xlsx: expected a whole xlsx file; found an HTML page" in ran.out


def test_a_line_of_the_log_that_cannot_be_read_is_told_and_costs_itself(collected: Onrecord, home: Path) -> None:
    assert "lines of the archive's log that cannot be read: none" in collected("status").out
    with (home / "archive" / "fetches.jsonl").open("ab") as log:
        log.write(b'{"fetch_id": 7}\n')
    said = collected("status").out
    assert "lines of the archive's log that cannot be read: 1" in said
    assert "archive_damaged fetches.jsonl" in said
    assert collected("rebuild").status == 0


# ── import ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.slow
def test_import_of_a_warc(onrecord: Onrecord, home: Path, small_warc: Path) -> None:
    first = onrecord("import", small_warc, "--basis", "archive_capture")
    assert (first.status, first.err) == (0, "")
    assert "5 sightings added, 0 known already, 0 refused." in first.out
    assert "1 captures of 1 addresses belong to no source." in first.out
    assert NOBODYS in first.out
    assert rows(home, "select observed_at::varchar, basis from raw.fetch where url like '%FY25%' order by 1") == [
        ("2025-02-07 12:00:00", "archive_capture"),
        ("2025-02-20 12:00:00", "archive_capture"),
    ]
    again = onrecord("import", small_warc, "--basis", "archive_capture")
    assert again.status == 0
    assert "0 sightings added, 5 known already" in again.out
    assert "observations of 0 documents" in again.out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("2025-02-07", "2025-02-07 00:00:00"),
        ("2025-02-07T10:30:00Z", "2025-02-07 10:30:00"),
        ("2025-02-07T10:30-05:00", "2025-02-07 15:30:00"),
    ],
)
def test_import_of_a_file(onrecord: Onrecord, home: Path, said: str, seen: str) -> None:
    file = WORKBOOKS / "fy2025.xlsx"
    ran = onrecord("import", file, "--url", FY2025, "--seen-at", said, "--basis", "archive_capture")
    assert (ran.status, ran.err) == (0, "")
    assert "fy2025.xlsx: ok" in ran.out
    assert re.search(r"observations and [\d,]+ entries of 1 documents", ran.out)
    assert rows(home, "select url, source_id, known_from::varchar from raw.document") == [
        (FY2025, "ice_detention_statistics", seen)
    ]


def test_a_file_needs_no_address_where_its_source_is_named(onrecord: Onrecord, home: Path) -> None:
    assert onrecord("import", WORKBOOKS / "fy2022.xlsx", "--source", "ice_detention_statistics").status == 0
    assert rows(home, "select url, known_from_basis from raw.document") == [("fy2022.xlsx", "saved")]


@pytest.mark.slow
def test_what_cannot_be_imported_is_refused_in_a_sentence(
    onrecord: Onrecord, home: Path, tmp_path: Path, small_warc: Path
) -> None:
    file = WORKBOOKS / "fy2025.xlsx"
    assert one_sentence(onrecord("import", file, "--source", "the_weather"), "no such source", "associated_press")
    unowned = onrecord("import", file)
    assert one_sentence(
        unowned, f"Type `onrecord import {file} --source ID`", "one of a", ", ice_detention_statistics,"
    )
    strange = onrecord("import", file, "--source", "ice_detention_statistics", "--url", "https://www.ice.gov/a.xlsx")
    assert one_sentence(strange, "https://www.ice.gov/a.xlsx", "expected an address that matches")
    (tmp_path / "a.warc.gz").write_bytes(small_warc.read_bytes()[:-90])
    torn = onrecord("import", tmp_path / "a.warc.gz")
    assert torn.status == 1
    assert_line(torn.out, "torn", "a.warc.gz", "a gzip member torn at byte")
    unread = onrecord("import", file, "--url", FY2025, "--seen-at", "next week")
    assert unread.status == 2
    assert "expected 2025-02-07 or 2025-02-07T12:00:00Z" in unread.err
    assert rows(home, "select count(*) > 0 from core.observation") == [(True,)]  # what was whole of it


@pytest.mark.slow
def test_damaged_workbooks_are_named_and_the_rest_is_loaded(onrecord: Onrecord, home: Path, tmp_path: Path) -> None:
    for name, file in damaged(tmp_path).items():
        ran = onrecord("import", file, "--url", ICE + file.name, "--seen-at", "2025-02-07")
        assert ran.status == 1, name
        assert file.name in ran.out
    assert onrecord("import", WORKBOOKS / "fy2020.xlsx", "--url", FY2020).status == 1  # still not all that was given
    loaded = rows(home, "select distinct url from core.observation join raw.document using (document_id) order by 1")
    assert loaded == [(FY2020,), (ICE + "FY25-renamed.xlsx",)]  # all of its tables but the one that was renamed

    status = onrecord("status")
    assert status.status == 0
    assert_line(status.out, ICE + "FY25-html.xlsx", "bad_content", "expected a whole xlsx file", "found an HTML page")
    assert_line(status.out, ICE + "FY25-torn.xlsx", "bad_content", "expected a whole xlsx file", "found a torn zip")
    assert_line(
        status.out,
        ICE + "FY25-renamed.xlsx",
        "layout_changed",
        "Detention FY25, ice.book_ins_by_arresting_agency",
        "expected a title like 'ICE Initial Book-Ins by Arresting Agency",
        "found figures under no known title",
    )


def assert_line(text: str, *words: str) -> None:
    """One line of a text has all these words."""
    assert any(all(word in line for word in words) for line in text.splitlines()), text


# ── read ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_read_prints_json_lines_and_touches_nothing(onrecord: Onrecord, home: Path) -> None:
    file = WORKBOOKS / "fy2025.xlsx"
    ran = onrecord("read", file, "--source", "ice_detention_statistics", "--url", FY2025, "--published", "2025-02-07")
    assert (ran.status, ran.err) == (0, "")
    said = [json.loads(line) for line in ran.out.splitlines()]
    assert {"observation", "entry", "sheet"} <= {row["kind"] for row in said}
    total = "ice.book_ins_by_arresting_agency{agency=total}"
    figure = next(row for row in said if row.get("series_key") == total and row["time_period"] == "2024-10")
    assert (figure["sheet"], figure["period_start"], figure["period_end"]) == (
        "Detention FY25",
        "2024-10-01",
        "2024-10-31",
    )
    printed = openpyxl.load_workbook(file)["Detention FY25"][figure["cell"]].value
    assert figure["value"] == printed
    assert not home.exists()


def test_read_of_a_damaged_file(onrecord: Onrecord, home: Path, tmp_path: Path) -> None:
    files = damaged(tmp_path)
    for name, words in {
        "html": ("FY25-html.xlsx", "found"),
        "torn": ("FY25-torn.xlsx", "found a torn"),
    }.items():
        assert one_sentence(onrecord("read", files[name], "--source", "ice_detention_statistics"), *words)
    with pytest.raises(BadContent):
        app(["read", str(files["torn"]), "--source", "ice_detention_statistics"], standalone_mode=False)
    renamed = onrecord("read", files["renamed"], "--source", "ice_detention_statistics")
    assert renamed.status == 1
    assert "ice.book_ins_by_arresting_agency: expected a title like" in renamed.err
    assert {json.loads(line)["kind"] for line in renamed.out.splitlines()} >= {"observation", "omission", "refusal"}
    assert not home.exists()


# ── rebuild, check, publish ──────────────────────────────────────────────────────────────────────────────────────────
def test_rebuild_makes_the_same_again(collected: Onrecord, home: Path) -> None:
    before = rows(home, "select * from core.observation order by all")
    (home / "warehouse.duckdb").unlink()
    ran = collected("rebuild")
    assert (ran.status, ran.err) == (0, "")
    assert re.search(r"observations and [\d,]+ entries of 4 documents", ran.out)
    assert rows(home, "select * from core.observation order by all") == before


def test_check_and_publish(collected: Onrecord, home: Path) -> None:
    checked = collected("check")
    assert checked.status == 0
    assert_line(checked.out, "key_is_unique", "error", "0")
    published = collected("publish")
    assert (published.status, published.err) == (0, "")
    (count,) = rows(home, "select count(*) from core.observation")[0]
    assert f"{count:,} observations in {home / 'published' / 'warehouse.duckdb'}" in published.out


def test_a_broken_invariant_stops_publishing(collected: Onrecord, home: Path) -> None:
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        connection.execute("insert into core.observation from core.observation limit 1")
    assert collected("check").status == 1
    assert one_sentence(collected("publish"), "key_is_unique", "the published copy stays as it was")
    assert not (home / "published" / "warehouse.duckdb").exists()


@pytest.mark.parametrize("words", [["check"], ["publish"], ["status"], ["sql", "select 1"]])
def test_without_a_warehouse_there_is_nothing_to_do(onrecord: Onrecord, home: Path, words: list[str]) -> None:
    assert one_sentence(onrecord(*words), str(home), "Say `onrecord ")
    assert not (home / "warehouse.duckdb").exists()


# ── sql ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_sql_in_three_formats(newcomer: Newcomer, onrecord: Onrecord, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_HOME", str(newcomer.home.root))
    with duckdb.connect(str(newcomer.home.published), read_only=True) as connection:
        expected = connection.execute(BOOK_INS).fetchall()
    assert len(expected) > 50
    as_json = json.loads(onrecord("sql", BOOK_INS, "--format", "json").out)
    assert [tuple(row.values()) for row in as_json] == expected
    header, *as_csv = csv.reader(io.StringIO(onrecord("sql", BOOK_INS, "--format", "csv").out))
    assert header == ["time_period", "cell", "value"] == list(as_json[0])
    assert [(period, cell, float(value) if value else None) for period, cell, value in as_csv] == expected
    table = onrecord("sql", BOOK_INS).out
    assert_line(table, "2024-10 ", " J20 ", "23,613")
    assert len([line for line in table.splitlines() if line.startswith("│")]) == len(expected)


def test_sql_of_a_file_and_of_awkward_results(published: Onrecord, tmp_path: Path) -> None:
    (tmp_path / "a query.sql").write_text("select 41 + 1 as answer;\n-- done\n")
    assert json.loads(published("sql", tmp_path / "a query.sql", "--format", "json").out) == [{"answer": 42}]
    twice = published("sql", "select 1 as a, 2 as a, null as b, [3, 4] as c", "--format", "json")
    assert json.loads(twice.out) == [{"a": 1, "a_1": 2, "b": None, "c": [3, 4]}]
    assert "[bold]not markup[/nor] that" in published("sql", "select '[bold]not markup[/nor] that'").out
    assert published("sql", "").status == 0
    assert json.loads(published("sql", "select 1 where false", "--format", "json").out) == []


def test_a_query_that_is_wrong_is_told_so(published: Onrecord, tmp_path: Path) -> None:
    for query, told in {
        "selct 1": 'syntax error at or near "selct"',
        "select nosuch from core.observation": 'Referenced column "nosuch" not found',
        "from core.figures": "Table with name figures does not exist",
        "select '[red]x[/blue]'::int": "Could not convert string '[red]x[/blue]'",
    }.items():
        ran = published("sql", query)
        assert (ran.status, ran.out) == (1, "")
        first = ran.err.splitlines()[0]
        assert first.startswith("onrecord: ")
        assert told in first
    assert one_sentence(
        published("sql", tmp_path / "none.sql"), "none.sql", "expected a file; found nothing of that name"
    )


@pytest.mark.parametrize(
    "query",
    [
        "delete from core.observation",
        "create table mine as select 1",
        "drop view marts.book_ins",
        "update core.metric set unit = ''",
    ],
)
def test_the_published_copy_cannot_be_written(published: Onrecord, home: Path, query: str) -> None:
    before = (home / "published" / "warehouse.duckdb").read_bytes()
    assert one_sentence(published("sql", query), "read-only mode")
    assert (home / "published" / "warehouse.duckdb").read_bytes() == before


# ── status ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_status(collected: Onrecord, home: Path) -> None:
    plain = collected("status")
    assert (plain.status, plain.err) == (0, "")
    assert_line(plain.out, "ice_detention_statistics", " 3 ", "2025-02-07 2025-01-25")
    assert_line(plain.out, "associated_press", " 1 ")
    assert "documents and tables that could not be read (nothing of them is loaded): none" in plain.out
    assert "addresses that gave no document when last asked: none" in plain.out
    assert "numeric cells" not in plain.out
    assert "holes" not in plain.out
    assert_line(plain.out, "newer", "ice_detention_statistics: ", ", data through ", "(at hand: 2025-01-25)")
    gaps = collected("status", "--gaps")
    assert_line(gaps.out, "ice_detention_statistics", "2025-02-07", "none yet")
    covered = collected("status", "--coverage")
    for reason, cells in rows(home, "select reason, cells from core.coverage"):
        assert_line(covered.out, f" {reason} ", f" {cells:,} ")


def test_every_command_explains_itself(onrecord: Onrecord) -> None:
    for name in ("collect", "import", "read", "rebuild", "check", "publish", "sql", "status"):
        ran = onrecord(name, "--help")
        assert (ran.status, ran.err) == (0, "")
        assert f"{name} [OPTIONS]" in ran.out
        assert name in onrecord("--help").out
