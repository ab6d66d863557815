"""The sources: the modules of `agencies/` and `newsrooms/`, the rows of `newsrooms/newsrooms.toml`, and those of a
user's own file. There is no other list."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import cast

from collectors import agencies, newsrooms
from collectors.declared import faults
from collectors.errors import OnrecordError
from collectors.newsroom_rows import newsrooms as declared_newsrooms
from collectors.newsrooms import declared
from collectors.records import SourceModule

ROWS = Path(str(newsrooms.__file__)).with_name("newsrooms.toml")
_log = logging.getLogger(__name__)


def sources(own: Path | None = None) -> dict[str, SourceModule]:
    """Every source by `SOURCE.id`, in the order of the ids: modules, rows, and the rows of the file `own`.

    Raises OnrecordError for a module or a row of ours that contradicts itself, or another one. A row of `own` that does
    so is left out and told as a warning; so is the whole file where it cannot be read.
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
    if path is None:
        return {}
    try:
        return _read_once(path, path.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        _log.warning("%s: expected a file that can be read; found %s. Its newsrooms are left out.", path, error)
        return {}


@cache
def _read_once(path: Path, content: bytes) -> dict[str, SourceModule]:
    """The rows of a file, as long as it stays what it is: what is wrong with it is told once."""
    found, errors = declared_newsrooms(path, content, [ROWS.stem, *_ours()])
    for error in errors:
        _log.warning("%s It is left out.", error)
    return {id_: cast(SourceModule, one) for id_, one in found.items()}


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
    return [module for module in sources(own).values() if module.SOURCE.start and module.SOURCE.state == "tried"]


def asked_newsrooms(own: Path | None = None) -> list[SourceModule]:
    """The newsrooms that are rows, tried or not. Of those without a feed, sitemap or index the reports that were found
    by other means are asked for again."""
    return [module for id_, module in sources(own).items() if id_ not in modules()]


def named(names: Sequence[str], own: Path | None = None) -> list[SourceModule]:
    """The sources of these ids, each once; `newsrooms` stands for all newsrooms that are rows; without a name, those
    that are asked. Raises OnrecordError where there is no such source."""
    together = asked_newsrooms(own) if ROWS.stem in names else []
    found = [*together, *(source(name, own) for name in names if name != ROWS.stem)]
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
    return next((module for module in sources(own).values() if module.SOURCE.owns(url)), None)
