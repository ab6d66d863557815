"""Every source of the registry, by one test: it has fixtures, what is expected of them, a page of docs, and reads them.

A source's folder is `tests/fixtures/<id>/`. `expected.jsonl` says what a person reads in the documents beside it. A
line names its `file`, the `table` (a kind of `records.SCHEMAS`; `article` where it names none) and the columns of a
row; it may say once what many rows share and give the rest as `columns` and `rows`. Columns that no line names are not
compared; the number of rows always is.
"""

from __future__ import annotations

import importlib.util
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from collectors import registry
from collectors.declared import faults, refuse_undeclared
from collectors.records import SCHEMAS, Document, SourceModule

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = Path(__file__).parent / "fixtures"
#: a newsroom that is a row may have fixtures, and has its tests in test_newsrooms.py
ROWS = {id_: row for id_, row in registry.rows().items() if (FIXTURES / id_).is_dir()}
SOURCES = {**registry.modules(), **ROWS}
SPELT = {"text": "body"}  # the corpus calls the body of an article its text
Rows = dict[str, list[dict[str, Any]]]


def problems(source_id: str, fixtures: Path, docs: Path) -> list[str]:
    """What a source lacks, in words for the one who adds it."""
    folder, expected = fixtures / source_id, fixtures / source_id / "expected.jsonl"
    lacking = []
    if not folder.is_dir():
        lacking.append(
            f"{source_id} has no fixtures: make tests/fixtures/{source_id}/ (docs/adding-a-source.md, step 7)"
        )
    elif not expected.is_file() or not expected.read_text().strip():
        lacking.append(f"{source_id} expects nothing: write tests/fixtures/{source_id}/expected.jsonl")
    if not (docs / "sources" / f"{source_id}.md").is_file():
        lacking.append(f"{source_id} is not documented: write docs/sources/{source_id}.md")
    return lacking


def expected_rows(source_id: str) -> dict[str, tuple[str, Rows]]:
    """file ▶ (its address, table ▶ rows)."""
    if not (FIXTURES / source_id / "expected.jsonl").is_file():
        pytest.fail("; ".join(problems(source_id, FIXTURES, ROOT / "docs")), pytrace=False)
    found: dict[str, tuple[str, Rows]] = {}
    for line in (FIXTURES / source_id / "expected.jsonl").read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        file, table = said.pop("file"), said.pop("table", "article")
        columns, rows = said.pop("columns", []), said.pop("rows", [[]])
        url = said.get("url", f"https://fixtures.invalid/{file}")
        shared = {SPELT.get(name, name): value for name, value in said.items()}
        of_table = found.setdefault(file, (url or file, {}))[1].setdefault(table, [])
        of_table.extend({**shared, **dict(zip(columns, row, strict=True))} for row in rows)
    return found


def typed(schema: pa.Schema, row: Mapping[str, Any]) -> dict[str, Any]:
    """Days and times of JSON as what Arrow gives: times naive, in UTC."""

    def value(name: str, said: Any) -> Any:
        kind = schema.field(name).type
        if said is not None and pa.types.is_date(kind):
            return date.fromisoformat(said)
        if said is not None and pa.types.is_timestamp(kind):
            return datetime.fromisoformat(said).astimezone(UTC).replace(tzinfo=None)
        return said

    return {name: value(name, said) for name, said in row.items()}


def read(module: SourceModule, document: Document) -> dict[str, pa.Table]:
    """kind ▶ its rows. Every table has exactly its schema."""
    found: dict[str, pa.Table] = {}
    for table in module.read(document):
        schema = SCHEMAS[table.kind]
        assert table.rows.schema.equals(schema), f"{table.kind}: {table.rows.schema} is not {schema}"
        found[table.kind] = pa.concat_tables([found[table.kind], table.rows]) if table.kind in found else table.rows
    return found


@pytest.mark.parametrize("source_id", SOURCES)
def test_a_source_has_fixtures_and_docs(source_id: str) -> None:
    assert not (lacking := problems(source_id, FIXTURES, ROOT / "docs")), "; ".join(lacking)


def test_a_source_without_fixtures_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "harbor_logs").mkdir()
    assert problems("harbor_counts", tmp_path, tmp_path) == [
        "harbor_counts has no fixtures: make tests/fixtures/harbor_counts/ (docs/adding-a-source.md, step 7)",
        "harbor_counts is not documented: write docs/sources/harbor_counts.md",
    ]
    assert "expects nothing" in problems("harbor_logs", tmp_path, tmp_path)[0]


@pytest.mark.parametrize("source_id", SOURCES)
def test_a_source_reads_what_a_person_reads(source_id: str) -> None:
    for file, (url, tables) in expected_rows(source_id).items():
        document = Document((FIXTURES / source_id / file).read_bytes(), url)
        found = read(SOURCES[source_id], document)
        assert set(found) == set(tables), f"{file}: kinds of tables that are read, and that are expected"
        for kind, rows in tables.items():
            names = list(dict.fromkeys(name for row in rows for name in row))
            compare(
                f"{file}, {kind}",
                found[kind].select(names).to_pylist(maps_as_pydicts="strict"),
                [typed(SCHEMAS[kind], r) for r in rows],
            )


def compare(where: str, found: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    """In any order; the first differences, not thousands of rows."""
    order = {json.dumps(row, default=str, sort_keys=True): row for row in found}
    wanted = {json.dumps(row, default=str, sort_keys=True): row for row in expected}
    missing = [row for key, row in wanted.items() if key not in order]
    surplus = [row for key, row in order.items() if key not in wanted]
    told = f"{where}: {len(expected)} rows are expected and {len(found)} read; expected and not read: {missing[:3]}; "
    assert (len(found), missing, surplus) == (len(expected), [], []), f"{told}read and not expected: {surplus[:3]}"


@pytest.mark.parametrize("source_id", SOURCES)
def test_a_source_declares_all_that_it_reads(source_id: str) -> None:
    assert faults(SOURCES[source_id]) == []
    for file, (url, _) in expected_rows(source_id).items():
        found = read(SOURCES[source_id], Document((FIXTURES / source_id / file).read_bytes(), url))
        held = refuse_undeclared(SOURCES[source_id], found)
        refused = held["refusal"].to_pylist() if "refusal" in held else []
        assert held == found, f"{file}: refused for what is not declared (step 4): {refused}"


@pytest.mark.parametrize("source_id", SOURCES)
def test_reading_twice_gives_the_same(source_id: str) -> None:
    for file, (url, _) in expected_rows(source_id).items():
        content = (FIXTURES / source_id / file).read_bytes()
        first, second = (read(SOURCES[source_id], Document(content, url)) for _ in range(2))
        elsewhere = read(SOURCES[source_id], Document(bytes(content), url + "?copy"))
        assert first == second, file
        assert set(elsewhere) == set(first), file


def made() -> Iterator[tuple[str, str, bytes]]:
    for script in sorted(FIXTURES.glob("*/make.py")):
        spec = importlib.util.spec_from_file_location(f"make_{script.parent.name}", script)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        first, second = module.files(), module.files()
        assert first == second, f"{script} writes other bytes the second time"
        for name, content in first.items():
            yield script.parent.name, name, content.encode() if isinstance(content, str) else content


@pytest.mark.slow
def test_fixtures_are_what_their_scripts_write() -> None:
    for folder, name, content in made():
        there = (FIXTURES / folder / name).read_bytes()
        assert len(there) < 40_000 or not name.endswith(".xlsx"), f"{folder}/{name} is not small"
        # A zip packed by another zlib differs in its bytes, not in what it holds.
        assert unpacked(there) == unpacked(content), f"{folder}/{name}: run {folder}/make.py"


def unpacked(content: bytes) -> object:
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(entry.filename, entry.date_time, archive.read(entry)) for entry in archive.infolist()]
