"""The installed command: runs what was typed, and puts whatever stops it into one sentence and an exit status.

0 done, 1 something was wrong, 2 not understood, 3 a source could not be reached, 130 interrupted, 141 nobody listens.
Imports are in the functions, so that even they can be interrupted, and that a command pays for no other one's.
"""

from __future__ import annotations

import os
import sys

INTERRUPTED, BROKEN_PIPE = 128 + 2, 128 + 13  # as a shell tells the signals SIGINT and SIGPIPE


def main() -> None:
    """Entry point."""
    try:
        status = _run(sys.argv[1:] or ["--help"])
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        status = BROKEN_PIPE
    except KeyboardInterrupt:
        status = _interrupted()
    except OSError as error:
        status = _failed(error)
    _let_go_of_output()
    sys.exit(status)


def _run(arguments: list[str]) -> int:
    """What was typed; its exit status. Raises what is no failure of a command: that it is interrupted, or not heard."""
    import logging

    import click

    from flows.commands import app
    from flows.terminal import Warnings, complain

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    logging.basicConfig(handlers=[Warnings()], level=logging.WARNING)
    try:
        with app.make_context("onrecord", arguments) as context:
            return app.invoke(context) or 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        message = error.format_message()
        complain(message + ("" if message.endswith((".", "?")) else ".") + " See `onrecord --help`.")
        return error.exit_code
    except OSError:  # told by who empties the output, which may fail of the same once more
        raise
    except Exception as error:  # noqa: BLE001  what `_failed` does not know goes on, with its traceback
        return _failed(error)


def _failed(error: Exception) -> int:
    """Tell why a command failed. An error that is neither ours nor the machine's is a fault to report: it is raised."""
    from flows.failures import is_interruption, sentence
    from flows.terminal import complain

    if is_interruption(error):
        return _interrupted()
    told = sentence(error)
    if told is None:
        raise error
    complain(told)
    return 1


def _interrupted() -> int:
    from flows.terminal import complain

    complain("interrupted. What was whole by then is kept; the next run goes on from there.")
    return INTERRUPTED


def _let_go_of_output() -> None:
    """What cannot be written any more is not tried again when Python ends, which would say so in words of its own."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
