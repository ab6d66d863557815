"""`onrecord read`: one page or text on its own, as an article; or what it is instead."""

from __future__ import annotations

import codecs
import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from collectors.claims.files import texts
from collectors.claims.reading import Text
from collectors.errors import BadContent, TooLarge
from flows.commands import app

FIXTURES = Path(__file__).parent / "fixtures"
PAGE = FIXTURES / "nbc_news" / "article.html"
URL = "https://www.nbcnews.com/harbor/boats/harbor-counts-fewer-boats-rcna100001"
Read = Callable[..., tuple[int, str, Result]]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """`read(path, "--json")`: exit status, what was printed, the rest. Nothing is made in the home."""
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "data"))

    def run(*words: object) -> tuple[int, str, Result]:
        ran = CliRunner().invoke(app, ["read", *map(str, words)], standalone_mode=False)
        assert not (tmp_path / "data").exists()
        return ran.return_value, ran.output, ran

    return run


def test_an_article_is_shown_within_80_columns(read: Read) -> None:
    status, shown, _ = read(PAGE, "--url", URL)
    assert status == 0
    assert shown.splitlines() == [
        "title       Harbor counts fewer boats",
        "authors     First Writer",
        "published   2025-02-08 04:03:19 UTC (printed: 2025-02-08T04:03:19.000Z)",
        "modified    2025-02-08 12:00:00 UTC (printed: 2025-02-08T12:00:00.000Z)",
        "section     –",
        "language    en",
        "publisher   –",
        "address     https://www.nbcnews.com/harbor/boats/harbor-counts-fewer-boats-rcna1",
        "            00001",
        "correction  –",
        "paragraphs  3",
        "begins      The harbor agency counted 1,234 boats in the first week of February,",
        "            its director told the council on Friday. That was 120 boats fewer",
        "            than in the week before, and the smallest count of the winter, …",
    ]


def test_a_json_line_is_one_that_claims_reads(read: Read, tmp_path: Path) -> None:
    status, shown, _ = read(PAGE, "--url", URL, "--json")
    (line,) = shown.splitlines()
    said = json.loads(line)
    assert (status, said["kind"], said["published_at"], said["paragraphs"]) == (0, "article", "2025-02-08T04:03:19Z", 3)
    (tmp_path / "a.jsonl").write_text(shown)
    (text,) = texts(tmp_path / "a.jsonl", None, "NBC News")
    assert isinstance(text, Text)
    assert (text.doc_id, str(text.published)) == ("article", "2025-02-08")
    assert text.text == said["text"]


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("nbc_news/hub.html", "hub"),
        ("associated_press/hub.html", "hub"),
        ("associated_press/live.html", "live blog"),
        ("associated_press/video.html", "video"),
    ],
)
def test_a_page_that_is_no_article_says_what_it_is(read: Read, file: str, kind: str) -> None:
    status, shown, _ = read(FIXTURES / file, "--url", "https://harbor.example/a")
    assert status == 1
    assert shown.splitlines()[0] == f"no article  {kind}"
    assert json.loads(read(FIXTURES / file, "--json")[1])["kind"] == kind.replace(" ", "_")


def test_a_text_has_the_day_that_is_given(read: Read) -> None:
    text = FIXTURES / "nbc_news" / "windows.txt"
    assert "published   –" in read(text)[1]
    assert "published   2025-02-07 (a day alone)" in read(text, "--published", "2025-02-07")[1]
    timed = json.loads(read(text, "--published", "2025-02-07T23:03-05:00", "--json")[1])
    assert (timed["published"], timed["published_at"]) == ("2025-02-07", "2025-02-08T04:03:00Z")
    assert (timed["paragraphs"], timed["title"]) == (3, None)


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.xlsx"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_the_bytes_are_decides(read: Read, tmp_path: Path, name: str, encoding: str) -> None:
    (tmp_path / name).write_bytes(PAGE.read_text("utf-8").replace("utf-8", encoding).encode(encoding))
    assert "title       Harbor counts fewer boats" in read(tmp_path / name)[1]
    (tmp_path / name).write_bytes("Boats were counted.\n\nAll of them.".encode(encoding))
    assert "paragraphs  2" in read(tmp_path / name)[1]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "nothing (0 bytes)"),
        (b"PK\x03\x04 words", "PK"),
        (b"words\x00words", "words"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "utf-16"),
        (b"<!doctype html><html><body>" + b"<div>" * 5_000 + b"words", "more levels"),
        (b"<p>" * 300_001, "300001 tags"),
    ],
)
def test_what_is_neither_page_nor_text_is_refused(read: Read, tmp_path: Path, content: bytes, found: str) -> None:
    (tmp_path / "a.html").write_bytes(content)
    error = read(tmp_path / "a.html")[2].exception
    assert isinstance(error, BadContent)
    assert found in str(error)


def test_a_file_of_40_megabytes_is_refused_by_its_size(read: Read, tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as large:
        large.truncate(40_000_000)
    error = read(tmp_path / "a.txt")[2].exception
    assert isinstance(error, TooLarge)
    assert "found 40,000,000" in str(error)


def test_nothing_that_a_page_says_commands_the_terminal(read: Read, tmp_path: Path) -> None:
    page = PAGE.read_text("utf-8").replace("Harbor counts fewer boats", "Harbor &#27;[31m\u202e[red]counts")
    (tmp_path / "a.html").write_text(page.replace('"headline"', '"no headline"'), encoding="utf-8")
    shown = read(tmp_path / "a.html")[1]
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[red]counts" in shown


@pytest.mark.slow
def test_every_page_of_the_corpus_is_shown(read: Read, tmp_path: Path, corpus: Path) -> None:
    pages = sorted((corpus / "news" / "html").glob("*.html.gz"))
    assert pages
    for packed in pages:
        (tmp_path / "a.html").write_bytes(gzip.decompress(packed.read_bytes()))
        status, shown, _ = read(tmp_path / "a.html", "--url", "https://harbor.example/a")
        assert status == 0, packed.name
        assert max(map(len, shown.splitlines())) <= 80, packed.name
        assert "title       –" not in shown, packed.name
        assert "published   –" not in shown, packed.name
