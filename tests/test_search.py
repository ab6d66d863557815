"""`onrecord search`: what is found by words, what is told of the search itself, what never reaches a terminal."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
import toy_source
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from toy_source import MemoryArchive, content, fetch

from collectors.errors import WarehouseError
from flows.commands.searching import WIDTH, print_found
from flows.terminal import UNSEEN
from warehouse import check, indexing
from warehouse.home import Home
from warehouse.publish import publish
from warehouse.rebuild import update
from warehouse.searching import QUOTE, Found, quote, search

pytestmark = pytest.mark.slow  # a warehouse is published
_BUILD = indexing.build

#: address ▶ document, day, headline, text
ARTICLES = {
    "quota": (
        "a1",
        "2025-02-07",
        "Agents told of a quota for arrests",
        "An officer said that the zeppelin quota is new.",
    ),
    "jail": ("a2", "2025-02-08", "In den Gefängnissen", "Nothing about the other thing."),
    "korean": ("a3", "2025-02-09", "한국 뉴스 287(g)", None),
    "hostile": ("a4", "2025-02-10", "\x1b]0;owned\x07 red\u202e [bold]arrests[/]", "\x9b31m " + "long " * 200),
}


@pytest.fixture(autouse=True)
def _something_is_to_be_searched(_little_beside_a_copy: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "build", _BUILD)


def insert_articles(warehouse: Path) -> None:
    """Beside what was loaded: no reader of toys prints such headlines."""
    with duckdb.connect(str(warehouse)) as connection:
        for name, (document, day, title, body) in ARTICLES.items():
            url = f"https://toys.example/{name}"
            connection.execute(
                """insert into raw.document by name select ? as document_id, 'toy' as source_id, ? as url,
                'html' as media_type, ?::timestamp as known_from,
                true as bytes_held, 'ok' as outcome, '' as parser_hash""",
                [document, url, day],
            )
            connection.execute(
                """insert into core.article by name
                select ? as document_id, ? as url, ? as title, ?::timestamp as published_at, ? as body""",
                [document, url, title, day, body],
            )


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Three figures of two tables, one with a label, and the articles; their texts may be published."""
    made = Home(tmp_path_factory.mktemp("searched") / "data")
    archive = MemoryArchive()
    rows = [(f"t{{agency={name}}}", "2025-01", 1.0) for name in ("CBP", "ICE")] + [("u", "2025-01", 2.0)]
    archive.saw(content(*rows, through="2025-01-25"), fetch("2025-02-01T12:00"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warehouse.rebuild.bundled", lambda: None)
        patch.setattr(check, "run", lambda connection, kept: [])
        update(made, archive=archive, modules={"toy": toy_source})
        insert_articles(made.warehouse)
        with duckdb.connect(str(made.warehouse)) as connection:
            connection.execute("update raw.source set body = 'public_domain'")
            connection.execute("update core.observation set row_label = 'CBP' where series_key like '%CBP%'")
        publish(made)
        yield made


@pytest.fixture
def home(published: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A copy of it, that may be spoilt."""
    monkeypatch.setattr(check, "run", lambda connection, kept: [])
    shutil.copytree(published.root, tmp_path / "data")
    return Home(tmp_path / "data")


@pytest.fixture
def printed(published: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    monkeypatch.setenv("ONRECORD_HOME", str(published.root))

    def run(words: str, limit: int = 10, *, as_json: bool = False) -> str:
        print_found(words, limit, as_json)
        return capsys.readouterr().out

    return run


def titles(found: Found) -> list[str | None]:
    return [hit.title for hit in found.hits]


# ── what is found ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_row_of_a_table_is_found_by_its_label_and_the_title_of_the_table(published: Home) -> None:
    found = search(published, "toys CBP", 5)
    first = found.hits[0]
    assert (first.kind, first.title, first.quote, first.day) == ("row", "CBP", "Toys t", date(2025, 1, 25))
    with duckdb.connect(str(published.published), read_only=True) as connection:
        for hit in found.hits:
            assert connection.execute(hit.query).fetchall(), hit


def test_a_table_is_found_by_the_definition_of_what_it_counts(published: Home) -> None:
    found = search(published, "played", 5)
    assert {(hit.kind, hit.title) for hit in found.hits} == {("table", "Toys t"), ("table", "Toys u")}


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("quota arrests", "quota"),
        ("ARREST", "quota"),
        ("zeppelins", "quota"),
        ("gefangnissen", "jail"),
        ("한국", "korean"),
        ("287(g)", "korean"),
    ],
)
def test_articles_are_found_by_words_in_any_form_and_script(published: Home, words: str, first: str) -> None:
    hit = next(hit for hit in search(published, words, 5).hits if hit.kind == "article")
    assert hit.address == f"https://toys.example/{first}"
    assert hit.day == date.fromisoformat(ARTICLES[first][1])


@pytest.mark.parametrize("words", ["the of and", "?!", "", "zzzz", "\x00", "\ud800", "'; drop table entry; --"])
def test_what_nobody_wrote_is_not_found(published: Home, words: str) -> None:
    assert search(published, words, 5) == Found([], 0, 0, [])


def test_articles_never_crowd_out_figures(published: Home) -> None:
    found = search(published, "toys CBP arrests officer thing", 1)
    assert [hit.kind for hit in found.hits] == ["row", "article"]
    assert (found.figures, found.articles) == (3, 3)


def test_of_an_article_the_latest_version_is_searched(home: Home) -> None:
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("update raw.document set url = 'https://toys.example/quota' where document_id = 'a2'")
        connection.execute("update core.article set url = 'https://toys.example/quota' where document_id = 'a2'")
    publish(home)
    assert titles(search(home, "zeppelin", 5)) == []
    assert titles(search(home, "nothing", 5)) == ["In den Gefängnissen"]


def test_of_a_restricted_article_the_headline_alone_is_searched(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.indexing.FEW", 0)
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("update raw.source set body = 'restricted'")
    publish(home)
    assert titles(search(home, "zeppelin", 5)) == []
    (hit,) = search(home, "quota", 5).hits
    assert (hit.title, hit.quote) == (ARTICLES["quota"][2], None)
    assert b"zeppelin" not in home.search.read_bytes()
    with duckdb.connect(str(home.search), read_only=True) as connection:
        assert connection.execute("from fts_main_entry.dict where term like 'zeppelin%'").fetchall() == []
        assert connection.execute("select indexed from about").fetchall() == [(True,)]


@pytest.mark.parametrize("words", ["toys CBP", "quota arrests", "287(g)", "the", "officer zeppelin"])
def test_few_words_indexed_when_asked_are_found_like_many_indexed_before(
    home: Home, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    asked = search(home, words, 5)
    monkeypatch.setattr("warehouse.indexing.FEW", 0)
    publish(home)
    assert search(home, words, 5) == asked


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_any_words_can_be_asked(published: Home, words: str) -> None:
    search(published, words, 3)


# ── what is told of the search itself ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("missing", ["at_asking", "always"])
def test_without_the_extension_letters_are_looked_for_and_that_is_told(
    home: Home, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setattr("warehouse.indexing.FEW", 0)
    if missing == "at_asking":
        publish(home)
    monkeypatch.setattr("warehouse.indexing.EXTENSION", "no_such_package")
    if missing == "always":
        said = publish(home).unindexed
        assert said is not None
        assert "no-such-package is not installed" in said
    found = search(home, "QUOTA rrests", 5)
    assert found.remarks[0].startswith("looked for letters (ilike), not for words: the package no-such-package")
    assert found.remarks[0].endswith("then say `onrecord publish`.")
    assert titles(found)[0] == ARTICLES["quota"][2]
    assert titles(search(home, "100% _ \\", 5)) == []


def test_many_words_that_were_not_indexed_are_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.searching.FEW", 0)
    assert "was not there when this was published" in search(home, "quota", 5).remarks[0]


def test_a_file_of_another_copy_is_told_and_answers(home: Home) -> None:
    with duckdb.connect(str(home.published)) as connection:
        connection.execute("update raw.state set value = '2031-01-01' where name = 'published_at'")
    found = search(home, "quota", 5)
    assert found.articles == 1
    assert found.remarks == ["what is searched is not of the copy that is published now. Say `onrecord publish`."]


def test_no_file_another_version_and_a_damaged_one_say_what_to_do(home: Home) -> None:
    whole = home.search.read_bytes()
    with duckdb.connect(str(home.search)) as connection:
        connection.execute("update about set layout = 'of long ago'")
    refused(home, "this version")
    home.search.unlink()
    duckdb.connect(str(home.search)).close()
    refused(home, "this version")
    home.search.write_bytes(whole[:5000])
    refused(home, "whole and of this version")
    home.search.unlink()
    refused(home, "no file")
    publish(home)
    assert search(home, "quota", 5).remarks == []


def refused(home: Home, *words: str) -> None:
    with pytest.raises(WarehouseError) as error:
        search(home, "quota", 5)
    for word in (*words, "onrecord publish"):
        assert word in str(error.value)


# ── what is printed ──────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("as_json", [False, True])
def test_control_characters_never_reach_a_terminal(printed: Callable[..., str], as_json: bool) -> None:
    shown = printed("owned long", as_json=as_json)
    assert UNSEEN.search(shown) is None
    assert "owned" in shown


def test_lines_fit_80_columns_save_the_way_on(printed: Callable[..., str]) -> None:
    shown = printed("toys CBP arrests quota long 한국").splitlines()
    assert {"what", "row", "table", "article"} <= {line.split()[0] for line in shown if line.split()}
    long = [line for line in shown if len(line) > WIDTH]
    assert all(line.startswith("  from marts.figure where ") for line in long)
    assert [line for line in shown if line == "  https://toys.example/quota"]
    assert shown[-1] == "3 of 3 tables and rows, 3 of 3 articles"


def test_json_lines_have_every_field_whole(printed: Callable[..., str]) -> None:
    (hit,) = map(json.loads, printed("zeppelin", as_json=True).splitlines())
    assert (hit["kind"], hit["address"]) == ("article", "https://toys.example/quota")
    assert "zeppelin quota" in hit["quote"]


def test_nothing_found_says_so_with_status_0(
    published: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from flows.cli import main

    monkeypatch.setenv("ONRECORD_HOME", str(published.root))
    monkeypatch.setattr(sys, "argv", ["onrecord", "search", "zzzz", "\x1b[95q"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0
    assert capsys.readouterr().out == "nothing found for “zzzz \\x1b[95q”\n"


@given(st.text(), st.text(max_size=20))
def test_a_quote_is_short_and_on_one_line(text: str, words: str) -> None:
    said = quote(text, words)
    if said is not None:
        assert len(said) <= QUOTE + 4
        assert "\n" not in said
        assert said.removeprefix("… ").removesuffix(" …") in " ".join(text.split())


def test_a_quote_begins_a_little_before_the_word() -> None:
    said = quote("far away " * 50 + "the quotas of arrests " + "and so on " * 50, "quota")
    assert said is not None
    assert said.startswith("… ")
    assert "the quotas of arrests" in said
    assert said.endswith(" …")
