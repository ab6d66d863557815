"""The charts of what reports said, each beside the published series that counts the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from warehouse.report.asking import Row
from warehouse.report.claimed import claimed
from warehouse.report.figure import Figure
from warehouse.report.tables import Column, table
from warehouse.report.words import day, number

MOST_SERIES, MOST_CLAIMS = 4, 150  # series that are drawn, claims of one of them
CELLS = 3  # of a sum: how many are named
COLUMNS = [
    Column("published_on", "Reported", "day"),
    Column("value_text", "Said", "text"),
    Column("period", "Of", "text"),
    Column("attribution", "On whose word", "text"),
    Column("title", "In", "words"),
    Column("quote", "Sentence", "words"),
    Column("value_then", "Published then"),
    Column("value_now", "Published now"),
    Column("reason", "How held against", "text"),
]


def of_most_claims(claims: Sequence[Row]) -> list[str]:
    """The series that most claims are about."""
    counted = Counter(row["series_key"] for row in claims)
    return sorted(counted, key=lambda key: (-counted[key], key))[:MOST_SERIES]


def beside(claims: Sequence[Row], figures: Sequence[Row], addresses: Mapping[str, str]) -> list[Figure]:
    """Claims and figures of several series (`series_key`): a chart of each series, that of most claims first.

    `addresses`: document_id ▶ where it was published, of the documents that claims are held against.
    """
    made: list[Figure] = []
    for key in of_most_claims(claims):
        rows = [_claim(row, addresses) for row in claims if row["series_key"] == key]
        if series := [row for row in figures if row["series_key"] == key]:
            made.append(_beside(rows, series, len(made) + 1))
    return made


def _beside(claims: Sequence[Row], figures: Sequence[Row], place: int) -> Figure:
    first, newest, shown = figures[0], claims[0], claims[:MOST_CLAIMS]
    counted = newest["measure"].replace("_", " ")
    of_them = f", of which the newest {len(shown)} are shown" if len(shown) < len(claims) else ""
    count = "1 claim counts" if len(claims) == 1 else f"{number(len(claims))} claims count"
    series = first["table_title"] or first["publisher"]
    return Figure(
        id=f"claims-{place}",
        title=f"{counted.capitalize()}: what was said, beside “{series}”",
        point=f"{count} what this series counts{of_them}. {_newest(newest)}",
        unit=f"{counted}, as said and as published",
        through=max(row["period_end"] for row in figures),
        source=series,
        note=f"A claim is held against the series that measures the same: {first['series_key']}.",
        drawing=claimed(shown, figures),
        table=table(f"claims_{place}", f"Claims beside {first['series_key']}, newest first", COLUMNS, shown),
    )


def _newest(row: Row) -> str:
    """The newest claim in words, with what was published of its days when it was made."""
    on = f" on {day(row['published_on'])}" if row["published_on"] else ""
    published = "none" if row["value_then"] is None else number(row["value_then"])
    return (
        f"The newest: {row['publisher']}{on}, {row['value_text']}, {row['period']}, attributed to "
        f"{row['attribution']}. Published then: {published} ({row['reason']})."
    )


def _claim(row: Row, addresses: Mapping[str, str]) -> Row:
    """A claim as the table shows it."""
    start, end = row["period_start"], row["period_end"]
    qualified = "" if row["qualifier"] in ("exact", "range") else f"{row['qualifier'].replace('_', ' ')} "
    return {
        **row,
        "value_text": f"{qualified}{row['value_text']} {row['measure'].replace('_', ' ')}",
        "period": day(start) if start == end else f"{day(start)} to {day(end)}",
        "title": row["title"] or f"a report of {row['publisher']} (its headline is not at hand)",
        "title_url": row["url"],
        "quote": f"{row['quote']}…" if row["quote"] and row["quote_is_cut"] else row["quote"],
        "sources": _figures_of(row, addresses),
    }


def _figures_of(claim: Row, addresses: Mapping[str, str]) -> list[dict[str, Any]]:
    """Where the figures stand that a claim is held against."""
    cells = claim["cells_now"] or []
    named = ", ".join(cells[:CELLS]) + (f" and {len(cells) - CELLS} more" if len(cells) > CELLS else "")
    return [
        {"publisher": claim["figures_publisher"], "url": addresses.get(one), "document_id": one, "place": named}
        for one in claim["documents_now"] or []
    ]
