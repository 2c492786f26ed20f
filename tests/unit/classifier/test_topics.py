"""What a report is about, and which topic goes first where two meet. The texts are authored."""

import pytest

from shared.contracts.taxonomy import Topic

MAIN = [
    ("family_violence", "Chồng chị tôi uống rượu về là đánh vợ, chị không dám về ngoại"),
    ("family_violence", "con trai danh me gia 80 tuoi, hang xom ai cung biet"),
    ("child_protection", "Bố dượng hay vào phòng con bé lớp 7 lúc mẹ đi ca"),
    ("child_protection", "Mấy đứa bắt nạt, cô lập bạn trong lớp, quay clip tung lên mạng"),
    ("public_safety", "Trộm bẻ khóa lấy xe máy trong sân đêm qua"),
    ("public_safety", "Số lạ xưng công an bắt chuyển tiền, mẹ tôi mất 50 triệu"),
    ("fire_disaster", "Cầu thang thoát hiểm chung cư bị khóa, bình chữa cháy hết hạn"),
    ("environment", "Xưởng tái chế đốt nhựa, khói khét cả xóm"),
    ("environment", "quan karaoke mo loa toi 2h sang"),
    ("land_housing", "Nhà tôi bị thu hồi đất mà chưa nhận tiền đền bù"),
    ("land_housing", "Ban quản trị chung cư không công khai quỹ bảo trì"),
    ("urban_order", "Hàng quán kê bàn ghế chiếm hết vỉa hè"),
    ("infrastructure", "Đèn đường hỏng cả tháng, ngõ tối om"),
    ("infrastructure", "mat nuoc tu hom qua, ca khu khong co nuoc nau com"),
    ("traffic", "Ngã tư không có đèn tín hiệu, giờ tan tầm kẹt xe"),
    ("health", "Trạm y tế hết vắc xin, đưa con đi mấy lần"),
    ("food_safety", "Cả nhà ăn bánh mì xong đau bụng, nôn cả đêm"),
    ("education", "Trường bắt phụ huynh đóng quỹ lớp hai triệu"),
    ("social_welfare", "Bà tôi 82 tuổi chưa được nhận trợ cấp người cao tuổi"),
    ("livelihood", "Công ty nợ lương công nhân ba tháng"),
    ("administration", "Làm căn cước mà cán bộ hách dịch, bắt đi lại bốn lần"),
    ("community_life", "Nhà văn hóa khóa cửa, các cụ không có chỗ sinh hoạt câu lạc bộ"),
    ("other", "Xin chào"),
    ("other", "Ph?n ?nh ?o?n ???ng"),
    ("other", "Vay tiền nhanh, lãi suất ưu đãi, inbox ngay"),
]

MEETINGS = [
    (
        "harmed child before the family",
        "em 15 tuổi, bố em say rượu đánh em gãy tay",
        "child_protection",
        None,
    ),
    ("school bullying", "Con tôi lớp 8 bị nhóm bạn đánh hội đồng ở trường", "child_protection", "education"),
    ("adult and child, the adult is harmed", "Chồng đánh em rồi đánh cả con", "family_violence", None),
    ("live wire", "Dây điện đứt rơi trước cổng chợ, tóe lửa", "fire_disaster", "infrastructure"),
    ("telephone wire", "Dây cáp viễn thông chùng xuống ngang ngõ", "infrastructure", None),
    ("fallen tree", "Cây xà cừ đổ chắn ngang đường", "fire_disaster", None),
    ("plain trimming", "Nhờ công ty cây xanh cắt tỉa cành cây che đèn đường", "infrastructure", None),
    ("leisure place", "Công viên không có ghế đá cho các cụ ngồi", "community_life", None),
    ("leisure place taken", "Sân chơi trẻ em thành bãi giữ xe ô tô", "urban_order", "community_life"),
    ("school building", "Trường mầm non xây xong hai năm chưa mở, các cháu học nhờ", "education", None),
    ("wrong fine", "Tôi bị phạt oan lỗi đỗ xe trong khi xe ở nhà", "administration", None),
    ("dogs", "Chó thả rông cả đàn đuổi người đi đường", "public_safety", None),
    ("their barking", "Chó nhà bên sủa cả đêm không ai ngủ được", "environment", None),
    ("stalking", "Có gã lạ cứ bám theo em mỗi tối đi làm về", "public_safety", None),
    ("street that floods", "Cứ mưa là đường ngập, cống tắc", "infrastructure", None),
    ("escape blocked", "Hàng xóm xây bịt lối thoát hiểm, xe chữa cháy không vào được", "fire_disaster", None),
]


@pytest.mark.parametrize(("topic", "text"), MAIN)
def test_main_topic(label, topic: str, text: str) -> None:
    assert label(text).topics[0].topic == topic


@pytest.mark.parametrize(("why", "text", "first", "second"), MEETINGS)
def test_where_two_topics_meet(label, why: str, text: str, first: str, second: str | None) -> None:
    topics = [score.topic for score in label(text).topics]
    assert topics[0] == first, why
    assert second is None or topics[1:2] == [second], why


def test_one_to_three_topics_and_other_alone(label, reports) -> None:
    for report in reports:
        topics = [score.topic for score in label(report.text).topics]
        assert 1 <= len(topics) <= 3
        assert len(set(topics)) == len(topics)
        assert Topic.OTHER not in topics or topics == [Topic.OTHER]


def test_each_topic_has_reasons_with_weights(label) -> None:
    found = label("Xưởng gỗ xả bụi, tiếng ồn suốt ngày")
    assert [r.phrase for r in found.reasons if r.label == "topic:environment"]
    assert all(r.weight > 0 for r in found.reasons if r.label.startswith("topic:"))
