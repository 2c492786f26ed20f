"""The text of a report: one normal form, bounded, without characters that no person writes."""

import re
import unicodedata

from services.intake.domain.refusal import Fault, RefusedError

MAX_CHARS = 4_000
MAX_RAW = 4 * MAX_CHARS
"""Code points before normalisation: decomposed Vietnamese has up to three a letter. Bounds what is sealed."""
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters and marks that turn the reading direction: removed. Tab and line feed stay."""


def clean_text(raw: str, field: str = "text") -> str:
    """The text in NFC with plain line feeds, stripped; 1 to 4,000 characters.

    Raises RefusedError for lone surrogates, NUL, nothing at all, or too much.
    """
    if len(raw) > MAX_RAW:
        raise _too_long(len(raw), field)
    if not raw.isascii():
        _refuse_surrogates(raw, field)
        raw = unicodedata.normalize("NFC", raw)
    if "\0" in raw:
        raise RefusedError(
            Fault(
                field,
                "nul",
                "Nội dung có ký tự NUL (U+0000); hãy bỏ ký tự này rồi gửi lại.",
                "The text holds a NUL character (U+0000); remove it and send again.",
            )
        )
    text = _CONTROL.sub("", raw.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text:
        raise RefusedError(
            Fault(field, "empty", "Hãy viết nội dung phản ánh.", "The text is empty; write what happened.")
        )
    if len(text) > MAX_CHARS:
        raise _too_long(len(text), field)
    return text


def _refuse_surrogates(raw: str, field: str) -> None:
    try:
        raw.encode()
    except UnicodeEncodeError:
        raise RefusedError(
            Fault(
                field,
                "surrogate",
                "Nội dung có ký tự bị hỏng (nửa cặp thay thế); hãy gửi lại bằng UTF-8.",
                "The text holds half a surrogate pair; send it as valid UTF-8.",
            )
        ) from None


def _too_long(chars: int, field: str) -> RefusedError:
    return RefusedError(
        Fault(
            field,
            "too_long",
            f"Nội dung dài {chars} ký tự; tối đa là {MAX_CHARS}. Hãy rút gọn hoặc gửi thành hai phản ánh.",
            f"The text has {chars} characters, at most {MAX_CHARS} are taken; shorten it or send two reports.",
        )
    )
