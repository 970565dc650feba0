"""What an organisation aims at for its people: targets by aspect and role, and what it works on most."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import ValidationError

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.frameworks.vocabulary import ASPECT, ASPECTS, ROLE, ROLES, name_of
from portal.goals import aims as set_aims
from portal.goals.facts import MOST_FOCUS, Aims
from portal.goals.reasons import GoalRefused
from portal.people.models import Organisation
from portal.texts import format_list, gettext, language, lazy
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.kit.fields import PortalForm, options
from portal.web.kit.numbers import whole
from portal.web.kit.scores import TargetField, written
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.meanwhile import Line

Answer = Response | str | tuple[str, int]
FIELD = "doel-"
_KEYS = {"inputmode": "decimal", "autocomplete": "off"}


class AimsForm(PortalForm):
    """A field for every aspect and role, made by `_form`. `seen`: the version that the page showed."""

    focus = SelectMultipleField(
        lazy("Waar werken jullie nu extra aan?"),
        description=lazy("Dit telt wat zwaarder mee in het advies aan je mensen. Kies er hooguit drie."),
        choices=lambda: options(list(_aspects().items())),
        validate_choice=False,
    )
    seen = HiddenField()

    def validate_focus(self, field: Any) -> None:
        """Aspects that there are, and not too many."""
        if not set(field.data) <= ASPECT.keys():
            raise ValidationError(gettext("Kies een van de mogelijkheden."))
        if len(set(field.data)) > MOST_FOCUS:
            raise ValidationError(
                gettext("Kies hooguit %(most)s onderdelen waar jullie nu extra aan werken.", most=MOST_FOCUS)
            )

    def fields_of(self, names: Iterable[str]) -> list[TargetField]:
        """The fields of these aspects or roles."""
        return [self[f"{FIELD}{name}"] for name in names]

    def stated(self) -> Aims:
        """What was filled in."""
        found = {name: self[f"{FIELD}{name}"].data for name in (*ASPECT, *ROLE)}
        targets = {name: target for name, target in found.items() if target is not None}
        return Aims(targets, frozenset(self.focus.data))


def _aspects() -> dict[str, str]:
    return {one.id: name_of(one, language()) for one in ASPECTS}


def _all() -> dict[str, str]:
    """Aspects and roles by id."""
    return _aspects() | {one.id: name_of(one, language()) for one in ROLES}


def _form() -> type[AimsForm]:
    fields = {f"{FIELD}{name}": TargetField(words, render_kw=_KEYS) for name, words in _all().items()}
    return type("NamedAimsForm", (AimsForm,), fields)


@blueprint.get("/inzicht/<organisation_id>/doelen")
def aims(**_address: str) -> str:
    """The aims as they are, to change them, and how they came about."""
    found = set_aims.versions(db.session(), subject(Organisation).id)
    now = found[0].aims if found else Aims()
    data = {f"{FIELD}{name}": target for name, target in now.targets.items()}
    values = {**data, "focus": sorted(now.focus), "seen": str(len(found))}
    return _page(_form()(formdata=None, data=values), found)


@blueprint.post("/inzicht/<organisation_id>/doelen")
def store_aims(organisation_id: str) -> Answer:
    """Keeps them: they count at once, for who has no target of their own."""
    form, number = _form()(), subject(Organisation).id
    if not form.validate():
        return _page(form, set_aims.versions(db.session(), number)), 422
    seen = whole(form.seen.data)
    try:
        with transaction() as session:
            changed = set_aims.keep(
                session,
                organisation_id=number,
                actor_id=member().person_id,
                aims=form.stated(),
                seen=seen,
                now=clock.now(),
            )
    except Refused as refusal:
        if refusal.reason != GoalRefused.AIMS_MEANWHILE:
            raise
        found = set_aims.versions(db.session(), number)
        form.seen.data = str(len(found))
        return _page(form, found, meanwhile=_lines(found)[: max(len(found) - max(seen, 0), 1)]), 409
    told = _("De doelen zijn bewaard. Ze gelden vanaf nu.") if changed else _("De doelen waren al zo.")
    flash(told, "ok")
    return redirect(url_for("organiser.aims", organisation_id=organisation_id), 303)


def _page(form: AimsForm, found: Sequence[set_aims.Set], meanwhile: Sequence[Line] = ()) -> str:
    return render_template(
        "organiser/aims_edit.html",
        organisation=subject(Organisation),
        form=form,
        aspects=form.fields_of(ASPECT),
        roles=form.fields_of(ROLE),
        lines=_lines(found),
        meanwhile=meanwhile,
    )


def _lines(found: Sequence[set_aims.Set]) -> list[Line]:
    """What was changed, the newest first."""
    earlier = [*found[1:], None]
    return [
        (one.at, _changes(old.aims if old else Aims(), one.aims), one.by)
        for one, old in zip(found, earlier, strict=False)
    ]


def _changes(old: Aims, new: Aims) -> str:
    said = []
    for name, words in _all().items():
        was, now = old.targets.get(name), new.targets.get(name)
        if was != now:
            said.append(_change(words, was, now))
    if old.focus != new.focus:
        names = format_list([words for name, words in _aspects().items() if name in new.focus])
        said.append(_("Extra aandacht: %(names)s.", names=names) if names else _("Nergens extra aandacht."))
    return " ".join(said)


def _change(name: str, was: int | None, now: int | None) -> str:
    if now is None:
        return _("%(name)s: geen eigen doel meer.", name=name)
    if was is None:
        return _("%(name)s: doel %(target)s.", name=name, target=written(now))
    return _("%(name)s: van %(was)s naar %(target)s.", name=name, was=written(was), target=written(now))
