"""`onrecord sql`: nothing that is typed writes anything, reads another file, attaches, installs or loosens that."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import toy_source
from at_a_terminal import CTRL_D, ENTER, typing
from toy_source import MemoryArchive, content, fetch

from flows import cli
from warehouse import check
from warehouse.home import Home
from warehouse.publish import publish
from warehouse.rebuild import update

Sql = Callable[..., tuple[int, str, str]]
KEPT = "sql_history"  # what was typed at the prompt: the one file that `onrecord sql` writes


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, little: Callable[[pytest.MonkeyPatch], None]) -> Iterator[Home]:
    """A published copy of two figures. Nothing may change in its folder."""
    archive = MemoryArchive()
    archive.saw(content(("t{n=b}", "2025-01", 1), ("t{n=a}", "2025-01", 2)), fetch("2025-02-01T12:00"))
    made = Home(tmp_path_factory.mktemp("locked") / "data")
    with pytest.MonkeyPatch.context() as patch:
        little(patch)
        patch.setattr("warehouse.rebuild.bundled", lambda: None)
        patch.setattr(check, "run", lambda connection, kept: [])
        update(made, archive=archive, modules={"toy": toy_source})
        publish(made)
    before = {path: path.read_bytes() for path in files(made.root)}
    yield made
    assert {path: path.read_bytes() for path in files(made.root) if path.name != KEPT} == before


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def sql(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Sql:
    """`sql("select 1", "--format", "json", piped="select 2")`: exit status, output, errors."""
    monkeypatch.setenv("ONRECORD_HOME", str(home.root))

    def run(*words: object, piped: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["onrecord", "sql", *map(str, words)])
        if piped:
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(piped.encode())))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return int(ended.value.code or 0), said.out, said.err

    return run


FILES, LOCKED, READ_ONLY = "file system operations are disabled", "the configuration has been locked", "read-only mode"
ONE = "┏━━━┓\n┃ 1 ┃\n┡━━━┩\n│ 1 │\n└───┘\n"
TRIES = {
    "copy core.observation to '{home}/published/warehouse.duckdb'": FILES,
    "copy (select 1) to '{tmp}/out.csv'": FILES,
    "copy (select 1) to '/dev/stdout'": FILES,
    "export database '{tmp}/out'": FILES,
    "import database '{tmp}'": FILES,
    "attach '{home}/warehouse.duckdb' as w (read_write)": FILES,
    "attach '{home}/warehouse.duckdb' as w (read_only)": FILES,
    "attach ':memory:' as m": "Cannot launch in-memory database in read-only mode",
    "from read_csv('/etc/passwd')": FILES,
    "from read_text('/etc/passwd')": FILES,
    "from read_blob('/etc/passwd')": FILES,
    "from read_json('{tmp}/a.json')": FILES,
    "from read_parquet('https://example.org/a.parquet')": FILES,
    "from parquet_metadata('{tmp}/a.parquet')": FILES,
    "from sniff_csv('/etc/passwd')": FILES,
    "from glob('/etc/*')": FILES,
    "from '{tmp}/a.csv'": FILES,
    "from '/etc/passwd'": "does not exist",
    "from query('from read_text(''/etc/passwd'')')": FILES,
    "explain analyze copy (select 1) to '{tmp}/out.csv'": FILES,
    "select 1; copy (select 1) to '{tmp}/out.csv'": FILES,
    "create temp macro f() as table from read_text('/etc/passwd'); from f()": FILES,
    "install httpfs": FILES,
    "load httpfs": "Loading external extensions is disabled",
    "load '{tmp}/a.duckdb_extension'": "Loading external extensions is disabled",
    "update extensions": FILES,
    "create persistent secret s (type s3, key_id 'a', secret 'b')": "Secret type 's3'",
    "set enable_external_access = true": LOCKED,
    "reset enable_external_access": LOCKED,
    "set lock_configuration = false": LOCKED,
    "set log_query_path = '{tmp}/log'": LOCKED,
    "set temp_directory = '{tmp}'": LOCKED,
    "pragma profiling_output = '{tmp}/profile'": LOCKED,
    "pragma memory_limit = '1TB'": LOCKED,
    "delete from core.observation": READ_ONLY,
    "update core.metric set unit = ''": READ_ONLY,
    "create table mine as select 1": READ_ONLY,
    "create or replace view core.as_of as select 1": READ_ONLY,
    "drop view marts.bonds": READ_ONLY,
    "alter table core.metric add column mine int": READ_ONLY,
    "comment on table core.metric is ''": READ_ONLY,
    "from text": "does not exist",  # a variable of the program
}


@pytest.mark.parametrize("query", TRIES)
@pytest.mark.parametrize("way", ["typed", "piped", "a file", "after another", "before another"])
def test_is_refused(query: str, way: str, sql: Sql, home: Home, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n")
    text = query.format(home=home.root, tmp=tmp_path)
    if way == "typed":
        status, out, err = sql(text)
    elif way == "piped":
        status, out, err = sql(piped=text)
    elif way == "a file":
        (tmp_path / "query.sql").write_text(text)
        status, out, err = sql(tmp_path / "query.sql")
        (tmp_path / "query.sql").unlink()
    else:
        status, out, err = sql(f"begin; {text}" if way == "after another" else f"{text}; select 'was run'")
    assert status == 1
    assert out == (ONE if query.startswith("select 1;") else "")
    assert TRIES[query] in err
    assert [path.name for path in files(tmp_path)] == ["a.csv"]


@pytest.mark.slow
def test_is_refused_at_the_prompt(sql: Sql, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n")
    queries = [query.format(home=home.root, tmp=tmp_path) for query in TRIES]
    with typing("".join(f"{query};{ENTER}" for query in queries) + CTRL_D, monkeypatch):
        status, out, err = sql()
    assert status == 0
    told = err.split("onrecord: ")[1:]
    assert len(told) == len(TRIES)
    assert [words for words, said in zip(TRIES.values(), told, strict=True) if words not in said] == []
    assert out.count("┏") == len([query for query in queries if query.startswith("select 1;")])
    assert [path.name for path in files(tmp_path)] == ["a.csv"]


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("select max(value) as m from core.spoken", [{"m": 2.0}]),
        ("select count(*) as n from as_of('2025-02-07')", [{"n": 2}]),
        ("create temp table t as select 41 as a; update t set a = 42; from t", [{"a": 42}]),
        ("create temp view v as select 1 as a; from v", [{"a": 1}]),
        ("create temp macro twice(x) as 2 * x; select twice(21) as a", [{"a": 42}]),
        ("use core; select count(*) as n from observation", [{"n": 2}]),
        ("select current_setting('TimeZone') is not null as zone, '2025-02-07'::date::varchar as d", None),
        ("describe core.metric", None),
    ],
)
def test_questions_are_answered(query: str, answer: object, sql: Sql) -> None:
    status, out, err = sql(query, "--format", "json")
    assert (status, err) == (0, "")
    assert json.loads(out) == answer or (answer is None and json.loads(out))


# ── --output ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_results_go_into_files(sql: Sql, tmp_path: Path) -> None:
    query = "select series_key, value, value as value, date '2025-01-01' as day from core.observation order by all"
    for name in ("a.csv", "a.json", "a.parquet", "A.PARQUET"):
        assert sql(query, "--output", tmp_path / name) == (0, "", "")
    assert (tmp_path / "a.csv").read_text().splitlines()[:2] == [
        "series_key,value,value_1,day",
        "t{n=a},2.0,2.0,2025-01-01",
    ]
    first = {"series_key": "t{n=a}", "value": 2.0, "value_1": 2.0, "day": "2025-01-01"}
    assert json.loads((tmp_path / "a.json").read_text())[0] == first
    table = pq.read_table(tmp_path / "a.parquet")
    assert {name: str(value) for name, value in table.to_pylist()[0].items()} == {k: str(v) for k, v in first.items()}
    assert sql(query, "--output", tmp_path / "a.txt", "--format", "csv")[0] == 0
    assert (tmp_path / "a.txt").read_bytes() == (tmp_path / "a.csv").read_bytes()
    assert len(files(tmp_path)) == 5, "nothing else is left"


def test_json_has_words_for_what_json_has_not(sql: Sql) -> None:
    asked = "select 'nan'::float as a, '-inf'::float as b, map {date '2025-01-01': 1} as c, 'x'::blob as d, 1.50 as e"
    (row,) = json.loads(sql(asked, "--format", "json")[1])
    assert row == {"a": "nan", "b": "-inf", "c": {"2025-01-01": 1}, "d": "b'x'", "e": "1.50"}
    assert sql(asked)[0] == 0


@pytest.mark.parametrize("name", ["published/warehouse.duckdb", "warehouse.duckdb", "archive/a.csv", "a.csv"])
def test_output_never_goes_among_the_collected_data(name: str, sql: Sql, home: Home, tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(home.root / name)
    for path in (home.root / name, home.root / "archive" / ".." / name, tmp_path / "link.csv"):
        status, out, err = sql("select 1", "--format", "csv", "--output", path)
        assert (status, out) == (1, "")
        assert f"expected a file outside {home.root}" in err


def test_output_into_a_second_name_of_the_copy_leaves_the_copy(sql: Sql, home: Home, tmp_path: Path) -> None:
    os.link(home.published, tmp_path / "second.csv")
    assert sql("select 1 as a", "--output", tmp_path / "second.csv")[0] == 0
    assert (tmp_path / "second.csv").read_text() == "a\n1\n"


def test_output_that_cannot_be(sql: Sql, tmp_path: Path) -> None:
    for words, told in {
        ("--output", tmp_path): "expected a name that ends in",
        ("--output", tmp_path, "--format", "csv"): "expected a file; found a folder",
        ("--output", "/dev/null", "--format", "csv"): "expected a file; found a folder or a device",
        ("--output", tmp_path / "a.txt"): "found “txt”",
        ("--output", tmp_path / "none" / "a.csv"): "expected a file that is there",
        ("--format", "parquet"): "Add --output FILE.parquet",
    }.items():
        status, out, err = sql("select 1", *words)
        assert (status, out) == (1, "")
        assert told in err
        assert len(err.splitlines()) == 1
    (tmp_path / "a.csv").write_text("was there\n")
    assert sql("select nothing", "--output", tmp_path / "a.csv")[0] == 1
    assert (tmp_path / "a.csv").read_text() == "was there\n"


# ── what a question costs ────────────────────────────────────────────────────────────────────────────────────────────
def test_a_question_loads_nothing_that_it_does_not_need(home: Home) -> None:
    code = """if True:
        import sys
        from flows.cli import main
        try:
            main()
        finally:
            heavy = "prefect httpx bs4 lxml numpy pyarrow pydantic stamina warcio fastwarc python_calamine asyncio "
            heavy += "prompt_toolkit"
            print([name for name in heavy.split() if name in sys.modules])
    """
    ran = subprocess.run(
        [sys.executable, "-c", code, "sql", "select 1 as a", "--format", "csv"],
        env={**os.environ, "ONRECORD_HOME": str(home.root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "a\n1\n[]\n"
