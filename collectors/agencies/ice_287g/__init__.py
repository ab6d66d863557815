"""ICE's lists of 287(g) agreements: participating agencies, and those whose agreement is pending; a workbook each.

Landing page: https://www.ice.gov/identify-and-arrest/287g; the lists are under /doclib/about/offices/ero/287g/.

History. Until 2024 `ParticipatingEntities.xlsx`, five columns; at hand are copies that somebody wrote anew in April
2025 (warehouse/seeds/resaved.csv). February 2025: `participatingAgencies.xlsx` with `TYPE`, soon a file of its own
twice a day (`participatingAgencies07142025am.xlsx`), and `pendingAgencies…`, the same columns without `SIGNED`. May
2025: `COUNTY`, full of errors. 3 July 2025: `ADDENDUM`. November 2025: pending lists of a header alone.

Which list a document is its rows say: agreements that are in force have been signed. A file that is named for the one
list and holds the rows of the other is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache

import pyarrow as pa

from collectors.agencies.ice_287g.declarations import (
    ABBREVIATED,
    KEY,
    LIST,
    PARTICIPATING,
    PENDING,
    SLIPS,
    SUPPORT_TYPES,
)
from collectors.agencies.ice_287g.declarations import DATAFLOWS as DATAFLOWS
from collectors.agencies.ice_287g.declarations import METRICS as METRICS
from collectors.errors import EmptyRelease, LayoutChanged
from collectors.media import webpage
from collectors.media.sheet import Sheet
from collectors.media.workbook import Workbook
from collectors.records import (
    EMPTY_LIST,
    ENTRY,
    NOTICE,
    OMISSION,
    SHEET,
    Cadence,
    Document,
    Edition,
    Link,
    Source,
    Table,
)
from collectors.tables.labels import numbered
from collectors.tables.ledger import UNKNOWN
from collectors.tables.listed import ListRead, Row, days_until, read_list
from collectors.tables.sheets import Notice
from collectors.tables.words import STATES

SOURCE = Source(
    id="ice_287g",
    publisher="ICE",
    title="ICE 287(g) participating and pending agencies",
    licence="U.S. Government work, public domain (17 U.S.C. 105)",
    start=("https://www.ice.gov/identify-and-arrest/287g",),
    documents=r"https://www\.ice\.gov/doclib/about/offices/ero/287g/[^/?#]+\.xlsx",
    media=("xlsx",),
    max_bytes=16 * 1024 * 1024,
    cadence=Cadence(cron="30 9,17 * * *", timezone="America/New_York", expected_every="P1D", late_after="P14D"),
    browser_agent=True,
)
_NAMED = {"participating": PARTICIPATING, "pending": PENDING}
READ = ("entry", "header")  # what numbers of a list are that are read
_REMEDY = "Nothing of it was loaded. Look at the file: the layout is new, or the publisher put up another list."


def discover(page: Document) -> Iterator[Link]:
    """The lists that the landing page links to, in its order. Raises LayoutChanged where it links to none."""
    return webpage.documents(page, SOURCE)


def edition(document: Document) -> Edition:
    """When the file was saved, and which lists it holds. Raises what `read` raises."""
    book, lists = _opened(document)
    names = (dataflow.removeprefix("ice.287g_") for dataflow in lists)
    return Edition(title=SOURCE.title, saved_at=book.package.saved_at, scope=", ".join(names))


def read(document: Document) -> Iterator[Table]:
    """A row an entry, by sheet; every number accounted for. Raises BadContent, LayoutChanged, EmptyRelease."""
    book, lists = _opened(document)
    by_sheet = {one.sheet.name: dataflow for dataflow, one in lists.items()}
    sheets, entries, omissions, notices = [], list[object](), list[object](), list[object]()
    for name in book.sheet_names:
        sheet = book.sheet(name)
        dataflow = by_sheet.get(name)
        numbers = lists[dataflow].numbers if dataflow else _unknown_numbers(sheet)
        told = [_not_a_list(sheet)] if dataflow is None else [*lists[dataflow].notices]
        if dataflow:
            entries += _entries(dataflow, lists[dataflow], told)
        sheets.append(_counts(sheet, Counter(numbers.values())))
        omissions += [_omission(sheet, at, reason) for at, reason in numbers.items() if reason not in READ]
        notices += [_notice(one) for one in told]
    yield Table("sheet", pa.Table.from_pylist(sheets, schema=SHEET))
    yield Table("entry", pa.Table.from_pylist(entries, schema=ENTRY))
    if omissions:
        yield Table("omission", pa.Table.from_pylist(omissions, schema=OMISSION))
    if notices:
        yield Table("notice", pa.Table.from_pylist(notices, schema=NOTICE))


# ── Which list it is ─────────────────────────────────────────────────────────────────────────────────────────────────
@lru_cache(maxsize=1)  # `edition` and `read` are asked for the same document, one after the other
def _opened(document: Document) -> tuple[Workbook, dict[str, ListRead]]:
    """The workbook and the lists in it, by their dataflows."""
    book = Workbook.open(document)
    limit = days_until(document, book.package.saved_at)
    named = next((flow for word, flow in _NAMED.items() if word in document.name.casefold()), None)
    lists = dict[str, ListRead]()
    for name in book.sheet_names:
        found = read_list(LIST, book.sheet(name), book.links(name), limit)
        if found is None:
            continue
        dataflow = _dataflow(document, found, named)
        if dataflow in lists and _said(lists[dataflow]) != _said(found):  # those that ended, perhaps
            held = f"the sheets {lists[dataflow].sheet.name!r} and {name!r}"
            raise LayoutChanged(document.name, expected=f"one sheet of {dataflow}", found=held, remedy=_REMEDY)
        lists.setdefault(dataflow, found)
    if not lists:
        expected = "a header with the columns STATE, LAW ENFORCEMENT AGENCY and SUPPORT TYPE"
        raise LayoutChanged(document.name, expected=expected, found=_first_words(book), remedy=_REMEDY)
    if named and named not in lists:
        held = f"those of {', '.join(lists)}"
        raise LayoutChanged(document.name, expected=f"the rows of {named}", found=held, remedy=_REMEDY)
    return book, lists


def _said(found: ListRead) -> list[object]:
    return [one.attributes for one in found.rows]


def _dataflow(document: Document, found: ListRead, named: str | None) -> str:
    """The list that some rows are of: what is in force has been signed. A header without rows is what the file is
    called; no agreement in force is not believed."""
    signed = [bool(one.attributes.get("signed")) for one in found.rows]
    if signed:
        return PARTICIPATING if sum(signed) > len(signed) / 2 else PENDING
    empty = named or (PARTICIPATING if "signed" in found.columns else PENDING)
    if empty == PARTICIPATING:
        raise EmptyRelease(document.name, expected="agencies that participate", found="a header", remedy=_REMEDY)
    return empty


def _first_words(book: Workbook) -> str:
    words = [words for name in book.sheet_names for _, _, words in book.sheet(name).strings]
    return ", ".join(words[:8]) or "no words"


# ── Entries ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def _entries(dataflow: str, found: ListRead, told: list[Notice]) -> list[object]:
    """The rows as records; a second row of one key is told, one without any too."""
    rows = sorted(found.rows, key=lambda one: (one.attributes.get("signed_on") or "", one.row))
    keys = numbered([_key(found, one, told) for one in rows])
    told += [_twice(found.sheet, one, key) for one, key in zip(rows, keys, strict=True) if ",entry=" in key]
    if not rows:
        message = f"The list {dataflow} has a header and no row: nothing is listed."
        told.append(
            Notice(EMPTY_LIST, message, found.sheet.name, found.sheet.address(found.header, 0), "rows", dataflow)
        )
    of_row = dict(zip((one.row for one in rows), keys, strict=True))
    return [
        {
            "sheet": found.sheet.name,
            "cell": found.sheet.address(*one.at),
            "dataflow": dataflow,
            "entry_key": f"{dataflow}{{{of_row[one.row]}}}",
            "attributes": one.attributes,
        }
        for one in found.rows
    ]


def _key(found: ListRead, one: Row, told: list[Notice]) -> str:
    printed = {name: one.attributes[name] or "" for name in KEY}
    state = _known(found, one, "state", _folded(printed["state"]), STATES, told)
    model = _known(found, one, "support_type", _folded(printed["support_type"]), SUPPORT_TYPES, told)
    return f"state={state},agency={_agency(printed['agency'], state)},support_type={model}"


def _known(found: ListRead, one: Row, column: str, text: str, known: dict[str, str], told: list[Notice]) -> str:
    """A word of a closed list: as it is, abbreviated, or misspelt (told); another one begins a new series (told)."""
    if text in known:
        return text
    if full := next((word for word, short in known.items() if short == text), None):
        return full
    near = [SLIPS[text]] if SLIPS.get(text) in known else get_close_matches(text, known, n=1, cutoff=0.8)
    word = near[0] if near else text
    meant = f"it is read as {word!r}" if near else "it is read as a new one"
    message = f"{one.attributes[column]!r} is no {column} that is known: {meant}."
    at = found.sheet.address(one.row, found.columns[column])
    told.append(Notice("unknown_label", message, found.sheet.name, at, word, one.attributes[column]))
    return word


@lru_cache(maxsize=1 << 14)  # the lists repeat their words
def _folded(text: str) -> str:
    """Case and punctuation folded; apostrophes go without a blank."""
    return " ".join(re.sub(r"[^\w]|_", " ", re.sub(r"['’‘`´]", "", text.casefold()).replace("&", " and ")).split())


@lru_cache(maxsize=1 << 14)
def _agency(text: str, state: str) -> str:
    """A name as the key has it: abbreviations written out, the code of its own state too, where it is one."""
    code = STATES.get(state, "").upper()
    if code and not text.isupper():
        text = re.sub(rf"\b{code}\b", state, text)
    return " ".join(ABBREVIATED.get(word, word) for word in _folded(text).split())


# ── What is told and counted ─────────────────────────────────────────────────────────────────────────────────────────
def _twice(sheet: Sheet, one: Row, key: str) -> Notice:
    words = f"{one.attributes['agency']} is listed more than once with this support type: this row is {key}."
    return Notice(
        "printed_twice", words, sheet.name, sheet.address(*one.at), "one row a state, agency and support type", key
    )


def _not_a_list(sheet: Sheet) -> Notice:
    first = next((words for _, _, words in sheet.strings), None)
    message = f"The sheet {sheet.name!r} is no list that is known: nothing of it is read."
    return Notice("unknown_table", message, sheet.name, None, "a list of agreements", first)


def _unknown_numbers(sheet: Sheet) -> dict[tuple[int, int], str]:
    return dict.fromkeys(_places(sheet), UNKNOWN)


def _places(sheet: Sheet) -> Iterable[tuple[int, int]]:
    return zip(*(axis.tolist() for axis in sheet.numeric.nonzero()), strict=True)


def _counts(sheet: Sheet, numbers: Counter[str]) -> dict[str, object]:
    entries, axes = (numbers[reason] for reason in READ)
    counts = {"numeric_cells": numbers.total(), "observed_cells": 0, "entry_cells": entries, "axis_cells": axes,
              "omitted_cells": numbers.total() - entries - axes}  # fmt: skip
    return {"sheet": sheet.name, "position": sheet.position, "visible": True, **counts}


def _omission(sheet: Sheet, at: tuple[int, int], reason: str) -> dict[str, object]:
    return {
        "sheet": sheet.name,
        "cell": sheet.address(*at),
        "reason": reason,
        "value_text": sheet.label(*at),
        "cells": 1,
    }


def _notice(one: Notice) -> dict[str, object]:
    told = {"expected": one.expected, "found": one.found, "message": one.message}
    return {"sheet": one.sheet, "cell": one.cell, "kind": one.kind, **told}
