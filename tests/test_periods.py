"""Text ▶ time period."""

from __future__ import annotations

from datetime import date

import pytest

from collectors.tables.periods import (
    Period,
    calendar_month,
    commonest,
    day,
    fiscal_quarter,
    fiscal_year,
    fiscal_years,
    half_month,
    long_dates,
    month,
    month_and_year,
    month_number,
    quarter_and_year,
    us_dates,
)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("ICE Removals: FY2025", [2025]),
        ("Detention FY 25 YTD", [2025]),
        ("Detention EOFY2020", [2020]),
        ("ATD EOFY23 ", [2023]),
        ("Fiscal Year (FY) 2022 Quarter 1 Data", [2022]),
        ("FY2018 - FY25 YTD", [2018, 2025]),
        ("FY2022 (10/1/2021 - 3/31/2022)", [2022]),
        ("Arrests FY2018 - YTD2022", [2018]),
        ("FY20251", []),
        ("SATISFY 2020", []),
        ("no year", []),
    ],
)
def test_fiscal_years_of_a_text(text: str, years: list[int]) -> None:
    assert fiscal_years(text) == years


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Report, 1.26.2025", [date(2025, 1, 26)]),
        ("through 07/02/2022 (run 7/4/22)", [date(2022, 7, 2), date(2022, 7, 4)]),
        ("101/14/2023", []),
        ("13/40/2022", []),
        ("02/29/2023", []),
        ("02/29/2024", [date(2024, 2, 29)]),
        ("XX/XX/XXXX", []),
        ("1/2/20255", []),
    ],
)
def test_days_of_a_text(text: str, days: list[date]) -> None:
    assert us_dates(text) == days


def test_a_fiscal_year_runs_from_october() -> None:
    start, over = date(2024, 10, 1), date(2025, 9, 30)
    through = date(2025, 1, 25)
    assert fiscal_year(2025) == Period("2024-10-01/P1Y", start, None, over)
    assert fiscal_year(2025, through) == Period("2024-10-01/P1Y", start, through, over)
    assert fiscal_year(2025, date(2025, 10, 7)).end == over  # not beyond its own end
    assert fiscal_year(2025, through, whole=True).end == over


def test_a_fiscal_quarter_begins_in_october() -> None:
    last = date(2021, 12, 31)
    assert fiscal_quarter(2022, 1) == Period("2021-10-01/P3M", date(2021, 10, 1), last, last)
    assert [fiscal_quarter(2022, n).id for n in (2, 3, 4)] == ["2022-01-01/P3M", "2022-04-01/P3M", "2022-07-01/P3M"]
    assert fiscal_quarter(2024, 2).end == date(2024, 3, 31)


@pytest.mark.parametrize("text", ["FY 2022 Quarter 2 Data", "Fiscal Year (FY)  2022 Quarter 2 Data"])
def test_quarter_and_year_of_a_text(text: str) -> None:
    assert quarter_and_year(text) == fiscal_quarter(2022, 2)


def test_a_text_without_a_quarter() -> None:
    assert quarter_and_year("Quarter 2 of 2022") is None


def test_months_of_a_fiscal_year() -> None:
    assert [calendar_month(2025, n) for n in (10, 12, 1, 9)] == [(2024, 10), (2024, 12), (2025, 1), (2025, 9)]
    assert calendar_month(2025, 13) == (2025, 1)
    assert month(2024, 2) == Period("2024-02", date(2024, 2, 1), date(2024, 2, 29), date(2024, 2, 29))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Oct", 10),
        ("OCT ", 10),
        ("October", 10),
        ("Sept.", 9),
        ("May", 5),
        ("Total", None),
        ("Marc", 3),
        ("Mayor", None),
    ],
)
def test_names_of_months(text: str, number: int | None) -> None:
    assert month_number(text) == number


def test_month_and_year_of_a_text() -> None:
    assert month_and_year("April 2024") == month(2024, 4)
    assert month_and_year("Sep-2024 (Thru 9/11)") == month(2024, 9)
    assert month_and_year("ICE Segregation Population") is None


def test_mid_and_end_of_a_month_are_days() -> None:
    assert half_month("mid", 2024, 2) == day(date(2024, 2, 15))
    assert half_month("end", 2024, 2) == day(date(2024, 2, 29))


def test_of_days_named_equally_often_the_latest_counts() -> None:
    first, second = date(2025, 1, 1), date(2025, 1, 2)
    assert commonest([first, first, second]) == first
    assert commonest([second, first]) == second
    assert commonest([]) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Data are current as of August 30, 2024; more later.", [date(2024, 8, 30)]),
        ("from Sep. 1, 2023 to February 29, 2024", [date(2023, 9, 1), date(2024, 2, 29)]),
        ("February 30, 2024, Decrease 4, 2024, July 2024", []),
    ],
)
def test_days_in_words(text: str, days: list[date]) -> None:
    assert long_dates(text) == days
