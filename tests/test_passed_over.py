"""What a landing page links, looks like a document of the source, and is not taken: told, never silent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from collectors.passed_over import passed_over
from collectors.records import Cadence, Document, Link, Source

SITE = "https://www.agency.gov"
SOURCE = Source(
    id="sheets",
    publisher="P",
    title="T",
    licence="public domain",
    start=(f"{SITE}/statistics",),
    documents=r"https://www\.agency\.gov/files/[^/]+\.xlsx",
    media=("xlsx",),
    max_bytes=1_000,
    cadence=Cadence("0 0 * * *", "UTC", "P1D", "P2D"),
)
OLD = f"{SITE}/files/fy2024.xlsx"


def told(*addresses: str, taken: tuple[str, ...] = (OLD,), source: Source = SOURCE) -> list[tuple[str, str]]:
    """(outcome, what was found) for a page that links these addresses."""
    anchors = "".join(f'<a href="{address}">x</a>' for address in addresses)
    page = Document(f"<html><body>{anchors}</body></html>".encode(), f"{SITE}/statistics")
    return [(error.outcome, error.found) for error in passed_over(source, page, [Link(url) for url in taken])]


@pytest.mark.parametrize(
    "address",
    [
        "/files/fy2025.XLSX",
        "/files/fy2025.Xlsx",
        "/files/fy2025.xlsx?v=2",
        "/files/fy2025.xlsb",
        "/files/fy2025.xlsm",
        "/files/fy2025.xls",
        "/files/2025/fy2025.xlsx",
        "/files/2025/02/fy2025.xlsb?download=1",
        "/files/2025/fy2024.xlsx",  # the name of an old one, in another folder
        "https://agency.gov/files/fy2025.xlsx",
        "http://WWW.AGENCY.GOV/files/fy2025.xlsx",
        "https://cdn.agency.gov/files/fy2025.xlsx",
        "https://agency-files.example/files/fy2025.xlsx",
        "https://www.agency.gov:443/files/fy2025.xlsx",
        "/files/fy2025%2Exlsx",
        "/files/fy2025.xlsx",  # it is the source's own, and `discover` left it out
    ],
)
def test_a_document_in_another_form_is_an_error(address: str) -> None:
    [(outcome, found)] = told(OLD, address)
    assert outcome == "layout_changed"
    assert "fy202" in found


@pytest.mark.parametrize(
    "address", ["/files/fy2024.XLSX", "/files/fy2024.xlsx?v=2", "https://agency.gov/files/fy2024.xlsx"]
)
def test_another_spelling_of_what_is_taken_is_a_remark(address: str) -> None:
    assert [outcome for outcome, _ in told(OLD, address)] in (["remark"], [])


@pytest.mark.parametrize("address", ["/other/staff.xlsx", "https://data.agency.gov/x.xlsx", "/download?file=a.xlsx"])
def test_another_workbook_of_the_site_is_a_remark(address: str) -> None:
    [(outcome, _)] = told(OLD, address)
    assert outcome == "remark"


def test_where_nothing_is_taken_every_workbook_of_the_site_may_be_it() -> None:
    [(outcome, _)] = told("/moved/stats.xlsx", taken=())
    assert outcome == "layout_changed"


@pytest.mark.parametrize("address", ["/about", "/files/a.pdf", "https://other.example/staff.xlsx", "mailto:a@b", "#x"])
def test_what_is_no_file_of_the_kind_or_somebody_elses_is_not_told(address: str) -> None:
    assert told(OLD, address) == []


def test_the_same_document_over_http_is_taken() -> None:
    assert told(OLD.replace("https", "http"), f"{OLD}#sheet2") == []


def test_a_source_of_pages_and_a_feed_are_not_looked_at() -> None:
    assert told("/news/1", source=replace(SOURCE, media=("html",))) == []
    feed = Document(b"no markup at all", f"{SITE}/feed")
    assert passed_over(SOURCE, feed, []) == []


def test_a_long_list_is_shortened() -> None:
    [(_, found)] = told(OLD, *(f"/files/{n}.XLSX" for n in range(50)))
    assert "50 that look like documents" in found
    assert "45 more" in found
