"""What the rules make of what happened to 287(g) agreements: right, wrong, undecided.

    .venv/bin/python -m bench.agreements ../shared/golden/agreement_events.tsv

A file of events as others found them in 1,076 lists (kind, agency, state, model and day before and after, when each
was printed). The lists are not at hand, so lists are made that print what the events say, all events in one run of
lists: one a day on which anything was first or last printed. They go through the reader of the source and the views of
the warehouse like any other. `undecided`: the rules say that they do not know (core.entry_match, `date changed`).
With what a person has decided (warehouse/seeds/entry_decision.csv), then by the rules alone.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from small_warehouse import SmallWarehouse  # noqa: E402
from workbooks import pack  # noqa: E402

from collectors.agencies import ice_287g as source  # noqa: E402
from collectors.reading.document import read_document  # noqa: E402
from collectors.records import Document  # noqa: E402

MODELS = {"JEM": "Jail Enforcement Model", "TFM": "Task Force Model", "WSO": "Warrant Service Officer"}
HEADER = ["STATE", "LAW ENFORCEMENT AGENCY", "SUPPORT TYPE", "SIGNED"]
FOLDER = "https://www.ice.gov/doclib/about/offices/ero/287g/"
FIRST, LAST = date(2021, 1, 13), date(2026, 5, 18)
Event = Mapping[str, str]
Half = tuple[date, int]  # a day, 0 before noon, 1 after


class Printed(NamedTuple):
    """A row of a list and the half days from which to which it is printed."""

    state: str
    agency: str
    model: str
    signed: str
    first: Half
    last: Half


def rows_of(event: Event) -> list[Printed]:
    """What the lists print of an event: the row before, and the row after."""
    if not event["first_seen"] or not event["agency_before"] or event["agency_before"].endswith(".xlsx"):
        return []
    model = MODELS.get(event["model"], event["model"])
    first, last = sorted((day(event["first_seen"]), day(event["last_seen"])))
    before = Printed(event["state"], event["agency_before"], model, event["signed_before"], (first, 0), (last, 1))
    if not event["after_first_seen"]:
        return [before]
    after, last_after = day(event["after_first_seen"]), day(event["after_last_seen"] or str(LAST))
    until = before._replace(last=(last, 0)) if after == last else before
    came = (after, 1 if after == last else 0)
    return [
        until,
        Printed(state_after(event), event["agency_after"], model, event["signed_after"], came, (last_after, 1)),
    ]


def state_after(event: Event) -> str:
    """Where a state was corrected the file does not say to which: to any other."""
    return "OHIO" if event["kind"] == "state corrected" else event["state"]


def right_of(slip: Printed, event: Event) -> Printed:
    """The row that a misspelt one should be."""
    if "state" in event["kind"]:
        return slip._replace(state=event["signed_after"])
    return slip._replace(model=MODELS["WSO"])


def lists(events: list[Event]) -> Iterator[tuple[Half, list[Printed]]]:
    """Every list with its rows: one a day on which anything was first or last printed, two where a row came in the
    afternoon. A misspelt row stands in the place of the right one, which is there before and after."""
    slips = [(rows_of(event)[0], event) for event in events if "misspelled" in event["kind"]]
    rows = [row for event in events if "misspelled" not in event["kind"] for row in rows_of(event)]
    known = {row[:3] for row in rows}
    rows += [
        right._replace(signed="2025-09-09", first=(FIRST, 0), last=(LAST, 1))
        for slip, event in slips
        if (right := right_of(slip, event))[:3] not in known
    ]
    gaps = [rows_of(event) for event in events if event["kind"].startswith("vanished")]
    cut = {(*row[:4], row.last[0]) for row in rows if row.last[1] == 0}  # what a row of the afternoon replaces
    rows = [row._replace(last=(row.last[0], 0)) if (*row[:4], row.last[0]) in cut else row for row in rows]
    noons = {row.last for row in rows if row.last[1] == 0}
    days = {gap[0].last[0] + timedelta(1) for gap in gaps}
    days |= {half[0] for row in rows for half in (row.first, row.last)} | {slip.first[0] for slip, _ in slips} | {LAST}
    for half in sorted({(one, 1) for one in days if one <= LAST} | noons):
        printed = [row for row in rows if row.first <= half <= row.last]
        printed = [
            row
            for row in printed
            if not any(row[:3] == gap[0][:3] and gap[0].last < half < gap[1].first for gap in gaps)
        ]
        for slip, event in slips:
            if slip.first <= half <= slip.last:
                right = right_of(slip, event)[:3]
                signed = next((row.signed for row in printed if row[:3] == right), "2025-09-09")
                printed = [row for row in printed if row[:3] != right] + [slip._replace(signed=signed)]
        yield half, printed


def day(text: str) -> date:
    return date.fromisoformat(text)


def loaded(events: list[Event]) -> SmallWarehouse:
    """The warehouse that comes of the lists."""
    small = SmallWarehouse()
    for (when, noon), rows in lists(events):
        book = Workbook()
        for line in (HEADER, *sorted({row[:4] for row in rows})):
            book.worksheets[0].append([cell or None for cell in line])
        content = pack(book, f"{when}T{8 + 8 * noon:02}:00:00Z")
        document = Document(content, f"{FOLDER}participatingAgencies{when:%m%d%Y}{'ap'[noon]}m.xlsx")
        reading = read_document(source, document, "")
        if reading.error is not None:
            raise reading.error
        small.insert(
            "raw.document", document_id=reading.document_id, source_id=source.SOURCE.id, url=document.url,
            media_type="xlsx", known_from=datetime(when.year, when.month, when.day, 10 + 8 * noon),  # noqa: DTZ001
            bytes_held=True, outcome="ok", parser_hash="",
        )  # fmt: skip
        small.keep(reading)
    return small


class Said:
    """What the warehouse says, by the words that the lists print."""

    def __init__(self, small: SmallWarehouse) -> None:
        listed = small.rows("select distinct attributes, entry_id, entry_key from core.entry_spoken order by all")
        self.ids: dict[tuple[str, str, str, str], str] = {}
        for row in listed:
            said = dict(row["attributes"])  # type: ignore[call-overload]
            self.ids[tuple(said[name] for name in ("state", "agency", "support_type", "signed"))] = str(row["entry_id"])
        self.events: dict[str, set[str]] = {}
        for row in small.rows("select agreement, event, before, after, since from marts.agreement_events"):
            self.events.setdefault(str(row["agreement"]), set()).add(str(row["event"]))
        again = small.rows("""select entry_id from core.entry_history where state = 'listed'
            group by entry_id having count(*) > 1""")
        self.again = {str(row["entry_id"]) for row in again}
        self.undecided = {
            frozenset((str(row["one"]), str(row["other"])))
            for row in small.rows("""select one.entry_id as one, other.entry_id as other from core.entry_match as pair
                inner join core.entry_identity as one on one.entry_key = pair.entry_key
                inner join core.entry_identity as other on other.entry_key = pair.other_key
                where pair.state = 'undecided'""")
        }
        kinds = small.rows("select kind, found from core.notice")
        self.told = {(str(row["kind"]), str(row["found"])) for row in kinds}

    def id_of(self, row: Printed) -> str:
        """The identity of a row; a misspelt one has the day of the right one."""
        wanted = tuple(" ".join(text.split()) for text in row[:4])
        return self.ids.get(wanted) or next(id_ for said, id_ in self.ids.items() if said[:3] == wanted[:3])


def verdict(event: Event, said: Said) -> str:
    """right, wrong or undecided; `not of a list` where the event is none of a row."""
    rows, kind = rows_of(event), event["kind"]
    if not rows:
        return "not of a list"
    ids = {said.id_of(row) for row in rows}
    happened = set[str]().union(*(said.events.get(id_, set()) for id_ in ids))
    if kind == "date that is no date":
        return (
            "right" if not event["signed_before"] or ("date_slipped", event["signed_before"]) in said.told else "wrong"
        )
    if len(ids) > 1:
        return "undecided" if frozenset(ids) in said.undecided else "wrong"
    if "misspelled" in kind:
        return "right" if ids == {said.id_of(right_of(rows[0], event))} else "wrong"
    if kind.startswith("date corrected") or kind == "re-signed":
        wanted = kind.split(" (")[0]
        return "right" if wanted in happened else "undecided" if "date changed" in happened else "wrong"
    if kind.startswith("ended"):
        return "right" if "ended" in happened else "undecided" if "unconfirmed" in happened else "wrong"
    if kind.startswith("came back"):
        return "right" if ids <= said.again else "wrong"
    if kind.startswith("vanished"):
        return "right" if {"reappeared", "agency corrected"} & happened else "wrong"  # the other name was there
    if kind == "year printed too early":
        return "right" if "day in doubt" in happened else "wrong"
    return "right"  # renamed, spelt anew, corrected: one identity


def main(path: Path) -> None:
    """Print a line a kind, and each event that is not right."""
    with path.open(encoding="utf-8", newline="") as file:
        events = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    small = loaded(events)
    for words in ("with decisions", "by the rules alone"):
        if words == "by the rules alone":
            small.connection.execute("delete from core.entry_decision")
        small.speak()
        said = Said(small)
        print(f"\n{words}:", *report([(event, verdict(event, said)) for event in events]), sep="\n")


def report(judged: list[tuple[Event, str]]) -> Iterator[str]:
    counts = Counter((event["kind"], word) for event, word in judged)
    words = ("right", "wrong", "undecided", "not of a list")
    for kind in sorted({kind for kind, _ in counts}):
        yield f"{kind:40}" + "".join(f"{counts[kind, word]:5} {word}" for word in words if counts[kind, word])
    for event, word in judged:
        if word in ("wrong", "undecided"):
            yield f"{word}: {event['kind']}: {event['agency_before']} ▶ {event['agency_after']} ({event['state']})"
    total = Counter(word for _, word in judged)
    yield ", ".join(f"{total[word]} {word}" for word in words)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
