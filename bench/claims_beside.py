"""Which published series stand beside the claims of the labelled texts (needs ../shared/corpus).

    .venv/bin/python -m bench.claims_beside [FOLDER] [SEED.csv ...]

Loads every file of the agencies in the corpus into a warehouse in FOLDER (a temporary one where none is named; one that
is there already is used as it is: two minutes less), then the claims as they were labelled, not as they are read, and
asks `marts.claims_beside_figures` once for each seed of series: those named, and last the one of this checkout. Prints
counts by reason and by series, then what the last seed finds: each claim that has a figure, and each whose figure is
another period's. The file in FOLDER is not written to: all of this happens in a copy.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb

from collectors import registry
from collectors.archive.store import Archive
from collectors.claims.components import components
from collectors.importing import import_file, import_warc, owning_source
from warehouse.connection import writer
from warehouse.definitions import SEEDS, define_for_readers
from warehouse.home import Home
from warehouse.load import load

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("ONRECORD_CORPUS", ROOT.parent / "shared" / "corpus"))
SEED = SEEDS / "claim_series.csv"
#: fields of a label that are columns of core.claim
SAID = ("value_start", "value_end", "value_text", "quote", "value_low", "value_high", "qualifier", "unit", "measure",
        "agency", "population", "geography", "period_kind", "period_start", "period_end", "attribution",
        "status")  # fmt: skip
FIRST = 281  # labels that there were when counterparts were first counted by hand
Row = dict[str, Any]


def main(arguments: Sequence[str]) -> int:
    if not CORPUS.is_dir():
        print(f"the corpus is not beside this checkout ({CORPUS})", file=sys.stderr)
        return 1
    seeds = [Path(one) for one in arguments if one.endswith(".csv")]
    folders = [Path(one) for one in arguments if not one.endswith(".csv")]
    with tempfile.TemporaryDirectory() as place:
        home = Home(folders[0] if folders else Path(place))
        if not home.warehouse.exists():
            build(home)
        copy = Path(place) / "copy.duckdb"
        shutil.copyfile(home.warehouse, copy)
        with writer(copy) as connection:
            define_for_readers(connection)
            order = put_in(connection)
            for seed in [*seeds, SEED]:
                found = beside(connection, seed)
                counts(str(seed), found)
            shown(found)
            first_labelled(found, order)
            unmet(connection)
    return 0


def build(home: Home) -> None:
    """Every file of an agency: what the WARCs have, and the files of which nobody says when they were seen."""
    agency, archive = CORPUS / "agency", Archive(home.archive)
    import_warc(archive, agency / "web_archive.warc.gz", "archive_capture")
    import_warc(archive, agency / "publisher_dated.warc.gz", "publisher_claim")
    for path, url in undated():
        source = owning_source(url)
        if source is not None:
            import_file(archive, path, source, url, None, "unknown")
    reported = registry.source("ice_x_daily_reported").SOURCE
    import_file(archive, CORPUS / "claims" / "ice_x_daily_2025.csv", reported, "ice_x_daily_2025.csv", None, "unknown")
    with writer(home.warehouse) as connection:
        load(connection, archive, registry.sources())


def undated() -> Iterator[tuple[Path, str]]:
    """Files of the agencies that stand in no WARC, with their addresses."""
    for name, folder, address in (("agency/captures.tsv", "agency", "url"), ("more.tsv", ".", "address")):
        with (CORPUS / name).open(newline="", encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                if row["basis"] == "unknown" and row["file"]:
                    yield CORPUS / folder / row["file"], row[address]


def put_in(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, int], int]:
    """The labelled texts, each known from noon of its day on, with their claims and no others; the place of each claim
    among the labels."""
    connection.execute("delete from core.claim")
    docs = [json.loads(line) for line in (CORPUS / "claims" / "labelled" / "docs.jsonl").open(encoding="utf-8")]
    labels = [json.loads(line) for line in (CORPUS / "claims" / "labelled" / "claims.jsonl").open(encoding="utf-8")]
    for doc in docs:
        at = datetime.fromisoformat(f"{doc['published'][:10]} 17:00")
        _insert(connection, "raw.document", document_id=doc["doc_id"], source_id="labelled", media_type="text",
                url=doc["url"] or doc["doc_id"], known_from=at, bytes_held=True, outcome="ok",
                parser_hash="")  # fmt: skip
        _insert(connection, "core.article", document_id=doc["doc_id"], title=doc["title"], published_at=at,
                publisher=doc["publisher"], body=doc["text"])  # fmt: skip
    for doc in docs:
        of_doc = [one for one in labels if one["doc_id"] == doc["doc_id"] and one["label"] == "claim"]
        placed = [_placed(doc["text"], one) for one in sorted(of_doc, key=lambda one: one["value_start"])]
        for label, component in zip(
            placed, components(doc["text"], [SimpleNamespace(**one) for one in placed]), strict=True
        ):
            _insert(connection, "core.claim", **{name: label[name] for name in SAID}, document_id=label["doc_id"],
                    is_firm=label["firm"], quote_start=label["quote_start"], quote_end=label["quote_end"],
                    quote_is_cut=False, decided="by hand", confidence=1.0, component=component)  # fmt: skip
    claims = [(one["doc_id"], one["value_start"]) for one in labels if one["label"] == "claim"]
    return {key: n for n, key in enumerate(claims)}


def _placed(text: str, label: Row) -> Row:
    """A label with the place of its sentence: that is its text but for line ends; where it is not found, the number
    alone stands for it."""
    at = text.rfind(label["quote"], 0, label["value_end"] + len(label["quote"]))
    start, end = (at, at + len(label["quote"])) if at >= 0 else (label["value_start"], label["value_end"])
    return {**label, "quote_start": start, "quote_end": end}


def _insert(connection: duckdb.DuckDBPyConnection, table: str, **row: object) -> None:
    marks = ", ".join(f"? as {name}" for name in row)
    connection.execute(f"insert into {table} by name select {marks}", list(row.values()))


def beside(connection: duckdb.DuckDBPyConnection, seed: Path) -> list[Row]:
    """A row a claim, by a seed of series."""
    connection.execute("delete from core.claim_series")
    rows = "select * from read_csv(?, all_varchar = true, header = true)"
    connection.execute(f"insert into core.claim_series by name {rows}", [str(seed)])
    asked = connection.execute("from marts.claims_beside_figures order by published_on, document_id, value_start")
    names = [column[0] for column in asked.description or []]
    return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]


def counts(title: str, found: Sequence[Row]) -> None:
    """By reason; then, of those with a figure, by series."""
    with_figure = [row for row in found if row["value_first"] is not None or row["value_now"] is not None]
    print(f"\n{title}: {len(found)} claims, {len(with_figure)} with a figure beside them")
    for reason, n in Counter(row["reason"] for row in found).most_common():
        print(f"  {n:4} {reason}")
    for (series, reason), n in sorted(Counter((row["series_key"], row["reason"]) for row in with_figure).items()):
        print(f"       {n:4} {series}: {reason}")


def shown(found: Sequence[Row]) -> None:
    """What stands beside each claim that has a figure, and whose figure a claim has in place of its own."""
    print()
    for row in found:
        value = next((row[name] for name in ("value_then", "value_first", "value_now") if row[name] is not None), None)
        if value is None:
            continue
        days = f"{row['period_start']}..{row['period_end']}"
        print(f"{row['published_on']} {row['measure']} {days} {row['value_text']}:", end=" ")
        print(f"{value:,.0f} {row['series_key']} ({row['reason']})")
        if row["figure_of_another_period"] is not None:
            period, other = row["figure_of_another_period"], row["value_of_another_period"]
            print(f"           figure of another period: {period} {other:,.0f}")
        if row["figure_of_another_series"] is not None:
            print(f"           figure of another series: {row['figure_of_another_series']}")


def first_labelled(found: Sequence[Row], order: dict[tuple[str, int], int]) -> None:
    """Of the encounters among the first labels: how many have a series and its periods; why others have none."""
    rows = [row for row in found if row["measure"] == "encounters" and order[_key(row)] < FIRST]
    beside = [row for row in rows if row["series_key"] is not None]
    shown = [row for row in beside if row["value_first"] is not None or row["value_now"] is not None]
    print(
        f"\nencounters among the first {FIRST} labels: {len(rows)}, with a series and its periods {len(beside)}", end=""
    )
    print(f" (with a figure {len(shown)}); without:")
    for row in rows:
        if row["series_key"] is None:
            who = "/".join(str(row[name] or "-") for name in ("agency", "population", "geography"))
            days = f"{row['period_kind']} {row['period_start']}..{row['period_end']}"
            print(f"  {row['published_on']} {row['value_text']} {who} {days}: {row['reason']}")


def _key(row: Row) -> tuple[str, int]:
    return row["document_id"], row["value_start"]


def unmet(connection: duckdb.DuckDBPyConnection) -> None:
    """Series of the last seed of which no document prints a row: a key that is misspelt has none. `*` and `|` stand for
    several; a country or state that a table does not print is none of ours."""
    keys = connection.execute("select distinct series_key from core.claim_series order by all").fetchall()
    printed = [key for (key,) in connection.execute("select distinct series_key from core.observation").fetchall()]
    dimensions = {key: _pairs(key) for key in printed}
    missing = []
    for (key,) in keys:
        flow, pairs = key.partition("{")[0], [pair for pair in _pairs(key) if pair != "*" and "?" not in pair]
        met = any(
            one.partition("{")[0] == flow and all(_has(have, pair) for pair in pairs)
            for one, have in dimensions.items()
        )
        missing += [] if met else [key]
    print(f"\nseries without a row in any document: {', '.join(missing) or 'none'}")


def _pairs(key: str) -> list[str]:
    return [pair for pair in key.partition("{")[2].rstrip("}").split(",") if pair]


def _has(have: Sequence[str], pair: str) -> bool:
    name, _, values = pair.partition("=")
    return any(f"{name}={value}" in have for value in values.split("|"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
