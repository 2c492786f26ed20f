"""STARTTLS and login as settings ask, with a real certificate of a real (small) authority."""

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.service.notifier.mail_server import MailServer
from tests.service.notifier.running import Notifier, now, until
from tests.unit.notifier.building import email, request

LOGIN = ("haichieu", "s3cret-pässword")


@dataclass
class Certificate:
    file: Path
    context: ssl.SSLContext


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Certificate:
    folder = tmp_path_factory.mktemp("tls")
    made = subprocess.run(
        [shutil.which("openssl") or "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=folder, capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("openssl can't make a certificate here")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return Certificate(folder / "cert.pem", context)


@pytest.fixture
def secure(certificate):
    server = MailServer(LOGIN, certificate.context)
    server.start()
    yield server
    server.stop()


def named(certificate=None, **more):
    base = {"smtp_host": "localhost", "smtp_security": "starttls", "smtp_user": LOGIN[0]}
    if certificate:
        base["smtp_ca_file"] = certificate.file
    return base | {"smtp_password": LOGIN[1]} | more


async def test_starttls_and_login(common, secure, certificate):
    async with Notifier(common, secure.port, named(certificate)) as notifier:
        asked = request(email("a@example.vn"), at=now())
        await notifier.ask(asked)
        assert (await notifier.ended(asked))["state"] == "delivered"
        assert len(secure.of(asked.notification_id)) == 1


@pytest.mark.parametrize("wrong", ["certificate", "password", "no tls"])
async def test_our_own_fault_is_tried_again_and_never_ends_a_delivery(common, secure, certificate, wrong):
    settings = {
        "certificate": named(),
        "password": named(certificate, smtp_password="wrong"),
        "no tls": named(smtp_security="none"),
    }[wrong]
    async with Notifier(common, secure.port, settings | {"retry_attempts": 500}) as notifier:
        asked = request(email("a@example.vn"), at=now())
        await notifier.ask(asked)

        async def tried():
            document = await notifier.document(asked)
            return document["attempts"] >= 2 and document

        document = await until(tried)
        assert document["state"] == "pending"
        assert {line["why"] for line in document["log"]} == {"retry"}
        assert not secure.received
