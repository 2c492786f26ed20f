"""What is wrong with a row, and the remedy, in Vietnamese and English."""

from typing import NamedTuple

from services.intake.importer.columns import SHOWN, Column


class Problem(NamedTuple):
    """What is wrong with one row (number 0: with the whole sheet or file), and how to mend it."""

    sheet: str
    number: int
    column: str
    vi: str
    en: str
    remedy_vi: str
    remedy_en: str


EMPTY = (
    "Ô này để trống.",
    "The cell is empty.",
    "Ghi nội dung phản ánh, hoặc xóa cả dòng.",
    "Write the report, or delete the row.",
)
ERROR_CELL = (
    "Ô này chứa lỗi của Excel (ví dụ #REF!).",
    "The cell holds an Excel error (like #REF!).",
    "Gõ lại giá trị thay cho công thức bị hỏng.",
    "Type the value instead of the broken formula.",
)
TEXT_REMEDY = (
    "Sửa nội dung trong ô rồi nhập lại tệp.",
    "Mend the text and import the file again.",
)
BAD_DATE = (
    "Ngày này không có thật hoặc viết chưa đúng.",
    "There is no such day, or it isn't written as a date.",
    "Ghi như 13/11/2026.",
    "Write it like 13/11/2026.",
)
BAD_TIME = (
    "Giờ viết chưa đúng.",
    "This isn't a time of day.",
    "Ghi như 07:45 hoặc 7h45.",
    "Write it like 07:45.",
)
NO_HEADER = Problem(
    "",
    0,
    SHOWN[Column.TEXT],
    "Không tìm thấy dòng tiêu đề có cột “Nội dung” trong 20 dòng đầu.",
    "No header row with a column “Nội dung” (text) was found in the first 20 rows.",
    "Đặt tên các cột: Ngày nhận, Giờ, Đơn vị, Nội dung, Mã.",
    "Name the columns: Ngày nhận, Giờ, Đơn vị, Nội dung, Mã (date, time, unit, text, code).",
)
