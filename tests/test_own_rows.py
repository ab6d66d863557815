"""Newsrooms of a user: a broken row or file costs no loaded document; who has an address is defined."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from collectors import kept_rows, registry
from collectors.archive.log import Fetch
from collectors.archive.store import Archive
from collectors.errors import OnrecordError, WarehouseError
from collectors.importing import import_file, owning
from flows.commands import app
from warehouse.connection import read_only
from warehouse.due import owners_of
from warehouse.home import Home
from warehouse.rebuild import rebuild, update

ROW = """
[harbor_post]
publisher = "Harbor Post"
feeds = ["https://harbor.example/feed"]
documents = 'https://harbor\\.example/news/[^/?#]+'
zone = "America/New_York"
language = "en"
licence = "All rights reserved"
body = "restricted"
state = "tried"
"""
PIER = ROW.replace("harbor_post", "pier_post").replace("harbor", "pier").replace("Harbor", "Pier")
URL = "https://harbor.example/news/boats"
TEXT = "Boats moored\n\nThe harbor counted forty boats on Friday, said the keeper.\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A warehouse with one report of each of two newsrooms of the user."""
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)  # not the history of the package
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path))
    place = Home(tmp_path)
    place.newsrooms.write_text(ROW + PIER)
    for name in ("harbor", "pier"):
        text = tmp_path / f"{name}.txt"
        text.write_text(TEXT.replace("harbor", name))
        source = registry.source(f"{name}_post", place.newsrooms).SOURCE
        import_file(Archive(place.archive), text, source, URL.replace("harbor", name), None, "unknown")
    update(place)
    assert loaded(place) == {"harbor_post", "pier_post"}
    return place


def loaded(place: Home) -> set[str]:
    with read_only(place.warehouse) as warehouse:
        rows = warehouse.execute("""
            select source_id from raw.document inner join core.article using (document_id)
            inner join raw.source using (source_id) where outcome = 'ok'""").fetchall()
    return {source_id for (source_id,) in rows}


BROKEN = {
    "a row": (ROW.replace("restricted", "private") + PIER, "harbor_post", "row [harbor_post]"),
    "a row is no TOML": (ROW.replace('"en"', '"en') + PIER, "harbor_post", "row [harbor_post]"),
    "a row twice": (ROW + ROW + PIER, "harbor_post", "an id twice"),
    "a header": (ROW.replace("[harbor_post]", "[harbor_post") + PIER, "harbor_post", "newsrooms.toml"),
    "a header at the end": (PIER + ROW.replace("[harbor_post]", "[[harbor_post"), "harbor_post", "newsrooms.toml"),
    "no header": (ROW.replace("[harbor_post]", "harbor_post]") + PIER, "harbor_post", "newsrooms.toml"),
    "an id of a module": (ROW.replace("harbor_post", "associated_press") + ROW + PIER, "", "row [associated_press]"),
    "half of it": ((ROW + PIER)[: len(ROW) + 40], "pier_post", "row [pier_post]"),
    "no text": ("\udcff\udcfe" + ROW + PIER, "harbor_post pier_post", "TOML in UTF-8"),
    "empty": ("\n", "harbor_post pier_post", "an empty file"),
}


@pytest.mark.slow  # each has a warehouse of its own
@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_broken_takes_no_document_away_and_is_told(
    place: Home, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    text, standing_in, told = BROKEN[broken]
    place.newsrooms.write_bytes(text.encode("utf-8", "surrogateescape"))
    with caplog.at_level(logging.WARNING):
        assert update(place).removed == 0
    assert loaded(place) == {"harbor_post", "pier_post"}
    assert told in caplog.text
    assert str(place.newsrooms) in caplog.text
    for id_ in standing_in.split():
        assert f"{id_} stays as it is" in caplog.text or f"{id_}, " in caplog.text
    asked = {module.SOURCE.id for module in registry.asked_newsrooms(place.newsrooms)}
    assert asked & {"harbor_post", "pier_post"} == {"harbor_post", "pier_post"} - set(standing_in.split())
    assert {"npr", "cnbc"} <= asked  # the run of the others goes on
    if standing_in:
        with pytest.raises(OnrecordError, match="Correct the row"):
            registry.named(standing_in.split()[:1], place.newsrooms)


@pytest.mark.slow
def test_a_rebuild_beside_a_broken_file_reads_with_the_rows_of_before(place: Home) -> None:
    place.newsrooms.write_text("[[")
    rebuild(place)
    update(place)
    assert loaded(place) == {"harbor_post", "pier_post"}
    place.newsrooms.unlink()
    place.newsrooms.mkdir()  # can be read by nobody
    update(place)
    assert loaded(place) == {"harbor_post", "pier_post"}
    place.newsrooms.rmdir()
    place.newsrooms.write_text(PIER)  # whole: the user has taken the row out
    assert update(place).removed == 1
    assert loaded(place) == {"pier_post"}
    place.newsrooms.unlink()
    update(place)
    assert loaded(place) == set()
    assert registry.sources(place.newsrooms) == registry.sources()


def test_rows_that_are_kept_are_held_against_the_columns_of_today(tmp_path: Path) -> None:
    own = tmp_path / "newsrooms.toml"
    own.write_text(ROW)
    registry.keep(own)
    for content in ('{"rows": {"harbor_post": {"publisher": 3}}}', "[]", "{", '{"rows": {"harbor_post": 3}}', "\x00"):
        kept_rows.place(own).write_text(content)
        own.write_text("[[")
        assert registry.sources(own) == registry.sources()


def test_every_command_tells_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path))
    own = Home(tmp_path).newsrooms
    own.write_text("[[harbor")
    for command in (["sql", "select 1"], ["status"], ["search", "boats"]):
        registry._tell.cache_clear()
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            CliRunner().invoke(app, command)
        assert str(own) in caplog.text, command
    own.write_text(ROW)
    registry.keep(own)
    monkeypatch.setattr(registry, "sources", lambda _: 1 / 0)
    assert isinstance(CliRunner().invoke(app, ["sql", "select 1"]).exception, WarehouseError)  # there is none


# ── who has an address ───────────────────────────────────────────────────────────────────────────────────────────────
def fetched(source_id: str, url: str, document_id: str = "a") -> Fetch:
    return Fetch(source_id, url, "ok", datetime(2025, 2, 7, tzinfo=UTC), "live", document_id=document_id)


@pytest.mark.parametrize("id_", ["zz_post", "aa_post"])
def test_the_row_of_a_user_has_an_address_before_ours(
    tmp_path: Path, id_: str, caplog: pytest.LogCaptureFixture
) -> None:
    url = "https://www.cnbc.com/2025/02/07/boats-moored-on-friday.html"
    own = tmp_path / "newsrooms.toml"
    own.write_text(ROW.replace("harbor_post", id_).replace("harbor\\.example/news/[^/?#]+", "www.cnbc.com/2025/.*"))
    modules = registry.sources(own)
    registry._SEVERAL.clear()
    with caplog.at_level(logging.WARNING):
        assert registry.owner(url, own) == modules[id_]
        route = owning(modules.values())(url)
        assert registry.owner(url.replace("boats", "piers"), own) == modules[id_]
    assert route is not None
    assert route.id == id_
    (record,) = caplog.records  # once for these two
    assert f"{id_}, which has it, and cnbc" in record.getMessage()
    for lines in ([fetched("cnbc", url)], [fetched(id_, url)], [fetched("cnbc", url), fetched(id_, url)]):
        assert owners_of(lines, modules) == {"a": id_}
        assert owners_of(lines[::-1], modules) == {"a": id_}
    other = "https://www.cnbc.com/2024/02/07/boats-moored-on-friday.html"
    assert owners_of([fetched("cnbc", other)], modules) == {"a": "cnbc"}
    assert registry.owner(other, own) == modules["cnbc"]


def test_of_two_rows_of_a_user_the_first_id_has_it(tmp_path: Path) -> None:
    own = tmp_path / "newsrooms.toml"
    own.write_text(ROW.replace("harbor_post", "b_post") + ROW.replace("harbor_post", "a_post"))
    modules = registry.sources(own)
    for asking in ("a_post", "b_post"):
        assert owners_of([fetched(asking, URL)], modules) == {"a": "a_post"}
    assert registry.owner(URL, own) == modules["a_post"]
