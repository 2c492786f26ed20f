"""Seals, marks, tokens and limits: what each keeps from whom."""

from datetime import UTC, datetime, timedelta

import pytest
from nacl.exceptions import CryptoError

from services.intake import channel_tokens
from services.intake.domain import sealing, source_mark
from services.intake.domain.rate_limit import RateLimit, network_of
from services.intake.domain.sealing import Original, Sealer, unseal
from shared import tokens
from shared.contracts.taxonomy import Channel


def test_only_the_private_key_opens_a_seal():
    public, private = sealing.new_key_pair()
    sealer = Sealer(public)
    sealed = sealer.seal("Chuyện riêng", "0950123456")
    assert unseal(sealed, private) == Original("Chuyện riêng", "0950123456")
    assert b"0950123456" not in sealed
    assert sealed != sealer.seal("Chuyện riêng", "0950123456")
    with pytest.raises(CryptoError):
        unseal(sealed, sealing.new_key_pair()[1])
    with pytest.raises(CryptoError):
        unseal(sealed, public)
    assert sealer.key_id == Sealer(public).key_id != Sealer(sealing.new_key_pair()[0]).key_id


@pytest.mark.parametrize("key", ["", "abc", "A" * 44, "!" * 44, "é" * 44])
def test_a_wrong_key_is_refused_with_the_remedy(key: str):
    with pytest.raises(ValueError, match="keygen"):
        Sealer(key)


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("0950123456", "+84 950 123 456"),
        ("0950.123.456", "0084950123456"),
        ("(0950) 123-456", "84950123456"),
        ("Diem@Example.VN ", "diem@example.vn"),
        ("ＺＡＬＯ１２", "zalo12"),
    ],
)
def test_one_sender_has_one_spelling(one: str, same: str):
    assert source_mark.normalised(one) == source_mark.normalised(same)


def test_marks_differ_by_key_channel_and_sender():
    key = source_mark.new_key()
    marks = {
        source_mark.mark(key, Channel.SMS, "0950123456"),
        source_mark.mark(key, Channel.ZALO, "0950123456"),
        source_mark.mark(key, Channel.SMS, "0950123457"),
        source_mark.mark(source_mark.new_key(), Channel.SMS, "0950123456"),
    }
    assert len(marks) == 4
    assert all(len(mark) == 32 and "950123456" not in mark for mark in marks)


def test_periods_follow_each_other_without_a_gap():
    now = datetime(2026, 11, 16, tzinfo=UTC)
    number = source_mark.period(now, 28)
    end = source_mark.period_end(number, 28)
    assert now < end <= now + timedelta(days=28)
    assert source_mark.period(end, 28) == number + 1
    assert source_mark.period(end - timedelta(seconds=1), 28) == number


def test_tokens_open_their_channel_and_may_be_changed_without_a_gap():
    (old, old_line), (new, new_line) = tokens.make("zalo"), tokens.make("zalo:2026b")
    sms, sms_line = tokens.make("sms")
    known = channel_tokens.read(f"# tokens\n{old_line}\n{new_line},{sms_line}\n")
    for token, channel in ((old, Channel.ZALO), (new, Channel.ZALO), (sms, Channel.SMS)):
        assert channel_tokens.channel_of(f"Bearer {token}", known) is channel
        assert channel_tokens.channel_of(f"bearer {token} ", known) is channel
        assert token not in str(known)
    for header in (None, "", "Bearer", "Bearer x", f"Basic {sms}", sms, f"Bearer {sms}x", "Bearer é"):
        assert channel_tokens.channel_of(header, known) is None


@pytest.mark.parametrize("entries", ["fax=" + "0" * 64, "zalo=12", "zalo", "=" + "0" * 64])
def test_a_wrong_token_line_is_refused(entries: str):
    with pytest.raises(ValueError, match=r"channel|name=sha256hex"):
        channel_tokens.read(entries)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:ff23::1", "2001:db8:1:ff00::/56"),
        ("::1", "::/56"),
        ("fe80::1%eth0", "fe80::/56"),
        ("testclient", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_networks(address: str | None, network: str):
    assert network_of(address) == network


def test_a_burst_passes_then_the_steady_rate():
    limit = RateLimit(burst=3, per_minute=6)
    assert [limit.wait("a", 0) for _ in range(4)] == [0, 0, 0, 10]
    assert limit.wait("b", 0) == 0
    assert limit.wait("a", 4) == 6
    assert limit.wait("a", 10) == 0
    assert limit.wait("a", 10.1) == 10
    assert [limit.wait("a", 10_000) for _ in range(4)] == [0, 0, 0, 10]


def test_no_address_is_kept_and_memory_is_bounded():
    limit = RateLimit(burst=1, per_minute=1, max_networks=100)
    for i in range(1_000):
        limit.wait(f"203.0.{i}.0/24", i)
    assert len(limit._buckets) == 100
    assert "203" not in str(list(limit._buckets)) or all(len(key) == 16 for key in limit._buckets)
    assert limit._salt != RateLimit(1, 1)._salt
