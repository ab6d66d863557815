"""A warehouse in memory with a handful of hand-made documents and figures, for the tests of checks and marts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from itertools import chain, count, groupby
from pathlib import Path

import duckdb
import pyarrow as pa

from collectors import registry
from collectors.reading.document import Reading, read_document
from collectors.records import SCHEMAS, Document
from warehouse.declarations import declare
from warehouse.definitions import SCHEMA, define, define_for_readers, in_order, run_file, views
from warehouse.deriving import has_entries
from warehouse.kept_views import OF_REVISIONS

SOURCE_ID = "ice_detention_statistics"
UNITS = {metric.metric: metric.unit for metric in registry.source(SOURCE_ID).METRICS}


_NUMBERS = count()


@cache
def _template() -> duckdb.DuckDBPyConnection:
    """What every one begins as: to copy it takes a tenth of what it takes to make one."""
    made = duckdb.connect()
    define(made)
    define_for_readers(made)
    declare(made, registry.sources())
    source = {
        "source_id": SOURCE_ID, "publisher": "ICE", "title": "ICE Detention Statistics", "licence": "public",
        "body": "restricted", "start_urls": [], "documents": "", "media": ["xlsx"], "cron": "", "timezone": "UTC",
        "expected_every": "", "late_after": "", "language": "en", "found_by": ["index"], "filter": "none",
        "tried": True,
    }  # fmt: skip
    _insert(made, "raw.source", (*source,), [[*source.values()]])
    return made


class SmallWarehouse:
    """Empty tables with views and declarations; `document` and `figure` put things in, `speak` builds the vintages."""

    #: the tables that tests put things into
    FILLED = (
        "raw.document",
        "raw.decision",
        "raw.fetch",
        "raw.load",
        "raw.listing",
        "core.correction",
        "core.vintage",
        "core.story",
        "core.entry_vintage",
        "core.resaved",
        *(f"core.{kind}" for kind in SCHEMAS),
    )

    def __init__(self, *others: tuple[str, str]) -> None:
        """`others`: sources beside SOURCE_ID, by id and publisher."""
        self._others = others
        self._kept: set[str] = set()
        self._waiting: list[tuple[str, dict[str, object]]] = []

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """With all that was put in: rows wait until somebody asks, for to insert one takes as long as to insert ten."""
        waiting, self._waiting = self._waiting, []
        for (table, names), rows in groupby(waiting, key=lambda one: (one[0], (*one[1],))):
            _insert(self._made, table, names, [[*row.values()] for _, row in rows])
        return self._made

    @cached_property
    def _made(self) -> duckdb.DuckDBPyConnection:
        """Made with the first question: a module that holds one is imported by every worker."""
        made = _template().cursor()
        name = f"small_{next(_NUMBERS)}"
        made.execute(f"attach ':memory:' as {name}")
        made.execute(f"copy from database memory to {name}")
        made.execute(f"use {name}")
        for source_id, publisher in self._others:
            first = "select * replace (? as source_id, ? as publisher) from raw.source limit 1"
            made.execute(f"insert into raw.source by name {first}", [source_id, publisher])
        return made

    def empty(self) -> None:
        """Take out again what a test put in."""
        for table in (*self.FILLED, *(f"core.entry_{name}" for name in ("match", "identity", "stay", "decision"))):
            self.connection.execute(f"delete from {table}")

    def insert(self, table: str, **row: object) -> None:
        self._waiting.append((table, row))

    def document(self, name: str, known_from: str, data_through: str | None = None) -> str:
        """A document that is known from a moment (UTC) on; its id is its name."""
        self.insert(
            "raw.document", document_id=name, source_id=SOURCE_ID, url=f"https://www.ice.gov/doclib/detention/{name}.xlsx",
            media_type="xlsx", title=f"workbook {name}", known_from=datetime.fromisoformat(known_from),
            data_through=date.fromisoformat(data_through) if data_through else None,
            bytes_held=True, outcome="ok", parser_hash="",
        )  # fmt: skip
        return name

    def figure(
        self,
        document: str,
        cell: str,
        series_key: str,
        time_period: str,
        value: float | None,
        metric: str = "book_ins",
        **more: object,
    ) -> None:
        """An observation. The days of a month or a fiscal year (to date) are worked out of `time_period`."""
        start, end = days(time_period)
        row: dict[str, object] = {
            "document_id": document, "sheet": "Detention", "cell": cell, "dataflow": series_key.split("{")[0],
            "series_key": series_key, "metric": metric, "time_period": time_period, "period_start": start,
            "period_end": end, "value": value, "unit": UNITS.get(metric), "obs_status": "M" if value is None else "A",
            "row_label": "as printed",
        }  # fmt: skip
        self.insert("core.observation", **{**row, **more})

    def article(self, document: str, body: str, published_at: str = "2025-02-07 15:00", **more: object) -> None:
        """The article that a document is."""
        row: dict[str, object] = {
            "document_id": document, "url": f"https://news.example/{document}", "title": f"Report {document}",
            "publisher": "Toy Times", "published_at": datetime.fromisoformat(published_at), "body": body,
        }  # fmt: skip
        self.insert("core.article", **{**row, **more})

    def listing(self, list_: str, hours: int, listed: int, new: int) -> None:
        """A declared list as a run found it, so many hours after the first one."""
        url, at = f"https://news.example/{list_}", datetime(2025, 2, 1) + timedelta(hours=hours)  # noqa: DTZ001
        row = {"source_id": SOURCE_ID, "run_at": at, "url": url, "document_id": f"{list_} {hours}", "left_out": 0}
        self.insert("raw.listing", **row, listed=listed, new=new)
        declare = "update raw.source set start_urls = list_distinct(list_append(start_urls, ?)) where source_id = ?"
        self.connection.execute(declare, [url, SOURCE_ID])

    def claim(self, document: str, start: int, end: int, quote_start: int, quote_end: int, **more: object) -> None:
        """A claim, its number at `start`..`end` of the body: one person arrested by ICE, no period."""
        row: dict[str, object] = {
            "document_id": document, "value_start": start, "value_end": end, "value_text": "1", "quote": "1",
            "quote_start": quote_start, "quote_end": quote_end, "quote_is_cut": False, "value_low": 1, "value_high": 1,
            "qualifier": "exact", "unit": "people", "measure": "arrests", "agency": "ICE",
            "period_kind": "unspecified", "attribution": "ICE", "status": "reported", "is_firm": True,
            "decided": "by hand", "confidence": 1.0,
        }  # fmt: skip
        self.insert("core.claim", **{**row, **more})

    def refuse(self, document: str, dataflow: str | None, **more: object) -> None:
        """A table that was refused; the whole document where no dataflow is named."""
        row: dict[str, object] = {
            "document_id": document, "dataflow": dataflow, "sheet": "Detention" if dataflow else None,
            "outcome": "layout_changed", "expected": "a header", "found": "a gap", "remedy": "Look at it.",
        }  # fmt: skip
        self.insert("core.refusal", **{**row, **more})

    def read(self, path: Path) -> str:
        """Put in what the parser reads from a real file; its id is its hash."""
        module = registry.source(SOURCE_ID)
        url = f"https://www.ice.gov/doclib/detention/{path.name}"
        result = read_document(module, Document(path.read_bytes(), url), "")
        assert result.error is None
        self.insert(
            "raw.document", document_id=result.document_id, source_id=SOURCE_ID, url=url, media_type="xlsx",
            known_from=result.saved_at, data_through=result.data_through, bytes_held=True, outcome="ok", parser_hash="",
        )  # fmt: skip
        self.keep(result)
        return result.document_id

    def keep(self, reading: Reading) -> None:
        """Put in all that a document says."""
        for kind, rows in reading.tables.items():
            with_id = rows.append_column("document_id", pa.array([reading.document_id] * rows.num_rows))
            self.connection.register("with_id", with_id)
            self.connection.execute(f"insert into core.{kind} by name from with_id")

    def entry(self, document: str, entry_key: str, cell: str = "A2", **attributes: str | None) -> None:
        """A row of a list."""
        row = {"document_id": document, "sheet": "List", "cell": cell, "dataflow": entry_key.split("{")[0]}
        self.connection.execute(
            "insert into core.entry by name select *, map_from_entries(cast(? as struct(k varchar, v varchar)[])) "
            "as attributes from (select ? as document_id, ? as sheet, ? as cell, ? as dataflow, ? as entry_key)",
            [[{"k": name, "v": value} for name, value in attributes.items()], *row.values(), entry_key],
        )

    def speak(self) -> None:
        """Build core.vintage and core.entry_vintage, which document speaks when, and who is who in lists."""
        self.connection.execute("delete from core.vintage")
        run_file(self.connection, SCHEMA / "derived" / "vintage.sql")
        run_file(self.connection, SCHEMA / "derived" / "series.sql")
        if has_entries(self.connection):
            for name in ("entry_vintage", "entry_identity", "entry_stay"):
                run_file(self.connection, SCHEMA / "derived" / f"{name}.sql")

    def keep_revisions(self) -> None:
        """Let core.change and what stands on it be tables, as in the published copy, with the rows of now: the rules
        for slips upon views take three times as long to plan."""
        kept = {"core.change", *OF_REVISIONS}
        for one in in_order(each for each in views() if each.made().name in kept):
            name = one.made().name
            if name not in self._kept:
                self.connection.execute(f"drop view {name}")
                self._kept.add(name)
            self.connection.execute(f"create or replace table {name} as\n{one.query()}")

    def rows(self, query: str) -> list[dict[str, object]]:
        result = self.connection.execute(query)
        names = [column[0] for column in result.description or []]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _insert(
    connection: duckdb.DuckDBPyConnection, table: str, names: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    row = f"({', '.join('?' for _ in names)})"
    values = ", ".join(row for _ in rows)
    connection.execute(f"insert into {table} ({', '.join(names)}) values {values}", [*chain.from_iterable(rows)])


def days(time_period: str) -> tuple[date, date]:
    """First and last day of `2025-01`, `2024-10-01/P1Y`, `2025-02-03`."""
    if time_period.endswith("/P1Y"):
        start = date.fromisoformat(time_period[:10])
        return start, date(start.year + 1, 9, 30)
    if len(time_period) == 7:
        start = date.fromisoformat(f"{time_period}-01")
        following = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        return start, date.fromordinal(following.toordinal() - 1)
    return date.fromisoformat(time_period), date.fromisoformat(time_period)
