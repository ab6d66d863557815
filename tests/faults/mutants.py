"""Workbooks with one thing wrong each, of a table or of the sheets. A mutant names the tables that lie where it was
changed: those it may cost."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.book import Book, Cells
from tests.faults.cells import Known
from tests.faults.learning import Whole
from tests.faults.mutations import OF_TABLES
from tests.faults.places import Place


@dataclass(frozen=True)
class Mutant:
    """`touched`: sheet and title of the tables that it changed."""

    name: str
    words: str
    book: Book
    touched: frozenset[tuple[str, str]]


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
