"""Claims beside series printed as rows alone, or by several publishers; and whose figure a claim has instead."""

from __future__ import annotations

from datetime import date

import pytest
from small_warehouse import SmallWarehouse

SMALL = SmallWarehouse(("cbp_southwest_border", "CBP"), ("usbp_monthly_encounters", "CBP"),
                       ("ohss_khsm", "OHSS"), ("ohss_monthly_tables", "OHSS"))  # fmt: skip
CBP = "cbp.southwest_border_encounters"
ALL, PATROL = f"{CBP}{{*}}", f"{CBP}{{agency=USBP,*}}"
YEARS = "usbp.encounters_by_sector_and_month{sector=total}"
OHSS = "ohss.swb_encounters_by_citizenship{agency=total,citizenship=total}"
REPATRIATED = "ohss.repatriations_by_type"
RETURNS = f"{REPATRIATED}{{type=administrative_returns|enforcement_returns}}"
MARCH = {"period_kind": "range", "period_start": date(2025, 3, 1), "period_end": date(2025, 3, 31)}
QUARTER = {"period_kind": "range", "period_start": date(2025, 3, 1), "period_end": date(2025, 4, 30)}
AT_THE_BORDER = {
    "measure": "encounters",
    "agency": "CBP",
    "geography": "southern border",
}


def year(first: int) -> dict[str, object]:
    return {"period_kind": "range", "period_start": date(first, 10, 1), "period_end": date(first + 1, 9, 30)}


def rows(document: str, month: str, **values: float | None) -> None:
    """The rows of a month in CBP's file: `usbp_mex=10` are ten Mexicans, by Border Patrol."""
    (last,) = SMALL.connection.execute("select count(*) from core.observation").fetchone() or (0,)
    for n, (name, value) in enumerate(values.items(), last + 2):
        agency, citizenship = name.upper().split("_")
        people = f"demographic=single_adults,citizenship={citizenship},authority=title_8,encounter_type=any"
        SMALL.figure(document, f"r{n}c9", f"{CBP}{{agency={agency},{people}}}", month, value, "encounters", sheet=None)


@pytest.fixture
def small() -> SmallWarehouse:
    """Two editions of CBP's file, of April and May, and an article of 1 May."""
    SMALL.empty()
    SMALL.document("april", "2025-04-15 12:00", "2025-03-31")
    rows("april", "2025-03", usbp_mex=40, usbp_slv=8, ofo_mex=100, ofo_hnd=5)
    SMALL.document("may", "2025-05-15 12:00", "2025-04-30")
    rows("may", "2025-03", usbp_mex=41, usbp_slv=8, ofo_mex=100, ofo_hnd=5, ofo_gtm=1)
    rows("may", "2025-04", ofo_mex=90)
    SMALL.document("article", "2025-05-01 17:00")
    SMALL.article("article", "words", "2025-05-01 15:00")
    SMALL.speak()
    return SMALL


def beside(small: SmallWarehouse, **said: object) -> dict[str, object]:
    small.connection.execute("delete from core.claim")
    small.claim("article", 0, 3, 0, 3, **{**AT_THE_BORDER, "value_low": 1, "value_high": 1, **said})
    (row,) = small.rows("from marts.claims_beside_figures")
    return row


def test_a_table_without_a_total_is_the_sum_of_its_rows_in_one_edition(small: SmallWarehouse) -> None:
    row = beside(small, **MARCH, value_low=150, value_high=150)
    assert (row["reason"], row["series_key"], row["figures_publisher"]) == ("published series", ALL, "CBP")
    assert (row["value_then"], row["difference"], row["documents_then"]) == (153, -3, ["april"])
    assert row["cells_then"] == ["r2c9 to r5c9 sum of 4"]
    assert (row["value_first"], row["value_now"], row["documents_now"]) == (153, 155, ["may"])


def test_a_sum_takes_the_rows_that_have_what_it_names(small: SmallWarehouse) -> None:
    row = beside(small, **MARCH, population="between ports of entry", value_low=48, value_high=48)
    assert (row["series_key"], row["value_then"], row["difference"]) == (PATROL, 48, 0)
    assert (row["value_now"], row["cells_now"]) == (49, ["r6c9 to r7c9 sum of 2"])


def test_where_no_row_is_listed_the_sum_is_zero(small: SmallWarehouse) -> None:
    small.connection.execute("update core.article set published_at = '2025-06-01 15:00'")
    month = {**MARCH, "period_start": date(2025, 4, 1), "period_end": date(2025, 4, 30)}
    row = beside(small, **month, population="between ports of entry", value_low=0, value_high=0)
    assert (row["reason"], row["value_then"], row["difference"]) == ("published series", 0, 0)
    assert row["cells_then"] == ["no row: zero"]


def test_a_month_that_the_table_does_not_print_is_not_zero(small: SmallWarehouse) -> None:
    month = {**MARCH, "period_start": date(2025, 5, 1), "period_end": date(2025, 5, 31)}
    assert beside(small, **month)["reason"] == "no figure of this period"


def test_a_row_without_a_figure_spoils_the_sums_that_it_belongs_to(small: SmallWarehouse) -> None:
    rows("april", "2025-03", ofo_gtm=None)
    small.speak()
    assert beside(small, **MARCH)["value_then"] is None
    assert beside(small, **MARCH, population="between ports of entry")["value_then"] == 48


def test_where_a_missing_row_does_not_say_zero_there_is_no_open_sum(small: SmallWarehouse) -> None:
    small.connection.execute("update core.dataflow set absence = 'not_listed' where dataflow = ?", [CBP])
    row = beside(small, **MARCH)
    small.connection.execute("update core.dataflow set absence = 'zero' where dataflow = ?", [CBP])
    assert (row["reason"], row["value_now"]) == ("no figure of this period", None)


def test_two_that_are_named_are_added_up_where_both_are_printed(small: SmallWarehouse) -> None:
    said = {**MARCH, "measure": "returns", "agency": "DHS", "geography": None, "value_low": 70}
    small.figure("april", "A1", f"{REPATRIATED}{{type=enforcement_returns}}", "2025-03", 50, "repatriations")
    small.figure("april", "A2", f"{REPATRIATED}{{type=removals}}", "2025-03", 900, "repatriations")
    small.speak()
    assert beside(small, **said, value_high=70)["reason"] == "no figure of this period"
    small.figure("april", "A3", f"{REPATRIATED}{{type=administrative_returns}}", "2025-03", 20, "repatriations")
    row = beside(small, **said, value_high=70)
    assert (row["series_key"], row["value_then"], row["difference"]) == (RETURNS, 70, 0)
    assert row["cells_then"] == ["Detention!A1 to A3 sum of 2"]


def test_a_fiscal_year_is_the_sum_of_its_months_where_no_year_is_printed(small: SmallWarehouse) -> None:
    for month in [*(f"2023-{n:02}" for n in range(10, 13)), *(f"2024-{n:02}" for n in range(1, 9))]:
        rows("april", month, usbp_mex=10, ofo_mex=1)
    small.speak()
    assert beside(small, **year(2023))["reason"] == "no figure of this period"
    rows("april", "2024-09", usbp_mex=10, ofo_mex=2)
    small.speak()
    row = beside(small, **year(2023), value_low=133, value_high=133)
    assert (row["reason"], row["comparable"], row["series_key"]) == ("sum of months", True, ALL)
    assert (row["value_then"], row["difference"], len(row["cells_then"])) == (133, 0, 12)  # type: ignore[arg-type]


def test_months_of_two_publishers_are_not_added_up(small: SmallWarehouse) -> None:
    small.figure("april", "A1", OHSS, "2025-02", 200, "encounters")
    small.speak()
    row = beside(small, **{**QUARTER, "period_start": date(2025, 2, 1), "period_end": date(2025, 3, 31)})
    assert (row["reason"], row["value_now"]) == ("no figure of this period", None)
    small.figure("april", "A2", OHSS, "2025-03", 150, "encounters")
    small.speak()
    row = beside(small, **{**QUARTER, "period_start": date(2025, 2, 1), "period_end": date(2025, 3, 31)})
    assert (row["series_key"], row["value_now"], row["figures_publisher"]) == (OHSS, 350, "OHSS")


def test_exact_figures_come_before_rounded_ones(small: SmallWarehouse) -> None:
    small.figure("april", "A1", OHSS, "2025-03", 150, "encounters")
    small.speak()
    assert beside(small, **MARCH)["series_key"] == ALL


OFFICERS = f"{CBP}{{agency=OFO,*}}"


@pytest.mark.parametrize(("component", "series"), [("USBP", PATROL), ("OFO", OFFICERS), (None, ALL)])
def test_the_part_of_cbp_that_is_meant_is_what_stands_beside(
    small: SmallWarehouse, component: str | None, series: str
) -> None:
    assert beside(small, **MARCH, component=component)["series_key"] == series


def test_a_part_that_no_series_counts_is_held_against_none(small: SmallWarehouse) -> None:
    row = beside(small, **MARCH, component="OFO", measure="arrests")
    assert row["reason"] == "needs a dimension that is not published"
    row = beside(small, **MARCH, component="OFO", geography=None)
    assert row["reason"] == "needs a dimension that is not published"


def test_a_claim_that_has_the_figure_of_the_other_of_the_two_says_so(small: SmallWarehouse) -> None:
    row = beside(small, **MARCH, value_low=48, value_high=48)
    assert (row["series_key"], row["value_then"], row["difference"]) == (ALL, 153, -105)
    assert row["figure_of_another_series"] == PATROL
    row = beside(small, **MARCH, value_low=153, value_high=153, component="USBP")
    assert (row["series_key"], row["figure_of_another_series"]) == (PATROL, ALL)
    row = beside(small, **MARCH, value_low=153, value_high=153)
    assert (row["difference"], row["figure_of_another_series"]) == (0, None)
    assert beside(small, **MARCH, value_low=77, value_high=77)["figure_of_another_series"] is None


def test_a_number_of_the_department_that_is_ices_says_so(small: SmallWarehouse) -> None:
    said = {**MARCH, "measure": "removals", "agency": "DHS", "geography": None}
    ero = "ohss.ero_removals_and_returns_by_arresting_agency{agency=total}"
    small.figure("april", "A1", f"{REPATRIATED}{{type=removals}}", "2025-03", 323_670, "repatriations")
    small.figure("april", "A2", ero, "2025-03", 235_410, "removals")
    small.speak()
    row = beside(small, **said, value_low=235_413, value_high=235_413)
    assert (row["value_then"], row["figure_of_another_series"]) == (323_670, ero)
    small.connection.execute("delete from core.observation where series_key <> ?", [ero])
    small.speak()
    assert beside(small, **said)["reason"] == "no figure of this period"


@pytest.mark.parametrize(
    ("geography", "found"),
    [
        ("southwest border", True),
        ("Southwest border", True),
        ("US-Mexico border", True),
        ("southern border", True),
        ("northern border", False),
        ("US", False),
        (None, False),
        ("Tucson sector", False),
    ],
)
def test_the_border_is_found_under_its_names(small: SmallWarehouse, geography: str | None, found: bool) -> None:
    assert (beside(small, **MARCH, geography=geography)["series_key"] == ALL) == found


def test_people_of_a_country_that_a_table_counts_among_others_are_not_zero(small: SmallWarehouse) -> None:
    row = beside(small, **MARCH, population="Mexicans", value_low=140, value_high=140)
    assert (row["series_key"], row["value_then"]) == (f"{CBP}{{citizenship=MEX,*}}", 140)
    row = beside(small, **MARCH, population="Guatemalans", value_low=0, value_high=0)
    assert (row["reason"], row["value_then"], row["value_now"]) == ("published later", None, 1)
    april = {**MARCH, "period_start": date(2025, 4, 1), "period_end": date(2025, 4, 30)}
    assert beside(small, **april, population="Salvadorans", value_low=0, value_high=0)["value_now"] == 0
    assert beside(small, **MARCH, population="Venezuelans")["reason"] == "no figure of this period"
    row = beside(small, **MARCH, population="Salvadorans, Guatemalans and Hondurans", value_low=13, value_high=13)
    assert (row["value_then"], row["value_now"]) == (13, 14)


def test_a_sector_is_found_in_either_code(small: SmallWarehouse) -> None:
    said = {**MARCH, "geography": "Tucson Sector", "component": "USBP"}
    khsm = "ohss.khsm_usbp_encounters_by_sector{sector=tucson_az}"
    assert beside(small, **said)["reason"] == "no figure of this period"
    small.figure("april", "A1", khsm, "2025-03", 60, "encounters")
    small.speak()
    assert beside(small, **said)["series_key"] == khsm
    small.figure("april", "A2", "usbp.encounters_by_sector_and_month{sector=tucson}", "2025-03", 63, "encounters")
    small.speak()
    assert beside(small, **said)["value_then"] == 63
    assert beside(small, **said, population="families")["reason"] == "needs a dimension that is not published"


def test_a_period_to_date_shows_its_whole_months_and_is_not_held_against_them(small: SmallWarehouse) -> None:
    said = {"period_kind": "range", "period_start": date(2025, 3, 1), "period_end": date(2025, 5, 10)}
    row = beside(small, **said, value_low=245, value_high=245)
    assert (row["reason"], row["comparable"], row["difference"]) == ("period not aligned", False, None)
    assert (row["series_key"], row["value_now"], row["figures_through"]) == (ALL, 245, date(2025, 4, 30))
    row = beside(small, **said, geography="Texas")
    assert (row["value_now"], row["figures_through"]) == (None, None)
    assert beside(small, **MARCH)["figures_through"] is None


YEARLY = {"measure": "arrests", "agency": "CBP", "geography": "US", "component": "USBP"}


@pytest.fixture
def years(small: SmallWarehouse) -> SmallWarehouse:
    """Fiscal years 2015 to 2018 as Border Patrol prints them, and months of two years."""
    small.document("pdf", "2021-08-09 12:00", "2020-09-30")
    for n, value in ((2014, 337_117), (2015, 415_816), (2016, 310_531), (2017, 404_142)):
        small.figure("pdf", f"p1:{n}", YEARS, f"{n}-10-01/P1Y", value, "encounters", sheet=None)
    for n, month in enumerate(("2016-01", "2016-02", "2017-01", "2017-02"), 1):
        small.figure("pdf", f"p2:{n}", YEARS, month, 10_000 + 1111 * n, "encounters", sheet=None)
    small.speak()
    return small


def test_the_figure_of_another_year_is_found_and_said(years: SmallWarehouse) -> None:
    row = beside(years, **YEARLY, **year(2015), value_low=310_531, value_high=310_531)
    assert (row["value_then"], row["difference"]) == (415_816, -105_285)
    assert (row["figure_of_another_period"], row["value_of_another_period"]) == ("2016-10-01/P1Y", 310_531)


@pytest.mark.parametrize(
    ("first", "low", "high", "qualifier"),
    [
        (2016, 310_531, 310_531, "exact"),  # its own
        (2015, 310_532, 310_532, "exact"),  # nobody's
        (2015, 310_000, 310_000, "about"),  # rounded so that many have it
        (2015, 310_531, None, "more_than"),  # which holds of its own year
        (2015, 310_531, 404_142, "range"),
        (2019, 310_531, 310_531, "exact"),  # of its own year nothing is known
    ],
)
def test_the_figure_of_another_year_is_not_found_where_there_is_none(
    years: SmallWarehouse, first: int, low: float, high: float | None, qualifier: str
) -> None:
    row = beside(years, **YEARLY, **year(first), value_low=low, value_high=high, qualifier=qualifier)
    assert (row["figure_of_another_period"], row["value_of_another_period"]) == (None, None)


def test_a_number_that_is_printed_rounded_is_another_years_within_its_rounding(years: SmallWarehouse) -> None:
    row = beside(years, **YEARLY, **year(2015), value_low=404_100, value_high=404_100)
    assert row["figure_of_another_period"] == "2017-10-01/P1Y"
    assert (
        beside(years, **YEARLY, **year(2015), value_low=404_200, value_high=404_200)["figure_of_another_period"] is None
    )


def test_of_a_month_it_is_another_month_and_of_several_the_same_months_of_another_year(years: SmallWarehouse) -> None:
    january = {"period_kind": "range", "period_start": date(2016, 1, 1), "period_end": date(2016, 1, 31)}
    row = beside(years, **YEARLY, **january, value_low=14_444, value_high=14_444)
    assert (row["value_then"], row["figure_of_another_period"]) == (11_111, "2017-02")
    two = {**january, "period_end": date(2016, 2, 29)}
    row = beside(years, **YEARLY, **two, value_low=27_777, value_high=27_777)
    assert (row["reason"], row["value_then"]) == ("sum of months", 23_333)
    assert (row["figure_of_another_period"], row["value_of_another_period"]) == ("2017-01 to 2017-02", 27_777)


@pytest.mark.parametrize(
    ("first", "last", "number", "period"),
    [
        (date(2016, 1, 1), date(2016, 12, 31), 415_816, "2015-10-01/P1Y"),  # the fiscal year that ends in it
        (date(2016, 1, 1), date(2016, 12, 31), 310_531, "2016-10-01/P1Y"),
        (date(2016, 10, 1), date(2017, 2, 20), 415_816, "2015-10-01/P1Y"),  # a year to date that has a whole one's
        (date(2016, 10, 1), date(2017, 2, 20), 310_531, None),  # its own, which nobody knew by then
        (date(2016, 1, 1), date(2016, 12, 31), 415_817, None),
    ],
)
def test_the_figure_of_a_fiscal_year_is_found_in_a_claim_of_other_months(
    years: SmallWarehouse, first: date, last: date, number: int, period: str | None
) -> None:
    for month in [*(f"2016-{n:02}" for n in range(3, 13)), "2015-10"]:
        years.figure("pdf", f"p3:{month}", YEARS, month, 30_000, "encounters", sheet=None)
    years.speak()
    said = {"period_kind": "range", "period_start": first, "period_end": last}
    row = beside(years, **YEARLY, **said, value_low=number, value_high=number)
    assert row["value_now"] is not None
    assert row["figure_of_another_period"] == period


def test_another_period_is_of_the_series_that_stands_beside_the_claim(years: SmallWarehouse) -> None:
    years.figure("pdf", "p9:1", "ohss.khsm_usbp_encounters", "2009-10-01/P1Y", 463_380, "encounters")
    years.speak()
    row = beside(years, **YEARLY, **year(2015), value_low=463_382, value_high=463_382)
    assert (row["series_key"], row["figure_of_another_period"]) == (YEARS, None)


def test_a_rounded_table_is_what_a_claim_says_within_its_rounding(years: SmallWarehouse) -> None:
    for n, value in ((2009, 463_380), (2010, 340_250)):
        years.figure("pdf", f"p9:{n}", "ohss.khsm_usbp_encounters", f"{n}-10-01/P1Y", value, "encounters")
    years.speak()
    row = beside(years, **YEARLY, **year(2009), value_low=340_252, value_high=340_252)
    assert (row["value_then"], row["figure_of_another_period"]) == (463_380, "2010-10-01/P1Y")
    assert (
        beside(years, **YEARLY, **year(2010), value_low=340_254, value_high=340_254)["figure_of_another_period"] is None
    )
