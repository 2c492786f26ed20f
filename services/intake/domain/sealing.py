"""The original of a report, sealed to a public key whose private half no service holds (libsodium sealed box)."""

import hashlib
from base64 import b64decode, b64encode
from binascii import Error as Base64Error

import msgspec
from nacl.public import PrivateKey, PublicKey, SealedBox

KEY_BYTES = 32


class Original(msgspec.Struct, omit_defaults=True):
    """What is inside a seal: the text as it came and the sender's address, nothing else."""

    text: str
    sender: str | None = None


class Sealer:
    """Seals to one public key. ``key_id`` names the key in every record, so that keys can be changed."""

    def __init__(self, public_key: str) -> None:
        """``public_key``: base64 of 32 bytes. Raises ValueError when it is anything else."""
        key = read_key(public_key)
        self.key_id = hashlib.sha256(key).hexdigest()[:12]
        self._box = SealedBox(PublicKey(key))

    def seal(self, text: str, sender: str | None) -> bytes:
        """The sealed original. The same original gives other bytes each time."""
        return self._box.encrypt(msgspec.json.encode(Original(text, sender)))


def read_key(encoded: str) -> bytes:
    """32 bytes from base64. Raises ValueError saying what is expected."""
    try:
        key = b64decode(encoded.strip(), validate=True)
    except (Base64Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError("expected 32 bytes in base64; `python -m services.intake keygen` prints one")
    return key


def new_key_pair() -> tuple[str, str]:
    """A fresh (public, private) key pair, base64 each. The private half goes to its holders, never to a service."""
    private = PrivateKey.generate()
    return b64encode(bytes(private.public_key)).decode(), b64encode(bytes(private)).decode()


def unseal(sealed: bytes, private_key: str) -> Original:
    """What the holder of the private key reads. Raises nacl.exceptions.CryptoError for another key."""
    box = SealedBox(PrivateKey(read_key(private_key)))
    return msgspec.json.decode(box.decrypt(sealed), type=Original)
