"""Which names in a text are meant as places, of what kind, and which belong together."""

from collections.abc import Sequence
from typing import NamedTuple

from services.classifier.domain.bare import NEVER, NOT_HERE, is_careful, is_meant_bare, is_meant_number, is_meant_typed
from services.classifier.domain.cues import Cues
from services.classifier.domain.linking import Link, areas_of, is_past, link
from services.classifier.domain.names import Entry, Name, Named
from services.classifier.domain.text import Text


class Mention(NamedTuple):
    """A name that stands for a place. ``role`` is ``ward``, ``district`` or, without a unit word, ``bare``."""

    named: Named
    role: str
    type: str
    """``phường``, ``xã`` …, if the text says so."""
    first: int
    """The token its unit word begins at, or the name."""
    former: bool
    """The text calls it ``cũ``, or names its old district beside it."""
    areas: tuple[Entry, ...] = ()
    """The old districts that the text says it lies in."""
    provinces: tuple[Entry, ...] = ()
    """The provinces that the text says it lies in."""
    weak: bool = False
    """It counts only if the text names nothing else."""


def mentions(
    cues: Cues, text: Text, names: Sequence[Named], order: Sequence[str]
) -> tuple[list[Mention], list[str]]:
    """Mentions of wards and districts in order, and the provinces in which to look first.

    ``order`` are the provinces likely without the text; those that it names go before them.
    """
    drafts: list[tuple[Named, str, int, Link]] = []
    named_provinces: dict[str, None] = {}
    areas: list[Name] = []
    skip = -1
    for number, named in enumerate(names):
        kind, first = cues.prefix(text, named.start)
        bare_area = kind == "" and not named.name.provinces and cues.word_before(text, first) not in NOT_HERE
        if named.name.areas and (bare_area or kind in {"district", "any"}):
            areas.append(named.name)
        if number <= skip or (kind == "" and cues.word_before(text, first) in NEVER and not named.name.provinces):
            continue
        linked = link(text, names, number)
        if named.name.provinces and kind in {"", "any"} and not linked.provinces:
            if cues.word_before(text, first) not in NEVER:
                named_provinces[named.name.provinces[0].province] = None
            if not linked.areas:
                continue
        if linked.provinces:
            named_provinces[linked.provinces[0].province] = None
        skip = linked.last
        drafts.append((named, kind, first, linked))
    if not drafts:
        return [], []
    nearest = [*named_provinces, *order]
    found = [
        mention
        for named, kind, first, linked in drafts
        if (mention := _meant(cues, text, named, kind, first, linked, areas, nearest))
    ]
    strong = [mention for mention in found if not mention.weak]
    return strong or found, nearest


def _meant(
    cues: Cues,
    text: Text,
    named: Named,
    kind: str,
    first: int,
    linked: Link,
    areas: Sequence[Name],
    nearest: Sequence[str],
) -> Mention | None:
    name = named.name
    past = is_past(text, linked.end) and not linked.provinces
    seems_past = past or (text.plain and text.folded[linked.end : linked.end + 1] == ("cu",))
    within = linked.areas or _elsewhere(name, areas)
    near = any(
        entry.province in nearest for entries in (name.units, name.wards, name.areas) for entry in entries
    )
    bound = bool(linked.areas or (linked.provinces and (name.units or name.wards)))
    weak = False
    if name.spelled.isdecimal():
        if not name.wards:
            return Mention(named, "district", "quận", first, former=False)
        if not is_meant_number(text, named, linked=bool(bound or within or past), near=near):
            return None
        role, kind = "ward", "phường"
    elif kind in {"district", "any"}:
        role = "district"
    elif kind:
        if not is_meant_typed(cues, text, named, first, linked=bound or past, near=near):
            return None
        role = "ward"
    else:
        if linked.elsewhere and is_careful(cues, named):
            return None
        meant = is_meant_bare(cues, text, named, linked=bound, past=seems_past, near=near)
        if not meant:
            return None
        role, weak = "bare", meant == "weak"
    return Mention(named, role, kind, first, past or bool(linked.areas), within, linked.provinces, weak)


def _elsewhere(name: Name, areas: Sequence[Name]) -> tuple[Entry, ...]:
    """The district of a ward if the text names it somewhere else."""
    return next((found for area in areas if area is not name and (found := areas_of(name, area))), ())
