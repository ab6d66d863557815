"""What the command line prints: tables that fit the terminal, bars, lines that can be searched for.

Everything that comes from outside (documents, addresses, file names, messages about them) goes through `clean`.
"""

from __future__ import annotations

import logging
import math
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

NARROWEST = 12  # characters of a column that can still be read
PIPED = 180  # characters of a line where there is no terminal whose width counts, and nobody says how many (COLUMNS)
#: what a terminal obeys in place of showing it: C0 (but for tab and line feed), DEL, C1, the marks that turn the
#: direction of writing; and halves of characters, which it cannot show
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Whoever read the other end has had enough: `flows.cli` ends the command, quietly."""
        raise BrokenPipeError


_has_width = (sys.stdout and sys.stdout.isatty()) or os.environ.get("COLUMNS", "").isdigit()
out = _Console(width=None if _has_width else PIPED, emoji=False)
err = _Console(stderr=True, emoji=False)


def clean(text: object) -> str:
    r"""A text with its control characters and marks of direction spelt out: `\x1b`, `\u202e`."""
    return UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), str(text))


def plain(text: object) -> str:
    """A text from outside, as rich may print it: cleaned, and none of it taken for markup."""
    return escape(clean(text))


def line(text: object) -> str:
    """The same on one line."""
    return " ".join(plain(text).split("\n"))


def say(outcome: str, message: str) -> None:
    """What went wrong, on one line however long: it may be searched for."""
    out.print(f"  [red]{line(outcome)}[/] {line(message)}", soft_wrap=True)


def complain(message: str) -> None:
    """Why a command ends without having done it, on the error stream."""
    err.print(f"[red]onrecord:[/] {plain(message)}", highlight=False, soft_wrap=True)


def show(names: Sequence[str], rows: Sequence[tuple[Any, ...]], title: str | None = None) -> None:
    """A table; where its columns would be too narrow to read, a block of lines for each row."""
    if title and not rows:
        out.print(f"{title}: none")
    elif len(names) * NARROWEST <= out.width or not rows:
        out.print(as_table(names, rows, title))
    else:
        for number, row in enumerate(rows, start=1):
            out.print(_as_block(names, row, f"row {number}"))


def as_table(names: Sequence[str], rows: Sequence[tuple[Any, ...]], title: str | None = None) -> Table:
    """Rows for the terminal: numbers to the right, in groups of three unless they are years."""
    table = Table(title=title)
    for k, name in enumerate(names):
        number = any(isinstance(row[k], int | float) for row in rows)
        table.add_column(plain(name), justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(cell(value, name) for name, value in zip(names, row, strict=True)))
    return table


def as_list(names: Sequence[str], rows: Sequence[tuple[Any, ...]], title: str | None = None) -> Table:
    """The same without lines between the columns: what is to fit into 80 characters."""
    table = as_table(names, rows, title)
    table.box, table.padding, table.show_edge, table.title_justify = SIMPLE_HEAD, (0, 0), False, "left"
    return table


def _as_block(names: Sequence[str], row: tuple[Any, ...], title: str) -> Table:
    block = Table(title=title, title_justify="left", show_header=False)
    block.add_column(style="bold")
    block.add_column(overflow="fold")
    for name, value in zip(names, row, strict=True):
        block.add_row(plain(name), cell(value, name))
    return block


def cell(value: object, name: str) -> str:
    """A value of a table, as rich may print it."""
    return escape(readable(value, name))


def readable(value: object, name: str) -> str:
    """A value of the column of that name, as people read it, cleaned."""
    match value:
        case str():
            return value if value.isascii() and value.isprintable() else clean(value)
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value) if name.endswith("year") else f"{value:,}"
        case float() if math.isfinite(value):
            return f"{value:,.0f}" if value == int(value) else f"{value:,.6g}"
        case Decimal() if value.is_finite():
            return f"{value:,f}"
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
    return clean(value)


@contextmanager
def progress() -> Iterator[Callable[[str], Callable[[int, int], None]]]:
    """Bars on the error stream, so that what a command prints can be piped on.

    What is yielded makes a bar of a title; the bar is told how much is done and how much there is.
    """
    from rich import progress as bars  # most commands have none

    columns = (
        bars.SpinnerColumn(),
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TimeElapsedColumn(),
    )
    with bars.Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as shown:

        def bar(title: str) -> Callable[[int, int], None]:
            task = shown.add_task(plain(title), total=None)
            return lambda done, total: shown.update(task, completed=done, total=total)

        yield bar


class Warnings(logging.Handler):
    """What the layers below warn of, cleaned and on one line each."""

    def emit(self, record: logging.LogRecord) -> None:
        """One record."""
        level = record.levelname.lower()
        err.print(f"[yellow]{level}:[/] {line(record.getMessage())}", highlight=False, soft_wrap=True)
