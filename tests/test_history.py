"""The bundled history is what these parsers read from the real files, with every sighting of them."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from history import MADE_OF, build, made_of

from warehouse.bundle import HISTORY

MOST = 12_000_000  # bytes


@pytest.fixture(scope="module")
def made(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("history")
    build(corpus, folder)
    return folder


def test_it_is_small() -> None:
    assert 0 < sum(path.stat().st_size for path in HISTORY.glob("*.parquet")) <= MOST


def test_it_is_what_the_parsers_read(request: pytest.FixtureRequest) -> None:
    """Read anew where a parser, or a file, is not the one of `make history`: to read all takes both cores a while."""
    if json.loads(MADE_OF.read_text("utf-8")) == made_of():
        return
    made: Path = request.getfixturevalue("made")
    names = sorted(path.name for path in HISTORY.glob("*.parquet"))
    assert names == sorted(path.name for path in made.glob("*.parquet"))
    stale = [name for name in names if not pq.read_table(made / name).equals(pq.read_table(HISTORY / name))]
    assert not stale, f"{stale} are not what the parsers read now: say `make history` and commit"


LATER = {"cbp_nationwide_encounters", "usbp_pdf"}  # folders of which captures.tsv has no file


def test_it_has_every_sighting(corpus: Path) -> None:
    with (corpus / "agency" / "captures.tsv").open(newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    releases = {row["document_id"] for row in pq.read_table(HISTORY / "claim.parquet").to_pylist()}
    kinds = {row["kind"] for row in rows} - {"ice_other_page"}
    rows = [
        row for row in rows if row["kind"] in kinds and (row["kind"] != "ice_newsroom" or row["sha256"] in releases)
    ]
    told = {
        (row["sha256"], row["url"], row["basis"], row["seen_at"].removesuffix("Z").replace("T", " ")) for row in rows
    }
    with (corpus / "more.tsv").open(newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["file"].startswith("agency/") and row["file"].split("/")[1] in {*kinds, *LATER}:
                seen = row["seen_at"].removesuffix("Z").replace("T", " ")
                told |= (
                    {(row["sha256"], row["address"], row["basis"], seen)}
                    if row["address"].startswith("http")
                    else set()
                )
    listed = corpus / "claims" / "ice_x_daily_2025.csv"  # it has no address, and nobody says when
    told.add((hashlib.sha256(listed.read_bytes()).hexdigest(), listed.name, "unknown", ""))
    (report,) = map(json.loads, (corpus / "claims" / "docs.jsonl").read_text("utf-8").splitlines())
    name, day = f"{report['doc_id']}.txt", f"{report['published']} 00:00:00"
    told.add((hashlib.sha256(report["text"].encode()).hexdigest(), name, "publisher_claim", day))
    held = {
        (row["document_id"], row["url"], row["basis"], str(row["observed_at"] or ""))
        for row in pq.read_table(HISTORY / "sighting.parquet").to_pylist()
    }
    assert held == told
