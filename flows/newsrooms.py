"""Ask all newsrooms that are rows, side by side, then load once: one deployment for all of them."""

from __future__ import annotations

from prefect import State, flow, task, unmapped
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger
from prefect.states import Completed, Failed

from collectors import collecting, registry
from collectors.archive.store import Archive
from collectors.collecting import Collected
from collectors.fetching.client import Client
from collectors.records import SourceModule
from flows.waiting import is_busy
from warehouse.home import home
from warehouse.load import Summary
from warehouse.rebuild import update


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="{module.SOURCE.id}")
def ask(module: SourceModule, client: Client) -> Collected:
    """One newsroom."""
    return collecting.collect(module, client)


@task(retries=20, retry_delay_seconds=15, retry_condition_fn=is_busy, cache_policy=NO_CACHE, persist_result=False)
def load() -> Summary:
    """Load what is new; waits while another run writes."""
    return update(home())


@flow(name="newsrooms", persist_result=False)
def newsrooms() -> State[None]:
    """Discover and fetch the reports of every newsroom that can be asked, then load what is new.

    Fails where one could not be reached or something was wrong; the others are collected all the same.
    """
    asked = registry.asked_newsrooms(home().newsrooms)
    with Client(Archive(home().archive)) as client:
        collected, loaded = collecting.together("newsrooms", ask.map(asked, unmapped(client)).result()), load()
    message = f"{collected}; {loaded}"
    get_run_logger().info("%s", message)
    return (Failed if collected.exit_status or loaded.exit_status else Completed)(message=message)
