"""`onrecord discover`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from rich.table import Table

from collectors import finding, registry
from collectors.archive.log import SEEN
from collectors.archive.store import Archive
from collectors.discovery.results import Found, Results, Window
from collectors.errors import OnrecordError
from collectors.fetching.client import Client
from collectors.records import SourceModule
from flows.commands.loading import load
from flows.terminal import err, line, out, say
from warehouse.home import home

WIDTH = 80
WHEN, WHO = 16, 18  # characters of the columns before the title
_NOT_REACHED = ("unreachable", "blocked", "refused_by_robots")


def discover(words: str, first: date, last: date, services: Sequence[str], fetch: bool) -> int:
    """Print what the services find; with `fetch` ask for what belongs to a source, and load it. The exit status."""
    owner = finding.owners(registry.sources(home().newsrooms).values())
    found: dict[str, Found] = {}
    codes = {0}
    for name in services:
        try:
            result = finding.find(name, words, Window(first, last))
        except OnrecordError as error:
            say(error.outcome, f"{name}: {error}")
            codes.add(3 if error.outcome in _NOT_REACHED else 1)
            continue
        _show(name, result, owner)
        found |= {one.url: one for one in result.found if one.url not in found}
    if fetch and found:
        codes.add(_fetch(list(found.values()), owner))
    return 1 if 1 in codes else max(codes)


def _show(name: str, result: Results, owner: Callable[[str], SourceModule | None]) -> None:
    if not finding.SERVICES[name].proven:
        told = "no live answer of it has been read yet (docs/discovering.md)"
        err.print(f"[yellow]{name}: unproven:[/] {told}", soft_wrap=True)
    if result.found:
        out.print(_columns(f"[bold]{result.found[0].says}", "[bold]who", "[bold]title"))
    for one in result.found:
        module = owner(one.url)
        when = one.printed or "" if one.at is None else f"{one.at:%Y-%m-%d %H:%M}"
        out.print(_columns(line(when), line(one.newsroom or ""), line(one.title or "")))
        of = "" if module is None else f" [green]{module.SOURCE.id}[/]"
        out.print(f"  [cyan]{line(one.url)}[/]{of}", highlight=False, soft_wrap=True)
    ours = sum(owner(one.url) is not None for one in result.found)
    out.print(f"{name}: {len(result.found):,} addresses, {ours:,} of them of a source (times are UTC)", highlight=False)
    if result.odd:
        told = line("; ".join(result.odd[:3]))
        out.print(f"  {len(result.odd)} entries without an address: {told}", soft_wrap=True)
    if result.more:
        out.print(f"  there may be more: {line(result.more)}", soft_wrap=True)


def _columns(*cells: str) -> Table:
    """A line of the table, its title on several where it is long."""
    shown = Table.grid(padding=(0, 1))
    for width in (WHEN, WHO, WIDTH - WHEN - WHO - 2):
        shown.add_column(width=width, overflow="fold")
    shown.add_row(*cells)
    return shown


def _fetch(found: Sequence[Found], owner: Callable[[str], SourceModule | None]) -> int:
    with Client(Archive(home().archive), share=1.0) as client:
        taken = finding.take(found, client, owner)
    counted = ", ".join(f"{count} {outcome}" for outcome, count in sorted(taken.outcomes.items())) or "none"
    told = f"asked for: {counted}; in the archive before: {taken.known}; of no source: {len(taken.strange)}"
    out.print(told, highlight=False)
    for one in taken.fetches:
        if one.outcome not in SEEN:
            say(one.outcome, one.message or one.url)
    if taken.strange:
        out.print("  An address of no source is kept where a newsroom is a row (docs/adding-a-source.md).")
    loaded = load().exit_status if taken.fetches else 0
    silent = any(one.outcome in _NOT_REACHED for one in taken.fetches)
    wrong = any(one.outcome not in (*_NOT_REACHED, *SEEN) for one in taken.fetches)
    return 1 if wrong or loaded else 3 if silent else 0
