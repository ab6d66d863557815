"""What is on the page, asked of the published copy and put in order; of what there is no figure, that is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from warehouse.report import changed, detention, enforcement, facts, said, standing
from warehouse.report.asking import Row, ask
from warehouse.report.facts import Fact
from warehouse.report.figure import Figure
from warehouse.report.sources import sources


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: its heading and its charts. `empty`: what is said where there is none."""

    id: str
    title: str
    figures: list[Figure]
    empty: str


@dataclass(frozen=True, slots=True)
class Contents:
    """All of the page. Times are UTC, days those of Washington."""

    published_at: datetime
    published_on: date
    held: Row
    facts: list[Fact]
    sections: list[Section]
    changes: list[changed.Part]
    sources: Figure | None


def contents(connection: duckdb.DuckDBPyConnection) -> Contents:
    """Everything that the page says, of a published copy that is open."""
    about = ask(connection, "about")[0]
    today = about["published_on"]
    rows = {name: ask(connection, name) for name in QUERIES}
    editions = rows["editions"]
    return Contents(
        about["published_at"],
        today,
        about,
        _facts(rows),
        [
            Section("detention", "In detention", _made(rows, DETENTION), "No figure of detention is at hand."),
            Section(
                "places",
                "Where people are held",
                _made(rows, {"facilities": standing.held_where}),
                "No facility is at hand.",
            ),
            Section("enforcement", "Removals, arrests, encounters", _made(rows, ENFORCEMENT), "None is at hand."),
            Section("revised", "First said, and now", standing.revisions(rows["revisions"]), "No figure was revised."),
            Section("claims", "What was said", _claims(connection), "No claim counts what a series at hand counts."),
        ],
        [changed.CHANGES[name](rows[name]) for name in changed.CHANGES],
        sources(rows["sources"], editions, rows["gaps"], today) if editions else None,
    )


DETENTION: dict[str, Callable[[Sequence[Row]], Figure]] = {
    "detained": detention.detained,
    "book_ins": detention.book_ins,
    "population": detention.population,
    "releases": detention.releases,
}
ENFORCEMENT: dict[str, Callable[[Sequence[Row]], Figure]] = {
    "removals_to_date": enforcement.removals_to_date,
    "removals": enforcement.removals,
    "arrests": enforcement.arrests,
    "x_daily": enforcement.x_daily,
    "encounters": enforcement.encounters,
}
OTHERS = ("facilities", "revisions", *changed.CHANGES, "sources", "editions", "gaps")
QUERIES = (*DETENTION, *ENFORCEMENT, *OTHERS)


def _made(rows: dict[str, list[Row]], charts: dict[str, Callable[[Sequence[Row]], Figure]]) -> list[Figure]:
    return [make(rows[name]) for name, make in charts.items() if rows[name]]


def _facts(rows: dict[str, list[Row]]) -> list[Fact]:
    found: list[Fact] = []
    if rows["detained"]:
        found += facts.detained(rows["detained"])
    if rows["book_ins"]:
        found.append(facts.of_month(rows["book_ins"], "total", "book-ins in"))
    if rows["removals_to_date"]:
        found.append(facts.same_date(rows["removals_to_date"]))
    if rows["population"]:
        found.append(facts.of_month(rows["population"], "total", "people held on an average day of"))
    return found


def _claims(connection: duckdb.DuckDBPyConnection) -> list[Figure]:
    """What reports said, beside the series that most of it is about."""
    claims = ask(connection, "claims")
    figures = ask(connection, "claim_series", series_keys=said.of_most_claims(claims))
    documents = sorted({one for row in claims for one in row["documents_now"] or []})
    addresses = {row["document_id"]: row["url"] for row in ask(connection, "documents", document_ids=documents)}
    return said.beside(claims, figures, addresses)
