"""What a person at a desk does: reads the mail, opens the link, presses the button, answers."""

import re
from dataclasses import dataclass
from typing import Any

import httpx

LINK = re.compile(r"https?://\S+/a/[\w.~-]+")
PAGE = 200


@dataclass(frozen=True, slots=True)
class Desk:
    """The interfaces that a desk has: mail, the acknowledge link, cases by token."""

    mail_url: str
    cases_url: str
    token: str

    def cases(self, **filters: str) -> list[dict[str, Any]]:
        """All cases that fit, the newest first."""
        found: list[dict[str, Any]] = []
        query: dict[str, str] = {**filters, "limit": str(PAGE)}
        while True:
            page = self._get("/v1/cases", query)
            found += page["cases"]
            if not page["next"]:
                return found
            query["cursor"] = str(page["next"])

    def case(self, case_id: str) -> dict[str, Any]:
        """A case with its history."""
        return dict(self._get(f"/v1/cases/{case_id}"))

    def command(self, case_id: str, action: str, desk: str, note: str | None = None) -> dict[str, Any]:
        """Order something for a case. Raises httpx.HTTPStatusError when it is refused."""
        answer = httpx.post(
            f"{self.cases_url}/v1/cases/{case_id}/{action}",
            json={"desk": desk, "note": note},
            headers=self._auth,
            timeout=10,
        )
        answer.raise_for_status()
        return dict(answer.json())

    def mail(self, address: str, notification_ids: set[str]) -> dict[str, Any] | None:
        """The newest mail of one of these notifications to an address, with its text and headers."""
        query = {"to": address, "per_page": str(PAGE)}
        with httpx.Client(base_url=self.mail_url, timeout=10) as client:
            for summary in client.get("/messages.json", params=query).json()["messages"]:
                mail = client.get(f"{summary['url']}.json").json()
                if notification_of(mail) in notification_ids:
                    return dict(mail)
        return None

    def press_link(self, mail: dict[str, Any]) -> str:
        """Open the mail's link and press the button; returns the page's answer as text."""
        link = LINK.search(mail["text"])
        if link is None:
            raise RuntimeError(f"mail {mail['id']} has no acknowledge link")
        with httpx.Client(timeout=10) as browser:
            browser.get(link[0]).raise_for_status()
            answer = browser.post(link[0])
            answer.raise_for_status()
        return answer.text

    @property
    def _auth(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def _get(self, path: str, query: dict[str, str] | None = None) -> Any:
        answer = httpx.get(f"{self.cases_url}{path}", params=query, headers=self._auth, timeout=10)
        answer.raise_for_status()
        return answer.json()


def notification_of(mail: dict[str, Any]) -> str:
    """The notification id that a mail carries; empty when it carries none."""
    return next((str(v) for name, v in mail["headers"] if name.lower() == "x-haichieu-notification"), "")
