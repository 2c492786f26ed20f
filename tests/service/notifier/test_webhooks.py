"""Webhooks as a receiver sees them who uses the public ``standardwebhooks`` library."""

import json
import time
from base64 import b64encode

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from shared.contracts.events import Outcome
from tests.service.notifier.running import Notifier, now, until
from tests.unit.notifier.building import request, webhook

OLD = "whsec_" + b64encode(b"o" * 32).decode()
NEW = "whsec_" + b64encode(b"n" * 32).decode()


def ask(*endpoints, **named):
    return request(*endpoints, at=now(), **named)


@pytest.fixture
async def notifier(common, mail):
    async with Notifier(common, mail.port, {"webhook_secret": f"{NEW},{OLD}"}) as running:
        yield running


async def delivered(notifier, hooks, path, **named):
    asked = ask(webhook(hooks.url(path)), **named)
    await notifier.ask(asked)
    return asked, await notifier.ended(asked), hooks.of(asked.notification_id)


async def test_the_receiver_verifies_it_with_either_secret_while_rotating(notifier, hooks):
    asked, _, (hook,) = await delivered(notifier, hooks, "/ok", note="ghi chú")
    for secret in (OLD, NEW):
        body = Webhook(secret).verify(hook.body, hook.headers)
    assert hook.headers["webhook-id"] == asked.notification_id
    assert hook.headers["content-type"] == "application/json"
    assert body["type"] == "haichieu.notification.v1"
    data = body["data"]
    assert data["notification_id"] == asked.notification_id
    assert data["case_id"] == asked.case_id
    assert data["reason"] == "new_case"
    assert data["recipient"]["name"] == "Công an phường Hoàng Mai"
    assert data["case"]["excerpt"] == asked.case.excerpt
    assert data["note"] == "ghi chú"
    assert data["acknowledge_url"].startswith(f"http://127.0.0.1:{notifier.port}/a/")
    assert "endpoints" not in hook.body.decode()


async def test_a_changed_body_or_another_secret_does_not_verify(notifier, hooks):
    _, _, (hook,) = await delivered(notifier, hooks, "/ok")
    tampered = json.loads(hook.body)
    tampered["data"]["case"]["urgency"] = 0
    with pytest.raises(WebhookVerificationError):
        Webhook(NEW).verify(json.dumps(tampered), hook.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + b64encode(b"x" * 32).decode()).verify(hook.body, hook.headers)


async def test_a_desk_that_cannot_acknowledge_gets_no_link(notifier, hooks):
    _, _, (hook,) = await delivered(notifier, hooks, "/ok", can_acknowledge=False)
    assert "acknowledge_url" not in json.loads(hook.body)["data"]


async def test_it_is_tried_again_with_the_same_id_and_body(notifier, hooks):
    _, document, got = await delivered(notifier, hooks, "/later/2")
    assert document["state"] == "delivered"
    assert len(got) == 3
    assert len({hook.headers["webhook-id"] for hook in got}) == 1
    assert len({hook.body for hook in got}) == 1


async def test_retry_after_is_honoured(notifier, hooks):
    _, document, (first, second) = await delivered(notifier, hooks, "/wait/1")
    assert document["state"] == "delivered"
    assert second.at - first.at >= 1.0


@pytest.mark.parametrize("status", [400, 404, 410])
async def test_a_client_error_is_final(notifier, hooks, heard, status):
    asked, _, got = await delivered(notifier, hooks, f"/status/{status}")
    assert len(got) == 1
    (event,) = await until(lambda: heard.of(asked.notification_id))
    assert (event.outcome, event.detail) == (Outcome.UNDELIVERABLE, f"rejected: HTTP {status}")


async def test_server_errors_end_after_the_last_attempt(notifier, hooks, heard):
    asked, _, got = await delivered(notifier, hooks, "/status/503")
    assert len(got) == 8
    (event,) = await until(lambda: heard.of(asked.notification_id))
    assert (event.attempts, event.detail) == (8, "attempts_exhausted: HTTP 503")


async def test_a_redirect_is_not_followed(notifier, hooks):
    _, document, got = await delivered(notifier, hooks, "/moved")
    assert document["why"] == "rejected"
    assert [hook.path for hook in got] == ["/moved"]


async def test_an_accepted_hook_whose_answer_drips_is_delivered_once(notifier, hooks):
    _, document, got = await delivered(notifier, hooks, "/slowbody")
    assert document["state"] == "delivered"
    assert len(got) == 1


async def test_a_receiver_that_does_not_answer_is_tried_again(common, mail, hooks):
    named = {"webhook_secret": NEW, "send_timeout_seconds": 0.3, "retry_attempts": 2}
    async with Notifier(common, mail.port, named) as notifier:
        _, document, got = await delivered(notifier, hooks, "/slow")
        assert document["why"] == "attempts_exhausted"
        assert len(got) == 2


async def test_nobody_listens(notifier):
    asked = ask(webhook("http://127.0.0.1:9/hook"))
    await notifier.ask(asked)
    document = await notifier.ended(asked)
    assert document["log"][-1]["detail"] == "connection: ConnectError"


@pytest.mark.parametrize(
    "address", ["ftp://example.vn/", "https://", "nonsense", "http://exa mple.vn/", "https://[::1", ""]
)
async def test_a_malformed_address_is_final(notifier, address):
    asked = ask(webhook(address))
    await notifier.ask(asked)
    assert (await notifier.ended(asked))["why"] == "rejected"


async def test_plain_http_is_refused_unless_allowed(common, mail, hooks):
    async with Notifier(common, mail.port, {"webhook_secret": NEW, "webhook_allow_http": False}) as notifier:
        _, document, got = await delivered(notifier, hooks, "/ok")
        assert document["why"] == "rejected"
        assert not got


async def test_a_desk_without_a_secret_is_not_sent_to(common, mail, hooks, tmp_path):
    file = tmp_path / "secrets.yaml"
    file.write_text(f"01/union: {NEW}\n")
    async with Notifier(common, mail.port, {"webhook_secrets_file": file}) as notifier:
        _, document, got = await delivered(notifier, hooks, "/ok")
        assert (document["why"], got) == ("rejected", [])
        _, document, (hook,) = await delivered(notifier, hooks, "/ok", desk="01/union")
        Webhook(NEW).verify(hook.body, hook.headers)


async def test_a_fast_clock_changes_neither_the_signature_time_nor_the_pace_of_retries(common, mail, hooks):
    """A demo's clock shows days ahead; receivers compare the signature's time with the real one."""
    fast = common.model_copy(update={"clock_speed": 5000.0, "clock_epoch": time.time() - 60})
    async with Notifier(fast, mail.port, {"webhook_secret": NEW}) as notifier:
        asked = request(webhook(hooks.url("/wait/1")), at=notifier.parts.clock.now())
        await notifier.ask(asked)
        assert (await notifier.ended(asked))["state"] == "delivered"
        first, second = hooks.of(asked.notification_id)
        assert second.at - first.at >= 1.0
        Webhook(NEW).verify(second.body, second.headers)
