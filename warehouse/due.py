"""What is to be read: the documents that there are, held against those that the warehouse has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from collectors import registry
from collectors.archive.log import SEEN, Fetch
from collectors.errors import WarehouseError
from collectors.reading import version
from collectors.reading.document import naive_claimed, naive_utc
from collectors.records import UNCLAIMED, WITNESSED, Claimed, SourceModule, first_claimed
from warehouse.bundle import Bundle


@dataclass(frozen=True, slots=True)
class Version:
    """Who reads a document, and by what: its source, the hash of the parser (or of the history), whether bytes are
    read, since when they are known to exist (naive UTC), for no day after that is believed, and what who imported it
    says of it."""

    source_id: str
    parser_hash: str
    bytes_held: bool
    first_seen_at: datetime | None = None
    claimed: Claimed = UNCLAIMED


@dataclass(frozen=True, slots=True)
class Due:
    """The documents by their ids: as they are to be read, and as the warehouse has them."""

    wanted: Mapping[str, Version]
    known: Mapping[str, Version]

    @property
    def ids(self) -> set[str]:
        """New, or read by another version of their parser, or before an earlier sighting or claim came."""
        return {id_ for id_, version in self.wanted.items() if self.known.get(id_) != version}

    @property
    def of_archive(self) -> set[str]:
        """Those of them whose bytes are to be read."""
        return {id_ for id_ in self.ids if self.wanted[id_].bytes_held}

    @property
    def of_history(self) -> set[str]:
        """Those of them that only the bundled history has."""
        return self.ids - self.of_archive

    @property
    def gone(self) -> set[str]:
        """Documents of the warehouse that are none any more."""
        return self.known.keys() - self.wanted.keys()


def due(
    fetches: Iterable[Fetch],
    modules: Mapping[str, SourceModule],
    history: Bundle | None,
    known: Mapping[str, Version],
    forgotten: Collection[str] = (),
) -> Due:
    """Hold the archive's log and the bundled history, what is forgotten apart, against what the warehouse has."""
    past = {} if history is None else _of_history(history)
    wanted = {id_: version for id_, version in past.items() if id_ not in forgotten}
    seen, said = _witnessed(fetches), _claimed(fetches)
    for id_, source_id in owners_of(fetches, modules).items():
        parser = version.parser_hash(modules[source_id].__name__)
        wanted[id_] = Version(source_id, parser, True, naive_utc(seen.get(id_)), said.get(id_, UNCLAIMED))
    return Due(wanted, known)


def _of_history(history: Bundle) -> dict[str, Version]:
    parser = history.parser_hash
    return {id_: Version(source_id, parser, bytes_held=False) for id_, source_id in history.documents().items()}


def owners_of(fetches: Iterable[Fetch], modules: Mapping[str, SourceModule]) -> dict[str, str]:
    """The documents of the sources, each with the id of its source.

    Bytes are a document where one of their addresses is one (`Source.documents`), or where they are a file that
    somebody imported for a source. Start pages and feeds, which the archive holds as well, are none, nor is a file that
    was taken apart: its parts are. What the address of a row of the user fits is that row's, whoever asked for it
    (`registry.rightful`); else it is of the source for which it was asked, the first by its id where there are several.
    """
    own = [module for module in modules.values() if registry.is_own(module)]
    claims: dict[str, set[str]] = {}
    for fetch in fetches:
        if fetch.outcome not in SEEN or fetch.document_id is None or fetch.source_id not in modules:
            continue
        if fetch.part_of == fetch.document_id:
            continue
        source = modules[fetch.source_id].SOURCE
        urls = [fetch.url] if fetch.final_url is None else [fetch.url, fetch.final_url]
        if any(source.owns(url) or not url.startswith(("http://", "https://")) for url in urls):
            claims.setdefault(fetch.document_id, set()).add(_rightful(fetch.source_id, urls, own, modules))
    return {id_: min(ids, key=lambda one: (not registry.is_own(modules[one]), one)) for id_, ids in claims.items()}


def _rightful(
    asking: str, urls: Iterable[str], own: Collection[SourceModule], modules: Mapping[str, SourceModule]
) -> str:
    """Whose a document is that was asked for a source."""
    for url in urls if own else ():
        if any(module.SOURCE.owns(url) for module in own):
            rightful = registry.rightful(url, {asking: modules[asking], **{one.SOURCE.id: one for one in own}}.values())
            return asking if rightful is None else rightful.SOURCE.id
    return asking


def first_sightings(fetches: Iterable[Fetch]) -> dict[str, Fetch]:
    """Of each sequence of bytes that the log names, the first line that does."""
    first: dict[str, Fetch] = {}
    for fetch in fetches:
        if fetch.outcome in SEEN and fetch.document_id is not None:
            first.setdefault(fetch.document_id, fetch)
    return first


def _witnessed(fetches: Iterable[Fetch]) -> dict[str, datetime]:
    """Of each sequence of bytes when we or an archive first held it, as `Document.first_seen_at` has it."""
    first: dict[str, datetime] = {}
    for fetch in fetches:
        if fetch.outcome in SEEN and fetch.document_id and fetch.basis in WITNESSED and fetch.observed_at:
            first[fetch.document_id] = min(fetch.observed_at, first.get(fetch.document_id, fetch.observed_at))
    return first


def _claimed(fetches: Iterable[Fetch]) -> dict[str, Claimed]:
    """Of each sequence of bytes of which somebody claims something what holds, as `Document.claimed` has it."""
    said: dict[str, list[Claimed]] = {}
    for fetch in fetches:
        if fetch.outcome in SEEN and fetch.document_id and fetch.claimed != UNCLAIMED:
            said.setdefault(fetch.document_id, []).append(fetch.claimed)
    return {id_: naive_claimed(first_claimed(claims)) for id_, claims in said.items()}


def refuse_to_lose(place: str, lost: Collection[str]) -> None:
    """Raise WarehouseError where a warehouse would lose documents, by their addresses or ids."""
    if lost:
        named = sorted(lost)
        more = " …" if len(named) > 5 else ""
        raise WarehouseError(
            place,
            expected="every document that is loaded to be in the archive or in the bundled history still",
            found=f"{len(named)} that neither can give any more: {', '.join(named[:5])}{more}",
            remedy="Nothing was changed. Restore the archive (its log and all of its WARC files) from a copy and say "
            "`onrecord rebuild`; to go on without these documents, say `onrecord rebuild --even-if-smaller`.",
        )
