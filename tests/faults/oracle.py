"""What a mutant says, worked out without the readers: value, row label and column label of each cell.

`Known.learn` takes the reading of the whole workbook (which the golden cells prove) and learns of each table where its
labels stand and which series and period belong to which labels. `judge` then looks at every figure that a reader gives
of a mutant: its cell holds that number, its labels are those of its row and column, its series and period are theirs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tests.faults.book import At, Book, Sheet, Value, cell_at
from tests.faults.box import Answer

MONTHS = [m.lower() for m in "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()]  # noqa: SIM905
_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_MARKS = {"-", "N/A", "*", "X", "NA", "D"}
Values = Mapping[At, Value]
Row = dict[str, Any]
#: what the labels of a cell say: row label, column label
Labels = tuple[str, str]


@dataclass
class Known:
    """A published table of the whole workbook. Positions are columns of the sheet, counted from that of the title."""

    sheet: str
    title: str
    dataflow: str
    top: int
    left: int
    first: int  # the first row and the last row and column of its figures
    last: int
    right: int
    label: int = 0  # the column of the labels
    outer: int | None = None  # the column of the outer ones, where there are two levels
    inner: frozenset[str] = frozenset()  # the labels of the lower level, where both stand in one column
    by_inner: bool = False  # the inner labels tell the series by themselves: a code beside a name
    banded: bool = False  # the outer ones stand on rows without figures
    marks: frozenset[str] = frozenset()  # what it prints in place of figures
    headless: bool = False  # no header stands over its figures
    halves: bool = False  # three rows of headers: a year, a month, mid or end
    said: dict[Labels, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    repeats: bool = False  # the whole workbook has labels twice in it
    unlike: int = 0  # figures of the whole workbook whose labels are not where we think

    @property
    def at(self) -> tuple[str, str]:
        return self.sheet, self.title

    def touches(self, sheet: str, rows: range, columns: range) -> bool:
        """Whether any of these cells lies within the table, from its title to its last figure."""
        down, along = range(self.top, self.last + 1), range(self.left, self.right + 1)
        return sheet == self.sheet and _meet(rows, down) and _meet(columns, along)


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


# ── What the labels of a cell are ────────────────────────────────────────────────────────────────────────────────────
def title_above(values: Values, title: str, at: At) -> At | None:
    """Where the title of a cell's table stands: the nearest above it, none further right."""
    found = [(r, c) for (r, c), v in values.items() if r < at[0] and c <= at[1] and v.text.startswith(title)]
    return max(found, default=None)


def heading(values: Values, at: At, top: int, left: int, marks: frozenset[str] = frozenset()) -> str:
    """The header over a cell: the first words or day above it that are no mark in place of a figure; where there are
    none, of the column to the left (a header merged over several columns)."""
    for c in range(at[1], left, -1):
        for r in range(at[0] - 1, top, -1):
            value = values.get((r, c))
            if value and (
                value.kind == "date" or (value.kind == "text" and not is_figure(value.text) and value.text not in marks)
            ):
                return value.label
    return ""


def half_month(values: Values, at: At, top: int, left: int) -> str:
    """`2021 March mid`: the first year counts, one more with each January."""
    bottom = next((r for r in range(at[0] - 1, top, -1) if _text(values, (r, at[1])) in ("mid", "end")), None)
    if bottom is None:
        return ""
    year, number, name = 0, 0, ""
    for c in range(left + 1, at[1] + 1):
        printed = values.get((bottom - 2, c))
        named = _text(values, (bottom - 1, c))
        if not year and printed and printed.kind == "number":
            year = int(printed.number)
        if named[:3].lower() in MONTHS:
            month = MONTHS.index(named[:3].lower()) + 1
            year, number, name = year + (month < number), month, named
    return f"{year} {name} {_text(values, (bottom, at[1]))}" if year and name else ""


def row_label(values: Values, table: Known, at: At, top: int, left: int) -> tuple[str, str]:
    """(outer, inner) of a row; outer '' where there is one level."""
    own = _text(values, (at[0], left + table.label))
    above = range(at[0] - 1, top, -1)
    if table.outer is None:
        return "", own
    if table.outer == table.label and not table.banded:
        if own and own.lower() not in table.inner:
            return "", own
        words = (_text(values, (r, left + table.label)) for r in above)
        return next((w for w in words if w and w.lower() not in table.inner), "?"), own
    if table.banded:
        bands = (_text(values, (r, left + table.label)) for r in above if not _figures(values, r, left, table))
        return next((w for w in bands if w), ""), own
    if not own:
        return "", _text(values, (at[0], left + table.outer))
    words = (_text(values, (r, left + table.outer)) for r in range(at[0], top, -1))
    return next((w for w in words if w), "?"), own


def _figures(values: Values, row: int, left: int, table: Known) -> bool:
    width = table.right - table.left
    return any((v := values.get((row, c))) and v.kind == "number" for c in range(left + 1, left + width + 1))


def labels(values: Values, table: Known, at: At, title: At) -> Labels:
    outer, own = row_label(values, table, at, *title)
    over = half_month(values, at, *title) if table.halves else heading(values, at, *title, table.marks)
    return f"{outer} / {own}" if outer else own, over


def _text(values: Values, at: At) -> str:
    value = values.get(at)
    return value.text if value and value.kind == "text" else ""


def is_figure(words: str) -> bool:
    """Whether a text is what stands in place of a figure."""
    return words.upper() in _MARKS or bool(_NUMBER.fullmatch(words))


def bare(words: str) -> str:
    """A label without what does not change its meaning: case, blanks, marks, characters that nobody sees."""
    return re.sub(r"[^a-z0-9]+", "", words.lower())


# ── Learning ─────────────────────────────────────────────────────────────────────────────────────────────────────────
class Whole:
    """A workbook as it was published, and what the readers make of it."""

    def __init__(self, book: Book, answer: Answer) -> None:
        assert answer.outcome == "read", answer.error
        self.book, self.answer = book, answer
        self.values = {sheet.name: book.values(sheet.name) for sheet in book.sheets}
        self.rows = answer.of("observation")
        self.notices = Counter(map(_notice, answer.of("notice")))
        self.refusals = Counter(map(_refusal, answer.of("refusal")))
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
        for row, at in zip(rows, cells, strict=True):
            found = labels(values, table, at, title)
            table.unlike += not _alike(found, row)
            table.said[found].add((row["series_key"], row["time_period"]))
        own = {(label.rpartition(" / ")[2], over): found for (label, over), found in table.said.items()}
        table.by_inner = table.outer is not None and len(own) == len(table.said)
        table.headless = not any(over for _, over in table.said)
        return table

    def _levels(self, table: Known, rows: list[Row], cells: list[At]) -> None:
        """Where the labels stand: the inner (or only) one in the row of the figure, the outer one above it."""
        values = self.values[table.sheet]
        words = {at[0]: row["row_label"] or "" for row, at in zip(rows, cells, strict=True)}
        before = min(c for _, c in cells)
        found = Counter(
            c - table.left
            for r, label in words.items()
            for c in range(table.left, before)
            if (own := _text(values, (r, c))) and (label == own or label.endswith(f" / {own}"))
        )
        table.label = found.most_common(1)[0][0] if found else 0
        own = {r: _text(values, (r, table.left + table.label)) for r in words}
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
                r for r in range(table.top + 1, table.last) if _text(values, (r, table.left + table.label)) in outers
            ]
            table.banded = not all(_figures(values, r, table.left, table) for r in bands)


def _alike(found: Labels, row: Row) -> bool:
    """Whether the reader gives the labels that we have found; a table without a header has one of the reader's."""
    row_label, over = found
    return bare(row_label) == bare(row["row_label"] or "") and (not over or bare(over) == bare(row["column_label"]))


def _notice(row: Row) -> tuple[object, ...]:
    return row["sheet"], row["kind"], row["expected"], row["found"], row["message"]


def _refusal(row: Row) -> tuple[object, ...]:
    return row["sheet"], row["dataflow"], row["table_title"]


# ── Judging ──────────────────────────────────────────────────────────────────────────────────────────────────────────
KINDS = ("right", "told", "refused", "wrong", "broke", "died", "too_large", "too_slow")


@dataclass
class Verdict:
    """`kind`: one of `KINDS`. `why` names what is wrong, with an example; `lost`: how many figures are gone of tables
    that the mutation did not touch."""

    kind: str
    why: str = ""
    lost: int = 0
    lost_of: str = ""
    untold: int = 0


def judge(whole: Whole, mutant: Book, touched: Iterable[tuple[str, str]], answer: Answer) -> Verdict:
    """Compare what a reader says of a mutant with what its cells say. `touched`: sheet and title of the tables of the
    whole workbook that the mutation changed."""
    lost, lost_of = _lost(whole, {*touched}, answer)
    if answer.outcome != "read":
        return Verdict(answer.outcome, answer.error, lost, lost_of)
    wrong = [*_wrong(whole, mutant, answer), *_gone(whole, mutant, answer)]
    if wrong:
        return Verdict("wrong", f"{len(wrong)}: {wrong[0]}", lost, lost_of, len(wrong))
    refused = Counter(map(_refusal, answer.of("refusal"))) - whole.refusals
    told = Counter(map(_notice, answer.of("notice"))) - whole.notices
    kind = "refused" if refused else "told" if told else "right"
    return Verdict(kind, "", lost, lost_of)


def _lost(whole: Whole, touched: set[tuple[str, str]], answer: Answer) -> tuple[int, str]:
    """The figures of tables that were not touched and are not there any more."""
    due = Counter(
        (row["table_title"], row["series_key"], row["time_period"], row["value"])
        for row in whole.rows
        if (row["sheet"], row["table_title"]) not in touched
    )
    there = Counter(
        (row["table_title"], row["series_key"], row["time_period"], row["value"]) for row in answer.of("observation")
    )
    gone = due - there
    titles = Counter(title for title, *_ in gone.elements())
    return gone.total(), ", ".join(f"{title[:50]} ({count})" for title, count in titles.most_common(3))


def _wrong(whole: Whole, mutant: Book, answer: Answer) -> list[str]:
    """Figures that are not what their cells say, and of whose table nobody is told."""
    views = {sheet.name: _View(whole, mutant, sheet.name) for sheet in mutant.sheets}
    new = Counter(map(_notice, answer.of("notice"))) - whole.notices
    notices = [row for row in answer.of("notice") if _notice(row) in new]
    out = []
    for row in answer.of("observation"):
        view = views[row["sheet"]]
        if view.same and whole.seen.get(row["cell"] + "!" + row["sheet"]) == row:
            continue
        why = view.why_wrong(row)
        if why and not view.told(row, notices):
            out.append(
                f"{row['sheet']}!{row['cell']} {row['series_key']} {row['time_period']} = {row['value']}"
                f" [{row['row_label']} | {row['column_label']}]: {why}"
            )
    return out


def _gone(whole: Whole, mutant: Book, answer: Answer) -> list[str]:
    """Numbers that are neither figures nor left out by name; error cells in a known table that nobody speaks of."""
    spoken = {(row["sheet"], row["cell"]) for kind in ("observation", "omission") for row in answer.of(kind)}
    refused = {row["sheet"] for row in answer.of("refusal")}
    names = {(sheet, cell_at(address)) for sheet, address in spoken}
    laid_out = {row["sheet"] for row in answer.of("sheet") if row["numeric_cells"]}
    whole_sheets = {row["sheet"] for row in answer.of("refusal") if not row["table_title"]} - laid_out
    out = []
    for sheet in mutant.sheets:
        if not sheet.visible or sheet.name in whole_sheets:
            continue
        for at, value in whole.of(mutant, sheet).items():
            if value.kind not in ("number", "error") or (sheet.name, at) in names:
                continue
            if value.kind == "number":
                out.append(f"{sheet.name}!{at}: {value.number} is neither a figure nor left out")
            elif sheet.name not in refused and whole.is_figure(sheet.name, at):
                out.append(f"{sheet.name}!{at}: an error cell that nobody speaks of")
    return out


class _View:
    """One sheet of a mutant, as a person sees it."""

    def __init__(self, whole: Whole, mutant: Book, sheet: str) -> None:
        self.whole, self.sheet = whole, sheet
        before = {one.name: one.member for one in whole.book.sheets}
        member = mutant.member(sheet)
        #: the same cells under the same name
        self.same = before.get(sheet) == member and mutant.members[member] == whole.book.members[member]
        source = next((name for name, other in before.items() if other == member), sheet)
        self.tables = {title: table for (name, title), table in whole.tables.items() if name in (sheet, source)}
        self._mutant = mutant
        self._places: dict[str, list[At]] = {}
        self._rows: dict[tuple[str, At], Counter[Labels]] = {}

    @cached_property
    def values(self) -> Values:
        return self.whole.of(self._mutant, next(one for one in self._mutant.sheets if one.name == self.sheet))

    @cached_property
    def titles(self) -> list[At]:
        """Where a title of the whole workbook stands."""
        return [at for at, value in self.values.items() if value.text in self.tables]

    def title(self, words: str, at: At) -> At | None:
        """Where the title of a cell's table stands: `title_above`, each title looked for once."""
        if words not in self._places:
            # A character that nobody sees does not make another title.
            texts = (
                (place, re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", v.text)) for place, v in self.values.items()
            )
            self._places[words] = [place for place, text in texts if text.startswith(words)]
        return max((place for place in self._places[words] if place[0] < at[0] and place[1] <= at[1]), default=None)

    def table(self, row: Row) -> tuple[Known | None, int]:
        """The table of the whole workbook that a figure's title names, and by how many years the title has moved."""
        if row["table_title"] in self.tables:
            return self.tables[row["table_title"]], 0
        for title, table in self.tables.items():
            if re.sub(r"\d+", "#", title) == re.sub(r"\d+", "#", row["table_title"]):
                return table, _year(row["table_title"]) - _year(title)
        same = [table for table in self.tables.values() if table.dataflow == row["dataflow"]]
        return (same[0] if same else None), 0

    def why_wrong(self, row: Row) -> str:
        """What is wrong with a figure; '' where nothing is."""
        at = cell_at(row["cell"])
        value = self.values.get(at)
        if value is None:
            return "the cell is blank"
        if fault := _value_fault(row, value):
            return fault
        table, years = self.table(row)
        if table is None:
            return f"no table of the whole workbook has the title {row['table_title']!r}"
        if table.unlike:
            return ""
        title = self.title(row["table_title"], at)
        if title is None:
            if row["dataflow"] != "ice.facilities":
                return "its title stands nowhere above it"
            title = (table.top, 0)
        if any(title < other < (at[0], 0) and other[1] == title[1] for other in self.titles):
            return "another title stands between"
        if self.tables.get(row["table_title"], table).dataflow != row["dataflow"]:
            return f"the title is of {table.dataflow}"
        return self._by_labels(row, at, table, title, years)

    def _by_labels(self, row: Row, at: At, table: Known, title: At, years: int) -> str:
        found = labels(self.values, table, at, title)
        if not found[0]:
            return "a figure without a label"
        if not found[1] and not table.headless:
            return "a figure without a header"
        if not _alike(found, row):
            return f"the labels of its cell are {found}"
        if table.outer is not None and not table.repeats and self._count(table, title, at[1])[found] > 1:
            return f"{found[0]!r} stands twice in the table"
        if found[0].startswith("?"):
            return "an inner row before any outer row"
        key, period = row["series_key"], row["time_period"]
        if said := table.said.get(found):
            by_label = re.search(r"FY ?\d{2}", " ".join(found))  # then the year of the title does not count
            moved = {(k, p if by_label else _moved(p, years)) for k, p in said}
            return "" if _known(key, period, moved) else f"{found} are {sorted(moved)[0]}"
        return self._by_new_labels(row, table, found)

    def _by_new_labels(self, row: Row, table: Known, found: Labels) -> str:
        """Labels that the whole workbook does not have in this table: a series of their own, or that of labels that
        mean the same."""
        key = row["series_key"]
        alike = [k for words, said in table.said.items() if [*map(bare, words)] == [*map(bare, found)] for k, _ in said]
        if alike:
            return "" if key in alike else f"{found} mean {alike[0]}"
        if table.by_inner:
            inner = found[0].rpartition(" / ")[2]
            said = [said for words, said in table.said.items() if words[0].rpartition(" / ")[2] == inner]
            return "" if any(key == k for one in said for k, _ in one) else f"the series is not that of {inner!r}"
        rows = {words[0]: said for words, said in table.said.items() if words[1] == found[1]}
        if key in {k for said in rows.values() for k, _ in said}:
            return f"the series is that of other labels than {found}"
        return ""

    def _count(self, table: Known, title: At, column: int) -> Counter[Labels]:
        """How often the labels of each row of a table stand in it."""
        key = (table.title, (title[0], column))
        if key not in self._rows:
            counted: Counter[Labels] = Counter()
            for r in range(title[0] + 1, title[0] + 1 + table.last - table.top + 3):
                value = self.values.get((r, column))
                if any(other[0] == r and other[1] == title[1] for other in self.titles):
                    break
                if value and value.kind == "number":
                    counted[labels(self.values, table, (r, column), title)] += 1
            self._rows[key] = counted
        return self._rows[key]

    def told(self, row: Row, notices: Iterable[Row]) -> bool:
        """Whether somebody is told of the table of a figure."""
        at = cell_at(row["cell"])
        table, _ = self.table(row)
        for notice in notices:
            if notice["sheet"] != self.sheet:
                continue
            if not notice["cell"] or not table:
                return True
            r, c = cell_at(notice["cell"])
            top = (self.title(row["table_title"], at) or (table.top, table.left))[0]
            height, width = table.last - table.top + 3, range(table.left - 1, table.right + 3)
            if top <= r <= top + height and c in width:
                return True
            if row["table_title"] in str(notice):
                return True
        return False


def _known(key: str, period: str, said: Iterable[tuple[str, str]]) -> bool:
    """Whether a series and period are among these. Two places of one name are told apart by their addresses, which is
    no longer done where one of them is gone."""
    plain = {(re.sub(",address=[^,}]*", "", k), p) for k, p in said}
    return (re.sub(",address=[^,}]*", "", key), period) in plain


def _value_fault(row: Row, value: Value) -> str:
    """Where a figure is not the number of its cell."""
    if value.kind == "number":
        if row["value"] == value.number:
            return ""
        if row["value"] is None and (row["obs_status"] == "M" or value.number == 0):
            return ""
        return f"the cell holds {value.number}"
    if value.kind == "text":
        plain = float(value.text.replace(",", "")) if _NUMBER.fullmatch(value.text) else None
        return "" if row["value"] in (None, plain) else f"the cell holds the text {value.text!r}"
    return "" if row["value"] is None else f"the cell holds {value}"


def _year(title: str) -> int:
    found = re.search(r"FY ?(\d{2,4})", title)
    return int(found[1]) % 100 if found else 0


def _moved(period: str, years: int) -> str:
    """A month or a fiscal year, some years later; a day stays."""
    if years and re.fullmatch(r"\d{4}-\d{2}(-\d{2}/P1Y)?", period):
        return f"{int(period[:4]) + years}{period[4:]}"
    return period
