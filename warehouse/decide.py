"""A person's word about a document: its refusal is accepted, or it is forgotten. Lines of the archive; the next load
reads them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from collectors.archive.decisions import Decision, DecisionLog
from collectors.archive.log import SEEN, Fetch
from collectors.errors import WarehouseError
from collectors.records import Sighting
from warehouse.connection import read_only
from warehouse.home import Home

Connection = duckdb.DuckDBPyConnection

#: raw.decision
DECISION = pa.schema(
    {
        "decision": pa.string(),
        "document_id": pa.string(),
        "table_name": pa.string(),
        "parser_hash": pa.string(),
        "why": pa.string(),
        "decided_at": pa.timestamp("us"),  # UTC
    }
)


def accept(home: Home, document: str, table: str | None, why: str) -> Decision:
    """Accept what was refused of a document, all of it or one table (by dataflow or title).

    `document`: its sha256, or the beginning of it where only one begins so. Raises WarehouseError where there is no
    such document, where nothing of it was refused, or where no reason is given. Returns the line that was written.
    """
    with read_only(home.warehouse) as connection:
        document_id, parser_hash = _find(connection, document)
        name = _refused(connection, document_id, table)
    return _write(home, Decision("accept", document_id, why, _now(), name, parser_hash))


def forget(home: Home, document: str, why: str) -> Decision:
    """Leave a document that was imported by mistake out of the warehouse; its bytes stay in the archive.

    What is seen of it after this counts again. Parameters and errors as of `accept`.
    """
    with read_only(home.warehouse) as connection:
        document_id, _ = _find(connection, document)
    return _write(home, Decision("forget", document_id, why, _now()))


def decision_rows(decisions: Collection[Decision]) -> pa.Table:
    """Rows of raw.decision, in the schema DECISION."""
    rows = []
    for decision in decisions:
        row: dict[str, object] = {name: getattr(decision, name) for name in DECISION.names}
        rows.append(row | {"decided_at": decision.decided_at.astimezone(UTC).replace(tzinfo=None)})
    return pa.Table.from_pylist(rows, schema=DECISION)


def forgotten(decisions: Collection[Decision]) -> dict[str, datetime]:
    """The documents to be forgotten, each with the moment up to which (UTC)."""
    until: dict[str, datetime] = {}
    for decision in decisions:
        if decision.decision == "forget":
            id_ = decision.document_id
            until[id_] = max(decision.decided_at, until.get(id_, decision.decided_at))
    return until


def remembered(fetches: Collection[Fetch], decisions: Collection[Decision]) -> list[Fetch]:
    """The lines of the fetch log without those of forgotten documents; the same rule as derived/forgotten.sql."""
    until = forgotten(decisions)
    kept = []
    for fetch in fetches:
        end = until.get(fetch.document_id or "")
        if end is None or fetch.fetched_at > end:
            kept.append(fetch)
    return kept


def recalled(counted: Collection[Fetch], decisions: Collection[Decision]) -> dict[str, set[Sighting]]:
    """Of each document that was forgotten and came again, the sightings that count: of the lines that `remembered`
    keeps."""
    seen: dict[str, set[Sighting]] = {id_: set() for id_ in forgotten(decisions)}
    for fetch in counted:
        if fetch.document_id in seen and fetch.outcome in SEEN:
            seen[fetch.document_id].add(fetch.sighting)
    return seen


def _find(connection: Connection, document: str) -> tuple[str, str]:
    """The id of a document and the hash of the parser that read it last."""
    rows = connection.execute(
        "select document_id, parser_hash from raw.document where starts_with(document_id, lower(?)) order by 1",
        [document.strip()],
    ).fetchall()
    if len(rows) != 1 or not document.strip():
        named = ", ".join(id_ for id_, _ in rows[:3])
        raise WarehouseError(
            "warehouse",
            expected=f"one document whose sha256 begins with {document!r}",
            found=f"{len(rows)}: {named}{' …' if len(rows) > 3 else ''}" if rows else "none",
            remedy="Give more of its sha256; `onrecord status` names the documents that were refused.",
        )
    return rows[0]


def _refused(connection: Connection, document_id: str, table: str | None) -> str | None:
    """The name under which a refused table is accepted, as the refusal has it; None for all that was refused."""
    rows = connection.execute(
        "select dataflow, table_title from core.refusal where document_id = ? order by all", [document_id]
    ).fetchall()
    names: dict[str, str] = {name.casefold(): name for row in rows for name in row if name}
    if rows and table is None:
        return None
    if table is not None and table.casefold() in names:
        return names[table.casefold()]
    raise WarehouseError(
        document_id,
        table=table,
        expected="a document or a table that was refused",
        found=", ".join(sorted(names.values())) or ("the whole document" if rows else "nothing refused of it"),
        remedy="Name one of these tables, or none for all of them." if rows else "There is nothing to accept.",
    )


def _write(home: Home, decision: Decision) -> Decision:
    if not decision.why.strip():
        raise WarehouseError(
            decision.document_id, expected="a reason", found="none", remedy='Say why: --why "…".'
        )  # fmt: skip
    DecisionLog(home.archive).append(decision)
    return decision


def _now() -> datetime:
    return datetime.now(UTC)
