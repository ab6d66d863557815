"""287(g) agreements in the marts: who has one, by state and day, what happened from list to list; real lists too."""

# ruff: noqa: DTZ001  the warehouse keeps times in UTC without a zone

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from small_warehouse import SmallWarehouse
from workbooks import pack

from collectors.agencies import ice_287g as source
from collectors.reading.document import read_document
from collectors.records import Document
from warehouse.definitions import SCHEMA, run_file

FOLDER = "https://www.ice.gov/doclib/about/offices/ero/287g/"
HEADER = ["STATE", "LAW ENFORCEMENT AGENCY", "SUPPORT TYPE", "TYPE", "SIGNED", "MOA"]
JEM, TFM, WSO = "Jail Enforcement Model", "Task Force Model", "Warrant Service Officer"
HARBOR, PIER = ["OHIO", "Harbor County Sheriff's Office"], ["GUAM", "Pier Police Department"]


def put(small: SmallWarehouse, document: Document, *sightings: tuple[datetime, str]) -> None:
    """Read a list and put it in, with who saw it when."""
    reading = read_document(source, document, "")
    assert reading.error is None, reading.error
    small.insert(
        "raw.document", document_id=reading.document_id, source_id="ice_287g", url=document.url, media_type="xlsx",
        saved_at=reading.saved_at, bytes_held=True, outcome="ok", parser_hash="",
    )  # fmt: skip
    for at, basis in sightings:
        small.insert(
            "raw.fetch", fetch_id=f"{document.name} {at}", source_id="ice_287g", url=document.url, outcome="ok",
            observed_at=at, basis=basis, document_id=reading.document_id,
        )  # fmt: skip
    small.keep(reading)


def known(small: SmallWarehouse) -> SmallWarehouse:
    """With all that is derived."""
    for name in ("contradicted", "known_from"):
        run_file(small.connection, SCHEMA / "derived" / f"{name}.sql")
    small.speak()
    return small


def made() -> SmallWarehouse:
    """An empty warehouse that knows the source."""
    small = SmallWarehouse()
    small.insert(
        "raw.source", source_id="ice_287g", publisher="ICE", title="ICE 287(g)", licence="public", body="restricted",
        start_urls=[], documents="", media=["xlsx"], cron="", timezone="UTC", expected_every="", late_after="",
        language="en", found_by=["index"], filter="none", tried=True,
    )  # fmt: skip
    return small


def listed(small: SmallWarehouse, name: str, day: int, *rows: Sequence[object]) -> None:
    """A list that was saved and seen on a day of July 2025."""
    book = openpyxl.Workbook()
    pending = name.startswith("pending")
    for row in (HEADER, *rows):
        book.worksheets[0].append([cell for n, cell in enumerate(row) if not (pending and n == 4)])
    content = pack(book, f"2025-07-{day:02}T15:00:00Z")
    put(small, Document(content, f"{FOLDER}{name}07{day:02}2025pm.xlsx"), (datetime(2025, 7, day, 16), "live"))


@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    made_ = made()
    first = [*HARBOR, JEM, "County", date(2020, 6, 9), "link"]
    spelt = ["OHIO", "Harbour County Sheriff's Office", JEM, "County", date(2020, 6, 9), "link"]
    dated = ["OHIO", "Harbour County Sheriff's Office", JEM, "County", date(2020, 6, 10), "link"]
    signed = [*PIER, TFM, "Municipality", date(2025, 7, 8), "link pending"]
    gone = ["OHIO", "Dock Police Department", WSO, "Municipality", date(2025, 7, 1), "link"]
    listed(made_, "pendingAgencies", 1, [*PIER, TFM, "Municipality", None, "link pending"])
    listed(made_, "participatingAgencies", 1, first, gone)
    listed(made_, "participatingAgencies", 3, spelt)
    listed(made_, "pendingAgencies", 9)
    doubtful = ["OHIO", "Mole Police Department", WSO, "Municipality", date(2024, 7, 8), "link"]  # of 2025, surely
    listed(made_, "participatingAgencies", 9, dated, signed, doubtful)
    return known(made_)


def test_who_has_an_agreement_now_and_who_had_one(small: SmallWarehouse) -> None:
    columns = "list, state, agency, support_type, agency_type, signed_on, moa, cast(listed_since as date) as since"
    now = small.rows(f"select {columns} from marts.agreements order by state, agency")
    assert [tuple(row.values()) for row in now] == [
        ("participating", "guam", "Pier Police Department", TFM.lower(), "Municipality", date(2025, 7, 8),
         "link pending", date(2025, 7, 9)),
        ("participating", "ohio", "Harbour County Sheriff's Office", JEM.lower(), "County", date(2020, 6, 10), "link",
         date(2025, 7, 1)),
        ("participating", "ohio", "Mole Police Department", WSO.lower(), "Municipality", date(2024, 7, 8), "link",
         date(2025, 7, 9)),
    ]  # fmt: skip
    then = small.rows("select list, agency, age_days, resaved from marts.agreements_as_of('2025-07-05') order by all")
    assert [tuple(row.values()) for row in then] == [
        ("participating", "Harbour County Sheriff's Office", 2, False),
        ("pending", "Pier Police Department", 4, False),
    ]


def test_how_many_by_state_and_day(small: SmallWarehouse) -> None:
    (guam, ohio) = small.rows(
        "select * exclude (participating_from, pending_from) from marts.agreements_by_state order by state"
    )
    assert [*guam.values()] == ["guam", 1, 0, 1, 0, 1, 0]
    assert [*ohio.values()] == ["ohio", 2, 1, 0, 1, 2, 0]
    by_day = small.rows("""
        select list, day(day) as day, sum(agreements)::integer as agreements, max(age_days) as age_days
        from marts.agreements_by_day group by all order by list, day""")
    participating = [(1, 2, 0), (2, 2, 1), *((day, 1, day - 3) for day in range(3, 9)), (9, 3, 0)]
    pending = [(day, 1, day - 1) for day in range(1, 9)]  # on the ninth a header alone: nobody
    assert [(row["list"], row["day"], row["agreements"], row["age_days"]) for row in by_day] == [
        *(("participating", *row) for row in participating), *(("pending", *row) for row in pending)
    ]  # fmt: skip


def test_what_happened(small: SmallWarehouse) -> None:
    rows = small.rows("""
        select dimension(agreement, 'agency') as agency, list, event, day(since) as day from marts.agreement_events
        order by agency, day, event""")
    assert [tuple(row.values()) for row in rows] == [
        ("dock police department", "participating", "listed", 1),
        ("dock police department", "participating", "unconfirmed", 3),
        ("dock police department", "participating", "ended", 9),
        ("harbor county sheriffs office", "participating", "listed", 1),
        ("harbor county sheriffs office", "participating", "agency corrected", 3),
        ("harbor county sheriffs office", "participating", "date corrected", 9),
        ("mole police department", "participating", "day in doubt", 9),
        ("mole police department", "participating", "listed", 9),
        ("pier police department", "pending", "listed", 1),
        ("pier police department", "participating", "listed", 9),
        ("pier police department", "pending", "signed", 9),
    ]


# ── The real lists ───────────────────────────────────────────────────────────────────────────────────────────────────
def captured(corpus: Path) -> Iterator[tuple[Path, str, datetime, str]]:
    """Every sighting of a real list: file, address, time, basis."""
    for table, address in (("agency/captures.tsv", "url"), ("more.tsv", "address")):
        with (corpus / table).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if "ice_287g/" in row["file"]:
                    path = corpus / "agency" / "ice_287g" / row["file"].split("/")[-1]
                    seen = datetime.fromisoformat(row["seen_at"].removesuffix("Z"))
                    yield path, row[address], seen, row["basis"]


@pytest.fixture(scope="module")
def real(corpus: Path) -> SmallWarehouse:
    small, seen = made(), dict[Path, list[tuple[str, datetime, str]]]()
    for path, url, at, basis in captured(corpus):
        seen.setdefault(path, []).append((url, at, basis))
    for path, sightings in sorted(seen.items()):
        document = Document(path.read_bytes(), sightings[0][0])
        put(small, document, *((at, basis) for _, at, basis in sightings))
    return known(small)


@pytest.mark.parametrize(
    ("moment", "list_", "rows"),
    [
        ("2021-02-01", "participating", 148),  # saved again in April 2025, and known from its capture all the same
        ("2024-12-31", "participating", 136),
        ("2025-03-01", "participating", 239),
        ("2025-05-19", "participating", 571),
        ("2025-07-14", "participating", 811),
        ("2025-05-22", "pending", 0),
        ("2025-06-10", "pending", 93),
        ("2026-01-20", "pending", 41),
    ],
)
def test_what_was_listed_on_a_day(real: SmallWarehouse, moment: str, list_: str, rows: int) -> None:
    said = real.rows(f"select resaved from marts.agreements_as_of(date '{moment}') where list = '{list_}'")
    assert len(said) == rows
    assert {row["resaved"] for row in said} <= {moment < "2025"}


def test_from_one_real_list_to_the_next_nothing_changes_falsely(real: SmallWarehouse) -> None:
    """16 May to 19 May 2025, as a comparison of the rows by hand has it: 17 rows more, a name spelt wrongly, nine
    links; nothing gone but what the list before had left out already (the second edition to do so)."""
    events = real.rows("""
        select event, count(*) as n from marts.agreement_events
        inner join core.entry_vintage as vintage using (document_id)
        where list = 'participating' and vintage.edition = 17 group by event order by event""")
    assert [tuple(row.values()) for row in events] == [("agency corrected", 1), ("ended", 2), ("listed", 17)]
    changes = real.rows("""
        select attribute, count(*) as n from core.entry_change
        inner join core.entry_vintage as vintage on vintage.document_id = new_document_id
        where vintage.edition = 17 and vintage.dataflow = 'ice.287g_participating'
        group by attribute order by attribute""")
    assert [tuple(row.values()) for row in changes] == [("agency", 1), ("moa", 9), ("moa_link", 9)]
