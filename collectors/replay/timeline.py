"""How the addresses of some WARCs stood at a moment."""

from __future__ import annotations

import bisect
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from collectors.archive.warc_reading import Capture, captures
from collectors.records import Basis

_LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Version:
    """How an address stood from a moment on. UTC."""

    captured_at: datetime
    status: int
    media_type: str
    document_id: str  # sha256 of the body
    body: bytes


class Timeline:
    """Every address of some WARCs with its versions in date order, and a clock."""

    def __init__(self, warcs: Iterable[Path], extra: Mapping[str, bytes], basis: Basis) -> None:
        self.basis: Basis = basis
        self._versions: dict[str, list[Version]] = {}
        self._urls: dict[str, str] = {}  # as the WARC prints it, by the address without its scheme
        self._extra = {_key(url): (url, body) for url, body in extra.items()}
        self._read([capture for path in warcs for capture in captures(path)])
        self.dates = sorted({one.captured_at for versions in self._versions.values() for one in versions})
        self.clock = self.dates[-1] if self.dates else _LATEST

    def _read(self, found: Sequence[Capture]) -> None:
        bodies = {capture.digest: capture.body for capture in found if capture.body is not None}
        for capture in sorted(found, key=lambda one: one.captured_at):
            body = capture.body if capture.body is not None else bodies.get(capture.digest)
            if body is None or capture.cut is not None or capture.status == 304:
                continue  # half a body, none, or one that is in none of these files: no one could answer it
            kind = capture.header("content-type") or "application/octet-stream"
            digest = hashlib.sha256(body).hexdigest()
            versions = self._versions.setdefault(_key(capture.url), [])
            if versions and versions[-1].captured_at == capture.captured_at:
                versions.pop()  # two at one moment: the later record counts
            versions.append(Version(capture.captured_at, capture.status or 200, kind, digest, body))
            self._urls.setdefault(_key(capture.url), capture.url)

    def addresses(self) -> list[str]:
        """Those that were there by the clock, in alphabetical order."""
        there = (url for key, url in self._urls.items() if self._versions[key][0].captured_at <= self.clock)
        return sorted([*there, *(url for url, _ in self._extra.values())])

    def sightings(self) -> list[tuple[str, Version]]:
        """Address and version of each capture, in date order."""
        pairs = [(self._urls[key], one) for key, versions in self._versions.items() for one in versions]
        return sorted(pairs, key=lambda pair: (pair[1].captured_at, pair[0]))

    def at(self, url: str) -> Version | None:
        """How an address stands by the clock."""
        key = _key(url)
        if key in self._extra:
            _, body = self._extra[key]
            kind = "text/html; charset=utf-8"
            return Version(min(self.clock, datetime.now(UTC)), 200, kind, hashlib.sha256(body).hexdigest(), body)
        versions = self._versions.get(key, [])
        after = bisect.bisect_right(versions, self.clock, key=lambda one: one.captured_at)
        return versions[after - 1] if after else None


def _key(url: str) -> str:
    return url.split("://", 1)[-1].split("#", 1)[0]
