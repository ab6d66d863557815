"""What the newest editions changed, listed anew, took back, or had refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from warehouse.report.asking import Row
from warehouse.report.tables import Column, Table, table
from warehouse.report.words import amount, day, listed, number, period, series

MOST = 100  # revisions that the page lists, and as many slips; all are in core.revision
REVISION = [
    Column("table_title", "Table", "words"),
    Column("series_key", "Series", "series"),
    Column("time_period", "Period", "period"),
    Column("old_value", "Was", "amount"),
    Column("new_value", "Is", "amount"),
    Column("difference", "By", "change"),
    Column("unit", "Unit", "text"),
]
FACILITY = [
    Column("name", "Facility", "name"),
    Column("city", "City", "name"),
    Column("state", "State", "text"),
    Column("what", "What", "text"),
]
WITHDRAWAL = [
    Column("withdrawn_at", "Since", "moment"),
    Column("table_title", "Table", "words"),
    Column("figures", "Figures"),
    Column("reappeared", "Printed again since"),
    Column("example", "One of them", "series"),
]
REFUSAL = [
    Column("source_id", "Source", "text"),
    Column("refused", "Table", "words"),
    Column("expected", "Expected", "words"),
    Column("found", "Found", "words"),
    Column("known_from", "Known since", "moment"),
]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, sentences, and the table that bears them out; no table where there is nothing to list."""

    title: str
    sentences: list[str]
    table: Table | None


def revised(rows: Sequence[Row]) -> Part:
    """The largest revisions of the newest edition of all, slips told apart."""
    title = "Revised by the newest edition"
    if not rows:
        return Part(
            title, ["No edition at hand has changed a figure of a period that was over by enough to tell."], None
        )
    last = max(row["changed_at"] for row in rows)
    newest = [row for row in rows if row["changed_at"] == last]
    real, slips = [row for row in newest if not row["is_slip"]], [row for row in newest if row["is_slip"]]
    edition = day(last.date())
    sentences = [
        f"The edition of {edition} changed {number(len(newest))} figures of periods that were over by enough to tell: "
        "of people at least 50 and 1%, of days at least one, of shares at least a point.",
        *[f"The largest: {_said(row)}." for row in real[:1]],
        *_slips(slips),
    ]
    caption = f"Revisions of {edition}, the largest of each table first, at most {MOST}; slips last"
    return Part(title, sentences, table("revisions", caption, REVISION, [*real[:MOST], *slips[:MOST]]))


def _slips(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    return [
        f"In {number(len(rows))} of them a figure is probably a slip of the publisher; they come last in the list. "
        f"{_said(rows[0])}."
    ]


def _said(row: Row) -> str:
    values = f"{amount(row['old_value'])} became {amount(row['new_value'])}"
    what = f"{row['table_title'] or row['dataflow']} ({series(row['series_key'])})"
    return f"{what}, {period(row['time_period'])}: {values}"


def came_and_went(rows: Sequence[Row]) -> Part:
    """Facilities that the newest list names and the one before does not, and the other way round."""
    title = "Facilities that came and went"
    if not rows:
        return Part(title, ["The newest list at hand names the same facilities as the one before."], None)
    counted = Counter(row["what"] for row in rows)
    said = listed([f"{counted[what]} {what}" for what in ("appeared", "reappeared", "vanished") if counted[what]])
    between = f"between the lists of {day(rows[0]['day_before'])} and {day(rows[0]['newest_day'])}"
    sentence = f"{said} {between}. A place that is no longer listed need not be closed, nor a new one just opened."
    return Part(
        title, [sentence], table("facility_changes", f"Facilities that came and went {between}", FACILITY, rows)
    )


def withdrawn(rows: Sequence[Row]) -> Part:
    """Figures that are no longer printed."""
    title = "Withdrawn"
    if not rows:
        return Part(title, ["No edition has left out a figure that the one before it printed."], None)
    last = rows[0]
    one = last["figures"] == 1
    figures = "one figure" if one else f"{number(last['figures'])} figures"
    again = "; a later edition prints it again" if one else f"; {number(last['reappeared'])} are printed again since"
    sentence = (
        f"Last on {day(last['withdrawn_at'].date())}: {figures} of “{last['table_title'] or last['dataflow']}” "
        f"{'is' if one else 'are'} no longer printed{again if last['reappeared'] else ''}."
    )
    caption = "Figures that an edition left out though it prints their table and period, the newest first"
    return Part(title, [sentence], table("withdrawals", caption, WITHDRAWAL, rows))


def refused(rows: Sequence[Row]) -> Part:
    """Documents and tables of which nothing is loaded."""
    if not rows:
        sentence = "Every document and table at hand could be read: nothing is left out because its layout changed."
        return Part("Refused", [sentence], None)
    sentence = f"{len(rows)} documents or tables are not what was expected; nothing of them is in these figures."
    caption = "Documents and tables of which nothing is loaded"
    return Part("Refused", [sentence], table("refusals", caption, REFUSAL, rows))


#: the query of each part of the chapter, in their order
CHANGES: dict[str, Callable[[Sequence[Row]], Part]] = {
    "changes": revised,
    "facility_changes": came_and_went,
    "withdrawals": withdrawn,
    "refusals": refused,
}
