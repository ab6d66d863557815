"""robots.txt after RFC 9309, as hosts send it."""

from __future__ import annotations

from dataclasses import replace

import asking
import pytest
from hostile_server import Hostile, redirect, whole

from collectors.archive.store import Archive

SOURCE = replace(asking.SOURCE, documents=r"https://127\.0\.0\.1:\d+/.*", media=("csv",))
BODY = b"a,b\n1,2\n"
FORBID = b"User-agent: *\nDisallow: /\n"
#: 40 bytes a line
PADDING = b"# nothing is said in a line of comments\n"


def outcome(site: Hostile, archive: Archive) -> str:
    return asking.get(archive, site.answers("/a.csv", whole(BODY)), SOURCE, deadline_seconds=20.0).outcome


@pytest.mark.parametrize(
    "body",
    [
        FORBID,
        b"\xef\xbb\xbf" + FORBID,  # as editors on Windows save it
        FORBID.replace(b"\n", b"\r\n"),
        FORBID.replace(b"\n", b"\r"),
        b"USER-AGENT : *\nDISALLOW : /",
        b"User-agent: OnRecord\nDisallow: /\n\nUser-agent: *\nAllow: /\n",
        b"\xff\xfe\x00" + b"\n" + FORBID,
        FORBID + PADDING * 15_000,  # 600 KB: what stands in the first 500 KiB counts
    ],
)
def test_what_forbids_is_obeyed(site: Hostile, archive: Archive, body: bytes) -> None:
    site.answers("/robots.txt", whole(body))
    assert outcome(site, archive) == "refused_by_robots"
    assert site.asked("/a.csv") == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Not found</body></html>",
        b"User-agent: googlebot\nDisallow: /\n",
        b"User-agent: *\nDisallow:\n",
        PADDING * 15_000 + FORBID,  # behind the first 500 KiB
        b"User-agent: *\nCrawl-delay: nan\nDisallow: /private\n",
        b"User-agent: *\nCrawl-delay: inf\n",
        b"User-agent: *\nCrawl-delay: -1\n",
        "User-agent: *\nCrawl-delay: ²\n".encode(),
        b"\x00" * 1000,
    ],
)
def test_what_forbids_nothing_lets_us_ask(site: Hostile, archive: Archive, body: bytes) -> None:
    site.answers("/robots.txt", whole(body))
    assert outcome(site, archive) == "ok"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (b"401 Who", "ok"),
        (b"403 No", "ok"),
        (b"404 Gone", "ok"),
        (b"410 Gone", "ok"),
        (b"418 Teapot", "ok"),
        (b"429 Later", "unreachable"),
        (b"500 Broken", "unreachable"),
        (b"503 Busy", "unreachable"),
        (b"304 As ever", "unreachable"),
        (b"302 Nowhere", "unreachable"),
    ],
)
def test_statuses(site: Hostile, archive: Archive, status: bytes, expected: str) -> None:
    site.answers("/robots.txt", whole(b"", status=status))
    assert outcome(site, archive) == expected


@pytest.mark.parametrize(("redirects", "expected"), [(1, "refused_by_robots"), (5, "refused_by_robots"), (6, "failed")])
def test_up_to_five_redirects(site: Hostile, archive: Archive, redirects: int, expected: str) -> None:
    site.answers("/robots.txt", redirect(b"/1"))
    for number in range(1, redirects):
        site.answers(f"/{number}", redirect(b"/%d" % (number + 1)))
    site.answers(f"/{redirects}", whole(FORBID))
    assert outcome(site, archive) == expected


def test_rules_that_are_cut_are_no_leave(site: Hostile, archive: Archive) -> None:
    cut = whole(b"User-agent: *\nDisallow: /private\n").replace(b"Content-Length: ", b"Content-Length: 9")
    site.answers("/robots.txt", cut)
    assert outcome(site, archive) == "unreachable"
