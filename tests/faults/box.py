"""A reader in a process of its own, with limits: what kills it, or takes too much memory or time, is an answer too.

with Box("ice_detention_statistics") as box:
    answer = box.read(content, "some.xlsx")
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import pyarrow as pa

from collectors import registry
from collectors.errors import OnrecordError
from collectors.records import Document, Sighting, SourceModule

SECONDS = 20.0
PEAK_MIB = 1536
#: of address space: far above what is allowed, and below what would take the machine down
ADDRESS_SPACE = 8 << 30
ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, eq=False)
class Answer:
    """What a reader made of a document. `outcome`: `read`, `refused` (a typed error), `broke` (any other exception),
    `died`, `too_large`, `too_slow`. `tables` holds, by kind, what was read; `error` what was raised, in words."""

    outcome: str
    tables: dict[str, pa.Table] = field(default_factory=dict, repr=False)
    error: str = ""
    seconds: float = 0.0
    peak_mib: float = 0.0

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The rows of a kind."""
        return self._rows.get(kind, [])

    @cached_property
    def _rows(self) -> dict[str, list[dict[str, Any]]]:
        return {kind: rows.to_pylist() for kind, rows in self.tables.items()}


class Box:
    """Starts the process when it is first needed, and again after each one that ended."""

    def __init__(self, source_id: str, seconds: float = SECONDS, peak_mib: float = PEAK_MIB) -> None:
        self.source_id, self.seconds, self.peak_mib = source_id, seconds, peak_mib
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  as long as the box

    def __enter__(self) -> Box:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, content: bytes, name: str, seen: datetime | None = None) -> Answer:
        """Let the source read a document, first seen at a moment (aware) if one is given."""
        process, pipe = self._started()
        begin = time.monotonic()
        try:
            pipe.send((content, name, seen))
            if not pipe.poll(self.seconds):
                self.close()
                return Answer("too_slow", seconds=time.monotonic() - begin)
            answer: Answer = pipe.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            code = process.wait()
            said = self._said()
            self.close()
            return Answer("died", error=f"exit {code}: {said}")
        if answer.peak_mib > self.peak_mib:
            self.close()  # the peak is the process's: a new one for the next document
            return Answer("too_large", answer.tables, answer.error, answer.seconds, answer.peak_mib)
        return answer

    def _started(self) -> tuple[subprocess.Popen[bytes], Connection]:
        if self._process is None or self._pipe is None:
            self._pipe, theirs = Pipe()
            command = [sys.executable, "-m", "tests.faults.box", self.source_id, str(theirs.fileno())]
            self._errors.seek(0)  # a file and no pipe: a pipe that nobody empties would stop the process
            self._errors.truncate()
            self._process = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()], stderr=self._errors)
            theirs.close()
        return self._process, self._pipe

    def _said(self) -> str:
        """What the process wrote first before it ended."""
        self._errors.seek(0)
        return self._errors.read(400).decode(errors="replace").strip().replace("\n", " ")

    def close(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._pipe = None


def read(module: SourceModule, document: Document) -> Answer:
    """`edition` and `read`, as the product calls them."""
    parts: dict[str, list[pa.Table]] = {}
    begin, outcome, words = time.monotonic(), "read", ""
    try:
        module.edition(document)
        for table in module.read(document):
            parts.setdefault(table.kind, []).append(table.rows)
    except OnrecordError as error:
        outcome, words = "refused", f"{type(error).__name__}: {error}"
    except Exception as error:  # noqa: BLE001  a fault of the reader: what is looked for here
        outcome, words = "broke", f"{type(error).__name__}: {error}"
    tables = {kind: pa.concat_tables(rows) for kind, rows in parts.items() if outcome == "read"}
    return Answer(outcome, tables, words, time.monotonic() - begin, peak_mib())


def peak_mib() -> float:
    """The most memory that this process has held."""
    status = Path("/proc/self/status")
    peak = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(peak[1] if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


def document(content: bytes, name: str, seen: datetime | None = None) -> Document:
    url = f"https://www.ice.gov/doclib/detention/{name}"
    sightings = (Sighting(url, seen, "archive_capture"),) if seen else ()
    return Document(content, url, "xlsx", sightings)


def serve(source_id: str, pipe: Connection) -> None:
    """Answer until the other end is closed."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    module = registry.source(source_id)
    while True:
        try:
            content, name, seen = pipe.recv()
        except EOFError:
            return
        pipe.send(read(module, document(content, name, seen)))


if __name__ == "__main__":
    from tests.faults import box  # what is sent is a class of the module by its name, not of __main__

    try:
        box.serve(sys.argv[1], Connection(int(sys.argv[2])))
    except BrokenPipeError:
        os._exit(1)
