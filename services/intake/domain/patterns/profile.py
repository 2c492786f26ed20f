"""Names of profiles behind a word for a social network: ``fb Mẹ Bông Bin``, ``nick Facebook "Tuấn Trọc"``.

A name is in capitals, in quotation marks, or made of syllables of names alone (``face: lan anh vu``); behind it in
brackets may stand the handle. Groups and pages of offices (``fb của phường``, ``nhóm Zalo Tổ 5``) stay.
"""

import re
from collections.abc import Iterator

from services.intake.domain.lexicon import (
    PLAIN_EVERYDAY,
    PLAIN_GIVEN,
    PLAIN_NEVER,
    PLAIN_SURNAMES,
    words_of,
)
from services.intake.domain.reading import shouted

KIND = "SOCIAL"
DIGITS = 0
"""A name needs no digit."""

_SITE = (
    r"(?:facebook|face ?book|fb|face|phay|messenger|zalo|tik ?tok|instagram|insta|ins|ig|threads|twitter|telegram|tele"
    r"|youtube|viber|wechat|locket|shopee)"
)
_CUE = re.compile(
    rf"(?<![a-z0-9@./])(?P<site>(?:nick|acc|tai khoan|trang ca nhan|profile)(?: (?:{_SITE}|mang xa hoi))?|{_SITE})(?![a-z])"
    r"(?P<told>(?: (?:la|ten|ten la|mang ten|lay ten|nick|id|ca nhan|gia la|no la|cua (?:no|han|chau|em|toi|minh)))*)(?P<gap> ?[:\-]? ?)"
)
_SURE_CUES = re.compile(r"nick|trang ca nhan|profile|tai khoan .|acc ")
_QUOTED = re.compile(r"[\"“”'‘«](?P<name>[^\"“”'’«»\[\]\n]{2,40})[\"“”'’»]")
_WORD = re.compile(r"[a-z]+")
_RUN = re.compile(r"[a-z]+(?: (?:[a-z]+|[0-9]{1,4}(?:k[0-9]{1,2})?(?![0-9./:a-z])))*")
_HANDLE = re.compile(r"[a-z]{9,30}[0-9_.]*(?<!\.)(?![a-z@/])")
_BESIDE = re.compile(r" ?\((?P<handle>@?[a-z][a-z0-9._]{2,30})\)")
_CLOSES = re.compile(r" ?(?:[,.;:!?)(\n\]\[\-|\"]|$)")
_NUMBERED = re.compile(r"[a-z]+(?: [a-z]+){0,2} [0-9]{2,4}(?![0-9./:a-z])")
_LONGEST = 4
_PAIR = 2
_WEAK_CUES = frozenset({"tai khoan", "acc", "face", "ins", "phay"})
_TITLE = re.compile(r"[^\W\d_]{2,7} [^\W\d_a-z]")
_NO_NAME = words_of("profile.no_name")
_KIN = words_of("profile.kin")
_GROUPS = re.compile(r"(?<![a-z])(?:nhom|group|gr|page|fanpage|hoi|cong|oa|app|hang) $")


def find(plain: str, text: str) -> Iterator[tuple[int, int]]:
    """Spans of names of profiles in a plain shadow that names a site; ``text`` tells them by their capitals."""
    loud: bool | None = None
    for cue in _CUE.finditer(plain):
        start = cue.end()
        grouped = not cue["site"].startswith(("nick", "acc")) and _GROUPS.search(
            plain, max(0, cue.start() - 10), cue.start()
        )
        if not cue["gap"] or grouped:
            continue
        weak = cue["site"] in _WEAK_CUES and not (cue["told"] or ":" in cue["gap"])
        if weak and not text[start : start + 1].isupper():
            continue
        if cue["site"] == "tai khoan" and not (_TITLE.match(text, start) or "ten" in cue["told"]):
            continue
        if loud is None:
            loud = shouted(text)
        sure = bool(cue["told"]) or ":" in cue["gap"] or _SURE_CUES.match(cue["site"]) is not None
        span = _quoted(plain, text, start, sure=sure) or _handle(plain, start)
        if not span and not loud:
            span = _capitals(
                plain,
                text,
                start,
                told="ten" in cue["told"] or cue["site"] == "nick",
                colon=":" in cue["gap"],
            ) or ((_numbered(plain, start) or _syllables(plain, start)) if sure else None)
        if span:
            yield span
            beside = _BESIDE.match(plain, span[1])
            if beside:
                yield beside.span("handle")


def _quoted(plain: str, text: str, start: int, *, sure: bool) -> tuple[int, int] | None:
    match = _QUOTED.match(plain, start)
    if not match or len(match["name"].split()) > _LONGEST + 1:
        return None
    words = match["name"].split()
    begins = match.start("name")
    written = text[begins : match.end("name")].split()
    titled = sum(word[0].isupper() or word[0].isdigit() for word in written) == len(written)
    if not words or words[0] in _NO_NAME or not (titled or (sure and text[begins].isupper())):
        return None
    return match.span("name")


def _handle(plain: str, start: int) -> tuple[int, int] | None:
    """A word longer than any syllable."""
    match = _HANDLE.match(plain, start)
    return match.span() if match and not re.fullmatch(_SITE, match[0]) and match[0] not in _NO_NAME else None


def _capitals(plain: str, text: str, start: int, *, told: bool, colon: bool) -> tuple[int, int] | None:
    match = _RUN.match(plain, start)
    if not match or not text[start].isupper():
        return None
    end, count, first = start, 0, ""
    for word in re.finditer("[a-z0-9]+", match[0]):
        begins = start + word.start()
        if count == _LONGEST and not word[0][0].isdigit():
            break
        if word[0][0].isdigit():
            if count > 1 or _CLOSES.match(plain, start + word.end()):
                end = start + word.end()
            break
        if not text[begins].isupper() or (count and word[0] in {"sdt", "dt", "zalo", "fb", "stk", "tk"}):
            break
        first, count, end = first or word[0], count + 1, start + word.end()
    if (
        (first in _NO_NAME and not (told and count > 1))
        or first in {"no", "gia"}
        or (count == 1 and (first in _KIN or end - start == 1))
    ):
        return None
    if count == 1 and first not in PLAIN_GIVEN:
        return None
    if count == 1 and (colon or not _CLOSES.match(plain, end)) and first in PLAIN_EVERYDAY | PLAIN_NEVER:
        return None
    return start, end


def _numbered(plain: str, start: int) -> tuple[int, int] | None:
    """``nick gà con 99``: small words and a number up to the end of the phrase."""
    match = _NUMBERED.match(plain, start)
    if not match or not _CLOSES.match(plain, match.end()) or _NO_NAME.intersection(match[0].split()):
        return None
    return match.span()


def _syllables(plain: str, start: int) -> tuple[int, int] | None:
    """``lan anh vu``: two to four syllables of names up to the end of the phrase, one at least no everyday word."""
    end = start
    words: list[str] = []
    while len(words) < _LONGEST and (match := _WORD.match(plain, end + bool(words))):
        if words and plain[end] != " ":
            break
        words.append(match[0])
        end = match.end()
    if len(words) < _PAIR or not _CLOSES.match(plain, end) or words[0] in _NO_NAME:
        return None
    if not all(word in PLAIN_GIVEN or word in PLAIN_SURNAMES for word in words):
        return None
    return (
        (start, end) if any(word in PLAIN_SURNAMES or word not in PLAIN_EVERYDAY for word in words) else None
    )
