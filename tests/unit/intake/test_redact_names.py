"""Names of persons: what goes and what stays, with and without diacritics and capitals."""

import pytest

from services.intake.domain.redact import redact

GOES = """
chi «hoa» o to 5
anh «tuan» danh vo
ba «nguyen thi hien» 70 tuoi
co ong «thanh» hang xom mo loa to
chau «linh» lop 4 bi ban danh
e ten «thuy» o tro
nho goi lai cho chi «mai» [PHONE]
toi la «le van hung» to truong
bà «tư» bán xôi đầu ngõ
bác «sáu» nuôi heo hôi quá
cô «hằng» dạy lớp 3a
chị «lan» và chị «huệ» cãi nhau
chị «Hoa», tổ 5
Cháu «Gia Hân», 6 tuổi, đi lạc
Vợ chồng anh «Minh» chị «Hạnh» ở tổ 3
anh «Tuấn», «Hoa» và «Lan» đánh nhau
Nhà ông «Khải» xã Hữu Văn, hai bố con say
Mẹ tôi tên là «Ngô Thị Chắt», tóc bạc
tên anh ấy là «Dũng»
Tôi «Dần», nhà ở cuối xóm
Tôi là «Lương Đình Khoát», tổ trưởng
«Phùng Thị Lựu» xã Minh Châu mổ đẻ ở viện huyện
03 | tổ 12 | «Nguyễn Thị Sen» | hộ nghèo
04 | to 5 | «tran van hai» | mat nuoc
cụ «Khuất Thị Ngoan», SN [DOB], thôn 3
Bí thư «Nguyễn Văn Khánh» không tiếp dân
Chủ tịch phường «Trần Minh Đức» hứa nhiều lần
bs «Hương» khoa nhi quát mẹ con em
bác sĩ «Trung» ở trạm y tế
Trân trọng,\n«Phạm Quốc Bảo»
Xin cảm ơn. «Lê Thị Nga»
«Vũ Khắc Luyện» [PHONE].
stk [BANK_ACCOUNT] tên ng nhận «NGUYEN VAN SUU»
Thằng «Bắc "cò"» đòi đất
anh «Tuấn» đánh vợ, sáng nay «Tuấn» lại đánh
ANH «TUẤN» ĐÁNH VỢ SUỐT NGÀY
ông xã của «Loan» say
«Hữu Nghĩa» lớp 8 bị bắt nghỉ học
"""

BETWEEN = """
Bé học trò của tôi, «Khánh Vy», nhắn qua Zalo
Người bán («Dần», sạp cuối) bảo rửa là sạch
Hai con nhà tôi, «Bin» và «Bon», viêm tai giữa
Hôm qua «Thảo» khóc suốt buổi học
hẻm 74, «Tư Rớt» cầm mã tấu lùa vợ
Ông thầy phong thủy «Cao Minh Trí» lấy của chị tôi 45 triệu
Cha dượng của cô giáo mầm non «Đào Mỹ Duyên» tới trọ đập cửa
cho «Võ Thu Mai» vay 50 triệu
cho «Vo Thu Mai» vay 50 trieu
lớp của «Cao Minh Lợi» có 40 cháu
lop cua «Vu Dang Cuong» co 40 chau
giay ghi «Lai Quoc Phuc» la sai
02 | «Chu Quốc Tuấn» | tổ 5
e dinh goi cho «Huong» ban tra sua
"""
"""Names in capitals that no title stands before."""

SMALL = """
hàng xóm là «bùi thanh khải» hát to
bác sĩ «hồ xuân nga» không khám
cháu «bùi anh khánh vy» 4 tuổi
«nguyễn phương thảo», tổ 5, xin hỏi
bac si «pham xuan nga» khong kham
bé «thuỳ linh» sốt cao
sdt chu tro «hanh»: [PHONE]
"""
"""Names in small letters."""

HIGHLAND = """
ông «Y Blơ» đường huyết lên 23
Cháu «Giàng A Páo», 12 tuổi, nghỉ học
bà «H'Len Niê» ở buôn Ako
cô giáo em có người lạ tới đón bé «K'Nhung», nói là cậu
Ông «Rơ Châm Hyut» trình báo
"""

RELATIONS = """
cai «Tý» hứa rồi tắt máy
Chị nhà o «Thìn» ở xóm trên
hôm qua con nhỏ «Út» bán vé số lọt hố
Bạn «Nam» với mấy bạn nữa giấu dép
con nhóc «Thảo» bị mẹ kế bỏ đói
mợ «Chín» bị lừa tiền
thằng «Đực» bỏ học
thay phap «Quy» hua cat duyen am
cap cua thay the duc «Tru» bat 30 em chay
lò nhà «Tẹo» đang cháy
gia đình anh chị «Thắng» bị cắt nước
"""
"""Trades, relations and the words of the Centre and the South."""

STAYS = """
anh đánh em đau quá
anh danh em dau qua
chi tieu cua phuong la bao nhieu
ba ngay nay mat nuoc
em bé khóc cả đêm
cô giáo bắt nộp tiền
bà con trong xóm kêu nhiều
con chó nhà bên cắn người
thay co giao danh hoc sinh thi lam sao
chu nha tro lay tien dien 5k
em lam o cong ty may luong thap
cac anh danh nhau truoc cong
mấy chị bán hàng rong
anh công an phường tốt
chú bảo vệ trường không cho vào
em thương mẹ lắm
em thu tiền điện nước giùm
anh hiền lành lắm
ba mẹ em ly hôn
be gai bi bo roi
Mẹ cháu D., lớp 8
phụ huynh cháu L.B.K., 4 tuổi
đường Trần Phú, Hà Đông có hố ga hở
phố Nguyễn Trãi và ngõ 5 Lê Lợi
Lê Lợi ngập sâu
duong nguyen trai ngap nuoc
trường Chu Văn An thu tiền sai
Trường THCS Nguyễn Du
chợ Hôm bẩn quá
Chùa Bộc tắc đường
từ Trường Chinh đến Ngã Tư Sở
phường Hai Bà Trưng, quận Hai Bà Trưng
de nghi cong an quan hai ba trung xu ly
o co nhue bac tu liem
xã Ô Diên, Gia Lâm, Ba Vì
công ty Hoàng Long xả thải
quán phở Thìn bẩn
tượng đài Lý Thái Tổ
Ông Chủ tịch phường hứa
TP Hồ Chí Minh
Ô tô đỗ kín lòng đường
Hàng xóm hóa vàng ngay chân cột điện
thợ hàn không kính, mắt đỏ hoe
sư thầy quyên tiền đúc chuông
bệnh nhi nữ 13 tuổi
nhóm sinh viên Xuân Thủy
chủ trọ Phùng Khoang tăng tiền phòng
Kênh dẫn nước bà con đào
xếp hàng sáng. Phố Yên Ninh.
ho khong chiu. Pho Yen Ninh.
ngan nguoi xep hang. Ngo Tho Quan.
hơn ba nghìn học sinh Hà Nội
mẹ Việt Nam
tối thứ Sáu đập phá ầm ầm
tháng Mười nói chờ
Thầy dạy Toán nghỉ hai tháng
dịch tả châu Phi
trường cấp ba đẹp mê
mua ban o cho Nghe
e dang ky tam tru ma chu tro khong cho
trộn bê tông rung nứt cả trần thạch cao
ma túy
"""

ALONE = """
lò mổ «Sáu Rô» xả thẳng xuống kênh
đại lý «Tám Nhơn» ép giá, thương lái «Út Lượm» bỏ cọc
bọn «Toàn "xoăn"» thu tiền chợ, có cả «Hưng "mập"»
chú «Quyết gù» mổ lợn giữa ngõ
trực đêm qua có: «Hà», «Dũng», «Nhàn» đủ mặt
bà con gồm «Tuyết», «Nhung» và «Vân» cùng ký
thầy «Lỳ A Chứ» giữ tay từng cháu
nhà ông «Mùa A Dế» bị vùi một góc
người báo: «Triệu Mí Pao», xã Lũng Cú
Tôi là «Rơ Châm» «H'Yến», mới sinh
chú bán xôi gấc «Nhạn» quên đậy vung
«Uyên», y sĩ trạm, báo lại
«Uyên» lễ tân nhờ chuyển lời
bánh của «Thuỳ Dương» bán hết từ sớm
bọn chúng đâm «Lộc» rồi nhốt «Quý» bên trong
cô ấy tên «Trương My», ở trọ
Gui Cong an, toi ten «Dieu Huyen», dang tron
Nộp rồi mà chưa trả. «Thạch Sa Rết», 11 tuổi.
"""
THINGS = """
học Toán, Văn, Anh kín tuần
thứ Tư, Năm, Sáu mất nước
tối thứ Bảy "giải quyết" ở bãi
lớp tiếng Anh "liên kết" thu thêm
ông tài xế bảo chờ, ông tài chạy mất
bé lạc ở hội chợ đã về
bình quân mỗi hộ đóng một triệu
vợ chồng vỡ nợ bỏ đi
ông lãng tai không nghe
"""


def lines(table: str) -> list[str]:
    return [line.replace("\\n", "\n") for line in table.splitlines() if line]


@pytest.mark.parametrize("line", lines(GOES + BETWEEN + SMALL + HIGHLAND + RELATIONS + ALONE))
def test_a_name_goes_and_its_title_stays(line: str) -> None:
    text = line.replace("«", "").replace("»", "")
    pieces = line.split("«")
    expected = pieces[0] + "".join(f"[PERSON]{piece.partition('»')[2]}" for piece in pieces[1:])
    assert redact(text).text == expected


@pytest.mark.parametrize("line", lines(STAYS + THINGS))
def test_everyday_words_places_and_initials_stay(line: str) -> None:
    assert redact(line).text == line
