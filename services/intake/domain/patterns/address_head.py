"""Whether a number is that of a house, a flat or a room, by what stands before and behind it."""

import re
from collections.abc import Callable
from functools import cached_property

from services.intake.domain.lexicon import words_of

REACH = 18
"""The longest word before a number and its letters; to begin the search there is ten times as fast."""
_NUMBER = (
    r"(?:[0-9]{1,3}[a-f][0-9]{1,2}|(?:[a-z]{1,2}[0-9]{0,2}[.\-]?)?[0-9]{1,4})(?:[a-e]{1,2}|bis)?"
    r"(?:[/\-.][0-9]{1,4}[a-e]?){0,5}(?:/[0-9]{0,3}[a-e][0-9]{0,2})?(?![a-z0-9%]|[.,/][0-9])"
)
HEAD = re.compile(
    r"(?<![a-z0-9/.,+\-\[])(?:(?P<word>so nha|nha so|sn|nha|so|can ho so|can ho|can so|can|phong so|phong|ph|p"
    r"|kiot|ki[ -]ot|kios|kiot so|ki[ -]ot so|kios so|sap so|sap|quay so|quay|buong so|buong|gian so|gian|kho so|kho|thua|can tro|ot|biet thu so|biet thu|lien ke|lk|bt|ch|lo so|lo|tang|hem|kiet|phong tro so|phong tro|shophouse|shop|s)"
    rf"(?: ?: ?|\.(?! )| |(?=[0-9])))?(?P<number>{_NUMBER})"
)
_LARGER = re.compile(
    r"(?<![a-z0-9])(?:(?:(?:ngo|ngach|hem|kiet|tang|lau|to|day|toa nha|block|chung cu|nha|day tro|toa"
    r") (?:[a-z]{0,2}[0-9]{1,3}[a-z]?(?:/[0-9]{1,3})*|(?<=toa )[a-h]|(?<=block )[a-h])"
    r"|(?:ct|hh|vp|dn|[a-eknrs])[0-9]{1,2}[a-z]?),? )+$"
)
LARGER_REACH = 30
_ALLEY = re.compile(r"(?<![a-z])(?:ngo|ngach|hem|kiet) [0-9]{1,3}(?:/[0-9]{1,3})*,? $")
_NAMED_ALLEY = re.compile(
    r"(?<!\w)(?:(?:ngõ|ngách|hẻm|kiệt|ngo|ngach|hem|kiet) [0-9]{1,4}[a-z]?(?:/[0-9]{1,3})*,? )+(?-i:[A-ZÀ-ỸĐ]\w+ ){0,4}"
    r"(?-i:[A-ZÀ-ỸĐ]\w+), (?:nhà |nha )?$",
    re.IGNORECASE,
)
_NAMED_REACH = 60
_GROUP = re.compile(r"(?<![a-z])(?:thon|xom|ap|to|doi|khom) [a-z0-9]+(?: [a-z]+)?, $")
"""What a house number may follow that is told last: ``xóm Đình, số 21``."""
_LEFT = re.compile(r"([a-z0-9/]+) $")
_NEXT = re.compile(r" ?([a-z]+)")
_CLOSES = re.compile(r" ?(?:[,.;:!?)\n\]\-\[|\"]|$)")

_COUNTED = words_of("address.counted")
"""What is counted by the number before it: no house."""
_NUMBERED = words_of("address.numbered")
"""What bears a number of its own: ``tổ 5 ngõ 12`` names no house."""
_VENUES = (
    "quán ",
    "phở ",
    "đến ",
    "nhà hàng ",
    "nhà nghỉ ",
    "nha nghi ",
    "nha hang ",
    "cửa hàng ",
    "cua hang ",
    "hội trường ",
    "vũ trường ",
)
"""What has an address and ends like something numbered."""
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
_CODE = re.compile(
    r"(?:[a-z][0-9]{0,2}|[a-z]{2}[0-9]{1,2})[a-e]?(?:\.[0-9]{2})?[\-.][0-9]{2}\.?[0-9]{1,2}|[a-z][0-9]{1,2}[\-.][0-9]{2}"
)
"""The same with whatever letters a tower has: ``CT5A-1102``, ``S2.05-1109``; the latter form is short, ``A12-05``."""
_SHORT_CODE = re.compile(r"[a-z][0-9]{0,2}[\-.]?[0-9]{2,4}")
_DATED = re.compile(r"(?:0?[1-9]|[12][0-9]|3[01])[/\-.](?:0?[1-9]|1[0-2])(?:[/\-.](?:19|20)?[0-9]{2})?")
_SUM = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")
_ADDRESS_WORD = re.compile(
    "ngo|ngach|hem|kiet|duong|dg|pho|toa|thap|tang|biet|cum|kp|ktx|ky|khach|nha|ct|hh|[a-z]{1,2}[0-9]|to|xom|khu|tap|kdt|kcn|chung|day|lo|doi|thon|ap|dai|quoc|tinh|dau|cuoi|trong|mat|hxh|xet|vp|dn"
)
_HOMES = frozenset({"can", "dan", "ho", "nha", "o", "tai", "tret"})
"""What stands before the number of a flat: ``ở``, ``hộ``, ``cư dân``."""
_CODED = frozenset(
    {
        "bao",
        "don",
        "dong",
        "hang",
        "hieu",
        "hs",
        "lo",
        "loai",
        "ma",
        "may",
        "mau",
        "ong",
        "phieu",
        "so",
        "tau",
        "vien",
        "xe",
    }
)
"""What has a code that looks like a flat's."""
_MEASURES = frozenset({"dong", "k", "m", "ngan", "nghin", "tr", "trieu", "ty", "thang"})
_LONG = 3
"""Digits of a flat's or a room's number that need no further sign."""


class Number:
    """A number with a word before it or not, and the kind of what follows (see ``end_of_address``).

    ``follows`` tells that an address ends right before it: ``liền kề 7 số 19``.
    """

    def __init__(self, plain: str, text: str, match: re.Match[str], tail: str, *, follows: bool) -> None:
        self.follows = follows
        self.plain, self.text, self.match, self.tail = plain, text, match, tail
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

    @cached_property
    def numbered(self) -> bool:
        """Whether the word before bears a number of its own: ``tổ 5``, but not ``quán 5 Hàng Than``."""
        if self.left not in _NUMBERED:
            return False
        before = self.text[max(0, self.start - 12) : self.start].lower()
        return not before.endswith(_VENUES)

    @property
    def counts(self) -> bool:
        """Whether it says how many: ``nhà 3 tầng``."""
        following = _NEXT.match(self.plain, self.end)
        return not self.tail and self.digits.isdigit() and following is not None and following[1] in _COUNTED

    @property
    def measured(self) -> bool:
        """Whether it says how much: ``căn 300 triệu``."""
        following = _NEXT.match(self.plain, self.end)
        return self.digits.endswith("00") or (following is not None and following[1] in _MEASURES)

    @property
    def before(self) -> str:
        """The word right before the digits, be it one that makes them a house's or not."""
        start = self.match.start("number")
        found = _LEFT.search(self.plain, max(0, start - 12), start)
        return found[1] if found else ""

    @property
    def closed(self) -> bool:
        """Whether a phrase ends with it."""
        return _CLOSES.match(self.plain, self.end) is not None


def could_be_bare(plain: str, text: str, match: re.Match[str]) -> bool:
    """Whether a number without a word before it could be a house's by the next letter; most are sorted out here."""
    end = match.end("number")
    if _of_flat(match["number"]):
        return True
    return plain.startswith(" ", end) and (
        text[end + 1 : end + 2].isupper() or _ADDRESS_WORD.match(plain, end + 1) is not None
    )


def begin(number: Number) -> int | None:
    """Where the address begins that holds ``number``, or None where it is no address's."""
    if number.word is None:
        return number.match.start("number") if _bare(number) else None
    if number.word == "s" and _CODE.fullmatch(number.plain, number.start, number.end):
        return number.start
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


def named_alley(text: str, start: int) -> int | None:
    """Where an alley with a number and a name begins, if ``start`` follows it: ``ngõ 62 Trần Bình, số 14``."""
    if text[max(0, start - 6) : start].find(", ") < 0:
        return None
    found = _NAMED_ALLEY.search(text, max(0, start - _NAMED_REACH), start)
    return found.start() if found else None


def _of_flat(digits: str) -> bool:
    """Whether a number with letters may be that of a flat in a tower."""
    return digits[0].isalpha() and (_CODE.fullmatch(digits) or _SHORT_CODE.fullmatch(digits)) is not None


def _flat(number: Number) -> bool:
    """``B6-602`` by itself, which looks like the code of a file or a thing: these have a word for it before them."""
    digits, before = number.digits, number.before
    if not _of_flat(digits) or number.plain.startswith("-", number.end):
        return False
    long = _CODE.fullmatch(digits) is not None and len(digits.rpartition("-")[2]) >= _LONG
    return before in _HOMES or (long and not before[-1:].isdigit() and before not in _CODED)


def _bare(number: Number) -> bool:
    digits, left, tail = number.digits, number.left, number.tail
    if digits[0].isalpha():
        return (
            _flat(number)
            or (digits[0] == "k" and "/" in digits and bool(tail))
            or (tail == "room" and _FLAT.match(digits) is not None)
        )
    if tail == "group" and "/" in digits:
        return left in {"o", "tai", "gan"} or _DATED.fullmatch(digits) is None
    if not tail or digits[0] == "0" or number.numbered or left.isdigit():
        return False
    if not number.plain.startswith(" ", number.end):
        return False
    if tail == "name":
        venue = left in _NUMBERED and left != "den"
        return "/" in digits or venue or left in {"o", "tai", "chi", "dc"}
    return tail != "group" and (tail != "room" or len(digits) >= _LONG)


def _so(number: Number) -> bool:
    """``số 12``: where a street or alley follows, or something to live in or at stands before."""
    digits, tail, left = number.digits, number.tail, number.left
    if digits[:2].isalpha() and not _of_flat(digits):
        return False
    if number.follows and not number.counts:
        return True
    lines = tail in {"alley", "street", "room", "known"}
    taken = left in _LINES if lines else left != "quan" and number.numbered
    neighbour = left == "xom" and number.plain.endswith("hang xom ", 0, number.start)
    if taken and not neighbour and not (left == "ngo" and tail == "alley"):
        return False
    if (
        tail
        or left == "nha"
        or _ALLEY.search(number.plain, max(0, number.start - LARGER_REACH), number.start)
        or named_alley(number.text, number.start) is not None
    ):
        return True
    whole = "/" in digits or number.closed
    reach = max(0, number.start - LARGER_REACH)
    if whole and (
        larger(number.plain, reach, number.start) is not None
        or _GROUP.search(number.plain, reach, number.start)
    ):
        return True
    return left in _PLACED and (number.closed or len(number.digits) > 1) and not number.counts


def _house(number: Number) -> bool:
    return not (number.word == "sn" and number.digits[:2] in {"19", "20"})


def _nha(number: Number) -> bool:
    """``nhà 405``, ``nhà 45 tổ 3``; not a block (``nhà E3``) and not ``nhà 5 người``."""
    if number.digits[0].isalpha():
        return number.digits.startswith(("lk", "bt", "p")) or _CODE.fullmatch(number.digits) is not None
    alone = number.closed or len(number.digits) > 1
    return bool(number.tail) or (alone and not number.counts and number.left not in {"can", "so", "hon"})


def _room(number: Number) -> bool:
    if number.left in {"xung", "tien", "moi"} or _SUM.fullmatch(number.digits):
        return False
    if number.counts and (len(number.digits) < _LONG or number.measured):
        return (number.word or "").endswith(" so")
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


def _parcel(number: Number) -> bool:
    """``thửa 12 đường Láng``; a sheet of the land register behind it (``thửa 34 tờ 12``) makes no address."""
    return number.tail != "group" and _stall(number)


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
    **dict.fromkeys(("buong", "gian", "kho"), (_stall, True)),
    "thua": (_parcel, True),
    "shop": (_stall, True),
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
