"""Rows of lists (`records.ENTRY`): what reading refuses of them, and that they are handed on as they were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from small_warehouse import SOURCE_ID, SmallWarehouse

from collectors.declared import faults, refuse_undeclared
from collectors.reading.document import Reading
from collectors.records import ENTRY, Dataflow, SourceModule
from warehouse import bundle, load

LIST = Dataflow("harbor.berths", "Berths", (), ("pier", "berth"), ("owner", "since"))
MODULE = cast("SourceModule", SimpleNamespace(DATAFLOWS=(LIST,), METRICS=()))


def entry(key: str, cell: str = "A2", dataflow: str = "harbor.berths", **attributes: str | None) -> dict[str, object]:
    return {"sheet": "Berths", "cell": cell, "dataflow": dataflow, "entry_key": key, "attributes": attributes}


def table(*rows: Mapping[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=ENTRY)


GOOD = entry("harbor.berths{pier=north,berth=4}", owner="Smith", since=None)
TWICE = entry("harbor.berths{pier=north,berth=4,entry=2}", "A3", owner="")


def test_a_list_declares_attributes_and_no_metrics() -> None:
    assert faults(MODULE) == []
    for wrong in (replace(LIST, metrics=("boats",)), replace(LIST, attributes=())):
        assert "either metrics, of a table of figures, or attributes, of a list, are declared" in str(
            faults(cast("SourceModule", SimpleNamespace(DATAFLOWS=(wrong,), METRICS=())))
        )


def test_what_is_declared_is_kept_a_second_row_of_one_key_too() -> None:
    read = {"entry": table(GOOD, TWICE)}
    assert refuse_undeclared(MODULE, read) == read


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (entry("harbor.berths{pier=north,deck=4}", "A3"), "dimension deck"),
        (entry("harbor.berths{pier=north,berth=4}", "A3", colour="red"), "attribute colour"),
        (entry("harbor.piers{pier=north,berth=4}", "A3"), "entries of harbor.piers"),
    ],
)
def test_what_is_not_declared_costs_its_list(odd: dict[str, object], words: str) -> None:
    found = refuse_undeclared(MODULE, {"entry": table(GOOD, odd)})
    assert found["entry"].num_rows == 0
    (refusal,) = found["refusal"].to_pylist()
    assert (refusal["dataflow"], refusal["outcome"], refusal["found"]) == ("harbor.berths", "not_declared", words)


def test_a_list_that_is_not_declared_costs_no_other() -> None:
    found = refuse_undeclared(MODULE, {"entry": table(GOOD, entry("harbor.piers{}", dataflow="harbor.piers", a="b"))})
    assert [row["dataflow"] for row in found["entry"].to_pylist()] == ["harbor.berths"]
    assert found["refusal"]["found"].to_pylist() == ["a list that is not declared"]


def test_entries_are_handed_on_as_they_were_read(tmp_path: Path) -> None:
    warehouse = SmallWarehouse()
    read = Reading("d", SOURCE_ID, "https://x.example/d", "xlsx", 1, "hash", True, tables={"entry": table(GOOD, TWICE)})
    load._load_piece(warehouse.connection, [read], {}, datetime(2025, 1, 1))  # noqa: DTZ001  naive UTC
    bundle.build(warehouse.connection, tmp_path / "one")
    (handed_on,) = bundle.Bundle(tmp_path / "one").readings({"d"})
    assert handed_on.tables["entry"].to_pylist() == read.tables["entry"].to_pylist()
    packed = pq.ParquetFile(tmp_path / "one" / "entry.parquet").metadata.row_group(0)
    encoded = {packed.column(n).path_in_schema: packed.column(n).encodings for n in range(packed.num_columns)}
    assert all("RLE_DICTIONARY" in encoded[f"attributes.key_value.{part}"] for part in ("key", "value"))
    load._load_piece(warehouse.connection, [handed_on, replace(read, document_id="e")], {}, datetime(2025, 1, 1))  # noqa: DTZ001
    assert warehouse.rows("select attributes from core.entry where cell = 'A3'") == [{"attributes": {"owner": ""}}] * 3
