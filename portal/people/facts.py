"""Words and plain values about people that other rooms reason with (pure)."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from portal.texts import N_


class Channel(StrEnum):
    """How someone's agenda is kept right: by mail, by a feed that it reads, or by both."""

    INVITATIONS = "invitations"
    FEED = "feed"
    BOTH = "both"


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


POSITION_WORDS: dict[PositionKind, str] = {
    PositionKind.GEMEENTESECRETARIS: N_("Gemeentesecretaris"),
    PositionKind.WETHOUDER: N_("Wethouder"),
    PositionKind.BURGEMEESTER: N_("Burgemeester"),
    PositionKind.RAADSLID: N_("Raadslid"),
    PositionKind.GRIFFIER: N_("Griffier"),
    PositionKind.DIRECTEUR: N_("Directeur"),
    PositionKind.LEIDINGGEVENDE: N_("Leidinggevende"),
    PositionKind.ONDERSTEUNER: N_("Ondersteuner"),
}

CHANNEL_WORDS: dict[Channel, str] = {
    Channel.INVITATIONS: N_("Met uitnodigingen per mail"),
    Channel.FEED: N_("Met een agenda-abonnement"),
    Channel.BOTH: N_("Allebei"),
}

ORGANISATION_WORDS: dict[OrganisationKind, str] = {
    OrganisationKind.GEMEENTE: N_("Gemeente"),
    OrganisationKind.PROVINCIE: N_("Provincie"),
    OrganisationKind.WATERSCHAP: N_("Waterschap"),
    OrganisationKind.SAMENWERKING: N_("Samenwerkingsverband"),
    OrganisationKind.VERENIGING: N_("Vereniging"),
    OrganisationKind.FONDS: N_("Fonds"),
    OrganisationKind.OPLEIDER: N_("Opleider"),
    OrganisationKind.OVERIG: N_("Andere organisatie"),
}


@dataclass(frozen=True)
class InvoiceDefaults:
    """What someone's registrations are filled in with for the invoice."""

    invoice_name: str = ""
    invoice_address: str = ""
    invoice_email: str = ""
    cost_centre: str = ""

    @classmethod
    def read(cls, stored: str) -> "InvoiceDefaults":
        """From `Person.invoice_defaults`; nothing stored is nothing known."""
        known = json.loads(stored) if stored else {}
        return cls(**{name: known[name] for name in cls.__dataclass_fields__ if name in known})

    def written(self) -> str:
        """For `Person.invoice_defaults`."""
        return json.dumps(asdict(self), ensure_ascii=False) if any(asdict(self).values()) else ""


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


READS_WORDS = {"nl": N_("Nederlands"), "nl,en": N_("Nederlands en Engels"), "en": N_("Engels")}
"""The languages of programmes that somebody can follow, as they are stored."""


def reads_of(stated: str | None, language: str) -> str:
    """What somebody reads; who did not say so: Dutch, and English too for who wants mail in English."""
    if stated in READS_WORDS:
        return stated
    return "nl,en" if language == "en" else "nl"
