"""Documents are read in a process of its own, so that none can take the run with it.

One process a run, started when the first document comes and again after a death. A document that ends the process, or
takes more memory or time than it may (process.py), is refused as ReaderDied; the others go on. While the caller works
with one reading the next ones are made.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from collectors.reading import version
from collectors.reading.document import Reading, died, naive_utc, refusal
from collectors.reading.process import Death, Process
from collectors.records import Document, SourceModule

AHEAD = 24  # readings made before they are asked for: as many as come while a batch of them is loaded

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
        reader.close()


def _ahead(pool: ThreadPoolExecutor, items: Iterator[_T], most: int) -> Iterator[_T]:
    """The same items, made by the one thread of a pool, at most so many before they are asked for."""
    waiting: deque[Future[_T | None]] = deque(pool.submit(next, items, None) for _ in range(most))
    while (item := waiting.popleft().result()) is not None:
        waiting.append(pool.submit(next, items, None))
        yield item


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
        tables={"refusal": refusal(error)},
        error=error,
        seconds=seconds,
    )
