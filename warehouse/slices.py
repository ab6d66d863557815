"""One view that says `slice.x` ▶ three: what is said now, what was said at a moment, and at that of a variable.

A file of `views/` is written as what is said now. In it stand
`slice.x` for those rows of `vintages.x` that speak at the moment that is asked about,
`sliced_marts.x` (or another schema) for another such view at the same moment,
`slice_moment()` for the moment itself (TIMESTAMP, UTC), `slice_day()` for its day in Washington.
Of it are made the view `x`, the table macro `x_as_of(moment)` (a DATE is the end of that day in Washington), and the
view `x_at`, whose moment is `set variable as_of = …`: over ATTACH no macro that names a table can work, and a view can.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from collectors.errors import WarehouseError

_SLICE = re.compile(r"\bslice\.(\w+)")
_SLICED = re.compile(r"\bsliced_(\w+)\.(\w+)")
_OF_FIGURES = "-- *: The columns of vintages.figure."
_VIEW = re.compile(r"create or replace view (\w+)\.(\w+) as\n")


@dataclass(frozen=True, slots=True)
class _Moment:
    """How a moment is asked for: what is made, and what the words of a file become."""

    made: str
    rows: str
    other: str
    instant: str
    day: str


_ROWS = """(
    select * exclude (asked_at)
    from (select *, {instant} as asked_at from vintages.{name})
    where speaks_at(valid_from, valid_to, asked_at)
)"""
_NOW = _Moment(
    made="view {schema}.{name}",
    rows="(select * from vintages.{name} where is_current)",
    other="{schema}.{name}",
    instant="timestamp '9999-12-31'",
    day="washington_today()",
)
# The moment is a column of the rows, for what a macro is given is planned wherever it is mentioned: two or three times
# in a filter. Planning takes longer than to look for the rows.
_AS_OF = _Moment(
    made="macro {schema}.{name}_as_of(moment)",
    rows=_ROWS.replace("{instant}", "moment_utc(moment)"),
    other="{schema}.{name}_as_of(moment)",
    instant="moment_utc(moment)",
    day="moment_day(moment)",
)
_AT = _Moment(
    made="view {schema}.{name}_at",
    rows=_ROWS.replace("{instant}", "(select moment from core.asked)"),
    other="{schema}.{name}_at",
    instant="(select moment from core.asked)",
    day="(select day from core.asked)",
)


def is_sliced(text: str) -> bool:
    """Whether the text of a view depends on the moment that is asked about."""
    return bool(_SLICE.search(text) or _SLICED.search(text)) or any(
        word in text for word in ("slice_moment()", "slice_day()")
    )


def slices(text: str) -> list[str]:
    """The statements that make the three objects of one view. Raises WarehouseError where the text makes no view."""
    begin = _VIEW.search(text)
    if begin is None:
        raise WarehouseError(
            "warehouse/views",
            expected="a file that reads slice.x to begin with `create or replace view schema.name as`",
            found=text[:60],
            remedy="Correct the file.",
        )
    query = text[begin.end() :].rstrip().removesuffix(";")
    return [_statement(begin[1], begin[2], query, moment) for moment in (_NOW, _AS_OF, _AT)]


def plain_slice(name: str, vintages: str) -> str:
    """The text of a mart that says all that its vintages do, whose text is given, and how old data of a day are."""
    said = [line for line in vintages.splitlines() if line.startswith("-- ")]
    age = ""
    if "data_through" in vintages or _OF_FIGURES in said:
        said.append(
            "-- age_days: Days from the last day of the data to the moment asked about. "
            "That last day is data_through, else period_end."
        )
        age = ",\n    age_days(data_through, period_end, valid_from, slice_day()) as age_days"
    return "\n".join(said) + f"\ncreate or replace view marts.{name} as\nselect\n    *{age}\nfrom slice.{name};\n"


def _statement(schema: str, name: str, query: str, moment: _Moment) -> str:
    query = _SLICE.sub(lambda found: moment.rows.format(name=found[1]), query)
    query = _SLICED.sub(lambda found: moment.other.format(schema=found[1], name=found[2]), query)
    query = query.replace("slice_moment()", moment.instant).replace("slice_day()", moment.day)
    table = " table" if moment is _AS_OF else ""
    return f"create or replace {moment.made.format(schema=schema, name=name)} as{table}\n{query}"
