"""A number that may be a house's, a flat's or a room's, and what can be asked about it: the words beside it, its sense."""

import re
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
_LEFT = re.compile(r"([a-z0-9/]+) $")
_NEXT = re.compile(r" ?([a-z]+)")
_CLOSES = re.compile(r" ?(?:[,.;:!?)\n\]\-\[|\"]|$)")
_COUNTED = words_of("address.counted")
"""What is counted by the number before it: no house."""
NUMBERED = words_of("address.numbered")
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
_MEASURES = frozenset({"dong", "k", "m", "ngan", "nghin", "tr", "trieu", "ty", "thang"})


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
        if self.left not in NUMBERED:
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
