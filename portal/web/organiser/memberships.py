"""Memberships of one's own association: numbers and imports. Nobody's name is shown here."""

from collections.abc import Callable, Mapping

from flask import Blueprint, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db
from portal.errors import NotFound, Refused
from portal.people import listings
from portal.people.models import MembershipImport, Organisation
from portal.people.viewer import Viewer
from portal.texts import local
from portal.web.kit import memberships as importing
from portal.web.kit.access import Audience, Rule, member, subject
from portal.web.kit.uploads import LARGEST_FORM

Answer = Response | str | tuple[str, int]


def associations() -> Answer:
    """The associations that the viewer organises for, with their numbers of members."""
    lines = listings.associations(
        db.session(), today=local(clock.now()).date(), ids=member().organisation_ids
    )
    return render_template("organiser/memberships_list.html", lines=lines)


def import_members(**_address: str) -> Answer:
    """The form to choose a file, and the latest imports."""
    return _import(importing.ImportForm(formdata=None), subject(Organisation))


def upload_members(**_address: str) -> Answer:
    """Keeps the file and shows what it would do."""
    form, found = importing.ImportForm(), subject(Organisation)
    kept = importing.keep_upload(form, association=found, person_id=member().person_id)
    if kept is None:
        return _import(form, found), 422
    return redirect(url_for("organiser.membership_preview", import_id=kept), 303)


def _import(form: importing.ImportForm, found: Organisation) -> str:
    imports = listings.imports(db.session(), association_id=found.id)
    return render_template("organiser/memberships_import.html", form=form, association=found, imports=imports)


def preview(**_address: str) -> Answer:
    """What importing would do, or what it did."""
    return _preview(subject(MembershipImport))


def carry_out(import_id: str) -> Answer:
    """Imports, all or nothing."""
    kept = subject(MembershipImport)
    row_id = kept.id
    try:
        importing.carry_out(kept)
    except Refused:
        return _preview(db.session().get_one(MembershipImport, row_id)), 409
    return redirect(url_for("organiser.membership_preview", import_id=import_id), 303)


def _preview(kept: MembershipImport) -> str:
    return render_template(
        "organiser/memberships_preview.html",
        preview=importing.preview(db.session(), kept),
        association=kept.association,
    )


def own_association(session: Session, viewer: Viewer | None, address: Mapping[str, str]) -> Organisation:
    """The association in the address, if the viewer organises for it."""
    found = session.scalar(select(Organisation).where(Organisation.public_id == address["association_id"]))
    if found is None or viewer is None or found.id not in viewer.organisation_ids or not found.has_members:
        raise NotFound
    return found


def own_import(session: Session, viewer: Viewer | None, address: Mapping[str, str]) -> MembershipImport:
    """The import in the address, if it is of an association that the viewer organises for."""
    found = session.scalar(select(MembershipImport).where(MembershipImport.public_id == address["import_id"]))
    if found is None or viewer is None or found.association_id not in viewer.organisation_ids:
        raise NotFound
    return found


def register(blueprint: Blueprint) -> None:
    """Hangs these pages in the workbench."""
    home = "/lidmaatschappen"
    pages: tuple[tuple[str, str, Callable[..., Answer], str], ...] = (
        (home, "memberships", associations, "GET"),
        (f"{home}/<association_id>", "import_members", import_members, "GET"),
        (f"{home}/<association_id>", "upload_members", upload_members, "POST"),
        (f"{home}/importen/<import_id>", "membership_preview", preview, "GET"),
        (f"{home}/importen/<import_id>", "carry_out_import", carry_out, "POST"),
    )
    for path, name, view, method in pages:
        blueprint.add_url_rule(path, name, view, methods=[method])


RULES: dict[str, Rule] = {
    "organiser.memberships": Rule(Audience.ORGANISER),
    "organiser.import_members": Rule(Audience.ORGANISER, own_association),
    "organiser.upload_members": Rule(Audience.ORGANISER, own_association, LARGEST_FORM),
    "organiser.membership_preview": Rule(Audience.ORGANISER, own_import),
    "organiser.carry_out_import": Rule(Audience.ORGANISER, own_import),
}
