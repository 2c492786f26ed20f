"""Which names in a text are meant as places, of what kind, and which belong together."""

from collections.abc import Sequence
from typing import NamedTuple

from services.classifier.domain.cues import NEVER, UNLINKED, Cues
from services.classifier.domain.linking import Link, is_past, link, looks_past
from services.classifier.domain.meant import (
    Around,
    Meant,
    is_bare_place,
    is_doubtful,
    is_numbered_place,
    is_typed_place,
)
from services.classifier.domain.names import Entry, Name, Named
from services.classifier.domain.text import Text

_AREA = frozenset(("district", "any"))
"""Kinds of unit words that stand before districts."""

_DASHES = frozenset("-–→")
_ABBREVIATED = 2
"""Letters of a province's abbreviation that means much else unless a ward stands before it: ``HP``, ``CT``."""


class Mention(NamedTuple):
    """A name that stands for a place. ``role`` is ``ward``, ``district`` or, without a unit word, ``bare``."""

    named: Named
    first: int
    """The token its unit word begins at, or the name."""
    role: str
    type: str = ""
    """``phường``, ``xã`` …, if the text says so."""
    former: bool = False
    """The text calls it ``cũ``, or names its old district beside it."""
    areas: tuple[Entry, ...] = ()
    """The old districts that the text says it lies in."""
    provinces: tuple[Entry, ...] = ()
    """The provinces that the text says it lies in."""
    weak: bool = False
    """It counts only if the text names nothing else."""


class _Draft(NamedTuple):
    """A name with what stands before it, the kind of unit or else the class of the word, and what belongs to it."""

    named: Named
    first: int
    kind: str
    before: str
    link: Link
    among: bool
    """Another name touches it."""


def mentions(
    cues: Cues, text: Text, names: Sequence[Named], order: tuple[str, ...]
) -> tuple[list[Mention], tuple[str, ...]]:
    """Mentions of wards and districts in order, and the provinces in which to look first.

    ``order`` are the provinces likely without the text; those that it names go before them.
    """
    drafts, areas, provinces = _drafts(cues, text, names)
    if provinces:
        order = (*provinces, *order)
    found = [mention for draft in drafts if (mention := _mention(cues, text, draft, areas, order))]
    if len(found) > 1 and any(mention.weak for mention in found):
        found = [mention for mention in found if not mention.weak] or found
    return found, order


def _drafts(
    cues: Cues, text: Text, names: Sequence[Named]
) -> tuple[list[_Draft], list[Name], dict[str, None]]:
    """Names that may be wards or districts, the old districts named anywhere, and the provinces."""
    drafts: list[_Draft] = []
    areas: list[Name] = []
    provinces: dict[str, None] = {}
    skip = -1
    before = ""
    for number, named in enumerate(names):
        name = named.name
        kind, first = cues.prefix(text, named.start)
        follows = number > 0 and names[number - 1].end == named.start
        before = _before(cues, text, names, number, before) if not (kind or follows) else ""
        never = before in NEVER
        if name.areas and (kind in _AREA or not (kind or never or before in UNLINKED or name.provinces)):
            areas.append(name)
        if number <= skip or (never and not name.provinces):
            continue
        linked = link(text, names, number)
        if len(name.spelled) <= _ABBREVIATED and name.provinces:
            continue
        if linked.provinces:
            provinces[linked.provinces[0].province] = None
        elif name.provinces and (not kind or kind == "any"):
            if not never:
                provinces[name.provinces[0].province] = None
            if not linked.areas:
                continue
        skip = linked.last
        among = follows or (number + 1 < len(names) and names[number + 1].start == named.end)
        drafts.append(_Draft(named, first, kind, before, linked, among))
    return drafts, areas, provinces


def _before(cues: Cues, text: Text, names: Sequence[Named], number: int, last: str) -> str:
    """The class of the word before a name; after a dash that before the last name: ``tuyến Cát Linh – Hà Đông``."""
    start = names[number].start
    if number and names[number - 1].end == start - 1 and text.tokens[start - 1] in _DASHES:
        return last
    return cues.word_before(text, start)


def _mention(
    cues: Cues, text: Text, draft: _Draft, areas: Sequence[Name], order: Sequence[str]
) -> Mention | None:
    named, first, kind, before, linked, among = draft
    name = named.name
    if (kind in _AREA and not name.number) or (name.number and name.areas):
        return Mention(named, first, "district", provinces=linked.provinces)
    past = not linked.provinces and is_past(text, linked.end)
    within = linked.areas or _elsewhere(name, areas)
    near = not name.within.isdisjoint(order)
    beside = bool(linked.areas or (linked.provinces and (name.units or name.wards)))
    weak = False
    if name.number:
        if not is_numbered_place(text, named, linked=beside or past or bool(within), near=near):
            return None
        kind = "phường"
    elif kind:
        if not is_typed_place(cues, text, named, first, linked=beside or past, near=near):
            return None
    else:
        if linked.elsewhere and is_doubtful(cues, name):
            return None
        around = Around(before, beside, past or looks_past(text, linked.end), near, among)
        meant = is_bare_place(cues, text, named, around)
        if meant is Meant.NO:
            return None
        weak = meant is Meant.WEAK
    role = "ward" if kind else "bare"
    return Mention(named, first, role, kind, past or bool(linked.areas), within, linked.provinces, weak)


def _elsewhere(name: Name, areas: Sequence[Name]) -> tuple[Entry, ...]:
    """The district of a ward if the text names it somewhere else."""
    return next((found for area in areas if area is not name and (found := name.inside(area))), ())
