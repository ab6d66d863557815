"""`onrecord describe`, `onrecord find`."""

from __future__ import annotations

import json
from dataclasses import asdict

from rich.table import Table

from flows.terminal import line, out
from warehouse.describing import Series, describe, find, listed
from warehouse.home import home

WIDTH = 80


def print_description(name: str | None) -> None:
    """Print what a table is and what its columns mean; without a name what there is."""
    if name is None:
        for one in listed(home().published):
            out.print(
                _columns(
                    (28, one.name.partition(".")[2] if one.schema == "marts" else one.name), (51, _first(one.meaning))
                )
            )
        out.print("onrecord describe NAME tells the columns of one", highlight=False)
        return
    told = describe(home().published, name)
    out.print(f"[bold]{told.name}[/] ({told.kind})", highlight=False)
    out.print(line(told.meaning), width=WIDTH, highlight=False)
    for column in told.columns:
        kind = column.type.lower() if len(column.type) <= 12 else column.type.lower()[:11] + "…"
        out.print(_columns((24, column.name), (12, kind), (42, column.meaning)))


def print_figures(words: tuple[str, ...], limit: int, as_json: bool) -> int:
    """Print the series whose labels hold the words; 1 where there is none."""
    found = find(home().published, words)
    if as_json:
        for one in found[:limit]:
            print(json.dumps(asdict(one), default=str))
        return 0 if found else 1
    for one in found[:limit]:
        _show(one)
    rest = f" (--limit shows more than {limit})" if len(found) > limit else ""
    said = f"{len(found):,} series{rest}" if found else f"no label of a figure has “{line(' '.join(words))}”"
    out.print(f"{said}; onrecord search looks for tables, rows and articles", highlight=False)
    return 0 if found else 1


def _show(one: Series) -> None:
    label = " · ".join(each for each in (one.row_label, one.column_label) if each)
    to_date = " to date" if one.is_provisional else ""
    value = f"{one.value:,.0f}" if one.value == int(one.value) else f"{one.value:,.2f}"
    out.print(_columns((44, label), (20, one.time_period + to_date), (14, value)))
    place = "!".join(each for each in (one.sheet, one.cell) if each)
    out.print(
        f"  [dim]{line(one.publisher)}: {line(one.table_title or '')}, {line(place)}[/]", highlight=False, width=WIDTH
    )
    out.print(f"  [cyan]{line(one.query)}[/]", highlight=False, soft_wrap=True)


def _columns(*cells: tuple[int, str]) -> Table:
    """A line of columns of these widths, each on several lines where its text is long."""
    shown = Table.grid(padding=(0, 1))
    for width, _ in cells:
        shown.add_column(width=width, overflow="fold")
    shown.add_row(*(line(text) for _, text in cells))
    return shown


def _first(text: str) -> str:
    return text.split(". ")[0].rstrip(".")
