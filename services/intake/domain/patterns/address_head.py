"""Whether a number is that of a house, a flat or a room, by what stands before and behind it."""

import re
from collections.abc import Callable
from functools import cached_property

from services.intake.domain.lexicon import words_of

REACH = 18
"""The longest word before a number and its letters; to begin the search there is ten times as fast."""
_NUMBER = (
    r"(?:[0-9]{1,2}[a-f][0-9]{2}|(?:[a-z]{1,2}[0-9]{0,2}[.\-]?)?[0-9]{1,4})(?:[a-e]{1,2}|bis)?"
    r"(?:[/\-.][0-9]{1,4}[a-e]?){0,5}(?:/[0-9]{0,3}[a-e][0-9]{0,2})?(?![a-z0-9%]|[.,/][0-9])"
)
HEAD = re.compile(
    r"(?<![a-z0-9/.,\-\[])(?:(?P<word>so nha|nha so|sn|nha|so|can ho so|can ho|can so|can|phong so|phong|ph|p"
    r"|kiot|ki[ -]ot|kios|kiot so|ki[ -]ot so|kios so|sap so|sap|quay so|quay|buong so|buong|gian so|gian|kho so|kho|thua|can tro|ot|biet thu so|biet thu|lien ke|lk|bt|ch|lo so|lo|tang|hem|kiet|phong tro so|phong tro|shophouse|s)"
    rf"(?: ?: ?|\.(?! )| |(?=[0-9])))?(?P<number>{_NUMBER})"
)
_LARGER = re.compile(
    r"(?<![a-z0-9])(?:(?:(?:ngo|ngach|hem|kiet|tang|lau|to|day|toa nha|block|chung cu|nha|day tro|toa"
    r") (?:[a-z]{0,2}[0-9]{1,3}[a-z]?(?:/[0-9]{1,3})*|(?<=toa )[a-h]|(?<=block )[a-h])"
    r"|(?:ct|hh|vp|dn|[a-eknrs])[0-9]{1,2}[a-z]?),? )+$"
)
LARGER_REACH = 30
_ALLEY = re.compile(r"(?<![a-z])(?:ngo|ngach|hem|kiet) [0-9]{1,3}(?:/[0-9]{1,3})*,? $")
_LEFT = re.compile(r"([a-z0-9/]+) $")
_NEXT = re.compile(r" ?([a-z]+)")
_CLOSES = re.compile(r" ?(?:[,.;:!?)\n\]\-\[|\"]|$)")

_COUNTED = words_of("address.counted")
"""What is counted by the number before it: no house."""
_NUMBERED = words_of("address.numbered")
"""What bears a number of its own: ``tổ 5 ngõ 12`` names no house."""
_LINES = words_of("address.lines")
"""The same where a street or alley follows."""
_PLACED = words_of("address.placed")
_ACCENTED = {
    "so": ("số", "so", "sô"),
    "nha": ("nhà", "nha"),
    "can": ("căn", "can"),
    "phong": ("phòng", "phong"),
    "lo": ("lô", "lo"),
    "quay": ("quầy", "quay"),
    "kho": ("kho",),
    "ot": ("ốt", "ot"),
    "thua": ("thửa", "thua"),
    "gian": ("gian",),
}
"""How a word may be written that in the plain shadow looks like others (``sợ``, ``cần``, ``phong``)."""
_FLAT = re.compile(r"[a-z][0-9]{0,2}-[0-9.]{3,}")
"""``B6-602``, ``A-08.11``: block and flat."""
_ADDRESS_WORD = re.compile(
    "ngo|ngach|hem|kiet|duong|pho|toa|nha|ct|hh|[a-z]{1,2}[0-9]|to|xom|khu|tap|kdt|kcn|chung|day|lo|doi|thon|ap|dai|quoc|tinh|dau|cuoi|trong|mat|hxh|xet|vp|dn"
)
_LONG = 3
"""Digits of a flat's or a room's number that need no further sign."""


class Number:
    """A number with a word before it or not, and the kind of what follows (see ``end_of_address``).

    ``follows`` tells that an address ends right before it: ``liền kề 7 số 19``.
    """

    def __init__(self, plain: str, text: str, match: re.Match[str], tail: str, *, follows: bool) -> None:
        self.follows = follows
        self.plain, self.match, self.tail = plain, match, tail
        self.digits: str = match["number"]
        self.word: str | None = match["word"]
        self.start, self.end = match.start(), match.end("number")
        written = text[self.start : match.start("number")].strip(" .:").lower()
        if self.word in _ACCENTED and written not in _ACCENTED[self.word]:
            self.word = None

    @cached_property
    def left(self) -> str:
        """The word before."""
        found = _LEFT.search(self.plain, max(0, self.start - 12), self.start)
        return found[1] if found else ""

    @property
    def counts(self) -> bool:
        """Whether it says how many: ``nhà 3 tầng``."""
        following = _NEXT.match(self.plain, self.end)
        return not self.tail and self.digits.isdigit() and following is not None and following[1] in _COUNTED

    @property
    def closed(self) -> bool:
        """Whether a phrase ends with it."""
        return _CLOSES.match(self.plain, self.end) is not None


def could_be_bare(plain: str, text: str, end: int) -> bool:
    """Whether a number without a word before it could be a house's by the next letter; most are sorted out here."""
    return plain.startswith(" ", end) and (
        text[end + 1 : end + 2].isupper() or _ADDRESS_WORD.match(plain, end + 1) is not None
    )


def begin(number: Number) -> int | None:
    """Where the address begins that holds ``number``, or None where it is no address's."""
    if number.word is None:
        return number.match.start("number") if _bare(number) else None
    test, with_word = _BY_WORD.get(number.word, (_never, False))
    if not test(number):
        return None
    if number.word in _BEFORE_SO:
        return number.start + number.word.index("so")
    with_word = with_word and not (number.word in {"phong", "nha"} and number.digits[0] == "p")
    return number.start if with_word else number.match.start("number")


def larger(plain: str, start: int, end: int) -> int | None:
    """Where the larger thing right before an address begins: ``ngõ 5, số 12``, ``tòa B, căn 805``, ``tầng 3 số 71``."""
    found = _LARGER.search(plain, start, end)
    return found.start() if found else None


def _bare(number: Number) -> bool:
    digits, left, tail = number.digits, number.left, number.tail
    if digits[0].isalpha():
        return (digits[0] == "k" and "/" in digits and bool(tail)) or (
            tail == "room" and _FLAT.match(digits) is not None
        )
    if tail == "group" and "/" in digits:
        return left in {"o", "tai", "gan"}
    if not tail or digits[0] == "0" or left in _NUMBERED or left.isdigit():
        return False
    if not number.plain.startswith(" ", number.end):
        return False
    if tail == "name":
        return "/" in digits or left in {"o", "tai", "chi", "dc"}
    return tail != "group" and (tail != "room" or len(digits) >= _LONG)


def _so(number: Number) -> bool:
    """``số 12``: where a street or alley follows, or something to live in or at stands before."""
    tail, left = number.tail, number.left
    if number.follows and not number.counts:
        return True
    others = _LINES if tail in {"alley", "street", "room", "known"} else _NUMBERED - {"quan"}
    neighbour = left == "xom" and number.plain.endswith("hang xom ", 0, number.start)
    if left in others and not neighbour and not (left == "ngo" and tail == "alley"):
        return False
    if (
        tail
        or left == "nha"
        or _ALLEY.search(number.plain, max(0, number.start - LARGER_REACH), number.start)
    ):
        return True
    return left in _PLACED and (number.closed or len(number.digits) > 1) and not number.counts


def _house(number: Number) -> bool:
    return not (number.word == "sn" and number.digits[:2] in {"19", "20"})


def _nha(number: Number) -> bool:
    """``nhà 405``, ``nhà 45 tổ 3``; not a block (``nhà E3``) and not ``nhà 5 người``."""
    if number.digits[0].isalpha():
        return number.digits.startswith(("lk", "bt", "p"))
    alone = number.closed or len(number.digits) > 1
    return bool(number.tail) or (alone and not number.counts and number.left not in {"can", "so", "hon"})


def _room(number: Number) -> bool:
    if (number.counts and not (number.word or "").endswith(" so")) or number.left in {"xung", "tien"}:
        return False
    if (number.word or "").startswith("phong") and number.left not in {"van", "co", "thue"}:
        return True
    behind_larger = larger(number.plain, max(0, number.start - LARGER_REACH), number.start) is not None
    return behind_larger or len(number.digits) >= _LONG or bool(number.tail)


def _p(number: Number) -> bool:
    """``P.302``; with fewer digits ``P`` is a ward."""
    digits = sum(c.isdigit() for c in number.digits)
    floor = larger(number.plain, max(0, number.start - LARGER_REACH), number.start) is not None
    return (digits >= _LONG or number.tail == "room" or floor) and number.end - number.start <= digits + 4


def _several(number: Number) -> bool:
    return len(number.digits) > 1


def _short(number: Number) -> bool:
    """``s. 12 ngõ 5``."""
    apart = number.match.start("number") - number.start > 1
    return apart and number.tail in {"alley", "street", "known"} and number.digits[0].isdigit()


def _stall(number: Number) -> bool:
    """``quầy 14 chợ Hôm``, ``kho 3 đường Suối Lý``; counters of offices (``quầy số 3``) stay."""
    return number.tail in {"alley", "street", "room", "group", "known"} and not number.counts


def _uncounted(number: Number) -> bool:
    return not number.counts


def _plot(number: Number) -> bool:
    return number.digits[0].isalpha() or number.tail not in {"", "name"}


def _alley(number: Number) -> bool:
    """``hẻm 118/3``: in the South the number behind the stroke is a door's. An alley's own (``ngõ 12/4``) stays."""
    return "/" in number.digits


def _always(_: Number) -> bool:
    return True


def _never(_: Number) -> bool:
    return False


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
    **dict.fromkeys(("so nha", "nha so", "sn"), (_house, True)),
    "so": (_so, True),
    "nha": (_nha, True),
    **dict.fromkeys(
        ("can ho so", "can ho", "can so", "can", "phong so", "phong"),
        (_room, True),
    ),
    **dict.fromkeys(("phong tro", "phong tro so"), (_room, False)),
    **dict.fromkeys(("p", "ph"), (_p, True)),
    **dict.fromkeys(("sap", "sap so", "ot"), (_uncounted, False)),
    **dict.fromkeys(("buong", "gian", "kho", "thua"), (_stall, True)),
    **dict.fromkeys(("quay", "quay so", "buong so", "gian so", "kho so"), (_stall, False)),
    "can tro": (_room, False),
    "s": (_short, True),
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
        (_always, False),
    ),
    **dict.fromkeys(("lk", "bt", "ch", "shophouse"), (_several, True)),
    **dict.fromkeys(("lo", "lo so"), (_plot, True)),
    **dict.fromkeys(("hem", "kiet"), (_alley, True)),
}
"""Word before a number → whether the two are an address, and whether the word belongs to it."""
