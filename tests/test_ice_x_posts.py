"""ICE's posts: what of a file is taken, what a post counts and of which day, and how it stands beside the reports."""

# ruff: noqa: DTZ001  the warehouse keeps times in UTC without a zone

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from collectors import registry
from collectors.agencies import ice_x_daily_reported, ice_x_posts
from collectors.archive.log import Fetch
from collectors.archive.store import Archive
from collectors.errors import EmptyRelease
from collectors.importing import import_file
from collectors.records import Document
from flows.commands.importing import import_all
from warehouse.connection import writer
from warehouse.definitions import define_for_readers
from warehouse.home import Home
from warehouse.publish import publish
from warehouse.rebuild import update

FIXTURES = Path(__file__).parent / "fixtures"
TIMELINE = FIXTURES / "ice_x_posts" / "timeline.json"
EVENING = "2025-01-28T01:00:00Z"  # of 27 January, a Monday, in Washington


def document(*posts: dict[str, Any], **more: Any) -> Document:
    data = [{"id": str(number), "created_at": EVENING, "text": "hello", **one} for number, one in enumerate(posts, 1)]
    return Document(json.dumps({"data": data, **more}).encode(), "posts.json")


def said(text: str, at: str = EVENING) -> dict[str, list[dict[str, Any]]]:
    return {
        table.kind: table.rows.to_pylist() for table in ice_x_posts.read(document({"text": text, "created_at": at}))
    }


def counted(text: str, at: str = EVENING) -> list[tuple[str, str, float]]:
    return [(one["metric"], one["time_period"], one["value"]) for one in said(text, at).get("observation", [])]


# ── what of a file is taken ──────────────────────────────────────────────────────────────────────────────────────────
def test_own_posts_are_taken_and_the_others_are_counted() -> None:
    users = [{"id": "1", "username": "ICEGov"}, {"id": "2", "username": "other"}]
    found = ice_x_posts.parts(
        document(
            {"author_id": "1"},
            {"author_id": "1", "referenced_tweets": [{"type": "replied_to", "id": "9"}]},
            {"author_id": "1", "referenced_tweets": [{"type": "quoted", "id": "9"}]},
            {"author_id": "1", "referenced_tweets": [{"type": "retweeted", "id": "9"}]},
            {"author_id": "2"},
            {"author_id": "3"},
            {"author_id": "1", "created_at": "never"},
            includes={"users": users},
        )
    )
    assert [one.url for one in found.parts] == [f"https://x.com/ICEgov/status/{number}" for number in (1, 2, 3)]
    assert found.left_out == {"reposts": 1, "posts of other accounts": 1, "posts that do not say whose they are": 1}
    assert len(found.odd) == 1


def test_where_no_post_says_whose_it_is_who_imports_them_does() -> None:
    assert len(ice_x_posts.parts(document({"author_id": "1"}, {"author_id": "1"})).parts) == 2
    assert ice_x_posts.parts(document({"author_id": "1"}, {"author_id": "2"})).parts == ()


def test_each_part_is_a_document_of_the_source() -> None:
    for part in ice_x_posts.parts(Document(TIMELINE.read_bytes(), TIMELINE.name)).parts:
        assert ice_x_posts.SOURCE.owns(part.url)
        assert registry.owner(part.url) is ice_x_posts
        assert ice_x_posts.edition(Document(part.content, part.url)).published_at == part.published_at


def test_nothing_is_asked_for() -> None:
    assert ice_x_posts not in registry.asked()
    assert not ice_x_posts.SOURCE.owns("https://x.com/other/status/1")
    with pytest.raises(EmptyRelease):
        next(ice_x_posts.discover(Document(b"<html></html>", "https://x.com/")))


# ── what a post counts ───────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "text",
    [
        "Enforcement Update: 956 arrests, 554 detainers lodged",
        "Enforcement Update\n\nArrests: 956\nDetainers lodged: 554",
        "Today's numbers: total arrests – 956; detainers – 554",
        "956 ARRESTS 554 DETAINERS #ICE",
        "Arrests 956 Detainers 554",
        "Arrests\n956\nDetainers lodged\n554",
        "956 total arrests and 554 detainers lodged on January 27, 2025",
        "200 criminal arrests among them: 956 arrests, 554 detainers",
        "ICE ENFORCEMENT UPDATE: 956 arrests in the United States, 554 detainers",
        "ICE Daily Enforcement Operations Update | 956 arrests | 554 detainers",
        "ICE on Monday: 956 arrests in January 2025 cold; 554 detainers",
        "Open 24/7: 956 arrests made. 554 immigration detainers lodged. 956 arrests!",
    ],
)
def test_figures_of_a_day(text: str) -> None:
    assert counted(text) == [("arrests", "2025-01-27", 956.0), ("detainers_lodged", "2025-01-27", 554.0)]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("for January 26, 2025", "2025-01-26"),
        ("for Jan. 26", "2025-01-26"),
        ("1/26/2025", "2025-01-26"),
        ("1/26/25", "2025-01-26"),
        ("for 1/26", "2025-01-26"),
        ("2025-01-26", "2025-01-26"),
        ("December 31", "2024-12-31"),
        ("yesterday", "2025-01-26"),
        ("today", "2025-01-27"),
        ("on Sunday", "2025-01-26"),
        ("on Monday", "2025-01-27"),
        ("on Sunday, January 26", "2025-01-26"),
        ("", "2025-01-27"),
    ],
)
def test_the_day_that_a_post_names(words: str, day: str) -> None:
    assert counted(f"Enforcement update {words}: 956 arrests") == [("arrests", day, 956.0)]


def test_a_post_before_noon_that_names_no_day_counts_the_day_before() -> None:
    text = "Enforcement update: 956 arrests"
    assert counted(text, "2025-01-27T16:59:59Z") == [("arrests", "2025-01-26", 956.0)]
    assert counted(text, "2025-01-27T17:00:00Z") == [("arrests", "2025-01-27", 956.0)]
    assert counted(text, "2025-01-28T04:59:59Z") == [("arrests", "2025-01-27", 956.0)]


def test_one_alone_says_nothing_of_the_other() -> None:
    assert counted("Daily update: 554 detainers lodged") == [("detainers_lodged", "2025-01-27", 554.0)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Since January 20: 3,500 arrests, 2,100 detainers", "day_not_found"),
        ("January 25-26: 1,242 arrests, 975 detainers", "day_not_found"),
        ("Over the weekend: 1,242 arrests, 975 detainers", "day_not_found"),
        ("January 25: 286 arrests. January 26: 956 arrests, 554 detainers", "day_not_found"),
        ("Enforcement update for January 30: 5 arrests", "day_not_found"),
        ("Enforcement update: 5 arrests, later 7 arrests", "printed_twice"),
        ("Enforcement update: 956 arrests: 554", "printed_twice"),
        ("Enforcement update: more than 900 arrests", "unknown_mark"),
        ("Enforcement update: ERO Boston made 9 arrests", "unknown_mark"),
        ("Operation Harbor: 9 arrests, 3 detainers", "unknown_mark"),
        ("ICE Newark: 12 arrests, 3 detainers today", "unknown_mark"),
        ("#EROBoston update: 12 arrests, 3 detainers today", "unknown_mark"),
        ("Enforcement update: 12 arrests in Texas", "unknown_mark"),
    ],
)
def test_what_is_not_plain_is_told_and_left_out(text: str, kind: str) -> None:
    found = said(text)
    assert "observation" not in found
    assert [one["kind"] for one in found["notice"]] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "ICE made 12 arrests in Denver",
        "A 45% rise in arrests",
        "$956 arrests",
        "Enforcement update: arrests are up",
        "No figures today",
        "Our hotline: 866-555 arrests",
    ],
)
def test_a_post_without_such_figures_is_a_text(text: str) -> None:
    assert set(said(text)) == {"article"}


def test_the_place_of_a_figure_is_that_in_the_text() -> None:
    text = "\U0001f6a8 Enforcement update &amp; more: 1,179 arrests"
    (figure,), (article,) = said(text)["observation"], said(text)["article"]
    start = int(figure["cell"].removeprefix("text:"))
    assert article["body"][start : start + 5] == figure["value_text"] == "1,179"


# ── imported ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def bring(home: Home, path: Path) -> Fetch:
    source, take = ice_x_posts.SOURCE, ice_x_posts.parts
    return import_file(Archive(home.archive), path, source, path.name, None, "unknown", take=take)


def lines(home: Home) -> list[Fetch]:
    return list(Archive(home.archive).fetches())


def test_a_file_is_kept_beside_its_posts(tmp_path: Path) -> None:
    home = Home(tmp_path)
    fetch = bring(home, TIMELINE)
    assert fetch.outcome == "ok"
    assert fetch.message == "3 new of 3 documents; left out: 1 posts of other accounts, 1 reposts"
    *posts, file = lines(home)
    assert (file.url, file.part_of, file.document_id) == (TIMELINE.name, fetch.document_id, fetch.document_id)
    assert Archive(home.archive).content(str(file.document_id)) == TIMELINE.read_bytes()
    assert {one.part_of for one in posts} == {file.document_id}
    assert {one.basis for one in posts} == {"publisher_claim"}
    assert sorted(str(one.observed_at) for one in posts)[0] == "2025-03-03 01:15:00+00:00"


def test_a_later_file_adds_nothing_for_posts_that_are_there(tmp_path: Path) -> None:
    home = Home(tmp_path)
    bring(home, TIMELINE)
    before = len(lines(home))
    assert str(bring(home, TIMELINE).message).startswith("0 new of 3")
    assert len(lines(home)) == before
    for name in ("tweets.js", "posts.csv"):  # other bytes, the same posts
        assert str(bring(home, TIMELINE.with_name(name)).message).startswith("0 new of 3")
    assert len(lines(home)) == before + 2  # the files themselves


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('{"data": [{"id": "1", ', "BadContent: .*JSON that is cut"),
        ('{"status": 401, "title": "Unauthorized"}', "BadContent: .*without posts"),
        ("[]", "EmptyRelease"),
        ('[{"id": "1", "text": "RT @x: 5", "created_at": "2025-01-28T01:00:00Z"}]', "no document of .*1 reposts"),
        ("<html></html>", "BadContent"),
    ],
)  # fmt: skip
def test_a_file_without_posts_is_kept_and_said(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(content)
    fetch = bring(Home(tmp_path / "home"), path)
    assert fetch.outcome == "bad_content"
    assert fetch.message is not None
    assert re.search(why, fetch.message)
    assert [one.document_id for one in lines(Home(tmp_path / "home"))] == [fetch.document_id]


def test_a_fault_of_ours_costs_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Document) -> object:
        raise KeyError("x")

    monkeypatch.setattr(ice_x_posts, "parts", broken)
    fetch = bring(Home(tmp_path), TIMELINE)
    assert (fetch.outcome, fetch.message) == ("failed", "the reader broke: KeyError: 'x'")


def test_a_post_of_a_day_to_come_costs_itself(tmp_path: Path) -> None:
    path = tmp_path / "posts.json"
    path.write_bytes(document({}, {"created_at": "2999-01-01T00:00:00.000Z"}).content)
    fetch = bring(Home(tmp_path / "home"), path)
    assert str(fetch.message).startswith(
        "1 new of 1 documents; left out: 1 odd (https://x.com/ICEgov/status/2: of 2999-"
    )


def test_a_file_that_says_what_is_deleted(tmp_path: Path) -> None:
    home, path = Home(tmp_path / "home"), tmp_path / "gone.json"
    problem = {"resource_type": "tweet", "parameter": "ids", "type": "https://api.x.com/2/problems/resource-not-found"}
    gone = [{"resource_id": id_, **problem} for id_ in ("1896400000000000101", "5")]
    path.write_text(json.dumps({"errors": gone}))
    assert "nobody says when" in str(bring(home, path).message)
    bring(home, TIMELINE)
    seen = datetime(2025, 4, 1, tzinfo=UTC)
    archive = Archive(home.archive)
    fetch = import_file(archive, path, ice_x_posts.SOURCE, path.name, seen, "live", take=ice_x_posts.parts)
    told = "1 new of 1 documents; left out: 1 deleted posts that were never here"
    assert (fetch.outcome, fetch.message) == ("ok", told)
    (line,) = [one for one in lines(home) if one.url.endswith("101") and one.basis == "live"]
    assert line.observed_at == seen
    kept = Document(archive.content(str(line.document_id)), line.url)
    said = {table.kind: table.rows.to_pylist() for table in ice_x_posts.read(kept)}
    assert (said["article"][0]["url"], said["article"][0]["body"]) == (line.url, None)
    assert said["notice"][0]["kind"] == "post_deleted"


def test_a_post_as_it_is_kept_can_be_imported(tmp_path: Path) -> None:
    bring(Home(tmp_path), TIMELINE.with_name("post.json"))
    (line,) = lines(Home(tmp_path))
    assert (line.url, line.part_of) == ("https://x.com/ICEgov/status/1896400000000000101", None)


def test_what_is_said_of_a_file_is_not_said_of_its_posts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path))
    with pytest.raises(Exception, match="holds many documents"):
        import_all([TIMELINE], "ice_x_posts", None, None, "unknown", title="Posts")


@pytest.mark.slow  # loads a warehouse
def test_posts_and_reports_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)
    home = Home(tmp_path / "home")
    bring(home, TIMELINE)
    edited = tmp_path / "later.json"
    later = {"id": "1896800000000000104", "created_at": "2025-03-05T01:00:00.000Z",
             "text": "Corrected update for March 3: 215 arrests, 120 detainers",
             "edit_history_tweet_ids": ["1896700000000000102", "1896800000000000104"]}  # fmt: skip
    gone = {"id": "1896900000000000105", "created_at": "2025-03-10T15:00:00.000Z", "text": "No figures any more.",
            "edit_history_tweet_ids": ["1896400000000000101", "1896900000000000105"]}  # fmt: skip
    edited.write_text(json.dumps({"data": [later, gone]}))  # without the posts that are there
    bring(home, edited)
    not_found = {
        "resource_type": "tweet",
        "parameter": "ids",
        "type": "https://api.x.com/2/problems/resource-not-found",
    }
    deleted = tmp_path / "deleted.json"
    deleted.write_text(json.dumps({"errors": [{"resource_id": "1896700000000000102", **not_found}]}))
    seen, take = datetime(2025, 3, 20, tzinfo=UTC), ice_x_posts.parts
    import_file(Archive(home.archive), deleted, ice_x_posts.SOURCE, deleted.name, seen, "live", take=take)
    days = FIXTURES / "ice_x_daily_reported" / "days.csv"
    import_file(Archive(home.archive), days, ice_x_daily_reported.SOURCE, days.name, None, "unknown")
    assert update(home).exit_status == 0
    asked = "select time_period, value, highest_until_then, below_highest, reported_by from ready.x_daily_as_of(?)"
    asked += " where measure = 'arrests' and is_post order by 1"
    with writer(home.warehouse) as connection:
        define_for_readers(connection)
        first, second, third = (f"ICE (https://x.com/ICEgov/status/18{end})" for end in
                                ("96400000000000101", "96700000000000102", "96800000000000104"))  # fmt: skip
        march_2 = ("2025-03-02", 1340, 1340, 0, first)
        assert connection.execute(asked, [date(2025, 3, 2)]).fetchall() == [march_2]  # known on the day itself
        assert connection.execute(asked, [date(2025, 3, 3)]).fetchall() == [
            march_2,
            ("2025-03-03", 210, 1340, 1130, second),
        ]
        assert connection.execute(asked, [date(2025, 3, 9)]).fetchall() == [
            march_2,
            ("2025-03-03", 215, 1340, 1125, third),
        ]
        now = connection.execute(asked, [date(2025, 3, 10)]).fetchall()
        assert [(day, value) for day, value, *_ in now] == [("2025-03-03", 215)]
        back = "select time_period, metric, value, withdrawn_at, how from core.withdrawal order by 1, 2"
        at = datetime(2025, 3, 10, 15)
        assert connection.execute(back).fetchall() == [
            ("2025-03-02", "arrests", 1340, at, "edited"), ("2025-03-02", "detainers_lodged", 95, at, "edited"),
            ("2025-03-03", "arrests", 215, datetime(2025, 3, 20), "deleted"),
            ("2025-03-03", "detainers_lodged", 120, datetime(2025, 3, 20), "deleted"),
        ]  # fmt: skip
        both = "select is_post, count(value)::int, count(*)::int from ready.x_daily"
        both += " where measure = 'arrests' group by all order by 1"
        assert connection.execute(both).fetchall() == [(False, 3, 4)]
        texts = "select count(*)::int, min(url) from marts.articles where source_id = 'ice_x_posts'"
        assert connection.execute(texts).fetchone() == (3, "https://x.com/ICEgov/status/1896400000000000101")
        known = "select known_from, known_from_basis from raw.document where url like '%101'"
        assert connection.execute(known).fetchone() == (datetime(2025, 3, 3, 1, 15), "publisher_claim")
        open_ = "select count(*)::int from core.table_absent where is_open"
        assert connection.execute(open_).fetchone() == (0,)
    assert [one.rule.name for one in publish(home).results if one.blocks] == []


def test_the_earliest_post_is_of_its_own_time() -> None:
    (part,) = ice_x_posts.parts(document({"created_at": "2025-01-23T23:00:00.000Z"})).parts
    assert part.published_at == datetime(2025, 1, 23, 23, tzinfo=UTC)
