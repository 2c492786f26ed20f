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

    def __init__(self, forms: Sequence[Word]) -> None:
        columns = zip(*forms, strict=True) if forms else ((), (), (), (), ())
        self.tokens, self.words, self.folded, self.syllables, sizes = columns
        self.plain = is_plain(" ".join(self.tokens))
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
        return all(token.isascii() for token in self.tokens[start:end])

    def phrase(self, start: int, end: int) -> str:
        """Tokens ``start`` to ``end`` (exclusive) as they were written."""
        return " ".join(self.tokens[start:end])


class Reader:
    """Splits texts. Remembers what it has met; the memory changes nothing but the speed."""

    def __init__(self, teencode: Mapping[str, str]) -> None:
        self._teencode = dict(teencode)
        self._chunks: dict[str, tuple[Word, ...]] = {}
        """What stands between two spaces → its tokens."""
        self._tokens: dict[str, Word] = {}

    def read(self, text: str) -> Text:
        """Split any text, of any length, valid or not."""
        chunks = unicodedata.normalize("NFC", text).split(" ")
        known = self._chunks
        try:
            forms = list(chain.from_iterable(map(known.__getitem__, chunks)))
        except KeyError:
            forms = list(chain.from_iterable([known.get(chunk) or self._learn(chunk) for chunk in chunks]))
        return Text(forms)

    def _learn(self, chunk: str) -> tuple[Word, ...]:
        if len(self._chunks) >= _MEMORY:
            self._chunks.clear()
        if len(self._tokens) >= _MEMORY:
            self._tokens.clear()
        words = self._chunks[chunk] = tuple(
            [self._tokens.get(token) or self._form(token) for token in TOKEN.findall(chunk)]
        )
        return words

    def _form(self, token: str) -> Word:
        word = canonical(token)
        word = self._teencode.get(word, word)
        folded = strip(word)
        form = self._tokens[token] = token, word, folded, is_syllable(folded), len(word) + 1
        return form


def dialect(spellings: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Word meant → its spellings, turned round: spelling → word meant."""
    return {spelling: word for word, listed in spellings.items() for spelling in listed}
