"""Before every step of enrolling: is it still possible, and for this person? If not, what would help."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.eligibility.facts import Answer, Outcome, Verdict
from portal.eligibility.sentences import next_step, sentence
from portal.eligibility.wording import StepKind
from portal.errors import Refused
from portal.people.limits import LimitReason
from portal.programmes.facts import EditionState
from portal.registrations.queries import Enrolment
from portal.registrations.sheets import EditionSheet
from portal.texts import N_, format_moment
from portal.texts import gettext as _

Reply = Response | str | tuple[str, int]

_SHUT = {
    EditionState.CLOSED: N_("De inschrijving is gesloten."),
    EditionState.RUNNING: N_("Deze editie is al begonnen. Je kunt je niet meer inschrijven."),
    EditionState.FINISHED: N_("Deze editie is geweest."),
    EditionState.CANCELLED: N_("Deze editie gaat niet door."),
}


@dataclass(frozen=True)
class Spoken:
    """One reason with what would help, and a link when there is one."""

    text: str
    help: str
    label: str
    url: str


def turned_away(enrolment: Enrolment, now: datetime) -> Reply | None:
    """To the registration one has already, or the page that says it is closed; None: come in."""
    if enrolment.own:
        return redirect(url_for("participant.registration", registration=enrolment.own), 303)
    phase = enrolment.sheet.phase(now)
    return None if phase.may_register else shut(enrolment.sheet, now)


def shut(sheet: EditionSheet, now: datetime) -> str:
    """Registration is not open."""
    late = sheet.phase(now).state in (EditionState.CLOSED, EditionState.RUNNING)
    return render_template("participant/doorway_shut.html", sheet=sheet, why=why_shut(sheet, now), late=late)


def why_shut(sheet: EditionSheet, now: datetime) -> str:
    """Why one cannot enrol now."""
    phase = sheet.phase(now)
    if phase.state in _SHUT:
        return _(_SHUT[phase.state])
    if phase.opens_at:
        return _("Inschrijven kan vanaf %(moment)s.", moment=format_moment(phase.opens_at))
    return _("Je kunt je nog niet inschrijven.")


def status_of(refusal: Refused) -> int:
    """How a refused form is answered: something to mend, or too often."""
    return 429 if refusal.reason is LimitReason.TOO_OFTEN else 422


def refused(sheet: EditionSheet, verdict: Verdict, *, status: int = 200) -> tuple[str, int]:
    """The page with every reason and its next step."""
    reasons = spoken(sheet, verdict.refusals)
    return render_template("participant/doorway_refused.html", sheet=sheet, reasons=reasons), status


def spoken(sheet: EditionSheet, answers: Iterable[Answer]) -> list[Spoken]:
    """The answers that stand in the way, each reason once."""
    found: dict[str, Spoken] = {}
    for answer in answers:
        step = next_step(answer)
        label, url = _link(sheet, step.kind) if step else ("", "")
        if answer.outcome is not Outcome.ADMIT:
            found.setdefault(
                str(answer.reason), Spoken(sentence(answer), step.text if step else "", label, url)
            )
    return list(found.values())


def in_one_line(sheet: EditionSheet, answer: Answer) -> str:
    """A reason and what would help, to stand next to a field."""
    only = spoken(sheet, [answer])[0]
    return f"{only.text} {only.help}".strip()


def _link(sheet: EditionSheet, kind: StepKind) -> tuple[str, str]:
    if kind is StepKind.PROFILE:
        return _("Naar je profiel"), url_for("account.profile")
    if kind in (StepKind.WAIT_UNTIL, StepKind.ASK_MEMBERSHIP):
        return _("Houd mij op de hoogte"), url_for("public.interest", slug=sheet.programme_slug)
    return "", ""
