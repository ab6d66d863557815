"""X's API v2: which address to ask next. One account's timeline, newest first, 100 posts an answer.

A walk goes from the newest post back to its `start_time`. The next walk ends at the newest post that the last one saw.
One that was interrupted (X lets few requests through in a quarter of an hour) is gone on with, by the answers that the
archive has. So each run asks for what is missing, and for one post twice.

A timeline does not say what was deleted. So each run asks once more, by their ids, for the posts that count a day: X
answers which of them it does not find.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from collectors.agencies.ice_x_posts.figures import counts
from collectors.errors import OnrecordError
from collectors.media.moments import moment
from collectors.media.posts import Post, posts_of
from collectors.records import Document

HOST = "https://api.x.com"
#: since when ICE counts days
FIRST = datetime(2025, 1, 23, tzinfo=UTC)
_FIELDS = {
    "max_results": "100",
    "tweet.fields": "author_id,created_at,edit_history_tweet_ids,in_reply_to_user_id,note_tweet,referenced_tweets",
    "expansions": "author_id",
    "user.fields": "username",
}
#: of one request
MOST_IDS = 100
_START = re.compile(r"[?&]start_time=([^&]+)")


def account_page(account: str) -> str:
    """The address that tells the number of an account."""
    return f"{HOST}/2/users/by/username/{account}"


def next_page(account: str, earlier: Sequence[Document], now: Sequence[Document]) -> str | None:
    """The address to ask next, by the answers of earlier runs and of this one, oldest first; None: all is asked."""
    number = _number(account, [*earlier, *now])
    if number is None:
        return account_page(account) if not any(page.url == account_page(account) for page in now) else None
    timeline = f"{HOST}/2/users/{number}/tweets"
    walked = [page for page in earlier if page.url.startswith(timeline)]
    of_now = [page for page in now if page.url.startswith(timeline)]
    all_of_it = [*walked, *of_now]
    last = all_of_it[-1] if all_of_it else None
    if last is not None and (token := _said(last, "meta").get("next_token")):
        start = _start(last)
        return f"{timeline}?{urlencode({**_FIELDS, 'start_time': start, 'pagination_token': token})}"
    if of_now:
        return _lookup(all_of_it, now)
    return f"{timeline}?{urlencode({**_FIELDS, 'start_time': _since(walked)})}"


def _lookup(timeline: Sequence[Document], now: Sequence[Document]) -> str | None:
    """The address that asks, once a run, whether the newest posts that count a day are still there."""
    if any(page.url.startswith(f"{HOST}/2/tweets?") for page in now):
        return None
    counting = {
        post.versions[0] if post.versions else post.id: post.posted_at
        for page in timeline
        for post in _posts(page)
        if counts(post.text)
    }
    newest = sorted(counting, key=lambda id_: counting[id_], reverse=True)[:MOST_IDS]
    fields = {name: value for name, value in _FIELDS.items() if name != "max_results"}
    return f"{HOST}/2/tweets?{urlencode({**fields, 'ids': ','.join(newest)})}" if newest else None


def _posts(page: Document) -> Sequence[Post]:
    try:
        return posts_of(page).posts
    except OnrecordError:
        return ()  # told where the answer came in


def _since(walked: Sequence[Document]) -> str:
    """Where the next walk ends: at the newest post of the last one, which is whole."""
    if not walked:
        return _printed(FIRST)
    start = _start(walked[-1])
    posts = [one for page in walked if _start(page) == start for one in _listed(page)]
    times = [at for one in posts if isinstance(one, dict) and (at := moment(one.get("created_at"))) is not None]
    return _printed(max(times)) if times else start


def _number(account: str, pages: Sequence[Document]) -> str | None:
    """X's number for an account."""
    for page in reversed(pages):
        if page.url == account_page(account):
            number = str(_said(page, "data").get("id") or "")
            return number if re.fullmatch(r"[0-9]{1,20}", number) else None
    return None


def _start(page: Document) -> str:
    found = _START.search(page.url)
    return found[1].replace("%3A", ":") if found else _printed(FIRST)


def _said(page: Document, name: str) -> dict[str, Any]:
    """A part of an answer that is an object; empty where it has none."""
    said = _json(page)
    part = said.get(name) if isinstance(said, dict) else None
    return part if isinstance(part, dict) else {}


def _listed(page: Document) -> list[Any]:
    said = _json(page)
    data = said.get("data") if isinstance(said, dict) else None
    return data if isinstance(data, list) else []


def _json(page: Document) -> Any:
    try:
        return json.loads(page.content)
    except (ValueError, RecursionError):
        return None


def _printed(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
