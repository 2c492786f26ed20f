"""Names that another name in the text gives away: those listed beside it, and its later mentions."""

from collections.abc import Iterator

from services.intake.domain.naming.traits import PLACE_WORDS, compound, given, name_start, place, run
from services.intake.domain.reading import Reading


def companions(reading: Reading, end: int) -> Iterator[tuple[int, int]]:
    """Names listed behind one that ends at ``end``: ``Tuấn, Hoa và Lan``."""
    while end < reading.size:
        gap, first = reading.gaps[end], end
        if gap == " " and reading.plain[end] in {"va", "voi", "cung"} and reading.joined(end + 1):
            first = end + 1
        elif gap not in {", ", " - ", "-", "/", " & ", ",", " + "}:
            return
        if not name_start(reading, first) or not given(reading, first) or reading.acronym(first):
            return
        stop = run(reading, first)
        if stop - first > 1 and place(reading, first, stop):
            return
        whole = stop - first > 1 and all(given(reading, k) for k in range(first, stop))
        if gap != " " and first == end and not whole and not _list_goes_on(reading, stop):
            return
        yield first, stop
        end = stop


def _list_goes_on(reading: Reading, end: int) -> bool:
    after = reading.gaps[end]
    return (
        after[:1] in {",", "-", "/", ".", "&"}
        or end == reading.size
        or reading.plain[end] in {"va", "cung", "voi"}
    )


def again(reading: Reading, found: list[tuple[int, int]], taken: set[int]) -> list[tuple[int, int]]:
    """Later mentions, without a cue, of the capitalised names in ``found``, whose words are ``taken``."""
    if not found:
        return []
    names = {reading.text[reading.starts[s] : reading.ends[e - 1]] for s, e in found if reading.capital(s)}
    by_first: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        by_first.setdefault(name.split()[0], []).append(name)
    more: list[tuple[int, int]] = []
    if not names:
        return more
    for i in sorted(reading.capitals):
        word = reading.text[reading.starts[i] : reading.ends[i]]
        if i in taken or word not in by_first or not given(reading, i) or compound(reading, i):
            continue
        if i and reading.gaps[i] == " " and (reading.capital(i - 1) or reading.plain[i - 1] in PLACE_WORDS):
            continue
        for name in by_first[word]:
            end = i + len(name.split())
            if (
                end <= reading.size
                and reading.text[reading.starts[i] : reading.ends[end - 1]] == name
                and run(reading, i) == end
            ):
                more.append((i, end))
                break
    return more
