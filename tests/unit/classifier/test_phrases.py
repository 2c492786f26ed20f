"""How phrases are written in data files, and where they match."""

import pytest

from services.classifier.domain.phrases import Phrasebook, expand
from services.classifier.domain.text import Reader


@pytest.mark.parametrize(
    ("pattern", "phrases"),
    [
        ("chồng đánh", ["chồng đánh"]),
        ("(chồng|bố) (đang |)đánh", ["chồng đang đánh", "chồng đánh", "bố đang đánh", "bố đánh"]),
        ("lớp {1-3}", ["lớp 1", "lớp 2", "lớp 3"]),
        ("(a (b|c)|d) e", ["a b e", "a c e", "d e"]),
        ("thuý", ["thúy"]),
    ],
)
def test_alternatives(pattern: str, phrases: list[str]) -> None:
    assert list(expand(pattern)) == phrases


@pytest.mark.parametrize("pattern", ["(a|b", "a)", "((a)"])
def test_brackets_must_match(pattern: str) -> None:
    with pytest.raises(ValueError, match="bracket"):
        list(expand(pattern))


def found(pattern: str, text: str, traps: tuple[str, ...] = ()) -> bool:
    book = Phrasebook(traps)
    book.add(pattern, 1)
    book.freeze()
    return bool(len(book.find([Reader({}, book.numbers).read(text)]).phrases))


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("cầm dao", "Anh ta CẦM DAO rồi", True),
        ("cầm dao", "anh ta cam dao roi", True),
        ("cầm dao", "anh ta cầm, dao rơi xuống đất", False),
        ("cầm dao", "cầm daoo", False),
        ("máu", "mau len cac anh oi, den mau di", False),
        ("máu", "đến mau đi, đường tối lắm rồi", False),
        ("~máu", "chay mau nhieu lam cac anh oi", True),
        ("karaoke", "quan karaoke mo nhac to ca dem", True),
        ("=cờ bạc", "nha do co bac sau khach hay toi", False),
        ("=cờ bạc", "nhà đó cờ bạc suốt ngày đêm", True),
        ("đánh", "nhà đánhgiá", False),
    ],
)
def test_whole_words_and_safe_folding(pattern: str, text: str, matches: bool) -> None:
    assert found(pattern, text) is matches


def test_a_trap_is_looked_for_with_diacritics_only() -> None:
    assert not found("bão về", "nho cac anh bao ve khu pho", traps=("bão về",))
    assert found("bão về", "đêm nay bão về rồi bà con ạ", traps=("bão về",))
