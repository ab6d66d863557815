"""What the labels of each table of a whole workbook mean, learnt from its reading (which the golden cells prove)."""

from __future__ import annotations

from collections import Counter, defaultdict

from tests.faults.book import At, Book, Sheet, cell_at
from tests.faults.box import Answer
from tests.faults.cells import (
    Known,
    Meaning,
    Row,
    ToldBy,
    Values,
    alike,
    bare,
    dimensions,
    has_figures,
    labels,
    meaning,
    title_above,
    words_at,
)


class Whole:
    """A workbook as it was published, and what the readers make of it."""

    def __init__(self, book: Book, answer: Answer) -> None:
        assert answer.outcome == "read", answer.error
        self.book, self.answer = book, answer
        self.values = {sheet.name: book.values(sheet.name) for sheet in book.sheets}
        self.rows = answer.of("observation")
        self.notices = Counter(map(notice_of, answer.of("notice")))
        self.refusals = Counter(map(refusal_of, answer.of("refusal")))
        of_table: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows:
            of_table[row["sheet"], row["table_title"]].append(row)
        self.tables = {at: self._learn(rows) for at, rows in of_table.items()}
        self.seen = {row["cell"] + "!" + row["sheet"]: row for row in self.rows}

    def of(self, mutant: Book, sheet: Sheet) -> Values:
        """What the cells of a sheet hold; read once for sheets that no mutation touched."""
        for own in self.book.sheets:
            if own.member == sheet.member and self.book.members[own.member] is mutant.members[sheet.member]:
                return self.values[own.name]
        return mutant.values(sheet.name)

    def is_figure(self, sheet: str, at: At) -> bool:
        """Whether a figure of a known table stood there."""
        value = self.values.get(sheet, {}).get(at)
        here = range(at[0], at[0] + 1), range(at[1], at[1] + 1)
        return bool(value and value.kind == "number") and any(t.touches(sheet, *here) for t in self.tables.values())

    def _learn(self, rows: list[Row]) -> Known:
        cells = [cell_at(row["cell"]) for row in rows]
        first, last = min(r for r, _ in cells), max(r for r, _ in cells)
        head = rows[0]
        values = self.values[head["sheet"]]
        leftmost = min(c for _, c in cells)
        title = title_above(values, head["table_title"], (first, leftmost)) or (0, 0)
        table = Known(
            head["sheet"], head["table_title"], head["dataflow"], *title, first, last, max(c for _, c in cells)
        )
        table.marks = frozenset(value.text for at in cells if (value := values.get(at)) and value.kind == "text")
        table.halves = head["dataflow"].startswith("ice.iclos")
        self._levels(table, rows, cells)
        twice = Counter((row["row_label"], row["column_label"]) for row in rows)
        table.repeats = any(count > 1 for count in twice.values())
        table.beside = self._beside(table, rows, cells) if table.outer is None else {}
        found = [labels(values, table, at, title) for at in cells]
        table.unlike = sum(not alike(one, row) for one, row in zip(found, rows, strict=True))
        table.headless = not any(over for _, over in found)
        meanings = [meaning(one, table) for one in found]
        said = [dimensions(row, table) for row in rows]
        for words, one in zip(meanings, said, strict=True):
            table.said[words].add(frozenset(one.items()))
        table.by_inner = table.outer is not None and len({words[1:] for words in table.said}) == len(table.said)
        table.told_by = _told_by([*zip(meanings, said, strict=True)])
        return table

    def _beside(self, table: Known, rows: list[Row], cells: list[At]) -> dict[str, int]:
        """The dimensions that are printed in a column of their own, between the labels and the figures."""
        values, found = self.values[table.sheet], dict[str, int]()
        keys = [dimensions(row, table) for row in rows]
        for name in {*keys[0]} - {"period"}:
            for c in range(table.label + 1, min(c for _, c in cells) - table.left):
                printed = (values.get((r, table.left + c)) for r, _ in cells)
                if all(v and bare(v.label) == bare(key.get(name, "")) for v, key in zip(printed, keys, strict=True)):
                    found[name] = c
        return found

    def _levels(self, table: Known, rows: list[Row], cells: list[At]) -> None:
        """Where the labels stand: the inner (or only) one in the row of the figure, the outer one above it."""
        values = self.values[table.sheet]
        words = {at[0]: row["row_label"] or "" for row, at in zip(rows, cells, strict=True)}
        before = min(c for _, c in cells)
        found = Counter(
            c - table.left
            for r, label in words.items()
            for c in range(table.left, before)
            if (own := words_at(values, (r, c))) and (label == own or label.endswith(f" / {own}"))
        )
        table.label = found.most_common(1)[0][0] if found else 0
        own = {r: words_at(values, (r, table.left + table.label)) for r in words}
        two = {r: label for r, label in words.items() if own[r] and label.endswith(f" / {own[r]}") and label != own[r]}
        if not two:
            return
        outers = {label.removesuffix(f" / {own[r]}") for r, label in two.items()}
        where = Counter(
            c - table.left
            for (r, c), v in values.items()
            if table.top < r <= table.last and table.left <= c <= table.left + table.label and v.text in outers
        )
        table.outer = where.most_common(1)[0][0]
        if table.outer == table.label:
            table.inner = frozenset(own[r].lower() for r in two)
            bands = [
                r for r in range(table.top + 1, table.last) if words_at(values, (r, table.left + table.label)) in outers
            ]
            table.banded = not all(has_figures(values, r, table.left, table) for r in bands)


#: the parts of a meaning that may tell a dimension: the inner label, the outer one, the column; else two of them
_PARTS = ((1,), (0,), (2,), (0, 2), (1, 2), (0, 1))


def _told_by(
    rows: list[tuple[Meaning, dict[str, str]]],
) -> ToldBy:
    """For each dimension that differs within a table the labels that tell it: each of them has one value."""
    out: ToldBy = {}
    for name in dict.fromkeys(name for _, said in rows for name in said):
        if len({said.get(name, "") for _, said in rows}) == 1:
            continue
        found: dict[tuple[int, ...], dict[tuple[str, ...], str]] = {}
        for parts in _PARTS:
            if len(parts) > 1 and found:
                break
            of: dict[tuple[str, ...], set[str]] = defaultdict(set)
            for words, said in rows:
                of[tuple(words[part] for part in parts)].add(said.get(name, ""))
            if all(len(values) == 1 for values in of.values()):
                found[parts] = {words: min(values) for words, values in of.items()}
        out[name] = found
    return out


def notice_of(row: Row) -> tuple[object, ...]:
    return row["sheet"], row["kind"], row["expected"], row["found"], row["message"]


def refusal_of(row: Row) -> tuple[object, ...]:
    return row["sheet"], row["dataflow"], row["table_title"]
