"""What the tests of fetching share: a source that lies on a server of a test, and a client that does not wait."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from collectors.archive.log import Fetch
from collectors.archive.store import Archive
from collectors.fetching.client import Client
from collectors.records import Cadence, Document, Link, Source

#: workbooks on any port of 127.0.0.1; a test takes `replace` for another kind of document
SOURCE = Source(
    id="sheets",
    publisher="P",
    title="T",
    licence="public domain",
    start=(),
    documents=r"https://127\.0\.0\.1:\d+/.*\.xlsx",
    media=("xlsx",),
    max_bytes=200_000,
    cadence=Cadence("0 0 * * *", "UTC", "P1D", "P90D"),
)


def hurried(archive: Archive, **changes: Any) -> Client:
    """A client that asks a host again at once."""
    return Client(archive, **{"seconds_between": 0.001, "retry_seconds": 0.01, **changes})


def get(archive: Archive, url: str, source: Source = SOURCE, **changes: Any) -> Fetch:
    """One document, asked for by a client of its own."""
    with hurried(archive, **changes) as client:
        return client.get(source, Link(url))


def workbook(content: bytes = b"a") -> bytes:
    """The smallest zip that counts as a workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", content * 500)
    return out.getvalue()


class Module:
    """A source module whose `discover` a test writes. Its documents are not read."""

    def __init__(self, source: Source, discover: Callable[[Document], Iterator[Link]]) -> None:
        self.SOURCE = source
        self.__name__ = source.id
        self.discover = discover

    def edition(self, document: Document) -> None:
        raise NotImplementedError

    read = edition
