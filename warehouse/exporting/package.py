"""Files of one publish ▶ `datapackage.json` (Data Package 2): what each is, what its columns mean, its hash."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import duckdb

from warehouse.exporting.relations import Column, Relation
from warehouse.queries import columns

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
MEDIA_TYPES = {
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "dta": "application/x-stata-dta",
}
TABULAR = ("parquet", "csv")  # those whose columns are told
#: written so, a format is no table to frictionless: it would want pandas to look into the one, and guess the types of
#: the columns of the other
NOT_LOOKED_INTO = {"parquet": "Parquet", "xlsx": "XLSX"}
_NESTED = ((r".*\[\d*\]", "array"), (r"(STRUCT|MAP|UNION).*", "object"))  # of Parquet alone
_TYPES = (
    (r"BOOLEAN", "boolean"),
    (r"U?(TINY|SMALL|BIG)INT|U?INTEGER", "integer"),
    (r"DOUBLE|FLOAT|U?HUGEINT|DECIMAL\(.*\)", "number"),
    (r"DATE", "date"),
    (r"TIMESTAMP.*", "datetime"),
    (r".*", "string"),
)
SOURCES = """
select distinct s.publisher || ': ' || s.title as title, s.start_urls[1] as path, s.licence
from raw.source as s semi join raw.document as d on d.source_id = s.source_id order by title"""


def write(connection: duckdb.DuckDBPyConnection, folder: Path, made: Iterable[tuple[Relation, Path]], at: str) -> None:
    """Describe files below a folder. `at`: when the copy that they are of was published, ISO 8601, UTC."""
    found = connection.execute(SOURCES)
    names = columns(found)
    described = {
        "$schema": PROFILE,
        "name": "onrecord",
        "title": "What the government said it did, when it said so, and what was reported",
        "created": f"{at}Z",
        "version": at,
        "sources": [
            {name: value for name, value in zip(names, row, strict=True) if value is not None}
            for row in found.fetchall()
        ],
        "resources": [],
    }
    # a line for each: to put a name on a line of its own takes five times as long, for there are thousands
    resources = ",\n".join(_json(_resource(relation, path, folder)) for relation, path in made)
    text = _json(described).removesuffix("]}") + f"\n{resources}\n]}}\n"
    (folder / "datapackage.json").write_text(text, "utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _resource(relation: Relation, path: Path, folder: Path) -> dict[str, object]:
    format_ = path.suffix.removeprefix(".")
    content = path.read_bytes()
    told: dict[str, object] = {
        "name": f"{relation.called}.{format_}",
        "path": path.relative_to(folder).as_posix(),
        "description": relation.meaning,
        "format": NOT_LOOKED_INTO.get(format_, format_),
        "mediatype": MEDIA_TYPES[format_],
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if format_ == "csv":
        told |= {"type": "table", "encoding": "utf-8"}
    if format_ in TABULAR:
        told["schema"] = {"fields": [_field(column, nested=format_ == "parquet") for column in relation.columns]}
    return told


def _field(column: Column, *, nested: bool) -> dict[str, str]:
    return {"name": column.name, "type": _type(column.type, nested=nested), "description": column.meaning}


@cache
def _type(of_duckdb: str, *, nested: bool) -> str:
    types = (*_NESTED, *_TYPES) if nested else _TYPES
    return next(name for pattern, name in types if re.fullmatch(pattern, of_duckdb, re.DOTALL))
