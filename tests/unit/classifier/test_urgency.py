"""Facts set the level, not the tone. Each table is one behaviour; the texts are authored."""

import pytest

EMERGENCIES = [
    "Chồng cháu đang đập cửa phòng ngủ, tay cầm con dao thái, cháu với con ở trong này ạ",
    "ck danh e, e tron trong nha tam",
    "dạ cô ơi ba con đang bóp cổ mẹ con",
    "Nhà tôi ngửi thấy mùi gas nồng nặc dưới bếp, mẹ tôi còn ở trong đó",
    "Nước ngập tới ngực rồi, hai ông bà ngồi trên nóc tủ",
    "chay nha o ngo 7, con nguoi ket tren tang 3",
    "Dây điện cao thế đứt rơi ngay lối trẻ con đi học",
    "Sườn đồi sau bản nứt toác, đất trôi từng mảng, mấy nhà còn đang ngủ",
    "Bố em tự nhiên méo miệng, nói không ra tiếng, ngã gục ở sân",
    "Em đã uống hết vỉ thuốc ngủ. Con xin lỗi mẹ.",
    "Có cô gái đang ngồi ngoài lan can tầng 15 khóc",
    "Bé trai 5 tuổi đi lạc từ trưa, tìm mãi không thấy",
    "Trẻ sơ sinh bị bỏ trong giỏ trước cổng trạm xá, người tím tái",
    "Thang máy tòa A đứng giữa tầng 6, trong đó có người già đang khó thở",
    "Hai nhóm thanh niên cầm mã tấu rượt chém nhau ngay đầu chợ",
    "xe tải vừa tông xe máy, một người nằm bất động giữa đường",
    "Đào móng nhà thấy quả bom còn nguyên, thợ vẫn đang làm quanh đó",
    "vợ tôi vỡ ối rồi mà đường ngập không có xe",
    "Bà cụ nhà bên bị hóc xương, mặt tím ngắt",
    "thuyền chở sáu người vừa lật giữa sông",
]
HIGH = [
    "Chồng em tối qua lại tát em, em đã bế con về nhà ngoại",
    "Mười hai cháu mầm non đau bụng, nôn sau bữa trưa, đang nằm viện, đã ổn định",
    "Tường nhà bỏ hoang nứt toác, nghiêng ra ngõ trẻ con hay đi",
    "Cả khu mất nước 5 ngày nay, không ai báo",
    "Chủ nợ kéo đến ném sơn vào cửa, nhắn tin dọa giết cả nhà",
    "Mai hơn trăm công nhân rủ nhau đình công vì nợ lương",
    "Hố ga mất nắp, tuần rồi đã có người ngã gãy chân",
    "Cháu nhà em cắt tay, giờ bố mẹ đang thay nhau trông cháu",
    "Cả xóm trọ mấy chục người sốt xuất huyết",
]
LOW = [
    "Cảm ơn phường đã sửa xong đèn đường",
    "Đề xuất trồng thêm hoa ở bồn cây đầu phố",
    "Cho tôi hỏi lịch tiêm vắc xin cho trẻ",
    "Chào các anh chị, chúc một ngày tốt lành",
    "alo test 123",
    "??? ???? ??",
]


@pytest.mark.parametrize("text", EMERGENCIES)
def test_danger_now_is_an_emergency_however_calmly_it_is_told(classifier, label, text: str) -> None:
    assert label(text).urgency == 3
    assert classifier.urgencies([text]) == [3]


@pytest.mark.parametrize("text", HIGH)
def test_serious_harm_within_days_or_to_many_is_high(label, text: str) -> None:
    assert label(text).urgency == 2


@pytest.mark.parametrize("text", LOW)
def test_nobody_harmed_is_low(label, text: str) -> None:
    assert label(text).urgency == 0


@pytest.mark.parametrize(
    "text",
    [
        "Đèn ngõ 8 hỏng hai hôm, đi lại tối om",
        "Quán bia mở loa tới khuya, mất ngủ cả nhà",
        "Nộp hồ sơ hai tháng chưa có kết quả",
        "Đề nghị lắp đèn vì đoạn này tối, có người vấp ngã",
        "Cho hỏi sao mẹ tôi chưa được nhận trợ cấp",
    ],
)
def test_a_real_problem_is_normal_also_as_a_question_or_suggestion(label, text: str) -> None:
    assert label(text).urgency == 1


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("negation", "Cháu không bị đánh, chỉ ngã xe đạp, nhờ cô giáo xem lại giờ tan học"),
        ("the past", "Năm ngoái nhà tôi bị cháy, nay xin giấy xác nhận để vay vốn"),
        ("over", "Bếp nhà bên cháy lúc sáng, đã dập tắt, không ai bị thương"),
        ("rescued", "Nhà bị ngập, cả gia đình đã được cứu ra an toàn"),
        ("hypothesis", "Nếu chồng cầm dao dọa vợ thì gọi số nào"),
        ("fear", "Hành lang để kín đồ, tôi sợ cháy lắm"),
        ("figure", "Giá điện tăng giết dân, cháy túi rồi các bác"),
        ("figure", "Nóng muốn chết mà phòng chờ không có quạt"),
        ("figure", "Vé xem hội cháy vé từ sáng"),
        ("drill", "Chiều nay phường diễn tập cứu người mắc kẹt trong đám cháy"),
        ("film", "Trong phim có cảnh chồng cầm dao đuổi vợ, trẻ con xem không hợp"),
        ("news", "Báo đăng vụ sạt lở vùi lấp nhiều nhà, mong mình quyên góp"),
        ("lesson", "Hội tập huấn kỹ năng khi bị xâm hại cho học sinh"),
        ("safe now", "Anh ta từng dọa giết tôi, tôi đã về nhà mẹ đẻ và anh ta bị bắt rồi"),
        ("in hospital", "Ông tôi ngất hôm qua, đang nằm viện, đã tỉnh, hỏi thủ tục bảo hiểm"),
        ("telephone wire", "Dây cáp viễn thông đứt lòng thòng trước cửa"),
    ],
)
def test_guards_take_the_edge_off(classifier, label, why: str, text: str) -> None:
    assert label(text).urgency < 3, why
    assert classifier.urgencies([text]) != [3]


@pytest.mark.parametrize(
    "text",
    [
        "Năm ngoái chồng em chỉ chửi, giờ anh ấy đang cầm dao đứng ngoài cửa",
        "Không phải diễn tập đâu, cháy thật, tầng 4 còn người",
        "Lửa dập rồi nhưng vẫn còn người kẹt bên trong",
        "Em đang xem phim thì nghe nhà bên kêu cứu, chồng đang đánh vợ",
    ],
)
def test_a_guard_acts_on_its_own_clause(label, text: str) -> None:
    assert label(text).urgency == 3


def test_the_reason_names_the_words_as_written(label) -> None:
    reasons = label("CỨU EM VỚI, chồng em Đang Đánh em").reasons
    urgency = next(reason for reason in reasons if reason.label == "urgency:3")
    assert "Đang" in urgency.phrase or "CỨU EM" in urgency.phrase


def test_a_guard_is_a_reason_too_and_asks_for_review(label) -> None:
    found = label("Cháu không bị đánh ở trường, chỉ bị nhắc nhở")
    assert any(reason.label == "guard:negated" for reason in found.reasons)
    assert found.needs_review
