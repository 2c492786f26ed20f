"""Bodies into reports: parsed once, and what is wrong is said by field, without repeating the content."""

import re
from typing import TypeVar

import msgspec

from services.intake.domain.refusal import Fault, RefusedError
from services.intake.domain.submission import LineIn, ReportIn

T = TypeVar("T", bound=ReportIn)

BOM = b"\xef\xbb\xbf"
_WHERE = re.compile(r" - at `(?:key in )?\$\.?([^`]*)`$")
_report = msgspec.json.Decoder(ReportIn)
_line = msgspec.json.Decoder(LineIn)


def read_report(body: bytes) -> ReportIn:
    """The report in a JSON body. Raises RefusedError."""
    return _read(_report, body.removeprefix(BOM))


def read_line(line: bytes) -> LineIn:
    """The report in one line of NDJSON. Raises RefusedError."""
    return _read(_line, line)


def _read(decoder: msgspec.json.Decoder[T], body: bytes) -> T:
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        message = str(error)
        where = _WHERE.search(message)
        hint = message[: where.start()] if where else message
        raise RefusedError(
            Fault(
                (where[1] if where else "") or "body",
                "type",
                f"Giá trị không đúng: {hint[:200]}.",
                f"{hint[:200]}.",
            )
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise RefusedError(_NOT_JSON) from None


_NOT_JSON = Fault(
    "body",
    "json",
    "Nội dung không phải JSON hợp lệ (UTF-8).",
    "The body is not valid JSON in UTF-8 (lone surrogates are not valid either).",
)
