"""Who may take part in an edition: its rules, told as the public page tells them."""

from functools import partial

from flask import redirect, request, url_for

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
from portal.web.organiser.rule_forms import FORMS, WORDS, RuleForm
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
            (number, _(WORDS[rule.kind][0]), spoken(rule), _edit_address(edition, rule, number))
            for number, rule in enumerate(found, 1)
        ],
        everyone=who_may_take_part((), clock.now()),
        more=[
            (_(name), _(note), _add_address(edition, kind))
            for kind, (name, note) in WORDS.items()
            if kind not in there
        ],
        registered=arranging.has_registrations(db.session(), edition.id),
    )


def _edit_address(edition: Edition, rule: Rule, number: int) -> str:
    if rule.kind in ELSEWHERE:
        return url_for(ELSEWHERE[rule.kind], edition_id=edition.public_id)
    if FORMS[rule.kind] is RuleForm:
        return ""
    return url_for("organiser.rule", edition_id=edition.public_id, number=number)


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
    number: int | None = None,
    meanwhile: list[Line] | None = None,
    sentence: str = "",
) -> str:
    name, note = WORDS[kind]
    here = edition.public_id
    if number is None:
        action = url_for("organiser.add_rule", edition_id=here, kind=kind.value)
    else:
        action = url_for("organiser.set_rule", edition_id=here, number=number)
    return frame.page(
        "organiser/rules_form.html",
        edition,
        "arrangement",
        form=form,
        name=_(name),
        note=_(note),
        fields=[field for field in form if field.name not in ("version", "seen")],
        action=action,
        new=number is None,
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


@blueprint.get("/edities/<edition_id>/inschrijfregels/<int:number>")
def rule(number: int, **_address: str) -> Answer:
    """The questions of a rule that is there, with its answers of now."""
    edition, found = subject(tuple)
    frame.check_not_over(edition)
    if found.kind in ELSEWHERE:
        return redirect(url_for(ELSEWHERE[found.kind], edition_id=edition.public_id), 303)
    form = _form(found.kind, found)
    stamp(form, db.session(), edition)
    return _rule(form, edition, found.kind, number=number, sentence=spoken(found))


@blueprint.post("/edities/<edition_id>/inschrijfregels/<int:number>")
def set_rule(number: int, **_address: str) -> Answer:
    """Changes the rule."""
    edition, found = subject(tuple)
    if found.kind not in FORMS:
        raise NotFound
    form = _form(found.kind, sent=True)
    if not form.validate():
        return _rule(form, edition, found.kind, number=number), 422
    if request.form.get("lees"):
        return _rule(form, edition, found.kind, number=number, sentence=_told(form, found.kind))
    values = form.values()
    return save(
        form,
        edition,
        partial(arranging.carry_out, verb=rulebook.change_rule, rule_id=found.id, values=values),
        same=lambda: any(
            one.id == found.id and one.values == values for one in edition_rules(db.session(), edition.id)
        ),
        show=lambda lines: _rule(form, edition, found.kind, number=number, meanwhile=lines),
        done=_("De regel is gewijzigd."),
        to="organiser.rules",
    )


@blueprint.post("/edities/<edition_id>/inschrijfregels/<int:number>/weg")
def remove_rule(**_address: str) -> Answer:
    """Takes the rule away."""
    edition, found = subject(tuple)
    if found.kind in ELSEWHERE:
        raise NotFound
    form, row_id = VersionedForm(), found.id
    return save(
        form,
        edition,
        partial(arranging.carry_out, verb=rulebook.remove_rule, rule_id=row_id),
        same=lambda: row_id not in {one.id for one in edition_rules(db.session(), edition.id)},
        show=lambda lines: _rules(form, edition, lines),
        done=_("De regel is weggehaald."),
        to="organiser.rules",
    )


@blueprint.post("/edities/<edition_id>/inschrijfregels/<int:number>/omhoog")
def raise_rule(**_address: str) -> Answer:
    """One place up."""
    edition, found = subject(tuple)
    form = VersionedForm()
    return save(
        form,
        edition,
        partial(arranging.carry_out, verb=rulebook.raise_rule, rule_id=found.id),
        same=lambda: False,
        show=lambda lines: _rules(form, edition, lines),
        done=_("De regel staat nu een plaats hoger."),
        to="organiser.rules",
    )
