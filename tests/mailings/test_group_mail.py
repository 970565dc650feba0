"""A group mail reaches who belongs to its audience when it leaves, once, and behind everything else."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.mailings import feeding, freezing, group_letters, queries, readers, service
from portal.mailings.facts import Audience, MailingRefused, MailingState, Progress
from portal.mailings.models import Mailing, MailingRecipient
from portal.mailings.service import Stated
from portal.mailings.tidying import tidy
from portal.outbox import rendering
from portal.outbox import service as outbox
from portal.outbox.models import LetterState, OutgoingLetter
from portal.outbox.service import letter_of
from portal.people.models import Person
from portal.programmes import interest
from portal.programmes.models import Edition
from portal.registrations import duo
from portal.registrations import service as registrations
from portal.registrations.models import Registration
from portal.registrations.wishes import Wish
from tests.builders import NOW, a_group, a_person, a_programme, an_association, an_edition, registered

REAL = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


class Desk:
    """An edition of two seats: Persoon 1 and 2 are in, Persoon 3 waits; Bram writes to them."""

    def __init__(self, session: Session) -> None:
        rendering.configure(site_url="https://leren.example", site_name="Leergang", contact="h@leren.example")
        self.session = session
        self.edition: Edition = an_edition(session, a_programme(session, an_association(session)))
        self.bram = a_person(session, "Bram de Vries")
        self.people: list[Person] = []
        self.registrations: list[Registration] = []
        for number in (1, 2, 3):
            self.joins(f"Persoon {number}")
        self.forms = 0

    def joins(self, name: str, **more: Any) -> Person:
        """Somebody registers."""
        person = a_person(self.session, name)
        self.people.append(person)
        self.registrations.append(registered(self.session, self.edition, person, **more))
        return person

    def leaves(self, number: int) -> None:
        """This one withdraws."""
        found = self.registrations[number - 1]
        registrations.withdraw(
            self.session, registration_id=found.id, actor_id=self.people[number - 1].id, now=LATER
        )

    def writes(self, audience: Audience = Audience.PARTICIPANTS, **more: Any) -> Mailing:
        """A draft."""
        self.forms += 1
        values: dict[str, Any] = {
            "chosen_id": None,
            "subject": "Morgen",
            "text": "Neem je laptop mee.",
            **more,
        }
        return service.write(
            self.session,
            edition_id=self.edition.id,
            stated=Stated(audience, **values),
            form_key=f"form-{self.forms}",
            actor_id=self.bram.id,
            now=NOW,
        )

    def sends(self, mailing: Mailing) -> Mailing:
        """Confirms it for as many as there are."""
        number = len(readers.readers(self.session, mailing))
        service.confirm(self.session, mailing_id=mailing.id, version=mailing.version, number=number, now=NOW)
        while freezing.write_down(self.session, mailing_id=mailing.id):
            pass
        return mailing

    def feeds(self, mailing: Mailing) -> int:
        """One batch."""
        return feeding.feed(self.session, mailing_id=mailing.id, now=LATER, real_now=REAL)

    def letters(self) -> list[OutgoingLetter]:
        """The letters of group mails, in order."""
        mine = select(OutgoingLetter).where(OutgoingLetter.kind.in_(group_letters.KINDS))
        return list(
            self.session.scalars(mine.order_by(OutgoingLetter.id).execution_options(populate_existing=True))
        )

    def names(self) -> list[str]:
        """To whom these are."""
        return [one.to_name or one.to_address for one in self.letters()]

    def progress(self, mailing: Mailing) -> Progress:
        """How far it is."""
        return queries.progress_of(self.session, [mailing])[mailing.id]

    def empties(self, **states: LetterState) -> None:
        """What waits becomes sent, save to whom it says otherwise."""
        for one in self.letters():
            if one.state == LetterState.WAITING:
                one.state = states.get(one.to_name.replace(" ", "_"), LetterState.SENT)
        self.session.flush()


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session)


@pytest.mark.parametrize(
    ("audience", "names"),
    [
        (Audience.PARTICIPANTS, ["Persoon 1", "Persoon 2"]),
        (Audience.WAITLIST, ["Persoon 3"]),
        (Audience.INTEREST, ["Ina"]),
        (Audience.ADDRESSES, []),
    ],
)
def test_audience_and_pasted_addresses_get_the_mail(desk: Desk, audience: Audience, names: list[str]) -> None:
    known = interest.enter(
        desk.session,
        programme_id=desk.edition.programme_id,
        email="ina@x.example",
        name="Ina",
        language="nl",
        now=NOW,
    )
    known.confirmed_at = NOW
    extra = (("", "gast@x.example"), ("", desk.people[0].email))
    desk.feeds(desk.sends(desk.writes(audience, extra=extra)))

    first = [] if audience is Audience.PARTICIPANTS else [desk.people[0].email]
    assert desk.names() == [*names, "gast@x.example", *first]


def test_only_who_has_the_seat_gets_mail_of_a_choice(desk: Desk) -> None:
    group = a_group(desk.session, desk.edition, 5, 5)
    module = next(m for m in desk.edition.modules if m.group_id == group.id)
    desk.edition.pool.capacity = 9
    desk.edition.touch()
    desk.session.flush()
    desk.joins("Kiezer", wishes=(Wish(group_id=group.id, first_id=module.id),))
    desk.feeds(desk.sends(desk.writes(Audience.MODULE, chosen_id=module.id)))

    assert desk.names() == ["Kiezer"]


def _duos(desk: Desk) -> None:
    """Eef comes with Mees, who confirmed; Fleur with Nora, who did not yet; Guus lost his companion."""
    desk.edition.pool.capacity, desk.edition.companion_allowed = 99, True
    desk.edition.touch()
    desk.session.flush()
    for name, other in (("Eef", "Mees"), ("Fleur", "Nora"), ("Guus", "Pim")):
        desk.joins(name, companion=registrations.Companion(other, f"{other.lower()}@x.example"))
    for registration, verb in ((-3, duo.confirm_companion), (-1, duo.decline_companion)):
        companion = desk.registrations[registration].participants[1]
        verb(desk.session, participant_id=companion.id, person_id=companion.person_id, now=LATER)


@pytest.mark.parametrize(
    ("audience", "names"), [(Audience.FIRSTS, ["Eef", "Fleur"]), (Audience.COMPANIONS, ["Mees"])]
)
def test_firsts_and_companions_of_duos_get_their_own_mail(
    desk: Desk, audience: Audience, names: list[str]
) -> None:
    _duos(desk)
    desk.feeds(desk.sends(desk.writes(audience)))

    assert [one.to_name or one.to_address.split("@")[0].title() for one in desk.letters()] == names


def test_who_comes_alone_by_now_gets_no_mail_of_duos(desk: Desk) -> None:
    _duos(desk)
    mailing = desk.sends(desk.writes(Audience.FIRSTS))
    companion = desk.registrations[-2].participants[1]
    duo.decline_companion(desk.session, participant_id=companion.id, person_id=companion.person_id, now=LATER)
    desk.feeds(mailing)

    assert (desk.names(), desk.progress(mailing)) == (["Eef"], Progress(2, waiting=1, skipped=1))


def test_letter_says_what_was_written_with_its_words_filled_in(desk: Desk) -> None:
    desk.people[0].name = "{{plaats}} Noor"
    text = "Beste {{naam}},\n\nWe zien je bij {{leergang}}, {{editie}}."
    desk.feeds(desk.sends(desk.writes(subject="{{leergang}} begint", text=text)))
    found = rendering.render(letter_of(desk.letters()[0]), "abc")

    assert found.subject == "Sturen op de opgave begint"
    assert "Beste {{plaats}} Noor,\n\nWe zien je bij Sturen op de opgave, Voorjaar 2027.\n" in found.text
    assert f"https://leren.example/mijn/inschrijvingen/{desk.registrations[0].public_id}" in found.text


def test_interest_mail_has_a_way_out(desk: Desk) -> None:
    known = interest.enter(
        desk.session,
        programme_id=desk.edition.programme_id,
        email="ina@x.example",
        name="Ina",
        language="nl",
        now=NOW,
    )
    known.confirmed_at = NOW
    desk.feeds(desk.sends(desk.writes(Audience.INTEREST)))
    letter = desk.letters()[0]

    assert (letter.kind, len(letter.token_ids)) == ("group_mail_interest", 1)
    assert str(letter.facts["remove_link"]).startswith("/op-de-hoogte/stop/[[token:")


def test_who_leaves_before_their_turn_is_skipped_and_counted(desk: Desk) -> None:
    mailing = desk.sends(desk.writes())
    desk.leaves(1)
    desk.feeds(mailing)

    assert (desk.names(), desk.progress(mailing)) == (["Persoon 2"], Progress(2, waiting=1, skipped=1))


def test_letter_to_who_left_meanwhile_does_not_leave(desk: Desk) -> None:
    desk.feeds(desk.sends(desk.writes()))
    desk.leaves(2)
    wanted = [group_letters.is_wanted(desk.session, letter_of(one)) for one in desk.letters()]

    assert wanted == [True, False]


def test_who_comes_after_the_confirmation_gets_nothing(desk: Desk) -> None:
    mailing = desk.sends(desk.writes())
    desk.edition.pool.capacity = 9
    desk.edition.touch()
    desk.joins("Laat")
    desk.feeds(mailing)

    assert desk.names() == ["Persoon 1", "Persoon 2"]


def test_address_that_changed_meanwhile_is_the_one_that_is_used(desk: Desk) -> None:
    mailing = desk.sends(desk.writes())
    desk.people[0].email = "nieuw@x.example"
    desk.session.flush()
    desk.feeds(mailing)

    assert desk.letters()[0].to_address == "nieuw@x.example"


def test_number_that_changed_since_it_was_shown_is_not_sent(desk: Desk) -> None:
    mailing = desk.writes()
    desk.leaves(1)  # Persoon 3 has an offer now
    with pytest.raises(Refused) as refused:
        service.confirm(desk.session, mailing_id=mailing.id, version=1, number=2, now=NOW)

    assert (refused.value.reason, mailing.state) == (MailingRefused.OTHER_NUMBER, MailingState.DRAFT)


def test_text_that_changed_since_it_was_shown_is_not_sent(desk: Desk) -> None:
    mailing = desk.writes()
    other = Stated(Audience.PARTICIPANTS, None, "Anders", "Iets anders.")
    service.change(desk.session, mailing_id=mailing.id, stated=other, version=1, now=NOW)
    with pytest.raises(Refused) as refused:
        service.confirm(desk.session, mailing_id=mailing.id, version=1, number=2, now=NOW)

    assert refused.value.reason == MailingRefused.CHANGED_MEANWHILE


def test_second_organiser_does_not_overwrite_the_first(desk: Desk) -> None:
    mailing = desk.writes()
    first, second = (Stated(Audience.PARTICIPANTS, None, text, text) for text in ("Eerst", "Tweede"))
    service.change(desk.session, mailing_id=mailing.id, stated=first, version=1, now=NOW)
    service.change(desk.session, mailing_id=mailing.id, stated=first, version=1, now=NOW)  # pressed twice
    with pytest.raises(Refused) as refused:
        service.change(desk.session, mailing_id=mailing.id, stated=second, version=1, now=NOW)

    assert (refused.value.reason, mailing.text, mailing.version) == (
        MailingRefused.CHANGED_MEANWHILE,
        "Eerst",
        2,
    )


def test_sending_twice_is_sending_once(desk: Desk) -> None:
    mailing = desk.sends(desk.sends(desk.writes()))
    counts = [desk.feeds(mailing) for _ in range(3)]

    assert (counts, desk.names()) == ([2, 0, 0], ["Persoon 1", "Persoon 2"])


def test_mail_to_nobody_is_not_sent(desk: Desk) -> None:
    mailing = desk.writes(Audience.ADDRESSES)
    with pytest.raises(Refused) as refused:
        service.confirm(desk.session, mailing_id=mailing.id, version=1, number=0, now=NOW)

    assert refused.value.reason == MailingRefused.NOBODY


def test_paused_mail_waits_also_in_the_outbox(desk: Desk) -> None:
    mailing = desk.sends(desk.writes())
    desk.feeds(mailing)
    service.pause(desk.session, mailing_id=mailing.id)
    assert (desk.feeds(mailing), _claimed(desk)) == (0, [])

    service.resume(desk.session, mailing_id=mailing.id, real_now=REAL)
    assert _claimed(desk) == ["Persoon 1", "Persoon 2"]


def _claimed(desk: Desk) -> list[str]:
    batch = outbox.claim_due(desk.session, real_now=REAL, limit=50, lease_seconds=60)
    return [one.letter.to_name for one in batch if one.letter.kind in group_letters.KINDS]


def test_stopped_mail_reaches_nobody_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeding, "BATCH", 1)
    mailing = desk.sends(desk.writes())
    desk.feeds(mailing)
    service.stop(desk.session, mailing_id=mailing.id)

    assert (desk.feeds(mailing), desk.progress(mailing)) == (0, Progress(2, skipped=2))
    assert [one.state for one in desk.letters()] == [LetterState.DROPPED]


def test_what_failed_is_counted_and_tried_again(desk: Desk) -> None:
    mailing = desk.sends(desk.writes())
    desk.feeds(mailing)
    desk.empties(Persoon_1=LetterState.FAILED)
    assert desk.progress(mailing) == Progress(2, sent=1, failed=1)
    assert [one.to_name for one in queries.failed_letters(desk.session, mailing.id, limit=9)] == ["Persoon 1"]

    assert service.retry_failed(desk.session, mailing_id=mailing.id, real_now=REAL) == 1
    desk.empties()
    assert desk.progress(mailing) == Progress(2, sent=2)


def test_confirmation_goes_before_a_mail_to_many(desk: Desk) -> None:
    desk.session.query(OutgoingLetter).delete()
    desk.feeds(desk.sends(desk.writes()))
    desk.edition.pool.capacity = 9
    desk.edition.touch()
    desk.joins("Nieuw")
    batch = outbox.claim_due(desk.session, real_now=REAL, limit=2, lease_seconds=60)

    assert [one.letter.kind for one in batch if one.letter.kind in group_letters.KINDS] == []
    assert len(batch) == 2


def test_few_letters_of_a_mail_are_in_the_outbox_at_a_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "MOST_WAITING", 1)
    mailing = desk.sends(desk.writes())
    first = [desk.feeds(mailing) for _ in range(2)]
    desk.empties()

    assert (first, desk.feeds(mailing)) == ([1, 0], 1)


def test_test_goes_to_its_writer_alone(desk: Desk) -> None:
    mailing = desk.writes(text="Dag {{naam}}")
    for _ in range(2):
        address = service.send_test(
            desk.session, mailing_id=mailing.id, actor_id=desk.bram.id, form_key="een", now=NOW
        )
    letter = desk.letters()[0]

    assert (address, desk.names(), letter.facts["lines"]) == (
        desk.bram.email,
        ["Bram de Vries"],
        ["Dag Bram de Vries"],
    )
    assert group_letters.is_wanted(desk.session, letter_of(letter))
    assert mailing.state == MailingState.DRAFT


def test_draft_goes_and_what_was_sent_stays(desk: Desk) -> None:
    draft, sent = desk.writes(), desk.sends(desk.writes())
    service.remove(desk.session, mailing_id=draft.id)
    service.remove(desk.session, mailing_id=draft.id)
    with pytest.raises(Refused):
        service.remove(desk.session, mailing_id=sent.id)

    assert list(desk.session.scalars(select(Mailing.id))) == [sent.id]


def test_draft_that_nobody_touches_goes_after_sixty_days(desk: Desk) -> None:
    desk.writes(extra=(("Gast", "gast@x.example"),))
    sent = desk.sends(desk.writes())
    tidy(desk.session, now=NOW + timedelta(days=61))

    assert list(desk.session.scalars(select(Mailing.id))) == [sent.id]


def test_number_of_queries_does_not_grow_with_readers(desk: Desk) -> None:
    few = _queries(desk)
    desk.edition.pool.capacity = 99
    desk.edition.touch()
    for number in range(8):
        desk.joins(f"Meer {number}")

    assert _queries(desk) == few


def _queries(desk: Desk) -> dict[str, int]:
    said: Counter[str] = Counter()
    engine = desk.session.get_bind()

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        said[part] += 1

    mailing = desk.writes()
    event.listen(engine, "before_cursor_execute", note)
    for part in ("confirm", "feed", "progress"):
        {"confirm": desk.sends, "feed": desk.feeds, "progress": desk.progress}[part](mailing)
        desk.session.expire_all()
    event.remove(engine, "before_cursor_execute", note)
    assert desk.session.scalars(select(MailingRecipient.id)).first()
    return dict(said)
