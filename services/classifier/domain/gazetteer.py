"""Names of today's units and of those before July 2025, looked up in one pass over a folded text.

They come from ``gazetteer.tsv`` (``make_gazetteer.py`` tells its format). A line of it is read when its name is
first met in a text: of ten thousand names few ever are, and a start costs less so.
"""

from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path

from services.classifier.domain.names import Entry, Name, Named
from services.classifier.domain.text import Text
from services.classifier.domain.word_trie import WordTrie

_TYPES = frozenset(("phường", "xã", "quận", "huyện", "trấn", "tran", "phuong", "xa", "quan", "huyen"))
_AT = frozenset(("o", "ben"))
"""``ở`` and ``bên`` without diacritics, which are syllables of names as well."""


class _Names:
    """The names that are folded alike. ``size`` is the number of their tokens, ``number`` whether it is a figure.

    ``teencode``: the reader takes one of their syllables for another word.
    """

    __slots__ = ("_any", "_lines", "_spelled", "number", "size", "teencode")

    def __init__(self, lines: list[str], *, teencode: bool) -> None:
        spelled = lines[0].partition("\t")[0]
        self.size = spelled.count(" ") + 1
        self.number = spelled.isdecimal()
        self.teencode = teencode
        self._lines = lines
        self._spelled: dict[str, Name] | None = None

    def spelled(self) -> dict[str, Name]:
        """Spelling with diacritics → meanings."""
        if self._spelled is None:
            rows = [line.split("\t") for line in self._lines]
            self._spelled = {row[0]: Name(row[0], map(Entry.read, row[1:])) for row in rows}
            every = chain.from_iterable(row[1:] for row in rows)
            self._any = Name(rows[0][0], map(Entry.read, every))
            self._lines = []
        return self._spelled

    def any(self) -> Name:
        """The meanings of all spellings."""
        self.spelled()
        return self._any

    def half(self, words: Sequence[str]) -> Name | None:
        """The meanings of a spelling of which ``words`` have only some of the diacritics."""
        for spelled, name in self.spelled().items():
            pairs = zip(words, spelled.split(" "), strict=False)
            if all(word == right or word.isascii() for word, right in pairs):
                return name
        return None


@dataclass(slots=True)
class Gazetteer:
    """All names. Built by :meth:`load`."""

    _trie: WordTrie
    _names: Sequence[_Names]
    """Parallel to the phrases of the trie."""

    @classmethod
    def load(cls, path: Path, numbers: MutableMapping[str, int]) -> "Gazetteer":
        """From ``gazetteer.tsv``; ``numbers`` gets its words. OSError if it isn't there."""
        grouped: dict[str, list[str]] = {}
        for line in path.read_text("utf-8").splitlines():
            forms, _, rest = line.partition("\t")
            grouped.setdefault(forms, []).append(rest)
        names: dict[str, _Names] = {}
        for forms, lines in grouped.items():
            meant = _Names(lines, teencode=forms[0] == "~")
            names.update(dict.fromkeys(forms.lstrip("~").split("|"), meant))
        entries = [(words, number) for number, words in enumerate(names)]
        return cls(WordTrie(entries, numbers), list(names.values()))

    def find(self, texts: Sequence[Text]) -> Iterator[list[Named]]:
        """Names in each text with the right diacritics or without, from the left, the longest, none in another."""
        matches = self._trie.find([text.folded_numbers for text in texts])
        starts, ends, phrases = matches.starts.tolist(), matches.ends.tolist(), matches.phrases.tolist()
        for text, (first, last) in zip(texts, pairwise(matches.bounds(len(texts))), strict=True):
            if first == last:
                yield []
                continue
            found = sorted(zip(ends[first:last], starts[first:last], phrases[first:last], strict=True))
            yield _longest(text, [(end, self._names[phrase]) for end, _, phrase in found])


def _longest(text: Text, matches: Sequence[tuple[int, _Names]]) -> list[Named]:
    """``matches`` come by where they end, the longer before the shorter. Some begin with words that aren't the name's."""
    found: list[Named] = []
    displaced: Named | None = None
    for end, names in matches:
        start = end - names.size
        name = _written(text, start, end, names)
        if name is None:
            continue
        while found and found[-1].start >= start:
            found.pop()
        if found and (last := found[-1]).end > start:
            if last.end == end:
                continue
            if _begins_with_type(text, last, start):
                displaced = found.pop()
            elif displaced and displaced.end == start == last.start + 1 and displaced.name.inside(name):
                found[-1] = displaced  # Phuong Mai, Dong Da and not Phường Mai Động
            else:
                continue
        found.append(Named(start, end, name))
    return found


def _written(text: Text, start: int, end: int, names: _Names) -> Name | None:
    """Which of ``names`` the text spells, if any: rightly, or without some of the diacritics and none wrong.

    In a text with diacritics the latter takes a capital: ``dan tien`` there is no slip for ``Dân Tiến``. A name
    doesn't begin with a small letter and go on with a capital: ``công an Khánh Hòa`` has no An Khánh.
    """
    if names.number:
        return names.any()
    capital = text.tokens[start][0].isupper()
    if not capital and text.tokens[end - 1][0].isupper():
        return None
    undecorated = "".join(text.tokens[start:end]).isascii()
    if undecorated and text.plain:
        return None if names.teencode and _is_literal(text, start, end) else names.any()
    name = names.spelled().get(" ".join(text.words[start:end]))
    if name is None and (text.plain or (capital and names.size > 1)):
        name = names.any() if undecorated else names.half(text.words[start:end])
    return name


def _is_literal(text: Text, start: int, end: int) -> bool:
    """Whether these tokens were written as they are read: ``khong ky`` isn't ``Hong Ky``."""
    return all(text.tokens[place].lower() == text.folded[place] for place in range(start, end))


def _begins_with_type(text: Text, named: Named, start: int) -> bool:
    """Whether the first word of a name is but the type of the name at ``start``, or the preposition before it.

    ``Phuong Sai`` in ``Phuong Sai Gon``, ``O Lam`` in ``o Lam Dien``.
    """
    first = named.start
    word = text.words[first]
    if start != first + 1 or not (word in _TYPES or word in _AT):
        return False
    return first == 0 or text.words[first - 1] not in _TYPES
