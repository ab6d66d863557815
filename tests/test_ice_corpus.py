"""The 93 real ICE workbooks: golden figures, every numeric cell accounted for, and what is known of single editions.

Each query names its file as the publisher does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.bundle import HISTORY

SOURCE = "ice_detention_statistics"
Query = duckdb.DuckDBPyConnection


@pytest.fixture(scope="session")
def said(corpus: Path) -> Query:
    """observation, omission, notice, sheet and edition of all workbooks, with `file`, in a database in memory: as the
    bundled history has them, which test_history holds against what the parsers read."""
    database = duckdb.connect()
    captures = str(corpus / "agency" / "captures.tsv")
    database.execute(f"""
        create table name as
        select distinct sha256 as document_id, regexp_extract(file, '/(.*)[.]xlsx', 1) as file
        from read_csv('{captures}', delim = '\t', header = true, all_varchar = true)
        where kind = '{SOURCE}'
    """)
    for kind in ("observation", "omission", "notice", "sheet"):
        rows = f"read_parquet('{HISTORY / kind}.parquet') inner join name using (document_id)"
        database.execute(f"create table {kind} as from {rows}")
    documents = f"read_parquet('{HISTORY / 'document'}.parquet') inner join name using (document_id)"
    database.execute(f"create table edition as select file, saved_at, scope from {documents}")
    for name, file in (("golden", "agency_cells.csv.gz"), ("counted", "numeric_cells.csv")):
        path = corpus.parent / "golden" / file
        if path.is_file():
            database.execute(f"create table {name} as from read_csv(?, all_varchar = true)", [str(path)])
            database.execute(f"delete from {name} where file not like '{SOURCE}/%'")
            database.execute(f"update {name} set file = regexp_extract(file, '/(.*)[.]xlsx', 1)")
    return database


def only(said: Query, query: str, **values: Any) -> Any:
    """The one value of the one row."""
    (row,) = said.execute(query, values).fetchall()
    (value,) = row
    return value


def figure(said: Query, file: str, cell: str, sheet: str = "Detention%") -> tuple[Any, ...]:
    (row,) = said.execute(
        "select series_key, metric, time_period, period_start::varchar, period_end::varchar, data_through::varchar,"
        " value, obs_status from observation where file = $file and sheet like $sheet and cell = $cell",
        {"file": file, "sheet": sheet, "cell": cell},
    ).fetchall()
    return row


def days(said: Query, file: str, dataflow: str) -> set[str | None]:
    """The days up to which the data of a table run."""
    rows = said.execute(
        "select distinct data_through::varchar from observation where file = ? and dataflow = ?", [file, dataflow]
    ).fetchall()
    assert rows, (file, dataflow)
    return {day for (day,) in rows}


def needs(said: Query, table: str) -> None:
    if table not in {name for (name,) in said.execute("show tables").fetchall()}:
        pytest.skip("the golden figures are not beside the corpus (../shared/golden)")


# ── All of it ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_golden_figures(said: Query) -> None:
    needs(said, "golden")
    wrong = said.execute("""
        select g.file, g.sheet, g.cell, g.value, o.value, g.period_start, o.period_start, g.period_end, o.period_end
        from golden g left join observation o on o.file = g.file and o.sheet = g.sheet and o.cell = g.cell
        where case when g.note = 'future' then o.value is not null
              else o.value is null or abs(o.value - g.value::double) > 1e-9 * greatest(1, abs(g.value::double))
                or (g.period_start <> '' and o.period_start is distinct from g.period_start::date)
                or (g.period_end <> '' and o.period_end is distinct from g.period_end::date) end""").fetchall()
    assert only(said, "select count(*) from golden") == 64_062
    assert wrong == []


def test_numeric_cells_are_counted_as_the_golden_file_counts_them(said: Query) -> None:
    needs(said, "counted")
    differ = said.execute("""
        select file, sheet, c.numeric_cells, s.numeric_cells
        from (from counted where visible = '1') c full join sheet s using (file, sheet)
        where c.numeric_cells::int is distinct from s.numeric_cells""").fetchall()
    assert differ == []
    hidden = said.execute("""
        select file, sheet from counted where visible = '0'
        except select file, sheet from notice where kind = 'hidden_sheet'""").fetchall()
    assert hidden == []


def test_every_numeric_cell_is_an_observation_or_is_left_out_with_a_reason(said: Query) -> None:
    assert said.execute("select sum(numeric_cells), sum(omitted_cells) from sheet").fetchall() == [(483_483, 0)]
    over = "numeric_cells <> observed_cells + entry_cells + axis_cells + omitted_cells"
    assert only(said, f"select count(*) from sheet where {over}") == 0
    assert only(said, "select sum(entry_cells) from sheet") == 13_608  # zip codes, serial numbers of days


@pytest.mark.parametrize("key", ["sheet, cell", "series_key, time_period"])
def test_keys_are_unique(said: Query, key: str) -> None:
    twice = said.execute(f"select file, {key} from observation group by all having count(*) > 1").fetchall()
    assert twice == []


def test_notices_are_those_that_are_known(said: Query) -> None:
    found = dict(said.execute("select kind, count(distinct (file, sheet)) from notice group by 1").fetchall())
    assert found == {
        "hidden_sheet": 7,
        "date_slipped": 11,
        "fiscal_year_disagrees": 5,
        "header_slipped": 1,
        "header_missing": 6,  # segregation of February 2025
        "group_disagrees": 2,  # ATD by area: St Paul in FY22_08192022, Buffalo in FY23_01092023
        "unknown_mark": 2,  # FY25_detentionStats02142025, a threat level: `Scheduled`; FY19, 26 cells: `#N/A`
        "printed_twice": 7,  # hearings of both years, facilities
        "label_missing": 4,  # ATD by area, and one technology
        "day_not_found": 1,  # FY23_detentionStats01192022, bonds: the day is a slip
        "empty_table": 1,  # FY25_detentionStats11212024, segregation in September 2024: announced, not filled in
        "unknown_label": 1,  # FY25_detentionStats02032025: a technology without a name
    }


def test_periods_and_statuses_are_in_order(said: Query) -> None:
    assert only(said, "select count(*) from observation where period_start > period_end") == 0
    assert only(said, "select count(*) from observation where (value is null) = (obs_status in ('A', 'P'))") == 0
    assert only(said, "select count(*) from observation where time_period is null or metric is null") == 0
    late = "select count(*) from observation join edition using (file) where data_through > saved_at::date"
    assert only(said, late) == 0


# ── Dates and fiscal years of single editions ────────────────────────────────────────────────────────────────────────
def test_the_worked_example_of_the_design(said: Query) -> None:
    file, key = "FY25_detentionStats02032025", "ice.book_ins_by_arresting_agency{agency=total}"
    through = "2025-01-25"
    assert figure(said, file, "M20") == (
        key, "book_ins", "2025-01", "2025-01-01", "2025-01-31", through, 15202.0, "P")  # fmt: skip
    assert figure(said, file, "J20") == (
        key, "book_ins", "2024-10", "2024-10-01", "2024-10-31", through, 23621.0, "A")  # fmt: skip
    assert figure(said, file, "N20") == (
        key, "book_ins", "2025-02", "2025-02-01", "2025-02-28", through, None, "M")  # fmt: skip
    assert figure(said, file, "V20") == (
        key, "book_ins", "2024-10-01/P1Y", "2024-10-01", through, through, 82093.0, "P")  # fmt: skip


@pytest.mark.parametrize(
    ("file", "dataflow", "through"),
    [
        # the year of the tables counts, and their footnotes are right
        ("FY21_detentionStats060921", "ice.book_ins_by_arresting_agency", "2020-06-20"),
        ("FY21_detentionStats10282021", "ice.book_ins_by_arresting_agency", "2020-09-30"),
        ("66ce2cc4-FY21-detentionstats", "ice.book_ins_by_arresting_agency", "2021-09-11"),
        # one family may be behind the others; two blocks without a header of their own
        ("FY25_detentionStats08292025", "ice.removals", "2025-08-09"),
        ("FY25_detentionStats08292025", "ice.book_ins_by_arresting_agency", "2025-08-23"),
        ("FY22_detentionStats03172022b", "ice.removals", "2022-03-12"),
        ("FY22_detentionStats_03312022", "ice.releases_by_reason", "2022-03-26"),
        # currently detained: the snapshot of the National Docket
        ("FY19-detentionstats", "ice.currently_detained_by_criminality", "2019-10-04"),
        ("FY21_detentionStats060921", "ice.currently_detained_by_disposition", "2020-06-20"),
        ("FY23_detentionStats10312023", "ice.currently_detained_by_criminality", "2023-09-30"),
        ("FY25_detentionStats02032025", "ice.currently_detained_by_criminality", "2025-01-26"),
        ("FY22_detentionStats04132022", "ice.fear_detained", "2022-04-11"),
        # facilities: the source line of the sheet; a day before the fiscal year is a slip
        ("FY21_detentionStats10012021", "ice.facilities", "2021-05-03"),
        ("FY24_detentionStats", "ice.facilities", "2024-10-07"),
        ("FY22_detentionStats09152022", "ice.facilities", "2020-02-24"),
        ("FY23_detentionStats01192022", "ice.facilities", None),
        # ATD: the day of the line; where the title disagrees, equal totals decide
        ("FY21-detentionstats", "ice.atd_by_area", "2021-01-02"),
        ("FY22_detentionStats01102022", "ice.atd_by_area", "2022-01-01"),
        ("FY21_detentionStats09132021", "ice.atd_by_area", None),
        ("FY21_detentionStats09132021", "ice.atd_by_status", "2021-08-28"),
        ("FY20-detentionstats", "ice.atd_by_area", None),
        ("FY20-detentionstats", "ice.atd_by_status", "2020-07-31"),
        ("FY22_detentionStats09152022", "ice.atd_by_area", "2021-05-08"),
        ("FY22_detentionStats08042022", "ice.atd_by_area", "2022-02-12"),
        # the others have their own days, older and right
        ("FY23_detentionStats04122023", "ice.semiannual_armed_forces_arrests", "2022-09-30"),
        ("FY24_detentionStats05132024", "ice.semiannual_tps_removals", "2024-04-22"),
        ("FY23_detentionStats05192023", "ice.semiannual_us_citizens_arrests", None),  # 03/31/2022 for 2023
        ("FY26_detentionStats_04092026", "ice.semiannual_us_citizens_arrests", None),
        ("FY25_detentionStats02032025", "ice.fear_parole_requested", "2025-01-28"),
        ("FY23_detentionStats01192022", "ice.bonds", None),  # 101/14/2023
        ("FY21_detentionStats10012021", "ice.transgender_population", None),  # XX/XX/XXXX
        ("FY22_detentionStats06172022", "ice.transgender_population", None),
        ("FY22_detentionStats08092022", "ice.transgender_population", "2022-02-14"),
    ],
)
def test_the_day_up_to_which_the_data_run(said: Query, file: str, dataflow: str, through: str | None) -> None:
    assert days(said, file, dataflow) == {through}


def test_the_final_day_of_a_year_is_its_own(said: Query) -> None:
    rows = "select max(period_end)::varchar from observation where dataflow = 'ice.facilities' and file = $file"
    assert only(said, rows, file="FY24_detentionStats") == "2024-09-30"  # through 7 October
    assert only(said, rows, file="FY23_detentionStats01192022") is None


def test_facilities_of_another_year(said: Query) -> None:
    """FY22_09152022 prints those of FY2020 under a name of FY2022."""
    rows = said.execute("""
        select time_period, round(sum(value)), count(*) from observation
        where file = 'FY22_detentionStats09152022' and series_key like '%,level=%' group by all""").fetchall()
    assert rows == [("2019-10-01/P1Y", 43476.0, 4 * 184)]
    twice = (
        "select count(*) from observation where file = 'FY22_detentionStats09152022' and series_key like '%entry=2,%'"
    )
    assert only(said, twice) == 28  # two facilities, printed twice with one address


def test_facilities_of_the_year_end(said: Query) -> None:
    total = "select round(sum(value)) from observation where file = $file and series_key like '%,level=%'"
    assert only(said, total, file="FY24_detentionStats") == 36277
    assert only(said, total, file="FY22_detentionStats07082022") == 5296  # blank from the 47th on, as printed


@pytest.mark.parametrize(
    ("file", "periods"),
    [
        ("FY21_detentionStats060921", {"2019-10-01/P1Y"}),
        ("FY21_detentionStats10282021", {"2019-10-01/P1Y"}),
        ("FY24_detentionStats11152024", {"2024-10-01/P1Y"}),  # a name of FY2024 for sheets of FY2025
        ("FY23_detentionStats01192022", {"2022-10-01/P1Y"}),
        ("FY21_detentionStats07222020", {"2020-10-01/P1Y"}),
    ],
)
def test_the_fiscal_year_is_that_of_the_tables(said: Query, file: str, periods: set[str]) -> None:
    found = said.execute(
        "select distinct time_period from observation where file = ? and dataflow = 'ice.removals'", [file]
    ).fetchall()
    assert {period for (period,) in found} == periods


def test_figures_after_the_day_are_provisional(said: Query) -> None:
    """FY25_12122024 (through 30 November) prints seven book-ins of December."""
    assert figure(said, "FY25_detentionStats12122024", "L20")[-2:] == (7.0, "P")
    assert figure(said, "FY25_detentionStats12122024", "M20")[-2:] == (None, "M")
    rows = said.execute("""
        select distinct obs_status from observation where file = 'FY23_detentionStats01092023'
        and dataflow = 'ice.alos_by_arresting_agency' and time_period = '2023-01'""").fetchall()
    assert rows == [("P",)]


def test_hearings_end_with_the_month_of_their_title(said: Query) -> None:
    assert days(said, "FY25_detentionStats02032025", "ice.atd_court_appearances_total") == {"2024-12-31"}
    assert days(said, "FY23_detentionStats221207", "ice.atd_court_appearances_final") == {None}


# ── Traps of the tables ──────────────────────────────────────────────────────────────────────────────────────────────
def test_the_slip_of_the_publisher_is_kept(said: Query) -> None:
    """The months of Bonded Out add up to 5,705, its total says 5,697."""
    rows = said.execute("""
        select time_period like '%P1Y', sum(value) from observation where file = 'FY21_detention-stats_0414'
        and series_key = 'ice.releases_by_reason{definition=final_releases,reason=bonded_out,criminality=total}'
        group by 1 order by 1""").fetchall()
    assert rows == [(False, 5705.0), (True, 5697.0)]


def test_two_definitions_of_a_release_are_two_series(said: Query) -> None:
    rows = said.execute("""
        select regexp_extract(series_key, 'definition=(\\w+)', 1) definition, count(distinct file), any_value(metric)
        from observation where dataflow = 'ice.releases_by_reason' group by 1 order by 1""").fetchall()
    assert rows == [("final_book_outs", 33, "final_book_outs"), ("final_releases", 60, "final_releases")]


def test_reasons_have_one_name(said: Query) -> None:
    rows = said.execute("""
        select regexp_extract(series_key, 'reason=(\\w+)', 1), count(distinct file)
        from observation where dataflow = 'ice.releases_by_reason' group by 1""").fetchall()
    every = dict.fromkeys(
        ("total", "bonded_out", "bond_set_by_ice", "bond_set_by_ij", "order_of_recognizance", "order_of_supervision",
         "paroled"), 93)  # fmt: skip
    book_outs = dict.fromkeys(
        ("other", "proceedings_terminated", "release_to_remove", "relief_granted_by_ij", "transferred",
         "transfer_to_u_s_marshals_or_other_agency"), 33)  # fmt: skip
    assert dict(rows) == {**every, **book_outs, "prosecutorial_discretion": 11, "court_ordered": 1}


def test_a_technology_without_a_name_stays_with_its_area(said: Query) -> None:
    """FY25_02032025 leaves the name of a technology of Los Angeles blank; what follows is Los Angeles too."""
    rows = said.execute("""
        select sum(value) filter (series_key not like '%technology=total%'), sum(value), count(*) from observation
        where file = 'FY25_detentionStats02032025' and series_key like '%area=los_angeles%measure=count}'""").fetchall()
    assert rows == [(16345.0, 2 * 16345.0, 7)]
    bare = "select count(distinct file) from observation where series_key like '%area=unlabelled,technology=total%'"
    assert only(said, bare) == 3  # a total without a label below the areas, summer 2021


def test_areas_of_atd_add_up_but_where_the_publisher_slipped(said: Query) -> None:
    off = said.execute("""
        with area as (
            select file, sheet, regexp_extract(series_key, 'area=(\\w+)', 1) area,
                sum(value) filter (series_key like '%technology=total%') whole,
                sum(value) filter (series_key not like '%technology=total%') parts
            from observation where dataflow = 'ice.atd_by_area' and series_key like '%measure=count}' group by all)
        from area select file, area, whole, parts where whole <> parts order by file""").fetchall()
    assert off == [
        ("FY22_detentionStats08192022", "st_paul", 2766.0, 2787.0),
        ("FY23_detentionStats01092023", "buffalo", 724.0, 723.0),
    ]


def test_length_in_custody_counts_its_own_years(said: Query) -> None:
    """2023 stands over October 2022 in FY23_221207; no year over January 2024 in FY24_02012024, over 2026 in FY26."""
    span = """select min(time_period), max(time_period), count(distinct time_period) from observation
              where dataflow = $flow and file = $file"""
    for flow in ("ice.iclos", "ice.iclos_detainees"):
        for file, expected in (
            ("FY23_detentionStats221207", ("2020-07-15", "2022-11-30", 58)),
            ("FY24_detentionStats02012024", ("2023-01-15", "2024-01-31", 26)),
            ("FY26_detentionStats_04092026", ("2023-01-15", "2026-03-31", 78)),
        ):
            assert said.execute(span, {"flow": flow, "file": file}).fetchall() == [expected], (flow, file)


def test_length_in_custody_adds_up_but_for_three_columns(said: Query) -> None:
    off = said.execute("""
        select file, time_period from observation
        where dataflow = 'ice.iclos_detainees' and series_key like '%length=total}' and value is not null group by all
        having sum(value) <> 2 * max(value) filter (series_key like '%held=total,%') order by all""").fetchall()
    assert off == [("FY25_detentionStats12122024", day) for day in ("2024-10-15", "2024-10-31", "2024-11-15")]


def test_columns_of_zeros_are_no_figures(said: Query) -> None:
    rows = said.execute("""
        select obs_status, count(distinct file), count(distinct (file, time_period)) from observation
        where dataflow = 'ice.iclos' and obs_status in ('M', 'O') group by 1 order by 1""").fetchall()
    # The end of a month to come; a year that was not filled in, a month that was over (two re-released sheets).
    assert rows == [("M", 30, 30), ("O", 5, 74)]
    rows = said.execute("""
        select file, count(*) from observation where dataflow like 'ice.semiannual%' and obs_status = 'O' group by 1
        order by 1""").fetchall()
    assert rows == [
        ("FY25_detentionStats12122024", 57),
        ("FY26_detentionStats_02122026", 59),
        ("FY26_detentionStats_04092026", 59),
    ]


def test_semiannual_years_are_whole_but_the_newest(said: Query) -> None:
    rows = said.execute("""
        select file, time_period, period_end::varchar, obs_status from observation
        where dataflow = 'ice.semiannual_parents_of_us_citizens_book_ins' and (file, time_period) in (
            ('FY22_detentionStats07082022', '2021-10-01/P1Y'), ('FY22_detentionStats07082022', '2020-10-01/P1Y'),
            ('FY25_detentionStats06202025', '2024-10-01/P1Y'), ('FY23_detentionStats05192023', '2022-10-01/P1Y'),
            ('FY24_detentionStats', '2023-10-01/P1Y')) order by 1, 2""").fetchall()
    assert rows == [
        ("FY22_detentionStats07082022", "2020-10-01/P1Y", "2021-09-30", "A"),
        ("FY22_detentionStats07082022", "2021-10-01/P1Y", "2022-03-31", "P"),  # says so in its label
        ("FY23_detentionStats05192023", "2022-10-01/P1Y", None, "P"),  # its day slipped; the year was not over
        ("FY24_detentionStats", "2023-10-01/P1Y", "2024-09-30", "A"),
        ("FY25_detentionStats06202025", "2024-10-01/P1Y", "2025-04-22", "P"),
    ]


def test_months_of_the_bonds(said: Query) -> None:
    months = """select list(distinct time_period order by time_period) from observation
                where file = $file and dataflow = 'ice.bonds'"""
    assert only(said, months, file="FY25_detentionStats07172025")[-2:] == ["2025-06", "2025-07"]  # prints June twice
    assert "2024-09" in only(said, months, file="FY25_detentionStats11212024")  # `Sep-2024 (Thru 9/11)`
    rows = said.execute("""
        select distinct obs_status from observation where file = 'FY25_detentionStats11212024'
        and dataflow = 'ice.bonds' and time_period = '2024-09'""").fetchall()
    assert rows == [("P",)]
    gaps = said.execute("""
        with m as (
            select distinct file, (time_period || '-01')::date d from observation where dataflow = 'ice.bonds')
        from m select file group by file having count(*) <> date_diff('month', min(d), max(d)) + 1""").fetchall()
    assert gaps == []


def test_segregation_by_month(said: Query) -> None:
    rows = said.execute("""
        select file, count(distinct time_period), min(time_period), max(time_period) from observation
        where dataflow = 'ice.segregation' and file in ('FY24_detentionStats05132024', 'FY25_detentionStats11212024',
        'FY25_detentionStats06202025', 'FY25_detentionStats12122024') group by 1 order by 1""").fetchall()
    assert rows == [
        ("FY24_detentionStats05132024", 1, "2024-04", "2024-04"),
        ("FY25_detentionStats06202025", 14, "2024-04", "2025-05"),  # one block without a header row
        ("FY25_detentionStats11212024", 6, "2024-04", "2024-10"),  # September is embargoed
        ("FY25_detentionStats12122024", 2, "2024-10", "2024-11"),
    ]
    off = """select count(*) from (select file from observation where dataflow = 'ice.segregation'
             group by file, time_period having sum(value) <> 2 * max(value) filter (series_key like '%=total}'))"""
    assert only(said, off) == 0


def test_vulnerable_by_fiscal_quarter(said: Query) -> None:
    quarters = """select list(distinct time_period order by time_period) from observation
                  where dataflow = 'ice.vulnerable_population' and file = $file"""
    assert only(said, quarters, file="FY22_detentionStats06162022") == ["2021-10-01/P3M", "2022-01-01/P3M"]
    assert "2021-10-01/P3M" not in only(said, quarters, file="FY23_detentionStats04122023")  # dropped since
    assert "2025-07-01/P3M" not in only(said, quarters, file="FY26_detentionStats_04092026")


def test_transgender_split_is_book_ins_in_some_editions(said: Query) -> None:
    rows = said.execute("""
        select distinct file from observation where dataflow = 'ice.transgender_population'
        group by file having bool_and(metric = 'book_ins') order by 1""").fetchall()
    assert [file for (file,) in rows] == [
        "FY23_detentionStats10312023",
        "FY24_detentionStats",
        "FY24_detentionStats02012024",
        "FY24_detentionStats02152024",
        "FY24_detentionStats11152023",
        "a177b8bd-FY24_detentionStats",
    ]
    rows = said.execute("""
        select metric, time_period, value from observation where file = 'FY22_detentionStats06092022'
        and dataflow = 'ice.transgender_population' and cell in ('B5', 'B6') order by cell""").fetchall()
    assert rows == [("book_ins", "2021-10-01/P1Y", 83.0), ("detained_population", "2022-06-08", 17.0)]
