"""Files of posts: the three kinds that X makes, and what may be wrong with one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from collectors.errors import BadContent, EmptyRelease, LayoutChanged
from collectors.media.moments import moment
from collectors.media.posts import Post, Posts, deletion, posts_of
from collectors.records import Document

FIXTURES = Path(__file__).parent / "fixtures" / "ice_x_posts"
ID, AT = "1883600000000000321", "2025-01-27T03:04:05.000Z"


def posts(content: str | bytes, name: str = "posts.json") -> Posts:
    return posts_of(Document(content.encode() if isinstance(content, str) else content, name))


def answer(*data: dict[str, Any], **more: Any) -> str:
    return json.dumps({"data": list(data), **more})


def post(**more: Any) -> dict[str, Any]:
    return {"id": ID, "text": "956 arrests", "created_at": AT, **more}


def only(content: str | bytes) -> Post:
    (one,) = posts(content).posts
    return one


def test_one_post_gives_the_same_bytes_from_each_kind_of_file() -> None:
    found = {
        name: {one.id: one.content for one in posts((FIXTURES / name).read_bytes(), name).posts if one.kind == "post"}
        for name in ("timeline.json", "tweets.js", "posts.csv")
    }
    assert len(found["posts.csv"]) == 3
    assert found["tweets.js"] == found["posts.csv"]
    assert found["tweets.js"].items() <= found["timeline.json"].items()
    assert (FIXTURES / "post.json").read_bytes() in found["posts.csv"].values()


@settings(max_examples=40)
@given(some.text(min_size=1), some.datetimes(datetime(2006, 3, 21), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_what_is_kept_of_a_post_reads_as_that_post(text: str, at: datetime) -> None:
    said = only(json.dumps(post(text=text, created_at=f"{at.isoformat()}Z")))
    assert only(said.content) == Post(said.id, said.text, at.replace(tzinfo=UTC), said.kind)


def test_likes_are_no_part_of_a_post() -> None:
    counted = post(public_metrics={"like_count": 5}, lang="en")
    assert only(answer(counted)).content == only(answer(post())).content


@pytest.mark.parametrize("printed", ["2025-01-27T03:04:05.000Z", "2025-01-27T03:04:05Z", "2025-01-27 03:04:05+00:00",
                                     "Mon Jan 27 03:04:05 +0000 2025", "2025-01-26T22:04:05-05:00"])  # fmt: skip
def test_the_time_in_every_form(printed: str) -> None:
    assert only(answer(post(created_at=printed))).posted_at == datetime(2025, 1, 27, 3, 4, 5, tzinfo=UTC)


def test_milliseconds_are_kept() -> None:
    assert only(answer(post(created_at="2025-01-27T03:04:05.678Z"))).posted_at.microsecond == 678_000


@pytest.mark.parametrize("printed", ["2025-01-27 03:04:05", "Mon, Jan 27, 2025", "", None, 1737947045, "yesterday"])
def test_a_time_that_names_no_moment_costs_the_post(printed: object) -> None:
    if printed == "Mon, Jan 27, 2025":
        assert moment(printed) is None
    said = posts(answer(post(created_at=printed), post(id="1883600000000000322")))
    assert [one.id for one in said.posts] == ["1883600000000000322"]
    assert len(said.odd) == 1


@pytest.mark.parametrize(
    ("printed", "seen"),
    [
        ("A &amp; B &lt;3", "A & B <3"),
        ("&amp;lt;", "&lt;"),  # who typed &lt;
        ("x &copy y", "x &copy y"),  # X writes three of them alone
        ("956 arrests\r\n554 detainers\rend", "956 arrests\n554 detainers\nend"),
        ("half \ud83d", "half ?"),
        ("\U0001f6a8 ok", "\U0001f6a8 ok"),
    ],
)
def test_texts_are_as_people_see_them(printed: str, seen: str) -> None:
    assert only(answer(post(text=printed))).text == seen


def test_the_longer_text_counts() -> None:
    assert only(answer(post(text="cut …", note_tweet={"text": "whole"}))).text == "whole"
    assert only(json.dumps([post(text="cut …", full_text="whole")])).text == "whole"


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("name", ["timeline.json", "tweets.js", "posts.csv"])
def test_a_byte_order_mark_and_other_line_ends_change_nothing(name: str, mark: bytes) -> None:
    plain = (FIXTURES / name).read_bytes()
    for ends in (plain, plain.replace(b"\r\n", b"\n"), plain.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")):
        assert posts(mark + ends, name).posts == posts(plain, name).posts


def test_a_file_in_utf_16() -> None:
    assert only(answer(post(text="§")).encode("utf-16")).text == "§"


@pytest.mark.parametrize("name", ["timeline.json", "tweets.js"])
def test_a_cut_file_is_refused_whole(name: str) -> None:
    whole = (FIXTURES / name).read_bytes()
    for end in range(len(whole) // 5, len(whole) - 3, len(whole) // 7):
        with pytest.raises(BadContent):
            posts(whole[:end], name)


def test_a_cut_table_is_refused() -> None:
    with pytest.raises(BadContent, match="rows of cells"):
        posts((FIXTURES / "posts.csv").read_bytes()[:-20], "posts.csv")


def test_answers_one_after_the_other() -> None:
    pages = [answer(post(id=str(number)), meta={"result_count": 1}) for number in (3, 2)]
    assert [one.id for one in posts("\n".join([*pages, '{"meta": {"result_count": 0}}'])).posts] == ["3", "2"]


def test_a_list_of_answers() -> None:
    users = {"users": [{"id": "1", "username": "ICEgov"}]}
    pages = [{"data": [post(id="3", author_id="1")], "includes": users}, {"data": [post(id="2")]}]
    assert [(one.id, one.author) for one in posts(json.dumps(pages)).posts] == [("3", "ICEgov"), ("2", None)]


@pytest.mark.parametrize("odd", [5, "x", [1], {"x": 1}, None, True])
@pytest.mark.parametrize(
    "name", ["edit_info", "edit_history_tweet_ids", "note_tweet", "user", "author", "url", "author_id"]
)
def test_a_part_of_another_kind_costs_nothing(name: str, odd: object) -> None:
    assert only(answer(post(**{name: odd}))).id == ID
    assert only(answer(post(edit_info={"edit": odd, "initial": odd}))).versions == ()


def test_the_archive_ends_with_a_semicolon_or_not() -> None:
    said = f"window.YTD.tweet.part0 = [{json.dumps({'tweet': post()})}]"
    assert posts(said).posts == posts(f"{said};\n").posts


def test_one_id_twice() -> None:
    assert len(posts(answer(post(), post(), post(lang="en"))).posts) == 1
    said = posts(answer(post(), post(text="other words")))
    assert [one.text for one in said.posts] == ["956 arrests", "other words"]
    assert said.odd == (f"post {ID}: stands there 2 times, each time otherwise",)


def not_found(id_: str, **more: str) -> dict[str, str]:
    problem = "https://api.twitter.com/2/problems/resource-not-found"
    return {"value": id_, "resource_id": id_, "resource_type": "tweet", "parameter": "ids", "type": problem, **more}


def test_posts_that_x_does_not_find_are_deleted() -> None:
    said = posts(answer(post(), errors=[not_found("5"), not_found("6")]))
    assert ([one.id for one in said.posts], said.gone) == ([ID], ("5", "6"))
    alone = posts(json.dumps({"errors": [not_found("5")]}))
    assert (alone.posts, alone.gone, alone.odd) == ((), ("5",), ())
    kept = posts(json.dumps(deletion("5")))
    assert (kept.posts, kept.gone) == ((), ("5",))


@pytest.mark.parametrize("more", [{"parameter": "referenced_tweets.id"}, {"resource_type": "user"},
                                  {"type": "https://api.x.com/2/problems/not-authorized-for-resource"}])  # fmt: skip
def test_what_x_does_not_show_for_other_reasons_is_not_deleted(more: dict[str, str]) -> None:
    assert posts(answer(post(), errors=[not_found("5", **more)])).gone == ()
    with pytest.raises(BadContent):
        posts(json.dumps({"errors": [not_found("5", **more)]}))


def test_ids_beyond_2_to_the_53_keep_every_digit() -> None:
    assert only(f'[{{"id": {ID}, "text": "x", "created_at": "{AT}"}}]').id == ID
    rounded = int(float(ID) // 1000 * 1000)
    assert only(json.dumps([post(id=rounded, id_str=ID)])).id == ID


@pytest.mark.parametrize("printed", [1883600000000000300, 1.8836e18, True, "1.8836E+18", "x", "-5", "9" * 40, None])
def test_an_id_that_lost_its_digits_costs_the_post(printed: object) -> None:
    said = posts(answer(post(id=printed), post()))
    assert [one.id for one in said.posts] == [ID]
    assert len(said.odd) == 1


def test_an_id_of_a_table_may_be_in_quotation_marks() -> None:
    assert only(f'Id;Text;Created At\n"\'{ID}";hello;{AT}\n').id == ID


@pytest.mark.parametrize("item", [None, 7, "x", [], {"tweet": None}, {"id": ID, "created_at": AT}, post(text=5)])
def test_what_is_no_post_costs_itself(item: Any) -> None:
    said = posts(json.dumps({"data": [item, post()]}))
    assert ([one.id for one in said.posts], len(said.odd)) == ([ID], 1)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ('{"title": "Unauthorized", "status": 401, "detail": "Unauthorized"}', BadContent),
        ('{"errors": [{"message": "no"}]}', BadContent),
        ("<html></html>", BadContent),
        ("a,b\n1,2\n", BadContent),
        ("[" * 100_000, BadContent),
        ("5", BadContent),
        ('{"meta": {"result_count": 0}}', EmptyRelease),
        ("[]", EmptyRelease),
        ("window.YTD.tweets.part0 = []", EmptyRelease),
        ('[{"id": "x"}]', LayoutChanged),
    ],
)
def test_what_is_no_file_of_posts_is_said(content: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        posts(content)


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({}, "post"),
        ({"text": "RT @ICEgov: 5 arrests"}, "repost"),
        ({"referenced_tweets": [{"type": "retweeted", "id": "1"}]}, "repost"),
        ({"referenced_tweets": [{"type": "quoted", "id": "1"}]}, "quote"),
        ({"referenced_tweets": [{"type": "replied_to", "id": "1"}]}, "reply"),
        ({"in_reply_to_status_id_str": "1"}, "reply"),
        ({"referenced_tweets": "odd"}, "post"),
    ],
)
def test_kinds_of_posts(more: dict[str, Any], kind: str) -> None:
    assert only(answer(post(**more))).kind == kind


def test_an_edited_post_says_its_versions() -> None:
    edited = only(answer(post(edit_history_tweet_ids=["7", ID])))
    assert edited.versions == ("7", ID)
    assert only(edited.content).versions == ("7", ID)
    assert only(answer(post(edit_history_tweet_ids=[ID]))).content == only(answer(post())).content
    info = {"edit": {"initialTweetId": "7", "editControlInitial": {"editTweetIds": ["7", ID]}}}
    assert only(json.dumps([{"tweet": post(edit_info=info)}])).content == edited.content


@pytest.mark.parametrize(
    ("item", "author"),
    [
        (post(user={"screen_name": "ICEgov"}), "ICEgov"),
        (post(username="@ICEgov"), "ICEgov"),
        (post(url=f"https://twitter.com/ICEgov/status/{ID}"), "ICEgov"),
        (post(url=f"https://x.com/i/status/{ID}"), None),
        (post(author_id="1"), None),
    ],
)
def test_whose_a_post_is(item: dict[str, Any], author: str | None) -> None:
    assert only(answer(item)).author == author


def test_names_of_authors_stand_beside_the_posts() -> None:
    assert only(answer(post(author_id="1"), includes={"users": [{"id": "1", "username": "ICEgov"}]})).author == "ICEgov"
