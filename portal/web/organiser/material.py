"""Preparation material of an edition: what there is, and from when participants see it."""

import secrets
from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.files.reasons import FileRefused
from portal.material import queries, service
from portal.material.models import Material
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, Meeting
from portal.programmes.order import by_day
from portal.registrations.reasons import Reason
from portal.texts import gettext as _
from portal.web.kit import uploads
from portal.web.kit.access import member, subject
from portal.web.kit.material import Shown, shown
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.forms import VersionedForm
from portal.web.organiser.material_forms import MaterialForm, Reader, values_of
from portal.web.organiser.meanwhile import Line, changed, stamp

Answer = Response | str | tuple[str, int]
Pair = tuple[Edition, Material]
KEY_LENGTH = 40


def _meetings(edition: Edition, known: Material | None = None) -> list[Meeting]:
    """The meetings that go on, and the one that the piece is of already."""
    own = known.meeting_id if known else None
    return by_day(one for one in edition.meetings if one.cancelled_at is None or one.id == own)


def _list(edition_id: str) -> Response:
    return redirect(url_for("organiser.material", edition_id=edition_id), 303)


@blueprint.get("/edities/<edition_id>/materiaal")
def material(**_address: str) -> str:
    """Everything there is, by meeting, with its release."""
    edition, now = subject(Edition), clock.now()
    pieces = [shown(piece, now) for piece in queries.pieces_of(db.session(), edition.id)]
    closed = edition.publication == Publication.CANCELLED
    return frame.page(
        "organiser/material_list.html", edition, "material", groups=_groups(pieces), closed=closed
    )


def _groups(pieces: Sequence[Shown]) -> list[tuple[str, list[Shown]]]:
    """By meeting, with what is for everything first."""
    titles: dict[str, list[Shown]] = {}
    for piece in pieces:
        titles.setdefault(piece.about, []).append(piece)
    return list(titles.items())


@blueprint.get("/edities/<edition_id>/materiaal/nieuw")
def new_material(**_address: str) -> Answer:
    """The form for another piece, for the meeting in the address if there is one."""
    edition = subject(Edition)
    meetings = _meetings(edition)
    values = values_of(None, meetings, secrets.token_urlsafe(16))
    wanted = request.args.get("bijeenkomst", "")
    values["meeting"] = wanted if wanted in {meeting.public_id for meeting in meetings} else ""
    form = MaterialForm(formdata=None, data=values).about(meetings)
    return _fresh(form, edition)


def _fresh(form: MaterialForm, edition: Edition, known: Material | None = None) -> Answer:
    """The form as it is opened; also after one that was too large to come in."""
    stamp(form, db.session(), edition)
    if not uploads.was_too_large():
        return _form(form, edition, known)
    form.refuse("file", Refused(FileRefused.TOO_LARGE))
    return _form(form, edition, known), 422


def _form(
    form: MaterialForm, edition: Edition, known: Material | None = None, meanwhile: list[Line] | None = None
) -> str:
    return frame.page(
        "organiser/material_form.html",
        edition,
        "material",
        form=form,
        known=shown(queries.piece_named(db.session(), known.public_id), clock.now()) if known else None,
        meanwhile=meanwhile or [],
    )


@blueprint.post("/edities/<edition_id>/materiaal/nieuw")
def add_material(edition_id: str) -> Answer:
    """Adds the piece; pressing twice adds it once."""
    edition = subject(Edition)
    form = MaterialForm().about(_meetings(edition))
    stated = Reader(form, _meetings(edition)).read()
    if stated is None:
        return _form(form, edition), 422
    row_id, actor_id, now = edition.id, member().person_id, clock.now()
    try:
        with transaction() as session:
            service.add(
                session,
                edition_id=row_id,
                stated=stated,
                form_key=_key(form),
                actor_id=actor_id,
                now=now,
                version=form.expected(),
            )
    except Refused as refusal:
        return _refused(refusal, form, row_id)
    flash(_("‘%(title)s’ staat erbij.", title=stated.title), "ok")
    return _list(edition_id)


def _key(form: MaterialForm) -> str:
    return (form.key.data or secrets.token_urlsafe(16))[:KEY_LENGTH]


def _refused(refusal: Refused, form: MaterialForm, row_id: int, material_id: int | None = None) -> Answer:
    """Back to the form with what another organiser changed; a file must be chosen once more."""
    if refusal.reason != Reason.CHANGED_MEANWHILE:
        raise refusal
    session: Session = db.session()
    edition = session.get_one(Edition, row_id)
    known = session.get_one(Material, material_id) if material_id else None
    lines = changed(form, session, edition)
    if form.file.data:
        form.file.errors = [_("Kies het bestand nog een keer. Een browser bewaart het niet.")]
    return _form(form, edition, known, lines), 409


@blueprint.get("/edities/<edition_id>/materiaal/<material_id>")
def change_material(**_address: str) -> Answer:
    """The form of one piece, as it is."""
    edition, known = _pair()
    meetings = _meetings(edition, known)
    values = values_of(known, meetings, secrets.token_urlsafe(16))
    return _fresh(MaterialForm(formdata=None, data=values).about(meetings), edition, known)


def _pair() -> Pair:
    edition, known = subject(tuple)
    return edition, known


@blueprint.post("/edities/<edition_id>/materiaal/<material_id>")
def store_material(edition_id: str, **_address: str) -> Answer:
    """Keeps the changes; a new file takes the place of the old one when it is all there."""
    edition, known = _pair()
    meetings = _meetings(edition, known)
    form = MaterialForm().about(meetings)
    stated = Reader(form, meetings, known).read()
    if stated is None:
        return _form(form, edition, known), 422
    row_id, material_id, actor_id, now = edition.id, known.id, member().person_id, clock.now()
    try:
        with transaction() as session:
            service.change(
                session,
                material_id=material_id,
                stated=stated,
                form_key=_key(form),
                actor_id=actor_id,
                now=now,
                version=form.expected(),
            )
    except Refused as refusal:
        return _refused(refusal, form, row_id, material_id)
    flash(_("‘%(title)s’ is bewaard.", title=stated.title), "ok")
    return _list(edition_id)


@blueprint.get("/edities/<edition_id>/materiaal/<material_id>/verwijderen")
def removing_material(**_address: str) -> Answer:
    """Asks whether it may go."""
    edition, known = _pair()
    form = VersionedForm(formdata=None)
    stamp(form, db.session(), edition)
    return _sure(form, edition, known)


def _sure(form: VersionedForm, edition: Edition, known: Material, meanwhile: list[Line] | None = None) -> str:
    piece = shown(queries.piece_named(db.session(), known.public_id), clock.now())
    return frame.page(
        "organiser/material_sure.html", edition, "material", form=form, piece=piece, meanwhile=meanwhile or []
    )


@blueprint.post("/edities/<edition_id>/materiaal/<material_id>/verwijderen")
def remove_material(edition_id: str, **_address: str) -> Answer:
    """Takes the piece away."""
    edition, known = _pair()
    form, title = VersionedForm(), known.title
    row_id, material_id, actor_id, now = edition.id, known.id, member().person_id, clock.now()
    try:
        with transaction() as session:
            service.remove(
                session, material_id=material_id, actor_id=actor_id, now=now, version=form.expected()
            )
    except Refused as refusal:
        if refusal.reason != Reason.CHANGED_MEANWHILE:
            raise
        session = db.session()
        edition, known = session.get_one(Edition, row_id), session.get_one(Material, material_id)
        return _sure(form, edition, known, changed(form, session, edition)), 409
    flash(_("‘%(title)s’ is verwijderd.", title=title), "ok")
    return _list(edition_id)
