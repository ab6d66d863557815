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
from collectors.topics import terms
from collectors.topics.terms import Topics
from flows.waiting import is_busy
from warehouse.home import home
from warehouse.load import Summary
from warehouse.rebuild import update


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="{module.SOURCE.id}")
def ask(module: SourceModule, client: Client, topics: Topics) -> Collected:
    """One newsroom: those of its lists that are due, what of them is on the subject, and what is to be asked again."""
    return collecting.collect(module, client, topics=topics, only_due=True)


@task(retries=20, retry_delay_seconds=15, retry_condition_fn=is_busy, cache_policy=NO_CACHE, persist_result=False)
def load() -> Summary:
    """Load what is new; waits while another run writes."""
    return update(home())


@flow(name="newsrooms", persist_result=False)
def newsrooms() -> State[None]:
    """Discover and fetch the reports of every newsroom whose lists are due (`expected_every`), then load what is new.

    Fails where something was wrong with what came, or where nobody answered; one that is silent is named.
    """
    asked, topics = registry.asked_newsrooms(home().newsrooms), terms.topics(home().topics)
    with Client(Archive(home().archive)) as client:
        results = ask.map(asked, unmapped(client), unmapped(topics)).result()
    collected, loaded = collecting.together("newsrooms", results), load()
    message = f"{collected}; {loaded}"
    get_run_logger().info("%s", message)
    return (Failed if collected.exit_status or loaded.exit_status else Completed)(message=message)
