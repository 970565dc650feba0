"""What every answer carries, whatever its kind; cookies; and the one name of the portal."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from werkzeug.test import TestResponse

from portal.outbox import queries, rendering
from portal.people.models import Token
from portal.web.public import catalogue
from tests.security.support import Portal, open_portal
from tests.security.test_routes import FIRST, Target, no_faults, targets
from tests.security.world import AISHA, MESSAGE, VISITOR

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
FILE_CSP = "sandbox; default-src 'none'"
EXPECTED = {
    "Content-Security-Policy": CSP,
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# The only answers with a policy of their own. The demo's mailbox and previews show a letter as a mail program
# would, with its inlined style, in a frame that may run nothing; files are opened by nothing at all.
LETTER = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
OTHER_POLICY = {
    "demo.message": f"{CSP}; frame-src 'self'",
    "demo.message_html": (
        "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; "
        "frame-ancestors 'self'"
    ),
    "organiser.mailing": f"{CSP}; frame-src 'self'",
    "organiser.mailing_html": LETTER,
    "organiser.example": f"{CSP}; frame-src 'self'",
    "organiser.example_html": LETTER,
    "demo.attachment": FILE_CSP,
    "participant.material_file": FILE_CSP,
    "organiser.export_csv": FILE_CSP,
    "organiser.export_xlsx": FILE_CSP,
    "participant.own_goals_file": FILE_CSP,
    "participant.goals_pdf": FILE_CSP,
    "account.own_data": FILE_CSP,
    "participant.scan_pdf": FILE_CSP,
    "participant.scans_json": FILE_CSP,
    "participant.scans_csv": FILE_CSP,
    "organiser.attendance_xlsx": FILE_CSP,
    "organiser.insight_csv": FILE_CSP,
    "organiser.insight_xlsx": FILE_CSP,
    "organiser.organisation_insight_csv": FILE_CSP,
    "organiser.organisation_insight_xlsx": FILE_CSP,
    "organiser.instrument_file": FILE_CSP,
}
FRAMED = dict.fromkeys(
    ("demo.message_html", "organiser.mailing_html", "organiser.example_html"), "SAMEORIGIN"
)
NOT_PAGES = (*FRAMED, "demo.attachment")  # a letter in its frame, and a file to keep
PERMISSION = re.compile(r"[a-z-]+=\(\)")
# At an address that few people know.
ONE_READER = {"public.agenda", "public.organisation_agenda", "public.guide_agenda"}
# Public pages with a form need a token for it, and so a cookie: asking for interest, and links of mails.
FORMS = {"public.interest", "public.interest_confirm", "public.interest_remove"}


def faults(answer: TestResponse, endpoint: str = "") -> list[str]:
    """What this answer lacks."""
    wanted = dict(EXPECTED)
    if endpoint in OTHER_POLICY and answer.status_code == 200:
        wanted["Content-Security-Policy"] = OTHER_POLICY[endpoint]
        wanted["X-Frame-Options"] = FRAMED.get(endpoint, "DENY")
    found = {name: answer.headers.getlist(name) for name in wanted}
    wrong = [f"{name}: {found[name]}" for name, value in wanted.items() if found[name] != [value]]
    permissions = answer.headers.get("Permissions-Policy", "").split(", ")
    if len(permissions) < 10 or not all(PERMISSION.fullmatch(one) for one in permissions):
        wrong.append(f"Permissions-Policy: {permissions}")
    return wrong


def everywhere(portal: Portal, method: str) -> Iterator[tuple[Target, str]]:
    """Every route once as a visitor and once as someone who may come in."""
    for target in targets(portal, method):
        if target.case.name in FIRST:
            for role in sorted({VISITOR, *sorted(target.allowed)[:1]}):
                yield target, role


Looked = list[tuple[Target, str, TestResponse]]


@pytest.fixture(scope="module")
def looked(lasting: Portal) -> Looked:
    """The answer to everyone everywhere, asked once for all that is looked for in it."""
    return [(target, role, lasting.call(role, target.path)) for target, role in everywhere(lasting, "GET")]


def test_every_route_carries_every_header(lasting: Portal, looked: Looked) -> None:
    sent = [
        (target, role, lasting.call(role, target.path, "POST", token=""))
        for target, role in everywhere(lasting, "POST")
    ]
    found = []
    for method, answers in (("GET", looked), ("POST", sent)):
        for target, role, answer in answers:
            problems = faults(answer, target.route.endpoint)
            found += [f"{method} {target} as {role}: {one}" for one in problems]
    no_faults(found)


def kinds(portal: Portal) -> dict[str, TestResponse]:
    """One answer of every kind."""
    own = portal.world.edition["own"]
    big = {"email": "x" * 3_000_000}
    return {
        "page": portal.visit("/leergangen"),
        "english page": portal.visit("/en/leergangen"),
        "to another page": portal.visit("/mijn"),
        "to the page without a slash too many": portal.visit("//leergangen"),
        "form that went well": portal.call(AISHA, "/profiel/factuur", "POST"),
        "gone link": portal.visit("/aanbod/" + "A" * 43),
        "not found": portal.visit("/bestaat-niet"),
        "not found in English": portal.visit("/en/bestaat-niet"),
        "not theirs": portal.call(AISHA, f"/werk/edities/{own}"),
        "wrong method": portal.visit("/leergangen", method="DELETE"),
        "methods": portal.visit("/leergangen", method="OPTIONS"),
        "no token": portal.call(AISHA, "/profiel/gegevens", "POST", token=""),
        "too large": portal.call(AISHA, "/inloggen", "POST", data=big),
        "wrong host": portal.visit("/", headers={"Host": "evil.example"}),
        "to be mended": portal.call(VISITOR, "/inloggen", "POST"),
        "feed": portal.visit("/leergangen/nieuw.atom"),
        "feed that did not change": portal.visit(
            "/leergangen/nieuw.atom",
            headers={"If-None-Match": portal.visit("/leergangen/nieuw.atom").headers["ETag"]},
        ),
        "sitemap": portal.visit("/sitemap.xml"),
        "plain text": portal.visit("/.well-known/security.txt"),
        "style": portal.visit("/static/portaal.css"),
        "missing style": portal.visit("/static/bestaat-niet.css"),
        "part of a file": portal.visit("/static/portaal.css", headers={"Range": "bytes=0-9"}),
    }


def test_every_kind_of_answer_carries_every_header(lasting: Portal) -> None:
    answers = kinds(lasting)
    statuses = sorted({answer.status_code for answer in answers.values()})
    assert statuses == [200, 206, 302, 303, 304, 308, 400, 404, 405, 410, 413, 422]
    no_faults([f"{name}: {fault}" for name, answer in answers.items() for fault in faults(answer)])


@pytest.mark.parametrize(
    ("raised", "status"),
    [
        (ZeroDivisionError("inside"), 500),
        (OperationalError("SELECT 1", {}, sqlite3.OperationalError("locked")), 503),
        (NoFreeConnection("no connection"), 503),
    ],
)
def test_fault_of_our_own_carries_every_header(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, raised: Exception, status: int
) -> None:
    def fail(*_anything: object, **_more: object) -> None:
        raise raised

    monkeypatch.setattr(catalogue, "listed", fail)
    for role in (VISITOR, AISHA):
        answer = portal.call(role, "/leergangen")
        assert (answer.status_code, faults(answer)) == (status, [])
        assert "Traceback" not in answer.text
        assert "inside" not in answer.text
    assert answer.headers.get("Retry-After") == ("30" if status == 503 else None)


def test_page_of_a_fault_comes_though_nobody_can_be_looked_up(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_anything: object, **_more: object) -> None:
        raise OperationalError("SELECT 1", {}, sqlite3.OperationalError("gone"))

    monkeypatch.setattr("portal.web.kit.access.viewer_of_sign_in", down)
    answer = portal.call(AISHA, "/profiel")
    assert (answer.status_code, faults(answer)) == (503, [])
    assert "Het is nu te druk" in answer.text


def test_too_many_tries_carry_every_header(portal: Portal) -> None:
    for _try in range(11):
        answer = portal.call(VISITOR, "/inloggen", "POST", data={"email": "a@b.example", "password": "x"})
    assert (answer.status_code, faults(answer)) == (429, [])


def test_style_and_script_are_never_inline(looked: Looked) -> None:
    """The demo's frame with a letter is the one exception, and may run nothing."""
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*(src=|ld\+json))", re.I)
    found = []
    for target, role, answer in looked:
        if target.route.endpoint in NOT_PAGES or not answer.mimetype.startswith("text/html"):
            continue
        found += [f"{target} as {role}: {match.group()}" for match in inline.finditer(answer.text)]
        if "unsafe" in answer.headers["Content-Security-Policy"]:
            found.append(f"{target}: {answer.headers['Content-Security-Policy']}")
    no_faults(found)


def test_only_letters_in_a_frame_may_have_style(lasting: Portal) -> None:
    unsafe = {endpoint for endpoint, policy in OTHER_POLICY.items() if "unsafe" in policy}
    assert unsafe == set(FRAMED)
    assert lasting.visit(f"/demo/postbus/{MESSAGE}/html").headers["X-Frame-Options"] == "SAMEORIGIN"


def test_public_page_sets_no_cookie(lasting: Portal) -> None:
    found = []
    for target in targets(lasting, "GET"):
        if not target.route.endpoint.startswith(("public.", "static")) or target.route.endpoint in FORMS:
            continue
        answer = lasting.visit(target.path)
        private = "private" in answer.headers.get("Cache-Control", "")
        if "Set-Cookie" in answer.headers or (private and target.route.endpoint not in ONE_READER):
            found.append(str(target))
    no_faults(found)


def test_private_page_is_kept_by_nobody(lasting: Portal, looked: Looked) -> None:
    found = []
    for target, role, seen in looked:
        public = target.route.endpoint.startswith(("public.", "static"))
        answer = lasting.visit(target.path) if role == VISITOR else seen
        kept = (answer.headers.get("Cache-Control"), answer.headers.get("Vary"))
        if public and role == VISITOR and target.route.endpoint not in FORMS:
            continue
        if target.route.endpoint != "static" and kept != ("private, no-store", "Cookie"):
            found.append(f"{target} as {role}: {kept}")
    no_faults(found)


@pytest.mark.parametrize(
    "path", ["/mijn/x.css", "/mijn;a=.js", "/profiel/.css", "/beheer/x.png", "/mijn%2f.css"]
)
def test_ending_of_a_style_sheet_does_not_make_a_page_public(lasting: Portal, path: str) -> None:
    answer = lasting.call(AISHA, path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "private, no-store")


def test_forwarded_words_do_not_change_a_public_page(lasting: Portal) -> None:
    plain = lasting.visit("/leergangen")
    for name in (
        "X-Forwarded-Proto",
        "X-Forwarded-Port",
        "X-Forwarded-Prefix",
        "X-Original-URL",
        "Forwarded",
    ):
        sent = lasting.visit("/leergangen", headers={name: "evil.example"})
        assert (sent.status_code, sent.text) == (200, plain.text)


def test_cookie_is_bound_to_this_host_and_to_https(lasting: Portal) -> None:
    cookies = lasting.visit("/inloggen").headers.getlist("Set-Cookie")
    assert len(cookies) == 1
    name, _, rest = cookies[0].partition("=")
    parts = rest.split("; ")[1:]
    assert (name, parts) == ("__Host-session", ["Secure", "HttpOnly", "Path=/", "SameSite=Lax"])


def test_plain_http_has_a_plain_cookie_and_no_promise(world_home: Path, tmp_path: Path) -> None:
    with open_portal(world_home, tmp_path, "http://127.0.0.1:8000") as plain:
        answer = plain.visit("/inloggen")
        assert answer.headers["Set-Cookie"].startswith("session=")
        assert "Secure" not in answer.headers["Set-Cookie"]
        assert "Strict-Transport-Security" not in answer.headers


HOSTS = [
    {"Host": "evil.example"},
    {"Host": "leren.example.evil.example"},
    {"Host": "leren.example:8080"},
    {"Host": "evil.example,leren.example"},
    {"Host": "leren.example@evil.example"},
    {"Host": ""},
    {"Host": "[::1"},
    {"Host": "localhost:abc"},
    {"Host": "127.0.0.1:99999"},
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Host": "leren.example, evil.example"},
]


@pytest.mark.parametrize("headers", HOSTS)
def test_other_host_is_refused_and_not_repeated(lasting: Portal, headers: dict[str, str]) -> None:
    environ = {"HTTP_HOST": headers["Host"]} if "Host" in headers else {}
    more = {} if environ else headers
    answer = lasting.visit("/inloggen", headers=more, environ=environ)
    assert answer.status_code == 400
    assert "evil" not in answer.text
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    "target", ["http://evil.example/inloggen", "https://evil.example", "http://evil.example@leren.example:1/"]
)
def test_whole_address_of_another_host_is_refused(lasting: Portal, target: str) -> None:
    answer = lasting.visit("/inloggen", environ={"RAW_URI": target})
    assert (answer.status_code, "evil" in answer.text) == (400, False)


def test_own_host_said_by_a_proxy_is_fine(lasting: Portal) -> None:
    answer = lasting.visit(
        "/leergangen?q=http://x/",
        headers={"X-Forwarded-Host": "leren.example"},
        environ={"RAW_URI": "/leergangen?q=http://x/"},
    )
    assert answer.status_code == 200


def test_mailed_link_never_takes_its_host_from_the_request(portal: Portal) -> None:
    data = {"email": "aisha.el.amrani@veldrijk.example"}
    for headers in (
        {},
        {"X-Forwarded-Proto": "ftp", "Forwarded": "host=evil.example", "Referer": "https://e.nl/x"},
    ):
        assert (
            portal.call(VISITOR, "/wachtwoord-vergeten", "POST", data=data, headers=headers).status_code
            == 303
        )
    with portal.database_open() as session:
        letters = [one for one in queries.everywhere(session, limit=50) if one.kind == "reset_password"]
        assert len(letters) == 2
        for letter in letters:
            facts = {key: str(value) for key, value in letter.facts.items()}
            assert facts["link"].startswith("/wachtwoord/")
            assert session.get(Token, letter.token_ids[0]) is not None
    assert rendering.house().site_url == portal.site


def test_feed_and_sitemap_name_the_portal_as_set(lasting: Portal) -> None:
    for path in ("/leergangen/nieuw.atom", "/sitemap.xml", "/.well-known/security.txt", "/robots.txt"):
        hosts = set(re.findall(r"https?://([^/\s\"<]+)/?", lasting.visit(path).text))
        assert hosts - {"www.w3.org", "www.sitemaps.org"} <= {"leren.example"}
