"""What ICE's words mean, and the tables that it publishes under titles: declarations, read by `collectors.tables`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from collectors.media.sheet import Sheet
from collectors.tables.axes import MISSING, Axis, Line, Measure
from collectors.tables.declared import (
    Bands,
    CalendarMonths,
    FiscalMonths,
    Flow,
    Header,
    InTitle,
    Measures,
    Stock,
    Titled,
    TwoLevels,
    Words,
    YearsAcross,
)
from collectors.tables.grid import Grid
from collectors.tables.labels import numbered, plain, slug
from collectors.tables.periods import MONTHS, half_month, month_and_year, month_number, quarter_and_year
from collectors.tables.sheets import ListedRow, TableReading
from collectors.tables.titled import Tables

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
STATUSES = frozenset(WORDS["status"]) | {"famu", "ecms-famu", "single adult", "ecms-single adult", "total"}
OUTCOMES = frozenset({"attended", "failed to attend", "total"})
LENGTHS = frozenset({"0-180 days", "181-365 days", "366-730 days", "more than 730 days", "total"})
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


def half_months(reading: TableReading, grid: Grid) -> Header:
    """Three rows of headers: a band of years, months, `mid` or `end`; a column is the 15th or the last day of a month.

    The first year counts, one more with each January: the others are sometimes wrong, and none of them is a figure.
    """
    sheet, lines = reading.sheet, list[Line]()
    years = {c: int(sheet.numbers[grid.header, c]) for c in sheet.figures(grid.header, grid.left, grid.right)}
    year, number, name = 0, 0, ""
    for c in range(grid.left + 1, grid.right):
        named, when = sheet.text(grid.header + 1, c), sheet.text(grid.header + 2, c)
        if when and (n := month_number(named)):
            year = year + 1 if n < number else year or years.get(c, 0)
            number, name = n, named
        if when and (not number or not 1900 < year < 2200 or when not in ("mid", "end")):
            found = f"{year or '?'} {name or '?'} {when!r} over column {c + 1}"
            raise reading.changed(f"table {grid.title!r}", "a year, a month, and mid or end over each column", found)
        if when:
            lines.append(Line(c, f"{year} {name} {when}", "", half_month(when, year, number)))
    reading.read_as_axis([grid.header], [*years])
    return Header(Axis.of(lines), grid.body[2:])


_crim = frozenset(CRIMINALITY)
MONTHS_AND_YEAR = FiscalMonths(totals=("total", "fy overall"))
_RELEASED, _BOOKED_OUT = "definition=final_releases", "definition=final_book_outs"
DETENTION = Tables(
    Titled("ice.currently_detained_by_disposition", r"ICE Currently Detained by Processing Disposition",
           DETAINED, ("disposition",), BY_FACILITY_TYPE, Stock("detained")),
    Titled("ice.currently_detained_by_criminality", r"ICE Currently Detained by Criminality and Arresting Agency",
           DETAINED, ("criminality",), BY_AGENCY, Stock("detained")),
    Titled("ice.book_ins_by_arresting_agency", r"ICE Initial Book-Ins by Arresting Agency and Month",
           BOOK_INS, ("agency",), MONTHS_AND_YEAR, Flow("book_ins")),
    Titled("ice.book_ins_by_criminality", r"ICE Initial Book-Ins by (Facility Type and )?Criminality",
           BOOK_INS, ("facility_type",), BY_CRIMINALITY, Flow("book_ins")),
    Titled("ice.releases_by_facility_type", r"ICE Final Releases( by Facility Type| ?:)",
           RELEASES, ("facility_type",), ONE, Flow("releases"), constant=_RELEASED),
    Titled("ice.releases_by_facility_type", r"ICE Final Book Outs( by Facility Type)? ?:",
           BOOK_OUTS, ("facility_type",), ONE, Flow("releases"), constant=_BOOKED_OUT),
    Titled("ice.removals", r"ICE Removals:", Measure("removals", "removals"), ("population",), ONE, Flow("removals")),
    Titled("ice.releases_by_reason", r"ICE Final Releases by Release Reason, Month and Criminality",
           RELEASES, ("reason", "criminality"), MONTHS_AND_YEAR, Flow("releases"), constant=_RELEASED),
    Titled("ice.releases_by_reason", r"ICE Final Releases by Release Reason and Criminality",
           RELEASES, ("reason",), BY_CRIMINALITY, Flow("releases"), constant=_RELEASED),
    Titled("ice.releases_by_reason", r"ICE Final Book Outs by Release Reason, Month and Criminality",
           BOOK_OUTS, ("reason", "criminality"), MONTHS_AND_YEAR, Flow("releases"), constant=_BOOKED_OUT),
    Titled("ice.adp_by_arresting_agency", r"ICE Average Daily Population by Arresting Agency, Month and Criminality",
           ADP, TwoLevels(("agency", "criminality"), inner=_crim, outer=AGENCIES), MONTHS_AND_YEAR,
           Flow("averages")),
    Titled("ice.alos_by_arresting_agency", r"ICE Average Length of Stay by Arresting Agency, Month and Criminality",
           ALOS, TwoLevels(("agency", "criminality"), inner=_crim, outer=AGENCIES), MONTHS_AND_YEAR,
           Flow("averages")),
    Titled("ice.adp_by_facility_type", r"ICE Average Daily Population by (Facility Type and )?Month",
           ADP, ("facility_type",), MONTHS_AND_YEAR, Flow("averages")),
    Titled("ice.alos_by_facility_type", r"ICE Average Length of Stay by (Facility Type and )?Month",
           ALOS, ("facility_type",), MONTHS_AND_YEAR, Flow("averages")),
    Titled("ice.alos_adult_by_arresting_agency",
           r"ICE Average Length of Stay Adult Facility Type by Month and Arresting Agency",
           ALOS, ("agency",), MONTHS_AND_YEAR, Flow("averages"), required=False),
    Titled("ice.fear_time_to_release", r"Average Time from USCIS Fear Decision Service Date to ICE Release",
           Measure("days_from_fear_decision_to_release", DAYS), ("fiscal_year",), BY_FACILITY_TYPE,
           Flow("fear_releases"), required=False),
    Titled("ice.fear_detained", r"(Aliens|Non-?citizens) with USCIS-Established Fear Decisions in an ICE Detention "
           r"Facility(?! by AOR)",
           Measure("detained_population_with_fear_decision", PEOPLE), ("facility_type",), ONE,
           Stock("fear_detained"), required=False),
    Titled("ice.fear_detained_by_area", r"(Aliens|Non-?citizens) with USCIS-Established Fear Decisions .* by AOR",
           Measure("detained_population_with_fear_decision", PEOPLE), ("area",), ONE,
           Stock("fear_detained"), required=False),
    Titled("ice.fear_parole_requested", r"(Aliens|Individuals) with Positive Credible Fear Determination Parole "
           r"Requested",
           Measure("parole_requests", "requests"), ("fiscal_year",), MONTHS_AND_YEAR, Flow("parole"), required=False),
    Titled("ice.fear_parole_status", r"(Aliens|Individuals) with Positive Credible Fear Determination Parole Status",
           Measure("parole_decisions", "decisions"), ("fiscal_year", "status"), MONTHS_AND_YEAR, Flow("parole"),
           required=False),
    Titled("ice.fear_detained_by_length", r"Currently Detained Credible and Reasonable Fear Average Length",
           DETAINED, ("length",), {
               "average length of days in custody": ("measure=days", Measure("average_days_in_custody", DAYS)),
               "currently detained": ("measure=count", DETAINED)}, Stock("fear_detained"), required=False),
    Titled("ice.stateless_detained", r"ICE Currently Detained of Stateless",
           Measure("detained_stateless_population", PEOPLE), ("_", "facility"), ONE,
           Stock("detained"), required=False),
)  # fmt: skip
ATD_TABLES = Tables(
    Titled("ice.atd_by_technology", r"ATD Active Population Counts and Daily Cost by Technology",
           ATD, ("technology",), TECHNOLOGY_COST, Stock("atd"), required=False),
    Titled("ice.atd_by_status", r"ATD Active Population by Status, Extended Case Management",
           ATD, ("status",), COUNT_AND_LENGTH, Stock("atd")),
    Titled("ice.atd_court_appearances_total", r"FY ?\d+ .*Court Appearance: Total Hearings",
           ATD, ("outcome",), HEARINGS, Flow("hearings"), required=False),
    Titled("ice.atd_court_appearances_final", r"FY ?\d+ .*Court Appearance: Final Hearings",
           ATD, ("outcome",), HEARINGS, Flow("hearings"), required=False),
    Titled("ice.atd_by_area", r"Active ATD Participants and Average Length in Program",
           ATD, TwoLevels(("area", "technology"), inner=TECHNOLOGIES, outer=AREAS, adds_up=True), COUNT_AND_LENGTH,
           Stock("atd_by_area")),
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
#: column of the list of facilities, its fiscal year left out ▶ what its words are kept as; the others hold figures
FACILITY_ATTRIBUTES = {
    "name": "name",
    "address": "address",
    "city": "city",
    "state": "state",
    "zip": "zip",
    "aor": "area_of_responsibility",
    "type detailed": "type",
    "male/female": "sex",
    "last inspection type": "last_inspection_type",
    "last inspection standard": "last_inspection_standard",
    "last inspection rating - final": "last_inspection_rating",
    "last final rating": "last_inspection_rating",
    "last inspection date": "last_inspection_date",
    "last inspection end date": "last_inspection_date",
    "pending inspection": "pending_inspection",
    "second to last inspection type": "second_to_last_inspection_type",
    "second to last inspection standard": "second_to_last_inspection_standard",
    "second to last inspection rating": "second_to_last_inspection_rating",
    "second to last inspection date": "second_to_last_inspection_date",
    "odo last inspection standard": "odo_inspection_standard",
    "odo final rating": "odo_inspection_rating",
    "odo inspection end date": "odo_inspection_date",
    "odo final report date": "odo_report_date",
    "last nakamoto inspection standard": "nakamoto_inspection_standard",
    "last nakamoto inspection rating - final": "nakamoto_inspection_rating",
    "last nakamoto inspection date": "nakamoto_inspection_date",
    "second to last nakamoto inspection type": "second_to_last_nakamoto_inspection_type",
    "second to last nakamoto inspection standard": "second_to_last_nakamoto_inspection_standard",
    "second to last nakamoto inspection date": "second_to_last_nakamoto_inspection_date",
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
            YearsAcross() if rows == "country" else {what.lower(): ("", None)},
            Flow(("Semiannual", sentence, below)),
        )
        for who, (title, below, rows) in GROUPS.items()
        for what, (measure, sentence) in EVENTS.items()
    )
)
LENGTH_IN_CUSTODY = Tables(
    Titled("ice.iclos", r"Average In Custody Length of Stay \(ICLOS\)$",
           Measure("average_in_custody_length_of_stay", DAYS), ("held",), half_months, Flow("iclos")),
    Titled("ice.iclos_detainees", r"Detainees$",
           Measure("detained_population_by_length", PEOPLE), Bands(("held", "length")), half_months,
           Flow("iclos")),
)  # fmt: skip
BONDS = Tables(
    Titled("ice.bonds", r"((EO)?FY ?\d+ )?Bonded Out", None, Measures((
        (r"Bond Posted .*\(%\)", "measure=percent", Measure("bond_posted_share", SHARE)),
        (r"Average Bond Amount", "measure=average_amount", Measure("average_bond_amount", "USD")),
        (r"ALOS", "measure=alos", ALOS),
        (r"Total ICE Final Releases", f"measure=total,{_RELEASED}", RELEASES),
        (r"Total ICE Final Book Outs", f"measure=total,{_BOOKED_OUT}", BOOK_OUTS),
        (r"ICE Final Releases", f"measure=bond_posted,{_RELEASED}", RELEASES),
        (r"ICE Final Book Outs", f"measure=bond_posted,{_BOOKED_OUT}", BOOK_OUTS),
    )), CalendarMonths(partial="thru"), Flow("bonds")),
)  # fmt: skip
PLACEMENTS = Measure("segregation_placements", "placements")
SEGREGATION = Tables(  # the month opens a cell that may go on with a paragraph
    Titled("ice.segregation",
           rf"(ICE Segregation Population\*? for )?({'|'.join(MONTHS)})[a-z]* \d{{4}}\b",
           PLACEMENTS, ("facility",), {"placement count": ("", None)}, InTitle(month_and_year),
           headless="Placement Count"),
)  # fmt: skip
VULNERABLE = Tables(
    Titled("ice.vulnerable_population", r"(Fiscal Year \(FY\)|FY) *\d{4} Quarter \d Data", PLACEMENTS, ("reason",), {
        "number of placements": ("measure=placements", None),
        "average number of consecutive days in segregation": (
            "measure=consecutive_days", Measure("average_consecutive_days_in_segregation", DAYS)),
        "average number of cumulative days in segregation": (
            "measure=cumulative_days", Measure("average_cumulative_days_in_segregation", DAYS)),
    }, InTitle(quarter_and_year)),
)  # fmt: skip


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


@lru_cache(maxsize=1 << 12)
def without_marks(name: str) -> str:
    """A name without the marks of footnotes: `karnes county residential center2`, `jefferson county jail***`."""
    return re.sub(r"(?<=[a-z]{4})\d$|\*+$", "", name)


# ── The list of facilities ───────────────────────────────────────────────────────────────────────────────────────────
def listed_facilities(sheet: Sheet, head: int, title: str | None = None) -> Iterator[ListedRow]:
    """The rows of a list of facilities whose header is row `head`, in their order: keys as their series have them, and
    what stands in the columns that hold no figures, as printed: '' where a cell is blank, None where it holds an error.
    Columns are found by their words; one that the list has not is not in it."""
    names, rows = facility_columns(sheet, head), facility_rows(sheet, head)
    columns = {FACILITY_ATTRIBUTES[name]: c for c, name in names.items() if name in FACILITY_ATTRIBUTES}
    keys = facility_keys(sheet, rows, {name: c for c, name in names.items()})
    for row, key in zip(rows, keys, strict=True):
        cells = sheet.rows[row]
        printed: dict[str, str | None] = {
            name: cell if (cell := cells[c]).__class__ is str else sheet.label(row, c) for name, c in columns.items()
        }
        printed |= {name: None for name, c in columns.items() if (row, c) in sheet.lost} if sheet.lost else {}
        yield ListedRow("ice.facility_list", key, (row, columns["name"]), printed, title)


def facility_head(sheet: Sheet) -> int | None:
    """The row of the header of the list of facilities; None where there is none."""
    return next((r for r in range(min(20, sheet.height)) if sheet.text(r, 0) == "Name"), None)


def facility_rows(sheet: Sheet, head: int) -> range:
    """The rows of the list, down to the first without a name or without figures."""
    figures = [c for c, name in facility_columns(sheet, head).items() if name in FACILITY_COLUMNS]
    left, right = min(figures, default=0), max(figures, default=-1) + 1
    below = range(head + 1, sheet.height)
    ends = (r for r in below if not sheet.text(r, 0) or sheet.is_blank(r, left, right))
    return range(head + 1, next(ends, max(sheet.height, head + 1)))


def facility_columns(sheet: Sheet, head: int) -> dict[int, str]:
    """The columns of the list of facilities with their words: `FY25 ALOS` and `FY26 ALOS` are both `alos`."""
    printed = ((c, sheet.text(head, c)) for c in range(sheet.width))
    return {c: re.sub(r"\bfy ?\d+ ", "", text.lower()) for c, text in printed if text}


def facility_keys(sheet: Sheet, rows: range, where: Mapping[str, int]) -> list[str]:
    """Name, city and state; the address too where these are printed twice."""
    keys = [
        f"name={without_marks(plain(sheet.label(r, where['name'])))},"
        f"city={plain(sheet.label(r, where['city']))},state={plain(sheet.label(r, where['state']))}"
        for r in rows
    ]
    return numbered(keys, apart=[f"address={plain(sheet.label(r, where['address']))}" for r in rows])
