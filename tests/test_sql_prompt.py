"""`onrecord sql` at a terminal: what is typed, brought back, completed, interrupted, wrong."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from at_a_terminal import CTRL_C, CTRL_D, ENTER, TAB, UP, typing

from flows import cli, terminal
from warehouse.completing import completions, names
from warehouse.home import Home
from warehouse.replacing import put_in_place
from warehouse.statements import Result, is_whole, results

LONG = "select count(*) from range(10000000) a, range(10000000) b where hash(a.range, b.range) = 1"
Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "data")
    made.published.parent.mkdir(parents=True)
    _publish(made, "march")
    return made


def _publish(home: Home, said: str) -> None:
    with duckdb.connect(str(home.published)) as connection:
        connection.execute(f"""
            create schema marts;
            create schema core;
            create table marts.book_ins as select '{said}' as month, 1 as value;
            comment on table marts.book_ins is 'One row a month and agency. Key: month.';
            create table core.figure as select date '2025-02-07' as day, 2 as value;
            comment on table core.figure is 'All figures of book-ins.';
            create view marts.book_ins_at as from core.figure where day <= getvariable('as_of');
            create macro marts.book_ins_as_of(moment) as table from core.figure where day <= moment;
            create macro age_days(moment) as 1;
        """)


@pytest.fixture
def typed(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    r"""`typed("select 1 as a;\r", "--format", "csv")`: exit status, what is printed after the greeting, errors."""
    monkeypatch.setenv("ONRECORD_HOME", str(home.root))
    monkeypatch.setattr(terminal.out, "width", 80)

    def run(keys: str, *words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["onrecord", "sql", *map(str, words)])
        with typing(keys + CTRL_D, monkeypatch), pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        greeting, _, out = said.out.partition("\n")
        assert r".help" in greeting or ended.value.code
        return int(ended.value.code or 0), out, said.err

    return run


def csv(typed: Typed, *lines: str) -> str:
    """What is printed of lines, each with Enter, where nothing is wrong."""
    status, out, err = typed("".join(line + ENTER for line in lines), "--format", "csv")
    assert (status, err) == (0, "")
    return out


# ── what is typed ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_query_ends_with_a_semicolon_on_whatever_line(typed: Typed) -> None:
    assert csv(typed, "select 1 as a", ", ';", "-- ;' as b", "-- no more ;", ";", "", "select 2 as c;") == (
        'a,b\n1,";\n-- ;"\nc\n2\n'
    )


def test_what_was_set_and_made_stays(typed: Typed) -> None:
    assert (
        csv(
            typed,
            "set variable as_of = date '2025-02-06'; select count(*) as n from marts.book_ins_at;",
            "set variable as_of = date '2025-02-07';",
            "select count(*) as n from marts.book_ins_at; create temp table t as select 5 as five;",
            "from t;",
        )
        == "n\n0\nn\n1\nfive\n5\n"
    )


@pytest.mark.parametrize("leave", [r"\q", r"\q;", ".quit", ".exit", "quit", "exit;", CTRL_D, f"sel{CTRL_C}\\q"])
def test_leaving(leave: str, typed: Typed) -> None:
    assert typed(f"{leave}{ENTER}select 1 as a;{ENTER}") == (0, "", "")


def test_what_was_typed_is_brought_back_the_next_time_too(typed: Typed, home: Home) -> None:
    assert csv(typed, "select 'é'", "as a;", "select 2 as b;") == "a\né\nb\n2\n"
    assert csv(typed, f"{UP}{UP}{UP}") == "a\né\n"
    assert home.typed.exists()


def test_a_home_that_is_not_ones_own_keeps_no_history(
    typed: Typed, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert csv(typed, "select 1 as a;") == "a\n1\n"
    assert not home.typed.exists()


def test_the_options_hold_for_each_query(typed: Typed) -> None:
    assert (
        typed(f"from range(9);{ENTER}select 2 as b;{ENTER}", "--format", "csv", "--limit", 1)[1] == "range\n0\nb\n2\n"
    )
    status, out, err = typed("", "--output", "a.csv")
    assert (status, out) == (2, "")
    assert "A file takes the answer to one query" in err


@pytest.mark.parametrize("wrong", ["selct 1;", "from nosuch;", "select 'x'::int;", "from read_text('/etc/passwd');"])
def test_what_is_wrong_is_told_and_the_prompt_goes_on(wrong: str, typed: Typed) -> None:
    status, out, err = typed(f"{wrong}{ENTER}select 2 as b;{ENTER}", "--format", "csv")
    assert (status, out) == (0, "b\n2\n")
    assert err.count("onrecord: ") == 1
    assert "Error: " in err


def test_words_that_are_no_utf_8(typed: Typed) -> None:
    status, out, err = typed(f"select '\udcff';{ENTER}select 2 as b;{ENTER}", "--format", "csv")
    assert (status, out) == (0, "b\n2\n")
    assert "expected words in UTF-8" in err


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_help_and_tables(typed: Typed) -> None:
    status, out, err = typed(f".help{ENTER}.tables{ENTER}.tables FIGURES{ENTER}.tables nosuch{ENTER}.nosuch{ENTER}")
    assert status == 0
    said, made, found, none = out.split("┏")
    assert r"\q" in said
    assert re.findall(r"│ (\S+) +│ (.*?) +│", made) == [
        ("marts.book_ins", "One row a month and agency"),
    ]
    assert re.findall(r"│ (\S+) +│ (.*?) +│", found) == [("core.figure", "All figures of book-ins")]
    assert "│" not in none
    assert err == "onrecord: expected .help, .tables or \\q; found .nosuch.\n"


def test_a_newer_copy_is_told(typed: Typed, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = Home(tmp_path / "newer")
    newer.published.parent.mkdir(parents=True)
    _publish(newer, "april")

    def published_meanwhile(*asked: Any) -> Any:
        put_in_place(newer.published, home.published)
        return results(*asked)

    monkeypatch.setattr("flows.commands.asking.results", published_meanwhile)
    status, out, err = typed(f"select month from marts.book_ins;{ENTER}", "--format", "csv")
    assert (status, out) == (0, "month\nmarch\n")
    assert err.startswith("onrecord: a newer copy was published")


# ── completing ───────────────────────────────────────────────────────────────────────────────────────────────────────
def complete(home: Home, text: str) -> list[str]:
    """The names by which a text may go on where a bar stands."""
    before, _, after = text.partition("|")
    with duckdb.connect(str(home.published), read_only=True) as connection:
        return [*completions(names(connection), before + after, len(before))[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from mar|", ["marts"]),
        ("from marts.|", ["book_ins", "book_ins_at", "book_ins_as_of("]),
        ("from MARTS.BOOK_INS_A|", ["book_ins_at", "book_ins_as_of("]),
        ("from book|", ["marts.book_ins", "marts.book_ins_at", "marts.book_ins_as_of("]),
        ("select mo| from marts.book_ins", ["month", "mode", "months", "move"]),
        ("select val| from core.figure", ["value", "valid", "validate", "validator", "values"]),
        ("select book_ins.|", ["month", "value"]),
        ("select marts.book_ins.v|", ["value"]),
        ("select core.book_ins.v|", []),
        ("select age|", ["age_days("]),
        ("sel|", ["select"]),
        ("select 'é', nosuch|", []),
        ("|", ["core", "marts", "marts.book_ins", "marts.book_ins_at", "core.figure"]),
    ],
)
def test_names_that_begin_so(text: str, expected: list[str], home: Home) -> None:
    assert complete(home, text) == expected


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("select 1;", True),
        ("select 1; -- and", True),
        ("select 1 -- ;", False),
        ("select ';", False),
        ("select 1; '", False),
        ('select 1; ";', False),
        ("select 1; /* ;", False),
        ("select $$;", False),
        ("select $$;$$;", True),
        ("selct ;", True),
        ("", False),
        (";", True),
    ],
)
def test_what_is_a_whole_query(text: str, whole: bool) -> None:
    assert is_whole(duckdb.connect(), text) == whole


# ── interrupted ──────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.slow
@pytest.mark.parametrize("query", [LONG, "from range(100000000000)"])
def test_ctrl_c_ends_a_query_and_not_the_prompt(query: str, typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(warehouse: duckdb.DuckDBPyConnection, text: str, limit: None) -> Iterator[Result]:
        if text.startswith(query):
            threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
        return results(warehouse, text, limit)

    monkeypatch.setattr("flows.commands.asking.results", interrupted)
    status, out, err = typed(f"{query};{ENTER}select 42 as b;{ENTER}", "--format", "csv")
    assert (status, err) == (0, "onrecord: interrupted.\n")
    assert out.endswith("b\n42\n")


@pytest.mark.slow
def test_a_real_terminal(home: Home) -> None:
    """A process of its own at a terminal of its own: Tab, a query, Ctrl-C while one runs, and leaving."""
    keyboard, screen = pty.openpty()
    command = [str(Path(sys.executable).with_name("onrecord")), "sql"]
    environment = {**os.environ, "ONRECORD_HOME": str(home.root), "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
    running = subprocess.Popen(
        [sys.executable, "-c", "import os, pty, sys; os.login_tty(0); os.execv(sys.argv[1], sys.argv[1:])", *command],
        stdin=screen, stdout=screen, stderr=screen, env=environment,
    )  # fmt: skip
    os.close(screen)
    seen = ""

    def until(words: str, press: bytes = b"") -> None:
        nonlocal seen
        ending = time.monotonic() + 30
        while words not in seen:
            assert time.monotonic() < ending, seen
            if select.select([keyboard], [], [], 0.5)[0]:
                seen += os.read(keyboard, 65536).decode(errors="replace")
            else:
                os.write(keyboard, press)
        seen = seen.split(words, 1)[1]

    for keys, words in (
        ("", "onrecord>"),
        ("select day from core.fi" + TAB, "gure"),
        (";\r", "│ 2025-02-07 │"),
        ("select 40 + 2 as answer;\r", "│     42 │"),
        (f"{LONG};\r", "= 1;\x1b"),
    ):
        os.write(keyboard, keys.encode())
        until(words)
    until("interrupted.", press=CTRL_C.encode())
    os.write(keyboard, b"select 43 as answer;\r")
    until("│     43 │")
    os.write(keyboard, b"\\q\r")
    assert running.wait(20) == 0
