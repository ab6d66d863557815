"""What holds of every period, whatever the year: Hypothesis looks for the one of which it does not."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from collectors.tables.periods import (
    FULL_MONTHS,
    MONTHS,
    Period,
    calendar_month,
    commonest,
    day_after,
    fiscal_quarter,
    fiscal_year,
    fiscal_years,
    half_month,
    month,
    month_and_year,
    month_number,
    quarter_and_year,
    us_dates,
)

YEARS = st.integers(1990, 2099)
NUMBERS = st.integers(1, 12)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
#: Words that stand between the figures of a title and hold no digit, no slash and no name of a year.
WORDS = st.text(st.sampled_from("abcdeghijklmnopqrstuvwxz ,;:()"), max_size=12)


def is_whole(period: Period) -> bool:
    """Whether it covers all of its days: from the first, both inclusive, to the last."""
    return period.start is not None and period.start <= period.over == period.end


@given(YEARS)
def test_a_fiscal_year_is_its_twelve_months_without_gap(year: int) -> None:
    months = [month(*calendar_month(year, 9 + number)) for number in range(1, 13)]
    whole = fiscal_year(year, whole=True)
    assert is_whole(whole)
    assert (months[0].start, months[-1].end) == (whole.start, whole.end)
    for before, after in pairwise(months):
        assert is_whole(before)
        assert before.end is not None
        assert day_after(before.end) == after.start


@given(YEARS)
def test_quarters_divide_the_fiscal_year(year: int) -> None:
    quarters = [fiscal_quarter(year, number) for number in (1, 2, 3, 4)]
    whole = fiscal_year(year, whole=True)
    assert (quarters[0].start, quarters[-1].end) == (whole.start, whole.end)
    assert all(is_whole(quarter) for quarter in quarters)
    for before, after in pairwise(quarters):
        assert day_after(before.over) == after.start


@given(YEARS, st.none() | DAYS, st.booleans())
def test_a_fiscal_year_has_one_name_however_far_it_has_come(year: int, through: date | None, whole: bool) -> None:
    period = fiscal_year(year, through, whole)
    assert (period.id, period.over) == (f"{year - 1}-10-01/P1Y", date(year, 9, 30))
    assert period.end is None or period.end <= period.over
    assert (period.end is None) == (through is None and not whole)


@given(YEARS, st.integers(-24, 36))
def test_a_month_of_a_fiscal_year_lies_in_it(year: int, number: int) -> None:
    calendar_year, calendar_number = calendar_month(year, number)
    period, whole = month(calendar_year, calendar_number), fiscal_year(year, whole=True)
    assert (calendar_number - number) % 12 == 0
    assert period.start is not None
    assert whole.start is not None
    assert whole.start <= period.start <= period.over <= whole.over


@given(YEARS, YEARS, NUMBERS, NUMBERS)
def test_two_months_have_one_name_only_where_they_are_one(first: int, second: int, one: int, other: int) -> None:
    same = (first, one) == (second, other)
    assert (month(first, one).id == month(second, other).id) == same
    assert (month(first, one).id < month(second, other).id) == ((first, one) < (second, other))


@given(YEARS, NUMBERS)
def test_half_months_are_days_of_their_month(year: int, number: int) -> None:
    middle, end, whole = half_month("mid", year, number), half_month("end", year, number), month(year, number)
    assert whole.start is not None
    assert whole.start < middle.over < end.over == whole.over
    assert middle.start == middle.end == middle.over


@given(DAYS, st.sampled_from("/."), st.booleans(), st.booleans(), WORDS, WORDS)
def test_a_day_is_found_in_whatever_words(
    when: date, mark: str, short: bool, padded: bool, before: str, after: str
) -> None:
    year = f"{when.year % 100:02d}" if short else str(when.year)
    width = 2 if padded else 1
    printed = f"{when.month:0{width}d}{mark}{when.day:0{width}d}{mark}{year}"
    assert us_dates(f"{before}{printed}{after}") == [when]
    assert us_dates(f"{before}{printed} - {printed}{after}") == [when, when]


@given(st.integers(0, 13), st.integers(0, 32), st.sampled_from([0, 1, 999]) | YEARS)
def test_a_day_that_no_calendar_has_is_none(number: int, day: int, year: int) -> None:
    found = us_dates(f"through {number}/{day}/{year:04d}")
    try:
        assert found == ([date(year, number, day)] if year >= 1000 else [])
    except ValueError:
        assert found == []


#: What looks like a title, and is odd now and then.
TITLES = st.lists(
    st.sampled_from(
        ["FY", "Fiscal Year", "0000", "0001", "2024", "24", "Quarter", "0", "4", "9", "/", ".", " ", "-", "May"]
    ),
    max_size=10,
).map("".join)


@given(st.text(max_size=60) | TITLES)
def test_no_text_stops_a_reader(text: str) -> None:
    assert all(when.year >= 1000 for when in us_dates(text))
    assert all(fiscal_year(year).over.year == year for year in fiscal_years(text))
    assert month_number(text) in {None, *range(1, 13)}
    month_and_year(text)
    quarter_and_year(text)


@given(st.integers(2000, 2099), st.sampled_from(["FY{}", "FY {}", "EOFY{}", "Fiscal Year {}", "Fiscal Year (FY) {}"]))
def test_a_fiscal_year_is_read_as_it_is_written(year: int, form: str) -> None:
    assert fiscal_years(f"Detention {form.format(year)} YTD") == [year]
    assert fiscal_years(f"Detention {form.format(f'{year % 100:02d}')} YTD") == [year]
    assert fiscal_years(f"Detention {form.format(f'{year}1')} YTD") == []  # five digits are no year


@given(YEARS, NUMBERS, st.integers(3, 9), st.sampled_from([str.lower, str.upper, str.title]))
def test_a_month_is_read_by_any_beginning_of_its_name(year: int, number: int, length: int, spelt: object) -> None:
    assert callable(spelt)
    name = spelt(FULL_MONTHS[number - 1][:length])
    assert month_number(name) == month_number(f" {name}. ") == number
    assert month_and_year(f"{name} {year}") == month_and_year(f"{name}-{year} (Thru 9/11)") == month(year, number)


@given(YEARS, st.integers(1, 4))
def test_a_quarter_is_read_as_it_is_written(year: int, quarter: int) -> None:
    assert quarter_and_year(f"FY {year} Quarter {quarter} Data") == fiscal_quarter(year, quarter)
    assert quarter_and_year(f"Fiscal Year (FY) {year} Quarter {quarter}") == fiscal_quarter(year, quarter)


@given(YEARS, st.integers(0, 99).filter(lambda quarter: quarter not in (1, 2, 3, 4)))
def test_a_quarter_that_no_year_has_is_none(year: int, quarter: int) -> None:
    assert quarter_and_year(f"FY {year} Quarter {quarter} Data") is None


@given(st.sampled_from(["Decrease", "Market", "Maybe", "Octagon", "Marching", "Junior", "Aprils"]), YEARS)
def test_a_word_that_begins_like_a_month_is_none(word: str, year: int) -> None:
    assert month_and_year(f"{word} {year}") is None
    assert month_and_year(f"{word} {year}, May {year}") == month(year, 5)


@given(st.lists(DAYS, max_size=8))
def test_the_commonest_day_is_none_less_often_than_another(days: list[date]) -> None:
    found = commonest(days)
    assert (found is None) == (not days)
    if found is not None:
        assert days.count(found) == max(days.count(one) for one in days)
        assert found == max(one for one in days if days.count(one) == days.count(found))
    assert found == commonest(reversed(days))


@given(DAYS)
def test_the_day_after_follows(when: date) -> None:
    assert day_after(when) - when == timedelta(days=1)


def test_names_of_months_begin_alike() -> None:
    assert all(full.startswith(short) for short, full in zip(MONTHS, FULL_MONTHS, strict=True))
