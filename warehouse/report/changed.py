"""What the newest editions changed, took back, or had refused, and how the sources stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from warehouse.report import words
from warehouse.report.asking import Row
from warehouse.report.figure import Figure
from warehouse.report.strips import known_by, strips
from warehouse.report.tables import Column, Table, table

MOST = 60  # revisions that the page lists; all are in core.revision


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
        return Part(title, ["No figure of a period that was over has changed by 1% and 50 people, or by a day."], None)
    last = max(row["changed_at"] for row in rows)
    newest = [{**row, "remark": "a leap: more likely a slip" if row["is_leap"] else ""} for row in rows if row["changed_at"] == last]
    real, leaps = [row for row in newest if not row["is_leap"]], [row for row in newest if row["is_leap"]]
    sentences = [
        f"The edition of {words.day(last.date())} changed {len(newest)} figures of periods that were over by at least 1% and 50 people, "
        "or a day.",
        *[f"The largest: {_said(row)}." for row in real[:1]],
    ]
    if leaps:
        sentences.append(
            f"{len(leaps)} figure{'s' * (len(leaps) != 1)} more than quintupled or fell below a fifth: more likely a slip of the "
            f"publisher than a revision, and so last in the list. {_said(leaps[0])}."
        )
    return Part(title, sentences, table("revisions", f"Revisions of {words.day(last.date())}, the largest first", _REVISION, newest[:MOST]))


_REVISION = [
    Column("table_title", "Table", "text"), Column("series_key", "Series", "text"), Column("time_period", "Period", "text"),
    Column("old_value", "Was"), Column("new_value", "Is"), Column("difference", "By", "signed"), Column("unit", "Unit", "text"),
]  # fmt: skip


def _said(row: Row) -> str:
    return (
        f"{row['table_title'] or row['series_key']}, {row['time_period']}: {words.number(row['old_value'])} became "
        f"{words.number(row['new_value'])}"
    )


def withdrawn(rows: Sequence[Row]) -> Part:
    """Figures that are no longer printed."""
    title = "Withdrawn"
    if not rows:
        return Part(title, ["No edition has left out a figure that the one before it printed."], None)
    last = rows[0]
    return Part(
        title,
        [
            f"Last on {words.day(last['withdrawn_at'].date())}: {_figures(last['figures'])} of “{last['table_title'] or last['dataflow']}” "
            f"{'is' if last['figures'] == 1 else 'are'} no longer printed{_again(last)}.",
        ],
        table(
            "withdrawals", "Figures that an edition left out though it prints their table and period, the newest first",
            [
                Column("withdrawn_at", "Since", "moment"), Column("table_title", "Table", "text"), Column("figures", "Figures"),
                Column("reappeared", "Printed again since"), Column("example", "One of them", "text"),
            ],
            rows,
        ),
    )  # fmt: skip


def _figures(count: int) -> str:
    return "one figure" if count == 1 else f"{words.number(count)} figures"


def _again(row: Row) -> str:
    if not row["reappeared"]:
        return ""
    return "; a later edition prints it again" if row["figures"] == 1 else f"; {row['reappeared']} are printed again since"


def refused(rows: Sequence[Row]) -> Part:
    """Documents and tables of which nothing is loaded."""
    if not rows:
        return Part("Refused", ["Every document and table at hand could be read: nothing is left out because its layout changed."], None)
    return Part(
        "Refused",
        [f"{len(rows)} documents or tables are not what was expected; nothing of them is in these figures."],
        table(
            "refusals", "Documents and tables of which nothing is loaded",
            [
                Column("source_id", "Source", "text"), Column("refused", "Table", "text"), Column("expected", "Expected", "text"),
                Column("found", "Found", "text"), Column("known_from", "Known since", "moment"),
            ],
            rows,
        ),
    )  # fmt: skip


def sources(rows: Sequence[Row], editions: Sequence[Row], gaps: Sequence[Row], today: date) -> Figure:
    """The sources of figures and documents in time, with the holes between their editions."""
    shown = [_source(row, gaps, today) for row in known_by(rows, editions)]
    open_ = [row for row in shown if row["hole"]]
    newest = max(shown, key=lambda row: row["newest_known_from"])
    return Figure(
        "sources", "The sources, edition by edition",
        f"The newest document is of {words.day(newest['newest_known_from'].date())} ({newest['title']}). Of {len(shown)} sources "
        f"{len(open_)} have had no new edition at hand for longer than usual.",
        "", None, "", "The day is that on which a document could first be known. A hole is a lack here, not always at the publisher’s.",
        strips(shown, editions, gaps, today),
        table(
            "sources", "The state of each source",
            [
                Column("title", "Source", "text"), Column("publisher", "Publisher", "text"), Column("documents", "Documents"),
                Column("newest_data_through", "Data through", "day"), Column("known", "Newest edition", "day"),
                Column("holes", "Holes"), Column("hole", "No edition since", "text"), Column("state", "State", "text"),
            ],
            shown,
        ),
    )  # fmt: skip


def _source(row: Row, gaps: Sequence[Row], today: date) -> Row:
    of_it = [gap for gap in gaps if gap["source_id"] == row["source_id"]]
    open_ = [gap for gap in of_it if gap["gap_to"] is None]
    hole = f"{words.day(open_[-1]['gap_from'])}, {words.days((today - open_[-1]['gap_from']).days)}" if open_ else None
    state = f"{row['state']} since {words.day(row['state_since'])}" if row["state_since"] else row["state"]
    known = row["newest_known_from"].date() if row["newest_known_from"] else None
    late = "late" if row["is_late"] else ""
    return {**row, "holes": len(of_it), "hole": hole, "state": state, "known": known, "remark": late}
