"""Chromium without a window, for the tests of the report: opens a page, asks it, notes what it logs and fetches."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

NAMES = ("chromium", "chromium-browser", "google-chrome")
SECONDS = 30
QUIET = 0.3  # seconds without an event after which a page is done
COMPLAINTS = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")


def program() -> str | None:
    """The browser of this machine, if there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """A page in it. `logged`: what the console was told; `fetched`: the addresses that were asked for."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._number = socket, 0
        self.logged: list[str] = []
        self.fetched: list[str] = []
        for domain in ("Page", "Log", "Runtime", "Network"):
            self.call(f"{domain}.enable")

    def open(self, page: Path, *, width: int = 1280, scheme: str = "light") -> None:
        """Load a page from disk, in a window so wide, for readers who like it light or dark."""
        self.logged, self.fetched = [], []
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Page.navigate", url=page.as_uri())
        while self.evaluate("document.readyState") != "complete":
            time.sleep(0.05)
        self._listen(QUIET)

    def evaluate(self, script: str) -> Any:
        """What an expression gives. Raises AssertionError where it throws."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, wherever the focus is."""
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowRight": 39, "ArrowLeft": 37, "End": 35, "Home": 36}
        for key in keys:
            for kind in ("rawKeyDown", "keyUp"):
                self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=codes[key])

    def point(self, x: float, y: float) -> None:
        """Move the pointer to a place of the window."""
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def printed(self) -> bytes:
        """The page as a PDF."""
        return base64.b64decode(self.call("Page.printToPDF", printBackground=True)["data"])

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the browser; what happens meanwhile is noted."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            said = json.loads(self._socket.recv(SECONDS))
            if said.get("id") == self._number:
                assert "error" not in said, said["error"]
                return dict(said["result"])
            self._note(said)

    def _listen(self, seconds: float) -> None:
        """Note what happens until nothing has for so long."""
        while True:
            try:
                self._note(json.loads(self._socket.recv(seconds)))
            except TimeoutError:
                return

    def _note(self, said: dict[str, Any]) -> None:
        if said["method"] in COMPLAINTS:
            self.logged.append(json.dumps(said["params"]))
        elif said["method"] == "Network.requestWillBeSent":
            self.fetched.append(said["params"]["request"]["url"])


@contextmanager
def browser(path: str) -> Iterator[Browser]:
    """A browser of this program, ended afterwards."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0"]
        command = [path, *options, f"--user-data-dir={folder}", "about:blank"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            with connect(_address(Path(folder) / "DevToolsActivePort"), max_size=None) as socket:
                yield Browser(socket)
        finally:
            process.terminate()
            process.wait(SECONDS)


def _address(told: Path) -> str:
    """Where the page of a browser that has begun listens."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if told.exists() and (lines := told.read_text("utf-8").split()):
            pages = httpx.get(f"http://127.0.0.1:{lines[0]}/json").json()
            if found := [one["webSocketDebuggerUrl"] for one in pages if one["type"] == "page"]:
                return str(found[0])
        time.sleep(0.05)
    raise AssertionError(f"the browser did not begin in {SECONDS} seconds")
