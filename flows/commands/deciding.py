"""`onrecord accept` and `onrecord forget`."""

from __future__ import annotations

from flows.commands.loading import load
from flows.terminal import line, out
from warehouse import decide
from warehouse.home import home


def accept(document: str, table: str | None, why: str) -> int:
    """Accept a refusal, and load. The exit status."""
    decision = decide.accept(home(), document, table, why)
    named = line(decision.table_name or "all that was refused")
    out.print(f"Accepted: {named} of {decision.document_id}.", soft_wrap=True)
    return load().exit_status


def forget(document: str, why: str) -> int:
    """Forget a document, and load. The exit status."""
    decision = decide.forget(home(), document, why)
    out.print(f"Forgotten: {decision.document_id}.", soft_wrap=True)
    return load().exit_status
