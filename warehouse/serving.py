"""`onrecord serve`: pages of the published copy on this machine, made anew when another copy is published."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from collectors.errors import OnrecordError, WarehouseError
from warehouse.browsing import build
from warehouse.home import Home

if TYPE_CHECKING:
    from warehouse.pages import Pages

HOST = "127.0.0.1"
LOOKING = 1.0  # seconds between two looks at what is published
ENDING = 5  # seconds that a request has to end when somebody stops the server

log = logging.getLogger(__name__)


def serve(home: Home, port: int, ready: Callable[[str], None]) -> None:
    """Show the published copy at a port of this machine (0: any that is free) until somebody stops it (Ctrl-C).

    `ready` is told the address as soon as it can be asked. Raises WarehouseError where Datasette is not installed,
    where nothing is published, and where the port is not free.
    """
    _require_datasette()
    with (
        _ended_like_ctrl_c(signal.SIGTERM),
        closing(_listening(port)) as listening,
        tempfile.TemporaryDirectory(prefix="onrecord-serve-") as folder,
        suppress(KeyboardInterrupt),
    ):
        newest = Newest(home.published, Path(folder))
        ready(f"http://{HOST}:{listening.getsockname()[1]}/")
        asyncio.run(_run(newest, listening))


class Newest:
    """The pages of the copy that is published now, as one ASGI application."""

    def __init__(self, published: Path, folder: Path) -> None:
        self._published, self._folder, self._numbers = published, folder, count(1)
        self._seen = _identity(published)
        self._pages = self._made()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request: of what is newest when it begins. There is nothing to be sent here, only to be asked."""
        if scope["method"] not in ("GET", "HEAD"):
            await send({"type": "http.response.start", "status": 405, "headers": [(b"allow", b"GET, HEAD")]})
            await send({"type": "http.response.body", "body": b"pages can only be asked for (GET, HEAD)"})
            return
        pages = self._pages
        try:
            await pages.answer(scope, receive, send)
        finally:
            await self._let_go(pages)

    async def follow(self) -> None:
        """Look for another copy for ever, and show it once its pages are made; if they cannot be, the old ones stay."""
        while True:
            await asyncio.sleep(LOOKING)
            identity = _identity(self._published)
            if identity in (None, self._seen):
                continue
            self._seen, old = identity, self._pages
            try:
                self._pages = await asyncio.to_thread(self._made)
            except (OnrecordError, duckdb.Error, OSError) as error:
                log.warning("what was published before is still shown: %s", error)
            else:
                await self._let_go(old)

    async def _let_go(self, pages: Pages) -> None:
        if pages is not self._pages and not pages.busy:
            await pages.close()

    def _made(self) -> Pages:
        from warehouse.pages import Pages  # needs the extra

        path = self._folder / f"{next(self._numbers)}.sqlite"
        try:
            return Pages(build(self._published, path), path)
        except BaseException:
            path.unlink(missing_ok=True)  # a full disk has no room for half a copy
            raise


def _identity(path: Path) -> tuple[int, int, int] | None:
    """What differs from one published file to the next; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


async def _run(newest: Newest, listening: socket.socket) -> None:
    """Answer until told to stop. What is no error of ours ends it, with its traceback."""
    import uvicorn

    server = uvicorn.Server(
        uvicorn.Config(
            newest, lifespan="off", ws="none", log_config=None, access_log=False, timeout_graceful_shutdown=ENDING
        )
    )
    following = asyncio.create_task(newest.follow())
    following.add_done_callback(lambda _: setattr(server, "should_exit", True))
    try:
        await server.serve(sockets=[listening])
    finally:
        following.cancel()
    with suppress(asyncio.CancelledError):
        await following


@contextmanager
def _ended_like_ctrl_c(number: signal.Signals) -> Iterator[None]:
    """So that nothing stays behind in the temporary folder."""
    before = signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(number, before)


def _listening(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise WarehouseError(
            f"{HOST}:{port}",
            expected="a port that is free",
            found=f"“{error.strerror}”",
            remedy=f"Say `onrecord serve --port {port + 1 if port < 65535 else 8001}`, or end what listens there.",
        ) from error
    return listening


def _require_datasette() -> None:
    if find_spec("datasette") is None:
        raise WarehouseError(
            "onrecord serve",
            expected="Datasette, which shows the pages",
            found="it is not installed",
            remedy="Say `pip install 'datasette>=0.65.1,<1'` (the extra `serve` of this package).",
        )
