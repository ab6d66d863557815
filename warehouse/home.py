"""Where everything that a user has collected lies."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds everything a user has collected."""

    root: Path

    @property
    def archive(self) -> Path:
        """The folder of WARC files and the fetch log."""
        return self.root / "archive"

    @property
    def newsrooms(self) -> Path:
        """The user's own newsrooms, where there are any: rows like those of collectors/newsrooms/newsrooms.toml."""
        return self.root / "newsrooms.toml"

    @property
    def topics(self) -> Path:
        """The user's own terms, where there are any: they add to those of collectors/topics/terms.toml."""
        return self.root / "topics.toml"

    @property
    def corrections(self) -> Path:
        """The user's own corrections, where there are any: lines like those of warehouse/corrections.csv."""
        return self.root / "corrections.csv"

    @property
    def warehouse(self) -> Path:
        """The working warehouse, for its one writer."""
        return self.root / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """The copy for readers."""
        return self.root / "published" / "warehouse.duckdb"

    @property
    def tables(self) -> Path:
        """The tables of that copy as files of other programs; a link to a folder."""
        return self.root / "published" / "tables"

    @property
    def typed(self) -> Path:
        """What was typed at the prompt of `onrecord sql`."""
        return self.root / "sql_history"

    @property
    def feed(self) -> Path:
        """What became known, as an Atom feed made of that copy."""
        return self.root / "published" / "changes.atom"

    @property
    def report(self) -> Path:
        """That copy as a page to look at."""
        return self.root / "published" / "report.html"

    @property
    def search(self) -> Path:
        """What `onrecord search` looks through, made of that copy."""
        return self.root / "published" / "search.duckdb"


def home() -> Home:
    """The folder named by ONRECORD_HOME; `data/` in the working directory where that is not set. Named in full."""
    return Home(Path(os.environ.get("ONRECORD_HOME") or "data").absolute())
