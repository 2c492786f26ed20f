"""Units named in a text, best first; several candidates where an old unit was split or a name is not unique."""

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from services.classifier.domain.cues import Cues
from services.classifier.domain.gazetteer import Gazetteer
from services.classifier.domain.lexicon import DATA, read
from services.classifier.domain.meaning import meaning
from services.classifier.domain.mentions import Mention, mentions
from services.classifier.domain.names import Named
from services.classifier.domain.text import Text
from shared.contracts.events import PlaceMatch
from shared.units import province_of, unit_name

MOST = 12
"""Most candidates that are listed."""
Located = tuple[tuple[PlaceMatch, ...], bool]
NOWHERE: Located = (), False
_SURE, _BARE, _SPLIT, _PART = 0.95, 0.8, 0.6, 0.4


class _Place(NamedTuple):
    """A mention with its candidates, best first. ``whole``: it names a whole old district."""

    mention: Mention
    codes: tuple[str, ...]
    whole: bool

    def doubt(self) -> tuple[bool, bool, bool]:
        """Wards before districts, those with a unit word or their district before bare ones, the sure ones first."""
        bare = self.mention.role == "bare" and not self.mention.former
        return self.whole, bare, len(self.codes) > 1


@dataclass(frozen=True, slots=True)
class Places:
    """Finds places. ``home`` is the province that decides last."""

    gazetteer: Gazetteer
    cues: Cues
    home: str

    @classmethod
    def load(
        cls, numbers: MutableMapping[str, int], home: str | None = None, folder: Path = DATA
    ) -> "Places":
        """From ``gazetteer.tsv`` and ``places.yaml``, which names the home province if ``home`` doesn't.

        ``numbers`` gets the words of names, and must be the reader's.
        """
        _, words = read("places.yaml", folder)
        return cls(
            Gazetteer.load(folder / "gazetteer.tsv", numbers), Cues.of(words), home or words["home_province"]
        )

    def find(self, texts: Sequence[Text], reported_from: Sequence[str | None]) -> list[Located]:
        """For each text the candidates of all mentions, best first, and whether the best mention has several.

        ``reported_from``, the code of the reporter's unit, is never a place by itself: it tells homonyms apart.
        """
        named = self.gazetteer.find(texts)
        return [
            self._locate(text, names, origin) if names else NOWHERE
            for text, names, origin in zip(texts, named, reported_from, strict=True)
        ]

    def _locate(self, text: Text, names: list[Named], reported_from: str | None) -> Located:
        reporter = province_of(reported_from) if reported_from else None
        likely = (reporter, self.home) if reporter else (self.home,)
        found, order = mentions(self.cues, text, names, likely)
        places = []
        for mention in found:
            codes, whole = meaning(
                mention.named.name,
                mention.role,
                mention.type,
                mention.former,
                mention.areas,
                mention.provinces,
                order,
                reported_from,
            )
            if codes:
                places.append(_Place(mention, codes, whole))
        if len(places) == 1:
            return _matches(text, places[0]), len(places[0].codes) > 1
        places = sorted(_narrowed(places), key=_Place.doubt)
        best: dict[str, PlaceMatch] = {}
        for place in places:
            for match in _matches(text, place):
                best.setdefault(match.unit, match)
        return tuple(best.values())[:MOST], bool(places) and len(places[0].codes) > 1


def _narrowed(places: Sequence[_Place]) -> list[_Place]:
    """What the mentions say together: ``X cũ, nay là Y`` is Y, and a ward makes its district a mere address."""
    sure = {place.codes[0] for place in places if len(place.codes) == 1}
    wards = {code for place in places if not place.whole for code in place.codes}
    narrowed = []
    for place in places:
        if place.whole and not wards.isdisjoint(place.codes):
            continue
        both = tuple([code for code in place.codes if code in sure])
        narrowed.append(place._replace(codes=both) if both else place)
    return narrowed


def _matches(text: Text, place: _Place) -> tuple[PlaceMatch, ...]:
    mention, codes, _ = place
    phrase = text.phrase(mention.first, mention.named.end)
    if len(codes) == 1:
        score = _SURE if mention.role != "bare" or mention.areas else _BARE
        return (_match(codes[0], phrase, score),)
    return tuple(
        [_match(code, phrase, _PART if number else _SPLIT) for number, code in enumerate(codes[:MOST])]
    )


def _match(code: str, phrase: str, score: float) -> PlaceMatch:
    return PlaceMatch(unit=code, name=unit_name(code) or code, phrase=phrase, score=score)
