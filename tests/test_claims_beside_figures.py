"""Each claim with the published series that measures the same: then, first and now; or the reason why none does."""

# ruff: noqa: DTZ001  the warehouse keeps times in UTC without a zone

from __future__ import annotations

import csv
from datetime import date, datetime
from itertools import pairwise, product

import pytest
from small_warehouse import SmallWarehouse

from collectors import registry
from warehouse.definitions import SEEDS

SOURCES = (registry.source("ice_x_posts").SOURCE, registry.source("ice_x_daily_reported").SOURCE)
SMALL = SmallWarehouse(*((source.id, source.publisher) for source in SOURCES))
TOTAL = "ice.book_ins_by_arresting_agency{agency=total}"
DAILY = "ice.x_daily_reported{measure=arrests}"
POSTED = "ice.x_arrests_posted"
ICE = "U.S. Immigration and Customs Enforcement"
HELD = "ice.currently_detained_by_criminality{criminality=total,agency=total}"
JANUARY = {"period_kind": "range", "period_start": date(2025, 1, 1), "period_end": date(2025, 1, 31)}
AUTUMN = {"period_kind": "range", "period_start": date(2024, 10, 1), "period_end": date(2024, 12, 31)}
DECEMBER = {"period_kind": "range", "period_start": date(2024, 12, 1), "period_end": date(2024, 12, 31)}
SINGLE = {"period_kind": "day", "period_start": date(2025, 1, 26), "period_end": date(2025, 1, 26)}
WEEKEND = {"period_kind": "range", "period_start": date(2025, 1, 25), "period_end": date(2025, 1, 26)}
YEAR = {"period_kind": "range", "period_start": date(2023, 10, 1), "period_end": date(2024, 9, 30)}


@pytest.fixture
def small() -> SmallWarehouse:
    """Three editions: one before the article of 7 February 2025, one that comes at the first moment after its day, and
    one that comes long after. January was not over in the first."""
    SMALL.empty()
    for name, known_from, through, values in (
        ("early", "2025-02-04 05:00", "2025-01-25", (100, 200, 300, 40)),
        ("next", "2025-02-08 05:00", "2025-02-01", (100, 200, 310, 400)),
        ("late", "2025-09-01 12:00", "2025-08-25", (101, 200, 330, 410)),
    ):
        SMALL.document(name, known_from, through)
        for cell, month, value in zip("JKLM", ("2024-10", "2024-11", "2024-12", "2025-01"), values, strict=True):
            part = name == "early" and month == "2025-01"
            status, day = "P" if part else "A", date.fromisoformat(through)
            SMALL.figure(name, f"{cell}20", TOTAL, month, value, obs_status=status, data_through=day)
    SMALL.document("list", "2025-02-02 05:00", "2025-01-31")
    SMALL.figure("list", "r5c2", DAILY, "2025-01-26", 956, "arrests", sheet=None)
    SMALL.figure("list", "r6c2", DAILY, "2025-01-27", None, "arrests", sheet=None)
    SMALL.figure("list", "r4c2", DAILY, "2025-01-25", 286, "arrests", sheet=None)
    SMALL.figure("list", "r9c2", HELD, "2025-01-25", 39_000, "held", sheet=None)
    SMALL.figure("list", "r9c3", HELD, "2025-01-26", 39_500, "held", sheet=None)
    SMALL.document("article", "2025-02-07 17:00")
    SMALL.article("article", "words")
    SMALL.speak()
    return SMALL


def beside(small: SmallWarehouse, as_of: str | None = None, **said: object) -> dict[str, object]:
    small.claim("article", 0, 3, 0, 3, **{"measure": "book_ins", "value_low": 305, "value_high": 305, **said})
    view = f"claims_beside_figures_as_of({as_of})" if as_of else "claims_beside_figures"
    (row,) = small.rows(f"from marts.{view}")
    return row


def test_an_edition_that_came_after_the_day_of_the_article_is_not_what_stood_then(small: SmallWarehouse) -> None:
    row = beside(small, **DECEMBER)
    assert (row["comparable"], row["reason"], row["series_key"]) == (True, "published series", TOTAL)
    assert (row["value_then"], row["documents_then"], row["cells_then"]) == (300, ["early"], ["Detention!L20"])
    assert (row["value_first"], row["value_first_known_from"]) == (300, datetime(2025, 2, 4, 5))
    assert (row["value_now"], row["documents_now"], row["cells_now"]) == (330, ["late"], ["Detention!L20"])
    assert row["difference"] == 5


def test_an_edition_of_the_day_itself_is(small: SmallWarehouse) -> None:
    small.connection.execute("update raw.document set known_from = '2025-02-08 04:59:59' where document_id = 'next'")
    small.speak()
    assert beside(small, **DECEMBER)["value_then"] == 310


def test_the_mart_as_of_a_moment_knows_nothing_later(small: SmallWarehouse) -> None:
    row = beside(small, "date '2025-02-20'", **DECEMBER)
    assert (row["value_then"], row["value_first"], row["value_now"]) == (300, 300, 310)
    small.connection.execute("delete from core.claim")
    row = beside(small, "timestamp '2025-02-07 18:00'", **DECEMBER)
    assert (row["value_then"], row["value_now"]) == (300, 300)


def test_a_month_that_the_data_of_that_day_do_not_cover_is_not_held_against_the_claim(small: SmallWarehouse) -> None:
    row = beside(small, **JANUARY)
    assert (row["comparable"], row["reason"], row["difference"]) == (False, "period not aligned", None)
    assert (row["value_then"], row["value_first"], row["value_now"]) == (40, 400, 410)
    assert row["value_first_known_from"] == datetime(2025, 2, 8, 5)


def test_several_months_are_their_sum(small: SmallWarehouse) -> None:
    row = beside(small, **AUTUMN, value_low=600, value_high=None, qualifier="more_than")
    assert (row["comparable"], row["reason"], row["difference"]) == (True, "sum of months", 0)
    assert (row["value_then"], row["value_now"]) == (600, 631)
    assert row["cells_then"] == ["Detention!J20", "Detention!K20", "Detention!L20"]


def test_a_day_of_the_posts(small: SmallWarehouse) -> None:
    row = beside(small, **SINGLE, measure="arrests", value_low=1100, value_high=1100)
    assert (row["reason"], row["value_then"], row["difference"], row["cells_then"]) == (
        "published series", 956, 144, ["r5c2"],
    )  # fmt: skip


def test_several_days_are_their_sum(small: SmallWarehouse) -> None:
    row = beside(small, **WEEKEND, measure="arrests", value_low=1000, value_high=1000)
    assert (row["comparable"], row["reason"], row["difference"]) == (True, "sum of days", -242)
    assert (row["value_then"], row["cells_then"]) == (1242, ["r4c2", "r5c2"])


def posts(small: SmallWarehouse, **days: float | None) -> None:
    """ICE's own posts, one a day of January, each known from the evening of its day: `d25=300`."""
    for day, value in days.items():
        on = f"2025-01-{day[1:]}"
        small.document(f"post of {day}", f"{on} 23:00")
        small.figure(f"post of {day}", f"text:{day[1:]}", POSTED, on, value, "arrests", sheet=None)
    small.speak()


def test_a_post_comes_before_what_was_written_down_of_it(small: SmallWarehouse) -> None:
    posts(small, d26=960)
    row = beside(small, **SINGLE, measure="arrests", value_low=1100, value_high=1100)
    assert (row["series_key"], row["figures_publisher"]) == (POSTED, ICE)
    assert (row["value_then"], row["value_first"], row["value_now"], row["cells_then"]) == (960, 960, 960, ["text:26"])


def test_where_no_post_has_the_day_the_list_answers_and_says_so(small: SmallWarehouse) -> None:
    posts(small, d25=300)
    row = beside(small, **SINGLE, measure="arrests")
    assert (row["series_key"], row["value_then"]) == (DAILY, 956)
    assert str(row["figures_publisher"]).startswith("News sites")


def test_days_of_posts_and_days_of_the_list_are_not_added_up(small: SmallWarehouse) -> None:
    posts(small, d26=960)
    row = beside(small, **WEEKEND, measure="arrests", value_low=1000, value_high=1000)
    assert (row["series_key"], row["value_then"], row["cells_then"]) == (DAILY, 1242, ["r4c2", "r5c2"])
    small.connection.execute("delete from core.claim")
    posts(small, d25=300)
    row = beside(small, **WEEKEND, measure="arrests", value_low=1000, value_high=1000)
    assert (row["series_key"], row["value_then"], row["cells_then"]) == (POSTED, 1260, ["text:25", "text:26"])


def test_a_post_is_not_held_against_itself(small: SmallWarehouse) -> None:
    posts(small, d26=960)
    small.article("post of d26", "960 arrests", "2025-01-26 23:00")
    small.claim("post of d26", 0, 3, 0, 3, value_low=960, value_high=960, **SINGLE)
    (row,) = small.rows("from marts.claims_beside_figures")
    assert (row["series_key"], row["value_now"], row["documents_now"]) == (DAILY, 956, ["list"])
    assert row["reason"] == "published later"


def test_where_each_has_other_days_neither_answers(small: SmallWarehouse) -> None:
    posts(small, d27=1179)
    row = beside(small, **{**WEEKEND, "period_end": date(2025, 1, 27)}, measure="arrests")
    assert (row["reason"], row["value_then"], row["value_now"]) == ("no figure of this period", None, None)
    assert row["figures_publisher"] is None


def test_a_series_that_was_known_comes_before_a_preferred_one_that_was_not(small: SmallWarehouse) -> None:
    small.connection.execute("update core.article set published_at = '2025-02-02 15:00'")
    posts(small, d26=960)
    small.connection.execute("update raw.document set known_from = '2025-03-01' where document_id = 'post of d26'")
    small.speak()
    row = beside(small, **SINGLE, measure="arrests")
    assert (row["series_key"], row["value_then"], row["value_now"]) == (DAILY, 956, 956)
    small.connection.execute("delete from core.claim")
    small.connection.execute("update core.article set published_at = '2025-01-27 15:00'")
    row = beside(small, **SINGLE, measure="arrests")
    assert (row["series_key"], row["reason"], row["value_now"]) == (POSTED, "published later", 960)


def test_a_figure_that_was_taken_back_after_the_article_is_what_stood_then(small: SmallWarehouse) -> None:
    posts(small, d26=960)
    small.document("edited", "2025-02-20 12:00")
    small.figure("edited", "text:1", POSTED, "2025-01-26", None, "arrests", sheet=None)
    small.connection.execute("delete from core.observation where document_id = 'list'")
    small.speak()
    row = beside(small, **SINGLE, measure="arrests")
    assert (row["comparable"], row["value_then"], row["value_first"], row["value_now"]) == (True, 960, 960, None)
    small.connection.execute("delete from core.claim")
    small.connection.execute("update core.article set published_at = '2025-02-21 15:00'")
    row = beside(small, **SINGLE, measure="arrests")
    assert (row["reason"], row["value_then"], row["value_first"]) == ("no edition of that day", None, 960)


def test_people_who_are_held_on_two_days_are_not_added_up(small: SmallWarehouse) -> None:
    row = beside(small, **SINGLE, measure="detained_population", value_low=39_500, value_high=39_500)
    assert (row["reason"], row["value_then"], row["difference"]) == ("published series", 39_500, 0)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("target or projection", {**DECEMBER, "status": "target"}),
        ("target or projection", {**DECEMBER, "status": "projection"}),
        ("target or projection", {"measure": "quota_target"}),
        ("percentage", {**DECEMBER, "unit": "percent_increase"}),
        ("operation", {**DECEMBER, "population": "Operation Lighthouse"}),
        ("vague", {**DECEMBER, "value_text": "Hundreds"}),
        ("no series measures this", {**DECEMBER, "measure": "flights"}),
        ("no series measures this", {**DECEMBER, "agency": "HHS"}),
        ("needs a dimension that is not published", {**DECEMBER, "population": "children"}),
        ("needs a dimension that is not published", {**DECEMBER, "geography": "Texas"}),
        ("period not aligned", {}),
        ("period not aligned", {**SINGLE}),
        ("period not aligned", {**JANUARY, "period_end": date(2025, 1, 30)}),
        ("period not aligned", {**DECEMBER, "period_kind": "rate_per_day"}),
        ("no figure of this period", {**YEAR}),
        ("no figure of this period", {**WEEKEND, "measure": "arrests", "period_end": date(2025, 1, 27)}),
        ("period not aligned", {**WEEKEND, "measure": "detained_population"}),
        ("period not aligned", {**WEEKEND, "measure": "arrests", "period_kind": "day"}),
        ("no figure of this period", {**SINGLE, "measure": "arrests", "period_start": date(2025, 1, 27),
                                      "period_end": date(2025, 1, 27)}),
        ("no figure of this period", {**AUTUMN, "period_start": date(2024, 9, 1)}),
    ],
)  # fmt: skip
def test_a_claim_without_counterpart_says_why(small: SmallWarehouse, reason: str, said: dict[str, object]) -> None:
    row = beside(small, **said)
    assert (row["reason"], row["comparable"]) == (reason, False)
    assert {row[name] for name in ("value_then", "value_first", "value_now", "difference")} == {None}


def test_a_figure_that_nobody_knew_yet_is_shown_but_not_held_against_the_claim(small: SmallWarehouse) -> None:
    small.connection.execute("update core.article set published_at = '2025-01-20 15:00'")
    row = beside(small, **DECEMBER)
    assert (row["reason"], row["comparable"], row["value_then"]) == ("published later", False, None)
    assert (row["value_first"], row["value_now"], row["difference"], row["difference_later"]) == (300, 330, None, 5)


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_series_of_the_seed_is_declared_and_those_of_one_claim_have_an_order() -> None:
    rows = seed("claim_series")
    orders: dict[tuple[str, ...], list[int]] = {}
    for row in rows:
        place = row["geography"].replace("usbp_sector", "sector")
        for one in product(row["measure"].split("|"), row["agency"].split("|"), [row["population"]], [place]):
            orders.setdefault(one, []).append(int(row["preference"]))
    for kind, order in orders.items():
        assert order == list(range(1, len(order) + 1)), kind
    of_flow = "select dataflow, list(kind) from core.dataflow inner join core.metric using (source_id)"
    kinds = dict(
        SMALL.connection.execute(f"{of_flow} where list_contains(metrics, metric) group by dataflow").fetchall()
    )
    declared = dict(SMALL.connection.execute("select dataflow, dimensions from core.dataflow").fetchall())
    absence = dict(SMALL.connection.execute("select dataflow, absence from core.dataflow").fetchall())
    exact = dict(SMALL.connection.execute("select dataflow, rounded_to = 0 from core.dataflow").fetchall())
    flows = {"month", "day", "fiscal_year", "months_of_fiscal_year"}
    for row in rows:
        flow, _, rest = row["series_key"].partition("{")
        pairs = [pair for pair in rest.rstrip("}").split(",") if pair]
        named = [pair.split("=")[0] for pair in pairs if pair != "*"]
        assert [name for name in declared[flow] if name in named] == named, row["series_key"]
        assert "*" not in pairs or (pairs[-1] == "*" and absence[flow] == "zero"), f"{row['series_key']}: no whole sum"
        periods, of = set(row["period"].split("|")), kinds[flow]
        expected = {"date"} if "stock" in of else {"average"} if "average" in of else flows
        assert periods <= expected, f"{row['series_key']}: what adds up, and what not"
        assert not {"fiscal_year", "months_of_fiscal_year"} <= periods
        assert row["note"]
        assert set(row["component"].split("|")) <= {"USBP", "OFO", "ICE", ""}
    for row, other in pairwise(rows):
        if int(other["preference"]) == int(row["preference"]) + 1 and row["component"] == other["component"]:
            first, second = (each["series_key"].partition("{")[0] for each in (row, other))
            assert exact[first] or not exact[second], f"{other['series_key']} is exact and comes second"


def test_each_word_of_the_seed_has_one_code_and_each_kind_is_asked_for() -> None:
    rows = seed("claim_word")
    said = [(row["kind"], word.lower()) for row in rows for word in row["words"].split("|")]
    assert len(said) == len(set(said))
    asked = [
        row["series_key"].split("?")[1].split("}")[0].split(",")[0]
        for row in seed("claim_series")
        if "?" in row["series_key"]
    ]
    assert {row["kind"] for row in rows} == set(asked)
    unnamed = "select count(*) from core.claim_series_named where contains(series_key || population || geography, '?')"
    assert SMALL.connection.execute(unnamed).fetchone() == (0,)
    sectors = [{row["words"] for row in rows if row["kind"] == kind} for kind in ("sector", "usbp_sector")]
    assert sectors[0] == sectors[1]
