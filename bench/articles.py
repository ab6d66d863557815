"""A WARC of simulated news pages ▶ articles, claims and stories in the warehouse, by the real command, on two cores.

    make bench-articles        (.venv/bin/python -m bench.articles [PAGES], 1,000 where none is named)

Timed: `onrecord import PAGES.warc.gz` into a home that has the bundled history; what the same command takes for the
first page alone is taken off. In the same run, on the same pages, the peer: trafilatura, which extracts articles and
does no more (in an environment of its own; one core, the clock of its process). Then the import is killed (`kill -9`)
in the middle and said once more: what the warehouse has of articles and claims is held against that of the whole run.
Prints pages a second, the ratio to the peer, the peak of the memory of all processes. Exit status 1 where a bound is
broken or something was lost.

The pages are invented: some hundred words, every third sentence with a figure, in 60 KB of what surrounds an article.
"""

from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from bench.rebuild import family, resident

ROOT = Path(__file__).resolve().parent.parent
ONRECORD = Path(sys.executable).with_name("onrecord")
PEERS = ROOT / ".venv-bench-extract" / "bin" / "python"
AT_MOST_MIB = 1536
SAMPLE_SECONDS = 0.1
SENTENCES = 24
ADDRESS = "https://www.nbcnews.com/news/harbor/report-rcna{}"

SAID = (
    "ICE arrested {n:,} people {when}, according to a spokesperson for the agency.",
    "More than {n:,} people were removed {when}, the Department of Homeland Security said.",
    "Border Patrol agents encountered about {n:,} migrants {when}, an official told reporters.",
    "{n:,} people were being held in ICE detention {when}, the agency's figures show.",
    "Of them, {n:,} had been convicted of a crime, according to the statement.",
)
WHEN = ("last week", "on Tuesday", "in January", "since Jan. 20", "over the weekend", "in fiscal year 2024")
PLAIN = (
    "The harbor stood empty on the morning after the operation, and few of the neighbors wanted to talk.",
    "“We did what we were asked to do,” said a man who had worked at the pier for most of his life.",
    "A lawyer for several of the families said that she had not been able to reach her clients.",
    "The department did not answer a request for comment before this report was published.",
    "Local officials said they had learned of the plans from the radio, and had not been consulted.",
)

PEER = """
import gzip, io, logging, sys, time
logging.disable(logging.CRITICAL)
import trafilatura
from pathlib import Path
pages = [path.read_bytes() for path in sorted(Path(sys.argv[1]).glob("*.html"))]
trafilatura.bare_extraction(pages[0], with_metadata=True)
begin = time.process_time()
found = sum(trafilatura.bare_extraction(page, with_metadata=True, include_comments=False) is not None for page in pages)
print(len(pages) / (time.process_time() - begin), found)
"""


def main(pages: int) -> int:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        warc, files = write(folder / "many", pages)
        first, _ = write(folder / "first", 1)
        homes = [folder / name for name in ("whole", "killed")]
        for home in homes:
            run(home, "rebuild")
        idle, _ = timed(homes[0], first)
        seconds, memory = timed(homes[0], warc)
        killed(homes[1], warc, seconds / 2)
        run(homes[1], "import", str(warc))
        said = [content(home) for home in homes]
        rate, found = map(float, subprocess.check_output([PEERS, "-c", PEER, files], text=True).split())
    work = seconds - idle  # what `idle` spent on one page is lost in the noise
    articles, claims = len(said[0][0]), len(said[0][1])
    print(f"{pages:,} pages ▶ {articles:,} articles, {claims:,} claims: {work:.1f} s, {pages / work:.0f} pages/s")
    print(f"  peer: trafilatura, extraction alone: {rate:.0f} pages/s a core ({found:.0f} pages)")
    print(f"  ratio to the peer: {pages / work / rate:.2f} (ours with claims, stories and storage, on two cores)")
    print(f"  peak memory of all processes: {memory:.0f} MiB (bound: below {AT_MOST_MIB})")
    print(f"  killed after {seconds / 2:.1f} s and said again: {'the same' if said[0] == said[1] else 'NOT THE SAME'}")
    return 0 if memory < AT_MOST_MIB and articles == pages and said[0] == said[1] else 1


def timed(home: Path, warc: Path) -> tuple[float, float]:
    """Seconds of an import, and the peak of its memory in MiB."""
    begin, memory = time.perf_counter(), [0.0]
    with begun(home, "import", str(warc)) as process:
        while process.poll() is None:
            memory.append(sum(map(resident, family(process.pid))))
            time.sleep(SAMPLE_SECONDS)
    assert process.returncode == 0, home
    return time.perf_counter() - begin, max(memory)


def killed(home: Path, warc: Path, after: float) -> None:
    """An import that is killed with all that it has started."""
    with begun(home, "import", str(warc)) as process:
        time.sleep(after)
        assert process.poll() is None, "it came to its end before"
        os.killpg(process.pid, signal.SIGKILL)


def begun(home: Path, *words: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "ONRECORD_HOME": str(home)}
    command = [str(ONRECORD), *words]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def run(home: Path, *words: str) -> None:
    with begun(home, *words) as process:
        assert process.wait() == 0, words


def content(home: Path) -> list[list[tuple[object, ...]]]:
    """What the warehouse has of articles and claims."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        of_pages = "where document_id in (select document_id from raw.document where bytes_held) order by all"
        return [connection.execute(f"from core.{kind} {of_pages}").fetchall() for kind in ("article", "claim", "story")]


def write(folder: Path, pages: int) -> tuple[Path, Path]:
    """The pages in a WARC, and each in a file for the peer."""
    warc, files = folder / "pages.warc.gz", folder / "pages"
    files.mkdir(parents=True)
    with warc.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for number in range(pages):
            at = datetime(2025, 2, 7, tzinfo=UTC) + timedelta(minutes=37 * number)
            body = page(number, at).encode()
            (files / f"{number:06}.html").write_bytes(body)
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            seen = {"WARC-Date": (at + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M:%SZ")}
            record = writer.create_warc_record(
                ADDRESS.format(number),
                "response",
                payload=io.BytesIO(body),
                http_headers=headers,
                warc_headers_dict=seen,
            )
            writer.write_record(record)
    return warc, files


def page(number: int, at: datetime) -> str:
    """An article with its metadata, among scripts, a menu and links to others."""
    chance = random.Random(number)
    title = f"Harbor agency reports its arrests, number {number}"
    sentences = [
        chance.choice(SAID).format(n=chance.randint(120, 90_000), when=chance.choice(WHEN))
        if k % 3 == 1
        else chance.choice(PLAIN)
        for k in range(SENTENCES)
    ]
    paragraphs = "".join(f"<p>{' '.join(sentences[k : k + 2])}</p>" for k in range(0, SENTENCES, 2))
    told = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": at.isoformat(),
        "author": [{"@type": "Person", "name": "Robin Harbor"}],
        "publisher": {"@type": "Organization", "name": "NBC News"},
    }
    script = "".join(f"window.d{k}={{'a':{chance.random()},'b':[{k},{k + 1}]}};" for k in range(900))
    links = "".join(
        f'<li class="card"><a href="/news/other-{k}"><span>Other report {k}</span></a></li>' for k in range(150)
    )
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title><meta charset="utf-8">'
        f'<meta property="og:type" content="article"><meta property="og:title" content="{title}">'
        f'<script type="application/ld+json">{json.dumps(told)}</script><script>{script}</script></head>'
        f"<body><header><nav><ul>{links}</ul></nav></header><main><article><h1>{title}</h1>"
        f"<div class='body'>{paragraphs}</div></article></main><aside><ul>{links}</ul></aside>"
        f"<footer><p>All rights reserved.</p></footer></body></html>"
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1].replace(",", "")) if sys.argv[1:] else 1_000))
