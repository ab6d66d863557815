"""Conditional requests: validators belong to the address that gave them, and not every 304 is believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import asking
import pytest
from asking import Module, hurried
from hostile_server import Hostile, Play, Send, redirect, whole

from collectors.archive.index import Validators
from collectors.archive.log import Fetch
from collectors.archive.store import Archive
from collectors.collecting import Collected, collect
from collectors.fetching.validators import conditions, confirms, why_in_full
from collectors.records import Link, Source

SOURCE = replace(asking.SOURCE, documents=r"https://127\.0\.0\.1:\d+/files/.*", media=("csv",))
FIRST, SECOND = b"a,b\n1,2\n", b"a,b\n1,3\n"
EARLIER, LATER = "Mon, 03 Feb 2025 10:00:00 GMT", "Tue, 04 Feb 2025 10:00:00 GMT"
TODAY = datetime(2026, 6, 1, tzinfo=UTC)
UNCHANGED = b"304 Not Modified"


def get(archive: Archive, url: str, source: Source = SOURCE, days: int = 0) -> Fetch:
    return asking.get(archive, url, source, now=lambda: TODAY + timedelta(days=days))


def conditional(headers: dict[str, str]) -> bool:
    return "if-none-match" in headers or "if-modified-since" in headers


def in_turn(*answers: bytes) -> Play:
    """One answer a request; the last one stays."""
    left = list(answers)
    return lambda send, _: send(left.pop(0) if len(left) > 1 else left[0])


def by_date(body: bytes, when: str) -> Play:
    """Answers 304 to whoever has something as new, as servers do that know no ETag."""

    def play(send: Send, headers: dict[str, str]) -> None:
        since = headers.get("if-modified-since")
        fresh = since is not None and parsedate_to_datetime(since) >= parsedate_to_datetime(when)
        send(whole(b"", status=UNCHANGED) if fresh else whole(body, b"Last-Modified: " + when.encode()))

    return play


def test_validators_are_not_sent_to_another_file(site: Hostile, archive: Archive) -> None:
    """The address that always redirects to the newest file; the new one carries the older date."""
    url = site.plays("/files/latest", in_turn(redirect(b"/files/1.csv"), redirect(b"/files/2.csv")))
    site.plays("/files/1.csv", by_date(FIRST, LATER))
    site.plays("/files/2.csv", by_date(SECOND, EARLIER))
    fetches = [get(archive, url) for _ in range(3)]
    assert [fetch.outcome for fetch in fetches] == ["ok", "ok", "not_modified"]
    assert archive.content(fetches[1].document_id or "") == SECOND
    assert not any(conditional(headers) for headers in site.asked("/files/latest"))
    assert [conditional(headers) for headers in site.asked("/files/2.csv")] == [False, True]


def test_an_address_that_has_come_to_redirect_keeps_its_validators_to_itself(site: Hostile, archive: Archive) -> None:
    url = site.plays("/files/a.csv", in_turn(whole(FIRST, b'ETag: "1"'), redirect(b"/files/b.csv")))
    site.answers("/files/b.csv", whole(b"", b'ETag: "1"', status=UNCHANGED))
    assert [get(archive, url).outcome for _ in range(2)] == ["ok", "failed"]  # a 304 that nobody asked for
    assert [conditional(headers) for headers in site.asked("/files/a.csv")] == [False, True]
    assert not conditional(site.asked("/files/b.csv")[0])


@pytest.mark.parametrize(
    ("given", "back", "outcome"),
    [
        (b'ETag: "a"', b'ETag: "b"', "ok"),
        (b'ETag: "a"', b'ETag: W/"a"', "not_modified"),
        (b'ETag: "a"', b"X: y", "not_modified"),
        (b"Last-Modified: " + EARLIER.encode(), b"Last-Modified: " + LATER.encode(), "ok"),
        (b"Last-Modified: " + EARLIER.encode(), b"Last-Modified: " + EARLIER.encode(), "not_modified"),
        (b"Last-Modified: " + EARLIER.encode(), b'ETag: "b"', "not_modified"),
    ],
)
def test_a_304_confirms_only_what_was_asked_about(
    site: Hostile, archive: Archive, given: bytes, back: bytes, outcome: str
) -> None:
    def play(send: Send, headers: dict[str, str]) -> None:
        if conditional(headers):
            send(whole(b"", back, status=UNCHANGED))
        else:
            send(whole(FIRST if len(site.asked("/files/a.csv")) == 1 else SECOND, given))

    url = site.plays("/files/a.csv", play)
    first, second = get(archive, url), get(archive, url)
    assert (first.outcome, second.outcome) == ("ok", outcome)
    assert archive.content(second.document_id or "") == (SECOND if outcome == "ok" else FIRST)
    assert (second.etag, second.last_modified) == (first.etag, first.last_modified)  # a 304 gives no validators


def test_the_validators_of_a_304_are_not_taken_over(site: Hostile, archive: Archive) -> None:
    """A cache answers 304 with the ETag of the new file; asked with that, it would say 304 for ever."""
    stamp = b"Last-Modified: " + EARLIER.encode()
    url = site.plays(
        "/files/a.csv", in_turn(whole(FIRST, stamp), whole(b"", b'ETag: "new"', status=UNCHANGED), whole(SECOND, stamp))
    )
    assert [get(archive, url).outcome for _ in range(3)] == ["ok", "not_modified", "ok"]
    assert "if-none-match" not in site.asked("/files/a.csv")[2]


def test_after_thirty_days_the_whole_document_is_asked_for(site: Hostile, archive: Archive) -> None:
    url = site.plays("/files/a.csv", lambda send, headers: send(
        whole(b"", status=UNCHANGED) if conditional(headers) else whole(FIRST, b'ETag: "1"')
    ))  # fmt: skip
    fetches = [get(archive, url, days=days) for days in (0, 29, 31, 32, 62)]
    assert [fetch.outcome for fetch in fetches] == ["ok", "not_modified", "ok", "not_modified", "ok"]
    assert fetches[2].message == "asked for in full, for the last full answer is of 2026-06-01"
    assert len(list(archive.documents())) == 1


def test_a_source_that_is_late_is_asked_in_full_once(site: Hostile, archive: Archive) -> None:
    """A server that says 304 for ever, whatever it has: found out when the source is late by its own cadence."""
    url = site.plays("/files/a.csv", lambda send, headers: send(
        whole(b"", status=UNCHANGED) if conditional(headers) else whole(FIRST, b'ETag: "1"')
    ))  # fmt: skip
    weekly = replace(SOURCE, cadence=replace(SOURCE.cadence, late_after="P7D"))
    fetches = [get(archive, url, weekly, days) for days in (0, 6, 8, 9)]
    assert [fetch.outcome for fetch in fetches] == ["ok", "not_modified", "ok", "not_modified"]
    assert "late: nothing new since 2026-06-01" in (fetches[2].message or "")


def test_a_run_says_what_was_asked_for_in_full(site: Hostile, archive: Archive) -> None:
    start = site.answers("/", whole(b"<html></html>", b'ETag: "p"'))
    urls = [site.answers(f"/files/{n}.csv", whole(FIRST, b'ETag: "1"')) for n in range(2)]

    module = Module(replace(SOURCE, start=(start,)), lambda page: map(Link, urls))

    def run(days: int) -> Collected:
        with hurried(archive, now=lambda: TODAY + timedelta(days=days)) as client:
            return collect(module, client)  # type: ignore[arg-type]

    run(0)
    later = run(40)
    assert "2 asked for in full, for the last full answer is of 2026-06-01" in str(later)
    assert f"remark: {start}" in str(later)
    assert later.exit_status == 0
    assert "in full" not in str(run(41))


HAD = Validators('"1"', EARLIER, "d", None, "u", TODAY)


@pytest.mark.parametrize(
    ("etag", "sent"),
    [('"1"', True), ('W/"1"', True), ("1234-abc", True), ("*", False), ('"a", "b"', False), ('"é"', False), ("", False),
     ('"a\r\nX: y"', False), ('"' + "e" * 2000 + '"', False), (None, False)],
)  # fmt: skip
def test_which_etags_are_sent(etag: str | None, sent: bool) -> None:
    assert conditions(HAD._replace(etag=etag, last_modified=None)) == ({"If-None-Match": etag} if sent else {})


@pytest.mark.parametrize(
    ("stamp", "sent"), [(EARLIER, True), ("0", False), ("", False), ("févr.", False), ("yesterday", False)]
)
def test_which_dates_are_sent(stamp: str, sent: bool) -> None:
    expected = {"If-Modified-Since": stamp} if sent else {}
    assert conditions(HAD._replace(etag=None, last_modified=stamp)) == expected


def test_an_etag_counts_before_a_date() -> None:
    touched = {"etag": '"1"', "last-modified": LATER}
    assert confirms(HAD, touched.get)
    assert not confirms(HAD, {**touched, "etag": '"2"', "last-modified": EARLIER}.get)
    assert confirms(HAD._replace(last_modified="no date"), {"last-modified": "no date"}.get)


def test_a_cadence_that_is_none_is_never_late() -> None:
    odd = replace(SOURCE, cadence=replace(SOURCE.cadence, late_after="soon"))
    assert why_in_full(odd, HAD, TODAY - timedelta(days=900), TODAY + timedelta(days=1)) is None
    assert why_in_full(SOURCE, HAD, None, TODAY + timedelta(days=1)) is None
