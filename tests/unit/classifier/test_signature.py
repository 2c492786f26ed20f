"""Near-duplicates by MinHash: alike for alike texts, the same in every process."""

import subprocess
import sys

from services.classifier.domain.signature import LENGTH, signature
from services.classifier.domain.text import Reader

TEXT = "Ngõ 12 mất nước ba ngày nay, cả xóm phải đi xin từng xô"
SCRIPT = f"""
from services.classifier.domain.signature import signature
from services.classifier.domain.text import Reader
print(signature(Reader({{}}).read({TEXT!r})))
"""


def likeness(one: str, other: str) -> float:
    reader = Reader({})
    first, second = signature(reader.read(one)), signature(reader.read(other))
    return sum(a == b for a, b in zip(first, second, strict=True)) / LENGTH


def test_forwarded_copies_are_alike_and_other_matters_are_not() -> None:
    assert likeness(TEXT, "ngo 12 mat nuoc ba ngay nay ca xom phai di xin tung xo") == 1
    assert likeness(TEXT, f"Chuyển tiếp: {TEXT} !!!") > 0.7
    assert likeness(TEXT, "Quán nhậu đầu phố hát tới khuya, trẻ con không học được") < 0.2


def test_values_fit_the_contract_and_every_process_agrees() -> None:
    values = signature(Reader({}).read(TEXT))
    assert len(values) == LENGTH
    assert all(0 <= value < 2**32 for value in values)
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            capture_output=True,
            check=True,
            text=True,
            env={"PYTHONHASHSEED": seed},
        )
        assert done.stdout.strip() == str(values)


def test_a_text_without_words_has_none() -> None:
    assert signature(Reader({}).read(" ?! 🙂 ")) == ()
