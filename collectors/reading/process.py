"""The process in which documents are read, as its parent has it: started, handed a document, watched, ended.

Plain subprocess, not multiprocessing: that would run the caller's own main module again in the child (a notebook, a
script, the whole command line), and nothing of the caller, least of all its DuckDB, is wanted there.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from multiprocessing import Pipe
from pathlib import Path

from collectors.errors import OnrecordError
from collectors.reading import serving, version
from collectors.reading.document import Reading
from collectors.records import Document, SourceModule

SECONDS = 15.0  # of work that one document may take, so that a busy machine refuses nothing; a real workbook takes .2
AT_MOST = 60.0  # seconds by the clock, for who does not work but waits
MEMORY = 1 << 30  # bytes that the process may have in memory; the 93 real workbooks take it to 175 MiB
STARTING = 60.0  # seconds until the process must be there

_WATCHED_EVERY = 0.05 if Path("/proc/self/statm").exists() else 0.5  # seconds
#: numpy's threads for linear algebra, which no reader does, take a tenth of a second of work to begin
_SETTINGS = {"OPENBLAS_NUM_THREADS": "1"}
_START = """
import json, sys
sys.path[:] = json.loads(sys.argv[2])
from {0} import serve
serve(sys.argv[1], sys.argv[3])
"""


class Death(Exception):
    """The process has ended, or was ended because a limit was reached; says how."""

    def __init__(self, found: str, *, of_time: bool = False) -> None:
        super().__init__(found)
        self.of_time = of_time


class Process:
    """The process, as its parent has it."""

    def __init__(self, module_name: str) -> None:
        """Raises OnrecordError where it does not start, or cannot import the parser: no document is to blame."""
        self.documents = 0  # handed to it so far
        # what it writes to standard output and error, told when it dies
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  closed by `end`
        self._pipe, theirs = Pipe()
        start, place = _START.format(serving.__name__), json.dumps(sys.path)
        arguments = [sys.executable, "-c", start, str(theirs.fileno()), place, module_name]
        self._process = subprocess.Popen(
            arguments,
            env={**os.environ, **_SETTINGS},
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=self._said,
            pass_fds=(theirs.fileno(),),
        )
        theirs.close()
        try:
            self._answer(STARTING)
        except Death as death:
            self.end()
            raise OnrecordError(
                "the process that reads documents",
                expected=f"{sys.executable} to start it and to import {module_name.partition(':')[0]}",
                found=str(death),
                remedy="The fault lies with the installation or the machine, not with a document.",
            ) from death

    def read(self, module: SourceModule, document: Document) -> Reading:
        """One document, within the limits. Raises Death."""
        self.documents += 1
        parser_hash = version.parser_hash(module.__name__)
        try:
            self._pipe.send((module.__name__, document, parser_hash, SECONDS))
        except OSError as error:
            raise Death(self._how()) from error
        return serving.unpacked(self._answer(AT_MOST))

    def kill(self) -> None:
        """Where it lives. Who waits for its answer hears of it."""
        self._process.kill()

    def end(self) -> None:
        """Kill it, and wait for its end."""
        self.kill()
        self._process.wait()
        self._pipe.close()
        self._said.close()

    def _answer(self, seconds: float) -> bytes:
        deadline = time.monotonic() + seconds
        try:
            while not self._pipe.poll(_WATCHED_EVERY):
                if resident(self._process.pid) > MEMORY:
                    raise Death(f"more than {MEMORY >> 20:,} MiB of memory taken")
                if time.monotonic() > deadline:
                    raise Death(f"no end after {seconds:g} seconds", of_time=True)
            return self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            if self._process.wait() == -signal.SIGPROF:
                raise Death(f"no end after {SECONDS:g} seconds of work", of_time=True) from error
            raise Death(self._how()) from error

    def _how(self) -> str:
        """How it ended: `an end of the process by SIGABRT (memory allocation of 9 bytes failed)`."""
        code = self._process.wait()
        how = f"by {signal.Signals(-code).name}" if code < 0 else f"with exit status {code}"
        said = self._last_words()
        return f"an end of the process {how}" + (f" ({said})" if said else "")

    def _last_words(self) -> str:
        """What it said of its end: the first line of an abort, the last one of a traceback."""
        self._said.seek(0)
        lines = [line.strip() for line in self._said.read().decode("utf-8", "replace").splitlines() if line.strip()]
        if not lines:
            return ""
        return lines[-1 if lines[0].startswith("Traceback") else 0][:200]


def resident(pid: int) -> int:
    """Bytes that a process has in memory; 0 where it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        pass
    if Path("/proc/self/statm").exists():
        return 0
    said = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return int(said.strip() or 0) * 1024
