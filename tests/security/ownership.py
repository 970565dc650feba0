"""Who may reach what: for every loader of every rule, the objects to try and the roles that own them.

A route whose loader (or whose parameters, where a rule has no loader) is not in these tables has no
expectation, and the matrix fails until somebody writes it down here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from werkzeug.routing import Rule as Route

from portal.web.kit.access import Audience, Rule
from tests.security.world import (
    ADMINISTRATOR,
    AISHA,
    BRAM,
    CARLA,
    CHANTAL,
    FACILITATOR,
    IVO,
    JOKE,
    MESSAGE,
    ORGANISERS,
    OTTO,
    ROLES,
    SAM,
    SIGNED_IN,
    TOM,
    World,
)

EVERYBODY = frozenset(ROLES)
NOBODY: frozenset[str] = frozenset()
UNKNOWN = "AAAAAAAAAAAAAAAAAAAAAA"
NO_SECRET = "A" * 43
AUDIENCE = {
    Audience.EVERYONE: EVERYBODY,
    Audience.SIGNED_IN: SIGNED_IN,
    Audience.ORGANISER: ORGANISERS,
    Audience.ADMINISTRATOR: frozenset({ADMINISTRATOR}),
}
RUNS = {
    "own": frozenset({BRAM, JOKE}),
    "sibling": frozenset({BRAM}),
    "foreign": frozenset({CHANTAL}),
    "draft": frozenset({BRAM}),
}


@dataclass(frozen=True)
class Case:
    """One object in an address, and for whom it exists."""

    name: str
    values: dict[str, str]
    owners: frozenset[str]


Cases = Iterable[Case]
Table = dict[str, Callable[[World], Cases]]


class NoExpectation(Exception):
    """Nobody wrote down who may see the object of this route."""


def cases(route: Route, rule: Rule, world: World) -> list[Case]:
    """Every object to try at this route; raises `NoExpectation` when the tables do not know it."""
    if not route.arguments:
        return [Case("the page", {}, EVERYBODY)]
    if rule.subject is not None:
        key = f"{rule.subject.__module__.removeprefix('portal.web.')}.{rule.subject.__name__}"
        table, hint = BY_LOADER, f"loader {key!r}"
    else:
        key, table, hint = route.endpoint, BY_ENDPOINT, f"endpoint {route.endpoint!r} without a loader"
    if key not in table:
        raise NoExpectation(
            f"{route.rule}: say in tests/security/ownership.py who owns the objects of {hint}"
        )
    found = list(table[key](world))
    unnamed = route.arguments - set(found[0].values)
    if unnamed:
        raise NoExpectation(
            f"{route.rule}: give own, sibling and foreign values for the parameter(s) {sorted(unnamed)} "
            f"of {hint} in tests/security/ownership.py"
        )
    return [Case(c.name, {k: c.values[k] for k in route.arguments}, c.owners) for c in found]


def _objects(parameter: str, owners: dict[str, frozenset[str]], of: dict[str, str]) -> list[Case]:
    known = [Case(name, {parameter: of[name]}, who) for name, who in owners.items()]
    return [*known, Case("unknown", {parameter: UNKNOWN}, NOBODY)]


def _registrations(world: World, owners: dict[str, frozenset[str]]) -> Cases:
    return _objects("registration", owners, world.registration)


def _inside(world: World) -> Cases:
    return _registrations(
        world,
        {
            "aisha": frozenset({AISHA, CARLA}),
            "tom": frozenset({TOM}),
            "otto": frozenset({OTTO}),
            "foreign": frozenset({CHANTAL, IVO}),
        },
    )


def _leading(world: World) -> Cases:
    return _registrations(
        world,
        {
            "aisha": frozenset({AISHA}),
            "tom": frozenset({TOM}),
            "otto": frozenset({OTTO}),
            "foreign": frozenset({CHANTAL}),
        },
    )


def _enrolment(world: World) -> Cases:
    return _objects("edition", {"own": SIGNED_IN, "foreign": SIGNED_IN, "draft": NOBODY}, world.edition)


def _within(world: World, parameter: str, of: dict[str, str]) -> Cases:
    """An object under its own edition, and under another one that the same organiser may see."""
    yield from (
        Case(name, {"edition_id": world.edition[name], parameter: of[name]}, RUNS[name])
        for name in ("own", "sibling", "foreign")
    )
    for parent, child in (("own", "sibling"), ("sibling", "own"), ("own", "foreign"), ("foreign", "own")):
        values = {"edition_id": world.edition[parent], parameter: of[child]}
        yield Case(f"{child} under {parent}", values, NOBODY)
    yield Case("unknown", {"edition_id": world.edition["own"], parameter: UNKNOWN}, NOBODY)


def _participants_of_editions(world: World) -> Cases:
    name = {"name": "registration_confirmed-1"}
    for edition, owners in (("own", RUNS["own"]), ("sibling", NOBODY), ("foreign", NOBODY)):
        values = {"edition_id": world.edition[edition], "participant_id": world.participant["carla"], **name}
        yield Case(f"carla under {edition}", values, owners)
    invited = {"edition_id": world.edition["foreign"], "participant_id": world.participant["ivo"], **name}
    yield Case("somebody who was invited", invited, NOBODY)
    yield Case("unknown", {"edition_id": world.edition["own"], "participant_id": UNKNOWN, **name}, NOBODY)


def _guides(world: World) -> Cases:
    guide = world.person[FACILITATOR]
    yield Case("own", {"edition_id": world.edition["own"], "person_id": guide}, RUNS["own"])
    yield Case("of another", {"edition_id": world.edition["sibling"], "person_id": guide}, NOBODY)
    yield Case("no guide", {"edition_id": world.edition["own"], "person_id": world.person[TOM]}, NOBODY)


def _editions(world: World) -> Cases:
    return _objects("edition_id", RUNS, world.edition)


def _registrations_of_editions(world: World) -> Cases:
    which = {"own": "aisha", "sibling": "sibling", "foreign": "foreign"}
    of = {edition: world.registration[name] for edition, name in which.items()}
    waiting = {"edition_id": world.edition["own"], "registration_id": world.registration["waiting"]}
    yield from _within(world, "registration_id", of)
    yield Case("waiting", waiting, RUNS["own"])


def _secrets(*purposes: str) -> Callable[[World], Cases]:
    """A one-time link works for whoever has it (who is signed in as somebody else is asked to switch)."""

    def of(world: World) -> Cases:
        good = purposes[0]
        yield Case("own", {"secret": world.link[good]}, EVERYBODY)
        other = next(p for p in world.link if p != good)
        yield Case("of another purpose", {"secret": world.link[other]}, NOBODY)
        yield Case("unknown", {"secret": NO_SECRET}, NOBODY)

    return of


def _organisations(parameter: str, owners: frozenset[str], *names: str) -> Callable[[World], Cases]:
    def of(world: World) -> Cases:
        return _objects(parameter, dict.fromkeys(names, owners), world.organisation)

    return of


def _associations(world: World) -> Cases:
    yield from _objects(
        "association_id",
        {"vgs": frozenset({ADMINISTRATOR}), "fund": frozenset({ADMINISTRATOR}), "town": NOBODY},
        world.organisation,
    )


def _roles(world: World) -> Cases:
    only = frozenset({ADMINISTRATOR})
    person, organisation = world.person[BRAM], world.organisation["vgs"]
    yield Case("own", {"person_id": person, "organisation_id": organisation}, only)
    yield Case("unknown person", {"person_id": UNKNOWN, "organisation_id": organisation}, NOBODY)
    yield Case("unknown organisation", {"person_id": person, "organisation_id": UNKNOWN}, NOBODY)


def _persons(world: World) -> Cases:
    only = frozenset({ADMINISTRATOR})
    return _objects("person_id", {AISHA: only, BRAM: only}, world.person)


def _memberships(world: World) -> Cases:
    return _objects("membership_id", {"one": frozenset({ADMINISTRATOR})}, {"one": world.membership})


def _imports(world: World) -> Cases:
    only = frozenset({ADMINISTRATOR})
    return _objects("import_id", {"vgs": only, "fund": only}, world.imports)


def _own_imports(world: World) -> Cases:
    return _objects("import_id", {"vgs": frozenset({BRAM}), "fund": frozenset({CHANTAL})}, world.imports)


def _organising(world: World) -> Cases:
    owners = {
        "vgs": frozenset({BRAM}),
        "vng": frozenset({JOKE}),
        "fund": frozenset({CHANTAL}),
        "town": NOBODY,
    }
    return _objects("organisation_id", owners, world.organisation)


def _own_associations(world: World) -> Cases:
    owners = {"vgs": frozenset({BRAM}), "fund": frozenset({CHANTAL}), "town": NOBODY}
    return _objects("association_id", owners, world.organisation)


def _positions(world: World) -> Cases:
    return _objects("position_id", {AISHA: frozenset({AISHA}), TOM: frozenset({TOM})}, world.position)


def _invitations(world: World) -> Cases:
    owners = {"ivo": frozenset({IVO}), "carla": frozenset({CARLA}), "sam": frozenset({TOM})}
    return _objects("participant", owners, world.participant)


def _takeovers(world: World) -> Cases:
    return _objects("participant", {"sam": frozenset({SAM}), "ivo": NOBODY}, world.participant)


def _materials_to_read(world: World) -> Cases:
    guides = frozenset({FACILITATOR, BRAM, JOKE})
    owners = {
        "own": guides | {AISHA, CARLA, TOM},
        "coming": guides,
        "sibling": frozenset({BRAM}),
        "foreign": frozenset({CHANTAL}),
    }
    return _objects("material", owners, world.material)


def _goals(world: World) -> Cases:
    for name, owner in (("aisha", AISHA), ("tom", TOM)):
        values = {"goal": world.goal[name], "check_in": world.check_in[name]}
        yield Case(name, values, frozenset({owner}))
    yield Case("unknown", {"goal": UNKNOWN, "check_in": UNKNOWN}, NOBODY)


def _thoughts(_world: World) -> Cases:
    """Somebody else's thought and one that went before look the same: nothing happens."""
    yield Case("unknown", {"reflection": UNKNOWN}, EVERYBODY)


def _scans(world: World) -> Cases:
    for name, owner in (("aisha", AISHA), ("tom", TOM)):
        yield Case(name, {"scan": world.scan[name], "page": "1"}, frozenset({owner}))
    yield Case("unknown", {"scan": UNKNOWN, "page": "1"}, NOBODY)


def _shared_scans(world: World) -> Cases:
    yield Case("aisha", {"share": world.share}, frozenset({FACILITATOR}))
    yield Case("unknown", {"share": UNKNOWN}, NOBODY)


def _instruments(world: World) -> Cases:
    for name, version in world.instrument.items():
        owners = ORGANISERS if name == "default" else frozenset({BRAM})
        yield Case(name, {"version": version, "section": "p1"}, owners)
    yield Case("unknown", {"version": UNKNOWN, "section": "p1"}, NOBODY)


def _own_instruments(world: World) -> Cases:
    for case in _instruments(world):
        yield Case(case.name, case.values, NOBODY if case.name == "default" else case.owners)


def _of_nobody(parameter: str) -> Callable[[World], Cases]:
    """What is not one's own and what went before look the same: nothing happens."""
    return lambda _world: [Case("unknown", {parameter: UNKNOWN}, EVERYBODY)]


def _kept_advice(world: World) -> Cases:
    for name, owner in (("aisha", AISHA), ("tom", TOM)):
        yield Case(name, {"digest": world.advice[name]}, frozenset({owner}))
    yield Case("unknown", {"digest": UNKNOWN}, NOBODY)


def _recommended(world: World) -> Cases:
    """What is on offer and says what it develops, whoever asks."""
    owners = {"own": EVERYBODY, "foreign": NOBODY, "draft": NOBODY}
    return _objects("key", owners, world.slug)


def _guided(world: World) -> Cases:
    owners = {"own": frozenset({FACILITATOR}), "sibling": NOBODY, "foreign": NOBODY, "draft": NOBODY}
    return _objects("edition", owners, world.edition)


def _programmes(world: World) -> Cases:
    return _objects("slug", {"own": EVERYBODY, "foreign": EVERYBODY, "draft": NOBODY}, world.slug)


def _public_editions(world: World) -> Cases:
    def case(name: str, parent: str, child: str, owners: frozenset[str]) -> Case:
        values = {"slug": world.slug[parent], "edition": world.edition_slug[child]}
        return Case(name, values, owners)

    yield case("own", "own", "own", EVERYBODY)
    yield case("of another programme", "own", "foreign", NOBODY)
    yield case("draft", "draft", "draft", NOBODY)


def _messages(_world: World) -> Cases:
    yield Case("own", {"name": MESSAGE, "number": "1"}, EVERYBODY)
    yield Case("unknown", {"name": UNKNOWN, "number": "1"}, NOBODY)


def _files(_world: World) -> Cases:
    yield Case("own", {"filename": "portaal.css"}, EVERYBODY)
    yield Case("outside", {"filename": "../wsgi.py"}, NOBODY)


def _editions_to_arrange(world: World) -> Cases:
    """The edition, and a kind of rule that can be added to any."""
    for case in _editions(world):
        yield Case(case.name, {**case.values, "kind": "approval"}, case.owners)


def _rules(world: World) -> Cases:
    """A rule that is not in the edition (any more) says so, to who may know of the edition."""
    for name in ("own", "sibling", "foreign"):
        values = {"edition_id": world.edition[name], "kind": "sign_in", "rule_id": world.rule[name]}
        yield Case(name, values, RUNS[name])
    values = {"edition_id": world.edition["own"], "kind": "sign_in", "rule_id": world.rule["foreign"]}
    yield Case("elsewhere", values, RUNS["own"])
    yield Case("no kind", {**values, "kind": UNKNOWN}, NOBODY)


def _programmes_to_arrange(world: World) -> Cases:
    for case in _objects("slug", RUNS, world.slug):
        yield Case(case.name, {**case.values, "preset": "leergang"}, case.owners)


def _organisers_of_programmes(world: World) -> Cases:
    of = {"own": "vng", "sibling": "vgs", "foreign": "fund"}
    for name, organisation in of.items():
        values = {"slug": world.slug[name], "organisation_id": world.organisation[organisation]}
        yield Case(name, values, RUNS[name])
    for organisation in ("fund", "town"):
        values = {"slug": world.slug["own"], "organisation_id": world.organisation[organisation]}
        yield Case(f"{organisation} under own", values, NOBODY)


def _studies(_world: World) -> Cases:
    yield Case("own", {"framework": "zoetermeer"}, EVERYBODY)
    yield Case("unknown", {"framework": UNKNOWN}, NOBODY)


def _of_the_study(known: str, other: str) -> Callable[[World], Cases]:
    """A number that the study has, and one that only another kind of part has."""

    def of(_world: World) -> Cases:
        for name, number, owners in (("own", known, EVERYBODY), ("of another kind", other, NOBODY)):
            yield Case(name, {"framework": "zoetermeer", "number": number}, owners)
        yield Case("of an unknown study", {"framework": UNKNOWN, "number": known}, NOBODY)

    return of


def _externals(world: World) -> Cases:
    owners = {"own": EVERYBODY, "foreign": EVERYBODY, "withdrawn": NOBODY}
    return _objects("slug", owners, world.external)


def _own_externals(world: World) -> Cases:
    owners = {"own": frozenset({BRAM}), "foreign": frozenset({CHANTAL}), "withdrawn": frozenset({BRAM})}
    return _objects("slug", owners, world.external)


def _developing(world: World) -> Cases:
    """A programme, a module and a programme of others, each also under the kind of another."""
    by_kind = {"leergang": world.slug, "module": world.module, "extern": world.external}
    for kind, names in by_kind.items():
        for name in ("own", "foreign"):
            owners = RUNS[name] if kind != "extern" else RUNS[name] - {JOKE}
            yield Case(f"{kind} {name}", {"kind": kind, "name": names[name], "version": "1"}, owners)
    for kind, name in (("module", world.slug["own"]), ("extern", world.slug["own"]), ("editie", UNKNOWN)):
        yield Case(f"{kind} {name}", {"kind": kind, "name": name, "version": "1"}, NOBODY)


def _guided_meetings(world: World) -> Cases:
    of = world.edition, world.meeting
    yield Case("own", {"edition": of[0]["own"], "meeting": of[1]["own"]}, frozenset({FACILITATOR}))
    for parent, child in (("own", "sibling"), ("sibling", "sibling"), ("foreign", "own")):
        yield Case(f"{child} under {parent}", {"edition": of[0][parent], "meeting": of[1][child]}, NOBODY)


BY_LOADER: Table = {
    "account.access.own_position": _positions,
    "participant.access.enrolment": _enrolment,
    "participant.access.own": _inside,
    "participant.access.inside": _inside,
    "participant.access.leading": _leading,
    "participant.access.offer": _leading,
    "participant.access.offer_link": _secrets("offer"),
    "participant.access.invitation": _invitations,
    "participant.access.invitation_link": _secrets("companion"),
    "participant.access.declined_link": _secrets("declined"),
    "participant.access.takeover": _takeovers,
    "participant.access.takeover_link": _secrets("substitute"),
    "participant.access.guided": _guided,
    "participant.attendance_access.guided_edition": _guided,
    "participant.attendance_access.guided_meeting": _guided_meetings,
    "participant.goal_access.guided": _guided,
    "participant.goal_access.own_goal": _goals,
    "participant.advised_access.kept": _kept_advice,
    "participant.advised_access.offered": _recommended,
    "participant.scan_access.scan": _scans,
    "participant.scan_access.sent_scan": _scans,
    "participant.scan_access.shared": _shared_scans,
    "participant.access.material": _materials_to_read,
    "organiser.access._material": lambda world: _within(world, "material_id", world.material),
    "organiser.access._material_or_removed": lambda world: _within(world, "material_id", world.material),
    "organiser.access._edition": _editions,
    "organiser.access._registration": _registrations_of_editions,
    "organiser.access._breakout": lambda world: _within(world, "breakout_id", world.breakout),
    "organiser.access._letter": lambda world: _within(world, "letter_id", world.letter),
    "organiser.agenda_access._edition": _editions,
    "organiser.agenda_access.own_organisation": _organising,
    "organiser.agenda_access._reader": lambda world: _within(world, "person_id", world.reader),
    "organiser.making_access.own_edition": _editions_to_arrange,
    "organiser.making_access.rule_in": _rules,
    "organiser.making_access.own_programme": _programmes_to_arrange,
    "organiser.making_access.organiser_of": _organisers_of_programmes,
    "organiser.coverage_access._external": _own_externals,
    "organiser.coverage_access.developing": _developing,
    "organiser.mailing_access._edition": _editions,
    "organiser.mailing_access._participant": _participants_of_editions,
    "organiser.mailing_access._mailing": lambda world: _within(world, "mailing_id", world.mailing),
    "organiser.schedule_access._edition": _editions,
    "organiser.schedule_access._module": lambda world: _within(world, "module_id", world.module),
    "organiser.schedule_access._group": lambda world: _within(world, "group_id", world.group),
    "organiser.schedule_access._meeting": lambda world: _within(world, "meeting_id", world.meeting),
    "organiser.schedule_access._slot": lambda world: _within(world, "slot_id", world.slot),
    "organiser.schedule_access._breakout": lambda world: _within(world, "breakout_id", world.breakout),
    "organiser.schedule_access._guide": _guides,
    "organiser.instrument_access.any_version": _instruments,
    "organiser.instrument_access.own_version": _own_instruments,
    "organiser.memberships.own_association": _own_associations,
    "organiser.memberships.own_import": _own_imports,
    "administrator.access._person": _persons,
    "administrator.access._organisation": _organisations(
        "organisation_id", frozenset({ADMINISTRATOR}), "vgs", "fund", "town"
    ),
    "administrator.access._association": _associations,
    "administrator.access._membership": _memberships,
    "administrator.access._import": _imports,
    "administrator.access._role": _roles,
}
BY_ENDPOINT: Table = {
    "account.link": _secrets("sign_in"),
    "account.use_link": _secrets("sign_in"),
    "account.confirm": _secrets("confirm_email"),
    "account.use_confirmation": _secrets("confirm_email"),
    "account.reset": _secrets("reset_password"),
    "account.use_reset": _secrets("reset_password"),
    "account.confirm_email": _secrets("change_email"),
    "account.use_email": _secrets("change_email"),
    "account.undo_email": _secrets("undo_email"),
    "account.use_undo": _secrets("undo_email"),
    "account.confirm_erasure": _secrets("erase"),
    "account.use_erasure": _secrets("erase"),
    "public.interest_confirm": _secrets("interest_confirm"),
    "public.confirm_interest": _secrets("interest_confirm"),
    "public.interest_remove": _secrets("interest_remove"),
    "public.remove_interest": _secrets("interest_remove"),
    "participant.forget_reflection": _thoughts,
    "participant.erase_scan": _of_nobody("scan"),
    "participant.take_back_scan": _of_nobody("share"),
    "participant.remove_goal": _of_nobody("goal"),
    "public.agenda": _secrets("feed"),
    "public.programme": _programmes,
    "public.edition": _public_editions,
    "public.edition_agenda": _public_editions,
    "public.edition_copy": _public_editions,
    "public.organisation_agenda": _secrets("organisation_feed"),
    "public.guide_agenda": _secrets("guide_feed"),
    "public.framework": _studies,
    "public.finding": _of_the_study("9", "11"),
    "public.advice": _of_the_study("11", "11.6"),
    "public.action": _of_the_study("11.6", "11"),
    "public.external": _externals,
    "public.interest": _programmes,
    "public.ask_interest": _programmes,
    "public.interest_sent": _programmes,
    "demo.message": _messages,
    "demo.message_html": _messages,
    "demo.answer": _messages,
    "demo.raw": _messages,
    "demo.attachment": _messages,
    "static": _files,
}
