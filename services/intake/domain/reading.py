"""A text read as words: small, plain and as written, with the gaps between them. Pure."""

import re
from functools import cached_property
from itertools import accumulate, compress

_WORD = re.compile("([a-z]+)")
_CAPITALS = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_CAPITAL_WITHIN = re.compile(f" (?<=[^\\W\\d_{_CAPITALS}] )[{_CAPITALS}][^\\W\\d_{_CAPITALS}]")
_ACCENTED_SHARE = 5
"""A text counts as accented when it has a mark for so many words; a name copied into a bare text isn't enough."""
_FREQUENT = "nhtgcaio"
_SHOUT = 5


def small(text: str) -> str:
    """The text in small letters, of the same length whatever the script."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


def shouted(text: str) -> bool:
    """Whether capitals say nothing, since nearly all letters are capitals; judged by the most frequent letters."""
    capitals = sum(map(text.count, _FREQUENT.upper()))
    return capitals > _SHOUT and capitals > 3 * sum(map(text.count, _FREQUENT))


class Reading:
    """The words of a text. ``gaps[i]`` is what stands before word ``i``; one more gap ends the text.

    ``plain`` are the words without diacritics, ``small`` those with, ``forms`` the ones that words are looked up
    by: with diacritics in an accented text, plain in another. ``size`` is how many there are. ``capitals`` are the numbers of the words that
    begin with a capital.
    """

    def __init__(self, plain: str, text: str) -> None:
        pieces = _WORD.split(plain)
        self.text = text
        self.gaps = pieces[0::2]
        self.plain = pieces[1::2]
        self.size = len(self.plain)
        ends = list(accumulate(map(len, pieces)))
        self.starts = ends[0:-1:2]
        self.ends = ends[1::2]
        marks = len(text) - len(text.encode("ascii", "ignore"))
        self.accented = marks * _ACCENTED_SHARE > self.size
        lower = small(text)
        if marks:
            self.small = [lower[start:end] for start, end in zip(self.starts, self.ends, strict=True)]
        else:
            self.small = self.plain
        self.forms = self.small if self.accented else self.plain
        initials = map(text.__getitem__, self.starts if lower != text else ())
        self.capitals = set(compress(range(self.size), map(str.isupper, initials)))

    @cached_property
    def cased(self) -> bool:
        """Whether the writer uses capitals within sentences, so that a small word is hardly a name."""
        return _CAPITAL_WITHIN.search(self.text) is not None

    def capital(self, i: int) -> bool:
        """Whether word ``i`` begins with a capital."""
        return i in self.capitals

    def acronym(self, i: int) -> bool:
        """Whether word ``i`` consists of capitals only, two or more."""
        start, end = self.starts[i], self.ends[i]
        return end - start > 1 and i in self.capitals and self.text[start:end].isupper()

    def joined(self, i: int) -> bool:
        """Whether word ``i`` follows the one before it by a single space."""
        return 0 < i < self.size and self.gaps[i] == " "
