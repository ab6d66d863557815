"""The published copy ▶ `report.html`: one page that holds its drawings, tables, styles and files, and loads nothing.

Drawings are SVG made here, so that they are there without a script, are printed sharply, and are read by who cannot see
them; the script only brings up the figures beneath a pointer or an arrow key. Made of the copy alone, the page holds no
word that the copy does not. Of one copy every page is the same, byte by byte: it tells no other time than the copy's.
"""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path

import jinja2

from warehouse.connection import read_only
from warehouse.report import words
from warehouse.report.contents import Contents, contents
from warehouse.report.tables import address
from warehouse.unavailable import unavailable

HERE = Path(__file__).parent


def build(copy: Path, page: Path) -> int:
    """Write the page of a published copy, whole or not at all; its size in bytes.

    Raises WarehouseError where there is no copy, or where the page cannot be written.
    """
    with read_only(copy) as connection:
        text = render(contents(connection)).encode()
    beside = page.with_name(f".{page.name}.new")
    try:
        beside.write_bytes(text)
        os.replace(beside, page)
    except OSError as error:
        raise unavailable(page, error) from error
    finally:
        beside.unlink(missing_ok=True)
    return len(text)


def render(made: Contents) -> str:
    """The page. The template escapes what comes from outside; an address that is none of the web is no link."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters |= {"day": words.day, "number": words.number, "days": words.days, "address": address}
    style, script = ((HERE / name).read_text("utf-8") for name in ("page.css", "page.js"))
    return environment.get_template("page.html").render(
        made=made, style=style, script=script, script_hash=_hash(script)
    )


def _hash(script: str) -> str:
    """What the page's policy lets run: this script, and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
