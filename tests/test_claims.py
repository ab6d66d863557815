"""Claims of invented texts: segments, numbers, times, sources, and the claim that they make together."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.claims import calendars
from collectors.claims.files import row, texts
from collectors.claims.numbers import numbers
from collectors.claims.ranking import Candidate, chosen, merged
from collectors.claims.reading import Claim, Rejected, Text, claims, judged
from collectors.claims.segments import segments
from collectors.claims.times import rates, times
from collectors.errors import BadContent
from flows.commands.claiming import print_claims

FRIDAY = date(2024, 3, 15)
WORDS = st.sampled_from([
    "ICE", "Maria Olsen", "people", "arrested", "deported", "said", "since", "of", "more than", "a day", "1,200", "12",
    "31", "2019", "$3 million", "percent", "dozens", "May", "fiscal year", "“", "”", '"', "(", ",", ".", "\n\n", "\r\n",
])  # fmt: skip
MANY = st.lists(WORDS, max_size=40).map(" ".join)


def read(text: str, published: date = FRIDAY) -> list[Claim]:
    return claims(Text("d", published, "Harbour Post", text))


def why(text: str) -> list[str]:
    return [one.why for one in judged(Text("d", FRIDAY, "Harbour Post", text)) if isinstance(one, Rejected)]


# ── segments ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_sentence_ends_not_at_a_title_a_month_or_initials() -> None:
    text = "Mr. Olsen of the U.S. Senate spoke on Sept. 30. He left. “Good.” That was all."
    parts = segments(text)
    assert [text[one.start : one.end] for one in parts.sentences] == [
        "Mr. Olsen of the U.S. Senate spoke on Sept. 30.", "He left.", "“Good.”", "That was all."]  # fmt: skip


def test_a_list_knows_the_line_that_introduces_it_and_a_line_its_speaker() -> None:
    parts = segments("The agency reported:\n- 12 arrests\n- 3 releases\n\nHarbour Times: 9 deported\n\nSEE ALSO: more")
    assert [one.introduced_by for one in parts.paragraphs] == [None, 0, 0, None, None]
    assert [one.speaker for one in parts.paragraphs][3:] == ["Harbour Times", None]


@given(st.text() | MANY)
def test_segments_lie_in_the_text_in_their_order(text: str) -> None:
    parts = segments(text)
    ends = 0
    for one in parts.sentences:
        assert ends <= one.start < one.end <= len(text)
        ends = one.end
    covered = "".join(text[one.start : one.end] for one in parts.sentences)
    assert "".join(covered.split()) == "".join(text.split())


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier"),
    [
        ("1,200-1,400 arrests", 1200, 1400, "range"),
        ("between 2 and 3 million people", 2_000_000, 3_000_000, "range"),
        ("more than 2.7 million people", 2_700_000, None, "more_than"),
        ("at least thirty-one people", 31, None, "at_least"),
        ("fewer than 500 people", None, 500, "fewer_than"),
        ("as many as 40 people", None, 40, "up_to"),
        ("nearly two hundred thousand people", 200_000, 200_000, "about"),
        ("tens of thousands of people", 20_000, 99_999, "about"),
        ("millions of people", 2_000_000, None, "at_least"),
        ("a record 16K people", 16_000, 16_000, "exact"),
        ("“more than 680” people", 680, None, "more_than"),
        ("12 percent of people", 12, 12, "exact"),
        ("three dozen people", 36, 36, "exact"),
    ],
)
def test_values_and_qualifiers(text: str, low: float, high: float, qualifier: str) -> None:
    (one,) = numbers(text)
    assert (one.low, one.high, one.qualifier, one.rejected) == (low, high, qualifier, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("in 2019", "year"),
        ("on June 12", "day of a month"),
        ("a 37-year-old man", "age"),
        ("Maria Olsen, 44, of Harbour", "age"),
        ("for 90 days", "duration"),
        ("under Title 42", "section"),
        ("the 287(g) program", "section of law"),
        ("call 555-955-3425", "phone number"),
        ("$40 fines", "money"),
        ("at 10:30", "time or ratio"),
        ("an MS-13 member", "part of a name"),
        ("12 miles", "distance"),
        ("one of them", "pronoun"),
    ],
)
def test_the_reason_for_a_number_that_counts_nothing(text: str, reason: str) -> None:
    assert {one.rejected for one in numbers(text)} == {reason}


def test_a_change_from_one_to_another_is_no_range() -> None:
    assert [one.low for one in numbers("cut from 34,000 to 31,800 people")] == [34000, 31800]


@given(st.integers(0, 10**9))
def test_a_number_is_read_as_it_is_written(value: int) -> None:
    (one,) = numbers(f"{value:,} people")
    assert (one.low, one.text) == (value, f"{value:,}")


# ── times ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("on Tuesday", "day", "2024-03-12", "2024-03-12"),
        ("on Friday", "day", "2024-03-15", "2024-03-15"),
        ("last weekend", "range", "2024-03-09", "2024-03-10"),
        ("last week", "range", "2024-03-04", "2024-03-10"),
        ("in the past two weeks", "range", "2024-03-02", "2024-03-15"),
        ("in fiscal year 2023", "range", "2022-10-01", "2023-09-30"),
        ("so far this fiscal year", "range", "2023-10-01", "2024-03-15"),
        ("in November", "range", "2023-11-01", "2023-11-30"),
        ("in early February", "range", "2024-02-01", "2024-02-10"),
        ("in October and November", "range", "2023-10-01", "2023-11-30"),
        ("between Oct. 1 and March 3", "range", "2023-10-01", "2024-03-03"),
        ("since January", "since_event", "2024-01-01", "2024-03-15"),
        ("since 2021", "since_event", "2021-01-01", "2024-03-15"),
        ("since President Biden took office", "since_event", "2021-01-20", "2024-03-15"),
        ("under President Obama", "range", "2009-01-20", "2017-01-19"),
        ("in the first two weeks of the Biden administration", "range", "2021-01-20", "2021-02-02"),
        ("for 11 straight months", "range", "2023-04-01", "2024-02-29"),
        ("this year", "range", "2024-01-01", "2024-03-15"),
        ("last month", "range", "2024-02-01", "2024-02-29"),
        ("last winter", "range", "2023-12-01", "2024-02-29"),
    ],
)
def test_times_are_resolved_against_the_day_of_publication(text: str, kind: str, first: str, last: str) -> None:
    text = f"There were 300 arrests {text}."
    (one,) = times(text, 0, len(text), FRIDAY)
    assert one.days is not None
    assert (one.kind, str(one.days[0]), str(one.days[1])) == (kind, first, last)


def test_the_day_of_saying_is_not_the_day_of_the_figure() -> None:
    text = "ICE said Monday that it had arrested 300 people in February."
    assert [one.rule for one in times(text, 0, len(text), FRIDAY)] == ["month"]


def test_a_day_that_no_calendar_has_is_none() -> None:
    assert times("on June 31", 0, 10, FRIDAY) == []


def test_rates() -> None:
    text = "40 a day, 300 per week, 9 a year ago"
    assert [one.kind for one in rates(text, 0, len(text))] == ["rate_per_day", "rate_per_week"]


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_weeks_and_months_are_whole_and_over(day: date) -> None:
    first, last = calendars.last_week(day)
    assert (first.weekday(), last.weekday(), (last - first).days) == (0, 6, 6)
    assert 0 <= (day - last).days < 7
    assert calendars.months_back(day, 1)[1].month != day.month
    assert (
        calendars.fiscal_year(calendars.fiscal_year_of(day))[0]
        <= day
        <= calendars.fiscal_year(calendars.fiscal_year_of(day))[1]
    )


@given(MANY, st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_no_period_ends_before_it_begins_or_after_publication(text: str, day: date) -> None:
    for one in times(text, 0, len(text), day):
        if one.days is not None:
            assert one.days[0] <= one.days[1] <= day


# ── claims ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_claim_with_all_its_fields() -> None:
    text = (
        "Harbour is quiet.\n\nICE arrested more than 300 people in February, according to Maria Olsen, a spokeswoman."
    )
    (one,) = read(text)
    assert text[one.value_start : one.value_end] == one.value_text == "300"
    assert (one.value_low, one.value_high, one.qualifier, one.unit) == (300, None, "more_than", "people")
    assert (one.measure, one.agency, one.status) == ("arrests", "ICE", "reported")
    assert (one.period_kind, one.period_start, one.period_end) == ("range", date(2024, 2, 1), date(2024, 2, 29))
    assert one.attribution == "Maria Olsen"
    assert text[one.quote_start : one.quote_end] == one.quote


@pytest.mark.parametrize(
    ("text", "measure", "unit"),
    [
        ("In May 40 people were deported.", "removals", "people"),
        ("ICE detained 40 people.", "detentions", "people"),
        ("Some 400 people are being held in ICE detention.", "detained_population", "people"),
        ("Border Patrol agents apprehended 65, 70 and 80 migrants.", "encounters", "people"),
        ("ICE released three men on Monday.", "releases", "people"),
        ("The plan adds 1,000 new ICE officers.", "staffing", "people"),
        ("There is money for 40,000 beds.", "capacity", "beds"),
        ("ICE made 30 arrests.", "arrests", "arrests"),
        ("A daily quota of 75 arrests was set.", "quota_target", "arrests"),
        ("Deportations rose 12 percent in May.", "removals", "percent_increase"),
        ("Of those deported, 55 percent had records.", "removals", "percent_share"),
        ("Hundreds have been rounded up and deported by ICE.", "removals", "people"),
    ],
)
def test_measures(text: str, measure: str, unit: str) -> None:
    assert {(one.measure, one.unit) for one in read(text)} == {(measure, unit)}


@pytest.mark.parametrize(
    "text",
    [
        "The law protects 800,000 people from deportation.",
        "Thousands of protesters marched against deportations.",
        "Courts have 40,000 cases of people facing deportation.",
        "In a survey 62 percent believe that too few are deported.",
        "Police arrested 75 people at the harbour.",
        "The senator won 40 votes on deportations.",
        "Nearly 200 detainees tested positive.",
    ],
)
def test_numbers_of_other_things_are_no_claims(text: str) -> None:
    assert read(text) == []
    assert why(text)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("ICE arrested 300 people, a source familiar with the numbers said.", "anonymous source"),
        ("“We arrested 300 people in the whole of the month of May,” said Maria Olsen.", "Maria Olsen"),
        ("Maria Olsen spoke. Ms. Olsen said ICE arrested 300 people.", "Maria Olsen"),
        ("Maria Olsen said so. She said ICE arrested 300 people.", "Maria Olsen"),
        ("According to an ICE memo, 300 people were arrested.", "ICE memo"),
        ("Numbers ICE has posted on X show 300 arrests.", "ICE posts on X"),
        ("Federal officials said 300 people were arrested.", "Federal officials"),
        ("Immigration and Customs Enforcement said it arrested 300 people.", "ICE"),
        ("Harbour Times: 300 people arrested", "Harbour Times"),
        ("ICE arrested 300 people.", "Harbour Post"),
    ],
)
def test_sources(text: str, who: str) -> None:
    assert {one.attribution for one in read(text)} == {who}


def test_a_number_without_words_leans_on_the_one_before() -> None:
    first, second = read("ICE arrested 300 people in February. Of that total, 90 percent had records.")
    assert (second.measure, second.unit, second.period_start) == ("arrests", "percent_share", first.period_start)


def test_the_same_months_of_another_year() -> None:
    text = "In October and November 400 people were deported, compared with 300 during the same two months in 2021."
    first, second = read(text)
    assert (first.period_start, first.period_end) == (date(2023, 10, 1), date(2023, 11, 30))
    assert (second.period_start, second.period_end) == (date(2021, 10, 1), date(2021, 11, 30))


def test_a_record_day_is_a_day_in_its_window() -> None:
    (one,) = read("The highest single day of arrests since January was 300.")
    assert (one.period_kind, one.period_start, one.period_end, one.firm) == ("day", date(2024, 1, 1), FRIDAY, False)


@given(MANY | st.text())
def test_any_text_is_read_and_every_claim_lies_in_it(text: str) -> None:
    for one in read(text):
        assert text[one.value_start : one.value_end] == one.value_text
        assert one.quote_start <= one.value_start < one.value_end <= max(one.quote_end, one.value_end)
        assert (one.value_low, one.value_high) != (None, None)


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_offsets_count_code_points_and_line_ends_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("é😀\r\n\r\nICE arrested 300 people.".encode())
    (text,) = texts(path, FRIDAY, "Harbour Post")
    assert isinstance(text, Text)
    (one,) = claims(text)
    assert one.value_start == len("é😀\r\n\r\nICE arrested ")
    assert row(text, one, 1)["claim_id"] == "a-01"


def test_a_bad_line_costs_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = {"doc_id": "g", "published": "2024-03-15", "publisher": "Harbour Post", "text": "ICE arrested 300 people."}
    lines = [b"{", json.dumps(good).encode(), b"[]", json.dumps({**good, "published": "soon"}).encode(), b"\xff"]
    path = tmp_path / "many.jsonl"
    path.write_bytes(b"\n".join(lines))
    assert [type(one) for one in texts(path, None, None)] == [BadContent, Text, BadContent, BadContent, BadContent]
    assert print_claims((path,), None, None) == 1
    out = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["value_low"] for line in out] == [300]


@pytest.mark.parametrize(
    "text", ["9" * 20000, "million " * 3000, "“" * 5000 + " 5 people", "(5" * 3000, "Aa " * 5000 + "said 5 people"]
)
def test_odd_texts_are_read(text: str) -> None:
    assert isinstance(read(text), list)


def test_a_percentage_of_something_else_is_no_claim() -> None:
    assert read("Agents made 900 arrests in January, and fentanyl traffic fell by 54 percent.")[1:] == []


def test_a_level_of_comparison_is_not_the_period_of_a_percentage() -> None:
    first = "Agents made 900 arrests in February. "
    text = first + "Arrests fell 20 percent in February, lower than the record set in January."
    assert read(text)[1].period_start == date(2024, 2, 1)


def test_the_end_of_a_month_is_a_day() -> None:
    (one,) = read("ICE held 35,000 immigrants in detention at the end of February.")
    assert (one.period_kind, one.period_start) == ("day", date(2024, 2, 29))


def test_a_choice_says_how_sure_it_is_and_what_came_second() -> None:
    (one,) = read("ICE arrested 300 immigrants in January, according to DHS.")
    assert 0 < one.confidence <= 1
    assert one.runner_up is not None
    assert one.runner_up.startswith(("period: ", "attribution: "))


def test_of_equal_candidates_the_first_is_chosen() -> None:
    same = [Candidate("a", "a", {"x": 1.0}), Candidate("b", "b", {"x": 1.0})]
    choice = chosen(same, {"x": 2.0})
    assert (choice.value, choice.runner_up, choice.confidence) == ("a", "b", 0.5)
    assert chosen(same, {"x": 2.0, "unknown": 9.0}) == choice


def test_candidates_of_one_answer_are_one_with_the_features_of_all() -> None:
    (one,) = merged([Candidate("a", "A", {"x": 1.0}), Candidate("a", "a", {"x": 2.0, "y": 3.0})])
    assert (one.value, one.features) == ("A", {"x": 1.0, "y": 3.0})


# ── kinds of error that fresh texts showed ───────────────────────────────────────────────────────────────────────────
FILLER = "The council met again and spoke of roads, schools and the price of bread in the old town. " * 10


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested two people after the march. " + FILLER,  # nothing of immigration in the text
        "The president secured the release of 47 detained Americans abroad. Migrants were not mentioned.",
        "The House passed the immigration bill 230 to 195 and agents arrested nobody.",
        "ICE officials said the county jail has 900 beds.",
        "The bill protects Medicaid by removing 1.4 million illegals.",
        "Immigrants detained in 2013 had lawyers.",
        "He defended the move to defer deportation for 400,000 immigrants.",
    ],
)
def test_what_is_no_claim(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("ICE arrested 400 people last week, the agency said Wednesday.", "ICE"),
        ("More than 400 immigrants are in ICE custody, an agency spokeswoman confirmed Friday.", "ICE"),
        ("Agents arrested 400 immigrants last week, according to figures that CBP released Monday.", "CBP"),
        ("Three immigrants were released on Monday, said Ada Lund, an attorney for the families.", "Ada Lund"),
        ("Acting ICE director Ada Lund said deportations fell 12 percent last week.", "Ada Lund"),
    ],
)
def test_whose_word_it_is(text: str, source: str) -> None:
    assert [one.attribution for one in read(text)] == [source]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("ICE arrested 300 people in January, up from 200 the month before.", (date(2023, 12, 1), date(2023, 12, 31))),
        ("For the fifth straight month, Border Patrol released zero migrants.", (date(2023, 10, 1), date(2024, 2, 29))),
        ("Congress wants to deport 5,000 migrants after talks last week.", (None, None)),
    ],
)
def test_for_when_it_is(text: str, days: tuple[date | None, date | None]) -> None:
    last = read(text)[-1]
    assert (last.period_start, last.period_end) == days


def test_a_part_names_its_whole_and_an_operation_its_name() -> None:
    text = "ICE arrested 8,000 immigrants in two weeks, 461 of whom were released."
    whole, part = read(text)
    assert (whole.part_of, part.part_of) == (None, whole.value_start)
    first, second, third = read(
        "Agents caught 900 migrants. That number includes 500 caught at sea and 600 caught inland."
    )
    assert (second.part_of, third.part_of) == (first.value_start, first.value_start)
    one, other = read("ICE arrested 150 immigrants in Operation Blue Heron and deported 20 immigrants last year.")
    assert (one.population, other.population) == ("Operation Blue Heron", None)


def test_a_byte_order_mark_costs_no_line(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    line = json.dumps({"doc_id": "a", "published": "2024-03-15", "publisher": "Harbour Post", "text": "\ufeffé"})
    file.write_bytes(b"\xef\xbb\xbf" + line.encode() + b"\r\n")
    assert [one.text for one in texts(file, None, None) if isinstance(one, Text)] == ["\ufeffé"]


@pytest.mark.parametrize(
    "words",
    [
        "on Monday, January 27, 2025",
        "on Monday, Jan. 27",
        "on January 27",
        "Monday January 27",
        "as of Monday, January 27, 2025",
    ],
)
def test_a_weekday_beside_a_date_is_that_date(words: str) -> None:
    """And not the last such weekday before the day of publication."""
    body = f"Immigration arrests rise\n\nICE arrested 1,100 people {words}."
    (one,) = claims(Text("x", date(2025, 2, 6), "Harbor Post", body))
    assert one.period_end == date(2025, 1, 27)
