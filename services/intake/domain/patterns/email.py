"""E-mail addresses, tight (``a.b@c.vn``), with spaces, and as people spell them (``a (at) gmail.com``)."""

import re
from collections.abc import Iterator

KIND = "EMAIL"
DIGITS = 0
"""An e-mail address needs no digit."""

_LOCAL = r"[a-z0-9._%+'\-]{1,64}"
_HOST = r"[a-z0-9\-]{1,63}"
_PROVIDER = r"(?:gmail|yahoo|hotmail|outlook|icloud|protonmail|zoho)"
_TIGHT = rf"{_LOCAL}@{_HOST}(?:\.{_HOST}){{0,4}}"
_SPACED = rf"{_LOCAL} ?@ ?{_HOST}(?:\.{_HOST}){{1,4}}"
_DOTTED = rf"{_LOCAL}(?: \(?cham\)? {_LOCAL}(?: [0-9]{{1,4}})?){{0,3}}"
_SPELLED = (
    rf"{_DOTTED} ?(?:@|\(at\)| a ?(?:cong|moc) |\(a (?:cong|moc)\)) ?(?:{_PROVIDER}(?: ?(?:\.|cham|,) ?[a-z]{{2,3}}){{0,2}}(?![a-z])"
    rf"|{_HOST}(?:\.{_HOST}){{1,4}})"
)
_ANY = re.compile(rf"{_SPELLED}|{_SPACED}|{_TIGHT}")
_HANDLE = re.compile(
    rf" @{_HOST}(?:\.{_HOST})*$(?<!\.vn)(?<!\.com)(?<!\.net)(?<!\.org)(?<!\.edu)(?<!\.example)(?<!gmail)(?<!yahoo)"
)
"""A word and a handle behind it (``giúp @a.b``): no address but a profile."""
_AT = re.compile(r"@|\(at\)|[ (]a ?(?:cong|moc)[ )]")


_SIGNS = ("@", "(at)", "a cong", "acong", "a moc", "amoc")


def find(plain: str) -> Iterator[tuple[int, int]]:
    """Spans of e-mail addresses in a plain shadow."""
    if not any(map(plain.__contains__, _SIGNS)) or not _AT.search(plain):
        return
    for match in _ANY.finditer(plain):
        if _HANDLE.search(match[0]):
            continue
        trailing = len(match[0]) - len(match[0].rstrip(".-'"))
        yield match.start(), match.end() - trailing
