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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from collectors import webpage
from collectors.errors import EmptyRelease, LayoutChanged
from collectors.periods import (
    Period, calendar_month, commonest, day, fiscal_quarter, fiscal_year, fiscal_years, half_month, month,
    month_and_year, month_number, us_dates,
)  # fmt: skip
from collectors.records import Cadence, Document, Edition, Link, Source, Table
from collectors.tables import M, O, Axis, Block, Measure, Observations, plain, slug, zero_columns
from collectors.workbook import Grid, Sheet, Workbook, fill_down, grids

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
    "technology": {"no technology": "no_tech", "dual technology": "dual_tech"},
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
TECHNOLOGIES = frozenset(
    ("gps", "smartlink", "tr", "voiceid", "veriwatch", "wristworn", "ankle monitor", "dual tech", "no tech")
)
PEOPLE, DAYS, SHARE = "persons", "days", "fraction"
DETAINED, BOOK_INS = Measure("detained_population", PEOPLE), Measure("book_ins", "book-ins")
ADP, ALOS = Measure("average_daily_population", PEOPLE), Measure("average_length_of_stay", DAYS)
ATD, ALIP = Measure("atd_participants", PEOPLE), Measure("average_length_in_program", DAYS)
RELEASES, BOOK_OUTS = Measure("final_releases", "releases"), Measure("final_book_outs", "book-outs")
Columns = Mapping[str, tuple[str, Measure | None]]

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
MONTHS: Columns = {}  # October to September, then the year to date


@dataclass(frozen=True)
class Titled:
    """A table that is found by its title: what it counts, and what stands on its axes."""

    dataflow: str
    title: str  # regular expression, from the first word on
    measure: Measure
    rows: tuple[str, ...]  # the dimensions of the label columns, or of the levels of one label column (`inner`)
    columns: Columns
    through: str  # the family of FOOTNOTES that tells how far the data run
    inner: frozenset[str] = frozenset()  # the labels that belong to the last of `rows`
    stock: bool = False
    definition: str = ""  # a table whose meaning changed under one dataflow
    required: bool = True


_crim = frozenset(CRIMINALITY)
DETENTION = (
    Titled("ice.currently_detained_by_disposition", r"ICE Currently Detained by Processing Disposition",
           DETAINED, ("disposition",), BY_FACILITY_TYPE, "detained", stock=True),
    Titled("ice.currently_detained_by_criminality", r"ICE Currently Detained by Criminality and Arresting Agency",
           DETAINED, ("criminality",), BY_AGENCY, "detained", stock=True),
    Titled("ice.book_ins_by_arresting_agency", r"ICE Initial Book-Ins by Arresting Agency and Month",
           BOOK_INS, ("agency",), MONTHS, "book_ins"),
    Titled("ice.book_ins_by_criminality", r"ICE Initial Book-Ins by (Facility Type and )?Criminality",
           BOOK_INS, ("facility_type",), BY_CRIMINALITY, "book_ins"),
    Titled("ice.releases_by_facility_type", r"ICE Final Releases by Facility Type",
           RELEASES, ("facility_type",), ONE, "releases", definition="final_releases", required=False),
    Titled("ice.releases_by_facility_type", r"ICE Final Book Outs( by Facility Type)? ?:",
           BOOK_OUTS, ("facility_type",), ONE, "releases", definition="final_book_outs", required=False),
    Titled("ice.removals", r"ICE Removals:", Measure("removals", "removals"), ("population",), ONE, "removals"),
    Titled("ice.releases_by_reason", r"ICE Final Releases by Release Reason, Month and Criminality",
           RELEASES, ("reason", "criminality"), MONTHS, "releases", definition="final_releases", required=False),
    Titled("ice.releases_by_reason", r"ICE Final Releases by Release Reason and Criminality",
           RELEASES, ("reason",), BY_CRIMINALITY, "releases", definition="final_releases", required=False),
    Titled("ice.releases_by_reason", r"ICE Final Book Outs by Release Reason, Month and Criminality",
           BOOK_OUTS, ("reason", "criminality"), MONTHS, "releases", definition="final_book_outs", required=False),
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
    Titled("ice.stateless_detained", r"ICE Currently Detained of Stateless",
           Measure("detained_stateless_population", PEOPLE), ("name", "facility"), ONE, "detained",
           stock=True, required=False),
)  # fmt: skip
ATD_TABLES = (
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
    r".* (?P<what>Arrests|Bookins|Removals) FY",
    re.IGNORECASE,
)
WHO = {"un armed": "armed_forces", "citizen": "us_citizens", "parents": "parents_of_us_citizens", "temporary": "tps"}
WHAT = {"arrests": Measure("arrests", "arrests"), "bookins": BOOK_INS, "removals": Measure("removals", "removals")}
BOND_ROWS: Sequence[tuple[str, str, Measure]] = (
    (r"Bond Posted .*\(%\)", "measure=percent", Measure("bond_posted_share", SHARE)),
    (r"Average Bond Amount", "measure=average_amount", Measure("average_bond_amount", "USD")),
    (r"ALOS", "measure=alos", ALOS),
    (r"Total ICE Final Releases", "measure=total,definition=final_releases", RELEASES),
    (r"Total ICE Final Book Outs", "measure=total,definition=final_book_outs", BOOK_OUTS),
    (r"ICE Final Releases", "measure=bond_posted,definition=final_releases", RELEASES),
    (r"ICE Final Book Outs", "measure=bond_posted,definition=final_book_outs", BOOK_OUTS),
)
PLACEMENTS: Columns = {
    "number of placements": ("measure=placements", Measure("segregation_placements", "placements")),
    "average number of consecutive days in segregation": (
        "measure=consecutive_days", Measure("average_consecutive_days_in_segregation", DAYS)),
    "average number of cumulative days in segregation": (
        "measure=cumulative_days", Measure("average_cumulative_days_in_segregation", DAYS)),
}  # fmt: skip


# ── Discovery and edition ────────────────────────────────────────────────────────────────────────────────────────────
def discover(page: Document) -> Iterator[Link]:
    """The workbooks that the landing page links to, in its order."""
    for url, text in webpage.links(page):
        if SOURCE.owns(url):
            yield Link(url, title=text or None)


def edition(document: Document) -> Edition:
    """What the workbook says of itself. Raises BadContent."""
    book = Workbook.open(document)
    notes = Footnotes(book)
    years = [year for name in book.sheet_names if "Detention FY" in name for year in fiscal_years(name)]
    return Edition(
        title=SOURCE.title,
        saved_at=book.saved_at,
        data_through={"": notes.commonest} if notes.commonest else {},
        scope=f"FY{years[0]}" if years else None,
    )


class Footnotes:
    """The days of the `Footnotes` sheet: for each family of tables the day up to which its data run."""

    def __init__(self, book: Workbook) -> None:
        self.sheet = next((sheet for sheet in book.sheets("Footnotes")), None)
        self.saved = book.saved_at.date() if book.saved_at else None
        self.slips: list[tuple[int, str, str]] = []  # row, the sentence, what is wrong with its day
        self.blocks: list[tuple[str, str, int]] = []  # term, sentence, row
        term = ""
        for row in range(self.sheet.height if self.sheet else 0):
            assert self.sheet is not None
            term = self.sheet.text(row, 0) or term
            self.blocks += [
                (term, text, row) for c in range(1, self.sheet.width) if (text := self.sheet.text(row, c))
            ]
        found = {family: self.find(*patterns) for family, patterns in FOOTNOTES.items()}
        self.days = {family: when for family, when in found.items() if when}
        self.commonest = commonest(self.days.values())

    def find(self, term: str, sentence: str, above: str = "") -> date | None:
        """The day of the first sentence of a block; where `above` is given, after the line that it matches."""
        started = not above
        slipped = None
        for block, text, row in self.blocks:
            if not re.search(term, block, re.IGNORECASE):
                continue
            started = started or re.search(above, text, re.IGNORECASE) is not None
            said = re.search(r"(through|snapshot as(?: of)?)\s*(\S+)", text)
            if started and said and re.search(sentence, text, re.IGNORECASE):
                days = us_dates(said[2])
                if days and not (self.saved and days[0] > self.saved):
                    return days[0]
                slipped = slipped or (row, text[:200], f"{said[2]} is no day before the file was last saved")
        if slipped:
            self.slips.append(slipped)
        return None


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass
class Reading:
    """One sheet of one workbook, being read."""

    document: Document
    sheet: Sheet
    notes: Footnotes
    out: Observations

    def changed(self, table: str, expected: str, found: str) -> LayoutChanged:
        return LayoutChanged(
            self.document.name,
            table=f"sheet {self.sheet.name!r}, {table}",
            expected=expected,
            found=found,
            remedy="Nothing of this document was loaded. Compare the sheet with the edition before, then teach "
            "collectors/agencies/ice_detention_statistics.py the new layout.",
        )

    def sheet_year(self) -> int | None:
        """The fiscal year of the sheet: its own title band, and its name last."""
        for row in range(min(8, self.sheet.height)):
            years = fiscal_years(self.sheet.text(row, 0)) if "DATA" in self.sheet.text(row, 0).upper() else []
            if years:
                return years[-1]
        named = fiscal_years(self.sheet.name)
        return named[-1] if named else None

    def year(self, grid: Grid) -> int:
        """The fiscal year of a table: of its title; of the sheet where the title names none."""
        printed, of_sheet = fiscal_years(grid.title), self.sheet_year()
        if printed and of_sheet and printed[-1] != of_sheet:
            self.disagree(f"FY{of_sheet}", f"FY{printed[-1]}", grid)
        if printed:
            return printed[-1]
        if of_sheet is None:
            raise self.changed(f"table {grid.title!r}", "a fiscal year in the title or on the sheet", "none")
        return of_sheet

    def disagree(self, expected: str, found: str, grid: Grid) -> None:
        message = f"The sheet says {expected}, the table {grid.title!r} says {found}; the table counts."
        self.out.notice(
            "fiscal_year_disagrees", message, at=(grid.row, grid.left), expected=expected, found=found
        )

    def through(self, family: str, year: int | None = None, at: tuple[int, int] | None = None) -> date | None:
        """The day of a family of tables; None, and a notice, where it lies before the fiscal year that it closes."""
        when = self.notes.days.get(family)
        return self.not_before(when, year, at) if when else None

    def not_before(self, when: date, year: int | None, at: tuple[int, int] | None) -> date | None:
        late = self.notes.saved is not None and when > self.notes.saved
        if late or (year and when < date(year - 1, 10, 1)):
            expected = f"not after {self.notes.saved}, when the file was saved" if late else f"a day of FY{year}"
            self.out.notice(
                "date_slipped", f"{when} cannot be the day of these data: {expected}. It is not used.",
                at=at, expected=expected, found=when.isoformat(),
            )  # fmt: skip
            return None
        return when


def value(dimension: str, label: str) -> str:
    """A printed label as the value of a dimension, one value for all its spellings."""
    word = label.lower().rstrip(":").strip()
    if dimension == "reason" and word != "total":
        word = word.removesuffix(" total")
    if dimension == "facility":
        return plain(label).upper() if word != "total" else "total"
    return WORDS.get(dimension, {}).get(word) or slug(word)


def titled(reading: Reading, tables: Sequence[Titled]) -> set[str]:
    """Reads every table of the sheet whose title is known; returns the titles (their patterns) that were found."""
    patterns = [(re.compile(table.title, re.IGNORECASE), table) for table in tables]

    def known(text: str) -> Titled | None:
        return next((table for pattern, table in patterns if pattern.match(text)), None)

    found = set()
    for grid in grids(reading.sheet, lambda text: known(text) is not None):
        table = known(grid.title)
        assert table is not None
        found.add(table.dataflow)
        read_titled(reading, table, grid)
    return found


def read_titled(reading: Reading, table: Titled, grid: Grid) -> None:
    columns, keys, measures, periods_at = header(reading, table, grid)
    first = min(columns)
    rows, labels = body(reading, table, grid, first)
    stray = [
        (r, c) for r in rows for c in range(grid.left, grid.right)
        if c not in columns and not reading.sheet.numbers[r, c] != reading.sheet.numbers[r, c]
    ]  # fmt: skip
    if stray:
        raise reading.changed(
            f"table {grid.title!r}", "every figure under a header",
            f"a figure without one in row {stray[0][0] + 1}, column {stray[0][1] + 1}; headers: "
            + ", ".join(label for _, label in grid.headers()),
        )  # fmt: skip
    row_keys, row_words = row_axis(table, labels)
    rows_axis = Axis(rows, row_words, row_keys)
    words = dict(grid.columns())
    columns_axis = Axis(columns, [words[c] for c in columns], keys, measures=measures)
    if "fiscal_year" in table.rows:
        by_fiscal_year(reading, table, grid, labels, rows_axis, columns_axis)
    else:
        emit(reading, table, grid, rows_axis, columns_axis, None, periods_at)


def header(
    reading: Reading, table: Titled, grid: Grid
) -> tuple[list[int], list[str], list[Measure] | None, list[int | None]]:
    """The value columns of a table: their positions, keys, measures, and (months) the number of each month."""
    cells = grid.columns()
    if table.columns is MONTHS:
        numbers = [(c, month_number(label), label.lower()) for c, label in cells]
        value_columns = [(c, n) for c, n, word in numbers if n or word in ("total", "fy overall")]
        wanted = [*range(10, 13), *range(1, 10), None]
        if [n for _, n in value_columns] != wanted or value_columns[-1][0] - value_columns[0][0] != 12:
            raise reading.changed(
                f"table {grid.title!r}", "the months Oct to Sep and a total, side by side",
                "the headers " + ", ".join(label for _, label in cells),
            )  # fmt: skip
        return [c for c, _ in value_columns], [""] * 13, None, [n for _, n in value_columns]
    known = [(c, table.columns[label.lower()]) for c, label in cells if label.lower() in table.columns]
    unknown = [label for c, label in cells if known and c > known[0][0] and label.lower() not in table.columns]
    if table.columns is ONE:
        known, unknown = known[-1:], []
    if not known or unknown:
        raise reading.changed(
            f"table {grid.title!r}", "headers among " + ", ".join(table.columns),
            "the headers " + (", ".join(label for _, label in cells) or "(none)"),
        )  # fmt: skip
    measures = [measure or table.measure for _, (_, measure) in known]
    return [c for c, _ in known], [key for _, (key, _) in known], measures, [None] * len(known)


def body(reading: Reading, table: Titled, grid: Grid, first: int) -> tuple[list[int], list[tuple[str, ...]]]:
    """The rows that print a figure, with their labels, one for each dimension."""
    sheet = reading.sheet
    label_columns = [c for c in range(grid.left, first) if any(sheet.text(r, c) for r in grid.body)]
    label_columns = label_columns[: 1 if table.inner else len(table.rows)]
    rows, labels = [], []
    for row in grid.body:
        if sheet.is_blank(row, first, grid.right):
            if re.match(r"(\*|.*Data from|Costs listed)", sheet.text(row, grid.left)):
                break  # the notes under a table
            continue
        rows.append(row)
        labels.append(tuple(sheet.text(row, c) for c in label_columns))
    if not rows:
        raise reading.changed(f"table {grid.title!r}", "rows under the header", "none with a figure")
    return rows, fill_down(labels) if not table.inner else labels


def row_axis(table: Titled, labels: Sequence[tuple[str, ...]]) -> tuple[list[str], list[str]]:
    """The keys and the words of the rows. Two levels in one label column: an outer row, then its inner ones."""
    definition = [f"definition={table.definition}"] if table.definition else []
    keys, words, band = [], [], ""
    for row in labels:
        if table.inner:
            label = row[0]
            inner = label.lower() in table.inner or (bool(table.inner) and value(table.rows[1], label) in {
                slug(word) for word in table.inner})  # fmt: skip
            band = band if inner else label
            row = (band, label if inner else "Total")
            words.append(f"{band} / {label}" if inner else label)
        else:
            words.append(" / ".join(label for label in row if label))
        pairs = [
            f"{name}={value(name, label or 'Total')}"
            for name, label in zip(table.rows, row, strict=False)
            if name not in ("fiscal_year", "name")
        ]
        keys.append(",".join(definition + pairs))
    return keys, words


def by_fiscal_year(
    reading: Reading, table: Titled, grid: Grid, labels: Sequence[tuple[str, ...]], rows: Axis, columns: Axis
) -> None:
    """A table that stacks fiscal years in its rows: one block a year."""
    years = [fiscal_years(row[0]) for row in labels]
    for year in dict.fromkeys(y[0] for y in years if y):
        at = [k for k, y in enumerate(years) if y and y[0] == year]
        part = Axis([rows.positions[k] for k in at], [rows.labels[k] for k in at], [rows.keys[k] for k in at])
        months = [*range(10, 13), *range(1, 10), None] if table.columns is MONTHS else [None] * len(columns.positions)
        emit(reading, table, grid, part, columns, year, months)
    if not all(years):
        raise reading.changed(f"table {grid.title!r}", "a fiscal year in each row", f"the rows {rows.labels}")


def emit(
    reading: Reading, table: Titled, grid: Grid, rows: Axis, columns: Axis, year: int | None,
    months: Sequence[int | None],
) -> None:  # fmt: skip
    at = (grid.row, grid.left)
    if table.stock:
        stock(reading, table, grid, rows, columns)
        return
    stacked = year is not None
    year = year or reading.year(grid)
    through = hearings_through(reading, grid, year) if table.through == "hearings" else reading.through(
        table.through, None if stacked else year, at)  # fmt: skip
    to_date = fiscal_year(year, through)
    periods = [month(*calendar_month(year, n)) if n else to_date for n in months]
    unfilled = to_come(reading, rows, columns, periods, through) if any(months) else {}
    columns = Axis(columns.positions, columns.labels, columns.keys, periods, columns.measures)
    reading.out.add(
        Block(table.dataflow, grid.title, rows, columns, measure=table.measure, data_through=through,
              judged_by=reading.notes.commonest, unfilled=unfilled)
    )  # fmt: skip


def to_come(
    reading: Reading, rows: Axis, columns: Axis, periods: Sequence[Period], through: date | None
) -> dict[tuple[str, int], int]:
    """The trailing months in which every row prints 0: they are still to come."""
    zero = zero_columns(reading.sheet, rows.positions, columns.positions)
    unfilled: dict[tuple[str, int], int] = {}
    for k in reversed(range(len(periods) - 1)):
        start = periods[k].start
        if not zero[k] or (through and start and start <= through and periods[k].over <= through):
            break
        unfilled["column", k] = M
    return unfilled


def stock(reading: Reading, table: Titled, grid: Grid, rows: Axis, columns: Axis) -> None:
    """A table of people on a day: its title's day, else that of its block or family."""
    if table.through == "atd":
        when = atd_day(reading, table, grid, rows, columns)
    else:
        printed = us_dates(grid.title)
        when = reading.not_before(printed[0], None, (grid.row, grid.left)) if printed else reading.through(table.through)
    fallback = reading.notes.commonest if table.through != "atd" else None
    when_known = when or fallback
    period = day(when_known) if when_known else fiscal_year(reading.year(grid))
    reading.out.add(
        Block(table.dataflow, grid.title, rows, columns, period=period, measure=table.measure, data_through=when)
    )


def atd_day(reading: Reading, table: Titled, grid: Grid, rows: Axis, columns: Axis) -> date | None:
    """The day of the line `Data from BI Inc. Participants Report, D`. The table by area has a day in its title; where
    the two disagree, equal totals prove that the line holds for it too, else nobody knows."""
    line = [
        (us_dates(text), r, int(reading.sheet.numbers[r0, c + 1]) if r0 else 0)
        for r, c, text in reading.sheet.strings()
        if c == 0 and "Participants Report" in text and us_dates(text) and (r0 := total_above(reading.sheet, r)) >= 0
    ]
    below = [one for one in line if one[1] > grid.row]
    nearest = (below or line)[:1] if table.dataflow != "ice.atd_by_area" else line[-1:]
    if not nearest:
        return None
    days, row, total = nearest[0]
    when = reading.not_before(days[0], None, (row, 0))
    printed = us_dates(grid.title)
    if table.dataflow == "ice.atd_by_area" and printed[:1] != days[:1]:
        own = reading.sheet.numbers[rows.positions[0], columns.positions[0]]
        if own != total:
            return None
    return when


def total_above(sheet: Sheet, row: int) -> int:
    """The nearest row above that is labelled as a total; -1 where there is none."""
    return next((r for r in range(row - 1, -1, -1) if sheet.text(r, 0).lower() == "total"), -1)


def hearings_through(reading: Reading, grid: Grid, year: int) -> date | None:
    """The last day of court data: of the line under the table, else of the month that the title names."""
    for row in grid.body:
        days = us_dates(reading.sheet.text(row, grid.left))
        if days:
            return reading.not_before(days[0], year, (row, grid.left))
    if re.search("year end", grid.title, re.IGNORECASE):
        return date(year, 9, 30)
    named = re.search(r"thr(?:u|ough) (\w+)", grid.title)
    number = month_number(named[1]) if named else None
    return month(*calendar_month(year, number)).over if number else None


def facilities(reading: Reading) -> None:
    """The list of facilities: one row a place, its average daily population by classification, year to date."""
    sheet, out = reading.sheet, reading.out
    head = next((r for r in range(min(20, sheet.height)) if sheet.text(r, 0) == "Name"), None)
    if head is None:
        raise reading.changed("the list of facilities", "a header row that begins with Name", "none in 20 rows")
    names = {c: re.sub(r"^FY ?\d+ ", "", sheet.text(head, c)).lower() for c in range(sheet.width) if sheet.text(head, c)}
    figures = [c for c, name in names.items() if name in FACILITY_COLUMNS]
    missing = set(FACILITY_COLUMNS) - set(names.values())
    where = {name: c for c, name in names.items()}
    if missing or not {"address", "city", "state", "zip"} <= set(where):
        raise reading.changed("the list of facilities", "the headers " + ", ".join(sorted(FACILITY_COLUMNS)),
                              "no header " + ", ".join(sorted(missing or {"address", "city", "state", "zip"} - set(where))))  # fmt: skip
    body_rows = []
    for row in range(head + 1, sheet.height):
        if not sheet.text(row, 0) or sheet.is_blank(row, figures[0], figures[-1] + 1):
            break
        body_rows.append(row)
    if not body_rows:
        raise reading.changed("the list of facilities", "a facility in each row", "no row under the header")
    bands = [sheet.text(r, c) for r in range(head) for c in range(sheet.width) if sheet.text(r, c)]
    title = next((text for text in bands if "FACILITIES DATA" in text.upper()), sheet.name)
    source = next((r for r in range(head) if "IIDS" in sheet.text(r, 0)), None)
    years = fiscal_years(title) or fiscal_years(sheet.text(head, where["alos"])) or fiscal_years(sheet.name)
    if years[-1:] != fiscal_years(sheet.name)[-1:]:
        named = fiscal_years(sheet.name)[-1:] or ["?"]
        out.notice("fiscal_year_disagrees", f"The sheet is named {sheet.name!r}, its title says {title!r}; the title counts.",
                   at=(0, 0), expected=f"FY{named[0]}", found=f"FY{years[-1]}")  # fmt: skip
    days = us_dates(sheet.text(source, 0)) if source is not None else []
    through = reading.not_before(days[0], years[-1], (source or 0, 0)) if days else None
    for row in range(head + 1, sheet.height):
        for c, name in names.items():
            if sheet.numbers[row, c] == sheet.numbers[row, c] and c not in figures:
                out.omit(row, c, "zip code" if name == "zip" else "serial number of an inspection")
    rows = Axis(body_rows, [sheet.text(r, 0) for r in body_rows], places(sheet, body_rows, where))
    columns = Axis(figures, [sheet.text(head, c) for c in figures], [FACILITY_COLUMNS[names[c]][0] for c in figures],
                   measures=[FACILITY_COLUMNS[names[c]][1] or ADP for c in figures])  # fmt: skip
    out.add(Block("ice.facilities", title, rows, columns, period=fiscal_year(years[-1], through), data_through=through,
                  judged_by=reading.notes.commonest))  # fmt: skip


def places(sheet: Sheet, rows: Sequence[int], where: Mapping[str, int]) -> list[str]:
    """The key of each facility: name, city, state; the address where those are printed twice."""
    plainly = [
        ",".join(f"{name}={plain(sheet.label(r, where[name]))}" for name in ("name", "city", "state")) for r in rows
    ]
    keys = [
        f"{key},address={plain(sheet.label(r, where['address']))}" if plainly.count(key) > 1 else key
        for r, key in zip(rows, plainly, strict=True)
    ]
    return numbered(keys)


def numbered(keys: Sequence[str]) -> list[str]:
    """A label that is printed twice in one table stays two series: the second is `entry=2`."""
    seen: dict[str, int] = {}
    out = []
    for key in keys:
        seen[key] = seen.get(key, 0) + 1
        out.append(f"{key},entry={seen[key]}" if seen[key] > 1 else key)
    return out


def length_in_custody(reading: Reading) -> None:
    """ICLOS and Detainees: a column is a day, the 15th or the last of a month; the years of the band are no figures."""
    sheet, out = reading.sheet, reading.out
    through = reading.through("iclos")
    heads = [r for r in range(sheet.height) if sheet.text(r, 0) == "Population"]
    titles = {"Average In Custody Length of Stay (ICLOS)": "ice.iclos", "Detainees": "ice.iclos_detainees"}
    for head in heads:
        title = next((sheet.text(r, 0) for r in range(head, -1, -1) if sheet.text(r, 0) in titles), None)
        if title is None:
            raise reading.changed(f"row {head + 1}", "one of the titles " + ", ".join(titles), "another")
        columns, periods, words = custody_days(reading, head, title)
        for c in range(sheet.width):
            if sheet.numbers[head, c] == sheet.numbers[head, c]:
                out.omit(head, c, "year as a header")
        rows, keys, labels, group = [], [], [], ""
        for row in range(head + 3, sheet.height):
            label = sheet.text(row, 0)
            if not label:
                break
            if sheet.is_blank(row, 1, sheet.width):
                group = label
                continue
            rows.append(row)
            labels.append(f"{group} / {label}" if group else label)
            held = value("held", group or label)
            keys.append(f"held={held},length={slug(label)}" if group else f"held={held}")
        zero = zero_columns(sheet, rows, columns)
        last = max((k for k, z in enumerate(zero) if not z and not sheet.numbers[rows[0], columns[k]] != sheet.numbers[rows[0], columns[k]]), default=-1)
        unfilled = {("column", k): (M if k > last else O) for k, z in enumerate(zero) if z}
        measure = (Measure("average_in_custody_length_of_stay", DAYS) if title.startswith("Average")
                   else Measure("detained_population_by_length", PEOPLE))  # fmt: skip
        out.add(Block(titles[title], title, Axis(rows, labels, keys), Axis(columns, words, [""] * len(columns), periods),
                      measure=measure, data_through=through, unfilled=unfilled))  # fmt: skip


def custody_days(reading: Reading, head: int, title: str) -> tuple[list[int], list[Period], list[str]]:
    """The columns of a table of days: year band, month, `mid` or `end`. The first year counts, one more each January."""
    sheet = reading.sheet
    columns, periods, words, number, year = [], [], [], 0, 0
    for c in range(1, sheet.width):
        when = sheet.text(head + 2, c)
        if not when:
            continue
        if named := month_number(sheet.text(head + 1, c)):
            band = sheet.numbers[head, c]
            year = year + 1 if number and named < number else (year or (int(band) if band == band else 0))
            number = named
        if not number or not year or when not in ("mid", "end"):
            raise reading.changed(title, "a year, a month and mid or end over each column", f"{when!r} in column {c + 1}")
        columns.append(c)
        periods.append(half_month(when, year, number))
        words.append(f"{year} {sheet.text(head + 1, c) or words[-1].split()[1]} {when}")
    return columns, periods, words


def semiannual(reading: Reading) -> None:
    """Arrests, book-ins and removals of four groups: years down, or countries down and years across."""
    sheet = reading.sheet
    found = list(grids(sheet, lambda text: SEMIANNUAL.match(text) is not None))
    across = [grid for grid in found if "Temporary" in grid.title]
    empty = {fiscal_years(grid.headers()[-1][1])[-1]
             for grid in across if zero_columns(sheet, grid.body, [grid.headers()[-1][0]]) == [True]}  # fmt: skip
    for grid in found:
        named = SEMIANNUAL.match(grid.title)
        assert named is not None
        who = next(v for k, v in WHO.items() if k in named["who"].lower().replace("united states", "un"))
        what = named["what"].lower()
        family = {"arrests": "Arrests data", "bookins": "Detention data", "removals": "Removals data"}[what]
        through = reading.notes.find("Semiannual", family, above={"tps": "Temporary Protected"}.get(who, GROUP_LINES.get(who, "")))
        cells = grid.headers()[1:]
        is_across = who == "tps"
        labels = [sheet.text(r, grid.left) for r in grid.body]
        years = [fiscal_years(text) for text in ([label for _, label in cells] if is_across else labels)]
        if not all(years) or not cells:
            raise reading.changed(f"table {grid.title!r}", "a fiscal year in each " + ("column" if is_across else "row"),
                                  ", ".join(label for _, label in cells) if is_across else ", ".join(labels))  # fmt: skip
        newest = max(y[0] for y in years)
        periods = [fiscal_year(y[0], through, whole=y[0] < newest) for y in years]
        unfilled = {("column" if is_across else "row", k): O for k, y in enumerate(years)
                    if y[0] in empty and unfilled_year(sheet, grid, cells, k, is_across)}  # fmt: skip
        rows = Axis(grid.body, labels, [f"country={slug(x)}" if is_across else "" for x in labels],
                    None if is_across else periods)  # fmt: skip
        columns = Axis([c for c, _ in cells], [label for _, label in cells], [""] * len(cells), periods if is_across else None)
        reading.out.add(Block(f"ice.semiannual_{who}_{WHAT[what].metric}", grid.title, rows, columns, measure=WHAT[what],
                              data_through=through, unfilled=unfilled))  # fmt: skip


GROUP_LINES = {"armed_forces": "Armed Forces", "us_citizens": "For United States Citizens", "parents_of_us_citizens": "Parents"}


def unfilled_year(sheet: Sheet, grid: Grid, cells: Sequence[tuple[int, str]], k: int, across: bool) -> bool:
    """Whether a year prints nothing but 0 in this table."""
    if across:
        return zero_columns(sheet, grid.body, [cells[k][0]]) == [True]
    return bool(sheet.numbers[grid.body[k], cells[0][0]] == 0)


def bonds(reading: Reading) -> None:
    """Monthly bond statistics: five rows under a row of months, which are dates (one edition prints a text)."""
    sheet = reading.sheet
    title = next((text for _, _, text in sheet.strings()), sheet.name)
    head = next((r for r in range(1, sheet.height) if any(bond_month(sheet, r, c) for c in range(1, sheet.width))), None)
    if head is None:
        raise reading.changed(f"table {title!r}", "a row of months", "none")
    columns, periods, words = [], [], []
    for c in range(1, sheet.width):
        period = bond_month(sheet, head, c)
        if period is None:
            continue
        if periods and period == periods[-1]:
            following = month(period.over.year + period.over.month // 12, period.over.month % 12 + 1)
            reading.out.notice("header_slipped", f"{sheet.label(head, c)} is printed twice; the later column is {following.id}.",
                               at=(head, c), expected=following.id, found=period.id)  # fmt: skip
            period = following
        columns.append(c)
        periods.append(period)
        words.append(sheet.label(head, c))
    rows, labels, keys, measures = [], [], [], []
    for row in range(head + 1, sheet.height):
        label = sheet.text(row, 0)
        kind = next(((key, m) for pattern, key, m in BOND_ROWS if re.match(pattern, label)), None)
        if label and kind is None:
            raise reading.changed(f"table {title!r}", "rows of bonded releases, their share, amount and stay", label)
        if kind:
            rows.append(row)
            labels.append(label)
            keys.append(kind[0])
            measures.append(kind[1])
    zero = zero_columns(sheet, rows, columns)
    reading.out.add(
        Block("ice.bonds", title, Axis(rows, labels, keys, measures=measures), Axis(columns, words, [""] * len(columns), periods),
              data_through=reading.through("bonds"), judged_by=reading.notes.commonest,
              unfilled={("column", k): O for k, z in enumerate(zero) if z})
    )  # fmt: skip


def bond_month(sheet: Sheet, row: int, column: int) -> Period | None:
    cell = sheet.rows[row][column]
    return month(cell.year, cell.month) if isinstance(cell, date) else month_and_year(sheet.text(row, column))


def segregation(reading: Reading) -> None:
    """Placements by facility, a block a month; the month opens a cell that may go on with a paragraph."""
    sheet = reading.sheet
    opening = re.compile(r"(?:ICE Segregation Population\*? for )?([A-Z][a-z]+ \d{4})\b")
    for grid in grids(sheet, lambda text: opening.match(text) is not None):
        if grid.left:
            continue
        named = opening.match(grid.title)
        assert named is not None
        period = month_and_year(named[1])
        if period is None:
            continue
        rows = grid.body if sheet.numbers[grid.header, 1] != sheet.numbers[grid.header, 1] else [grid.header, *grid.body]
        rows = [r for r in rows if sheet.text(r, 0) and not sheet.is_blank(r, 1, 2)]
        labels = [sheet.text(r, 0) for r in rows]
        keys = numbered([f"facility={'total' if x == 'Grand Total' else plain(x)}" for x in labels])
        heading = "Placement Count"
        reading.out.add(Block("ice.segregation", named[0], Axis(rows, labels, keys), Axis([1], [heading], [""]), period=period,
                              measure=PLACEMENTS["number of placements"][1], data_through=period.over))  # fmt: skip


def vulnerable(reading: Reading) -> None:
    """Placements of vulnerable and special populations in segregation, a block a fiscal quarter."""
    for grid in grids(reading.sheet, lambda text: re.match(r"(Fiscal Year \(FY\)|FY) *\d{4} Quarter \d Data", text) is not None):
        quarter = re.search(r"(\d{4}) Quarter (\d)", grid.title)
        assert quarter is not None
        cells = [(c, PLACEMENTS.get(label.lower())) for c, label in grid.headers()[1:]]
        columns = [(c, known) for c, known in cells if known]
        if len(columns) != len(PLACEMENTS):
            raise reading.changed(f"table {grid.title!r}", "the headers " + ", ".join(PLACEMENTS),
                                  ", ".join(label for _, label in grid.headers()))  # fmt: skip
        rows = [r for r in grid.body if not reading.sheet.is_blank(r, columns[0][0], columns[-1][0] + 1)]
        labels = [reading.sheet.text(r, grid.left) for r in rows]
        keys = [f"reason={ {'grand_total': 'total', 'medical_mental': 'medical_mental_health'}.get(slug(x), slug(x))}" for x in labels]
        period = fiscal_quarter(int(quarter[1]), int(quarter[2]))
        reading.out.add(Block("ice.vulnerable_population", grid.title, Axis(rows, labels, keys),
                              Axis([c for c, _ in columns], [reading.sheet.text(grid.header, c) for c, _ in columns],
                                   [k[0] for _, k in columns], measures=[k[1] or ADP for _, k in columns]),
                              period=period, data_through=period.over))  # fmt: skip


def transgender(reading: Reading) -> None:
    """Book-ins of the year to date, and people in custody on the day of the title (in four editions: book-ins)."""
    sheet, out = reading.sheet, reading.out
    grid = next(grids(sheet, lambda text: "Transgender" in text and text.startswith("ICE")), None)
    if grid is None:
        raise reading.changed("the sheet", "a title with the word Transgender", "none")
    year = reading.year(grid)
    days = us_dates(grid.title)
    when = out_of(reading, days[0], year, grid) if days else None
    to_date, on_day = fiscal_year(year, when), day(when) if when else fiscal_year(year)
    rows, labels, keys, periods, measures, booked = [], [], [], [], [], False
    for row in range(grid.header + 1, sheet.height):
        label = sheet.text(row, 0)
        if sheet.numbers[row, 1] != sheet.numbers[row, 1] and "Location" not in label:
            continue
        first = label.startswith("Total Book-Ins")
        if "Book-In" in label or "Current" in label:
            booked = "Book-In" in label
        if sheet.numbers[row, 1] != sheet.numbers[row, 1]:
            continue
        rows.append(row)
        labels.append(label)
        part = "part=total" if first else f"part={slug(re.sub('(?i)area of responsibility$', '', label))}"
        keys.append(part)
        periods.append(to_date if booked else on_day)
        measures.append(BOOK_INS if booked else DETAINED)
    out.add(Block("ice.transgender_population", grid.title, Axis(rows, labels, numbered(keys), periods, measures),
                  Axis([1], [sheet.text(grid.header, 1)], [""]), data_through=when))  # fmt: skip


def out_of(reading: Reading, when: date, year: int, grid: Grid) -> date | None:
    return reading.not_before(when, year, (grid.row, grid.left))


SHEETS: Sequence[tuple[str, Callable[[Reading], object]]] = (
    (r"ICLOS", length_in_custody),
    (r"ATD", lambda reading: required(reading, ATD_TABLES)),
    (r"Detention ", lambda reading: required(reading, DETENTION)),
    (r"Facilities", facilities),
    (r"Semiannual", semiannual),
    (r"Bond", bonds),
    (r"Segregation", segregation),
    (r"Vulnerable", vulnerable),
    (r"Trans", transgender),
    (r"Header|Footnotes", lambda reading: None),
    (r"", lambda reading: titled(reading, DETENTION)),
)


def required(reading: Reading, tables: Sequence[Titled]) -> None:
    """Raises LayoutChanged where a table that every edition has is not found under any known title."""
    found = titled(reading, tables)
    for table in tables:
        if table.required and table.dataflow not in found:
            titles = [" ".join(t.split()) for _, c, t in reading.sheet.strings() if len(t) > 24 and re.search(r"by|FY|:", t)]
            raise reading.changed(table.dataflow, f"a title like {table.title!r}", f"the titles {titles[:20]}")


def read(document: Document) -> Iterator[Table]:
    """Every table of every visible sheet. Raises BadContent, LayoutChanged, EmptyRelease."""
    book = Workbook.open(document)
    notes = Footnotes(book)
    figures = 0
    results: list[Table] = []
    for sheet in book.sheets():
        out = Observations(sheet)
        reader = next(reader for pattern, reader in SHEETS if re.search(pattern, sheet.name))
        reader(Reading(document, sheet, notes, out))
        for row, column in out.unread():
            out.omit(row, column, "table not known")
        figures += int(out.read.sum())
        results += out.finish()
    if not figures:
        raise EmptyRelease(
            document.name, expected="figures", found="none in any visible sheet",
            remedy="Look at the file: the publisher may have put up a shell, to be filled later.",
        )  # fmt: skip
    yield from results
