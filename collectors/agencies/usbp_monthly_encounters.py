"""USBP's monthly encounters by sector: a PDF with a page for each fiscal year from 2000 on, as tables between lines.

History:
    - To FY2019 the title of a page is `Total Illegal Alien Apprehensions By Month`; FY2020 is `Total Encounters by
      Month`: from March 2020 on expulsions under Title 42 are counted too. One series runs through both, and
      `table_title` keeps the words of each year.
    - Livermore was closed after FY2004: FY2005 still prints figures, FY2006 to FY2018 print `Livermore*` with `N/A`,
      then there is no such row. Big Bend and Rio Grande Valley were Marfa and McAllen: the old name stands in
      parentheses below the new one, to FY2018.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.media import webpage
from collectors.records import Cadence, Dataflow, Document, Edition, Link, Metric, Source, Table, Total
from collectors.tables.axes import MISSING, Measure
from collectors.tables.labels import slug
from collectors.tables.lattices import Paged
from collectors.tables.paged import edition_of, read_paged

SOURCE = Source(
    id="usbp_monthly_encounters",
    publisher="CBP",
    title="U.S. Border Patrol Monthly Encounters",
    licence="U.S. Government work, public domain (17 U.S.C. 105)",
    start=("https://www.cbp.gov/document/stats/us-border-patrol-monthly-encounters-fy-2000-fy-2020",),
    documents=r"https://www\.cbp\.gov/sites/default/files/(?:[^/?#]+/)*"
    r"(?i:us[-_]border[-_]patrol[-_]monthly[-_](?:encounters|apprehensions)[^/?#]*\.pdf)",
    media=("pdf",),
    max_bytes=16 * 1024 * 1024,
    cadence=Cadence(cron="20 15 * * 1", timezone="America/New_York", expected_every="P365D", late_after="P500D"),
)

COASTAL = ("livermore", "miami", "new_orleans", "ramey")
NORTHERN = ("blaine", "buffalo", "detroit", "grand_forks", "havre", "houlton", "spokane", "swanton")
SOUTHWEST = ("big_bend", "del_rio", "el_centro", "el_paso", "laredo", "rio_grande_valley",
             "san_diego", "tucson", "yuma")  # fmt: skip
BORDERS = {"coastal_border": COASTAL, "northern_border": NORTHERN, "southwest_border": SOUTHWEST}

DATAFLOWS = (
    Dataflow(
        "usbp.encounters_by_sector_and_month",
        "Total Encounters by Month: Border Patrol sectors, months of a fiscal year and the year",
        ("encounters",),
        ("sector",),
        totals=(*(Total("sector", border, sectors) for border, sectors in BORDERS.items()), Total("sector")),
        note="Before March 2020 apprehensions alone, from then on expulsions under Title 42 too; the title of each "
        "year has the word that the publisher used. coastal_border, northern_border and southwest_border add up their "
        "sectors; total, the publisher's Monthly Total, adds up the three. Between ports of entry alone.",
    ),
)
METRICS = (
    Metric(
        "encounters",
        "Encounters by the U.S. Border Patrol",
        "encounters",
        "flow",
        "Total Illegal Alien Apprehensions (FY 2000 to FY 2019); Total Encounters (FY 2020): beginning in March FY20, "
        "USBP encounters statistics include both Title 8 apprehensions and Title 42 expulsions.",
        "the titles of the pages, and the note above the table of FY 2020",
    ),
)
TABLE = Paged(
    module=__name__,
    dataflow="usbp.encounters_by_sector_and_month",
    # Words for a place or for some of the people are none of these: such a table counts something else.
    title=r"(?:(?:United|States|U\.? ?S\.?|Border|Patrol|USBP|Total|Monthly|Illegal|Alien) )*"
    r"(?:Apprehensions|Encounters)(?: by(?: (?:Sector|Month|and|&))+)?"
    r"\s*[-–—:,]?\s*\(?(?:FY|Fiscal Year)\s?\d{4}\*?\)?(?:\s*\(?(?:FY|Y)?TD\)?)?",
    like="Total Encounters by Month - FY 2020",
    measure=Measure("encounters", "encounters"),
    dimension="sector",
    corners=("sector", "sectors"),
    totals=("yearly total", "fy total", "total"),
    known=frozenset({"total", *BORDERS, *COASTAL, *NORTHERN, *SOUTHWEST}),
    value=lambda _dimension, label: _sector(label),
    marks={"N/A": MISSING},
)


def _sector(label: str) -> str:
    """`Big Bend (formerly Marfa)` ▶ `big_bend`; `Monthly Total` is the total of its month, and of the year."""
    value = slug(re.sub(r"\(formerly [^)]*\)", "", label, flags=re.IGNORECASE))
    if value in ("monthly_total", "grand_total"):
        return "total"
    border = value.removesuffix("_total")
    return border if border in BORDERS else value


def discover(page: Document) -> Iterator[Link]:
    """The PDFs that the landing page links to, in its order. Raises LayoutChanged where it links to none."""
    return webpage.documents(page, SOURCE)


def edition(document: Document) -> Edition:
    """Title, when the file was last saved, how far its data run. Raises BadContent."""
    return edition_of(document, TABLE, SOURCE.title)


def read(document: Document) -> Iterator[Table]:
    """Every table of every page. Raises BadContent, LayoutChanged, EmptyRelease."""
    return read_paged(document, TABLE)
