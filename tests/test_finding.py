"""Search services: recorded answers, a local server by their documented schemas, and each way to be refused."""

from __future__ import annotations

import csv
import json
import re
import traceback
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from asking import hurried
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from local_newsroom import newsroom, page
from search_services import (
    Answers,
    SearchServer,
    article,
    as_json,
    gdelt,
    guardian,
    hurried_asker,
    mediacloud,
    mention,
    zipped,
)
from server import Reply, closed_port

from collectors import finding
from collectors.archive.store import Archive
from collectors.discovery import gdelt as doc
from collectors.discovery import gdelt_files as files
from collectors.discovery import guardian as the_guardian
from collectors.discovery import mediacloud as cloud
from collectors.discovery.results import Found, Results, Window
from collectors.errors import BadContent, BadKey, Blocked, BotChallenge, FetchFailed, TooOften, Unreachable
from flows.commands import SERVICES, app

DAY = Window(date(2025, 2, 7), date(2025, 2, 7))
NOON = datetime(2025, 2, 7, 12, tzinfo=UTC)
SECRET = "a1b2c3-secret"


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cloud.KEY, SECRET)
    monkeypatch.setenv(the_guardian.KEY, SECRET)


def ask(service: Any, answers: Answers, words: str = "quota arrests", window: Window = DAY) -> Results:
    with SearchServer(answers) as server, hurried_asker() as asker:
        found: Results = service.search(asker, words, window, base=server.url)
        ask.requests = [path for path, _ in server.requests]  # type: ignore[attr-defined]
    return found


def always(reply: Reply) -> Answers:
    return lambda path, asked, headers: reply


# ── GDELT, the DOC interface ─────────────────────────────────────────────────────────────────────────────────────────
def test_a_window_with_as_many_pages_as_an_answer_holds_is_split() -> None:
    articles = [article(n, NOON - timedelta(hours=12) + timedelta(seconds=86 * n)) for n in range(1000)]
    found = ask(doc, gdelt(articles))
    assert [one.url for one in found.found] == [one["url"] for one in articles]
    assert found.more is None
    assert len(ask.requests) == 13  # 1 + 2 + 4 + 6: an eighth of a day has 125, the last quarter 246
    assert (found.found[0].title, found.found[0].newsroom, found.found[0].says) == (
        "Report 0 & more",
        "news0.example",
        "seen",
    )
    assert found.found[0].at == NOON - timedelta(hours=12)


class Heard:
    """What `Asker.json` gives, without a wire."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def json(self, base: str, asked: dict[str, str]) -> Any:
        return json.loads(self._answers("/", asked, {}).body)


@settings(max_examples=50)
@given(st.lists(st.integers(0, 2 * 24 * 4 - 1), max_size=20), st.lists(st.integers(1, 3), min_size=20, max_size=20))
def test_whenever_pages_appear_all_are_found(quarters: list[int], counts: list[int]) -> None:
    """An answer holds four here, and no quarter of an hour has as many."""
    pages = dict(zip(quarters, counts, strict=False))
    moments = [DAY.begin + timedelta(minutes=15 * at, seconds=n) for at in sorted(pages) for n in range(pages[at])]
    articles = [article(n, time) for n, time in enumerate(moments)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doc, "MOST", 4)
        patch.setattr(doc, "MOST_REQUESTS", 1000)
        two_days = Window(DAY.first, DAY.first + timedelta(days=1))
        found = doc.search(cast(Any, Heard(gdelt(articles))), "a", two_days)
    assert (found.more, [one.url for one in found.found]) == (None, [one["url"] for one in articles])


def test_what_no_split_can_divide_is_told() -> None:
    found = ask(doc, gdelt([article(n, NOON) for n in range(300)]))
    assert len(found.found) == 250
    assert found.more is not None
    assert "a quarter of an hour has 250 pages or more (from 2025-02-07 12:0" in found.more


def test_a_search_does_not_ask_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "MOST_REQUESTS", 3)
    found = ask(doc, gdelt([article(n, NOON + timedelta(seconds=n)) for n in range(600)]))
    assert found.more is not None
    assert "windows were not asked any more" in found.more


def test_no_page_at_all_and_odd_entries() -> None:
    assert ask(doc, gdelt([])) == Results(())
    odd = [article(1, NOON), {"title": "no url"}, "text", {"url": "mailto:a@b.example"}, article(1, NOON), {"url": 3}]
    found = ask(doc, always(as_json({"articles": odd})))
    assert (len(found.found), len(found.odd)) == (1, 4)


def test_a_headline_of_a_quota_is_no_quota() -> None:
    one = {**article(1, NOON), "title": "ICE has a quota: too many requests"}
    assert len(ask(doc, always(as_json({"articles": [one]}))).found) == 1


def test_control_characters_in_titles_are_read() -> None:
    raw = b'{"articles": [{"url": "https://a.example/b", "title": "Boats\tmoored", "seendate": "soon"}]}'
    (one,) = ask(doc, always(Reply(raw))).found
    assert (one.title, one.at, one.printed) == ("Boats moored", None, "soon")


@pytest.mark.parametrize(
    ("reply", "error", "words"),
    [
        (Reply(b"Please limit requests to one every 5 seconds or write to us."), TooOften, "limit requests"),
        (Reply(b"Please limit requests to one every 5 seconds", 429), TooOften, "HTTP 429"),
        (Reply(b'{"detail": "weekly quota exceeded"}', 403), TooOften, "weekly quota"),
        (Reply(b"Your query was too short or too long."), BadContent, "too short"),
        (Reply(b"<!doctype html><html><title>Down</title>"), BadContent, "an HTML page, 'Down'"),
        (Reply(b"<!doctype html><html><title>Just a moment", 403), BotChallenge, "challenge"),
        (Reply(b'{"articles": [{"url": "https://a'), BadContent, "a JSON object"),
        (Reply(b'{"articles": 3}'), BadContent, "`articles`, a list"),
        (Reply(b'{"pages": []}'), BadContent, "`articles`, a list"),
        (Reply(b"[1]"), BadContent, "a JSON object"),
        (Reply(b"[" * 100_000), BadContent, "a JSON object"),
        (Reply(b"", 200), BadContent, "0 bytes"),
        (Reply(b"not here", 404), FetchFailed, "HTTP 404"),
        (Reply(b"oh", 503), Blocked, "HTTP 503"),
    ],
)  # fmt: skip
def test_each_way_to_be_refused_is_told(reply: Reply, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=re.escape(words)) as caught:
        ask(doc, always(reply))
    assert type(caught.value) is error


def test_nobody_there() -> None:
    with hurried_asker() as asker, pytest.raises(Unreachable):
        doc.search(asker, "a", DAY, base=f"http://127.0.0.1:{closed_port()}/")


# ── GDELT, the files ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.slow  # 96 requests
def test_the_files_of_a_day() -> None:
    rows = [
        mention("https://a.example/2025/quota-of-arrests.html"), mention("https://a.example/2025/quota-of-arrests.html"),
        mention("https://a.example/2025/boats"), mention("BBC Monitoring", kind=2), mention("no address"), "torn\trow",
    ]  # fmt: skip
    replies = {"/20250207120000.mentions.CSV.zip": zipped(rows), "/20250207121500.mentions.CSV.zip": Reply(b"PK torn")}
    found = ask(files, lambda path, asked, headers: replies.get(path, Reply(b"no", 404)))
    (one,) = found.found
    assert (one.url, one.title, one.newsroom) == ("https://a.example/2025/quota-of-arrests.html", None, "news.example")
    assert (one.at, one.says) == (NOON, "seen")
    assert len(found.odd) == 2
    assert found.more is not None
    assert found.more.startswith("95 of 96 files gave nothing, first: ")
    assert len(ask.requests) == 96
    with pytest.raises(FetchFailed, match="one of 192"):
        ask(files, always(Reply()), window=Window(date(2025, 2, 6), date(2025, 2, 7)))


def test_a_recorded_file_of_mentions(corpus: Path) -> None:
    """It was saved again as CSV with a header; GDELT writes tabs and none."""
    saved = corpus / "news" / "api" / "gdelt2-mentions-20170701234500-resaved.csv"
    with saved.open(encoding="utf-8", newline="") as stream:
        _, *rows = csv.reader(stream)
    found = list(files.mentions("".join("\t".join(row) + "\n" for row in rows)))
    pages = {one.url: one for one in found if isinstance(one, Found)}
    assert [one for one in found if isinstance(one, str)] == []
    assert pages.keys() == {row[5] for row in rows if row[3] == "1"}
    assert {one.at for one in pages.values()} == {datetime(2017, 7, 1, 23, 45, tzinfo=UTC)}
    assert next(iter(pages.values())).newsroom == "china.org.cn"


# ── Media Cloud ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_pages_of_stories() -> None:
    stories: list[dict[str, object]] = [
        {"id": str(n), "url": f"https://a.example/{n}", "title": f"Story {n}", "media_name": "a.example",
         "publish_date": "2025-02-07", "indexed_date": "2025-02-08T01:02:03"} for n in range(5)
    ]  # fmt: skip
    found = ask(cloud, mediacloud(stories, SECRET))
    assert [one.url for one in found.found] == [story["url"] for story in stories]
    assert (found.found[0].printed, found.found[0].at, found.found[0].newsroom) == ("2025-02-07", None, "a.example")
    assert len(ask.requests) == 3
    assert "start=2025-02-07&end=2025-02-07" in ask.requests[0]
    assert ask(cloud, mediacloud([], SECRET)).found == ()


def test_a_recorded_story_of_the_older_interface_has_the_same_fields(corpus: Path) -> None:
    said = json.loads((corpus / "news" / "api" / "story_27456565.json").read_text("utf-8"))
    one = cloud.story(said)
    assert isinstance(one, Found)
    assert one.url == said["url"]
    assert one.title == "Comment on Myanmar's new flag and new name by kc"
    assert (one.printed, one.at) == ("2010-11-24 04:05:00", None)  # no zone, no moment


def test_a_token_that_stays_ends_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    one = {"url": "https://a.example/1", "title": "A"}
    assert len(ask(cloud, always(as_json({"stories": [one], "pagination_token": "x"}))).found) == 1
    assert len(ask.requests) == 2


# ── The Guardian ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_pages_of_reports() -> None:
    reports: list[dict[str, object]] = [
        {"type": "article", "webUrl": f"https://www.theguardian.com/us/{n}", "webTitle": f"<b>R</b> {n}",
         "webPublicationDate": "2025-02-07T18:39:25Z", "sectionName": "US news"} for n in range(5)
    ]  # fmt: skip
    found = ask(the_guardian, guardian(reports, SECRET))
    assert [one.url for one in found.found] == [report["webUrl"] for report in reports]
    assert (found.found[0].title, found.found[0].newsroom) == ("R 0", "The Guardian")
    assert found.found[0].at == datetime(2025, 2, 7, 18, 39, 25, tzinfo=UTC)
    assert len(ask.requests) == 3
    assert "q=quota+AND+arrests&" in ask.requests[0]
    ask(the_guardian, guardian([], SECRET), words='"book-ins" OR quota')
    assert "q=%22book-ins%22+OR+quota&" in ask.requests[0]


def test_many_pages_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(the_guardian, "MOST_PAGES", 2)
    reports: list[dict[str, object]] = [{"webUrl": f"https://www.theguardian.com/{n}"} for n in range(5)]
    found = ask(the_guardian, guardian(reports, SECRET))
    assert (len(found.found), found.more) == (4, "3 pages, of which 2 were asked: ask for fewer days")


@pytest.mark.parametrize("name", ["guardian-sport.js", "guardian-travel.js", "cxilotl-uk-news.js"])
def test_recorded_answers(name: str, corpus: Path) -> None:
    script = (corpus / "news" / "api" / name).read_text("utf-8")
    text = re.sub(r"(?m)^(\s*|.*\[?\{\s*)([A-Za-z]\w*):(?=\s)", r'\1"\2":', script.partition("export default")[2])
    said = json.loads(re.sub(r",(\s*[}\]])", r"\1", text.strip().rstrip(";")))
    entries, pages = the_guardian.answer(said)
    assert pages == said["response"]["pages"]
    found = [the_guardian.report(one) for one in entries]
    assert len(found) == 10
    for one, printed in zip(found, entries, strict=True):
        assert isinstance(one, Found)
        assert (one.url, one.printed) == (printed["webUrl"], printed["webPublicationDate"])
        assert one.at is not None
        assert one.title


# ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("service", "answers"), [(cloud, mediacloud), (the_guardian, guardian)])
def test_a_key_that_is_missing_or_not_believed(service: Any, answers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadKey, match=r"HTTP 40[13]"):
        ask(service, answers([], "another"))
    monkeypatch.setenv(service.KEY, "  ")
    with pytest.raises(BadKey, match=f"export {service.KEY}=…"):
        ask(service, answers([], SECRET))
    monkeypatch.setenv(service.KEY, "ключ")
    with pytest.raises(BadKey, match="none that can be sent"):
        ask(service, answers([], SECRET))


@pytest.mark.parametrize("service", [cloud, the_guardian])
def test_no_message_shows_a_key(service: Any) -> None:
    replies = [
        Reply(b'{"message": "API rate limit exceeded"}', 429), Reply(b'{"message": "no"}', 401), Reply(b"<html>", 200),
        Reply(b'{"response": {}}'), Reply(b"{", 200), Reply(b"x", 404), Reply(b"moved", 302, {"Location": "mailto:a"}),
    ]  # fmt: skip
    shown = []
    for reply in replies:
        with pytest.raises((FetchFailed, BadContent)) as caught:
            ask(service, always(reply))
        shown.append("".join(traceback.format_exception(caught.value)))
    with hurried_asker() as asker, pytest.raises(Unreachable) as caught:
        service.search(asker, "a", DAY, base=f"http://127.0.0.1:{closed_port()}/")
    shown.append("".join(traceback.format_exception(caught.value)))
    assert [text for text in shown if SECRET in text] == []


# ── what is found ▶ the archive ──────────────────────────────────────────────────────────────────────────────────────
def test_what_belongs_to_a_source_is_fetched_once_and_the_rest_is_told(archive: Archive) -> None:
    with SearchServer(
        lambda path, asked, headers: Reply(page("Boats moored")) if "gone" not in path else Reply(b"", 404)
    ) as site:
        urls = [f"{site.url}/news/boats", f"{site.url}/news/gone", f"{site.url}/about", "https://elsewhere.example/a"]
        found = [Found(url, "T", None, "2025-02-07T12:00:00Z", "published") for url in urls]
        owner = finding.owners([newsroom()])
        with hurried(archive) as client:
            taken = finding.take(found, client, owner)
            again = finding.take(found, client, owner)
    assert taken.outcomes == {"ok": 1, "failed": 1}
    assert taken.fetches[0].published_at == NOON
    assert [one.url for one in taken.strange] == urls[2:]
    assert (again.known, again.outcomes) == (1, {"failed": 1})


def test_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from flows.commands import discovering as command

    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path))
    assert tuple(finding.SERVICES) == SERVICES
    title = "A headline that is long enough to stand on two lines of a terminal of eighty columns"
    one = {**article(1, NOON), "title": title, "url": "https://www.npr.org/2025/02/07/a-report-of-arrests"}
    with SearchServer(gdelt([one, article(2, NOON)])) as server:
        for name in ("gdelt", "guardian"):
            service = finding.SERVICES[name]
            monkeypatch.setitem(finding.SERVICES, name, service._replace(base=server.url, seconds_between=0.001))
        monkeypatch.delenv(the_guardian.KEY)
        status = command.discover("arrests", DAY.first, DAY.last, ["gdelt", "guardian"], fetch=False)
    told = capsys.readouterr()
    assert status == 3  # no key
    assert "BadKey" not in told.out
    assert (
        "guardian: https://open-platform.theguardian.com: expected a key in GUARDIAN_API_KEY; found none." in told.out
    )
    assert "gdelt: unproven:" in told.err
    table = [text for text in told.out.splitlines() if not text.startswith("  ")]
    assert max(map(len, table[:5])) <= 80
    assert "2025-02-07 12:00 news1.example" in told.out
    assert "https://www.npr.org/2025/02/07/a-report-of-arrests npr" in told.out
    assert "gdelt: 2 addresses, 1 of them of a source" in told.out
    assert not (tmp_path / "archive").exists()


def test_what_is_typed() -> None:
    run = CliRunner().invoke
    turned = run(app, ["discover", "a", "--from", "2025-02-07", "--to", "2025-02-06"])
    assert (turned.exit_code, "before the first" in turned.output) == (2, True)
    assert run(app, ["discover", "a", "--from", "2025-02-07"]).exit_code == 2
    assert run(app, ["discover", "a", "--from", "7 February", "--to", "2025-02-08"]).exit_code == 2
    assert run(app, ["discover", "a", "--from", "2025-02-07", "--to", "2025-02-08", "--in", "bing"]).exit_code == 2
