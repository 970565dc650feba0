"""The numbers of a draft of a questionnaire: how long it takes, and how scores come about."""

from flask import flash, render_template
from werkzeug.wrappers import Response

from portal import clock
from portal.assessments import versions
from portal.assessments.instrument_numbers import numbers_of, stamp
from portal.assessments.models import InstrumentVersion
from portal.assessments.reasons import InstrumentRefused
from portal.database import db, transaction
from portal.errors import Refused
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.organiser import instrument_number_words as words
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.instrument_number_forms import NumbersForm, as_typed, numbers_form
from portal.web.organiser.instrument_words import title
from portal.web.organiser.instrument_writing import draft
from portal.web.organiser.instruments import to

Answer = Response | str | tuple[str, int]
Line = tuple[str, str, str]


@blueprint.get("/instrumenten/<version>/getallen")
def instrument_numbers(**_address: str) -> Answer:
    """All numbers, with what they mean and within which bounds they are."""
    there = numbers_of(draft().content)
    shown = {key: as_typed(value) for key, value in there.items()}
    return _numbers(numbers_form()(formdata=None, data={**shown, "seen": stamp(there)}))


def _numbers(form: NumbersForm, meanwhile: list[Line] | None = None) -> str:
    found = subject(InstrumentVersion)
    return render_template(
        "organiser/instrument_numbers.html",
        form=form,
        version=found,
        title=title(found),
        groups=[(_(name), [form[key] for key in keys]) for name, keys in words.GROUPS],
        meanwhile=meanwhile or [],
    )


@blueprint.post("/instrumenten/<version>/getallen")
def keep_instrument_numbers(version: str) -> Answer:
    """Keeps the numbers of a draft."""
    draft()
    form = numbers_form()()
    if not form.validate():
        return _numbers(form), 422
    typed = form.numbers()
    try:
        with transaction() as session:
            versions.put_numbers(
                session,
                version=version,
                numbers=typed,
                seen=form.seen.data or "",
                actor_id=member().person_id,
                now=clock.now(),
            )
    except Refused as refusal:
        if refusal.reason is not InstrumentRefused.CHANGED_MEANWHILE:
            raise
        db.session().rollback()
        there = numbers_of(subject(InstrumentVersion).content)
        form.seen.data = stamp(there)
        other = [(key, words.label(key), as_typed(there[key])) for key in there if there[key] != typed[key]]
        return _numbers(form, other), 409
    flash(_("De getallen zijn bewaard."), "ok")
    return to(version)
