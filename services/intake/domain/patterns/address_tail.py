"""What follows a house number and belongs to it: alleys, streets, blocks, groups; units are left out."""

import re

from services.intake.domain.lexicon import PLAIN_NEVER, PLAIN_PLACES, words_of
from services.intake.domain.reading import small

_VALUE = r"(?:so )?(?:[0-9]{1,2}[a-z]{1,2}[0-9]{1,2}|[a-z]{0,2}[0-9]{1,4}[a-z]?(?:[/\-.][0-9]{1,4}[a-z]?){0,4}|[a-h])(?![a-z0-9]|[.,/][0-9])"
_PART = re.compile(
    rf"(?P<gap>(?: ?[,\-] ?| )?)(?:dau |cuoi |trong |mat )?(?:(?P<alley>ngo|ngach|hem|kiet|xet|hxh)|(?P<street>duong|dg|pho|dai lo|quoc lo|ql|tinh lo)"
    rf"|(?P<room>toa nha|toa|thap|nha tro|nha nghi|khach san|khu tro|xom tro|nha|chung cu|cc|ktt|ktx|ky tuc xa|tap the|tt|khu tap the|block|day tro|day"
    rf"|khu do thi|khu dau gia|khu biet thu|biet thu|khu tai dinh cu|khu cong nghiep|cum cong nghiep|kcn|ccn|khu(?! pho)|kdt|ban dao|kdc|lo|ccmn|tang(?= [0-9]))"
    rf"|(?P<group>(?:dau |cuoi )?cho|bai|doc|lang|ben|to dan pho|to|xom|tdp|khu pho|kp|cum|doi|thon|ap)|(?P<tower>(?:(?:ct|hh|vp|dn|nha|sanh) ?|(?![pqm])[a-z]{{1,2}})[0-9]{{1,2}}[a-z]?(?![a-z0-9])|sanh [a-z](?![a-z])))"
    rf"(?:(?P<value>(?: |(?=[0-9])){_VALUE})|(?P<name> (?=[a-z]))|(?![a-z0-9]))"
)
_LAST_NUMBER = re.compile(r" [0-9]{1,2}(?= ?[,.;:()\n]|$| (?:xa|phuong|huyen|quan|px?|q|tp)(?![a-z]))")
_LAST_LETTER = re.compile(r" [A-H](?= ?[,.;:()\n]|$| [a-zà-ỹđ])")
"""Part of a street's name: ``Lương Sử C``."""
_LONGER = re.compile(r" (?:noi dai(?![a-z])|keo dai(?= ?[,.;:()\n]|$))")
"""The newer part of a street: ``Lê Đức Thọ nối dài``."""
_MONTH = re.compile(" thang (?:1[0-2]|[1-9])(?![0-9a-z])")
"""A street named after a day: ``đường 3 tháng 2``."""
_BLOCK_NUMBER = re.compile(r" [0-9]{1,2}[a-z]?(?![a-z0-9/]|[.,][0-9])")
_LANDMARK = re.compile(" (chợ|chùa|đình|đền|ga)(?![^\\W\\d_])")
_LANDLORD = re.compile(" (?:ong|ba|co|chu|bac|anh|chi)(?= )")
_WORD = re.compile(r" ?([^\W\d_]+)")
_UNIT = words_of("address_tail.unit")
_UNIT_WORDS = words_of("address_tail.unit_words")
_ENDS = frozenset({"hue", "vinh", "hn", "hcm", "q", "p", "tp", "sdt", "dt"})
_WORKS = frozenset({"ccn", "cum cong nghiep", "kcn", "khu cong nghiep"})
_ESTATES = frozenset(
    {
        "biet thu",
        "cum cong nghiep",
        "khu tai dinh cu",
        "ktt",
        "tap the",
        "day tro",
        "khu tro",
        "nha tro",
        "xom tro",
    }
)
_KINDS = frozenset({"phường", "xã", "quận", "huyện", "tỉnh", "tp"})
_LONGEST_NAME = 4
_MOST_PARTS = 12
"""Behind one number: real addresses have five at most, and a text of nothing else must not take long."""
_PAIR = 2


def end_of_address(plain: str, text: str, position: int) -> tuple[int, str]:
    """End of the address whose number ends at ``position``, and what kind of thing followed, ``""`` for nothing.

    Kinds: ``alley``, ``street``, ``room`` (a block or estate), ``group`` (a group of households), ``known`` (the
    bare name of a known street), ``name`` (some capitalised name).
    """
    kind = ""
    named = _street_name(plain, text, position)
    if named:
        position, kind = named
        number = _LAST_NUMBER.match(plain, position) or _LAST_LETTER.match(text, position)
        position = number.end() if number else position
    for _ in range(_MOST_PARTS):
        part = _PART.match(plain, position)
        if part is None:
            break
        end, found = _end_of_part(plain, text, part, first=not kind)
        if end is None:
            break
        position, kind = end, kind if kind and kind != "name" else found
    longer = _LONGER.match(plain, position) if kind else None
    return longer.end() if longer else position, kind


def _end_of_part(plain: str, text: str, part: re.Match[str], *, first: bool) -> tuple[int | None, str]:
    kind = next(k for k in ("alley", "street", "room", "group", "tower") if part[k] is not None)
    separate = part["gap"].strip() != ""
    if not part["gap"] or (
        separate and (kind == "group" or (kind == "room" and not first) or part[kind] == "khu")
    ):
        return None, ""
    if kind == "tower":
        return part.end("tower"), "room"
    if part["value"] is not None:
        return _behind_value(plain, text, part, kind), kind
    named = _name_of_part(plain, text, part, cued=kind in {"alley", "street"})
    if named is None:
        return (part.end("room"), "room") if part["room"] in _ESTATES else (None, "")
    number = (_BLOCK_NUMBER if kind == "room" and part[kind] not in _WORKS else _LAST_NUMBER).match(
        plain, named[0]
    ) or _LAST_LETTER.match(text, named[0])
    return number.end() if number else named[0], kind


def _behind_value(plain: str, text: str, part: re.Match[str], kind: str) -> int:
    """End of a part with a number: an alley's street may follow, a day's month."""
    if kind == "street" and (month := _MONTH.match(plain, part.end())):
        return month.end()
    named = _street_name(plain, text, part.end()) if kind == "alley" or part["room"] == "nha tro" else None
    return named[0] if named else part.end()


def _name_of_part(plain: str, text: str, part: re.Match[str], *, cued: bool) -> tuple[int, str] | None:
    """The end of the name of a street, estate or market; houses with rooms to let go by the landlord's as well."""
    if not part["name"] or (part["group"] == "cho" and text[part.start("group") + 2] != "ợ"):
        return None
    if part["room"] and text.startswith("Nha ", part.start("room")):
        return None
    start = part.end() - 1
    if (part["room"] or "").endswith(("tro", "day")) and (landlord := _LANDLORD.match(plain, start)):
        start = landlord.end()
    if part["alley"] and (landmark := _LANDMARK.match(text, start)):
        return _street_name(plain, text, landmark.end()) or (landmark.end(), "name")
    return _street_name(plain, text, start, cued=cued)


def _street_name(plain: str, text: str, position: int, *, cued: bool = False) -> tuple[int, str] | None:
    """The end of the name that begins behind a space: a known place, capitalised words, or (``cued``) a small word."""
    words, ends, uppers = _words_behind(plain, text, position, cued=cued)
    if not words:
        return None
    if cued or text[position + 1].isupper():
        for count in range(len(words), 1, -1):
            if " ".join(words[:count]) in PLAIN_PLACES:
                return ends[_with_rest(words, uppers, count) - 1], "known"
    capitals = _capitals_from(uppers, 0)
    if capitals:
        return ends[capitals - 1], "name"
    if not cued or words[0] in PLAIN_NEVER or words[0] in _UNIT:
        return None
    following = _capitals_from(uppers, 1)
    if following == 1 and len(words) > 1 and words[1] not in PLAIN_NEVER and words[1] not in _UNIT:
        following = _PAIR
    return ends[following - 1], "name"


def _words_behind(
    plain: str, text: str, position: int, *, cued: bool
) -> tuple[list[str], list[int], list[bool]]:
    """The next words, plain, their ends, and whether each is a capitalised one that begins no unit."""
    words: list[str] = []
    ends: list[int] = []
    uppers: list[bool] = []
    while len(words) < _LONGEST_NAME and (match := _WORD.match(text, position)):
        position = match.end()
        word = plain[match.start(1) : position]
        if match[0][0] != " " or len(word) == 1 or text[position : position + 1].isdigit():
            break
        words.append(word)
        ends.append(position)
        uppers.append(match[1][0].isupper() and not _is_unit(plain, text, match, cued=cued))
    return words, ends, uppers


def _capitals_from(uppers: list[bool], start: int) -> int:
    """Where the run of capitalised words ends that begins at ``start``."""
    while start < len(uppers) and uppers[start]:
        start += 1
    return start


def _with_rest(words: list[str], uppers: list[bool], count: int) -> int:
    """How many words a known place of ``count`` words has with what may belong to it: ``Định Công Hạ``."""
    stop = _capitals_from(uppers, count)
    rest = " ".join(words[count:stop])
    city = rest in _ENDS or (rest in PLAIN_PLACES and stop - count > 1)
    whole = stop < _LONGEST_NAME and not city
    return stop if whole else count


def _is_unit(plain: str, text: str, match: re.Match[str], *, cued: bool) -> bool:
    """Whether a word begins the name of a unit or of something else than a street."""
    word = plain[match.start(1) : match.end()]
    if word == "thi":
        return plain.startswith((" xa", " tran"), match.end())
    if word in {"phuong", "quan", "xa", "huyen"} and match[1].isascii() and match[1][0].isupper():
        following = _WORD.match(text, match.end())
        return (
            following is not None
            and following[1][0].isupper()
            and f"{word} {following[1].lower()}" not in PLAIN_PLACES
        )
    if cued:
        return small(match[1]) in _KINDS and not plain.startswith("tinh lo", match.start(1))
    return word in _UNIT if text.isascii() else small(match[1]) in _UNIT_WORDS
