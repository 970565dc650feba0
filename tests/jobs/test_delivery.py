"""Letters reach a real mail server, once, through whatever happens."""

import email
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask

from demo.sink import DROP, KEEP_AND_DROP, REFUSE, TRY_LATER, BackgroundSink, slow
from portal import clock
from portal.config import ROOT
from portal.database import db, transaction
from portal.jobs import delivery
from portal.jobs.tasks import run_task
from portal.outbox import rendering, service, tries
from portal.outbox.letter import Letter
from portal.outbox.models import LetterState, OutgoingLetter
from portal.people import tokens
from portal.people.models import Token, TokenPurpose
from tests.builders import an_edition, people, registered
from tests.outbox.support import NOW, REAL, a_letter, a_letter_with_token, letters
from tests.support.proof import size

CLAIM = timedelta(seconds=delivery.CLAIM_SECONDS + 1)


def post(*wanted: Letter) -> None:
    with transaction() as session:
        service.post_many(session, wanted, now=NOW)


def many(count: int) -> list[Letter]:
    return [a_letter(occasion=f"n{n}", to_address=f"p{n}@gemeente.example") for n in range(count)]


def deliver(after: timedelta = timedelta(0)) -> dict[str, int]:
    return dict(run_task("deliver_letters", now=NOW, real_now=REAL + after))


def received(sink: BackgroundSink) -> list[email.message.EmailMessage]:
    return [email.message_from_bytes(path.read_bytes(), policy=default) for path in sink.files()]


def states() -> list[str]:
    return [letter.state for letter in letters()]


def a_token() -> Token:
    with transaction() as session:
        return tokens.issue(session, purpose=TokenPurpose.SIGN_IN, now=NOW, valid_for=timedelta(hours=1))


def test_letter_reaches_its_reader(portal: Flask, sink: BackgroundSink) -> None:
    post(a_letter("offer", facts={"deadline": "2027-01-15T16:00:00+00:00"}))
    assert deliver() == {"sent": 1}
    letter, message = letters()[0], received(sink)[0]
    assert (letter.state, letter.tries, letter.last_error) == (LetterState.SENT, 1, "")
    assert NOW <= letter.sent_at < NOW + timedelta(seconds=10)
    assert message["Subject"] == letter.subject
    assert message["Message-ID"] == letter.message_id == f"<letter.{letter.public_id}@leren.example>"
    assert str(message["From"]) == "Vereniging van Gemeentesecretarissen <leergang@portaal.example>"
    assert message["Reply-To"] == "leren@vgs.example"
    assert message["List-Unsubscribe"] is None
    assert message.get_body(["plain"]).get_content().replace("\r\n", "\n") == letter.text
    assert deliver() == {}


def test_letter_about_material_does_not_reach_who_left(portal: Flask, sink: BackgroundSink) -> None:
    with transaction() as session:
        edition = an_edition(session, seats=1)
        inside, left = people(session, 2)
        registered(session, edition, inside)
        service.drop(session, kinds=["registration_confirmed"], why="another test looks at it")
    post(
        *(
            a_letter(
                "material_released",
                occasion=f"m{person.id}",
                to_address=person.email,
                person_id=person.id,
                edition_id=edition.id,
            )
            for person in (left, inside)
        )
    )

    assert deliver() == {"dropped": 1, "sent": 1}
    assert [str(message["To"]) for message in received(sink)] == [f"Noor El Amrani <{inside.email}>"]
    assert deliver() == {}


def test_letter_of_the_portal_answers_to_its_contact(portal: Flask, sink: BackgroundSink) -> None:
    post(a_letter("password_changed", sender_name="", sender_address=""))
    deliver()
    message = received(sink)[0]
    assert (str(message["From"]), message["Reply-To"]) == (
        "Leergang <leergang@portaal.example>",
        "hulp@leren.example",
    )


def test_english_letter_says_so(portal: Flask, sink: BackgroundSink) -> None:
    post(a_letter(language="en"))
    deliver()
    assert received(sink)[0]["Content-Language"] == "en"


def test_secret_is_in_the_mail_and_not_in_the_outbox(portal: Flask, sink: BackgroundSink) -> None:
    token = a_token()
    secret = tokens.secret(token)
    post(a_letter_with_token(token.id, to_name=f"[[token:{token.id}]]"))
    deliver()
    message, letter = received(sink)[0], letters()[0]
    for part in ("plain", "html"):
        content = message.get_body([part]).get_content()
        assert f"https://leren.example/inloggen/{secret}" in content
        assert f"Dag [[token:{token.id}]]," in content
    stored = [str(value) for value in vars(letter).values()]
    assert not [value for value in stored if secret in value]


def test_way_out_of_the_list_is_a_whole_link(portal: Flask, sink: BackgroundSink) -> None:
    token = a_token()
    facts = {"remove_link": f"/belangstelling/weg/[[token:{token.id}]]"}
    post(a_letter("interest_opened", facts=facts, token_ids=(token.id,)))
    deliver()
    way_out = f"https://leren.example/belangstelling/weg/{tokens.secret(token)}"
    assert received(sink)[0]["List-Unsubscribe"] == f"<{way_out}>"


def test_letter_whose_link_is_gone_fails_visibly(portal: Flask, sink: BackgroundSink) -> None:
    post(a_letter_with_token(99), a_letter(occasion="two"))
    assert deliver() == {"failed": 1, "sent": 1}
    assert letters()[0].last_error == "one-time link 99 exists no more"


def test_broken_template_does_not_stop_the_others(
    portal: Flask, sink: BackgroundSink, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "offer.txt").write_text("{% block subject %}{{ nobody_gave_this }}{% endblock %}")
    (folder / "offer_lapsed.txt").write_text("{% block subject %}Vervallen{% endblock %}")
    (folder / "offer_lapsed.html").write_text("<p>{{ programme }}</p>")
    monkeypatch.setattr(rendering, "_templates", rendering.environment(str(tmp_path)))
    post(a_letter("offer"), a_letter("offer_lapsed", "two"), a_letter("offer_passed", "three"))
    assert deliver() == {"failed": 2, "sent": 1}
    found = [(letter.state, letter.last_error.split(" not found")[0]) for letter in letters()]
    assert found == [
        ("failed", "letters/offer: UndefinedError: 'nobody_gave_this' is undefined"),
        ("sent", ""),
        ("failed", "letters/offer_passed: TemplateNotFound: 'letters/offer_passed.txt'"),
    ]


def test_meeting_that_cannot_be_written_stays_with_its_letter(portal: Flask, sink: BackgroundSink) -> None:
    post(a_letter(thread="5b1c7f@leren.example"), a_letter(occasion="two"))
    assert deliver() == {"failed": 1, "sent": 1}
    assert letters()[0].last_error == "its meeting: 'join'"


def test_unforeseen_fault_stays_with_its_letter(
    portal: Flask, sink: BackgroundSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill = rendering.fill
    monkeypatch.setattr(
        rendering,
        "fill",
        lambda text, key, secrets: 1 / 0 if "Ditwoord" in text else fill(text, key, secrets),
    )
    post(a_letter(to_name="Ditwoord"), a_letter(occasion="two"))
    assert deliver() == {"later": 1, "sent": 1}
    assert letters()[0].last_error == "division by zero"


def test_greylisted_letter_arrives_at_a_later_try(portal: Flask, sink: BackgroundSink) -> None:
    post(a_letter(), a_letter(occasion="two"))
    sink.answer_next(TRY_LATER)
    assert deliver() == {"later": 1, "sent": 1}
    letter = letters()[0]
    assert (letter.state, letter.tries, letter.last_error) == ("waiting", 1, "451 4.3.0 Try again later")
    assert deliver(timedelta(seconds=55)) == {}
    assert deliver(timedelta(seconds=80)) == {"sent": 1}
    assert (letters()[0].state, letters()[0].last_error) == ("sent", "")


def test_refused_letter_is_not_tried_again(portal: Flask, sink: BackgroundSink) -> None:
    post(a_letter(), a_letter(occasion="two"))
    sink.answer_next(REFUSE)
    assert deliver() == {"failed": 1, "sent": 1}
    assert letters()[0].last_error == "550 5.1.1 No such mailbox"
    assert deliver(timedelta(days=9)) == {}


def test_address_with_an_accent_fails_visibly(portal: Flask, sink: BackgroundSink) -> None:
    post(a_letter(to_address="zoë@gemeente.example"))
    assert deliver() == {"failed": 1}
    assert letters()[0].last_error == "'zoë@gemeente.example': signs like é before the @ cannot be mailed"


def test_line_that_drops_hurts_one_letter_only(portal: Flask, sink: BackgroundSink) -> None:
    post(*many(3))
    sink.answer_next(DROP)
    assert deliver() == {"later": 1, "sent": 2}
    assert deliver(timedelta(seconds=80)) == {"sent": 1}
    assert len(sink.files()) == 3


def test_answer_that_got_lost_repeats_the_same_letter(portal: Flask, sink: BackgroundSink) -> None:
    post(a_letter())
    sink.answer_next(KEEP_AND_DROP)
    deliver()
    deliver(timedelta(seconds=80))
    first, second = received(sink)
    assert first["Message-ID"] == second["Message-ID"]
    assert first.get_body(["html"]).get_content() == second.get_body(["html"]).get_content()


def test_slow_server_is_given_up_for_now(portal: Flask, sink: BackgroundSink) -> None:
    settings = portal.extensions["settings"]
    portal.extensions["settings"] = replace(settings, mail=replace(settings.mail, timeout_seconds=0.5))
    post(*many(2))
    sink.answer_next(slow(2))
    assert deliver() == {"later": 1, "sent": 1}
    assert "timed out" in letters()[0].last_error


def test_server_that_is_down_costs_one_try_a_run(portal: Flask, sink: BackgroundSink) -> None:
    settings = portal.extensions["settings"]
    portal.extensions["settings"] = replace(settings, mail=replace(settings.mail, port=1))
    post(*many(5))
    assert deliver() == {"no_server": 1}
    assert [(letter.state, letter.tries) for letter in letters()] == [("waiting", 1)] + [("waiting", 0)] * 4
    portal.extensions["settings"] = settings
    assert deliver(timedelta(seconds=5)) == {"sent": 4}
    assert deliver(timedelta(seconds=80)) == {"sent": 1}


def test_letter_gives_up_in_the_end(portal: Flask, sink: BackgroundSink) -> None:
    sink.plan = lambda _: TRY_LATER
    post(a_letter())
    tries = [deliver(timedelta(hours=27 * number)) for number in range(9)]
    assert tries == [{"later": 1}] * 7 + [{"failed": 1}, {}]
    assert letters()[0].tries == 8


def test_letter_that_stops_every_process_fails_in_the_end(portal: Flask, sink: BackgroundSink) -> None:
    post(a_letter())
    with transaction() as session:
        session.execute(db.update(OutgoingLetter).values(tries=8))
    assert deliver() == {"failed": 1}
    assert letters()[0].last_error == "the process stopped during every try"
    assert not sink.files()


def test_stop_gives_untried_letters_back(
    portal: Flask, sink: BackgroundSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = delivery.Run.__dataclass_fields__["stop"].default_factory()
    send = delivery.Mailer.send

    def send_and_stop(*words, **more):
        stop.set()
        return send(*words, **more)

    monkeypatch.setattr(delivery.Mailer, "send", send_and_stop)
    post(*many(3))
    assert run_task("deliver_letters", now=NOW, real_now=REAL, stop=stop) == {"sent": 1}
    assert [(letter.state, letter.tries) for letter in letters()] == [("sent", 1)] + [("waiting", 0)] * 2


def test_batch_that_takes_long_is_claimed_anew(
    portal: Flask, sink: BackgroundSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "CLAIM_SECONDS", 0.6)
    post(*many(4))
    sink.plan = lambda _: slow(0.25)
    assert deliver() == {"sent": 4}
    assert [letter.tries for letter in letters()] == [1, 1, 1, 1]
    assert len(sink.files()) == 4


def test_worker_that_slept_while_rendering_does_not_send(
    portal: Flask, sink: BackgroundSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    render = rendering.render

    def sleep_and_render(letter: Letter, public_id: str) -> rendering.Rendered:
        with transaction() as session:
            assert service.claim_due(session, real_now=REAL + CLAIM, limit=1, lease_seconds=60)
        return render(letter, public_id)

    monkeypatch.setattr(rendering, "render", sleep_and_render)
    post(a_letter())
    assert deliver() == {"taken": 1}
    assert (sink.files(), states()) == ([], ["sending"])


def worker(role: str, url: str, sink: BackgroundSink, **environ: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.jobs.worker", role, url, str(sink.port)]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environ}, stderr=subprocess.DEVNULL)


def test_crash_before_the_mark_repeats_what_it_was_about(
    portal: Flask, database_url: str, sink: BackgroundSink
) -> None:
    token = a_token()
    post(a_letter_with_token(token.id), *many(9))
    assert worker("dying", database_url, sink).wait(30) == 9
    handed = len(sink.files())
    assert 1 <= handed <= delivery.MARKED_TOGETHER
    assert states() == ["sending"] * 10
    assert deliver(clock.real_now() - REAL + CLAIM) == {"sent": 10}
    assert deliver(timedelta(days=30)) == {}
    messages = received(sink)
    assert (
        sorted(Counter(message["To"] for message in messages).values()) == [1] * (10 - handed) + [2] * handed
    )
    twice = [message for message in messages if "noor@" in message["To"]]
    assert len({message["Message-ID"] for message in twice}) == 1
    assert len({message.get_body(["plain"]).get_content() for message in twice}) == 1


def test_letter_of_a_slow_server_is_marked_by_itself(
    portal: Flask, sink: BackgroundSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark, marked = tries.mark_sent, []
    monkeypatch.setattr(
        tries,
        "mark_sent",
        lambda session, claims, now: marked.append(len(claims)) or mark(session, claims, now=now),
    )
    sink.plan = lambda _: slow(delivery.MARKED_WITHIN.total_seconds())
    post(*many(3))
    assert deliver() == {"sent": 3}
    assert marked == [1, 1, 1]


def test_two_workers_send_two_hundred_letters_once(
    portal: Flask, database_url: str, sink: BackgroundSink
) -> None:
    post(*many(200))
    workers = [worker("deliver", database_url, sink) for _ in range(2)]
    assert [process.wait(60) for process in workers] == [0, 0]
    assert Counter(states()) == {"sent": 200}
    assert Counter(message["To"] for message in received(sink)) == {
        f"Noor El Amrani <p{n}@gemeente.example>": 1 for n in range(200)
    }


@contextmanager
def killed(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.kill()
        process.wait(10)


def test_killed_workers_lose_no_letter(portal: Flask, database_url: str, sink: BackgroundSink) -> None:
    post(*many(60))
    kills = size(3, 10)
    for number in range(kills):
        before = len(sink.files())
        with killed(worker("deliver", database_url, sink, CLAIM_SECONDS="1")):
            end = time.monotonic() + 20
            while len(sink.files()) < before + 4 + number and time.monotonic() < end:
                time.sleep(0.005)
    time.sleep(1.1)
    assert worker("deliver", database_url, sink).wait(60) == 0
    ids = Counter(message["Message-ID"] for message in received(sink))
    assert Counter(states()) == {"sent": 60}
    assert set(ids) == {letter.message_id for letter in letters()}
    assert sum(ids.values()) <= 60 + kills * delivery.MARKED_TOGETHER
