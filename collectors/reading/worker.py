"""Documents are read in processes of their own, so that none can take the run with it.

One a run, where many documents come two, each started when the first document comes for it and again after a death. A
document that ends its process, or takes more memory or time than it may (process.py), is refused as ReaderDied; the
others go on. While the caller works with one reading the next ones are made.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from queue import LifoQueue
from typing import TypeAlias

from collectors.reading import version
from collectors.reading.document import Reading, died, naive_claimed, naive_utc, refusal
from collectors.reading.process import Death, Process
from collectors.records import Document, SourceModule

PROCESSES = min(2, os.cpu_count() or 1)
PAYS = 8  # documents for each process: to start one takes as long as to read six
AHEAD = 16  # documents taken before their readings are asked for: as many as are read while a piece is loaded

_Work: TypeAlias = tuple[SourceModule, Document]
_Submitted: TypeAlias = Callable[[], Future[Reading | None]]


@contextmanager
def read_documents(work: Iterable[_Work]) -> Iterator[Iterator[Reading]]:
    """What some documents say, in their order, each read by its source in another process: begun at once, before the
    first reading is asked for, and ended with the context.

    An exception out of `work` comes after the readings of all that it gave before. Raises OnrecordError where a
    process does not start.
    """
    readers = [_Reader() for _ in range(PROCESSES)]
    idle: LifoQueue[_Reader] = LifoQueue()
    documents = _joined(work, readers, idle)
    archive, reading = ThreadPoolExecutor(1, "archive"), ThreadPoolExecutor(PROCESSES, "reading")

    def submitted() -> Future[Reading | None]:
        return reading.submit(_read, archive.submit(next, documents, None), idle)

    waiting = deque(submitted() for _ in range(AHEAD))
    try:
        yield _in_order(waiting, submitted)
    finally:
        for reader in readers:
            reader.stop()
        archive.shutdown(cancel_futures=True)
        reading.shutdown(cancel_futures=True)
        for reader in readers:
            reader.close()


def _in_order(waiting: deque[Future[Reading | None]], submitted: _Submitted) -> Iterator[Reading]:
    """The readings, those to come submitted meanwhile."""
    while (one := waiting.popleft().result()) is not None:
        waiting.append(submitted())
        yield one


def _joined(work: Iterable[_Work], readers: list[_Reader], idle: LifoQueue[_Reader]) -> Iterator[_Work]:
    """The same documents; with the first of them a reader joins those that wait for work, with the ninth another."""
    for place, one in enumerate(work):
        number, rest = divmod(place, PAYS)
        if rest == 0 and number < len(readers):
            idle.put(readers[number])
        yield one


def _read(given: Future[_Work | None], idle: LifoQueue[_Reader]) -> Reading | None:
    """The next document, by a reader that has nothing to do; None where there is no document left."""
    work = given.result()
    if work is None:
        return None
    reader = idle.get()
    try:
        return reader.read(*work)
    finally:
        idle.put(reader)


class _Reader:
    """Hands documents to a process, starts it when there is none, and judges who was to blame when it dies."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: Process | None = None
        self._stopped = False

    def read(self, module: SourceModule, document: Document) -> Reading:
        """One document. A refusal of it says that it ended the process; that may have come of the documents before
        it (memory that they left), so one that was not the first of its process is tried once more in a fresh one."""
        while True:
            process = self._there(module)
            first = process.documents == 0
            begin = time.perf_counter()
            try:
                return process.read(module, document)
            except Death as death:
                self.close()
                if first or death.of_time:
                    return _died(module, document, str(death), time.perf_counter() - begin)

    def stop(self) -> None:
        """Kill the process, whatever it is doing; a `read` in another thread ends, and every later one raises."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def close(self) -> None:
        """End the process, where there is one."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.end()

    def _there(self, module: SourceModule) -> Process:
        with self._lock:
            if self._stopped:
                raise RuntimeError("reading was stopped")
            if self._process is None:
                self._process = Process(module.__name__)
            return self._process


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
        first_seen_at=naive_utc(document.first_seen_at),
        claimed=naive_claimed(document.claimed),
        tables={"refusal": refusal(error)},
        error=error,
        seconds=seconds,
    )
