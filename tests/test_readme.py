"""What README and docs say is so: commands, links, queries with their answers, and the figures that are quoted."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import duckdb
import pytest
import yaml
from click import Command
from conftest import ROOT, Newcomer

from flows.commands import app
from flows.terminal import cell
from warehouse import bundle

README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
QUERIES = sorted((ROOT / "queries").rglob("*.sql"))
OF_ARTICLES = {"claims_beside_figures.sql"}  # answers nothing while the bundled history holds no article
REPLAY_PORT = 8899
VINTAGES = (ROOT / "docs" / "vintages.md").read_text("utf-8")
page = pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))


@pytest.fixture
def copy(newcomer: Newcomer) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published copy, made of the bundled history."""
    with duckdb.connect(str(newcomer.home.published), read_only=True) as connection:
        yield connection


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def commands() -> dict[str, Command]:
    """Every command of the app by its name."""
    return app.commands


def named(text: str) -> list[str]:
    """What follows `onrecord` in code, up to the end of the line or span: `collect [SOURCE]`, `check`."""
    code = re.findall(r"```sh\n(.*?)```", text, re.S) + re.findall(r"(?<!`)`(?!`)([^`]+)`", text)
    return [rest.strip() for span in code for rest in re.findall(r"(?m)^(?:[\w./]*/)?onrecord +(.+)$", span)]


@page
def test_commands_that_are_named_exist(page: Path) -> None:
    there = commands()
    for line in named(page.read_text("utf-8")):
        name = next((name for name in there if (line + " ").startswith(name + " ")), None)
        assert name is not None, f"onrecord {line}"
        options = {option for parameter in there[name].params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", line)) <= options, f"onrecord {line}"


def test_every_command_is_named() -> None:
    """`onrecord check`, `publish`, `rebuild` names three: words in code of the table of commands count."""
    words = set(re.findall(r"`(?:onrecord )?([a-z]+)\b[^`]*`", README)) | {
        " ".join(takewhile(str.isalpha, line.split())) for line in named(README)
    }
    missing = [name for name in commands() if name not in words]
    assert missing == []


def test_make_targets_that_are_named_exist() -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):.*##", (ROOT / "Makefile").read_text("utf-8")))
    said = set(re.findall(r"(?m)(?:^|`)make ([a-z]+)", README))
    assert {"run", "test", "lint"} <= said <= targets


def test_other_things_that_are_named_exist() -> None:
    assert ".venv/bin/python -m collectors.replay" in README
    assert (ROOT / "collectors" / "replay" / "__main__.py").is_file()
    assert f"`ONRECORD_REPLAY=http://127.0.0.1:{REPLAY_PORT}`" in README
    for variable in ("ONRECORD_HOME", "ONRECORD_REPLAY"):
        assert variable in README
        assert any(variable in path.read_text("utf-8") for path in ROOT.glob("[cw]*/**/*.py")), variable


# ── blocks as they are pasted ────────────────────────────────────────────────────────────────────────────────────────
SHELL = re.findall(r"```sh\n(.*?)```", README, re.S)
SCHEDULE = next(block for block in SHELL if "prefect" in block)


@pytest.mark.parametrize("block", SHELL, ids=lambda block: block.split("\n")[0])
def test_blocks_are_shell(block: str) -> None:
    subprocess.run(["bash", "-n", "-c", block], check=True)


def test_python_is_that_of_the_environment() -> None:
    assert re.findall(r"(?<!bin/)\b(?:python|prefect|pip) (?:-|server|work|deploy|worker)", README) == []


def test_import_of_a_file_says_whose_it_is() -> None:
    lines = [line for line in named(README) if line.startswith("import FILE")]
    assert lines
    assert all("--source" in line or "--url" in line for line in lines)


def test_the_schedule_waits_for_its_server_and_names_what_there_is() -> None:
    lines = SCHEDULE.splitlines()
    (waits,) = [k for k, line in enumerate(lines) if line.startswith("until ") and "/health" in line]
    (begins,) = [k for k, line in enumerate(lines) if line.endswith("prefect server start &")]
    assert begins < waits < min(k for k, line in enumerate(lines) if "work-pool create" in line)
    assert "PREFECT_SERVER_ANALYTICS_ENABLED=false" in SCHEDULE
    assert "DO_NOT_TRACK=1" in SCHEDULE
    assert "<http://127.0.0.1:4200>" in README
    deployed = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]
    names = {f"{one['entrypoint'].split(':')[1]}/{one['name']}" for one in deployed}
    run = re.findall(r"prefect deployment run (\S+)", SCHEDULE)
    assert run
    assert set(run) <= names
    assert {f"--pool {one['work_pool']['name']}" for one in deployed} == set(re.findall(r"--pool \w+", SCHEDULE))


# ── links ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@page
def test_links_point_to_files_that_are_there(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.S)
    for target in re.findall(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)", text):
        if not target.startswith(("http://", "https://", "#")):
            assert (page.parent / target.split("#")[0]).exists(), f"{page.name}: {target}"


def test_paths_in_readme_are_there() -> None:
    for path in re.findall(r"\b(?:docs|tests|collectors|warehouse|flows)/[\w./-]+\.(?:md|sql|py|yaml)\b", README):
        assert (ROOT / path).is_file(), path


# ── queries ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.name)
def test_queries_run_and_return_rows(path: Path, copy: duckdb.DuckDBPyConnection) -> None:
    assert path.read_text("utf-8").startswith("-- "), "say what it asks"
    rows = copy.execute(path.read_text("utf-8")).fetchall()
    articles = copy.execute("select count(*) from core.article").fetchall()
    assert rows or (path.name in OF_ARTICLES and articles == [(0,)])


def test_the_newest_figures_come_first_and_say_how_old_they_are(copy: duckdb.DuckDBPyConnection) -> None:
    """Of the newest edition; a month that is not over is marked; 80 characters do."""
    result = copy.execute((ROOT / "queries" / "newest.sql").read_text("utf-8"))
    names, rows = [column[0] for column in result.description or ()], result.fetchall()
    assert names == ["what", "period", "figure", "through", "days", "source"]
    widths = [max(len(cell(row[k], name)) for row in [*rows, names]) for k, name in enumerate(names)]
    assert sum(widths) + 3 * len(names) + 1 <= 80
    ((through,),) = copy.execute("select max(data_through) from marts.currently_detained").fetchall()
    detained = next(row for row in rows if row[0] == "held by ICE")
    assert (detained[1], detained[3], detained[5]) == (f"{through.day} {through:%b %Y}", through, "ICE")
    of_ice = [row for row in rows if row[0] == "book-ins" and row[5] == "ICE"]
    assert len(of_ice) == 3
    assert [row[1] for row in of_ice] == [f"{through:%b %Y} to date", *(row[1] for row in of_ice[1:])]
    assert not any("to date" in row[1] for row in of_ice[1:])
    assert all(row[4] > 0 for row in rows)


def test_the_first_look_has_whole_figures_and_marks_what_is_not_whole(copy: duckdb.DuckDBPyConnection) -> None:
    """What `make run` ends with: 24 lines of 80 characters hold it and what to do next."""
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("run: $(READY)")[2].partition("\n\n")[0]
    assert re.findall(r"queries/(\w+)\.sql", recipe) == ["first_look", "report_of_7_february_2025"]
    result = copy.execute((ROOT / "queries" / "first_look.sql").read_text("utf-8"))
    names, rows = [column[0] for column in result.description or ()], result.fetchall()
    assert names == ["what", "period", "figure", "to_date", "days", "source"]
    widths = [max(len(cell(row[k], name)) for row in [*rows, names]) for k, name in enumerate(names)]
    assert sum(widths) + 3 * len(names) + 1 <= 80
    assert len(rows) + 4 + recipe.count("@echo") <= 24
    said = {row[0]: row for row in rows}
    assert said["held by ICE"][1:4] == ("4 Apr 2026", 60_311, None)
    assert said["book-ins"][1:4] == ("Mar 2026", 32_531, "4,152 in Apr")
    assert said["removals by ICE"][1:4] == ("FY2024", 271_484, "234,236 in FY2026")
    assert [row[5] for row in rows].count("ICE") == 9


def test_the_report_of_7_february_is_answered(copy: duckdb.DuckDBPyConnection) -> None:
    """Who said how many, of which days, and what was published of these: the question that `make run` ends with."""
    query = (ROOT / "queries" / "report_of_7_february_2025.sql").read_text("utf-8")
    said = {
        figure: (of, days, whose, published) for figure, of, days, whose, published in copy.execute(query).fetchall()
    }
    highest = "highest day reported: 1,179 on 27 Jan"
    assert len(said) == 11
    assert said["1,200-1,400"] == ("ICE quota target", "a day", "Vitello", highest)
    assert said["1,100"] == ("ICE arrests", "a day of 20 Jan–7 Feb", "ICE posts on X", highest)
    assert said["over 800"] == ("ICE arrests", "4 Feb", "anonymous source", "no post is at hand")
    assert said["about 300"] == ("ICE arrests", "1 Feb–2 Feb", "anonymous source", "no post is at hand")
    assert said["over 8,000"][:3] == ("ICE arrests", "20 Jan–2 Feb", "White House")
    assert said["461"][:3] == ("ICE releases", "20 Jan–2 Feb", "White House")
    assert said["over 2,700"][:2] == ("removals", "a day")
    assert said["21,990"] == (
        "ICE book-ins",
        "January",
        "ICE, in print now",
        "stood at 15,202 on 7 Feb, through 25 Jan",
    )


def test_what_readme_asks_returns_rows(copy: duckdb.DuckDBPyConnection) -> None:
    asked = re.findall(r'onrecord sql "([^"]+)"', README)
    assert asked
    for query in asked:
        assert copy.execute(query).fetchall() != []


def test_views_that_readme_names_can_be_asked(copy: duckdb.DuckDBPyConnection) -> None:
    lines = [line for line in README.splitlines() if re.match(r"\| `(marts|core)\.", line)]
    assert len(lines) >= 4
    for line in lines:
        names = re.findall(r"`([\w.]+)`", line.split("|")[1])
        schema = names[0].split(".")[0] if names else ""
        for name in names:
            if "." not in name:
                name = f"{schema}.{name}"
            copy.execute(f"select * from {name} limit 1")
            if schema == "marts":
                copy.execute(f"select * from {name}_as_of(date '2025-02-07') limit 1")


def blocks() -> list[tuple[str, list[list[str]]]]:
    """Each query of docs/vintages.md with the table that follows it: its header, its rows."""
    found = []
    for query, table in re.findall(r"```sql\n(.*?)```\n\n((?:\|[^\n]*\n)+)", VINTAGES, re.S):
        header, _, *rows = [[word.strip() for word in line[1:-1].split("|")] for line in table.splitlines()]
        found.append((query, [header, *rows]))
    return found


@pytest.mark.parametrize("number", range(len(blocks())))
def test_vintages_says_what_its_queries_answer(number: int, copy: duckdb.DuckDBPyConnection) -> None:
    query, (header, *rows) = blocks()[number]
    result = copy.execute(query)
    names = [column[0] for column in result.description or ()]
    answer = [[cell(value, name) for name, value in zip(names, row, strict=True)] for row in result.fetchall()]
    assert names == header
    assert answer == rows


def test_every_query_of_vintages_has_its_answer() -> None:
    assert len(blocks()) == VINTAGES.count("```sql") >= 6


def _history_in_readme() -> dict[str, int]:
    """What README says of the bundled history, by name."""
    said = re.search(
        r"(?P<figures>[\d,]+) figures and (?P<entries>[\d,]+) rows of lists of (?P<documents>\d+) documents.*?"
        r"(?P<of_ice>[\d,]+) figures of (?P<workbooks>\d+) ICE workbooks, FY(?P<first>\d+)\s+to\s+FY(?P<last>\d+)",
        README,
        re.S,
    )
    assert said is not None
    return {name: int(number.replace(",", "")) for name, number in said.groupdict().items()}


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_figures_in_readme_are_those_of_the_bundled_history(copy: duckdb.DuckDBPyConnection) -> None:
    said = _history_in_readme()
    counted = copy.execute("""
        select count(*), count(*) filter (edition.source_id = 'ice_detention_statistics'),
            count(distinct document_id) filter (edition.source_id = 'ice_detention_statistics')
        from core.edition inner join core.observation using (document_id)""").fetchall()  # fmt: skip
    assert counted == [(said["figures"], said["of_ice"], said["workbooks"])]
    assert copy.execute("select count(*) from core.entry").fetchall() == [(said["entries"],)]
    history = bundle.bundled()
    assert history is not None
    assert len(history.documents()) == said["documents"]
    years = copy.execute("""
        select min(scope), max(scope) from core.edition
        where source_id = 'ice_detention_statistics' and scope like 'FY%'""").fetchall()  # fmt: skip
    assert years == [(f"FY{said['first']}", f"FY{said['last']}")]
    unseen = copy.execute("select count(*) from core.edition where sightings = 0 and scope is not null").fetchall()
    assert unseen == [(0,)]


def test_the_newcomer_was_told_the_same(newcomer: Newcomer) -> None:
    said = _history_in_readme()
    loaded = f"{said['figures']:,} observations and {said['entries']:,} entries of 0 documents"
    collected, published = (" ".join(run.stdout.split()) for run in (newcomer.collect, newcomer.publish))
    assert f"{loaded} and {said['documents']} of the bundled history" in collected
    assert f"{said['figures']:,} observations in {newcomer.home.published}" in published
