"""What stops a command ▶ one sentence: what is ours says it itself, what is the machine's is put into words."""

from __future__ import annotations

import duckdb

from collectors.errors import OnrecordError
from warehouse.home import home
from warehouse.unavailable import unavailable


def sentence(error: BaseException) -> str | None:
    """Where, what was expected, what was found, what to do. None for an error that is a fault of this program."""
    match error:
        case OnrecordError():
            return str(error)
        case OSError():
            return str(unavailable(error.filename or home().root, error))
        case duckdb.Error():
            return str(unavailable(home().root, error))
        case UnicodeError():
            return f"{home().root}: expected words in UTF-8; found others ({error}). Type, or save, them in UTF-8."
        case MemoryError():
            return f"{home().root}: expected enough memory; found none left. Ask for less at once."
    return None


def is_interruption(error: BaseException) -> bool:
    """Whether somebody pressed Ctrl-C: DuckDB, and Arrow behind it, tell it in words of their own."""
    said = isinstance(error, RuntimeError | duckdb.InterruptException) and "interrupted" in str(error).lower()
    return said or isinstance(error.__cause__, KeyboardInterrupt)
