"""One view that says `slice.x` ▶ three: what is said now, what was said at a moment, and at that of a variable.

A file of `views/` is written as what is said now. In it stand
`slice.x` for those rows of `vintages.x` that speak at the moment that is asked about,
`dated_slice.x`, after `from` and with no `where` behind it, for the same rows with the column `asked_at`: that moment
(TIMESTAMP, UTC), of what is said now the present,
`sliced_marts.x` (or another schema) for another such view at the same moment,
`slice_moment()` for the moment itself, of what is said now the end of time.
Of it are made the view `x`, the table macro `x_as_of(moment)` (a DATE is the end of that day in Washington), and the
view `x_at`, whose moment is `set variable as_of = …`: over ATTACH no macro that names a table can work, and a view can.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from collectors.errors import WarehouseError

_SLICE = re.compile(r"\bslice\.(\w+)")
_DATED = re.compile(r"\bdated_slice\.(\w+)")
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
    asked_at: str
    speaks: str


# The moment is a column of the rows, for what a macro is given is planned wherever it is mentioned: two or three times
# in a filter. Planning takes longer than to look for the rows.
_DATED_ROWS = "(select *, {asked_at} as asked_at from vintages.{name})\nwhere {speaks}"
_ROWS = f"(select * exclude (asked_at) from {_DATED_ROWS})"
_NOW = _Moment(
    made="view {schema}.{name}",
    rows="(select * from vintages.{name} where {speaks})",
    other="{schema}.{name}",
    instant="timestamp '9999-12-31'",
    asked_at="make_timestamp(epoch_us(current_timestamp))",
    speaks="is_current",
)
_AS_OF = _Moment(
    made="macro {schema}.{name}_as_of(moment)",
    rows=_ROWS,
    other="{schema}.{name}_as_of(moment)",
    instant="moment_utc(moment)",
    asked_at="moment_utc(moment)",
    speaks="speaks_at(valid_from, valid_to, asked_at)",
)
_AT = _Moment(
    made="view {schema}.{name}_at",
    rows=_ROWS,
    other="{schema}.{name}_at",
    instant="(select moment from core.asked)",
    asked_at="(select moment from core.asked)",
    speaks="speaks_at(valid_from, valid_to, asked_at)",
)


def is_sliced(text: str) -> bool:
    """Whether the text of a view depends on the moment that is asked about."""
    return any(word.search(text) for word in (_SLICE, _DATED, _SLICED)) or "slice_moment()" in text


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
    query = f"select * from slice.{name};"
    if "data_through" in vintages or _OF_FIGURES in said:
        said.append(
            "-- age_days: Days from the last day of the data to the moment asked about. "
            "That last day is data_through, else period_end."
        )
        age = "age_days(data_through, period_end, valid_from, asked_day(asked_at)) as age_days"
        query = f"select\n    * exclude (asked_at),\n    {age}\nfrom dated_slice.{name};"
    return "\n".join(said) + f"\ncreate or replace view marts.{name} as\n{query}\n"


def _statement(schema: str, name: str, query: str, moment: _Moment) -> str:
    def dated(found: re.Match[str]) -> str:
        return _DATED_ROWS.format(asked_at=moment.asked_at, name=found[1], speaks=moment.speaks)

    def rows(found: re.Match[str]) -> str:
        return moment.rows.format(asked_at=moment.asked_at, name=found[1], speaks=moment.speaks)

    query = _SLICE.sub(rows, _DATED.sub(dated, query))
    query = _SLICED.sub(lambda found: moment.other.format(schema=found[1], name=found[2]), query)
    query = query.replace("slice_moment()", moment.instant)
    table = " table" if moment is _AS_OF else ""
    return f"create or replace {moment.made.format(schema=schema, name=name)} as{table}\n{query}"
