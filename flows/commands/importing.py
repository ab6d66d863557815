"""`onrecord import`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import cast

from collectors import registry
from collectors.archive.decisions import DecisionLog
from collectors.archive.store import Archive
from collectors.collecting import Collected
from collectors.errors import OnrecordError
from collectors.importing import Imported, claim, import_file, import_warc, is_warc, overruled, owning
from collectors.parts import taking
from collectors.records import Basis, Source
from flows.commands.files import the_file
from flows.commands.loading import load_after
from flows.terminal import line, out, progress, say
from warehouse.decide import remembered
from warehouse.home import home


def import_all(
    files: Sequence[Path],
    source_id: str | None,
    url: str | None,
    seen_at: datetime | None,
    basis: str,
    title: str | None = None,
    published: date | None = None,
) -> int:
    """Archive WARCs and single files, and load what is new. The exit status."""
    _refuse_for_many(files, url, title, published)
    warcs = [the_file(path) for path in files if is_warc(path)]
    owned = [(the_file(path), _owner(path, source_id, url)) for path in files if path not in warcs]
    archive, result = Archive(home().archive), Collected("import")
    if warcs:
        with progress() as bar:
            route = owning(registry.sources(home().newsrooms).values())
            found = import_warc(archive, warcs, cast(Basis, basis), route=route, progress=bar("importing"))
        _tell(found)
        result.fetches += found.refused
        result.errors += found.errors
    for path, owner in owned:
        said, take = claim(owner, title, published), taking(registry.source(owner.id, home().newsrooms))
        if take is not None:
            _refuse_for_parts(owner, url, title, published)
        fetch = import_file(archive, path, owner, url or path.name, seen_at, cast(Basis, basis), said, take)
        result.fetches.append(fetch)
        out.print(f"{line(path.name)}: {fetch.outcome} {fetch.document_id}", soft_wrap=True)
        if take is not None and fetch.outcome == "ok":
            say("taken apart", f"{path.name}: {fetch.message}")
    _tell_overruled(archive, result)
    return load_after([result], archive)


def _refuse_for_many(files: Sequence[Path], url: str | None, title: str | None, published: date | None) -> None:
    """What is said of one file is not true of several, nor of the captures in a WARC."""
    options = {"--title": title, "--published": published}
    said = [name for name, value in options.items() if value is not None]
    if said and any(map(is_warc, files)):
        raise OnrecordError(
            ", ".join(said),
            expected="a file that is one document",
            found="a WARC, whose captures say it of themselves",
            remedy="Import the WARC alone.",
        )
    if len(files) > 1 and (title is not None or url is not None):
        raise OnrecordError(
            "--title" if title is not None else "--url",
            expected="one file, of which that is true",
            found=f"{len(files)} files",
            remedy="Import each by itself.",
        )


def _refuse_for_parts(source: Source, *said: object) -> None:
    """What is said of a file is not true of each document in it."""
    if any(one is not None for one in said):
        raise OnrecordError(
            "--url, --title, --published",
            expected="none of these",
            found=f"a file of {source.id}, which holds many documents that say it of themselves",
            remedy="Leave them out.",
        )


def _tell_overruled(archive: Archive, result: Collected) -> None:
    """Where a title or day that was given is not the one that holds, for an earlier claim stands in the log."""
    if not any(fetch.title or fetch.published_on for fetch in result.fetches):
        return
    lines = remembered(list(archive.fetches()), DecisionLog(archive.root).read())
    for fetch, held in overruled(lines, result.fetches):
        day = "" if held.published_on is None else f", {held.published_on}"
        why = "an earlier claim, or of one day the first title by the alphabet; to take it back say `onrecord forget`"
        say("claimed before", f"{fetch.url}: {held.title or 'no title'}{day} holds ({why})")


def _tell(found: Imported) -> None:
    out.print(f"{found.added} sightings added, {found.known} known already, {len(found.refused)} refused.")
    for fault in found.faults:
        say(fault.kind, str(fault))
    for address in found.unresolved:
        say("left out", f"{address}: a repeat whose first record is in none of the files")
    if found.unowned:
        out.print(f"{found.unowned.total()} captures of {len(found.unowned)} addresses belong to no source.")
        for address, count in found.unowned.most_common(5):
            out.print(f"  {count:4} {line(address)}", soft_wrap=True)


def _owner(path: Path, source_id: str | None, url: str | None) -> Source:
    """Whose a file is. What its source does not own would never be loaded, so that is refused."""
    own = home().newsrooms
    module = registry.source(source_id, own) if source_id else registry.owner(url or "", own)
    if module is None:
        raise OnrecordError(
            str(path),
            expected="to be told whose it is",
            found=f"no source that owns {url}" if url else "neither --source nor --url",
            remedy=f"Type `onrecord import {path} --source ID`, where ID is one of {', '.join(registry.sources(own))}.",
        )
    if url and not module.SOURCE.owns(url):
        other = registry.owner(url, own)
        whose = f", but {other.SOURCE.id}" if other else ""
        raise OnrecordError(
            url,
            expected=f"an address that matches {module.SOURCE.documents}",
            found=f"one that {module.SOURCE.id} does not own{whose}",
            remedy="Name the address under which it was published, or the source whose it is.",
        )
    return module.SOURCE
