"""A text read as words: small, plain and as written, with the gaps between them. Pure."""

import re
from functools import cached_property
from itertools import accumulate

_PIECE = re.compile("[a-z]+|[^a-z]+")
_ACCENT = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_CAPITALS = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_CAPITAL = re.compile(f"[{_CAPITALS}]")
_SMALL = re.compile(f"[^\\W\\d_{_CAPITALS}]")
_CAPITAL_WITHIN = re.compile(f"[^\\W\\d_{_CAPITALS}],? [{_CAPITALS}][^\\W\\d_{_CAPITALS}]")
_ACCENTED_SHARE = 5
"""A text counts as accented when one word in so many has a mark; a name copied into a bare text isn't enough."""


def small(text: str) -> str:
    """The text in small letters, of the same length whatever the script."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


def shouted(text: str) -> bool:
    """Whether capitals say nothing, since nearly all letters are capitals."""
    capitals = len(_CAPITAL.findall(text))
    return capitals > 8 and capitals > 3 * len(_SMALL.findall(text))


class Reading:
    """The words of a text. ``gaps[i]`` is what stands before word ``i``; one more gap ends the text."""

    def __init__(self, plain: str, text: str) -> None:
        pieces = _PIECE.findall(plain)
        if not pieces or not "a" <= pieces[0][0] <= "z":
            pieces = pieces or [""]
        else:
            pieces.insert(0, "")
        if len(pieces) % 2 == 0:
            pieces.append("")
        self.gaps = pieces[0::2]
        self.plain = pieces[1::2]
        ends = list(accumulate(map(len, pieces)))
        self.starts = ends[0:-1:2]
        self.ends = ends[1::2]
        self.text = text
        self.accented = len(_ACCENT.findall(text)) * _ACCENTED_SHARE > len(self.plain)

    @cached_property
    def small(self) -> list[str]:
        """The words in small letters with their diacritics."""
        lower = small(self.text)
        return [lower[start:end] for start, end in zip(self.starts, self.ends, strict=True)]

    @cached_property
    def forms(self) -> list[str]:
        """What words are looked up by: with diacritics in an accented text, plain in another."""
        return self.small if self.accented else self.plain

    @cached_property
    def cased(self) -> bool:
        """Whether the writer uses capitals within sentences, so that a small word is hardly a name."""
        return _CAPITAL_WITHIN.search(self.text) is not None

    def __len__(self) -> int:
        return len(self.plain)

    def capital(self, i: int) -> bool:
        """Whether word ``i`` begins with a capital."""
        return self.text[self.starts[i]].isupper()

    def acronym(self, i: int) -> bool:
        """Whether word ``i`` consists of capitals only, two or more."""
        start, end = self.starts[i], self.ends[i]
        return end - start > 1 and self.text[start:end].isupper()

    def joined(self, i: int) -> bool:
        """Whether word ``i`` follows the one before it by a single space."""
        return 0 < i < len(self.plain) and self.gaps[i] == " "
