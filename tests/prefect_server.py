"""A Prefect server of a test, with what runs of flows need of it: the API and an empty database.

`prefect.testing.utilities.prefect_test_harness` does the same with all services, blocks and migrations of Prefect,
and imports the whole server into the test as well: twenty seconds more.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from server import closed_port

#: the tables as the newest version has them, at once and not by a hundred migrations; then the server
_SERVE = """
import asyncio, sys
import uvicorn
from prefect.server.database import provide_database_interface
from sqlalchemy.schema import CreateIndex, CreateTable

async def create():
    database = provide_database_interface()
    engine = await database.engine()
    async with engine.begin() as connection:
        for table in database.Base.metadata.sorted_tables:
            await connection.execute(CreateTable(table))
            for index in table.indexes:
                await connection.execute(CreateIndex(index, if_not_exists=True))

asyncio.run(create())
application = "prefect.server.api.server:create_app"
uvicorn.run(application, factory=True, port=int(sys.argv[1]), log_level="error", lifespan="on")
"""
_OFF = (
    "ANALYTICS_ENABLED", "DATABASE_MIGRATE_ON_START", "REGISTER_BLOCKS_ON_START", "UI_ENABLED",
    *(f"SERVICES_{name}_ENABLED" for name in (
        "CANCELLATION_CLEANUP", "CLEANUP_RECONCILER", "EVENT_PERSISTER", "FOREMAN", "LATE_RUNS", "PAUSE_EXPIRATIONS",
        "REPOSSESSOR", "SCHEDULER", "TASK_RUN_RECORDER", "TRIGGERS",
    )),
)  # fmt: skip


@contextmanager
def prefect_server(folder: Path) -> Iterator[str]:
    """The address of its API. It ends with the block."""
    port = closed_port()
    settings = {
        "PREFECT_HOME": str(folder),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{folder / 'prefect.db'}",
        **{f"PREFECT_SERVER_{name}": "false" for name in _OFF},
    }
    with subprocess.Popen([sys.executable, "-c", _SERVE, str(port)], env={**os.environ, **settings}) as server:
        try:
            address = f"http://127.0.0.1:{port}/api"
            while not _is_there(address):  # pytest's own time-out says that it does not come
                assert server.poll() is None, "the Prefect server did not start"
                time.sleep(0.1)
            yield address
        finally:
            server.terminate()


def _is_there(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False
