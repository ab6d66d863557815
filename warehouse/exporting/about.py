"""What a file says of itself: which table it is, of which publish, what its columns mean, which documents it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from collectors.errors import WarehouseError
from warehouse.exporting.relations import Relation
from warehouse.state import state

DOCUMENT = "document_id"  # names of columns that hold the hash of a document end so


@dataclass(frozen=True, slots=True)
class About:
    """`asked`: what part of the table it is, in words; `sources`: rows of core.citation, the newest document first.

    `published_at`: of the copy, ISO 8601, UTC.
    """

    relation: Relation
    asked: tuple[str, ...]
    published_at: str
    sources: pa.Table

    @property
    def facts(self) -> dict[str, str]:
        """What is said of the whole, by its name."""
        return {
            "table": self.relation.called,
            "meaning": self.relation.meaning,
            "part": "; ".join(self.asked) or "all of it, as said now",
            "published": f"{self.published_at} UTC",
            "publishers": ", ".join(sorted(pc.unique(self.sources["publisher"]).drop_null().to_pylist())),
            "documents": str(self.sources.num_rows),
            "to cite": "The document, sheet and cell of a row, and the citation of that document (sources).",
        }


def published_at(connection: duckdb.DuckDBPyConnection) -> str:
    """When the copy was published, ISO 8601 to the second, UTC. Raises WarehouseError where it was not."""
    found = state(connection, "published_at")
    if found is None:
        raise WarehouseError(
            "warehouse", expected="a published copy", found="none", remedy="Say `onrecord publish`."
        )
    return found[:19]


def sources(connection: duckdb.DuckDBPyConnection, table: pa.Table) -> pa.Table:
    """The documents that the rows of a table name, as rows of core.citation."""
    named = [table[name] for name in table.column_names if name.endswith(DOCUMENT)]
    documents = {document for column in named for document in pc.unique(column).to_pylist() if document}
    query = files(__package__).joinpath("sources.sql").read_text("utf-8")
    return connection.execute(query, {"documents": sorted(documents)}).to_arrow_table()
