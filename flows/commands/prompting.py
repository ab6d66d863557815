"""`onrecord sql` at a terminal: one query after the other, with those of before, and Tab to complete."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import cached_property

import duckdb
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from collectors.errors import OnrecordError
from flows.failures import sentence
from flows.terminal import complain, out, show
from warehouse.completing import Name, completions, names
from warehouse.connection import Connection
from warehouse.home import Home
from warehouse.queries import answer
from warehouse.statements import is_whole

PROMPT = "onrecord> "
LEAVE = (r"\q", ".quit", ".exit", "quit", "exit")
HELP = r"""A query ends with a semicolon; until there is one, Enter begins another line.

  .tables          the tables that are made for readers
  .tables WORD     those whose name or description has the word
  describe TABLE;  its columns
  set variable as_of = date '2025-02-07';
                   views whose name ends in _at then say what was said that day

Tab completes names, the arrow up brings back what was typed before, Ctrl-C ends a query, \q the prompt."""


def prompt(warehouse: Connection, home: Home, ask: Callable[[str], None]) -> None:
    """Ask for queries, and have them answered, until somebody leaves. What is wrong with one is said, and the next may
    be typed."""
    session = PromptSession[str](
        PROMPT,
        multiline=Condition(lambda: not _is_typed(warehouse, session.default_buffer.text)),
        prompt_continuation="... ".rjust(len(PROMPT)),
        history=_history(home),
        completer=_Names(warehouse),
        complete_while_typing=False,
    )
    opened = os.stat(home.published).st_ino
    out.print(r"The published copy, to read. Say .help for help, \q to leave.", highlight=False)
    while True:
        try:
            typed = session.prompt().strip()
            if typed.rstrip("; ") in LEAVE:
                return
            if typed:
                _obey(typed, warehouse, ask)
            if os.stat(home.published).st_ino != opened:
                complain(r"a newer copy was published; this is the older one. Leave (\q), and come back for it.")
        except KeyboardInterrupt:  # of what was typed so far
            continue
        except EOFError:
            return


def _is_typed(warehouse: Connection, text: str) -> bool:
    """Whether Enter means that this is all."""
    try:
        line = text.strip()
        return line == "" or line.startswith((".", "\\")) or line in LEAVE or is_whole(warehouse, line)
    except UnicodeError:
        return True  # to be told so


def _obey(typed: str, warehouse: Connection, ask: Callable[[str], None]) -> None:
    try:
        if typed.startswith((".", "\\")):
            _command(typed, warehouse)
        else:
            ask(typed)
        sys.stdout.flush()
    except KeyboardInterrupt:
        out.print()  # perhaps in the middle of a line
        complain("interrupted.")
    except duckdb.Error as error:
        complain(str(error))
    except (OnrecordError, UnicodeError, MemoryError) as error:
        complain(sentence(error) or str(error))


def _command(typed: str, warehouse: Connection) -> None:
    name, *words = typed.split(maxsplit=1)
    if name == ".tables":
        show(*answer(warehouse, "tables", " ".join(words)))
    elif name == ".help":
        out.print(HELP, markup=False, highlight=False)
    else:
        complain(rf"expected .help, .tables or \q; found {name}.")


def _history(home: Home) -> History:
    return FileHistory(home.typed) if os.access(home.root, os.W_OK) else InMemoryHistory()


class _Names(Completer):
    """Completes names of the warehouse and words of SQL."""

    def __init__(self, warehouse: Connection) -> None:
        self._warehouse = warehouse.cursor()  # beside transactions that failed

    @cached_property
    def _known(self) -> list[Name]:
        return names(self._warehouse)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """The names by which what stands before the cursor may go on."""
        begun, found = completions(self._known, document.text, document.cursor_position)
        for text, kind in found.items():
            yield Completion(text, -begun, display_meta=kind)
