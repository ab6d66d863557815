"""One flipped byte in a WARC of the archive: that record's document alone is damaged, all others stay."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from collectors import registry
from collectors.archive.log import Fetch
from collectors.archive.store import Archive
from collectors.errors import ArchiveDamaged, OnrecordError
from collectors.records import SourceModule
from warehouse.home import Home
from warehouse.publish import publish
from warehouse.rebuild import rebuild, update

WORKBOOKS = Path(__file__).parent / "fixtures" / "ice_detention_statistics"
SOURCE = "ice_detention_statistics"
NAMES = ("fy2020", "fy2022", "fy2025")

pytestmark = pytest.mark.slow

#: where in the gzip member of a record a byte is flipped
PLACES = {"in its magic": 0, "in its head": 40, "in its middle": 0.5, "in its checksum": -6}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Three workbooks in one WARC file, loaded and published."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warehouse.rebuild.bundled", lambda: None)
        yield _made(Home(tmp_path_factory.mktemp("whole") / "data"))


@pytest.fixture
def home(whole: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A copy of it."""
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)
    shutil.copytree(whole.root, tmp_path / "data")
    return Home(tmp_path / "data")


def _made(home: Home) -> Home:
    archive = Archive(home.archive)
    for day, name in enumerate(NAMES, 1):
        seen = datetime(2025, 3, day, 12, tzinfo=UTC)
        url = f"https://www.ice.gov/doclib/detention/{name}.xlsx"
        fetch = Fetch(SOURCE, url, "ok", seen, "archive_capture", seen, media_type="xlsx", http_status=200)
        archive.append(fetch, (WORKBOOKS / f"{name}.xlsx").read_bytes())
    assert update(home, modules=modules()).exit_status == 0
    publish(home)
    return home


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("damaged", range(len(NAMES)))
def test_all_other_documents_are_read(home: Home, place: str, damaged: int) -> None:
    expected = documents(home.warehouse)
    flip(home, damaged, PLACES[place])
    given = Archive(home.archive).documents()
    assert {next(given).url for _ in expected - {address(damaged)}} == expected - {address(damaged)}
    with pytest.raises(ArchiveDamaged):
        next(given)


@pytest.mark.parametrize("damaged", [0, 2])
def test_a_fresh_warehouse_has_all_others_and_says_which_it_has_not(home: Home, damaged: int, tmp_path: Path) -> None:
    expected = documents(home.warehouse) - {address(damaged)}
    flip(home, damaged, 0.5)
    fresh = Home(tmp_path / "fresh")
    shutil.copytree(home.archive, fresh.archive)
    summary = rebuild(fresh, modules=modules())
    assert summary.exit_status == 1
    assert summary.documents == 2
    publish(fresh)
    assert documents(fresh.warehouse) == documents(fresh.published) == expected


@pytest.mark.parametrize("damaged", [1])
def test_a_rebuild_and_a_publishing_lose_no_document(home: Home, damaged: int) -> None:
    """Neither the others, nor, as nobody has said that it may go, what was loaded of the damaged one."""
    expected = documents(home.warehouse)
    flip(home, damaged, 0.5)
    with contextlib.suppress(OnrecordError):  # it may refuse, in words, to replace the warehouse by less
        assert rebuild(home, modules=modules()).exit_status == 1
    with contextlib.suppress(OnrecordError):
        publish(home)
    assert documents(home.warehouse) == expected
    assert documents(home.published) == expected


@pytest.mark.parametrize("damaged", [0, 1])
def test_what_stands_behind_a_damaged_record_is_not_cut_away(home: Home, damaged: int) -> None:
    flip(home, damaged, 0.5)
    size = warc(home).stat().st_size
    archive, now = Archive(home.archive), datetime(2025, 3, 9, 12, tzinfo=UTC)
    with contextlib.suppress(OnrecordError):
        archive.append(Fetch(SOURCE, address(1), "unreachable", now, "live"))
    assert warc(home).stat().st_size >= size


def modules() -> dict[str, SourceModule]:
    return {SOURCE: registry.source(SOURCE)}


def address(number: int) -> str:
    return f"https://www.ice.gov/doclib/detention/{NAMES[number]}.xlsx"


def warc(home: Home) -> Path:
    (path,) = home.archive.glob("*.warc.gz")
    return path


def flip(home: Home, number: int, place: float) -> None:
    """One bit of the record of a document: of the byte at this place of its gzip member, or at this part of it."""
    offsets = sorted({one.warc_offset for one in Archive(home.archive).fetches() if one.warc_offset is not None})
    begin, end = [*zip(offsets, [*offsets[1:], warc(home).stat().st_size], strict=True)][number]
    inside = int(place * (end - begin)) if isinstance(place, float) else place
    content = bytearray(warc(home).read_bytes())
    content[(end if inside < 0 else begin) + inside] ^= 4
    warc(home).write_bytes(bytes(content))


def documents(warehouse: Path) -> set[str]:
    """The addresses of the documents that have figures in a warehouse."""
    query = "select distinct url from core.observation join raw.document using (document_id)"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {url for (url,) in connection.execute(query).fetchall()}
