"""Unit names as reporters write them: the home province first, then the whole country; hints for what is unknown."""

from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache

from shared import units


class Units:
    """Looks up units. ``home`` is the province code whose units win between equal names."""

    def __init__(self, home: str) -> None:
        own = [unit for unit in units.units().values() if unit.province == home]
        self.names: Sequence[str] = [unit.name for unit in own]
        """Names of the home province's units, in official order."""
        self._folded = {units.fold(unit.name): unit.name for unit in own}
        self.find = lru_cache(maxsize=8192)(self._find)
        """The code of a unit by its name or code; None if nothing, or more than one unit, answers."""
        self._home = home

    def _find(self, name: str) -> str | None:
        return units.find_unit(name, self._home) or units.find_unit(name)

    def name(self, code: str) -> str | None:
        """The official name of a code."""
        return units.unit_name(code)

    def like(self, name: str, count: int = 3) -> list[str]:
        """Names of home units that look like ``name``, best first."""
        close = get_close_matches(units.fold(name)[:80], self._folded, n=count, cutoff=0.6)
        return [self._folded[key] for key in close]
