"""What is being typed ▶ the names by which it may go on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from warehouse.connection import Connection
from warehouse.queries import answer

KINDS = ("column", "schema", "table", "macro", "word")  # what is told first


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a question may use; `of_schema` and `of_table` are empty where it belongs to none."""

    kind: str
    of_schema: str
    of_table: str
    name: str

    @property
    def in_full(self) -> str:
        """With its schema, where a question must name that."""
        needs = self.kind in ("table", "macro") and self.of_schema != "main"
        return f"{self.of_schema}.{self.name}" if needs else self.name


def names(warehouse: Connection) -> list[Name]:
    """All names of a warehouse, those that are made for readers first, and the words of SQL."""
    return [Name(*row) for row in answer(warehouse, "names")[1]]


def completions(known: Sequence[Name], text: str, cursor: int) -> tuple[int, dict[str, str]]:
    """How many characters before the cursor are a name begun, and what may stand in their place: texts with their
    kinds, the likeliest first.

    After `marts.` those are the tables of the schema, after `book_ins.` the columns of the table; else the columns of
    tables that the text names (of all, where it names none) and whatever stands by itself.
    """
    typed = re.findall(r"[\w.]*$", text[:cursor])[0]
    owner, _, begun = typed.rpartition(".")
    possible = _of(known, owner.lower()) if owner else _free(known, text, begun)
    found = [name for name in possible if name.name.lower().startswith(begun.lower())]
    texts = dict[str, str]()
    for name in sorted(found, key=lambda name: KINDS.index(name.kind)):
        texts.setdefault(name.name if owner else name.in_full, name.kind)
    return len(begun), texts


def _of(known: Sequence[Name], owner: str) -> list[Name]:
    schema, _, table = owner.rpartition(".")
    return [
        name
        for name in known
        if (name.of_schema.lower(), name.of_table) == (owner, "")
        or (name.of_table.lower() == table and schema in ("", name.of_schema.lower()))
    ]


def _free(known: Sequence[Name], text: str, begun: str) -> list[Name]:
    if not begun:
        return [name for name in known if name.kind in ("schema", "table")]
    said = set(re.findall(r"\w+", text.lower()))
    tables = {name.name for name in known if name.kind == "table" and name.name.lower() in said}
    return [name for name in known if name.kind != "column" or not tables or name.of_table in tables]
