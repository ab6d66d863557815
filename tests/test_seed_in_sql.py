"""The report of 7 February 2025, read as an article into a warehouse, and asked in SQL for what it says."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pyarrow as pa
import pytest
import toy_source
from small_warehouse import SmallWarehouse

from collectors.reading.document import read_document
from collectors.records import ARTICLE, Document, Edition, SourceModule, Table


@pytest.fixture(scope="module")
def small(corpus: Path) -> SmallWarehouse:
    made = SmallWarehouse()
    for line in (corpus / "claims" / "docs.jsonl").read_text("utf-8").splitlines():
        put_in(made, json.loads(line))
    return made


def put_in(made: SmallWarehouse, said: dict[str, str | None]) -> None:
    """A text with its day and publisher, as an article without an address."""
    text, day = str(said["text"]), dt.datetime.fromisoformat(str(said["published"]))
    name = str(said["doc_id"])
    row = {"url": said["url"] or name, "title": said["title"], "authors": [], "published_on": day.date(),
           "publisher": said["publisher"], "body": text}  # fmt: skip
    tables = [Table("article", pa.Table.from_pylist([row], schema=ARTICLE))]
    module = cast(SourceModule, SimpleNamespace(
        SOURCE=toy_source.SOURCE, DATAFLOWS=(), METRICS=(), __name__="toy_source",
        edition=lambda document: Edition(), read=lambda document: iter(tables),
    ))  # fmt: skip
    reading = read_document(module, Document(text.encode(), name), "")
    assert reading.error is None
    made.document(reading.document_id, f"{day.date()} 17:00")
    made.keep(reading)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("measure = 'quota_target'", [(1200, 1400, "range", "Vitello", "target")]),
        (
            "measure = 'arrests' and period_start = date '2025-02-04' and period_end = period_start",
            [(800, None, "more_than", "anonymous source", "reported")],
        ),
        (
            "measure = 'arrests' and period_start = date '2025-02-01' and period_end = date '2025-02-02'",
            [(300, 300, "about", "anonymous source", "reported")],
        ),
        (
            "measure in ('arrests', 'releases') and date_diff('day', period_start, period_end) = 13",
            [
                (461, 461, "exact", "White House", "reported"),
                (8000, None, "more_than", "White House", "reported"),
            ],
        ),
        (
            "measure = 'removals' and period_kind = 'rate_per_day'",
            [(2700, None, "more_than", "NBC News", "projection")],
        ),
    ],
)
def test_what_the_report_says(small: SmallWarehouse, asked: str, found: list[tuple[object, ...]]) -> None:
    rows = small.connection.execute(
        f"""select value_low, value_high, qualifier, attribution, status from marts.claims
        where publisher = 'NBC News' and published_on = date '2025-02-07' and {asked} order by value_low"""
    ).fetchall()
    assert rows == found


def test_every_claim_has_its_sentence_where_it_says(small: SmallWarehouse) -> None:
    (counted,) = small.rows(
        """select count(*) as claims, count(distinct quote) as sentences,
            bool_and(substring(body, quote_start + 1, quote_end - quote_start) = quote
                and substring(body, value_start + 1, value_end - value_start) = value_text) as hold
        from core.claim inner join core.article using (document_id)"""
    )
    assert counted == {"claims": 10, "sentences": 7, "hold": True}
