"""Planted personal data, then a walk through every log line, topic, collection and trace: nothing in the clear."""

import asyncio
import json
import time
from uuid import uuid4

import httpx
from aiokafka import AIOKafkaConsumer
from pymongo import MongoClient

from deploy.local.system import System
from tests.integration.system.test_story import until

PHONES = ("0957 613 882", "0951.204.667", "+84 956 440 119", "84-953-771-208", "095 488 3174")
EMAILS = ("nguoi.dan@example.vn", "to.truong+pa@example.com")
IDS = ("099185001234", "099 302 004 567")
PLATES = ("29C-000.36", "30A-000.17", "29-X1 000.58")
NEEDLES = (
    *(
        p.lstrip("+").replace(" ", "").replace(".", "").replace("-", "").removeprefix("84").lstrip("0")
        for p in PHONES
    ),
    *EMAILS,
    *(i.replace(" ", "") for i in IDS),
    "000.36",
    "000.17",
    "000.58",
)


def plain(text: str) -> str:
    """The text as somebody who searches would fold it."""
    return text + text.replace(" ", "").replace(".", "").replace("-", "")


def plant(system: System) -> list[str]:
    url, token = system.services.url("intake"), system.secrets.channel_tokens["sms"]
    ids = []
    for n in range(40):
        text = (
            f"Hàng xóm hát karaoke tới 2 giờ sáng ở ngõ {n}. Gọi tôi số {PHONES[n % 5]} hoặc {EMAILS[n % 2]},"
            f" CCCD {IDS[n % 2]}, xe {PLATES[n % 3]} chắn lối"
        )
        answer = httpx.post(
            f"{url}/v1/reports",
            json={"text": text, "reported_from": "phường Láng", "sender": PHONES[n % 5]},
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())},
        )
        assert answer.status_code == 202, answer.text
        ids.append(answer.json()["report_id"])
    return ids


def correct(system: System, report_id: str, note: str) -> int:
    answer = httpx.post(
        f"{system.services.url('classifier')}/v1/reviews/{report_id}/corrections",
        json={"topics": ["community_life"], "urgency": 1, "desk": "01/union", "note": note},
        headers={"Authorization": f"Bearer {system.secrets.operator_token}"},
    )
    return answer.status_code


async def everything_on_the_bus(bootstrap: str) -> list[str]:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.subscribe(sorted(t for t in await consumer.topics() if not t.startswith("_")))
        found: list[str] = []
        quiet = 0
        while quiet < 6:
            batches = await consumer.getmany(timeout_ms=500)
            quiet = 0 if batches else quiet + 1
            for records in batches.values():
                found += [
                    repr((r.topic, r.key, r.headers)) + (r.value or b"").decode("utf-8", "replace")
                    for r in records
                ]
        return found
    finally:
        await consumer.stop()


def test_nothing_personal_anywhere_in_the_clear(system: System, desk):
    ids = plant(system)
    env = system.stack.environment()
    client: MongoClient = MongoClient(env["HAICHIEU_MONGO_URI"])
    database = client["haichieu"]
    until(lambda: database.sealed.count_documents({"_id": {"$in": ids}}) == len(ids))
    until(lambda: database.cases.count_documents({"reports.report_id": {"$in": ids}}) > 0)
    until(lambda: database.reviews.count_documents({"_id": {"$in": ids}}) == len(ids))
    assert correct(system, ids[0], f"gọi lại số {PHONES[0]}") == 422
    assert correct(system, ids[0], "ồn ào, không phải đánh nhau") == 202
    until(lambda: database.corrections.count_documents({"report_id": ids[0]}) == 1)
    time.sleep(2)
    places: dict[str, str] = {f"log {p.name}": p.read_text() for p in system.root.glob("logs/*.log")}
    for name in database.list_collection_names():
        places[f"collection {name}"] = json.dumps(
            list(database[name].find()), default=str, ensure_ascii=False
        )
    for n, record in enumerate(asyncio.run(everything_on_the_bus(env["HAICHIEU_KAFKA_BOOTSTRAP"]))):
        places[f"record {n} {record[:40]}"] = record
    for service in ("intake", "classifier", "escalation", "notifier"):
        places[f"metrics {service}"] = httpx.get(f"{system.services.url(service)}/metrics").text
    client.close()
    assert any("[PHONE]" in text for text in places.values())
    for place, text in places.items():
        searched = plain(text) if not place.startswith("metrics") else text
        for needle in NEEDLES:
            assert needle not in searched, f"{needle} in {place}"


def test_there_is_no_index_by_person(system: System):
    client: MongoClient = MongoClient(system.stack.environment()["HAICHIEU_MONGO_URI"])
    try:
        database = client["haichieu"]
        for name in database.list_collection_names():
            for index in database[name].list_indexes():
                for key in index["key"]:
                    assert not any(
                        word in key for word in ("source", "sender", "phone", "person", "author")
                    ), f"{name} has an index by {key}"
                    assert name not in {"reviews", "corrections"} or key not in {"desk", "via"}
    finally:
        client.close()
