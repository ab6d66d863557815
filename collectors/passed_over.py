"""Files on a landing page that look like documents of its source, and are not taken.

A publisher writes `.XLSX`, adds `?v=2`, moves the file into a folder, spells the host otherwise, and the source,
which knows its documents by their addresses, goes on with the old link. Nobody would see it. So each file of the
source's kind that the page links on the publisher's own site, and that is not taken, is told:
as an error where it differs from a document of the source only in such a manner, or where `discover` leaves out what
the source owns; as a remark where it only is of the same kind (a page may well link other people's workbooks).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from urllib.parse import unquote, urldefrag, urlsplit

from collectors.errors import BadContent, LayoutChanged, OnrecordError, Remark
from collectors.media import webpage
from collectors.records import Document, Link, Source

#: endings of files that may hold what a source of this medium publishes
FAMILIES = {
    "xlsx": ("xlsx", "xls", "xlsm", "xlsb", "ods"),
    "csv": ("csv", "tsv", "txt", "csv.gz", "csv.zip"),
    "pdf": ("pdf",),
    "json": ("json", "jsonl", "json.gz"),
    "xml": ("xml", "xml.gz"),
}
_SHOWN = 5


def passed_over(source: Source, page: Document, taken: Collection[Link]) -> list[OnrecordError]:
    """What a start page links and the source does not take: an error, a remark, both or none. Raises nothing."""
    endings = [ending for medium in source.media for ending in FAMILIES.get(medium, ())]
    if not endings:
        return []  # pages of news: any link looks like them
    try:
        linked = dict.fromkeys(url for url, _ in webpage.links(page))
    except BadContent:
        return []  # a feed or sitemap, no page with links
    known = {_key(link.url) for link in taken}
    folders = {_folder(link.url) for link in taken if source.owns(link.url)}
    missed: list[str] = []
    others: list[str] = []
    for url in linked:
        if _key(url) in known or not (source.owns(url) or _ends_like(url, endings)):
            continue
        if _is_document(source, url, known, folders):
            missed.append(url)
        elif _site(url) == _site(page.url):
            others.append(url)
    return [*_missed(source, page.url, missed), *_others(source, page.url, others)]


def _is_document(source: Source, url: str, known: set[str], folders: set[str]) -> bool:
    """Whether a file looks like a document of the source, and not like another spelling of one that is taken."""
    here = _spellings(source, url, [_folder(url)])
    below = _spellings(source, url, [folder for folder in folders if _folder(url).startswith(folder)])
    if not (source.owns(url) or any(map(source.owns, [*here, *below]))):
        return not known and _site(url) in map(_site, source.start)
    return not any(_key(spelling) in known for spelling in here)


def _ends_like(url: str, endings: Sequence[str]) -> bool:
    """Whether an address ends like a file of the source's kind, by its path or, for a script, by its query."""
    parts = urlsplit(url)
    ends = tuple(f".{ending}" for ending in endings)
    return any(unquote(part).lower().rstrip().endswith(ends) for part in (parts.path, parts.query))


def _site(url: str) -> str:
    """The last two parts of a host's name (`ice.gov`); an address of numbers whole."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    numbers = re.fullmatch(r"[\d.]+|.*:.*", host)
    return host if numbers else ".".join(host.split(".")[-2:])


def _spellings(source: Source, url: str, folders: Iterable[str]) -> list[str]:
    """How the documents that are taken would be spelt at this address: no query, the usual ending, the usual host,
    in one of the folders."""
    parts = urlsplit(url)
    name = unquote(parts.path.rpartition("/")[2])
    stem = name.rpartition(".")[0] or name
    hosts = {parts.netloc, *(urlsplit(start).netloc for start in source.start)}
    return [
        f"{parts.scheme}://{host}{folder}{stem}.{medium}"
        for host in hosts
        for folder in folders
        for medium in source.media
    ]


def _folder(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[0] + "/"


def _key(url: str) -> str:
    """The address but for its scheme and fragment."""
    return urldefrag(url).url.partition("://")[2]


def _missed(source: Source, page: str, urls: Sequence[str]) -> list[OnrecordError]:
    if not urls:
        return []
    remedy = (
        "They may be the newest edition: open them in a browser. "
        f"Then let `SOURCE.documents` or `discover` of {source.id} take them, or `onrecord import` them."
    )
    found = f"{len(urls)} that look like documents of this source and were not taken: {_listed(urls)}"
    return [
        LayoutChanged(page, table="links", expected=f"addresses like {source.documents}", found=found, remedy=remedy)
    ]


def _others(source: Source, page: str, urls: Sequence[str]) -> list[OnrecordError]:
    if not urls:
        return []
    found = f"{len(urls)} other files of that kind, not taken: {_listed(urls)}"
    remedy = "Nothing to do where they are other publications."
    return [Remark(page, table="links", expected=f"files of {source.id}", found=found, remedy=remedy)]


def _listed(urls: Sequence[str]) -> str:
    more = f" and {len(urls) - _SHOWN} more" if len(urls) > _SHOWN else ""
    return ", ".join(urls[:_SHOWN]) + more
