"""What runs inside the process in which documents are read; and the form in which a reading comes out of it."""

from __future__ import annotations

import pickle
import resource
import signal
from dataclasses import replace
from multiprocessing.connection import Connection

import pyarrow as pa

from collectors.reading.document import Reading, read_document
from collectors.reading.named import source_of


def serve(descriptor: str, module_name: str) -> None:
    """Import a parser, then read what comes over the pipe until that ends. Ctrl-C is the parent's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pipe = Connection(int(descriptor))
    source_of(module_name)  # before the time of the first document begins
    pipe.send_bytes(b"begun")
    try:
        while True:
            name, document, parser_hash, seconds = pipe.recv()
            signal.setitimer(signal.ITIMER_PROF, seconds)  # the kernel ends an endless reader, its parent alive or not
            reading = read_document(source_of(name), document, parser_hash)
            signal.setitimer(signal.ITIMER_PROF, 0)
            pipe.send_bytes(packed(reading))
    except (EOFError, OSError):
        return  # the parent is gone


def packed(reading: Reading) -> bytes:
    """A reading as it goes over the pipe: its tables as Arrow IPC streams, the rest pickled."""
    tables = {kind: _stream(rows) for kind, rows in reading.tables.items()}
    return pickle.dumps((replace(reading, tables={}), tables), pickle.HIGHEST_PROTOCOL)


def _stream(rows: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_table(rows)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def unpacked(answer: bytes) -> Reading:
    """The reading again; its tables lie in the bytes that came."""
    reading: Reading
    reading, streams = pickle.loads(answer)
    tables = {kind: pa.ipc.open_stream(pa.py_buffer(stream)).read_all() for kind, stream in streams.items()}
    return replace(reading, tables=tables)
