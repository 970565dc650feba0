"""Recommendations that somebody kept: read again as they were made, with the reasons of then."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.assessments.advice import Advice, Rated
from portal.assessments.catalogue import Why
from portal.assessments.models import Assessment
from portal.assessments.queries import questionnaire_of
from portal.database import db, transaction
from portal.recommendations import service, stored
from portal.recommendations.models import Recommendation
from portal.recommendations.offers import offers
from portal.texts import gettext as _
from portal.texts import local
from portal.web.kit.access import member, subject
from portal.web.kit.engine import own
from portal.web.participant import advised_refusals as refusals
from portal.web.participant import advised_sums as sums
from portal.web.participant import advised_words as words
from portal.web.participant.advised import address
from portal.web.participant.blueprint import blueprint


@dataclass(frozen=True)
class Remembered:
    """Something that was recommended. `url` is empty when it is not on offer any more."""

    title: str
    url: str
    why: list[str]
    table: list[sums.Line]


@blueprint.get("/mijn/aanbevolen/bewaard/<digest>")
def kept_advised(**_address: str) -> str:
    """What was recommended then, why, why not the rest, and where the need came from."""
    row, session = subject(Recommendation), db.session()
    advice, person = service.again(session, row), stored.person_from(row.person)
    assessment = session.get_one(Assessment, row.assessment_id)
    instrument = questionnaire_of(assessment.version).instrument
    named: Mapping[str, Mapping[str, object]] = row.named
    titles = {key: own(str(named.get(key, {}).get("title", key))) for key in advice.rated}
    urls = {key: address(offer) for key, offer in offers(session, now=clock.now()).items()}

    def remembered(rated: Rated) -> Remembered:
        key = rated.entry.id
        return Remembered(
            titles[key],
            urls.get(key, ""),
            words.why(rated, advice.needs, instrument, person),
            sums.table(rated, advice.needs, hours_known=named.get(key, {}).get("hours") is not None),
        )

    finished = assessment.finished_at
    return render_template(
        "participant/advised_kept.html",
        row=row,
        since=words.taken_on(local(finished).date() if finished else None),
        package=[remembered(advice.rated[key]) for key in words.in_order(advice)],
        others=[remembered(one) for one in advice.ranking if one.entry.id not in advice.package],
        rest=_rest(advice, titles, named),
        needs=sums.needs_table(advice, instrument),
    )


def _rest(
    advice: Advice, titles: Mapping[str, str], named: Mapping[str, Mapping[str, object]]
) -> list[tuple[str, str]]:
    """What was not recommended, with the first reason."""
    shown = {*advice.package, *(one.entry.id for one in advice.ranking)}
    left = sorted(advice.rated.keys() - shown, key=lambda key: (-advice.rated[key].score, key))
    known = {key for key, one in named.items() if one.get("hours") is not None}
    return [
        (titles[key], _why_not(advice.why_not.get(key, ()), advice.rated[key], titles, key in known))
        for key in left
    ]


def _why_not(whys: tuple[Why, ...], rated: Rated, titles: Mapping[str, str], hours_known: bool) -> str:
    if not whys:
        return refusals.too_little(rated, hours_known=hours_known)
    if whys[0] is Why.PREREQ:
        return words.do_first([titles.get(key, key) for key in sorted(rated.entry.prerequisites)])
    return _(refusals.STANDS_IN_THE_WAY[whys[0]])


@blueprint.post("/mijn/aanbevolen/bewaard/<digest>/wissen")
def throw_away_advised(**_address: str) -> Response:
    """It is not kept any more."""
    digest, person_id = subject(Recommendation).digest, member().person_id
    with transaction() as session:
        service.throw_away(session, person_id=person_id, digest=digest)
    flash(_("Het bewaarde advies is weg."), "ok")
    return redirect(url_for("participant.advised"), 303)
