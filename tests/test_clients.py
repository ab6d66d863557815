"""The published copy in the hands of others: over ATTACH, under another name, over HTTP, in other languages.

Other versions of DuckDB: bench/clients.py, which makes the environments in which the blocks of docs/clients.md run.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, Newcomer
from range_server import RangeServer

pytestmark = pytest.mark.slow  # each asks a published copy of the whole history

ATTACHED = '"their figures"'
PAGE = (ROOT / "docs" / "clients.md").read_text("utf-8")
ENVIRONMENTS = ROOT / ".venv-clients"
#: its extension for HTTP, of its package, never over the network
HTTPFS = f"load '{files('duckdb_extension_httpfs')}/extensions/v{duckdb.__version__}/httpfs.duckdb_extension'"
MOMENTS = ("date '2025-02-07'", "'2025-2-7'", "timestamp '2024-11-20 12:00:00'", "'2025-07-04 12:00:00+02:00'")
#: views of a moment that are not named after their macro
OF_MAIN = {"main.as_of": "core.spoken_at", "main.entries_as_of": "core.entry_spoken_at"}


@pytest.fixture(scope="module")
def renamed(newcomer: Newcomer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy under a name that a reader gave it, and nothing beside it."""
    path = tmp_path_factory.mktemp("elsewhere") / "a reader's.duckdb"
    os.link(newcomer.home.published, path)
    return path


@pytest.fixture
def attached(renamed: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB of the reader's own, to which the copy is attached under another name."""
    with attached_to(str(renamed)) as connection:
        yield connection


@contextmanager
def attached_to(address: str, *before: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """`before`: statements that go before."""
    offline = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    with duckdb.connect(config=offline) as connection:
        for statement in before:
            connection.execute(statement)
        connection.execute(f"attach '{address.replace(chr(39), chr(39) * 2)}' as {ATTACHED} (read_only)")
        yield connection


def relations(connection: duckdb.DuckDBPyConnection) -> list[str]:
    of_theirs = "where database_name = 'their figures' and not internal"
    names = connection.execute(
        f"select schema_name || '.' || table_name from duckdb_tables() {of_theirs} "
        f"union all select schema_name || '.' || view_name from duckdb_views() {of_theirs} order by 1"
    ).fetchall()
    return [name for (name,) in names]


def sliced(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Macro of a moment ▶ the view beside it."""
    macros = connection.execute(
        "select schema_name || '.' || function_name from duckdb_functions() "
        "where database_name = 'their figures' and function_type = 'table_macro' and parameters = ['moment']"
    ).fetchall()
    return {name: OF_MAIN.get(name, name.removesuffix("_as_of") + "_at") for (name,) in macros}


# ── over ATTACH ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_every_table_and_view_answers_over_attach_and_holds_nothing_infinite(
    attached: duckdb.DuckDBPyConnection,
) -> None:
    """Of each a first row; of what is no view of a moment, every value that a client may choke on."""
    names = relations(attached)
    assert {"core.asked", "ready.book_ins_at", "vintages.figure", "marts.claims"} <= set(names)
    unsure = numbers_and_days(attached)
    assert {"value", "valid_to", "period_start"} <= set(unsure["marts.book_ins"])
    for name in names:
        attached.execute(f"select * from {ATTACHED}.{name} limit 1").fetchall()
        if name in unsure and not name.endswith("_at"):
            finite = " and ".join(f'coalesce(isfinite("{column}"), true)' for column in unsure[name])
            odd = attached.execute(f"select count(*) from {ATTACHED}.{name} where not ({finite})").fetchall()
            assert odd == [(0,)], name


def numbers_and_days(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The columns of every table and view whose type knows infinity."""
    found = connection.execute(
        "select schema_name || '.' || table_name, list(column_name) from duckdb_columns() "
        "where database_name = 'their figures' and not internal "
        "and data_type in ('DOUBLE', 'FLOAT', 'DATE', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE') group by all"
    ).fetchall()
    return dict(found)


def test_beside_every_macro_of_a_moment_stands_a_view_that_says_the_same(attached: duckdb.DuckDBPyConnection) -> None:
    pairs = sliced(attached)
    assert len(pairs) > 100
    assert set(pairs.values()) <= set(relations(attached))
    attached.execute("set variable as_of = date '2025-02-07'")
    counted = "select count(*), bit_xor(hash(line)) from {} as line"
    views = {view: attached.execute(counted.format(f"{ATTACHED}.{view}")).fetchall() for view in pairs.values()}
    attached.execute(f"use {ATTACHED}")
    for macro, view in pairs.items():
        assert attached.execute(counted.format(f"{macro}(date '2025-02-07')")).fetchall() == views[view], view
    assert sum(rows[0][0] > 0 for rows in views.values()) > 50


@pytest.mark.parametrize("name", ["ready.book_ins", "ready.same_date", "marts.currently_detained"])
def test_a_view_reads_its_moment_as_the_macro_does(attached: duckdb.DuckDBPyConnection, name: str) -> None:
    now = attached.execute(f"from {ATTACHED}.{name} order by all").fetchall()
    assert attached.execute(f"from {ATTACHED}.{name}_at order by all").fetchall() == now  # not set
    attached.execute(f"use {ATTACHED}")
    answers = []
    for moment in MOMENTS:
        attached.execute(f"set variable as_of = {moment}")
        answers.append(attached.execute(f"from {name}_at order by all").fetchall())
        assert answers[-1] == attached.execute(f"from {name}_as_of({moment}) order by all").fetchall(), moment
    assert answers[0] == answers[1] != answers[2]
    attached.execute("reset variable as_of")
    assert attached.execute(f"from {name}_at order by all").fetchall() == now


def test_what_is_no_moment_is_an_error(attached: duckdb.DuckDBPyConnection) -> None:
    attached.execute("set variable as_of = 'last week'")
    with pytest.raises(duckdb.ConversionException, match="last week"):
        attached.execute(f"from {ATTACHED}.ready.book_ins_at")


# ── over HTTP ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_slice_over_http_fetches_a_small_part_of_the_file(renamed: Path) -> None:
    with RangeServer(renamed) as site, attached_to(site.url, HTTPFS) as connection:
        to_attach = site.sent
        connection.execute("set variable as_of = date '2025-02-07'")
        fetched = {}
        for name in ("ready.book_ins_at", "marts.currently_detained_at", "ready.facilities_at"):
            before = site.sent
            assert connection.execute(f"from {ATTACHED}.{name}").fetchall()
            fetched[name] = site.sent - before
        print(f"{site.size:,} bytes; fetched to attach {to_attach:,}, then {fetched}")
        assert to_attach < site.size / 10
        assert sum(fetched.values()) < site.size / 20


def test_the_block_over_http(renamed: Path) -> None:
    with RangeServer(renamed) as site, duckdb.connect() as connection:
        code = block("sql").replace("load httpfs", HTTPFS).replace("https://files.example/warehouse.duckdb", site.url)
        assert site.url in code
        assert HTTPFS in code
        assert len(connection.execute(code).fetchall()) > 80


# ── as the page says it ──────────────────────────────────────────────────────────────────────────────────────────────
def block(language: str, among: str = "") -> str:
    """The block of a language in the page that has some words in it."""
    (found,) = [text for text in re.findall(rf"```{language}\n(.*?)```", PAGE, re.S) if among in text]
    return str(found)


def ran(newcomer: Newcomer, *command: str) -> str:
    result = subprocess.run(
        command, cwd=newcomer.home.root.parent, capture_output=True, text=True, check=False, timeout=120
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def at_hand(*parts: str) -> Path:
    path = ENVIRONMENTS.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{path.relative_to(ROOT)} is not at hand (python -m bench.clients makes it)")
    return path


def numbers(text: str) -> list[int]:
    """The numbers of five figures: those of book-ins."""
    return [int(number) for number in re.findall(r"(?<![\d.-])\d{5}(?![\d-])", text.replace(",", ""))]


@pytest.fixture
def book_ins(newcomer: Newcomer) -> list[int]:
    """Those of fiscal year 2025 as of 7 February 2025, line after line: by ICE, by CBP, and all."""
    with duckdb.connect(str(newcomer.home.published), read_only=True) as connection:
        rows = connection.execute(
            "select ice, cbp, total from ready.book_ins_as_of(date '2025-02-07') where fiscal_year = 2025 "
            "order by month"
        ).fetchall()
    told = [int(value) for row in rows for value in row]
    assert (len(rows), rows[0][2]) == (4, 23_621)
    return [value for value in told if value >= 10_000]


def test_the_block_of_the_shell(newcomer: Newcomer, book_ins: list[int]) -> None:
    shell = at_hand("shell", "bin", "duckdb")
    said = ran(newcomer, "bash", "-c", f'PATH="{shell.parent}:$PATH"; {block("sh")}')
    assert numbers(said) == book_ins
    assert "| 2025-01 |" in said


@pytest.mark.parametrize("library", ["polars", "pandas"])
def test_the_blocks_of_python(newcomer: Newcomer, book_ins: list[int], library: str) -> None:
    python = at_hand("frames", "bin", "python")
    said = ran(newcomer, str(python), "-c", block("python", {"polars": ".pl()", "pandas": ".df()"}[library]))
    assert numbers(said) == book_ins
    assert "2025-01-01" in said
    assert "294247" not in said


def test_the_block_of_node(newcomer: Newcomer, book_ins: list[int]) -> None:
    modules = at_hand("node_modules")
    if (node := shutil.which("node")) is None:
        pytest.skip("node is not installed")
    said = ran(newcomer, node, "--input-type=module", "-e", absolute(block("js"), modules))
    assert numbers(said) == book_ins
    assert said.splitlines()[0].startswith("2024-10-01")


def absolute(code: str, modules: Path) -> str:
    """The code, which looks for its package where it was installed."""
    return code.replace('"@duckdb/node-api"', f'"{modules}/@duckdb/node-api/lib/index.js"')


EVERY = """
import sys, warnings, duckdb, pandas, polars
warnings.simplefilter("error")
connection = duckdb.connect(sys.argv[1], read_only=True)
names = connection.execute(
    "select schema_name || '.' || view_name from duckdb_views() "
    "where schema_name in ('marts', 'ready') and not ends_with(view_name, '_at') order by 1"
).fetchall()
limit = "limit 5000"
for (name,) in names:
    one, other = connection.sql(f"from {name} {limit}").df(), connection.sql(f"from {name} {limit}").pl()
    assert len(one) == len(other), name
    for column in one.select_dtypes("datetime").columns:
        days = one[column].dropna()
        assert days.empty or (days.min().year > 1900 and days.max().year < 2100), (name, column)
print(len(names))
"""


def test_pandas_and_polars_read_every_mart(newcomer: Newcomer) -> None:
    python = at_hand("frames", "bin", "python")
    assert int(ran(newcomer, str(python), "-c", EVERY, str(newcomer.home.published))) > 100


EVERY_IN_NODE = """
import { DuckDBInstance } from "@duckdb/node-api";
const instance = await DuckDBInstance.create("FILE", { access_mode: "READ_ONLY" });
const connection = await instance.connect();
const names = await connection.runAndReadAll(
  "select schema_name || '.' || view_name from duckdb_views() " +
  "where schema_name in ('marts', 'ready') and not ends_with(view_name, '_at')");
for (const [name] of names.getRows()) {
  const reader = await connection.runAndReadAll(`from ${name} limit 2000`);
  JSON.stringify(reader.getRowObjectsJson());
  for (const row of reader.getRowObjectsJS())
    for (const value of Object.values(row))
      if (value instanceof Date) value.toISOString();  // throws where there is no such day
}
console.log(names.getRows().length);
"""


def test_node_reads_every_mart(newcomer: Newcomer) -> None:
    modules = at_hand("node_modules")
    if (node := shutil.which("node")) is None:
        pytest.skip("node is not installed")
    code = absolute(EVERY_IN_NODE.replace("FILE", str(newcomer.home.published)), modules)
    assert int(ran(newcomer, node, "--input-type=module", "-e", code)) > 100


@pytest.mark.parametrize(("suffix", "read"), [("csv", "read.csv"), ("dta", "haven::read_dta")])
def test_r_reads_the_exports(newcomer: Newcomer, suffix: str, read: str) -> None:
    rscript = r_with("haven" if suffix == "dta" else "utils")
    folder = newcomer.home.published.parent / "tables" / "ready"
    code = (
        f"figures <- {read}('{folder}/book_ins.{suffix}'); months <- as.Date(figures$month); "
        "cat(nrow(figures), sum(figures$total, na.rm = TRUE), format(min(months)), format(max(months)))"
    )
    with duckdb.connect(str(newcomer.home.published), read_only=True) as connection:
        ((rows, total, first, last),) = connection.execute(
            "select count(*), sum(total), min(month), max(month) from ready.book_ins"
        ).fetchall()
    assert ran(newcomer, rscript, "-e", code).split() == [str(rows), str(int(total)), str(first), str(last)]


def test_r_reads_every_ready_table_of_stata(newcomer: Newcomer) -> None:
    rscript = r_with("haven")
    folder = newcomer.home.published.parent / "tables" / "ready"
    code = f"for (path in Sys.glob('{folder}/*.dta')) cat(basename(path), nrow(haven::read_dta(path)), '\\n')"
    said = dict(line.split() for line in ran(newcomer, rscript, "-e", code).splitlines())
    assert len(said) > 10
    with duckdb.connect(str(newcomer.home.published), read_only=True) as connection:
        for name, rows in said.items():
            counted = connection.execute(f"select count(*) from ready.{name.removesuffix('.dta')}").fetchall()
            assert counted == [(int(rows),)], name


def r_with(package: str) -> str:
    """Rscript, where it has a package."""
    rscript = shutil.which("Rscript")
    if rscript is None or subprocess.run([rscript, "-e", f"library({package})"], capture_output=True).returncode:
        pytest.skip(f"R with the package {package} is not installed")
    return rscript
