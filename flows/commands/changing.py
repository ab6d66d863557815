"""`onrecord changes`."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from itertools import groupby

from rich.table import Table

from flows.terminal import line, out
from warehouse.changes import Change, Since, changes, since
from warehouse.connection import read_only
from warehouse.home import home

WIDTH, DAY = 80, 10
TITLES = {
    "edition": "new editions",
    "revision": "revisions above their threshold, the largest of each table first",
    "slip": "probable slips of the publishers, and their corrections",
    "withdrawal": "figures that are gone (of each table the largest)",
    "refusal": "documents and tables that could not be read",
    "facility": "facilities that came onto a list, or went",
    "claim": "new claims in news reports and releases",
}


def print_changes(day: date | None, limit: int, as_json: bool) -> None:
    """Print what became known since a day: of each kind `limit`, in 80 columns; or all of it as JSON lines."""
    with read_only(home().published) as copy:
        begin = since(copy, day)
        told = changes(copy, begin.day)
    if as_json:
        for one in told:
            print(json.dumps(asdict(one), default=str).replace("\x7f", r"\u007f"))  # nothing that a terminal obeys
        return
    out.print(_heading(begin), width=WIDTH, highlight=False)
    kinds = {kind: list(ones) for kind, ones in groupby(told, key=lambda one: one.kind)}
    for kind, title in TITLES.items():
        _show(title, kinds.get(kind, []), limit)


def _heading(begin: Since) -> str:
    if begin.newest is None:
        return f"What became known since {begin.day}, a day in Washington:"
    days = (begin.newest - begin.day).days
    return (
        f"What became known since {begin.day}, {days} days before the newest document at hand ({begin.newest}); "
        "--since DATE names another day."
    )


def _show(title: str, ones: list[Change], limit: int) -> None:
    """A line that counts, then of each the day, the sentence and the cells."""
    shown = f", {limit} shown (--limit, --json)" if len(ones) > limit else ""
    out.print(f"\n[bold]{title}:[/] {len(ones) or 'none'}{shown}", width=WIDTH, highlight=False)
    if not ones:
        return
    table = Table.grid(padding=(0, 1))
    table.add_column(width=DAY)
    table.add_column(width=WIDTH - DAY - 1, overflow="fold")
    for one in ones[:limit]:
        table.add_row(one.known_at.date().isoformat(), f"{line(one.sentence)}\n[cyan]{line(_cells(one))}[/]")
    out.print(table, width=WIDTH, highlight=False)


def _cells(one: Change) -> str:
    """`3f2a9c41d0b7 Detention!E107 ▶ …` as far as there are any: the older place, then the newer one."""
    places = (
        (one.old_document_id, one.old_sheet, one.old_cell),
        (one.document_id, one.sheet, one.cell),
    )
    return " ▶ ".join(_place(*place) for place in places if place[0])


def _place(document_id: str | None, sheet: str | None, cell: str | None) -> str:
    where = "!".join(part.strip() for part in (sheet, cell) if part)
    return f"{(document_id or '')[:12]} {where}".strip()
