"""The words of `lexicon/`, each file read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The content of `lexicon/NAME.toml`."""
    return tomllib.loads(files(__package__).joinpath("lexicon", f"{name}.toml").read_text(encoding="utf-8"))


def either(words: Iterable[str]) -> str:
    """A pattern that matches any of these words, the longest first; they may hold patterns themselves."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


def pattern(words: Iterable[str], flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """Any of these words, whole."""
    return re.compile(rf"(?<!\w){either(words)}(?!\w)", flags)
