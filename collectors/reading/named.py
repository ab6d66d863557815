"""The name of a source ▶ the source, in any process: that of its module; or `module:row`, where its module makes
sources of rows (`newsroom`). The row itself is in the name, so nothing of the caller is needed."""

from __future__ import annotations

import importlib
from typing import cast

from collectors.records import SourceModule


def source_of(name: str) -> SourceModule:
    """The source by its `__name__`."""
    module, _, row = name.partition(":")
    found = importlib.import_module(module)
    return cast(SourceModule, found.newsroom(row) if row else found)
