"""The Dutch sentences of every reason, and what would help: tables only, filled in by `sentences`."""

from enum import StrEnum

from portal.eligibility.reasons import Reason
from portal.people.facts import OrganisationKind, PositionKind
from portal.texts import N_


class StepKind(StrEnum):
    """What a next step is about, so that a page can make a link or a button of it."""

    SIGN_IN = "sign_in"
    ASK_MEMBERSHIP = "ask_membership"
    PROFILE = "profile"
    WAIT_UNTIL = "wait_until"
    CODE = "code"
    COMPANION = "companion"
    HOST = "host"
    WAITLIST = "waitlist"
    APPROVAL = "approval"
    CONTACT = "contact"


POSITIONS: dict[str, tuple[str, str]] = {
    PositionKind.GEMEENTESECRETARIS: (N_("gemeentesecretaris"), N_("gemeentesecretarissen")),
    PositionKind.WETHOUDER: (N_("wethouder"), N_("wethouders")),
    PositionKind.BURGEMEESTER: (N_("burgemeester"), N_("burgemeesters")),
    PositionKind.RAADSLID: (N_("raadslid"), N_("raadsleden")),
    PositionKind.GRIFFIER: (N_("griffier"), N_("griffiers")),
    PositionKind.DIRECTEUR: (N_("directeur"), N_("directeuren")),
    PositionKind.LEIDINGGEVENDE: (N_("leidinggevende"), N_("leidinggevenden")),
    PositionKind.ONDERSTEUNER: (N_("ondersteuner"), N_("ondersteuners")),
}

ORGANISATION_KINDS: dict[str, str] = {
    OrganisationKind.GEMEENTE: N_("gemeenten"),
    OrganisationKind.PROVINCIE: N_("provincies"),
    OrganisationKind.WATERSCHAP: N_("waterschappen"),
    OrganisationKind.SAMENWERKING: N_("samenwerkingsverbanden"),
    OrganisationKind.VERENIGING: N_("verenigingen"),
    OrganisationKind.FONDS: N_("fondsen"),
    OrganisationKind.OPLEIDER: N_("opleiders"),
    OrganisationKind.OVERIG: N_("andere organisaties"),
}

GROUPS: dict[tuple[bool, bool, bool], str] = {
    (True, False, False): N_("leden van %(associations)s"),
    (False, True, False): N_("%(positions)s"),
    (False, False, True): N_("mensen die werken bij %(bodies)s"),
    (True, True, False): N_("%(positions)s die lid zijn van %(associations)s"),
    (True, False, True): N_("leden van %(associations)s die werken bij %(bodies)s"),
    (False, True, True): N_("%(positions)s die werken bij %(bodies)s"),
    (True, True, True): N_("%(positions)s die werken bij %(bodies)s en lid zijn van %(associations)s"),
}
"""A group by what it names: associations, positions, kinds of organisation."""

SENTENCES: dict[str, str] = {
    Reason.SIGN_IN_OK: N_("Je bent ingelogd."),
    Reason.SIGN_IN_VISITOR: N_("Je bent niet ingelogd."),
    Reason.MEMBERSHIP_OK: N_("Je bent lid van %(associations)s."),
    Reason.MEMBERSHIP_THROUGH_ORGANISATION: N_("Je organisatie is lid van %(associations)s."),
    Reason.MEMBERSHIP_VISITOR: N_("Je bent niet ingelogd als lid van %(associations)s."),
    Reason.MEMBERSHIP_NONE: N_("Deze editie is voor leden. Je bent geen lid van %(associations)s."),
    Reason.MEMBERSHIP_NOT_FOR_POSITION: N_(
        "Deze editie is voor leden van %(associations)s. Lid zijn kan met deze functie: %(position)s. "
        "In je profiel staat: %(own)s."
    ),
    Reason.MEMBERSHIP_ENDED: N_("Je was lid van %(associations)s tot en met %(ended)s."),
    Reason.MEMBERSHIP_NOT_YET: N_("Je bent pas lid van %(associations)s vanaf %(starts)s."),
    Reason.POSITION_OK: N_("Je functie past bij deze editie: %(position)s bij %(organisation)s."),
    Reason.POSITION_VISITOR: N_("Deze editie is voor %(positions)s. Je bent niet ingelogd."),
    Reason.POSITION_NONE: N_("Deze editie is voor %(positions)s. In je profiel staat nu geen functie."),
    Reason.POSITION_OTHER: N_("Deze editie is voor %(positions)s. In je profiel staat: %(own)s."),
    Reason.POSITION_TO_CONFIRM: N_("De organisator controleert je functie voordat je een plek krijgt."),
    Reason.ORGANISATION_KIND_OK: N_("Je organisatie past bij deze editie: %(organisation)s."),
    Reason.ORGANISATION_KIND_VISITOR: N_(
        "Deze editie is voor mensen die werken bij %(kinds)s. Je bent niet ingelogd."
    ),
    Reason.ORGANISATION_KIND_NONE: N_(
        "Deze editie is voor mensen die werken bij %(kinds)s. In je profiel staat nu geen organisatie."
    ),
    Reason.ORGANISATION_KIND_OTHER: N_(
        "Deze editie is voor mensen die werken bij %(kinds)s. In je profiel staat: %(organisations)s."
    ),
    Reason.COMPANION_OK: N_("Je mag deze persoon meenemen."),
    Reason.COMPANION_ALONE: N_("Je schrijft je alleen in."),
    Reason.COMPANION_TO_CONFIRM: N_("Degene die je meeneemt, moet nog bevestigen."),
    Reason.COMPANION_NOT_ALLOWED: N_("Bij deze editie kun je niemand meenemen."),
    Reason.COMPANION_ONESELF: N_("Je kunt jezelf niet meenemen."),
    Reason.COMPANION_NO_POSITION: N_(
        "Je mag iemand meenemen met deze functie: %(position)s. "
        "Van degene die je meeneemt, weten we de functie niet."
    ),
    Reason.COMPANION_OTHER_POSITION: N_(
        "Je mag iemand meenemen met deze functie: %(position)s. "
        "Degene die je meeneemt, heeft die functie niet ingevuld."
    ),
    Reason.COMPANION_OTHER_ORGANISATION: N_(
        "Degene die je meeneemt, moet bij dezelfde organisatie werken als jij."
    ),
    Reason.COMPANION_NO_MEMBERSHIP: N_("Degene die je meeneemt, is geen lid van %(associations)s."),
    Reason.PER_ORGANISATION_OK: N_("Voor %(organisation)s is nog plaats binnen het maximum van %(at_most)s."),
    Reason.PER_ORGANISATION_VISITOR: N_("Het maximum aantal deelnemers per organisatie is %(at_most)s."),
    Reason.PER_ORGANISATION_NO_ORGANISATION: N_(
        "Het maximum aantal deelnemers per organisatie is %(at_most)s. "
        "In je profiel staat nu geen organisatie."
    ),
    Reason.PER_ORGANISATION_FULL: N_(
        "Voor %(organisation)s is het maximum aantal deelnemers bereikt: %(at_most)s."
    ),
    Reason.PER_ORGANISATION_PARTY_TOO_LARGE: N_(
        "Jullie zijn met %(party)s mensen van %(organisation)s. "
        "Het maximum aantal deelnemers per organisatie is %(at_most)s."
    ),
    Reason.SET_ASIDE_OK: N_(
        "Tot en met %(until)s houden we plekken apart voor %(group)s: %(seats)s. Daar hoor je bij."
    ),
    Reason.SET_ASIDE_OTHERS: N_("Tot en met %(until)s houden we plekken apart voor %(group)s: %(seats)s."),
    Reason.SET_ASIDE_PAST: N_(
        "Tot en met %(until)s waren er plekken apart voor %(group)s. Nu zijn alle plekken voor iedereen."
    ),
    Reason.EARLY_OK: N_("De inschrijving is niet meer alleen voor leden."),
    Reason.EARLY_MEMBER: N_("Als lid van %(associations)s mag je je eerder inschrijven."),
    Reason.EARLY_VISITOR: N_(
        "Tot %(from)s kunnen alleen leden van %(associations)s zich inschrijven. Je bent niet ingelogd."
    ),
    Reason.EARLY_NOT_YET: N_("Tot %(from)s kunnen alleen leden van %(associations)s zich inschrijven."),
    Reason.INTEREST_FIRST_OK: N_("De inschrijving is open voor iedereen die aan de voorwaarden voldoet."),
    Reason.INTEREST_FIRST_LISTED: N_("Je staat op de lijst van belangstelling en mag je eerder inschrijven."),
    Reason.INTEREST_FIRST_NOT_YET: N_(
        "Tot %(from)s kunnen alleen mensen van de lijst van belangstelling zich inschrijven."
    ),
    Reason.CODE_OK: N_("Je code klopt."),
    Reason.CODE_MISSING: N_("Voor deze editie heb je een code nodig."),
    Reason.CODE_WRONG: N_("Deze code klopt niet."),
    Reason.APPROVAL_NEEDED: N_("De organisator beslist over je inschrijving."),
}

_SIGN_IN = N_("Log in, dan zie je of je mee kunt doen.")
_MEMBERSHIP = N_("Ben je wel lid? Mail dan de organisator. Of vraag lidmaatschap aan bij %(associations)s.")
_PROFILE = N_("Vul in je profiel in wat je functie is en waar je werkt.")
OTHER_POSITION = N_(
    "Klopt dit niet meer? Pas dan je profiel aan. Of kijk welke leergangen wel bij je passen."
)
_WAIT = N_("Schrijf je in vanaf %(from)s.")
_OTHER_COMPANION = N_("Kies iemand anders, of schrijf je alleen in.")

STEPS: dict[str, tuple[StepKind, str]] = {
    Reason.SIGN_IN_VISITOR: (StepKind.SIGN_IN, N_("Log in, of maak een account.")),
    Reason.MEMBERSHIP_VISITOR: (StepKind.SIGN_IN, N_("Log in, of vraag lidmaatschap aan.")),
    Reason.MEMBERSHIP_NONE: (StepKind.ASK_MEMBERSHIP, _MEMBERSHIP),
    Reason.MEMBERSHIP_NOT_FOR_POSITION: (StepKind.PROFILE, OTHER_POSITION),
    Reason.MEMBERSHIP_ENDED: (
        StepKind.ASK_MEMBERSHIP,
        N_("Verleng je lidmaatschap. Heb je dat al gedaan? Mail dan de organisator."),
    ),
    Reason.MEMBERSHIP_NOT_YET: (StepKind.WAIT_UNTIL, N_("Schrijf je in vanaf %(starts)s.")),
    Reason.POSITION_VISITOR: (StepKind.SIGN_IN, _SIGN_IN),
    Reason.POSITION_NONE: (StepKind.PROFILE, _PROFILE),
    Reason.POSITION_OTHER: (StepKind.PROFILE, OTHER_POSITION),
    Reason.POSITION_TO_CONFIRM: (
        StepKind.APPROVAL,
        N_("Je hoeft nu niets te doen. Je krijgt bericht van de organisator."),
    ),
    Reason.ORGANISATION_KIND_VISITOR: (StepKind.SIGN_IN, _SIGN_IN),
    Reason.ORGANISATION_KIND_NONE: (StepKind.PROFILE, _PROFILE),
    Reason.ORGANISATION_KIND_OTHER: (StepKind.PROFILE, OTHER_POSITION),
    Reason.COMPANION_NOT_ALLOWED: (StepKind.COMPANION, N_("Schrijf je alleen in.")),
    Reason.COMPANION_ONESELF: (
        StepKind.COMPANION,
        N_("Vul het e-mailadres van iemand anders in, of schrijf je alleen in."),
    ),
    Reason.COMPANION_NO_POSITION: (
        StepKind.COMPANION,
        N_("Vraag degene die je meeneemt om de functie in het eigen profiel in te vullen."),
    ),
    Reason.COMPANION_OTHER_POSITION: (StepKind.COMPANION, _OTHER_COMPANION),
    Reason.COMPANION_OTHER_ORGANISATION: (StepKind.COMPANION, _OTHER_COMPANION),
    Reason.COMPANION_NO_MEMBERSHIP: (StepKind.COMPANION, _OTHER_COMPANION),
    Reason.PER_ORGANISATION_NO_ORGANISATION: (StepKind.PROFILE, _PROFILE),
    Reason.PER_ORGANISATION_FULL: (
        StepKind.WAITLIST,
        N_("Je kunt op de wachtlijst. Je bent aan de beurt als een collega zich afmeldt."),
    ),
    Reason.PER_ORGANISATION_PARTY_TOO_LARGE: (
        StepKind.COMPANION,
        N_("Schrijf je alleen in, of neem iemand van een andere organisatie mee als dat mag."),
    ),
    Reason.EARLY_VISITOR: (
        StepKind.SIGN_IN,
        N_("Ben je lid? Log dan in. Anders kun je terecht vanaf %(from)s."),
    ),
    Reason.EARLY_NOT_YET: (StepKind.WAIT_UNTIL, _WAIT),
    Reason.INTEREST_FIRST_NOT_YET: (StepKind.WAIT_UNTIL, _WAIT),
    Reason.CODE_MISSING: (StepKind.CODE, N_("Vul de code uit je uitnodiging in.")),
    Reason.CODE_WRONG: (
        StepKind.CODE,
        N_("Kijk de code na in je uitnodiging. Lukt het niet? Mail dan de organisator."),
    ),
    Reason.APPROVAL_NEEDED: (
        StepKind.APPROVAL,
        N_("Je hoeft nu niets te doen. Je krijgt bericht van de organisator."),
    ),
}

HOST = N_("Je kunt wel meedoen samen met iemand met deze functie: %(hosts)s. Vraag of die jou meeneemt.")
HOST_SAME = N_(
    "Je kunt wel meedoen samen met iemand van je eigen organisatie met deze functie: %(hosts)s. "
    "Vraag of die jou meeneemt."
)
ANY_HOST = N_("Je kunt wel meedoen als iemand die aan de voorwaarden voldoet, jou meeneemt.")
UNKNOWN = N_("Deze voorwaarde is beoordeeld.")
ASK = N_("Mail de organisator als je vragen hebt.")
