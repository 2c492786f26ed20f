"""The tree of units with their desks: who stands where, and who stands above."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from shared.contracts.events import Endpoint, Recipient
from shared.contracts.taxonomy import DeskRole


class Level(StrEnum):
    """A unit seen from the unit of a case."""

    UNIT = "unit"
    """The unit of the case itself."""
    PARENT = "parent"
    """One level up; the root has none above and stands in for itself."""
    ROOT = "root"
    """The top of the tree."""


class Unit(msgspec.Struct, frozen=True):
    """An administrative unit or a branch of the union in it. ``parent`` is None for the root only."""

    code: str
    name: str
    kind: str
    parent: str | None


class Desk(msgspec.Struct, frozen=True):
    """An office that can be told and can act; ``id`` is ``<unit code>/<role>``. Never a person."""

    unit: str
    role: DeskRole
    name: str
    endpoints: tuple[Endpoint, ...]
    language: str = "vi"

    @property
    def id(self) -> str:
        """Desk id ``<unit code>/<role>``."""
        return desk_id(self.unit, self.role)


def desk_id(unit: str, role: DeskRole) -> str:
    """Desk id ``<unit code>/<role>``."""
    return f"{unit}/{role}"


@dataclass(frozen=True, slots=True)
class Organisation:
    """Units by code and desks by id: one root, no cycles, every parent known (the loader checks that)."""

    root: str
    units: Mapping[str, Unit]
    desks: Mapping[str, Desk]

    def unit(self, code: str) -> Unit:
        """The unit of that code, or the root for a code that is unknown, so that nothing is orphaned."""
        return self.units.get(code) or self.units[self.root]

    def at(self, level: Level, code: str) -> Unit:
        """The unit that stands at ``level`` as seen from ``code``."""
        if level is Level.ROOT:
            return self.units[self.root]
        unit = self.unit(code)
        if level is Level.UNIT or unit.parent is None:
            return unit
        return self.units[unit.parent]

    def desk(self, code: str, role: DeskRole) -> Desk | None:
        """The desk of that role at the unit or, where it has none, at the nearest unit above that has."""
        for unit in (self.unit(code), *self.above(code)):
            found = self.desks.get(desk_id(unit.code, role))
            if found:
                return found
        return None

    def above(self, code: str) -> tuple[Unit, ...]:
        """The units above, nearest first; empty for the root."""
        units: list[Unit] = []
        parent = self.unit(code).parent
        while parent is not None:
            units.append(self.units[parent])
            parent = units[-1].parent
        return tuple(units)

    def is_within(self, code: str, ancestor: str) -> bool:
        """Whether ``code`` is ``ancestor`` or lies under it."""
        return code == ancestor or any(unit.code == ancestor for unit in self.above(code))

    def recipient(self, desk: Desk) -> Recipient:
        """The desk as a notification names it."""
        return Recipient(
            desk=desk.id,
            unit=desk.unit,
            unit_name=self.unit(desk.unit).name,
            role=desk.role,
            endpoints=desk.endpoints,
            language=desk.language,
        )

    def desk_name(self, desk: str) -> str:
        """Name to show for a desk id; the id itself when the organisation no longer has it."""
        found = self.desks.get(desk)
        return found.name if found else desk
