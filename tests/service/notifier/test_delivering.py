"""From a recorded request to the recipient, over real SMTP and HTTP, with the event and the log."""

import asyncio

import pytest
from pymongo.errors import AutoReconnect

from shared.contracts.events import EndpointKind, NotifyReason, Outcome
from shared.contracts.taxonomy import Urgency
from tests.service.notifier.running import Notifier, now, until
from tests.unit.notifier.building import email, request, webhook


@pytest.fixture
async def notifier(common, mail):
    async with Notifier(common, mail.port) as running:
        yield running


def ask(*endpoints, **named):
    return request(*endpoints, at=now(), **named)


async def test_an_accepted_mail_is_delivered_reported_and_logged(notifier, mail, heard):
    asked = ask(email("a@example.vn"), urgency=Urgency.EMERGENCY)
    await notifier.ask(asked)
    document = await notifier.ended(asked)
    (got,) = mail.of(asked.notification_id)
    assert got.to == "a@example.vn"
    assert got.mail["Message-ID"] == f"<{asked.notification_id}@example.vn>"
    assert "KHẨN CẤP" in got.mail["Subject"]
    plain, html = (part.get_content() for part in got.mail.iter_parts())
    assert "Phường Hoàng Mai" in plain
    assert "<h1" in html
    (event,) = await until(lambda: heard.of(asked.notification_id))
    assert (event.outcome, event.endpoint, event.attempts) == (Outcome.DELIVERED, EndpointKind.EMAIL, 1)
    assert event.desk_name == "Công an phường Hoàng Mai"
    assert document["state"] == "delivered"
    assert [line["why"] for line in document["log"]] == ["accepted"]
    assert not {"queue", "due", "claim"} & set(document)


async def test_a_mail_deferred_twice_comes_once_with_one_message_id(notifier, mail, heard):
    asked = ask(email("later-2@example.vn"))
    await notifier.ask(asked)
    document = await notifier.ended(asked)
    assert len(mail.of(asked.notification_id)) == 1
    assert [line["why"] for line in document["log"]] == ["retry", "retry", "accepted"]
    assert "451" in document["log"][0]["detail"]
    (event,) = await until(lambda: heard.of(asked.notification_id))
    assert event.attempts == 3


@pytest.mark.parametrize(("name", "code"), [("never", "550"), ("spam", "554")])
async def test_a_refused_mail_is_undeliverable_with_the_reason(notifier, mail, heard, name, code):
    asked = ask(email(f"{name}@example.vn"))
    await notifier.ask(asked)
    await notifier.ended(asked)
    (event,) = await until(lambda: heard.of(asked.notification_id))
    assert event.outcome is Outcome.UNDELIVERABLE
    assert event.detail.startswith(f"rejected: {code}")
    assert "@" not in event.detail
    assert not mail.of(asked.notification_id)


async def test_a_connection_cut_in_the_middle_is_tried_again(notifier, mail):
    asked = ask(email("drop-2@example.vn"))
    await notifier.ask(asked)
    document = await notifier.ended(asked)
    assert document["state"] == "delivered"
    assert len(mail.of(asked.notification_id)) == 1
    assert document["attempts"] == 3


async def test_a_server_that_is_away_and_comes_back(common, mail):
    mail.stop()
    async with Notifier(common, mail.port, {"retry_attempts": 200}) as notifier:
        asked = ask(email("a@example.vn"))
        await notifier.ask(asked)
        await until(lambda: _attempts(notifier, asked, 2))
        mail.start()
        assert (await notifier.ended(asked))["state"] == "delivered"


async def _attempts(notifier, asked, least):
    return (await notifier.document(asked))["attempts"] >= least


async def test_a_slow_server_is_given_up_in_time_and_tried_again(common, mail):
    async with Notifier(common, mail.port, {"send_timeout_seconds": 0.3}) as notifier:
        asked = ask(email("slow@example.vn"))
        await notifier.ask(asked)
        await until(lambda: _attempts(notifier, asked, 1))
        line = (await notifier.document(asked))["log"][0]
        assert (line["why"], line["detail"]) == ("retry", "no answer within 0.3 s") or "Timeout" in line[
            "detail"
        ]


async def test_a_refusing_mailbox_falls_back_to_the_webhook(common, mail, hooks, heard):
    async with Notifier(common, mail.port, {"webhook_secret": SECRET}) as notifier:
        asked = ask(email("never@example.vn"), webhook(hooks.url("/ok")))
        await notifier.ask(asked)
        document = await notifier.ended(asked)
        assert [line["why"] for line in document["log"]] == ["next_endpoint", "accepted"]
        assert len(hooks.of(asked.notification_id)) == 1
        (event,) = await until(lambda: heard.of(asked.notification_id))
        assert (event.endpoint, event.attempts) == (EndpointKind.WEBHOOK, 2)


async def test_a_desk_without_address_is_reported(notifier, heard):
    from msgspec.structs import replace

    asked = ask(email("a@example.vn"))
    asked = replace(asked, recipient=replace(asked.recipient, endpoints=()))
    await notifier.ask(asked)
    await notifier.ended(asked)
    (event,) = await until(lambda: heard.of(asked.notification_id))
    assert (event.outcome, event.endpoint, event.attempts) == (Outcome.UNDELIVERABLE, None, 0)
    assert event.detail.startswith("no_endpoint")


async def test_the_same_request_again_sends_nothing(notifier, mail, heard):
    asked = ask(email("a@example.vn"))
    await notifier.ask(asked, asked)
    await notifier.ended(asked)
    await notifier.ask(asked)
    await asyncio.sleep(0.5)
    assert len(mail.of(asked.notification_id)) == 1
    assert len(heard.of(asked.notification_id)) == 1


async def test_two_replicas_share_the_work_and_send_each_once(common, mail):
    other = common.model_copy(update={"instance": "other"})
    async with Notifier(common, mail.port) as one, Notifier(other, mail.port) as two:
        asked = [ask(email("a@example.vn")) for _ in range(60)]
        await one.store.record([_new(r) for r in asked])
        one.delivering.wake()
        two.delivering.wake()
        for r in asked:
            await one.ended(r)
        assert all(len(mail.of(r.notification_id)) == 1 for r in asked)


def _new(r):
    from services.notifier.domain.delivery import NewDelivery

    return NewDelivery(request=r, recorded_at=now())


async def test_a_database_that_fails_after_the_send_costs_no_second_mail(notifier, mail, heard, monkeypatch):
    write, failures = notifier.store.write, []

    async def failing(attempted):
        if len(failures) < 2:
            failures.append(1)
            raise AutoReconnect("away")
        return await write(attempted)

    monkeypatch.setattr(notifier.store, "write", failing)
    asked = ask(email("a@example.vn"))
    await notifier.ask(asked)
    document = await notifier.ended(asked)
    assert len(failures) == 2
    assert len(mail.of(asked.notification_id)) == 1
    assert len(document["log"]) == 1
    await until(lambda: heard.of(asked.notification_id))


@pytest.mark.parametrize("same_instance", [True, False], ids=["restarted", "taken over by another replica"])
async def test_a_crash_between_send_and_record_sends_again_under_the_same_id(
    common, mail, heard, monkeypatch, same_instance
):
    """``restarted``: at once, since the instance knows its own leases; another replica waits for their end."""
    short = {"send_timeout_seconds": 0.5, "lease_seconds": 1.5}
    first = Notifier(common, mail.port, short | ({"lease_seconds": 3600} if same_instance else {}))
    await first.__aenter__()

    async def never(_):
        await asyncio.sleep(3600)

    monkeypatch.setattr(first.store, "write", never)
    asked = ask(email("a@example.vn"))
    await first.ask(asked)
    await until(lambda: mail.of(asked.notification_id))
    await first.kill()
    then = common if same_instance else common.model_copy(update={"instance": "another"})
    async with Notifier(then, mail.port, short) as second:
        document = await second.ended(asked)
    ids = {got.mail["Message-ID"] for got in mail.of(asked.notification_id)}
    assert len(mail.of(asked.notification_id)) == 2
    assert ids == {f"<{asked.notification_id}@example.vn>"}
    assert [line["why"] for line in document["log"]] == ["accepted"]
    assert len(await until(lambda: heard.of(asked.notification_id))) == 1


async def test_a_crash_between_record_and_publish_is_swept_up(common, mail, heard, monkeypatch):
    async with Notifier(common, mail.port) as notifier:

        async def lost(*_):
            raise ConnectionError("the bus is away")

        monkeypatch.setattr(notifier.store, "publish", lost)
        monkeypatch.setattr("services.notifier.timers.sweeper.LEFT_AFTER_S", 0.5)
        asked = ask(email("a@example.vn"))
        await notifier.ask(asked)
        await notifier.ended(asked)
        (event,) = await until(lambda: heard.of(asked.notification_id))
        assert event.outcome is Outcome.DELIVERED


async def test_an_emergency_overtakes_500_waiting_messages(common, mail):
    async with Notifier(common, mail.port) as notifier:
        backlog = [ask(email("a@example.vn")) for _ in range(500)]
        await notifier.ask(*backlog)
        await until(lambda: mail.received)
        asked = ask(email("urgent@example.vn"), urgency=Urgency.EMERGENCY)
        await notifier.ask(asked)
        (got,) = await until(lambda: mail.of(asked.notification_id), 10)
        before = sum(other.at < got.at for other in mail.received)
        assert before < 100, f"{before} ordinary messages went first"


async def test_an_emergency_does_not_wait_for_slots_that_hang(common, mail):
    """All ordinary slots hold connections to a server that doesn't answer; the emergency has its own."""
    named = {"ordinary_slots": 3, "emergency_slots": 2, "send_timeout_seconds": 2.5}
    async with Notifier(common, mail.port, named) as notifier:
        await notifier.ask(*(ask(email(f"slow{n}@example.vn")) for n in range(30)))
        await asyncio.sleep(0.3)
        asked = ask(email("urgent@example.vn"), urgency=Urgency.EMERGENCY)
        await notifier.ask(asked)
        await until(lambda: mail.of(asked.notification_id), 0.6)


async def test_higher_urgency_goes_first_within_the_ordinary_lane(common, mail):
    async with Notifier(common, mail.port, {"ordinary_slots": 1}) as notifier:
        low = [ask(email("a@example.vn"), urgency=Urgency.LOW) for _ in range(5)]
        high = [ask(email("a@example.vn"), urgency=Urgency.HIGH) for _ in range(5)]
        await notifier.ask(*low, *high)
        for r in low + high:
            await notifier.ended(r)
        order = [got.notification for got in mail.received]
        assert set(order[:5]) == {r.notification_id for r in high}


async def test_connections_are_kept(notifier, mail):
    asked = [ask(email("a@example.vn")) for _ in range(40)]
    await notifier.ask(*asked)
    for r in asked:
        await notifier.ended(r)
    assert mail.behaviour.connections <= 16


async def test_a_stop_finishes_what_is_on_the_wire_and_gives_the_rest_back(common, mail):
    async with Notifier(common, mail.port, {"ordinary_slots": 2}) as notifier:
        asked = [ask(email("slow@example.vn")) for _ in range(6)]
        await notifier.ask(*asked)
        await asyncio.sleep(0.3)
        notifier.stopping.set()
        await asyncio.wait(notifier.tasks, timeout=4)
        documents = [await notifier.document(r) for r in asked]
        assert sorted(d["state"] for d in documents) == ["delivered"] * 2 + ["pending"] * 4
        assert len(mail.received) == 2
        assert all("claim" not in d and d["due"] <= now() for d in documents if d["state"] == "pending")


async def test_metrics_count_outcomes_and_time_emergencies(notifier):
    asked = ask(email("later-1@example.vn"), urgency=Urgency.EMERGENCY, reason=NotifyReason.NEW_CASE)
    await notifier.ask(asked)
    await notifier.ended(asked)
    shown = notifier.parts.metrics.render()[0].decode()
    assert 'haichieu_deliveries_total{endpoint="email",outcome="delivered"} 1.0' in shown
    assert 'haichieu_delivery_retries_total{endpoint="email"} 1.0' in shown
    assert 'haichieu_stage_latency_seconds_count{stage="notified"} 1.0' in shown
    await until(lambda: "haichieu_deliveries_pending 0.0" in notifier.parts.metrics.render()[0].decode())


SECRET = "whsec_" + "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="


async def test_logs_hold_no_text_and_no_address(notifier, mail, capsys):
    good, bad = ask(email("congan@example.vn")), ask(email("never@example.vn"))
    await notifier.ask(good, bad)
    for asked in (good, bad):
        await notifier.ended(asked)
    shown = "".join(capsys.readouterr())
    assert good.notification_id in shown
    assert bad.notification_id in shown
    for private in ("example.vn", good.case.excerpt[:20], "/a/"):
        assert private not in shown
