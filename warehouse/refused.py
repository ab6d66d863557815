"""What a load did not take in, and which of that makes a run fail: a document alone, pages with their newsroom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import duckdb

from collectors.errors import LayoutChanged, NotAnArticle
from warehouse.definitions import SCHEMA

_REMEDY = "Open one: if it is an article, the pages of the newsroom have changed, or the reader is at fault: report it."


@dataclass(frozen=True, slots=True)
class Failure:
    """A document, or one of its tables, of which nothing is loaded, and why: `outcome` as in core.refusal."""

    document_id: str
    source_id: str
    url: str
    outcome: str
    message: str
    is_page: bool = False  # of a newsroom: judged with its other pages (core.newsroom_pages)


def refused(connection: duckdb.DuckDBPyConnection) -> list[Failure]:
    """What was refused, documents and tables, and nobody has accepted; pages that are no article left out."""
    rows = connection.execute((SCHEMA / "derived" / "standing.sql").read_text("utf-8")).fetchall()
    return [Failure(*row) for row in rows]


def newsrooms_changed(connection: duckdb.DuckDBPyConnection) -> list[LayoutChanged]:
    """The newsrooms of whose pages, as they were read last, too many cannot be read: each with examples."""
    rows = connection.execute(
        """select source_id, unread, pages, array_to_string(examples, ', ')
        from core.newsroom_pages where layout_changed order by source_id"""
    ).fetchall()
    return [
        LayoutChanged(
            source_id,
            table="pages",
            expected="articles that can be read",
            found=f"{unread} of {pages} that cannot, such as {examples}",
            remedy=_REMEDY,
        )
        for source_id, unread, pages, examples in rows
    ]


def no_articles(connection: duckdb.DuckDBPyConnection, document_ids: Collection[str]) -> int:
    """How many of some documents are no article."""
    if not document_ids:
        return 0
    counted = connection.execute(
        "select count(*) from raw.document where outcome = ? and document_id in (select unnest(?))",
        [NotAnArticle.outcome, sorted(document_ids)],
    ).fetchone()
    return 0 if counted is None else int(counted[0])
