"""One writer at a time: a run that meets another one waits for its turn, and for nothing else."""

from __future__ import annotations

from typing import Any

from prefect import State, Task
from prefect.client.schemas.objects import TaskRun

from collectors.errors import WarehouseBusy


def is_busy(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether another process was writing; every other error is final."""
    return isinstance(state.result(raise_on_failure=False), WarehouseBusy)
