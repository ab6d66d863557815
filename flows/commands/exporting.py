"""`onrecord export`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flows.commands.writing import target
from flows.terminal import line, out
from warehouse.exporting.one import Asked, export
from warehouse.home import home


def write_table(table: str, where: str | None, as_of: date | None, format_: str, output: Path | None) -> None:
    """Write a table into a file, and say what was written."""
    day = "" if as_of is None else f"_as_of_{as_of}"
    file = target(output or Path(f"{table.rpartition('.')[2]}{day}.{format_}"), home().root)
    done = export(home().published, Asked(table, where, as_of), format_, file)
    out.print(f"{done.rows:,} rows of {line(done.table)} in {line(file)}", soft_wrap=True, highlight=False)
