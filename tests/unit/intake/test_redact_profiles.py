"""Names of profiles, numbers told in words, names beside what is hidden: what goes and what stays."""

import pytest

from services.intake.domain.redact import redact

ROWS = """
kẻ lừa dùng fb Mẹ Bông Bin nhé | kẻ lừa dùng fb [SOCIAL] nhé
nick Facebook "Tuấn Trọc" nhắn | nick Facebook "[SOCIAL]" nhắn
face: lan anh vu, dọa em | face: [SOCIAL], dọa em
facebook Nguyễn Thu Trang (trangnt99) | facebook [SOCIAL] ([SOCIAL])
liên hệ zalo Hoa Sữa để mua | liên hệ zalo [SOCIAL] để mua
tài khoản tiktok Trai Làng Thượng 88 đăng | tài khoản tiktok [SOCIAL] đăng
ins: @minh.ng và insta be.na | ins: [SOCIAL] và insta [SOCIAL]
trang cá nhân Hà Cún đăng ảnh | trang cá nhân [SOCIAL] đăng ảnh
tài khoản zalo datnen_tuan68 | tài khoản zalo [SOCIAL]
gọi không chín năm không một hai ba bốn năm sáu | gọi [PHONE]
o95o 123 456 | [PHONE]
O95 l23 4567 | [PHONE]
0 9 5 0 1 2 3 4 5 6 | [PHONE]
0950123456 Hoa | [PHONE] [PERSON]
0950123456 (Hoa) | [PHONE] ([PERSON])
0950123456 gặp thu hà | [PHONE] gặp [PERSON]
lh hoa 0950123456 | lh [PERSON] [PHONE]
cam on - pham hung | cam on - [PERSON]
xin cam on. Nguyen Lan | xin cam on. [PERSON]
hom qua Hung danh vo | hom qua [PERSON] danh vo
dinh quoc tuan chui boi hang xom | [PERSON] chui boi hang xom
nhà em thuê quầy 14 chợ Hôm | nhà em thuê quầy [ADDRESS]
cháy ở ki-ốt số 8 | cháy ở ki-ốt [ADDRESS]
tầng 12 P08 | [ADDRESS]
hàng xóm số 5 dãy C | hàng xóm [ADDRESS]
s.12 ngõ 5 phố Huế | [ADDRESS]
nick tik tok gà con 99 | nick tik tok [SOCIAL]
hôm qua ông Chiến đánh bà Lụa gãy tay | hôm qua ông [PERSON] đánh bà [PERSON] gãy tay
Tuấn vừa cầm dao dọa giết em | [PERSON] vừa cầm dao dọa giết em
Nguoi gui: le minh chau, sdt 0951 222 333 | Nguoi gui: [PERSON], sdt [PHONE]
nguyen tuan anh o xom 3 danh vo | [PERSON] o xom 3 danh vo
nguyen hoang long - 0958111222 | [PERSON] - [PHONE]
dang thi thu huong xin cam on | [PERSON] xin cam on
người tố cáo Lê Na | người tố cáo [PERSON]
"""
STAYS = """
đăng trên fb của phường
nhóm zalo tổ dân phố
qua zalo em nhắn rồi
Zalo Tổ 5 báo
báo qua Zalo Anh ơi giúp
Facebook Việt Nam
Lưu lại đây cho khỏi quên
Điện lại mất, đường bị ngập
tòa S2 phố Mễ Trì
gọi ngay, zalo mình
nhận hồ sơ ở quầy 5, quầy số 3
bui bay mu troi, tu sang den gio
do nhu son, hoi khong chiu noi
"""


def _lines(table: str) -> list[str]:
    return [line for line in table.splitlines() if line]


@pytest.mark.parametrize("row", _lines(ROWS))
def test_goes(row: str) -> None:
    text, _, redacted = row.partition(" | ")

    assert redact(text).text == redacted
    assert redact(redacted).text == redacted


@pytest.mark.parametrize("text", _lines(STAYS))
def test_stays(text: str) -> None:
    assert redact(text).text == text
