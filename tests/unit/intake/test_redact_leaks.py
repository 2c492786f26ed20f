"""A phone, an e-mail address or an identity number never leaks, wherever it is planted."""

import random

import pytest

from services.intake.domain.redact import redact

BEFORE = [
    "gọi ", "sđt ", "SĐT: ", "lh ", "số em là ", "(", "", "\n", "zalo ", "chị Hoa ", "Nguyễn Văn An, ", "- ", "| ",
    "goi lai so ", "tổ 5, ", "ở số 12 ngõ 5, ", "Điện thoại:", "xin trả lời qua ", "thông tin: ", "cccd ", "CCCD số ",
]  # fmt: skip
AFTER = [
    "",
    ".",
    ", xin cảm ơn",
    " nhé",
    "\n",
    ")",
    " | ",
    " - Hoa",
    "!",
    "; tổ 3",
    " (chồng tôi)",
    " gặp Lan",
    "\tcũ",
]
FILLERS = [
    "Hàng xóm hát karaoke đến 2 giờ sáng", "anh danh em", "ngõ 5 ngập 30 cm", "ngày 12/5/2026 họp tổ", "mất nước 3 ngày",
    "thu 1.200.000 đồng", "phường Hai Bà Trưng", "đường Trần Phú", "ô tô 29C-000.36", "hồ sơ 000.00.16.H26", "😭😭",
    "gọi 113, 1022 không được", "bé Na 4 tuổi", "CHÁY NHÀ Ở NGÕ 41", "toi o to 12", "[hình ảnh]", "căn 805 tòa B",
]  # fmt: skip
DOMAINS = ["example.vn", "example.com", "mail.example.org", "hopthu.example"]
LOCALS = ["hoa", "to.dan.pho", "lan_99", "chi-hoi+5", "x1"]
PLACEMENTS = 100_000


def phone(rng: random.Random) -> str:
    digits = rng.choice(["095", "024", "038", "090"]) + "".join(rng.choices("0123456789", k=7))
    digits += rng.choice("0123456789") if digits.startswith("024") else ""
    if rng.random() < 0.2:
        digits = rng.choice(["+84", "84", "+84 ", "0084"]) + digits[1:]
    sep = rng.choice(["", "", " ", ".", "-"])
    head, rest = digits[:-6], digits[-6:]
    return sep.join([head, rest[:3], rest[3:]])


def email(rng: random.Random) -> str:
    return f"{rng.choice(LOCALS)}{rng.randrange(100)}@{rng.choice(DOMAINS)}"


def national_id(rng: random.Random) -> str:
    digits = "099" + "".join(rng.choices("0123456789", k=9))
    sep = rng.choice(["", "", " ", ".", "-"])
    return sep.join([digits[:3], digits[3:6], digits[6:9], digits[9:]])


def planted(rng: random.Random, value: str) -> str:
    parts = rng.choices(FILLERS, k=rng.randrange(3))
    parts.insert(rng.randrange(len(parts) + 1), rng.choice(BEFORE) + value + rng.choice(AFTER))
    return rng.choice([". ", ", ", " ", "\n", " | "]).join(parts)


@pytest.mark.parametrize(("make", "share"), [(phone, 0.4), (email, 0.3), (national_id, 0.3)])
def test_nothing_planted_leaks(make, share) -> None:
    rng = random.Random(20250701)
    for _ in range(int(PLACEMENTS * share)):
        value = make(rng)
        text = planted(rng, value)
        redacted = redact(text).text
        assert value not in redacted, text
        assert not leaked(value, redacted), f"{text!r} became {redacted!r}"


def leaked(value: str, redacted: str) -> bool:
    """Whether half of the value or more stands in the text still."""
    half = max(5, len(value) // 2)
    return any(value[i : i + half] in redacted for i in range(len(value) - half + 1))
