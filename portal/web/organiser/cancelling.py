"""The whole edition is called off, or held after all: the question with who it is about, and doing it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from datetime import datetime

from flask import flash, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.invites import quiet
from portal.programmes.facts import Publication
from portal.programmes.models import Edition
from portal.registrations import steering
from portal.registrations.effects import Effect, observe, rehearse
from portal.registrations.reasons import Reason
from portal.texts import gettext as _
from portal.texts import ngettext
from portal.web.kit.access import member, subject
from portal.web.organiser import effects, frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.forms import ReasonForm
from portal.web.organiser.meanwhile import Line, changed, stamp

Answer = Response | str | tuple[str, int]
NO_REASON_YET = "…"


class _Turn(ABC):
    """What is done to the whole edition; `template` asks whether it should be."""

    template: str

    @abstractmethod
    def is_done(self, edition: Edition) -> bool:
        """Whether it was done before: pressed twice, or somebody was first."""

    @abstractmethod
    def was_done(self) -> str:
        """What is said then."""

    @abstractmethod
    def change(
        self, session: Session, edition_id: int, why: str, now: datetime, version: int | None = None
    ) -> None:
        """Does it."""

    @abstractmethod
    def about(self, effect: Effect) -> Iterable[Sequence[str]]:
        """Whom it is about."""

    @abstractmethod
    def done(self, count: int) -> str:
        """What is said afterwards, when so many people hear of it."""


class _Off(_Turn):
    template = "organiser/cancelling_sure.html"

    def is_done(self, edition: Edition) -> bool:
        return edition.publication == Publication.CANCELLED

    def was_done(self) -> str:
        return _("De editie is al geannuleerd.")

    def change(
        self, session: Session, edition_id: int, why: str, now: datetime, version: int | None = None
    ) -> None:
        actor = member().person_id
        steering.cancel_edition(
            session, edition_id=edition_id, actor_id=actor, why=why, now=now, version=version
        )

    def about(self, effect: Effect) -> Iterable[Sequence[str]]:
        return effect.ended

    def done(self, count: int) -> str:
        return ngettext(
            "De editie is geannuleerd. %(num)s persoon krijgt daarover een mail.",
            "De editie is geannuleerd. %(num)s mensen krijgen daarover een mail.",
            count,
        )


class _On(_Turn):
    template = "organiser/restoring_sure.html"

    def is_done(self, edition: Edition) -> bool:
        return edition.publication != Publication.CANCELLED

    def was_done(self) -> str:
        return _("De editie gaat al door.")

    def change(
        self, session: Session, edition_id: int, why: str, now: datetime, version: int | None = None
    ) -> None:
        actor = member().person_id
        steering.restore_edition(
            session, edition_id=edition_id, actor_id=actor, why=why, now=now, version=version
        )
        # The letters say so at once; the days in the agendas do not wait for other edits.
        quiet.tell(session, edition_id=edition_id, at_once=True, explanation="", now=now)

    def about(self, effect: Effect) -> Iterable[Sequence[str]]:
        return effect.returned

    def done(self, count: int) -> str:
        return ngettext(
            "De editie gaat toch door. %(num)s persoon krijgt daarover een mail.",
            "De editie gaat toch door. %(num)s mensen krijgen daarover een mail.",
            count,
        )


@blueprint.get("/edities/<edition_id>/annuleren")
def cancelling(**_address: str) -> Answer:
    """Are you sure? Who loses a seat, by name."""
    frame.check_not_over(subject(Edition))
    return _ask(_Off())


@blueprint.post("/edities/<edition_id>/annuleren")
def cancel_edition(**_address: str) -> Answer:
    """Everyone hears it, with the reason."""
    return _carry_out(_Off())


@blueprint.get("/edities/<edition_id>/toch-doorgaan")
def restoring(**_address: str) -> Answer:
    """Are you sure? Who is in again, by name."""
    return _ask(_On())


@blueprint.post("/edities/<edition_id>/toch-doorgaan")
def restore_edition(**_address: str) -> Answer:
    """Everyone who ended with it is in again, and hears so."""
    return _carry_out(_On())


def _ask(turn: _Turn) -> Answer:
    edition, form = subject(Edition), ReasonForm(formdata=None)
    if turn.is_done(edition):
        return _back(edition, turn.was_done())
    stamp(form, db.session(), edition)
    return _sure(turn, form, edition)


def _back(edition: Edition, words: str) -> Response:
    flash(words, "ok")
    return redirect(url_for("organiser.edition", edition_id=edition.public_id), 303)


def _sure(turn: _Turn, form: ReasonForm, edition: Edition, meanwhile: list[Line] | None = None) -> str:
    row_id, now = edition.id, clock.now()
    effect = rehearse(
        db.session(),
        edition_id=row_id,
        change=lambda: turn.change(db.session(), row_id, NO_REASON_YET, now),
    )
    people = effects.people(turn.about(effect))
    return frame.page(turn.template, edition, "edition", form=form, people=people, meanwhile=meanwhile or [])


def _carry_out(turn: _Turn) -> Answer:
    edition, form = subject(Edition), ReasonForm()
    if turn.is_done(edition):
        return _back(edition, turn.was_done())
    if not form.validate():
        return _sure(turn, form, edition), 422
    row_id, why, now = edition.id, form.why.data or "", clock.now()
    try:
        with transaction() as session:
            effect = observe(
                session,
                edition_id=row_id,
                change=lambda: turn.change(session, row_id, why, now, form.expected()),
            )
    except Refused as refusal:
        if refusal.reason != Reason.CHANGED_MEANWHILE:
            raise
        if turn.is_done(edition):
            return _back(edition, turn.was_done())
        return _sure(turn, form, edition, changed(form, db.session(), edition)), 409
    return _back(edition, turn.done(len(effects.people(turn.about(effect)))))
