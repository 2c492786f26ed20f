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
            query["before"] = page["next"]

    def case(self, case_id: str) -> dict[str, Any]:
        """A case with its history."""
        return self._get(f"/v1/cases/{case_id}")

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

    def mails(self, notification_ids: set[str]) -> list[dict[str, Any]]:
        """The mails of these notifications, oldest first, with their text and headers."""
        found = []
        number = 1
        while True:
            query = {"page": str(number), "per_page": str(PAGE)}
            page = httpx.get(f"{self.mail_url}/messages.json", params=query, timeout=10).json()
            for summary in page["messages"]:
                mail = httpx.get(f"{self.mail_url}{summary['url']}.json", timeout=10).json()
                if _notification(mail) in notification_ids:
                    found.append(mail)
            if number * PAGE >= page["total"]:
                return sorted(found, key=lambda mail: str(mail["id"]))
            number += 1

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


def _notification(mail: dict[str, Any]) -> str:
    headers = mail["headers"]
    pairs = headers.items() if isinstance(headers, dict) else headers
    return next((str(value) for name, value in pairs if name.lower() == "x-haichieu-notification"), "")
