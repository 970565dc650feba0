"""How often: per account and per network, whatever headers say, in every process together."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from portal.app import create_app
from tests.security.support import Portal
from tests.security.world import AISHA, TOM, VISITOR

PER_ADDRESS, PER_NETWORK = 3, 60
TRIES = 10
KNOWN = "aisha.el.amrani@veldrijk.example"
NEW = "nieuw.{}@zee.example"


def mailing(portal: Portal) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Every form after which somebody gets mail: who sends it where, with what besides the address."""
    world = portal.world
    return {
        "sign-in link": (VISITOR, "/inloggen/link", {}),
        "forgotten password": (VISITOR, "/wachtwoord-vergeten", {}),
        "sign-up": (VISITOR, "/aanmelden", {"name": "Nina Zee"}),
        "interest": (VISITOR, f"/leergangen/{world.slug['own']}/op-de-hoogte", {"name": "Nina Zee"}),
        "other address": (AISHA, "/profiel/e-mail", {}),
        "companion": (TOM, f"/mijn/inschrijvingen/{world.registration['tom']}/meegaan", {"name": "Nina Zee"}),
        "substitute": (
            AISHA,
            f"/mijn/inschrijvingen/{world.registration['aisha']}/overdragen",
            {"name": "Nina Zee"},
        ),
    }


FORMS = (
    "sign-in link",
    "forgotten password",
    "sign-up",
    "interest",
    "other address",
    "companion",
    "substitute",
)


@pytest.mark.parametrize("name", FORMS)
def test_one_address_gets_three_mails_in_a_quarter(portal: Portal, name: str) -> None:
    role, path, more = mailing(portal)[name]
    statuses = [
        portal.call(
            role,
            path,
            "POST",
            data={**more, "email": NEW.format("een")},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
            environ={"REMOTE_ADDR": f"203.0.113.{number}"},
        ).status_code
        for number in range(PER_ADDRESS + 2)
    ]
    assert 429 not in statuses[:PER_ADDRESS]
    assert statuses[PER_ADDRESS:] == [429, 429]


@pytest.mark.parametrize("name", ["sign-in link", "interest"])
def test_one_network_sends_sixty_mails_in_a_quarter(portal: Portal, name: str) -> None:
    role, path, more = mailing(portal)[name]
    for number in range(PER_NETWORK):
        sent = portal.call(role, path, "POST", data={**more, "email": NEW.format(number)})
        assert sent.status_code == 303
    other = portal.call(
        role,
        path,
        "POST",
        data={**more, "email": NEW.format("laatste")},
        headers={
            "X-Forwarded-For": "198.51.100.9",
            "X-Real-IP": "198.51.100.9",
            "Forwarded": "for=198.51.100.9",
        },
    )
    assert other.status_code == 429
    elsewhere = portal.call(
        role, path, "POST", data={**more, "email": NEW.format("x")}, environ={"REMOTE_ADDR": "203.0.113.1"}
    )
    assert elsewhere.status_code == 303


def test_mail_forms_share_one_count(portal: Portal) -> None:
    forms = mailing(portal)
    statuses = [
        portal.call(VISITOR, forms[name][1], "POST", data={**forms[name][2], "email": KNOWN}).status_code
        for name in ("sign-in link", "forgotten password", "sign-up", "interest")
    ]
    assert statuses == [303, 303, 303, 429]


@pytest.fixture
def second(portal: Portal) -> Iterator[Portal]:
    """Another process of the same portal: nothing shared but the database."""
    other = Portal(create_app(portal.app.extensions["settings"]), portal.world, None, None)
    yield other
    other.close()


def test_two_processes_share_one_count(portal: Portal, second: Portal) -> None:
    statuses = []
    for number in range(TRIES + 1):
        which = (portal, second)[number % 2]
        answer = which.call(VISITOR, "/inloggen", "POST", data={"email": KNOWN, "password": "fout"})
        statuses.append(answer.status_code)
    assert statuses == [422] * TRIES + [429]


@pytest.mark.parametrize("hops", [0, 1])
def test_forwarded_network_counts_only_when_the_operator_says_so(portal: Portal, hops: int) -> None:
    """With one proxy in front its last word counts, and what the visitor wrote before it does not."""
    settings = portal.app.extensions["settings"]
    behind = Portal(create_app(replace(settings, proxy_hops=hops)), portal.world, None, None)
    try:
        for number in range(PER_ADDRESS):
            headers = {"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.7"}
            behind.call(VISITOR, "/inloggen/link", "POST", data={"email": KNOWN}, headers=headers)
        with behind.database_open() as session:
            counts = session.connection().exec_driver_sql(
                "SELECT count FROM rate_counts WHERE key LIKE 'mail-network:%'"
            )
            assert [row[0] for row in counts] == [PER_ADDRESS]
    finally:
        behind.close()


def test_refusal_says_how_long_to_wait(portal: Portal) -> None:
    for _try in range(TRIES + 1):
        answer = portal.call(VISITOR, "/inloggen", "POST", data={"email": KNOWN, "password": "fout"})
    assert re.search(r"[Ww]acht \d+ minu", answer.text) or re.search(r"over \d+ minu", answer.text)
    assert f'value="{KNOWN}"' in answer.text


def test_wrong_password_in_the_profile_counts_as_a_try(portal: Portal) -> None:
    data = {"current": "fout", "password": "een heel nieuw wachtwoord"}
    with portal.database_open() as session:
        session.connection().exec_driver_sql(
            "UPDATE people SET password_hash = ? WHERE id = ?",
            ("$argon2id$x", portal.world.person_row[AISHA]),
        )
        session.commit()
    statuses = [
        portal.call(AISHA, "/profiel/wachtwoord", "POST", data=data).status_code for _try in range(TRIES + 1)
    ]
    assert statuses == [422] * TRIES + [429]
