"""What a reader asks of the published copy before the first query: what a table holds, which figures have words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from collectors.errors import WarehouseError
from warehouse.connection import locked
from warehouse.dictionary import Relation, relations

_FIGURES = Path(__file__).parent / "queries" / "figures.sql"


@dataclass(frozen=True, slots=True)
class Series:
    """A series whose labels have the words that were asked for, with its newest figure and the query that gives all."""

    row_label: str | None
    column_label: str | None
    table_title: str | None
    publisher: str
    time_period: str
    is_provisional: bool
    value: float
    unit: str | None
    sheet: str | None
    cell: str
    document_url: str
    figures: int  # of the series, as said now
    query: str


def describe(copy: Path, name: str) -> Relation:
    """A table or view of the published copy, with its comments; a name without schema is looked for in ready, marts,
    core and raw. Raises WarehouseError where there is none."""
    with locked(copy) as connection:
        found = {one.name: one for one in relations(connection)}
    wanted = [name, *(f"{schema}.{name}" for schema in ("ready", "marts", "core", "raw", "vintages"))]
    for each in wanted:
        if each in found:
            return found[each]
    near = get_close_matches(name, [*found, *(one.split(".")[1] for one in found)], 3, 0.5)
    raise WarehouseError(
        str(copy),
        table=name,
        expected="a table or view of the published copy",
        found=f"none; near it: {', '.join(dict.fromkeys(near))}" if near else "none",
        remedy="`onrecord describe` lists all of them.",
    )


def listed(copy: Path) -> list[Relation]:
    """The tables and views for which a reader comes: ready tables and marts, without those of a moment (`_at`)."""
    with locked(copy) as connection:
        found = relations(connection)
    return [
        one for schema in ("ready", "marts") for one in found if one.schema == schema and not one.name.endswith("_at")
    ]


def find(copy: Path, words: Sequence[str]) -> list[Series]:
    """The series of which row, column and title together hold all the words, whatever their case; the nearest first."""
    with locked(copy) as connection:
        asked = {"words": [word.lower() for each in words for word in each.split()]}
        rows = connection.execute(_FIGURES.read_text("utf-8"), asked).fetchall()
    return [Series(*row) for row in rows]
