"""A report's text as words: normalised, with teencode read, folded, and split into sentences.

Every token keeps its number in all forms, so a match in any of them leads back to the words as written.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import accumulate, chain

from services.classifier.domain.spelling import canonical, is_plain, strip
from services.classifier.domain.syllables import is_syllable

TOKEN = re.compile(r"\w+|\n+|[^\w\s]")
"""A word, a line end, or a sign. No token crosses a space."""

ENDS = frozenset(".!?;|…•\n")
_MEMORY = 60_000
"""Distinct words remembered before the memory is emptied; Vietnamese has some 7,000 syllables."""


Word = tuple[str, str, str, bool, int]
"""A token: as written, its canonical form, that without diacritics; whether it is built like a Vietnamese
syllable; and the length of its form with a space."""


class Text:
    """One report, split once. ``words`` and ``folded`` are parallel to ``tokens``, the words as written.

    ``line`` and ``folded_line`` join the forms with single spaces and one at either end; ``index`` leads from
    the position of such a space, the same in both, to the number of the token before it (−1 at the start).
    """

    __slots__ = (
        "_sentence",
        "folded",
        "folded_line",
        "index",
        "line",
        "plain",
        "syllables",
        "tokens",
        "words",
    )

    tokens: Sequence[str]
    words: Sequence[str]
    folded: Sequence[str]
    syllables: Sequence[bool]

    def __init__(self, forms: Sequence[Word], *, plain: bool) -> None:
        self.plain = plain
        columns = zip(*forms, strict=True) if forms else ((), (), (), (), ())
        self.tokens, self.words, self.folded, self.syllables, sizes = columns
        self.line = f" {' '.join(self.words)} "
        self.folded_line = f" {' '.join(self.folded)} "
        self.index = dict(zip(accumulate(sizes, initial=0), range(-1, len(forms)), strict=True))
        self._sentence: list[int] | None = None

    @property
    def sentence(self) -> list[int]:
        """For each token the number of the sentence that it stands in."""
        if self._sentence is None:
            self._sentence = list(accumulate([token[0] in ENDS for token in self.tokens]))
        return self._sentence

    def was_ascii(self, start: int, end: int) -> bool:
        """Whether tokens ``start`` to ``end`` (exclusive) were written without diacritics."""
        return all([token.isascii() for token in self.tokens[start:end]])

    def phrase(self, start: int, end: int) -> str:
        """Tokens ``start`` to ``end`` (exclusive) as they were written."""
        return " ".join(self.tokens[start:end])


class Reader:
    """Splits texts. Remembers the words it has met; the memory changes nothing but the speed."""

    def __init__(self, teencode: Mapping[str, str]) -> None:
        self._teencode = dict(teencode)
        self._words: dict[str, tuple[Word, ...]] = {}
        self._lines: dict[str, str] = {}

    def read(self, text: str) -> Text:
        """Split any text, of any length, valid or not."""
        clean = unicodedata.normalize("NFC", text)
        chunks = clean.split(" ")
        try:
            forms = list(chain.from_iterable(map(self._words.__getitem__, chunks)))
        except KeyError:
            self._learn(chunks)
            forms = [word for chunk in chunks for word in self._words.get(chunk) or self._split(chunk)]
        return Text(forms, plain=is_plain(clean))

    def line(self, text: str) -> tuple[str, bool]:
        """``Text.line`` and ``Text.plain`` alone, at a fraction of the cost."""
        clean = unicodedata.normalize("NFC", text)
        chunks = clean.split(" ")
        try:
            line = " ".join(map(self._lines.__getitem__, chunks))
        except KeyError:
            self._learn(chunks)
            line = " ".join([self._lines.get(chunk) or self._line(chunk) for chunk in chunks])
        return f" {line} ", is_plain(clean)

    def _learn(self, chunks: Sequence[str]) -> None:
        if len(self._words) + len(chunks) > _MEMORY:
            self._words.clear()
            self._lines.clear()
        for chunk in chunks:
            if chunk not in self._words:
                self._words[chunk] = self._split(chunk)
                self._lines[chunk] = self._line(chunk)

    def _line(self, chunk: str) -> str:
        return " ".join(word[1] for word in self._split(chunk))

    def _split(self, chunk: str) -> tuple[Word, ...]:
        return tuple(self._form(token) for token in TOKEN.findall(chunk))

    def _form(self, token: str) -> Word:
        word = canonical(token)
        word = self._teencode.get(word, word)
        folded = strip(word)
        return token, word, folded, is_syllable(folded), len(word) + 1


def dialect(spellings: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Word meant → its spellings, turned round: spelling → word meant."""
    return {spelling: word for word, listed in spellings.items() for spelling in listed}
