"""A report's text as words: normalised, with teencode read, folded, and split into sentences.

Every token keeps its place in all forms, so a match in any of them leads back to the words as written.
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


UNKNOWN = 0
"""Number of a word that no table asks for."""

SIGN, WORD, SYLLABLE = 0, 1, 2
"""What a token is: a sign or number, a word, a word that is built like a Vietnamese syllable."""

Word = tuple[str, str, str, int, int, int]
"""A token: as written, its canonical form, that without diacritics; what it is; and the numbers of the two forms."""


class Text:
    """One report, split once. ``words`` and ``folded`` are parallel to ``tokens``, the words as written.

    ``numbers`` and ``folded_numbers`` are what the reader's tables call these words.
    """

    __slots__ = (
        "_sentence",
        "ascii",
        "folded",
        "folded_numbers",
        "kinds",
        "numbers",
        "plain",
        "tokens",
        "words",
    )

    tokens: Sequence[str]
    words: Sequence[str]
    folded: Sequence[str]
    kinds: Sequence[int]
    numbers: Sequence[int]
    folded_numbers: Sequence[int]

    def __init__(self, forms: Sequence[Word]) -> None:
        columns = zip(*forms, strict=True) if forms else ((), (), (), (), (), ())
        self.tokens, self.words, self.folded, self.kinds, self.numbers, self.folded_numbers = columns
        written = " ".join(self.tokens)
        self.ascii = written.isascii()
        self.plain = self.ascii or is_plain(written)
        self._sentence: list[int] | None = None

    @property
    def sentence(self) -> list[int]:
        """For each token the number of the sentence that it stands in."""
        if self._sentence is None:
            self._sentence = list(accumulate([token[0] in ENDS for token in self.tokens]))
        return self._sentence

    def phrase(self, start: int, end: int) -> str:
        """Tokens ``start`` to ``end`` (exclusive) as they were written."""
        return self.tokens[start] if end == start + 1 else " ".join(self.tokens[start:end])


class Reader:
    """Splits texts. Remembers what it has met; the memory changes nothing but the speed.

    ``numbers``: the words that tables of phrases or weights ask for. It must be complete before the first text.
    """

    def __init__(self, teencode: Mapping[str, str], numbers: Mapping[str, int] | None = None) -> None:
        self._teencode = dict(teencode)
        self._numbers = numbers or {}
        self._chunks: dict[str, tuple[Word, ...]] = {}
        """What stands between two spaces → its tokens."""
        self._tokens: dict[str, Word] = {}

    def with_numbers(self, numbers: Mapping[str, int]) -> "Reader":
        """A reader of the same teencode for other tables."""
        return Reader(self._teencode, numbers)

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
        kind = SYLLABLE if is_syllable(folded) else WORD if word.isalpha() else SIGN
        number = self._numbers.get
        form = self._tokens[token] = (
            token, word, folded, kind, number(word, UNKNOWN), number(folded, UNKNOWN),
        )  # fmt: skip
        return form


def dialect(spellings: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Word meant → its spellings, turned round: spelling → word meant."""
    return {spelling: word for word, listed in spellings.items() for spelling in listed}
