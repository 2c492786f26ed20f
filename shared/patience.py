"""Patience with a broker that answers an empty fetch at once.

A Kafka broker holds a fetch until there is something or ``fetch.max.wait.ms`` has passed. The embedded broker of
the local stack doesn't: each consumer asked it 400 to 500 times a second while nothing came (measured, noida-db
0.2.3 with aiokafka 0.14), and four idle services kept two cores busy. This waits on our side instead. It reaches
into aiokafka's fetcher, so it is used with the embedded broker only and does nothing by default.
"""

import asyncio
from typing import Any


def wait_after_empty_fetches(consumer: Any, seconds: float) -> None:
    """Let a started ``AIOKafkaConsumer`` wait after each fetch that brought nothing."""
    fetcher = consumer._fetcher  # noqa: SLF001 - see above
    ask = fetcher._proc_fetch_request  # noqa: SLF001

    async def ask_and_wait(assignment: Any, node_id: Any, request: Any) -> bool:
        brought = bool(await ask(assignment, node_id, request))
        if not brought:
            await asyncio.sleep(seconds)
        return brought

    fetcher._proc_fetch_request = ask_and_wait  # noqa: SLF001
