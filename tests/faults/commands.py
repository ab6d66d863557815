"""Commands as a user says them, each in a process that can be killed: at a time, or right before or after a rename."""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

#: what a command imports, once for all of them: each runs in a fork of a process that has it
PRELOADED = ["collectors.collecting", "collectors.importing", "flows.cli", "warehouse.publish", "tests.faults.commands"]
#: what a kill may fall between
WATCHED = ("replace", "rename", "unlink", "remove", "fsync", "truncate")


def work(commands: str, home: str, moment: int, errors: str) -> None:
    """Commands as a user says them, in a process group of their own, without the bundled history, which takes most of
    a run's time. `moment`: kill it at the n-th of the moments right before and after a rename, a deletion, an fsync."""
    import warehouse.rebuild
    from flows.cli import main

    os.setsid()
    os.environ["ONRECORD_HOME"] = home
    with open(errors, "wb") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    warehouse.rebuild.bundled = lambda: None  # type: ignore[assignment, return-value]
    left = itertools.count(moment, -1)
    for name in WATCHED:
        setattr(os, name, watched(getattr(os, name), left))
    for command in commands.split(";"):
        sys.argv = ["onrecord", *command.split("|")]
        try:
            main()
        except SystemExit as end:
            if end.code:
                raise
    print(f"moments: {moment - next(left)}")


def moments(home: Path) -> int:
    """How many moments there were in a run that came to its end."""
    said = re.search(r"moments: (\d+)", Path(f"{home}.said").read_text("utf-8", "replace"))
    assert said, home
    return int(said[1])


def watched(call: Callable[..., Any], left: Iterator[int]) -> Callable[..., Any]:
    """The same call; the process dies before or after it when its moment has come."""

    def instead(*arguments: Any, **named: Any) -> Any:
        die_at(left)
        result = call(*arguments, **named)
        die_at(left)
        return result

    return instead


def die_at(left: Iterator[int]) -> None:
    if next(left) == 1:
        os.kill(os.getpid(), signal.SIGKILL)


def start(commands: str, home: Path, moment: int = 0) -> BaseProcess:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    process = context.Process(target=work, args=(commands, str(home), moment, f"{home}.said"))
    process.start()
    return process


def kill(process: BaseProcess) -> None:
    """The run and whatever it has started."""
    assert process.pid
    with contextlib.suppress(ProcessLookupError):  # it came to its end
        os.killpg(process.pid, signal.SIGKILL)
    process.join()


def run(commands: str, home: Path, after: float | None = None, moment: int = 0) -> bool:
    """Whether it came to its end: not before `after` seconds, and not at a moment."""
    process = start(commands, home, moment)
    process.join(after)
    if process.exitcode is None:
        kill(process)
        return False
    assert process.exitcode in (0, -signal.SIGKILL), Path(f"{home}.said").read_text("utf-8", "replace")
    return process.exitcode == 0
