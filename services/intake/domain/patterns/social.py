"""Profiles on social networks: links (``fb.com/x``, ``zalo.me/0950…``) and handles (``@x``, ``fb: x.y``).

A link to a newspaper or an office is no profile and stays; so does a word without the shape of a handle.
"""

import re
from collections.abc import Iterator

KIND = "SOCIAL"
DIGITS = 0
"""A handle needs no digit."""

_SITE = (
    r"(?:facebook|fb|messenger|zalo|tiktok|instagram|insta|threads|twitter|telegram|youtube|linkedin|viber"
    r"|whatsapp|shopee|lazada|locket|douyin|weibo|snapchat|pinterest)"
)
_PATH = r"/[a-z0-9@_.\-/?=&%+~]*[a-z0-9_\-]"
_LINK = re.compile(
    rf"(?<![a-z0-9.@\-])(?:https?://)?(?:[a-z0-9\-]{{1,20}}\.){{0,2}}(?:{_SITE}\.[a-z]{{2,10}}|m\.me|fb\.me|t\.me|wa\.me"
    rf"|x\.com|youtu\.be){_PATH}"
)
_PATH_BEGINS = re.compile(r"\.[a-z]{2,10}/")
"""In every link; most slashes stand in dates and house numbers."""
_HANDLE = re.compile(r"(?<![a-z0-9._%+'\-@/])@[a-z0-9_](?:[a-z0-9_.\-]{0,38}[a-z0-9_\-])(?![a-z0-9@])")
_CUED = re.compile(
    rf"(?<![a-z])(?:{_SITE}|face|ig|ins|nick|acc|tai khoan|trang ca nhan|tele|skype|wechat)(?: (?:la|ten|nick|id|fb|facebook|zalo|tiktok|(?:cua )?(?:toi|em|e|chau|no|han|minh)))*"
    r"[ :]{1,3}(?P<handle>(?:[a-z0-9]+[._])+[a-z0-9_]+|[a-z]+_?[0-9]+[a-z0-9_.]*)(?![a-z0-9@/.]*@)(?!/)"
)
_SCORED = re.compile(r"(?<![a-z0-9./@_\-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![a-z0-9_@/\-]|\.[a-z])")
"""A word with underscores (``lan_anh_99``) is one of no language."""
_DOMAIN = re.compile(r"[a-z0-9.]+\.(?:com|vn|net|org|info|io)")
_EVERYONE = frozenset({"@moi", "@all", "@everyone", "@here", "@channel", "@admin", "@ad"})
_SITE_WORDS = (
    "fb",
    "face",
    "zalo",
    "tik",
    "nick",
    "tele",
    "acc",
    "ig",
    "skype",
    "twit",
    "viber",
    "echat",
    "pchat",
    "mess",
    "thread",
    "ins",
    "trang ca nhan",
    "tai khoan",
    "phay",
    "profile",
    "youtube",
    "locket",
    "shopee",
)
"""One is in every text that names a profile by a word: quicker to look for than the patterns."""


def names_site(plain: str) -> bool:
    """Whether a plain shadow may name a profile by a word; if not, ``find_siteless`` is all there is to ask."""
    return any(map(plain.__contains__, _SITE_WORDS))


def find(plain: str) -> Iterator[tuple[int, int]]:
    """Spans of profile links and handles in a plain shadow that names a site."""
    yield from find_siteless(plain)
    for match in _CUED.finditer(plain):
        if not _DOMAIN.fullmatch(match["handle"]):
            yield match.span("handle")


def find_siteless(plain: str) -> Iterator[tuple[int, int]]:
    """Those that no word for a site stands before."""
    if "/" in plain and _PATH_BEGINS.search(plain):
        for match in _LINK.finditer(plain):
            yield match.span()
    if "@" in plain:
        yield from (match.span() for match in _HANDLE.finditer(plain) if match[0] not in _EVERYONE)
    if "_" in plain:
        yield from (match.span() for match in _SCORED.finditer(plain))
