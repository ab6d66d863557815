"""Figures that a document prints in two tables, held against one another before any of them is believed.

The labels of a list that has no order tell nothing of the figures below them: two that changed places are seen only
where another table prints the same figures under the same name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from collectors.tables.declared import Held
from collectors.tables.judging import SheetDraft, without_repeats
from collectors.tables.ledger import Refusal


def without_contradicted(
    drafts: Sequence[SheetDraft], rows: pa.Table, held: Sequence[Held]
) -> tuple[list[SheetDraft], pa.Table | None]:
    """The drafts without the tables that others contradict, which are refused, and the observations that are left."""
    wrong: dict[str, tuple[str, str]] = {}
    for one in held:
        for expected, found in _contradictions(rows, one):
            wrong.setdefault(one.dataflow, (expected, found))
    if not wrong:
        return [*drafts], rows
    return without_repeats([_without(draft, wrong) for draft in drafts])


def _without(draft: SheetDraft, wrong: Mapping[str, tuple[str, str]]) -> SheetDraft:
    if draft.reading is None:
        return draft
    refused = [table for table in draft.tables if table.found.dataflow in wrong]
    refusals = [
        Refusal(
            draft.sheet.name,
            table.found,
            draft.reading.changed(f"table {table.found.title!r}", *wrong[table.found.dataflow]),
        )
        for table in refused
    ]
    left = [table for table in draft.tables if table.found.dataflow not in wrong]
    return replace(draft, tables=left, refusals=[*draft.refusals, *refusals])


def _contradictions(rows: pa.Table, held: Held) -> Iterator[tuple[str, str]]:
    """What was expected and what was found, of each series that differs in most of the periods that both print."""
    keys = rows["series_key"].combine_chunks()
    places = {name: k for k, name in enumerate(keys.dictionary.to_pylist())}
    found = map(re.compile(held.series).fullmatch, places)
    pairs = [(one[0], one.expand(held.other)) for one in found if one]
    wanted = {places[name] for pair in pairs for name in pair if name in places}
    figures = _figures(rows, keys.indices.to_numpy(), wanted)
    for series, other in pairs:
        mine, theirs = (figures.get(places.get(name, -1), {}) for name in (series, other))
        both = [period for period in mine if period in theirs]
        differ = [period for period in both if abs(mine[period] - theirs[period]) > held.off]
        if 2 * len(differ) > len(both):
            yield f"the figures of {other}", f"others in {len(differ)} of {len(both)} periods under {series}"


def _figures(rows: pa.Table, series: NDArray[Any], wanted: set[int]) -> dict[int, dict[int, float]]:
    """Series ▶ period ▶ value, each by its place among the words of its column, of the series wanted."""
    at = np.flatnonzero(np.isin(series, [*wanted]))
    periods = rows["time_period"].combine_chunks().indices.to_numpy()[at]
    values = rows["value"].to_numpy()[at]
    found: dict[int, dict[int, float]] = {}
    for one, period, value in zip(series[at].tolist(), periods.tolist(), values.tolist(), strict=True):
        if not math.isnan(value):
            found.setdefault(one, {})[period] = value
    return found
