"""Make the bundled history from the corpus: every sighting of it, read by these parsers.

.venv/bin/python -m tests.history FOLDER        (make history)
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

from collectors import registry
from collectors.archive.store import Archive
from collectors.importing import claim, import_file, import_warc
from collectors.reading.version import parser_hash
from collectors.records import Basis
from warehouse import bundle
from warehouse.connection import writer
from warehouse.home import Home
from warehouse.load import load

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
MADE_OF = Path(__file__).with_name("history.json")


def build(corpus: Path, folder: Path) -> dict[str, int]:
    """The size of each file written to `folder`."""
    agency = corpus / "agency"
    with tempfile.TemporaryDirectory() as place:
        home = Home(Path(place))
        archive = Archive(home.archive)
        import_warc(archive, agency / "web_archive.warc.gz", "archive_capture")
        import_warc(archive, agency / "publisher_dated.warc.gz", "publisher_claim")
        for path, url, seen_at, basis in sightings(corpus):
            module = registry.owner(url)
            if module and module.SOURCE.id in registry.modules():  # newsrooms that are rows have texts of others
                import_file(archive, path, module.SOURCE, url, seen_at, basis)
        reported = registry.source("ice_x_daily_reported").SOURCE
        listed = corpus / "claims" / "ice_x_daily_2025.csv"  # nobody says when, and it has no address
        import_file(archive, listed, reported, listed.name, None, "unknown")
        report_of_7_february(archive, corpus / "claims" / "docs.jsonl", Path(place))
        with writer(home.warehouse) as connection:
            load(connection, archive, registry.sources())  # without the history that there is
            return bundle.build(connection, folder)


def sightings(corpus: Path) -> Iterator[tuple[Path, str, datetime | None, Basis]]:
    """File, address, when it was seen (UTC) and on what basis: those that are in no WARC."""
    with (corpus / "agency" / "captures.tsv").open(newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["basis"] == "unknown":
                yield corpus / "agency" / row["file"], row["url"], None, "unknown"
    with (corpus / "more.tsv").open(newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["file"].startswith("agency/"):
                seen_at = datetime.fromisoformat(row["seen_at"]).astimezone(UTC) if row["seen_at"] else None
                yield corpus / row["file"], row["address"], seen_at, cast(Basis, row["basis"])


def report_of_7_february(archive: Archive, docs: Path, place: Path) -> None:
    """As somebody imports it who has its text, its publisher and its day, and no address."""
    (line,) = docs.read_text("utf-8").splitlines()
    doc = json.loads(line)
    text = place / f"{doc['doc_id']}.txt"
    text.write_bytes(doc["text"].encode())
    nbc_news = registry.source("nbc_news").SOURCE
    said = claim(nbc_news, doc["title"], date.fromisoformat(doc["published"]))
    import_file(archive, text, nbc_news, text.name, None, "unknown", said)


def made_of() -> dict[str, str]:
    """What says that the history is current without reading anything: the versions of the parsers, of what imports,
    loads and writes (its libraries included, and the SQL and the history that lie beside it), and of this file."""
    modules = sorted({module.__name__ for module in registry.sources().values()})
    writers = ["collectors.importing", "warehouse.bundle", "warehouse.load"]
    own = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return {**{name: parser_hash(name) for name in modules + writers}, "tests.history": own}


if __name__ == "__main__":
    for name, size in build(CORPUS, Path(sys.argv[1])).items():
        print(f"{size:12,} {name}")
    MADE_OF.write_text(json.dumps(made_of(), indent=1) + "\n", "utf-8")
