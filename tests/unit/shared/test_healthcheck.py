"""The container's probe: healthy, unhealthy, nobody there, and a mistake in the command line."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from shared import healthcheck


class Answers(BaseHTTPRequestHandler):
    """200 for /health/live, 503 for /health/ready, and nothing that HTTP knows for the rest."""

    def do_GET(self):
        match self.path:
            case "/health/live":
                self.send_response(200)
            case "/health/ready":
                self.send_response(503)
            case _:
                self.wfile.write(b"nonsense\r\n")
                return
        self.end_headers()
        self.wfile.write(b"bus: connecting")

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_healthy(address, capsys):
    assert healthcheck.main([f"{address}/health/live"]) == 0
    assert "200" in capsys.readouterr().out


def test_unhealthy_says_why(address, capsys):
    assert healthcheck.main([f"{address}/health/ready"]) == 1
    assert "503 bus: connecting" in capsys.readouterr().out


def test_one_healthy_address_is_enough(address):
    assert healthcheck.main([f"{address}/health/ready", f"{address}/health/live"]) == 0


def test_what_is_not_http_is_unhealthy(address):
    assert healthcheck.main([f"{address}/other"]) == 1


def test_nobody_there():
    assert healthcheck.main(["http://127.0.0.1:1/health/live"]) == 1


def test_a_proxy_of_the_environment_is_not_asked(address, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert healthcheck.main([f"{address}/health/live"]) == 0


def test_without_an_address_the_usual_ones_are_asked(address, monkeypatch):
    monkeypatch.setattr(healthcheck, "USUAL", ("http://127.0.0.1:1/", f"{address}/health/live"))
    assert healthcheck.main([]) == 0


@pytest.mark.parametrize("url", ["127.0.0.1:8001", "https://127.0.0.1/", "http://127.0.0.1:eight/"])
def test_a_mistake_is_told_apart_from_bad_health(url, capsys):
    assert healthcheck.main([url]) == 2
    assert capsys.readouterr().err
