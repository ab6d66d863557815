"""Which bytes a repeat means: a `revisit` record of a WARC, a 304 that an archive has kept."""

from __future__ import annotations

import hashlib
from bisect import bisect_right, insort
from dataclasses import dataclass, field
from datetime import datetime

from collectors.archive.warc_reading import Capture


@dataclass
class Known:
    """What has been seen so far, by all that a repeat may name. Documents are given by their ids."""

    by_digest: dict[str, str] = field(default_factory=dict)  # as the WARCs print it
    by_record: dict[str, str] = field(default_factory=dict)  # WARC-Record-ID
    by_sighting: dict[tuple[str, datetime], str] = field(default_factory=dict)
    by_address: dict[str, list[tuple[datetime, str, str | None]]] = field(default_factory=dict)  # with ETag, by date
    cut: dict[str, str] = field(default_factory=dict)  # documents that are not whole, with the reason

    def learn(self, capture: Capture) -> None:
        """Remember a capture that has a body."""
        assert capture.body is not None
        document_id = hashlib.sha256(capture.body).hexdigest()
        if capture.status in (None, 200):
            self.saw(capture.url, capture.captured_at, document_id, capture.header("etag"))
        if capture.digest:
            self.by_digest[capture.digest] = document_id
        if capture.record_id:
            self.by_record[capture.record_id] = document_id
        if capture.cut:
            self.cut[document_id] = capture.cut

    def saw(self, url: str, moment: datetime, document_id: str, etag: str | None) -> None:
        """Remember that an address answered with a document at a moment (UTC)."""
        self.by_sighting[url, moment] = document_id
        insort(self.by_address.setdefault(url, []), (moment, document_id, etag), key=lambda one: one[0])

    def resolve(self, capture: Capture) -> str | None:
        """The document that a repeat means; None where what it names has not been seen.

        Of a 304 that names nothing it is what stood at that address when last seen before: nothing else can have been
        confirmed.
        """
        if capture.digest in self.by_digest:
            return self.by_digest[capture.digest]
        if capture.refers_to_id in self.by_record:
            return self.by_record[capture.refers_to_id]
        if capture.refers_to is not None:
            return self.by_sighting.get(capture.refers_to)
        if not capture.confirms or capture.digest:
            return None
        earlier = self.by_address.get(capture.url, [])
        before = bisect_right(earlier, capture.captured_at, key=lambda one: one[0])
        if before == 0:
            return None
        _, document_id, etag = earlier[before - 1]
        confirmed = capture.header("etag")
        return document_id if etag is None or confirmed in (None, etag) else None
