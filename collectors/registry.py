"""The sources: a scan of `agencies/` and `newsrooms/`. A module there is a source; there is no other list."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import cast

from collectors import agencies, newsrooms
from collectors.declared import faults
from collectors.errors import OnrecordError
from collectors.records import SourceModule


@cache
def sources() -> dict[str, SourceModule]:
    """Every source module by `SOURCE.id`, in the order of the ids. The id is the module's file name.

    Raises OnrecordError for a module that contradicts itself, or another one: a table belongs to one source.
    """
    found: dict[str, SourceModule] = {}
    for package in (agencies, newsrooms):
        for info in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
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
    return dict(sorted(found.items()))


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


def asked() -> list[SourceModule]:
    """The sources that can be asked: those with a page, feed or sitemap to start from. Others are imported."""
    return [module for module in sources().values() if module.SOURCE.start]


def source(source_id: str) -> SourceModule:
    """The module of one source. Raises OnrecordError that lists the ids there are."""
    try:
        return sources()[source_id]
    except KeyError:
        raise OnrecordError(
            source_id,
            expected=f"one of {', '.join(sources())}",
            found="no such source",
            remedy="Name one of these, or add a module (docs/adding-a-source.md).",
        ) from None


def owner(url: str) -> SourceModule | None:
    """The source whose documents an address belongs to, by `Source.documents`; None where there is none."""
    return next((module for module in sources().values() if module.SOURCE.owns(url)), None)
