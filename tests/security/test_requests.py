"""Requests that no browser makes: 4xx within limits, never 500, on both databases (C6, B7, B8)."""

import http.client
import logging
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal import clock
from portal.app import create_app
from portal.database import Base, listen, transaction
from portal.people import tokens
from tests.builders import KEY, NOW
from tests.security.forms import Form, every_form, filled_in, send
from tests.security.payloads import LIKES, NASTY
from tests.security.support import Portal, quiet, settings_for
from tests.security.test_routes import FIRST, no_faults, targets
from tests.security.world import ADMINISTRATOR, AISHA, BRAM, TOM, VISITOR, Maker
from tests.support.postgres import Cluster
from tests.support.proof import size
from tests.support.servers import LiveServer

QUERY = (
    "q",
    "pagina",
    "status",
    "organisatie",
    "keuze",
    "op",
    "af",
    "stand",
    "soort",
    "seats",
    "next",
    "aan",
)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    """The world on each kind of database, with limits so wide that they are no answer."""
    monkeypatch.setattr("portal.people.limits.enforce", lambda *_anything, **_more: None)
    if request.param == "sqlite":
        yield request.getfixturevalue("portal")
        return
    cluster: Cluster = request.getfixturevalue("postgres_cluster")
    yield from _on_postgres(cluster, monkeypatch)


def _on_postgres(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    settings = settings_for(cluster.create("requests"))
    tokens.configure(KEY)
    engine = create_engine(settings.database_url)
    listen(engine)
    with Session(engine, expire_on_commit=False) as session, transaction(session):
        Base.metadata.create_all(session.connection())
        world = Maker(session).make()
    engine.dispose()
    app = create_app(settings)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    portal = Portal(app, world, None, None)
    with quiet(app):
        yield portal
    portal.close()
    cluster.drop("requests")


STRANGE = ("%00", "a%00b", "%FF", "%ED%A0%80", "%25%30%30", "%E2%80%AE", "..%2f..%2f", "%5C")


def some_of(texts: tuple[str, ...], number: int) -> list[str]:
    """The first one, and others in turn; in the full proof all of them."""
    turn = number % len(texts) * 3 % len(texts)
    return list(dict.fromkeys((texts[0], *(texts[turn:] + texts[:turn])[: size(2, len(texts))])))


def everything(form: Form, nasty: str) -> dict[str, str]:
    """The same in every field, whatever it is."""
    return {one.name: nasty for one in form.fields if one.kind != "file"}


def test_no_field_makes_the_portal_fail(either: Portal) -> None:
    faults = []
    forms = [f for step in ("", "/inschrijven") for f in every_form(either, step).values()]
    for number, form in enumerate(forms):
        for nasty in some_of(NASTY, number):
            sent = [filled_in(form, lambda _field, text=nasty: text, address="a@veldrijk.example")]
            sent.append(everything(form, nasty))
            for data in sent:
                answer = send(either, form, _encodable(data))
                if answer.status_code >= 500:
                    faults.append(f"{form} with {nasty[:30]!r}: {answer.status}")
    no_faults(sorted(set(faults)))


def _encodable(data: dict[str, Any]) -> dict[str, Any]:
    """Half a character cannot be sent as a field; as raw bytes it can, see below."""
    return {k: v.replace("\ud800", "\ufffd") if isinstance(v, str) else v for k, v in data.items()}


def test_no_date_makes_the_portal_fail(either: Portal) -> None:
    faults = []
    for form in every_form(either).values():
        dates = [one.name for one in form.fields if one.kind == "date"]
        for day in ("9999-12-31", "0001-01-01", "31-12-9999") if dates else ():
            for first in (day, "2020-01-01"):
                data = filled_in(form, lambda _field: "tekst", address="a@veldrijk.example")
                answer = send(either, form, data | dict.fromkeys(dates, day) | {dates[0]: first})
                if answer.status_code >= 500:
                    faults.append(f"{form} with {day}: {answer.status}")
                faults += _pages_fail(either, form)
    no_faults(sorted(set(faults)))


def _pages_fail(portal: Portal, form: Form) -> list[str]:
    paths = (form.page, "/profiel", f"/inschrijven/{portal.world.edition['own']}", "/mijn")
    statuses = {path: portal.call(form.role, path).status_code for path in paths}
    return [f"{path} after {form}: {status}" for path, status in statuses.items() if status >= 500]


def test_no_word_in_an_address_makes_the_portal_fail(either: Portal) -> None:
    faults = []
    for target in targets(either, "GET"):
        role = next((r for r in (AISHA, BRAM, ADMINISTRATOR, TOM) if r in target.allowed), None)
        if role is None or target.case.name not in ("the page", "own", "aisha", "vgs"):
            continue
        for nasty in some_of((*NASTY, *LIKES[:-1], "%ED%A0%80"), len(target.path)):
            text = nasty if nasty.startswith("%ED") else quote(nasty[:2000], errors="surrogatepass")
            answer = either.call(role, target.path + "?" + "&".join(f"{name}={text}" for name in QUERY))
            if answer.status_code >= 500:
                faults.append(f"{target} with {nasty[:30]!r}: {answer.status}")
    no_faults(faults)


def test_strange_sign_in_an_address_finds_nothing(either: Portal) -> None:
    found = set()
    for target in targets(either, "GET"):
        role = ADMINISTRATOR if target.rule.audience == "administrator" else BRAM
        for name, value in target.case.values.items():
            if name != "number" and target.case.name in FIRST:
                for strange in some_of(STRANGE, len(target.path)):
                    status = either.call(role, target.path.replace(value, strange)).status_code
                    found.add((target.route.rule, strange, status))
    assert [one for one in found if one[2] not in (400, 404, 410)] == []


def test_search_takes_every_sign_for_itself(either: Portal) -> None:
    for path in ("/beheer/mensen", "/beheer/organisaties", "/leergangen"):
        for words in LIKES:
            answer = either.call(ADMINISTRATOR, f"{path}?q={quote(words)}")
            assert answer.status_code == 200
            assert "aisha.el.amrani@veldrijk.example" not in answer.text


def test_search_among_participants_takes_every_sign_for_itself(either: Portal) -> None:
    list_of = f"/werk/edities/{either.world.edition['own']}/deelnemers"
    for words in LIKES:
        answer = either.call(BRAM, f"{list_of}?q={quote(words)}")
        assert answer.status_code == 200
        assert "Aisha El Amrani" not in answer.text


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (FORM, b"email=%00&password=x", 400),
        (FORM, b"email=a%ED%A0%80b@c.nl&password=x", 400),
        (FORM, b"email=\xff\xfe&password=x", 400),
        (FORM, b"&".join(b"a=1" for _ in range(1001)), 400),
        (FORM, b"email=" + b"a" * 3_000_000, 413),
        ("multipart/form-data", b"--x", 400),
        ("multipart/form-data; boundary=x", b"--x\r\n" * 1001, 400),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 1001 + b"--x--\r\n",
            413,
        ),
        ("multipart/form-data; boundary=" + "x" * 5000, b"", 400),
        ("application/json", b'{"email": "a"', 400),
        ("text/xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 400),
    ],
)
def test_body_that_no_form_sends_is_refused(portal: Portal, kind: str, body: bytes, status: int) -> None:
    before = portal.contents()
    answer = portal.call(
        VISITOR, "/inloggen", "POST", input_stream=BytesIO(body), content_type=kind, content_length=len(body)
    )
    assert answer.status_code == status
    assert portal.contents() == before


def test_half_a_character_in_a_good_form_is_no_fault_of_ours(either: Portal) -> None:
    body = f"csrf_token={either.token()}&name=".encode() + b"A%ED%A0%80B\xff&phone=%FF&language=nl"
    answer = either.call(
        AISHA,
        "/profiel/gegevens",
        "POST",
        input_stream=BytesIO(body),
        content_type=FORM,
        content_length=len(body),
    )
    assert answer.status_code in (303, 400, 422)


@pytest.mark.parametrize("path", ["/mijn/inschrijvingen/x", "/beheer/mensen/x", "/werk/edities/x"])
def test_refusal_is_one_line_in_the_log(portal: Portal, caplog: pytest.LogCaptureFixture, path: str) -> None:
    with caplog.at_level(logging.WARNING, logger=portal.app.logger.name):
        portal.call(AISHA, f"{path}%0A2027-01-12%20FATAL%1B%5B31m")
    written = [record.getMessage() for record in caplog.records]
    person = portal.world.person_row[AISHA]
    shown = f"{path}\\n2027-01-12 FATAL\\x1b[31m"
    assert written == [f"not theirs or not there: GET '{shown}' person={person}"]


def test_statement_that_fails_is_told_without_its_values(either: Portal) -> None:
    with either.database_open() as session, pytest.raises(DBAPIError) as told:
        session.execute(text("SELECT :name FROM nowhere"), {"name": "Aisha"})
    assert "nowhere" in str(told.value)
    assert "Aisha" not in str(told.value)


@pytest.fixture
def server(world_home: Path, start_server: Callable[..., LiveServer]) -> LiveServer:
    """The real web server."""
    return start_server(f"sqlite:///{world_home / 'world.db'}", workers=1)


def raw(server: LiveServer, request: bytes) -> bytes:
    """What the server says to these very bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.connect()
    connection.sock.sendall(request)
    connection.sock.settimeout(10)
    answer = b""
    try:
        while chunk := connection.sock.recv(65536):
            answer += chunk
    finally:
        connection.close()
    return answer


def test_real_server_refuses_and_stays_alive(server: LiveServer) -> None:
    host = f"127.0.0.1:{server.port}".encode()
    end = b"\r\nConnection: close\r\n\r\n"
    ours = b"Host: " + host
    requests = {
        b"GET /" + b"a" * 32_000 + b" HTTP/1.1\r\n" + ours + end: 4,
        b"GET / HTTP/1.1\r\n" + ours + b"".join(b"\r\nX-%d: 1" % n for n in range(300)) + end: 4,
        b"GET / HTTP/1.1\r\n" + ours + b"\r\nX: " + b"a" * 20_000 + end: 4,
        b"GET / HTTP/1.1\r\nHost: evil.example" + end: 4,
        b"GET / HTTP/1.1\r\n" + ours + b"\r\nHost: evil.example" + end: 4,
        b"GET http://evil.example/ HTTP/1.1\r\n" + ours + end: 4,
        b"GET / HTTP/1.1\r\n" + ours + b"\r\nX-Forwarded-Host: evil.example" + end: 4,
        b"GET /\x00 HTTP/1.1\r\n" + ours + end: 4,
        b"GET /%ff%00 HTTP/1.1\r\n" + ours + end: 4,
        b"POST /inloggen HTTP/1.1\r\n" + ours + b"\r\nContent-Length: -1" + end: 4,
        b"POST /inloggen HTTP/1.1\r\n"
        + ours
        + b"\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked"
        + end
        + b"0\r\n\r\n": 4,
        b"GET / HTTP/1.1\r\n" + ours + end: 2,
    }
    for request, family in requests.items():
        status = raw(server, request).split(b" ", 2)[1]
        assert status[:1] == b"%d" % family, request[:80]
        assert b"evil" not in raw(server, request)
    assert raw(server, b"GET /gezond HTTP/1.1\r\n" + ours + end).endswith(b"ok\n")
    assert b"gunicorn/" not in raw(server, b"GET /gezond HTTP/1.1\r\n" + ours + end)
