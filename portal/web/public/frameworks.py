"""The study as pages: findings, advice with its actions and plateaus, and what on offer serves them."""

from typing import Any

from flask import render_template, url_for

from portal.database import db
from portal.errors import NotFound
from portal.frameworks import queries
from portal.frameworks.facts import Action, ActionKind, Framework, Named, name_of
from portal.frameworks.tags import tag_of
from portal.frameworks.vocabulary import FRAMEWORK
from portal.texts import N_, format_list, language
from portal.texts import gettext as _
from portal.web.public.blueprint import blueprint
from portal.web.public.developing import Offer, offers
from portal.web.public.filters import Asked

KINDS = {
    ActionKind.ORGANISATION: N_("Iets voor de organisatie"),
    ActionKind.LEARNING: N_("Iets om te leren"),
    ActionKind.BOTH: N_("Iets voor de organisatie, en om te leren"),
}


def said(thing: Any, part: str = "") -> str:
    """A text of the framework in the language of the page."""
    return str(getattr(thing, f"{part}_{language()}" if part else language()))


def _page(template: str, found: Framework, **values: Any) -> str:
    return render_template(template, nav="", framework=found, said=said, **values)


def notes_of(found: Framework, about: str) -> list[str]:
    """What the source leaves open about this."""
    return [said(note) for note in found.notes if note.about == about]


def _one(things: Any, number: str) -> Any:
    for thing in things:
        if thing.number == number:
            return thing
    raise NotFound


def _plateau(found: Framework, of: Any) -> str:
    """The plateau in words, and whether the source says so."""
    plateau = next(p for p in found.plateaus if p.number == of.plateau)
    values = {"number": plateau.number, "title": said(plateau), "meaning": said(plateau, "meaning")}
    if of.plateau_certain:
        return _("%(number)s, %(title)s: %(meaning)s", **values)
    return _("%(number)s, %(title)s: %(meaning)s. Dit is onze lezing, het onderzoek zegt het niet.", **values)


def _group(found: Framework, of: Any) -> str:
    return said(next(group for group in found.groups if group.id == of.group))


def _names(found: Framework, action: Action) -> str:
    things: list[Named] = [a for a in found.aspects if a.id in action.aspects]
    things += [r for r in found.roles if r.id in action.roles]
    return format_list(name_of(thing, language()) for thing in things)


def _serving(found: Framework, numbers: list[str]) -> list[tuple[Offer, str]]:
    """What on offer serves one of these, with the modules that do."""
    tags = {tag_of(found.id, number) for number in numbers}
    return [
        (offer, format_list(offer.serving(tags)))
        for offer in offers(db.session()).values()
        if offer.tags & tags
    ]


@blueprint.get("/kader")
def frameworks() -> str:
    """Every study that is loaded."""
    found = queries.frameworks(db.session())
    return render_template("public/frameworks_list.html", nav="", frameworks=found, said=said)


@blueprint.get("/kader/<framework>")
def framework(framework: str) -> str:
    """Its findings and advice, by group, and what it leaves open."""
    found = queries.framework(db.session(), framework)
    parts = [
        (group, [f for f in found.findings if f.group == group.id], _advices(found, group.id))
        for group in found.groups
    ]
    open_points = [note for about in ("plateaus", "links", "advices", "domains", "scores")
                   for note in notes_of(found, about)]  # fmt: skip
    return _page("public/frameworks_show.html", found, parts=parts, open_points=open_points)


def _advices(found: Framework, group: str) -> list[Any]:
    return [advice for advice in found.advices if advice.group == group]


@blueprint.get("/kader/<framework>/bevindingen/<number>")
def finding(framework: str, number: str) -> str:
    """One finding with the actions that belong to it."""
    found = queries.framework(db.session(), framework)
    one = _one(found.findings, number)
    actions = [action for action in found.actions if action.number in one.actions]
    return _page(
        "public/frameworks_finding.html",
        found,
        finding=one,
        tag=tag_of(found.id, one.number),
        group=_group(found, one),
        actions=actions,
        advices=[a for a in found.advices if set(a.actions) & set(one.actions)],
        notes=notes_of(found, f"finding {number}"),
        served=_serving(found, list(one.actions)),
    )


@blueprint.get("/kader/<framework>/adviezen/<number>")
def advice(framework: str, number: str) -> str:
    """One piece of advice: its actions, its findings, and what on offer serves it."""
    found = queries.framework(db.session(), framework)
    one = _one(found.advices, number)
    actions = [action for action in found.actions if action.advice == number]
    return _page(
        "public/frameworks_advice.html",
        found,
        advice=one,
        group=_group(found, one),
        plateau=_plateau(found, one),
        actions=[(action, _(KINDS[action.kind])) for action in actions],
        findings=[f for f in found.findings if set(f.actions) & set(one.actions)],
        notes=notes_of(found, f"advice {number}"),
        served=_serving(found, [number, *one.actions]),
        catalogue=_catalogue(found, number),
    )


def _catalogue(found: Framework, number: str) -> str:
    """The catalogue with only what serves this advice or action."""
    asked = Asked(chosen={"advies": (number,)})
    return asked.address(url_for("public.catalogue")) if found.id == FRAMEWORK.id else ""


@blueprint.get("/kader/<framework>/acties/<number>")
def action(framework: str, number: str) -> str:
    """One action: for whom, when, after what, and what on offer serves it."""
    found = queries.framework(db.session(), framework)
    one = _one(found.actions, number)
    return _page(
        "public/frameworks_action.html",
        found,
        action=one,
        advice=_one(found.advices, one.advice),
        kind=_(KINDS[one.kind]),
        plateau=_plateau(found, one),
        names=_names(found, one),
        after=[other for other in found.actions if other.number in one.after],
        findings=[(f, number in f.inferred) for f in found.findings if number in f.actions],
        notes=notes_of(found, f"action {number}"),
        served=_serving(found, [number]),
        catalogue=_catalogue(found, number),
        learns=one.kind is not ActionKind.ORGANISATION,
    )
