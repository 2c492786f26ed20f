"""After an attempt: over, again, or the next endpoint."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.decide import Again, Ended, RetryPolicy, decide
from services.notifier.domain.delivery import Delivery, Why
from services.notifier.domain.result import Delivered, Rejected, Retry
from shared.contracts.events import Outcome
from tests.unit.notifier.building import FRIDAY_10 as NOW
from tests.unit.notifier.building import delivery, email, request, webhook

POLICY = RetryPolicy(first_s=5, max_s=60, attempts=8, switch_after=3)
MAIL, HOOK = email("a@example.vn"), webhook("https://hook.example.vn/")


def after(before: Delivery, plan: Again) -> Delivery:
    return replace(
        before,
        attempts=before.attempts + 1,
        endpoint=plan.endpoint,
        endpoint_attempts=plan.endpoint_attempts,
        refused=plan.refused,
    )


def test_delivered_ends():
    plan = decide(delivery(MAIL), Delivered("250 ok"), NOW, POLICY, 0.5)
    assert plan == Ended(Outcome.DELIVERED, Why.ACCEPTED, "250 ok")


def test_a_refusal_by_the_only_endpoint_ends_with_its_reason():
    plan = decide(delivery(MAIL), Rejected("550 no such user"), NOW, POLICY, 0.5)
    assert plan == Ended(Outcome.UNDELIVERABLE, Why.REJECTED, "550 no such user")


def test_a_refusal_goes_to_the_next_endpoint_at_once():
    plan = decide(delivery(MAIL, HOOK), Rejected("550"), NOW, POLICY, 0.5)
    assert plan == Again(NOW, 1, 0, (0,), Why.NEXT_ENDPOINT, "550")


def test_no_endpoint_at_all_is_undeliverable():
    desk = Delivery(request=request(), claim="c", leased_until=NOW, endpoint=1)
    assert decide(desk, Rejected("-"), NOW, POLICY, 0).why is Why.NO_ENDPOINT


@pytest.mark.parametrize(("attempts", "ceiling"), [(0, 5), (1, 10), (2, 20), (3, 40), (4, 60), (6, 60)])
def test_backoff_doubles_up_to_the_limit_with_full_jitter(attempts, ceiling):
    tried = delivery(MAIL, attempts=attempts, endpoint_attempts=attempts)
    waits = [decide(tried, Retry("451"), NOW, POLICY, chance).due - NOW for chance in (0.0, 0.5, 1.0)]
    assert waits == [timedelta(0), timedelta(seconds=ceiling / 2), timedelta(seconds=ceiling)]


def test_a_server_that_asks_to_wait_is_heard():
    plan = decide(delivery(MAIL), Retry("429", after_s=45), NOW, POLICY, 0.0)
    assert plan.due == NOW + timedelta(seconds=45)
    assert plan.why is Why.RETRY


def test_a_longer_wait_than_ours_sends_to_the_other_endpoint_instead():
    plan = decide(delivery(HOOK, MAIL), Retry("429", after_s=3600), NOW, POLICY, 1.0)
    assert (plan.endpoint, plan.due, plan.refused) == (1, NOW, ())


def test_waits_are_real_seconds_on_a_fast_clock():
    plan = decide(delivery(MAIL), Retry("451"), NOW, replace(POLICY, speed=60), 1.0)
    assert plan.due - NOW == timedelta(seconds=5 * 60)


def test_after_some_failures_the_next_endpoint_is_tried():
    plan = decide(delivery(MAIL, HOOK, attempts=2, endpoint_attempts=2), Retry("451"), NOW, POLICY, 1.0)
    assert plan == Again(NOW, 1, 0, (), Why.NEXT_ENDPOINT, "451")


def test_a_short_outage_followed_by_a_dead_webhook_does_not_end_a_delivery():
    """The mail server is away for three attempts, then the webhook is gone: back to the mail server."""
    now, plan = NOW, None
    tried = delivery(MAIL, HOOK)
    for result in (Retry("away"), Retry("away"), Retry("away"), Rejected("410")):
        plan = decide(tried, result, now, POLICY, 1.0)
        tried = after(tried, plan)
    assert (tried.endpoint, tried.refused) == (0, (1,))
    assert plan.due > now  # the first one is not hammered
    assert decide(tried, Delivered(), now, POLICY, 1.0).outcome is Outcome.DELIVERED


def test_too_many_attempts_end_it_with_the_last_cause():
    plan = decide(delivery(MAIL, attempts=7, endpoint_attempts=7), Retry("451 greylisted"), NOW, POLICY, 1.0)
    assert plan == Ended(Outcome.UNDELIVERABLE, Why.ATTEMPTS_EXHAUSTED, "451 greylisted")


RESULTS = st.one_of(
    st.just(Rejected("no")), st.builds(Retry, st.just("later"), st.none() | st.floats(0, 1e6))
)


@given(
    st.integers(1, 6),
    st.lists(RESULTS, min_size=60, max_size=60),
    st.builds(
        RetryPolicy,
        first_s=st.floats(0.1, 60),
        max_s=st.floats(0.1, 3600),
        attempts=st.integers(1, 20),
        switch_after=st.integers(1, 20),
    ),
    st.floats(0, 1),
)
def test_every_delivery_ends_and_every_endpoint_is_tried_before_giving_up(count, results, policy, chance):
    now, tried = NOW, delivery(*(email(f"d{n}@example.vn") for n in range(count)))
    seen, refused = set(), set()
    for result in results:
        assert tried.endpoint not in refused  # a refusal is final
        seen.add(tried.endpoint)
        if isinstance(result, Rejected):
            refused.add(tried.endpoint)
        plan = decide(tried, result, now, policy, chance)
        if isinstance(plan, Ended):
            assert plan.outcome is Outcome.UNDELIVERABLE
            assert seen == set(range(count))
            return
        assert plan.due >= now
        now, tried = plan.due, after(tried, plan)
    raise AssertionError("it never ended")
