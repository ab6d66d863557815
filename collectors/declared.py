"""What a source declares of its tables and metrics, held against itself and against what its reader yields.

A table, metric, unit or dimension that is not declared is refused at reading, that table alone: the document is loaded
without it, and a warehouse holds nothing that its lists do not know.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collectors.records import OMISSION, REFUSAL, REPEAT, Dataflow, Metric

REASON = "table refused"  # of the omissions that its figures become
_VALUE = re.compile(r"=[^,}]*")
_NUMBER = r"^-?(\d+(,\d{3})*)?\.?\d+([eE][-+]?\d+)?$"


class Declares(Protocol):
    """The part of a source module that is asked here."""

    DATAFLOWS: tuple[Dataflow, ...]
    METRICS: tuple[Metric, ...]


def faults(module: Declares) -> list[str]:
    """What contradicts itself in the declarations of a source, in words for the one who writes them."""
    metrics = {metric.metric for metric in module.METRICS}
    flows = {flow.dataflow: flow for flow in module.DATAFLOWS}
    named = [metric.metric for metric in module.METRICS] + [flow.dataflow for flow in module.DATAFLOWS]
    found = [f"{name} is declared twice" for name, count in Counter(named).items() if count > 1]
    for flow in module.DATAFLOWS:
        found += [f"{flow.dataflow}: {word}" for word in _faults(flow, flows, metrics)]
    return found


def refuse_undeclared(module: Declares | None, tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """What a reader yielded, without the tables that its source does not declare (`module` None: it declares none).

    Each of those is a row of REFUSAL a sheet; its numeric cells are omissions, and the counts of its sheet say so.
    """
    return _refuse_entries(module, _refuse_observations(module, tables))


def _refuse_observations(module: Declares | None, tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    rows = tables.get("observation")
    if rows is None or not (wrong := _undeclared(module, rows)):
        return dict(tables)
    of_these = pc.is_in(rows["dataflow"].cast(pa.string()), pa.array(sorted(wrong), pa.string()))
    refused = rows.filter(of_these)
    numeric = refused.filter(_numeric(refused))
    changed = {
        **tables,
        "observation": rows.filter(pc.invert(of_these)),
        "omission": _more(tables.get("omission"), _omissions(numeric)),
        "refusal": _more(tables.get("refusal"), _refusals(refused, wrong)),
    }
    if "sheet" in tables:
        changed["sheet"] = _counted_anew(tables["sheet"], Counter(numeric["sheet"].to_pylist()))
    return changed


def _refuse_entries(module: Declares | None, tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The rows of a list have no figures, and what numbers stand in their cells its reader has left out already."""
    rows = tables.get("entry")
    if rows is None or not (wrong := _undeclared_lists(module, rows)):
        return tables
    of_these = pc.is_in(rows["dataflow"].cast(pa.string()), pa.array(sorted(wrong), pa.string()))
    refusals = _refusals(rows.filter(of_these), wrong)
    return {**tables, "entry": rows.filter(pc.invert(of_these)), "refusal": _more(tables.get("refusal"), refusals)}


# ── Declarations that contradict themselves ──────────────────────────────────────────────────────────────────────────
def _faults(flow: Dataflow, flows: Mapping[str, Dataflow], metrics: set[str]) -> Iterator[str]:
    yield from (f"no metric {name!r} is declared" for name in flow.metrics if name not in metrics)
    yield from (f"{name!r} is none of its metrics" for name in _measured(flow) if name not in flow.metrics)
    yield from (f"{name!r} is none of its dimensions" for name in _named(flow) if name not in flow.dimensions)
    kept = flow.recognised.kept if flow.recognised else ()
    yield from (f"{name!r} is none of its attributes" for name in kept if name not in flow.attributes)
    if flow.is_list == bool(flow.metrics):
        yield "either metrics, of a table of figures, or attributes, of a list, are declared"
    if flow.recognised and flow.recognised.moves_to and flow.recognised.moves_to not in flows:
        yield f"{flow.recognised.moves_to!r} is no list that is declared"
    for same in flow.same:
        for key in (same.series_key, same.other_series_key):
            name, dimensions = _parts(_shape(key))
            if name not in flows or not set(dimensions) <= set(flows[name].dimensions):
                yield f"{key!r} is no series key of a table that is declared"


def _measured(flow: Dataflow) -> Iterator[str]:
    """Every metric that they name."""
    yield from (split.metric for split in flow.splits)
    yield from (said.metric for said in flow.days_counted)


def _named(flow: Dataflow) -> Iterator[str]:
    """Every dimension that they name."""
    yield from flow.apart
    yield from (total.dimension for total in flow.totals)
    yield from (said.name for said in [flow.recognised] if said)
    yield from (name for split in flow.splits for name in split.by)
    pairs = [*flow.may_fall, *(said.within for said in flow.days_counted if said.within)]
    yield from (pair.partition("=")[0] for pair in pairs)


# ── Rows that nobody declared ────────────────────────────────────────────────────────────────────────────────────────
def _undeclared(module: Declares | None, rows: pa.Table) -> dict[str, str]:
    """dataflow ▶ what is not declared of it."""
    flows = {flow.dataflow: flow for flow in module.DATAFLOWS} if module else {}
    units = {metric.metric: metric.unit for metric in module.METRICS} if module else {}
    wrong: dict[str, set[str]] = {}
    for name, metric, unit in _measures(rows):
        if name not in flows:
            wrong.setdefault(name, set()).add("a table that is not declared")
        elif metric not in flows[name].metrics:
            wrong.setdefault(name, set()).add(f"metric {metric}")
        elif unit != units.get(metric):
            wrong.setdefault(name, set()).add(f"metric {metric} in {unit}")
    for name, of, dimensions in _shapes(rows):
        known = {*flows[name].dimensions, REPEAT} if name in flows else set(dimensions)
        if of != name:
            wrong.setdefault(name, set()).add(f"series of {of}")
        if others := [each for each in dimensions if each not in known]:
            wrong.setdefault(name, set()).update(f"dimension {each}" for each in others)
    return {name: ", ".join(sorted(words)) for name, words in wrong.items()}


def _undeclared_lists(module: Declares | None, rows: pa.Table) -> dict[str, str]:
    """dataflow of a list ▶ what is not declared of it."""
    flows = {flow.dataflow: flow for flow in module.DATAFLOWS if flow.is_list} if module else {}
    wrong: dict[str, set[str]] = {}
    for name in pc.unique(rows["dataflow"]).to_pylist():
        of_it = rows.filter(pc.equal(rows["dataflow"].cast(pa.string()), name))
        wrong[name] = set() if name in flows else {"a list that is not declared"}
        shapes = [_parts(shape) for shape in {_shape(key) for key in of_it["entry_key"].to_pylist()}]
        wrong[name].update(f"entries of {of}" for of, _ in shapes if of != name)
        if name in flows:
            dimensions = {each for _, named in shapes for each in named}
            attributes = {each for part in of_it["attributes"].chunks for each in pc.unique(part.keys).to_pylist()}
            wrong[name].update(f"dimension {each}" for each in dimensions - {*flows[name].dimensions, REPEAT})
            wrong[name].update(f"attribute {each}" for each in attributes - {*flows[name].attributes})
    return {name: ", ".join(sorted(words)) for name, words in wrong.items() if words}


def _measures(rows: pa.Table) -> Iterator[tuple[str, str, str | None]]:
    """The dataflows with their metrics and units, each combination once."""
    distinct = rows.group_by(["dataflow", "metric", "unit"], use_threads=False).aggregate([])
    for row in distinct.to_pylist():
        yield row["dataflow"], row["metric"], row["unit"]


def _shapes(rows: pa.Table) -> Iterator[tuple[str, str, list[str]]]:
    """Each dataflow with the name and the dimensions that its series keys have, each combination once."""
    flows, keys = (rows[name].unify_dictionaries().combine_chunks() for name in ("dataflow", "series_key"))
    pairs = np.unique(flows.indices.to_numpy().astype(np.int64) * len(keys.dictionary) + keys.indices.to_numpy())
    of_flow, of_key = np.divmod(pairs, max(1, len(keys.dictionary)))  # of those that occur: a dictionary may hold more
    named = zip(flows.dictionary.take(of_flow).to_pylist(), keys.dictionary.take(of_key).to_pylist(), strict=True)
    for name, shape in dict.fromkeys((name, _shape(key)) for name, key in named):
        yield name, *_parts(shape)


@lru_cache(maxsize=1 << 17)  # the editions repeat their series
def _shape(key: str) -> str:
    """`t{agency=CBP,sex=male}` ▶ `t{agency,sex}`: no value stays."""
    return _VALUE.sub("", key)


def _parts(shape: str) -> tuple[str, list[str]]:
    """The name and the dimensions of a shape."""
    name, _, rest = shape.partition("{")
    return name, [each for each in rest.removesuffix("}").split(",") if each]


def _numeric(rows: pa.Table) -> pa.ChunkedArray:
    """Which observations stand in numeric cells. One of a month to come has no value, and a 0 in its cell."""
    printed = pc.match_substring_regex(pc.fill_null(rows["value_text"], ""), _NUMBER)
    return pc.or_(pc.is_valid(rows["value"]), printed)


def _omissions(rows: pa.Table) -> pa.Table:
    reason = pa.array([REASON] * rows.num_rows, pa.string())
    columns = {"sheet": rows["sheet"], "cell": rows["cell"], "reason": reason, "value_text": rows["value_text"]}
    ones = pa.array([1] * rows.num_rows, pa.int32())
    return pa.table({**columns, "cells": ones}).cast(OMISSION)


def _refusals(rows: pa.Table, wrong: Mapping[str, str]) -> pa.Table:
    """One row a sheet and dataflow, with the first of its titles."""
    places: dict[tuple[str | None, str], str | None] = {}
    for row in rows.select(["sheet", "dataflow", "table_title"]).to_pylist():
        places.setdefault((row["sheet"], row["dataflow"]), row["table_title"])
    refusals = [
        {
            "sheet": sheet,
            "dataflow": name,
            "table_title": title,
            "outcome": "not_declared",
            "expected": "what DATAFLOWS and METRICS declare: tables, their metrics with units, their dimensions",
            "found": wrong[name],
            "remedy": "Declare it in the module of the source, or correct its reader; the other tables are loaded.",
        }
        for (sheet, name), title in places.items()
    ]
    return pa.Table.from_pylist(refusals, schema=REFUSAL)


def _more(before: pa.Table | None, rows: pa.Table) -> pa.Table:
    return rows if before is None else pa.concat_tables([before, rows])


def _counted_anew(sheets: pa.Table, refused: Mapping[str | None, int]) -> pa.Table:
    """Cells that were observations are omissions now. Pages of a PDF have no names: of these the first ones first."""
    left, moved = dict(refused), []
    for name, observed in zip(sheets["sheet"].to_pylist(), sheets["observed_cells"].to_pylist(), strict=True):
        moved.append(min(left.get(name, 0), observed))
        left[name] = left.get(name, 0) - moved[-1]
    for column, count in (("observed_cells", pc.subtract), ("omitted_cells", pc.add)):
        at = sheets.schema.get_field_index(column)
        cells = count(sheets[column], pa.array(moved, pa.int32()))
        sheets = sheets.set_column(at, sheets.schema.field(at), cells)
    return sheets
