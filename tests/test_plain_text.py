"""Plain texts: which bytes are one, what they say, and how they come into the warehouse by the command line."""

from __future__ import annotations

import codecs
import itertools
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from collectors import registry
from collectors.archive.store import Archive
from collectors.errors import BadContent, NotAnArticle, OnrecordError
from collectors.media import plain_text, verdict
from collectors.records import UNCLAIMED, Claimed, Document, first_claimed
from flows.commands import app

FIXTURES = Path(__file__).parent / "fixtures" / "nbc_news"
Import = Callable[..., Result]
nbc_news = registry.source("nbc_news")  # any row


def text(content: bytes) -> plain_text.PlainText:
    return plain_text.read(Document(content, "a.txt"))


@pytest.mark.parametrize(
    ("content", "encoding", "guessed"),
    [
        ("Zoë counts – “all”".encode(), "utf-8", False),
        (codecs.BOM_UTF8 + "Zoë counts – “all”".encode(), "utf-8", False),
        (codecs.BOM_UTF16_LE + "Zoë counts – “all”".encode("utf-16-le"), "utf-16-le", False),
        (codecs.BOM_UTF16_BE + "Zoë counts – “all”".encode("utf-16-be"), "utf-16-be", False),
        ("Zoë counts – “all”".encode("cp1252"), "cp1252", True),
    ],
)
def test_a_text_is_in_the_encoding_that_its_bytes_show(content: bytes, encoding: str, guessed: bool) -> None:
    assert text(content) == plain_text.PlainText("Zoë counts – “all”", encoding, guessed)
    assert verdict.medium(content, ("html", "txt")) == "txt"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "no character but blanks in 0 bytes"),
        (b" \r\n\t", "no character but blanks"),
        (b"words\x00words", "U+0000 at character 5"),
        (b"words\x1b[1m", "U+001B"),
        (b"%PDF-1.7 words", "'%PDF-'"),
        (b"{\\rtf1 words}", "rtf"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "a byte order mark of utf-16-le and bytes that are not"),
        (b"words \x81", "byte 0x81 at 6, which neither UTF-8 nor windows-1252 has"),
    ],
)
def test_bytes_that_are_no_text_are_refused(content: bytes, found: str) -> None:
    with pytest.raises(BadContent, match="expected a plain text") as refused:
        text(content)
    assert found in refused.value.found


@pytest.mark.parametrize("content", [b"", b"  \n", b"a\x00b", b"%PDF-1.7", b"PK\x03\x04", b"<!doctype html><p>a"])
def test_what_is_no_text_is_seen_before_it_is_kept_as_one(content: bytes) -> None:
    assert verdict.medium(content, ("txt",)) is None


def test_blank_lines_part_paragraphs_and_line_ends_are_kept() -> None:
    said = text(b"\r\n one\r\nline more \r\n \t\r\ntwo\r\rthree\n\n\n")
    assert said.paragraphs == ("one\r\nline more", "two", "three")
    assert said.text == "\r\n one\r\nline more \r\n \t\r\ntwo\r\rthree\n\n\n"


@given(st.text(st.sampled_from("ab \t\r\n"), max_size=40))
def test_paragraphs_hold_all_words_in_their_order(words: str) -> None:
    spans = list(plain_text.paragraphs(words))
    assert "".join("".join(words[begin:end].split()) for begin, end in spans) == "".join(words.split())
    assert all(words[begin:end] == words[begin:end].strip() != "" for begin, end in spans)
    assert all(one[1] < two[0] for one, two in itertools.pairwise(spans))


days = st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2025, 1, 4)))


@given(st.lists(st.tuples(st.sampled_from([None, "A", "B"]), days, st.booleans()), max_size=5), st.randoms())
def test_what_holds_of_several_claims_does_not_depend_on_their_order(rows: list[Any], shuffled: Any) -> None:
    claims = [
        Claimed(title, on, datetime(on.year, on.month, on.day, 12, tzinfo=UTC) if on and timed else None)
        for title, on, timed in rows
    ]
    held = first_claimed(claims)
    shuffled.shuffle(claims)
    assert first_claimed(claims) == held
    assert held.published_on == min((one.published_on for one in claims if one.published_on), default=None)
    assert (held.title is None) == all(one.title is None for one in claims)
    assert claims or held == UNCLAIMED


def test_a_page_that_is_no_article_is_refused() -> None:
    hub = Document((FIXTURES / "hub.html").read_bytes(), "https://www.nbcnews.com/harbor/a-rcna1")
    with pytest.raises(NotAnArticle, match="found hub"):
        list(nbc_news.read(hub))
    with pytest.raises(NotAnArticle):
        nbc_news.edition(hub)


@pytest.mark.parametrize(
    ("url", "owned"),
    [
        ("https://www.nbcnews.com/politics/immigration/harbor-counts-rcna191273", True),
        ("http://nbcnews.com/news/us-news/harbor-counts-n12345?cid=a", True),
        ("https://www.nbcnews.com/politics/immigration", False),
        ("https://www.nbcnews.com/video/harbor-231", False),
        ("https://apnews.com/article/harbor-rcna191273", False),
    ],
)
def test_which_addresses_are_its_own(url: str, owned: bool) -> None:
    assert nbc_news.SOURCE.owns(url) is owned


# ── the command line ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    """`imported(path, "--title", "T")` for nbc_news; the home is `data` in tmp_path, without the bundled history."""
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)
    return lambda *words: CliRunner().invoke(app, ["import", *map(str, words), "--source", "nbc_news"])


def asked(folder: Path, query: str, name: str = "warehouse.duckdb") -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / "data" / name), read_only=True) as connection:
        return connection.execute(query).fetchall()


SAID = "select title, published_on, published_at, body from core.article"


@pytest.mark.slow
def test_a_text_has_the_title_and_the_day_that_its_importer_gives(imported: Import, tmp_path: Path) -> None:
    file = FIXTURES / "windows.txt"
    body = file.read_bytes().decode()
    assert imported(file).return_value in (0, None)
    assert asked(tmp_path, SAID) == [(None, None, None, body)]
    assert asked(tmp_path, "select url, known_from from raw.document") == [("windows.txt", None)]
    imported(file, "--title", " Harbor  counts ", "--published", "2025-02-08")
    assert asked(tmp_path, SAID) == [("Harbor counts", date(2025, 2, 8), None, body)], "no time is pretended"
    ran = imported(file, "--title", "Boats", "--published", "2025-02-07")
    assert "claimed before" not in ran.output
    assert asked(tmp_path, SAID) == [("Boats", date(2025, 2, 7), None, body)], "the earlier claim"
    known = "select media_type, known_from::varchar, known_from_basis, title from raw.document"
    assert asked(tmp_path, known) == [("text/plain", "2025-02-07 05:00:00", "publisher_claim", "Boats")]
    assert asked(tmp_path, "select title from raw.fetch order by title") == [("Boats",), ("Harbor counts",), (None,)]
    ran = imported(file, "--title", "Boats", "--published", "2025-02-07")
    assert "0 documents" in ran.output
    assert len(list(Archive(tmp_path / "data" / "archive").fetches())) == 3, "the same twice is once"
    imported(file, "--title", "Boats at night", "--published", "2025-02-07T23:03-05:00")
    later = imported(file, "--title", "Too late", "--published", "2025-02-09")
    assert "claimed before windows.txt: Boats at night, 2025-02-07 holds" in " ".join(later.output.split())
    at = datetime(2025, 2, 8, 4, 3)  # noqa: DTZ001  naive UTC, as the warehouse keeps it
    assert asked(tmp_path, SAID) == [("Boats at night", date(2025, 2, 7), at, body)], "of one day the moment"


@pytest.mark.slow
def test_a_wrong_title_is_forgotten_and_given_anew(imported: Import, tmp_path: Path) -> None:
    imported(FIXTURES / "windows.txt", "--title", "A wrong one", "--published", "2025-02-06")
    ((id_,),) = asked(tmp_path, "select document_id from raw.document")
    assert CliRunner().invoke(app, ["forget", id_, "--why", "wrong day"]).exit_code == 0
    ran = imported(FIXTURES / "windows.txt", "--title", "The right one", "--published", "2025-02-07")
    assert "claimed before" not in ran.output
    assert [row[:2] for row in asked(tmp_path, SAID)] == [("The right one", date(2025, 2, 7))]
    assert (
        "0 documents"
        in imported(FIXTURES / "windows.txt", "--title", "The right one", "--published", "2025-02-07").output
    )


@pytest.mark.slow
def test_what_is_no_text_costs_itself(imported: Import, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes((FIXTURES / "article.html").read_bytes())
    (tmp_path / "empty.txt").touch()
    (tmp_path / "binary.txt").write_bytes(b"words\x00" * 9)
    with (tmp_path / "large.txt").open("wb") as large:
        large.truncate(40_000_000)
    names = ["page.txt", "empty.txt", "binary.txt", "large.txt"]
    ran = imported(*(tmp_path / name for name in names), "--published", "2025-02-07")
    outcomes = dict(line.split(": ", 1) for line in ran.output.splitlines() if line.split(":")[0] in names)
    assert {name: said.split()[0] for name, said in outcomes.items()} == {
        "page.txt": "ok",
        "empty.txt": "bad_content",
        "binary.txt": "bad_content",
        "large.txt": "too_large",
    }
    media = "select media_type, a.title, a.published_on from raw.document join core.article a using (document_id)"
    assert asked(tmp_path, media) == [("text/html", "Harbor counts fewer boats", date(2025, 2, 7))], "bytes decide"


OTHERS = "https://apnews.com/article/harbor-0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--url", OTHERS], "does not own, but associated_press"),
        (["--title", " "], "expected 1 to 1000 characters; found 0"),
        (["--published", "2999-01-01"], "expected a day that has come"),
    ],
)
def test_what_cannot_be_true_is_refused(imported: Import, tmp_path: Path, words: list[str], found: str) -> None:
    ran = imported(FIXTURES / "windows.txt", *words)
    assert isinstance(ran.exception, OnrecordError)
    assert found in str(ran.exception)
    assert not list((tmp_path / "data").rglob("*.warc.gz"))


@pytest.mark.parametrize("day", ["2025-02-30", "7 February", "2025-02-07T23:03", "2025"])
def test_a_day_is_a_day_or_a_moment_with_its_zone(imported: Import, day: str) -> None:
    ran = imported(FIXTURES / "windows.txt", "--published", day)
    assert (ran.exit_code, "or a time with its zone" in ran.output) == (2, True)


def test_a_title_is_that_of_one_file(imported: Import) -> None:
    ran = imported(FIXTURES / "windows.txt", FIXTURES / "cp1252.txt", "--title", "Both")
    assert "expected one file" in str(ran.exception)


@pytest.mark.slow
def test_the_report_of_7_february_enters_the_warehouse(imported: Import, tmp_path: Path, corpus: Path) -> None:
    line = (corpus / "claims" / "docs.jsonl").read_text(encoding="utf-8").splitlines()[0]
    seed = json.loads(line)
    (tmp_path / "report.txt").write_bytes(seed["text"].encode())
    title = "ICE under pressure"
    ran = imported(tmp_path / "report.txt", "--title", title, "--published", seed["published"])
    assert "report.txt: ok" in ran.output
    assert CliRunner().invoke(app, ["publish"]).exit_code == 0
    query = "select title, published_on::varchar, published_at, publisher, url, body from core.article"
    said = (title, seed["published"], None, seed["publisher"], None)
    assert asked(tmp_path, query) == [(*said, seed["text"])]
    assert asked(tmp_path, query, "published/warehouse.duckdb") == [(*said, None)], "the text is its publisher's"
    words = seed["text"].split("\n\n")[1].encode()[3:43]
    assert words in (tmp_path / "report.txt").read_bytes()
    assert words not in (tmp_path / "data/published/warehouse.duckdb").read_bytes()
