"""Rows ▶ what a table of the page shows, and the same as a file to take away."""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from warehouse.report.asking import Row
from warehouse.report.words import cell, day

LONG = ("words", "series")
AGENCY = re.compile(r"\b(ice|cbp)(?= )")  # the columns of ready tables, whose names cells have
NUMBERS = ("number", "decimal", "percent", "signed", "amount", "change")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for one


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the column of the query, its heading, and how its values are written (`words.cell`)."""

    name: str
    heading: str
    kind: str = "number"

    @property
    def look(self) -> str:
        """How its cells are set: a number, words that want room, or like all."""
        return "n" if self.kind in NUMBERS else "long" if self.kind in LONG else ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: an address that a reader can open (None where it is none), sheet and cells, the bytes."""

    url: str | None
    text: str
    document_id: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is shown: its cells in words, a remark, the places of its figures."""

    cells: list[str]
    links: list[str | None]
    remark: str
    places: list[Place]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption. `csv` is a link that holds the whole file."""

    caption: str
    columns: list[Column]
    lines: list[Line]
    csv: str
    file: str

    @property
    def has_remarks(self) -> bool:
        """Whether any row has one."""
        return any(line.remark for line in self.lines)


def table(file: str, caption: str, columns: Sequence[Column], rows: Sequence[Row]) -> Table:
    """The rows under these columns; each may have `is_provisional`, `data_through`, `remark`, `sources`."""
    return Table(caption, [*columns], [_line(columns, row) for row in rows], _link(columns, rows), f"{file}.csv")


def address(url: str | None) -> str | None:
    """An address that may be a link: of the web, whatever a document or feed has in that place."""
    return url if url and url.startswith(("https://", "http://")) else None


def places(row: Row, only: str | None = None) -> list[Place]:
    """Where the figures of a row stand; of ready tables, whose cells have names, `only` the one of this name."""
    found = [one for one in row.get("sources") or [] if one is not None]
    return [Place(address(one["url"]), _name(one, only), one["document_id"]) for one in found]


def _name(source: Row, only: str | None) -> str:
    """`ICE: Detention FY26: ICE O22, CBP O21, total O20`."""
    sheet, colon, cells = (source["place"] or "").rpartition(": ")
    named = [cell_ for cell_ in cells.split(", ") if only and cell_.startswith(f"{only} ")] or [cells]
    place = AGENCY.sub(lambda found: found[0].upper(), f"{sheet}{colon}{', '.join(named)}")
    return f"{source['publisher']}: {place}" if place else str(source["publisher"])


def _line(columns: Sequence[Column], row: Row) -> Line:
    cells = [cell(row[column.name], column.kind) for column in columns]
    links = [address(row.get(f"{column.name}_url")) for column in columns]
    return Line(cells, links, remark(row), places(row))


def remark(row: Row) -> str:
    """What a reader must know of a row: that its period was not over, and up to which day it is counted."""
    said = [str(row["remark"])] if row.get("remark") else []
    if row.get("is_provisional"):
        through = row.get("data_through")
        said.append(f"not whole: through {day(through)}" if through else "not whole")
    return "; ".join(said)


def _link(columns: Sequence[Column], rows: Sequence[Row]) -> str:
    """The rows as CSV in a `data:` address: from disk and without a network it is a file all the same."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*(column.name for column in columns), "remark", "places", "addresses", "documents"])
    for row in rows:
        found = row.get("sources") or []
        each = [[one[name] or "" for one in found] for name in ("place", "url", "document_id")]
        writer.writerow(
            [
                *(_plain(row[column.name]) for column in columns),
                _plain(remark(row)),
                *(_plain("; ".join(one)) for one in each),
            ]
        )
    return "data:text/csv;charset=utf-8;base64," + base64.b64encode(stream.getvalue().encode()).decode()


def _plain(value: Any) -> Any:
    """A value as a file has it; a text that a spreadsheet would take for a formula begins with an apostrophe."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
