"""The attack cases of the portal, and where each is tried.

| case | what                        | test                                                                 |
| ---- | --------------------------- | -------------------------------------------------------------------- |
| A1-3 | other people's objects      | test_routes                                                          |
| A4   | extra fields                | here; web/account/test_profile, web/administrator/test_people        |
| A5   | former staff                | here; web/organiser/test_access, web/administrator/test_people       |
| A6   | exports                     | here, test_routes                                                    |
| B1-4 | text of people              | test_texts; outbox/test_mailer, outbox/test_rendering                |
| B6   | placeholders                | test_texts; outbox/test_rendering                                    |
| B7-8 | searches, log lines         | test_requests; jobs/test_log, web/public/test_catalogue              |
| C1   | open redirects              | here; web/account/test_origin, web/account/test_sign_in              |
| C2   | host header                 | test_headers, test_requests                                          |
| C3   | forged forms                | test_routes; web/account/test_sign_in                                |
| C4-5 | headers, caches             | test_headers; a caching proxy: here                                  |
| C6   | abuse of requests           | test_requests                                                        |
| D1   | session fixation            | here; web/account/test_sign_in                                       |
| D2-3 | enumeration, guessing       | web/account/test_sign_in, web/public/test_interest; test_limits      |
| D4   | one-time links              | people/test_tokens, web/account/test_links                           |
| D5   | mail scanners               | here; web/account/test_links, web/participant/test_offers            |
| D6   | invitation of somebody else | web/participant/test_invitations                                     |
| D7   | change of address           | web/account/test_email_change                                        |
| E3   | double submit               | here; web/participant/test_enrolling, registrations/test_registering |
| E5   | capacity lowered            | here; registrations/test_machine                                     |
| F6   | leaks                       | here                                                                 |

Uploads (F2), feeds of calendars (F3), small groups (F4), webhooks (F1) and a second factor (D8) do not
exist yet.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from portal.database import transaction
from portal.people import directory
from portal.people.models import OrganiserRole, Person, SignIn
from portal.registrations.models import Registration
from portal.registrations.states import RegistrationState
from tests.builders import NOW
from tests.security.forms import Form, every_form, filled_in, forms_in, send
from tests.security.ownership import UNKNOWN
from tests.security.support import Portal
from tests.security.test_routes import FIRST, no_faults, targets
from tests.security.world import ADMINISTRATOR, AISHA, BRAM, FACILITATOR, IVO, TOM, VISITOR

TAKEN = (
    "role",
    "is_admin",
    "is_administrator",
    "admin",
    "org_id",
    "organisation_id",
    "organiser",
    "person_id",
)
TAKEN += ("public_id", "id", "state", "password_hash", "email_confirmed_at", "queue_number", "edition_id")


def powers(portal: Portal) -> tuple[list[int], list[tuple[int, int, bool]], list[tuple[int, str]]]:
    """Who runs the portal, who organises for whom, and whose account has which address."""
    with portal.database_open() as session:
        administrators = session.scalars(select(Person.id).where(Person.is_administrator).order_by(Person.id))
        roles = session.execute(
            select(OrganiserRole.person_id, OrganiserRole.organisation_id, OrganiserRole.ended_at.is_(None))
        )
        people = session.execute(select(Person.id, Person.public_id).order_by(Person.id).limit(13))
        return list(administrators), sorted(map(tuple, roles)), list(map(tuple, people))


def test_extra_fields_give_nobody_power(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """In every form of everybody but the administrator, who gives power on purpose."""
    monkeypatch.setattr("portal.people.limits.enforce", lambda *_anything, **_more: None)
    before = powers(portal)
    extra = dict.fromkeys(TAKEN, "1")
    forms = [f for step in ("", "/inschrijven") for f in every_form(portal, step).values()]
    tried = [f for f in forms if f.role != ADMINISTRATOR and f.method == "POST" and not f.has_file]
    for form in tried:
        data = filled_in(form, lambda _field: "Iemand", address="iemand@veldrijk.example")
        send(portal, form, {**extra, **data})
        send(portal, form, {**data, **{one.name: [data.get(one.name, ""), "admin"] for one in form.typed}})
    assert powers(portal) == before
    assert len(tried) > 25


def test_role_that_ends_shuts_every_open_tab(portal: Portal) -> None:
    own = portal.world.edition["own"]
    pages = ("", "/deelnemers", "/export.csv", "/export.xlsx", "/berichten", "/wachtlijst", "/plekken")
    paths = [f"/werk/edities/{own}{page}" for page in pages]
    assert {portal.call(BRAM, path).status_code for path in paths} == {200}
    with portal.database_open() as session, transaction(session):
        roles = session.scalars(
            select(OrganiserRole).where(OrganiserRole.person_id == portal.world.person_row[BRAM])
        )
        for role in roles:
            directory.withdraw_organiser(
                session, person_id=role.person_id, organisation_id=role.organisation_id, now=NOW
            )
    assert {portal.call(BRAM, path).status_code for path in paths} == {404}
    assert portal.call(BRAM, f"/werk/edities/{own}/annuleren", "POST", data={"why": "x"}).status_code == 404


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_export_is_for_its_own_organisers_only(portal: Portal, ending: str) -> None:
    path = f"/werk/edities/{portal.world.edition['own']}/export.{ending}"
    ranges = {"Range": "bytes=0-10"}
    assert portal.visit(path).status_code == 302
    for role in (AISHA, TOM, FACILITATOR, "former", "chantal", ADMINISTRATOR):
        for method in ("GET", "HEAD"):
            assert portal.call(role, path, method, headers=ranges).status_code == 404
    answer = portal.call(BRAM, path)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


ELSEWHERE = (
    "//e.nl",
    "///e.nl",
    "/\\e.nl",
    "\\/e.nl",
    "https:e.nl",
    "https://e.nl",
    "/%5Ce.nl",
    "/%2F/e.nl",
    "/%252F%252Fe.nl",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "/\te.nl",
    "/.//e.nl",
    "//leren.example@e.nl",
    "https://leren.example@e.nl/",
    "https://leren.example.e.nl/",
    "data:text/html,x",
    "/en//e.nl",
    "/en/\\e.nl",
    "/profiel\r\nLocation: https://e.nl",
)


def stays_here(portal: Portal, location: str) -> bool:
    """Whether a browser that follows this stays on a page that the portal knows."""
    parts = urlsplit(location)
    own = parts.netloc in ("", "leren.example") and parts.scheme in ("", "https")
    return own and not location.startswith(("//", "/\\")) and portal.visit(parts.path).status_code != 404


@pytest.mark.parametrize("back", ELSEWHERE)
def test_way_back_never_leads_elsewhere(portal: Portal, back: str) -> None:
    link = portal.world.link["sign_in"]
    answers = [
        portal.call(AISHA, "/inloggen", query_string={"next": back}),
        portal.call(AISHA, "/uitloggen", "POST", data={"next": back}),
        portal.call(VISITOR, f"/inloggen/link/{link}", "POST", data={"next": back}),
    ]
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert [one.location for one in answers if not stays_here(portal, one.location)] == []


@pytest.mark.parametrize(
    "path", ["/en//e.nl/", "/en/%5Ce.nl", "/en/%2F%2Fe.nl", "//e.nl", "/%5Ce.nl", "/en//%5Ce.nl"]
)
def test_page_that_does_not_exist_links_to_no_other_site(lasting: Portal, path: str) -> None:
    answer = lasting.visit(path)
    links = re.findall(r'(?:href|src|action)="([^"]*)"', answer.text)
    assert [one for one in links if re.match(r"[/\\]{2}|[a-z]+:", one) and "leren.example" not in one] == []


def test_caching_proxy_never_gives_a_private_page_to_somebody_else(lasting: Portal) -> None:
    """A small shared cache that keeps whatever may be kept, as RFC 9111 lets it."""
    kept: dict[str, str] = {}

    def through_cache(role: str, path: str, method: str = "GET") -> str:
        if path in kept:
            return kept[path]
        answer = lasting.visit(path) if role == VISITOR else lasting.call(role, path, method)
        control = answer.headers.get("Cache-Control", "")
        if not re.search(r"private|no-store|no-cache", control) and answer.status_code == 200:
            kept[path] = answer.text
        return answer.text

    for path in ("/mijn", "/profiel", "/leergangen", "/mijn?utm=1", "/profiel/gegevens"):
        through_cache(AISHA, path, "HEAD")
        assert "Aisha" in through_cache(AISHA, path)
        assert "Aisha" not in through_cache(TOM, path)
        assert "Aisha" not in through_cache(VISITOR, path)


def test_session_of_before_signing_in_is_worth_nothing(portal: Portal) -> None:
    planted = portal.cookie(VISITOR)
    link = portal.world.link["sign_in"]
    answer = portal.call(VISITOR, f"/inloggen/link/{link}", "POST", cookie=planted)
    fresh = answer.headers["Set-Cookie"].partition(";")[0]
    assert fresh != planted
    assert portal.call(VISITOR, "/profiel", cookie=planted).status_code == 302
    assert portal.call(VISITOR, "/profiel", cookie=fresh).status_code == 200
    assert (
        portal.call(VISITOR, "/profiel/gegevens", "POST", cookie=fresh).status_code == 400
    )  # old form token


def test_cookie_that_was_tampered_with_is_no_cookie(portal: Portal) -> None:
    name, _, value = portal.cookie(ADMINISTRATOR).partition("=")
    payload, moment, signature = value.rsplit(".", 2)
    forged = (
        f"{payload}x.{moment}.{signature}",
        f"{payload}.{moment}.{signature[::-1]}",
        payload,
        "",
        "a.b.c",
    )
    for value in forged:
        assert portal.call(VISITOR, "/beheer", cookie=f"{name}={value}").status_code == 302


def test_every_link_of_every_mail_may_be_fetched(lasting: Portal) -> None:
    before = lasting.contents()
    paths = [
        t.path for t in targets(lasting, "GET") if "secret" in t.route.arguments and t.case.name in FIRST
    ]
    for path in paths:
        for method in ("HEAD", "GET", "GET"):
            for agent in ("Mozilla/5.0 (compatible; MailScanner/1.0)", ""):
                answer = lasting.visit(path, method=method, headers={"User-Agent": agent})
                assert answer.status_code == 200
    assert lasting.contents() == before
    assert len(paths) >= 10


def enrolled(portal: Portal, role: str) -> int:
    with portal.database_open() as session:
        mine = Registration.person_id == portal.world.person_row[role]
        return session.scalar(select(func.count(Registration.id)).where(mine)) or 0


def enrol(portal: Portal, role: str) -> Iterator[Form]:
    """The forms of enrolling, one after another, each filled in; the last one is not sent."""
    base = f"/inschrijven/{portal.world.edition['own']}"
    portal.call(role, f"{base}/mensen", "POST", data={"party": "alleen"})
    portal.call(role, f"{base}/keuzes", "POST", data={"ronde-1": "", "keuze-1-1": ""})
    invoice = {"name": "Gemeente", "address": "Kerkstraat 1", "email": "f@veldrijk.example"}
    portal.call(role, f"{base}/factuur", "POST", data=invoice)
    return (f for f in every_form(portal, base).values() if f.action.endswith("/controleren"))


def test_ten_presses_make_one_registration(portal: Portal) -> None:
    form = next(enrol(portal, FACILITATOR))
    data = {one.name: one.value or "y" for one in form.fields}
    answers = [portal.call(FACILITATOR, form.action, "POST", data=data) for _press in range(10)]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert enrolled(portal, FACILITATOR) == 1


def states(portal: Portal) -> dict[str, str]:
    with portal.database_open() as session:
        rows = session.execute(
            select(Registration.public_id, Registration.state)
            .join(Registration.edition)
            .where(Registration.edition.has(public_id=portal.world.edition["own"]))
        )
        return {public_id: str(state) for public_id, state in rows}


def test_fewer_seats_throw_nobody_out(portal: Portal) -> None:
    before, own = states(portal), f"/werk/edities/{portal.world.edition['own']}"
    asked = portal.call(BRAM, f"{own}/plekken?seats=1")
    sure = next(f for f in forms_in(asked, f"{own}/plekken", BRAM) if f.action.endswith("/plekken"))
    assert send(portal, sure, {one.name: one.value for one in sure.fields}).status_code == 303
    assert states(portal) == before
    assert str(RegistrationState.CONFIRMED) in before.values()
    assert "Overvol" in portal.call(BRAM, own).text


def test_guest_who_did_not_answer_has_no_place_to_hand_on(portal: Portal) -> None:
    mine = f"/mijn/inschrijvingen/{portal.world.registration['foreign']}"
    before = portal.contents()["outgoing_letters"]
    asked = portal.call(IVO, f"{mine}/overdragen", "POST", data={"name": "Xander", "email": "x@zee.example"})
    assert (asked.status_code, portal.contents()["outgoing_letters"]) == (422, before)
    assert portal.call(IVO, f"{mine}/bevestiging").location == mine


def test_looking_at_what_a_number_would_do_changes_nothing(lasting: Portal) -> None:
    before, at = lasting.contents(), lasting.changes()
    for seats in ("0", "1", "50", ""):
        page = f"/werk/edities/{lasting.world.edition['own']}/plekken?seats={seats}"
        assert lasting.call(BRAM, page).status_code == 200
    assert (lasting.contents(), lasting.changes()) == (before, at)


LEAKS = (
    "/console",
    "/.git/config",
    "/.env",
    "/static/../wsgi.py",
    "/static/%2e%2e/wsgi.py",
    "/static/..%2fwsgi.py",
    "/static/js/forms.js.map",
    "/wsgi.py",
    "/instance/portal.db",
    "/admin",
    "/debug",
    "/server-status",
    "/metrics",
    "/docs",
    "/openapi.json",
    "/__debugger__?cmd=resource&f=style.css",
)


@pytest.mark.parametrize("path", LEAKS)
def test_nothing_of_the_inside_can_be_fetched(lasting: Portal, path: str) -> None:
    answer = lasting.visit(path)
    assert answer.status_code == 404
    assert not re.search(r"Traceback|werkzeug|flask|SECRET_KEY|sqlalchemy", answer.text, re.I)


def test_robots_names_no_secret(lasting: Portal) -> None:
    text = lasting.visit("/robots.txt").text
    world = lasting.world
    secrets = [*world.link.values(), *world.registration.values(), *world.edition.values(), UNKNOWN]
    assert [one for one in secrets if one in text] == []


# A place in a list, not an id: of a file in one message, of a rule in one edition.
PLACES = {"demo.attachment", "organiser.rule"}


def test_numeric_ids_stand_in_no_address(lasting: Portal) -> None:
    found = []
    for target in targets(lasting, "GET"):
        numbers = [name for name in target.route.arguments if name == "id" or "int:" in target.route.rule]
        if numbers and target.route.endpoint not in PLACES:
            found.append(str(target))
    no_faults(found)


def test_sign_in_secret_stands_on_no_page(lasting: Portal) -> None:
    secret = lasting.world.sign_in[AISHA]
    for path in ("/profiel", "/profiel/aanmeldingen", "/mijn"):
        assert secret not in lasting.call(AISHA, path).text
    with lasting.database_open() as session:
        assert all(secret.encode() not in row for row in session.scalars(select(SignIn.token_hash)))
