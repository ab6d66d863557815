"""Figures that a document prints in two tables, held against one another before any of them is believed.

The labels of a list that has no order tell nothing of the figures below them: two that changed places are seen only
where another table prints the same figures under the same name.
"""

from __future__ import annotations

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
    names = keys.dictionary.to_pylist()
    matches = (re.fullmatch(held.series, name) for name in names)
    pairs = [(one[0], one.expand(held.other)) for one in matches if one]
    figures = _figures(rows, keys.indices.to_numpy(), {names.index(n) for p in pairs for n in p if n in {*names}})
    for series, other in pairs:
        mine, theirs = figures.get(series, {}), figures.get(other, {})
        both = [period for period in mine if period in theirs]
        differ = [period for period in both if abs(mine[period] - theirs[period]) > held.off]
        if 2 * len(differ) > len(both):
            yield f"the figures of {other}", f"others in {len(differ)} of {len(both)} periods under {series}"


def _figures(rows: pa.Table, places: NDArray[Any], wanted: set[int]) -> dict[str, dict[str, float]]:
    """Series ▶ its figures, of the series wanted (their places among the keys)."""
    taken = rows.select(["series_key", "time_period", "value"]).take(np.flatnonzero(np.isin(places, [*wanted])))
    found: dict[str, dict[str, float]] = {}
    for series, period, value in zip(*(column.to_pylist() for column in taken.columns), strict=True):
        if value is not None:
            found.setdefault(series, {})[period] = value
    return found
