"""The panel beside a programme, in words: facts, the one button and why it is what it is."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from markupsafe import Markup
from werkzeug.routing import BuildError

from portal.eligibility.facts import Answer
from portal.eligibility.sentences import next_step, sentence
from portal.eligibility.wording import StepKind
from portal.texts import N_, format_moment, ngettext
from portal.texts import gettext as _
from portal.web.public import cards, words
from portal.web.public.deciding import Own
from portal.web.public.panel import Button, Note, Panel
from portal.web.public.reading import ProgrammePage, Seen

NOTES: dict[Note, str] = {
    Note.CONFIRMED: N_("Je bent ingeschreven."),
    Note.WAITLISTED: N_("Je staat op de wachtlijst."),
    Note.OFFERED: N_("Er is een plek voor je vrij. Laat weten of je die wilt."),
    Note.REQUESTED: N_("Je aanvraag ligt bij de organisator."),
    Note.NO_MOMENT: N_("Je kunt je nog niet inschrijven. We mailen je als dat wel kan."),
    Note.FULL: N_("Alle plekken zijn bezet. Je kunt wel op de wachtlijst."),
    Note.ACCOUNT: N_("Je hebt een account nodig. Dat is gratis."),
    Note.CLOSED: N_("De inschrijving is gesloten."),
    Note.RUNNING: N_("Deze editie is al begonnen. Je kunt je niet meer inschrijven."),
    Note.FINISHED: N_("Deze editie is geweest."),
    Note.CANCELLED: N_("Deze editie gaat niet door."),
}


@dataclass(frozen=True)
class Beside:
    """What the template writes in the panel. `reasons`: (text, label, url)."""

    title: str
    status: words.Badge
    facts: list[tuple[str, str, Any]]
    reasons: list[tuple[str, str, str]]
    label: str
    url: str
    keep_informed: bool


def beside(page: ProgrammePage, panel: Panel, own: Own | None) -> Beside:
    """The panel of the chosen edition."""
    seen = page.chosen
    edition = seen.edition
    title = words.start(seen.starts_on, edition.until_month)
    reasons = [(_note(note, seen), "", "") for note in panel.notes]
    return Beside(
        title=words.example(title, "dates", edition.examples),
        status=cards.status(seen, long=True),
        facts=_facts(page),
        reasons=reasons + [_reason(answer) for answer in panel.answers],
        label=_(panel.label) if panel.button else "",
        url=_url(page, panel.button, own),
        keep_informed=panel.button is None,
    )


def _note(note: Note, seen: Seen) -> str:
    if note is Note.OPENS_LATER and seen.phase.opens_at:
        return _("Inschrijven kan vanaf %(moment)s.", moment=format_moment(seen.phase.opens_at))
    if note is Note.QUEUE:
        return ngettext(
            "Er wacht %(num)s inschrijving voor je.",
            "Er wachten %(num)s inschrijvingen voor je.",
            seen.seats.waiting,
        )
    if note is Note.CANCELLED and seen.edition.cancelled_reason:
        return _("Deze editie gaat niet door: %(reason)s", reason=seen.edition.cancelled_reason)
    return _(NOTES[note])


def _reason(answer: Answer) -> tuple[str, str, str]:
    text, step = sentence(answer), next_step(answer)
    if step is None or step.kind is StepKind.APPROVAL:
        return text, "", ""  # whoever reads this has still to press the button
    if step.kind is StepKind.PROFILE:
        return f"{text} {step.text}", _("Naar je profiel"), address("account.profile")
    return f"{text} {step.text}", "", ""


def _url(page: ProgrammePage, button: Button | None, own: Own | None) -> str:
    if button is Button.SIGN_IN:
        return address("account.sign_in", next=request.script_root + request.path)
    if button is Button.INTEREST:
        return address("public.interest", slug=page.programme.slug)
    if button is Button.OWN and own:
        return address("participant.registration", registration=own.public_id)
    if button is None:
        return ""
    return address("participant.enrol", edition=page.chosen.edition.public_id)


def address(endpoint: str, **values: Any) -> str:
    """The address of a page of another wing, also while that wing is not there."""
    try:
        return url_for(endpoint, **values)
    except BuildError:
        parts = [endpoint.replace(".", "/"), *(str(value) for value in values.values())]
        return request.script_root + "/" + "/".join(parts)


def _facts(page: ProgrammePage) -> list[tuple[str, str, Any]]:
    seen, edition = page.chosen, page.chosen.edition
    mark = edition.examples
    length = words.length(edition.stated_days, seen.kept.days, seen.kept.undated)
    cost = words.price(edition.price_cents, edition.vat_basis, edition.vat_percentage)
    found: list[tuple[str, str, Any]] = [
        ("clock", _("Duur"), words.example(length, "stated_days", mark) if length else ""),
        ("pin", _("Plaats"), words.example(cards.place(seen), "venues", mark)),
        ("people", _("Voor wie"), words.audience(page.programme.audience)),
        ("euro", _("Kosten"), words.example(cost, "price_cents", mark)),
    ]
    if edition.member_price_cents is not None:
        members = words.price(edition.member_price_cents, edition.vat_basis, edition.vat_percentage)
        found.append(("euro", _("Kosten voor leden"), words.example(members, "member_price_cents", mark)))
    if seen.phase.closes_at:
        moment = words.example(format_moment(seen.phase.closes_at), "windows", mark)
        machine = seen.phase.closes_at.isoformat(timespec="minutes")
        until = Markup('<time datetime="{}">{}</time>').format(machine, moment)
        found.append(("cal", _("Inschrijven kan tot"), until))
    return [fact for fact in found if fact[2]]
