"""The process that reads documents, kept from one test to the next: to start it takes longer than most tests."""

from __future__ import annotations

import os
import threading

from collectors.reading.document import Reading
from collectors.reading.process import Process
from collectors.records import Document, SourceModule

_IDLE: list[KeptProcess] = []
_CHOOSING = threading.Lock()  # two threads of one run may look for a process at once
MOST = 3  # idle ones: the environment of a test may be another one than that of those before and after it
_NOT_READ = {"PYTEST_CURRENT_TEST", "ONRECORD_HOME", "ONRECORD_REPLAY"}  # what a reader does not look at


class KeptProcess(Process):
    """A process that is put aside when its run ends, unless it is in the middle of a document or dead."""

    def __init__(self, module_name: str) -> None:
        self.busy, self.environment = False, _environment()
        super().__init__(module_name)

    def read(self, module: SourceModule, document: Document) -> Reading:
        self.busy = True
        reading = super().read(module, document)
        self.busy = False
        return reading

    def kill(self) -> None:
        if self.busy:
            super().kill()

    def end(self) -> None:
        if self.busy or self._process.poll() is not None:
            self.busy = True
            super().end()
        elif self not in _IDLE:
            _IDLE.append(self)


def kept(module_name: str) -> Process:
    """One that is idle and has this environment, as if it had just begun; a new one where there is none."""
    with _CHOOSING:
        for process in _IDLE:
            if process._process.poll() is None and process.environment == _environment():
                _IDLE.remove(process)
                process.documents = 0
                return process
        end_all(MOST - 1)
    return KeptProcess(module_name)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _NOT_READ}


def end_all(but: int = 0) -> None:
    """End those that are idle, but for the last few."""
    while len(_IDLE) > but:
        process = _IDLE.pop(0)
        process.busy = True
        process.end()
