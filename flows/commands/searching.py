"""`onrecord search`."""

from __future__ import annotations

import json
from dataclasses import asdict

from rich.padding import Padding
from rich.table import Table

from flows.terminal import err, line, out
from warehouse.home import home
from warehouse.searching import Found, Hit, search

WIDTH = 80
WHAT, WHO, DAY = 7, 14, 10  # characters of the columns before the title


def print_found(words: str, limit: int, as_json: bool) -> None:
    """Print what has the words, in blocks that fit 80 columns or as JSON lines; remarks on the error stream."""
    found = search(home(), words, limit)
    for remark in found.remarks:
        err.print(f"[yellow]search:[/] {line(remark)}", highlight=False, soft_wrap=True)
    if as_json:
        for hit in found.hits:
            print(json.dumps(asdict(hit), default=str).replace("\x7f", r"\u007f"))  # nothing that a terminal obeys
    elif not found.hits:
        out.print(f"nothing found for “{line(words)}”", highlight=False)
    else:
        out.print(_columns("[bold]what", "[bold]who", "[bold]day", "[bold]title"))
        for hit in found.hits:
            _show(hit)
        _count(found)


def _show(hit: Hit) -> None:
    """A line of columns, the quote, and the way on: whole however long, for it is to be copied."""
    day = "" if hit.day is None else hit.day.isoformat()
    out.print(_columns(hit.kind, line(hit.publisher), day, line(hit.title or "")))
    if hit.quote:
        out.print(Padding(f"[dim]{line(hit.quote)}[/]", (0, 0, 0, 2)), width=WIDTH, highlight=False)
    out.print(f"  [cyan]{line(hit.address or hit.query)}[/]", highlight=False, soft_wrap=True)


def _columns(*cells: str) -> Table:
    """A line of the table, its title on several where it is long."""
    shown = Table.grid(padding=(0, 1))
    for width in (WHAT, WHO, DAY, WIDTH - WHAT - WHO - DAY - 3):
        shown.add_column(width=width, overflow="fold")
    shown.add_row(*cells)
    return shown


def _count(found: Found) -> None:
    figures = sum(hit.kind != "article" for hit in found.hits)
    articles = len(found.hits) - figures
    told = f"{figures:,} of {found.figures:,} tables and rows, {articles:,} of {found.articles:,} articles"
    out.print(f"{told} (--limit shows more)" if len(found.hits) < found.figures + found.articles else told)
