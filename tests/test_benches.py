"""Benches that stand on the shape of the warehouse still run, upon little: nothing else calls them."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Newcomer

from bench import claims_beside, search
from warehouse.home import Home


def test_search_of_a_few_articles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    search.grow(Home(tmp_path / "home"), 20)
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("20 articles: built in ")
    assert len(said) == 2 + len(search.QUESTIONS)


@pytest.mark.slow
def test_series_beside_the_labelled_claims(
    newcomer: Newcomer, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = newcomer.home.warehouse.read_bytes()
    assert claims_beside.main([str(newcomer.home.root)]) == 0
    assert " claims, " in capsys.readouterr().out
    assert newcomer.home.warehouse.read_bytes() == before
