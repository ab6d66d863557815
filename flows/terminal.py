"""What the command line prints: tables that fit the terminal, bars, lines that can be searched for."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

# What is piped on is not cut to the width of a terminal that is not there.
out = Console(width=None if sys.stdout.isatty() else 180, emoji=False)
err = Console(stderr=True, emoji=False)
NARROWEST = 12  # characters of a column that can still be read


def columns(result: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of a result, each once: `a`, `a_1`, as DuckDB calls them in a table."""
    counted = Counter[str]()
    names = []
    for name, *_ in result.description or ():
        names.append(f"{name}_{counted[name]}" if counted[name] else name)
        counted[name] += 1
    return names


def show(names: list[str], rows: list[tuple[Any, ...]], title: str | None = None) -> None:
    """A table; where its columns would be too narrow to read, a block of lines for each row."""
    if title and not rows:
        out.print(f"{title}: none")
    elif len(names) * NARROWEST <= out.width or not rows:
        out.print(as_table(names, rows, title))
    else:
        for number, row in enumerate(rows, start=1):
            block = Table(title=f"row {number}", title_justify="left", show_header=False)
            block.add_column(style="bold")
            block.add_column(overflow="fold")
            for name, value in zip(names, row, strict=True):
                block.add_row(escape(name), cell(value, name))
            out.print(block)


def as_table(names: list[str], rows: list[tuple[Any, ...]], title: str | None = None) -> Table:
    """Rows for the terminal: numbers to the right, in groups of three unless they are years."""
    table = Table(title=title)
    for k, name in enumerate(names):
        number = any(isinstance(row[k], int | float) for row in rows)
        table.add_column(escape(name), justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(cell(value, name) for name, value in zip(names, row, strict=True)))
    return table


def cell(value: object, name: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value) if name.endswith("year") else f"{value:,}"
        case float():
            return f"{value:,.0f}" if value == int(value) else f"{value:,.6g}"
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
    return escape(str(value))


@contextmanager
def progress() -> Iterator[Progress]:
    """Bars on the error stream, so that what a command prints can be piped on."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        yield bar


def say(outcome: str, message: str) -> None:
    """What went wrong, on one line however long: it may be searched for."""
    out.print(f"  [red]{outcome}[/] {escape(message)}", soft_wrap=True)
