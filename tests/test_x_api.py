"""ICE's posts by X's API, against a server of ours that answers as X's reference says: paging, limits, refusals."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import replace

import httpx
import pytest
from x_server import TOKEN, Rerouted, X

from collectors import registry
from collectors.agencies import ice_x_posts
from collectors.archive.store import Archive
from collectors.collecting import Collected, collect
from collectors.errors import Blocked, Remark
from collectors.fetching.client import Client
from collectors.fetching.exchange import Exchange, Wanted
from collectors.fetching.patience import Patience

POSTS = [(str(1890000000000000001 + day), f"2025-02-{day:02}T15:00:00Z", f"Post {day}") for day in range(1, 6)]
Run = Callable[[], Collected]


@pytest.fixture
def x() -> Iterator[X]:
    with X(list(POSTS)) as server:
        yield server


@pytest.fixture
def run(x: X, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("ONRECORD_X_TOKEN", TOKEN)

    def collected() -> Collected:
        with Client(archive, transport=Rerouted(x.port), retry_seconds=0.01) as client:
            return collect(ice_x_posts, client)

    return collected


def kept(archive: Archive) -> list[str]:
    """The ids of the posts in the archive, oldest first."""
    urls = (fetch.url for fetch in archive.fetches() if ice_x_posts.SOURCE.owns(fetch.url))
    return sorted(url.rsplit("/", 1)[1] for url in urls)


def starts(x: X) -> list[str]:
    return [str(httpx.URL(f"http://x{one}").params.get("start_time")) for one in x.asked if "/tweets?" in one]


def test_without_a_token_nothing_is_asked_and_no_run_fails(
    x: X, run: Run, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ONRECORD_X_TOKEN")
    result = run()
    assert result.exit_status == 0
    (remark,) = result.errors
    assert isinstance(remark, Remark)
    assert "ONRECORD_X_TOKEN" in str(remark)
    assert "was not asked" in str(remark)
    assert x.asked == []
    assert list(archive.fetches()) == []
    assert ice_x_posts not in registry.asked()


def test_all_pages_of_the_timeline(x: X, run: Run, archive: Archive) -> None:
    result = run()
    assert result.exit_status == 0
    assert kept(archive) == [id_ for id_, _, _ in POSTS]
    assert len(x.asked) == 4  # the account, three pages
    assert starts(x) == ["2025-01-23T00:00:00Z"] * 3
    assert x.tokens == {f"Bearer {TOKEN}"}
    posts = [fetch for fetch in archive.fetches() if ice_x_posts.SOURCE.owns(fetch.url)]
    assert {fetch.basis for fetch in posts} == {"publisher_claim"}
    pages = {fetch.document_id for fetch in archive.fetches() if "/tweets?" in fetch.url}
    assert {fetch.part_of for fetch in posts} <= pages


def test_the_next_run_asks_for_what_is_newer(x: X, run: Run, archive: Archive) -> None:
    run()
    x.asked.clear()
    x.posts.append(("1890000000000000009", "2025-02-09T15:00:00Z", "Post 9"))
    assert run().exit_status == 0
    assert len(x.asked) == 1
    assert starts(x) == ["2025-02-05T15:00:00Z"]
    assert kept(archive)[-1] == "1890000000000000009"
    x.asked.clear()
    run()
    assert starts(x) == ["2025-02-09T15:00:00Z"]


def test_a_run_that_was_stopped_by_the_limit_goes_on_where_it_was(x: X, run: Run, archive: Archive) -> None:
    x.left, x.reset = 1, 900
    result = run()
    assert result.exit_status == 3
    blocked = result.errors[-1]
    assert isinstance(blocked, Blocked)
    assert "HTTP 429" in str(blocked)
    assert "The next run goes on from here" in str(blocked)
    assert len(kept(archive)) == 2
    assert len(x.asked) == 3  # a quarter of an hour is not waited for
    x.left = 1_000
    x.asked.clear()
    assert run().exit_status == 0
    assert kept(archive) == [id_ for id_, _, _ in POSTS]
    assert ["pagination_token" in one for one in x.asked] == [True, True]


def test_a_limit_that_is_over_in_a_moment_is_waited_for(x: X, run: Run, archive: Archive) -> None:
    x.left, x.reset = 2, 0
    assert run().exit_status == 0
    assert kept(archive) == [id_ for id_, _, _ in POSTS]


def test_a_place_that_x_no_longer_knows_is_begun_anew(x: X, run: Run, archive: Archive) -> None:
    x.left, x.reset = 1, 900
    run()
    x.left, x.stale = 1_000, True
    x.page = 10
    assert run().exit_status == 0
    assert kept(archive) == [id_ for id_, _, _ in POSTS]


def test_a_post_that_counts_and_is_deleted_is_noticed_by_the_next_run(x: X, run: Run, archive: Archive) -> None:
    counting = ("1890000000000000008", "2025-02-08T15:00:00Z", "Enforcement update: 956 arrests, 554 detainers")
    x.posts.append(counting)
    assert run().exit_status == 0
    assert x.asked[-1].startswith("/2/tweets?")
    assert f"ids={counting[0]}" in x.asked[-1]
    there = kept(archive)
    assert there == [id_ for id_, _, _ in x.posts]
    x.posts.remove(counting)
    assert run().exit_status == 0
    posts = [fetch for fetch in archive.fetches() if ice_x_posts.SOURCE.owns(fetch.url)]
    (tombstone,) = [fetch for fetch in posts if fetch.basis == "live"]
    assert tombstone.url.endswith(counting[0])
    assert tombstone.observed_at is not None
    assert archive.content(str(tombstone.document_id)) == b'{"deleted": true, "id": "1890000000000000008"}\n'


@pytest.mark.parametrize(
    ("status", "remedy"), [(401, "make a new one"), (403, "may not read this"), (503, "look at the address")]
)
def test_a_refusal_says_what_to_do(
    status: int, remedy: str, x: X, run: Run, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    x.status = status
    if status == 401:
        monkeypatch.setenv("ONRECORD_X_TOKEN", "another")
    result = run()
    assert result.exit_status == 3
    assert isinstance(result.errors[-1], Blocked)
    assert remedy in str(result.errors[-1])
    assert kept(archive) == []


def test_the_token_is_nowhere_in_the_archive(x: X, run: Run, archive: Archive) -> None:
    run()
    for path in archive.root.iterdir():
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        assert TOKEN.encode() not in content


def test_the_token_goes_to_the_hosts_of_the_start_pages_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_X_TOKEN", TOKEN)
    exchange = Exchange(httpx.MockTransport(lambda _: httpx.Response(200)), Patience(1.0))
    wanted = Wanted(ice_x_posts.SOURCE, "", {}, 10, 0.0)
    sent = {
        url: "authorization" in exchange._request(httpx.URL(url), wanted).headers
        for url in (
            "https://api.x.com/2/a",
            "http://api.x.com/2/a",
            "https://x.com/",
            "https://api.x.com.example/",
            "https://api.x.com:8443/",
            "https://api.x.com/robots.txt",
        )
    }
    assert sent == {url: url == "https://api.x.com/2/a" for url in sent}
    none = replace(ice_x_posts.SOURCE, token="")
    assert (
        "authorization"
        not in exchange._request(httpx.URL("https://api.x.com/2/a"), replace(wanted, source=none)).headers
    )
