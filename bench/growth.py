"""How a run grows with what there is: simulated articles in the archive's log and in the warehouse ▶ seconds and memory
of one page more.

    make bench-growth        (.venv/bin/python -m bench.growth [ARTICLES…]; 10,000 to 1,000,000 where none is named)

Of each size, by the real commands, each in a process of its own: `onrecord import` of one page more (the log is read,
the page is read and loaded, versions and stories of all articles are brought up to date), `onrecord publish` (checks,
the copy for readers, the file for searching), one `onrecord search`. Of the articles every tenth is a copy of another
one and every tenth is in the public domain, with its text; each has two claims. No bytes of them are kept: nothing
reads an article twice. Prints seconds, the peak of the memory of all processes, and what the last size takes against
the one before, an article.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from bench.articles import ADDRESS, ONRECORD, write
from bench.rebuild import family, resident
from collectors import registry
from collectors.archive.log import Fetch
from collectors.media.copies import BANDS
from collectors.reading.version import parser_hash
from warehouse.home import Home

SIZES = (10_000, 100_000, 1_000_000)
SAMPLE_SECONDS = 0.1
FIRST = datetime(2025, 2, 1, tzinfo=UTC)
SECONDS = 350 * 86_400  # in which all were seen
SOURCES = {False: "nbc_news", True: "white_house_news"}  # restricted, and in the public domain


def main(sizes: list[int]) -> int:
    before: dict[str, float] = {}
    for articles in sizes:
        with tempfile.TemporaryDirectory() as place:
            taken = grow(Home(Path(place) / "home"), Path(place), articles)
        for name, each in taken.items():
            more = f", {each / before[name]:.2f} of that before" if name in before else ""
            print(f"    {name}: {each * 1e6:.0f} µs an article{more}", flush=True)
        before = taken
    return 0


def grow(home: Home, place: Path, articles: int) -> dict[str, float]:
    """Seconds an article of each command."""
    onrecord(home, "rebuild")
    home.archive.mkdir(parents=True, exist_ok=True)
    with (home.archive / "fetches.jsonl").open("a", encoding="ascii") as log:
        log.writelines(f"{line.to_json()}\n" for line in lines(articles))
    fill(home, articles)
    page, _ = write(place / "page", 1)
    size = (home.archive / "fetches.jsonl").stat().st_size, home.warehouse.stat().st_size
    print(
        f"{articles:,} articles: the log has {size[0] / 1e6:.0f} MB, the warehouse {size[1] / 1e6:.0f} MB", flush=True
    )
    taken = {}
    for words in (["import", str(page)], ["publish"], ["search", "harbor w7"]):
        seconds, memory = onrecord(home, *words)
        taken[words[0]] = seconds / articles
        print(f"  onrecord {words[0]}: {seconds:.1f} s, {memory:.0f} MiB", flush=True)
    with duckdb.connect(str(home.published), read_only=True) as copy:
        found = copy.execute("select count(*), count(distinct story_id) from marts.articles").fetchall()[0]
        claims = copy.execute("select count(*) from marts.claims").fetchall()[0]
    print(f"  published: {found[0]:,} articles, {found[1]:,} stories, {claims[0]:,} claims", flush=True)
    return taken


def lines(articles: int) -> Iterator[Fetch]:
    """What the archive says of pages that were fetched some time ago, one after another."""
    for number in range(articles):
        seen = FIRST + timedelta(seconds=int(number * (SECONDS / articles)))
        id_ = hashlib.sha256(str(number).encode()).hexdigest()
        source = SOURCES[number % 10 == 0]
        yield Fetch(
            source, address(number), "ok", seen, "live", seen, id_[:32], address(number), 200, id_, "html", 90_000,
            etag=f'"{id_[:16]}"', warc="onrecord-20250201.warc.gz", warc_offset=20_000 * number,
        )  # fmt: skip


def address(number: int) -> str:
    open_ = "https://www.whitehouse.gov/briefings-statements/2025/02/harbor-report-{}/"
    return (open_ if number % 10 == 0 else ADDRESS).format(10_000_000 + number)


def fill(home: Home, articles: int) -> None:
    """The same pages, as the loader would have left them."""
    restricted, open_ = (registry.source(SOURCES[is_open]) for is_open in (False, True))
    variables = {
        "articles": articles,
        "begin_at": FIRST.replace(tzinfo=None),
        "seconds": SECONDS / articles,
        "bands": BANDS,
        "restricted": restricted.SOURCE.id,
        "restricted_hash": parser_hash(restricted.__name__),
        "open": open_.SOURCE.id,
        "open_hash": parser_hash(open_.__name__),
    }
    with duckdb.connect(str(home.warehouse)) as connection:
        for name, value in variables.items():
            connection.execute(f"set variable {name} = ?", [value])
        connection.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))


def onrecord(home: Home, *words: str) -> tuple[float, float]:
    """Seconds of a command, and the peak of its memory in MiB. Raises RuntimeError where it fails."""
    begin, memory = time.perf_counter(), [0.0]
    environment = {**os.environ, "ONRECORD_HOME": str(home.root)}
    with subprocess.Popen([ONRECORD, *words], env=environment, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            memory.append(sum(map(resident, family(process.pid))))
            time.sleep(SAMPLE_SECONDS)
        if process.returncode != 0:
            said = process.stdout.read() if process.stdout else ""
            raise RuntimeError(f"{words}: {said}")
    return time.perf_counter() - begin, max(memory)


if __name__ == "__main__":
    sys.exit(main([int(size.replace(",", "")) for size in sys.argv[1:]] or list(SIZES)))
