"""Near-duplicate signature: MinHash of the words, equal for equal words in every process."""

from operator import add

from rensa import RMinHash

from services.classifier.domain.text import Text

LENGTH = 32
"""Values in a signature; the share of equal positions estimates the Jaccard similarity to about ±0.09."""
_SEED = 42
"""Fixed for good: another seed makes signatures that can't be compared with the stored ones."""
_SHORT = 3
"""Words below this length are mostly particles; they count in pairs only."""


def signature(text: Text) -> tuple[int, ...]:
    """``LENGTH`` 32-bit values of the pairs of folded words and the longer single words; empty without words."""
    words = list(filter(str.isalnum, text.folded))
    if not words:
        return ()
    shingles = [word for word in words if len(word) >= _SHORT]
    shingles += map(add, words, words[1:])
    minhash = RMinHash(num_perm=LENGTH, seed=_SEED)
    minhash.update(shingles or words)
    return tuple(minhash.digest())
