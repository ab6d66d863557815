"""What goes wrong in a workbook, made on purpose: each function changes one thing of one table, or of the sheets.

A mutation names the cells that it changed; the tables that lie there are those that it may cost.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.faults.book import At, Book, Cell, Cells, number, text
from tests.faults.oracle import Known, Whole

ZERO_WIDTH = "\u200b"


@dataclass(frozen=True)
class Mutant:
    """`touched`: sheet and title of the tables that it changed."""

    name: str
    words: str
    book: Book
    touched: frozenset[tuple[str, str]]


class Place:
    """A table of a workbook, and the cells of its sheet, to be changed."""

    def __init__(self, whole: Whole, table: Known, chance: random.Random) -> None:
        self.whole, self.table, self.chance = whole, table, chance
        self.cells = whole.book.cells(table.sheet)
        self.rows = range(table.first, table.last + 1)
        self.columns = range(table.left, table.right + 1)
        self.labels = table.left + table.label
        figures = {at for at in self.cells if self._is_figure(at)}
        self.figures = sorted(figures)
        self.head = self._head()

    def _is_figure(self, at: At) -> bool:
        value = self.whole.values[self.table.sheet].get(at)
        inside = at[0] in self.rows and self.labels < at[1] <= self.table.right
        return inside and value is not None and value.kind == "number"

    def _head(self) -> list[At]:
        """The headers that stand right above the figures."""
        values = self.whole.values[self.table.sheet]
        columns = {c for _, c in self.figures}
        above = (
            next(((r, c) for r in range(self.table.first - 1, self.table.top, -1) if (r, c) in values), None)
            for c in columns
        )
        return sorted(at for at in above if at)

    def pick(self, among: Iterable[At], count: int = 1) -> list[At]:
        """Some of these cells; fewer where there are not so many."""
        given = sorted(among)
        return self.chance.sample(given, min(count, len(given)))

    def label_cells(self) -> list[At]:
        return [(r, self.labels) for r in self.rows if (r, self.labels) in self.cells]

    def outer_cells(self) -> list[At]:
        """The labels of the upper level; none where there is but one."""
        table = self.table
        if table.outer is None:
            return []
        values = self.whole.values[table.sheet]
        column = table.left + table.outer
        found = [(r, column) for r in range(table.top + 1, table.last + 1) if (r, column) in self.cells]
        return [at for at in found if at[0] > self.head[0][0] and values[at].text.lower() not in table.inner]

    def words(self, at: At) -> str:
        value = self.whole.values[self.table.sheet].get(at)
        return value.label if value else ""

    def region(self, cells: Iterable[At] | None = None) -> tuple[range, range]:
        """What was changed: these cells; left out, the table."""
        if cells is None:
            return range(self.table.top, self.table.last + 1), self.columns
        rows, columns = zip(*cells, strict=True)
        return range(min(rows), max(rows) + 1), range(min(columns), max(columns) + 1)


#: cells, what they changed (rows, columns), what was done; None where the table has nothing to change so
Change = tuple[Cells, tuple[range, range], str] | None
EVERYWHERE = range(1 << 20)


def move(cells: Cells, moves: dict[At, At | None]) -> Cells:
    """Cells put elsewhere, or nowhere."""
    kept = {at: cell for at, cell in cells.items() if at not in moves}
    return kept | {to: cells[at] for at, to in moves.items() if to and at in cells}


def swap(cells: Cells, pairs: Iterable[tuple[At, At]]) -> Cells:
    out = dict(cells)
    for one, other in pairs:
        for at, source in ((one, other), (other, one)):
            if source in cells:
                out[at] = cells[source]
            else:
                out.pop(at, None)
    return out


def shift_rows(cells: Cells, start: int, by: int) -> Cells:
    """Everything from a row on, some rows further down (or up: the rows above `start` are overwritten)."""
    return {
        (r + by if r >= start else r, c): cell
        for (r, c), cell in cells.items()
        if by > 0 or not start + by <= r < start
    }


def shift_columns(cells: Cells, start: int, by: int) -> Cells:
    turned = {(c, r): cell for (r, c), cell in cells.items()}
    return {(r, c): cell for (c, r), cell in shift_rows(turned, start, by).items()}


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
    """Each label one row down, the last one beside no figures any more."""
    moves: dict[At, At | None] = {(r, c): (r + 1, c) for r, c in place.label_cells()}
    return move(place.cells, moves), grown(place), "the labels one row down"


def shift_headers(place: Place) -> Change:
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


# ── What they share ──────────────────────────────────────────────────────────────────────────────────────────────────
def two(place: Place, among: Iterable[int]) -> tuple[int, int]:
    """Two different ones where there are two."""
    given = [*among]
    found = place.chance.sample(given, min(2, len(given)))
    return found[0], found[-1]


def grown(place: Place) -> tuple[range, range]:
    """The table and one row and column more."""
    table = place.table
    return range(table.top, table.last + 2), range(table.left, table.right + 2)


def title_of(place: Place) -> list[At]:
    at = (place.table.top, place.table.left)
    return [at] if at in place.cells else []


def swap_two(place: Place, among: list[At], what: str) -> Change:
    pair = place.pick(among, 2)
    if len(pair) < 2 or place.words(pair[0]) == place.words(pair[1]):
        return None
    words = f"{what} {place.words(pair[0])!r} and {place.words(pair[1])!r} swapped"
    return swap(place.cells, [(pair[0], pair[1])]), place.region(), words


def put(place: Place, among: list[At], new: Callable[[str], Cell | None], what: str) -> Change:
    """Something else in one of these cells, made of its words."""
    if not (at := place.pick(among)):
        return None
    words = place.words(at[0])
    cell = new(words)
    cells = {**place.cells, at[0]: cell} if cell else move(place.cells, {at[0]: None})
    return cells, place.region(), f"{what}: {words!r} in row {at[0][0] + 1}, column {at[0][1] + 1}"


def put_words_of_another(place: Place, among: list[At], what: str) -> Change:
    pair = place.pick(among, 2)
    if len(pair) < 2 or place.words(pair[0]) == place.words(pair[1]):
        return None
    return put(place, pair[:1], lambda words: place.cells[pair[1]], f"{what} ({place.words(pair[1])!r})")


# ── Whole sheets ─────────────────────────────────────────────────────────────────────────────────────────────────────
def delete_sheet(whole: Whole, chance: random.Random) -> Mutant:
    sheet = chance.choice(whole.book.sheets).name
    tag = re.escape(html.escape(sheet))
    return of_sheets(whole, rf'<sheet [^>]*name="{tag}"[^>]*?/>', lambda found: "", "delete_sheet", [sheet])


def hide_sheet(whole: Whole, chance: random.Random) -> Mutant:
    sheet = chance.choice(whole.book.sheets).name
    tag = re.escape(html.escape(sheet))

    def hidden(found: re.Match[str]) -> str:
        return re.sub(r' state="[^"]*"', "", found[0]).replace("<sheet ", '<sheet state="hidden" ')

    return of_sheets(whole, rf'<sheet [^>]*name="{tag}"[^>]*?/>', hidden, "hide_sheet", [sheet])


def repeat_sheet(whole: Whole, chance: random.Random) -> Mutant:
    sheet = chance.choice([one for one in whole.book.sheets if one.visible]).name
    tag = re.escape(html.escape(sheet))

    def twice(found: re.Match[str]) -> str:
        again = re.sub(r'name="[^"]*"', f'name="{html.escape(sheet)[:26]} (2)"', found[0])
        return found[0] + re.sub(r'sheetId="\d+"', 'sheetId="9999"', again)

    return of_sheets(whole, rf'<sheet [^>]*name="{tag}"[^>]*?/>', twice, "repeat_sheet", [sheet])


def swap_sheet_names(whole: Whole, chance: random.Random) -> Mutant:
    pair = [html.escape(one.name) for one in chance.sample(whole.book.sheets, 2)]
    other = {f'name="{pair[0]}"': f'name="{pair[1]}"', f'name="{pair[1]}"': f'name="{pair[0]}"'}
    either = "|".join(map(re.escape, other))
    names = [html.unescape(name) for name in pair]
    return of_sheets(whole, either, lambda found: other[found[0]], "swap_sheet_names", names)


def rename_sheet(whole: Whole, chance: random.Random) -> Mutant:
    sheet = chance.choice(whole.book.sheets).name
    tag = re.escape(f'name="{html.escape(sheet)}"')
    return of_sheets(whole, tag, lambda found: 'name="Quartermaster"', "rename_sheet", [sheet])


def of_sheets(whole: Whole, pattern: str, new: Callable[[re.Match[str]], str], name: str, sheets: list[str]) -> Mutant:
    """The list of sheets changed. The footnotes say how far the data of all tables run."""
    listed = whole.book.members["xl/workbook.xml"].decode()
    changed = whole.book.with_member("xl/workbook.xml", re.sub(pattern, new, listed).encode())
    every = any(sheet.strip() == "Footnotes" for sheet in sheets)
    touched = frozenset(at for at, table in whole.tables.items() if every or table.sheet in sheets)
    return Mutant(name, f"{name.replace('_', ' ')}: {', '.join(sheets)}", changed, touched)


OF_TABLES: tuple[Callable[[Place], Change], ...] = (
    swap_rows, delete_row, delete_outer_row, clear_row, repeat_row, insert_row, delete_header_row, delete_title_row,
    swap_columns, swap_label_column, delete_column, clear_column, repeat_column, insert_column, shift_figures_right,
    shift_figures_down, swap_labels, swap_outer_labels, swap_headers, blank_label, blank_outer_label, blank_header,
    change_label, change_outer_label, change_header, zero_width_label, zero_width_header, zero_width_title,
    repeat_label, repeat_outer_label, repeat_header, shift_labels, shift_headers, change_title, change_year_of_title,
    swap_titles, error_cell, formula_without_value, formula_with_error, blank_figure, number_as_text, words_for_number,
    other_number, not_a_number, swap_figures, stray_far_cell,
)  # fmt: skip
OF_SHEETS: tuple[Callable[[Whole, random.Random], Mutant], ...] = (
    delete_sheet, hide_sheet, repeat_sheet, swap_sheet_names, rename_sheet,
)  # fmt: skip


def mutant(whole: Whole, number: int, chance: random.Random) -> Mutant:
    """The mutant of a number: the kinds of mutation in turn, each of a table that has something to change so."""
    turn = number % (len(OF_TABLES) + len(OF_SHEETS))
    if turn >= len(OF_TABLES):
        return OF_SHEETS[turn - len(OF_TABLES)](whole, chance)
    kind, tables = OF_TABLES[turn], [*whole.tables.values()]
    chance.shuffle(tables)
    for table in tables:
        if change := kind(Place(whole, table, chance)):
            return of_table(whole, table, kind.__name__, change, lies=chance.random() < 0.5)
    return mutant(whole, number + 1, chance)  # no table of this workbook has two levels


def of_table(
    whole: Whole, table: Known, name: str, change: tuple[Cells, tuple[range, range], str], lies: bool
) -> Mutant:
    cells, (rows, columns), words = change
    book = whole.book.with_cells(table.sheet, cells)
    if name == "stray_far_cell" and lies:  # the dimension of the sheet does not tell
        member = book.member(table.sheet)
        lying = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"', book.members[member])
        book = book.with_member(member, lying)
    touched = frozenset(at for at, one in whole.tables.items() if one.touches(table.sheet, rows, columns))
    return Mutant(name, f"{table.dataflow}: {words}", book, touched)
