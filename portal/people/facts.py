"""Words and plain values about people that other rooms reason with (pure)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PositionKind(StrEnum):
    """What someone is, in local government."""

    GEMEENTESECRETARIS = "gemeentesecretaris"
    WETHOUDER = "wethouder"
    BURGEMEESTER = "burgemeester"
    RAADSLID = "raadslid"
    GRIFFIER = "griffier"
    DIRECTEUR = "directeur"
    LEIDINGGEVENDE = "leidinggevende"
    ONDERSTEUNER = "ondersteuner"


class OrganisationKind(StrEnum):
    """What kind of body an organisation is."""

    GEMEENTE = "gemeente"
    PROVINCIE = "provincie"
    WATERSCHAP = "waterschap"
    SAMENWERKING = "samenwerking"
    VERENIGING = "vereniging"
    FONDS = "fonds"
    OPLEIDER = "opleider"
    OVERIG = "overig"


@dataclass(frozen=True)
class Period:
    """From a day up to and including a day; None is open."""

    starts_on: date | None = None
    ends_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether `day` falls in the period; the last day counts."""
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


@dataclass(frozen=True)
class PositionFact:
    """A position someone states to have."""

    kind: PositionKind
    organisation_id: int
    organisation_name: str
    organisation_kind: OrganisationKind
    period: Period = Period()


@dataclass(frozen=True)
class MembershipFact:
    """A membership of an association (by slug), one's own or through the organisation."""

    association: str
    association_name: str
    period: Period
    through_organisation: bool = False


@dataclass(frozen=True)
class PersonFacts:
    """What eligibility may know of a person. `signed_in` is False for a visitor."""

    person_id: int | None = None
    name: str = ""
    signed_in: bool = False
    positions: tuple[PositionFact, ...] = ()
    memberships: tuple[MembershipFact, ...] = ()
