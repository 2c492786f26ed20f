"""Unit names as reporters write them: the home province first, then the whole country; hints for what is unknown."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache

from shared import units

MAX_NAME = 200
CACHED = 8_192
_OFFICE_OF = re.compile(r".{2,40}?\s(?=(?:phường|xã|đặc khu|phuong|xa|dac khu|[px]\.) ?\w)", re.IGNORECASE)
"""What stands before the unit in ``Hội LHPN phường Hoàng Mai``."""


class Units:
    """Looks up units. ``home`` is the province code whose units win between equal names."""

    def __init__(self, home: str) -> None:
        own = [unit for unit in units.units().values() if unit.province == home]
        self.names: Sequence[str] = [unit.name for unit in own]
        """Names of the home province's units, in official order."""
        self._folded = {units.fold(unit.name): unit.name for unit in own}
        self._home = home
        self._cached = lru_cache(maxsize=CACHED)(self._look_up)

    def find(self, name: str) -> str | None:
        """The code of a unit by its name or code; None if nothing, or more than one unit, answers."""
        return self._cached(name) if len(name) <= MAX_NAME else None

    def _look_up(self, name: str) -> str | None:
        office = _OFFICE_OF.match(name)
        candidates = [name, name[office.end() :]] if office else [name]
        for candidate in candidates:
            if found := units.find_unit(candidate, self._home) or units.find_unit(candidate):
                return found
        return None

    def name(self, code: str) -> str | None:
        """The official name of a code."""
        return units.unit_name(code)

    def like(self, name: str, count: int = 3) -> list[str]:
        """Names of home units that look like ``name``, best first."""
        close = get_close_matches(units.fold(name)[:80], self._folded, n=count, cutoff=0.6)
        return [self._folded[key] for key in close]
