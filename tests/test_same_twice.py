"""Same archive in, same warehouse out, whatever the order of loading: over every table and every view."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from collectors import registry
from collectors.archive.store import Archive
from collectors.importing import import_file
from collectors.records import Basis
from warehouse import check
from warehouse.connection import writer
from warehouse.home import Home
from warehouse.rebuild import rebuild, update

FIXTURES = Path(__file__).parent / "fixtures"
#: columns that say when and where we worked, not what was published
OURS = {"fetch_id", "fetched_at", "warc", "warc_offset", "loaded_at", "run_at", "seconds"}
#: rows of raw.state that do
TIMES = "name in ('loaded_at', 'derived_at', 'published_at')"

Sighting = tuple[Path, str, str, datetime | None, Basis]


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def sightings(tmp_path: Path) -> list[Sighting]:
    """Of two sources: editions of one address, two documents of one moment and one content, a document that is seen
    several times, one that nobody dates, one that is refused."""
    ice, ap = "ice_detention_statistics", "associated_press"
    base = "https://www.ice.gov/doclib/detention"
    book = {name: FIXTURES / ice / f"{name}.xlsx" for name in ("fy2020", "fy2022", "fy2025")}
    twin = other_bytes(book["fy2025"], tmp_path / "twin.xlsx")
    revised = other_bytes(
        book["fy2025"],
        tmp_path / "revised.xlsx",
        {b"<v>1100</v>": b"<v>1109</v>", b"HARBOR PROCESSING": b"HARBOUR PROCESSING"},
    )
    strange = openpyxl.Workbook()
    strange["Sheet"]["A1"] = 5
    strange.save(tmp_path / "strange.xlsx")
    undated = other_bytes(book["fy2022"], tmp_path / "undated.xlsx")
    page = "https://apnews.com/article/immigration-ice-{}-0123456789abcdef0123456789abcdef"
    return [
        (book["fy2020"], ice, f"{base}/FY20-detentionstats.xlsx", day("2020-10-02"), "archive_capture"),
        (book["fy2020"], ice, f"{base}/FY20-detentionstats.xlsx", day("2021-01-02"), "archive_capture"),
        (book["fy2022"], ice, f"{base}/FY22-detentionStats.xlsx", day("2022-02-01"), "publisher_claim"),
        (book["fy2022"], ice, f"{base}/FY22_detentionStats02012022.xlsx", None, "unknown"),
        (book["fy2025"], ice, f"{base}/FY25_detentionStats02032025.xlsx", day("2025-02-07"), "archive_capture"),
        (twin, ice, f"{base}/FY25_detentionStats02032025.xlsx", day("2025-02-07"), "archive_capture"),
        (revised, ice, f"{base}/FY25_detentionStats02202025.xlsx", day("2025-02-21"), "archive_capture"),
        (undated, ice, f"{base}/FY22_detentionStats.xlsx", None, "unknown"),
        (tmp_path / "strange.xlsx", ice, f"{base}/FY19-detentionstats.xlsx", day("2019-10-02"), "archive_capture"),
        (FIXTURES / ap / "article_2023.html", ap, page.format("a"), day("2023-05-02"), "archive_capture"),
        (FIXTURES / ap / "article_2025.html", ap, page.format("b"), day("2025-05-02"), "archive_capture"),
    ]  # fmt: skip


def other_bytes(workbook: Path, path: Path, changes: Mapping[bytes, bytes] | None = None) -> Path:
    """The same workbook as another document, with other figures and words in place of some."""
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        new.comment = path.name.encode()
        for name in old.namelist():
            member = old.read(name)
            for before, after in (changes or {}).items():
                member = member.replace(before, after)
            new.writestr(zipfile.ZipInfo(name), member)
    return path


def take_in(home: Home, sightings: list[Sighting]) -> None:
    archive = Archive(home.archive)
    for path, source_id, url, seen_at, basis in sightings:
        import_file(archive, path, registry.source(source_id).SOURCE, url, seen_at, basis)


def everything(home: Home) -> dict[str, list[tuple[Any, ...]]]:
    """Every table and view, after the checks have been run. Those of readers say the same where these do
    (test_determined.py)."""
    with writer(home.warehouse) as connection:
        check.run(connection)
        here = "database_name = current_database() and not internal"
        names = connection.execute(
            f"""select schema_name, table_name, false from duckdb_tables() where {here}
            union all select schema_name, view_name, true from duckdb_views()
            where {here} and view_name not in ('asked', 'citation') and not ends_with(view_name, '_at')"""
        ).fetchall()
        assert sum(view for _, _, view in names) > 10
        found = {}
        for schema, name, _ in names:
            kept = f"columns(lambda one: not list_contains({sorted(OURS)}, one))"
            where = f"where not {TIMES}" if name == "state" else ""
            query = f'select {kept} from "{schema}"."{name}" {where} order by all'
            found[f"{schema}.{name}"] = connection.execute(query).fetchall()
    return found


def different(one: dict[str, list[tuple[Any, ...]]], two: dict[str, list[tuple[Any, ...]]]) -> dict[str, Any]:
    """The tables that differ, each with its first rows that only one of them has."""
    assert one.keys() == two.keys()
    found = {}
    for name in sorted(one):
        mine, theirs = [*map(repr, one[name])], [*map(repr, two[name])]
        if mine != theirs:
            found[name] = sorted({*mine} ^ {*theirs})[:4]  # none: rows that are there more than once
    return found


@pytest.mark.slow
def test_two_orders_of_import_make_one_warehouse(
    sightings: list[Sighting], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)
    at_once, one_by_one = (Home(tmp_path / name) for name in ("at_once", "one_by_one"))
    take_in(at_once, sightings)
    rebuild(at_once)
    mixed = [*sightings]
    random.Random(4).shuffle(mixed)
    take_in(one_by_one, mixed[:3])
    update(one_by_one)
    take_in(one_by_one, mixed[3:])
    update(one_by_one)
    expected = everything(at_once)
    outcomes = [row[-2] for row in expected["raw.document"]]
    assert (len(outcomes), outcomes.count("ok")) == (9, 8)
    for table in (
        "core.finding",
        "core.vintage",
        "core.revision",
        "core.withdrawal",
        "core.refusal",
    ):
        assert expected[table], f"{table} is empty: the test could not fail"
    assert different(expected, everything(one_by_one)) == {}
