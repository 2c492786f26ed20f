"""What larger thing stands right before a number and belongs to the address: alley, tower, floor, hamlet."""

import re

_LARGER = re.compile(
    r"(?<![a-z0-9])(?:(?:(?:ngo|ngach|hem|kiet|tang|lau|to|day|toa nha|block|chung cu|nha|day tro|toa"
    r") (?:[a-z]{0,2}[0-9]{1,3}[a-z]?(?:/[0-9]{1,3})*|(?<=toa )[a-h]|(?<=block )[a-h])"
    r"|(?:ct|hh|vp|dn|[a-eknrs])[0-9]{1,2}[a-z]?),? )+$"
)
LARGER_REACH = 30
"""Signs within which that begins."""
ALLEY = re.compile(r"(?<![a-z])(?:ngo|ngach|hem|kiet) [0-9]{1,3}(?:/[0-9]{1,3})*,? $")
"""A number behind an alley's is a house's: ``ngõ 5, số 12``."""
_NAMED_ALLEY = re.compile(
    r"(?<!\w)(?:(?:ngõ|ngách|hẻm|kiệt|ngo|ngach|hem|kiet) [0-9]{1,4}[a-z]?(?:/[0-9]{1,3})*,? )+(?-i:[A-ZÀ-ỸĐ]\w+ ){0,4}"
    r"(?-i:[A-ZÀ-ỸĐ]\w+), (?:nhà |nha )?$",
    re.IGNORECASE,
)
_NAMED_REACH = 60
GROUP = re.compile(r"(?<![a-z])(?:thon|xom|ap|to|doi|khom) [a-z0-9]+(?: [a-z]+)?, $")
"""What a house number may follow that is told last: ``xóm Đình, số 21``."""


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
