"""What a person decided about documents: `decisions.jsonl`, one JSON line a decision, append only.

A line that cannot be read, or that a power cut has torn, costs itself; the others count.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from collectors.archive.log import in_utc, sync, sync_folder

log = logging.getLogger(__name__)

Kind = Literal["accept", "forget"]


@dataclass(frozen=True, slots=True)
class Decision:
    """`accept`: what was refused of a document is no failure, as long as that parser reads it. `forget`: the document
    was imported by mistake. `table_name`: the refused table; None for all of the document. `decided_at` in UTC."""

    decision: Kind
    document_id: str
    why: str
    decided_at: datetime
    table_name: str | None = None
    parser_hash: str | None = None

    def to_json(self) -> str:
        """The line, in ASCII; fields that are null are left out."""
        said = {name: value for name, value in asdict(self).items() if value is not None}
        return json.dumps({**said, "decided_at": self.decided_at.astimezone(UTC).isoformat()})

    @classmethod
    def from_json(cls, line: bytes) -> Decision:
        """The decision of a line. Raises ValueError or TypeError where it is none."""
        said = json.loads(line)
        if not isinstance(said, dict) or not all(isinstance(value, str) for value in said.values()):
            raise TypeError("not an object of texts")
        decided_at = datetime.fromisoformat(said.pop("decided_at", ""))
        decision = cls(**said, decided_at=in_utc(decided_at) or decided_at)
        if decision.decision not in get_args(Kind):
            raise ValueError(f"no decision is called {decision.decision}")
        return decision


class DecisionLog:
    """`decisions.jsonl` in the folder of the archive."""

    def __init__(self, root: Path) -> None:
        self.path = root / "decisions.jsonl"

    def read(self) -> list[Decision]:
        """Every decision that can be read, in the order of the file; what cannot be is logged."""
        if not self.path.exists():
            return []
        decisions = []
        for number, line in enumerate(self.path.read_bytes().splitlines(), 1):
            if not line.strip():
                continue
            try:
                decisions.append(Decision.from_json(line))
            except (ValueError, TypeError, RecursionError) as error:
                log.error("%s, line %d cannot be read and does not count: %s", self.path.name, number, error)
        return decisions

    def append(self, decision: Decision) -> None:
        """Add a line, on disk when this returns. A torn line before it is left as it is, and ended."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = not self.path.exists()
        with self.path.open("ab+") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            torn = is_torn(stream.fileno())
            stream.write((b"\n" if torn else b"") + decision.to_json().encode("ascii") + b"\n")
            stream.flush()
            sync(stream.fileno())
        if new:
            sync_folder(self.path.parent)


def is_torn(descriptor: int) -> bool:
    """Whether the file ends in the middle of a line."""
    size = os.fstat(descriptor).st_size
    return size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
