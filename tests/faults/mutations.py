"""What goes wrong in a table, made on purpose: each function changes one thing and says which cells it changed."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.faults.book import At, Cell, number, text
from tests.faults.places import (
    EVERYWHERE,
    Change,
    Place,
    grown,
    move,
    put,
    put_words_of_another,
    shift_columns,
    shift_rows,
    swap,
    swap_two,
    title_of,
    two,
)

ZERO_WIDTH = "\u200b"


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def swap_rows(place: Place) -> Change:
    one, other = two(place, place.rows)
    if one == other:
        return None
    pairs = [((one, c), (other, c)) for c in place.columns]
    return swap(place.cells, pairs), place.region(), f"rows {one + 1} and {other + 1} swapped"


def delete_row(place: Place) -> Change:
    row = place.chance.choice(place.rows)
    return shift_rows(place.cells, row + 1, -1), (range(row, row + 1), EVERYWHERE), f"row {row + 1} deleted"


def delete_outer_row(place: Place) -> Change:
    if not (outer := place.pick(place.outer_cells())):
        return None
    row = outer[0][0]
    return shift_rows(place.cells, row + 1, -1), (range(row, row + 1), EVERYWHERE), f"outer row {row + 1} deleted"


def clear_row(place: Place) -> Change:
    row = place.chance.choice(place.rows)
    gone: dict[At, At | None] = {(row, c): None for c in place.columns}
    return move(place.cells, gone), place.region(), f"row {row + 1} of the table emptied"


def repeat_row(place: Place) -> Change:
    row = place.chance.choice(place.rows)
    shifted = shift_rows(place.cells, row + 1, 1)
    again = {(row + 1, c): cell for (r, c), cell in place.cells.items() if r == row}
    return shifted | again, (range(row, row + 1), EVERYWHERE), f"row {row + 1} twice"


def insert_row(place: Place) -> Change:
    row = place.chance.choice(place.rows)
    return shift_rows(place.cells, row, 1), (range(row - 1, row + 1), EVERYWHERE), f"a blank row before row {row + 1}"


def delete_header_row(place: Place) -> Change:
    if not place.head:
        return None
    row = place.head[0][0]
    return shift_rows(place.cells, row + 1, -1), (range(row, row + 1), EVERYWHERE), f"header row {row + 1} deleted"


def delete_title_row(place: Place) -> Change:
    row = place.table.top
    return shift_rows(place.cells, row + 1, -1), (range(row, row + 1), EVERYWHERE), f"title row {row + 1} deleted"


# ── Columns ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def swap_columns(place: Place) -> Change:
    one, other = two(place, sorted({c for _, c in place.figures}))
    if one == other:
        return None
    pairs = [((r, one), (r, other)) for r in range(place.table.top + 1, place.table.last + 1)]
    return swap(place.cells, pairs), place.region(), f"columns {one + 1} and {other + 1} swapped"


def swap_label_column(place: Place) -> Change:
    rows = range(place.table.top + 1, place.table.last + 1)
    pairs = [((r, place.labels), (r, place.labels + 1)) for r in rows]
    return swap(place.cells, pairs), place.region(), "the column of labels behind the first figures"


def delete_column(place: Place) -> Change:
    column = place.chance.choice(place.columns)
    changed = EVERYWHERE, range(column, column + 1)
    return shift_columns(place.cells, column + 1, -1), changed, f"column {column + 1} deleted"


def clear_column(place: Place) -> Change:
    column = place.chance.choice(place.columns)
    gone: dict[At, At | None] = {(r, column): None for r in range(place.table.top + 1, place.table.last + 1)}
    return move(place.cells, gone), place.region(), f"column {column + 1} of the table emptied"


def repeat_column(place: Place) -> Change:
    column = place.chance.choice(place.columns)
    shifted = shift_columns(place.cells, column + 1, 1)
    again = {(r, column + 1): cell for (r, c), cell in place.cells.items() if c == column}
    return shifted | again, (EVERYWHERE, range(column, column + 1)), f"column {column + 1} twice"


def insert_column(place: Place) -> Change:
    column = place.chance.choice(place.columns)
    changed = EVERYWHERE, range(column - 1, column + 1)
    return shift_columns(place.cells, column, 1), changed, f"a blank column before column {column + 1}"


def shift_figures_right(place: Place) -> Change:
    moves: dict[At, At | None] = {(r, c): (r, c + 1) for r, c in place.figures}
    return move(place.cells, moves), grown(place), "the figures one column to the right"


def shift_figures_down(place: Place) -> Change:
    moves: dict[At, At | None] = {(r, c): (r + 1, c) for r, c in place.figures}
    return move(place.cells, moves), grown(place), "the figures one row down"


# ── Labels, headers, titles ──────────────────────────────────────────────────────────────────────────────────────────
def swap_labels(place: Place) -> Change:
    return swap_two(place, place.label_cells(), "labels")


def swap_outer_labels(place: Place) -> Change:
    return swap_two(place, place.outer_cells(), "outer labels")


def swap_headers(place: Place) -> Change:
    return swap_two(place, place.head, "headers")


def blank_label(place: Place) -> Change:
    return put(place, place.label_cells(), lambda words: None, "a label blanked")


def blank_outer_label(place: Place) -> Change:
    return put(place, place.outer_cells(), lambda words: None, "an outer label blanked")


def blank_header(place: Place) -> Change:
    return put(place, place.head, lambda words: None, "a header blanked")


def change_label(place: Place) -> Change:
    return put(place, place.label_cells(), lambda words: text("Quartermaster"), "a label that nobody knows")


def change_outer_label(place: Place) -> Change:
    return put(place, place.outer_cells(), lambda words: text("Quartermaster"), "an outer label that nobody knows")


def change_header(place: Place) -> Change:
    return put(place, place.head, lambda words: text("Quartermaster"), "a header that nobody knows")


def zero_width_label(place: Place) -> Change:
    return put(
        place, place.label_cells(), lambda words: text(words + ZERO_WIDTH), "a label with a zero-width character"
    )


def zero_width_header(place: Place) -> Change:
    return put(place, place.head, lambda words: text(words + ZERO_WIDTH), "a header with a zero-width character")


def zero_width_title(place: Place) -> Change:
    return put(
        place, title_of(place), lambda words: text(f"{words[:4]}{ZERO_WIDTH}{words[4:]}"), "in the title, zero-width"
    )


def repeat_label(place: Place) -> Change:
    return put_words_of_another(place, place.label_cells(), "a label twice")


def repeat_outer_label(place: Place) -> Change:
    return put_words_of_another(place, place.outer_cells(), "an outer label twice")


def repeat_header(place: Place) -> Change:
    return put_words_of_another(place, place.head, "a header twice")


def shift_labels(place: Place) -> Change:
    """Each label one row down, the last one beside no figures any more; nothing else is written over."""
    given = place.label_cells()
    free = {(r + 1, c): (r + 1, c) in given or (r + 1, c) not in place.cells for r, c in given}
    moves: dict[At, At | None] = {(r, c): (r + 1, c) if free[r + 1, c] else None for r, c in given}
    return move(place.cells, moves), grown(place), "the labels one row down"


def shift_headers(place: Place) -> Change:
    if not place.head:
        return None
    moves: dict[At, At | None] = {(r, c): (r, c + 1) for r, c in place.head}
    return move(place.cells, moves), grown(place), "the headers one column to the right"


def change_title(place: Place) -> Change:
    return put(place, title_of(place), lambda words: text(f"Sundry {words}"), "a title that nobody knows")


def change_year_of_title(place: Place) -> Change:
    title = place.words((place.table.top, place.table.left))
    earlier = re.sub(r"(FY ?)(\d{2,4})", lambda found: f"{found[1]}{int(found[2]) - 1}", title)
    if earlier == title:
        return None
    return put(place, title_of(place), lambda words: text(earlier), "the title of the year before")


def swap_titles(place: Place) -> Change:
    others = [t for t in place.whole.tables.values() if t.sheet == place.table.sheet and t is not place.table]
    if not others or not title_of(place):
        return None
    other = place.chance.choice(others)
    pair = ((place.table.top, place.table.left), (other.top, other.left))
    rows = range(min(place.table.top, other.top), max(place.table.last, other.last) + 1)
    changed = rows, EVERYWHERE
    return swap(place.cells, [pair]), changed, f"the titles of {place.table.dataflow} and {other.dataflow} swapped"


# ── Cells ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def error_cell(place: Place) -> Change:
    error = place.chance.choice(["#N/A", "#REF!", "#DIV/0!"])
    return put(place, place.figures, lambda words: Cell(' t="e"', f"<v>{error}</v>"), error)


def formula_without_value(place: Place) -> Change:
    return put(place, place.figures, lambda words: Cell("", "<f>SUM(A1:A2)</f>"), "a formula without a value")


def formula_with_error(place: Place) -> Change:
    broken = Cell(' t="e"', "<f>SUM(#REF!)</f><v>#REF!</v>")
    return put(place, place.figures, lambda words: broken, "a formula that has lost its cells")


def blank_figure(place: Place) -> Change:
    return put(place, place.figures, lambda words: None, "a figure blanked")


def number_as_text(place: Place) -> Change:
    return put(place, place.figures, lambda words: text(f"{float(words):,.15g}"), "a number as text")


def words_for_number(place: Place) -> Change:
    return put(place, place.figures, lambda words: text("to follow"), "words in place of a number")


def other_number(place: Place) -> Change:
    return put(place, place.figures, lambda words: number(float(words) + 4711), "another number")


def not_a_number(place: Place) -> Change:
    odd = place.chance.choice(["NaN", "INF", "-INF"])
    return put(place, place.figures, lambda words: Cell("", f"<v>{odd}</v>"), odd)


def swap_figures(place: Place) -> Change:
    return swap_two(place, place.figures, "figures")


def stray_far_cell(place: Place) -> Change:
    at = (1_048_575, 16_383) if place.chance.random() < 0.5 else (place.chance.randrange(5_000, 900_000), 16_000)
    return {**place.cells, at: number(1)}, (EVERYWHERE, EVERYWHERE), "a stray cell far out"  # may cost the sheet


OF_TABLES: tuple[Callable[[Place], Change], ...] = (
    swap_rows, delete_row, delete_outer_row, clear_row, repeat_row, insert_row, delete_header_row, delete_title_row,
    swap_columns, swap_label_column, delete_column, clear_column, repeat_column, insert_column, shift_figures_right,
    shift_figures_down, swap_labels, swap_outer_labels, swap_headers, blank_label, blank_outer_label, blank_header,
    change_label, change_outer_label, change_header, zero_width_label, zero_width_header, zero_width_title,
    repeat_label, repeat_outer_label, repeat_header, shift_labels, shift_headers, change_title, change_year_of_title,
    swap_titles, error_cell, formula_without_value, formula_with_error, blank_figure, number_as_text, words_for_number,
    other_number, not_a_number, swap_figures, stray_far_cell,
)  # fmt: skip
