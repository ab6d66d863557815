"""Fixtures that several test files share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import small_warc as warcs
from hypothesis import settings
from server import closed_port

from warehouse.home import Home

ROOT = Path(__file__).resolve().parent.parent

# The same examples in every run, and none judged by the clock.
settings.register_profile("onrecord", deadline=None, derandomize=True)
settings.load_profile("onrecord")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests on the real files, and on what whole commands leave behind, are slow without saying so."""
    for item in items:
        if {"corpus", "newcomer", "collected"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", autouse=True)
def _readers_end() -> Iterator[None]:
    yield
    if "kept_reader" in sys.modules:
        sys.modules["kept_reader"].end_all()


@pytest.fixture(autouse=True)
def _one_reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading takes the process that the test before has left, save in the tests of that process itself."""
    if "reader_of_its_own" not in request.keywords:
        from kept_reader import kept

        monkeypatch.setattr("collectors.reading.worker.Process", kept)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real published files, beside the checkout; it is no part of the project."""
    path = Path(os.environ.get("ONRECORD_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not path.is_dir():
        pytest.skip("the corpus of real published files is not beside this checkout (../shared/corpus)")
    return path


@pytest.fixture(scope="session")
def small_warc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five captures of four documents; see small_warc.py."""
    return warcs.write(tmp_path_factory.mktemp("warc") / "small.warc.gz")


@dataclass(frozen=True)
class Newcomer:
    """What somebody has after `make run` where no publisher can be reached, and what the commands said."""

    home: Home
    collect: subprocess.CompletedProcess[str]
    publish: subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Newcomer:
    """The bundled history, loaded and published by the real commands, once for all tests. To be read only."""
    home = Home(tmp_path_factory.mktemp("newcomer") / "data")
    env = {**os.environ, "ONRECORD_HOME": str(home.root), **unreachable()}

    def onrecord(word: str) -> subprocess.CompletedProcess[str]:
        command = [str(Path(sys.executable).with_name("onrecord")), word]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    return Newcomer(home, onrecord("collect"), onrecord("publish"))


def unreachable() -> dict[str, str]:
    """An environment in which no publisher answers, whatever network there is: a proxy that is not there."""
    proxy = f"http://127.0.0.1:{closed_port()}"
    return {"HTTPS_PROXY": proxy, "https_proxy": proxy, "NO_PROXY": "", "no_proxy": ""}
