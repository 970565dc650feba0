"""What is recommended to somebody, with reasons; other goals to try; and what they do not want."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal import clock
from portal.assessments.advice import Advice
from portal.assessments.queries import only_of_others
from portal.database import db, transaction
from portal.programmes.facts import EditionState
from portal.recommendations import privacy, service
from portal.recommendations.known import Known, known
from portal.recommendations.offers import Offer, offers
from portal.recommendations.service import Made
from portal.texts import N_, local
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.kit.engine import own, say
from portal.web.participant import advised_refusals as refusals
from portal.web.participant import advised_sums as sums
from portal.web.participant import advised_words as words
from portal.web.participant.advised_beside import beside
from portal.web.participant.advised_forms import RefuseForm, TryForm
from portal.web.participant.advised_together import together
from portal.web.participant.blueprint import blueprint

Answer = Response | str | tuple[str, int]
TRYING = "proef"


@dataclass(frozen=True)
class Button:
    """The one thing to do with a suggestion."""

    label: str
    url: str


@blueprint.get("/mijn/aanbevolen")
def advised() -> Answer:
    """What fits best together, what fits too, and why not the rest."""
    now, viewer, session = clock.now(), member(), db.session()
    offered = offers(session, now=now)
    who = known(session, offered, person_id=viewer.person_id, email=viewer.email, now=now)
    if who is None:
        return render_template(
            "participant/advised_none.html", of_others=only_of_others(session, viewer.person_id)
        )
    trying = TRYING in request.args
    form = TryForm(formdata=request.args if trying else None, data=None if trying else _own_goals(who))
    made = service.make(offered, who, now=now)
    if not trying:
        return _page(offered, made, form, kept=service.kept_by(session, viewer.person_id))
    if not form.validate():
        return _page(offered, made, form), 422
    wished = service.with_goals(who.person, form.goals(), form.role_goals())
    most = form.hours.data
    within = {k: o for k, o in offered.items() if most is None or o.entry.hours <= most}
    tried = service.make(within, who, now=now, wished=wished)
    beyond = service.developed(offer for key, offer in offered.items() if key not in within)
    tried = replace(tried, left_out=tried.left_out | beyond)
    titles = {key: own(offer.title) for key, offer in offered.items()}
    too_long = [title for key, title in titles.items() if key not in within]
    return _page(within, tried, form, changes=_changes(made.advice, tried.advice, titles), too_long=too_long)


def _own_goals(who: Known) -> dict[str, object]:
    goals: dict[str, object] = {name: str(priority) for name, priority in who.person.goals.items()}
    return {**goals, "roles": sorted(who.person.role_goals)}


@blueprint.post("/mijn/aanbevolen")
def keep_advised() -> Response:
    """Keeps the recommendation of now with all that it was made from, and shows it."""
    now, viewer, reading = clock.now(), member(), db.session()
    offered = offers(reading, now=now)
    who = known(reading, offered, person_id=viewer.person_id, email=viewer.email, now=now)
    if who is not None:
        made = service.make(offered, who, now=now)
        with transaction() as session:
            service.keep(session, made, person_id=viewer.person_id, now=now)
        flash(_("Dit advies is bewaard. Onderaan de bladzijde lees je terug wat je bewaarde."), "ok")
    return redirect(url_for("participant.advised"), 303)


def _page(
    offered: Mapping[str, Offer],
    made: Made,
    form: TryForm,
    changes: Sequence[str] = (),
    too_long: Sequence[str] = (),
    kept: Sequence[service.Kept] | None = None,
) -> str:
    """The page; `kept` None: a try, of which nothing is kept."""
    advice, who = made.advice, made.known
    instrument = who.taken.questionnaire.instrument
    titles = {key: own(offer.title) for key, offer in offered.items()}
    package = words.in_order(advice)
    others = [rated.entry.id for rated in advice.ranking if rated.entry.id not in package]
    shown = {
        key: words.suggestion(offered[key], advice, instrument, titles, who.person)
        for key in [*package, *others]
    }
    finished = who.taken.assessment.finished_at
    return render_template(
        "participant/advised_list.html",
        package=[shown[key] for key in package],
        together=together([offered[key] for key in package]),
        others=[shown[key] for key in others],
        beside={key: beside(advice.rated[key], advice, titles) for key in others},
        rest=_rest(offered, made, set(shown), titles),
        unwanted=[(key, titles[key]) for key in sorted(who.refused) if key in titles],
        taking_part=[titles[key] for key in sorted(who.taking_part) if key in titles],
        buttons={key: button(offered[key]) for key in shown},
        urls={key: address(offered[key]) for key in shown},
        needs=sums.needs_table(advice, instrument),
        conversation=words.conversation(advice.needs),
        since=words.taken_on(local(finished).date() if finished else None),
        form=form,
        too_long=too_long,
        kept=kept or [],
        may_keep=kept is not None and made.digest not in [one.digest for one in kept],
        changes=changes,
        unserved=refusals.unserved(made, trying=kept is None),
        at_ease=not any(need.millionths >= 200_000 for need in advice.needs.values()),
        unscored=words.unscored(advice.needs),
    )


def _rest(
    offered: Mapping[str, Offer], made: Made, shown: set[str], titles: Mapping[str, str]
) -> list[refusals.Refusal]:
    """What is not recommended now, with every reason; the most fitting first."""
    advice, who = made.advice, made.known
    left = [key for key in advice.rated if key not in shown]
    left.sort(key=lambda key: (-advice.rated[key].score, key))
    return [
        refusals.not_now(
            offered[key],
            advice.why_not.get(key, ()),
            who.answers.get(key, ()),
            advice.rated[key],
            titles,
            address(offered[key]),
        )
        for key in left
    ]


def _changes(before: Advice, after: Advice, titles: Mapping[str, str]) -> Sequence[str]:
    """What other goals would change in the package."""
    more = [titles[key] for key in after.package if key not in before.package]
    less = [titles[key] for key in before.package if key not in after.package]
    found: list[str] = [say(N_("Erbij komt: %(title)s."), title=title) for title in more]
    found += [say(N_("Eraf gaat: %(title)s."), title=title) for title in less]
    return found or [_("De leergangen die goed samengaan, blijven dezelfde.")]


def address(offer: Offer) -> str:
    """The page that tells about it."""
    if offer.external:
        return url_for("public.external", slug=offer.external.slug)
    return url_for("public.programme", slug=offer.programme)


def button(offer: Offer) -> Button:
    """What one does with it: enrol, wait, hear of it, or look at it."""
    if offer.now is None:
        return Button(_("Bekijk het aanbod"), address(offer))
    if offer.of:
        return Button(_("Bekijk de leergang"), address(offer))
    edition, state = offer.now.edition.public_id, offer.now.phase.state
    if state is EditionState.OPEN:
        return Button(_("Schrijf je in"), url_for("participant.enrol", edition=edition))
    if state is EditionState.FULL:
        return Button(_("Zet je op de wachtlijst"), url_for("participant.enrol", edition=edition))
    return Button(_("Houd me op de hoogte"), url_for("public.interest", slug=offer.programme))


@blueprint.get("/mijn/aanbevolen/gegevens.json")
def advised_json() -> Response:
    """A copy of every recommendation that is kept, with what it was made from."""
    text = json.dumps(privacy.own_data(db.session(), member().person_id), ensure_ascii=False, indent=2)
    answer = Response(text, content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="aanbevolen.json"'
    return answer


@blueprint.get("/mijn/aanbevolen/<path:key>/niet-voor-mij")
def ask_not_advised(**_address: str) -> str:
    """Asks why, and says what it does."""
    offer = subject(Offer)
    return render_template("participant/advised_refuse.html", form=RefuseForm(formdata=None), offer=offer)


@blueprint.post("/mijn/aanbevolen/<path:key>/niet-voor-mij")
def not_advised(**_address: str) -> Response:
    """It is not recommended any more."""
    offer, form, viewer = subject(Offer), RefuseForm(MultiDict(request.form)), member()
    with transaction() as session:
        service.refuse(
            session, person_id=viewer.person_id, key=offer.key, reason=form.value(), now=clock.now()
        )
    flash(_("We bevelen dit niet meer aan. Onderaan de bladzijde haal je het terug."), "success")
    return redirect(url_for("participant.advised"), 303)


@blueprint.post("/mijn/aanbevolen/<path:key>/toch-wel")
def advised_again(**_address: str) -> Response:
    """It may be recommended again."""
    offer, viewer = subject(Offer), member()
    with transaction() as session:
        service.take_back(session, person_id=viewer.person_id, key=offer.key)
    flash(_("We kijken weer of dit bij je past."), "success")
    return redirect(url_for("participant.advised"), 303)
