"""Ask one source, keep what it gives, load what is new. `prefect.yaml` deploys this flow once for each source."""

from __future__ import annotations

from prefect import State, flow, task, unmapped
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger
from prefect.states import Completed, Failed

from collectors import collecting, registry
from collectors.archive.log import Fetch
from collectors.archive.store import Archive
from collectors.fetching.client import Client
from collectors.records import Link, SourceModule
from collectors.topics import terms
from flows.waiting import is_busy
from warehouse.home import home
from warehouse.load import Summary
from warehouse.rebuild import update


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="{link.url}")
def fetch(module: SourceModule, client: Client, link: Link) -> Fetch:
    """One document."""
    return collecting.fetch(module, client, link)


@task(retries=20, retry_delay_seconds=15, retry_condition_fn=is_busy, cache_policy=NO_CACHE, persist_result=False)
def load() -> Summary:
    """Load what is new; waits while another run writes."""
    return update(home())


@flow(name="collect", flow_run_name="collect {source}", persist_result=False)
def collect(source: str) -> State[None]:
    """Discover and fetch the documents of a source, then load what is new.

    Fails where something could not be reached or was wrong: a failed run is what tells somebody.
    """
    module = registry.source(source, home().newsrooms)
    with Client(Archive(home().archive), share=1.0) as client:
        found = collecting.discover(module, client, terms.topics(home().topics))
        fetches = fetch.map(unmapped(module), unmapped(client), found.links).result()
    collected, loaded = collecting.Collected(source, fetches, found.errors, found.left_out, found.asked), load()
    message = f"{collected}; {loaded}"
    get_run_logger().info("%s", message)
    return (Failed if collected.exit_status or loaded.exit_status else Completed)(message=message)
