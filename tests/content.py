"""What a warehouse says, without the times of our own loading: two of them hold the same where this is equal."""

from __future__ import annotations

from pathlib import Path

import duckdb

#: table ▶ its columns that depend on when, where and how often we worked, not on what was published
OURS = {
    "raw.document": "url",  # of equal first sightings
    # who was killed asks again, and hears that nothing has changed: the sightings count, not the attempts
    "raw.fetch": "fetch_id, fetched_at, warc, warc_offset, etag, last_modified, outcome, http_status, message, "
    "final_url, media_type, size",
    "core.observation": "",
    "core.omission": "",
    "core.notice": "",
    "core.sheet": "",
    "core.article": "",
    "core.vintage": "",
}


def content(path: Path) -> dict[str, tuple[int, int]]:
    """For each table the number of its distinct rows, and a hash over them that does not depend on their order."""
    found = {}
    with duckdb.connect(str(path), read_only=True) as connection:
        for table, ours in OURS.items():
            columns = f"* exclude ({ours})" if ours else "*"
            row = connection.execute(
                f"select count(*), coalesce(bit_xor(hash(t)), 0) from (select distinct {columns} from {table}) as t"
            ).fetchone()
            assert row is not None
            found[table] = (int(row[0]), int(row[1]))
    return found
