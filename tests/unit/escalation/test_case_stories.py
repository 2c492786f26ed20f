"""Stories of single cases through time, under Hanoi's policy."""

from datetime import timedelta

import pytest

from services.escalation.domain.case import Decision, DocumentError, Status, from_document, to_document
from services.escalation.domain.policy_file import load_policy
from services.escalation.domain.refusal import RefusalReason
from shared.contracts.events import Action, CaseEscalated, CaseOpened, CaseOverdue, NotifyReason
from shared.contracts.taxonomy import Topic, Urgency
from tests.unit.escalation.casework import CITY, HANOI, WARD, Casework, desks, local, reasons

UNION, POLICE = f"{WARD}/union", f"{WARD}/police"


def test_an_emergency_on_sunday_night_climbs_to_the_city_after_16_minutes():
    # given an emergency on a Sunday night
    w = Casework("2026-11-22 23:50")
    opened = w.receive()
    assert isinstance(opened.events[0], CaseOpened)
    assert desks(opened) == [
        f"{WARD}/{r}" for r in ("union", "police", "peoples_committee", "health_station")
    ]
    assert w.case.acknowledge_by == local("2026-11-23 00:05")
    # after 14 minutes nothing
    assert w.after(minutes=14) == []
    # after 16 minutes the city is told
    [escalated] = w.after(minutes=2)
    event = escalated.events[0]
    assert isinstance(event, CaseEscalated)
    assert (event.step, event.level, event.level_name) == (1, CITY, "Thành phố Hà Nội")
    assert event.acknowledge_by == local("2026-11-23 00:20")
    assert reasons(escalated) == {NotifyReason.ESCALATED}
    assert f"{CITY}/police" in desks(escalated)
    assert escalated.notifications[0].case.told_before[0] == "Hội LHPN phường Bạch Mai"
    # after half an hour the city's party committee, which is the only one new
    [higher] = w.after(minutes=15)
    assert desks(higher) == [f"{CITY}/party_committee"]
    # and then it is overdue, said once
    [overdue] = w.after(minutes=15)
    assert overdue.decision is Decision.UNANSWERED
    assert isinstance(overdue.events[0], CaseOverdue)
    assert overdue.events[0].deadline == local("2026-11-23 00:35")
    assert desks(overdue) == [f"{CITY}/{r}" for r in ("union", "party_committee", "peoples_committee")]
    assert w.after(days=365) == []
    assert w.case.status is Status.OPEN


def test_an_acknowledged_case_never_escalates_not_even_months_later():
    w = Casework()
    w.receive()
    w.after(minutes=14)
    acknowledged = w.order(Action.ACKNOWLEDGE, POLICE)
    assert w.case.owner == POLICE
    assert acknowledged.events[0].resolve_by == w.case.resolve_by == w.now + timedelta(hours=4)
    assert w.case.acknowledge_by is None
    # the resolve deadline is announced once, to the union above the owner, and nothing climbs
    [warned] = w.after(days=200)
    assert warned.decision is Decision.UNRESOLVED
    assert desks(warned) == [f"{CITY}/union"]
    assert not warned.notifications[0].can_acknowledge
    assert (w.case.status, w.case.step) == (Status.ACKNOWLEDGED, 0)


def test_a_normal_case_waits_for_office_hours():
    w = Casework("2026-11-20 16:30")  # a Friday
    w.receive(urgency=Urgency.NORMAL, topic=Topic.INFRASTRUCTURE)
    # one hour on Friday, four on Monday morning, three in the afternoon
    assert w.case.acknowledge_by == local("2026-11-23 16:30")
    # the Tuesday is Vietnam Culture Day, so eight more working hours end on Wednesday
    [escalated] = w.until("2026-11-25 12:00")
    assert desks(escalated) == [f"{CITY}/union"]
    assert escalated.events[0].acknowledge_by == local("2026-11-25 16:30")
    w.order(Action.ACKNOWLEDGE, UNION)
    assert w.case.resolve_by == local("2026-12-02 12:00")


def test_information_is_told_once_and_awaits_nothing():
    w = Casework()
    opened = w.receive(urgency=Urgency.LOW, topic=Topic.COMMUNITY_LIFE)
    assert desks(opened) == [UNION]
    assert opened.events[0].acknowledge_by is None
    assert w.case.next_due is None
    assert w.after(days=400) == []
    w.order(Action.ACKNOWLEDGE)
    assert w.after(days=400) == []


def test_a_late_timer_takes_one_step_at_a_time_and_gives_each_desk_its_time():
    w = Casework("2026-11-25 09:00")
    w.receive()
    w.now = local("2026-11-25 21:00")  # the service was away for twelve hours
    [first] = w.after(minutes=0)
    assert first.events[0].step == 1
    assert w.case.acknowledge_by == local("2026-11-25 21:15")


def test_a_more_urgent_report_starts_the_clocks_again():
    w = Casework()
    w.receive("a", Urgency.NORMAL)
    raised = w.receive("b", Urgency.EMERGENCY)
    assert raised.decision is Decision.URGENCY_RAISED
    assert reasons(raised) == {NotifyReason.URGENCY_RAISED}
    assert POLICE in desks(raised)
    assert w.case.acknowledge_by == w.now + timedelta(minutes=15)
    # a milder one afterwards changes neither urgency nor clock
    due = w.case.next_due
    assert w.receive("c", Urgency.LOW).decision is Decision.REPORT_ADDED
    assert (w.case.urgency, w.case.next_due) == (Urgency.EMERGENCY, due)


def test_two_rises_tell_twice_and_an_overdue_case_starts_anew():
    w = Casework()
    w.receive("a", Urgency.NORMAL)
    w.after(days=10)
    assert w.case.overdue_at
    assert UNION in desks(w.receive("b", Urgency.HIGH))
    assert w.case.overdue_at is None
    assert UNION in desks(w.receive("c", Urgency.EMERGENCY))
    [escalated, *_] = w.after(minutes=15)
    assert f"{CITY}/union" in desks(escalated)


def test_a_more_urgent_report_to_an_acknowledged_case_warns_its_owner_but_starts_no_climb():
    w = Casework()
    w.receive("a", Urgency.NORMAL)
    w.order(Action.ACKNOWLEDGE, UNION)
    raised = w.receive("b", Urgency.EMERGENCY)
    assert UNION in desks(raised)
    assert w.case.status is Status.ACKNOWLEDGED
    assert w.case.resolve_by == w.now + timedelta(hours=4)
    assert [p.decision for p in w.after(days=90)] == [Decision.UNRESOLVED]


def test_a_rise_never_puts_a_nearer_resolve_deadline_off():
    w = Casework("2026-11-25 16:00")
    w.receive("a", Urgency.HIGH)
    w.order(Action.ACKNOWLEDGE, UNION)
    w.until("2026-11-26 09:00")
    near = w.case.resolve_by
    assert near == local("2026-11-26 10:30")
    w.receive("b", Urgency.EMERGENCY)
    assert w.case.resolve_by == near


def test_the_same_report_twice_changes_nothing_whenever_it_comes():
    w = Casework()
    w.receive("a")
    assert w.receive("a").decision is Decision.SEEN_BEFORE
    w.order(Action.RESOLVE, UNION)
    assert w.receive("a").decision is Decision.SEEN_BEFORE


def test_a_resolved_case_takes_no_new_report_and_no_late_acknowledgement():
    w = Casework()
    w.receive("a")
    resolved = w.order(Action.RESOLVE, POLICE, note="Đã đến nơi, người bị hại an toàn.")
    assert set(desks(resolved)) == {f"{WARD}/{r}" for r in ("union", "peoples_committee", "health_station")}
    assert resolved.events[0].answer == "Đã đến nơi, người bị hại an toàn."
    assert w.receive("b").refusal.reason is RefusalReason.CASE_RESOLVED
    late = w.order(Action.ACKNOWLEDGE, UNION)
    assert late.refusal.reason is RefusalReason.ALREADY_RESOLVED
    assert "mở lại" in late.refusal.vi
    assert w.case.status is Status.RESOLVED
    assert w.after(days=400) == []


def test_reopening_starts_the_clocks_again_and_tells_the_first_step_and_the_owner():
    w = Casework()
    w.receive("a")
    w.after(minutes=16)
    w.order(Action.ACKNOWLEDGE, f"{CITY}/union")
    w.order(Action.RESOLVE, f"{CITY}/union")
    w.after(days=30)
    reopened = w.order(Action.REOPEN, UNION, note="Lại xảy ra.")
    assert {UNION, POLICE, f"{CITY}/union"} <= set(desks(reopened))
    assert reopened.notifications[0].note == "Lại xảy ra."
    assert (w.case.status, w.case.step, w.case.owner) == (Status.OPEN, 0, None)
    [escalated] = w.after(minutes=15)
    assert f"{CITY}/union" in desks(escalated)
    w.order(Action.RESOLVE, UNION)
    assert f"{CITY}/union" in desks(w.plans[-1])


def test_assigning_tells_the_assignee_each_time_and_keeps_the_clock():
    w = Casework()
    w.receive("a")
    due = w.case.next_due
    assert desks(w.order(Action.ASSIGN, UNION, assignee=POLICE, note="nhờ các anh")) == [POLICE]
    assert (w.case.status, w.case.owner, w.case.next_due) == (Status.OPEN, POLICE, due)
    assert desks(w.order(Action.ASSIGN, POLICE, assignee=UNION)) == [UNION]
    assert desks(w.order(Action.ASSIGN, UNION, assignee=POLICE)) == [POLICE]
    w.order(Action.ACKNOWLEDGE, POLICE)
    far = w.order(Action.ASSIGN, POLICE, assignee="00070/police")
    assert desks(far) == ["00070/police"]
    assert w.case.status is Status.ACKNOWLEDGED
    assert w.order(Action.RESOLVE, "00070/police").decision is Decision.RESOLVED


@pytest.mark.parametrize(
    ("action", "desk", "more", "reason"),
    [
        (Action.ACKNOWLEDGE, "00277/nobody", {}, RefusalReason.UNKNOWN_DESK),
        (Action.ACKNOWLEDGE, "00070/union", {}, RefusalReason.NOT_RESPONSIBLE),
        (Action.REOPEN, UNION, {}, RefusalReason.NOT_RESOLVED),
        (Action.ASSIGN, UNION, {}, RefusalReason.NO_ASSIGNEE),
        (Action.ASSIGN, UNION, {"assignee": "x/y"}, RefusalReason.UNKNOWN_ASSIGNEE),
    ],
)
def test_what_is_not_legal_is_refused_with_the_reason(action, desk, more, reason):
    w = Casework()
    w.receive()
    plan = w.order(action, desk, **more)
    assert plan.decision is Decision.REFUSED
    assert plan.refusal.reason is reason
    assert plan.refusal.vi
    assert plan.refusal.en
    assert "{" not in plan.refusal.vi + plan.refusal.en


def test_a_second_acknowledgement_names_who_was_first():
    w = Casework()
    w.receive()
    w.order(Action.ACKNOWLEDGE, POLICE)
    refused = w.order(Action.ACKNOWLEDGE, UNION)
    assert refused.refusal.vi == "Vụ việc đã được Công an phường Bạch Mai tiếp nhận."
    same = w.order(Action.ASSIGN, UNION, assignee=POLICE)
    assert same.refusal.reason is RefusalReason.SAME_OWNER


def test_the_same_command_twice_changes_nothing():
    w = Casework()
    w.receive()
    w.order(Action.ACKNOWLEDGE, repeat="click")
    assert w.order(Action.ACKNOWLEDGE, repeat="click").decision is Decision.SEEN_BEFORE
    w.order(Action.RESOLVE)
    w.order(Action.REOPEN)
    assert w.order(Action.ACKNOWLEDGE, repeat="click").decision is Decision.SEEN_BEFORE
    assert w.case.status is Status.OPEN


def test_a_command_for_a_case_that_is_not_there_is_refused():
    assert Casework().order(Action.ACKNOWLEDGE).refusal.reason is RefusalReason.UNKNOWN_CASE


def test_a_full_case_takes_no_more():
    w = Casework()
    for number in range(100):
        w.receive(f"r{number}")
    assert w.receive("one more").refusal.reason is RefusalReason.CASE_FULL


@pytest.mark.parametrize(
    ("unit", "more", "reason"),
    [
        (None, {}, "no_place"),
        (None, {"ambiguous": True}, "ambiguous"),
        ("27148", {}, "outside_area"),
        (WARD, {}, "located"),
    ],
)
def test_a_report_without_a_place_of_ours_goes_to_the_citys_triage(unit, more, reason):
    w = Casework()
    opened = w.receive(unit=unit, **more)
    assert w.case.history[0].reason == reason
    assert w.case.unit == (WARD if reason == "located" else CITY)
    assert opened.notifications[0].recipient.unit == w.case.unit


def test_a_branch_is_told_itself_and_its_wards_counterparts():
    w = Casework()
    opened = w.receive(unit="00277-ch01")
    assert desks(opened) == [
        "00277-ch01/union",
        POLICE,
        f"{WARD}/peoples_committee",
        f"{WARD}/health_station",
    ]
    [ward, *_] = w.after(minutes=15)
    assert ward.events[0].level == WARD
    assert UNION in desks(ward)
    [city] = w.after(minutes=15)
    assert city.events[0].level == CITY


def test_an_excerpt_is_short_and_on_one_line():
    w = Casework()
    [notification, *_] = w.receive(text="Nghe tiếng khóc\n\n" + "rất to " * 200).notifications
    assert len(notification.case.excerpt) <= 300
    assert notification.case.excerpt.endswith("…")
    assert "\n" not in notification.case.excerpt


def test_an_edited_policy_rules_new_cases_only():
    w = Casework()
    w.receive("a", Urgency.NORMAL)
    frozen = w.case.policy
    w.policy = None  # type: ignore[assignment] - an open case doesn't look at it
    w.after(days=30)
    w.receive("b", Urgency.EMERGENCY)
    assert w.case.policy is frozen


def test_a_step_that_would_tell_nobody_new_is_skipped():
    text = (HANOI / "policy.yaml").read_text(encoding="utf-8")
    repeated = text.replace("{level: root, tell: [topic, party_committee]", "{level: root, tell: [topic]")
    assert repeated != text
    w = Casework(policy=load_policy(repeated, "p.yaml"))
    w.receive()
    assert [p.decision for p in w.after(hours=1)] == [Decision.ESCALATED, Decision.UNANSWERED]


def test_microseconds_do_not_make_a_stored_case_another():
    w = Casework()
    w.now += timedelta(microseconds=123_456)
    w.receive("a", Urgency.NORMAL)
    w.receive("b", Urgency.EMERGENCY)
    w.order(Action.ACKNOWLEDGE)
    assert w.case.resolve_by.microsecond == 123_000
    assert w.case.last_report_at.microsecond == 123_000


def test_a_document_of_another_schema_is_refused():
    w = Casework()
    w.receive()
    document = to_document(w.case)
    with pytest.raises(DocumentError, match="schema 99, known is 1"):
        from_document({**document, "schema": 99})
    with pytest.raises(DocumentError, match="status"):
        from_document({**document, "status": "lost"})
