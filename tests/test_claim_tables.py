"""Claims in the warehouse: read with the article that they stand in, published with as much of it as may be."""

# ruff: noqa: DTZ001  the warehouse keeps times in UTC without a zone

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import duckdb
import pyarrow as pa
import pytest
import toy_source
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from small_warehouse import SmallWarehouse
from toy_source import MemoryArchive, content, fetch

from collectors.reading import claiming, version
from collectors.reading.document import Reading, read_document
from collectors.records import ARTICLE, Document, Edition, Sighting, SourceModule, Table
from warehouse import check
from warehouse.bundle import Bundle, build
from warehouse.connection import read_only, writer
from warehouse.home import Home
from warehouse.publish import publish
from warehouse.rebuild import update

MARKER = "the lighthouse keeper sang of marzipan"
FAR = f"Far from any figure, {MARKER}. " * 3
LONG = "which the agency set beside what it had said before, " * 12
BODY = "\n".join([
    FAR,
    "ICE arrested 1,250 people on Tuesday, the agency said.",
    FAR * 4,
    f"On Monday, {LONG}ICE deported 310 people, {LONG}the agency said.",
    FAR * 4,
])  # fmt: skip


def module(*tables: Table, media: tuple[str, ...] = ("html",)) -> SourceModule:
    """A source that says the same of any document."""
    source = replace(toy_source.SOURCE, media=media)
    return cast(SourceModule, SimpleNamespace(
        SOURCE=source, DATAFLOWS=(), METRICS=(), __name__="toy_source", edition=lambda document: Edition(),
        read=lambda document: iter(tables),
    ))  # fmt: skip


def article(body: str = BODY, **more: Any) -> Table:
    row = {"url": "https://toys.example/files/page", "title": "A toy", "authors": [], "body": body, **more}
    return Table("article", pa.Table.from_pylist([row], schema=ARTICLE))


def read(*tables: Table, document: Document | None = None, **more: Any) -> Reading:
    return read_document(module(*tables, **more), document or Document(b"x", "https://toys.example/files/page"), "")


# ── read ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_claims_of_an_article_stand_in_its_text() -> None:
    said = read(article(published_at=datetime(2025, 2, 7, 15), publisher="Toy Times"))
    rows = said.tables["claim"].to_pylist()
    assert [(row["value_low"], row["measure"], row["period_start"], row["agency"]) for row in rows] == [
        (1250, "arrests", date(2025, 2, 4), "ICE"),
        (310, "removals", date(2025, 2, 3), "ICE"),
    ]
    for row in rows:
        assert BODY[row["value_start"] : row["value_end"]] == row["value_text"]
        assert BODY[row["quote_start"] : row["quote_end"]] == row["quote"]
        assert not row["quote_is_cut"]


@pytest.mark.parametrize(
    "published",
    [
        {"published_at": datetime(2025, 2, 5, 3)},  # in the evening in Washington
        {"published_at": datetime(2025, 2, 4, 5)},
        {"published_on": date(2025, 2, 4)},  # a day without a time
        {"published_on": date(2025, 2, 4), "published_at": datetime(2025, 2, 5, 3)},
    ],
)
def test_the_day_of_an_article_is_that_of_its_publisher(published: dict[str, Any]) -> None:
    said = read(article("ICE arrested 1,250 people on Tuesday, the agency said.", **published))
    assert said.tables["claim"]["period_start"].to_pylist() == [date(2025, 2, 4)]


def test_an_article_without_a_time_takes_its_first_sighting_and_one_without_that_says_so() -> None:
    seen = (Sighting("https://toys.example/files/page", datetime(2025, 2, 7, 15, tzinfo=UTC), "live"),)
    dated = read(article(), document=Document(b"x", "https://toys.example/files/page", sightings=seen))
    assert dated.tables["claim"]["period_start"].to_pylist() == [date(2025, 2, 4), date(2025, 2, 3)]
    undated = read(article())
    assert undated.tables["notice"]["kind"].to_pylist() == ["claims_not_read"]
    assert (undated.error, undated.rows("article"), undated.rows("claim")) == (None, 1, 0)


def test_an_article_is_kept_where_its_claims_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: object) -> None:
        raise ZeroDivisionError("a rule")

    monkeypatch.setattr(claiming, "claims", broken)
    said = read(article(published_at=datetime(2025, 2, 7, 15)))
    assert (said.error, said.rows("article"), said.rows("claim")) == (None, 1, 0)
    assert said.tables["refusal"].select(["table_title", "found"]).to_pylist() == [
        {"table_title": "claims", "found": "ZeroDivisionError: a rule"}
    ]


def test_a_source_of_tables_alone_yields_no_article() -> None:
    said = read(article(), media=("xlsx",))
    assert said.error is not None
    assert "SOURCE.media" in said.error.remedy


# ── the version of the parser ────────────────────────────────────────────────────────────────────────────────────


def test_a_word_more_in_a_lexicon_is_another_parser_of_articles_and_of_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = ("collectors.newsrooms.associated_press", "collectors.agencies.ice_detention_statistics")
    for name in names:
        importlib.import_module(name)
    before = [version.parser_hash(name) for name in names]
    real = version._data_files

    def without_measures(code: dict[str, Path]) -> Iterator[tuple[str, Path]]:
        return (one for one in real(code) if one[1].name != "measures.toml")

    monkeypatch.setattr(version, "_data_files", without_measures)
    version._code_hash.cache_clear()
    after = [version.parser_hash(name) for name in names]
    version._code_hash.cache_clear()
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, True]


# ── loaded, published, handed on ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("prepared") / "data")
    archive = MemoryArchive()
    page = content(body=BODY, rows=[])
    archive.saw(page, fetch("2025-02-07T15:00", "live", url="https://toys.example/files/page"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warehouse.rebuild.bundled", lambda: None)
        update(home, archive=archive, modules={"toy": toy_source})
        publish(home)
    return home


@pytest.fixture
def published(prepared: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    with read_only(prepared.published) as connection:
        yield connection


@pytest.mark.slow
def test_claims_are_loaded_counted_and_published(prepared: Home, published: duckdb.DuckDBPyConnection) -> None:
    assert published.execute("select claims, articles from raw.load").fetchall() == [(2, 1)]
    assert published.execute("select claims, articles, observations from core.edition").fetchall() == [(2, 1, 0)]
    assert published.execute("select rule, found from core.finding").fetchall() == [("quotes_cut", "1 of 2 cut")]


@pytest.mark.slow
def test_what_is_far_from_any_number_leaves_the_working_warehouse_nowhere(
    prepared: Home, published: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Looked for in every table and view, and in the bytes of every file; the bundled history has no words at all."""
    relations = published.execute(
        """select schema_name || '.' || table_name from duckdb_tables()
        union all select schema_name || '.' || view_name from duckdb_views() where not internal"""
    ).fetchall()
    asked = "select count(*) from {} as line where contains(line::varchar, ?)"
    for (name,) in relations:
        assert published.execute(asked.format(name), [MARKER]).fetchall() == [(0,)], name
    files = [one for one in prepared.published.parent.rglob("*") if one.is_file()]
    assert not [one for one in files if MARKER.encode() in one.read_bytes()]
    assert MARKER.encode() in prepared.warehouse.read_bytes()  # it is there to be found

    with writer(prepared.warehouse) as connection:
        build(connection, tmp_path)
        connection.execute("update raw.source set body = 'public_domain'")
        build(connection, tmp_path / "public")
        connection.execute("update raw.source set body = 'restricted'")
    (facts,) = Bundle(tmp_path).readings(Bundle(tmp_path).documents())
    assert facts.tables["claim"].select(["value_low", "quote", "quote_is_cut"]).to_pylist() == [
        {"value_low": 1250, "quote": None, "quote_is_cut": True},
        {"value_low": 310, "quote": None, "quote_is_cut": True},
    ]
    assert facts.tables["article"].select(["title", "body"]).to_pylist() == [{"title": "A toy", "body": None}]
    (whole,) = Bundle(tmp_path / "public").readings(Bundle(tmp_path).documents())
    assert whole.tables["article"]["body"].to_pylist() == [BODY]
    assert whole.tables["claim"]["quote_is_cut"].to_pylist() == [False, False]


@pytest.mark.slow
@pytest.mark.whole_publish
def test_of_all_versions_of_a_report_a_quarter_leaves_together(tmp_path: Path) -> None:
    """Every word of three versions is another one; looked for in all that publishing and search make."""
    home, archive = Home(tmp_path), MemoryArchive()
    words = [f"{name}w{n:04}" for n in range(240) for name in "abc"]
    bodies = []
    for name in "abc":
        own = [word for word in words if word.startswith(name)]
        said = [" ".join(own[n * 30 : n * 30 + 30]) for n in range(8)]
        bodies.append("\n".join(f"ICE arrested {n + 2}10 people: {rest}." for n, rest in enumerate(said)) + FAR * 40)
    for hour, body in enumerate(bodies):
        seen = fetch(f"2025-02-07T1{hour}:00", "live", url="https://toys.example/files/page")
        archive.saw(content(body=body, rows=[]), seen)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warehouse.rebuild.bundled", lambda: None)
        update(home, archive=archive, modules={"toy": toy_source})
        publish(home)
    made = set()
    for path in (one for one in home.published.parent.rglob("*") if one.is_file()):
        made |= set(re.findall(rb"[abc]w\d{4}", path.read_bytes()))  # also what is not compressed away
        if path.suffix == ".duckdb":
            made |= _words(path)
    handed = sum(len(word) + 1 for word in made)
    assert 0 < handed * 4 <= min(map(len, bodies))
    assert len({word[:1] for word in made}) == 3  # each version keeps something


def _words(path: Path) -> set[bytes]:
    """The invented words in every table of a file."""
    found = set()
    with duckdb.connect(str(path), read_only=True) as file:
        for schema, name in file.execute("select schema_name, table_name from duckdb_tables()").fetchall():
            lines = file.execute(f'select line::varchar from "{schema}"."{name}" as line').fetchall()
            found |= {word for (line,) in lines for word in re.findall(rb"[abc]w\d{4}", line.encode())}
    return found


@pytest.mark.slow
def test_a_quote_holds_its_number_and_is_cut_to_300_characters(published: duckdb.DuckDBPyConnection) -> None:
    rows = published.execute(
        "select quote, quote_start, value_text, value_start, quote_is_cut from core.claim"
    ).fetchall()
    assert [(len(quote), cut) for quote, *_, cut in rows] == [(54, False), (300, True)]
    for quote, quote_start, value_text, value_start, _ in rows:
        at = value_start - quote_start
        assert quote[at : at + len(value_text)] == value_text
        assert BODY[quote_start : quote_start + len(quote)] == quote


sentences = st.lists(st.tuples(st.integers(1, 900), st.integers(0, 10**6), st.integers(1, 12)), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(sentences, st.integers(0, 3000), st.booleans())
def test_never_more_than_300_characters_and_a_quarter(said: list[tuple[int, int, int]], rest: int, twice: bool) -> None:
    """Sentences of any length with a number anywhere in each, in a text of any length."""
    small = SMALL
    small.empty()
    small.document("d", "2025-02-07 15:00")
    place = 0
    for length, at, digits in said:
        start = place + at % max(1, length - digits + 1)
        for nth in range(2 if twice and start + 2 * digits <= place + length else 1):
            small.claim(
                "d", start + nth * digits, min(place + length, start + (nth + 1) * digits), place, place + length
            )
        place += length
    text = "a" * (place + rest)
    small.article("d", text)
    small.connection.execute(
        """update core.claim set quote = repeat('a', quote_end - quote_start),
        value_text = repeat('a', value_end - value_start)"""
    )
    parts = small.rows(
        """select part.*, whole.value_end, whole.quote_start as begins, whole.quote_end as ends
        from core.claim_quote as part inner join core.claim as whole using (document_id, value_start)"""
    )
    spans = {(one["quote_start"], one["quote_end"]) for one in parts}
    assert sum(end - start for start, end in spans) * 4 <= len(text)
    for one in parts:
        assert one["quote_end"] - one["quote_start"] <= 300
        assert one["begins"] <= one["quote_start"] <= one["quote_end"] <= one["ends"]
        if one["quote_end"] - one["quote_start"] >= one["value_end"] - one["value_start"]:
            assert one["quote_start"] <= one["value_start"]
            assert one["value_end"] <= one["quote_end"]
    (rule,) = (one for one in check.rules() if one.name == "claim_stands_in_text")
    assert small.rows(rule.sql) == []


SMALL = SmallWarehouse()


Texts = list[tuple[str, str, str, list[str]]]  # document, address, story, sentences that hold "1"


def handed_on(texts: Texts) -> dict[str, int]:
    """By document how many characters of its sentences may be handed on; under "" how many different ones of all."""
    small = SMALL
    small.empty()
    for document, url, story, said in texts:
        small.document(document, "2025-02-07 15:00")
        small.article(document, "".join(said), url=url)
        small.insert("core.story", document_id=document, story_id=story)
        place = 0
        for sentence in said:
            if "1" in sentence:
                at = place + sentence.index("1")
                small.claim(document, at, at + 1, place, place + len(sentence), quote=sentence)
            place += len(sentence)
    parts = small.rows(
        """select part.document_id, whole.quote_start - part.quote_start as before, whole.quote,
        part.quote_end - part.quote_start as width
        from core.claim_quote as part inner join core.claim as whole using (document_id, value_start)"""
    )
    counted = {document: 0 for document, *_ in texts}
    different = {}
    for one in parts:
        counted[one["document_id"]] += one["width"]
        different[one["quote"], one["before"]] = one["width"]
    return {**counted, "": sum(different.values())}


FILL = "x" * 600
TEXTS: dict[str, Texts] = {
    "versions of one address": [(f"v{n}", "a", f"v{n}", [f"v{n} 1 " + "y" * 240, FILL]) for n in range(3)],
    "copies of a story": [(f"c{n}", f"a{n}", "c0", [f"c{n} 1 " + "y" * 240, FILL]) for n in range(3)],
    "a version of a copy": [
        ("a", "one", "a", ["a 1 " + "y" * 200, FILL]), ("b", "one", "b", ["b 1 " + "y" * 200, FILL]),
        ("c", "two", "b", ["c 1 " + "y" * 200, FILL]), ("d", "two", "d", ["d 1 " + "y" * 200, FILL]),
    ],
    "a short version": [("a", "one", "a", ["a 1 " + "y" * 200, FILL]), ("b", "one", "b", ["b 1 short."])],
    "sentences moved": [
        ("a", "one", "a", ["s 1 " + "y" * 90, "t 1 " + "z" * 90, FILL]),
        ("b", "one", "a", [FILL, "t 1 " + "z" * 90, "u 1 " + "w" * 90]),
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", TEXTS)
def test_versions_and_copies_of_a_text_have_one_quarter_together(kind: str) -> None:
    texts = TEXTS[kind]
    shortest = min(len("".join(said)) for *_, said in texts)
    assert handed_on(texts)[""] * 4 <= shortest
    apart = [(document, document, document, said) for document, _, _, said in texts]
    assert handed_on(apart)[""] * 4 > shortest  # each has a quarter of its own


def test_a_sentence_that_stands_in_several_versions_counts_once() -> None:
    said = ["s 1 " + "y" * 240, "t 1 " + "z" * 240, FILL]
    (alone,) = {handed_on([("a", "one", "a", said)])["a"]}
    again = handed_on([(name, "one", "a", said) for name in "abcd"])
    assert {again[name] for name in "abcd"} == {again[""]} == {alone}
    assert alone > 200


@pytest.mark.parametrize(
    "wrong",
    [{"value_text": "2"}, {"quote": "other words"}, {"value_start": 0}],
)
def test_a_claim_that_is_not_where_it_says_is_found(wrong: dict[str, object]) -> None:
    SMALL.empty()
    SMALL.document("d", "2025-02-07 15:00")
    SMALL.article("d", BODY)
    SMALL.claim("d", 1, 2, 0, len(BODY), value_text=BODY[1], quote=BODY)
    rule = next(one for one in check.rules() if one.name == "claim_stands_in_text")
    assert SMALL.rows(rule.sql) == []
    for column, value in wrong.items():
        SMALL.connection.execute(f"update core.claim set {column} = ?", [value])
    assert len(SMALL.rows(rule.sql)) == 1
