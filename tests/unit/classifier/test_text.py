"""One spelling for all ways of writing, and a way back to the words as written."""

import unicodedata

import pytest

from services.classifier.domain.spelling import canonical, is_plain, strip
from services.classifier.domain.text import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader({"ck": "chồng", "k": "không", "e": "em", "má": "mẹ", "hẻm": "ngõ"})


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("hoà", "hòa"),
        ("thuý", "thúy"),
        ("khoẻ", "khỏe"),
        ("quý", "quý"),
        ("toàn", "toàn"),
        ("CHÁY", "cháy"),
        ("cứuuuuu", "cứu"),
        ("250", "999"),
        ("2019", "2019"),
        ("113", "113"),
        ("16", "16"),
    ],
)
def test_a_word_has_one_spelling(written: str, read: str) -> None:
    assert canonical(written) == read


def test_folding_keeps_the_letters() -> None:
    assert strip("đường") == "duong"
    assert strip("Ựự") == "Uu"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("den duong hong ca tuan nay", True),
        ("Đèn đường hỏng cả tuần nay", False),
        ("den duong o ngõ 5 hong ca tuan roi khong ai sua", True),
        ("", False),
    ],
)
def test_text_without_diacritics_is_known(text: str, plain: bool) -> None:
    assert is_plain(text) is plain


def test_teencode_and_dialect_are_read_word_by_word(reader: Reader) -> None:
    assert list(reader.read("Ck e k về hẻm của má").words) == [
        "chồng",
        "em",
        "không",
        "về",
        "ngõ",
        "của",
        "mẹ",
    ]


def test_the_words_as_written_stay_reachable(reader: Reader) -> None:
    text = reader.read("Nhà  HOÀ, ngõ 5.\nCk e")
    start = list(text.words).index("hòa")
    assert text.phrase(start, start + 1) == "HOÀ"
    assert len(text.tokens) == len(text.words) == len(text.folded) == len(text.numbers) == len(text.kinds)


def test_words_have_the_numbers_of_the_tables_and_others_none() -> None:
    text = Reader({"ck": "chồng"}, {"chồng": 1, "chong": 2, "đánh": 3}).read("Ck ĐÁNH em")
    assert text.numbers == (1, 3, 0)
    assert text.folded_numbers == (2, 0, 0)


def test_sentences_end_at_stops_and_lines(reader: Reader) -> None:
    text = reader.read("Cháy rồi! Nhanh lên\nở ngõ 5")
    by_word = dict(zip(text.words, text.sentence, strict=True))
    assert by_word["cháy"] < by_word["nhanh"] < by_word["ngõ"]


def test_composed_and_decomposed_text_are_read_alike(reader: Reader) -> None:
    text = "Trường tiểu học thuý sơn, phường Hoà Bình"
    assert reader.read(unicodedata.normalize("NFD", text)).words == reader.read(text).words


def test_the_memory_of_words_is_bounded(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.classifier.domain.text._MEMORY", 50)
    for number in range(200):
        reader.read(f"từ{number} khác{number}")
    assert len(reader._chunks) <= 52
    assert len(reader._tokens) <= 52
    assert list(reader.read("từ1 khác1").words) == ["từ1", "khác1"]
