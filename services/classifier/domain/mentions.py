"""Which names in a text are meant as places, of what kind, and which belong together."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.classifier.domain.cues import Cues
from services.classifier.domain.gazetteer import Entry, Kind, Named
from services.classifier.domain.text import Text

_GAP = 3
"""Most tokens between a ward and its district or province."""
_JOINT_WORDS = (
    ", ( ) - – / . thuộc của cũ cu nay tp q h tx tỉnh huyện quận thị xã thành phố tinh huyen quan thanh pho"
)
_JOINTS = frozenset(_JOINT_WORDS.split())
"""What may stand between the two."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that stands for a place. ``role`` is ``ward``, ``district`` or, without a unit word, ``bare``."""

    named: Named
    role: str
    type: str
    """``phường``, ``xã`` …, if the text says so."""
    former: bool
    """The text calls it ``cũ``."""
    district: Entry | None = None
    province: Entry | None = None


def mentions(cues: Cues, text: Text, names: Sequence[Named]) -> tuple[list[Mention], list[str]]:
    """Mentions of wards and districts in order, and the provinces named anywhere in the text."""
    lower = [token.lower() for token in text.tokens]
    found: list[Mention] = []
    named_provinces: list[str] = []
    skip = -1
    for number, named in enumerate(names):
        if number <= skip:
            continue
        kind = cues.prefix(lower, named.start)
        if cues.excludes(lower, named, kind):
            continue
        chain, skip = _chain(lower, names, number)
        district = next((e for n in chain for e in n.entries if e.kind is Kind.OLD_DISTRICT), None)
        province = next((e for n in chain for e in n.entries if e.kind is Kind.PROVINCE), None)
        itself = next((e for e in named.entries if e.kind is Kind.PROVINCE), None)
        if itself is not None and province is None and kind in {"", "any"}:
            if not (named.start and lower[named.start - 1] in cues.origins):
                named_provinces.append(itself.province)
            continue
        role = _role(named, kind)
        if role == "bare" and not cues.allows_bare(text, lower, named, chain=bool(chain)):
            continue
        if province:
            named_provinces.append(province.province)
        last = chain[-1].end if chain else named.end
        former = any(word in {"cũ", "cu"} for word in lower[last : last + 3])
        found.append(Mention(named, role, kind, former, district, province))
    return found, named_provinces


def _chain(lower: Sequence[str], names: Sequence[Named], number: int) -> tuple[list[Named], int]:
    """The district and province that follow a name, and the number of the last name so used."""
    chain: list[Named] = []
    here, last = names[number], number
    wards = [entry for entry in here.entries if entry.kind in {Kind.UNIT, Kind.OLD_WARD}]
    for following in names[number + 1 : number + 3]:
        gap = lower[(chain[-1] if chain else here).end : following.start]
        if len(gap) > _GAP or not _JOINTS.issuperset(gap):
            break
        higher = [
            entry
            for entry in following.entries
            if entry.kind is Kind.PROVINCE
            or (entry.kind is Kind.OLD_DISTRICT and any(_within(ward, entry) for ward in wards))
        ]
        if not higher or (not wards and higher[0].kind is Kind.OLD_DISTRICT):
            break
        chain.append(Named(following.start, following.end, tuple(higher)))
        last += 1
    return chain, last


def _role(named: Named, kind: str) -> str:
    types = {entry.type for entry in named.entries}
    if named.entries[0].spelled.rpartition(" ")[2].isdecimal() and types <= {"quận", "phường"}:
        return "district" if types == {"quận"} else "ward"
    if kind in {"district", "any"}:
        return "district"
    return "ward" if kind else "bare"


def _within(ward: Entry, district: Entry) -> bool:
    """Whether an old ward is of this district, or a unit of today among its successors."""
    if ward.kind is Kind.OLD_WARD:
        return ward.district == district.district and ward.province == district.province
    return ward.codes[0] in district.codes
