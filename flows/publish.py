"""Check the warehouse and put the copy for readers in place."""

from __future__ import annotations

from prefect import State, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger
from prefect.states import Completed

from flows.waiting import is_busy
from warehouse.home import home
from warehouse.publish import Published
from warehouse.publish import publish as publish_copy


@task(retries=20, retry_delay_seconds=15, retry_condition_fn=is_busy, cache_policy=NO_CACHE, persist_result=False)
def check_and_copy() -> Published:
    """Check and copy; waits while another run writes."""
    return publish_copy(home())


@flow(name="publish", persist_result=False)
def publish() -> State[None]:
    """Fails (WarehouseError) where an invariant of ours does not hold; the old copy stays then."""
    published = check_and_copy()
    message = f"{published.observations:,} observations published; the checks found {published.findings:,} slips"
    get_run_logger().info("%s", message)
    return Completed(message=message)
