"""Free ports for tests, and a clear word when a default is taken."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from deploy.local import Ports, PortTakenError, free_ports, shifted
from deploy.local.ports import is_free, require_free


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which another program listens."""
    [port] = free_ports(1)
    with socket.create_server(("127.0.0.1", port)):
        yield port


def test_free_ports_are_different_and_can_be_bound() -> None:
    ports = free_ports(50)
    assert len(set(ports)) == 50
    assert not set(ports) & set(free_ports(50))
    for port in ports[:5]:
        socket.create_server(("127.0.0.1", port)).close()


def test_they_lie_below_the_ports_of_outgoing_connections() -> None:
    assert max(free_ports(50)) < 32768


def test_taken_names_part_and_port(taken: int) -> None:
    assert not is_free(taken)
    with pytest.raises(PortTakenError, match=rf"port {taken} \(kafka\).*in use.*another program"):
        require_free("kafka", taken)


def test_a_wildcard_listener_counts_too() -> None:
    [port] = free_ports(1)
    with socket.create_server(("0.0.0.0", port)):
        assert not is_free(port)
    assert is_free(port)


def test_a_taken_port_shifts_up_and_says_so(taken: int) -> None:
    free = Ports.free()
    ports, messages = shifted(replace(free, kafka=taken))
    assert ports.kafka > taken
    assert is_free(ports.kafka)
    assert replace(ports, kafka=free.kafka) == free
    assert messages == [f"port {taken} (kafka) is in use by another program: using {ports.kafka}"]


def test_a_shifted_port_avoids_those_of_the_other_parts(taken: int) -> None:
    wanted = replace(Ports.free(), intake=taken, classifier=taken + 1)
    ports, _ = shifted(wanted)
    assert len({port for _, port in ports.items()}) == len(ports.items())
    assert ports.classifier == taken + 1
    assert ports.intake > taken + 1


def test_free_ports_stay_as_they_are() -> None:
    ports = Ports.free()
    assert shifted(ports) == (ports, [])
