"""The figures of a document ▶ rows of `records.OBSERVATION`, column by column, without an object a cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from collectors.media.sheet import LETTERS
from collectors.records import OBSERVATION
from collectors.tables.axes import PROVISIONAL, STATUSES, Block
from collectors.tables.figures import Figures, Ints


def observations(parts: Sequence[Figures]) -> pa.Table:
    """One row a figure, the parts in their order."""
    blocks = [part.block for part in parts]
    table = np.repeat(np.arange(len(parts), dtype=np.int32), [part.count for part in parts])
    keys, key = _series(parts)
    printed = pa.array(np.concatenate([part.values for part in parts]), from_pandas=True)
    status = np.concatenate([part.status for part in parts])
    measures, measure = _along(parts, "measures", "measure")
    periods, period = _along(parts, "periods", "period")
    rows, row = _axis([block.rows.positions for block in blocks], [part.rows for part in parts])
    columns, column = _axis([block.columns.positions for block in blocks], [part.columns for part in parts])
    figure = pa.array(status <= PROVISIONAL)
    period = pa.array(period)
    return pa.table(
        {
            "sheet": _dictionary(table, [block.sheet.name for block in blocks]),
            "cell": _cells(rows, row, columns, column, blocks[0].sheet.addresses),
            "dataflow": _dictionary(table, [block.dataflow for block in blocks]),
            "series_key": _dictionary(key, keys),
            "metric": _dictionary(measure, [one.metric for one in measures]),
            "time_period": _dictionary(pc.cast(period, pa.int32()), [one.id for one in periods]),
            "period_start": pa.array([one.start for one in periods], pa.date32()).take(period),
            "period_end": pa.array([one.end for one in periods], pa.date32()).take(period),
            "data_through": pa.array([block.data_through for block in blocks], pa.date32()).take(pa.array(table)),
            "value": pc.if_else(figure, printed, pa.scalar(None, pa.float64())),
            "value_text": _texts(parts, printed.cast(pa.string())),
            "unit": _dictionary(measure, [one.unit for one in measures]),
            "obs_status": _dictionary(status, list(STATUSES)),
            "table_title": _dictionary(table, [block.title for block in blocks]),
            "row_label": _dictionary(row, [label for block in blocks for label in block.rows.labels]),
            "column_label": _dictionary(column, [label for block in blocks for label in block.columns.labels]),
        },
        schema=OBSERVATION,
    )


def repeated(rows: pa.Table) -> Ints:
    """The rows that say something of a series and period of which an earlier row has said something already."""
    keys, periods = rows["series_key"].combine_chunks(), rows["time_period"].combine_chunks()
    pairs = keys.indices.to_numpy().astype(np.int64) * len(periods.dictionary) + periods.indices.to_numpy()
    if pc.count_distinct(pa.array(pairs)).as_py() == len(pairs):  # nearly always, and told quickly
        return np.array([], dtype=np.int64)
    first = np.unique(pairs, return_index=True)[1]
    return np.setdiff1d(np.arange(len(pairs)), first)


def _series(parts: Sequence[Figures]) -> tuple[list[str], Ints]:
    """The series keys of all parts, and for each figure the place of its own among them."""
    keys: list[str] = []
    places: list[Ints] = []
    printed: dict[str, list[Block]] = {}
    for part in parts:
        block, first = part.block, len(keys)
        others = printed.setdefault(block.dataflow, [])
        rows, columns = _row_keys(block, others), block.columns.keys
        others.append(block)
        if any(columns) and not any(rows):  # a column is a series, and its rows are periods
            keys += _keys(block.dataflow, [""], columns)
            places.append(first + part.columns)
            continue
        keys += _keys(block.dataflow, rows, columns)
        places.append(first + part.rows * len(columns) + part.columns if any(columns) else first + part.rows)
    return keys, np.concatenate(places)


def _row_keys(block: Block, others: Sequence[Block]) -> Sequence[str]:
    """The row keys; a table that the document prints a second time for the same periods is `entry=2`."""
    again = sum(_same(block, other) for other in others)
    if not again:
        return block.rows.keys
    entry = f"entry={again + 1}"
    return [f"{key},{entry}" if key else entry for key in block.rows.keys]


def _same(block: Block, other: Block) -> bool:
    """Whether two blocks speak of the same rows and periods."""
    return not (_period_ids(block).isdisjoint(_period_ids(other)) or set(block.rows.keys).isdisjoint(other.rows.keys))


def _period_ids(block: Block) -> set[str]:
    whole = [block.period] if block.period else []
    return {period.id for period in block.columns.periods or block.rows.periods or whole}


def _keys(dataflow: str, rows: Sequence[str], columns: Sequence[str]) -> list[str]:
    """The series keys of a table, row by row; `dataflow{…}`, or the bare dataflow where no axis adds a dimension."""
    if not any(columns):
        return [f"{dataflow}{{{row}}}" if row else dataflow for row in rows]
    if all(rows) and all(columns):  # most of them: a facility and its columns
        tails = [f",{column}}}" for column in columns]
        return [head + tail for head in (f"{dataflow}{{{row}" for row in rows) for tail in tails]
    pairs = ([part for part in (row, column) if part] for row in rows for column in columns)
    return [f"{dataflow}{{{','.join(named)}}}" if named else dataflow for named in pairs]


def _along(parts: Sequence[Figures], of_axis: str, of_block: str) -> tuple[list[Any], Ints]:
    """The periods, or the measures, of all parts, and for each figure the place of its own among them."""
    words: list[Any] = []
    places: list[Ints] = []
    for part in parts:
        block, first = part.block, len(words)
        on_columns, on_rows = getattr(block.columns, of_axis), getattr(block.rows, of_axis)
        if on_columns is not None:
            words += on_columns
            places.append(first + part.columns)
        elif on_rows is not None:
            words += on_rows
            places.append(first + part.rows)
        else:
            words.append(_of_whole(block, of_block))
            places.append(np.full(part.count, first))
    return words, np.concatenate(places)


def _of_whole(block: Block, name: str) -> Any:
    whole = getattr(block, name)
    if whole is None:
        raise ValueError(f"{block.dataflow}: neither an axis nor the table gives the {name}")
    return whole


def _axis(positions: Sequence[Sequence[int]], places: Sequence[Ints]) -> tuple[list[int], Ints]:
    """The rows, or the columns, of all parts one after the other, and for each figure the place of its own."""
    firsts = np.cumsum([0, *(len(one) for one in positions[:-1])])
    moved = [first + place for first, place in zip(firsts, places, strict=True)]
    return [position for one in positions for position in one], np.concatenate(moved)


def _texts(parts: Sequence[Figures], printed: pa.Array) -> pa.Array:
    """What is printed: the number, or what stands in its place."""
    texts: dict[int, str] = {}
    first = 0
    for part in parts:
        texts |= {first + k: text for k, text in part.texts.items()}
        first += part.count
    if not texts:
        return printed
    mask = np.zeros(first, dtype=bool)
    mask[list(texts)] = True
    words = pa.array([text or None for _, text in sorted(texts.items())], pa.string())
    return pc.replace_with_mask(printed, pa.array(mask), words)


def _cells(rows: Sequence[int], row: Ints, columns: Sequence[int], column: Ints, addresses: str) -> pa.Array:
    """The address of each figure; all sheets of a document have addresses of one kind."""
    numbers = pa.array([str(r + 1) for r in rows]).take(pa.array(row))
    if addresses == "A1":
        letters = pa.array([LETTERS[c] for c in columns]).take(pa.array(column))
        return pc.binary_join_element_wise(letters, numbers, "")
    others = pa.array([str(c + 1) for c in columns]).take(pa.array(column))
    return pc.binary_join_element_wise("r", numbers, "c", others, "")


def _dictionary(indices: NDArray[Any] | pa.Array, words: Sequence[str | None]) -> pa.DictionaryArray:
    """Dictionary-encoded words; each word once, as Arrow and the warehouse want a dictionary."""
    distinct = pa.array(words, pa.string()).dictionary_encode()
    return pa.DictionaryArray.from_arrays(distinct.indices.take(pa.array(indices)), distinct.dictionary)
