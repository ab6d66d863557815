"""A source with declarations of its own, in words that no agency uses; its documents are those of toy_source."""

from __future__ import annotations

from typing import Literal

from toy_source import SOURCE, discover, edition, read

from collectors.records import Dataflow, DaysCounted, Metric, Same, Split, Total

__all__ = ["DATAFLOWS", "METRICS", "SOURCE", "discover", "edition", "read"]


def metric(name: str, kind: Literal["stock", "flow", "average", "share"], unit: str) -> Metric:
    return Metric(name, name, unit, kind, f"What the harbour calls {name}.", "the back of the page")


METRICS = (metric("boats", "flow", "boats"), metric("berths", "average", "berths"), metric("moored", "stock", "boats"))
#: arrivals of every month of a year that begins in July; the same total once more beside the sizes; berths in use
ARRIVALS = Dataflow(
    "harbour.arrivals",
    "Arrivals by flag",
    ("boats",),
    ("flag", "counting"),
    apart=("counting",),
    totals=(Total("flag", "all"), Total("flag", "abroad", parts=("dk", "se"))),
    may_fall=("flag=se",),
)
SIZES = Dataflow(
    "harbour.sizes",
    "Arrivals by size, in hundreds",
    ("boats",),
    ("size",),
    totals=(Total("size", "any"),),
    same=(Same("harbour.sizes{size=any}", "harbour.arrivals{flag=all,counting=new}"),),
    rounded_to=100,
)
QUAYS = Dataflow(
    "harbour.quays",
    "Berths in use by quay",
    ("berths",),
    ("quay", "by_depth", "depth"),
    splits=(Split("berths", ("depth", "by_depth"), tolerance=0.01),),
    days_counted=(DaysCounted("berths", within="depth=deep", later=1),),
    absence="not_listed",
)
GUESTS = Dataflow("harbour.guests", "Guests on a day", ("moored",), ("pier",))
DEPTHS = Dataflow(  # averages: the total is one of them, not their sum
    "harbour.depths", "Berths in use by basin", ("berths",), ("basin",), totals=(Total("basin"),)
)
DATAFLOWS = (ARRIVALS, SIZES, QUAYS, GUESTS, DEPTHS)
