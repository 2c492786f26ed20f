"""Receipt codes: the same for a retry, unguessable, readable as people type them, typos known without a look-up."""

import itertools
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.receipts import ALPHABET, Receipts, new_key
from services.intake.domain.sealing import read_key

RECEIPTS = Receipts(read_key(new_key()))
OTHER = Receipts(read_key(new_key()))
IDS = st.uuids().map(str)


@given(IDS)
def test_a_code_is_the_same_for_the_same_report_and_reads_back(report_id: str):
    code = RECEIPTS.code(report_id)
    assert code == RECEIPTS.code(report_id)
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 4]
    assert set(code) <= set(ALPHABET) | {"-"}
    assert RECEIPTS.read(code) == code


@given(IDS, st.randoms(use_true_random=False))
def test_people_may_type_it_in_any_way(report_id: str, random):
    code = RECEIPTS.code(report_id)
    typed = "".join(
        random.choice({"0": "0Oo", "1": "1IiLl", "-": ["-", " ", "", "–", " - "]}.get(c, c + c.lower()))
        for c in code
    )
    assert RECEIPTS.read(f" {typed} ") == code


def test_every_single_typo_and_most_swaps_are_caught():
    missed = tried = 0
    for _ in range(200):
        plain = RECEIPTS.code(str(uuid4())).replace("-", "")
        for position, char in itertools.product(range(16), ALPHABET):
            if char != plain[position]:
                tried += 1
                missed += RECEIPTS.read(plain[:position] + char + plain[position + 1 :]) is not None
    assert tried > 90_000
    assert missed < 20, "15 bits of check: one in 32,768 passes"


def test_codes_of_another_key_are_wrong():
    assert sum(RECEIPTS.read(OTHER.code(str(uuid4()))) is not None for _ in range(2_000)) <= 2


def test_codes_spread_over_all_characters():
    """65 bits of secret: no character is fixed by its place, no two of many reports share a code."""
    codes = [RECEIPTS.code(str(uuid4())).replace("-", "") for _ in range(4_000)]
    assert len(set(codes)) == len(codes)
    for place in range(16):
        assert len({code[place] for code in codes}) == 32


@given(st.text())
def test_no_text_crashes(typed: str):
    RECEIPTS.read(typed)


def test_what_is_stored_opens_nothing():
    report_id = str(uuid4())
    code = RECEIPTS.code(report_id)
    lookup = RECEIPTS.lookup(code)
    assert code.replace("-", "").lower() not in lookup
    assert lookup == RECEIPTS.lookup(code)
    assert lookup != OTHER.lookup(code)
    assert len(lookup) == 32
