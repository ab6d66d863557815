"""`onrecord report`."""

from __future__ import annotations

from pathlib import Path

from flows.commands.writing import target
from flows.terminal import out
from warehouse.home import home
from warehouse.report import build


def report(output: Path | None) -> None:
    """Make the page of the published copy anew, and say where it is."""
    here = home()
    page = here.report if output is None else target(output, here.root)
    size = build(here.published, page)
    out.print(f"{page} ({size / 1e6:.1f} MB): open it in a browser. It holds all that it shows.", soft_wrap=True)
