"""OHSS Key Homeland Security Metrics: encounters of the U.S. Border Patrol since fiscal year 2000, one workbook.

Landing page: https://ohss.dhs.gov/khsm. Sixteen sheets, each a tidy table: of eight ways to divide the encounters one
sheet a year (`Annual …`) and one a month (`Monthly …`). Months are called `01 October` to `12 September`; the newest
fiscal year is to date. Figures are rounded to the nearest 10, and what would be 0 is not listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from collectors.media import webpage
from collectors.records import Cadence, Dataflow, Document, Edition, Link, Metric, Source, Table
from collectors.tables import words
from collectors.tables.axes import Measure
from collectors.tables.periods import of_fiscal_year
from collectors.tables.sheets import Layout, SheetKind
from collectors.tables.tidy import Tidy, TidyTables
from collectors.tables.workbooks import edition_of, read_workbook

SOURCE = Source(
    id="ohss_khsm",
    publisher="OHSS",
    title="OHSS Key Homeland Security Metrics: USBP Encounters",
    licence="U.S. Government work, public domain (17 U.S.C. 105)",
    start=("https://ohss.dhs.gov/khsm",),
    documents=r"https://ohss\.dhs\.gov/(?:[^/]+/)*KHSM(?:%20|[ _+-])Encounters(?:%20|[ _+-])(?:\(|%28)USBP[^/]*\.xlsx",
    media=("xlsx",),
    max_bytes=32 * 1024 * 1024,
    cadence=Cadence(cron="0 16 * * *", timezone="America/New_York", expected_every="P30D", late_after="P90D"),
)
#: column ▶ dimension
REGION, CITIZENSHIP = {"Region": "region"}, {"Citizenship": "citizenship"}
FAMILY, SECTOR = {"Family Status": "demographic"}, {"Sector": "sector"}
#: the name of a table ▶ what it is by, its columns
BY: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "ohss.khsm_usbp_encounters": ("", {}),
    "ohss.khsm_usbp_encounters_by_citizenship": (" by Citizenship", CITIZENSHIP),
    "ohss.khsm_usbp_encounters_by_region": (" by Region", REGION),
    "ohss.khsm_usbp_encounters_by_family_status": (" by Family Status", FAMILY),
    "ohss.khsm_usbp_encounters_by_sector": (" by Sector", SECTOR),
    "ohss.khsm_usbp_encounters_by_region_and_citizenship": (" by Region and Citizenship", {**REGION, **CITIZENSHIP}),
    "ohss.khsm_usbp_encounters_by_region_and_family_status": (" by Region and Family Status", {**REGION, **FAMILY}),
    "ohss.khsm_usbp_encounters_by_region_and_sector": (" by Region and Sector", {**REGION, **SECTOR}),
}
DATAFLOWS = tuple(
    Dataflow(
        name,
        f"USBP Encounters{by}",
        ("encounters",),
        tuple(columns.values()),
        absence="not_listed",
        rounded_to=10,
        refresh="month",
    )
    for name, (by, columns) in BY.items()
)
METRICS = (
    Metric(
        "encounters",
        "Encounters",
        "encounters",
        "flow",
        "CBP recorded encounters with removable noncitizens; here of U.S. Border Patrol alone",
        "OHSS, Key Homeland Security Metrics, Encounters",
    ),
)
TABLES = TidyTables(
    *(
        Tidy(
            dataflow=name,
            title=f"USBP Encounters{by}",
            period=("Fiscal Year", "Month"),
            period_of=of_fiscal_year,
            figures={"Quantity": ("", Measure("encounters", "encounters"))},
            dimensions=columns,
            optional=frozenset({"Month"}),
        )
        for name, (by, columns) in BY.items()
    )
)
LAYOUT = Layout(
    module=__name__,
    sheets=(SheetKind("", TABLES.find),),
    value=words.value,
    closed=words.closed("citizenship", "demographic"),
    last_day=TABLES.last_day,
)


def discover(page: Document) -> Iterator[Link]:
    """The workbooks that the landing page links to. Raises LayoutChanged where there is none."""
    return webpage.documents(page, SOURCE)


def edition(document: Document) -> Edition:
    """A title, when the file was saved, and the last day of the last month that is printed. Raises BadContent."""
    return edition_of(document, LAYOUT, SOURCE.title, "")


def read(document: Document) -> Iterator[Table]:
    """An observation a row of each sheet. Raises what `read_workbook` raises."""
    return read_workbook(document, LAYOUT)
