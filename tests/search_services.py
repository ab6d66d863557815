"""Search services on 127.0.0.1, by the documented schemas of their answers: what they answer, a test writes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

from server import Publisher, Reply

from collectors.discovery.asking import Asker

#: path, what was asked, headers of the request ▶ the answer
Answers = Callable[[str, dict[str, str], dict[str, str]], Reply]
MOST = 250


class SearchServer(Publisher):
    """A server whose answers depend on what is asked for."""

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self._play = answers

    def next_reply(self, path: str) -> Reply:
        parts = urlsplit(path)
        return self._play(parts.path, dict(parse_qsl(parts.query)), self.requests[-1][1])


def hurried_asker() -> Asker:
    """One that asks again at once."""
    return Asker(seconds_between=0.001, retry_seconds=0.01)


def as_json(said: object, status: int = 200) -> Reply:
    return Reply(json.dumps(said).encode(), status, {"Content-Type": "application/json"})


# ── GDELT ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def article(number: int, seen: datetime) -> dict[str, str]:
    return {
        "url": f"https://news{number % 7}.example/2025/report-{number}",
        "url_mobile": "",
        "title": f"Report {number} &amp; more",
        "seendate": f"{seen:%Y%m%dT%H%M%SZ}",
        "socialimage": "",
        "domain": f"news{number % 7}.example",
        "language": "English",
        "sourcecountry": "United States",
    }


def gdelt(articles: Sequence[dict[str, str]]) -> Answers:
    """As the DOC interface does: the first 250 of a window, and no word of there being more."""

    def answers(path: str, asked: dict[str, str], headers: dict[str, str]) -> Reply:
        assert {**asked, "mode": "artlist", "format": "json"} == asked
        begin, end = (moment(asked[name]) for name in ("startdatetime", "enddatetime"))
        within = [one for one in articles if begin <= moment(one["seendate"]) <= end]
        return as_json({"articles": within[: min(MOST, int(asked["maxrecords"]))]} if within else {})

    return answers


def moment(text: str) -> datetime:
    return datetime.strptime("".join(filter(str.isdigit, text)), "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def mention(address: str, kind: int = 1, domain: str = "news.example", time: str = "20250207120000") -> str:
    """A row of a file of mentions."""
    columns = [
        "555924816",
        time,
        time,
        str(kind),
        domain,
        address,
        "4",
        "-1",
        "996",
        "988",
        "1",
        "100",
        "2579",
        "0.8",
        "",
        "",
    ]
    return "\t".join(columns)


def zipped(rows: Iterable[str]) -> Reply:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("20250207120000.mentions.CSV", "".join(f"{row}\n" for row in rows))
    return Reply(out.getvalue(), headers={"Content-Type": "application/zip"})


# ── Media Cloud, The Guardian ────────────────────────────────────────────────────────────────────────────────────────
def mediacloud(stories: Sequence[dict[str, object]], token: str, page: int = 2) -> Answers:
    """Pages of stories, each with the token of the next one."""

    def answers(path: str, asked: dict[str, str], headers: dict[str, str]) -> Reply:
        if headers.get("authorization") != f"Token {token}":
            return as_json({"detail": "Invalid token."}, 403)
        at = int(asked.get("pagination_token", "0"))
        more = str(at + page) if at + page < len(stories) else None
        return as_json({"stories": stories[at : at + page], "pagination_token": more})

    return answers


def guardian(results: Sequence[dict[str, object]], token: str, page: int = 2) -> Answers:
    def answers(path: str, asked: dict[str, str], headers: dict[str, str]) -> Reply:
        if asked.get("api-key") != token:
            return as_json({"message": "Unauthorized"}, 401)
        pages = -(-len(results) // page)
        number = int(asked["page"])
        if number > max(pages, 1):
            return as_json({"response": {"status": "error", "message": "requested page is beyond the number"}}, 400)
        shown = results[(number - 1) * page : number * page]
        head = {"status": "ok", "userTier": "developer", "total": len(results), "pageSize": page}
        return as_json({"response": {**head, "currentPage": number, "pages": pages, "results": shown}})

    return answers
