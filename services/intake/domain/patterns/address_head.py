"""Where the address begins that holds a number, if it is a house's, a flat's or a room's.

The word before a number names the test that decides (``address_worded``); without one, what follows does
(``address_bare``).
"""

from collections.abc import Callable

from services.intake.domain.patterns import address_bare as bare
from services.intake.domain.patterns import address_worded as worded
from services.intake.domain.patterns.address_code import CODE
from services.intake.domain.patterns.address_number import Number

_BEFORE_SO = frozenset(
    {
        "nha so",
        "phong tro so",
        "kiot so",
        "ki ot so",
        "ki-ot so",
        "kios so",
        "sap so",
        "quay so",
        "buong so",
        "gian so",
        "kho so",
    }
)
"""Only ``số`` and the number are the address."""
_BY_WORD: dict[str, tuple[Callable[[Number], bool], bool]] = {
    **dict.fromkeys(("so nha", "nha so", "sn"), (worded.house, True)),
    "so": (worded.so, True),
    "nha": (worded.nha, True),
    **dict.fromkeys(
        ("can ho so", "can ho", "can so", "can", "phong so", "phong"),
        (worded.room, True),
    ),
    **dict.fromkeys(("phong tro", "phong tro so"), (worded.room, False)),
    **dict.fromkeys(("p", "ph"), (worded.p, True)),
    **dict.fromkeys(("sap", "sap so", "ot"), (worded.uncounted, False)),
    **dict.fromkeys(("buong", "gian", "kho"), (worded.stall, True)),
    "thua": (worded.parcel, True),
    "shop": (worded.stall, True),
    **dict.fromkeys(("quay", "quay so", "buong so", "gian so", "kho so"), (worded.stall, False)),
    "can tro": (worded.room, False),
    "s": (worded.short, True),
    **dict.fromkeys(
        (
            "kiot",
            "ki ot",
            "ki-ot",
            "kios",
            "kiot so",
            "ki ot so",
            "ki-ot so",
            "kios so",
            "biet thu so",
            "biet thu",
            "lien ke",
        ),
        (worded.always, False),
    ),
    **dict.fromkeys(("lk", "bt", "ch", "shophouse"), (worded.several, True)),
    **dict.fromkeys(("lo", "lo so"), (worded.plot, True)),
    **dict.fromkeys(("hem", "kiet"), (worded.alley, True)),
}
"""Word before a number → whether the two are an address, and whether the word belongs to it."""


def begin(number: Number) -> int | None:
    """Where the address begins that holds ``number``, or None where it is no address's."""
    if number.word is None:
        return number.match.start("number") if bare.is_house(number) else None
    if number.word == "s" and CODE.fullmatch(number.plain, number.start, number.end):
        return number.start
    test, with_word = _BY_WORD.get(number.word, (worded.never, False))
    if not test(number):
        return None
    if number.word in _BEFORE_SO:
        return number.start + number.word.index("so")
    with_word = with_word and not (number.word in {"phong", "nha"} and number.digits[0] == "p")
    return number.start if with_word else number.match.start("number")
