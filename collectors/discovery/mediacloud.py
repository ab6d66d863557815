"""Media Cloud, by its search interface: words ▶ stories of its collections of online news.

Notes:
    - By the documentation of its own Python client (`story-list`); no live answer has been read yet.
    - The key goes into a header (MEDIACLOUD_API_KEY). A page of stories brings a token for the next one.
    - `publish_date` is a day, or a time without a zone: no moment is made of it.
"""

from __future__ import annotations

from collectors.discovery.asking import Asker, changed, key
from collectors.discovery.results import Found, Results, Window, entry, results

BASE = "https://search.mediacloud.org/api/search/story-list"
KEY = "MEDIACLOUD_API_KEY"
SECONDS_BETWEEN = 1.0
PAGE = 1000  # stories
MOST_PAGES = 20


def search(asker: Asker, words: str, window: Window, *, base: str = BASE) -> Results:
    """The stories with some words in some days; `words` in its language (`"exact phrase"`, AND, OR, NOT).

    Raises BadKey, and what `Asker.json` raises.
    """
    secret = key(KEY, "https://search.mediacloud.org")
    asked = {"q": words, "start": window.first.isoformat(), "end": window.last.isoformat()}
    asked |= {"platform": "onlinenews-mediacloud", "page_size": str(PAGE)}
    entries: list[Found | str] = []
    for _ in range(MOST_PAGES):
        said = asker.json(base, asked, secret=secret, headers={"Authorization": f"Token {secret}"})
        stories = said.get("stories")
        if not isinstance(stories, list):
            raise changed(base, "`stories`, a list", said)
        entries += map(story, stories)
        following = said.get("pagination_token")
        if not stories or not isinstance(following, str) or following == asked.get("pagination_token"):
            return results(entries)
        asked = {**asked, "pagination_token": following}
    return results(entries, f"more than {MOST_PAGES} pages: ask for fewer days")


def story(said: object) -> Found | str:
    """One story of an answer."""
    return entry(said, url="url", title="title", newsroom="media_name", when="publish_date", says="published")
