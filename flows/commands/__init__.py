"""What can be typed: commands, their arguments and what is said about them. What each does is in the module beside.

A command imports that module when it runs, for a question to the published copy needs neither HTTP nor Arrow.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

BASES = ("archive_capture", "publisher_claim", "unknown")
FORMATS = ("table", "csv", "json", "parquet", "markdown")
FILES = ("csv", "parquet", "xlsx", "dta")
SERVICES = ("gdelt", "gdelt-files", "mediacloud", "guardian")
A_PATH = click.Path(path_type=Path)
A_DAY = click.DateTime(["%Y-%m-%d"])


class Moment(click.ParamType[datetime]):
    """`2025-02-07` or `2025-02-07T12:00:00Z`; UTC where it names no zone."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment, in UTC."""
        try:
            when = datetime.fromisoformat(str(value))
            return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail(f"expected 2025-02-07 or 2025-02-07T12:00:00Z; found {value!r}", param, ctx)


class Publication(click.ParamType[date]):
    """A day, `2025-02-07`, or a moment with its zone, `2025-02-07T23:03-05:00`."""

    name = "day or time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """A `date`, or a `datetime` with its zone where a time is given."""
        text = str(value)
        try:
            if len(text) == 10:
                return date.fromisoformat(text)
            when = datetime.fromisoformat(text)
        except ValueError:
            when = None
        if when is not None and when.tzinfo is not None:
            return when
        return self.fail(
            f"expected 2025-02-07, or a time with its zone, 2025-02-07T23:03-05:00; found {value!r}", param, ctx
        )


@click.group(context_settings={"help_option_names": ["--help", "-h"]})
def app() -> None:
    """What the government said it did, when it said so, and what was reported: cell by cell, in DuckDB."""
    from collectors.kept_rows import is_as_kept
    from warehouse.home import home

    if not is_as_kept(home().newsrooms):  # else nothing is wrong with it: no command pays for another one's imports
        from collectors import registry

        registry.sources(home().newsrooms)


@app.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--replay", type=A_PATH, help="Ask a WARC in place of the publishers, over local HTTP.")
def collect(sources: tuple[str, ...], replay: Path | None) -> int:
    """Ask the publishers for what is new, keep it, load it: all sources that were tried, or those
    that are named (`newsrooms`: all newsrooms that are rows).

    Exits 3 where one could not be reached, 1 where something was wrong.
    """
    from flows.commands.collecting import collect

    return collect(sources, replay)


@app.command()
@click.argument("words", metavar="WORDS")
@click.option("--from", "first", type=A_DAY, required=True, metavar="DATE", help="First day, UTC: 2025-02-01.")
@click.option("--to", "last", type=A_DAY, required=True, metavar="DATE", help="Last day, inclusive.")
@click.option("--in", "services", type=click.Choice(SERVICES), multiple=True, default=SERVICES[:1], help="Where.")
@click.option("--fetch", is_flag=True, help="Also ask for what belongs to a source, keep it, load it.")
def discover(words: str, first: datetime, last: datetime, services: tuple[str, ...], fetch: bool) -> int:
    """Search the news of many publishers for WORDS: GDELT, Media Cloud, The Guardian.

    The last two want a key in the environment (MEDIACLOUD_API_KEY, GUARDIAN_API_KEY). Exits 3 where a service could not
    be asked, 1 where something was wrong.
    """
    if last < first:
        raise click.BadParameter("the last day lies before the first one", param_hint="--to")
    from flows.commands.discovering import discover

    return discover(words, first.date(), last.date(), services, fetch)


@app.command("import")
@click.argument("files", nargs=-1, required=True, type=A_PATH, metavar="FILE...")
@click.option("--source", metavar="ID", help="Whose the files are (a WARC is routed by its addresses).")
@click.option("--url", help="Address where the file was published.")
@click.option("--seen-at", type=Moment(), help="When it was seen there, UTC.")
@click.option("--basis", type=click.Choice(BASES), default="unknown", help="What that time rests on.")
@click.option("--published", type=Publication(), metavar="DATE", help="When it was published: 2025-02-07.")
@click.option("--title", metavar="TEXT", help="Its title.")
def import_(
    files: tuple[Path, ...],
    source: str | None,
    url: str | None,
    seen_at: datetime | None,
    basis: str,
    published: date | None,
    title: str | None,
) -> int:
    """Archive files that you already have, or whole WARCs, and load what is new.

    A file needs --source or --url. What a plain text does not say of itself, --title and --published say (a day, or a
    time with its zone). Exits 1 where something was wrong.
    """
    from flows.commands.importing import import_all

    return import_all(files, source, url, seen_at, basis, title, published)


@app.command()
@click.argument("file", type=A_PATH)
@click.option("--source", metavar="ID", help="Whose parser reads it.")
@click.option("--url", help="Address where it was published.")
@click.option("--published", type=Publication(), metavar="DATE", help="When it was published: 2025-02-07.")
@click.option("--json", "as_json", is_flag=True, help="An article as one JSON line.")
def read(file: Path, source: str | None, url: str | None, published: date | None, as_json: bool) -> int:
    """Print what one file says. Touches no warehouse.

    A web page or a plain text is read as an article, of whatever publisher; where it is none, the command says what it
    is and exits 1. With --source the parser of that source reads it: JSON lines, `kind` and the columns of that kind.
    Exits 1 where the file, or a table of it, is refused.
    """
    from flows.commands.reading import print_article, print_statements

    if source is None:
        return print_article(file, url, published, as_json)
    return print_statements(file, source, url, published)


@app.command()
@click.argument("files", nargs=-1, required=True, type=A_PATH, metavar="FILE...")
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Day of publication: 2025-02-07.")
@click.option("--publisher", metavar="NAME", help="Who published it.")
def claims(files: tuple[Path, ...], published: datetime | None, publisher: str | None) -> int:
    """Print the figures that texts report, as JSON lines. Touches no warehouse.

    A FILE is a plain text, or JSON lines (.jsonl) of doc_id, published, publisher, text; a line without a day or a
    publisher takes the ones given. Exits 1 where a text cannot be read.
    """
    from flows.commands.claiming import print_claims

    return print_claims(files, published, publisher)


@app.command()
@click.option("--even-if-smaller", is_flag=True, help="Also where documents would be lost.")
def rebuild(even_if_smaller: bool) -> int:
    """Make the warehouse anew from the archive and the bundled history."""
    from flows.commands.loading import rebuild

    return rebuild(even_if_smaller).exit_status


@app.command()
def check() -> int:
    """Hold the warehouse against the rules, and name the places. Exits 1 where an invariant of ours is broken."""
    from flows.commands.checking import check

    return check()


@app.command()
def publish() -> None:
    """Check the warehouse and put the copy for readers in place."""
    from flows.commands.checking import publish

    publish()


@app.command()
@click.option("--output", type=A_PATH, metavar="FILE", help="Where to write it; else beside the published copy.")
def report(output: Path | None) -> None:
    """Make the page to look at, of the published copy: charts, tables and the news beside them, in one file."""
    from flows.commands.showing import report

    report(output)


@app.command()
@click.argument("query", required=False)
@click.option("--format", "format_", type=click.Choice(FORMATS), help="How to write it; else by FILE, else a table.")
@click.option("--output", type=A_PATH, metavar="FILE", help="Where to write it: .csv, .json, .parquet, .md.")
@click.option("--limit", type=click.IntRange(min=1), metavar="ROWS", help="At most so many of each answer.")
def sql(query: str | None, format_: str | None, output: Path | None, limit: int | None) -> int:
    """Ask the published copy: a query (several, with semicolons between them), the path of a file (.sql) that holds
    them, or - for what comes down a pipe. Without any, at a terminal, you are asked for one after the other.

    Nothing that you type can change the copy, or read or write another file.
    """
    from flows.commands.asking import ask

    return ask(query, format_, output, limit)


@app.command()
@click.argument("table", required=False, metavar="[TABLE]")
def describe(table: str | None) -> None:
    """What a table of the published copy is, and what its columns mean; without TABLE, which there are."""
    from flows.commands.describing import print_description

    print_description(table)


@app.command()
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@click.option("--limit", type=click.IntRange(1, 10_000), default=10, show_default=True, help="How many series.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
def find(words: tuple[str, ...], limit: int, as_json: bool) -> int:
    """Find figures by the publisher's own words: the series whose row, column and title hold all of WORD.

    Of each the newest figure with its cell, and the query that gives all. Exits 1 where there is none.
    """
    from flows.commands.describing import print_figures

    return print_figures(words, limit, as_json)


@app.command()
@click.argument("table")
@click.option("--where", metavar="CONDITION", help="Only these rows: \"fiscal_year = 2025 and agency = 'ICE'\".")
@click.option("--as-of", type=A_DAY, metavar="DATE", help="What was said at the end of that day in Washington.")
@click.option("--format", "format_", type=click.Choice(FILES), help="What to write; else by FILE, else csv.")
@click.option("--output", type=A_PATH, metavar="FILE", help="Where to write it; else in this folder, by its name.")
def export(table: str, where: str | None, as_of: datetime | None, format_: str | None, output: Path | None) -> None:
    """Write a table of the published copy into a file: CSV, Parquet, Excel (xlsx) or Stata (dta).

    TABLE is ready.book_ins, or book_ins alone. What the columns mean and which documents they are from is in the file
    (of CSV: in published/tables).
    """
    from flows.commands.exporting import write_table

    ending = output.suffix.lower().removeprefix(".") if output else ""
    if format_ is None and ending and ending not in FILES:
        raise click.BadParameter(f"expected a name that ends in .{', .'.join(FILES)}", param_hint="--output")
    write_table(table, where, as_of and as_of.date(), format_ or ending or "csv", output)


@app.command()
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Of figures, of articles.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
def search(words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Find published tables, their rows, and articles by words: figures first, the best of each first.

    Of restricted articles the headline alone is searched.
    """
    from flows.commands.searching import print_found

    print_found(" ".join(words), limit, as_json)


@app.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0: any that is free.")
@click.option("--open", "open_", is_flag=True, help="Open the first page in a browser.")
def serve(port: int, open_: bool) -> None:
    """Show the published copy as web pages on this machine: tables, facets, SQL, CSV. Ctrl-C stops it.

    They need nothing from the network; what is published meanwhile is taken up. Needs Datasette, an extra.
    """
    from flows.commands.serving import serve

    serve(port, open_)


@app.command()
@click.option("--since", type=A_DAY, metavar="DATE", help="First day, in Washington; else 30 days before the newest.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Of each kind.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines: all of it.")
def changes(since: datetime | None, limit: int, as_json: bool) -> None:
    """What became known: editions, revisions, probable slips, figures and facilities that came or went, claims.

    The same is in changes.atom beside the published copy, for feed readers.
    """
    from flows.commands.changing import print_changes

    print_changes(since.date() if since else None, limit, as_json)


@app.command()
@click.option("--coverage", is_flag=True, help="Also: which numeric cells are no figures, and why.")
@click.option("--gaps", is_flag=True, help="Also: the holes between editions; which are known and not at hand.")
def status(coverage: bool, gaps: bool) -> None:
    """What was asked, what is loaded, what is late, what could not be read."""
    from flows.commands.reporting import status

    status(coverage, gaps)


@app.command()
@click.argument("document")
@click.option("--table", help="One refused table, by dataflow or title; all where left out.")
@click.option("--why", required=True, help="The reason, for those who come after.")
def accept(document: str, table: str | None, why: str) -> int:
    """Accept that a document, or a table of it, is refused: with this parser it makes no run fail any more.

    DOCUMENT is its sha256, or the beginning of it; `onrecord status` names it.
    """
    from flows.commands.deciding import accept

    return accept(document, table, why)


@app.command()
@click.argument("document")
@click.option("--why", required=True, help="The reason, for those who come after.")
def forget(document: str, why: str) -> int:
    """Leave out of the warehouse a document that was imported by mistake. Its bytes stay in the archive.

    DOCUMENT is its sha256, or the beginning of it.
    """
    from flows.commands.deciding import forget

    return forget(document, why)
