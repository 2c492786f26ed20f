"""python -m services.classifier label: a line out for each line in, and broken lines stop nothing."""

import io
import json
import sys
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from services.classifier import label as tool
from services.classifier.domain.classify import Classifier


def run(classifier: Classifier, *lines: bytes) -> list[dict]:
    return list(tool.label(classifier, lines))


def line(**fields: object) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode()


def test_a_line_out_has_the_agreed_fields(classifier: Classifier) -> None:
    (answer,) = run(classifier, line(id="r1", text="Cháy nhà ở phường Định Công, còn người kẹt trên tầng"))
    assert list(answer) == ["id", "topics", "urgency", "places", "ambiguous", "language", "reasons"]
    assert answer["id"] == "r1"
    assert answer["topics"][0] == "fire_disaster"
    assert answer["urgency"] == 3
    assert answer["places"] == ["00316"]
    assert answer["language"] == "vi"
    assert {"label", "phrase", "weight"} <= set(answer["reasons"][0])


@pytest.mark.parametrize("reported_from", ["phường Bình Thạnh, TP.HCM", "26929"])
def test_the_reporter_unit_may_be_a_name_or_a_code(classifier: Classifier, reported_from: str) -> None:
    (answer,) = run(classifier, line(id=1, text="xã Vĩnh Lộc ngập", reported_from=reported_from))
    assert answer["places"] == ["27619"] or len(answer["places"]) == 1


def test_broken_lines_say_what_is_wrong_and_the_rest_goes_on(classifier: Classifier) -> None:
    answers = run(
        classifier,
        b"{oops",
        line(id="a"),
        b"",
        line(id="b", text=7),
        b"[1]",
        line(text="không có id"),
        line(id="c", text="đèn hỏng", reported_from=5),
        b"\xff\xfe",
        line(id="d", text="đèn hỏng", reported_from="phường Lạ"),
        line(id="e", text="đèn hỏng", more="ignored"),
    )
    assert [(answer.get("id", answer.get("line")), "error" in answer) for answer in answers] == [
        (1, True),
        ("a", True),
        ("b", True),
        (5, True),
        (6, False),
        ("c", True),
        (8, True),
        ("d", False),
        ("e", False),
    ]


def test_the_command_reads_and_writes_streams(
    monkeypatch: pytest.MonkeyPatch, classifier: Classifier
) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(tool.Classifier, "load", lambda: classifier)
    monkeypatch.setattr(tool, "settling", nullcontext)
    monkeypatch.setattr(
        sys, "stdin", SimpleNamespace(buffer=io.BytesIO(line(id=1, text="chào\n") + b"\nbad\n"))
    )
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
    assert tool.main([]) == 1
    assert len(out.getvalue().splitlines()) == 2
    assert tool.main(["--what"]) == 2


def test_progress_goes_to_a_terminal_only(classifier: Classifier) -> None:
    screen = io.StringIO()
    assert len(list(tool._progress([b""] * 2500, screen))) == 2500
    assert screen.getvalue() == ""
    screen.isatty = lambda: True  # type: ignore[method-assign]
    list(tool._progress([b""] * 2500, screen))
    assert "2000 lines" in screen.getvalue()
