"""The tree of units: Hanoi's is complete, wrong ones name file, line and remedy."""

import pytest

from services.escalation.domain.datafile import DataError
from services.escalation.domain.organisation import Level
from services.escalation.domain.organisation_file import load_organisation, load_organisation_file
from shared import units
from shared.contracts.events import Endpoint, EndpointKind
from shared.contracts.taxonomy import DeskRole
from tests.unit.escalation.casework import HANOI, hanoi

ORGANISATION = hanoi()[1]

GOOD = """kinds:
  city:
    desks: &all
      union: {name: "Hội LHPN {name_lower}", email: "hpn.{slug}@example.vn", webhook: "https://example.vn/{code}"}
      party_committee: {name: Đảng ủy, email: "danguy.{slug}@example.vn"}
      peoples_committee: {name: UBND, email: "ubnd.{slug}@example.vn"}
      police: {name: Công an, email: "congan.{slug}@example.vn"}
      health_station: {name: Trạm y tế, email: "tyt.{slug}@example.vn", language: en}
  ward: {without: [health_station, police, party_committee], desks: {union: {name: Hội, email: "h.{slug}@example.vn"}, peoples_committee: {name: U, email: "u.{slug}@example.vn"}}}
units:
  "01": {name: Thành phố Hà Nội, kind: city, slug: hanoi}
  "00004": {name: Phường Ba Đình, kind: ward, slug: badinh, parent: "01"}
  "00070": {name: Phường Hoàn Kiếm, kind: ward, slug: hoankiem, parent: "01", desks: {police: {name: Công an HK, email: ca.hk@example.vn}}}
"""


def test_hanoi_has_its_126_wards_and_communes_under_one_city():
    local = [unit for unit in ORGANISATION.units.values() if unit.kind in {"ward", "commune"}]
    assert sum(unit.kind == "ward" for unit in local) == 51
    assert sum(unit.kind == "commune" for unit in local) == 75
    official = {code: unit.name for code, unit in units.units().items() if unit.province == "01"}
    assert {unit.code: unit.name for unit in local} == official
    assert {unit.parent for unit in local} == {"01"}
    branches = [unit for unit in ORGANISATION.units.values() if unit.kind == "branch"]
    assert branches
    assert all(unit.code.startswith(str(unit.parent)) for unit in branches)


def test_every_unit_of_hanoi_reaches_every_role_and_all_addresses_are_invented_and_different():
    for code in ORGANISATION.units:
        for role in DeskRole:
            desk = ORGANISATION.desk(code, role)
            assert desk
            assert ORGANISATION.is_within(code, desk.unit)
    addresses = [endpoint.address for desk in ORGANISATION.desks.values() for endpoint in desk.endpoints]
    assert len(set(addresses)) == len(addresses)
    assert all(address.endswith("@example.vn") for address in addresses)
    assert ORGANISATION.desks["00070/union"].endpoints[0].address == "hpn.hoankiem@example.vn"
    assert ORGANISATION.desks["01/health_station"].name == "Sở Y tế Hà Nội"


def test_levels_are_seen_from_the_unit():
    assert ORGANISATION.at(Level.UNIT, "00277-ch01").code == "00277-ch01"
    assert ORGANISATION.at(Level.PARENT, "00277-ch01").code == "00277"
    assert ORGANISATION.at(Level.ROOT, "00277-ch01").code == "01"
    assert ORGANISATION.at(Level.PARENT, "01").code == "01"
    assert ORGANISATION.at(Level.UNIT, "no longer there").code == "01"
    assert [unit.code for unit in ORGANISATION.above("00277-ch01")] == ["00277", "01"]


def test_patterns_own_desks_and_missing_roles():
    organisation = load_organisation(GOOD, "org.yaml")
    city = organisation.desks["01/union"]
    assert city.name == "Hội LHPN thành phố Hà Nội"
    assert city.endpoints == (
        Endpoint(kind=EndpointKind.EMAIL, address="hpn.hanoi@example.vn"),
        Endpoint(kind=EndpointKind.WEBHOOK, address="https://example.vn/01"),
    )
    assert organisation.desk("00004", DeskRole.POLICE) == organisation.desks["01/police"]
    assert organisation.desks["00070/police"].endpoints[0].address == "ca.hk@example.vn"
    recipient = organisation.recipient(organisation.desks["01/health_station"])
    assert (recipient.language, recipient.unit_name) == ("en", "Thành phố Hà Nội")
    assert organisation.desk_name("gone/union") == "gone/union"


BAD = [
    (
        'badinh, parent: "01"',
        'badinh, parent: "02"',
        12,
        "units.00004: unknown parent '02'",
        "Add that unit, or correct",
    ),
    ('badinh, parent: "01"', "badinh", 12, "units.00004: a second root beside 01", "Give it a 'parent'"),
    (
        "slug: hanoi}",
        'slug: hanoi, parent: "00004"}',
        11,
        "stands above itself (01 → 00004)",
        "another parent",
    ),
    ("slug: badinh", "slug: hoankiem", 13, "slug 'hoankiem' is that of unit 00004", "Choose another"),
    ("slug: badinh", "slug: Ba Đình", 12, "'Ba Đình' can't stand in an address", "Use a-z"),
    ('"00004":', '"00070":', 13, "units.00070: stands twice", "Keep one of the two"),
    ('"00004":', '"4":', 12, "'4' is no unit code", 'as "01" or "00004"'),
    (
        "slug: badinh",
        "slug: badinh, chief: me",
        12,
        "units.00004.chief: unknown field",
        "name, kind, slug, parent, desks",
    ),
    (
        "      police: {name: Công an, email",
        "      polices: {name: Công an, email",
        7,
        "unknown role 'polices'",
        "Use one of: union",
    ),
    (
        "[health_station, police, ",
        "[health_station, ",
        9,
        "role 'police' is missing",
        "Add 'police: {email: …}'",
    ),
    (
        "kind: ward, slug: badinh",
        "kind: district, slug: badinh",
        12,
        "unknown kind 'district'",
        "Use one of: city, ward",
    ),
    (
        '"tyt.{slug}@example.vn"',
        '"tyt.{slag}@example.vn"',
        8,
        "unknown placeholder '{slag}'",
        "name, name_lower, slug",
    ),
    ('"tyt.{slug}@example.vn"', '"tyt.{slug}"', 8, "is no email address", "Write it as desk@example.vn"),
    ('"https://example.vn/{code}"', "ftp://x", 4, "'ftp://x' is no webhook address", "https://"),
    (
        'Trạm y tế, email: "tyt.{slug}@example.vn", ',
        "Trạm y tế, ",
        8,
        "the desk can't be reached",
        "Add 'email: …'",
    ),
    ("language: en", "language: fr", 8, "unknown language 'fr'", "Use vi or en"),
]


@pytest.mark.parametrize(("old", "new", "line", "problem", "remedy"), BAD)
def test_a_wrong_organisation_names_file_line_and_remedy(old, new, line, problem, remedy):
    assert GOOD.count(old) == 1
    with pytest.raises(DataError) as caught:
        load_organisation(GOOD.replace(old, new), "org.yaml")
    message = str(caught.value)
    assert message.startswith(f"org.yaml:{line}: "), message
    assert problem in message
    assert remedy in caught.value.remedy, message


def test_no_units_is_an_error():
    text = GOOD[: GOOD.index("units:")] + "units: {}\n"
    with pytest.raises(DataError, match=r"org\.yaml:10: units: no unit\. Add the root"):
        load_organisation(text, "org.yaml")


def test_a_file_that_is_not_utf8_is_a_clear_error(tmp_path):
    path = tmp_path / "org.yaml"
    path.write_bytes("units: Hà Nội".encode("cp1258", errors="replace") + b"\xff")
    with pytest.raises(DataError, match="not UTF-8"):
        load_organisation_file(path)


def test_the_file_of_hanoi_can_be_edited_by_hand():
    lines = (HANOI / "organisation.yaml").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 250
    assert max(map(len, lines)) < 160
