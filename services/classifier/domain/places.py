"""Units named in a text, best first; several candidates where an old unit was split or a name is not unique."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.classifier.domain.cues import Cues
from services.classifier.domain.gazetteer import Entry, Gazetteer, Kind
from services.classifier.domain.mentions import Mention, mentions
from services.classifier.domain.text import Text
from shared.contracts.events import PlaceMatch
from shared.units import province_of, unit_name

MOST = 12
"""Most candidates that are listed."""
_SURE, _BARE, _SPLIT, _PART = 0.95, 0.8, 0.6, 0.4


@dataclass(frozen=True, slots=True)
class Places:
    """Finds places. ``home`` is the province that decides last."""

    gazetteer: Gazetteer
    cues: Cues
    home: str

    def find(self, text: Text, reported_from: str | None) -> tuple[tuple[PlaceMatch, ...], bool]:
        """Candidates of all mentions, best first, and whether the best mention has several."""
        names = self.gazetteer.find(text)
        if not names:
            return (), False
        found, named = mentions(self.cues, text, names)
        reporter = province_of(reported_from) if reported_from else None
        order = [province for province in (*named, reporter, self.home) if province]
        wards: list[list[PlaceMatch]] = []
        districts: list[list[PlaceMatch]] = []
        for mention in found:
            codes, whole = self._codes(mention, order)
            if codes:
                (districts if whole else wards).append(_matches(text, mention, codes))
        if not (wards or districts):
            wards = [_matches(text, mention, codes) for mention in found if (codes := _elsewhere(mention))]
        return _ranked(wards, districts)

    def _codes(self, mention: Mention, order: Sequence[str]) -> tuple[tuple[str, ...], bool]:
        """Codes that a mention may stand for, and whether it names a whole district."""
        entries = mention.named.entries
        if mention.province is not None:
            spelled = mention.province.spelled
            order = [mention.province.province]
            entries = tuple(entry for entry in entries if entry.old_province in {"", spelled}) or entries
        areas = [entry for entry in entries if entry.kind is Kind.OLD_DISTRICT]
        if mention.role == "district":
            return _nearest(areas, order) or _union(areas), True
        today = _of_type(entries, Kind.UNIT, mention.type)
        former = _of_type(entries, Kind.OLD_WARD, mention.type)
        if mention.district is not None:
            return _in_district(mention.district, today, former), False
        if mention.former and former:
            today = []
        codes = _nearest(today, order)
        if mention.role == "ward":
            return codes or _nearest(former, order), False
        area = _nearest(areas, order)
        if area and (mention.former or not codes):
            return area, True
        if codes and codes[0] in area:
            return tuple(dict.fromkeys([*codes, *area])), True
        return codes or (_nearest(former, order) if mention.former else ()), False


def _elsewhere(mention: Mention) -> tuple[str, ...]:
    """Codes in the whole country of a mention that says ``phường`` or ``xã``."""
    if mention.role != "ward":
        return ()
    entries = mention.named.entries
    return _union(_of_type(entries, Kind.UNIT, mention.type)) or _union(
        _of_type(entries, Kind.OLD_WARD, mention.type)
    )


def _in_district(district: Entry, today: Sequence[Entry], former: Sequence[Entry]) -> tuple[str, ...]:
    """What became of an old ward of this district, today's unit of the same name first."""
    place = (district.district, district.province)
    codes = _union(entry for entry in former if (entry.district, entry.province) == place)
    same = [entry.codes[0] for entry in today if entry.codes[0] in (codes or district.codes)]
    return tuple(dict.fromkeys([*same, *codes]))


def _of_type(entries: Sequence[Entry], kind: Kind, unit_word: str) -> list[Entry]:
    """Entries of a kind, only those of the type that the text says, if there are such."""
    of_kind = [entry for entry in entries if entry.kind is kind]
    return [entry for entry in of_kind if entry.type == unit_word] or of_kind


def _nearest(entries: Sequence[Entry], order: Sequence[str]) -> tuple[str, ...]:
    """Codes in the first province of ``order`` that has any."""
    for province in order:
        if codes := _union(entry for entry in entries if entry.province == province):
            return codes
    return ()


def _union(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for entry in entries for code in entry.codes))


def _matches(text: Text, mention: Mention, codes: Sequence[str]) -> list[PlaceMatch]:
    named = mention.named
    phrase = text.phrase(named.start - 1 if mention.type and named.start else named.start, named.end)
    sure = _SURE if mention.role != "bare" or mention.district else _BARE
    scores = [sure] if len(codes) == 1 else [_SPLIT, *[_PART] * (len(codes) - 1)]
    return [
        PlaceMatch(unit=code, name=unit_name(code) or code, phrase=phrase, score=score)
        for code, score in zip(codes[:MOST], scores, strict=False)
    ]


def _ranked(
    wards: list[list[PlaceMatch]], districts: list[list[PlaceMatch]]
) -> tuple[tuple[PlaceMatch, ...], bool]:
    """Wards before districts, the unambiguous first; a district whose ward is named says nothing more."""
    named = {match.unit for matches in wards for match in matches}
    groups = wards + [group for group in districts if named.isdisjoint(match.unit for match in group)]
    groups.sort(key=lambda group: len(group) > 1)
    best: dict[str, PlaceMatch] = {}
    for group in groups:
        for match in group:
            best.setdefault(match.unit, match)
    return tuple(best.values())[:MOST], bool(groups) and len(groups[0]) > 1
