"""From a small training set to a model: it learns, says what it learnt, survives the disk, hears corrections."""

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from services.classifier.domain.classify import Classifier
from services.classifier.domain.features import names
from services.classifier.domain.linear import Linear, ModelError
from services.classifier.domain.models import Context
from services.classifier.learning.corpus import GOLD, Example, fingerprint, load
from services.classifier.learning.registry import Registry
from services.classifier.learning.training import train
from services.classifier.learning.views import view
from shared.contracts.taxonomy import Topic, Urgency

NOW = datetime(2026, 11, 25, tzinfo=UTC)
UNHEARD_OF = "máy tầm lô gỉ kêu cọt kẹt ở bãi sậy"


@pytest.fixture(scope="module")
def model(classifier: Classifier, small_set: Path) -> Linear:
    return train(classifier, "small-1", folder=small_set)


def test_it_learns_and_its_card_says_from_what(classifier: Classifier, model: Linear, small_set: Path):
    found = classifier.with_model(model).classify("Cô giáo thu tiền học thêm ngoài giờ", Context())
    assert found.topics[0].topic is Topic.EDUCATION
    assert found.model == "small-1"
    assert model.card["training_set"]["sha256"] == fingerprint(small_set)
    assert sum(model.card["topic_shares"].values()) == pytest.approx(1, abs=0.01)
    assert "Authored" in model.card["origin"]


def test_what_is_written_is_read_again_without_pickle(model: Linear, tmp_path: Path):
    model.save(tmp_path)
    again = Linear.load(tmp_path)
    assert again.vocabulary.words == model.vocabulary.words
    assert again.vocabulary.marks == model.vocabulary.marks
    np.testing.assert_allclose(again.weights, model.weights, rtol=2e-3, atol=1e-3)
    assert not any(name.endswith((".pkl", ".pickle", ".joblib")) for name in map(str, tmp_path.iterdir()))
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as arrays:
        assert "weights" in arrays


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("card.json", b"{"),
        ("card.json", b"{}"),
        ("weights.npz", b"no"),
        ("vocabulary.txt", b"only\nthree\nwords\n"),
    ],
)
def test_a_broken_model_is_refused_with_its_folder(model: Linear, tmp_path: Path, file: str, content: bytes):
    model.save(tmp_path)
    (tmp_path / file).write_bytes(content)
    with pytest.raises(ModelError, match=tmp_path.name):
        Linear.load(tmp_path)


def test_the_rows_of_a_text_are_its_names(classifier: Classifier, model: Linear):
    """What is learnt by name is looked up by row: the two must agree."""
    text = "Chồng say rượu, đánh vợ con; hàng xóm gọi 113. Đèn đường hỏng!"
    seen = view(classifier, text)
    vocabulary, served = model.vocabulary, classifier.with_model(model)
    found = served.lexicon.find([served.reader.read(text)], served.guards)
    rows = served.marker.rows(found, [served.marker.spans(one) for one in found])
    by_row = {row: word for word, row in vocabulary.words.items()}
    pairs = [
        f"{by_row[key // vocabulary.size]} {by_row[key % vocabulary.size]}"
        for key in vocabulary.pairs.tolist()
    ]
    by_row |= dict(enumerate(pairs, start=vocabulary.size))
    by_row |= {row: mark for mark, row in vocabulary.marks.items()}
    looked_up = [by_row[row] for part in (rows.words, rows.pairs, rows.marks) for row in part.tolist() if row]
    known = set(by_row.values())
    assert sorted(looked_up) == sorted(name for name in names(seen.text, seen.marks) if name in known)


def test_a_correction_reaches_the_next_model(classifier: Classifier, model: Linear, small_set: Path):
    before = classifier.with_model(model).classify(UNHEARD_OF, Context())
    assert before.topics[0].topic is not Topic.LIVELIHOOD
    corrections = [
        Example(
            id=f"corrections:{n}", text=f"{UNHEARD_OF} {n}", topics=(Topic.LIVELIHOOD,), urgency=Urgency.HIGH
        )
        for n in range(3)
    ]
    taught = train(classifier, "small-2", corrections, folder=small_set)
    after = classifier.with_model(taught).classify(UNHEARD_OF, Context())
    assert after.topics[0].topic is Topic.LIVELIHOOD
    assert taught.card["corrections"] == 3


def test_a_correction_that_tells_what_a_gold_report_tells_is_not_learnt(
    classifier: Classifier, small_set: Path
):
    said: list[str] = []
    gold = load(GOLD)[0]
    corrections = [
        Example(id="c:1", text=f"{gold.text} ạ", topics=gold.topics, urgency=gold.urgency),
        Example(id="c:2", text=UNHEARD_OF, topics=(Topic.LIVELIHOOD,), urgency=Urgency.HIGH),
    ]
    taught = train(classifier, "small-3", corrections, said.append, small_set)
    assert taught.card["corrections"] == 1
    assert any("gold" in line for line in said)


def test_versions_are_kept_and_never_overwritten(model: Linear, tmp_path: Path):
    registry = Registry(tmp_path / "models")
    shipped = registry.current()
    registry.add(model, NOW)
    assert registry.versions() == ["small-1"]
    assert registry.current() == shipped, "trained is not in force"
    with pytest.raises(ModelError, match="never overwritten"):
        registry.add(model, NOW)
    with pytest.raises(ModelError, match="no version nine"):
        registry.path("nine")
    registry.promote("small-1", NOW, {})
    assert Linear.load(registry.current()).version == "small-1"
    lines = (tmp_path / "models" / "history.jsonl").read_text().splitlines()
    assert [json.loads(line)["what"] for line in lines] == ["trained", "promoted"]
