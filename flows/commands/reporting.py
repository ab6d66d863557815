"""`onrecord status`."""

from __future__ import annotations

from typing import TypeAlias

import duckdb

from collectors.archive.store import Archive
from flows.terminal import as_list, out, say
from warehouse.connection import read_only
from warehouse.home import home
from warehouse.queries import answer
from warehouse.refused import newsrooms_changed

Rows: TypeAlias = tuple[list[str], list[tuple[object, ...]]]


def status(coverage: bool, gaps: bool) -> None:
    """What was asked, loaded, refused; with `coverage` also which numeric cells are no figures, with `gaps` the holes
    between editions."""
    with read_only(home().warehouse) as warehouse:
        out.print(as_list(*answer(warehouse, "sources"), title="sources (days are those of UTC)"))
        out.print(as_list(*answer(warehouse, "untried"), title="sources that nobody has tried yet"))
        _tell("documents and tables that could not be read (nothing of them is loaded)", answer(warehouse, "refused"))
        _tell("newsrooms whose pages could not be read", _newsrooms_changed(warehouse))
        _tell("pages that are no article (by newsroom)", answer(warehouse, "no_articles"))
        _tell("tables of which the newest edition says nothing", answer(warehouse, "older_editions"))
        _tell("editions that are known to be newer, and are not at hand", answer(warehouse, "newer_not_at_hand"))
        _tell("documents to be forgotten (their bytes stay in the archive)", answer(warehouse, "forgotten"))
        _tell("addresses that gave no document when last asked", answer(warehouse, "no_document"))
        _tell("lists that bring far less than usual, or nothing new", answer(warehouse, "lists_amiss"))
        _tell("lines of the archive's log that cannot be read", _unreadable_lines())
        if coverage:
            out.print(as_list(*answer(warehouse, "coverage"), title="numeric cells of visible sheets"))
        if gaps:
            out.print(as_list(*answer(warehouse, "gaps"), title="holes between editions (days of Washington)"))
            _tell("editions that are known, and are not at hand", answer(warehouse, "not_at_hand"))


def _newsrooms_changed(warehouse: duckdb.DuckDBPyConnection) -> Rows:
    return ["outcome", "message"], [(error.outcome, str(error)) for error in newsrooms_changed(warehouse)]


def _unreadable_lines() -> Rows:
    lines = Archive(home().archive).unreadable_lines()
    return ["outcome", "message"], [("archive_damaged", str(line)) for line in lines]


def _tell(title: str, found: Rows) -> None:
    """Outcome and message of each, a line each."""
    _, rows = found
    out.print(f"{title}: {len(rows) or 'none'}")
    for outcome, message in rows:
        say(str(outcome), str(message))
