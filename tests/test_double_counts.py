"""The queries that once gave 1.1 to 8 times the truth, as first typed, on the columns that the marts have now."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from conftest import Newcomer

#: what is asked ▶ the truth, and the cell of the newest edition that prints it
ASKED = {
    "marts.book_ins where fiscal_year = 2026": (230_354, "Detention FY26!V20"),
    "marts.book_ins_by_criminality where fiscal_year = 2026": (230_354, "Detention FY26!E29"),
    "marts.currently_detained where time_period = '2026-04-04'": (60_311, "Detention FY26!F20"),
    "marts.currently_detained_by_disposition where time_period = '2026-04-04'": (60_311, "Detention FY26!D10"),
    "marts.removals where fiscal_year = 2026": (234_236, "Detention FY26!P29"),
    "marts.releases where fiscal_year = 2026": (227_695, "Detention FY26!O38"),
    "marts.releases where fiscal_year = 2026 and reason <> 'total'": (227_695, "Detention FY26!O38"),
    "marts.releases_by_facility_type where fiscal_year = 2026": (227_695, "Detention FY26!J29"),
    "marts.segregation_placements where time_period = '2026-01'": (889, "FY26 Monthly Segregation!B162"),
    "marts.atd_participants_by_area where time_period = '2026-04-04'": (180_701, "ATD FY26 YTD!B29"),
}
NEWEST = "https://www.ice.gov/doclib/detention/FY26_detentionStats_04092026.xlsx"


@pytest.fixture(scope="module")
def copy(newcomer: Newcomer) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published copy, made of the bundled history."""
    with duckdb.connect(str(newcomer.home.published), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("asked", ASKED)
def test_a_sum_over_a_mart_is_the_total_that_is_printed(copy: duckdb.DuckDBPyConnection, asked: str) -> None:
    truth, place = ASKED[asked]
    assert copy.execute(f"select sum(value) from {asked}").fetchall() == [(truth,)]
    printed = copy.execute(
        "select distinct value from marts.figure where document_url = ? and concat_ws('!', sheet, cell) = ?",
        [NEWEST, place],
    ).fetchall()
    assert printed == [(truth,)]


def test_at_each_moment_too(copy: duckdb.DuckDBPyConnection) -> None:
    """On 7 February 2025, of fiscal year 2025 to date."""
    asked = {
        "book_ins_as_of(date '2025-02-07')": 82_093,
        "removals_as_of(date '2025-02-07')": 85_769,
        "releases_as_of(date '2025-02-07')": 78_955,
    }
    for mart, truth in asked.items():
        found = copy.execute(f"select sum(value) from marts.{mart} where fiscal_year = 2025").fetchall()
        assert found == [(truth,)], mart


@pytest.mark.parametrize(
    "asked",
    [
        "marts.book_ins where fiscal_year = 2026 and agency = 'total'",
        "marts.book_ins_by_criminality where criminality = 'total'",
        "marts.currently_detained where time_period = '2026-04-04' and agency = 'total' and criminality = 'total'",
        "marts.removals where series_key = 'ice.removals{population=family}'",
        "marts.releases where reason in ('total', 'bond_set_by_ice', 'bond_set_by_ij')",
        "marts.segregation_placements where facility = 'total'",
    ],
)
def test_a_query_that_still_asks_for_the_total_finds_nothing(copy: duckdb.DuckDBPyConnection, asked: str) -> None:
    """And not half of the truth, nor another number."""
    assert copy.execute(f"select sum(value) from {asked}").fetchall() == [(None,)]


def test_no_mart_that_is_added_up_says_total(copy: duckdb.DuckDBPyConnection) -> None:
    """In any of its dimensions, now."""
    columns = copy.execute("""
        select table_name, column_name from duckdb_columns() as one
        where schema_name = 'vintages' and data_type = 'VARCHAR' and table_name <> 'figure'
            and not starts_with(table_name, 'ready_') and not ends_with(column_name, '_label')
            and table_name in (
                select table_name from duckdb_columns() where schema_name = 'vintages' and column_name = 'value'
            )
            and column_index < (
                select min(column_index) from duckdb_columns() as other
                where other.schema_name = 'vintages' and other.table_name = one.table_name and column_name = 'dataflow'
            )""").fetchall()  # fmt: skip
    assert len(columns) > 80
    for mart, column in columns:
        found = copy.execute(
            f"select sum(value) from marts.{mart} where {column} in ('total', 'grand_total')"
        ).fetchall()
        assert found == [(None,)], f"{mart}.{column}"
