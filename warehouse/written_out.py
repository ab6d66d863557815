"""Macros of ours in the text of a view ▶ what they stand for, written in their place.

A DuckDB before 1.5 looks for a macro that a view calls in the file that is open, and finds none of a file that is
attached beside it. So no view calls one. Macros that are tables are left as they are: they do call others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_MACRO = re.compile(r"create or replace macro (\w+)\(([^)]*)\) as\n")
_QUOTED = re.compile(r"--[^\n]*|'(?:[^']|'')*'")  # what is no code: comments, and words in quotes
_CALL = re.compile(r"(?<![\w.])(\w+)\(")
_PLAIN = re.compile(r"[\w.]+")


@dataclass(frozen=True, slots=True)
class Macro:
    """What stands in place of a call: an expression of its parameters."""

    parameters: tuple[str, ...]
    body: str


def macros(texts: Iterable[str]) -> dict[str, Macro]:
    """The macros that texts of files make, by name; those that are tables are none."""
    found = [(begin, text) for text in texts if (begin := _MACRO.search(text))]
    return {
        begin[1]: Macro(
            tuple(name.strip() for name in begin[2].split(",") if name.strip()),
            text[begin.end() :].strip().removesuffix(";"),
        )
        for begin, text in found
    }


def written_out(text: str, known: Mapping[str, Macro]) -> str:
    """The text without calls of macros that are known, nor of those that these call."""
    code = _code(text)
    for call in _CALL.finditer(code):
        if (macro := known.get(call[1])) is not None:
            end, arguments = _arguments(text, code, call.end())
            stands_for = _filled(macro, [written_out(argument, known) for argument in arguments])
            inside = written_out(stands_for, known)
            return f"{text[: call.start()]}({inside}){written_out(text[end:], known)}"
    return text


def _filled(macro: Macro, arguments: list[str]) -> str:
    """The body of a macro with arguments in place of its parameters."""
    if not macro.parameters:
        return macro.body
    given = {
        name: argument if _PLAIN.fullmatch(argument) else f"({argument})"
        for name, argument in zip(macro.parameters, arguments, strict=True)
    }
    parts, end = [], 0
    for found in re.finditer(rf"(?<![\w.])({'|'.join(given)})\b(?!\()", _code(macro.body)):
        parts += [macro.body[end : found.start()], given[found[1]]]
        end = found.end()
    return "".join([*parts, macro.body[end:]])


def _arguments(text: str, code: str, begin: int) -> tuple[int, list[str]]:
    """Where a call ends whose first argument begins there, and its arguments."""
    depth, start, found = 0, begin, []
    for place, letter in _outside(code, begin):
        if letter in ")," and depth == 0:
            found.append(text[start:place].strip())
            start = place + 1
            if letter == ")":
                return start, [argument for argument in found if argument]
        depth += (letter in "([{") - (letter in ")]}")
    raise ValueError(f"a call that does not end: {text[begin:]}")


def _outside(code: str, begin: int) -> Iterator[tuple[int, str]]:
    return ((place, letter) for place, letter in enumerate(code[begin:], begin) if letter in "()[]{},")


def _code(text: str) -> str:
    """The text with blanks for comments and for words in quotes: as long as it."""
    return _QUOTED.sub(lambda found: " " * len(found[0]), text)
