"""Where somebody lives: house number with street or alley, flat, room. Unit names stay, streets alone as well.

A number counts as a house's by the word before it (``nhà``, ``số``, ``căn``, ``P``) or by the street or alley
behind it; what follows it belongs to it: ``số 12 ngõ 5 phố Vọng``, ``căn 1208 tòa HH2``, ``nhà 45 tổ 3``.
"""

import re
from collections.abc import Iterator

from services.intake.domain.patterns.address_tail import end_of_address

KIND = "ADDRESS"
DIGITS = 1
"""An address without a number is none."""

_NUMBER = (
    r"(?:[0-9]{1,2}[a-f][0-9]{2}|(?:[a-z]{1,2}[0-9]{0,2}[.\-]?)?[0-9]{1,4})(?:[a-e]{1,2}|bis)?(?:[/\-.][0-9]{1,4}[a-e]?){0,5}"
    r"(?:/[0-9]{0,3}[a-e][0-9]{0,2})?(?![a-z0-9%]|[.,/][0-9])"
)
_DIGIT = re.compile("[0-9]")
_REACH = 18
"""The longest word before a number and its letters; to begin the search there is ten times as fast."""
_HEAD = re.compile(
    rf"(?<![a-z0-9/.,\-\[])(?:(?P<word>so nha|nha so|sn|nha|so|can ho so|can ho|can so|can|phong so|phong|ph|p|kiot|ki ot|kios|sap|biet thu so|biet thu|lien ke|lk|bt|ch"
    rf"|lo so|lo|tang|phong tro so|phong tro|o tang)(?:[ .:]|(?=[0-9])){{1,2}})?(?P<number>{_NUMBER})"
)
_LEFT = re.compile(r"([a-z0-9/]+) $")
_NEXT = re.compile(r" ?([a-z]+)")
_LARGER = re.compile(
    r"(?<![a-z0-9])(?:(?:(?:ngo|ngach|hem|kiet|tang|lau|to|day|toa nha|block|chung cu|nha|day tro|toa(?= [a-h][ ,]))"
    r" (?:[a-z]{0,2}[0-9]{1,3}[a-z]?(?:/[0-9]{1,3})*|(?<=toa )[a-h])|(?:ct|hh|vp|dn|[a-eknrs])[0-9]{1,2}[a-z]?),? )+$"
)
"""The larger thing before the smaller: ``ngõ 5, số 12``, ``tòa B, căn 805``, ``tầng 3 số 71``."""
_LARGER_REACH = 30
_BEHIND_ALLEY = re.compile(r"(?<![a-z])(?:ngo|ngach|hem|kiet) [0-9]{1,3}(?:/[0-9]{1,3})*,? $")
_CLOSES = re.compile(r" ?(?:[,.;:!?)\n\]\-\[|⏎\"]|$)")

_COUNTED = frozenset(
    "tang nguoi ho con chau me vo chong chi anh em dua mieng khau sao m met trieu tr nghin ngan lan nam thang ngay"
    " phong gian mat cu ong ba bo cai chiec xe cho doi mai lau tram bua gio tieng tuoi phut dong suat lit kg ky"
    " the cha bac chu co di nguyen tuan buoi khach noc tan ban cay khoi the he cap o thua chai vien thanh nam nu "
    "ngu bua bat hoc sinh benh thieu tre giuong dia mau km k t h trang may den lo cua o to ruoi ran va hoac".split()
)
"""What is counted by the number before it: no house."""
_NUMBERED = frozenset(
    "to ngo ngach hem kiet xom thon ap khu doi pho duong cum tdp kdc p q phuong quan tuyen bus buyt doan hon khoang"
    " gan ca ql lo lop khoi dot ngay hom sang chieu dem tu den thang nam luc cach nhom nga cho loai mau dieu"
    " khoan muc nghi quyet xe cap ban block toa ct so hoi vu truong thpt thcs lan du an mau keo km cot dt tl hl"
    " tru tram muong kenh dai quoc xa huyen con duoc tam quan ki ky quy them nua chung".split()
)
"""What bears a number of its own: ``tổ 5 ngõ 12`` names no house."""
_LINES = frozenset("duong pho ngo ngach hem kiet to xom thon khu doi tdp kdc cum quan phuong ql".split())
_PLACED = frozenset(
    "o tai tru ngu dc chi nha quan tiem hang ve den so den truoc canh trong vao sn mat".split()
)
_ROOM = frozenset({"can ho so", "can ho", "can so", "can", "phong so", "phong", "phong tro", "phong tro so"})
_SHOPS = frozenset({"kiot", "ki ot", "kios", "sap", "biet thu so", "biet thu", "lien ke"})
_HOUSE = frozenset({"so nha", "nha so", "sn"})
_ACCENTED = {
    "so": ("số", "so", "sô"),
    "nha": ("nhà", "nha"),
    "can": ("căn", "can"),
    "phong": ("phòng", "phong"),
    "lo": ("lô", "lo"),
    "tang": ("tầng", "tang"),
}


def find(plain: str, text: str) -> Iterator[tuple[int, int]]:
    """Spans of addresses in a plain shadow; ``text`` tells names by their capitals."""
    position = 0
    while (digit := _DIGIT.search(plain, position)) and (
        match := _HEAD.search(plain, max(position, digit.start() - _REACH))
    ):
        position = max(match.end("number"), match.start() + 1)
        number = match["number"]
        if number[0].isalpha() and match["word"] is None and not (number[0] == "k" and "/" in number):
            continue
        end, tail = end_of_address(plain, text, match.end("number"))
        start = _start(plain, text, match, number, tail)
        if start is not None:
            larger = _LARGER.search(plain, max(0, start - _LARGER_REACH), start)
            yield larger.start() if larger else start, end
            position = end


def _start(plain: str, text: str, match: re.Match[str], number: str, tail: str) -> int | None:
    """Where the address begins, or None where the number is none of a house."""
    word = match["word"]
    if (
        word in _ACCENTED
        and text[match.start() : match.start("number")].strip(" .:").lower() not in _ACCENTED[word]
    ):
        word = None
    found = _LEFT.search(plain, max(0, match.start() - 12), match.start())
    left = found[1] if found else ""
    following = _NEXT.match(plain, match.end("number"))
    counted = not tail and not (word or "").endswith("so") and following is not None and following[1] in _COUNTED
    closed = _CLOSES.match(plain, match.end("number")) is not None
    if word == "sn" and number[:2] in {"19", "20"}:
        return None
    if word in _HOUSE:
        house = not counted
        start = match.start() + (4 if word == "nha so" else 0)
        return start if house else None
    if word == "so":
        if left in (_NUMBERED - {"quan"} if tail in {"", "name", "known", "group"} else _LINES) and not (
            left == "ngo" and tail == "alley"
        ):
            return None
        taken = (
            bool(tail)
            or left == "nha"
            or _BEHIND_ALLEY.search(plain, 0, match.start())
            or (left in _PLACED and (closed or len(number) > 1))
        )
        return match.start() if taken and not counted else None
    if word == "nha":
        big = (not number.isdigit() or len(number) > 1) and not number[0].isalpha()
        taken = (bool(tail) and not number[0].isalpha()) or (not counted and (closed or big) and left not in {"can", "so", "hon"})
        return match.start() if taken else None
    if word in _ROOM:
        larger = _LARGER.search(plain, max(0, match.start() - _LARGER_REACH), match.start()) is not None
        room = word.startswith("phong") and left not in {"van", "co", "thue"}
        known = larger or room or len(number) > 2 or bool(tail)
        return match.start() if known and not counted else None
    if word in {"p", "ph"}:
        digits = sum(c.isdigit() for c in number)
        room = (digits >= 3 or tail == "room") and match.end("number") - match.start() <= digits + 4
        return match.start() if room and not counted else None
    if word in _SHOPS:
        return match.start("number")
    if word in {"lk", "bt", "ch"}:
        return match.start() if len(number) > 1 else None
    if word in {"lo", "lo so"}:
        return match.start() if tail and tail != "name" else None
    joined = plain.startswith(" ", match.end("number"))
    return match.start("number") if joined and _stands_alone(number, left, tail) else None


def _stands_alone(number: str, left: str, tail: str) -> bool:
    """Whether a number without a word before it is a house's, by what follows."""
    if not tail or left in _NUMBERED or left.isdigit() or number[0] == "0":
        return False
    if tail == "name":
        return "/" in number or left in {"o", "tai", "chi", "dc"}
    if tail == "room":
        return len(number) >= 3
    if tail == "group":
        return "/" in number and left in {"o", "tai", "gan"}
    return tail in {"alley", "street", "known"}
