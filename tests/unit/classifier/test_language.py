import pytest


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nước máy có mùi lạ từ sáng, nhờ kiểm tra", "vi"),
        ("nuoc may co mui la tu sang, nho kiem tra", "vi"),
        ("ck e say r, e k dám về", "vi"),
        ("The street light in our lane has been broken for two weeks, please fix it", "en"),
        ("There is a fire in the building and people are trapped", "en"),
        ("水道の水が出ません", "ja"),
        ("Улица затоплена после дождя", "ru"),
        ("asdhk jjjkk 8888 ....//", "und"),
        ("12/11 ??? 🙂", "und"),
        ("", "und"),
        ("Wifi nhà em yếu quá, camera khu phố cũng mất tín hiệu", "vi"),
    ],
)
def test_language(label, text: str, language: str) -> None:
    assert label(text).language == language
