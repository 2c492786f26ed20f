"""The acknowledge link's token."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.link import MAX_TOKEN, ExpiredLinkError, ForgedLinkError, Link, LinkSigner
from tests.unit.notifier.building import FRIDAY_10 as NOW

OLD, NEW = "o" * 32, "n" * 32
LINK = Link(str(uuid4()), str(uuid4()), "00331/police", NOW + timedelta(days=14))


def test_what_is_signed_can_be_read():
    signer = LinkSigner([NEW])
    assert signer.read(signer.sign(LINK), NOW) == LINK


def test_the_token_fits_into_an_url_and_is_short():
    token = LinkSigner([NEW]).sign(LINK)
    assert len(token) < 130
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


def test_rotation_the_old_key_is_accepted_and_the_new_one_signs():
    before = LinkSigner([OLD]).sign(LINK)
    rotated = LinkSigner([NEW, OLD])
    assert rotated.read(before, NOW) == LINK
    assert LinkSigner([NEW]).read(rotated.sign(LINK), NOW) == LINK
    with pytest.raises(ForgedLinkError):
        LinkSigner([NEW]).read(before, NOW)


def test_it_ends_at_its_time():
    signer = LinkSigner([NEW])
    token = signer.sign(LINK)
    assert signer.read(token, LINK.expires_at - timedelta(seconds=1)) == LINK
    with pytest.raises(ExpiredLinkError):
        signer.read(token, LINK.expires_at)


def test_any_changed_character_is_forged():
    signer = LinkSigner([NEW])
    token = signer.sign(LINK)
    for index in range(len(token)):
        for other in ("A", "B"):
            changed = token[:index] + other + token[index + 1 :]
            if changed == token or index == len(token) - 1:  # the last base64 digit has spare bits
                continue
            with pytest.raises(ForgedLinkError):
                signer.read(changed, NOW)


@given(st.text(max_size=2 * MAX_TOKEN))
def test_garbage_is_forged_and_never_an_error(token):
    with pytest.raises(ForgedLinkError):
        LinkSigner([NEW]).read(token, NOW)


def test_the_longest_desk_that_a_request_may_name_can_be_read():
    signer = LinkSigner([NEW])
    long = replace(LINK, desk="đ" * 100)
    assert signer.read(signer.sign(long), NOW) == long
