"""How search grows: simulated articles in a copy ▶ seconds to build, size of the file, milliseconds a question.

    .venv/bin/python -m bench.search [ARTICLES…]        (100,000 where none is named)

One article of ten is in the public domain, with a text of 400 words; of the others the headline alone is searched.
Words are invented, some frequent and most rare, as in any language (Zipf). A question is asked anew each time, the
opening of the file and the loading of the extension included; the median of five. Work is processor time of all
threads: on a machine with other things to do it says more than the clock.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from warehouse.home import Home
from warehouse.indexing import build
from warehouse.kept_views import shape
from warehouse.searching import search

WORDS, HEADLINE, TEXT = 50_000, 10, 400  # different words; words of a headline, of a text
OPEN_EVERY = 10
ROUNDS = 5
QUESTIONS = ("w40 w900", "w3 w20000", "w1", "nobody wrote this")
#: `w1` is the most frequent word: the k-th is drawn as often as 1/k
DRAW = f"'w' || greatest(1, floor(exp(random() * ln({WORDS})))::int)"


def main(sizes: list[int]) -> int:
    for articles in sizes:
        with tempfile.TemporaryDirectory() as folder:
            grow(Home(Path(folder)), articles)
    return 0


def grow(home: Home, articles: int) -> None:
    """Write a copy with so many articles, make the file for searching it, ask; print what it took."""
    home.published.parent.mkdir(parents=True)
    write(home.published, articles)
    begin, cpu = time.perf_counter(), time.process_time()
    unindexed = build(home.published, home.search)
    seconds, cpu = time.perf_counter() - begin, time.process_time() - cpu
    size = home.search.stat().st_size / 1e6
    print(f"{articles:,} articles: built in {seconds:.1f} s ({cpu:.1f} s of work), {size:.0f} MB", flush=True)
    print(f"  the copy itself has {home.published.stat().st_size / 1e6:.0f} MB; not indexed: {unindexed}")
    for words in QUESTIONS:
        print(f"  {asked(home, words)}", flush=True)


def asked(home: Home, words: str) -> str:
    taken, worked = [], []
    for _ in range(ROUNDS):
        begin, cpu = time.perf_counter(), time.process_time()
        found = search(home, words, 10)
        taken.append(1000 * (time.perf_counter() - begin))
        worked.append(1000 * (time.process_time() - cpu))
    medians = f"{statistics.median(taken):.0f} ms ({statistics.median(worked):.0f} ms of work)"
    return f"{words!r}: {medians}, {found.articles:,} articles"


def write(path: Path, articles: int) -> None:
    """A copy with nothing but articles."""
    with duckdb.connect(str(path)) as connection:
        shape(connection)
        connection.execute("select setseed(0.5)")
        connection.execute("set threads = 1")  # so that the same is drawn each time
        connection.execute(
            f"""create temp table drawn as select
                i as article, string_agg({DRAW}, ' ') filter (k <= {HEADLINE}) as title, string_agg({DRAW}, ' ') as body
            from range({articles}) as a(i), range(1, {TEXT} + 1) as w(k)
            where k <= {HEADLINE} or i % {OPEN_EVERY} = 0 group by i"""
        )
        connection.execute(
            f"""insert into core.article by name select 'd' || article as document_id, title,
            'https://news.example/' || article as url,
            timestamp '2025-01-01' + to_minutes(article::int) as published_at,
            'News' as publisher, if(article % {OPEN_EVERY} = 0, body, null) as body from drawn"""
        )
        connection.execute(
            """insert into raw.document by name select document_id, 'news' as source_id, url, 'html' as media_type,
            published_at as known_from, true as bytes_held, 'ok' as outcome, '' as parser_hash from core.article"""
        )


if __name__ == "__main__":
    os.nice(5)
    sys.exit(main([int(size.replace(",", "")) for size in sys.argv[1:]] or [100_000]))
