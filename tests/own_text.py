"""Views of readers that do more than choose among the figures of one table: what the others say is decided with
vintages.figure, and to plan all of them takes longer than the rest of a test."""

from __future__ import annotations

import re

from warehouse.definitions import VIEWS, for_readers

_READ = re.compile(r"\b(?:from|join) (\w+\.\w+)")
_CHOSEN_FROM = {"vintages.figure", "core.series"}
_TELLS = re.compile(r"\b(?:group by|over|qualify|union|distinct|limit)\b")


def own_text() -> list[str]:
    """Their names, with the schema; of marts those with a file of their own, not what vintages say now."""
    written = {f"{path.parent.name}.{path.stem}" for path in VIEWS.rglob("*.sql")}
    of_files = [one for one in for_readers() if one.made().name in written]
    return [one.made().name for one in of_files if not _is_choice(one.sql)]


def _is_choice(query: str) -> bool:
    return {*_READ.findall(query)} <= _CHOSEN_FROM and not _TELLS.search(query)
