"""Units named in a text, best first; several candidates where an old unit was split or a name is not unique."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.classifier.domain.cues import Cues
from services.classifier.domain.gazetteer import Gazetteer
from services.classifier.domain.lexicon import DATA, read
from services.classifier.domain.mentions import mentions
from services.classifier.domain.meaning import Meaning, meaning
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

    @classmethod
    def load(cls, home: str | None = None, folder: Path = DATA) -> "Places":
        """From ``gazetteer.tsv`` and ``places.yaml``, which names the home province if ``home`` doesn't."""
        _, words = read("places.yaml", folder)
        return cls(Gazetteer.load(folder / "gazetteer.tsv"), Cues.of(words), home or words["home_province"])

    def find(self, text: Text, reported_from: str | None) -> tuple[tuple[PlaceMatch, ...], bool]:
        """Candidates of all mentions, best first, and whether the best mention has several."""
        names = self.gazetteer.find(text)
        if not names:
            return (), False
        reporter = province_of(reported_from) if reported_from else None
        found, order = mentions(self.cues, text, names, [reporter, self.home] if reporter else [self.home])
        if not found:
            return (), False
        meanings = [means for mention in found if (means := meaning(mention, order, reported_from)).codes]
        return _ranked(text, _narrowed(meanings))


def _narrowed(meanings: Sequence[Meaning]) -> list[Meaning]:
    """What the mentions say together: ``X cũ, nay là Y`` is Y, and a ward makes its district a mere address."""
    sure = {means.codes[0] for means in meanings if len(means.codes) == 1}
    wards = {code for means in meanings if not means.whole for code in means.codes}
    narrowed = []
    for means in meanings:
        if means.whole and not wards.isdisjoint(means.codes):
            continue
        both = [code for code in means.codes if code in sure]
        narrowed.append(means._replace(codes=tuple(both)) if both else means)
    return narrowed


def _ranked(text: Text, meanings: list[Meaning]) -> tuple[tuple[PlaceMatch, ...], bool]:
    """Wards before districts, those with a unit word or their district before bare ones, the unambiguous first."""
    meanings.sort(key=_doubt)
    best: dict[str, PlaceMatch] = {}
    for means in meanings:
        for match in _matches(text, means):
            best.setdefault(match.unit, match)
    return tuple(best.values())[:MOST], bool(meanings) and len(meanings[0].codes) > 1


def _doubt(means: Meaning) -> tuple[bool, bool, bool]:
    bare = means.mention.role == "bare" and not means.mention.former
    return means.whole, bare, len(means.codes) > 1


def _matches(text: Text, means: Meaning) -> Iterable[PlaceMatch]:
    mention = means.mention
    phrase = text.phrase(mention.first, mention.named.end)
    sure = _SURE if mention.role != "bare" or mention.areas else _BARE
    scores = [sure] if len(means.codes) == 1 else [_SPLIT, *[_PART] * (len(means.codes) - 1)]
    return [
        PlaceMatch(unit=code, name=unit_name(code) or code, phrase=phrase, score=score)
        for code, score in zip(means.codes[:MOST], scores, strict=False)
    ]
