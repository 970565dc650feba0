"""Importing memberships: what the screens of organisers and administrators share."""

from dataclasses import dataclass

from flask_wtf.file import FileField
from sqlalchemy.orm import Session

from portal import clock
from portal.database import transaction
from portal.errors import Refused
from portal.people import importing, memberships
from portal.people.addresses import clean_line
from portal.people.models import MembershipImport, Organisation
from portal.texts import gettext, lazy
from portal.web.kit.errors import sentence
from portal.web.kit.fields import PortalForm
from portal.web.kit.refusals import SENTENCES
from portal.web.kit.uploads import at_most

SHOWN = 100


class ImportForm(PortalForm):
    """A file with memberships."""

    file = FileField(
        lazy("Bestand met leden (csv)"),
        description=lazy("Een csv-bestand uit Excel of je ledenadministratie, hooguit 1 MB en 5.000 regels."),
        render_kw=at_most(importing.LARGEST, SENTENCES[importing.ImportReason.TOO_LARGE]),
    )


@dataclass(frozen=True)
class Preview:
    """An import to look at: what it will do, or what must be mended first."""

    kept: MembershipImport
    plan: memberships.Plan
    problems: list[tuple[int, str, str]]

    @property
    def effects(self) -> list[memberships.Change]:
        """The lines that change something, the first hundred."""
        changing = [change for change in self.plan.changes if change.effect is not memberships.Effect.SAME]
        return changing[:SHOWN]

    def count(self, effect: str) -> int:
        """How many lines have this effect."""
        return len(self.plan.of(memberships.Effect(effect)))


def keep_upload(form: ImportForm, *, association: Organisation, person_id: int) -> str | None:
    """Keeps the uploaded file for its preview and returns its name; None when it is no such file."""
    upload = form.file.data
    content = b""
    if upload:
        content = upload.read(importing.LARGEST + 1)
        upload.close()
    if not content:
        form.file.errors = [gettext("Kies een bestand met leden. Het mag niet leeg zijn.")]
        return None
    association_id, file_name = association.id, clean_line(upload.filename or "")
    try:
        with transaction() as database:
            kept = memberships.keep_file(
                database,
                association_id=association_id,
                person_id=person_id,
                file_name=file_name,
                content=content,
                now=clock.now(),
            )
            return kept.public_id
    except Refused as refusal:
        form.refuse("file", refusal)
        return None


def preview(session: Session, kept: MembershipImport) -> Preview:
    """What importing would do now; for an import that was done, nothing more."""
    if not kept.content:
        return Preview(kept, memberships.Plan((), (), frozenset(), ()), [])
    plan = memberships.preview(session, kept)
    spoken = [(problem.number, problem.column, sentence(problem.refusal)) for problem in plan.problems]
    return Preview(kept, plan, spoken)


def carry_out(kept: MembershipImport) -> None:
    """Imports the file; a second time changes nothing."""
    import_id = kept.id
    with transaction() as database:
        memberships.carry_out(database, import_id=import_id, now=clock.now())
