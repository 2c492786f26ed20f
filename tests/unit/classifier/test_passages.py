"""Long texts are judged part by part too, so that what presses isn't lost in a letter."""

from itertools import pairwise

import pytest

from services.classifier.domain.classify import Classifier
from services.classifier.domain.models import Context
from services.classifier.domain.passages import LEAST, LONG, passages
from services.classifier.domain.text import Reader

HISTORY = """
Kính gửi Hội phụ nữ phường. Tôi là người dân của tổ dân phố số bốn, sống ở đây đã hơn hai mươi năm. Trước hết tôi xin cảm ơn
các chị đã thăm hỏi dịp mùng tám tháng ba vừa qua. Tôi cũng muốn góp ý về cái bảng tin ở đầu ngõ, chữ nhỏ quá nên các cụ
không đọc được. Ghế đá ở vườn hoa thì gãy mất hai cái, trẻ con ngồi không có chỗ. Lịch thu gom đồ cồng kềnh nên dán trước một
tuần để bà con còn sắp xếp. Mấy chậu cây ở nhà văn hóa cũng nên có người tưới. Buổi chiếu phim tháng trước rất vui, mong có thêm.
"""
PRESSING = (
    "Còn lúc này thì chồng em đang cầm dao đuổi chém hai mẹ con, em khóa trái cửa buồng, cứu mẹ con em với."
)


@pytest.fixture(scope="module")
def read():
    return Reader({}).read


def test_a_short_text_has_none(read) -> None:
    assert list(passages(read("Cháy rồi. " * (LONG // 3 - 1)))) == []


def test_they_cover_the_text_in_order_and_none_is_too_short(read) -> None:
    text = read(HISTORY)
    parts = list(passages(text))
    assert len(parts) > 1
    assert parts[0][0] == 0
    assert parts[-1][1] == len(text.tokens)
    assert all(one[1] == other[0] for one, other in pairwise(parts))
    assert min(end - start for start, end in parts) >= LEAST


def test_a_text_without_sentences_has_none(read) -> None:
    assert list(passages(read("ngập " * 3 * LONG))) == []


@pytest.mark.parametrize("place", range(3))
def test_an_emergency_in_a_long_letter_is_one_wherever_it_stands(trained: Classifier, place: int) -> None:
    history = HISTORY.split(". ")
    middle = len(history) // 2
    letter = (
        f"{PRESSING} {HISTORY}",
        f"{'. '.join(history[:middle])}. {PRESSING} {'. '.join(history[middle:])}",
        f"{HISTORY}{PRESSING}",
    )[place]
    assert trained.classify(letter, Context()).urgency == 3
    assert trained.classify(HISTORY, Context()).urgency < 2
