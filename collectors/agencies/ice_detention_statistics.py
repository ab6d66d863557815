"""ICE detention statistics: one workbook every one to three weeks, all eras from FY2019 on.

Landing page: https://www.ice.gov/detain/detention-management. Published under the duty of the DHS appropriations acts
since FY2020. The name of the file changes with each release and its date is sometimes wrong; the days of the data
stand in the `Footnotes` sheet, one sentence a family of tables (facilities and ATD have their own).

History. FY2021: months in the table of releases; three groups of criminality everywhere. September 2021: `ICLOS and
Detainees`. February 2024: `Final Releases` (people let go) became `Final Book Outs` (removals included): one table, two
definitions, told apart by the dimension `definition`. FY2022: family residential centers (FRC, later FSC) closed;
removals are then of people with a family identifier (FAMU). February 2025: `Noncitizens` became `Aliens`; the sheet of
transgender detainees was dropped. `-` and `N/A` stand where there is no figure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from collectors import webpage
from collectors.errors import EmptyRelease, LayoutChanged
from collectors.periods import (
    Period,
    calendar_month,
    day,
    day_after,
    fiscal_quarter,
    fiscal_year,
    fiscal_years,
    half_month,
    month,
    month_and_year,
    month_number,
    us_dates,
)
from collectors.records import Cadence, Document, Edition, Link, Source, Table
from collectors.tables import (
    CANNOT_EXIST,
    MISSING,
    PROVISIONAL,
    Axis,
    Block,
    Measure,
    Statements,
    numbered,
    plain,
    slug,
    zero_columns,
)
from collectors.titled import MONTHS, Columns, Tables, Titled, read_tables
from collectors.workbook import Footnotes, Grid, Sheet, Workbook, grids

SOURCE = Source(
    id="ice_detention_statistics",
    publisher="ICE",
    title="ICE Detention Statistics",
    licence="U.S. Government work, public domain (17 U.S.C. 105)",
    start=("https://www.ice.gov/detain/detention-management",),
    documents=r"https://www\.ice\.gov/doclib/detention/[^/]+\.xlsx",
    media=("xlsx",),
    max_bytes=32 * 1024 * 1024,
    cadence=Cadence(cron="0 15 * * *", timezone="America/New_York", expected_every="P14D", late_after="P30D"),
    browser_agent=True,
)

#: what is printed in place of a figure (the notes of the facilities: `*`, no inspection yet)
MARKS = {"-": MISSING, "N/A": MISSING, "*": MISSING}

# ── What the publisher's words mean ──────────────────────────────────────────────────────────────────────────────────
CRIMINALITY = {
    "convicted criminal": "convicted_criminal",
    "pending criminal charges": "pending_criminal_charges",
    "other immigration violator": "other_immigration_violator",
    "non-criminal": "non_criminal",
}
FACILITY_TYPE = {"frc": "family", "fsc": "family", "famu": "family", "adult": "adult", "total": "total"}
WORDS: Mapping[str, Mapping[str, str]] = {
    "agency": {"ice": "ICE", "cbp": "CBP", "ice average": "ICE", "cbp average": "CBP", "average": "total"},
    "criminality": CRIMINALITY,
    "facility_type": FACILITY_TYPE,
    "population": {
        f"removals with {article} {word}": "family"
        for article in ("a", "an")
        for word in ("frc detention", "fsc detention", "famu identifier")
    },
    "area": {"washingtondc": "washington_dc"},
    "technology": {"no technology": "no_tech", "dual technology": "dual_tech"},
    "placement_reason": {"grand total": "total", "medical mental": "medical_mental_health"},
    "status": {"parole requested": "requested", "parole granted": "granted", "parole denied": "denied"},
    "held": {
        "post-determination for adult facility individuals with postive fear claim": "adult_fear",
        "post-determination for adult facility individuals with positive fear claim": "adult_fear",
        "single adults with a positive fear determination still in custody": "adult_fear",
        "post-determination for frc facility individuals with positive fear claim": "family_fear",
        "post-determination for fsc facility individuals with positive fear claim": "family_fear",
        "family units with a positive fear determination still in custody": "family_fear",
        "adult facility individuals": "adult",
        "adult facility aliens": "adult",
        "frc facility individuals": "family",
        "fsc facility individuals": "family",
        "fsc facility aliens": "family",
    },
}
_PLAIN_TECHNOLOGIES = {"gps", "smartlink", "tr", "voiceid", "veriwatch", "wristworn", "ankle monitor"}
TECHNOLOGIES = frozenset(_PLAIN_TECHNOLOGIES | {"dual tech", "dual technology", "no tech", "no technology"})
PEOPLE, DAYS, SHARE = "persons", "days", "fraction"
DETAINED, BOOK_INS = Measure("detained_population", PEOPLE), Measure("book_ins", "book-ins")
ADP, ALOS = Measure("average_daily_population", PEOPLE), Measure("average_length_of_stay", DAYS)
ATD, ALIP = Measure("atd_participants", PEOPLE), Measure("average_length_in_program", DAYS)
RELEASES, BOOK_OUTS = Measure("final_releases", "releases"), Measure("final_book_outs", "book-outs")
BY_FACILITY_TYPE: Columns = {word: (f"facility_type={value}", None) for word, value in FACILITY_TYPE.items()}
BY_CRIMINALITY: Columns = {
    **{word: (f"criminality={value}", None) for word, value in CRIMINALITY.items()},
    "total": ("criminality=total", None),
}
_share = Measure("detained_population_share", SHARE)
BY_AGENCY: Columns = {
    "ice": ("agency=ICE", None),
    "percent ice": ("agency=ICE,measure=percent", _share),
    "cbp": ("agency=CBP", None),
    "percent cbp": ("agency=CBP,measure=percent", _share),
    "total": ("agency=total", None),
}
ONE: Columns = {word: ("", None) for word in ("total", "removals", "total detained")}
COUNT_AND_LENGTH: Columns = {
    "count": ("measure=count", ATD),
    "alip": ("measure=alip", ALIP),
    "average length in program": ("measure=alip", ALIP),
}
TECHNOLOGY_COST: Columns = {
    "count": ("measure=count", ATD),
    "daily tech cost": ("measure=daily_cost", Measure("atd_daily_technology_cost", "USD")),
}
HEARINGS: Columns = {
    "count": ("measure=count", Measure("court_appearances", "hearings")),
    "%": ("measure=percent", Measure("court_appearance_share", SHARE)),
}


_crim = frozenset(CRIMINALITY)
_RELEASED, _BOOKED_OUT = "definition=final_releases", "definition=final_book_outs"
DETENTION = Tables(
    Titled("ice.currently_detained_by_disposition", r"ICE Currently Detained by Processing Disposition",
           DETAINED, ("disposition",), BY_FACILITY_TYPE, "detained", stock=True),
    Titled("ice.currently_detained_by_criminality", r"ICE Currently Detained by Criminality and Arresting Agency",
           DETAINED, ("criminality",), BY_AGENCY, "detained", stock=True),
    Titled("ice.book_ins_by_arresting_agency", r"ICE Initial Book-Ins by Arresting Agency and Month",
           BOOK_INS, ("agency",), MONTHS, "book_ins"),
    Titled("ice.book_ins_by_criminality", r"ICE Initial Book-Ins by (Facility Type and )?Criminality",
           BOOK_INS, ("facility_type",), BY_CRIMINALITY, "book_ins"),
    Titled("ice.releases_by_facility_type", r"ICE Final Releases by Facility Type",
           RELEASES, ("facility_type",), ONE, "releases", constant=_RELEASED, required=False),
    Titled("ice.releases_by_facility_type", r"ICE Final Book Outs( by Facility Type)? ?:",
           BOOK_OUTS, ("facility_type",), ONE, "releases", constant=_BOOKED_OUT, required=False),
    Titled("ice.removals", r"ICE Removals:", Measure("removals", "removals"), ("population",), ONE, "removals"),
    Titled("ice.releases_by_reason", r"ICE Final Releases by Release Reason, Month and Criminality",
           RELEASES, ("reason", "criminality"), MONTHS, "releases", constant=_RELEASED, required=False),
    Titled("ice.releases_by_reason", r"ICE Final Releases by Release Reason and Criminality",
           RELEASES, ("reason",), BY_CRIMINALITY, "releases", constant=_RELEASED, required=False),
    Titled("ice.releases_by_reason", r"ICE Final Book Outs by Release Reason, Month and Criminality",
           BOOK_OUTS, ("reason", "criminality"), MONTHS, "releases", constant=_BOOKED_OUT, required=False),
    Titled("ice.adp_by_arresting_agency", r"ICE Average Daily Population by Arresting Agency, Month and Criminality",
           ADP, ("agency", "criminality"), MONTHS, "averages", inner=_crim),
    Titled("ice.alos_by_arresting_agency", r"ICE Average Length of Stay by Arresting Agency, Month and Criminality",
           ALOS, ("agency", "criminality"), MONTHS, "averages", inner=_crim),
    Titled("ice.adp_by_facility_type", r"ICE Average Daily Population by (Facility Type and )?Month",
           ADP, ("facility_type",), MONTHS, "averages"),
    Titled("ice.alos_by_facility_type", r"ICE Average Length of Stay by (Facility Type and )?Month",
           ALOS, ("facility_type",), MONTHS, "averages"),
    Titled("ice.alos_adult_by_arresting_agency",
           r"ICE Average Length of Stay Adult Facility Type by Month and Arresting Agency",
           ALOS, ("agency",), MONTHS, "averages", required=False),
    Titled("ice.fear_time_to_release", r"Average Time from USCIS Fear Decision Service Date to ICE Release",
           Measure("days_from_fear_decision_to_release", DAYS), ("fiscal_year",), BY_FACILITY_TYPE, "fear_releases",
           required=False),
    Titled("ice.fear_detained", r"(Aliens|Non-?citizens) with USCIS-Established Fear Decisions in an ICE Detention "
           r"Facility(?! by AOR)",
           Measure("detained_population_with_fear_decision", PEOPLE), ("facility_type",), ONE, "fear_detained",
           stock=True, required=False),
    Titled("ice.fear_detained_by_area", r"(Aliens|Non-?citizens) with USCIS-Established Fear Decisions .* by AOR",
           Measure("detained_population_with_fear_decision", PEOPLE), ("area",), ONE, "fear_detained",
           stock=True, required=False),
    Titled("ice.fear_parole_requested", r"(Aliens|Individuals) with Positive Credible Fear Determination Parole "
           r"Requested", Measure("parole_requests", "requests"), ("fiscal_year",), MONTHS, "parole", required=False),
    Titled("ice.fear_parole_status", r"(Aliens|Individuals) with Positive Credible Fear Determination Parole Status",
           Measure("parole_decisions", "decisions"), ("fiscal_year", "status"), MONTHS, "parole", required=False),
    Titled("ice.fear_detained_by_length", r"Currently Detained Credible and Reasonable Fear Average Length",
           DETAINED, ("length",), {
               "average length of days in custody": ("measure=days", Measure("average_days_in_custody", DAYS)),
               "currently detained": ("measure=count", DETAINED)}, "fear_detained", stock=True, required=False),
    Titled("ice.stateless_detained", r"ICE Currently Detained of Stateless",
           Measure("detained_stateless_population", PEOPLE), ("_", "facility"), ONE, "detained",
           stock=True, required=False),
)  # fmt: skip
ATD_TABLES = Tables(
    Titled("ice.atd_by_technology", r"ATD Active Population Counts and Daily Cost by Technology",
           ATD, ("technology",), TECHNOLOGY_COST, "atd", stock=True, required=False),
    Titled("ice.atd_by_status", r"ATD Active Population by Status, Extended Case Management",
           ATD, ("status",), COUNT_AND_LENGTH, "atd", stock=True),
    Titled("ice.atd_court_appearances_total", r"FY ?\d+ .*Court Appearance: Total Hearings",
           ATD, ("outcome",), HEARINGS, "hearings", required=False),
    Titled("ice.atd_court_appearances_final", r"FY ?\d+ .*Court Appearance: Final Hearings",
           ATD, ("outcome",), HEARINGS, "hearings", required=False),
    Titled("ice.atd_by_area", r"Active ATD Participants and Average Length in Program",
           ATD, ("area", "technology"), COUNT_AND_LENGTH, "atd", inner=TECHNOLOGIES, stock=True),
)  # fmt: skip

#: family ▶ (the term of its block in the Footnotes sheet, the sentence in it that holds the day)
FOOTNOTES: Mapping[str, tuple[str, str]] = {
    "detained": (r"Currently Detained Population", r"National Docket"),
    "book_ins": (r"Initial Book-Ins", r"(Detention|Book-ins) data|Data (are|is) filtered"),
    "averages": (r"Average Daily Population and", r"Detention data|Data (are|is) filtered"),
    "releases": (r"ICE Final (Releases|Book ?Outs)", r"Final|Removals data|Data (are|is) filtered"),
    "removals": (r"ICE (Final Releases|Removals)", r"Removals data|Data (are|is) filtered"),
    "fear_detained": (r"USCIS-Established Fear", r"snapshot|Detention data"),
    "fear_releases": (r"USCIS-Established Fear", r"(Releases|Book Out|Detention) data"),
    "parole": (r"Credible Fear Parole", r"Encounters data"),
    "iclos": (r"ICLOS and Detainees", r"ICL"),
    "bonds": (r"Monthly Bond", r"Final"),
}
FACILITY_COLUMNS: Columns = {
    **{f"level {letter}": (f"level={letter.upper()}", ADP) for letter in "abcd"},
    "male crim": ("sex=male,criminality=criminal", ADP),
    "male non-crim": ("sex=male,criminality=non_criminal", ADP),
    "female crim": ("sex=female,criminality=criminal", ADP),
    "female non-crim": ("sex=female,criminality=non_criminal", ADP),
    **{f"ice threat level {n}": (f"threat_level={n}", ADP) for n in "123"},
    "no ice threat level": ("threat_level=none", ADP),
    "mandatory": ("mandatory=yes", ADP),
    "alos": ("measure=alos", ALOS),
    "guaranteed minimum": ("measure=guaranteed_minimum", Measure("guaranteed_minimum", "beds")),
}
SEMIANNUAL = re.compile(
    r"(?P<who>United States Armed Forces|United States Citizens?|Parents of USC|Temporary Protected Status Countries)"
    r".*? (?P<what>Arrests|Bookins|Removals) FY"
)
#: a word of the title ▶ the group, and the line of the footnotes under which its days stand
GROUPS = {
    "armed": ("armed_forces", "For United States Armed Forces"),
    "states citizen": ("us_citizens", "For United States Citizens"),
    "parents": ("parents_of_us_citizens", "For Parents"),
    "temporary": ("tps", "For Temporary Protected"),
}
#: a word of the title ▶ what is counted, and the sentence of the footnotes that tells the day
EVENTS = {
    "arrests": (Measure("arrests", "arrests"), "Arrests data"),
    "bookins": (BOOK_INS, "Detention data"),
    "removals": (Measure("removals", "removals"), "Removals data"),
}
LENGTH_TABLES = {
    "Average In Custody Length of Stay (ICLOS)": ("ice.iclos", Measure("average_in_custody_length_of_stay", DAYS)),
    "Detainees": ("ice.iclos_detainees", Measure("detained_population_by_length", PEOPLE)),
}
SEGREGATION = re.compile(r"(?:ICE Segregation Population\*? for )?([A-Z][a-z]+ \d{4})\b")
QUARTER = re.compile(r"(?:Fiscal Year \(FY\)|FY) *(\d{4}) Quarter (\d) Data")
PLACEMENTS = Measure("segregation_placements", "placements")
VULNERABLE: Columns = {
    "number of placements": ("measure=placements", PLACEMENTS),
    "average number of consecutive days in segregation": (
        "measure=consecutive_days", Measure("average_consecutive_days_in_segregation", DAYS)),
    "average number of cumulative days in segregation": (
        "measure=cumulative_days", Measure("average_cumulative_days_in_segregation", DAYS)),
}  # fmt: skip
BOND_ROWS: Sequence[tuple[str, str, Measure]] = (
    (r"Bond Posted .*\(%\)", "measure=percent", Measure("bond_posted_share", SHARE)),
    (r"Average Bond Amount", "measure=average_amount", Measure("average_bond_amount", "USD")),
    (r"ALOS", "measure=alos", ALOS),
    (r"Total ICE Final Releases", "measure=total,definition=final_releases", RELEASES),
    (r"Total ICE Final Book Outs", "measure=total,definition=final_book_outs", BOOK_OUTS),
    (r"ICE Final Releases", "measure=bond_posted,definition=final_releases", RELEASES),
    (r"ICE Final Book Outs", "measure=bond_posted,definition=final_book_outs", BOOK_OUTS),
)


# ── Discovery and edition ────────────────────────────────────────────────────────────────────────────────────────────
def discover(page: Document) -> Iterator[Link]:
    """The workbooks that the landing page links to, in its order. Raises LayoutChanged where it links to none."""
    links = [Link(url, title=text or None) for url, text in webpage.links(page) if SOURCE.owns(url)]
    if not links:
        raise LayoutChanged(
            page.url,
            expected=f"links that match {SOURCE.documents}",
            found="none on the page",
            remedy="Look at the page: the workbooks may have moved. Then mend SOURCE.start or SOURCE.documents.",
        )
    yield from links


def edition(document: Document) -> Edition:
    """What the workbook says of itself. Raises BadContent."""
    book, notes = _opened(document)
    through = notes.commonest
    years = [year for name in book.sheet_names if name.startswith("Detention ") for year in fiscal_years(name)]
    return Edition(
        title=SOURCE.title,
        saved_at=book.saved_at,
        data_through={"": through} if through else {},
        scope=f"FY{years[0]}" if years else None,
    )


@lru_cache(maxsize=1)  # `edition` and `read` are asked for the same document, one after the other
def _opened(document: Document) -> tuple[Workbook, Footnotes]:
    book = Workbook.open(document)
    sheet = book.sheet("Footnotes") if "Footnotes" in book.sheet_names else None
    return book, Footnotes(sheet, book.saved_at.date() if book.saved_at else None, FOOTNOTES)


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def read(document: Document) -> Iterator[Table]:
    """Every table of every visible sheet. Raises BadContent, LayoutChanged, EmptyRelease."""
    book, notes = _opened(document)
    out = Statements(MARKS)
    for name in book.hidden:
        out.notice(
            "hidden_sheet",
            f"The hidden sheet {name!r} was left out: hidden sheets hold superseded figures.",
            sheet=name,
        )
    # A table that a newer sheet prints once more is the second entry, so the sheets of the older year come first.
    for name in sorted(book.sheet_names, key=lambda name: (fiscal_years(name) or [0])[-1]):
        sheet = book.sheet(name)
        out.open(sheet)
        reader = next(reader for word, reader in SHEETS if word in name)
        reader(Reading(document, sheet, notes, out))
        _leave_out(sheet, out)
    # Last, because a sheet may look up footnotes of its own.
    for row, printed, sentence in notes.slips:
        out.notice(
            "date_slipped",
            f"{printed} cannot be the day of these data; it is not used: {sentence[:200]}",
            sheet="Footnotes",
            at=(row, 1),
            expected=f"a day not after {notes.saved}",
            found=printed,
        )
    if not out.count:
        raise EmptyRelease(
            document.name,
            expected="figures",
            found="none in any visible sheet",
            remedy="Look at the file: the publisher may have put up a shell, to be filled later.",
        )
    if missing := [word for word in EVERY_EDITION if not any(word in name for name in book.sheet_names)]:
        raise LayoutChanged(
            document.name,
            table="the workbook",
            expected=f"a visible sheet whose name contains {missing[0].strip()!r}",
            found="the sheets " + ", ".join(repr(name) for name in book.sheet_names),
            remedy="Nothing of this document was loaded. Look at the file; where the sheet has a new name, add it to "
            "SHEETS and EVERY_EDITION of collectors/agencies/ice_detention_statistics.py.",
        )
    yield from out.tables()


def _leave_out(sheet: Sheet, out: Statements) -> None:
    """Figures of a table that nobody has declared are left out by name, and a person is told where they stand."""
    unread = out.unread(sheet)
    for row, column in unread:
        out.omit(sheet, row, column, "table not known")
    if unread:
        row, column = unread[0]
        top = next((r for r in range(row, 0, -1) if sheet.is_blank(r - 1, 0, sheet.width)), 0)
        words = [text for r, c, text in sheet.strings if top <= r <= row and c <= column]
        out.notice(
            "unknown_table",
            f"{len(unread)} figures of this sheet belong to no table that is known; the block of the first begins with "
            f"{words[0] if words else ''!r}. Declare the table in the source's module.",
            sheet=sheet.name,
            at=(row, column),
            found=words[0] if words else None,
        )


@dataclass
class Reading:
    """One sheet of one workbook, being read (`titled.Reading`)."""

    document: Document
    sheet: Sheet
    notes: Footnotes
    out: Statements

    @property
    def judged_by(self) -> date | None:
        return self.notes.commonest

    def changed(self, table: str, expected: str, found: str) -> LayoutChanged:
        return LayoutChanged(
            self.document.name,
            table=f"sheet {self.sheet.name!r}, {table}",
            expected=expected,
            found=found,
            remedy="Nothing of this document was loaded. Compare the sheet with the edition before, then teach "
            "collectors/agencies/ice_detention_statistics.py the new layout.",
        )

    @staticmethod
    @lru_cache(maxsize=1 << 12)
    def value(dimension: str, label: str) -> str:
        """A printed label as the value of a dimension: one for all its spellings."""
        word = label.lower().rstrip(":").strip()
        if dimension == "reason" and word != "total":
            word = word.removesuffix(" total")
        if dimension == "facility" and word != "total":
            return plain(label).upper()
        return WORDS.get(dimension, {}).get(word) or slug(word)

    def year(self, grid: Grid) -> int:
        """The fiscal year of a table: of its title; of the band above, where the title names none; the sheet's last."""
        bands = (self.sheet.text(r, 0) for r in range(min(8, self.sheet.height)))
        of_sheet = next((years[-1] for text in bands if " DATA, " in text and (years := fiscal_years(text))), None)
        of_sheet = of_sheet or next(reversed(fiscal_years(self.sheet.name)), None)
        printed = fiscal_years(grid.title)
        if printed and of_sheet and printed[-1] != of_sheet:
            self.disagree(of_sheet, printed[-1], grid.title, (grid.row, grid.left))
        if not printed and not of_sheet:
            raise self.changed(f"table {grid.title!r}", "a fiscal year in the title or on the sheet", "none")
        return printed[-1] if printed else of_sheet or 0

    def disagree(self, of_sheet: int, of_table: int, title: str, at: tuple[int, int]) -> None:
        message = f"The sheet is of FY{of_sheet}, the title {title!r} of FY{of_table}; the title counts."
        self.out.notice(
            "fiscal_year_disagrees",
            message,
            sheet=self.sheet.name,
            at=at,
            expected=f"FY{of_sheet}",
            found=f"FY{of_table}",
        )

    def through(self, table: Titled, grid: Grid, year: int | None) -> date | None:
        """How far the data of a table run."""
        if table.through == "hearings":
            return _hearings_through(self, grid, year or self.year(grid))
        return self.checked(self.notes.days.get(table.through), year, grid)

    def checked(self, when: date | None, year: int | None, at: Grid | tuple[int, int]) -> date | None:
        """The day, unless it cannot be: after the file was saved, or before the fiscal year that it closes."""
        late = bool(when and self.notes.saved and when > self.notes.saved)
        if when and (late or (year and when < date(year - 1, 10, 1))):
            expected = f"a day not after {self.notes.saved}, when the file was saved" if late else f"a day of FY{year}"
            self.out.notice(
                "date_slipped",
                f"{when} cannot be the day of these data; it is not used.",
                sheet=self.sheet.name,
                at=at if isinstance(at, tuple) else (at.row, at.left),
                expected=expected,
                found=str(when),
            )
            return None
        return when

    def on(self, table: Titled, grid: Grid, rows: Axis, columns: Axis) -> tuple[Period, date | None]:
        """The day of a stock: of its title, else of its family, else of the workbook. ATD has its own."""
        if table.through == "atd":
            when = _atd_day(self, table, grid, rows, columns)
            return (day(when) if when else fiscal_year(self.year(grid))), when
        printed = us_dates(grid.title)
        when = self.checked(printed[0], None, grid) if printed else self.notes.days.get(table.through)
        known = when or self.notes.commonest
        return (day(known) if known else fiscal_year(self.year(grid))), when


def _atd_day(reading: Reading, table: Titled, grid: Grid, rows: Axis, columns: Axis) -> date | None:
    """The day of the line `Data from BI Inc. Participants Report, D` under a small table.

    The table by area stands below them and has a day in its title; where the two disagree, equal totals prove D for
    it too, else nobody knows.
    """
    sheet = reading.sheet
    lines = [
        (r, found[0])
        for r, c, text in sheet.strings
        if c == 0 and "Participants Report" in text and (found := us_dates(text))
    ]
    by_area = table.dataflow == "ice.atd_by_area"
    nearest = lines[-1:] if by_area else [line for line in lines if line[0] > grid.row][:1]
    if not nearest:
        return None
    row, when = nearest[0]
    if by_area and us_dates(grid.title) != [when]:
        total = next((r for r in range(row, -1, -1) if sheet.text(r, 0) == "Total"), row)
        first = columns.positions[0]
        if sheet.numbers[total, first] != sheet.numbers[rows.positions[0], first]:
            return None
    return reading.checked(when, None, (row, 0))


def _hearings_through(reading: Reading, grid: Grid, year: int) -> date | None:
    """The last day of court data: of the line under the table, else of the month that the title names."""
    for row in grid.body:
        days = us_dates(reading.sheet.text(row, grid.left))
        if days:
            return reading.checked(days[0], year, (row, grid.left))
    named = re.search(r"thr(?:u|ough) (\w+)", grid.title)
    number = 9 if "year end" in grid.title.lower() else month_number(named[1]) if named else None
    return month(*calendar_month(year, number)).over if number else None


def _facilities(reading: Reading) -> None:
    """The list of facilities: one row a place, its average daily population by classification, year to date."""
    sheet, out = reading.sheet, reading.out
    head = next((r for r in range(min(20, sheet.height)) if sheet.text(r, 0) == "Name"), None)
    if head is None:
        raise reading.changed("the list of facilities", "a header row that begins with Name", "none in 20 rows")
    names = {
        c: re.sub(r"^FY ?\d+ ", "", sheet.text(head, c)).lower() for c in range(sheet.width) if sheet.text(head, c)
    }
    where = {name: c for c, name in names.items()}
    missing = [name for name in (*FACILITY_COLUMNS, "address", "city", "state", "zip") if name not in where]
    if missing:
        raise reading.changed("the list of facilities", f"a column {missing[0]!r}", "the headers " + ", ".join(where))
    figures = [c for c, name in names.items() if name in FACILITY_COLUMNS]
    body = range(head + 1, sheet.height)
    end = next(
        (r for r in body if not sheet.text(r, 0) or sheet.is_blank(r, figures[0], figures[-1] + 1)), sheet.height
    )
    rows = list(range(head + 1, end))
    for r, c in zip(*sheet.numeric[head + 1 : end].nonzero(), strict=True):
        if int(c) not in figures:
            kind = "zip code" if c == where["zip"] else "serial number of an inspection"
            if c == where["zip"] or "inspection" in names.get(int(c), ""):
                out.omit(sheet, head + 1 + int(r), int(c), kind)
    title, year, through = _facilities_edition(reading, head, where["alos"])
    axis = Axis(rows, [sheet.text(r, 0) for r in rows], _places(sheet, rows, where))
    columns = Axis(
        figures,
        [sheet.text(head, c) for c in figures],
        [FACILITY_COLUMNS[names[c]][0] for c in figures],
        measures=[FACILITY_COLUMNS[names[c]][1] or ADP for c in figures],
    )
    out.add(
        Block(
            sheet,
            "ice.facilities",
            title,
            axis,
            columns,
            period=fiscal_year(year, through),
            data_through=through,
            judged_by=reading.judged_by,
        )
    )


def _facilities_edition(reading: Reading, head: int, alos: int) -> tuple[str, int, date | None]:
    """Title, fiscal year (title, then `FYxx ALOS`, the sheet's name last) and day (the source line of the sheet)."""
    sheet = reading.sheet
    above = [(r, c, text) for r in range(head) for c in range(sheet.width) if (text := sheet.text(r, c))]
    at, title = next(
        (((r, c), text) for r, c, text in above if "FACILITIES DATA" in text.upper()), ((0, 0), sheet.name)
    )
    named = fiscal_years(sheet.name)
    years = fiscal_years(title) or fiscal_years(sheet.text(head, alos)) or named
    if not years:
        raise reading.changed("the list of facilities", "a fiscal year in its title", title)
    if named and named[-1] != years[-1]:
        reading.disagree(named[-1], years[-1], title, at)
    source = [(r, days[0]) for r, _, text in above if "IIDS" in text and (days := us_dates(text))]
    through = reading.checked(source[0][1], years[-1], (source[0][0], 0)) if source else None
    return title, years[-1], through


def _places(sheet: Sheet, rows: Sequence[int], where: Mapping[str, int]) -> list[str]:
    """The key of each facility: name, city, state; the address too where those are printed twice."""
    keys = [
        ",".join(f"{name}={plain(sheet.label(r, where[name]))}" for name in ("name", "city", "state")) for r in rows
    ]
    twice = {key for key, count in Counter(keys).items() if count > 1}
    return numbered(
        [
            f"{key},address={plain(sheet.label(r, where['address']))}" if key in twice else key
            for r, key in zip(rows, keys, strict=True)
        ]
    )


def _length_in_custody(reading: Reading) -> None:
    """ICLOS and Detainees: a column is a day, the 15th or the last of a month; the years of the band are no figures."""
    sheet = reading.sheet
    heads = [r for r in range(sheet.height) if sheet.text(r, 0) == "Population"]
    for head in heads:
        title = next((t for r in range(head, -1, -1) if (t := sheet.text(r, 0)) in LENGTH_TABLES), None)
        if title is None:
            raise reading.changed(f"row {head + 1}", "a title, " + " or ".join(LENGTH_TABLES), "none above the header")
        dataflow, measure = LENGTH_TABLES[title]
        columns = _custody_days(reading, head, title)
        for c in sheet.numeric[head].nonzero()[0]:
            reading.out.omit(sheet, head, int(c), "year as a header")
        rows, group = Axis([], [], []), ""
        for row in range(head + 3, sheet.height):
            label = sheet.text(row, 0)
            if not label:
                break
            if sheet.is_blank(row, 1, sheet.width):
                group = label
                continue
            held = f"held={reading.value('held', group or label)}"
            rows.positions.append(row)
            rows.labels.append(f"{group} / {label}" if group else label)
            rows.keys.append(f"{held},length={slug(label)}" if group else held)
        columns.status = _unfilled(sheet, rows, columns, last_is_to_come=True)
        reading.out.add(
            Block(
                sheet,
                dataflow,
                title,
                rows,
                columns,
                measure=measure,
                data_through=reading.checked(reading.notes.days.get("iclos"), None, (head, 0)),
            )
        )


def _unfilled(sheet: Sheet, rows: Axis, columns: Axis, *, last_is_to_come: bool) -> dict[int, int]:
    """Columns that print 0 in every row: not filled in; after the last filled one, still to come."""
    zero = zero_columns(sheet, rows.positions, columns.positions)
    last = max(
        (k for k, z in enumerate(zero) if not z and sheet.numeric[rows.positions, columns.positions[k]].any()),
        default=-1,
    )
    return {k: CANNOT_EXIST if last_is_to_come and k > last else MISSING for k, z in enumerate(zero) if z}


def _custody_days(reading: Reading, head: int, title: str) -> Axis:
    """Year band, month, `mid` or `end` over each column. The first year counts, one more with each January."""
    sheet, axis = reading.sheet, Axis([], [], [], [])
    year = number = 0
    name = ""
    for c in range(1, sheet.width):
        when = sheet.text(head + 2, c)
        if not when:
            continue
        if named := month_number(sheet.text(head + 1, c)):
            year = (
                year + 1 if named < number else year or (int(sheet.numbers[head, c]) if sheet.numeric[head, c] else 0)
            )
            number, name = named, sheet.text(head + 1, c)
        if not number or not year or when not in ("mid", "end"):
            expected = "a year, a month, and mid or end over each column"
            raise reading.changed(
                f"table {title!r}", expected, f"{year or '?'} {name or '?'} {when!r} over column {c + 1}"
            )
        axis.positions.append(c)
        axis.labels.append(f"{year} {name} {when}")
        axis.keys.append("")
        assert axis.periods is not None
        axis.periods.append(half_month(when, year, number))
    return axis


def _semiannual(reading: Reading) -> None:
    """Arrests, book-ins and removals of four groups: years down; of the countries with TPS, years across."""
    sheet = reading.sheet
    found = list(grids(sheet, SEMIANNUAL.match))
    last = [(grid, grid.headers()[-1]) for grid in found if "Temporary" in grid.title and grid.body]
    not_filled = {label for grid, (c, label) in last if zero_columns(sheet, grid.body, [c]) == [True]}
    empty = {year for label in not_filled for year in fiscal_years(label)}
    for grid in found:
        named = SEMIANNUAL.match(grid.title)
        assert named is not None
        who, above = next((name, line) for word, (name, line) in GROUPS.items() if word in named["who"].lower())
        measure, sentence = EVENTS[named["what"].lower()]
        through = reading.notes.find("Semiannual", sentence, below=above)
        cells, labels = grid.headers()[1:], [sheet.text(r, grid.left) for r in grid.body]
        across = who == "tps"
        printed = [label for _, label in cells] if across else labels
        years = [fiscal_years(label) for label in printed]
        if not cells or not years or not all(years):
            raise reading.changed(
                f"table {grid.title!r}", "a fiscal year in each " + ("column" if across else "row"), str(printed)
            )
        newest = max(year[0] for year in years)
        through = reading.checked(through, newest, (found[0].row, found[0].left))
        periods = [
            fiscal_year(year[0], days[1] if (days := us_dates(label))[1:] else through, whole=year[0] < newest)
            for year, label in zip(years, printed, strict=True)
        ]
        rows = Axis(grid.body, labels, [f"country={slug(label)}" if across else "" for label in labels])
        columns = Axis([c for c, _ in cells], [label for _, label in cells], [""] * len(cells))
        axis = columns if across else rows
        axis.periods = periods
        axis.status = {
            k: MISSING
            for k, year in enumerate(years)
            if year[0] in empty and _prints_nothing(sheet, rows, columns, k, across)
        }
        reading.out.add(
            Block(
                sheet,
                f"ice.semiannual_{who}_{measure.metric}",
                grid.title,
                rows,
                columns,
                measure=measure,
                data_through=through,
                judged_by=reading.judged_by,
            )
        )


def _prints_nothing(sheet: Sheet, rows: Axis, columns: Axis, k: int, across: bool) -> bool:
    """Whether a year prints nothing but 0 in its column, or in its row."""
    if across:
        return zero_columns(sheet, rows.positions, [columns.positions[k]]) == [True]
    return zero_columns(sheet, [rows.positions[k]], columns.positions[:1]) == [True]


def _bonds(reading: Reading) -> None:
    """Monthly bond statistics: five rows under a row of months, which are dates (one edition prints one as a text)."""
    sheet = reading.sheet
    title = sheet.strings[0][2] if sheet.strings else sheet.name
    head = next((r for r in range(1, sheet.height) if _bond_month(sheet, r, 1)), None)
    if head is None:
        raise reading.changed(f"table {title!r}", "a row of months", "none")
    columns, rows = Axis([], [], [], []), Axis([], [], [], measures=[])
    assert columns.periods is not None
    assert rows.measures is not None
    for c in range(1, sheet.width):
        period = _bond_month(sheet, head, c)
        if period and columns.periods[-1:] == [period]:  # the month before once more: it is the next one's column
            following = day_after(period.over)
            reading.out.notice(
                "header_slipped",
                f"The month {period.id} is printed twice; the later column is the next month.",
                sheet=sheet.name,
                at=(head, c),
                expected=f"{following:%Y-%m}",
                found=period.id,
            )
            period = month(following.year, following.month)
        if period:
            columns.positions.append(c)
            columns.labels.append(sheet.label(head, c))
            columns.keys.append("")
            columns.periods.append(period)
    for row in range(head + 1, sheet.height):
        label = sheet.text(row, 0)
        kind = next(((key, measure) for pattern, key, measure in BOND_ROWS if re.match(pattern, label)), None)
        if label and kind is None:
            raise reading.changed(f"table {title!r}", "rows of releases, share, amount and stay", f"the row {label!r}")
        if kind:
            rows.positions.append(row)
            rows.labels.append(label)
            rows.keys.append(kind[0])
            rows.measures.append(kind[1])
    partial = {k: PROVISIONAL for k, label in enumerate(columns.labels) if "thru" in label.lower()}
    columns.status = partial | _unfilled(sheet, rows, columns, last_is_to_come=False)
    reading.out.add(
        Block(
            sheet,
            "ice.bonds",
            title,
            rows,
            columns,
            judged_by=reading.judged_by,
            data_through=reading.checked(reading.notes.days.get("bonds"), None, (0, 0)),
        )
    )


def _bond_month(sheet: Sheet, row: int, column: int) -> Period | None:
    cell = sheet.rows[row][column] if column < sheet.width else ""
    return month(cell.year, cell.month) if isinstance(cell, date) else month_and_year(sheet.text(row, column))


def _segregation(reading: Reading) -> None:
    """Placements by facility, a block a month; the month opens a cell that may go on with a paragraph."""
    sheet = reading.sheet
    for grid in grids(sheet, SEGREGATION.match):
        named = SEGREGATION.match(grid.title)
        assert named is not None
        period = month_and_year(named[1])
        if period is None or grid.left:
            continue
        # One block has no header row: what stands under its title is a facility already.
        rows = [
            r
            for r in [grid.header, *grid.body]
            if r < sheet.height and not sheet.is_blank(r, 1, 2) and sheet.numeric[r, 1]
        ]
        labels = [sheet.text(r, 0) for r in rows]
        keys = numbered([f"facility={'total' if label == 'Grand Total' else plain(label)}" for label in labels])
        header = sheet.text(grid.header, 1) or "Placement Count"
        reading.out.add(
            Block(
                sheet,
                "ice.segregation",
                named[0],
                Axis(rows, labels, keys),
                Axis([1], [header], [""]),
                period=period,
                measure=PLACEMENTS,
                data_through=period.over,
            )
        )


def _vulnerable(reading: Reading) -> None:
    """Placements of vulnerable and special populations in segregation, a block a fiscal quarter."""
    sheet = reading.sheet
    for grid in grids(sheet, QUARTER.match):
        quarter = QUARTER.match(grid.title)
        assert quarter is not None
        cells = [(c, label) for c, label in grid.headers()[1:] if label.lower() in VULNERABLE]
        known = [VULNERABLE[label.lower()] for _, label in cells]
        if len(known) != len(VULNERABLE):
            printed = ", ".join(label for _, label in grid.headers())
            raise reading.changed(f"table {grid.title!r}", "the headers " + ", ".join(VULNERABLE), printed)
        columns = Axis([c for c, _ in cells], [label for _, label in cells], [key for key, _ in known])
        columns.measures = [measure or PLACEMENTS for _, measure in known]
        rows = [r for r in grid.body if not sheet.is_blank(r, min(columns.positions), max(columns.positions) + 1)]
        labels = [sheet.text(r, grid.left) for r in rows]
        keys = [f"reason={reading.value('placement_reason', label)}" for label in labels]
        period = fiscal_quarter(int(quarter[1]), int(quarter[2]))
        reading.out.add(
            Block(
                sheet,
                "ice.vulnerable_population",
                grid.title,
                Axis(rows, labels, keys),
                columns,
                period=period,
                data_through=period.over,
            )
        )


def _transgender(reading: Reading) -> None:
    """Book-ins of the year to date, and people in custody on the title's day (in some editions book-ins throughout)."""
    sheet = reading.sheet
    grid = next(grids(sheet, re.compile(r"ICE .*Transgender").match), None)
    if grid is None:
        raise reading.changed("the sheet", "a title that names the Transgender population", "none")
    year, days = reading.year(grid), us_dates(grid.title)
    when = reading.checked(days[0], year, grid) if days else None
    rows, booked = Axis([], [], [], [], []), False
    assert rows.periods is not None
    assert rows.measures is not None
    for row in range(grid.header + 1, sheet.height):
        label = sheet.text(row, 0)
        if "Book-In" in label or "Current" in label:  # the areas below belong to the same kind
            booked = "Book-In" in label
        if not sheet.numeric[row, 1]:
            continue
        to_date = booked or label.startswith("Total Book-Ins")
        rows.positions.append(row)
        rows.labels.append(label)
        rows.keys.append("part=" + slug(re.sub(r"(?i)area of responsibility$|for FY ?\d+$", "", label)))
        rows.periods.append(fiscal_year(year, when) if to_date or not when else day(when))
        rows.measures.append(BOOK_INS if to_date else DETAINED)
    rows.keys = numbered(rows.keys)
    reading.out.add(
        Block(
            sheet,
            "ice.transgender_population",
            grid.title,
            rows,
            Axis([1], [sheet.text(grid.header, 1)], [""]),
            data_through=when,
            judged_by=reading.judged_by,
        )
    )


#: what the name of a sheet contains ▶ its reader; the last one takes every other sheet
SHEETS: Sequence[tuple[str, Callable[[Reading], None]]] = (
    ("ICLOS", _length_in_custody),
    ("ATD", lambda reading: read_tables(reading, ATD_TABLES, complete=True)),
    ("Detention ", lambda reading: read_tables(reading, DETENTION, complete=True)),
    ("Facilities", _facilities),
    ("Semiannual", _semiannual),
    ("Bond", _bonds),
    ("Segregation", _segregation),
    ("Vulnerable", _vulnerable),
    ("Trans", _transgender),
    ("Header", lambda reading: None),
    ("Footnotes", lambda reading: None),
    ("", lambda reading: read_tables(reading, DETENTION, complete=False)),
)

#: the sheets that every edition has, by what their names contain
EVERY_EDITION = ("ATD", "Detention ", "Facilities")
