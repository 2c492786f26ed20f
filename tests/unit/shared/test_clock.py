"""Clocks: the scaled one agrees between processes, the manual one moves when told."""

from datetime import UTC, datetime, timedelta

from shared.clock import ManualClock, SystemClock


def test_scaled_clocks_of_two_processes_agree():
    epoch = datetime.now(UTC).timestamp() - 10
    one, other = SystemClock(60, epoch), SystemClock(60, epoch)
    assert abs(one.now() - other.now()) < timedelta(seconds=5)
    assert one.now() - datetime.now(UTC) > timedelta(minutes=9)


def test_an_unscaled_clock_is_the_machines():
    assert abs(SystemClock().now() - datetime.now(UTC)) < timedelta(seconds=1)


async def test_a_manual_clock_moves_only_when_told():
    clock = ManualClock(datetime(2026, 1, 1, tzinfo=UTC))
    before = clock.now()
    await clock.sleep(90)
    assert clock.now() - before == timedelta(seconds=90)
    assert clock.advance(timedelta(days=1)) == before + timedelta(days=1, seconds=90)
