"""The demonstration from start to end: start all, send all, watch, answer one emergency, check, tell."""

import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console

from deploy.demo import figures, sending, story
from deploy.demo.desk import Desk
from deploy.demo.view import View
from deploy.local import pidfile
from deploy.local.ports import LOOPBACK
from deploy.local.services import NAMES, PROJECT
from deploy.local.stack import BrokerKind
from deploy.local.system import System
from services.intake import importer

SAMPLE = PROJECT / "deploy/sample"
REPORTS = ("retold_reports.jsonl", "authored_reports.jsonl")
WORKBOOK = SAMPLE / "ward_office_reports.xlsx"
POLL_S = 0.5
QUIET_POLLS = 3
PATIENCE_S = 240.0
CITY = "01/union"
CITY_ADDRESS = "hpn.hanoi@example.vn"
ANSWER = "Tổ phản ứng nhanh đã đến nơi, người gặp nạn đã an toàn. Cảm ơn bạn đã báo tin."


class DemoError(RuntimeError):
    """The demonstration didn't reach its end."""


class Demo:
    """One run on a stack of its own under ``root``, which is emptied first."""

    def __init__(self, root: Path, broker: BrokerKind, speed: float, console: Console) -> None:
        self.console = console
        self.speed = speed
        if pidfile.running(root / "run"):
            raise DemoError(f"a demonstration seems to run in {root}; `haichieu demo --stop` ends it")
        shutil.rmtree(root, ignore_errors=True)
        self.system = System.make(root, broker, speed, say=console.print)
        ports = self.system.services.ports
        self.urls = {name: self.system.services.url(name) for name in NAMES}
        self.desk = Desk(
            f"http://{LOOPBACK}:{ports.mail_page}",
            self.urls["escalation"],
            self.system.secrets.operator_token,
        )
        self.reports = [report for name in REPORTS for report in sending.read(SAMPLE / name)]
        self.rows, _ = importer.read_rows(WORKBOOK)
        self.answers: list[sending.Answer] = []

    @property
    def expected(self) -> int:
        """How many reports there are to send."""
        return len(self.reports) + len(self.rows)

    def run(self) -> None:
        """Everything up to the story. Raises DemoError, LocalStackError or httpx.HTTPError."""
        self.console.print(f"starting broker, database, mail and four services under {self.system.root} …")
        self.system.start()
        with View(self.console, self.speed) as view:
            with _in_background(self._send):
                self._watch(view, "reports on their way", self._all_in_cases)
            case = self._unanswered_emergency(view)
            mail = self._answer(view, case["id"])
            self._watch(view, "the last messages", self._all_told)
        self._check()
        self._tell(case["id"], mail)

    def _send(self) -> None:
        self.answers = sending.send(self.reports, self.urls["intake"], self.system.secrets.channel_tokens)
        code = importer.run(
            WORKBOOK, self.urls["intake"], self.system.secrets.channel_tokens["excel"], _Silent()
        )
        if code:
            raise DemoError(f"the importer ended with {code}")

    def _watch(self, view: View, doing: str, reached: Callable[[figures.Figures], bool]) -> figures.Figures:
        """Show the figures until ``reached`` has held for some looks in a row."""
        end = time.monotonic() + PATIENCE_S
        quiet = 0
        while True:
            now = figures.read(self.urls)
            view.show(now, self.expected, doing)
            quiet = quiet + 1 if reached(now) and not now.silent else 0
            if quiet >= QUIET_POLLS:
                return now
            if time.monotonic() > end:
                raise DemoError(f"{doing}: not reached in {PATIENCE_S:g} seconds: {now}")
            time.sleep(POLL_S)

    def _all_in_cases(self, now: figures.Figures) -> bool:
        return now.in_cases >= self.expected and self._all_told(now)

    def _all_told(self, now: figures.Figures) -> bool:
        return now.lag == 0 and not self._deliveries(state="pending")

    def _unanswered_emergency(self, view: View) -> dict[str, Any]:
        """An emergency that a ward didn't answer in time and that the city was told of."""
        found: list[dict[str, Any]] = []

        def climbed(_: figures.Figures) -> bool:
            cases = self.desk.cases(least_urgency="3", status="open")
            found[:] = [case for case in cases if case["step"] >= 1 and case["unit"] != "01"]
            return bool(found)

        self._watch(view, "an emergency that nobody answers for 15 minutes", climbed)
        return found[-1]

    def _answer(self, view: View, case_id: str) -> dict[str, Any]:
        """Somebody in the city opens the mail, presses the link, and answers when it is done."""
        self._watch(view, "the next level is told", self._all_told)
        told = {
            delivery["notification_id"]
            for delivery in self._deliveries(case_id=case_id)
            if delivery["reason"] == "escalated" and delivery["desk"] == CITY
        }
        mail = self.desk.mail(CITY_ADDRESS, told)
        if mail is None:
            raise DemoError(f"no mail to the city about case {case_id}")
        self.desk.press_link(mail)
        self._watch(
            view,
            "the city answers",
            lambda _: self.desk.case(case_id)["status"] == "acknowledged",
        )
        self.desk.command(case_id, "resolve", CITY, ANSWER)
        return mail

    def _check(self) -> None:
        """Every report accepted, in exactly one case; every notification delivered."""
        refused = [answer for answer in self.answers if answer.problem]
        if refused:
            raise DemoError(f"{len(refused)} reports were refused, the first: {refused[0]}")
        cases = [self.desk.case(case["id"]) for case in self.desk.cases()]
        held = [report for case in cases for report in case["report_ids"]]
        missing = {answer.report_id for answer in self.answers} - set(held)
        if missing or len(held) != len(set(held)) or len(held) != self.expected:
            raise DemoError(
                f"{len(missing)} reports are in no case; {len(held)} places for {self.expected} reports"
            )
        now = figures.read(self.urls)
        if now.failures:
            raise DemoError(f"{now.dead_letters} dead letters, {now.undeliverable} undeliverable")
        self.console.print(
            f"all {self.expected} reports are in {len(cases)} cases, {now.notified} notifications delivered,"
            " nothing failed",
            style="green",
        )

    def _tell(self, case_id: str, mail: dict[str, Any]) -> None:
        case = self.desk.case(case_id)
        answer = next((a for a in self.answers if a.report_id in case["report_ids"]), None)
        report = next((r for r in self.reports if answer and r["id"] == answer.external_id), {})
        receipt: dict[str, Any] = {}
        if answer:
            url = f"{self.urls['intake']}/v1/receipts/{answer.receipt}"
            receipt = httpx.get(url, headers={"Accept": "application/json"}, timeout=10).json()
        story.tell(self.console, case, report, mail, receipt, self.speed)
        self.console.print(self.system.addresses(), highlight=False)
        if answer:
            self.console.print(f"  this story's receipt  {self.urls['intake']}/v1/receipts/{answer.receipt}")

    def _deliveries(self, **filters: str) -> list[dict[str, Any]]:
        answer = httpx.get(
            f"{self.urls['notifier']}/v1/deliveries",
            params=filters,
            headers={"Authorization": f"Bearer {self.system.secrets.operator_token}"},
            timeout=10,
        )
        answer.raise_for_status()
        return list(answer.json()["items"])


class _Silent:
    """Where the importer's report goes while the view is live."""

    def write(self, text: str) -> int:
        """Forget it."""
        return len(text)

    def flush(self) -> None:
        """Nothing to do."""


def wait_for_stop() -> None:
    """Return on Ctrl-C or SIGTERM."""
    stop = threading.Event()
    for sig in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sig, lambda *_: stop.set())
    while not stop.wait(1.0):
        pass


@contextmanager
def _in_background(work: Callable[[], None]) -> Iterator[None]:
    """Run ``work`` in a thread; its error is raised here, at the end."""
    failed: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - raised in the caller's thread
            failed.append(error)

    thread = threading.Thread(target=guarded, name="sending", daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join(timeout=5)
        if failed:
            raise DemoError(f"sending failed: {failed[0]}") from failed[0]
