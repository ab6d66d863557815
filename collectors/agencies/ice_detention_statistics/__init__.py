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
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from collectors.agencies.ice_detention_statistics.declarations import DATAFLOWS as DATAFLOWS
from collectors.agencies.ice_detention_statistics.declarations import METRICS as METRICS
from collectors.errors import LayoutChanged
from collectors.media import webpage
from collectors.media.workbook import Grid, grids
from collectors.records import Cadence, Document, Edition, Link, Source, Table
from collectors.tables.periods import (
    MONTHS,
    calendar_month,
    day,
    fiscal_year,
    fiscal_years,
    month,
    month_and_year,
    month_number,
    quarter_and_year,
    us_dates,
)
from collectors.tables.statements import MISSING, Axis, Block, Line, Measure, numbered, plain, slug, zeros
from collectors.tables.titled import Tables, Titled, Words, calendar_months, fiscal_months, half_months, years_across
from collectors.tables.workbooks import Layout, Reading, edition_of, no_tables, read_workbook

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
    "reason": {"grand total": "total", "medical mental": "medical_mental_health"},
    "facility": {"total": "total", "grand total": "total"},
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
AGENCIES = frozenset(WORDS["agency"]) | {"total"}
AREAS = frozenset({
    "total", "grand total", "atlanta", "baltimore", "boston", "buffalo", "chicago", "dallas", "denver", "detroit",
    "el paso", "harlingen", "houston", "los angeles", "miami", "new orleans", "new york", "newark", "philadelphia",
    "phoenix", "salt lake city", "san antonio", "san diego", "san francisco", "seattle", "st paul", "washington dc",
    "washingtondc",
})  # fmt: skip
PEOPLE, DAYS, SHARE = "persons", "days", "fraction"
DETAINED, BOOK_INS = Measure("detained_population", PEOPLE), Measure("book_ins", "book-ins")
ADP, ALOS = Measure("average_daily_population", PEOPLE), Measure("average_length_of_stay", DAYS)
ATD, ALIP = Measure("atd_participants", PEOPLE), Measure("average_length_in_program", DAYS)
RELEASES, BOOK_OUTS = Measure("final_releases", "releases"), Measure("final_book_outs", "book-outs")
BY_FACILITY_TYPE: Words = {word: (f"facility_type={value}", None) for word, value in FACILITY_TYPE.items()}
BY_CRIMINALITY: Words = {
    **{word: (f"criminality={value}", None) for word, value in CRIMINALITY.items()},
    "total": ("criminality=total", None),
}
_share = Measure("detained_population_share", SHARE)
BY_AGENCY: Words = {
    "ice": ("agency=ICE", None),
    "percent ice": ("agency=ICE,measure=percent", _share),
    "cbp": ("agency=CBP", None),
    "percent cbp": ("agency=CBP,measure=percent", _share),
    "total": ("agency=total", None),
}
ONE: Words = {word: ("", None) for word in ("total", "removals", "total detained")}
COUNT_AND_LENGTH: Words = {
    "count": ("measure=count", ATD),
    "alip": ("measure=alip", ALIP),
    "average length in program": ("measure=alip", ALIP),
}
TECHNOLOGY_COST: Words = {
    "count": ("measure=count", ATD),
    "daily tech cost": ("measure=daily_cost", Measure("atd_daily_technology_cost", "USD")),
}
HEARINGS: Words = {
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
           BOOK_INS, ("agency",), fiscal_months, "book_ins"),
    Titled("ice.book_ins_by_criminality", r"ICE Initial Book-Ins by (Facility Type and )?Criminality",
           BOOK_INS, ("facility_type",), BY_CRIMINALITY, "book_ins"),
    Titled("ice.releases_by_facility_type", r"ICE Final Releases by Facility Type",
           RELEASES, ("facility_type",), ONE, "releases", constant=_RELEASED),
    Titled("ice.releases_by_facility_type", r"ICE Final Book Outs( by Facility Type)? ?:",
           BOOK_OUTS, ("facility_type",), ONE, "releases", constant=_BOOKED_OUT),
    Titled("ice.removals", r"ICE Removals:", Measure("removals", "removals"), ("population",), ONE, "removals"),
    Titled("ice.releases_by_reason", r"ICE Final Releases by Release Reason, Month and Criminality",
           RELEASES, ("reason", "criminality"), fiscal_months, "releases", constant=_RELEASED),
    Titled("ice.releases_by_reason", r"ICE Final Releases by Release Reason and Criminality",
           RELEASES, ("reason",), BY_CRIMINALITY, "releases", constant=_RELEASED),
    Titled("ice.releases_by_reason", r"ICE Final Book Outs by Release Reason, Month and Criminality",
           BOOK_OUTS, ("reason", "criminality"), fiscal_months, "releases", constant=_BOOKED_OUT),
    Titled("ice.adp_by_arresting_agency", r"ICE Average Daily Population by Arresting Agency, Month and Criminality",
           ADP, ("agency", "criminality"), fiscal_months, "averages", inner=_crim, outer=AGENCIES),
    Titled("ice.alos_by_arresting_agency", r"ICE Average Length of Stay by Arresting Agency, Month and Criminality",
           ALOS, ("agency", "criminality"), fiscal_months, "averages", inner=_crim, outer=AGENCIES),
    Titled("ice.adp_by_facility_type", r"ICE Average Daily Population by (Facility Type and )?Month",
           ADP, ("facility_type",), fiscal_months, "averages"),
    Titled("ice.alos_by_facility_type", r"ICE Average Length of Stay by (Facility Type and )?Month",
           ALOS, ("facility_type",), fiscal_months, "averages"),
    Titled("ice.alos_adult_by_arresting_agency",
           r"ICE Average Length of Stay Adult Facility Type by Month and Arresting Agency",
           ALOS, ("agency",), fiscal_months, "averages", required=False),
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
           r"Requested",
           Measure("parole_requests", "requests"), ("fiscal_year",), fiscal_months, "parole", required=False),
    Titled("ice.fear_parole_status", r"(Aliens|Individuals) with Positive Credible Fear Determination Parole Status",
           Measure("parole_decisions", "decisions"), ("fiscal_year", "status"), fiscal_months, "parole",
           required=False),
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
           ATD, ("area", "technology"), COUNT_AND_LENGTH, "atd_by_area", inner=TECHNOLOGIES, outer=AREAS,
           adds_up=True, stock=True),
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
FACILITY_COLUMNS: Words = {
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
#: group ▶ its titles, the line of the footnotes under which its days stand, the rows of its tables
GROUPS = {
    "armed_forces": ("United States Armed Forces", "For United States Armed Forces", "fiscal_year"),
    "us_citizens": ("United States Citizens?", "For United States Citizens", "fiscal_year"),
    "parents_of_us_citizens": ("Parents of USC", "For Parents", "fiscal_year"),
    "tps": ("Temporary Protected Status Countries", "For Temporary Protected", "country"),
}
#: what is counted, and the sentence of the footnotes that tells the day
EVENTS = {
    "Arrests": (Measure("arrests", "arrests"), "Arrests data"),
    "Bookins": (BOOK_INS, "Detention data"),
    "Removals": (Measure("removals", "removals"), "Removals data"),
}
SEMIANNUAL = Tables(
    *(
        Titled(
            f"ice.semiannual_{who}_{measure.metric}",
            rf"{title}.*? {what} FY",
            measure,
            (rows,),
            years_across if rows == "country" else {what.lower(): ("", None)},
            ("Semiannual", sentence, below),
        )
        for who, (title, below, rows) in GROUPS.items()
        for what, (measure, sentence) in EVENTS.items()
    )
)
LENGTH_IN_CUSTODY = Tables(
    Titled("ice.iclos", r"Average In Custody Length of Stay \(ICLOS\)$",
           Measure("average_in_custody_length_of_stay", DAYS), ("held", "length"), half_months, "iclos", banded=True),
    Titled("ice.iclos_detainees", r"Detainees$",
           Measure("detained_population_by_length", PEOPLE), ("held", "length"), half_months, "iclos", banded=True),
)  # fmt: skip
BONDS = Tables(
    Titled("ice.bonds", r"((EO)?FY ?\d+ )?Bonded Out", None, (), calendar_months, "bonds", lines=(
        (r"Bond Posted .*\(%\)", "measure=percent", Measure("bond_posted_share", SHARE)),
        (r"Average Bond Amount", "measure=average_amount", Measure("average_bond_amount", "USD")),
        (r"ALOS", "measure=alos", ALOS),
        (r"Total ICE Final Releases", f"measure=total,{_RELEASED}", RELEASES),
        (r"Total ICE Final Book Outs", f"measure=total,{_BOOKED_OUT}", BOOK_OUTS),
        (r"ICE Final Releases", f"measure=bond_posted,{_RELEASED}", RELEASES),
        (r"ICE Final Book Outs", f"measure=bond_posted,{_BOOKED_OUT}", BOOK_OUTS),
    )),
)  # fmt: skip
PLACEMENTS = Measure("segregation_placements", "placements")
SEGREGATION = Tables(  # the month opens a cell that may go on with a paragraph
    Titled("ice.segregation",
           rf"(ICE Segregation Population\*? for )?({'|'.join(MONTHS)})[a-z]* \d{{4}}\b",
           PLACEMENTS, ("facility",), {"placement count": ("", None)}, period=month_and_year,
           headless="Placement Count"),
)  # fmt: skip
VULNERABLE = Tables(
    Titled("ice.vulnerable_population", r"(Fiscal Year \(FY\)|FY) *\d{4} Quarter \d Data", PLACEMENTS, ("reason",), {
        "number of placements": ("measure=placements", None),
        "average number of consecutive days in segregation": (
            "measure=consecutive_days", Measure("average_consecutive_days_in_segregation", DAYS)),
        "average number of cumulative days in segregation": (
            "measure=cumulative_days", Measure("average_cumulative_days_in_segregation", DAYS)),
    }, period=quarter_and_year),
)  # fmt: skip


# ── Discovery, edition, reading ──────────────────────────────────────────────────────────────────────────────────────
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
    return edition_of(document, LAYOUT, SOURCE.title, "Detention ")


def read(document: Document) -> Iterator[Table]:
    """Every table of every visible sheet. Raises BadContent, LayoutChanged, EmptyRelease."""
    return read_workbook(document, LAYOUT)


@lru_cache(maxsize=1 << 12)
def value(dimension: str, label: str) -> str:
    """A printed label as the value of a dimension: one for all its spellings."""
    word = label.lower().rstrip(":").strip()
    if known := WORDS.get(dimension, {}).get(word):
        return known
    if dimension == "facility":
        return label if re.fullmatch("[A-Z]+", label) else plain(label)  # a code, or a name
    if dimension == "part":
        word = re.sub(r"area of responsibility$|for fy ?\d+$", "", word)
    return slug(word.removesuffix(" total") if dimension == "reason" else word)


# ── Days that stand on the sheet itself ──────────────────────────────────────────────────────────────────────────────
def _atd_day(reading: Reading, grid: Grid, block: Block) -> date | None:
    """The day of the line `Data from BI Inc. Participants Report, D` under a small table."""
    below = ((row, when) for row, when in _report_days(reading) if row > grid.row)
    return next((reading.checked(when, None, (row, 0)) for row, when in below), None)


def _atd_by_area_day(reading: Reading, grid: Grid, block: Block) -> date | None:
    """The table by area stands below all the lines and has a day in its title. Where that and the last line disagree,
    equal totals prove the line for it too, else nobody knows."""
    sheet = reading.sheet
    row, when = _report_days(reading)[-1]
    if us_dates(grid.title) != [when]:
        above = next((r for r in range(row, -1, -1) if sheet.text(r, 0) == "Total"), row)
        first = block.columns.positions[0]
        if sheet.numbers[above, first] != sheet.numbers[block.rows.positions[0], first]:
            return None
    return reading.checked(when, None, (row, 0))


def _report_days(reading: Reading) -> list[tuple[int, date]]:
    lines = ((r, us_dates(text)) for r, _, text in reading.sheet.strings if "Participants Report" in text)
    found = [(r, days[0]) for r, days in lines if days]
    if not found:
        expected = "a line `Data from BI Inc. Participants Report, M.D.YYYY`"
        raise reading.changed("the tables of participants", expected, "none with a day")
    return found


def _hearings_through(reading: Reading, grid: Grid, block: Block) -> date | None:
    """The last day of court data: of the line under the table, else of the month that the title names."""
    year = reading.year(grid.title, grid.at)
    for row in grid.body:
        if days := us_dates(reading.sheet.text(row, grid.left)):
            return reading.checked(days[0], year, (row, grid.left))
    named = re.search(r"thr(?:u|ough) (\w+)", grid.title)
    number = 9 if "year end" in grid.title.lower() else month_number(named[1]) if named else None
    return month(*calendar_month(year, number)).over if number else None


# ── Sheets with a reader of their own ────────────────────────────────────────────────────────────────────────────────
def _facilities(reading: Reading) -> Iterator[Block]:
    """The list of facilities: one row a place, its average daily population by classification, year to date."""
    sheet = reading.sheet
    head = next((r for r in range(min(20, sheet.height)) if sheet.text(r, 0) == "Name"), None)
    if head is None:
        raise reading.changed("the list of facilities", "a header row that begins with Name", "none in 20 rows")
    printed = [(c, text) for c in range(sheet.width) if (text := sheet.text(head, c))]
    names = {c: re.sub(r"^FY ?\d+ ", "", text).lower() for c, text in printed}
    where = {name: c for c, name in names.items()}
    if missing := [name for name in (*FACILITY_COLUMNS, "address", "city", "state", "zip") if name not in where]:
        raise reading.changed("the list of facilities", f"a column {missing[0]!r}", "the headers " + ", ".join(where))
    columns = Axis.of(
        Line(c, text, FACILITY_COLUMNS[names[c]][0], None, FACILITY_COLUMNS[names[c]][1])
        for c, text in printed
        if names[c] in FACILITY_COLUMNS
    )
    left, right = columns.positions[0], columns.positions[-1] + 1
    end = next(
        (r for r in range(head + 1, sheet.height) if not sheet.text(r, 0) or sheet.is_blank(r, left, right)),
        sheet.height,
    )
    rows = range(head + 1, end)
    if sums := [r for r in rows if sheet.text(r, 0).lower() in ("total", "grand total")]:
        raise reading.changed("the list of facilities", "a facility in each row", f"a total in row {sums[0] + 1}")
    others = [c for c, name in names.items() if name == "zip" or "inspection" in name]
    for r, k in zip(*sheet.numeric[head + 1 : end, others].nonzero(), strict=True):
        reason = "zip code" if others[k] == where["zip"] else "serial number of an inspection"
        reading.out.omit(sheet, head + 1 + int(r), others[k], reason)
    title, year, through = _facilities_edition(reading, head, where["alos"])
    keys = [
        f"name={_without_marks(plain(sheet.label(r, where['name'])))},"
        f"city={plain(sheet.label(r, where['city']))},state={plain(sheet.label(r, where['state']))}"
        for r in rows
    ]
    addresses = [f"address={plain(sheet.label(r, where['address']))}" for r in rows]
    axis = Axis([*rows], [sheet.text(r, 0) for r in rows], numbered(keys, apart=addresses))
    period = fiscal_year(year, through)
    yield Block(sheet, "ice.facilities", title, axis, columns, period, None, through, reading.judged_by)


@lru_cache(maxsize=1 << 12)
def _without_marks(name: str) -> str:
    """A name without the marks of footnotes: `karnes county residential center2`, `jefferson county jail***`."""
    return re.sub(r"(?<=[a-z]{4})\d$|\*+$", "", name)


def _facilities_edition(reading: Reading, head: int, alos: int) -> tuple[str, int, date | None]:
    """Title, fiscal year (title, then `FYxx ALOS`, the sheet's name last) and day (the source line of the sheet)."""
    above = [((r, c), text) for r, c, text in reading.sheet.strings if r < head]
    at, title = next(
        ((at, text) for at, text in above if "FACILITIES DATA" in text.upper()), ((0, 0), reading.sheet.name)
    )
    year = reading.year(title if fiscal_years(title) else reading.sheet.text(head, alos), at)
    source = next(((at[0], days[0]) for at, text in above if "IIDS" in text and (days := us_dates(text))), None)
    return title, year, reading.checked(source[1], year, (source[0], 0)) if source else None


def _semiannual(reading: Reading) -> Iterable[Block]:
    """Arrests, book-ins and removals of four groups. A year that prints nothing but 0 for all countries with TPS was
    not filled in, and its zeros in the tables of the others are no figures either."""
    blocks = [*SEMIANNUAL.present(reading)]
    countries = ((block, block.columns.periods) for block in blocks if block.columns.periods)
    empty = {
        periods[-1].id
        for block, periods in countries
        if zeros(block.sheet, block.rows.positions, block.columns.positions[-1:]) == [True]
    }
    for block in blocks:
        axis = block.columns if block.columns.periods else block.rows
        zero = zeros(block.sheet, block.rows.positions, block.columns.positions, of_rows=axis is block.rows)
        periods = zip(axis.periods or [], zero, strict=True)
        axis.status = {k: MISSING for k, (period, z) in enumerate(periods) if z and period.id in empty}
    return blocks


def _transgender(reading: Reading) -> Iterator[Block]:
    """Book-ins of the year to date, and people in custody on the title's day (in some editions book-ins throughout)."""
    sheet = reading.sheet
    grid = next(grids(sheet, re.compile(r"ICE .*Transgender").match), None)
    if grid is None or sheet.width < 2:
        raise reading.changed("the sheet", "a title that names the Transgender population, and two columns", "none")
    year, days = reading.year(grid.title, grid.at), us_dates(grid.title)
    when = reading.checked(days[0], year, grid.at) if days else None
    on = when or reading.judged_by  # a stock that prints no day takes the workbook's
    lines, booked = [], False
    for row in grid.body:
        label = sheet.text(row, 0)
        if "Book-In" in label or "Current" in label:  # the areas below belong to the same kind
            booked = "Book-In" in label
        if sheet.numeric[row, 1]:
            period = fiscal_year(year, when) if booked or not on else day(on)
            key = f"part={value('part', label)}"
            lines.append(Line(row, label, key, period, BOOK_INS if booked else DETAINED))
    rows = Axis.of(lines)
    rows.keys = numbered(rows.keys)
    columns = Axis([1], [sheet.text(grid.header, 1)], [""])
    yield Block(sheet, "ice.transgender_population", grid.title, rows, columns, None, None, when, reading.judged_by)


LAYOUT = Layout(
    module=__name__,
    sheets=(  # the last one takes every other sheet
        ("Pending ICLOS", no_tables),  # one edition announces the sheet, without a table
        ("ICLOS", LENGTH_IN_CUSTODY.complete),
        ("ATD", ATD_TABLES.complete),
        ("Detention ", DETENTION.complete),
        ("Facilities", _facilities),
        ("Semiannual", _semiannual),
        ("Bond", BONDS.complete),
        ("Segregation", SEGREGATION.present),
        ("Vulnerable", VULNERABLE.present),
        ("Trans", _transgender),
        ("Header", no_tables),
        ("Footnotes", no_tables),
        ("", DETENTION.present),
    ),
    every_edition=("ATD", "Detention ", "Facilities"),
    footnotes=FOOTNOTES,
    days={"atd": _atd_day, "atd_by_area": _atd_by_area_day, "hearings": _hearings_through},
    value=value,
    marks=MARKS,
    closed={
        "agency": AGENCIES,
        "criminality": {*CRIMINALITY, "total"},
        "facility_type": FACILITY_TYPE,
        "population": {*WORDS["population"], "total"},
        "held": {*WORDS["held"], "total"},
        "technology": {*TECHNOLOGIES, "total"},
    },
    band=" DATA, ",
)
