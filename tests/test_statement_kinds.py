"""A kind of statement (`records.SCHEMAS`) is known where statements are kept, counted, deleted and handed on."""

# ruff: noqa: DTZ001  the warehouse keeps times in UTC without a zone

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

import duckdb
import pyarrow as pa
import pytest
from small_warehouse import SmallWarehouse

from collectors.reading.document import Reading
from collectors.records import SCHEMAS, Kind, plural
from warehouse import bundle, load
from warehouse.definitions import HERE
from warehouse.rows import load_row

#: kinds that say how a document was read, and not what it says: an edition does not count them
OF_THE_READING = {"omission", "notice", "refusal", "sheet"}
DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return SmallWarehouse().connection


def columns(connection: duckdb.DuckDBPyConnection, relation: str) -> list[str]:
    return [name for (name, *_) in connection.execute(f"describe {relation}").fetchall()]


def value(kind: pa.DataType) -> Any:
    """Something that a column of a type can hold."""
    if pa.types.is_dictionary(kind):
        return value(kind.value_type)
    if pa.types.is_map(kind):
        return {"x": "x", "y": None}
    if pa.types.is_list(kind):
        return [value(kind.value_type)]
    made = {"string": "x", "bool": False, "date32[day]": date(2025, 1, 1), "timestamp[us]": datetime(2025, 1, 1)}
    return made.get(str(kind), 1)


def one_row(schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([{field.name: value(field.type) for field in schema}], schema=schema)


def reading() -> Reading:
    """A document that says one thing of every kind."""
    tables = {kind: one_row(schema) for kind, schema in SCHEMAS.items()}
    return Reading("d", "ice_detention_statistics", "https://x.example/d", "html", 1, "hash", True, tables=tables)


def test_the_kinds_that_a_table_may_be_of_are_those_with_a_schema() -> None:
    assert set(get_args(Kind)) == set(SCHEMAS)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_each_kind_has_its_table_its_count_and_its_place_everywhere(
    connection: duckdb.DuckDBPyConnection, kind: Kind
) -> None:
    assert set(columns(connection, f"core.{kind}")) == {"document_id", *SCHEMAS[kind].names}
    assert plural(kind) in columns(connection, "raw.load")
    assert load_row(reading(), datetime(2025, 1, 1), datetime(2025, 1, 1))[plural(kind)] == 1
    assert f"core.{kind}" in SmallWarehouse.FILLED
    assert f"### core.{kind} (table)" in (DOCS / "data-dictionary.md").read_text("utf-8")
    assert f"`{kind}`" in (DOCS / "adding-a-source.md").read_text("utf-8")
    checks = "".join(path.read_text("utf-8") for path in (HERE / "checks").glob("*.sql"))
    assert re.search(rf"core\.{kind}(_status)?\b", checks), f"no check looks at core.{kind}"
    if kind not in OF_THE_READING:
        assert plural(kind) in columns(connection, "core.edition")


def test_each_kind_is_loaded_counted_handed_on_and_deleted(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    count = " union all ".join(f"select count(*) from core.{kind}" for kind in SCHEMAS)
    load._load_piece(connection, [reading()], {}, datetime(2025, 1, 1))
    assert connection.execute(count).fetchall() == [(1,)] * len(SCHEMAS)
    counts = ", ".join(plural(kind) for kind in SCHEMAS)
    assert connection.execute(f"select {counts} from raw.load").fetchall() == [(1,) * len(SCHEMAS)]
    bundle.build(connection, tmp_path)
    (handed_on,) = bundle.Bundle(tmp_path).readings({"d"})
    assert {kind: handed_on.rows(kind) for kind in SCHEMAS} == dict.fromkeys(SCHEMAS, 1)
    load._delete(connection, ["d"])
    assert connection.execute(count).fetchall() == [(0,)] * len(SCHEMAS)
