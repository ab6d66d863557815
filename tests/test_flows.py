"""The flows: what is deployed, that they hold no logic, and one run of each under Prefect, against a local replay."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
import yaml
from conftest import ROOT, unreachable
from own_archive import response, write_warc
from prefect_server import prefect_server
from small_warc import ARTICLE, FY2020, FY2022, FY2025

from collectors import registry
from collectors.replay.server import ReplayServer
from warehouse.home import Home

if TYPE_CHECKING:
    from prefect import State

ICE = "ice_detention_statistics"
DEPLOYED = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))
DEPLOYMENTS: list[dict[str, Any]] = DEPLOYED["deployments"]
#: the command line puts results into words
WORDS = ("cli.py", "failures.py", "terminal.py", "__init__.py")
MODULES = sorted(path for path in (ROOT / "flows").glob("*.py") if path.name not in WORDS)


# ── prefect.yaml ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_every_source_is_deployed_as_its_module_declares() -> None:
    found = {one["name"]: one for one in DEPLOYMENTS if one["entrypoint"] == "flows/collect.py:collect"}
    asked = {module.SOURCE.id: module.SOURCE.cadence for module in registry.asked()}
    lacking, surplus = sorted(set(asked) - set(found)), sorted(set(found) - set(asked))
    step = "prefect.yaml (docs/adding-a-source.md, step 9)"
    assert not lacking, f"{lacking} are asked and not deployed: give each a deployment in {step}"
    assert not surplus, f"{surplus} are deployed and not asked: take them out of {step}"
    for source_id, cadence in asked.items():
        one, schedule = found[source_id], {"cron": cadence.cron, "timezone": cadence.timezone}
        assert one["parameters"] == {"source": source_id}, f"the parameter of {source_id} in {step}"
        assert one["schedules"] == [schedule], f"{source_id} is asked by {schedule}: give it that schedule in {step}"


def test_all_newsrooms_that_are_rows_share_one_deployment() -> None:
    (one,) = [one for one in DEPLOYMENTS if one["entrypoint"] == "flows/newsrooms.py:newsrooms"]
    assert {row.SOURCE.cadence.cron for row in registry.asked_newsrooms()} == {one["schedules"][0]["cron"]}


def test_the_published_copy_is_deployed() -> None:
    (one,) = [one for one in DEPLOYMENTS if one["entrypoint"] == "flows/publish.py:publish"]
    assert len(one["schedules"]) == 1


def test_names_pools_and_versions() -> None:
    names = [one["name"] for one in DEPLOYMENTS]
    assert len(set(names)) == len(names)
    assert {one["work_pool"]["name"] for one in DEPLOYMENTS} == {"local"}
    assert {one["concurrency_limit"] for one in DEPLOYMENTS} == {1}  # DuckDB has one writer at a time
    assert f'prefect=={DEPLOYED["prefect-version"]}"' in (ROOT / "pyproject.toml").read_text("utf-8")


@pytest.mark.slow  # to import Prefect takes seconds; only the worker that comes here does
def test_no_flow_without_deployment_and_no_deployment_without_flow() -> None:
    from prefect import Flow

    flows = {
        f"flows/{path.name}:{name}"
        for path in MODULES
        for name, value in vars(import_module(f"flows.{path.stem}")).items()
        if isinstance(value, Flow)
    }
    assert flows == {one["entrypoint"] for one in DEPLOYMENTS}


# ── no logic ─────────────────────────────────────────────────────────────────────────────────────────────────────────
LOGIC = (
    *(ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.Match, ast.ClassDef, ast.Lambda),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)


def logic(code: str) -> list[str]:
    """What in a module decides something: anything but calls in a row and a plain conditional expression."""
    found = []
    for node in ast.walk(ast.parse(code)):
        nested = isinstance(node, ast.IfExp) and any(
            isinstance(inner, ast.IfExp) for inner in ast.walk(node) if inner is not node
        )
        if isinstance(node, LOGIC) or nested:
            found.append(f"line {node.lineno}: {type(node).__name__}")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_flows_hold_no_logic(path: Path) -> None:
    assert logic(path.read_text("utf-8")) == []
    assert len(path.read_text("utf-8").splitlines()) <= 60, "what is long does not belong into flows/"


def test_logic_would_be_found() -> None:
    assert logic("x = f() if g() else h()\nwith a() as b:\n    c(b)\n") == []
    assert logic("for x in y:\n    if x:\n        z(x)\n") == ["line 1: For", "line 2: If"]
    assert logic("x = [f(y) for y in z]") == ["line 1: ListComp"]
    assert logic("x = a if b else c if d else e") == ["line 1: IfExp"]


# ── runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture(scope="module")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A Prefect server of its own, with an empty database. What the runs log stays here."""
    from prefect.settings import PREFECT_API_URL, PREFECT_LOGGING_TO_API_ENABLED, temporary_settings

    with prefect_server(tmp_path_factory.mktemp("prefect")) as url:
        changed = {PREFECT_API_URL: url, PREFECT_LOGGING_TO_API_ENABLED: False}
        with temporary_settings(changed):
            yield


@pytest.fixture
def home(tmp_path: Path, prefect: None, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty home without the bundled history, which has its own tests."""
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("ONRECORD_REPLAY", raising=False)
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)
    return Home(tmp_path / "data")


def run(name: str, **parameters: str) -> State[None]:
    """Run a flow, as its deployment does."""
    flow = getattr(import_module(f"flows.{name}"), name)
    state: State[None] = flow(**parameters, return_state=True)
    return state


def loaded(home: Home) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        return connection.execute("select url, known_from::varchar from raw.document order by 1").fetchall()


def asked(server: ReplayServer) -> Counter[tuple[str, int]]:
    """What was asked for since the last time, robots.txt aside."""
    requests, server.requests = server.requests, Counter()
    return Counter({key: n for key, n in requests.items() if not key[0].endswith("/robots.txt")})


@pytest.mark.slow
def test_collect_and_collect_again_and_publish(home: Home, small_warc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ReplayServer([small_warc]) as server:
        monkeypatch.setenv("ONRECORD_REPLAY", server.url)
        first = run("collect", source=ICE)
        assert first.is_completed()
        assert first.message is not None
        assert first.message.startswith(f"{ICE}: 3 ok; loaded ")
        assert asked(server) == {(url, 200): 1 for url in (FY2020, FY2022, FY2025)}
        expected = [
            (FY2020, "2020-08-24 12:00:00"),
            (FY2022, "2022-03-07 12:00:00"),
            (FY2025, "2025-02-20 12:00:00"),  # the clock of the server stands at the last capture
        ]
        assert loaded(home) == expected

        second = run("collect", source=ICE)
        assert second.is_completed()
        assert second.message is not None
        assert second.message.startswith(f"{ICE}: 3 not_modified; loaded 0 observations of 0 documents")
        assert "3 unchanged, 0 refused" in second.message
        assert asked(server) == {(url, 304): 1 for url in (FY2020, FY2022, FY2025)}
        assert loaded(home) == expected

        news = run("collect", source="associated_press")
        assert news.is_completed()
        assert asked(server) == {(ARTICLE, 200): 1}

    published = run("publish")
    assert published.is_completed()
    assert published.message is not None
    with duckdb.connect(str(home.published), read_only=True) as connection:
        (count,) = connection.execute("select count(*) from core.observation").fetchall()[0]
    assert published.message.startswith(f"{count:,} observations published; the checks found ")
    assert count > 1000


@pytest.mark.slow
def test_a_source_with_nothing_to_fetch(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = write_warc(tmp_path / "a.warc.gz", response("https://www.ice.gov/about", 1, b"<html>"))
    with ReplayServer([page]) as server:
        monkeypatch.setenv("ONRECORD_REPLAY", server.url)
        state = run("collect", source="associated_press")
    assert state.is_completed()
    assert state.message is not None
    assert state.message.startswith("associated_press: no document asked for; loaded 0 observations")


@pytest.mark.slow
def test_a_source_that_cannot_be_reached_fails_the_run(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in unreachable().items():
        monkeypatch.setenv(name, value)
    state = run("collect", source=ICE)
    assert state.is_failed()
    assert state.message is not None
    for word in ("unreachable: ", "https://www.ice.gov/detain/detention-management", "expected an answer"):
        assert word in state.message


@pytest.mark.slow
def test_newsrooms_are_asked_in_one_run(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = "https://www.npr.org/2025/02/07/boats-moored-in-the-harbor"
    feed = f"<rss version='2.0'><channel><item><title>Boats</title><link>{url}</link></item></channel></rss>"
    text = "<p>The harbor counted forty boats on Friday, said the keeper.</p>" * 9
    head = "<head><title>Boats</title><meta property='og:type' content='article'></head>"
    page = f"<html>{head}<body><article><h1>Boats</h1>{text}</article></body></html>"
    listed = response("https://feeds.npr.org/1001/rss.xml", 1, feed.encode())
    warc = write_warc(tmp_path / "a.warc.gz", listed, response(url, 1, page.encode()))
    with ReplayServer([warc]) as server:
        monkeypatch.setenv("ONRECORD_REPLAY", server.url)
        state = run("newsrooms")
    assert state.message is not None
    assert "newsrooms: 1 ok" in state.message
    assert [address for address, _ in loaded(home)] == [url]


@pytest.mark.slow
def test_a_document_that_cannot_be_read_fails_the_run(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (ROOT / "tests" / "fixtures" / ICE / "fy2025.xlsx").read_bytes()
    page = FY2025.replace("FY25", "FY26")
    warc = write_warc(tmp_path / "a.warc.gz", response(FY2025, 1, whole), response(page, 1, b"<html><body>Gone"))
    with ReplayServer([warc]) as server:
        monkeypatch.setenv("ONRECORD_REPLAY", server.url)
        state = run("collect", source=ICE)
    assert state.is_failed()
    assert state.message is not None
    for words in ("1 bad_content, 1 ok", f"BadContent: {page}: expected a whole xlsx file", "of 1 documents"):
        assert words in state.message
    assert [url for url, _ in loaded(home)] == [FY2025]
