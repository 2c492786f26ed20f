"""What may be said in a report, and what is refused and how."""

import contextlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.refusal import RefusedError
from services.intake.domain.submission import AttachmentIn, ReportIn, check
from services.intake.domain.text import MAX_CHARS, clean_text
from services.intake.http.decoding import read_line, read_report
from shared.contracts.taxonomy import Channel


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  Ngập \n", "Ngập"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("Nga\u0323\u0302p", "Ngập"),
        ("a\x07b\x1b[31mc\u202ed", "ab[31mcd"),
        ("\ta\tb", "a\tb"),
        ("👩‍👧", "👩‍👧"),
        ("x" * MAX_CHARS + "   ", "x" * MAX_CHARS),
    ],
)
def test_one_normal_form(raw: str, clean: str):
    assert clean_text(raw) == clean


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "empty"),
        (" \n\t\u00a0", "empty"),
        ("\x07\u202e", "empty"),
        ("a\0b", "nul"),
        ("a\ud800b", "surrogate"),
        ("x" * (MAX_CHARS + 1), "too_long"),
        ("x" + " " * 100_000, "too_long"),
    ],
)
def test_what_is_refused_is_said_in_both_languages(raw: str, code: str):
    with pytest.raises(RefusedError) as caught:
        clean_text(raw)
    (fault,) = caught.value.faults
    assert fault.code == code
    assert fault.vi
    assert fault.en
    assert raw[:20] not in fault.en or not raw.strip()


@given(st.text())
def test_clean_text_is_idempotent_and_bounded(raw: str):
    try:
        clean = clean_text(raw)
    except RefusedError:
        return
    assert clean_text(clean) == clean
    assert 1 <= len(clean) <= MAX_CHARS
    assert unicodedata.is_normalized("NFC", clean)


@given(st.binary(max_size=300))
def test_no_body_crashes(body: bytes):
    for read in (read_report, read_line):
        with contextlib.suppress(RefusedError):
            assert read(body).text is not None


REPORTS = st.builds(
    ReportIn,
    text=st.text(),
    reported_from=st.none() | st.text(),
    occurred_at=st.none() | st.datetimes(timezones=st.timezones()),
    sender=st.none() | st.text(),
    external_id=st.none() | st.text(),
    attachments=st.lists(st.builds(AttachmentIn, st.text(), st.text(), st.integers(0, 2**40))),
)


@given(REPORTS)
def test_no_report_crashes(report: ReportIn):
    with contextlib.suppress(RefusedError):
        submission, _ = check(report, Channel.API, "k", lambda _: None)
        assert submission.text
        assert submission.raw == report.text


def test_an_external_id_goes_before_the_header():
    both, _ = check(ReportIn(text="x", external_id="msg-7"), Channel.SMS, "key", lambda _: None)
    only_key, _ = check(ReportIn(text="x"), Channel.SMS, "key", lambda _: None)
    assert (both.key, only_key.key) == ("msg-7", "key")
    with pytest.raises(RefusedError):
        check(ReportIn(text="x"), Channel.SMS, None, lambda _: None)


def test_a_unit_that_is_not_known_is_left_out_with_a_warning():
    known, warnings = check(ReportIn(text="x", reported_from="phường A"), Channel.SMS, "k", lambda _: "00001")
    assert (known.unit, warnings) == ("00001", [])
    unknown, warnings = check(
        ReportIn(text="x", reported_from="0950123456"), Channel.SMS, "k", lambda _: None
    )
    assert unknown.unit is None
    assert "0950123456" not in str(warnings)
    assert check(ReportIn(text="x", reported_from="  "), Channel.SMS, "k", lambda _: None)[1] == []
