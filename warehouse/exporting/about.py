"""What a file says of itself: its table, its publish, what its columns mean, which documents it is from."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from collectors.errors import WarehouseError
from warehouse.exporting.relations import Relation, quoted
from warehouse.state import state

DOCUMENT = "document_id"  # names of columns that hold the hash of a document end so
CITED = "select * from core.citation where list_contains(?, document_id) order by known_from desc, document_id"


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
        facts = {
            "table": self.relation.called,
            "meaning": self.relation.meaning,
            "part": "; ".join(self.asked) or "all of it, as said now",
            "published": f"{self.published_at} UTC",
            "publishers": ", ".join(sorted(pc.unique(self.sources["publisher"]).drop_null().to_pylist())),
            "documents": str(self.sources.num_rows),
            "to cite": "The document, sheet and cell of a row, and the citation of that document (sources).",
        }
        return {name: said for name, said in facts.items() if said}


def about(
    connection: duckdb.DuckDBPyConnection,
    relation: Relation,
    found: duckdb.DuckDBPyRelation,
    asked: tuple[str, ...] = (),
) -> About:
    """What is to be said of rows of a relation. Raises WarehouseError where the copy was made by another version."""
    return About(relation, asked, published_at(connection), _sources(connection, found))


def published_at(connection: duckdb.DuckDBPyConnection) -> str:
    """When the copy was published, ISO 8601 to the second, UTC. Raises WarehouseError where nobody says."""
    found = state(connection, "published_at")
    if found is None:
        raise WarehouseError("warehouse", expected="a published copy", found="none", remedy="Say `onrecord publish`.")
    return found[:19]


def _sources(connection: duckdb.DuckDBPyConnection, found: duckdb.DuckDBPyRelation) -> pa.Table:
    """The documents that the rows name, as rows of core.citation."""
    documents: set[str] = set()
    for name, type_ in zip(found.columns, found.types, strict=True):
        if name.endswith(DOCUMENT) and str(type_) == "VARCHAR":
            documents.update(document for (document,) in found.project(quoted(name)).distinct().fetchall() if document)
    try:
        return connection.execute(CITED, [sorted(documents)]).to_arrow_table()
    except duckdb.CatalogException as error:
        raise WarehouseError(
            "warehouse",
            expected="a copy that this version has published",
            found="one without core.citation",
            remedy="Say `onrecord publish`.",
        ) from error
