"""Reading an organisation from YAML: kinds of unit with a pattern for their desks, then the units."""

import re
from pathlib import Path

from services.escalation.domain.datafile import DataError, Value, read, read_path
from services.escalation.domain.organisation import Desk, Organisation, Unit, desk_id
from shared.contracts.events import Endpoint, EndpointKind
from shared.contracts.taxonomy import DeskRole

CODE = re.compile(r"[0-9]{2}|[0-9]{5}(-[a-z0-9]+)*")
SLUG = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
PLACEHOLDER = re.compile(r"\{([^}]*)\}")
PLACEHOLDERS = ("name", "name_lower", "slug", "code")
EMAIL = re.compile(r"[a-z0-9._+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
WEBHOOK = re.compile(r"https?://[^\s/]+(/\S*)?")
DESK_FIELDS = ("name", "email", "webhook", "language")

Desks = dict[DeskRole, Value]


def load_organisation(text: str, source: str) -> Organisation:
    """The organisation in a YAML text. ``source`` names it in errors. Raises DataError."""
    fields = read(text, source).fields(("kinds", "units"))
    kinds = {name: _kind(value) for name, value in fields["kinds"].pairs()}
    entries = dict(fields["units"].pairs())
    units, desks, slugs = {}, {}, dict[str, str]()
    for code, value in entries.items():
        unit, slug, own = _unit(code, value, kinds)
        if slugs.setdefault(slug, code) != code:
            value.fail(
                f"slug '{slug}' is that of unit {slugs[slug]}", "Choose another, or both get the same mail"
            )
        units[code] = unit
        for role, pattern in {**kinds[unit.kind], **own}.items():
            desks[desk_id(code, role)] = _desk(unit, role, pattern, slug)
    return Organisation(root=_root(fields["units"], entries, units), units=units, desks=desks)


def load_organisation_file(path: Path) -> Organisation:
    """The organisation in a file. Raises DataError and OSError."""
    return load_organisation(read_path(path), str(path))


def _kind(value: Value) -> Desks:
    """Desk patterns of a kind of unit: every role, unless the kind says it does without."""
    fields = value.fields(("desks",), ("without",))
    absent = [item.choice(DeskRole) for item in fields["without"].items()] if "without" in fields else []
    desks = _desks(fields["desks"])
    for role in DeskRole:
        if role not in desks and role not in absent:
            fields["desks"].fail(
                f"role '{role}' is missing",
                f"Add '{role}: {{email: …}}', or 'without: [{role}]' to have the unit above told instead",
            )
    return desks


def _desks(value: Value) -> Desks:
    desks: Desks = {}
    for name, desk in value.pairs():
        if name not in set(DeskRole):
            desk.fail(f"unknown role '{name}'", f"Use one of: {', '.join(DeskRole)}")
        desks[DeskRole(name)] = desk
    return desks


def _unit(code: str, value: Value, kinds: dict[str, Desks]) -> tuple[Unit, str, Desks]:
    """A unit, its slug and its own desks."""
    fields = value.fields(("name", "kind", "slug"), ("parent", "desks"))
    if not CODE.fullmatch(code):
        value.fail(
            f"'{code}' is no unit code", 'Quote two or five digits, as "01" or "00004", or "00004-ch01"'
        )
    kind = fields["kind"].text()
    if kind not in kinds:
        fields["kind"].fail(f"unknown kind '{kind}'", f"Use one of: {', '.join(kinds)}")
    slug = fields["slug"].text()
    if not SLUG.fullmatch(slug):
        fields["slug"].fail(f"'{slug}' can't stand in an address", "Use a-z, 0-9, point and hyphen")
    parent = fields["parent"].text() if "parent" in fields else None
    own = _desks(fields["desks"]) if "desks" in fields else {}
    return Unit(code, fields["name"].text(), kind, parent), slug, own


def _desk(unit: Unit, role: DeskRole, pattern: Value, slug: str) -> Desk:
    """The desk that a pattern gives for a unit."""
    fields = pattern.fields(("name",), DESK_FIELDS[1:])
    inside = unit.name[:1].lower() + unit.name[1:]
    words = {"name": unit.name, "name_lower": inside, "slug": slug, "code": unit.code}
    filled = {key: _fill(value, words) for key, value in fields.items()}
    endpoints = []
    for kind, shape, example in (
        (EndpointKind.EMAIL, EMAIL, "desk@example.vn"),
        (EndpointKind.WEBHOOK, WEBHOOK, "https://example.vn/haichieu"),
    ):
        if kind in filled:
            if not shape.fullmatch(filled[kind]):
                fields[kind].fail(f"'{filled[kind]}' is no {kind} address", f"Write it as {example}")
            endpoints.append(Endpoint(kind=kind, address=filled[kind]))
    if not endpoints:
        pattern.fail("the desk can't be reached", "Add 'email: …' or 'webhook: …'")
    language = filled.get("language", "vi")
    if language not in {"vi", "en"}:
        fields["language"].fail(f"unknown language '{language}'", "Use vi or en")
    return Desk(unit.code, role, filled["name"], tuple(endpoints), language)


def _fill(value: Value, words: dict[str, str]) -> str:
    for name in PLACEHOLDER.findall(value.text()):
        if name not in words:
            value.fail(f"unknown placeholder '{{{name}}}'", f"Use one of: {', '.join(PLACEHOLDERS)}")
    return PLACEHOLDER.sub(lambda match: words[match[1]], value.text())


def _root(section: Value, entries: dict[str, Value], units: dict[str, Unit]) -> str:
    """The one unit without a parent, after checking that every unit hangs under it."""
    for code, unit in units.items():
        if unit.parent is not None and unit.parent not in units:
            entries[code].fail(f"unknown parent '{unit.parent}'", "Add that unit, or correct the code")
    for code, unit in units.items():
        seen, at = {code: None}, unit.parent
        while at is not None:
            if at in seen:
                entries[code].fail(
                    f"stands above itself ({' → '.join(seen)})", "Give one of them another parent"
                )
            seen[at] = None
            at = units[at].parent
    roots = [code for code, unit in units.items() if unit.parent is None]
    if not roots:
        section.fail("no unit", "Add the root, a unit without 'parent'")
    if len(roots) > 1:
        entries[roots[1]].fail(f"a second root beside {roots[0]}", "Give it a 'parent'")
    return roots[0]


__all__ = ["DataError", "load_organisation", "load_organisation_file"]
