"""A fixed set of whole numbers in which many are looked up at once: cuckoo hashing, in arrays.

Every key lies in one of two slots (Pagh and Rodler, 2001), so that a look-up is two reads for a whole batch, without
a loop.
"""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

_ROOM = 2
"""Least number of slots a key: above half full, pushing keys about may have no end."""
_EMPTY = -1
_ROUNDS = 500
"""Rounds of pushing before the table is made larger; some twenty are usual."""
_FACTORS = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
"""Odd, with bits all over: 2⁶⁴ over the golden ratio (Knuth, TAOCP 3, 6.4), and a prime of xxHash."""


class Keys:
    """Finds the place of a key among ``keys``, which are distinct and not negative."""

    __slots__ = ("_keys", "_places", "_shift")

    def __init__(self, keys: Numbers) -> None:
        bits = max(4, (_ROOM * len(keys)).bit_length())
        while (places := self._placed(keys, bits)) is None:
            bits += 1
        self._places = places
        self._keys = np.where(places == _EMPTY, _EMPTY, np.append(keys, _EMPTY)[places])

    def _placed(self, keys: Numbers, bits: int) -> npt.NDArray[np.int32] | None:
        """For each slot the place of the key in it; None if they don't find room."""
        self._shift = np.uint64(64 - bits)
        slots = np.stack([self._slots(keys, factor) for factor in _FACTORS])
        turn = np.zeros(len(keys), np.int64)
        table = np.full(1 << bits, _EMPTY, np.int32)
        homeless = np.arange(len(keys))
        for _ in range(_ROUNDS):
            if not len(homeless):
                return table
            wanted = slots[turn[homeless], homeless]
            pushed = table[wanted]
            table[wanted] = homeless
            won = table[wanted] == homeless
            homeless = np.concatenate((homeless[~won], pushed[won & (pushed != _EMPTY)]))
            turn[homeless] ^= 1
        return None

    def find(self, keys: Numbers) -> Numbers:
        """The place of each of ``keys``, −1 where it isn't one."""
        one, other = (self._slots(keys, factor) for factor in _FACTORS)
        slots = np.where(self._keys[one] == keys, one, other)
        return np.where(self._keys[slots] == keys, self._places[slots], _EMPTY)

    def _slots(self, keys: Numbers, factor: np.uint64) -> Numbers:
        return ((keys.view(np.uint64) * factor) >> self._shift).view(np.int64)
