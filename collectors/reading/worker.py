"""Documents are read in a process of its own, so that none can take the run with it.

One process a run, started when the first document comes and again after a death; it is handed a document over a pipe
and hands back the reading (tables as Arrow IPC). A document that ends the process, or takes more memory or time than it
may, is refused (ReaderDied); the others go on. While the caller works with one reading the next ones are made.

Plain subprocess, not multiprocessing: that would run the caller's own main module again in the child (a notebook, a
script, the whole command line), and nothing of the caller, least of all its DuckDB, is wanted there.
"""

from __future__ import annotations

import importlib
import json
import math
import pickle
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from collectors.errors import OnrecordError
from collectors.reading import version
from collectors.reading.document import Reading, died, read_document, refusal
from collectors.records import Document, SourceModule

SECONDS = 20.0  # that one document may take; the slowest real workbook takes .2
MEMORY = 1 << 30  # bytes that the process may have in memory; the largest real workbook takes it to 0.3 GB
AHEAD = 4  # readings made before they are asked for
STARTING = 60.0  # seconds until the process must be there
GRACE = 10  # seconds after which a process that nobody watches any more ends itself

_WATCHED_EVERY = 0.05 if Path("/proc/self/statm").exists() else 0.5  # seconds
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[2]); from {0} import serve; serve(int(sys.argv[1]))"
_T = TypeVar("_T")


def read_documents(work: Iterable[tuple[SourceModule, Document]]) -> Iterator[Reading]:
    """What some documents say, in their order, each read by its source in another process.

    An exception out of `work` comes after the readings of all that it gave before. Raises OnrecordError where the
    process does not start. Closing the iterator ends the process.
    """
    reader = _Reader()
    archive, reading = ThreadPoolExecutor(1, "archive"), ThreadPoolExecutor(1, "reading")
    documents = _ahead(archive, iter(work), 2)
    try:
        yield from _ahead(reading, (reader.read(module, document) for module, document in documents), AHEAD)
    finally:
        reader.stop()
        archive.shutdown(cancel_futures=True)
        reading.shutdown(cancel_futures=True)


def _ahead(pool: ThreadPoolExecutor, items: Iterator[_T], most: int) -> Iterator[_T]:
    """The same items, made by the one thread of a pool, at most so many before they are asked for."""
    waiting: deque[Future[_T | None]] = deque(pool.submit(next, items, None) for _ in range(most))
    while (item := waiting.popleft().result()) is not None:
        waiting.append(pool.submit(next, items, None))
        yield item


class _Death(Exception):
    """The process has ended, or was ended because a limit was reached; says how."""

    def __init__(self, found: str, *, of_time: bool = False) -> None:
        super().__init__(found)
        self.of_time = of_time


class _Reader:
    """Hands documents to a process, starts it when there is none, and judges who was to blame when it dies."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: _Process | None = None
        self._stopped = False

    def read(self, module: SourceModule, document: Document) -> Reading:
        """One document. A refusal of it says that it ended the process; that may have come of the documents before
        it (memory that they left), so one that was not the first of its process is tried once more in a fresh one."""
        while True:
            process = self._there()
            first = process.documents == 0
            begin = time.perf_counter()
            try:
                return process.read(module, document)
            except _Death as death:
                self._end()
                if first or death.of_time:
                    return _died(module, document, str(death), time.perf_counter() - begin)

    def stop(self) -> None:
        """End the process, whatever it is doing; `read` raises from now on."""
        with self._lock:
            self._stopped = True
        self._end()

    def _there(self) -> _Process:
        with self._lock:
            if self._stopped:
                raise RuntimeError("reading was stopped")
            if self._process is None:
                self._process = _Process()
            return self._process

    def _end(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.end()


class _Process:
    """The process, as its parent has it."""

    def __init__(self) -> None:
        self.documents = 0  # handed to it so far
        # what it writes to standard output and error, told when it dies
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  closed by `end`
        self._pipe, theirs = Pipe()
        start = _START.format(__name__)
        arguments = [sys.executable, "-c", start, str(theirs.fileno()), json.dumps(sys.path)]
        self._process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=self._said, stderr=self._said, pass_fds=(theirs.fileno(),)
        )
        theirs.close()
        self._begun()

    def read(self, module: SourceModule, document: Document) -> Reading:
        """One document, within the limits. Raises _Death."""
        self.documents += 1
        parser_hash = version.parser_hash(module.__name__)
        try:
            self._pipe.send((module.__name__, document, parser_hash, math.ceil(SECONDS + GRACE)))
        except OSError as error:
            raise _Death(self._how()) from error
        self._begun()
        return _unpacked(self._answer(SECONDS))

    def end(self) -> None:
        """Kill it, where it lives, and wait for its end."""
        self._process.kill()
        self._process.wait()
        self._pipe.close()
        self._said.close()

    def _begun(self) -> None:
        """Wait until it is there, and until it has imported the parser: no document is to blame for that."""
        try:
            self._answer(STARTING)
        except _Death as death:
            self.end()
            raise OnrecordError(
                "the process that reads documents",
                expected=f"{sys.executable} to start it and to import the parser",
                found=str(death),
                remedy="The fault lies with the installation or the machine, not with a document.",
            ) from death

    def _answer(self, seconds: float) -> bytes:
        deadline = time.monotonic() + seconds
        try:
            while not self._pipe.poll(_WATCHED_EVERY):
                if resident(self._process.pid) > MEMORY:
                    raise _Death(f"more than {MEMORY >> 20:,} MiB of memory taken")
                if time.monotonic() > deadline:
                    raise _Death(f"no end after {seconds:g} seconds", of_time=True)
            return self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            raise _Death(self._how()) from error

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


def _died(module: SourceModule, document: Document, found: str, seconds: float) -> Reading:
    error = died(document, found)
    return Reading(
        document_id=document.document_id,
        source_id=module.SOURCE.id,
        url=document.url,
        media_type=document.media_type,
        size=len(document.content),
        parser_hash=version.parser_hash(module.__name__),
        bytes_held=True,
        tables={"refusal": refusal(error)},
        error=error,
        seconds=seconds,
    )


# ── in the process ───────────────────────────────────────────────────────────────────────────────────────────────


def serve(descriptor: int) -> None:
    """Read what comes over the pipe until it ends. Ctrl-C is the parent's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pipe = Connection(descriptor)
    pipe.send_bytes(b"begun")
    try:
        while True:
            name, document, parser_hash, seconds = pipe.recv()
            module = importlib.import_module(name)
            pipe.send_bytes(b"begun")
            signal.alarm(seconds)  # for an endless reader whose parent was killed: nobody else ends it
            reading = read_document(module, document, parser_hash)
            signal.alarm(0)
            pipe.send_bytes(_packed(reading))
    except (EOFError, OSError):
        return  # the parent is gone


def _packed(reading: Reading) -> bytes:
    tables = {kind: _stream(rows) for kind, rows in reading.tables.items()}
    return pickle.dumps((replace(reading, tables={}), tables), pickle.HIGHEST_PROTOCOL)


def _stream(rows: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_table(rows)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def _unpacked(answer: bytes) -> Reading:
    reading: Reading
    reading, streams = pickle.loads(answer)
    tables = {kind: pa.ipc.open_stream(pa.py_buffer(stream)).read_all() for kind, stream in streams.items()}
    return replace(reading, tables=tables)
