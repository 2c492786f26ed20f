"""Phrases as sequences of words, found in a whole batch of texts at once.

A trie in arrays: from every word of the batch one step is taken together, then a second from those that got on.
Few get further, so that a batch costs a handful of passes over ever shorter arrays.
"""

from collections.abc import Collection, MutableMapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from services.classifier.domain.keys import Keys, Numbers
from services.classifier.domain.text import UNKNOWN

_ROOT = 0


class Matches(NamedTuple):
    """Every place where a phrase stands, text after text, from the left; parallel arrays."""

    texts: Numbers
    starts: Numbers
    """First word, counted in its text."""
    ends: Numbers
    """Word after the last."""
    phrases: Numbers

    def where(self, which: npt.NDArray[Any]) -> "Matches":
        """Those whose flag is set, or whose numbers are given."""
        return Matches(*(column[which] for column in self))

    def bounds(self, texts: int) -> list[int]:
        """Where the matches of each of so many texts begin, and where the last one's end."""
        bounds: list[int] = np.searchsorted(self.texts, np.arange(texts + 1)).tolist()
        return bounds


def together(one: Matches, other: Matches) -> Matches:
    """Both, text after text."""
    both = Matches(*map(np.concatenate, zip(one, other, strict=True)))
    return both.where(np.argsort(both.texts, kind="stable"))


class WordTrie:
    """Finds phrases. ``entries``: words with single spaces between, and the number of the phrase that they are.

    ``numbers`` gets the words that it doesn't have yet; texts come as sequences of these numbers.
    """

    def __init__(self, entries: Collection[tuple[str, int]], numbers: MutableMapping[str, int]) -> None:
        split = [words.split(" ") for words, _ in entries]
        for word in chain.from_iterable(split):
            numbers.setdefault(word, len(numbers) + 1)
        self._base = len(numbers) + 1
        """One more than the highest number that a phrase has; later words lead nowhere."""
        sizes = np.fromiter(map(len, split), np.int64, len(split))
        self._deepest = int(sizes.max(initial=1))
        nodes = np.full(len(split), _ROOT, np.int64)
        edges, count = [np.zeros(0, np.int64)], 1
        for depth in range(self._deepest):
            longer = np.flatnonzero(sizes > depth)
            words = np.array([numbers[split[phrase][depth]] for phrase in longer.tolist()], np.int64)
            keys, which = np.unique(nodes[longer] * self._base + words, return_inverse=True)
            nodes[longer] = which + count
            edges.append(keys)
            count += len(keys)
        self._edges = Keys(np.concatenate(edges))
        self._first = self._edges.find(np.arange(self._base)) + 1
        """Word → node of the phrases that begin with it."""
        self._phrases = np.array([phrase for _, phrase in entries], np.int64)[
            np.argsort(nodes, kind="stable")
        ]
        self._counts = np.bincount(nodes, minlength=count)
        self._firsts = np.cumsum(self._counts) - self._counts

    def find(self, texts: Sequence[Sequence[int]]) -> Matches:
        """Where phrases stand in any of ``texts``; overlapping ones too."""
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        begins = np.cumsum(lengths + 1) - lengths
        padded = np.zeros(int(lengths.sum()) + len(texts) + 1 + self._deepest, np.int64)
        padded[np.arange(lengths.sum()) + np.repeat(np.arange(len(texts)) + 1, lengths)] = np.fromiter(
            chain.from_iterable(texts), np.int64, int(lengths.sum())
        )
        padded[padded >= self._base] = UNKNOWN
        places, nodes, depths = self._descend(padded)
        order = np.argsort(places, kind="stable")
        places, nodes, depths = places[order], nodes[order], depths[order]
        counts = self._counts[nodes]
        rank = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        phrases = self._phrases[np.repeat(self._firsts[nodes], counts) + rank]
        owners = np.searchsorted(begins, places, side="right") - 1
        starts = np.repeat(places - begins[owners], counts)
        return Matches(np.repeat(owners, counts), starts, starts + np.repeat(depths, counts), phrases)

    def _descend(self, words: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Places from which a phrase goes, its node and its length."""
        node = self._first[words]
        place = np.flatnonzero(node)
        node = node[place]
        found = [(place[:0], node[:0], node[:0])]
        for depth in range(1, self._deepest + 1):
            if not len(place):
                break
            ends = self._counts[node] > 0
            found.append((place[ends], node[ends], np.full(int(ends.sum()), depth)))
            node = self._edges.find(node * self._base + words[place + depth]) + 1
            on = node > _ROOT
            place, node = place[on], node[on]
        places, nodes, depths = zip(*found, strict=True)
        return np.concatenate(places), np.concatenate(nodes), np.concatenate(depths)
