"""Posts of X in the files that X makes, by its published schemas; no file of X itself has been read yet.

Answers of the API v2 (`{"data": [{"id", "text", "created_at"}], "includes": {"users": …}}`), one or several in a row;
the archive that the owner of an account gets (`window.YTD.tweets.part0 = [{"tweet": {"id_str", "full_text", …}}]`); a
list of such objects; a CSV with columns for id, text and time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal

from collectors.errors import BadContent, EmptyRelease, LayoutChanged
from collectors.media.delimited import rows
from collectors.media.encoding import text_of
from collectors.media.moments import moment
from collectors.records import Document

Kind = Literal["post", "reply", "quote", "repost"]
_ARCHIVE = re.compile(r"\s*window\.YTD\.\w+\.part\d+\s*=\s*")
#: what the parts of a post are called: in the API, the archive, and the columns of a CSV
_ID = ("id_str", "id", "post id", "tweet id", "tweet_id", "post_id")
_TEXT = ("full_text", "text", "post text", "tweet text")
_TIME = ("created_at", "created at", "time", "date")
_NAME = ("username", "screen_name", "author", "author username", "user screen name")
_LINK = ("post link", "tweet permalink", "permalink", "link", "url")
_ADDRESS = re.compile(r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/(\w{1,50})/status/\d+", re.IGNORECASE)
_REMEDY = "Look at the bytes in the archive; docs/sources says which files are read."
_EXACT = 1 << 53  # beyond, programs that take numbers for fractions change the last digits
_LONGEST_ID = 20  # digits of a number of 64 bits
#: X writes these three so in texts, and no others
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass(frozen=True, slots=True)
class Post:
    """`text` as people see it: line ends are those of Unix, `&amp;` is `&`. `posted_at` in UTC. `author` without `@`,
    None where the file does not say; `author_id` is X's number for it. `versions`: ids of an edited post, oldest
    first."""

    id: str
    text: str
    posted_at: datetime
    kind: Kind = "post"
    author: str | None = None
    author_id: str | None = None
    versions: tuple[str, ...] = ()

    @property
    def content(self) -> bytes:
        """What was said and when, in X's own words for it, as a JSON object that `posts_of` reads: the same bytes from
        whichever kind of file, without what changes while the post does not (likes, followers of its author)."""
        at = self.posted_at.astimezone(UTC).replace(tzinfo=None)
        said: dict[str, object] = {"created_at": f"{at.isoformat()}Z", "id": self.id, "text": self.text}
        if self.versions:
            said["edit_history_tweet_ids"] = self.versions
        return (json.dumps(said, ensure_ascii=False, sort_keys=True) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Posts:
    """The posts of a document in its order, each once; what could not be read as one, in words; and the ids of posts
    that it says are deleted."""

    posts: tuple[Post, ...]
    odd: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def posts_of(document: Document) -> Posts:
    """Every post of a document. An odd one costs itself; of one id with two texts both are given, and told.

    Raises BadContent for what is none of these files, is cut, or is an answer of X that refuses; EmptyRelease for one
    without a post; LayoutChanged where none of them can be read.
    """
    found: dict[tuple[str, bytes], Post] = {}
    odd, gone = [], list[str]()
    for place, item, users in _items(document):
        if (id_ := _deleted(item)) is not None:
            gone.append(id_)
            continue
        read = _post(item, users)
        if isinstance(read, Post):
            found.setdefault((read.id, read.content), read)
        else:
            odd.append(f"{place}: {read}")
    if not found and not odd and not gone:
        raise EmptyRelease(document.name, expected="posts", found="none", remedy="Ask for a longer time.")
    if not found and not gone:
        expected = "posts with id, text and time"
        raise LayoutChanged(document.name, expected=expected, found="; ".join(odd[:3]), remedy=_REMEDY)
    ids = [id_ for id_, _ in found]
    odd += [f"post {id_}: stands there {ids.count(id_)} times, each time otherwise" for id_ in dict.fromkeys(ids)
            if ids.count(id_) > 1]  # fmt: skip
    return Posts(tuple(found.values()), tuple(odd), tuple(dict.fromkeys(gone)))


def _items(document: Document) -> Iterator[tuple[str, Any, Mapping[str, str]]]:
    """Each post as it stands, with its place, and the names of authors by their ids."""
    text = text_of(document.content)
    body = _ARCHIVE.sub("", text, count=1).rstrip().removesuffix(";") if _ARCHIVE.match(text) else text
    if body.lstrip()[:1] not in ("{", "["):
        yield from ((place, item, {}) for place, item in _lines(document))
        return
    values = [answer for value in _values(document, body) for answer in _one_by_one(value)]
    users = {id_: name for value in values for id_, name in _users(value)}
    number = 0
    for value in values:
        for item in value if isinstance(value, list) else _of_answer(document, value):
            number += 1
            yield f"post {number}", item.get("tweet", item) if isinstance(item, dict) else item, users


def _values(document: Document, text: str) -> Iterator[Any]:
    """The JSON of a file: one value, or one after the other (answers saved a line each)."""
    decoder, place, end = json.JSONDecoder(), 0, len(text)
    try:
        while place < end:
            if text[place].isspace():
                place += 1
                continue
            value, place = decoder.raw_decode(text, place)
            yield value
    except (ValueError, RecursionError) as error:
        raise _bad(document, f"JSON that is cut or none ({str(error)[:120]})") from error


def _one_by_one(value: Any) -> Sequence[Any]:
    """The answers of a list of answers; anything else is one."""
    is_list = isinstance(value, list) and value and all(isinstance(one, dict) and "data" in one for one in value)
    return value if is_list else (value,)


def _of_answer(document: Document, said: Any) -> Sequence[Any]:
    """The posts of an answer of the API, or the one post that an object is."""
    if not isinstance(said, dict):
        return (said,)
    data, gone = said.get("data"), _not_found(said)
    if isinstance(data, list):
        return [*data, *gone]
    if isinstance(data, dict):
        return (data,)  # a post asked for by its id
    if data is None and gone:
        return gone
    if data is None and "errors" not in said and isinstance(said.get("meta"), dict):
        return ()  # an answer without posts has no `data`
    if _first(said, _ID) is not None or "tweet" in said:
        return (said,)
    raise _bad(document, f"an answer without posts: {json.dumps(said)[:200]}")


def _not_found(said: Mapping[str, Any]) -> list[dict[str, object]]:
    """The posts that were asked for by their ids and that X does not find; not those that a post refers to."""
    errors = said.get("errors")
    return [
        deletion(str(one.get("resource_id") or one.get("value")))
        for one in (errors if isinstance(errors, list) else ())
        if isinstance(one, dict)
        and str(one.get("type")).endswith("/resource-not-found")
        and one.get("resource_type") == "tweet"
        and one.get("parameter") in ("id", "ids")
    ]


def deletion(id_: str) -> dict[str, object]:
    """What is kept of a post that is deleted, as `posts_of` reads it."""
    return {"deleted": True, "id": id_}


def _deleted(item: Any) -> str | None:
    """The id of a post that is said to be deleted."""
    return (
        _id(item.get("id")) if isinstance(item, dict) and item.get("deleted") is True and "text" not in item else None
    )


def _users(said: Any) -> Iterator[tuple[str, str]]:
    """Names by ids, of `includes` of an answer."""
    includes = said.get("includes") if isinstance(said, dict) else None
    users = includes.get("users") if isinstance(includes, dict) else None
    for user in users if isinstance(users, list) else ():
        if isinstance(user, dict) and isinstance(user.get("username"), str):
            yield str(user.get("id")), user["username"]


def _lines(document: Document) -> Iterator[tuple[str, Any]]:
    """The rows of a CSV as if they were objects."""
    lines = rows(document, as_printed=True)
    first = next(lines)
    header = [" ".join(cell.split()).casefold() for cell in first.cells]
    for names in (_ID, _TEXT, _TIME):
        if not any(name in header for name in names):
            raise _bad(document, f"a table with the columns {', '.join(header)[:200]}")
    for row in lines:
        place = f"row {row.number}"
        yield place, dict(zip(header, row.cells, strict=True)) if len(row.cells) == len(header) else len(row.cells)


def _post(item: Any, users: Mapping[str, str]) -> Post | str:
    """A post, or what is wrong with it."""
    if isinstance(item, int):
        return f"{item} cells, which are not as many as the header has"
    if not isinstance(item, dict):
        return f"{type(item).__name__} in place of a post"
    id_ = _id(_first(item, _ID))
    if id_ is None:
        return f"the id {str(_first(item, _ID))[:40]!r} is none, or its last digits are lost"
    long, printed = item.get("note_tweet"), _first(item, _TIME)
    text = _first(long, _TEXT) if isinstance(long, dict) else None  # a long post, whole
    text = text or _first(item, _TEXT)
    posted_at = moment(printed)
    if not isinstance(text, str):
        return f"post {id_} without a text"
    if posted_at is None:
        return f"post {id_} with the time {str(printed)[:60]!r}, which names no moment"
    seen = _as_seen(text)
    kind: Kind = "repost" if seen.startswith("RT @") or "retweeted_status" in item else _kind(item)
    author_id = None if item.get("author_id") in (None, "") else str(item["author_id"])
    return Post(id_, seen, posted_at, kind, _author(item, author_id, users), author_id, _versions(item))


def _id(printed: Any) -> str | None:
    """The id, exactly; None where it is none, or was rounded by a program that takes it for a fraction."""
    if isinstance(printed, bool):
        return None
    if isinstance(printed, int):
        if printed > _EXACT and printed == int(Decimal(repr(float(printed)))):
            return None
        printed = str(printed)
    if not isinstance(printed, str):
        return None
    digits = printed.strip().strip("'\"")  # as spreadsheets are told that it is a text
    return digits if re.fullmatch(rf"[0-9]{{1,{_LONGEST_ID}}}", digits) else None


def _as_seen(text: str) -> str:
    seen = text.encode("utf-8", "replace").decode() if not text.isascii() else text  # halves of characters
    seen = seen.replace("\r\n", "\n").replace("\r", "\n")
    for written, meant in _ESCAPED:
        seen = seen.replace(written, meant)
    return seen


def _first(item: Mapping[str, Any], names: Sequence[str]) -> Any:
    return next((item[name] for name in names if item.get(name) not in (None, "")), None)


def _kind(item: Mapping[str, Any]) -> Kind:
    """Whether it answers or quotes a post, or is somebody else's post shown again."""
    related = item.get("referenced_tweets")
    kinds = [one.get("type") for one in related if isinstance(one, dict)] if isinstance(related, list) else []
    if "retweeted" in kinds:
        return "repost"
    replies = ("in_reply_to_user_id", "in_reply_to_status_id_str", "in_reply_to_status_id", "in_reply_to_user_id_str")
    if "replied_to" in kinds or _first(item, replies) is not None:
        return "reply"
    return "quote" if "quoted" in kinds or item.get("is_quote_status") is True else "post"


def _author(item: Mapping[str, Any], author_id: str | None, users: Mapping[str, str]) -> str | None:
    """By the list of users beside the posts, by the post itself, by its address."""
    inner: Any = next((item[name] for name in ("user", "author") if isinstance(item.get(name), dict)), {})
    name = users.get(author_id or "") or _first(inner, _NAME) or _first(item, _NAME)
    if isinstance(name, str):
        return name.strip().removeprefix("@")
    link = _ADDRESS.match(str(_first(item, _LINK) or ""))
    return link[1] if link and link[1].casefold() != "i" else None


def _versions(item: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of an edited post; none of one that was not edited."""
    ids = item.get("edit_history_tweet_ids")
    info = item.get("edit_info")
    if ids is None and isinstance(info, dict):
        edit = info.get("edit")
        control = info.get("initial") or (edit.get("editControlInitial") if isinstance(edit, dict) else None)
        ids = control.get("editTweetIds") if isinstance(control, dict) else None
    listed = [str(one) for one in ids] if isinstance(ids, list) else []
    return tuple(listed) if len(listed) > 1 else ()


def _bad(document: Document, found: str) -> BadContent:
    expected = "posts of X: an answer of its API, its archive, or a CSV"
    return BadContent(document.name, expected=expected, found=found, remedy=_REMEDY)
