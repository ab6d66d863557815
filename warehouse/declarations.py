"""What the source modules declare of their tables and metrics ▶ core.metric, core.dataflow and its properties.

Checks and views read it there, and so does the published copy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb
import pyarrow as pa

from collectors.records import Dataflow, Metric, SourceModule
from warehouse.state import transaction

Row = dict[str, object]


def declare(connection: duckdb.DuckDBPyConnection, modules: Mapping[str, SourceModule]) -> None:
    """Write the declarations of some sources, by their ids, in place of all that stood there. In one transaction."""
    metrics = [_metric(id_, metric) for id_, module in modules.items() for metric in module.METRICS]
    flows = [flow for module in modules.values() for flow in module.DATAFLOWS]
    tables = {
        "metric": metrics,
        "dataflow": [_dataflow(id_, flow) for id_, module in modules.items() for flow in module.DATAFLOWS],
        "dataflow_total": [row for flow in flows for row in _totals(flow)],
        "dataflow_same": [row for flow in flows for row in _same(flow)],
        "dataflow_split": [row for flow in flows for row in _splits(flow)],
        "dataflow_recognised": [row for flow in flows for row in _recognised(flow)],
        "dataflow_days": [row for flow in flows for row in _days(flow)],
    }
    with transaction(connection):
        for table, rows in tables.items():
            connection.execute(f"delete from core.{table}")
            if rows:
                connection.register("declared", pa.Table.from_pylist(rows))
                connection.execute(f"insert into core.{table} by name from declared")
                connection.unregister("declared")


def _metric(source_id: str, metric: Metric) -> Row:
    return {
        "metric": metric.metric,
        "source_id": source_id,
        "title": metric.title,
        "unit": metric.unit,
        "kind": metric.kind,
        "definition": metric.definition,
        "definition_source": metric.definition_source,
    }


def _dataflow(source_id: str, flow: Dataflow) -> Row:
    return {
        "dataflow": flow.dataflow,
        "source_id": source_id,
        "title": flow.title,
        "metrics": [*flow.metrics],
        "dimensions": [*flow.dimensions],
        "attributes": [*flow.attributes],
        "apart": [*flow.apart],
        "may_fall": [*flow.may_fall],
        "absence": flow.absence,
        "rounded_to": flow.rounded_to,
        "refresh": flow.refresh,
        "note": flow.note or None,
    }


def _totals(flow: Dataflow) -> Iterator[Row]:
    for said in flow.totals:
        row = {"dimension": said.dimension, "total": said.value, "parts": [*said.parts], "adds_up": said.adds_up}
        yield {"dataflow": flow.dataflow, **row}


def _same(flow: Dataflow) -> Iterator[Row]:
    for said in flow.same:
        keys = {"series_key": said.series_key, "other_series_key": said.other_series_key}
        yield {"dataflow": flow.dataflow, **keys}


def _splits(flow: Dataflow) -> Iterator[Row]:
    for said in flow.splits:
        row = {"metric": said.metric, "dimensions": [*said.by], "tolerance": said.tolerance}
        yield {"dataflow": flow.dataflow, **row}


def _recognised(flow: Dataflow) -> Iterator[Row]:
    if said := flow.recognised:
        moves = {"moves_to": said.moves_to or None, "moved": said.moved or None}
        yield {"dataflow": flow.dataflow, "name": said.name, "kept": [*said.kept], "common": [*said.common], **moves}


def _days(flow: Dataflow) -> Iterator[Row]:
    for said in flow.days_counted:
        yield {"dataflow": flow.dataflow, "metric": said.metric, "part": said.within, "later": said.later}
