"""The report: its words, scales, map and tables, and the page of a small warehouse."""

# ruff: noqa: DTZ001  the warehouse keeps times in UTC without a zone

from __future__ import annotations

import json
import re
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest
from report_page import Element, Page, csv_of
from small_warehouse import SmallWarehouse

from warehouse.report import facts, words
from warehouse.report.claimed import average
from warehouse.report.contents import contents
from warehouse.report.drawing import Label
from warehouse.report.lines import _apart, pieces
from warehouse.report.mapping import HEIGHT, OUTLINES, WIDTH, facilities, place
from warehouse.report.outlines import outlines, thinned
from warehouse.report.page import HERE, render
from warehouse.report.scales import Days, linear
from warehouse.report.tables import Column, address, table

SMALL = SmallWarehouse()
HOSTILE = "<script>alert(1)</script>"


# ── words, scales ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (142, 100, "42% more than"),
        (97, 100, "3% fewer than"),
        (100.4, 100, "about as many as"),
        (240, 100, "2.4 times as many as"),
    ],
)
def test_changes_are_said_in_words(now: float, before: float, said: str) -> None:
    assert words.change(now, before) == said


def test_figures_are_written_as_a_newspaper_has_them() -> None:
    assert [words.number(60311), words.number(-1204.4), words.number(63276.61, 1)] == ["60,311", "−1,204", "63,276.6"]
    assert [words.signed(5), words.signed(0), words.signed(-0.01, 1)] == ["+5", "0", "0.0"]
    assert [words.amount(one) for one in (2006, 34785.2, 55.7, 0.333)] == ["2,006", "34,785", "55.70", "0.33"]
    assert words.name("ERO EL PASO CAMP") == "ERO El Paso Camp"
    assert words.cell(None, "number") == "–"
    periods = ("2025-12", "2024-10-01/P1Y", "2025-02-03", "2024-10/P3M")
    assert [words.period(one) for one in periods] == ["December 2025", "FY2025", "3 February 2025", "2024-10/P3M"]
    assert [words.series("t{agency=ICE,sex=not_known}"), words.series("t")] == ["agency ICE, sex not known", "all"]


@pytest.mark.parametrize(("low", "high"), [(0, 68289), (0, 3), (-10.2, 1.8), (0, 0), (-0.3, 1.4), (0, 304_000)])
def test_a_scale_holds_its_values_between_round_ticks(low: float, high: float) -> None:
    scale = linear(low, high)
    assert scale.low <= low <= high <= scale.high
    assert 0 <= scale(high) <= scale(low) <= 100
    ticks = scale.ticks()
    assert 2 <= len(ticks) <= 8
    assert (ticks[0].at, ticks[-1].at) == (100, 0)


@pytest.mark.parametrize(
    ("first", "last"), [("1999-10-01", "2025-08-01"), ("2024-01-01", "2025-03-01"), ("2025-01-20", "2025-02-07")]
)
def test_an_axis_of_days_has_a_few_ticks_within_it(first: str, last: str) -> None:
    ticks = Days(date.fromisoformat(first), date.fromisoformat(last)).ticks()
    assert 3 <= len(ticks) <= 14
    assert all(0 <= tick.at <= 100 for tick in ticks)


def test_a_line_is_dashed_over_a_hole_and_only_there() -> None:
    days = [date(2025, 1, 1), date(2025, 1, 15), date(2025, 6, 1), date(2025, 6, 15)]
    dashed, whole = pieces(days, [(0, 1), (1, 1), (5, 1), (6, 1)], 45, "s0")
    assert (dashed.look, dashed.path) == ("line dashed s0", "M1.00,1.00L5.00,1.00")
    assert whole.path == "M0.00,1.00L1.00,1.00M5.00,1.00L6.00,1.00"


def test_names_at_the_ends_of_lines_do_not_cover_one_another() -> None:
    labels: list[Label] = _apart([((99.0, 40.0), "a", ""), ((100.0, 41.0), "b", ""), ((50.0, 41.0), "c", "")], 6)
    assert {label.text: label.y for label in labels} == {"a": 35.0, "b": 41.0, "c": 41.0}


def test_a_claim_of_a_year_is_drawn_as_its_average_a_month() -> None:
    year = {"value_from": 120_000, "value_to": 120_000, "period_kind": "range",
            "period_start": date(2023, 10, 1), "period_end": date(2024, 9, 30)}  # fmt: skip
    assert round(average(year, monthly=True)) == 9980  # of 366 days
    assert average({**year, "period_kind": "rate_per_day"}, monthly=False) == 120_000
    assert average({**year, "period_end": date(2023, 10, 31)}, monthly=True) == 120_000


# ── the map ──────────────────────────────────────────────────────────────────────────────────────────────────────
def inside(point: tuple[float, float], path: str) -> bool:
    """Whether a point lies in the outline that a path draws."""
    x, y = point
    crossed = 0
    for ring in path.strip("MZ").split("ZM"):
        corners = [tuple(map(float, corner.split(","))) for corner in ring.split("L")]
        for (x1, y1), (x2, y2) in pairwise([*corners, corners[0]]):
            crossed += (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
    return crossed % 2 == 1


@pytest.mark.parametrize(
    ("name", "state", "longitude", "latitude"),
    [
        ("Colorado", "CO", -104.99, 39.74), ("Florida", "FL", -81.38, 28.54), ("Washington", "WA", -120.5, 47.5),
        ("Alaska", "AK", -149.5, 61.4), ("Hawaii", "HI", -155.5, 19.6), ("Texas", "TX", -99.09, 28.89),
    ],
)  # fmt: skip
def test_a_place_lies_in_the_outline_of_its_state_and_of_no_other(
    name: str, state: str, longitude: float, latitude: float
) -> None:
    at = place({"state": state, "longitude": longitude, "latitude": latitude})
    assert at is not None
    states = json.loads(OUTLINES.read_text("utf-8"))["states"]
    assert [one for one, path in states.items() if inside(at, path)] == [name]


def test_the_outlines_are_all_states_and_small() -> None:
    made = json.loads(OUTLINES.read_text("utf-8"))
    assert len(made["states"]) == 51
    assert "District of Columbia" in made["states"]
    assert (made["width"], made["height"]) == (WIDTH, HEIGHT)
    assert re.fullmatch("[0-9a-f]{64}", made["sha256"])
    assert OUTLINES.stat().st_size <= 100_000


def test_a_border_of_two_states_is_thinned_once() -> None:
    shared = [[5, 0], [0, 2], [1, 1], [-1, 2], [0, 5]]  # steps: along x = 5 with a bend
    left, right = [[5, 10], [-5, 0], [0, -10], [5, 0]], [[5, 0], [5, 0], [0, 10], [-5, 0]]

    def state(name: str, *arcs: int) -> dict[str, Any]:
        return {"type": "Polygon", "id": name, "arcs": [[*arcs]], "properties": {"name": name}}

    made = outlines({
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [shared, left, right],
        "objects": {"states": {"geometries": [state("West", 0, 1), state("East", 2, -1)]}},
    }, tolerance=0.5)  # fmt: skip
    west, east = ({*path.strip("MZ").split("L")} for path in (made["West"], made["East"]))
    assert west & east == {f"{x},{y}" for x, y in thinned([(5, 0), (5, 2), (6, 3), (5, 5), (5, 10)], 0.5)} > {"6,3"}
    assert thinned([(0, 0), (1, 0.1), (2, 0)], 0.5) == [(0, 0), (2, 0)]


def test_what_is_in_a_territory_or_nowhere_is_not_on_the_map() -> None:
    rows = [
        {"state": "PR", "longitude": -66.1, "latitude": 18.4, "held": 9},
        {"state": "TX", "longitude": None, "latitude": None, "held": 5},
        {"state": "TX", "longitude": -99.0, "latitude": 28.9, "held": 4},
    ]  # fmt: skip
    drawing = facilities(rows, "held")
    assert [stop.row for stop in drawing.stops] == [2]
    assert [shape.look for shape in drawing.shapes] == ["state", "facility"]


# ── facts ────────────────────────────────────────────────────────────────────────────────────────────────────────
def held(day: str, total: int) -> dict[str, Any]:
    return {"day": date.fromisoformat(day), "total": total, "neither": total // 2, "data_through": None, "sources": []}


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        (
            ["2025-02-23", "2025-06-15"],
            "No edition has 4 April 2025; the nearest: 100 on 23 February 2025, 40 days earlier.",
        ),
        (["2025-04-04"], "A year before: 100 on 4 April 2025."),
        (["2025-04-20"], "No edition has 4 April 2025; the nearest: 100 on 20 April 2025, 16 days later."),
        ([], "No earlier edition is at hand."),
    ],
)
def test_a_year_before_is_the_day_itself_or_the_nearest_by_name(earlier: list[str], said: str) -> None:
    total, _ = facts.detained([*(held(day, 100) for day in earlier), held("2026-04-04", 200)])
    assert [one.text for one in total.beside] == [said]


def test_of_a_year_without_an_edition_near_the_date_nothing_is_said_but_that() -> None:
    def through(day: str, year: int, value: int) -> dict[str, Any]:
        return {
            "day": date.fromisoformat(day),
            "fiscal_year": year,
            "value": value,
            "data_through": None,
            "sources": [],
        }

    rows = [
        through("2024-03-15", 2024, 9),
        through("2024-04-25", 2024, 10),
        through("2025-02-22", 2025, 5),
        through("2026-04-04", 2026, 7),
    ]
    fact = facts.same_date(rows)
    assert fact.value == "7"
    assert [one.text for one in fact.beside] == [
        "FY2025: no edition within 21 days of 4 April 2025.",
        "FY2024: 9 through 15 March 2024.",
    ]


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_address_that_is_none_of_the_web_is_no_link() -> None:
    assert [address(one) for one in ("https://ice.gov/x", "javascript:alert(1)", "list.csv", None)] == [
        "https://ice.gov/x",
        None,
        None,
        None,
    ]


def test_the_file_of_a_table_is_no_program() -> None:
    rows = [{"name": "=1+1", "value": -3.0, "is_provisional": True, "data_through": date(2026, 4, 4), "sources": []}]
    made = table("x", "", [Column("name", "Name", "text"), Column("value", "Value")], rows)
    link = Element("a", {"href": made.csv})
    assert csv_of(link) == [
        ["name", "value", "remark", "places", "addresses", "documents"],
        ["'=1+1", "-3", "not whole: through 4 April 2026", "", "", ""],
    ]


# ── the page of a small warehouse ────────────────────────────────────────────────────────────────────────────────
def page(small: SmallWarehouse) -> tuple[str, Page]:
    text = render(contents(small.connection))
    return text, Page(text)


@pytest.fixture
def small() -> SmallWarehouse:
    SMALL.empty()
    SMALL.connection.execute("delete from core.correction")
    SMALL.connection.execute("delete from raw.state where name = 'published_at'")
    SMALL.insert("raw.state", name="published_at", value="2025-03-10T12:00:00")
    return SMALL


def months(small: SmallWarehouse, document: str, **totals: float) -> None:
    """Book-ins of months (`m01` is January 2025): a tenth by CBP; those of the last month are not whole."""
    last = max(totals)
    for k, (name, total) in enumerate(totals.items()):
        status = {"obs_status": "P"} if name == last else {}
        for row, (agency, value) in enumerate([("total", total), ("ICE", total * 0.9), ("CBP", total * 0.1)]):
            key = f"ice.book_ins_by_arresting_agency{{agency={agency}}}"
            small.figure(
                document, f"{'JKLMNOP'[k]}{20 + row}", key, f"2025-{name[1:]}", value, table_title="Book-ins",
                data_through=date(2025, int(name[1:]), 20), **status,
            )  # fmt: skip


def test_a_warehouse_of_which_nothing_is_known_makes_a_page_that_says_so(small: SmallWarehouse) -> None:
    _, made = page(small)
    assert made.wrong == []
    assert [*made.root.all("figure")] == []
    said = made.root.one("main").text
    for words_ in ("No figure of detention is at hand.", "No claim counts", "No edition is at hand."):
        assert words_ in said


def test_a_month_that_is_not_whole_is_hollow_remarked_and_not_the_newest(small: SmallWarehouse) -> None:
    small.document("d", "2025-03-01 12:00", "2025-02-20")
    months(small, "d", m01=2000, m02=700)
    small.speak()
    _, made = page(small)
    assert made.wrong == []
    figure = made.root.one("figure", id="book-ins")
    assert "2,000 people were booked in during January 2025, 90.0% of them" in figure.one("p", class_="point").text
    looks = {one.attributes["class"] for one in figure.all("path")}
    assert looks == {"column s0", "column s1", "column s0 hollow", "column s1 hollow"}
    january, february = figure.one("tbody").children
    assert [cell.text.strip() for cell in february.children] == [
        "February 2025", "630", "70", "700", "not whole: through 20 February 2025",
        "ICE: Detention: ICE K21, CBP K22, total K20",
    ]  # fmt: skip
    assert january.children[4].text == ""
    fact = made.root.one("ul", class_="facts").text
    assert "February 2025 is not whole: 700 through 20 February 2025." in fact
    link = february.one("a")
    assert (link.attributes["href"], link.attributes["title"]) == (
        "https://www.ice.gov/doclib/detention/d.xlsx",
        "document d",
    )


def test_a_corrected_figure_is_shown_flagged_and_explained(small: SmallWarehouse) -> None:
    small.document("d", "2025-03-01 12:00", "2025-02-20")
    months(small, "d", m01=20_000, m02=700)
    small.insert(
        "core.correction", document_id="d", sheet="Detention", cell="J20", expected=20_000, corrected=2000,
        evidence="the parts add up to it", decided_at=date(2025, 3, 2),
    )  # fmt: skip
    small.speak()
    _, made = page(small)
    january, _ = made.root.one("figure", id="book-ins").one("tbody").children
    cells = [cell.text.strip() for cell in january.children]
    assert cells[3] == "2,000"
    assert re.fullmatch("corrected: total: .*the parts add up to it.*", cells[4])
    assert "total J20*" in cells[5]


def test_of_nothing_there_is_no_share_and_no_division(small: SmallWarehouse) -> None:
    small.document("d", "2025-03-01 12:00", "2025-02-20")
    months(small, "d", m01=0, m02=0)
    small.speak()
    _, made = page(small)
    assert "0 people were booked in during January 2025, – of them" in made.root.one("figure", id="book-ins").text


def test_a_revision_is_a_band_from_what_was_first_said(small: SmallWarehouse) -> None:
    for name, known_from, january in (
        ("d1", "2025-03-01", 1000),
        ("d2", "2025-04-01", 1300),
        ("d3", "2025-05-01", 1200),
    ):
        small.document(name, f"{known_from} 12:00", known_from)
        months(small, name, m01=january, m02=500 if name == "d1" else 600, m03=9)
    small.speak()
    _, made = page(small)
    figure = made.root.one("figure", id="revised-book-ins")
    rows = [[cell.text.strip() for cell in row.children] for row in figure.one("tbody").children]
    assert rows[0][:7] == ["January 2025", "1,000", "1,200", "+20.00%", "1,000", "1,300", "3"]
    assert "first: Detention!J20" in rows[0][-1]
    assert "now: Detention!J20" in rows[0][-1]


def test_what_comes_from_outside_stays_words(small: SmallWarehouse) -> None:
    small.document("d", "2025-03-01 12:00", "2025-02-20")
    small.document("a", "2025-02-07 12:00")
    months(small, "d", m01=2000, m02=700)
    arrests = "ohss.ero_arrests_by_criminality{criminality=total}"
    small.figure("d", "B2", arrests, "2025-01", 9000, "arrests", table_title=HOSTILE)
    small.article("a", "words", title=HOSTILE, url="javascript:alert(1)")
    january = {"period_kind": "range", "period_start": date(2025, 1, 1), "period_end": date(2025, 1, 31)}
    number = {"value_text": "9,000", "value_low": 9000, "value_high": 9000}
    small.claim("a", 0, 3, 0, 3, quote=HOSTILE, attribution=HOSTILE, **number, **january)
    small.speak()
    text, made = page(small)
    assert made.wrong == []
    assert HOSTILE not in text
    assert HOSTILE in made.root.one("figure", id="claims-1").text
    assert "javascript:" not in text
    assert len([*made.root.all("script")]) == 1


# ── looks ────────────────────────────────────────────────────────────────────────────────────────────────────────
def palettes() -> dict[str, dict[str, str]]:
    """The colours of the page in the light, in the dark and in print."""
    style = (HERE / "page.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, re.S)
    light, dark, printed = (dict(re.findall(r"--([\w-]+): (#\w+)", block)) for block in blocks)
    return {"light": light, "dark": {**light, **dark}, "print": {**light, **printed}}


def contrast(a: str, b: str) -> float:
    """Of two colours, as WCAG counts it."""

    def light(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * one for one in colour[1:])
        parts = [int(digits[k : k + 2], 16) / 255 for k in (0, 2, 4)]
        red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(a), light(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_words_and_drawings_stand_out_from_the_page(scheme: str) -> None:
    """WCAG 2.2 AA: 4.5 for words, 3 for what is drawn."""
    colours = palettes()[scheme]
    for name in ("ink", "soft", "link", "focus"):
        for ground in ("paper", "wash"):
            assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
    for name in ("s0", "s1", "s2", "s3"):
        assert contrast(colours[name], colours["paper"]) >= 3, name
    assert contrast(colours["s1"], colours["land"]) >= 3


def test_the_time_told_is_that_of_the_copy(small: SmallWarehouse) -> None:
    made = contents(small.connection)
    assert (made.published_at, made.published_on) == (datetime(2025, 3, 10, 12), date(2025, 3, 10))
    assert "2025-03-10 12:00 UTC" in render(made)
