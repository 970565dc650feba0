"""Why something is not recommended, and what would help; and what nothing on offer is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from portal.assessments.advice import Rated
from portal.assessments.catalogue import Why
from portal.eligibility import sentences
from portal.eligibility.facts import Answer
from portal.eligibility.wording import OTHER_POSITION
from portal.frameworks.vocabulary import ROLE
from portal.recommendations import stored
from portal.recommendations.facts import NUMBERS
from portal.recommendations.known import keeps_out
from portal.recommendations.offers import Offer
from portal.recommendations.service import Made
from portal.texts import N_, format_list
from portal.texts import gettext as _
from portal.web.kit.engine import own
from portal.web.participant.advised_sums import named
from portal.web.participant.advised_words import do_first

LEAST = int(4 * NUMBERS.config.min_score * 1_000_000)
"""The least that is worth recommending, in quarter millionths."""
STANDS_IN_THE_WAY: Mapping[Why, str] = {
    Why.AUDIENCE: N_("Dit is voor mensen met een andere functie of organisatie."),
    Why.NOT_MEMBER: N_("Dit is alleen voor leden."),
    Why.LANGUAGE: N_("Dit is in een taal die je niet leest."),
    Why.COMPLETED: N_("Je hebt dit al gevolgd."),
    Why.CANCELLED: N_("Deze editie gaat niet door. Vraag of je bericht krijgt van een volgende."),
    Why.CLOSED: N_("De inschrijving is gesloten. Vraag of je bericht krijgt van een volgende editie."),
    Why.PAST: N_("Deze editie is al begonnen. Vraag of je bericht krijgt van een volgende."),
    Why.FULL: N_("Dit zit vol en heeft geen wachtlijst."),
}


@dataclass(frozen=True)
class Refusal:
    """Something that is not recommended now: every reason, and what would help.

    `language`: it helps to say that one reads another language too.
    """

    title: str
    url: str
    reasons: list[str]
    language: bool = False


def not_now(
    offer: Offer,
    whys: Sequence[Why],
    answers: Sequence[Answer],
    rated: Rated,
    titles: Mapping[str, str],
    url: str,
) -> Refusal:
    """Why not, in sentences; no reason at all means that it adds too little now."""
    said = []
    # Who it is not for reads nothing of a day from which others may register.
    for answer in [one for one in answers if keeps_out(one)] or answers:
        said.append(sentences.sentence(answer))
        step = sentences.next_step(answer)
        if step:
            said.append(_here(step.text))
    spoken = {Why.AUDIENCE, Why.NOT_MEMBER, Why.CLOSED} if answers else set()
    for one in whys:
        if one is Why.PREREQ:
            said.append(do_first([titles.get(key, key) for key in sorted(offer.entry.prerequisites)]))
        elif one not in spoken:
            said.append(_(STANDS_IN_THE_WAY[one]))
    if not said:
        said.append(too_little(rated, hours_known=offer.hours is not None))
    return Refusal(own(offer.title), url, said, language=Why.LANGUAGE in whys)


def _here(step: str) -> str:
    """What would help; this page itself is where one looks what does fit."""
    return _("Klopt dit niet meer? Pas dan je profiel aan.") if step == _(OTHER_POSITION) else step


def too_little(rated: Rated, *, hours_known: bool) -> str:
    """Why something that one may do is not recommended: it adds little, or it costs more than it adds.

    What nobody stated is not known: that is no long time, and no late start.
    """
    if rated.benefit < LEAST:
        return _("Dit gaat vooral over iets anders dan waar jij wilt groeien.")
    taken = rated.penalty
    most = max(taken.effort, taken.waitlist, taken.planned + taken.late)
    if most == taken.effort and hours_known:
        return _("Dit past wel bij je, maar kost veel tijd voor wat het jou oplevert.")
    if most == taken.effort:
        return _("Dit past wel een beetje bij je, maar hoeveel tijd het kost, is nog niet bekend.")
    if most == taken.waitlist:
        return _("Dit past wel een beetje bij je, maar het zit vol.")
    if rated.entry.start is None:
        return _("Dit past wel een beetje bij je, maar wanneer het begint, is nog niet bekend.")
    if taken.planned > taken.late:
        return _("Dit past wel een beetje bij je, maar je kunt je er nog niet voor inschrijven.")
    return _("Dit past wel een beetje bij je, maar het begint voorlopig niet.")


@dataclass(frozen=True)
class Unserved:
    """Where somebody can grow most, and nothing on offer is about; `goal` makes a goal of it."""

    title: str
    text: str
    goal: str


def unserved(made: Made, *, trying: bool) -> Unserved | None:
    """What somebody needs more than anything that is recommended is about, and nothing develops.

    Organisers hear it of who keeps the recommendation; a try is not kept.
    """
    found = stored.unserved(made.advice, NUMBERS.config, made.left_out)
    if not found:
        return None
    names = format_list([named(one.id) for one in found])
    kind = "role" if found[0].id in ROLE else "aspect"
    return Unserved(
        _("Voor %(names)s is er nu geen aanbod", names=names),
        _("Juist daar kun je het meest groeien.")
        if trying
        else _(
            "Juist daar kun je het meest groeien. Bewaar je dit advies, dan horen organisatoren het zodra "
            "tien mensen of meer dit missen, zonder te zien wie."
        ),
        url_for("participant.new_goal", over=f"{kind}:{found[0].id}"),
    )
