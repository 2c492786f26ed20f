"""The corpus: its lines, its size, and that train and gold have nothing in common."""

from collections import Counter

import pytest

from services.classifier.learning import clusters
from services.classifier.learning.corpus import (
    CORPUS,
    GOLD,
    TRAIN,
    CorpusError,
    Span,
    fingerprint,
    load,
    parse,
    read,
)
from shared.contracts.taxonomy import Topic, Urgency


def test_a_line_says_labels_places_tags_and_personal_data():
    example = parse(
        r"2 | child_protection,education | 00316,00337* | old,teen | chị {PERSON:Hoa}\nở Đại Kim", "x:7"
    )
    assert example.text == "chị Hoa\nở Đại Kim"
    assert example.spans == (Span("PERSON", 4, 7),)
    assert example.topics == (Topic.CHILD_PROTECTION, Topic.EDUCATION)
    assert example.urgency is Urgency.HIGH
    assert example.places == ("00316", "00337")
    assert example.ambiguous
    assert example.tags == {"old", "teen"}
    assert example.author == "x"


def test_no_place_and_not_looked_up_are_two_things():
    assert parse("1 | other | - | - | a", "x:1").places == ()
    assert parse("1 | other | ? | - | a", "x:1").places is None


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("1 | other | - | a", "fewer than five columns"),
        ("4 | other | - | - | a", "4 is not a valid Urgency"),
        ("1 | weather | - | - | a", "weather"),
        ("1 | other,health | - | - | a", "other stands alone"),
        ("1 | health,health | - | - | a", "different ones"),
        ("1 | health | 99999 | - | a", "no unit today has the code 99999"),
        ("1 | health | - | loud | a", "unknown tag loud"),
        ("1 | health | - | - | {NAME:Hoa}", "NAME is no kind of personal data"),
    ],
)
def test_a_broken_line_names_file_line_and_remedy(tmp_path, line: str, message: str):
    file = tmp_path / "someone.txt"
    file.write_text(f"# a comment\n\n{line}\n", "utf-8")
    with pytest.raises(CorpusError, match=f"someone.txt, line 3: .*{message}"):
        list(read(file))


def test_a_folder_without_a_corpus_is_an_error(tmp_path):
    with pytest.raises(CorpusError, match=r"holds no \*\.txt"):
        load(tmp_path)


def test_the_gold_set_is_frozen():
    assert fingerprint(GOLD) == (GOLD / "FROZEN").read_text().strip()


def test_the_gold_set_is_large_and_varied_enough():
    gold = load(GOLD)
    assert len(gold) >= 600
    assert min(Counter(example.topics[0] for example in gold).values()) >= 30
    assert sum(example.urgency == Urgency.EMERGENCY for example in gold) >= 100
    assert sum("false" in example.tags for example in gold) >= 100
    assert all(example.places is not None for example in gold)


def test_the_training_set_is_large_enough():
    assert sum(not example.is_clause for example in load(TRAIN)) >= 2500


def test_no_report_that_is_measured_with_is_told_again_in_the_training_set():
    measured, train = [*load(GOLD), *load(CORPUS / "dev")], load(TRAIN)
    heads = clusters.clusters([example.text for example in (*measured, *train)])
    shared = {head for head in heads[len(measured) :] if head < len(measured)}
    assert [measured[head].id for head in shared] == []


def test_clusters_hold_what_is_told_in_nearly_the_same_words():
    texts = [
        "đèn đường ngõ 20 hỏng cả tuần nay tối om không ai sửa",
        "Den duong ngo 20 hong ca tuan nay, toi om khong ai sua!",
        "rác chất đống đầu ngõ ba hôm chưa ai thu",
    ]
    assert clusters.clusters(texts) == [0, 0, 2]
