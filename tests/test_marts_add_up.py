"""No natural query on a mart can count twice: every slice of it adds up to the total that is printed of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import Newcomer

SLICES = Path(__file__).with_name("marts_add_up.sql").read_text("utf-8")
#: Slices that lack what is nowhere printed: of February 2019 OHSS prints X for the Migrant Protection Protocols, and
#: totals above all else that it prints. By how much, of each series.
NOT_PRINTED = {
    "ohss.csv_southwest_border_book_outs{agency=CBP,outcome=total}": 140,
    "ohss.csv_southwest_border_book_outs{agency=OFO,outcome=total}": 140,
    "ohss.swb_book_outs_by_agency{agency=OFO,outcome=total}": 140,
    "ohss.swb_book_outs_by_agency{agency=total,outcome=total}": 140,
    "ohss.swb_book_outs_by_citizenship{citizenship=HND,outcome=total}": 70,
    "ohss.swb_book_outs_by_citizenship{citizenship=SLV,outcome=total}": 40,
}
Row = dict[str, Any]


def marts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The marts whose figures may be added up: those that have a column `value`."""
    found = connection.execute("""
        select table_name from duckdb_columns()
        where schema_name = 'vintages' and column_name = 'value' and table_name <> 'figure'
            and not starts_with(table_name, 'ready_')
        order by table_name""").fetchall()  # fmt: skip
    return [name for (name,) in found]


def dimensions(connection: duckdb.DuckDBPyConnection, mart: str) -> list[str]:
    """The columns of a mart by which its rows are told apart, which stand before those of the figure."""
    found = connection.execute("""
        select column_name from duckdb_columns() as shown
        where schema_name = 'vintages' and table_name = ? and not ends_with(column_name, '_label')
            and column_index < (
                select min(column_index) from duckdb_columns()
                where schema_name = 'vintages' and table_name = shown.table_name and column_name = 'dataflow'
            )""", [mart]).fetchall()  # fmt: skip
    return [name for (name,) in found]


@pytest.fixture(scope="module")
def copy(newcomer: Newcomer) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published copy of the bundled history, with a view `mart` of the rows of all marts."""
    with duckdb.connect(str(newcomer.home.published), read_only=True) as connection:
        columns = "series_key, document_id, time_period, value, publisher"
        rows = " union all ".join(
            f"select '{name}' as mart, {columns} from vintages.{name}" for name in marts(connection)
        )
        connection.execute(f"create temp view mart as {rows}")
        yield connection


def slices(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """Every slice of `mart` of which a total is printed."""
    result = connection.execute(SLICES)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@pytest.fixture(scope="module")
def held(copy: duckdb.DuckDBPyConnection) -> list[Row]:
    return slices(copy)


def test_every_slice_adds_up_to_the_total_that_is_printed(held: list[Row]) -> None:
    """But for slips of the publisher, which parts_add_up reports, and what is above them."""
    off = [row for row in held if not row["adds_up"] and not row["may_be_below"]]
    missing = {row["total_key"]: round(row["printed"] - row["value"]) for row in off if row["total_key"] in NOT_PRINTED}
    wrong = [
        f"{row['mart']}: {row['value']} is not the {row['printed']} of {row['place']}, "
        f"{row['total_key']} of {row['time_period']}"
        for row in off
        if not row["is_slip"] and not row["is_above_slip"]
        and not (row["total_key"] in NOT_PRINTED and row["time_period"] == "2019-02")
    ]  # fmt: skip
    assert wrong == []
    assert missing == NOT_PRINTED


def test_every_slip_of_the_publisher_is_seen_in_its_slice(held: list[Row]) -> None:
    """Save where two slips cancel: then its own parts hold another one."""
    unseen = [row for row in held if row["is_slip"] and row["adds_up"]]
    assert [row["place"] for row in unseen if not row["is_above_slip"]] == []
    assert len([row for row in held if row["is_slip"] and not row["adds_up"]]) == 15


def test_what_may_be_below_its_total_is_declared_so(held: list[Row]) -> None:
    below = {row["mart"] for row in held if not row["adds_up"] and row["may_be_below"]}
    assert below == {
        "removals_of_families", "ohss_ero_removals_and_returns_by_arresting_agency",
        "ohss_ice_book_ins_by_arresting_agency", "ohss_removals_by_arresting_agency",
        "ohss_swb_book_outs_by_family_status",
    }  # fmt: skip


def test_most_marts_are_held_against_a_total(held: list[Row], copy: duckdb.DuckDBPyConnection) -> None:
    """The others have no dimension, or their publisher prints no total: CBP's files, and the semiannual tables."""
    assert len({row["mart"] for row in held}) == 55
    assert len(marts(copy)) == 87
    assert len(held) > 60_000


def test_a_mart_that_held_its_totals_would_be_found(copy: duckdb.DuckDBPyConnection) -> None:
    with copy.cursor() as other:
        other.execute("""create temp view mart as
            select dataflow as mart, * from vintages.figure
            where dataflow = 'ice.book_ins_by_arresting_agency' and period_type = 'month'""")
        found = [row for row in slices(other) if row["printed"] > 0]
    assert len(found) > 500
    assert {round(row["value"] / row["printed"], 3) for row in found} == {2}
    assert not any(row["adds_up"] or row["may_be_below"] for row in found)


def test_no_mart_holds_a_figure_and_one_that_counts_it(copy: duckdb.DuckDBPyConnection) -> None:
    found = copy.execute("""
        select distinct part.mart, total.series_key
        from mart as part
        inner join core.series as series on series.series_key = part.series_key
        cross join unnest(series.part_of) as counting(total_key)
        inner join mart as total
            on total.mart = part.mart and total.series_key = counting.total_key
            and total.document_id = part.document_id and total.time_period = part.time_period
        where part.value is not null and total.value is not null""").fetchall()  # fmt: skip
    assert found == []


def test_totals_stand_in_a_mart_only_where_their_parts_do_not(copy: duckdb.DuckDBPyConnection) -> None:
    """Bonds set by ICE and by judges lie inside `bonded_out`; families are a mart of their own."""
    found = copy.execute("""
        select mart.mart, min(regexp_extract(mart.series_key, '(reason|population)=\\w+'))
        from mart
        inner join vintages.figure as figure using (series_key, document_id, time_period)
        where figure.is_total and figure.value is not null
        group by mart.mart, regexp_extract(mart.series_key, '(reason|population)=\\w+')
        order by all""").fetchall()  # fmt: skip
    assert found == [("releases", "reason=bonded_out"), ("removals", "population=total")]


def test_a_row_is_one_choice_of_the_dimensions(copy: duckdb.DuckDBPyConnection) -> None:
    """No breakdown is hidden: two series differ in a column, and a document has one figure of each and a period."""
    for mart in marts(copy):
        names = ", ".join(["''", *dimensions(copy, mart)])
        each_series = f"select distinct series_key, {names} from vintages.{mart}"
        counted = f"select count(*), count(distinct ({names})) from ({each_series})"
        series, choices = copy.execute(counted).fetchall()[0]
        assert series == choices, mart
    found = copy.execute("""
        select mart, count(*) as figures, count(distinct hash(series_key, time_period, document_id)) as keys
        from mart group by mart having figures <> keys""").fetchall()  # fmt: skip
    assert found == []


def test_a_mart_has_one_kind_of_period(copy: duckdb.DuckDBPyConnection) -> None:
    found = copy.execute("""
        select mart.mart, list(distinct replace(figure.period_type, '_to_date', '')) as types
        from mart
        inner join vintages.figure as figure using (series_key, document_id, time_period)
        group by mart.mart
        having len(types) > 1""").fetchall()  # fmt: skip
    assert found == []


def test_a_mart_is_of_one_publisher(copy: duckdb.DuckDBPyConnection) -> None:
    of_several = (
        "figure",
        "ready_measures",
        "ready_side_by_side",
        "articles",
        "running_claims",
        "claims_beside_figures",
    )
    tables = copy.execute(
        "select table_name from duckdb_columns() where schema_name = 'vintages' and column_name = 'publisher' "
        "and not list_contains(?, table_name)",
        [of_several],
    ).fetchall()
    assert len(tables) > 100
    for (table,) in tables:
        publishers = copy.execute(f"select distinct publisher from vintages.{table}").fetchall()
        assert len(publishers) <= 1, table


def test_averages_and_shares_are_no_values(copy: duckdb.DuckDBPyConnection) -> None:
    found = copy.execute("""
        select distinct mart.mart, metric.kind
        from mart
        inner join (select distinct series_key, metric, source_id from vintages.figure) as figure using (series_key)
        inner join core.metric as metric on metric.metric = figure.metric and metric.source_id = figure.source_id
        where metric.kind not in ('stock', 'flow')""").fetchall()  # fmt: skip
    assert found == []
