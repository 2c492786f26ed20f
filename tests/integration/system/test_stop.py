"""A stop finishes what is in flight, within 15 seconds, and loses or doubles nothing."""

import time

import httpx
import pytest

from deploy.local.services import NAMES
from deploy.local.system import System
from tests.integration.system.test_story import case_of, report, until

LIMIT_S = 15.0


@pytest.mark.parametrize("name", NAMES)
def test_a_service_stops_gently_and_comes_back(system: System, desk, name: str):
    process = system.services.processes[name]
    sent = report(system, f"Vỉa hè trước chợ bị lấn chiếm, dừng thử {name}", "phường Bạch Mai")
    began = time.monotonic()
    assert process.stop(LIMIT_S), "it had to be killed"
    assert time.monotonic() - began < LIMIT_S
    assert process.exit_code == 0
    process.start()
    process.wait_url(f"{system.services.url(name)}/health/ready", 30)
    assert until(lambda: case_of(desk, sent["report_id"]))["report_ids"].count(sent["report_id"]) == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_service_tells_how_it_fares(system: System, name: str):
    url = system.services.url(name)
    live, ready = httpx.get(f"{url}/health/live"), httpx.get(f"{url}/health/ready")
    assert (live.status_code, ready.status_code) == (200, 200), (live.text, ready.text)
    text = httpx.get(f"{url}/metrics").text
    for metric in ("haichieu_consumer_lag", "haichieu_dead_letters_total", "haichieu_cases_overdue"):
        assert metric in text
