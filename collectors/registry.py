"""The sources: the modules of `agencies/` and `newsrooms/`, the rows of `newsrooms/newsrooms.toml`, and those of a
user's own file. There is no other list."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import cast

from collectors import agencies, newsrooms
from collectors.declared import faults
from collectors.errors import OnrecordError
from collectors.newsroom_rows import newsrooms as declared_newsrooms
from collectors.newsrooms import declared
from collectors.own_rows import keep_rows, own_rows
from collectors.records import SourceModule

ROWS = Path(str(newsrooms.__file__)).with_name("newsrooms.toml")
_log = logging.getLogger(__name__)
_SEVERAL: set[tuple[str, ...]] = set()  # sources that own one address, of which was told


def sources(own: Path | None = None) -> dict[str, SourceModule]:
    """Every source by `SOURCE.id`, in the order of the ids: modules, rows, and the rows of the file `own`.

    Raises OnrecordError for a module or a row of ours that contradicts itself, or another one. What is wrong with `own`
    is told as a warning, and costs no other row: see `own_rows`. A row of it with the id of a row of ours stands in its
    place.
    """
    return dict(sorted({**_ours(), **_rows_of_user(own)}.items()))


@cache
def modules() -> dict[str, SourceModule]:
    """The sources that are modules. The id is the module's file name."""
    found: dict[str, SourceModule] = {}
    for package in (agencies, newsrooms):
        for info in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
            if info.name == declared.__name__:
                continue
            module = cast(SourceModule, importlib.import_module(info.name))
            if module.SOURCE.id != info.name.rsplit(".", 1)[-1]:
                raise OnrecordError(
                    info.name,
                    expected=f"SOURCE.id = {info.name.rsplit('.', 1)[-1]!r}",
                    found=repr(module.SOURCE.id),
                    remedy="Give the source and its file one name.",
                )
            found[module.SOURCE.id] = module
    hold(found)
    return found


@cache
def rows() -> dict[str, SourceModule]:
    """The sources that are rows of ours."""
    found, errors = declared_newsrooms(ROWS, ROWS.read_bytes(), [ROWS.stem, *modules()])
    for error in errors:
        raise error
    return {id_: cast(SourceModule, one) for id_, one in found.items()}


def _ours() -> dict[str, SourceModule]:
    return {**modules(), **rows()}


def _rows_of_user(path: Path | None) -> dict[str, SourceModule]:
    """The rows of a user's file, what is wrong with it told once."""
    if path is None:
        return {}
    own = own_rows(path, [ROWS.stem, *modules()])
    for error in own.errors:
        _tell(str(error))
    for id_ in own.rows.keys() & rows().keys():
        _tell(f"{path}, row [{id_}]: it stands in place of the row of that name that comes with onrecord.")
    return {id_: cast(SourceModule, one) for id_, one in own.rows.items()}


def keep(own: Path) -> None:
    """Keep the rows of a user's file for a time when it is broken. Raises OSError where nothing can be written."""
    keep_rows(own, own_rows(own, [ROWS.stem, *modules()]))


@cache
def _tell(message: str) -> None:
    """Each message once a process."""
    _log.warning("%s", message)


def hold(modules: Mapping[str, SourceModule]) -> None:
    """Raises OnrecordError where the declarations of a source, or those of two, contradict themselves."""
    owners: dict[str, str] = {}
    for id_, module in modules.items():
        wrong = faults(module)
        wrong += [f"{flow.dataflow} is a table of {owners[flow.dataflow]}" for flow in module.DATAFLOWS
                  if flow.dataflow in owners]  # fmt: skip
        if wrong:
            raise OnrecordError(
                module.__name__,
                expected="declarations (DATAFLOWS, METRICS) that fit one another",
                found="; ".join(wrong),
                remedy="Correct them.",
            )
        owners |= {flow.dataflow: id_ for flow in module.DATAFLOWS}


def asked(own: Path | None = None) -> list[SourceModule]:
    """The sources that are asked where none is named: those with a page, feed or sitemap to start from (others are
    imported), without newsrooms that nobody has tried: those are asked by name, or together (`asked_newsrooms`)."""
    return [
        module for module in sources(own).values()
        if module.SOURCE.start and module.SOURCE.state == "tried" and _may_be_asked(module)
    ]  # fmt: skip


def asked_newsrooms(own: Path | None = None) -> list[SourceModule]:
    """The newsrooms that are rows, tried or not. Of those without a feed, sitemap or index the reports that were found
    by other means are asked for again."""
    return [module for id_, module in sources(own).items() if id_ not in modules() and _may_be_asked(module)]


def named(names: Sequence[str], own: Path | None = None) -> list[SourceModule]:
    """The sources of these ids, each once; `newsrooms` stands for all newsrooms that are rows; without a name, those
    that are asked. Raises OnrecordError where there is no such source, or none but a row that stands in."""
    together = asked_newsrooms(own) if ROWS.stem in names else []
    found = [*together, *(source(name, own) for name in names if name != ROWS.stem)]
    for module in found:
        if not _may_be_asked(module):
            remedy = "Correct the row; what is loaded of it stays as it is."
            raise OnrecordError(str(own), table=f"row [{module.SOURCE.id}]", expected="a row that can be read",
                                found="none", remedy=remedy)  # fmt: skip
    return list({module.SOURCE.id: module for module in found or asked(own)}.values())


def source(source_id: str, own: Path | None = None) -> SourceModule:
    """One source. Raises OnrecordError that lists the ids there are."""
    found = sources(own)
    try:
        return found[source_id]
    except KeyError:
        raise OnrecordError(
            source_id,
            expected=f"one of {', '.join(found)}",
            found="no such source",
            remedy="Name one of these, or add a row or a module (docs/adding-a-source.md).",
        ) from None


def owner(url: str, own: Path | None = None) -> SourceModule | None:
    """The source whose documents an address belongs to, by `Source.documents`; None where there is none."""
    return rightful(url, sources(own).values())


def rightful(url: str, modules: Iterable[SourceModule]) -> SourceModule | None:
    """Of the sources that own an address the one that has it: a row of the user before ours, then the first id. That
    there are several is told once."""
    owning = sorted((one for one in modules if one.SOURCE.owns(url)), key=lambda one: (not is_own(one), one.SOURCE.id))
    if len(owning) > 1:
        _tell_of_several(url, tuple(one.SOURCE.id for one in owning))
    return owning[0] if owning else None


def is_own(module: SourceModule) -> bool:
    """Whether a source is a row of the user."""
    return getattr(module, "is_own", False)


def _may_be_asked(module: SourceModule) -> bool:
    return not getattr(module, "stands_in", False)


def _tell_of_several(url: str, ids: tuple[str, ...]) -> None:
    if ids not in _SEVERAL:
        _SEVERAL.add(ids)
        others = ", ".join(ids[1:])
        found = f"expected one source; found several that own it: {ids[0]}, which has it, and {others}"
        _log.warning("%s: %s. Narrow `documents` of one of them, where it is to be another's.", url, found)
