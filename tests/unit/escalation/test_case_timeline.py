"""The story of a case in words."""

from services.escalation.domain.timeline import SENTENCES, as_text, timeline
from shared.contracts.events import Action
from shared.contracts.taxonomy import Urgency
from tests.unit.escalation.casework import WARD, Casework, hanoi

ORGANISATION = hanoi()[1]


def whole_life() -> Casework:
    w = Casework("2026-11-25 21:00")
    w.receive("a", Urgency.NORMAL, unit=WARD)
    w.receive("b", Urgency.NORMAL)
    w.receive("c", Urgency.EMERGENCY)
    w.after(minutes=46)
    w.order(Action.ASSIGN, assignee=f"{WARD}/police")
    w.order(Action.ACKNOWLEDGE, f"{WARD}/police")
    w.after(hours=5)
    w.order(Action.RESOLVE, f"{WARD}/police", note="Đã hòa giải {xong}")
    w.order(Action.REOPEN, note="Lại đánh nhau")
    return w


def test_a_whole_life_reads_as_a_story():
    lines = timeline(whole_life().case, ORGANISATION)
    assert [line.vi for line in lines] == [
        "Mở vụ việc: Bạo lực gia đình, mức bình thường, Phường Bạch Mai",
        "Thêm một phản ánh, cộng là 2",
        "Phản ánh thứ 3 nâng lên mức khẩn cấp, tính giờ lại từ đầu",
        "Không ai tiếp nhận đúng hạn, chuyển lên Thành phố Hà Nội",
        "Không ai tiếp nhận đúng hạn, chuyển lên Thành phố Hà Nội",
        "Quá hạn: đến bước cuối vẫn không ai tiếp nhận",
        "Hội LHPN phường Bạch Mai giao cho Công an phường Bạch Mai",
        "Công an phường Bạch Mai đã tiếp nhận",
        "Quá hạn giải quyết",
        "Công an phường Bạch Mai đã giải quyết xong: Đã hòa giải {xong}",
        "Hội LHPN phường Bạch Mai mở lại: Lại đánh nhau, tính giờ lại từ đầu",
    ]
    assert {entry.kind for entry in whole_life().case.history} == set(SENTENCES)
    assert all(line.en for line in lines)
    assert lines[0].told[:2] == ("Hội LHPN phường Bạch Mai", "Công an phường Bạch Mai")


def test_as_text_shows_local_time_and_who_was_told():
    text = as_text(timeline(whole_life().case, ORGANISATION), "Asia/Ho_Chi_Minh")
    assert text.splitlines()[0].startswith("25/11/2026 21:00  Mở vụ việc: ")
    assert "Đã báo: Công an phường Bạch Mai." in text
    english = as_text(timeline(whole_life().case, ORGANISATION), "Asia/Ho_Chi_Minh", english=True)
    assert "Nobody acknowledged in time, passed up to Thành phố Hà Nội. Told: " in english


def test_a_report_without_a_place_says_so():
    w = Casework()
    w.receive(unit=None)
    [line] = timeline(w.case, ORGANISATION)
    assert line.vi.endswith("Thành phố Hà Nội (chưa rõ địa bàn)")
    assert line.en.endswith("(no place named)")
