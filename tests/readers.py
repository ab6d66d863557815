"""Processes that ask a published copy, and look through the files beside it, while others take their place.

    .venv/bin/python tests/readers.py PUBLISHED TABLES STOP PAUSE

is one of them: it waits so many seconds after each look, ends when there is a file STOP, and prints what it was told as
JSON. It needs nothing of this package.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

NICE = 5  # they give way to who publishes, a little
#: sums of decimals, for those of doubles differ by the order in which threads add them up
SAID = """
select
    (select value from raw.state where name = 'published_at'),
    (select struct_pack(rows := count(*), total := sum(value::decimal(30, 6))) from core.observation)::varchar,
    (select struct_pack(rows := count(*), total := sum(value::decimal(30, 6))) from marts.figure)::varchar
"""


@dataclass
class Seen:
    """What readers were told. `queries`: each twice, in one connection. `folders`: looked through whole; `gone`: those
    that were deleted meanwhile, as happens to a folder with the second publish after it. `said`, `described`: the
    different answers and packages, each with the publish that it names. `failed`: errors, and answers that do not fit
    together."""

    queries: int = 0
    folders: int = 0
    gone: int = 0
    said: set[tuple[str, ...]] = field(default_factory=set)
    described: set[tuple[str, ...]] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)

    def add(self, other: Seen) -> None:
        """What another one has seen."""
        self.queries, self.folders, self.gone = (
            self.queries + other.queries, self.folders + other.folders, self.gone + other.gone
        )  # fmt: skip
        self.said |= other.said
        self.described |= other.described
        self.failed += other.failed

    def torn(self) -> list[str]:
        """The publishes of which two different things were told."""
        named = Counter(at for at, *_ in self.said), Counter(at for at, *_ in self.described)
        return [at for counted in named for at, times in counted.items() if times > 1]


@contextmanager
def reading(published: Path, tables: Path, folder: Path, processes: int = 8, pause: float = 0.0) -> Iterator[Seen]:
    """Let so many processes read while the block runs, `pause` seconds after each look.

    What is yielded is filled when the block ends. They find the file that stops them in `folder`.
    """
    stop, seen = folder / "stop", Seen()
    command = [sys.executable, __file__, str(published), str(tables), str(stop), str(pause)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(processes)]
    try:
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "begun\n"
        yield seen
    finally:
        stop.touch()
        for process in running:
            printed, _ = process.communicate()
            seen.add(_read(printed) if process.returncode == 0 else Seen(failed=[f"ended with {process.returncode}"]))
        stop.unlink()


def _read(printed: str) -> Seen:
    told = json.loads(printed)
    for name in ("said", "described"):
        told[name] = {tuple(one) for one in told[name]}
    return Seen(**told)


def ask(published: Path, seen: Seen) -> None:
    """Ask twice in one connection: both answers are one publish's."""
    try:
        with duckdb.connect(str(published), read_only=True) as connection:
            first, second = (connection.execute(SAID).fetchall() for _ in range(2))
    except duckdb.Error as error:
        seen.failed.append(repr(error))
        return
    seen.queries += 2
    seen.said.add(tuple(map(str, first[0])))
    if first != second:
        seen.failed.append(f"{first} and then {second}")


def look_through(tables: Path, seen: Seen) -> None:
    """Hold each file of one folder against what its package says of it."""
    folder = tables.resolve()
    try:
        package = (folder / "datapackage.json").read_bytes()
        described = json.loads(package)
        wrong = [one["path"] for one in described["resources"] if not _fits(folder / one["path"], one)]
    except FileNotFoundError as error:
        if folder.exists() and tables.resolve() == folder:
            seen.failed.append(repr(error))
        seen.gone += 1
        return
    seen.folders += 1
    seen.described.add((described["created"], hashlib.sha256(package).hexdigest()))
    seen.failed += [f"{folder}: {path}" for path in wrong]


def _fits(path: Path, described: dict[str, Any]) -> bool:
    content = path.read_bytes()
    return described["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}" and described["bytes"] == len(content)


def main() -> None:
    """Read until told to stop."""
    published, tables, stop = map(Path, sys.argv[1:4])
    pause = float(sys.argv[4])
    seen = Seen()
    os.nice(NICE)
    print("begun", flush=True)
    while not stop.exists():
        ask(published, seen)
        look_through(tables, seen)
        time.sleep(pause)
    told = {**vars(seen), "said": sorted(seen.said), "described": sorted(seen.described)}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
