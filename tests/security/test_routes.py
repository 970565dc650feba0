"""Every route × every role × own, sibling and foreign objects × every method, from the app's own map."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from werkzeug.routing import Rule as Route
from werkzeug.test import TestResponse

from portal import clock
from portal.app import create_app
from portal.web import blueprints
from portal.web.kit import access
from portal.web.kit.access import Audience, Rule
from tests.builders import NOW
from tests.security.ownership import AUDIENCE, NO_SECRET, UNKNOWN, Case, NoExpectation, cases
from tests.security.support import Portal, plain
from tests.security.world import ADMINISTRATOR, AISHA, BRAM, ROLES, VISITOR
from tests.support.proof import FULL

# A link that does not work any more has a page of its own, the same for every reason.
FIRST = ("own", "the page", AISHA, "vgs", "one")
NOT_THERE = (404, 410)
ALL_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


@dataclass(frozen=True)
class Target:
    """One route at one object."""

    route: Route
    rule: Rule
    case: Case
    path: str

    @property
    def allowed(self) -> frozenset[str]:
        """The roles that may come here."""
        return AUDIENCE[self.rule.audience] & self.case.owners

    def roles(self) -> Iterator[str]:
        """Who tries. Whom the rule keeps out before any object is looked for, tries one object (all in the
        full proof).
        """
        inside = AUDIENCE[self.rule.audience]
        return (role for role in ROLES if role in inside or FULL or self.case.name in FIRST)

    def __str__(self) -> str:
        return f"{self.route.endpoint} ({self.case.name}) {self.path}"


def routes(portal: Portal) -> Iterator[tuple[Route, Rule]]:
    rules = blueprints.rules(portal.app.extensions["settings"])
    return ((route, rules[route.endpoint]) for route in portal.app.url_map.iter_rules())


def targets(portal: Portal, *methods: str) -> list[Target]:
    """Every route with one of these methods, at every object of its table."""
    found, unknown = [], []
    adapter = portal.app.url_map.bind("leren.example")
    for route, rule in routes(portal):
        if not route.methods or not route.methods & set(methods):
            continue
        try:
            objects = cases(route, rule, portal.world)
        except NoExpectation as missing:
            unknown.append(str(missing))
            continue
        for case in objects:
            values = {k: int(v) if v.isdigit() and k == "number" else v for k, v in case.values.items()}
            path = adapter.build(route.endpoint, values, method=min(route.methods & set(methods)))
            found.append(Target(route, rule, case, path))
    assert not unknown, "\n".join(["routes without an expectation:", *unknown])
    return found


def leads_to_sign_in(answer: TestResponse) -> bool:
    return answer.status_code in (302, 303) and urlsplit(answer.location).path == "/inloggen"


def filled_in(target: Target, portal: Portal) -> dict[str, str]:
    """The fields without which a form of this route is about nothing."""
    if target.route.endpoint != "participant.answer_elective":
        return {}
    return {"module": portal.world.module["foreign" if target.case.name == "foreign" else "own"]}


def no_faults(found: list[str]) -> None:
    """Fails with every fault on a line of its own."""
    faults = [one for one in found if one]
    if faults:
        pytest.fail("\n".join([f"{len(faults)} faults:", *faults]), pytrace=False)


def fault(target: Target, role: str, answer: TestResponse, nowhere: dict[str, str]) -> str:
    """What is wrong with this answer; empty when it is as the tables say."""
    status, told = answer.status_code, f"{target} as {role}: {answer.status}"
    if role in target.allowed:
        own_sign_in = target.route.endpoint.startswith("account.") and target.rule.audience == "everyone"
        if status in (400, 401, 403, 404, 405, 410) or status >= 500:
            return f"{told}, expected to come in"
        return f"{told}, sent to sign in" if leads_to_sign_in(answer) and not own_sign_in else ""
    if role == VISITOR and target.rule.audience is not Audience.EVERYONE:
        return "" if leads_to_sign_in(answer) else f"{told}, expected the sign-in page"
    if status not in NOT_THERE:
        return f"{told}, expected to find nothing"
    if status == 404 and answer.text and plain(answer, target.path) != nowhere[role]:
        return f"{told}, but its page differs from that of an address that does not exist"
    return ""


@pytest.fixture(scope="module")
def nowhere(lasting: Portal) -> dict[str, str]:
    """For every role the page of an address that does not exist."""
    return {role: plain(lasting.call(role, "/bestaat-niet"), "/bestaat-niet") for role in ROLES}


@pytest.fixture(scope="module")
def nowhere_to_send(lasting: Portal) -> dict[str, str]:
    """For every role the answer to a form sent to an address that does not exist."""
    return {
        role: plain(lasting.call(role, "/bestaat-niet", "POST", data={}), "/bestaat-niet") for role in ROLES
    }


def test_every_page_opens_for_its_own_people_only(lasting: Portal, nowhere: dict[str, str]) -> None:
    before, faults = lasting.contents(), []
    for target in targets(lasting, "GET"):
        for role in target.roles():
            at = lasting.changes()
            answer = lasting.call(role, target.path)
            faults.append(fault(target, role, answer, nowhere))
            faults.append(f"GET {target} as {role} wrote something" if lasting.changes() != at else "")
    no_faults(faults)
    assert lasting.contents() == before


def test_head_answers_as_get_and_writes_nothing(lasting: Portal) -> None:
    before, faults = lasting.contents(), []
    for target in targets(lasting, "GET"):
        if target.case.name not in FIRST and not FULL:
            continue
        for role in sorted({VISITOR, BRAM, *sorted(target.allowed)[:1]}):
            got, head = lasting.call(role, target.path), lasting.call(role, target.path, "HEAD")
            if (got.status_code, got.location) != (head.status_code, head.location) or head.data:
                faults.append(f"{target} as {role}: GET {got.status}, HEAD {head.status}")
    no_faults(faults)
    assert lasting.contents() == before


def test_forms_work_for_their_own_people_only(lasting: Portal, nowhere_to_send: dict[str, str]) -> None:
    faults = []
    for target in targets(lasting, "POST"):
        for role in target.roles():
            at = lasting.changes()
            answer = lasting.call(role, target.path, "POST", data=filled_in(target, lasting))
            faults.append(fault(target, role, answer, nowhere_to_send))
            if lasting.changes() == at:
                continue
            lasting.restore()
            if role not in target.allowed:
                faults.append(f"POST {target} as {role} wrote something")
    no_faults(faults)


@pytest.mark.parametrize("token", ["", "of another browser", "nonsense"])
def test_form_without_its_own_token_changes_nothing(lasting: Portal, token: str) -> None:
    before, faults = lasting.contents(), []
    sent = {"of another browser": lasting.token("two"), "nonsense": "nonsense"}.get(token, "")
    for target in targets(lasting, "POST"):
        if target.case.name not in FIRST:
            continue
        for role in sorted(target.allowed):
            answer = lasting.call(role, target.path, "POST", token=sent)
            if answer.status_code != 400:
                faults.append(f"{target} as {role}: {answer.status}")
    no_faults(faults)
    assert lasting.contents() == before


@pytest.mark.parametrize("origin", ["null", "https://evil.leren.example"])
def test_form_from_another_site_is_refused_even_with_its_token(lasting: Portal, origin: str) -> None:
    before, faults = lasting.contents(), []
    headers = {"Origin": origin, "Referer": f"{origin}/x"}
    for target in targets(lasting, "POST"):
        if target.case.name not in FIRST:
            continue
        for role in sorted(target.allowed)[:1]:
            answer = lasting.call(role, target.path, "POST", headers=headers)
            if answer.status_code != 400:
                faults.append(f"{target} as {role}: {answer.status}")
    no_faults(faults)
    assert lasting.contents() == before


def test_no_route_has_a_method_beyond_its_own(lasting: Portal) -> None:
    before, faults = lasting.contents(), []
    adapter = lasting.app.url_map.bind("leren.example")
    for target in targets(lasting, "GET", "POST"):
        if target.case.name not in FIRST:
            continue
        for method in ALL_METHODS:
            if adapter.test(target.path, method):
                continue
            answer = lasting.call(ADMINISTRATOR, target.path, method)
            if answer.status_code != 405:
                faults.append(f"{method} {target}: {answer.status}")
    no_faults(faults)
    assert lasting.contents() == before


def test_same_pages_hide_behind_the_english_prefix(lasting: Portal) -> None:
    world = lasting.world
    private = (
        f"/mijn/inschrijvingen/{world.registration['aisha']}",
        f"/werk/edities/{world.edition['own']}",
        "/beheer",
    )
    answers = [lasting.call("tom", f"/en{path}").status_code for path in private]
    assert answers == [404, 404, 404]


def test_route_without_a_rule_stops_the_start(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    known = blueprints.rules(portal.app.extensions["settings"])
    one_less = {name: rule for name, rule in known.items() if name != "account.profile"}
    monkeypatch.setattr(blueprints, "rules", lambda _settings: one_less)
    with pytest.raises(RuntimeError, match=r"routes without a rule: \['account.profile'\]"):
        create_app(portal.app.extensions["settings"])


def test_rule_without_a_route_stops_the_start(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    known = blueprints.rules(portal.app.extensions["settings"])
    monkeypatch.setattr(
        blueprints, "rules", lambda _settings: {**known, "account.ghost": Rule(Audience.EVERYONE)}
    )
    with pytest.raises(RuntimeError, match=r"rules without a route: \['account.ghost'\]"):
        create_app(portal.app.extensions["settings"])


def test_new_parameter_asks_for_an_expectation(portal: Portal) -> None:
    route = Route("/mijn/<registration>/<bijlage>", endpoint="participant.file")
    portal.app.url_map.add(route)
    rule = blueprints.rules(portal.app.extensions["settings"])["participant.registration"]
    with pytest.raises(NoExpectation, match=r"parameter\(s\) \['bijlage'\]"):
        cases(route, rule, portal.world)


def test_new_loader_asks_for_an_expectation(portal: Portal) -> None:
    route = Route("/mijn/<registration>", endpoint="participant.other")
    portal.app.url_map.add(route)
    rule = access.Rule(Audience.SIGNED_IN, lambda *_anything: None)
    with pytest.raises(NoExpectation, match="who owns the objects of loader"):
        cases(route, rule, portal.world)


def test_visitor_learns_nothing_from_the_way_to_sign_in(lasting: Portal) -> None:
    paths = ("/mijn/inschrijvingen/{}", "/werk/edities/{}", "/beheer/mensen/{}")
    names = (lasting.world.registration["aisha"], lasting.world.edition["own"], lasting.world.person[AISHA])
    for path, name in zip(paths, names, strict=True):
        there, gone = lasting.visit(path.format(name)), lasting.visit(path.format(UNKNOWN))
        if there.status_code != 404:  # the workbench may have other addresses
            assert there.status_code == gone.status_code == 302
            assert there.location.replace(name, UNKNOWN) == gone.location


def test_link_that_never_was_looks_like_one_of_another_purpose(lasting: Portal) -> None:
    wrong = lasting.world.link["sign_in"]
    for page in ("/wachtwoord/{}", "/aanbod/{}", "/uitnodiging/{}", "/overname/{}", "/op-de-hoogte/stop/{}"):
        never, other = lasting.visit(page.format(NO_SECRET)), lasting.visit(page.format(wrong))
        assert (never.status_code, plain(never, "")) == (other.status_code, plain(other, ""))


def test_being_seen_is_all_that_a_look_writes(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one exception: after five minutes a page notes when its reader was last seen, and no more."""
    before, at = portal.contents(), portal.changes()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=6))
    assert portal.call(AISHA, "/profiel").status_code == 200
    assert portal.changes() != at
    assert portal.contents() == before
