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
DOCUMENTS = "from core.citation order by known_from desc, document_id"


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


@dataclass(frozen=True, slots=True)
class Published:
    """What all files of a copy say alike: when it was published, and its documents, rows of core.citation."""

    at: str
    documents: pa.Table

    def about(self, relation: Relation, found: duckdb.DuckDBPyRelation, asked: tuple[str, ...] = ()) -> About:
        """What is to be said of rows of a relation."""
        named: set[str] = set()
        for name, type_ in zip(found.columns, found.types, strict=True):
            if name.endswith(DOCUMENT) and str(type_) == "VARCHAR":
                named.update(document for (document,) in found.project(quoted(name)).distinct().fetchall() if document)
        cited = pc.is_in(self.documents[DOCUMENT], pa.array(sorted(named), pa.string()))
        return About(relation, asked, self.at, self.documents.filter(cited))


def published(connection: duckdb.DuckDBPyConnection) -> Published:
    """Read it from an open copy. Raises WarehouseError where it is none, or one that another version has made."""
    at = state(connection, "published_at")
    if at is None:
        raise WarehouseError("warehouse", expected="a published copy", found="none", remedy="Say `onrecord publish`.")
    try:
        return Published(at[:19], connection.execute(DOCUMENTS).to_arrow_table())
    except duckdb.CatalogException as error:
        raise WarehouseError(
            "warehouse",
            expected="a copy that this version has published",
            found="one without core.citation",
            remedy="Say `onrecord publish`.",
        ) from error
