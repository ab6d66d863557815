"""GDELT, by its DOC 2.0 interface: words ▶ pages of the world's news of (about) the last three months.

Notes:
    - By its documentation (blog.gdeltproject.org, GDELT DOC 2.0 API); no live answer has been read yet.
    - An answer has 250 entries at most and does not say that there are more. So a window with as many is split and
      asked again, down to a quarter of an hour, which is how often GDELT looks.
    - `seendate` is when GDELT saw the page, no time of publication.
    - One request in five seconds; who asks more often gets a sentence in place of JSON.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from collectors.discovery.asking import Asker, changed
from collectors.discovery.results import Found, Results, Window, entry, results

BASE = "https://api.gdeltproject.org/api/v2/doc/doc"
SECONDS_BETWEEN = 5.0
MOST = 250  # entries of an answer
LOOK = timedelta(minutes=15)
MOST_REQUESTS = 60  # five minutes


def search(asker: Asker, words: str, window: Window, *, base: str = BASE) -> Results:
    """The pages with some words in some days; `words` in the language of GDELT (`"exact phrase"`, `(a OR b)`).

    Raises what `Asker.json` raises.
    """
    entries: list[Found | str] = []
    full: list[str] = []
    waiting, asked = deque([(window.begin, window.end)]), 0
    while waiting and asked < MOST_REQUESTS:
        begin, end = waiting.popleft()
        asked += 1
        articles = _articles(asker.json(base, _query(words, begin, end)), base)
        middle = begin + timedelta(seconds=(end - begin).total_seconds() // 2)
        if len(articles) >= MOST and end - begin > LOOK:
            waiting.extendleft([(middle, end), (begin, middle)])
            continue
        if len(articles) >= MOST:
            full.append(f"{begin:%Y-%m-%d %H:%M}")
        entries += map(_entry, articles)
    return results(entries, "; ".join(_why(full, len(waiting))) or None)


def _query(words: str, begin: datetime, end: datetime) -> dict[str, str]:
    times = {"startdatetime": f"{begin:%Y%m%d%H%M%S}", "enddatetime": f"{end - timedelta(seconds=1):%Y%m%d%H%M%S}"}
    return {"query": words, "mode": "artlist", "format": "json", "maxrecords": str(MOST), "sort": "dateasc", **times}


def _articles(said: dict[str, Any], base: str) -> list[Any]:
    """The entries; an answer without any is an empty object."""
    articles = said.get("articles", [])
    if not isinstance(articles, list) or (said and "articles" not in said):
        raise changed(base, "`articles`, a list", said)
    return articles


def _entry(said: object) -> Found | str:
    return entry(said, url="url", title="title", newsroom="domain", when="seendate", says="seen")


def _why(full: list[str], left: int) -> Iterator[str]:
    if full:
        yield f"a quarter of an hour has {MOST} pages or more (from {', '.join(full[:3])})"
    if left:
        yield f"{left} windows were not asked any more: ask for fewer days"
