"""The wheel, installed outside the checkout: an editable install hides what a wheel lacks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import few_of_history
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("collectors", "warehouse", "flows")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that nothing is left in the checkout and nothing left there gets in."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / "source" / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / "source" / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", folder, folder / "source"], check=True, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that it was installed into; the libraries are those of the environment that runs the tests."""
    site = tmp_path_factory.mktemp("installed") / "site"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*command, "--target", site, wheel], check=True, cwd=site.parent)
    return site


def run(site: Path, code: str, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(site), "ONRECORD_HOME": str(site.parent / "data")}
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=site.parent, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_file_of_the_packages_is_in_the_wheel(wheel: Path) -> None:
    kept = {name for name in zipfile.ZipFile(wheel).namelist() if name.split("/")[0] in PACKAGES}
    files = {path for name in PACKAGES for path in (ROOT / name).rglob("*") if path.is_file()}
    wanted = {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}
    assert sorted(wanted - kept) == []
    assert sorted(kept - wanted) == []


def test_the_installed_modules_find_the_sources_and_their_files(installed: Path) -> None:
    code = (
        "import collectors; from collectors import registry; print(collectors.__file__, *registry.sources(), sep='\\n')"
    )
    where, *sources = run(installed, code).splitlines()
    assert Path(where).is_relative_to(installed)
    assert {"associated_press", "ice_detention_statistics"} <= set(sources)


def test_a_warehouse_is_made_of_the_bundled_history_and_answers(installed: Path) -> None:
    for word in ("rebuild", "publish"):
        run(installed, few_of_history.COMMAND, word)
    query = ["sql", "--format", "csv", "select count(*) > 1000 as enough from core.observation"]
    counted = run(installed, few_of_history.COMMAND, *query)
    assert counted.lower().split() == ["enough", "true"]
