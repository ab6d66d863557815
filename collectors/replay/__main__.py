"""Serve WARCs over HTTP until interrupted.

    python -m collectors.replay FILE.warc.gz [--port 8899] [--at 2025-02-07T00:00:00Z] [--basis archive_capture]

`ONRECORD_REPLAY=http://127.0.0.1:8899` makes every client ask there.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from collectors.records import Basis
from collectors.replay.server import ReplayServer


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve WARCs until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m collectors.replay", description="Serve WARCs over HTTP.")
    parser.add_argument("warc", nargs="+", type=Path)
    parser.add_argument("--port", type=int, default=8899)
    parser.add_argument("--at", type=datetime.fromisoformat, help="the clock, with zone; default: the last capture")
    parser.add_argument("--basis", choices=get_args(Basis), default="archive_capture")
    given = parser.parse_args(arguments)
    server = ReplayServer(given.warc, basis=given.basis, port=given.port)
    if given.at is not None:
        server.timeline.clock = given.at.astimezone(UTC)
    timeline = server.timeline
    count = len(timeline.addresses())
    print(f"{count} addresses at {server.url}, as of {timeline.clock:%Y-%m-%dT%H:%M:%SZ}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print(f"{sum(server.requests.values())} requests answered")


if __name__ == "__main__":
    main()
