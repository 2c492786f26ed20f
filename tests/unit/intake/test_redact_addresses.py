"""Addresses, accounts, births and profiles: what goes and what stays."""

import pytest

from services.intake.domain.redact import redact

GOES = {
    "ADDRESS": """
số 12 ngõ 5 phố Vọng
so 9 ngach 41/7 Thai Ha
số 47 ngách 29/8 phố Lĩnh Nam
12/5/3 Trần Phú
28 phố Chùa Láng
12A ngõ 167 Hoàng Hoa Thám
nhà 45 tổ 3
nhà 14 ngõ 15 Tạ Quang Bửu
số 5 tổ Kiên Thành
số 19/3B hẻm Tư Lành
14/6 đường số 22
P1204 CT2
P.302
P504 nhà E7
phòng 610 khu tập thể Kim Liên
căn 805 tòa B
căn 1208 tòa HH2
căn A1207
Căn 09.14
so 27 ngo 169 Tan Mai
""",
    "BANK_ACCOUNT": """
stk «0950047713326»
tài khoản của tôi mở tại ngân hàng Nông nghiệp chi nhánh Hoàng Mai số «1500 2051 2345 6»
thẻ «0991 1111 2222 3333» bị nuốt
số tài khoản: «0951 0004 48123»
tk «19035556677» Techcombank
«0951000448123» Vietcombank
""",
    "DOB": """
sinh ngày «04/02/1993»
SN «1980»
sinh «12/4/1999»
ngày sinh: «1-2-1975»
""",
    "SOCIAL": """
fb.com/tothi.ngu
https://www.facebook.com/duongpho.nha.toi
zalo.me/0950123456
@chi.mau.nuoc
tiktok: «nha.toi_99»
""",
}

STAYS = """
ngõ 174 Lĩnh Nam
ngõ 6 đường 23 Quang Minh
tổ 12 khu 3, thôn 4, xóm 3
phố Lý Thường Kiệt, quận Hoàn Kiếm
phường 12, quận 3
đường số 8, khu dịch vụ số 2
nhà 3 tầng, nhà 5 người, nhà 2 mẹ con
phòng 4 người ở, căn 3 phòng ngủ
lớp 4A trường 12/5
ngày 12/5 đường Trần Phú ngập
quyết định số 12 ngày 03/02/2026
xe buýt số 34, tuyến 09A
chuyển khoản 2.500.000 đồng
tài khoản bị trừ 22.000d
ngân hàng 66 triệu
ngày 12/5/2026 họp tổ
năm 2024, 19/5/2025
https://vnexpress.net/bai-viet-123.html
hẹn nhau @ quán
đọc trên facebook, nhắn zalo tổ
"""


def cases() -> list[tuple[str, str]]:
    return [(kind, line) for kind, table in GOES.items() for line in table.strip().splitlines()]


@pytest.mark.parametrize(("kind", "line"), cases())
@pytest.mark.parametrize("frame", ["{}", "Tôi ở {}, xin giúp", "({})"])
def test_a_span_is_found_exactly(kind: str, line: str, frame: str) -> None:
    line = line if "«" in line else f"«{line}»"
    before, _, rest = frame.format(line).partition("«")
    value, _, after = rest.partition("»")
    assert redact(before + value + after).text == f"{before}[{kind}]{after}"


@pytest.mark.parametrize("line", STAYS.strip().splitlines())
def test_what_names_no_home_account_birth_or_profile_stays(line: str) -> None:
    assert redact(line).text == line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nhà số 41 tổ 9 phố Keo bị tạt sơn", "Nhà [ADDRESS] bị tạt sơn"),
        ("ở số 88 phố Lò Đúc, phường Hai Bà Trưng", "ở [ADDRESS], phường Hai Bà Trưng"),
        ("phòng 504 nhà B Phương Canh", "[ADDRESS] Phương Canh"),
        ("trước cửa hẻm 118/3, cửa sắt xanh", "trước cửa [ADDRESS], cửa sắt xanh"),
        ("ở ngõ 12/4, tổ 5", "ở ngõ 12/4, tổ 5"),
        ("tầng ba số 62 đường làng Thượng Cát, gió", "tầng ba [ADDRESS], gió"),
        ("gạch rơi ở số 77 Hải Thượng Lãn Ông, lề", "gạch rơi ở [ADDRESS], lề"),
        ("lầu 3 số 9 Hoàng Diệu 2, mắt tôi", "[ADDRESS], mắt tôi"),
        ("em ở 12A/5 Nguyễn Thị Nhỏ, quận 11 cũ", "em ở [ADDRESS], quận 11 cũ"),
        ("liền kề 7 số 19", "liền kề [ADDRESS]"),
        ("phong 11 nha tro ong Dau p Linh Xuan", "[ADDRESS] p Linh Xuan"),
        ("phòng trọ số 7 hẻm 128 phường Bình Trị Đông", "phòng trọ [ADDRESS] phường Bình Trị Đông"),
        ("nhà 47/3 đường Tỉnh lộ 8, Củ Chi", "[ADDRESS], Củ Chi"),
        ("ki ốt 18 chợ Đầu Mối", "ki ốt [ADDRESS]"),
        ("căn 1809 tòa Ruby 2, Thạch Bàn", "[ADDRESS], Thạch Bàn"),
        ("bác tôi đi thanh niên xung phong 1971", "bác tôi đi thanh niên xung phong 1971"),
        ("mat sap 1 tuan chua tra", "mat sap 1 tuan chua tra"),
        ("Tạ Thị Xinh, 20/02/2006", "[PERSON], [DOB]"),
        ("nhà em E5-1403 mất nước, hộ F2-07 cũng vậy", "nhà em [ADDRESS] mất nước, hộ [ADDRESS] cũng vậy"),
        ("chặn tôi ở hầm xe S3.02-1511 đêm qua", "chặn tôi ở hầm xe [ADDRESS] đêm qua"),
        ("mã hồ sơ H15.20-250903-0017, ống D-220 rò", "mã hồ sơ H15.20-250903-0017, ống D-220 rò"),
        ("căn 2207 của chị ấy, phòng 300 nghìn", "[ADDRESS] của chị ấy, phòng 300 nghìn"),
        ("bà tôi ở 52/7 tổ 3, gọi ngày 12/5 tổ 3", "bà tôi ở [ADDRESS], gọi ngày 12/5 tổ 3"),
        ("ghé 63/8 hẻm đình xem", "ghé [ADDRESS] xem"),
        ("P.07 tầng 11 tòa Sao Biển, gọi bảo vệ", "[ADDRESS], gọi bảo vệ"),
        ("phòng 318 khách sạn Hương Tràm cháy", "[ADDRESS] cháy"),
        ("quán 26 Hàng Than ồn, quận 5 cũng thế", "quán [ADDRESS] ồn, quận 5 cũng thế"),
        ("số 41, đường 3 tháng 2, nước tràn", "[ADDRESS], nước tràn"),
        ("ngõ 81 Linh Lang, số 17, cửa sắt", "[ADDRESS], cửa sắt"),
        ("nhà cụ ở xóm Chùa, số 14.", "nhà cụ ở xóm Chùa, [ADDRESS]."),
        ("nhà ở 9 Lương Sử C, lối sau", "nhà ở [ADDRESS], lối sau"),
        ("ở 41/6 Lê Văn Thọ nối dài, có cổng", "ở [ADDRESS], có cổng"),
        ("nhà nghỉ 58 đường Láng báo mất xe", "nhà nghỉ [ADDRESS] báo mất xe"),
        ("xe rác đỗ ở số 63/2 tổ dân phố 5, mùi", "xe rác đỗ ở [ADDRESS], mùi"),
        ("nhà 104B3 Tập thể Thủy Lợi dột", "[ADDRESS] dột"),
        ("xưởng ở lô 15 cụm công nghiệp Đồng Trầm xả", "xưởng ở [ADDRESS] xả"),
        ("shop 04 tòa C5 mở nhạc, shop 3 ngày chưa giao", "[ADDRESS] mở nhạc, shop 3 ngày chưa giao"),
        ("thửa 51 tờ 7 chưa ra sổ", "thửa 51 tờ 7 chưa ra sổ"),
        ("km 8+300 quốc lộ 6 sạt", "km 8+300 quốc lộ 6 sạt"),
        ("gọi 0951.204.7718, thừa một số", "gọi [PHONE], thừa một số"),
        ("máy tôi 0952 ba bảy một, không sáu tám", "máy tôi [PHONE]"),
        ("chuyển 3 triệu vào 201 4488 7710 026 nhé", "chuyển 3 triệu vào [BANK_ACCOUNT] nhé"),
        ("nói chuyện với tôi. Số +84 951 204 771", "nói chuyện với tôi. Số [PHONE]"),
        ("sinh ngày mùng 7 tháng 5 năm 1949, yếu", "sinh ngày [DOB], yếu"),
        ("sinh rằm tháng 8 năm 2019", "sinh [DOB]"),
        ("ngày sinh đúng 09/11/2010", "ngày sinh đúng [DOB]"),
        ("Bà Tạ Thị Xinh, 1958, bị ngã", "Bà [PERSON], [DOB], bị ngã"),
        ("xe biển 24H-10.638 chạy", "xe biển [PLATE] chạy"),
        ("bán qua live nhim_con_86 đồ giả", "bán qua live [SOCIAL] đồ giả"),
        ("trưởng nhóm nick Gấu Ngủ Đông", "trưởng nhóm nick [SOCIAL]"),
        ("gửi diem chấm le a còng gmail chấm com nhé", "gửi [EMAIL] nhé"),
        ("Liên hệ giúp @a.b, a.b@example.vn", "Liên hệ giúp [SOCIAL], [EMAIL]"),
        ("stk 0950123456, sđt 0950123456", "stk [BANK_ACCOUNT], sđt [PHONE]"),
    ],
)
def test_kinds_meet(text: str, expected: str) -> None:
    assert redact(text).text == expected
