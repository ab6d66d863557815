"""What the lists of 287(g) agreements hold: their columns, the words of their keys, what tells two agreements apart."""

from __future__ import annotations

from datetime import date

from collectors.records import Dataflow, Metric, Recognised
from collectors.tables.listed import Listed

PARTICIPATING, PENDING = "ice.287g_participating", "ice.287g_pending"
KEY = ("state", "agency", "support_type")

#: words of names of agencies that tell no two of one state apart
COMMON = (
    "and", "board", "borough", "bureau", "city", "commissioners", "constable", "constables", "county", "department",
    "district", "division", "government", "in", "jail", "municipal", "of", "office", "parish", "patrol", "police",
    "public", "services", "sheriff", "sheriffs", "state", "the", "town", "township", "village",
)  # fmt: skip

_NOTE = (
    "A row that is not on the list any more proves no end and tells no day of one (core.entry_history). `agency` in "
    "the key is folded: case, punctuation, abbreviations."
)
DATAFLOWS = (
    Dataflow(
        PARTICIPATING,
        "287(g) Agreements in Force, by State, Agency and Support Type",
        (),
        KEY,
        (*KEY, "type", "county", "signed", "signed_on", "moa", "moa_link", "addendum", "addendum_link"),
        Recognised("agency", kept=("signed_on",), common=COMMON),
        note=_NOTE,
    ),
    Dataflow(
        PENDING,
        "287(g) Agreements Pending, by State, Agency and Support Type",
        (),
        KEY,
        (*KEY, "type", "county", "signed", "signed_on", "moa", "moa_link", "addendum", "addendum_link"),
        Recognised("agency", common=COMMON, moves_to=PARTICIPATING, moved="signed"),
        note=_NOTE,
    ),
)
METRICS: tuple[Metric, ...] = ()

LIST = Listed(
    columns={
        "state": ("state",),
        "agency": ("law enforcement agency", "agency", "agency name", "lea"),
        "support_type": ("support type", "program model", "model"),
        "type": ("type", "agency type"),
        "county": ("county", "counties"),
        "signed": ("signed", "date signed", "signed date"),
        "moa": ("moa", "moa link"),
        "addendum": ("addendum", "addenda"),
    },
    needed=KEY,
    key=KEY,
    days={"signed": "signed_on"},
    links={"moa": "moa_link", "addendum": "addendum_link"},
    since=date(1996, 9, 30),  # section 287(g) of the Immigration and Nationality Act
)

#: how a support type is abbreviated where it is
SUPPORT_TYPES = {
    "jail enforcement model": "jem",
    "task force model": "tfm",
    "warrant service officer": "wso",
    "tribal task force model": "ttfm",
}

#: what ICE has printed for a support type, too far from it to be a misspelling
SLIPS = {"task force officer": "task force model"}  # lists of November 2025 to January 2026

#: words of names that are written in several ways ▶ the one of the key
ABBREVIATED = {
    "bocc": "board of county commissioners", "boro": "borough", "co": "county", "comm": "commission",
    "dept": "department", "dist": "district", "ft": "fort", "mt": "mount", "pd": "police department", "saint": "st",
    "so": "sheriffs office", "twp": "township", "univ": "university",
}  # fmt: skip
