"""A group mail and one of its readers → a letter; and whether that letter may still leave."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.mailings import placeholders
from portal.mailings.facts import MailingState, Reader
from portal.mailings.models import Mailing, MailingRecipient
from portal.mailings.readers import readers
from portal.outbox.letter import Fact, Letter
from portal.outbox.rendering import start
from portal.registrations.sheets import EditionSheet
from portal.texts import gettext as _
from portal.texts import use

TO_MEMBER, TO_INTERESTED, TO_GUEST = "group_mail", "group_mail_interest", "group_mail_guest"
KINDS = frozenset({TO_MEMBER, TO_INTERESTED, TO_GUEST})
OCCASION = "mailing:"
"""How the occasion of a letter to a recipient begins; that of a test begins otherwise."""


def kind_for(reader: Reader) -> str:
    """Who asked for news can stop it; whose address was pasted has no page of their own."""
    if reader.interest_id is not None:
        return TO_INTERESTED
    return TO_MEMBER if reader.person_id is not None else TO_GUEST


def letter(
    sheet: EditionSheet,
    mailing: Mailing,
    reader: Reader,
    *,
    occasion: str,
    remove_link: str = "",
    token_ids: tuple[int, ...] = (),
) -> Letter:
    """The letter to one reader, with every word filled in."""
    with use(reader.language):
        values = _values(sheet, reader)
    facts: dict[str, Fact] = {
        "programme": sheet.programme_title,
        "edition": sheet.label,
        "link": reader.path,
        "heading": placeholders.fill(mailing.subject, values),
        "lines": [placeholders.fill(line, values) for line in mailing.text.splitlines()],
    }
    if remove_link:
        facts["remove_link"] = remove_link
    return Letter(
        kind=kind_for(reader),
        occasion=occasion,
        to_address=reader.address,
        to_name=reader.name,
        language=reader.language,
        sender_name=sheet.organiser_names,
        sender_address=sheet.organiser_mail,
        person_id=reader.person_id,
        edition_id=sheet.edition_id,
        facts=facts,
        token_ids=token_ids,
    )


def _values(sheet: EditionSheet, reader: Reader) -> dict[str, str]:
    unknown = _("nog niet bekend")
    return {
        "naam": reader.name or _("lezer"),
        "leergang": sheet.programme_title,
        "editie": sheet.label,
        "start": start(sheet.starts) if sheet.starts else unknown,
        "plaats": sheet.place or unknown,
    }


def is_wanted(session: Session, letter: Letter) -> bool:
    """Whether this letter may still leave: not to who left its audience, not once it was stopped."""
    if letter.kind not in KINDS or not letter.occasion.startswith(OCCASION):
        return True
    row = session.execute(
        select(MailingRecipient, Mailing)
        .join(Mailing, Mailing.id == MailingRecipient.mailing_id)
        .where(MailingRecipient.occasion == letter.occasion)
    ).one_or_none()
    if row is None:
        return False
    recipient, mailing = row
    who = recipient.interest_id or recipient.person_id
    if mailing.state == MailingState.STOPPED:
        return False
    return who is None or bool(readers(session, mailing, only=[who]))
