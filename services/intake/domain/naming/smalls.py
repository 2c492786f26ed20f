"""Names in small letters: a cue before, a known syllable, and words behind that go on about a person."""

from services.intake.domain.lexicon import (
    BEFORE,
    COMPOUNDS,
    EVERYDAY,
    GIVEN,
    NEVER,
    NEVER_PLAIN,
    PLAIN_BEFORE,
    PLAIN_COMPOUNDS,
    PLAIN_EVERYDAY,
    PLAIN_GIVEN,
    PLAIN_NEVER,
    PLAIN_PLACES,
    PLAIN_SURNAMES,
    PLACES,
    SURNAMES,
    plain,
)
from services.intake.domain.naming.capitals import PLACE_WORDS
from services.intake.domain.naming.cues import Cue
from services.intake.domain.reading import Reading

_GIVEN = GIVEN - NEVER
_PLAIN_GIVEN = plain(_GIVEN) - NEVER_PLAIN
_COMMON = EVERYDAY | NEVER
_WEAK = PLAIN_EVERYDAY | PLAIN_NEVER
_RIGHT = frozenset(
    "ở là bị sinh sn sđt đt tổ số nhà thôn xóm ngõ hẻm kiệt phố phường xã khu tuổi hàng bán làm đánh chửi nói bảo kể gọi cho đang đã"
    " vừa cứ hay toàn lấy về đi ra vào uống nhậu cầm ném dọa đòi đuổi mở xây nuôi đổ hát và với không chưa cũng thì mà"
    " phải mới lại trưởng tổ chủ bên ơi ạ lớp học ốm mất chết xin nhờ muốn kêu báo than trình say nghiện đẻ nằm ngồi"
    " đứng bế chạy trốn bỏ quát hành trông giữ thu lừa vay nợ cờ đập tát đâm chém phá lấn chiếm đỗ để nấu đốt chặt"
    " k ko kg hk dc ck vk vs cx vẫn sẽ lúc hôm này đó ấy nó có nên rồi được thường nhốt khóa lôi tự ko bắt phạt mắng dạy nuôi kế cạnh con giáo viên công ăn trộm hút rủ dụ xả chở lái tiếp gửi thuê kéo ép hứa ký gây ly than khóc cười hỏi trốn của".split()
)
_PLAIN_RIGHT = plain(_RIGHT)
_SURE_RIGHT = frozenset("lop sn sdt".split())
_ORDINALS = frozenset("ba tư năm sáu bảy tám chín mười".split())
"""By the order of birth: ``bác sáu``."""
_HARD = frozenset("di o la bi co ko k khong da va cho em con toi ma thi vao ra".split())
_LEFT = frozenset(
    "cua nha gap hoi goi boi do voi va cho ho con vo chong me bo ten la co thay bao chau gui tu nhu nho moi tim dua"
    " cung hang xom the kinh thua khi ma vi nhung thi".split()
)
_MANY = frozenset("cac nhung may moi tung nhieu hai ba bon nam vai mot 2 3 lai dam lu bon".split())
_VERBS = frozenset(
    "cam ngat xiu goi bai tam quat ket soc lam an danh sang bao hay dung mong hieu tin thuong quen thu mang y qua dinh len ham ghi bien".split()
)
"""Plain words that are verbs so often that as names they need more."""
_ACCENTED_VERBS = frozenset("sang thu thương dung hay báo sanh gửi tin mang thuê trả cắt".split())
POSSIBLE = _GIVEN | SURNAMES | _ORDINALS
PLAIN_POSSIBLE = _PLAIN_GIVEN | PLAIN_SURNAMES
POSSIBLE_PLAIN = plain(POSSIBLE)
"""Where the word behind a cue isn't among these, it is no name in small letters."""
_NEEDED = 3.25
_NEEDED_CASED = 3.75
_CLOSING = ".,;:!?)\n|-–[]("


def named(reading: Reading, i: int, cue_at: int, cue: Cue) -> int | None:
    """End of the name in small letters at ``i`` that ``cue`` (its last word at ``cue_at``) points to."""
    if i >= len(reading) or reading.gaps[i] not in {" ", ": "} or (cue.listed and reading.plain[cue_at] not in {"a", "c", "e"}):
        return None
    end, strength = _parse(reading, i)
    if (
        not end
        and reading.accented
        and cue.weight == 1
        and reading.forms[i] in _ORDINALS
        and not _compound(reading, i)
    ):
        end, strength = i + 1, 1
    if not end:
        return None
    score = strength + (cue.weight if reading.accented else cue.bare or 0)
    score += _right(reading, end, strength) + _left(reading, cue_at)
    cased = reading.cased and not reading.capital(i)
    return end if score >= (_NEEDED_CASED if cased else _NEEDED) else None


def full_name(reading: Reading, i: int) -> int | None:
    """End of a full name with ``thị`` or ``văn`` in small letters at ``i``, where nothing points to it."""
    if (
        i + 2 >= len(reading)
        or reading.plain[i + 1] not in {"thi", "van"}
        or not _is(reading, i, SURNAMES, PLAIN_SURNAMES)
    ):
        return None
    if i and (reading.plain[i - 1] in PLACE_WORDS or reading.gaps[i][-2:-1].isdigit()):
        return None
    end = 0 if _compound(reading, i - 1) else _with_marker(reading, i)
    if not end or any(" ".join(reading.plain[i:k]) in PLAIN_PLACES for k in range(i + 2, end + 1)):
        return None
    common = reading.forms[i] in (_COMMON if reading.accented else _WEAK)
    return None if common and reading.plain[i] not in _SURE else end


_SUREST = frozenset("nguyen tran pham le hoang vu phan bui".split())
_SURE = frozenset(
    "nguyen tran le pham hoang phan vu vo dang bui do ngo duong ly trinh truong dinh dao doan".split()
)


def _is(reading: Reading, i: int, words: frozenset[str], plain_words: frozenset[str]) -> bool:
    return reading.forms[i] in (words if reading.accented else plain_words)


def _syllable(reading: Reading, i: int) -> float:
    """How surely word ``i`` is a given name: 0 for never."""
    form = reading.forms[i]
    if reading.accented:
        if form not in _GIVEN:
            return 0
        if form not in EVERYDAY:
            return 2.5
    else:
        if form not in _PLAIN_GIVEN:
            return 0
        if form not in _WEAK:
            return 2.5
    return 0.5 if reading.plain[i] in _VERBS and (not reading.accented or form in _ACCENTED_VERBS) else 1


def _compound(reading: Reading, i: int) -> bool:
    if i < 0 or not reading.joined(i + 1):
        return False
    return f"{reading.forms[i]} {reading.forms[i + 1]}" in (
        COMPOUNDS if reading.accented else PLAIN_COMPOUNDS
    )


def _parse(reading: Reading, i: int) -> tuple[int, float]:
    """End and strength of a name in small letters at ``i``; ``(0, 0)`` for none."""
    if _compound(reading, i) or _compound(reading, i - 1):
        return 0, 0
    if _is(reading, i, SURNAMES, PLAIN_SURNAMES):
        end = _with_marker(reading, i)
        if end:
            return end, 4 if reading.accented or reading.plain[i] in _SUREST else 2
    if reading.plain[i] in _SURE and _is(reading, i, SURNAMES, PLAIN_SURNAMES):
        if reading.joined(i + 1) and _is(reading, i + 1, BEFORE, PLAIN_BEFORE) and reading.joined(i + 2):
            last = _syllable(reading, i + 2)
            if last >= 1 and not _compound(reading, i + 2) and not _compound(reading, i + 1):
                return i + 3, 3 if last > 1 else 2
        if reading.joined(i + 1) and _syllable(reading, i + 1) > 1 and not _compound(reading, i + 1):
            return i + 2, 2.5
    strength = _syllable(reading, i)
    if not strength:
        return 0, 0
    if _doubled(reading, i):
        return i + 2, max(strength, 2 if reading.accented else 1.5)
    return i + 1, strength


def _doubled(reading: Reading, i: int) -> bool:
    """Whether the next word belongs to the given name: ``minh anh``, ``thu hà``."""
    if not reading.joined(i + 1) or not _is(reading, i, BEFORE, PLAIN_BEFORE) or _compound(reading, i + 1):
        return False
    if reading.plain[i + 1] == "anh":
        return _right(reading, i + 2, 1) > 0
    return _syllable(reading, i + 1) > 1 and reading.plain[i + 1] not in _PLAIN_RIGHT


def _with_marker(reading: Reading, i: int) -> int:
    """End of ``<family name> thị|văn <given name>`` at ``i``, 0 for none."""
    if not (reading.joined(i + 1) and reading.joined(i + 2)):
        return 0
    if reading.forms[i + 1] not in ({"thị", "văn"} if reading.accented else {"thi", "van"}):
        return 0
    last = i + 2
    if reading.forms[last] in (NEVER if reading.accented else _HARD) or len(reading.plain[last]) < 2:
        return 0
    if not reading.accented and reading.plain[last] in NEVER_PLAIN and reading.plain[last] not in PLAIN_GIVEN:
        return 0
    if not _syllable(reading, last) and reading.plain[i] not in _SUREST or _compound(reading, i + 1):
        return 0
    if reading.joined(last + 1) and _is(reading, last, BEFORE, PLAIN_BEFORE):
        further = reading.forms[last + 1]
        if (
            _syllable(reading, last + 1) > 1
            and further not in _PLAIN_RIGHT
            and not _compound(reading, last + 1)
        ):
            last += 1
    return last + 1


def _right(reading: Reading, end: int, strength: float) -> float:
    """What stands behind a name: a word that goes on about a person, or nothing more."""
    after = reading.gaps[end]
    if end < len(reading) and after == " " and reading.plain[end] in _SURE_RIGHT:
        return 2
    if end < len(reading) and reading.plain[end] in {"t", "tuoi"} and after.strip(" ,(").isdigit():
        return 1.5
    if end == len(reading) or after != " ":
        return 0.75
    if reading.forms[end] in (_RIGHT if reading.accented else _PLAIN_RIGHT):
        return 1
    return 0 if strength > 1 else -0.5


def _left(reading: Reading, cue_at: int) -> float:
    """What stands before the cue: many persons are no name; the start of a sentence or a relation is a help."""
    before = reading.gaps[cue_at]
    if before != " ":
        return 0 if before[-2:-1].isdigit() else 0.5
    word = reading.plain[cue_at - 1]
    if word in _MANY and not (word in {"ba", "nam", "hai"} and reading.accented):
        return -3
    return 0.5 if word in _LEFT else 0
