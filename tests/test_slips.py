"""core.slip: what a publisher slipped in is found by rules that know no table, and what only looks like it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import pytest
from small_warehouse import SmallWarehouse

from warehouse.definitions import VIEWS

pytestmark = pytest.mark.slow  # each runs all rules over a warehouse

TABLE = "ice.book_ins_by_arresting_agency"
TOTAL, CBP, ICE = (f"{TABLE}{{agency={agency}}}" for agency in ("total", "CBP", "ICE"))
STAY = "ice.alos_by_facility_type{facility_type=total}"
SHARE = "ice.bonds{measure=percent}"
HELD = "ice.currently_detained_by_criminality{{criminality={},agency={}}}"
MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
HELPERS = ("notable_revision", "notable_run", "period_around", "metric_threshold", "number_text")
MAY, JUNE = "2024-05", "2024-06"
#: the figures that an edition prints, by series and period
Printed = Mapping[tuple[str, str], float | None]


@pytest.fixture(scope="module")
def shared() -> SmallWarehouse:
    return SmallWarehouse()


@pytest.fixture
def small(shared: SmallWarehouse) -> Iterator[SmallWarehouse]:
    yield shared
    shared.empty()


def found(
    small: SmallWarehouse,
    editions: Sequence[Printed],
    metric: str | Mapping[str, str] = "book_ins",
) -> dict[tuple[str, str, int], str]:
    """Rule of each slip by series, period and edition (from 0). Every edition is known a week after the one before,
    and all periods were over by then."""
    for number, printed in enumerate(editions):
        name = small.document(str(number), f"2025-0{1 + number // 4}-{3 + 7 * (number % 4):02} 12:00", "2025-01-01")
        for row, ((series, period), value) in enumerate(printed.items(), 1):
            of = metric if isinstance(metric, str) else metric[series]
            small.figure(name, f"B{row}", series, period, value, metric=of)
    small.speak()
    small.keep_revisions()
    slips = small.rows("select series_key, time_period, document_id, rule from core.slip")
    return {(str(s["series_key"]), str(s["time_period"]), int(str(s["document_id"]))): str(s["rule"]) for s in slips}


def months(series: str, values: Mapping[str, float] | float) -> dict[tuple[str, str], float | None]:
    """A year of a series: its months have 1,000 more or less, save those named."""
    usual = {month: 1000.0 + 10 * number for number, month in enumerate(MONTHS)}
    if isinstance(values, float):
        return {(series, month): values * value for month, value in usual.items()}
    return {(series, month): value for month, value in {**usual, **values}.items()}


@pytest.mark.parametrize(
    ("series", "metric", "value", "rule"),
    [
        (SHARE, "bond_posted_share", 33.4, "out_of_range"),
        (CBP, "book_ins", -5.0, "out_of_range"),
        (STAY, "average_length_of_stay", -0.5, "out_of_range"),
        (SHARE, "bond_posted_share", 1.0, None),
        (CBP, "book_ins", 0.0, None),
        (STAY, "average_length_of_stay", 400.0, None),
    ],
)
def test_a_figure_that_cannot_be(
    small: SmallWarehouse, series: str, metric: str, value: float, rule: str | None
) -> None:
    assert found(small, [{(series, MAY): value}], metric).get((series, MAY, 0)) == rule


def test_a_part_above_its_total_and_that_total(small: SmallWarehouse) -> None:
    """Of a first edition nobody can say which is wrong; where another one has one of the two, it is the other."""
    editions: list[Printed] = [
        {(TOTAL, MAY): 200.0, (CBP, MAY): 300.0},
        {(TOTAL, JUNE): 200.0, (CBP, JUNE): 30.0},
        {(TOTAL, JUNE): 200.0, (CBP, JUNE): 300.0},
        {(TOTAL, JUNE): 20.0, (CBP, JUNE): 30.0},
    ]
    assert found(small, editions) == {
        (TOTAL, MAY, 0): "part_above_total",
        (CBP, MAY, 0): "part_above_total",
        (CBP, JUNE, 2): "part_above_total",
        (TOTAL, JUNE, 3): "part_above_total",
    }


def test_what_is_no_part_of_that_total_may_be_above_it(small: SmallWarehouse) -> None:
    editions: list[Printed] = [
        {(TOTAL, MAY): 200.0, (CBP, MAY): 200.0, (ICE, MAY): 0.0},  # no more than it
        {(TOTAL, "2024-07"): 100.0, (CBP, JUNE): 300.0},  # of another month
        {(TOTAL, "2024-08"): 100.0},
        {(CBP, "2024-08"): 300.0},  # in another document
    ]
    assert found(small, editions) == {}


def test_an_average_of_days_may_be_above_that_of_all(small: SmallWarehouse) -> None:
    one, every = STAY.replace("total", "family"), STAY
    printed: Printed = {(every, MAY): 20.0, (one, MAY): 50.0}
    assert found(small, [printed], "average_length_of_stay") == {}


def test_two_series_that_changed_places(small: SmallWarehouse) -> None:
    """The exact figures; about those, where they are far apart; and in the older edition, as other editions show."""
    exact: list[Printed] = [
        {(CBP, MAY): 1000.0, (ICE, MAY): 900.0},
        {(CBP, MAY): 900.0, (ICE, MAY): 1000.0},
    ]
    assert found(small, exact) == {(CBP, MAY, 1): "exchanged", (ICE, MAY, 1): "exchanged"}
    small.empty()
    about: list[Printed] = [{(CBP, MAY): 37541.0, (ICE, MAY): 1033.0}, {(CBP, MAY): 1124.0, (ICE, MAY): 37537.0}]
    assert found(small, about) == {(CBP, MAY, 1): "exchanged", (ICE, MAY, 1): "exchanged"}
    small.empty()
    usual = {(CBP, "2024-04"): 1000.0, (ICE, "2024-04"): 300.0, (CBP, JUNE): 1000.0, (ICE, JUNE): 300.0}
    mended: list[Printed] = [
        {(CBP, MAY): 301.0, (ICE, MAY): 1001.0},
        {(CBP, MAY): 1001.0, (ICE, MAY): 301.0},
        usual,
    ]
    assert found(small, mended) == {(CBP, MAY, 0): "exchanged", (ICE, MAY, 0): "exchanged"}


@pytest.mark.parametrize(
    "editions",
    [
        # one has the figure of the other, that one another figure
        [{(CBP, MAY): 1000.0, (ICE, MAY): 900.0}, {(CBP, MAY): 900.0, (ICE, MAY): 800.0}],
        # far apart, and only one has about what the other had
        [{(CBP, MAY): 37541.0, (ICE, MAY): 1033.0}, {(CBP, MAY): 5000.0, (ICE, MAY): 37537.0}],
        # about those of the other, but hardly apart
        [{(CBP, MAY): 1000.0, (ICE, MAY): 900.0}, {(CBP, MAY): 901.0, (ICE, MAY): 1000.0}],
        # of two series that have nothing in common
        [
            {(HELD.format("non_criminal", "ICE"), MAY): 1000.0, (HELD.format("total", "CBP"), MAY): 900.0},
            {(HELD.format("non_criminal", "ICE"), MAY): 900.0, (HELD.format("total", "CBP"), MAY): 1000.0},
        ],
    ],
)
def test_two_series_that_only_seem_to_have_changed_places(small: SmallWarehouse, editions: list[Printed]) -> None:
    first, _ = next(iter(editions[0]))
    assert found(small, editions, "detained_population" if first.startswith("ice.currently") else "book_ins") == {}


@pytest.mark.parametrize(
    ("values", "slips"),
    [
        ([1000.0, 2000.0, 1000.0, 2000.0, 2000.0], [2]),  # a sheet of an older edition, printed again
        ([1000.0, 1000.0, 700.0, 1000.0, 1000.0], [2]),  # a mistake that was mended
        ([1000.0, 2000.0, 1000.0], [2]),  # the newest: one of the two is wrong, and nobody can say which
        ([1000.0, 2000.0, 1000.0, None, 2000.0, 2000.0], [2]),  # an edition without a figure says nothing
        ([1000.0, 1001.0, 1000.0, 1001.0, 1001.0], []),  # too little to tell
        ([1000.0, 2000.0, 2000.0, 1500.0], []),  # no edition agrees with an earlier one
        ([1000.0, None, 1000.0], []),  # nobody prints another one
        ([1000.0, 2000.0, 2000.0, 2000.0], []),  # restated for good
    ],
)
def test_a_figure_that_goes_and_comes_back(small: SmallWarehouse, values: list[float | None], slips: list[int]) -> None:
    assert found(small, [{(CBP, MAY): value} for value in values]) == {(CBP, MAY, at): "fell_back" for at in slips}


def test_a_figure_far_outside_the_periods_around(small: SmallWarehouse) -> None:
    """In an edition that prints these too; and in every one that repeats it."""
    editions: list[Printed] = [months(CBP, {}), months(CBP, {MAY: 64.0}), months(CBP, {MAY: 64.0})]
    assert found(small, editions) == {(CBP, MAY, 1): "jump", (CBP, MAY, 2): "jump"}
    small.empty()
    mended: list[Printed] = [months(CBP, {MAY: 18893.0}), months(CBP, {}), months(CBP, {})]
    assert found(small, mended) == {(CBP, MAY, 0): "jump"}


def test_a_jump_of_a_series_of_which_every_edition_prints_one_period(small: SmallWarehouse) -> None:
    days: list[Printed] = [{(CBP, f"2024-06-{day:02}"): 1000.0 + day} for day in (1, 8, 15)]
    day: tuple[Printed, Printed] = ({(CBP, "2024-06-22"): 188934.0}, {(CBP, "2024-06-22"): 1022.0})
    assert found(small, [*days, *day]) == {(CBP, "2024-06-22", 3): "jump"}, "on the day on which it is mended"
    small.empty()
    after: Printed = {(CBP, "2024-06-29"): 1029.0}
    assert found(small, [*days, *day, after]) == {(CBP, "2024-06-22", 3): "jump"}


def test_a_jump_where_both_editions_are_far_outside_what_is_calm(small: SmallWarehouse) -> None:
    assert found(small, [months(CBP, {MAY: 160.0}), months(CBP, {MAY: 2500.0})]) == {(CBP, MAY, 0): "jump"}


@pytest.mark.parametrize(
    "editions",
    [
        [months(CBP, {MAY: 1040.0}), months(CBP, {MAY: 400.0})],  # less than half, and not below a third
        [{**months(CBP, 0.1), (CBP, MAY): 1000.0}, {**months(CBP, 1.0), (CBP, MAY): 120.0}],  # counted anew
        [months(CBP, {MAY: 9000.0}), months(CBP, {MAY: 9100.0})],  # so said both
        [{(CBP, MAY): 1000.0}, {(CBP, MAY): 9000.0}],  # nothing is around it
        # the newest month is more than those before, which are not alike themselves
        [
            {(CBP, "2024-03"): 100.0, (CBP, "2024-04"): 900.0, (CBP, MAY): 500.0, (CBP, JUNE): 850.0},
            {(CBP, "2024-03"): 100.0, (CBP, "2024-04"): 900.0, (CBP, MAY): 500.0, (CBP, JUNE): 4000.0},
        ],
        # a year is no month
        [{**months(CBP, {}), (CBP, "2022-10-01/P1Y"): 1500.0}, {**months(CBP, {}), (CBP, "2022-10-01/P1Y"): 12000.0}],
    ],
)
def test_a_revision_that_is_no_jump(small: SmallWarehouse, editions: list[Printed]) -> None:
    assert found(small, editions) == {}


def test_what_stands_in_a_table_of_slips(small: SmallWarehouse) -> None:
    """Two months' figures of agencies are far out, and so is the third, by less than a rule of its own would see."""
    agencies = [f"{TABLE}{{agency={name}}}" for name in "abc"]
    usual = {figure: value for series in agencies for figure, value in months(series, {}).items()}
    wrong = {(agencies[0], MAY): 64.0, (agencies[1], MAY): 70.0, (agencies[2], MAY): 1900.0}
    assert found(small, [usual, {**usual, **wrong}]) == {
        (agencies[0], MAY, 1): "jump", (agencies[1], MAY, 1): "jump", (agencies[2], MAY, 1): "with_its_table",
    }  # fmt: skip


def test_what_stands_beside_slips_and_is_none(small: SmallWarehouse) -> None:
    """Of one metric two are slips; what another one of the table was revised to is not concerned. Nor is a figure of
    another month."""
    table = "ice.atd_by_area{{area={},technology=gps,measure={}}}"
    counts = [table.format(name, "count") for name in "ab"]
    days = table.format("a", "alip")
    usual = {figure: value for series in (*counts, days) for figure, value in months(series, {}).items()}
    wrong = {(counts[0], MAY): 64.0, (counts[1], MAY): 70.0, (days, MAY): 1100.0, (counts[0], JUNE): 1300.0}
    metric = {counts[0]: "atd_participants", counts[1]: "atd_participants", days: "average_length_in_program"}
    assert found(small, [usual, {**usual, **wrong}], metric) == {
        (counts[0], MAY, 1): "jump", (counts[1], MAY, 1): "jump",
    }  # fmt: skip


def test_several_rules_are_named_the_surest_first(small: SmallWarehouse) -> None:
    editions: list[Printed] = [
        {**months(TOTAL, 40.0), **months(CBP, {})},
        {**months(TOTAL, 40.0), **months(CBP, {}), (TOTAL, MAY): 1040.0, (CBP, MAY): 41600.0},
    ]
    slips = found(small, editions)
    assert set(slips.items()) == {((TOTAL, MAY, 1), "part_above_total"), ((CBP, MAY, 1), "part_above_total")}
    (row,) = small.rows(f"select why from core.slip where series_key = '{CBP}'")
    assert row["why"] == (
        "the part, 41,600, is above its total, 1,040; it has changed places with agency total; "
        "around it are 1,010 to 1,070, another edition has 1,040"
    )


def test_no_rule_names_a_table_a_metric_or_a_source(shared: SmallWarehouse) -> None:
    names = shared.rows(
        "select dataflow as name from core.dataflow union select metric from core.metric "
        "union select source_id from core.dataflow union select publisher from raw.source"
    )
    forbidden = {str(row["name"]) for row in names}
    assert len(forbidden) > 100
    for path in [*VIEWS.glob("core/slip*.sql"), *(VIEWS / "core" / f"{name}.sql" for name in HELPERS)]:
        words = set(re.findall(r"[\w.]+", re.sub(r"--[^\n]*", "", path.read_text("utf-8"))))
        assert not words & forbidden, path.name
