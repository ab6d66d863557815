"""Documents as sources to cite: an address that still gives their bytes, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from copies import CITING
from small_warehouse import SOURCE_ID, SmallWarehouse

from warehouse.definitions import run_file

MADE = SmallWarehouse()
URL = "https://www.ice.gov/doclib/detention/stats.xlsx"
WAYBACK = f"https://web.archive.org/web/20250206074944id_/{URL}"


@pytest.fixture
def small() -> Iterator[SmallWarehouse]:
    for file in CITING:
        run_file(MADE.connection, file)
    yield MADE
    MADE.connection.execute("delete from core.resaved")
    MADE.empty()


def seen(small: SmallWarehouse, document: str, at: str | None, **more: object) -> None:
    row: dict[str, object] = {"fetch_id": f"{document} {at} {more}", "document_id": document, "source_id": SOURCE_ID}
    row |= {"url": URL, "outcome": "ok", "basis": "archive_capture", "observed_at": at and datetime.fromisoformat(at)}
    small.insert("raw.fetch", **row | more)


def address(small: SmallWarehouse) -> tuple[object, object, object]:
    """Of the only document."""
    (row,) = small.rows("from core.citation")
    return row["address_kind"], row["address_of_bytes"], row["bytes_in"]


def test_the_earliest_capture_of_an_archive_that_nothing_contradicts(small: SmallWarehouse) -> None:
    small.document("a", "2025-02-06")
    seen(small, "a", "2025-02-09T01:02:03")
    seen(small, "a", "2025-02-06T07:49:44")
    seen(small, "a", "2024-10-01T00:00:01", contradicted=True)
    seen(small, "a", "2024-10-01T00:00:02", forgotten=True)
    seen(small, "a", "2024-10-01T00:00:03", outcome="bad_content")
    assert address(small) == ("archive_by_time", WAYBACK, None)


@pytest.mark.parametrize(
    "sighting",
    [
        {"at": "2025-02-06T21:00:00"},  # somebody's guess
        {"at": None},
        {"at": "2025-02-06T07:49:44", "url": "stats.xlsx"},
        {"at": "2025-02-06T07:49:44", "basis": "publisher_claim"},
        {"at": "2025-02-06T07:49:44", "basis": "live"},
    ],
    ids=str,
)
def test_what_is_no_capture_of_an_archive_gives_no_address(small: SmallWarehouse, sighting: dict[str, str]) -> None:
    small.document("a", "2025-02-06")
    seen(small, "a", **sighting)
    assert address(small) == ("our_archive", None, None)
    small.connection.execute("update raw.document set bytes_held = false")
    assert address(small) == ("none", None, None)


def test_an_address_that_an_archive_gave_itself_goes_before_one_that_is_made(small: SmallWarehouse) -> None:
    small.document("a", "2025-02-06")
    seen(small, "a", "2025-02-06T07:49:44")
    own = "https://web.archive.org/web/20250207000000/https://www.ice.gov/x.xlsx"
    seen(small, "a", "2025-02-07T00:00:00", final_url=own)
    assert address(small) == ("archive", own, None)


def test_what_was_saved_anew_is_not_what_the_archive_has(small: SmallWarehouse) -> None:
    small.document("a", "2025-02-06")
    seen(small, "a", "2025-02-06T07:49:44")
    small.insert("core.resaved", document_id="a", reason="said so")
    assert address(small) == ("archive_before_resaving", WAYBACK, None)


def test_where_our_archive_has_the_bytes(small: SmallWarehouse) -> None:
    small.document("a", "2025-02-06")
    seen(small, "a", "2025-02-06T07:49:44", basis="live", warc="onrecord-000001.warc.gz", warc_offset=512)
    assert address(small) == ("our_archive", None, "onrecord-000001.warc.gz, byte 512")


def test_a_figure_is_cited_down_to_its_cell(small: SmallWarehouse) -> None:
    small.document("a", "2025-02-06T07:49:44", "2025-01-25")
    seen(small, "a", "2025-02-06T07:49:44")
    small.document("b", "2025-02-08")
    small.connection.execute("update raw.document set bytes_held = document_id = 'b'")
    small.figure("a", "M20", "t{x=a}", "2025-01", 5, table_title="Book-ins")
    asked = """select cite(o.table_title, o.sheet, o.cell, c.citation) as said
        from core.citation as c inner join core.observation as o using (document_id)"""
    (row,) = small.rows(asked)
    assert row["said"] == (
        "“Book-ins”, Detention!M20, ICE, ICE Detention Statistics, a.xlsx, data through 2025-01-25, "
        f"known from 2025-02-06, sha256 a, {WAYBACK}"
    )
    (row,) = small.rows("select cite(null, null, 'B7', citation) as said from core.citation where document_id = 'b'")
    assert row["said"] == "B7, ICE, ICE Detention Statistics, b.xlsx, known from 2025-02-08, sha256 b, our archive"


def test_every_document_has_one_row(small: SmallWarehouse) -> None:
    for name in "abc":
        small.document(name, "2025-02-06")
        seen(small, name, "2025-02-06T07:49:44")
        seen(small, name, "2025-02-07T07:49:44", basis="live", warc="w", warc_offset=1)
    found = small.rows("select document_id from core.citation order by all")
    assert [row["document_id"] for row in found] == ["a", "b", "c"]
