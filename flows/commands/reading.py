"""`onrecord read`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from collectors import registry
from collectors.reading.worker import read_documents
from collectors.records import Document, Sighting
from flows.commands.files import the_file
from flows.terminal import complain
from warehouse.home import home


def print_statements(file: Path, source_id: str, url: str | None, published: datetime | None) -> int:
    """What one file says, as JSON lines; 1 where a table of it was refused. Raises the error of the reader where it
    cannot be read."""
    address = url or file.name
    seen = (Sighting(address, published, "publisher_claim"),) if published else ()
    document = Document(the_file(file).read_bytes(), address, sightings=seen)
    with read_documents([(registry.source(source_id, home().newsrooms), document)]) as readings:
        (reading,) = readings
    if reading.error:
        raise reading.error
    for kind, rows in reading.tables.items():
        for row in rows.to_pylist():
            print(json.dumps({"kind": kind, "document_id": reading.document_id, **row}, default=str))
    refused = reading.tables["refusal"].to_pylist() if "refusal" in reading.tables else []
    for one in refused:
        name = one["table_title"] or one["dataflow"] or one["sheet"]
        complain(f"{document.name}, {name}: expected {one['expected']}; found {one['found']}. {one['remedy']}")
    return 1 if refused else 0
