"""The command line. Says what was done in words and tables; everything it does is a call of the layers below."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import duckdb
import typer
from rich.markup import escape
from rich.table import Table

from collectors import collecting, registry
from collectors.archive.log import SEEN
from collectors.archive.store import Archive
from collectors.errors import OnrecordError
from collectors.fetching.client import Client
from collectors.importing import import_file, import_warc, is_warc
from collectors.reading.worker import read_documents
from collectors.records import Document, Sighting, Source
from flows.terminal import columns, err, out, progress, say, show
from warehouse import bundle, check, connection, decide, publish, rebuild
from warehouse.home import home
from warehouse.load import Summary

app = typer.Typer(
    name="onrecord",
    help="What the government said it did, when it said so, and what was reported: cell by cell, in DuckDB.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
history = typer.Typer(help="The bundled past: facts with hash, sheet, cell and sightings, without the bytes.")
app.add_typer(history, name="history")


def moment(text: str) -> datetime:
    """`2025-02-07` or `2025-02-07T12:00:00Z`; UTC where it names no zone. Raises BadParameter."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"expected 2025-02-07 or 2025-02-07T12:00:00Z; found {text!r}") from None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


SOURCES = """select source_id, last_asked_at, last_outcome, documents, refused, newest_known_from, newest_data_through,
    is_late from core.source_status"""
PLACES = """select rule, regexp_extract(d.url, '[^/]+$') as document, sheet, cell, expected, found, message
    from core.finding as f left join raw.document as d using (document_id)
    qualify row_number() over (partition by rule order by d.known_from desc, sheet, cell) <= 3
    order by severity, rule, d.known_from desc, sheet, cell"""
REFUSED = """select url, left(document_id, 12) as document, outcome, message, accepted, why
    from core.refusal_status order by all"""
OLDER = """select source_id, dataflow, reason, accepted, since, data_through as figures_through
    from core.standing_in order by all"""
FORGOTTEN = "select left(document_id, 12) as document, urls, why, decided_at from core.forgotten order by all"
NO_DOCUMENT = """select source_id, url, outcome, message from raw.fetch
    qualify row_number() over (partition by source_id, url order by fetched_at desc nulls last, observed_at desc) = 1
    and outcome not in ('ok', 'not_modified') order by all"""
Sources = Annotated[list[str] | None, typer.Argument(help="Ids of sources; all of them where none is named.")]


class Basis(StrEnum):
    """What the time of a sighting rests on (design: observed_at)."""

    archive_capture = "archive_capture"
    publisher_claim = "publisher_claim"
    unknown = "unknown"


class Format(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"


@app.command()
def collect(
    sources: Sources = None,
    replay: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Ask a WARC in place of the publishers, over local HTTP."),
    ] = None,
) -> None:
    """Ask the publishers for what is new, keep it, load it. Exits 3 where one could not be reached, 1 where something
    was wrong."""
    modules = [registry.source(name) for name in sources] if sources else list(registry.sources().values())
    archive = Archive(home().archive)
    results = []
    share = 1.0 if len(modules) == 1 else 0.5
    with progress() as bar, Client(archive, share=share) as client:
        for module in modules:
            line = bar.add_task(module.SOURCE.id, total=None)

            def told(done: int, total: int, line: Any = line) -> None:
                bar.update(line, completed=done, total=total)

            if replay:
                results.append(collecting.replay(module, archive, replay, progress=told))
            else:
                results.append(collecting.collect(module, client, told))
            bar.update(line, total=len(results[-1].fetches) or 1, completed=len(results[-1].fetches) or 1)
    shown = Table("source", "documents asked for", "what came of it", title="collected")
    for result in results:
        words = [f"{n} {outcome}" for outcome, n in sorted(result.outcomes.items())]
        words += [f"{n} {escape(why)}" for why, n in sorted(result.remarks.items())]
        words += [f"[red]{error.outcome}[/]: {escape(str(error))}" for error in result.errors]
        shown.add_row(result.source_id, str(len(result.fetches)), "\n".join(words) or "nothing to ask for")
    out.print(shown)
    end(results, load(rebuild_all=False))


@app.command("import")
def import_(
    files: Annotated[
        list[Path], typer.Argument(exists=True, dir_okay=False, help="WARCs (.warc, .warc.gz), or files.")
    ],
    source: Annotated[str | None, typer.Option(help="Whose the files are (a WARC is routed by its addresses).")] = None,
    url: Annotated[str | None, typer.Option(help="Address where the file was published.")] = None,
    seen_at: Annotated[datetime | None, typer.Option(parser=moment, help="When it was seen there, UTC.")] = None,
    basis: Annotated[Basis, typer.Option(help="What that time rests on.")] = Basis.unknown,
) -> None:
    """Archive files that you already have, or whole WARCs, and load what is new. Exits 1 where something was wrong."""
    archive, result = Archive(home().archive), collecting.Collected("import")
    warcs = [path for path in files if is_warc(path)]
    if warcs:
        with progress() as bar:
            line = bar.add_task("importing", total=None)
            found = import_warc(
                archive, warcs, basis.value, progress=lambda done, total: bar.update(line, completed=done, total=total)
            )
        out.print(f"{found.added} sightings added, {found.known} known already, {len(found.refused)} refused.")
        for fault in found.faults:
            say(fault.kind, str(fault))
        result.errors += found.errors
        for address in found.unresolved:
            say("left out", f"{address}: a repeat whose first record is in none of the files")
        if found.unowned:
            out.print(f"{found.unowned.total()} captures of {len(found.unowned)} addresses belong to no source.")
            for address, count in found.unowned.most_common(5):
                out.print(f"  {count:4} {escape(address)}", soft_wrap=True)
        result.fetches += found.refused
    for path in files:
        if path not in warcs:
            owner = owner_of(path, source, url)
            fetch = import_file(archive, path, owner, url or path.name, seen_at, basis.value)
            result.fetches.append(fetch)
            out.print(f"{escape(path.name)}: {fetch.outcome} {fetch.document_id}", soft_wrap=True)
    end([result], load(rebuild_all=False))


@app.command()
def read(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    source: Annotated[str, typer.Option(help="Whose parser reads it.")],
    url: Annotated[str | None, typer.Option(help="Address where it was published.")] = None,
    published: Annotated[datetime | None, typer.Option(parser=moment, help="When it was published, UTC.")] = None,
) -> None:
    """Print what one file says, as JSON lines: `kind` and the columns of that kind. Touches no warehouse."""
    address = url or file.name
    seen = (Sighting(address, published, "publisher_claim"),) if published else ()
    document = Document(file.read_bytes(), address, sightings=seen)
    reading = next(read_documents([(registry.source(source), document)]))
    if reading.error:
        raise reading.error
    for kind, rows in reading.tables.items():
        for row in rows.to_pylist():
            print(json.dumps({"kind": kind, "document_id": reading.document_id, **row}, default=str))


@app.command("rebuild")
def rebuild_(
    even_if_smaller: Annotated[
        bool,
        typer.Option("--even-if-smaller", help="Also where loaded documents would be lost: their bytes are gone."),
    ] = False,
) -> None:
    """Make the warehouse anew from the archive and the bundled history."""
    raise typer.Exit(load(rebuild_all=True, even_if_smaller=even_if_smaller).exit_status)


@app.command("check")
def check_() -> None:
    """Hold the warehouse against the rules, and name the places. Exits 1 where an invariant of ours is broken."""
    with working() as warehouse:
        results = check.run(warehouse)
        places = warehouse.execute(PLACES)
        names, rows = columns(places), places.fetchall()
    out.print(check.table(results))
    show(names, rows, "the first places of each rule (all of them: core.finding)")
    raise typer.Exit(1 if any(result.blocks for result in results) else 0)


@app.command("publish")
def publish_() -> None:
    """Check the warehouse and put the copy for readers in place."""
    published = publish.publish(home())
    out.print(check.table([result for result in published.results if result.findings]))
    megabytes = published.size / 1e6
    out.print(f"{published.observations:,} observations in {published.path} ({megabytes:.0f} MB).")


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="A query, or the path of a file that holds one.")],
    format_: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.table,
) -> None:
    """Ask the published copy. Read-only: nothing that you type can change it."""
    if query.endswith(".sql") and not Path(query).is_file():
        fail(f"{query}: expected a file that holds a query; found none. Give its path, or the query itself.")
    text = Path(query).read_text("utf-8") if query.endswith(".sql") else query
    with connection.read_only(home().published) as warehouse:
        try:
            result = warehouse.execute(text)
            names, rows = ([], []) if result is None else (columns(result), result.fetchall())
        except duckdb.Error as error:
            fail(str(error))
    if format_ is Format.json:
        json.dump([dict(zip(names, row, strict=True)) for row in rows], sys.stdout, default=str, indent=1)
        print()
    elif format_ is Format.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([names, *rows])
    else:
        show(names, rows)


@app.command()
def status(
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Also: which numeric cells are no figures, and why.")
    ] = False,
) -> None:
    """What was asked, what is loaded, what is late, what could not be read."""
    shown = {
        SOURCES: "sources (times are UTC)",
        REFUSED: "documents and tables that could not be read (nothing of them is loaded)",
        OLDER: "tables of which the newest edition says nothing (an older one goes on speaking)",
        FORGOTTEN: "documents to be forgotten (their bytes stay in the archive)",
        NO_DOCUMENT: "addresses that gave no document when last asked",
    }
    if coverage:
        shown["from core.coverage"] = "numeric cells of visible sheets"
    with connection.read_only(home().warehouse) as warehouse:
        for query, title in shown.items():
            result = warehouse.execute(query)
            show(columns(result), result.fetchall(), title)


@history.command("build")
def build() -> None:
    """Write the bundled past anew, from what the parsers read out of the archive."""
    with working() as warehouse:
        sizes = bundle.build(warehouse)
    for name, size in sizes.items():
        out.print(f"{size:12,} {name}")
    out.print(f"{sum(sizes.values()):12,} in all")


@app.command()
def accept(
    document: Annotated[str, typer.Argument(help="sha256 of the document, or its beginning.")],
    why: Annotated[str, typer.Option(help="The reason, for those who come after.")],
    table: Annotated[
        str | None, typer.Option(help="One refused table, by dataflow or title; all where left out.")
    ] = None,
) -> None:
    """Accept that a document, or a table of it, is refused: with this parser it makes no run fail any more."""
    decision = decide.accept(home(), document, table, why)
    out.print(f"Accepted: {escape(decision.table_name or 'all that was refused')} of {decision.document_id}.")
    load(rebuild_all=False)


@app.command()
def forget(
    document: Annotated[str, typer.Argument(help="sha256 of the document, or its beginning.")],
    why: Annotated[str, typer.Option(help="The reason, for those who come after.")],
) -> None:
    """Leave out of the warehouse a document that was imported by mistake. Its bytes stay in the archive."""
    decision = decide.forget(home(), document, why)
    out.print(f"Forgotten: {decision.document_id}.")
    load(rebuild_all=False)


def load(*, rebuild_all: bool, even_if_smaller: bool = False) -> Summary:
    """Load what is new and say what came of it."""
    with progress() as bar:
        line = bar.add_task("reading documents", total=None)
        told = lambda done, total: bar.update(line, completed=done, total=total)  # noqa: E731
        if rebuild_all:
            summary = rebuild.rebuild(home(), progress=told, even_if_smaller=even_if_smaller)
        else:
            summary = rebuild.update(home(), progress=told)
    out.print(f"{summary} ({summary.seconds:.1f} s)")
    for failure in [*summary.failed, *summary.standing]:
        say(failure.outcome, failure.message)
    if summary.damaged:
        say(summary.damaged.outcome, str(summary.damaged))
    return summary


def end(results: list[collecting.Collected], summary: Summary) -> NoReturn:
    """Name what gave no document, and end with the status that says the most."""
    for fetch in (fetch for result in results for fetch in result.fetches if fetch.outcome not in SEEN):
        say(fetch.outcome, fetch.message or fetch.url)
    codes = {result.exit_status for result in results} | {summary.exit_status}
    raise typer.Exit(1 if 1 in codes else max(codes))


def owner_of(path: Path, source: str | None, url: str | None) -> Source:
    """Whose a file is. What its source does not own would never be loaded, so that is refused."""
    module = registry.source(source) if source else registry.owner(url or "")
    if module is None:
        fail(f"{path}: say whose it is, with --source (one of {', '.join(registry.sources())}) or --url.")
    if url and not module.SOURCE.owns(url):
        fail(f"{url}: expected an address that matches {module.SOURCE.documents}; {module.SOURCE.id} owns no other.")
    return module.SOURCE


@contextmanager
def working() -> Iterator[duckdb.DuckDBPyConnection]:
    """The working warehouse, where there is one: an empty one would pass every check, and empty the history."""
    path = home().warehouse
    if not connection.is_current(path):
        fail(f"{path}: expected a warehouse of this version; found another one or none. Say `onrecord rebuild`.")
    with connection.writer(path) as warehouse:
        yield warehouse


def fail(message: str) -> NoReturn:
    err.print(f"[red]onrecord:[/] {escape(message)}", highlight=False, soft_wrap=True)
    raise typer.Exit(1)


def main() -> None:
    """Entry point: an error of ours is one sentence and exit status 1, not a traceback."""
    try:
        app(standalone_mode=True)
    except OnrecordError as error:
        err.print(f"[red]onrecord:[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(1)
