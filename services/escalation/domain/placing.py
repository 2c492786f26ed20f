"""Which unit a report is brought to. None is lost: what has no place goes to the root's triage."""

from enum import StrEnum

import msgspec

from services.escalation.domain.organisation import Organisation, Unit
from shared.contracts.events import ReportClassified
from shared.contracts.taxonomy import SENSITIVE_TOPICS, Topic


class PlaceReason(StrEnum):
    """Why a report is with its unit."""

    LOCATED = "located"
    """The classifier named a unit of the organisation."""
    AMBIGUOUS = "ambiguous"
    """The text names several units; the root decides."""
    NO_PLACE = "no_place"
    """Neither the text nor the reporter's registration names a unit; the root decides."""
    OUTSIDE_AREA = "outside_area"
    """The unit named is not of this organisation; the root hands it over."""


class Placing(msgspec.Struct, frozen=True):
    """The unit and the reason."""

    unit: Unit
    reason: PlaceReason


def place(report: ReportClassified, organisation: Organisation) -> Placing:
    """The unit that is responsible for a report."""
    if report.unit is None:
        ambiguous = report.ambiguous or bool(report.places)
        reason = PlaceReason.AMBIGUOUS if ambiguous else PlaceReason.NO_PLACE
        return Placing(organisation.units[organisation.root], reason)
    unit = organisation.units.get(report.unit)
    if unit is None:
        return Placing(organisation.units[organisation.root], PlaceReason.OUTSIDE_AREA)
    return Placing(unit, PlaceReason.LOCATED)


def is_sensitive(report: ReportClassified) -> bool:
    """Whether any of a report's topics is sensitive."""
    return any(found.topic in SENSITIVE_TOPICS for found in report.topics)


def main_topic(report: ReportClassified) -> Topic:
    """The first topic of a report; ``other`` when it has none."""
    return report.topics[0].topic if report.topics else Topic.OTHER
