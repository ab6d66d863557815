"""The published copy ▶ `search.duckdb` beside it: what can be found, and the words by which.

It is made of the copy alone, so it holds no word that the copy does not: of a restricted article its headline. An index
of words would not hide a text: DuckDB's keeps a line for each word of it, in order.
The index needs the extension `fts`; the copy does not, and so opens anywhere.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import duckdb

from warehouse.definitions import SCHEMA, run_file
from warehouse.ready_made import STORAGE
from warehouse.replacing import discard
from warehouse.state import transaction
from warehouse.unavailable import unavailable

HERE = SCHEMA / "search"
CONTENT = ("figure", "article")  # in this order: figures are numbered first
EXTENSION = "duckdb_extension_fts"
#: letters and digits of any script are words; fts itself keeps a–z alone, and so neither `287(g)` nor Hangul
BETWEEN_WORDS = r"[^\p{L}\p{N}]+"
#: characters of text whose words are indexed when somebody asks
FEW = 1_000_000


def build(copy: Path, path: Path) -> str | None:
    """Write the file for searching a copy, both closed afterwards; nothing is left of it where that fails.

    The words of no more than FEW characters are left to who asks: so publishing does without where no text is at hand.
    Returns why the words of more are not indexed, None where nothing is amiss. Raises WarehouseError where the file
    cannot be written.
    """
    discard(path)
    try:
        with duckdb.connect(str(path), config={"storage_compatibility_version": STORAGE}) as connection:
            many = _fill(connection, copy) > FEW
            unindexed = index(connection) if many else None
            connection.execute("update about set indexed = ?", [many and unindexed is None])
            connection.execute("checkpoint")
    except BaseException as error:
        discard(path)
        if isinstance(error, duckdb.IOException):
            raise unavailable(path, error) from error
        raise
    return unindexed


def index(connection: duckdb.DuckDBPyConnection) -> str | None:
    """Index the words of `entry`, which stands beside `stopword`; why that cannot be, None where it was done."""
    if (missing := load_extension(connection)) is None:
        connection.execute(
            f"pragma create_fts_index('entry', 'id', 'title', 'body', ignore = '{BETWEEN_WORDS}', "
            "stemmer = 'english', stopwords = 'stopword')"
        )
    return missing


def load_extension(connection: duckdb.DuckDBPyConnection) -> str | None:
    """Load `fts` from its package, never over the network; why that cannot be, None where it was."""
    if find_spec(EXTENSION) is None:
        return f"the package {EXTENSION.replace('_', '-')} is not installed"
    path = files(EXTENSION) / "extensions" / f"v{duckdb.__version__}" / "fts.duckdb_extension"
    try:
        connection.execute(f"load '{quoted(path)}'")
    except duckdb.Error as error:
        return f"the extension fts does not load ({str(error).splitlines()[0]})"
    return None


def layout() -> str:
    """The hash of the files that decide what a file for searching holds; where it differs it is made anew."""
    digest = hashlib.sha256(BETWEEN_WORDS.encode())
    for path in sorted(HERE.rglob("*.sql")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _fill(connection: duckdb.DuckDBPyConnection, copy: Path) -> int:
    """Tables and their content; how many characters there are to search."""
    connection.execute(f"attach '{quoted(copy)}' as published (read_only)")
    with transaction(connection):
        run_file(connection, HERE / "entry.sql")
        for name in CONTENT:
            run_file(connection, HERE / "content" / f"{name}.sql")
        connection.execute(
            "insert into about select ?, max(value), false from published.raw.state where name = 'published_at'",
            [layout()],
        )
    connection.execute("detach published")
    return characters(connection)


def characters(connection: duckdb.DuckDBPyConnection) -> int:
    """How much text there is in `entry`."""
    return int(connection.execute("select coalesce(sum(length(concat(title, body))), 0) from entry").fetchall()[0][0])


def quoted(path: object) -> str:
    """A path as a literal of SQL has it between its quotes."""
    return str(path).replace("'", "''")
