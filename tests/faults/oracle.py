"""What a mutant says, worked out without the readers: value, row label and column label of each cell.

`learning` takes the reading of the whole workbook and learns of each table where its labels stand and which series and
period belong to which labels. `judge` then looks at every figure that a reader gives of a mutant: its cell holds that
number, its labels are those of its row and column, its series and period are theirs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from tests.faults.book import At, Book, Value, cell_at
from tests.faults.box import Answer
from tests.faults.cells import NUMBER, Known, Labels, Meaning, Row, Values, alike, bare, dimensions, labels, meaning
from tests.faults.learning import Whole, notice_of, refusal_of

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
    refused = Counter(map(refusal_of, answer.of("refusal"))) - whole.refusals
    told = Counter(map(notice_of, answer.of("notice"))) - whole.notices
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
    new = Counter(map(notice_of, answer.of("notice"))) - whole.notices
    notices = [row for row in answer.of("notice") if notice_of(row) in new]
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
    names = set(_spoken(answer))
    refused = {row["sheet"] for row in answer.of("refusal")}
    years = {row["sheet"]: row["axis_cells"] for row in answer.of("sheet")}  # of their headers: read into a period
    attributes = _attributes(answer)
    laid_out = {row["sheet"] for row in answer.of("sheet") if row["numeric_cells"]}
    whole_sheets = {row["sheet"] for row in answer.of("refusal") if not row["table_title"]} - laid_out
    out = []
    for sheet in mutant.sheets:
        if not sheet.visible or sheet.name in whole_sheets:
            continue
        for at, value in whole.of(mutant, sheet).items():
            if value.kind not in ("number", "error") or (sheet.name, at) in names:
                continue
            if value.kind == "number" and f"{value.number:.15g}" in attributes.get((sheet.name, at[0]), ()):
                continue
            if value.kind == "number" and value.number in _YEARS and years.get(sheet.name):
                years[sheet.name] -= 1
                continue
            if value.kind == "number":
                out.append(f"{sheet.name}!{at}: {value.number} is neither a figure nor left out")
            elif sheet.name not in refused and whole.is_figure(sheet.name, at):
                out.append(f"{sheet.name}!{at}: an error cell that nobody speaks of")
    return out


def _spoken(answer: Answer) -> Iterable[tuple[str, At]]:
    """The cells of figures, and of omissions, of which some are ranges."""
    for kind in ("observation", "omission"):
        for row in answer.of(kind):
            first, _, last = row["cell"].partition(":")
            (top, left), (bottom, right) = cell_at(first), cell_at(last or first)
            for r in range(top, bottom + 1):
                yield from ((row["sheet"], (r, c)) for c in range(left, right + 1))


def _attributes(answer: Answer) -> dict[tuple[str, int], set[str]]:
    """What stands in the row of an entry beside its figures, as printed."""
    return {
        (row["sheet"], cell_at(row["cell"])[0]): {text for _, text in row["attributes"] if text}
        for row in answer.of("entry")
    }


_YEARS = range(1990, 2100)


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
            self._places[words] = [place for place, v in self.values.items() if v.text.startswith(words)]
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
        title = self.title(row["table_title"], at)
        if title is None:
            if row["dataflow"] != "ice.facilities" or row["table_title"] != self.sheet:
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
        if not alike(found, row):
            return f"the labels of its cell are {found}"
        if table.outer is not None and not table.repeats and self._count(table, title, at[1])[found] > 1:
            return f"{found[0]!r} stands twice in the table"
        if found[0].startswith("?"):
            return "an inner row before any outer row"
        if fault := self._beside(row, at, table, title):
            return fault
        if re.search(r"FY ?\d{2}", " ".join(found)):
            years = 0  # the year of the label counts, not that of the title
        kin = [one for one in self.whole.tables.values() if one.dataflow == table.dataflow]
        return _by_meaning(row, table, found, years, kin)

    def _beside(self, row: Row, at: At, table: Known, title: At) -> str:
        """Where a dimension with a column of its own is not what is printed there."""
        pairs = dict(pair.split("=") for pair in row["series_key"].strip("}").partition("{")[2].split(",") if pair)
        for name, column in table.beside.items():
            value = self.values.get((at[0], title[1] + column))
            if bare(pairs.get(name, "")) != bare(value.label if value else ""):
                return f"its {name} is {value}"
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


def _by_meaning(row: Row, table: Known, found: Labels, years: int, kin: Iterable[Known]) -> str:
    """Where series and period are not those of the labels; a title of another year moves the periods. A label that this
    table did not have may be one of the others of its kind."""
    words, own = meaning(found, table), dimensions(row, table)
    if said := table.said.get(words):
        moved = [{**dict(one), "period": _moved(dict(one)["period"], years)} for one in said]
        return "" if own in moved else f"{found} are {moved[0]}"
    for name, by_part in table.told_by.items():
        parts = {(1,): by_part[1,]} if table.by_inner and name != "period" and (1,) in by_part else by_part
        labelled = [(of, _at(words, at)) for at, of in parts.items()]
        told = {_moved(of[label], years) for of, label in labelled if label in of}
        if not told and name != "period":
            others = [one.told_by.get(name, {}) for one in kin]
            told = {of[label] for other in others for at, of in other.items() if (label := _at(words, at)) in of}
        if told and own.get(name, "") not in told:
            return f"the {name} of {found} is {' or '.join(told)}"
        if labelled and not told and all(own.get(name, "") in of.values() for of, _ in labelled):
            return f"the {name} is that of other labels than {found}"
    return ""


def _at(words: Meaning, parts: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(words[part] for part in parts)


def _value_fault(row: Row, value: Value) -> str:
    """Where a figure is not the number of its cell."""
    if value.kind == "number":
        if row["value"] == value.number:
            return ""
        if row["value"] is None and value.number == 0:
            return ""
        return f"the cell holds {value.number}"
    if value.kind == "text":
        plain = float(value.text.replace(",", "")) if NUMBER.fullmatch(value.text) else None
        return "" if row["value"] in (None, plain) else f"the cell holds the text {value.text!r}"
    return "" if row["value"] is None else f"the cell holds {value}"


def _year(title: str) -> int:
    found = re.search(r"FY ?(\d{2,4})", title)
    return int(found[1]) % 100 if found else 0


def _moved(period: str, years: int) -> str:
    """A month, a quarter or a fiscal year, some years later; a day stays."""
    if years and re.fullmatch(r"\d{4}-\d{2}(-\d{2}/P(1Y|3M))?", period):
        return f"{int(period[:4]) + years}{period[4:]}"
    return period
