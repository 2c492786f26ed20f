"""A dead letter keeps everything and says why; replaying gives the original back."""

from types import SimpleNamespace

from shared.dead_letters import to_dead_letter, to_replay
from shared.decoding import Rejection


def record(**changes):
    base = {
        "topic": "cases.commands",
        "partition": 3,
        "offset": 17,
        "key": b"k",
        "value": b"\xff\x00",
        "headers": (("ce_id", b"1"),),
    }
    return SimpleNamespace(**(base | changes))


def test_nothing_is_lost_on_the_way_there_and_back():
    letter = to_dead_letter(Rejection(record(), "invalid: x"), "escalation")
    assert letter.topic == "cases.commands.dlq"
    headers = dict(letter.headers)
    assert headers["dlq_reason"] == b"invalid: x"
    assert headers["dlq_origin"] == b"cases.commands/3/17"
    back = to_replay(record(topic=letter.topic, key=letter.key, value=letter.value, headers=letter.headers))
    assert (back.topic, back.key, back.value) == ("cases.commands", b"k", b"\xff\x00")
    assert back.headers == [("ce_id", b"1")]


def test_a_letter_that_dies_twice_has_one_reason():
    first = to_dead_letter(Rejection(record(), "one"), "g")
    again = to_dead_letter(Rejection(record(headers=first.headers), "two"), "g")
    assert [v for k, v in again.headers if k == "dlq_reason"] == [b"two"]


def test_an_endless_reason_is_cut():
    letter = to_dead_letter(Rejection(record(), "x" * 5000), "g")
    assert len(dict(letter.headers)["dlq_reason"]) == 500
