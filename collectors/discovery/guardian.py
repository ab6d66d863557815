"""The Guardian, by its Open Platform (`search`): words ▶ its reports since 1999.

Notes:
    - By its documentation, and by recorded answers of others; none of ours yet.
    - The key goes into the address (GUARDIAN_API_KEY), so no message shows it.
    - `webPublicationDate` has a zone. Live blogs and galleries are among the results; what a page is shows when it is
      read.
"""

from __future__ import annotations

import re
from typing import Any

from collectors.discovery.asking import Asker, changed, key
from collectors.discovery.results import Found, Results, Window, entry, results

BASE = "https://content.guardianapis.com/search"
KEY = "GUARDIAN_API_KEY"
SECONDS_BETWEEN = 1.0
PAGE = 200  # results
MOST_PAGES = 25
_OPERATORS = re.compile(r"\b(?:AND|OR|NOT)\b|[()]")


def search(asker: Asker, words: str, window: Window, *, base: str = BASE) -> Results:
    """The reports with all of the words in some days; `words` may be in its language (`"exact phrase"`, AND, OR, NOT).

    Raises BadKey, and what `Asker.json` raises.
    """
    secret = key(KEY, "https://open-platform.theguardian.com")
    asked = {"q": _all_of(words), "from-date": window.first.isoformat(), "to-date": window.last.isoformat()}
    asked |= {"order-by": "oldest", "page-size": str(PAGE), "api-key": secret}
    entries: list[Found | str] = []
    for page in range(1, MOST_PAGES + 1):
        said, pages = answer(asker.json(base, {**asked, "page": str(page)}, secret=secret), base)
        entries += map(report, said)
        if page >= pages:
            return results(entries)
    return results(entries, f"{pages} pages, of which {MOST_PAGES} were asked: ask for fewer days")


def answer(said: dict[str, Any], base: str = BASE) -> tuple[list[Any], int]:
    """The results of an answer, and how many pages there are. Raises BadContent where it is not as documented."""
    response = said.get("response")
    if not isinstance(response, dict) or response.get("status") != "ok":
        raise changed(base, "`response` with `status` ok", said)
    found, pages = response.get("results"), response.get("pages")
    if not isinstance(found, list) or not isinstance(pages, int):
        raise changed(base, "`results`, a list, and `pages`, a number", response)
    return found, pages


def report(said: object) -> Found | str:
    """One result of an answer."""
    found = entry(said, url="webUrl", title="webTitle", newsroom="", when="webPublicationDate", says="published")
    return found if isinstance(found, str) else Found(found.url, found.title, "The Guardian", found.printed, found.says)


def _all_of(words: str) -> str:
    """OR is what stands between two words for the interface, where nothing else does."""
    parts = re.findall(r'"[^"]*"|\S+', words)
    return words if _OPERATORS.search(words) else " AND ".join(parts)
