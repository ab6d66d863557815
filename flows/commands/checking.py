"""`onrecord check` and `onrecord publish`."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table

from flows.terminal import out, say, show
from warehouse import check as checks
from warehouse import publish as publishing
from warehouse.deriving import up_to_date
from warehouse.home import home
from warehouse.queries import answer


def check() -> int:
    """Check the working warehouse, name the first places of each rule. 1 where an invariant of ours is broken."""
    with up_to_date(home().warehouse) as warehouse:  # an empty one would pass every check
        results = checks.run(warehouse)
        names, rows = answer(warehouse, "first_places")
    out.print(_table(results))
    show(names, rows, "the first places of each rule (all of them: core.finding)")
    return 1 if any(result.blocks for result in results) else 0


def publish() -> None:
    """Check, and put the copy for readers in place."""
    published = publishing.publish(home())
    out.print(_table(result for result in published.results if result.findings))
    megabytes = published.size / 1e6
    out.print(f"{published.observations:,} observations in {published.path} ({megabytes:.0f} MB).", soft_wrap=True)
    for told in published.not_made:
        say("not_made", told)
    if published.unindexed:
        say("not_indexed", f"`onrecord search` looks for letters, not for words: {published.unindexed}.")


def _table(results: Iterable[checks.Result]) -> Table:
    """A line a rule, those that stop publishing in red."""
    shown = Table("rule", "severity", "found", "what must hold", title="checks")
    shown.columns[2].justify = "right"
    for result in results:
        style = "bold red" if result.blocks else "yellow" if result.findings else "green"
        found = f"[{style}]{result.findings:,}[/]"
        shown.add_row(result.rule.name, result.rule.severity, found, result.rule.title)
    return shown
