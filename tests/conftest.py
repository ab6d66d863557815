"""Fixtures that several test files share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real published files, beside the checkout; it is no part of the project."""
    path = Path(os.environ.get("ONRECORD_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not path.is_dir():
        pytest.skip("the corpus of real published files is not beside this checkout (../shared/corpus)")
    return path
