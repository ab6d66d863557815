"""A source whose documents are small JSON texts, so that a test can say in a line what a document prints.

{"saved": "2025-01-30", "through": "2025-01-25", "rows": [{"series": "t{x=a}", "period": "2025-01", "value": 5}]}

`"careful"` says that no day after the first sighting is read. `"does"` is what a document does to the process that
reads it: loop, eat (memory), abort, exit, leave (memory, and is read), files (tells those that are open). That is
another process, so TOY_PARSER in the environment makes another version of the parser: `blind` reads nothing, `half:ID`
refuses one document halfway, `renamed` gives other columns.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
from small_warehouse import days

from collectors.archive.log import SEEN, Fetch
from collectors.errors import BadContent, LayoutChanged
from collectors.records import (
    ARTICLE,
    NOTICE,
    OBSERVATION,
    OMISSION,
    REFUSAL,
    SHEET,
    Basis,
    Cadence,
    Dataflow,
    Document,
    Edition,
    Link,
    Metric,
    Source,
    Table,
)  # fmt: skip

SOURCE = Source(
    id="toy",
    publisher="nobody",
    title="Toys",
    licence="public domain",
    start=("https://toys.example/",),
    documents=r"https://toys\.example/files/.*",
    media=("json",),
    max_bytes=1_000_000,
    cadence=Cadence("0 15 * * *", "America/New_York", "P14D", "P30D"),
)
#: every name that a test gives to a series
DATAFLOWS = tuple(
    Dataflow(name, f"Toys {name}", ("toys",), ("agency", "f", "n", "name", "x")) for name in ("t", "t0", "t1", "u", "v")
)
METRICS = (Metric("toys", "Toys", "toys", "flow", "What is played with.", "the box"),)


def discover(page: Document) -> Iterator[Link]:
    return iter(())


def edition(document: Document) -> Edition:
    said = _said(document)
    through = {"": date.fromisoformat(said["through"])} if said.get("through") else {}
    return Edition(title=said.get("title"), saved_at=moment(said.get("saved")), data_through=through, scope="toys")


def read(document: Document) -> Iterator[Table]:
    parser, _, victim = os.environ.get("TOY_PARSER", "").partition(":")
    for number, table in enumerate(_tables(document)):
        if parser == "blind":
            return
        if parser == "half" and document.document_id == victim and number == 1:
            raise LayoutChanged(document.name, expected="more", found="less", remedy="Look.")
        if parser == "renamed":
            table = Table(table.kind, table.rows.rename_columns([f"x_{name}" for name in table.rows.column_names]))
        yield table


def _tables(document: Document) -> Iterator[Table]:
    said = _said(document)
    if said.get("careful") and document.first_seen_at and said["through"] > str(document.first_seen_at.date()):
        said["through"] = None
    _do(said.get("does"))
    if said.get("broken"):
        raise LayoutChanged(document.name, table="toys", expected="a table", found="none", remedy="Look at it.")
    time.sleep(float(os.environ.get("TOY_SECONDS", "0")))
    if "body" in said:
        article = {"url": document.url, "title": "A toy", "authors": ["A", "B"], "body": said["body"]}
        yield Table("article", pa.Table.from_pylist([article], schema=ARTICLE))
        return
    if "refused" in said:
        refused = {"sheet": "S", "dataflow": "r", "table_title": said["refused"], "outcome": "layout_changed"}
        row = refused | {"expected": "a header", "found": "a gap", "remedy": "Look."}
        yield Table("refusal", pa.Table.from_pylist([row], schema=REFUSAL))
    rows = [_row(number, row, said) for number, row in enumerate(said["rows"], 1)]
    yield Table("observation", pa.Table.from_pylist(rows, schema=OBSERVATION))
    omission = {"sheet": "S", "cell": "Z1", "reason": "zip_code", "value_text": "12345", "cells": 1}
    yield Table("omission", pa.Table.from_pylist([omission], schema=OMISSION))
    yield Table("notice", pa.Table.from_pylist([{"kind": "hidden_sheet", "sheet": "H"}], schema=NOTICE))
    numbers = sum(row["value"] is not None for row in rows)
    sheet = {
        "sheet": "S",
        "position": 0,
        "visible": True,
        "numeric_cells": numbers + 1,
        "observed_cells": numbers,
        "entry_cells": 0,
        "axis_cells": 0,
        "omitted_cells": 1,
    }
    yield Table("sheet", pa.Table.from_pylist([sheet], schema=SHEET))


LEFT: list[bytes] = []


def _do(what: str | None) -> None:
    while what == "loop":
        pass
    while what == "eat":
        LEFT.append(b"x" * 50_000_000)
    if what == "leave":
        LEFT.append(b"x" * 200_000_000)
    if what == "files":
        opened = [os.path.realpath(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd")]
        raise LayoutChanged("files", expected="none", found=f"files: {opened}", remedy="Look.")
    if what == "abort":
        os.abort()
    if what == "exit":
        os._exit(7)


def _said(document: Document) -> dict[str, Any]:
    try:
        return dict(json.loads(document.content))
    except ValueError as error:
        raise BadContent(document.name, expected="JSON", found=str(error), remedy="Fetch it again.") from error


def _row(number: int, row: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    start, end = days(row["period"])
    through = row.get("through", said.get("through"))
    return {
        "sheet": "S", "cell": f"B{number}", "dataflow": row["series"].split("{")[0], "series_key": row["series"],
        "metric": row.get("metric", "toys"), "time_period": row["period"], "period_start": start, "period_end": end,
        "data_through": date.fromisoformat(through) if through else None, "value": row["value"],
        "value_text": str(row["value"]), "unit": row.get("unit", "toys"),
        "obs_status": "M" if row["value"] is None else "A",
    }  # fmt: skip


def moment(text: str | None) -> datetime | None:
    """`2025-02-07` or `2025-02-07T12:00` in UTC."""
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


def content(
    *rows: tuple[str, str, float | None], through: str | None = None, saved: str | None = None, **more: Any
) -> bytes:
    """The bytes of a document that prints some (series, period, value)."""
    listed = [{"series": series, "period": period, "value": value} for series, period, value in rows]
    return json.dumps({"rows": listed, "through": through, "saved": saved, **more}).encode()


def fetch(
    seen: str | None, basis: Basis = "archive_capture", url: str = "https://toys.example/files/a.json", **more: Any
) -> Fetch:
    """A sighting, or our own fetch."""
    outcome, fetched = more.pop("outcome", "ok"), datetime(2026, 1, 1, tzinfo=UTC)
    return Fetch("toy", url, outcome, fetched_at=fetched, basis=basis, observed_at=moment(seen), **more)


class MemoryArchive:
    """An archive of sightings and bytes, in the order in which a test put them in."""

    def __init__(self) -> None:
        self.log: list[Fetch] = []
        self.bytes: dict[str, Document] = {}
        self.read = 0  # documents given out

    def saw(self, body: bytes, *fetches: Fetch) -> str:
        document = Document(body, fetches[0].url, "application/json")
        self.bytes.setdefault(document.document_id, document)
        for one in fetches:
            values = {name: getattr(one, name) for name in Fetch.__dataclass_fields__}
            values |= {"fetch_id": f"f{len(self.log)}", "document_id": document.document_id, "size": len(body)}
            self.log.append(Fetch(**values))
        return document.document_id

    def fetches(self) -> Iterator[Fetch]:
        return iter(self.log)

    def documents(self, ids: Collection[str] | None = None) -> Iterator[Document]:
        seen: Iterable[str] = {fetch.document_id for fetch in self.log if fetch.outcome in SEEN and fetch.document_id}
        for id_, document in self.bytes.items():
            if id_ in seen and (ids is None or id_ in ids):
                self.read += 1
                mine = (fetch for fetch in self.log if fetch.outcome in SEEN and fetch.document_id == id_)
                sightings = tuple(fetch.sighting for fetch in mine)
                yield replace(document, sightings=sightings)
