"""Requests that can never work are refused by field, never by value."""

from datetime import UTC, datetime

import msgspec
import pytest

from services.notifier.domain.check import check
from tests.unit.notifier.building import email, request

GOOD = request()


def test_a_good_request_passes():
    check(GOOD)


def test_a_desk_without_address_is_valid_and_ends_as_undeliverable():
    check(msgspec.structs.replace(GOOD, recipient=msgspec.structs.replace(GOOD.recipient, endpoints=())))


@pytest.mark.parametrize(
    ("named", "field"),
    [
        ({"notification_id": "n-1"}, "notification_id"),
        ({"notification_id": GOOD.notification_id.upper()}, "notification_id"),
        ({"case_id": ""}, "case_id"),
        ({"desk": ""}, "recipient.desk"),
        ({"desk": "đ" * 101}, "recipient.desk"),
        ({"excerpt": "x" * 20_001}, "case.excerpt"),
        ({"opened_at": datetime(2026, 7, 3)}, "case.opened_at"),  # noqa: DTZ001 - that is the fault
        ({"acknowledge_by": datetime(1, 1, 1, tzinfo=UTC)}, "case.acknowledge_by"),
        ({"resolve_by": datetime(9999, 12, 31, 23, tzinfo=UTC)}, "case.resolve_by"),
        ({"requested_at": datetime(1999, 12, 31, tzinfo=UTC)}, "requested_at"),
    ],
)
def test_the_field_is_named(named, field):
    with pytest.raises(ValueError, match=f"^{field}"):
        check(request(**named))


def test_too_many_endpoints():
    with pytest.raises(ValueError, match="endpoints"):
        check(request(*(email(f"a{n}@example.vn") for n in range(21))))
