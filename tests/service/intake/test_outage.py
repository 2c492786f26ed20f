"""Kafka is killed under a running intake and comes back: every answer is 202, every report arrives once."""

import asyncio
import time
from collections import Counter
from pathlib import Path

import pytest

from deploy.local.apache_libs import available
from deploy.local.broker_apache import ApacheBroker
from deploy.local.ports import free_ports
from shared import topic_admin
from tests.service.intake.harness import published, running

usable = available()


@pytest.mark.apache
@pytest.mark.slow
@pytest.mark.skipif(not usable.ok, reason=f"Apache Kafka can't be started here: {usable.reason}")
async def test_kafka_is_killed_and_comes_back(common, tmp_path: Path):
    broker = ApacheBroker(tmp_path, free_ports(1)[0])
    await asyncio.to_thread(broker.start)
    try:
        own = common.model_copy(
            update={"kafka_bootstrap": broker.bootstrap, "mongo_database": f"{common.mongo_database}_outage"}
        )
        await topic_admin.create(own.kafka_bootstrap)
        async with running(own, kafka_timeout_s=1.0, relay_interval_s=0.5) as intake:
            answers = []
            slowest = 0.0
            sending = asyncio.Event()

            async def reporter(number: int) -> None:
                nonlocal slowest
                count = 0
                while not sending.is_set():
                    started = time.monotonic()
                    answers.append(
                        await intake.send(f"Phản ánh {number}-{count}", intake.key(f"{number}-{count}"))
                    )
                    slowest = max(slowest, time.monotonic() - started)
                    count += 1
                    await asyncio.sleep(0.02)

            reporters = [asyncio.create_task(reporter(n)) for n in range(4)]
            await asyncio.sleep(1.5)
            await asyncio.to_thread(broker.kill)
            await asyncio.sleep(8)
            assert await intake.documents("spool")
            await asyncio.to_thread(broker.start)
            await asyncio.sleep(3)
            sending.set()
            await asyncio.gather(*reporters)
            assert Counter(a.status_code for a in answers) == {202: len(answers)}
            assert slowest < 5.0
            wanted = {a.json()["report_id"] for a in answers}
            assert len(wanted) == len(answers)
            async with asyncio.timeout(60):
                while await intake.documents("spool") or len(await intake.documents("reports")) < len(wanted):
                    await asyncio.sleep(0.2)
            assert {d["_id"] for d in await intake.documents("reports")} == wanted
            assert {d["_id"] for d in await intake.documents("sealed")} == wanted
            after = await intake.send("Sau khi Kafka trở lại")
            key = after.json()["report_id"].encode()
            await published(broker.bootstrap, "reports.received", wanted=lambda r: r.key == key, count=1)
            accepted = (await intake.client.get("/metrics")).text
            assert 'durable_in="spool"' in accepted
            await asyncio.to_thread(broker.kill)
            assert (await intake.send("Kafka lại mất")).status_code == 202
            started = time.monotonic()
            await intake.service.parts.bus.stop()
            assert time.monotonic() - started < 10, "a stop doesn't wait for a broker that is gone"
    finally:
        await asyncio.to_thread(broker.stop)
