"""Names in capitals: what follows a cue, full names by their family name, companions and later mentions."""

from collections.abc import Iterator

from services.intake.domain.lexicon import (
    BEFORE,
    COMPOUNDS,
    GIVEN,
    PLAIN_BEFORE,
    PLAIN_COMPOUNDS,
    PLAIN_GIVEN,
    PLAIN_PLACES,
    PLAIN_SURNAMES,
    PLACES,
    SURNAMES,
)
from services.intake.domain.naming.cues import Cue
from services.intake.domain.reading import Reading

LONGEST = 5
STOPS = frozenset(
    "giáo chủ trưởng phó hội ủy tổ bí đảng đoàn ban phường xã quận huyện thôn xóm ấp khu đường phố ngõ ngách hẻm"
    " nhà trường bệnh trạm chợ ở là bị có không đã đang ơi ạ nhờ xin số sđt đt sinh sn cccd cmnd tại đội công cảnh"
    " cán bảo nhân thành tỉnh tp hn gv gvcn cskv csgt ubnd btv tdp lớp khoa phòng tòa căn nội ngoại con em cháu chị"
    " ông bà cô chú bác và với thì mà này kia ấy đó của cho được phải nói kể báo gọi hỏi đánh làm đi về vào ra trên"
    " sông suối núi đê kênh mương xe quán tiệm siêu công trung ngân bưu vp mttq hđnd hlhpn ca cty đề kính mong rất"
    " sau trước khi nếu vì nên do từ đến hiện nay hôm ngày tháng năm tuổi cảm tôi mình địa gđ hộ"
    " tôn đồng người các những mấy hai ba một nhưng còn vẫn cứ lại chỉ rồi".split()
) - {
    "công",
    "trung",
    "bảo",
    "thành",
    "đoàn",
    "sinh",
    "thân",
    "khoa",
    "tôn",
    "đồng",
    "ngân",
    "làm",
    "ba",
    "hai",
    "năm",
}
"""Words that end a run of capitals, or are no name right behind a title, however they are written."""
PLAIN_STOPS = frozenset(
    "phuong xa quan huyen thon xom khu duong ngo nha truong cho la bi co khong da dang oi so sdt dt sn cccd tp hn gv ubnd"
    " tdp lop va voi cua o ca cty giao si chu".split()
) - {"phuong", "chu", "quan", "so", "si", "giao"}
SOFT_PLACE_WORDS = frozenset("o tu den ve ra len sang vao gan canh sau truoc tren duoi ngang giua qua tai thanh khach hieu tuyen dau cuoi an mat".split())
"""Before a place, but before a person with ``thị`` or ``văn`` as well."""
PLACE_WORDS = frozenset(
    "duong pho ngo ngach hem kiet truong cho cau vien chua den dinh mieu tho bv ty cty quan huyen xa phuong p q x tp"
    " thon xom lang ap ban khu kdt cu toa nga tu ho song ga ben thi hang thcs thpt th hoc non mn san dai giai quy tinh"
    " tran tdp cum qua doan goc tuyen nut dau cuoi doc dao le ham via he luong bai tai dai thanh mat pho tuong kenh"
    " tieu mam ptth ptcs khach spa shop cafe phe com pho karaoke tap the cc thuoc tiem hieu xe o tu den ve ra len sang vao gan canh sau truoc tren duoi ngang giua".split()
) - {"thi"}


UNITS = frozenset("phuong xa quan huyen tinh thon xom".split())
OFFICES = frozenset("tich thu truong pho bo".split())
"""Ends of the titles of those who head a unit: ``chủ tịch phường`` is followed by a name rather than a place."""


HARD_STOPS = frozenset("phường xã quận huyện thôn xóm ấp ở số sđt đt sinh sn là bị trường tổ lớp phuong xa quan huyen thon xom so sdt dt o la bi to lop".split())
"""Words that end even a full name after its second syllable."""


def name_start(reading: Reading, i: int) -> bool:
    """Whether word ``i`` is capitalised and could begin a name."""
    return (
        reading.capital(i)
        and reading.ends[i] - reading.starts[i] > 1
        and not stops(reading, i)
        and not compound(reading, i)
    )


def stops(reading: Reading, i: int) -> bool:
    """Whether word ``i`` is no part of a name."""
    return reading.forms[i] in (STOPS if reading.accented else PLAIN_STOPS)


def compound(reading: Reading, i: int) -> bool:
    """Whether words ``i`` and the next make an everyday word."""
    if not reading.joined(i + 1):
        return False
    compounds = COMPOUNDS if reading.accented else PLAIN_COMPOUNDS
    return f"{reading.forms[i]} {reading.forms[i + 1]}" in compounds


def given(reading: Reading, i: int) -> bool:
    """Whether word ``i`` is a known syllable of given names."""
    form = reading.forms[i]
    if reading.accented and form != reading.plain[i]:
        return form in GIVEN or form in BEFORE
    return form in PLAIN_GIVEN or form in PLAIN_BEFORE


def before_last(reading: Reading, i: int) -> bool:
    """Whether word ``i`` is a syllable that often stands before the last of a name."""
    return reading.forms[i] in (BEFORE if reading.accented else PLAIN_BEFORE)


def surname(reading: Reading, i: int) -> bool:
    """Whether word ``i`` is a known family name."""
    form = reading.forms[i]
    if reading.accented and form != reading.plain[i]:
        return form in SURNAMES
    return form in PLAIN_SURNAMES


def place(reading: Reading, i: int, end: int) -> bool:
    """Whether the words are the name of a street or unit."""
    phrase = " ".join([reading.forms[k] for k in range(i, end)])
    return phrase in (PLACES if reading.accented else PLAIN_PLACES)


def run(reading: Reading, i: int) -> int:
    """End of the run of capitalised words that begins at ``i``."""
    shout = reading.acronym(i)
    end = i + 1
    while end < len(reading) and end - i < LONGEST and reading.joined(end) and reading.capital(end):
        if (
            (stops(reading, end) and not (end - i == 2 and surname(reading, i) and reading.forms[end] not in HARD_STOPS))
            or (reading.acronym(end) and not shout)
            or (end - i > 1 and compound(reading, end))
        ):
            break
        if reading.ends[end] - reading.starts[end] == 1 and not (end - i > 1 or surname(reading, i)):
            break
        end += 1
    if end - i > 2 and not surname(reading, i) and place(reading, end - 2, end):
        end -= 2
    return end


def named(reading: Reading, i: int, cue: Cue) -> int | None:
    """End of the capitalised name at ``i`` that ``cue`` points to."""
    if (
        i >= len(reading)
        or reading.gaps[i] not in {" ", ": ", ":", " : ", " - ", "  ", "/"}
        or not name_start(reading, i)
    ):
        return None
    if (
        reading.gaps[i] != " "
        and not cue.label
        and not cue.listed
        and not (cue.weight < 1 and given(reading, i))
    ):
        return None
    if reading.acronym(i) and not (given(reading, i) or surname(reading, i)):
        return None
    end = run(reading, i)
    if end - i == 1 and reading.forms[i] in {"hai", "út"}:
        return None
    if reading.forms[i - 1] in VILLAGES and place(reading, i, end):
        return None
    if reading.plain[i - 1] == "thang" and not reading.accented and reading.plain[i] in MONTHS:
        return None
    if compound(reading, i - 1):
        return None
    if cue.listed and end - i == 1 and reading.forms[i] in NATIONS:
        return None
    if cue.listed and not (given(reading, i) or (surname(reading, i) and end - i > 1)):
        return None
    if (cue.listed or (not reading.accented and not cue.bare)) and end - i > 1 and place(reading, i, end):
        return None
    if reading.capital(i - 1) and i > 1 and reading.joined(i - 1) and place(reading, i - 1, min(i + 1, end)):
        return None
    return end


def full_name(reading: Reading, i: int) -> int | None:
    """End of the full name whose family name is the capitalised word ``i``, where nothing points to it."""
    if (
        i not in reading.capitals
        or i + 1 not in reading.capitals
        or not surname(reading, i)
        or reading.ends[i] - reading.starts[i] < 2
    ):
        return None
    end = run(reading, i)
    if end - i < 2 or _after_place(reading, i):
        return None
    if any(
        place(reading, i, k) and (k > i + 2 or k == end or place(reading, k, end))
        for k in range(i + 2, end + 1)
    ):
        return end if end - i > 2 and alone(reading, i, end) else None
    if end - i > 2 and (reading.plain[i] in SURE or reading.plain[i + 1] in {"thi", "van"}):
        return end
    if end - i > 2 and before_last(reading, end - 2) and (given(reading, end - 1) or _delimited(reading, i, end)):
        return None if place(reading, end - 2, end) and not _delimited(reading, i, end) else end
    return end if given(reading, end - 1) and alone(reading, i, end) else None


VILLAGES = frozenset("thôn xóm bản ấp làng khu phường xã thon xom ban ap lang phuong xa".split())
MONTHS = frozenset("hai ba tu nam sau bay tam chin muoi gieng chap".split())
NATIONS = frozenset("tết noel anh pháp nga đức mỹ nhật hàn thái ý trung việt lào tàu tây kinh mường".split())
"""What a single capitalised word may be beside a name: nations, languages."""


def _delimited(reading: Reading, i: int, end: int) -> bool:
    return reading.gaps[end][:1] != " " and (i == 0 or reading.gaps[i] != " ")


SURE = frozenset(
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ngo ly dao doan trinh truong dinh phung luu ta quach khuat"
    " nghiem dam trieu tong doan luong duong vuong ton".split()
)
"""Plain family names that are hardly anything else before two more capitalised words."""


def _after_place(reading: Reading, i: int) -> bool:
    gap = reading.gaps[i]
    if gap[-2:-1].isdigit() and gap.endswith(" "):
        return True
    if i == 0 or gap not in {" ", ": "} or reading.plain[i - 1] not in PLACE_WORDS:
        return False
    if i + 2 < len(reading) and reading.plain[i + 1] in {"thi", "van"} and reading.plain[i - 1] in SOFT_PLACE_WORDS:
        return False
    return i < 2 or reading.plain[i - 1] not in UNITS or reading.plain[i - 2] not in OFFICES


def alone(reading: Reading, i: int, end: int) -> bool:
    """Whether the words stand by themselves as names do: in a cell, as a signature, before a number."""
    before, after = reading.gaps[i], reading.gaps[end]
    opened = i == 0 or before.strip(" ")[-1:] in {*"|.\n:-–(,;]!?"}
    at_start = i == 0 or "\n" in before or "|" in before or before.rstrip()[-1:] in ".!?:-"
    if "[" in after and not after.strip(" ,:.-(–[_]"):
        return opened
    closed = end == len(reading) or "\n" in after or "|" in after
    if at_start and closed and before != " ":
        return True
    following = reading.plain[end] if end < len(reading) else ""
    return (i == 0 or at_start) and following in {
        "sn",
        "sinh",
        "goi",
        "bao",
        "ke",
        "xin",
        "nho",
        "day",
        "ky",
        "tuoi",
    }


def companions(reading: Reading, end: int) -> Iterator[tuple[int, int]]:
    """Names listed behind one that ends at ``end``: ``Tuấn, Hoa và Lan``."""
    while end < len(reading):
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
        if gap != " " and first == end and not _list_goes_on(reading, stop):
            return
        yield first, stop
        end = stop


def _list_goes_on(reading: Reading, end: int) -> bool:
    after = reading.gaps[end]
    return (
        after[:1] in {",", "-", "/", ".", "&"}
        or end == len(reading)
        or reading.plain[end] in {"va", "cung", "voi"}
    )


def again(reading: Reading, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Later mentions, without a cue, of the capitalised names in ``found``."""
    names = {reading.text[reading.starts[s] : reading.ends[e - 1]] for s, e in found if reading.capital(s)}
    taken = {i for s, e in found for i in range(s, e)}
    firsts = {name.split()[0]: name for name in names}
    more: list[tuple[int, int]] = []
    if not firsts:
        return more
    for i in sorted(reading.capitals):
        word = reading.text[reading.starts[i] : reading.ends[i]]
        if i in taken or word not in firsts or not given(reading, i):
            continue
        if i and reading.gaps[i] == " " and (reading.capital(i - 1) or reading.plain[i - 1] in PLACE_WORDS):
            continue
        end = i + len(firsts[word].split())
        if (
            end <= len(reading)
            and reading.text[reading.starts[i] : reading.ends[end - 1]] == firsts[word]
            and run(reading, i) == end
        ):
            more.append((i, end))
    return more
