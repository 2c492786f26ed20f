from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from services.notifier.rendering.moments import moment
from tests.unit.notifier.building import FRIDAY_10 as NOW

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("at", "language", "short", "full"),
    [
        ((2026, 7, 3, 3, 15), "vi", "10:15", "10:15 thứ Sáu, 03/07/2026"),
        ((2026, 7, 3, 16, 59), "vi", "23:59", "23:59 thứ Sáu, 03/07/2026"),
        ((2026, 7, 3, 17, 0), "vi", "00:00 ngày 04/07", "00:00 thứ Bảy, 04/07/2026"),
        ((2027, 1, 3, 3, 0), "vi", "10:00 ngày 03/01/2027", "10:00 Chủ nhật, 03/01/2027"),
        ((2026, 7, 6, 3, 0), "en", "10:00 on 6 July", "10:00, Monday 6 July 2026"),
        ((2027, 7, 6, 3, 0), "en", "10:00 on 6 July 2027", "10:00, Tuesday 6 July 2027"),
    ],
)
def test_times_as_people_write_them(at, language, short, full):
    found = moment(datetime(*at, tzinfo=UTC), NOW, HANOI, language)
    assert (found.short, found.full) == (short, full)
    assert not found.past


def test_now_is_past():
    assert moment(NOW, NOW, HANOI, "vi").past
