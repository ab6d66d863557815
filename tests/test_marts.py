"""Marts: one row a figure, readable without a join, as said now and as said at any moment."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from small_warehouse import SmallWarehouse

FY25 = "2024-10-01/P1Y"
#: mart ▶ its dimensions, and the column of its figure
MARTS = {
    "book_ins": (["agency"], "value"),
    "book_ins_by_criminality": (["facility_type", "criminality"], "value"),
    "currently_detained": (["criminality", "agency"], "value"),
    "currently_detained_by_disposition": (["disposition", "facility_type"], "value"),
    "removals": ([], "value"),
    "releases": (["definition", "reason", "criminality"], "value"),
    "average_daily_population": (["agency", "criminality"], "average_daily_population"),
    "average_length_of_stay": (["agency", "criminality"], "average_length_of_stay"),
}
#: what every figure carries, so that nobody needs a join
COMMON = {
    "dataflow", "series_key", "fiscal_year", "time_period", "period_start", "period_end", "unit", "value_corrected",
    "correction", "slip",
    "obs_status", "is_provisional", "data_through", "publisher", "source_id", "document_id", "document_url",
    "document_title", "sheet", "cell", "table_title", "row_label", "column_label", "known_from", "last_confirmed_at",
    "valid_from", "valid_to", "is_current",
}  # fmt: skip


@pytest.fixture(scope="module")
def small() -> SmallWarehouse:
    """Two editions: February 2025 (a) and March 2025 (b), the latter without the family facility type."""
    small = SmallWarehouse()
    editions = {"a": ("2025-02-03 15:00", "2025-01-25"), "b": ("2025-03-03 15:00", "2025-02-22")}
    for n, (document, (known_from, through)) in enumerate(editions.items()):
        small.document(document, known_from, through)
        for cell, series, period, value, metric in figures(n):
            small.figure(
                document, cell, series, period, value, metric, data_through=through,
                obs_status="P" if period == FY25 else "A",
            )  # fmt: skip
    family = "ice.releases_by_facility_type{definition=final_book_outs,facility_type=family}"
    small.figure("a", "J13", family, FY25, 3.0, "final_book_outs", data_through="2025-01-25")
    small.speak()
    return small


def figures(n: int) -> list[tuple[str, str, str, float, str]]:
    adp, alos, facility = "average_daily_population", "average_length_of_stay", "ice.facilities{name=x,city=y,state=tx,"
    return [
        ("J20", "ice.book_ins_by_arresting_agency{agency=total}", "2024-10", 23_621.0 - 8 * n, "book_ins"),
        ("J21", "ice.book_ins_by_arresting_agency{agency=CBP}", "2024-10", 15_007.0, "book_ins"),
        ("J22", "ice.book_ins_by_arresting_agency{agency=ICE}", "2024-10", 8_614.0 - 8 * n, "book_ins"),
        ("E29", "ice.book_ins_by_criminality{facility_type=total,criminality=total}", FY25, 82_093.0, "book_ins"),
        ("C10", "ice.currently_detained_by_disposition{disposition=total,facility_type=adult}", "2025-01-26", 39_238.0,
         "detained_population"),
        ("F20", "ice.currently_detained_by_criminality{criminality=total,agency=ICE}", "2025-01-26", 14_882.0,
         "detained_population"),
        ("G20", "ice.currently_detained_by_criminality{criminality=total,agency=ICE,measure=percent}", "2025-01-26",
         0.38, "detained_population_share"),
        ("P29", "ice.removals{population=total}", FY25, 85_769.0, "removals"),
        ("P30", "ice.removals{population=family}", FY25, 11_509.0, "removals"),
        ("C38", "ice.releases_by_reason{definition=final_book_outs,reason=bonded_out,criminality=total}", "2024-10",
         910.0, "final_book_outs"),
        ("C39", "ice.releases_by_reason{definition=final_book_outs,reason=bonded_out,criminality=convicted_criminal}",
         "2024-10", 910.0, "final_book_outs"),
        ("C40", "ice.releases_by_reason{definition=final_book_outs,reason=bond_set_by_ij,criminality=total}", "2024-10",
         900.0, "final_book_outs"),
        ("J12", "ice.releases_by_facility_type{definition=final_book_outs,facility_type=total}", FY25, 78_955.0,
         "final_book_outs"),
        ("N98", "ice.adp_by_arresting_agency{agency=ICE,criminality=total}", "2024-10", 39_160.5, adp),
        ("N125", "ice.adp_by_facility_type{facility_type=adult}", FY25, 39_160.5, adp),
        ("N116", "ice.alos_by_arresting_agency{agency=total,criminality=total}", "2024-10", 48.9, alos),
        ("N135", "ice.alos_adult_by_arresting_agency{agency=total}", FY25, 48.8, alos),
        ("J8", facility + "level=A}", FY25, 10.5 + n, adp),
        ("K8", facility + "level=B}", FY25, 2.0, adp),
        ("L8", facility + "level=C}", FY25, 0.0, adp),
        ("M8", facility + "level=D}", FY25, 1.5, adp),
        ("N8", facility + "sex=male,criminality=criminal}", FY25, 5.0, adp),
        ("O8", facility + "sex=female,criminality=non_criminal}", FY25, 9.0, adp),
        ("R8", facility + "threat_level=1}", FY25, 4.0, adp),
        ("U8", facility + "threat_level=none}", FY25, 10.0, adp),
        ("V8", facility + "mandatory=yes}", FY25, 6.0, adp),
        ("I8", facility + "measure=alos}", FY25, 30.5, alos),
        ("W8", facility + "measure=guaranteed_minimum}", FY25, 100.0, "guaranteed_minimum"),
    ]  # fmt: skip


@pytest.mark.parametrize(("mart", "made_of"), MARTS.items())
def test_dimensions_come_first_and_every_figure_carries_where_it_stands(
    small: SmallWarehouse, mart: str, made_of: tuple[list[str], str]
) -> None:
    dimensions, value = made_of
    first = [column for one in dimensions for column in (one, f"{one}_label")]
    for relation in (f"marts.{mart}", f"marts.{mart}_as_of(date '2025-02-10')", f"marts.{mart}_at"):
        rows = small.rows(f"from {relation}")
        assert rows, relation
        assert list(rows[0])[: len(first)] == first
        assert set(rows[0]) == {*first, value, *COMMON, "age_days"}
    assert set(small.rows(f"from vintages.{mart}")[0]) == {*first, value, *COMMON}


@pytest.mark.parametrize("mart", [*MARTS, "facility_population"])
def test_what_was_said_at_a_moment(small: SmallWarehouse, mart: str) -> None:
    def documents(relation: str) -> set[object]:
        return {row["document_id"] for row in small.rows(f"select distinct document_id from marts.{relation}")}

    assert documents(f"{mart}_as_of(date '2025-02-02')") == set()
    assert documents(f"{mart}_as_of(date '2025-02-10')") == {"a"}
    assert documents(f"{mart}_as_of(timestamp '2025-03-03 14:59:59')") == {"a"}
    assert documents(f"{mart}_as_of(timestamp '2025-03-03 15:00:00')") == {"b"}
    assert documents(mart) == {"b"}


def test_a_figure_reads_without_a_join(small: SmallWarehouse) -> None:
    query = "from marts.book_ins_as_of('2025-02-07') where agency = 'ICE' and time_period = '2024-10'"
    (row,) = small.rows(query)
    assert row["value"] == 8_614
    assert (row["fiscal_year"], row["is_provisional"]) == (2025, False)
    assert (row["publisher"], row["sheet"], row["cell"]) == ("ICE", "Detention", "J22")
    assert (row["document_url"], row["document_title"]) == ("https://www.ice.gov/doclib/detention/a.xlsx", "workbook a")
    assert row["data_through"] == datetime.date(2025, 1, 25)
    assert str(row["known_from"]) == str(row["valid_from"]) == "2025-02-03 15:00:00"
    assert str(row["valid_to"]) == "2025-03-03 15:00:00"


@pytest.mark.parametrize("mart", [*MARTS, "facility_population"])
def test_a_slice_says_how_old_its_figures_were(small: SmallWarehouse, mart: str) -> None:
    """On 2 March 2025 nothing newer was known than data through 25 January; a day later data through 22 February."""
    for day, age in (("2025-02-03", 9), ("2025-03-02", 36), ("2025-03-03", 9), ("2025-07-01", 129)):
        rows = small.rows(f"select distinct age_days from marts.{mart}_as_of(date '{day}')")
        assert [tuple(row.values()) for row in rows] == [(age,)], day
    assert small.rows(f"select age_days from marts.{mart} except from marts.{mart}_as_of(now()) select age_days") == []


def test_no_mart_holds_a_total_and_figure_says_which_are(small: SmallWarehouse) -> None:
    assert small.rows("select agency, value from marts.book_ins order by agency") == [
        {"agency": "CBP", "value": 15_007}, {"agency": "ICE", "value": 8_606}
    ]  # fmt: skip
    totals = small.rows("select cell, part_of from marts.figure where is_total order by cell")
    assert [row["cell"] for row in totals] == ["C38", "J20", "P29"]  # C38 counts by criminality, and the bonds
    (part,) = small.rows("select part_of from marts.figure where cell = 'J21'")
    assert part == {"part_of": ["ice.book_ins_by_arresting_agency{agency=total}"]}


def test_a_total_of_which_no_part_is_printed_stands_for_itself(small: SmallWarehouse) -> None:
    assert small.rows("select facility_type, criminality, value from marts.book_ins_by_criminality") == [
        {"facility_type": "total", "criminality": "total", "value": 82_093}
    ]


def test_a_total_stands_for_parts_that_have_no_value() -> None:
    """OHSS prints empty cells for kinds of conviction that it did not know in earlier years, beside those with any."""
    small = SmallWarehouse()
    small.document("a", "2025-02-03 15:00", "2025-01-31")
    key = "ohss.ero_arrests_by_criminality{{criminality={}}}"
    printed = {
        "total": 14_010.0, "convicted_criminal": 9_330.0, "felon": None, "other_immigration_violator": 4_680.0
    }  # fmt: skip
    for row, (criminality, value) in enumerate(printed.items()):
        status = "A" if value else "O"
        small.figure("a", f"B{row}", key.format(criminality), "2024-10", value, "arrests", obs_status=status)
    small.speak()
    assert small.rows("select sum(value) as people from marts.ohss_ero_arrests_by_criminality") == [{"people": 14_010}]
    totals = small.rows("select row_label, cell from marts.figure where is_total")
    assert [row["cell"] for row in totals] == ["B0"]


def test_codes_have_labels(small: SmallWarehouse) -> None:
    (row,) = small.rows("select reason_label, criminality_label from marts.releases")
    assert row == {"reason_label": "Bonded out", "criminality_label": "Convicted criminal"}


def test_shares_and_averages_are_no_values(small: SmallWarehouse) -> None:
    assert small.rows("select share from marts.currently_detained_shares") == [{"share": 0.38}]
    assert small.rows("select average_length_of_stay, agency from marts.average_length_of_stay") == [
        {"average_length_of_stay": 48.9, "agency": "total"}
    ]


def test_the_view_at_reads_the_variable(small: SmallWarehouse) -> None:
    asked = "select value from marts.book_ins_at where agency = 'ICE'"
    assert small.rows(asked) == [{"value": 8_606}]
    for moment in ("date '2025-02-10'", "'2025-02-10'", "timestamp '2025-03-03 14:59:59'"):
        small.connection.execute(f"set variable as_of = {moment}")
        assert small.rows(asked) == [{"value": 8_614}], moment
    small.connection.execute("reset variable as_of")
    assert small.rows(asked) == [{"value": 8_606}]


def test_a_series_no_longer_printed_is_not_said(small: SmallWarehouse) -> None:
    family = "where facility_type = 'family'"
    assert len(small.rows(f"from marts.releases_by_facility_type_as_of(date '2025-02-10') {family}")) == 1
    assert small.rows(f"from marts.releases_by_facility_type {family}") == []


def test_a_facility_is_one_row_whose_population_is_the_sum_of_its_levels(small: SmallWarehouse) -> None:
    (row,) = small.rows("from marts.facility_population_as_of(date '2025-02-10')")
    assert (row["name"], row["city"], row["state"], row["address"], row["entry"]) == ("x", "y", "tx", None, None)
    assert row["average_daily_population"] == 14
    assert row["cells"] == "J8:M8"
    assert (row["level_a"], row["level_b"], row["level_c"], row["level_d"]) == (10.5, 2, 0, 1.5)
    assert (row["male_criminal"], row["male_non_criminal"], row["female_non_criminal"]) == (5, None, 9)
    assert (row["threat_level_1"], row["threat_level_2"], row["no_threat_level"], row["mandatory"]) == (4, None, 10, 6)
    assert (row["average_length_of_stay"], row["guaranteed_minimum"]) == (30.5, 100)
    assert (row["fiscal_year"], row["is_provisional"], row["facility"]) == (2025, True, "as printed")
    (now,) = small.rows("from marts.facility_population")
    assert now["average_daily_population"] == 15


def test_a_mart_reads_only_what_it_needs(small: SmallWarehouse) -> None:
    """The filter on the table reaches the scan of the observations; nothing is filtered after the joins."""
    plan = small.rows("explain select value from marts.book_ins_as_of(date '2025-02-10')")[0]["explain_value"]
    assert "dataflow='ice.book_ins_by_arresting_agency'" in str(plan).replace(" ", "").replace("│", "").replace(
        "\n", ""
    )


def test_the_facilities_of_a_real_edition(corpus: Path) -> None:
    small = SmallWarehouse()
    small.read(corpus / "agency" / "ice_detention_statistics" / "a177b8bd-FY24_detentionStats.xlsx")
    small.speak()
    (row,) = small.rows(
        "select count(*) as facilities, round(sum(average_daily_population)) as people, "
        "count(distinct cells) as ranges from marts.facility_population where fiscal_year = 2024"
    )
    assert row == {"facilities": 109, "people": 36_277, "ranges": 109}
