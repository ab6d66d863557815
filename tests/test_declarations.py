"""A source declares its tables and metrics itself: checks read that, and what is not declared is refused at reading."""

from __future__ import annotations

import json
import re
import shutil
import types
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import duckdb
import harbour_source
import pytest
import toy_source
from harbour_source import ARRIVALS, GUESTS, METRICS, QUAYS, SIZES, metric
from toy_source import MemoryArchive, content, fetch

from collectors import registry
from collectors.declared import faults, refuse_undeclared
from collectors.errors import OnrecordError
from collectors.records import Dataflow, Document, Metric, SourceModule, Split, Total
from collectors.tables.tidy import Tidy
from warehouse import bundle, check
from warehouse.connection import read_only, writer
from warehouse.definitions import define_for_readers
from warehouse.home import Home
from warehouse.publish import publish
from warehouse.rebuild import update

ROOT = Path(__file__).resolve().parent.parent
HARBOUR = cast(SourceModule, harbour_source)
Row = dict[str, Any]


# ── an invented source ───────────────────────────────────────────────────────────────────────────────────────────────
YEAR = "2024-07-01/P1Y"


def source(*flows: Dataflow, metrics: Iterable[Metric] = METRICS, id_: str = "toy") -> SourceModule:
    """A source that declares something, and is asked for nothing else."""
    said = {"SOURCE": replace(toy_source.SOURCE, id=id_), "DATAFLOWS": flows, "METRICS": tuple(metrics)}
    return cast(SourceModule, types.SimpleNamespace(__name__="toy_source", **said))


def row(series: str, period: str, value: float | None, metric: str = "boats", unit: str = "boats", **more: Any) -> Row:
    return {"series": series, "period": period, "value": value, "metric": metric, "unit": unit, **more}


def first_edition() -> list[Row]:
    flags = {"all": 300.0, "abroad": 100.0, "dk": 60.0, "se": 40.0, "home": 200.0}
    rows = [row(f"harbour.arrivals{{flag={f},counting=new}}", "2024-07", v) for f, v in flags.items()]
    rows += [row(f"harbour.arrivals{{flag={f},counting=new}}", YEAR, v) for f, v in flags.items()]
    sizes = {"any": 300.0, "small": 200.0, "large": 200.0}  # of 150 and 150
    rows += [row(f"harbour.sizes{{size={size}}}", YEAR, value) for size, value in sizes.items()]
    for quay in range(8):  # 62 days, named on the day after
        value = (100_003 + 7 * quay) / 62
        rows += [row(f"harbour.quays{{quay={quay},depth=deep}}", YEAR, value, "berths", "berths")]
        rows += [row(f"harbour.quays{{quay={quay},by_depth=yes}}", YEAR, value, "berths", "berths")]
    return rows + [row(f"harbour.guests{{pier={n}}}", "2024-08-31", n, "moored") for n in range(8)]


def second_edition() -> list[Row]:
    """A month later: more of all but one flag, which may fall; fewer quays, which means nothing."""
    rows = [dict(one) for one in first_edition() if "quay=0" not in one["series"] and "quay=1" not in one["series"]
            and "quay=2" not in one["series"]]  # fmt: skip
    for one in rows:
        if one["period"] == YEAR and one["series"].startswith("harbour.quays"):
            one["value"] *= 62 / 93
        elif one["period"] == YEAR:
            one["value"] += {"flag=all": 100.0, "flag=home": 100.0, "flag=dk": 5.0, "flag=se": -5.0,
                             "size=any": 100.0, "size=large": 100.0}.get(_pair(one), 0.0)  # fmt: skip
        elif one["period"] == "2024-07":  # July is revised: five boats had shown another flag
            one["value"] += {"flag=dk": 5.0, "flag=se": -5.0}.get(_pair(one), 0.0)
        elif one["period"] == "2024-08-31":
            one["period"] = "2024-09-30"
            one["value"] += 10
    later = {"all": 100.0, "abroad": 0.0, "dk": 0.0, "se": 0.0, "home": 100.0}
    return rows + [row(f"harbour.arrivals{{flag={f},counting=new}}", "2024-08", v) for f, v in later.items()]


def _pair(one: Row) -> str:
    return str(one["series"]).partition("{")[2].removesuffix("}").split(",")[0]


def document(rows: list[Row], through: str) -> bytes:
    return json.dumps({"rows": rows, "through": through}).encode()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)
    return Home(tmp_path / "data")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Both editions, loaded. To be copied."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warehouse.rebuild.bundled", lambda: None)
        return loaded(Home(tmp_path_factory.mktemp("both")), first_edition(), second_edition())


def loaded(home: Home, *editions: list[Row]) -> Home:
    """A warehouse with some editions, a month apart, from August 2024 on."""
    archive = MemoryArchive()
    for number, rows in enumerate(editions):
        through = ("2024-09-01", "2024-10-02", "2024-11-01")[number]  # 62, 93 days and one
        archive.saw(document(rows, through), fetch(f"2024-{10 + number}-05T12:00"))
    summary = update(home, archive=archive, modules={"toy": HARBOUR})
    assert {one.outcome for one in summary.failed} <= {"not_declared"}
    return home


def found(path: Path, slip: str = "") -> dict[str, list[tuple[Any, ...]]]:
    """What is found in a warehouse, after a slip in it (SQL): rule ▶ its places."""
    places: dict[str, list[tuple[Any, ...]]] = {}
    with duckdb.connect(str(path)) as connection:
        connection.execute(slip)
        check.run(connection)
        rows = connection.execute("select rule, cell, other_cell, series_key from core.finding order by all").fetchall()
    for rule, *place in rows:
        places.setdefault(rule, []).append(tuple(place))
    return places


@pytest.mark.slow
def test_an_invented_source_passes_all_checks_and_is_published(home: Home) -> None:
    loaded(home, first_edition(), second_edition())
    published = publish(home)
    assert [result.rule.name for result in published.results if result.findings] == []
    with read_only(home.published) as connection:
        counted = connection.execute(
            """select (select count(*) from core.dataflow), (select count(*) from core.metric),
            (select count(*) from core.dataflow_total), (select count(*) from vintages.figure)"""
        ).fetchone()
    assert counted == (5, 3, 4, len(first_edition()) + len(second_edition()))


def value(series: str, period: str, figure: str) -> str:
    """The second edition prints another figure."""
    return f"""update core.observation set value = {figure}
        where {LATER} and contains(series_key, '{series}') and time_period = '{period}'"""


LATER = "data_through = date '2024-10-02'"
SLIPS: list[tuple[str, str]] = [
    ("parts_add_up", value("{flag=home,counting=new}", "2024-08", "99")),
    ("parts_add_up", value("{flag=dk,counting=new}", "2024-08", "6")),  # of the smaller total
    ("parts_add_up", value("{size=small}", YEAR, "500")),  # more than rounding
    ("months_add_up", value("{flag=all,counting=new}", "2024-08", "101")),
    ("printed_twice_agree", value("{size=any}", YEAR, "500")),
    ("cumulative_totals_never_fall", value("{flag=all,counting=new}", YEAR, "299")),
    ("cumulative_totals_never_fall", value("{flag=dk,counting=new}", YEAR, "39")),
    ("splits_agree", value("by_depth=", YEAR, "value * 1.02")),
    ("averages_prove_the_day", value("depth=deep", YEAR, "value * 93 / 90")),
    ("fewer_series", f"delete from core.observation where {LATER} and regexp_matches(series_key, 'pier=[012]}}')"),
    (
        "stale_sheet",
        f"""create temp table later as select distinct document_id from core.observation where {LATER};
        delete from core.observation where {LATER};
        insert into core.observation select later.document_id, earlier.* exclude (document_id)
        from core.observation as earlier, later""",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "slip"), SLIPS, ids=[f"{k}-{rule}" for k, (rule, _) in enumerate(SLIPS)])
def test_a_slip_of_an_invented_source_is_found(both: Home, tmp_path: Path, rule: str, slip: str) -> None:
    assert rule in found(Path(shutil.copy(both.warehouse, tmp_path)), slip)


QUIET = {
    "a part that is declared to move on falls": value("{flag=se,counting=new}", YEAR, "1"),
    "rows that need not be listed are missing": f"""delete from core.observation
        where {LATER} and contains(series_key, 'quay=3')""",
}


@pytest.mark.slow
@pytest.mark.parametrize("words", QUIET)
def test_what_is_declared_to_happen_is_no_finding_of_its_rule(both: Home, tmp_path: Path, words: str) -> None:
    places = found(Path(shutil.copy(both.warehouse, tmp_path)), QUIET[words])
    assert places.keys() & {"cumulative_totals_never_fall", "fewer_series"} == set()


@pytest.mark.slow
def test_averages_do_not_add_up(home: Home) -> None:
    """A total of them is declared, and is one of them."""
    rows = [row(f"harbour.depths{{basin={basin}}}", period, 5.5, "berths", "berths")
            for basin in ("total", "old", "new") for period in ("2024-07", "2024-08", YEAR)]  # fmt: skip
    assert found(loaded(home, rows).warehouse) == {}


# ── what is not declared ─────────────────────────────────────────────────────────────────────────────────────────────
UNDECLARED: list[tuple[str, Row]] = [
    ("a table that is not declared", row("harbour.ferries{flag=dk}", "2024-07", 5.0)),
    ("metric moored", row("harbour.sizes{size=small}", "2024-07", 5.0, "moored")),
    ("metric oars", row("harbour.sizes{size=small}", "2024-07", 5.0, "oars")),
    ("metric boats in tons", row("harbour.sizes{size=small}", "2024-07", 5.0, unit="tons")),
    ("dimension colour", row("harbour.sizes{size=small,colour=red}", "2024-07", 5.0)),
]


@pytest.mark.slow
@pytest.mark.parametrize(("words", "odd"), UNDECLARED, ids=[words for words, _ in UNDECLARED])
def test_what_is_not_declared_costs_its_table_alone(home: Home, words: str, odd: Row) -> None:
    name = odd["series"].partition("{")[0]
    rows = [*first_edition(), odd, {**odd, "period": "2024-08", "value": None}]  # the last one is no number
    loaded(home, rows)
    kept = [one for one in first_edition() if one["series"].partition("{")[0] != name]
    numbers = len(rows) - 1 - len(kept)
    with writer(home.warehouse) as connection:
        assert connection.execute("select count(*) from core.observation").fetchone() == (len(kept),)
        refused = connection.execute("select sheet, dataflow, outcome, found from core.refusal").fetchall()
        assert refused == [("S", name, "not_declared", words)]
        omitted = connection.execute("select count(*) from core.omission where reason = 'table refused'").fetchone()
        assert omitted == (numbers,)
        counts = connection.execute("select numeric_cells, observed_cells, omitted_cells from core.sheet").fetchone()
        assert counts == (len(rows), len(kept), numbers + 1)  # toys omit one cell always
    assert publish(home).observations == len(kept)


@pytest.mark.slow
def test_the_second_entry_of_what_is_printed_twice_needs_no_declaration(home: Home) -> None:
    loaded(home, [row("harbour.guests{pier=1}", "2024-08-31", 1, "moored"),
                  row("harbour.guests{pier=1,entry=2}", "2024-08-31", 2, "moored")])  # fmt: skip
    assert publish(home).observations == 2


def test_figures_of_months_to_come_are_numbers_when_their_table_is_refused() -> None:
    """0 is printed, there is no value, and the cell was counted as a number."""
    rows = [row("harbour.sizes{size=any}", "2024-07", 5.0), row("harbour.sizes{size=any}", "2024-08", None)]
    page = Document(document(rows, "2024-08-01"), "https://toys.example/files/a.json")
    tables = {table.kind: table.rows for table in toy_source.read(page)}
    observations = tables["observation"]
    at = observations.schema.get_field_index("value_text")
    tables["observation"] = observations.set_column(at, observations.schema.field(at), [["5.0", "0.0"]])
    refused = refuse_undeclared(source(GUESTS), tables)
    assert refused["observation"].num_rows == 0
    assert refused["omission"]["cell"].to_pylist() == ["Z1", "B1", "B2"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("flows", "kept"), [((ARRIVALS, SIZES, QUAYS), len(first_edition()) - 8), ((), 0)], ids=["one less", "none"]
)
def test_what_the_bundled_history_says_is_held_against_the_declarations_too(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flows: tuple[Dataflow, ...], kept: int
) -> None:
    loaded(home, first_edition())
    with writer(home.warehouse) as connection:
        bundle.build(connection, tmp_path / "history")
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: bundle.bundled(tmp_path / "history"))
    elsewhere = Home(tmp_path / "elsewhere")
    update(elsewhere, archive=MemoryArchive(), modules={"toy": source(*flows)})
    with writer(elsewhere.warehouse) as connection:
        said = connection.execute("select distinct dataflow, outcome from core.refusal").fetchall()
        assert ("harbour.guests", "not_declared") in said
    assert publish(elsewhere).observations == kept


# ── declarations ─────────────────────────────────────────────────────────────────────────────────────────────────────
CONTRADICTIONS: Mapping[str, SourceModule] = {
    "boats is declared twice": source(GUESTS, metrics=[*METRICS, METRICS[0]]),
    "harbour.guests is declared twice": source(GUESTS, GUESTS),
    "harbour.guests: no metric 'oars' is declared": source(replace(GUESTS, metrics=("oars",))),
    "harbour.guests: 'flag' is none of its dimensions": source(replace(GUESTS, totals=(Total("flag"),))),
    "harbour.guests: 'colour' is none of its dimensions": source(replace(GUESTS, may_fall=("colour=red",))),
    "harbour.guests: 'boats' is none of its metrics": source(replace(GUESTS, splits=(Split("boats", ("pier",)),))),
    "harbour.sizes: 'harbour.arrivals{flag=all,counting=new}' is no series key of a table that is declared": source(
        SIZES
    ),
}


@pytest.mark.parametrize("words", CONTRADICTIONS)
def test_declarations_that_contradict_themselves_are_told(words: str) -> None:
    assert faults(CONTRADICTIONS[words]) == [words]


def test_a_table_belongs_to_one_source() -> None:
    with pytest.raises(OnrecordError, match=r"harbour\.guests is a table of one"):
        registry.hold({"one": source(GUESTS), "two": source(GUESTS)})


@pytest.mark.slow
def test_two_sources_count_what_has_one_name_each_by_its_definition(home: Home) -> None:
    guests = replace(GUESTS, dataflow="marina.guests")
    other = source(guests, metrics=[metric("moored", "flow", "boats")], id_="marina")
    archive = MemoryArchive()
    archive.saw(document(first_edition(), "2024-09-01"), fetch("2024-10-05"))
    update(home, archive=archive, modules={"toy": HARBOUR, "marina": other})
    with writer(home.warehouse) as connection:
        kinds = connection.execute(
            "select source_id, kind from core.metric where metric = 'moored' order by 1"
        ).fetchall()
        assert kinds == [("marina", "flow"), ("toy", "stock")]
        define_for_readers(connection)
        assert connection.execute("select count(*) from vintages.figure").fetchone() == (len(first_edition()),)
    assert found(home.warehouse) == {}


@pytest.mark.slow
def test_declarations_are_written_anew_by_every_load(home: Home) -> None:
    archive = MemoryArchive()
    archive.saw(content(("t{n=a}", "2025-01", 1)), fetch("2025-02-01"))
    for title in ("Toys", "More toys"):
        flow = Dataflow("t", title, ("toys",), ("n",))
        update(home, archive=archive, modules={"toy": source(flow, metrics=toy_source.METRICS)})
        with read_only(home.warehouse) as connection:
            assert connection.execute("select title, source_id from core.dataflow").fetchall() == [(title, "toy")]


def test_a_tidy_table_is_whole_where_a_missing_row_is_zero() -> None:
    """Both are declared: the one of the table, the other of its reading."""
    tidy = {
        table.dataflow: (table.whole, flow.absence == "zero")
        for module in registry.modules().values()
        for flow in module.DATAFLOWS
        for table in getattr(getattr(module, "TABLES", None), "all", ())
        if isinstance(table, Tidy) and table.dataflow == flow.dataflow
    }
    assert len(tidy) > 10
    odd = [name for name, (whole, zero) in tidy.items() if whole is not zero]
    assert not odd, f'{odd}: declare Dataflow(absence="zero") and Tidy(whole=True) both, or neither'


def test_no_check_names_a_table_a_metric_or_a_source() -> None:
    modules = registry.sources().values()
    words = {flow.dataflow for module in modules for flow in module.DATAFLOWS}
    words |= {each.metric for module in modules for each in module.METRICS}
    words |= {f"{name.split('.')[0]}." for name in words if "." in name}
    words |= {"agency=", "criminality", "facility_type", "book_in", "book-in", "reason=", "level="}
    for path in sorted((ROOT / "warehouse" / "checks").glob("*.sql")):
        text = path.read_text(encoding="utf-8")
        assert [word for word in words if word in text.replace("slice.", "")] == [], path.name
        assert set(re.findall(r"\w+", text)).isdisjoint(module.SOURCE.id for module in modules), path.name
