"""Words ▶ what was published that has them: tables and rows of figures, articles; the best first.

Asked is `search.duckdb` (warehouse/indexing.py). Where words are not indexed, or the extension is not there, the texts
are gone through for the letters, and the answer says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import duckdb

from collectors.errors import WarehouseError
from warehouse.connection import Connection, read_only
from warehouse.home import Home
from warehouse.indexing import FEW, characters, index, layout, load_extension, quoted
from warehouse.state import state
from warehouse.unavailable import unavailable

REMEDY = "Install duckdb-extension-fts in the version of duckdb, then say `onrecord publish`."
QUOTE = 160  # characters, at most, of what is quoted around a word
BY_WORDS = "fts_main_entry.match_bm25(id, $words)"
#: how many of the words, each as letters that stand anywhere in the texts
BY_LETTERS = r"""
    nullif(list_sum([
        (concat_ws(' ', title, body) ilike '%' || regexp_replace(word, '([\\%_])', '\\\1', 'g') || '%' escape '\')::int
        for word in regexp_split_to_array(trim($words), '\s+') if word <> ''
    ]), 0)"""
#: figures and articles are ranked and counted apart: else a year of news leaves no room for the one table
QUERY = """
with scored as (
    select id, kind = 'article' as is_article, day, round({score}, 6) as score
    from entry
), ranked as (
    select
        id,
        is_article,
        row_number() over (partition by is_article order by score desc, day desc nulls last, id) as place,
        count(*) over (partition by is_article) as found
    from scored
    where score is not null
)
select kind, publisher, source_id, day, title, body, address, query, found
from (from ranked where place <= $limit) as best
inner join entry using (id)
order by is_article, place"""


@dataclass(frozen=True, slots=True)
class Hit:
    """`kind`: table, row (of a table) or article. `day`: of publication, or up to which data run (UTC).

    `quote`: a piece of the text around a word that was looked for, of a row its table. `address`: of an article.
    `query`: what to ask the published copy to go on.
    """

    kind: str
    publisher: str
    source_id: str
    day: date | None
    title: str | None
    quote: str | None
    address: str | None
    query: str


@dataclass(frozen=True, slots=True)
class Found:
    """`hits`: figures, then articles, the best first; `figures`, `articles`: how many there are of each.

    `remarks`: what whoever reads them should know of the search itself.
    """

    hits: list[Hit]
    figures: int
    articles: int
    remarks: list[str]


def search(home: Home, words: str, limit: int) -> Found:
    """At most `limit` figures and as many articles that have one of the words, most of them and rarest first.

    Raises WarehouseError where there is no file for searching, or one of another version.
    """
    path = home.search
    if not path.exists():
        raise WarehouseError(
            str(path), expected="the file for searching", found="no file", remedy="Say `onrecord publish`."
        )
    words = words.encode("utf-8", "replace").decode("utf-8")  # half a character cannot be looked for
    with duckdb.connect() as connection:
        try:
            connection.execute(f"attach '{quoted(path)}' as searched (read_only)")
            connection.execute("use searched")
            remarks = _remarks(connection, home)
            if (no_words := _no_words(connection)) is not None:
                remarks.append(f"looked for letters (ilike), not for words: {no_words}. {REMEDY}")
            query = QUERY.format(score=BY_WORDS if no_words is None else BY_LETTERS)
            rows = connection.execute(query, {"words": words, "limit": limit}).fetchall()
        except (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.SerializationException) as error:
            raise unavailable(path, error) from error
    hits = [
        Hit(kind, publisher, source_id, day, title, quote(body, words), address, query)
        for kind, publisher, source_id, day, title, body, address, query, _ in rows
    ]
    counts = {row[0] == "article": row[-1] for row in rows}
    return Found(hits, counts.get(False, 0), counts.get(True, 0), remarks)


def _remarks(connection: Connection, home: Home) -> list[str]:
    """What is amiss with the file and can be lived with. Raises WarehouseError where it cannot."""
    try:
        made_by, published_at = connection.execute("select layout, published_at from about").fetchall()[0]
    except (duckdb.CatalogException, duckdb.BinderException, IndexError):  # another layout, or no file of ours
        made_by, published_at = None, None
    if made_by != layout():
        raise WarehouseError(
            str(home.search),
            expected="a file for searching of this version",
            found="another one",
            remedy="Say `onrecord publish`.",
        )
    with read_only(home.published) as copy:
        if state(copy, "published_at") == published_at:
            return []
    return ["what is searched is not of the copy that is published now. Say `onrecord publish`."]


def _no_words(connection: Connection) -> str | None:
    """Make the words ready to be looked for; why they cannot be."""
    if connection.execute("select indexed from about").fetchall() == [(True,)]:
        return load_extension(connection)
    if characters(connection) > FEW:
        return "the extension fts was not there when this was published"
    connection.execute("use memory")
    for table in ("entry", "stopword"):
        connection.execute(f"create table {table} as from searched.{table}")
    return index(connection)


def quote(text: str | None, words: str) -> str | None:
    """At most QUOTE characters of a text, from a little before the first of the words that it has, on one line."""
    if not text:
        return None
    text = " ".join(text.split())
    begin = max(0, _first(text, words) - QUOTE // 3)
    begin = text.find(" ", begin) + 1 if begin else 0  # not within a word, where there are several
    cut = text[begin : begin + QUOTE]
    if len(text) > begin + QUOTE and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return ("… " if begin else "") + cut + (" …" if begin + len(cut) < len(text) else "")


def _first(text: str, words: str) -> int:
    """Where the first of the words stands, or another form of it that begins alike; 0 where none does."""
    found = []
    for word in re.findall(r"\w+", words):
        stem = re.escape(word[: max(4, len(word) - 3)])
        if len(word) > 2 and (match := re.search(rf"\b{stem}", text, re.IGNORECASE)):
            found.append(match.start())
    return min(found, default=0)
