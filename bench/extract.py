"""Extraction of articles: ours beside trafilatura, resiliparse, newspaper4k and plain BeautifulSoup, in one run.

    make bench-extract

Quality by the judge of the corpus (news/score.py) on its pages; pages a second of one core, as CPU time of the work,
without the start of Python and its imports; each reader is started anew for each round, in turn. Ours tells title,
authors, times, section, language, corrections and whether the page is an article at all; resiliparse and
BeautifulSoup tell a text only. Peers are in an environment of their own. Every miss of ours of title, day and second
is listed. Exit status 1 where a bound is broken.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("ONRECORD_CORPUS", ROOT.parent / "shared" / "corpus"))
NEWS = CORPUS / "news"
PEERS = ROOT / ".venv-bench-extract" / "bin" / "python"
ROUNDS = 3
AT_LEAST_TEXT, AT_LEAST_AUTHORS = 0.965, 0.90

#: What all readers run: pages in memory, one page to get warm, then all of them against the clock of the process.
HARNESS = """
import gzip, json, logging, sys, time, warnings
from pathlib import Path
logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")
news = Path(sys.argv[1])
rows = [json.loads(line) for line in (news / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
pages = [(row["id"], row["url"], gzip.decompress((news / row["file"]).read_bytes())) for row in rows]
{reader}
read(*pages[0][1:])
begin = time.process_time()
answers = [{{"id": name, **read(url, content)}} for name, url, content in pages]
seconds = time.process_time() - begin
print(json.dumps({{"seconds": seconds, "answers": answers}}, default=str))
"""

OURS = """
from collectors.media import article
from collectors.records import Document
def read(url, content):
    found = article.read(Document(content, url))
    if isinstance(found, article.NoArticle):
        return {"no_article": found.kind}
    when = found.published and (found.published.at or found.published.day).isoformat()
    return {"title": found.title, "authors": found.authors, "published_at": when, "text": found.text}
"""
TRAFILATURA = """
import trafilatura
def read(url, content):
    found = trafilatura.bare_extraction(content, url=url, with_metadata=True, include_comments=False)
    if found is None:
        return {}
    authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    return {"title": found.title, "authors": authors, "published_at": found.date, "text": found.text}
"""
RESILIPARSE = """
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree
def read(url, content):
    page = HTMLTree.parse_from_bytes(content, "utf-8")
    return {"text": extract_plain_text(page, main_content=True, links=False, alt_texts=False, form_fields=False)}
"""
NEWSPAPER = """
from newspaper import Article
def read(url, content):
    found = Article(url, fetch_images=False)  # else it asks the publisher for every picture
    found.download(input_html=content.decode("utf-8", "replace"))
    found.parse()
    when = found.publish_date and found.publish_date.isoformat()
    return {"title": found.title, "authors": found.authors, "published_at": when, "text": found.text}
"""
SOUP = """
from bs4 import BeautifulSoup
def read(url, content):
    page = BeautifulSoup(content, "lxml")
    text = "\\n".join(paragraph.get_text() for paragraph in page.find_all("p"))
    return {"title": page.title and page.title.get_text(), "text": text}
"""
READERS = {
    "ours": (OURS, Path(sys.executable)),
    "trafilatura": (TRAFILATURA, PEERS),
    "resiliparse": (RESILIPARSE, PEERS),
    "newspaper4k": (NEWSPAPER, PEERS),
    "BeautifulSoup, every <p>": (SOUP, PEERS),
}


def run(reader: str, python: Path) -> dict[str, Any]:
    command = [python, "-c", HARNESS.format(reader=reader), NEWS]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return json.loads(printed)  # type: ignore[no-any-return]


def misses(judge: Any, expected: list[dict[str, Any]], answers: list[dict[str, Any]]) -> list[str]:
    found = {answer["id"]: answer for answer in answers}
    lines = []
    for row in expected:
        one = found[row["id"]]
        told = [f"no article: {one['no_article']}"] if "no_article" in one else []
        if judge.words(row["title"]) != judge.words(one.get("title")):
            told.append(f"title: expected {row['title']!r}, found {one.get('title')!r}")
        expected_at, at = judge.when(row["published_at"]), judge.when(one.get("published_at"))
        if at != expected_at:
            told.append(f"time: expected {row['published_at']}, found {one.get('published_at')}")
        lines += [f"  {row['id']}: {miss}" for miss in told]
    return lines


def main() -> int:
    if not NEWS.is_dir():
        print(f"the corpus is not beside this checkout ({NEWS.parent})")
        return 0
    sys.path.insert(0, str(NEWS))
    judge = import_module("score")
    expected = [json.loads(line) for line in (NEWS / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
    rounds = [{name: run(*reader) for name, reader in READERS.items()} for _ in range(ROUNDS)]  # in turn
    print(f"{len(expected)} pages, {ROUNDS} rounds in turn, one core", flush=True)
    rates, scores = {}, {}
    for name in READERS:
        rates[name] = len(expected) / statistics.median(one[name]["seconds"] for one in rounds)
        (scores[name],) = judge.score(expected, rounds[0][name]["answers"]).values()
        told = {key: "   – " if value is None else f"{value:5.3f}" for key, value in scores[name].items()}
        shown = "  ".join(f"{key} {told[key]}" for key in ("text_f1", "title", "author_f1", "day", "second"))
        print(f"  {name:26} {rates[name]:6.1f} pages/s  {shown}")
    print(f"  faster than trafilatura: {rates['ours'] / rates['trafilatura']:.2f} times (bound: at least 1, aim: 3)")
    print("misses of ours:", *misses(judge, expected, rounds[0]["ours"]["answers"]), sep="\n")
    good = scores["ours"]["text_f1"] >= AT_LEAST_TEXT and scores["ours"]["author_f1"] >= AT_LEAST_AUTHORS
    return 0 if good and rates["ours"] >= rates["trafilatura"] else 1


if __name__ == "__main__":
    sys.exit(main())
