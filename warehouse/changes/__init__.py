"""What became known since a day: editions, revisions, slips, withdrawals, refusals, facilities, claims.

Asked is the published copy alone. Each kind is one query beside this file (`<kind>.sql`), whose rows become `Change`s
with a sentence (`wording`). A revision of which either figure is probably a slip (core.slip) is told as a slip, apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from heapq import nlargest
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote

from warehouse.changes.wording import headline, sentence
from warehouse.connection import Connection

HERE = Path(__file__).parent
#: in the order in which they are told; a slip is a revision that a rule has found
KINDS = ("edition", "revision", "slip", "withdrawal", "refusal", "facility", "claim")
DAYS = 30  # before the newest document, where nobody says since when
#: who gives out the ids (RFC 4151). Nobody owns a name that ends in .example (RFC 2606), so nobody else gives them out.
AUTHORITY = "onrecord.example,2025"
AT_ONCE = 10_000  # rows fetched

Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that became known. Times are UTC.

    `id`: a tag: URI of document and cell, the same in every build, also where a revision turns out to be a slip.
    `document_id`, `sheet`, `cell`: what tells it and where; `old_…`: what was before, of what is gone the last place.
    `rule`, `why`: of a slip, what found it (core.slip). `times`: how many times its threshold a difference is.
    """

    id: str
    kind: str
    known_at: datetime
    publisher: str
    source_id: str
    headline: str
    sentence: str
    document_id: str
    document_url: str
    sheet: str | None = None
    cell: str | None = None
    old_document_id: str | None = None
    old_sheet: str | None = None
    old_cell: str | None = None
    dataflow: str | None = None
    series_key: str | None = None
    time_period: str | None = None
    unit: str | None = None
    old_value: float | None = None
    new_value: float | None = None
    rule: str | None = None
    why: str | None = None
    times: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Since:
    """The day in Washington from whose beginning on changes are told.

    `newest`: day of the newest document, where `day` lies DAYS before it because nobody named one.
    """

    day: date
    newest: date | None = None


def since(connection: Connection, day: date | None = None) -> Since:
    """The day that was named; else DAYS before the newest document at hand, of an empty copy today."""
    if day is not None:
        return Since(day)
    ((first, newest),) = _ask(connection, "since", days=DAYS).fetchall()
    return Since(first, newest) if newest else Since(datetime.now(UTC).date())


def changes(connection: Connection, day: date = date(1970, 1, 1)) -> list[Change]:
    """All that became known from the beginning of a day in Washington on.

    By kind; in each the newest first, but of revisions and slips the largest of each table, then the others by size:
    one table that was restated whole hides no other.
    """
    found = [_change(kind, row) for kind, row in _rows(connection, day)]
    return sorted(found, key=lambda one: KINDS.index(one.kind))


def newest(connection: Connection, count: int) -> list[Change]:
    """The newest of all, so many at most; of one moment by kind, then as `changes` has them."""

    def place(told: tuple[str, Row]) -> tuple[datetime, int]:
        query, row = told
        return row["known_at"], -KINDS.index(_kind(query, row))

    return [_change(*told) for told in nlargest(count, _rows(connection, date(1970, 1, 1)), key=place)]


def _rows(connection: Connection, day: date) -> Iterator[tuple[str, Row]]:
    """What each query returns, a row after the other: of a million claims few are told."""
    for query in KINDS:
        if query == "slip":
            continue
        result = _ask(connection, query, since=day)
        names = [column[0] for column in result.description or ()]
        while rows := result.fetchmany(AT_ONCE):
            for row in rows:
                yield query, dict(zip(names, row, strict=True))


def _ask(connection: Connection, query: str, **variables: object) -> Connection:
    """What a query of this folder returns, which takes its variables with getvariable()."""
    for name, value in variables.items():
        connection.execute(f"set variable {name} = ?", [value])
    return connection.execute((HERE / f"{query}.sql").read_text("utf-8"))


def _kind(query: str, row: Row) -> str:
    return "slip" if row.get("rule") else query


def _change(query: str, row: Row) -> Change:
    kind = _kind(query, row)
    told = {name: row[name] for name in Change.__dataclass_fields__ if name in row}
    tag = f"tag:{AUTHORITY}:{query}/" + "/".join(quote(part, safe="") for part in row["key"])
    return Change(id=tag, kind=kind, headline=headline(kind, row), sentence=sentence(kind, row), **told)
