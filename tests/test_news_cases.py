"""Pages with one odd thing each, and what is right (../shared/cases/news): RIGHT.tsv, restated as what may be read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from collectors.errors import BadContent
from collectors.newsrooms import associated_press as ap
from collectors.records import Document, Sighting

OWN = "https://apnews.com/article/harbor-agency-transfers-fedcba9876543210fedcba9876543210"
PRINTED = "2025-02-08T04:03:19"
META_CHANGE = "2025-02-08T13:23:07.627000"
#: What `dateModified` may be where the case is about it; elsewhere it is the JSON-LD's.
CHANGED: dict[str, set[str | None]] = {
    "mod_wp_zero": {None, META_CHANGE},
    "mod_epoch0": {None, META_CHANGE},
    "mod_future": {None, META_CHANGE},
    "mod_rfc_bad": {None, META_CHANGE},
    "mod_est": {None, PRINTED},
    "mod_long": {None, "2025-02-07T23:03:00"},
    "mod_offs": {PRINTED},
    "mod_frac": {PRINTED, PRINTED + ".123456"},
    "mod_space_z": {PRINTED},
    "mod_h24": {"2025-02-08T00:00:00"},
    "mod_slash": {None, META_CHANGE},
}
#: What `datePublished` may be where the case prints another moment than the meta tag.
PUBLISHED: dict[str, set[str | None]] = {
    "date_frac": {PRINTED, PRINTED + ".123456"},
    "date_long": {PRINTED, "2025-02-07T23:03:00"},
    "date_h24": {PRINTED, "2025-02-08T00:00:00"},
}


@pytest.fixture(scope="session")
def pages(corpus: Path) -> Path:
    folder = corpus.parent / "cases" / "news"
    if not folder.is_dir():
        pytest.skip("the odd pages are not beside this checkout (../shared/cases/news)")
    return folder


def article(path: Path) -> dict[str, Any]:
    tables = {table.kind: table.rows.to_pylist() for table in ap.read(Document(path.read_bytes(), OWN, "text/html"))}
    assert set(tables) == {"article"}, f"{path.name}: {tables.get('notice')}"
    return dict(tables["article"][0])


def test_every_odd_page_is_read_right(pages: Path) -> None:
    names = [line.partition("\t")[0] for line in (pages / "RIGHT.tsv").read_text(encoding="utf-8").splitlines()]
    assert len(names) > 40
    for name in names:
        if name == "cut":
            continue
        row = article(pages / f"{name}.html")
        assert (row["title"], row["url"]) == ("Harbor agency moves fewer crates", OWN), name
        assert row["published_at"].isoformat() in PUBLISHED.get(name, {PRINTED}), name
        changed = row["modified_at"].isoformat() if row["modified_at"] else None
        assert changed in CHANGED.get(name, {"2025-02-08T13:11:33"}), name
        assert "crates last week" in row["body"], name
        assert "“Nothing is lost,” a spokesperson said." in row["body"], name
        assert row["body"].count("\ufffd") <= 1, name


def test_a_page_that_ends_in_the_middle_is_no_article(pages: Path) -> None:
    with pytest.raises(BadContent, match="</html>"):
        list(ap.read(Document((pages / "cut.html").read_bytes(), OWN, "text/html")))


def test_a_change_after_the_page_was_seen(pages: Path) -> None:
    seen = Sighting(OWN, datetime(2025, 2, 9, tzinfo=UTC), "live")
    content = (pages / "mod_future.html").read_bytes()
    (table,) = ap.read(Document(content, OWN, "text/html", (seen,)))
    assert table.rows.to_pylist()[0]["modified_at"].isoformat() == META_CHANGE
