"""Which part of the list a request asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

MAX_PER_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Query:
    """Page `number` (from 1) of `per_page` messages; with `to`, of those to one address."""

    number: int = 1
    per_page: int = 50
    to: str | None = None

    @classmethod
    def parse(cls, text: str) -> Query:
        """From a query string; what is no sensible number counts as the default."""
        values = {name: found[0].strip() for name, found in parse_qs(text).items()}
        number = _number(values.get("page", ""), cls().number)
        per_page = min(_number(values.get("per_page", ""), cls().per_page), MAX_PER_PAGE)
        return cls(number, per_page, values.get("to") or None)

    def at(self, number: int) -> str:
        """The query string of another page of the same list."""
        query: dict[str, str | int] = {"page": number, "per_page": self.per_page}
        return urlencode(query if self.to is None else {**query, "to": self.to})


def _number(text: str, default: int) -> int:
    return max(int(text), 1) if re.fullmatch("[0-9]{1,9}", text) else default
