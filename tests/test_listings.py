"""What a run leaves out is counted and logged; lists are asked when they are due; one that falls short is noticed."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import duckdb
import pytest
from asking import hurried
from local_newsroom import feed, newsroom, page, reports
from own_archive import response, write_warc
from server import Publisher, Reply, closed_port

from collectors.archive.listings import Added, LeftOut, Listed, ListingLog
from collectors.archive.log import Fetch
from collectors.archive.store import Archive
from collectors.collecting import Collected, collect, together
from collectors.records import Cadence, Link, Outcome
from collectors.replay.server import ReplayServer
from collectors.revisiting import list_is_due
from collectors.topics.terms import Topics, topics
from flows.commands.collecting import _table
from warehouse import check, load
from warehouse.connection import read_only, writer
from warehouse.home import Home
from warehouse.queries import answer
from warehouse.rebuild import rebuild, update
from warehouse.rows import left_out_rows, listing_rows

NOON = datetime(2025, 2, 7, 12, tzinfo=UTC)
BOATS, ICE, RAID = "Boats moored in the harbor", "ICE arrests double in May", "A raid on the docks"


@pytest.fixture
def paper() -> Iterator[Publisher]:
    with Publisher() as opened:
        yield opened


def run(archive: Archive, module: Any, now: datetime = NOON, **more: Any) -> Collected:
    with hurried(archive, now=lambda: now) as client:
        return collect(module, client, **more)


# ── what is left out ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_is_on_the_subject_is_fetched_and_the_rest_is_counted(paper: Publisher, archive: Archive) -> None:
    module = newsroom(paper.answers("/feed", feed(reports(paper, BOATS, ICE, RAID))))
    result = run(archive, module)
    assert sorted(fetch.url.rpartition("/")[2] for fetch in result.fetches) == [
        "a-raid-on-the-docks",
        "ice-arrests-double-in-may",
    ]
    assert (result.left_out, result.errors, result.exit_status) == (1, [], 0)
    assert "1 left out by the topic filter" in str(result)
    (line,) = archive.listings.read()
    assert (line.listed, line.new, line.left_out, line.terms) == (3, 3, 1, topics().version)
    assert line.named == (LeftOut(f"{paper.url}/news/boats-moored-in-the-harbor", BOATS),)
    assert archive.holds(line.document_id)
    kept = json.loads((archive.root / f"terms-{line.terms}.json").read_text("utf-8"))
    assert tuple(kept["words"]) == topics().words


def test_the_next_run_counts_it_again_and_names_it_no_more(paper: Publisher, archive: Archive) -> None:
    module = newsroom(paper.answers("/feed", feed(reports(paper, BOATS, ICE))))
    run(archive, module)
    again = run(archive, module, NOON + timedelta(hours=3))
    assert again.left_out == 1
    second = archive.listings.read()[1]
    assert (second.listed, second.new, second.left_out, second.named) == (2, 0, 1, ())


def test_without_a_filter_all_is_fetched(paper: Publisher, archive: Archive) -> None:
    module = newsroom(paper.answers("/feed", feed(reports(paper, BOATS, ICE))), filter="none")
    result = run(archive, module)
    assert (len(result.fetches), result.left_out) == (2, 0)
    assert archive.listings.read()[0].terms is None
    assert "left out" not in str(result)


def test_other_terms_fetch_what_was_left_out(paper: Publisher, archive: Archive) -> None:
    module = newsroom(paper.answers("/feed", feed(reports(paper, BOATS, ICE))))
    run(archive, module)
    result = run(archive, module, NOON + timedelta(minutes=5), topics=Topics(("boats",)))
    assert [fetch.url.rpartition("/")[2] for fetch in result.fetches] == ["boats-moored-in-the-harbor"]
    # what was fetched once is asked for again at its times, whatever the terms
    later = run(archive, module, NOON + timedelta(hours=2), topics=Topics(("nothing",)))
    assert (len(later.fetches), later.left_out) == (2, 0)


def test_one_list_that_shows_it_to_be_on_the_subject_is_enough(paper: Publisher, archive: Archive) -> None:
    (boats, ice) = reports(paper, BOATS, ICE)
    plain = paper.answers("/a", feed([boats, ice]))
    telling = paper.answers("/b", feed([("Boats of migrants", boats[1])]))
    result = run(archive, newsroom(plain, telling))
    assert (len(result.fetches), result.left_out) == (2, 0)
    assert [line.left_out for line in archive.listings.read()] == [0, 0]


def test_an_address_on_two_lists_is_left_out_once(paper: Publisher, archive: Archive) -> None:
    entries = reports(paper, BOATS)
    result = run(archive, newsroom(paper.answers("/a", feed(entries)), paper.answers("/b", feed(entries))))
    assert result.left_out == 1
    assert [(line.new, line.left_out, len(line.named)) for line in archive.listings.read()] == [(1, 1, 1), (1, 0, 0)]


def test_a_list_of_nothing_but_what_was_left_out_leads_no_further(paper: Publisher, archive: Archive) -> None:
    time = '<time datetime="2025-02-07T09:00:00Z">7 February</time>'
    for n in range(3):
        ((title, url),) = reports(paper, f"Boats moored in harbor {n}")
        body = f"<h2><a href='{url}'>{title}</a></h2>{time}<a rel='next' href='/page{n + 1}'>on</a>"
        paper.answers(f"/page{n}", Reply(f"<!doctype html><html><body>{body}</body></html>".encode()))
    module = newsroom(feeds=(), indexes=(f"{paper.url}/page0",))
    assert run(archive, module).left_out == 3
    paper.requests.clear()
    run(archive, module, NOON + timedelta(hours=3))
    assert [path for path in paper.asked() if path.startswith("/page")] == ["/page0"]


def test_a_page_that_refuses_us_is_new_once(paper: Publisher, archive: Archive) -> None:
    (boats, ice) = reports(paper, BOATS, ICE)
    paper.answers("/news/ice-arrests-double-in-may", Reply(b"no", 403))
    module = newsroom(paper.answers("/feed", feed([boats, ice])))
    for hours in (0, 3):
        assert run(archive, module, NOON + timedelta(hours=hours)).outcomes == {"blocked": 1}
    assert [one.new for one in archive.listings.read()] == [2, 0]


def test_of_a_replay_nothing_is_left_out(tmp_path: Path) -> None:
    url = "http://127.0.0.1:8080/news/boats-moored-in-the-harbor"
    module = newsroom("http://127.0.0.1:8080/feed")
    entries = feed([(BOATS, url)]).body
    warc = write_warc(
        tmp_path / "a.warc.gz", response("http://127.0.0.1:8080/feed", 1, entries), response(url, 1, page(BOATS))
    )
    archive = Archive(tmp_path / "archive")
    with ReplayServer([warc]) as server, hurried(archive, transport=server.transport()) as client:
        result = collect(module, client)
    assert [fetch.outcome for fetch in result.fetches] == ["ok"]
    assert archive.listings.read() == []


@pytest.mark.slow
def test_what_was_left_out_can_be_asked_in_sql(
    paper: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)
    home = Home(tmp_path)
    module = newsroom(paper.answers("/feed", feed(reports(paper, BOATS, ICE))))
    run(Archive(home.archive), module)
    for bring_up_to_date in (update, rebuild):
        bring_up_to_date(home, modules={"harbor_post": module})
        with read_only(home.warehouse) as warehouse:
            assert warehouse.execute("select source_id, title from raw.left_out").fetchall() == [("harbor_post", BOATS)]
            assert warehouse.execute("select listed, new, left_out from raw.listing").fetchall() == [(2, 2, 1)]
            assert warehouse.execute("select filter from raw.source").fetchall() == [("topic",)]
            assert warehouse.execute("select title from raw.document").fetchall() == [(ICE,)]


# ── the log ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def line(run_at: datetime = NOON, **changes: Any) -> Listed:
    said = {"source_id": "harbor_post", "url": "https://h.example/feed", "document_id": "d", "listed": 40, "new": 4}
    return Listed(**{**said, "run_at": run_at, "left_out": 3, **changes})


def test_a_line_is_read_as_it_was_written(tmp_path: Path) -> None:
    lines = [line(), line(terms="t", named=(LeftOut("https://h.example/ä", None), LeftOut("https://h.example/b", "B")))]
    log = ListingLog(tmp_path / "archive")
    assert (log.read(), log.left_out("harbor_post")) == ([], frozenset())
    log.append(lines)
    log.append([])
    assert log.read() == lines
    assert log.left_out("harbor_post") == {"https://h.example/ä", "https://h.example/b"}
    assert log.left_out("other") == frozenset()


def test_what_is_torn_or_no_line_costs_itself(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    log = ListingLog(tmp_path)
    odd = [b"[]", b"{}", b'{"run_at": "soon"}', line(listed="many").to_json().encode(), line(url=3).to_json().encode()]
    log.path.write_bytes(b"\n".join([line().to_json().encode(), *odd, b'{"source_id": "torn']))
    log.append([line(new=5, named=(LeftOut("https://h.example/b", "B"),))])
    with caplog.at_level(logging.ERROR):
        assert [one.new for one in log.read()] == [4, 5]
    assert len(caplog.records) == len(odd) + 1
    assert log.left_out("harbor_post") == {"https://h.example/b"}


def test_lines_of_others_are_seen_and_an_older_copy_too(tmp_path: Path) -> None:
    mine, theirs = ListingLog(tmp_path), ListingLog(tmp_path)
    mine.append([line(named=(LeftOut("https://h.example/a", None),))])
    copy = mine.path.read_bytes()
    assert len(theirs.left_out("harbor_post")) == 1
    mine.append([line(named=(LeftOut("https://h.example/b", None),))])
    assert len(theirs.left_out("harbor_post")) == 2
    mine.path.write_bytes(copy)
    assert len(theirs.left_out("harbor_post")) == 1


# ── which lists are asked ────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("said", "hours"),
    [("PT1H", 1), ("PT3H", 3), ("P1D", 24), ("P14D", 336), ("P1DT2H", 26), ("soon", 24), ("P0D", 24), ("P", 24)],
)
def test_how_often(said: str, hours: int) -> None:
    assert Cadence("", "UTC", said, "P1D").every == timedelta(hours=hours)


def test_a_list_is_due_when_its_time_is_over_or_almost() -> None:
    every = timedelta(hours=3)
    assert list_is_due(None, every, NOON)
    assert not list_is_due(NOON, every, NOON + timedelta(hours=2))
    assert list_is_due(NOON, every, NOON + timedelta(hours=2, minutes=59))
    assert list_is_due(NOON, timedelta(hours=1), NOON + timedelta(minutes=59))


def test_a_newsroom_that_is_not_due_is_asked_for_its_corrections_alone(paper: Publisher, archive: Archive) -> None:
    module = newsroom(paper.answers("/feed", feed(reports(paper, ICE))))
    assert len(run(archive, module, only_due=True).fetches) == 1
    paper.requests.clear()
    quiet = run(archive, module, NOON + timedelta(minutes=30), only_due=True)
    assert (quiet.asked, quiet.fetches, paper.requests) == (0, [], [])
    again = run(archive, module, NOON + timedelta(hours=1), only_due=True)
    assert (again.asked, len(again.fetches)) == (0, 1)
    due = run(archive, module, NOON + timedelta(hours=3), only_due=True)
    assert due.asked == 1
    assert run(archive, module, NOON + timedelta(hours=3)).asked == 1  # who asks by name asks now


def test_who_did_not_answer_is_asked_in_the_next_run_and_who_refused_is_not(paper: Publisher, archive: Archive) -> None:
    silent = newsroom(f"http://127.0.0.1:{closed_port()}/feed")
    for hours in (0, 1):
        assert run(archive, silent, NOON + timedelta(hours=hours), only_due=True).asked == 1
    refusing = newsroom(paper.answers("/feed", Reply(b"no", 403)))
    assert [run(archive, refusing, NOON + timedelta(hours=hours), only_due=True).asked for hours in (0, 1)] == [1, 0]


# ── what a run of many says ──────────────────────────────────────────────────────────────────────────────────────────
def test_one_silent_newsroom_of_many_is_named_and_fails_nothing(paper: Publisher, archive: Archive) -> None:
    good = run(archive, newsroom(paper.answers("/feed", feed(reports(paper, ICE, BOATS)))))
    silent = run(archive, newsroom(f"http://127.0.0.1:{closed_port()}/feed", id="silent_post"))
    wrong = run(archive, newsroom(paper.answers("/page", Reply(page("Boats"))), id="wrong_post"))
    idle = Collected("idle_post")
    assert (silent.exit_status, silent.is_silent, good.is_silent, idle.is_silent) == (3, True, False, False)
    assert together("newsrooms", [good, silent, idle]).exit_status == 0
    said = str(together("newsrooms", [good, silent, idle]))
    assert said == (
        "newsrooms: 1 ok; asked 2 of 3; 1 left out by the topic filter (harbor_post 1); not reached: silent_post"
    )
    assert together("newsrooms", [silent, idle]).exit_status == 3
    assert together("newsrooms", [idle]).exit_status == 0
    assert together("newsrooms", []).exit_status == 0
    assert together("newsrooms", [good, silent, wrong]).exit_status == 1
    assert "wrong_post: no document asked for; bad_content" in str(together("newsrooms", [good, silent, wrong]))


def fetches(*outcomes: str) -> list[Fetch]:
    return [Fetch("harbor_post", "u", cast(Outcome, outcome), NOON, "live") for outcome in outcomes]


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [
        (("ok", "failed"), 0), (("failed", "failed"), 0), (("failed", "bad_content", "failed"), 1),
        (("blocked",) * 9, 0), (("ok", "failed", "failed", "failed"), 1), (("ok",) * 3 + ("failed",) * 3, 0),
    ],
)  # fmt: skip
def test_one_odd_document_fails_no_run_of_many(outcomes: tuple[str, ...], status: int) -> None:
    good = Collected("pier_post", fetches("ok"), asked=1)
    one = Collected("harbor_post", fetches(*outcomes), asked=1)
    assert together("newsrooms", [good, one]).exit_status == status
    assert ("harbor_post: " in str(together("newsrooms", [good, one]))) is (one.exit_status > 0)


def test_one_odd_entry_fails_no_run_of_many(paper: Publisher, archive: Archive) -> None:
    entries = feed(reports(paper, ICE)).body.replace(b"</channel>", b"<item><title>Lost</title></item></channel>")
    one = run(archive, newsroom(paper.answers("/feed", Reply(entries))))
    assert (one.exit_status, one.outcomes) == (1, {"ok": 1})
    assert together("newsrooms", [one]).exit_status == 0
    assert "1 of 2 without" in str(together("newsrooms", [one]))


def test_a_newsroom_with_one_silent_feed_of_two_is_not_silent(paper: Publisher, archive: Archive) -> None:
    one = run(archive, newsroom(paper.answers("/feed", feed([])), f"http://127.0.0.1:{closed_port()}/feed"))
    assert not one.is_silent


def test_what_collect_shows() -> None:
    table = _table([Collected("harbor_post", left_out=3, asked=1)])
    assert [list(column.cells) for column in table.columns][2] == ["3 left out by the topic filter"]


def test_a_report_that_a_search_found_is_asked_for_again(paper: Publisher, archive: Archive) -> None:
    """Its newsroom has no list."""
    ((_, url),) = reports(paper, BOATS)
    module = newsroom()
    with hurried(archive, now=lambda: NOON) as client:
        client.get(module.SOURCE, Link(url))
    result = run(archive, module, NOON + timedelta(hours=1), only_due=True)
    assert ([fetch.url for fetch in result.fetches], result.asked) == ([url], 0)


# ── volume ───────────────────────────────────────────────────────────────────────────────────────────────────────────
START = "https://h.example/feed"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with writer(tmp_path_factory.mktemp("listings") / "w.duckdb") as connection:
        yield connection


@pytest.fixture
def told(empty: duckdb.DuckDBPyConnection) -> Callable[[list[Listed]], list[tuple[str, str, str]]]:
    """What the checks find of lists."""

    def told(lines: list[Listed]) -> list[tuple[str, str, str]]:
        empty.execute("delete from raw.source")
        more = "'', '', '', [], 'restricted', 'en', ['feed'], 'topic', true, '', 'UTC', 'PT3H', 'P3D'"
        empty.execute(
            f"""insert into raw.source (source_id, start_urls, publisher, title, licence, media, body, language,
            found_by, filter, tried, cron, timezone, expected_every, late_after, documents)
            values ('harbor_post', ['{START}'], {more}, '')"""
        )
        load._load_listings(empty, Added(lines))
        return [
            (rule.name, expected, found)
            for rule in check.rules() if rule.name.startswith("list_")
            for expected, found in empty.execute(f"select expected, found from ({rule.sql})").fetchall()
        ]  # fmt: skip

    return told


def every_three_hours(count: int, **changes: Any) -> list[Listed]:
    return [line(NOON + timedelta(hours=3 * n), **changes) for n in range(count)]


def test_a_list_as_usual_is_nothing_to_tell(told: Callable[..., Any]) -> None:
    assert told(every_three_hours(40)) == []
    assert told([*every_three_hours(3), line(NOON + timedelta(hours=9), listed=0)]) == []  # too young to be usual
    assert told([]) == []


def test_a_list_that_comes_with_far_fewer_entries_is_noticed(told: Callable[..., Any]) -> None:
    after = NOON + timedelta(hours=30)
    assert told([*every_three_hours(10), line(after, listed=13)]) == [("list_is_short", "about 40 entries", "13")]
    assert told([*every_three_hours(10), line(after, listed=14)]) == []
    assert told([*every_three_hours(10, listed=5), line(after, listed=1)]) == []  # one of five
    assert told([*every_three_hours(10), line(after, listed=0), line(after + timedelta(hours=3), listed=40)]) == []


def test_a_list_that_falls_silent_is_noticed(empty: duckdb.DuckDBPyConnection, told: Callable[..., Any]) -> None:
    """32 new entries a day; then the same list for two days."""
    begin = NOON + timedelta(hours=60)
    frozen = [line(begin + timedelta(hours=3 * n), new=0) for n in range(16)]
    assert told(every_three_hours(20) + frozen[:10]) == []
    (found,) = told(every_three_hours(20) + frozen)
    assert [outcome for outcome, _ in answer(empty, "lists_amiss")[1]] == ["silent"]
    assert found[0] == "list_fell_silent"
    assert found[2] == "none since 2025-02-09"
    slow = [line(NOON + timedelta(days=n), new=1) for n in range(10)]
    assert told([*slow, *(line(NOON + timedelta(days=10 + n), new=0) for n in range(7))]) == []  # a holiday


def test_lists_that_a_source_does_not_declare_may_end(told: Callable[..., Any]) -> None:
    part = every_three_hours(20, url="https://h.example/2025-02.xml")
    later = [line(NOON + timedelta(hours=60 + 3 * n), new=0, listed=0, url=part[0].url) for n in range(20)]
    assert told(part + later) == []


def test_volume_can_be_asked(empty: duckdb.DuckDBPyConnection, told: Callable[..., Any]) -> None:
    told(
        [
            *every_three_hours(9, named=(LeftOut("https://h.example/a", "A"),)),
            line(NOON + timedelta(hours=27), listed=30),
        ]
    )
    rows = empty.execute(
        "select runs, usual_listed, round(new_a_day), last_listed, is_start, is_short, is_silent from core.list_volume"
    ).fetchall()
    assert rows == [(10, 40, 32, 30, True, False, False)]
    assert empty.execute("select url, title, run_at::date::varchar from raw.left_out").fetchall() == [
        ("https://h.example/a", "A", "2025-02-07")
    ]
    assert empty.execute("select sum(left_out) from raw.listing").fetchall() == [(30,)]
    assert answer(empty, "lists_amiss")[1] == []
    assert listing_rows([]).num_rows == left_out_rows([]).num_rows == 0


def test_a_load_takes_what_was_added_since_the_last_one(empty: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    log, place = ListingLog(tmp_path), None

    def loaded() -> tuple[int, list[str], int]:
        """How many lines a load has taken; then the addresses and the runs that are there."""
        nonlocal place
        added = log.since(place)
        load._load_listings(empty, added)
        place = added.read_to
        urls = empty.execute("select url from raw.left_out order by 1").fetchall()
        (runs,) = empty.execute("select count(*) from raw.listing").fetchall()
        return len(added.lines), [url for (url,) in urls], runs[0]

    assert loaded() == (0, [], 0)
    log.append([line(named=(LeftOut("a", "A"),))])
    assert loaded() == (1, ["a"], 1)
    assert loaded() == (0, ["a"], 1)
    log.append([line(NOON + timedelta(hours=3), named=(LeftOut("a", "A"), LeftOut("b", None)))])  # two wrote at once
    whole = log.path.read_bytes()
    log.path.write_bytes(whole + b'{"source_id": "torn')
    assert loaded() == (1, ["a", "b"], 2)
    assert empty.execute("select distinct run_at from raw.left_out where url = 'a'").fetchall() == [
        (NOON.replace(tzinfo=None),)
    ]
    log.append([line(NOON + timedelta(hours=6), named=(LeftOut("c", None),))])
    assert loaded() == (1, ["a", "b", "c"], 3)
    log.path.write_bytes(whole)  # an older copy is put in its place
    assert loaded() == (2, ["a", "b"], 2)
    log.path.write_bytes(whole.replace(b'"A"', b'"B"'))  # as long, and another one
    assert loaded() == (2, ["a", "b"], 2)
    log.path.unlink()
    assert loaded() == (0, [], 0)


def test_what_was_never_asked_is_not_late(empty: duckdb.DuckDBPyConnection, told: Callable[..., Any]) -> None:
    told([])
    document = "'d', 'harbor_post', 'u', 'text/html', true, 'ok', 'p', timestamp '2020-01-01'"
    columns = "document_id, source_id, url, media_type, bytes_held, outcome, parser_hash, known_from"
    asked = "insert into raw.fetch (fetch_id, source_id, url, outcome, fetched_at, basis) values "
    late = "select is_late, lists_amiss from core.source_status"
    with_document = f"insert into raw.document ({columns}) values ({document})"
    empty.execute(with_document)
    try:
        assert empty.execute(late).fetchall() == [(None, 0)]
        empty.execute(asked + "('1', 'harbor_post', 'u', 'ok', timestamp '2025-01-01', 'live')")
        assert empty.execute(late).fetchall() == [(True, 0)]
        # its list goes on bringing news of other subjects
        load._load_listings(empty, Added([line(datetime(2999, 1, 1, tzinfo=UTC))]))
        assert empty.execute(late).fetchall() == [(False, 0)]
    finally:
        empty.execute("delete from raw.document")
        empty.execute("delete from raw.fetch")
