"""The claims of the articles of a document, and what copies of these share: read in one place, whichever source an
article comes from.

An article is kept where its claims cannot be read: that is a row of `notice` where the day of publication is not known,
a row of `refusal` where the rules fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from collectors.claims.components import components
from collectors.claims.narrowed import Narrowed, narrowed
from collectors.claims.reading import Claim, Text, claims
from collectors.errors import ReaderFailed
from collectors.media.copies import with_bands
from collectors.records import CLAIM, NOTICE, REFUSAL, Document, Edition, Source, Table

__all__ = ["tables", "with_bands"]


def tables(source: Source, document: Document, edition: Edition, articles: pa.Table) -> Iterator[Table]:
    """The claims of some articles (rows of ARTICLE), and what kept us from reading those of others."""
    for article in articles.to_pylist():
        yield _table(source, document, edition, article)


def _table(source: Source, document: Document, edition: Edition, article: dict[str, Any]) -> Table:
    at = article["published_at"] or edition.published_at or document.first_seen_at
    day = article["published_on"] or _day(at, source)
    if day is None:
        notice = {
            "kind": "claims_not_read",
            "expected": "the day on which the article was published",
            "found": "no time of publication, and no sighting",
            "message": "Its words of time (Tuesday, last week) cannot be resolved, so its claims are not read.",
        }
        return Table("notice", pa.Table.from_pylist([notice], schema=NOTICE))
    text = Text(document.document_id, day, article["publisher"] or source.publisher, article["body"] or "")
    try:
        found = claims(text)
        beside = zip(found, narrowed(text.text, found), components(text.text, found), strict=True)
        rows = [_row(one, fewer, component) for one, fewer, component in beside]
    except Exception as error:  # noqa: BLE001  loud all the same: core.refusal, exit status 1
        return Table("refusal", pa.Table.from_pylist([_refusal(error)], schema=REFUSAL))
    return Table("claim", pa.Table.from_pylist(rows, schema=CLAIM))


def _day(at: datetime | None, source: Source) -> date | None:
    """The day of a moment where the publisher sits; a moment without a zone is UTC."""
    if at is None:
        return None
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(ZoneInfo(source.cadence.timezone)).date()


def _row(claim: Claim, fewer: Narrowed, component: str | None) -> dict[str, Any]:
    """A row of CLAIM."""
    return {
        **asdict(claim), **fewer._asdict(), "component": component, "is_firm": claim.firm, "quote_is_cut": False,
    }  # fmt: skip


def _refusal(error: Exception) -> dict[str, Any]:
    return {
        "table_title": "claims",
        "outcome": ReaderFailed.outcome,
        "expected": "claims, or none",
        "found": f"{type(error).__name__}: {error}",
        "remedy": "The article is loaded, its claims are not. It is a fault of the reader: report it.",
    }
