"""Runs of every kind killed (`kill -9`), at random moments and right before or after a rename, and completed.

    python -m tests.faults.kills [KILLS] [SEED]

A home is collected, published, imported into, rebuilt and published again; each of these is killed and said once more.
Before that a load is killed in each of its steps. Afterwards every table and view of both warehouses, working and
published, is what it is after a run that nobody killed, but for the times of our own work; and once more when what
follows has been said too. Prints each kill; exit status 1 where something differs.
"""

from __future__ import annotations

import math
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests import small_warc
from tests.faults.commands import kill, moments, run, start
from tests.faults.said import Said, differences, said
from tests.small_warc import FY2020, FY2022, FY2025


@dataclass(frozen=True)
class Stage:
    """One command, its words apart by `|`."""

    name: str
    command: str


@dataclass(frozen=True)
class Kill:
    """`at`: seconds, or the number of a moment."""

    stage: str
    at: str
    killed: bool


def stages(folder: Path) -> list[Stage]:
    """What is done one after the other; the inputs are written to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    small, more = small_warc.write(folder / "small.warc.gz"), small_warc.write_editions(folder / "more.warc.gz", 4)
    return [
        Stage("collect", f"collect|ice_detention_statistics|--replay|{small}"),
        Stage("publish a first time", "publish"),
        Stage("import and load", f"import|{more}|{small}|--basis|archive_capture"),
        Stage("rebuild", "rebuild"),
        Stage("publish", "publish"),
    ]


class Whole:
    """The run that nobody kills: the home before and after each stage, how long each takes and how many moments it has,
    what is said after each."""

    def __init__(self, folder: Path, without: Collection[str] = (), *, views: bool = True) -> None:
        """`without`: stages that are left out, by their names. `views`: of views it is compared what they say."""
        self.views = views
        self.folder, self.stages = folder, [one for one in stages(folder / "inputs") if one.name not in without]
        self.takes: list[float] = []
        self.moments: list[int] = []
        self.said: list[Said] = []
        home = folder / "0"
        home.mkdir()
        for k, stage in enumerate(self.stages):
            before, home = home, folder / str(k + 1)
            shutil.copytree(before, home)
            begin = time.monotonic()
            assert run(stage.command, home)
            self.takes.append(time.monotonic() - begin)
            self.moments.append(moments(home))
            self.said.append(said(home, views=views))

    def rest(self, k: int) -> str:
        """A stage and those after it."""
        return ";".join(stage.command for stage in self.stages[k:])


def kill_and_compare(whole: Whole, each: int, seed: int, *, in_short: bool = False) -> Iterator[Kill]:
    """Kill the stages in turn, each so many times or one more: half of them at random times, half beside a rename, some
    of them twice in a row; then say them once more, and compare; then what follows them. `in_short`: beside renames
    only, once in a row, and nothing follows. Raises AssertionError where something differs.
    """
    chance, killed = random.Random(seed), [0] * len(whole.stages)
    while min(killed) < each:
        k = killed.index(min(killed))
        home = whole.folder / "killed"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(whole.folder / str(k), home)
        for _ in range(1 if in_short else chance.choice([1, 1, 2])):
            one = _killed(whole, k, home, chance, of_times=0.0 if in_short else 0.5)
            killed[k] += one.killed
            yield one
        complete(whole, k, home)
        if not in_short and k + 1 < len(whole.stages):
            assert run(whole.rest(k + 1), home)
            check(whole, len(whole.stages) - 1, home)


def complete(whole: Whole, k: int, home: Path) -> None:
    """Say a stage that was killed once more."""
    assert run(whole.stages[k].command, home)
    check(whole, k, home)


def check(whole: Whole, k: int, home: Path) -> None:
    """A home is what it is after a stage that nobody killed."""
    found = differences(whole.said[k], said(home, views=whole.views))
    assert not found, f"after {whole.stages[k].name}: {found}; see {home}"
    left = {path.name for path in home.iterdir()}
    assert left <= {"archive", "warehouse.duckdb", "warehouse.lock", "published"}, f"left behind: {left}"


def _killed(whole: Whole, k: int, home: Path, chance: random.Random, of_times: float) -> Kill:
    """`of_times`: how many of the kills are at a random time; the others are beside a rename."""
    stage, takes = whole.stages[k], whole.takes[k]
    if chance.random() < of_times:
        after = chance.uniform(0.1 * takes, takes)
        ended, at = run(stage.command, home, after=after), f"{after:.2f} s"
    else:
        moment = chance.randint(1, whole.moments[k])
        ended, at = run(stage.command, home, moment=moment), f"moment {moment}"
    readable(home / "published" / "warehouse.duckdb")
    return Kill(stage.name, at, not ended)


def readable(published: Path) -> None:
    """The copy for readers is the old one or the new one, never neither."""
    if published.exists():
        with duckdb.connect(str(published), read_only=True) as connection:
            assert connection.execute("select count(*) > 0 from core.observation").fetchall() == [(True,)]
    if (searched := published.with_name("search.duckdb")).exists():
        with duckdb.connect(str(searched), read_only=True) as connection:
            assert connection.execute("select count(*) > 0 from entry").fetchall() == [(True,)]


def kill_in_each_step_of_loading(whole: Whole, folder: Path) -> None:
    """While the archive grows, while a warehouse is built, while one is brought up to date."""
    collect, new, old = whole.stages[0].command, folder / "new", folder / "old"
    new.mkdir()
    kill_when(collect, new, lambda: size(new / "archive" / "fetches.jsonl") > 0)
    assert not (new / "warehouse.duckdb").exists()
    kill_when(collect, new, lambda: size(new / "rebuilding.duckdb") > 0)
    assert not (new / "warehouse.duckdb").exists()

    old.mkdir()
    nothing = small_warc.write_nothing(folder / "nothing.warc.gz")
    assert run(f"import|{nothing}", old)  # a warehouse without documents
    kill_when(collect, old, lambda: size(old / "warehouse.duckdb.wal") > 0)
    with duckdb.connect(str(old / "warehouse.duckdb")) as connection:  # whole documents or none
        found = connection.execute("select url from raw.document").fetchall()
        assert {url for (url,) in found} in (set(), {FY2020, FY2022, FY2025})
        counted = "select count(distinct document_id) from core.observation"
        assert connection.execute(counted).fetchall() == [(len(found),)]

    complete(whole, 0, new)
    complete(whole, 0, old)


def kill_when(command: str, home: Path, reached: Callable[[], bool]) -> None:
    """Kill a run as soon as something is there. Fails where the run came to its end before."""
    process = start(command, home)
    while not reached():
        assert process.exitcode is None, f"it came to its end: {Path(f'{home}.said').read_text()}"
        time.sleep(0.001)
    kill(process)
    assert process.exitcode == -9


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def main(kills: int = 60, seed: int = 1) -> int:
    with tempfile.TemporaryDirectory() as folder:
        whole = Whole(Path(folder))
        kill_in_each_step_of_loading(whole, Path(folder))
        killed = 0
        for one in kill_and_compare(whole, math.ceil(kills / len(whole.stages)), seed):
            killed += one.killed
            print(f"{killed:3} {one.stage:22} {one.at:>10}  {'killed' if one.killed else 'had ended'}", flush=True)
    print(f"{killed} kills: {len(whole.said[-1])} tables and views equal those of a run that nobody killed")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
