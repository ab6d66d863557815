"""A SQLite file of the published copy ▶ web pages, by Datasette: tables, facets, SQL, addresses that can be kept.

Nothing on them comes from another host. Datasette is an extra (`serve`): only `warehouse.serving` imports this module.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from datasette import database, hookimpl
from datasette.app import Datasette
from datasette.plugins import pm

from warehouse import typed
from warehouse.browsable import FILE, MOST_VALUES, Table
from warehouse.browsing import Browsable

HERE = Path(__file__).parent / "browse"
NAME = "onrecord"
#: bytes of a text that a query may make: its time is limited, and so is its room
LONGEST = 10_000_000
#: of the first page: schema, heading, what is in it
GROUPS = (
    ("ready", "Ready tables", "A row a month, day or edition, with a column each for what is compared."),
    ("marts", "Marts", "One grain, one breakdown and one publisher each: no totals among the rows."),
    ("raw", "Documents and sources", "Where the figures stand, and under which terms."),
)
#: said at the foot of each page
TERMS = {
    "license": "figures of US agencies: public domain; of the news: facts, short quotations, and the address",
    "source": "the documents named beside each figure",
}
SETTINGS: dict[str, int] = {
    "sql_time_limit_ms": 3_000,
    "facet_time_limit_ms": 1_000,
    "default_facet_size": MOST_VALUES,
    "max_returned_rows": 10_000,
    "max_csv_mb": 0,  # no limit: the rest of a file that is cut would be missed by nobody
    "default_page_size": 50,
    "suggest_facets": False,  # each column would be counted at every page
    "default_cache_ttl": 0,  # else a browser shows what was published before
    "truncate_cells_html": 300,
}

#: else it prints a traceback for each mistyped query, and fails where there is none (of an address that is nothing)
pm.get_plugin("datasette.handle_exception").rich = None


class Copy(database.Database):  # type: ignore[misc]  # Datasette has no types
    """The file as Datasette reads it, immutable; a mistyped query is told to who typed it, not to the terminal."""

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A connection whose texts stay below LONGEST."""
        connection: sqlite3.Connection = super().connect(write)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        return connection

    async def execute(self, *asked: Any, **more: Any) -> Any:
        """A query, as Datasette asks it."""
        return await super().execute(*asked, **{**more, "log_sql_errors": False})


class Pages:
    """The pages of one copy: an ASGI application. Who has begun to answer of it ends it, then it can be closed."""

    def __init__(self, content: Browsable, path: Path) -> None:
        self._datasette = Datasette(
            metadata=metadata(content),
            settings=SETTINGS,
            template_dir=str(HERE / "templates"),
            static_mounts=[("browse", str(HERE / "static"))],
        )
        self._datasette.remove_database("_memory")
        self._copy = self._datasette.add_database(Copy(self._datasette, str(path), is_mutable=False), name=NAME)
        self._application = self._datasette.app()
        self.path = path
        self.busy = 0

    async def answer(self, scope: Any, receive: Any, send: Any) -> None:
        """One request."""
        self.busy += 1
        try:
            if typed.is_asked(scope, NAME):
                await typed.answer(self._copy.connect, SETTINGS["sql_time_limit_ms"], scope, receive, send)
            else:
                await self._application(_whole(scope), receive, send)
        finally:
            self.busy -= 1

    async def close(self) -> None:
        """Let go of the file, and of the thread that Datasette keeps for its own notes."""
        await self._datasette.get_database("_internal").execute_write_fn(_end_thread, block=False)
        self._datasette.executor.shutdown(wait=False)
        self._copy.close()
        self.path.unlink(missing_ok=True)


def _whole(scope: dict[str, Any]) -> dict[str, Any]:
    """A request for CSV as one for all rows of the table: Datasette's own link stops at `max_returned_rows`."""
    query = scope["query_string"]
    if not scope["path"].endswith(".csv") or b"_next=" in query:
        return scope
    more = [word for word in (b"_stream=on", b"_size=max") if word.split(b"=")[0] + b"=" not in query]
    return {**scope, "query_string": b"&".join(filter(None, [query, *more]))}


def _end_thread(_: sqlite3.Connection) -> None:
    raise SystemExit  # ends the thread that runs this, alone


class _Cells:
    """What SQLite has no type for, as people read it. Measures are real numbers in the file (warehouse.browsing)."""

    __name__ = "onrecord_cells"  # Datasette asks every plugin for it

    @hookimpl  # type: ignore[untyped-decorator]
    def render_cell(self, value: object, column: str) -> str | None:
        """A cell as it is shown; None leaves it to Datasette."""
        match value:
            case 0 | 1 if column.startswith("is_"):
                return "yes" if value else "no"
            case float() if value.is_integer():
                return f"{value:,.0f}"
            case float():
                return f"{value:,.6f}".rstrip("0")
        return None


pm.register(_Cells())


def metadata(content: Browsable) -> dict[str, Any]:
    """What Datasette is told of a copy; texts are plain, and escaped where they are shown."""
    tables = {table.shown: _of_table(table) for table in content.tables}
    return {
        "title": "onrecord",
        **TERMS,
        "extra_css_urls": ["/browse/browse.css"],
        "published_at": content.published_at[:16].replace("T", " "),
        "groups": [
            {"schema": schema, "name": name, "meaning": meaning, "tables": _group(content, schema)}
            for schema, name, meaning in GROUPS
        ],
        "too_large": [{"name": table.published, "rows": table.rows} for table in content.too_large],
        "databases": {NAME: {"tables": tables}},
    }


def _group(content: Browsable, schema: str) -> list[dict[str, Any]]:
    return [
        {"shown": table.shown, "published": table.published, "first": first_sentence(table.meaning), "rows": table.rows}
        for table in content.tables
        if table.schema == schema
    ]


def _of_table(table: Table) -> dict[str, Any]:
    told: dict[str, Any] = {
        "title": table.published,
        "description": table.meaning,
        "columns": {column.name: column.meaning for column in table.columns if column.meaning},
        "facets": list(table.facets),
        **TERMS,
    }
    if table.newest:
        told["sort_desc"] = table.newest
    if table.published == "raw.document":
        told["label_column"] = FILE.name
    return told


def first_sentence(text: str) -> str:
    """A comment up to its first full stop."""
    return text.split(". ")[0].removesuffix(".")
