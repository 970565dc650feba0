"""Every reason has a sentence, and what is no yes has a next step."""

from datetime import date, timedelta

import pytest

from portal import texts
from portal.eligibility.facts import Answer, Moment, Outcome, RuleKind
from portal.eligibility.models import Decision
from portal.eligibility.reasons import OUTCOMES, Reason
from portal.eligibility.sentences import NextStep, Readable, next_step, readable, sentence
from portal.eligibility.wording import ORGANISATION_KINDS, POSITIONS, SENTENCES, STEPS, StepKind
from portal.people.facts import OrganisationKind, PersonFacts, PositionKind
from tests.eligibility.builders import (
    DAY,
    DELFT,
    DIRECTOR_ALONG,
    INVITED,
    MEMBER,
    MEMBERS_ONLY,
    NOW,
    SECRETARIES,
    TODAY,
    VISITOR,
    a_director,
    a_membership,
    a_person,
    a_position,
    a_rule,
    only,
    verdict,
)
from tests.eligibility.test_rules_of_asking import CODE, EARLY, INTEREST, LISTED, typed
from tests.eligibility.test_rules_of_party import AT_MOST_TWO, KEPT, seated
from tests.eligibility.test_rules_of_person import MUNICIPALITIES, SIGN_IN

NOBODY = PersonFacts(person_id=1, signed_in=True)
WATER = a_person(a_position(PositionKind.RAADSLID, body=OrganisationKind.WATERSCHAP))
COUNCIL = a_person(a_position(PositionKind.RAADSLID), person_id=2)
BEFORE = NOW - timedelta(seconds=1)
WITH_MEMBERSHIP = a_rule(RuleKind.COMPANION, membership=["vgs"])


FOR_SECRETARIES = a_rule(RuleKind.MEMBERSHIP, associations=["vgs"], open_to=["gemeentesecretaris"])


def _every_answer() -> list[Answer]:
    """Answers of real decisions, together with every reason there is."""
    rules = (SIGN_IN, MEMBERS_ONLY, SECRETARIES, MUNICIPALITIES, KEPT)
    at_most_one = a_rule(RuleKind.PER_ORGANISATION, at_most=1)
    ended = a_person(memberships=(a_membership(ends=TODAY - DAY),))
    coming = a_person(memberships=(a_membership(TODAY + DAY),))
    through = a_person(memberships=(a_membership(through_organisation=True),))
    asked = [
        verdict(*rules, a_rule(RuleKind.APPROVAL), a_rule(RuleKind.CONFIRM_POSITION), AT_MOST_TWO),
        verdict(*rules, AT_MOST_TWO, person=VISITOR, moment=Moment.PREVIEW),
        verdict(*rules, person=WATER),
        *(verdict(MEMBERS_ONLY, person=person) for person in (ended, coming, through)),
        verdict(SECRETARIES, MUNICIPALITIES, AT_MOST_TWO, person=NOBODY),
        *(
            verdict(DIRECTOR_ALONG, companion=companion)
            for companion in (None, MEMBER, INVITED, a_director(), a_director(at=DELFT), COUNCIL)
        ),
        verdict(DIRECTOR_ALONG, companion=PersonFacts(person_id=2, signed_in=True)),
        verdict(FOR_SECRETARIES, person=COUNCIL),
        verdict(WITH_MEMBERSHIP, companion=a_director()),
        verdict(companion=a_director(), edition=typed("")),
        verdict(AT_MOST_TWO, edition=seated(zoetermeer=2)),
        verdict(at_most_one, companion=a_director()),
        verdict(KEPT, EARLY, INTEREST, now=NOW + DAY),
        verdict(EARLY, INTEREST, now=BEFORE, person=a_person()),
        verdict(EARLY, INTEREST, now=BEFORE, edition=LISTED),
        verdict(EARLY, now=BEFORE, person=VISITOR),
        *(verdict(CODE, edition=typed(code)) for code in ("", "winter", "zomer-2027")),
    ]
    return [answer for found in asked for answer in found.answers]


ANSWERS = {answer.reason: answer for answer in _every_answer()}


def test_real_decisions_reach_every_reason() -> None:
    assert set(ANSWERS) == set(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence(reason: Reason) -> None:
    text = sentence(ANSWERS[reason])
    assert text.endswith(".")
    assert "%" not in text
    assert "[" not in text


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_but_yes_has_a_next_step(reason: Reason) -> None:
    step = next_step(ANSWERS[reason])
    assert (step is None) == (OUTCOMES.get(reason, Outcome.ADMIT) is Outcome.ADMIT)
    assert step is None or (step.text.endswith(".") and "%" not in step.text)


def test_tables_hold_exactly_the_reasons() -> None:
    assert set(SENTENCES) == set(Reason)
    assert set(STEPS) == set(OUTCOMES)
    assert (set(POSITIONS), set(ORGANISATION_KINDS)) == (set(PositionKind), set(OrganisationKind))


@pytest.mark.parametrize("text", [*SENTENCES.values(), *(text for _, text in STEPS.values())])
def test_sentences_speak_plainly_to_je(text: str) -> None:
    assert not {"u", "uw", "men", "dient"} & set(text.lower().split())
    assert "!" not in text


def test_visitor_of_members_edition_reads_what_helps() -> None:
    answer = only(MEMBERS_ONLY, person=VISITOR)
    assert sentence(answer) == "Je bent niet ingelogd als lid van VGS."
    assert next_step(answer) == NextStep(StepKind.SIGN_IN, "Log in, of vraag lidmaatschap aan.")


def test_dates_and_instants_are_written_out() -> None:
    assert sentence(ANSWERS["membership.ended"]) == "Je was lid van VGS tot en met 12 januari 2027."
    assert sentence(ANSWERS["early.not_yet"]) == (
        "Tot woensdag 13 januari 2027, 11.00 uur kunnen alleen leden van VGS zich inschrijven."
    )


def test_several_positions_are_listed() -> None:
    rule = a_rule(RuleKind.POSITION, positions=["gemeentesecretaris", "griffier", "directeur"])
    assert sentence(only(rule, person=NOBODY)) == (
        "Deze editie is voor gemeentesecretarissen, griffiers en directeuren. "
        "In je profiel staat nu geen functie."
    )


def test_director_reads_with_whom_to_come() -> None:
    refused = verdict(SECRETARIES, DIRECTOR_ALONG, person=a_director()).answers[0]
    assert next_step(refused) == NextStep(
        StepKind.HOST,
        "Je kunt wel meedoen samen met iemand van je eigen organisatie met deze functie: "
        "gemeentesecretaris. Vraag of die jou meeneemt.",
    )
    anyone = verdict(MEMBERS_ONLY, DIRECTOR_ALONG, person=a_director()).answers[0]
    assert next_step(anyone) == NextStep(
        StepKind.HOST, "Je kunt wel meedoen als iemand die aan de voorwaarden voldoet, jou meeneemt."
    )


def test_former_member_reads_to_renew() -> None:
    assert next_step(ANSWERS["membership.ended"]) == NextStep(
        StepKind.ASK_MEMBERSHIP, "Verleng je lidmaatschap. Heb je dat al gedaan? Mail dan de organisator."
    )


def test_lists_follow_the_language() -> None:
    rule = a_rule(RuleKind.MEMBERSHIP, associations=["vgs", "vng"])
    answer = only(rule, person=VISITOR)
    with texts.use("en"):
        assert "VGS or VNG" in sentence(answer)
    assert "VGS of VNG" in sentence(answer)


@pytest.mark.parametrize("reason", Reason)
def test_answer_survives_being_stored(reason: Reason) -> None:
    answer = ANSWERS[reason]
    assert Answer.from_data(answer.as_data()) == answer


def test_reason_of_long_ago_is_still_readable() -> None:
    data = {"rule": "code", "outcome": "refuse", "reason": "code.of_old", "values": {}, "about": "person"}
    assert readable(Decision(answers=[data])) == [
        Readable(
            RuleKind.CODE,
            "person",
            Outcome.REFUSE,
            "Deze voorwaarde is beoordeeld.",
            NextStep(StepKind.CONTACT, "Mail de organisator als je vragen hebt."),
        )
    ]


def test_stored_decision_reads_as_sentences() -> None:
    found = verdict(MEMBERS_ONLY, person=a_person(memberships=(a_membership(ends=date(2026, 12, 31)),)))
    lines = readable(Decision(answers=[answer.as_data() for answer in found.answers]))
    assert [line.sentence for line in lines] == ["Je was lid van VGS tot en met 31 december 2026."]


def test_who_can_never_be_a_member_is_not_told_to_become_one() -> None:
    answer = only(FOR_SECRETARIES, person=COUNCIL)
    assert (sentence(answer), next_step(answer)) == (
        (
            "Deze editie is voor leden van VGS. Lid zijn kan met deze functie: gemeentesecretaris. "
            "In je profiel staat: raadslid."
        ),
        NextStep(
            StepKind.PROFILE,
            "Klopt dit niet meer? Pas dan je profiel aan. Of kijk welke leergangen wel bij je passen.",
        ),
    )


def test_who_can_become_a_member_is_told_how() -> None:
    answer = only(FOR_SECRETARIES, person=a_person())
    assert (answer.reason, next_step(answer)) == ("membership.none", next_step(ANSWERS["membership.none"]))
    assert only(FOR_SECRETARIES, person=NOBODY).reason == "membership.none"


def test_director_of_a_members_edition_reads_whom_to_ask() -> None:
    refused = verdict(FOR_SECRETARIES, DIRECTOR_ALONG, person=a_director()).answers[0]
    assert next_step(refused) == NextStep(
        StepKind.HOST,
        "Je kunt wel meedoen samen met iemand van je eigen organisatie met deze functie: "
        "gemeentesecretaris. Vraag of die jou meeneemt.",
    )


@pytest.mark.parametrize(
    ("group", "named"),
    [
        ({"associations": ["vgs"]}, "leden van VGS"),
        ({"positions": ["griffier", "wethouder"]}, "griffiers en wethouders"),
        ({"organisation_kinds": ["gemeente"]}, "mensen die werken bij gemeenten"),
        ({"associations": ["vgs"], "positions": ["griffier"]}, "griffiers die lid zijn van VGS"),
        (
            {"positions": ["griffier"], "organisation_kinds": ["gemeente"]},
            "griffiers die werken bij gemeenten",
        ),
        (
            {"associations": ["vgs"], "organisation_kinds": ["gemeente"]},
            "leden van VGS die werken bij gemeenten",
        ),
        (
            {"associations": ["vgs"], "positions": ["griffier"], "organisation_kinds": ["gemeente"]},
            "griffiers die werken bij gemeenten en lid zijn van VGS",
        ),
    ],
)
def test_seats_set_aside_name_their_group(group: dict[str, list[str]], named: str) -> None:
    rule = a_rule(RuleKind.SET_ASIDE, seats=4, until=TODAY.isoformat(), **group)
    assert sentence(only(rule, person=WATER)) == (
        f"Tot en met 13 januari 2027 houden we plekken apart voor {named}: 4."
    )


def test_group_of_an_older_decision_is_only_a_group() -> None:
    before = Answer(RuleKind.SET_ASIDE, Outcome.ADMIT, "set_aside.others", {"seats": 4, "until": TODAY})
    assert sentence(before) == "Tot en met 13 januari 2027 houden we plekken apart voor een groep: 4."
