"""From a report to the right desk and back, through every real interface."""

import time
from uuid import uuid4

import httpx

from deploy.demo.desk import Desk
from deploy.local.system import System

HOANG_MAI = "00319"
EMERGENCY = "Cứu với, nhà trọ trong ngõ đang cháy lớn, còn hai mẹ con mắc kẹt trên tầng ba"


def report(system: System, text: str, unit: str = "phường Hoàng Mai", **headers: str) -> dict:
    answer = httpx.post(
        f"{system.services.url('intake')}/v1/reports",
        json={"text": text, "reported_from": unit},
        headers={
            "Authorization": f"Bearer {system.secrets.channel_tokens['web']}",
            "Idempotency-Key": str(uuid4()),
        }
        | headers,
        timeout=10,
    )
    assert answer.status_code == 202, answer.text
    return answer.json()


def until(holds, seconds: float = 30):
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end, "not in time"
        time.sleep(0.2)
    return found


def case_of(desk: Desk, report_id: str) -> dict | None:
    for case in desk.cases():
        whole = desk.case(case["id"])
        if report_id in whole["report_ids"]:
            return whole
    return None


def deliveries(system: System, case_id: str) -> list[dict]:
    answer = httpx.get(
        f"{system.services.url('notifier')}/v1/deliveries",
        params={"case_id": case_id},
        headers={"Authorization": f"Bearer {system.secrets.operator_token}"},
    )
    answer.raise_for_status()
    return answer.json()["items"]


def test_an_emergency_climbs_until_a_desk_presses_the_link(system: System, desk: Desk):
    sent = report(system, EMERGENCY)
    case = until(lambda: case_of(desk, sent["report_id"]))
    assert (case["unit"], case["urgency"], case["topic"]) == (HOANG_MAI, 3, "fire_disaster")
    assert f"{HOANG_MAI}/union" in case["desks_told"]
    case = until(lambda: (c := case_of(desk, sent["report_id"])) and c["step"] >= 1 and c, 40)
    assert "01/union" in case["desks_told"]
    told = until(
        lambda: [
            d
            for d in deliveries(system, case["id"])
            if d["reason"] == "escalated" and d["state"] == "delivered"
        ]
    )
    to_city = {d["notification_id"] for d in told if d["desk"] == "01/union"}
    mail = desk.mail("hpn.hanoi@example.vn", to_city)
    assert mail
    desk.press_link(mail)
    case = until(lambda: (c := case_of(desk, sent["report_id"])) and c["status"] == "acknowledged" and c)
    assert case["owner"] == "01/union"
    desk.command(case["id"], "resolve", "01/union", "Đám cháy đã tắt, hai mẹ con an toàn.")
    url = f"{system.services.url('intake')}/v1/receipts/{sent['receipt']}"

    def answered() -> str:
        text = httpx.get(url, headers={"Accept": "application/json"}).text
        return text if "hai mẹ con an toàn" in text else ""

    public = until(answered)
    assert EMERGENCY not in public
    time.sleep(18)
    assert case_of(desk, sent["report_id"])["status"] == "resolved"


def test_one_request_is_one_trace_through_all_four_services(system: System, desk: Desk, collector):
    trace = uuid4().hex
    sent = report(
        system,
        "Có kẻ cầm dao đang đuổi chém người ở cổng chợ, máu chảy nhiều",
        "phường Tây Hồ",
        traceparent=f"00-{trace}-00f067aa0ba902b7-01",
    )
    until(lambda: case_of(desk, sent["report_id"]))
    services = {f"haichieu-{name}" for name in ("intake", "classifier", "escalation", "notifier")}
    until(lambda: collector.services[trace] == services)


def test_the_same_key_is_the_same_report(system: System, desk: Desk):
    key = str(uuid4())
    first, second = (
        report(system, "Đèn đường ngõ 20 hỏng cả tuần", "xã Đông Anh", **{"Idempotency-Key": key})
        for _ in range(2)
    )
    assert (first["report_id"], first["receipt"]) == (second["report_id"], second["receipt"])
    case = until(lambda: case_of(desk, first["report_id"]))
    assert case["report_ids"].count(first["report_id"]) == 1


def test_the_code_is_answered_at_once(system: System):
    sent = report(system, "Cây trước cổng trường cần cắt tỉa")
    answer = httpx.get(f"{system.services.url('intake')}/v1/receipts/{sent['receipt']}")
    assert answer.status_code == 200
