"""What programmes and modules develop: stated by one organiser, confirmed by another."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.coverage import queries, service
from portal.coverage.facts import Fault, most_of
from portal.coverage.models import ModuleCoverage
from portal.coverage.queries import Standing, coverage_of
from portal.coverage.service import CoverageRefused
from portal.coverage.subjects import Part, parts_of, parts_of_all
from portal.coverage.words import aspects_in_words, in_one_line, roles_in_words
from portal.database import db, transaction
from portal.errors import Refused
from portal.frameworks.facts import name_of
from portal.frameworks.queries import frameworks
from portal.frameworks.tags import Tagged, is_for_learning, sort_key, tags_in
from portal.frameworks.vocabulary import ASPECTS, FRAMEWORK, ROLES
from portal.people.models import Person
from portal.programmes.models import Programme
from portal.programmes.queries import programmes_of
from portal.texts import format_list, format_moment, language
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.kit.engine import own
from portal.web.kit.errors import sentence
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.coverage_access import EXTERNAL, MODULE, PROGRAMME, Developing
from portal.web.organiser.coverage_forms import CoverageForm

Answer = Response | str | tuple[str, int]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Version:
    """One version in words: its lines, who said so, who confirmed it."""

    id: int
    lines: list[Pair]
    reason: str
    stated: str
    outcome: str


@blueprint.get("/leergangen/<slug>/ontwikkelt")
def develops(**_address: str) -> str:
    """The programme and each of its modules, with where they stand."""
    found = subject(Programme)
    parts = parts_of(db.session(), found)
    standings = queries.standings(db.session(), [part.key for part in parts])
    rows = [(_title(part), _place(part), *_stands(standings[part.key])) for part in parts]
    return render_template("organiser/coverage_list.html", programme=found, rows=rows)


def _title(part: Part) -> str:
    if not part.module:
        return _("De leergang als geheel")
    return own(part.title) or _("Module %(number)s", number=part.number)


def _place(part: Part) -> str:
    kind, name = (MODULE, part.module) if part.module else (PROGRAMME, part.programme)
    return url_for("organiser.coverage", kind=kind, name=name)


def _stands(standing: Standing) -> tuple[str, tuple[str, str]]:
    """What counts in one line, and a badge."""
    counts = standing.counts
    line = in_one_line(coverage_of(counts)) if counts else ""
    if standing.waiting:
        return line, (_("Wacht op bevestiging"), "warn")
    return line, (_("Telt mee"), "ok") if line else (_("Nog niets ingevuld"), "muted")


@blueprint.get("/ontwikkelt/<kind>/<name>")
def coverage(**_address: str) -> str:
    """What counts, what waits, and every earlier version."""
    return _show(subject(Developing))


def _show(found: Developing, problem: str = "") -> str:
    standing = queries.standing(db.session(), found.key)
    waiting = standing.waiting
    needs = dict(_possible_needs("")) if any(one.needs for one in standing.versions) else {}
    return render_template(
        "organiser/coverage_show.html",
        found=found,
        crumbs=_crumbs(found),
        counts=_version(standing.counts, needs) if standing.counts else None,
        waiting=_version(waiting, needs) if waiting else None,
        mine=waiting is not None and waiting.stated_by_id == member().person_id,
        earlier=[_version(one, needs) for one in standing.versions if one not in (standing.counts, waiting)],
        site=request.url,
        problem_text=problem,
    )


def _address_of(found: Developing) -> str:
    return url_for("organiser.coverage", kind=found.kind, name=found.name)


def _crumbs(found: Developing) -> list[Pair]:
    crumbs = [(_("Werkbank"), url_for("organiser.home"))]
    if found.kind == EXTERNAL:
        return [*crumbs, (_("Aanbod van anderen"), url_for("organiser.externals"))]
    return [
        *crumbs,
        (_("Leergangen"), url_for("organiser.programmes")),
        (_("Wat ontwikkelt het?"), url_for("organiser.develops", slug=found.slug)),
    ]


def _version(row: ModuleCoverage, needs: Mapping[str, str]) -> Version:
    stated = coverage_of(row)
    lines = aspects_in_words(stated.aspects) + roles_in_words(stated.roles)
    if not lines:
        lines.append((_("Ontwikkelt"), _("Geen aspect of rol. Zo wordt dit aan niemand aanbevolen.")))
    if row.tags:
        lines.append((_("Adviezen en acties"), format_list(sorted(row.tags, key=sort_key))))
    if row.needs:
        lines.append((_("Eerst doen"), format_list(needs.get(key, key) for key in row.needs)))
    return Version(row.id, lines, row.reason, _stated(row), _outcome(row))


def _stated(row: ModuleCoverage) -> str:
    if row.stated_by is None:
        return _("Uit een bestand, %(moment)s.", moment=format_moment(row.stated_at))
    values = {"name": row.stated_by.name, "moment": format_moment(row.stated_at)}
    return _("Voorgesteld door %(name)s, %(moment)s.", **values)


def _outcome(row: ModuleCoverage) -> str:
    if row.dropped_at is not None:
        return _("Niet bevestigd.")
    by: Person | None = row.confirmed_by
    if row.confirmed_at is None or by is None:
        return ""
    values = {"name": by.name, "moment": format_moment(row.confirmed_at)}
    return _("Bevestigd door %(name)s, %(moment)s.", **values)


@blueprint.get("/ontwikkelt/<kind>/<name>/wijzigen")
def edit_coverage(**_address: str) -> str:
    """The form, with what waits or else with what counts."""
    found = subject(Developing)
    form = _offered(CoverageForm(formdata=None), found)
    return _edit(form.show(queries.standing(db.session(), found.key)), found)


def _offered(form: CoverageForm, found: Developing) -> CoverageForm:
    return form.offer(_possible_tags(), _possible_needs(found.key))


def _possible_tags() -> list[Pair]:
    known = tags_in({one.id: one for one in (FRAMEWORK, *frameworks(db.session()))}.values())
    return [(tag, _tag(one)) for tag, one in known.items() if is_for_learning(one)]


def _tag(tagged: Tagged) -> str:
    values = {"number": tagged.tag, "title": name_of(tagged.thing, language())}
    if tagged.is_action:
        return _("Actie %(number)s: %(title)s", **values)
    return _("Advies %(number)s: %(title)s", **values)


def _possible_needs(key: str) -> list[Pair]:
    """Programmes of one's own organisations and their modules, except itself."""
    mine = programmes_of(db.session(), member().organisation_ids)
    titles = {programme.slug: programme.title for programme in mine}
    return [
        (part.key, f"{titles[part.programme]}: {part.title}" if part.module else part.title)
        for part in parts_of_all(db.session(), mine)
        if part.key != key and part.title
    ]


def _edit(form: CoverageForm, found: Developing, meanwhile: Version | None = None) -> str:
    return render_template(
        "organiser/coverage_edit.html",
        form=form,
        found=found,
        crumbs=_crumbs(found),
        most=most_of(found.key),
        aspects=form.fields_of(ASPECTS),
        roles=form.fields_of(ROLES),
        meanwhile=meanwhile,
    )


@blueprint.post("/ontwikkelt/<kind>/<name>/wijzigen")
def store_coverage(**_address: str) -> Answer:
    """Keeps the proposal; it counts once a second organiser confirms it."""
    found = subject(Developing)
    form = _offered(CoverageForm(), found)
    if not form.is_whole():
        return _edit(form, found), 422
    actor_id = member().person_id
    try:
        with transaction() as session:
            kept = service.state(
                session,
                key=found.key,
                stated=form.stated(),
                reason=(form.reason.data or "").replace("\r\n", "\n").strip(),
                seen=form.expected(),
                actor_id=actor_id,
                now=clock.now(),
            )
            waits = kept is not None and kept.confirmed_at is None
    except Refused as refusal:
        if refusal.reason == CoverageRefused.CHANGED_MEANWHILE:
            standing, needs = queries.standing(db.session(), found.key), dict(_possible_needs(""))
            return _edit(form.stamped(standing), found, _version(standing.versions[0], needs)), 409
        if refusal.reason not in set(Fault):
            raise
        form.refuse_fault(refusal, found.key)
        return _edit(form, found), 422
    said = _("Bewaard. Een tweede organisator moet het nog bevestigen.")
    flash(said if waits else _("Er is niets veranderd."), "ok")
    return redirect(_address_of(found), 303)


@blueprint.post("/ontwikkelt/<kind>/<name>/bevestigen/<int:version>")
def confirm_coverage(version: int, **_address: str) -> Answer:
    """It counts from now on."""
    found, actor_id = subject(Developing), member().person_id
    try:
        with transaction() as session:
            service.confirm(session, key=found.key, version=version, actor_id=actor_id, now=clock.now())
    except Refused as refusal:
        return _show(found, sentence(refusal)), 409
    flash(_("Bevestigd. Het telt vanaf nu mee in aanbevelingen."), "ok")
    return redirect(_address_of(found), 303)


@blueprint.post("/ontwikkelt/<kind>/<name>/intrekken/<int:version>")
def drop_coverage(version: int, **_address: str) -> Answer:
    """Takes back what waits; what was confirmed before keeps counting."""
    found = subject(Developing)
    try:
        with transaction() as session:
            service.drop(session, key=found.key, version=version, now=clock.now())
    except Refused as refusal:
        return _show(found, sentence(refusal)), 409
    flash(_("Het voorstel is weg. Wat al bevestigd was, blijft tellen."), "ok")
    return redirect(_address_of(found), 303)
