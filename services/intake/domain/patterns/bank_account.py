"""Bank accounts and cards: a number behind a word for account, card or transfer, or beside a bank's name.

A bare number isn't taken: an account has no shape of its own. Letters within it (``VA`` numbers) stay out, and
so do dates, sums and what another word claims (``SĐT``).
"""

import re
from collections.abc import Iterator
from itertools import chain

KIND = "BANK_ACCOUNT"
DIGITS = 6
"""A text with fewer digits has no account."""

_RUN = re.compile(r"[0-9](?:[ .\-]?[0-9]){5,}")
"""Digits in a row, as every account and card has them; quicker to look for than the patterns."""
_CARD_RUN = 16
_NUMBER = r"(?P<number>[0-9](?:[ .\-]?[0-9]){5,18})(?![0-9])"
_WORD = (
    r"(?:stk|so tk|tk|so tai khoan|tai khoan|tai khoan so|so the|the atm|the ngan hang|the tin dung|atm"
    r"|chuyen khoan|account|acc)"
)
_BANK = (
    r"(?:vietcombank|vcb|techcombank|tcb|bidv|agribank|vietinbank|vietin|ctg|mb ?bank|mb|vpbank|tpbank|acb"
    r"|sacombank|stb|hdbank|vib|shb|msb|ocb|eximbank|seabank|lpbank|lienvietpostbank|scb|abbank|bac a bank"
    r"|nam a bank|pvcombank|cake|timo|kienlongbank|saigonbank|vietbank|ngan hang)"
)
_CUED = re.compile(rf"(?<![a-z]){_WORD}(?![a-z])(?P<gap>[^0-9\[\]\n]{{0,30}}?){_NUMBER}")
_FAR = re.compile(
    r"(?<![a-z])(?:stk|so tk|tk|so tai khoan|tai khoan)(?![a-z])(?P<gap>[^0-9\[\]\n.!?;]{30,80}?)"
    r"(?P<number>[0-9](?:[ .\-]?[0-9]){8,18})(?![0-9])"
)
"""A long number far behind the word, in its sentence."""
_CARD = re.compile(
    r"(?<![0-9])(?!(?:(?:19|20)[0-9]{2}[ .\-]?){4})(?P<number>[0-9]{4}([ .\-])[0-9]{4}\2[0-9]{4}\2[0-9]{4}(?:\2[0-9]{1,3})?)(?![0-9])"
    r"|(?<![a-z])(?:the|atm)(?![a-z])[^0-9\[\]\n]{0,12}?(?P<plain>[0-9]{16,19})(?![0-9])"
)
"""Four groups of four digits are a card whatever stands before them, but four years are none."""
_SENT = re.compile(
    r"(?<![a-z])(?:chuyen|ck|nap|vao|nhan tien|gui tien)(?![a-z])[^0-9\[\]\n]{0,40}?(?<![+(])(?P<number>[1-9](?:[ .\-]?[0-9]){8,15}|0[0-9]{10}|0[0-9]{12,15})(?![0-9])"
)
_INTO = re.compile(
    r"(?<![a-z])(?:chuyen|ck|nap|gui|nop)(?![a-z])[^\[\]\n.!?;]{0,40}? (?:vao|den|toi)(?: so| stk| tk)? "
    r"(?P<number>[1-9](?:[ .\-]?[0-9]){9,15}|0[0-9](?:[ .\-]?[0-9]){10,14})(?![0-9])"
)
"""Behind the sum as well: ``chuyển 2 triệu vào 190 …``."""
_BEFORE = re.compile(rf"(?<![a-z]){_BANK}(?![a-z])[ :.,\-]{{0,3}}(?:so |stk |tk )?{_NUMBER}")
_AFTER = re.compile(rf"(?<![0-9]){_NUMBER}[ ,:\-(]{{0,3}}(?:ngan hang |nh |tai )?{_BANK}(?![a-z])")
_ANY_CUE = re.compile(rf"(?<![a-z])(?:{_WORD}|{_BANK}|chuyen|ck|nap|vao|nhan tien|gui tien)(?![a-z])")
_DATE = re.compile(r"[0-9]{1,2}([./ \-])[0-9]{1,2}\1(?:19|20)[0-9]{2}(?![0-9])")
_SUM = re.compile(r"[0-9]{1,3}([., ])[0-9]{3}(?:\1[0-9]{3})*(?![0-9])")
_CURRENCY = re.compile(r" ?(?:vnd|dong|trieu|ty|nghin|ngan(?! hang)|usd|k|tr|d)(?![\w/])")
_OTHER_WORD = re.compile(
    r"(?<![a-z])(?:sdt|dt|dien thoai|so may|phone|tel|zalo|hotline|lien he|lh|goi|cccd|cmnd|can cuoc)(?![a-z])"
)


def find(plain: str) -> Iterator[tuple[int, int]]:
    """Spans of account and card numbers in a plain shadow."""
    runs = _RUN.findall(plain)
    if any(len(run) >= _CARD_RUN for run in runs):
        for match in _CARD.finditer(plain):
            yield match.span("number" if match["number"] else "plain")
    if not runs or not _ANY_CUE.search(plain):
        return
    for match in chain(_CUED.finditer(plain), _FAR.finditer(plain)):
        if _is_account(plain, match) and not _OTHER_WORD.search(match["gap"]):
            yield match.span("number")
    for pattern in (_BEFORE, _AFTER, _SENT, _INTO):
        for match in pattern.finditer(plain):
            if _is_account(plain, match):
                yield match.span("number")


def _is_account(plain: str, match: re.Match[str]) -> bool:
    number = match["number"]
    if _DATE.match(number) or _CURRENCY.match(plain, match.end("number")):
        return False
    return not (_SUM.fullmatch(number) and number.endswith("000"))
