"""`onrecord serve`."""

from __future__ import annotations

import click

from flows.terminal import out
from warehouse.home import home
from warehouse.serving import serve as serve_pages


def serve(port: int, open_: bool) -> None:
    """Say where the pages are, show them until Ctrl-C."""

    def ready(address: str) -> None:
        out.print(f"{address} shows what is published. Ctrl-C stops it.", soft_wrap=True, highlight=False)
        if open_:
            click.launch(address)

    out.print("Making the pages …")
    serve_pages(home(), port, ready)
    out.print("stopped.")
