"""`onrecord claims`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from collectors.claims.files import row, texts
from collectors.claims.reading import Text, claims
from flows.commands.files import the_file
from flows.terminal import complain


def print_claims(files: tuple[Path, ...], published: datetime | None, publisher: str | None) -> int:
    """The claims of texts, as JSON lines; 1 where a text could not be read."""
    status = 0
    for path in map(the_file, files):
        for text in texts(path, published.date() if published else None, publisher):
            if not isinstance(text, Text):
                complain(str(text))
                status = 1
                continue
            for n, claim in enumerate(claims(text), 1):
                print(json.dumps(row(text, claim, n)))
    return status
