"""Collect and load from a WARC in subprocesses that are killed (`kill -9`) at random moments.

    .venv/bin/python -m tests.killing WARC [KILLS] [SEED]

prints each kill and whether the content is that of an uninterrupted run; exit status 1 where it is not.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.content import content

COMMAND = [str(Path(sys.executable).with_name("onrecord")), "collect", "ice_detention_statistics", "--replay"]


def start(warc: Path, home: Path) -> subprocess.Popen[bytes]:
    """A run in a process group of its own."""
    return subprocess.Popen(
        [*COMMAND, str(warc)],
        env={**os.environ, "ONRECORD_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def kill(run: subprocess.Popen[bytes]) -> None:
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()


def collect(warc: Path, home: Path, kill_after: float | None = None) -> bool:
    """One run; True where it came to its end before `kill_after` seconds."""
    run = start(warc, home)
    try:
        _, errors = run.communicate(timeout=kill_after)
    except subprocess.TimeoutExpired:
        kill(run)
        return False
    assert run.returncode == 0, errors.decode()
    return True


def kill_and_compare(warc: Path, kills: int, seed: int, folder: Path) -> list[tuple[float, bool]]:
    """Kills runs of `folder/killed` at random moments, each time further into what is left to do, lets one end, and
    compares. A folder that has come to its end is begun anew. Returns the moments and whether each run was killed."""
    begin = time.monotonic()
    collect(warc, folder / "whole")
    whole, takes = content(folder / "whole" / "warehouse.duckdb"), time.monotonic() - begin
    moments, chance, at = [], random.Random(seed), 0
    while len([1 for _, killed in moments if killed]) < kills:
        home = folder / f"killed-{at}"
        after = chance.uniform(0.2 * takes, takes)
        ended = collect(warc, home, after)
        moments.append((after, not ended))
        if ended or chance.random() < 0.25:
            collect(warc, home)
            now = content(home / "warehouse.duckdb")
            assert now == whole, f"differ: {[t for t in whole if now[t] != whole[t]]} after {moments}; see {home}"
            at += 1
    collect(warc, folder / f"killed-{at}")
    assert content(folder / f"killed-{at}" / "warehouse.duckdb") == whole
    return moments


if __name__ == "__main__":
    arguments = [*sys.argv[1:], *["20", "1"][len(sys.argv) - 2 :]]
    with tempfile.TemporaryDirectory() as where:
        warc, kills, seed = Path(arguments[0]), int(arguments[1]), int(arguments[2])
        for moment, was_killed in kill_and_compare(warc, kills, seed, Path(where)):
            print(f"{moment:6.2f} s  {'killed' if was_killed else 'had ended'}")
    print("every folder, completed by the next run, equals the one that was never interrupted")
