"""The files beside the published copy: of one publish, put in place together, described, without restricted texts."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import frictionless
import openpyxl
import pyarrow.parquet as pq
import pytest
from copies import EMPTY, PUBLISHED_AT, contents, copy
from small_warehouse import SmallWarehouse

from collectors.errors import WarehouseError
from warehouse.exporting import publishing
from warehouse.exporting.publishing import discard, put_in_place, write

pytestmark = pytest.mark.whole_publish

MADE = SmallWarehouse()
READY = (
    "create table ready.book_ins as select date '2025-01-01' as month, value, ['M20', 'N20'] as cells, document_id, "
    "timestamp '2025-02-04 05:00:00' as known_from, true as is_provisional from core.observation order by value",
    "comment on table ready.book_ins is 'Book-ins by month. One row a month.'",
    "comment on column ready.book_ins.value is 'People booked in.'",
    "create view ready.book_ins_at as from ready.book_ins where getvariable('as_of') is null",
    "create macro ready.book_ins_as_of(moment) as table from ready.book_ins",
    "create view ready.days as select date '2025-01-01' as day, 0.5::double as share",
)
BODY = "words that are not for readers"


@pytest.fixture(scope="module")
def made_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published copy with two figures, of two documents, and two ready tables."""
    for document, value in {"a": 1, "b": 2}.items():
        MADE.document(document, "2025-02-04")
        MADE.figure(document, "M20", "ice.book_ins{agency=total}", "2025-01", value)
    MADE.speak()
    figure = "create view marts.figure as from core.observation order by value"
    return copy(MADE, tmp_path_factory.mktemp("copy") / "next.duckdb", *EMPTY, figure, *READY)


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return tmp_path / "published" / "tables"


@pytest.fixture(autouse=True)
def _folder(tables: Path) -> None:
    tables.parent.mkdir()


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_every_mart_is_parquet_and_every_ready_table_is_everything(made_copy: Path, tables: Path) -> None:
    written = write(made_copy, tables)
    put_in_place(written, tables)
    ready = [f"ready/{name}.{ending}" for name in ("book_ins", "days") for ending in ("csv", "dta", "parquet", "xlsx")]
    others = ["core/citation.csv", "core/citation.parquet", "datapackage.json"]
    assert files(tables) == sorted([*ready, "marts/figure.parquet", *others])
    assert (written.files, written.not_made) == (len(files(tables)), [])
    assert written.size == sum((tables / name).stat().st_size for name in files(tables))
    assert pq.read_table(tables / "marts" / "figure.parquet")["value"].to_pylist() == [1, 2]
    assert (tables / "ready" / "book_ins.csv").read_text() == (
        '"month","value","cells","document_id","known_from","is_provisional"\n'
        '2025-01-01,1,"M20; N20","a","2025-02-04T05:00:00Z",true\n'
        '2025-01-01,2,"M20; N20","b","2025-02-04T05:00:00Z",true\n'
    )
    book = openpyxl.load_workbook(tables / "ready" / "book_ins.xlsx")
    assert [row[0] for row in book["sources"].iter_rows(min_row=2, values_only=True)] == ["a", "b"]
    assert pq.read_table(tables / "core" / "citation.parquet")["document_id"].to_pylist() == ["a", "b"]


def test_the_package_is_valid_and_tells_every_file(made_copy: Path, tables: Path) -> None:
    put_in_place(write(made_copy, tables), tables)
    report = frictionless.validate(str(tables / "datapackage.json"))
    assert report.flatten(["title", "note"]) == []
    assert report.valid
    package = json.loads((tables / "datapackage.json").read_text("utf-8"))
    assert package["created"] == PUBLISHED_AT[:19] + "Z"
    assert sorted([*(one["path"] for one in package["resources"]), "datapackage.json"]) == files(tables)
    for one in package["resources"]:
        content = (tables / one["path"]).read_bytes()
        assert (one["bytes"], one["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
    told = {one["name"]: one.get("schema", {}).get("fields") for one in package["resources"]}
    types = {field["name"]: field["type"] for field in told["ready.book_ins.csv"]}
    assert types == {
        "month": "date", "value": "number", "cells": "string", "document_id": "string", "known_from": "datetime",
        "is_provisional": "boolean",
    }  # fmt: skip
    assert told["ready.book_ins.csv"][1]["description"] == "People booked in."
    assert {"name": "cells", "type": "array", "description": ""} in told["ready.book_ins.parquet"]
    assert told["ready.book_ins.dta"] is None
    looked_into = {task.name for task in report.tasks if task.type == "table"}
    assert looked_into == {"core.citation.csv", "ready.book_ins.csv", "ready.days.csv"}
    assert package["sources"] == [{"title": "ICE: ICE Detention Statistics", "licence": "public"}]


def test_a_wrong_figure_in_a_file_is_seen(made_copy: Path, tables: Path) -> None:
    put_in_place(write(made_copy, tables), tables)
    file = tables / "ready" / "book_ins.csv"
    file.write_text(file.read_text().replace("2025-01-01,1", "January,1"))
    assert not frictionless.validate(str(tables / "datapackage.json")).valid


def test_all_of_a_publish_takes_the_place_of_all_of_another(made_copy: Path, tables: Path) -> None:
    first = write(made_copy, tables)
    put_in_place(first, tables)
    found = tables.resolve()
    with (tables / "ready" / "book_ins.csv").open() as reader:
        second = write(made_copy, tables)
        assert tables.resolve() == first.folder, "nothing is seen before it is put in place"
        put_in_place(second, tables)
        assert tables.resolve() == second.folder
        assert (found / "ready" / "days.csv").exists(), "who has just looked where the files are finds them"
        third = write(made_copy, tables)
        put_in_place(third, tables)
        assert reader.readline().startswith('"month"')
    assert {path for path in tables.parent.iterdir() if not path.is_symlink()} == {second.folder, third.folder}
    assert [path for path in tables.parent.iterdir() if path.is_symlink()] == [tables]


def test_what_killed_runs_have_left_goes(made_copy: Path, tables: Path) -> None:
    write(made_copy, tables)
    tables.with_name(".tables.link").symlink_to("nowhere")
    written = write(made_copy, tables)
    put_in_place(written, tables)
    assert {*tables.parent.iterdir()} == {tables, written.folder}


def test_what_a_failed_publish_has_written_goes(made_copy: Path, tables: Path) -> None:
    discard(tables)
    written = write(made_copy, tables)
    put_in_place(written, tables)
    write(made_copy, tables)
    discard(tables)
    assert {*tables.parent.iterdir()} == {tables, written.folder}
    assert tables.resolve() == written.folder


def test_a_folder_that_is_reached_by_a_link(made_copy: Path, tables: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tables.parent)
    for _ in range(3):
        put_in_place(write(made_copy, tmp_path / "link" / "tables"), tmp_path / "link" / "tables")
    assert (tables / "datapackage.json").exists()
    assert len([*tables.parent.iterdir()]) == 3


def test_a_folder_that_somebody_copied_gives_way(made_copy: Path, tables: Path) -> None:
    tables.mkdir()
    (tables / "mine.txt").write_text("x")
    written = write(made_copy, tables)
    put_in_place(written, tables)
    assert tables.resolve() == written.folder


def test_a_failure_leaves_nothing_and_changes_nothing(
    made_copy: Path, tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write(made_copy, tables)
    put_in_place(first, tables)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(publishing.WAYS, "dta", full)
    with pytest.raises(WarehouseError, match="room on the disk"):
        write(made_copy, tables)
    monkeypatch.setitem(publishing.WAYS, "dta", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write(made_copy, tables)
    assert {*tables.parent.iterdir()} == {tables, first.folder}


def test_where_nothing_can_be_written_it_is_told(made_copy: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WarehouseError, match="expected a folder"):
        write(made_copy, tmp_path / "file" / "tables")


def test_what_a_format_cannot_hold_is_left_out_and_told(
    made_copy: Path, tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.exporting.excel.ROWS", 2)
    written = write(made_copy, tables)
    assert [told.split(":")[0] for told in written.not_made] == ["ready.book_ins as xlsx"]
    assert {name for name in files(written.folder) if "xlsx" in name} == {"ready/days.xlsx"}
    assert json.loads((written.folder / "datapackage.json").read_text())["resources"]


def test_a_copy_without_citations_is_told(tmp_path: Path, tables: Path) -> None:
    made = copy(MADE, tmp_path / "old.duckdb", "drop view core.citation")
    with pytest.raises(WarehouseError, match=r"one without core\.citation\. Say `onrecord publish`"):
        write(made, tables)
    assert [*tables.parent.iterdir()] == []


# ── restricted texts ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("column", ["body", "title"])
def test_nothing_is_written_that_the_copy_does_not_hold(column: str, tmp_path: Path, tables: Path) -> None:
    """What is looked for is found where it stands: the search itself is tested by a text that is published."""
    own = SmallWarehouse()
    own.document("news", "2025-02-07")
    own.article("news", **{"body": "published words", column: BODY})
    tell = [f"create table {schema}.articles as from core.article" for schema in ("ready", "marts")]
    keep = ["update core.article set body = null"] if column == "body" else []
    path = copy(own, tmp_path / "next.duckdb", *EMPTY, *keep, *tell)
    put_in_place(write(path, tables), tables)
    found = {name for name in files(tables) if any(BODY.encode() in part for part in contents(tables / name))}
    everywhere = {f"ready/articles.{ending}" for ending in ("csv", "dta", "parquet", "xlsx")}
    assert found == (set() if column == "body" else everywhere | {"marts/articles.parquet"})
