"""ICE's own posts on X: the arrests and detainers that they count a day, and what else they say.

History:
    - From 23 January 2025 on, for some two weeks, ICE posted how many people it had arrested and how many detainers it
      had lodged on a day.
Notes:
    - What such a post looks like is known from news sites alone: no post of X was at hand when this was written, and it
      is tested on invented ones.
    - Every post is a document of its own, cut out of the file or answer in which it came (`parts`), and known from the
      time that it prints. It is a text like an article, and where it counts a day also two figures (`figures.py`).
    - A day without a post is no zero: there is no row for it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

import pyarrow as pa

from collectors.agencies.ice_x_posts import asking
from collectors.agencies.ice_x_posts.figures import DATAFLOWS, METRICS, figures
from collectors.errors import EmptyRelease
from collectors.media.posts import Post, deletion, posts_of
from collectors.records import (
    ARTICLE,
    NOTICE,
    OBSERVATION,
    Cadence,
    Document,
    Edition,
    Link,
    Part,
    Parts,
    Source,
    Table,
)

__all__ = ["DATAFLOWS", "METRICS", "SOURCE", "asks", "discover", "edition", "parts", "read"]

ACCOUNT = "ICEgov"
SOURCE = Source(
    id="ice_x_posts",
    publisher="U.S. Immigration and Customs Enforcement",
    title="ICE on X, posts",
    licence="Public domain (work of the U.S. Government)",
    start=(asking.account_page(ACCOUNT),),
    documents=rf"https://x\.com/{ACCOUNT}/status/\d+",
    media=("json", "js", "csv"),
    max_bytes=100_000_000,
    cadence=Cadence(cron="40 8 * * *", timezone="America/New_York", expected_every="P1D", late_after="P2D"),
    body="public_domain",
    state="untried",
    found_by=("api", "import"),
    token="ONRECORD_X_TOKEN",
)
_WASHINGTON = ZoneInfo(SOURCE.cadence.timezone)


def discover(page: Document) -> Iterator[Link]:
    """No page lists addresses: an answer holds the posts (`asks`, `parts`). Raises EmptyRelease."""
    raise EmptyRelease(page.name, expected="no page of links", found="one", remedy="Import the file.")


def asks(earlier: Sequence[Document], now: Sequence[Document]) -> str | None:
    """The address of X's API to ask next, by the answers of earlier runs and of this one; None: all is asked."""
    return asking.next_page(ACCOUNT, earlier, now)


def parts(document: Document) -> Parts:
    """The posts of ICE in a file or an answer, each a document. Raises what `posts_of` raises."""
    said = posts_of(document)
    own, left = _sorted(said.posts)
    documents = [Part(post.content, _address(post.id), post.posted_at) for post in own]
    gone = [Part((json.dumps(deletion(id_)) + "\n").encode(), _address(id_), None) for id_ in said.gone]
    return Parts((*documents, *gone), left, said.odd)


def edition(document: Document) -> Edition:
    """The time of the (newest) post; none of one that is deleted. Raises what `posts_of` raises."""
    return Edition(published_at=max((post.posted_at for post in posts_of(document).posts), default=None))


def read(document: Document) -> Iterator[Table]:
    """Of each post of ICE a row of ARTICLE, with an OBSERVATION each for the arrests and the detainers of a day that it
    counts, and a NOTICE for what is not plain. Raises what `posts_of` raises."""
    said = posts_of(document)
    for id_ in said.gone:
        row = {"url": _address(id_), "authors": [], "publisher": SOURCE.publisher}
        yield Table("article", pa.Table.from_pylist([row], schema=ARTICLE))
        yield Table("notice", pa.Table.from_pylist([_deleted(id_)], schema=NOTICE))
    for post in _sorted(said.posts)[0]:
        yield Table("article", pa.Table.from_pylist([_article(post)], schema=ARTICLE))
        rows, notices = figures(post, _WASHINGTON)
        if rows:
            yield Table("observation", pa.Table.from_pylist(rows, schema=OBSERVATION))
        if notices:
            yield Table("notice", pa.Table.from_pylist(notices, schema=NOTICE))


def _sorted(posts: Sequence[Post]) -> tuple[list[Post], dict[str, int]]:
    """ICE's own posts, and how many others there are of which kind.

    Replies and quotes are ICE's words; a repost is somebody else's. Where a file names no author, nor more than one by
    number, who imports it says whose it is.
    """
    left, own = Counter[str](), []
    for_one = all(post.author is None for post in posts) and len({post.author_id for post in posts}) <= 1
    for post in posts:
        if post.kind == "repost":
            left["reposts"] += 1
        elif post.author is None and not for_one:
            left["posts that do not say whose they are"] += 1
        elif post.author is not None and post.author.casefold() != ACCOUNT.casefold():
            left["posts of other accounts"] += 1
        else:
            own.append(post)
    return own, dict(left)


def _address(id_: str) -> str:
    return f"https://x.com/{ACCOUNT}/status/{id_}"


def _deleted(id_: str) -> dict[str, object]:
    message = "X no longer finds the post: what it said is withdrawn."
    return {"kind": "post_deleted", "expected": f"post {id_}", "found": "deleted", "message": message}


def _article(post: Post) -> dict[str, object]:
    return {
        "url": _address(post.versions[0] if post.versions else post.id),  # one text, however often it is edited
        "authors": [],
        "published_on": post.posted_at.astimezone(_WASHINGTON).date(),
        "published_at": post.posted_at,
        "publisher": SOURCE.publisher,
        "body": post.text,
    }
