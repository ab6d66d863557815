"""What a person has corrected stands beside what is printed; a correction of another figure is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Newcomer
from small_warehouse import SmallWarehouse

from collectors.errors import WarehouseError
from warehouse import corrections
from warehouse.connection import read_only

HEAD = "document_id,sheet,cell,expected,corrected,evidence,decided_at\n"
SERIES = "ice.book_ins_by_arresting_agency{{agency={}}}"


@pytest.fixture
def small() -> SmallWarehouse:
    small = SmallWarehouse()
    small.document("a", "2025-02-03 15:00", "2025-01-25")
    for cell, agency, value in (("J20", "total", 300.0), ("J21", "CBP", 200.0), ("J22", "ICE", 10.0)):
        small.figure("a", cell, SERIES.format(agency), "2024-10", value, "book_ins", data_through="2025-01-25")
    small.speak()
    return small


def test_a_corrected_figure_stands_beside_what_is_printed(small: SmallWarehouse, tmp_path: Path) -> None:
    own = tmp_path / "corrections.csv"
    own.write_text(HEAD + "a,Detention,J22,10,100,the total less CBP,2026-11-27\n")
    corrections.take_over(small.connection, own)
    (row,) = small.rows("select value, value_corrected, correction from marts.book_ins where agency = 'ICE'")
    assert row == {"value": 10, "value_corrected": 100, "correction": "the total less CBP"}
    (other,) = small.rows("select value, value_corrected, correction from marts.book_ins where agency = 'CBP'")
    assert other == {"value": 200, "value_corrected": 200, "correction": None}
    (ready,) = small.rows("select ice, cells, corrections from ready.book_ins")
    assert ready == {"ice": 100, "cells": "ice J22*; cbp J21; total J20", "corrections": "ice: the total less CBP"}
    corrections.take_over(small.connection, tmp_path / "none.csv")
    assert small.rows("select ice, corrections from ready.book_ins") == [{"ice": 10, "corrections": None}]


@pytest.mark.parametrize(
    ("line", "cell", "found"),
    [
        ("a,Detention,J22,11,100,why,2026-11-27", "Detention!J22", "10"),
        ("a,Detention,K99,10,100,why,2026-11-27", "Detention!K99", "no figure"),
        ("a,Other,J22,10,100,why,2026-11-27", "Other!J22", "no figure"),
    ],
)
def test_a_correction_of_another_figure_fails(
    small: SmallWarehouse, tmp_path: Path, line: str, cell: str, found: str
) -> None:
    own = tmp_path / "corrections.csv"
    own.write_text(HEAD + line + "\n")
    with pytest.raises(WarehouseError) as caught:
        corrections.take_over(small.connection, own)
    assert (caught.value.table, caught.value.found) == (cell, found)
    assert len(small.rows("from core.correction_misfit")) == 1


def test_of_a_document_that_is_not_loaded_nothing_is_expected(small: SmallWarehouse, tmp_path: Path) -> None:
    own = tmp_path / "corrections.csv"
    own.write_text(HEAD + "elsewhere,Detention,J22,10,100,why,2026-11-27\n")
    corrections.take_over(small.connection, own)
    assert len(small.rows("from core.correction")) == 1 + len(corrections.read(corrections.OF_THE_PACKAGE))


@pytest.mark.parametrize(
    "text",
    [
        "document_id,cell\n",
        HEAD + "a,Detention,J22,ten,100,why,2026-11-27\n",
        HEAD + "a,Detention,J22,10,100,why,yesterday\n",
        HEAD + "a,Detention,J22,10,100, ,2026-11-27\n",
        HEAD + "a,Detention,J22,10,nan,why,2026-11-27\n",
        HEAD + "a,Detention\n",
        "",
    ],
)
def test_a_file_that_is_none_is_told(tmp_path: Path, text: str) -> None:
    own = tmp_path / "own.csv"
    own.write_text(text)
    with pytest.raises(WarehouseError, match=r"own\.csv"):
        corrections.read(own)


def test_the_users_own_goes_before_that_of_the_package(
    small: SmallWarehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, own = tmp_path / "package.csv", tmp_path / "own.csv"
    package.write_text(HEAD + "a,Detention,J22,10,100,ours,2026-11-27\n")
    own.write_text(HEAD + "a,Detention,J22,10,101,theirs,2026-11-27\n")
    monkeypatch.setattr(corrections, "OF_THE_PACKAGE", package)
    corrections.take_over(small.connection, own)
    assert small.rows("select corrected, evidence from core.correction") == [{"corrected": 101, "evidence": "theirs"}]


def test_those_of_the_package_are_of_figures_that_are_slips(newcomer: Newcomer) -> None:
    """Each is of a cell of the bundled history in which a rule finds a slip, and what is corrected adds up."""
    package = corrections.read(corrections.OF_THE_PACKAGE)
    with read_only(newcomer.home.published) as connection:
        cells = "document_id, sheet, cell, value, value_corrected from vintages.figure where correction is not null"
        found = connection.execute(f"select slip is not null, {cells}").fetchall()
        odd = "bond_posted > released or bond_posted_share not between 0 and 1"
        assert connection.execute(f"select count(*) from vintages.bonds where {odd}").fetchall() == [(0,)]
    assert {row[1:] for row in found} == {
        (one.document_id, one.sheet, one.cell, one.expected, one.corrected) for one in package
    }
    assert all(is_slip for is_slip, *_ in found)
