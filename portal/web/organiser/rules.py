"""Who may take part in an edition: its rules, told as the public page tells them."""

from functools import partial
from typing import Any

from flask import flash, redirect, request, url_for

from portal import clock
from portal.database import db
from portal.eligibility import rulebook
from portal.eligibility.facts import Rule, RuleKind
from portal.eligibility.queries import edition_rules
from portal.eligibility.spoken import spoken, who_may_take_part
from portal.errors import NotFound
from portal.people.listings import with_members
from portal.programmes.models import Edition
from portal.registrations import arranging
from portal.texts import gettext as _
from portal.web.kit.access import subject
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.forms import VersionedForm
from portal.web.organiser.meanwhile import Line, stamp
from portal.web.organiser.rule_forms import FORMS, WORDS, RaiseForm, RuleForm
from portal.web.organiser.saving import Answer, save

ELSEWHERE = {RuleKind.COMPANION: "organiser.company", RuleKind.INTEREST_FIRST: "organiser.windows"}
"""Rules that belong to a page of their own."""


@blueprint.get("/edities/<edition_id>/inschrijfregels")
def rules(**_address: str) -> str:
    """Every rule as the public reads it, and those that can be added."""
    edition = subject(Edition)
    form = VersionedForm(formdata=None)
    stamp(form, db.session(), edition)
    return _rules(form, edition)


def _rules(form: VersionedForm, edition: Edition, meanwhile: list[Line] | None = None) -> str:
    found = edition_rules(db.session(), edition.id)
    there = {rule.kind for rule in found} - rulebook.SEVERAL
    return frame.page(
        "organiser/rules_list.html",
        edition,
        "arrangement",
        form=form,
        meanwhile=meanwhile or [],
        rules=[
            (_(WORDS[rule.kind][0]), spoken(rule), _edit_address(edition, rule), _address(edition, rule))
            for rule in found
        ],
        everyone=who_may_take_part((), clock.now()),
        more=[
            (_(name), _(note), _add_address(edition, kind))
            for kind, (name, note) in WORDS.items()
            if kind not in there
        ],
        registered=arranging.has_registrations(db.session(), edition.id),
    )


def _edit_address(edition: Edition, rule: Rule) -> str:
    if rule.kind in ELSEWHERE:
        return url_for(ELSEWHERE[rule.kind], edition_id=edition.public_id)
    if FORMS[rule.kind] is RuleForm:
        return ""
    return url_for("organiser.rule", **_address(edition, rule))


def _address(edition: Edition, rule: Rule) -> dict[str, Any]:
    """What names a rule in addresses: the kind too, to know what was filled in when the rule is gone."""
    return {"edition_id": edition.public_id, "kind": rule.kind.value, "rule_id": rule.public_id}


def _add_address(edition: Edition, kind: RuleKind) -> str:
    if kind in ELSEWHERE:
        return url_for(ELSEWHERE[kind], edition_id=edition.public_id)
    return url_for("organiser.new_rule", edition_id=edition.public_id, kind=kind.value)


@blueprint.get("/edities/<edition_id>/inschrijfregels/nieuw/<kind>")
def new_rule(kind: str, **_address: str) -> Answer:
    """The questions of this rule."""
    edition, chosen = subject(Edition), _kind(kind)
    frame.check_not_over(edition)
    form = _form(chosen)
    stamp(form, db.session(), edition)
    return _rule(form, edition, chosen)


def _kind(text: str) -> RuleKind:
    if text not in set(FORMS):
        raise NotFound
    return RuleKind(text)


def _form(kind: RuleKind, rule: Rule | None = None, *, sent: bool = False) -> RuleForm:
    associations = with_members(db.session())
    if sent:
        return FORMS[kind]().offer(associations)
    data = FORMS[kind].data_of(rule) if rule else {}
    return FORMS[kind](formdata=None, data=data).offer(associations)


def _rule(
    form: RuleForm,
    edition: Edition,
    kind: RuleKind,
    *,
    rule: Rule | None = None,
    meanwhile: list[Line] | None = None,
    sentence: str = "",
    gone: bool = False,
) -> str:
    """The form of a new rule, or of this one; `gone`: of one that was taken away while it was changed."""
    name, note = WORDS[kind]
    if rule is None:
        action = url_for("organiser.add_rule", edition_id=edition.public_id, kind=kind.value)
    else:
        action = url_for("organiser.set_rule", **_address(edition, rule))
    return frame.page(
        "organiser/rules_form.html",
        edition,
        "arrangement",
        form=form,
        name=_(name),
        note=_(note),
        fields=[field for field in form if field.name not in ("version", "seen")],
        action=action,
        new=rule is None,
        gone=gone,
        meanwhile=meanwhile or [],
        sentence=sentence or _plain(kind),
        registered=arranging.has_registrations(db.session(), edition.id),
    )


def _plain(kind: RuleKind) -> str:
    """What a rule without questions says."""
    return spoken(Rule(kind)) if FORMS[kind] is RuleForm else ""


def _told(form: RuleForm, kind: RuleKind) -> str:
    """What the public page would say of what was filled in."""
    names = dict(with_members(db.session()))
    return spoken(Rule(kind, form.values(), None, names))


@blueprint.post("/edities/<edition_id>/inschrijfregels/nieuw/<kind>")
def add_rule(kind: str, **_address: str) -> Answer:
    """Adds the rule; the other button only shows its sentence."""
    edition, chosen = subject(Edition), _kind(kind)
    form = _form(chosen, sent=True)
    if not form.validate():
        return _rule(form, edition, chosen), 422
    if request.form.get("lees"):
        return _rule(form, edition, chosen, sentence=_told(form, chosen))
    values = form.values()
    return save(
        form,
        edition,
        partial(arranging.carry_out, verb=rulebook.add_rule, kind=chosen, values=values),
        same=lambda: any(
            rule.kind is chosen and rule.values == values for rule in edition_rules(db.session(), edition.id)
        ),
        show=lambda lines: _rule(form, edition, chosen, meanwhile=lines),
        done=_("De regel is toegevoegd."),
        to="organiser.rules",
    )


@blueprint.get("/edities/<edition_id>/inschrijfregels/<kind>/<rule_id>")
def rule(**_address: str) -> Answer:
    """The questions of a rule that is there, with its answers of now."""
    edition, found = subject(tuple)
    frame.check_not_over(edition)
    if found is None:
        return _gone(edition)
    if found.kind in ELSEWHERE:
        return redirect(url_for(ELSEWHERE[found.kind], edition_id=edition.public_id), 303)
    form = _form(found.kind, found)
    stamp(form, db.session(), edition)
    return _rule(form, edition, found.kind, rule=found, sentence=spoken(found))


def _gone(edition: Edition) -> Answer:
    """Another organiser took the rule away."""
    flash(_("Deze regel is er niet meer. Iemand haalde hem weg."), "error")
    return redirect(url_for("organiser.rules", edition_id=edition.public_id), 303)


@blueprint.post("/edities/<edition_id>/inschrijfregels/<kind>/<rule_id>")
def set_rule(kind: str, **_address: str) -> Answer:
    """Changes the rule; what was filled in of one that is gone can be added anew."""
    edition, found = subject(tuple)
    chosen = _kind(kind)
    form = _form(chosen, sent=True)
    if found is None:
        stamp(form, db.session(), edition)
        return _rule(form, edition, chosen, gone=True), 409
    if not form.validate():
        return _rule(form, edition, chosen, rule=found), 422
    if request.form.get("lees"):
        return _rule(form, edition, chosen, rule=found, sentence=_told(form, chosen))
    values = form.values()
    return save(
        form,
        edition,
        partial(arranging.carry_out, verb=rulebook.change_rule, rule_id=found.id, values=values),
        same=lambda: any(
            one.id == found.id and one.values == values for one in edition_rules(db.session(), edition.id)
        ),
        show=lambda lines: _rule(form, edition, chosen, rule=found, meanwhile=lines),
        done=_("De regel is gewijzigd."),
        to="organiser.rules",
    )


@blueprint.post("/edities/<edition_id>/inschrijfregels/<kind>/<rule_id>/weg")
def remove_rule(**_address: str) -> Answer:
    """Takes the rule away; twice is once."""
    edition, found = subject(tuple)
    done = _("De regel is weggehaald.")
    if found is None:
        flash(done, "ok")
        return redirect(url_for("organiser.rules", edition_id=edition.public_id), 303)
    if found.kind in ELSEWHERE:
        raise NotFound
    form, row_id = VersionedForm(), found.id
    return save(
        form,
        edition,
        partial(arranging.carry_out, verb=rulebook.remove_rule, rule_id=row_id),
        same=lambda: row_id not in {one.id for one in edition_rules(db.session(), edition.id)},
        show=lambda lines: _rules(form, edition, lines),
        done=done,
        to="organiser.rules",
    )


@blueprint.post("/edities/<edition_id>/inschrijfregels/<kind>/<rule_id>/omhoog")
def raise_rule(**_address: str) -> Answer:
    """Up to the place that the button names; twice is once."""
    edition, found = subject(tuple)
    if found is None:
        return _gone(edition)
    form, row_id = RaiseForm(), found.id
    place = form.number()
    return save(
        form,
        edition,
        partial(arranging.carry_out, verb=rulebook.raise_rule, rule_id=row_id, place=place),
        same=lambda: row_id in [one.id for one in edition_rules(db.session(), edition.id)[:place]],
        show=lambda lines: _rules(form, edition, lines),
        done=_("De regel staat nu een plaats hoger."),
        to="organiser.rules",
    )
