"""What the holder of a receipt sees: the truth, in any order of events, and little of what could harm."""

import asyncio
import itertools
import json
from datetime import UTC, datetime, timedelta

import pytest

from shared import units
from shared.contracts import events as e
from shared.contracts import ids
from shared.contracts.taxonomy import Topic, Urgency
from shared.contracts.topics import CASES_EVENTS, NOTIFICATIONS_DELIVERED
from shared.publishing import Outgoing
from tests.service.intake.harness import Intake, running

UNIT = str(units.find_unit("Phường Hoàng Mai, Hà Nội"))
ANSWER = "Đã thông cống. Hỏi thêm xin gọi 0950 999 888."


class Case:
    """A case whose events a test sends as it likes."""

    def __init__(self, intake: Intake, topic: Topic = Topic.ENVIRONMENT) -> None:
        self.intake = intake
        self.id = intake.key()
        self.start = datetime.now(UTC)
        self.common = {
            "case_id": self.id,
            "unit": UNIT,
            "unit_name": "Phường Hoàng Mai",
            "topic": topic,
            "urgency": Urgency.NORMAL,
        }

    def _event(self, kind: type[e.CaseEvent], version: int, **more) -> Outgoing:
        at = self.start + timedelta(hours=version)
        event = kind(version=version, at=at, **self.common, **more)
        return Outgoing(CASES_EVENTS, self.id, event, f"{self.id}-{version}", at)

    def opened(self, report_id: str) -> Outgoing:
        return self._event(e.CaseOpened, 1, report_id=report_id, policy="p")

    def told(self, desk: str = "Công an phường Hoàng Mai", outcome=e.Outcome.DELIVERED) -> Outgoing:
        number = f"{self.id}-{desk}-{outcome}"
        event = e.NotificationDelivered(
            notification_id=number,
            case_id=self.id,
            desk=f"{UNIT}/police",
            desk_name=desk,
            reason=e.NotifyReason.NEW_CASE,
            outcome=outcome,
            endpoint=e.EndpointKind.EMAIL,
            attempts=1,
            at=self.start + timedelta(hours=1, minutes=1),
        )
        return Outgoing(NOTIFICATIONS_DELIVERED, self.id, event, number, event.at)

    def added(self, report_id: str) -> Outgoing:
        return self._event(e.ReportAdded, 2, report_id=report_id, reports=2)

    def escalated(self) -> Outgoing:
        more = {"step": 1, "level": "01", "level_name": "Thành phố Hà Nội", "reason": "no_answer"}
        return self._event(e.CaseEscalated, 3, **more)

    def acknowledged(self) -> Outgoing:
        return self._event(e.CaseAcknowledged, 4, actor=e.Actor(desk=f"{UNIT}/police", via="http"))

    def resolved(self) -> Outgoing:
        actor = e.Actor(desk=f"{UNIT}/peoples_committee", via="http")
        return self._event(e.CaseResolved, 5, actor=actor, answer=ANSWER, reports=2)

    def reopened(self) -> Outgoing:
        return self._event(e.CaseReopened, 6, actor=e.Actor(desk="01/union", via="http"))

    async def send(self, *events: Outgoing) -> None:
        for event in events:
            await self.intake.service.parts.bus.publisher.publish([event])


async def until(intake: Intake, receipt: str, state: str, steps: int, seconds: float = 10) -> dict:
    last: dict = {}
    try:
        async with asyncio.timeout(seconds):
            while True:
                last = await intake.status(receipt)
                if last["state"] == state and len(last.get("timeline", ())) == steps:
                    return last
                await asyncio.sleep(0.05)
    except TimeoutError:
        pytest.fail(f"{state} with {steps} steps was not reached: {last}")


async def accepted(intake: Intake, text: str = "Cống tắc ở ngõ 12") -> dict:
    return (await intake.send(text)).json()


async def test_the_whole_story_of_a_report(intake: Intake):
    report = await accepted(intake)
    case = Case(intake)
    await case.send(
        case.opened(report["report_id"]),
        case.told(),
        case.escalated(),
        case.acknowledged(),
        case.resolved(),
    )
    status = await until(intake, report["receipt"], "answered", 6)
    assert [step["vi"] for step in status["timeline"]] == [
        "Đã tiếp nhận, đang xử lý",
        "Đã chuyển đến phường Hoàng Mai",
        "Đã báo cho công an phường Hoàng Mai",
        "Chưa có trả lời đúng hạn, đã báo lên thành phố Hà Nội",
        "Công an phường Hoàng Mai đã nhận xử lý",
        "Ủy ban nhân dân phường Hoàng Mai đã trả lời",
    ]
    assert status["answer"]["text"] == "Đã thông cống. Hỏi thêm xin gọi [PHONE]."
    assert status["answer"]["by_vi"] == "Ủy ban nhân dân phường Hoàng Mai"
    assert (status["topic"], status["unit_name"]) == ("environment", "Phường Hoàng Mai")
    assert "ngõ 12" not in json.dumps(status, ensure_ascii=False)
    await case.send(case.reopened())
    assert "answer" not in await until(intake, report["receipt"], "passed_on", 7)


async def test_no_order_and_no_repeat_of_events_changes_the_end(intake: Intake):
    """Also before the report itself is stored: the first events come for a report that isn't there yet."""
    ends = []
    for order in itertools.islice(itertools.permutations(range(5)), 0, 120, 17):
        case = Case(intake)
        report_id = ids.report_id("api", key := intake.key())
        events = [case.opened(report_id), case.told(), case.escalated(), case.acknowledged(), case.resolved()]
        mixed = [events[i] for i in order]
        await case.send(*mixed[:3], mixed[0])
        report = (await intake.send("Cống tắc", key)).json()
        assert report["report_id"] == report_id
        await case.send(*mixed[3:], mixed[4])
        status = await until(intake, report["receipt"], "answered", 6)
        ends.append([step["vi"] for step in status["timeline"]])
    assert all(end == ends[0] for end in ends)


async def test_who_joins_later_sees_the_outcome_and_not_the_past(intake: Intake):
    first, second = await accepted(intake), await accepted(intake, "Cống lại tắc")
    case = Case(intake)
    await case.send(
        case.opened(first["report_id"]), case.told(), case.added(second["report_id"]), case.acknowledged()
    )
    joined = await until(intake, second["receipt"], "in_progress", 3)
    assert [step["vi"] for step in joined["timeline"]] == [
        "Đã tiếp nhận, đang xử lý",
        "Đã gộp vào một vụ việc đang được xử lý",
        "Công an phường Hoàng Mai đã nhận xử lý",
    ]
    opener = await until(intake, first["receipt"], "in_progress", 4)
    assert "gộp" not in json.dumps(opener, ensure_ascii=False)
    await case.send(case.resolved())
    for receipt, steps in ((first["receipt"], 5), (second["receipt"], 4)):
        assert (await until(intake, receipt, "answered", steps))["answer"]


@pytest.mark.parametrize("topic", [Topic.FAMILY_VIOLENCE, Topic.CHILD_PROTECTION])
async def test_sensitive_matters_show_neutral_words_only(intake: Intake, topic: Topic):
    report = await accepted(intake)
    case = Case(intake, topic)
    await case.send(
        case.opened(report["report_id"]), case.told(), case.escalated(), case.acknowledged(), case.resolved()
    )
    status = await until(intake, report["receipt"], "answered", 3)
    assert [step["vi"] for step in status["timeline"]] == [
        "Đã tiếp nhận, đang xử lý",
        "Đang được xử lý",
        "Đã xử lý",
    ]
    page = await intake.client.get(f"/v1/receipts/{report['receipt']}", headers={"Accept": "text/html"})
    for shown in (json.dumps(status, ensure_ascii=False), page.text.split("<main")[1].split("</main")[0]):
        for word in (
            "Hoàng Mai",
            "Công an",
            "thông cống",
            "violence",
            "child",
            "Bạo lực",
            "Trẻ em",
            "Police",
        ):
            assert word not in shown


async def test_a_desk_that_could_not_be_told_is_not_shown_as_told(intake: Intake):
    report = await accepted(intake)
    case = Case(intake)
    await case.send(
        case.told(outcome=e.Outcome.UNDELIVERABLE), case.opened(report["report_id"]), case.acknowledged()
    )
    status = await until(intake, report["receipt"], "in_progress", 3)
    assert "Đã báo" not in json.dumps(status, ensure_ascii=False)


async def test_a_code_that_is_not_stored_yet_is_received_and_a_typo_is_unknown(common):
    alone = common.model_copy(update={"mongo_database": f"{common.mongo_database}_empty"})
    async with running(alone, consume=False) as intake:
        receipt = (await intake.send("Chưa được lưu")).json()["receipt"]
        status = await intake.status(receipt)
        assert (status["state"], status["vi"]) == ("received", "Đã tiếp nhận, đang xử lý")
        assert "timeline" not in status
        page = await intake.client.get(f"/v1/receipts/{receipt}", headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert "hãy xem lại sau ít phút" in page.text
        wrong = receipt[:-1] + ("0" if receipt[-1] != "0" else "1")
        for typed in (wrong, receipt[:-1], receipt + "0", "ZZZZ-ZZZZ-ZZZZ-ZZZZ", "x", "Đ", "%00", "U" * 16):
            answer = await intake.client.get(f"/v1/receipts/{typed}")
            assert answer.status_code == 404
            assert answer.headers["content-type"] == "application/problem+json"
        page = await intake.client.get("/v1/receipts/x", headers={"Accept": "text/html,*/*;q=0.8"})
        assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")


async def test_codes_are_read_as_people_type_them(intake: Intake):
    report = await accepted(intake)
    receipt = report["receipt"]
    typed = receipt.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert (await intake.status(typed))["receipt"] == receipt


async def test_look_ups_are_limited_by_network_and_reports_are_not(common):
    async with running(common, consume=False, status_burst=3, status_per_minute=6, proxy_hops=1) as intake:

        async def ask(address: str, **more):
            return await intake.client.get("/v1/receipts/x", headers={"X-Forwarded-For": address, **more})

        near = [await ask(f"203.0.113.{i}") for i in range(5)]
        assert [a.status_code for a in near] == [404, 404, 404, 429, 429]
        assert 1 <= int(near[4].headers["retry-after"]) <= 10
        assert near[4].headers["content-type"] == "application/problem+json"
        page = await ask("203.0.113.77", Accept="text/html")
        assert page.status_code == 429
        assert "chờ một phút" in page.text
        assert page.headers["retry-after"]
        form = await intake.client.post(
            "/status", data={"code": "x"}, headers={"X-Forwarded-For": "203.0.113.9"}
        )
        assert form.status_code == 429
        assert (await ask("198.51.100.1")).status_code == 404
        assert (await ask("spoofed, 203.0.113.8")).status_code == 429
        v6 = [await ask(f"2001:db8:1:ff{i:02x}::1") for i in range(4)]
        assert [a.status_code for a in v6] == [404, 404, 404, 429]
        assert (await intake.send("Vẫn nhận")).status_code == 202
