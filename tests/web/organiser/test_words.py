"""Sentences of the workbench that follow from facts."""

from datetime import UTC, datetime

import pytest

from portal.programmes.facts import Desk, EditionState
from portal.programmes.states import Phase
from portal.registrations.seats import Seats
from portal.web.organiser import changes, words

S = EditionState
SOON = datetime(2027, 4, 1, 15, 0, tzinfo=UTC)
CLOSES = "Dat kan tot donderdag 1 april 2027, 17.00 uur."


@pytest.mark.parametrize(
    ("action", "details", "sentence"),
    [
        ("publish", {}, "De editie is gepubliceerd."),
        ("capacity", {"before": None, "after": 1}, "De editie ging van onbeperkt naar 1 plek."),
        ("capacity", {"before": 2, "after": None}, "De editie ging van 2 plekken naar onbeperkt."),
        ("desk", {"before": "closed", "after": "by_windows"}, changes.DESK["by_windows"]),
        ("desk", {"before": "by_windows", "after": "closed"}, "De inschrijving is met de hand gesloten."),
        ("cancelled", {"why": "Ziek"}, "De editie is geannuleerd. Reden: Ziek"),
        ("breakout_cancelled", {"title": "A"}, "De deelsessie ‘A’ is geannuleerd."),
        ("breakout_seats", {"title": "A", "capacity": 3}, "De deelsessie ‘A’ heeft nu 3 plekken."),
        (
            "breakout_seats",
            {"title": "A", "capacity": 3, "shut": True},
            "De deelsessie ‘A’ is gesloten: er komt niemand meer bij.",
        ),
        ("something_new", {}, "De editie is gewijzigd."),
    ],
)
def test_every_change_has_a_sentence(action: str, details: dict[str, object], sentence: str) -> None:
    assert changes.sentence(action, details) == sentence


@pytest.mark.parametrize(
    ("state", "desk", "sentence"),
    [
        (S.OPEN, Desk.BY_WINDOWS, f"Mensen kunnen zich inschrijven en krijgen meteen een plek. {CLOSES}"),
        (
            S.FULL,
            Desk.REOPENED,
            "Wie zich inschrijft, komt op de wachtlijst. Je hebt de inschrijving zelf geopend.",
        ),
        (
            S.CLOSED,
            Desk.CLOSED,
            "Je hebt de inschrijving zelf gesloten. Een plek die vrijkomt, gaat naar de wachtlijst.",
        ),
        (
            S.CLOSED,
            Desk.BY_WINDOWS,
            "De inschrijving is voorbij. Een plek die vrijkomt, gaat naar de wachtlijst.",
        ),
        (S.DRAFT, Desk.BY_WINDOWS, "Alleen organisatoren zien deze editie."),
        (
            S.RUNNING,
            Desk.BY_WINDOWS,
            "De editie is begonnen. Je geeft een vrije plek alleen nog met de hand.",
        ),
    ],
)
def test_state_is_explained_by_what_it_follows_from(state: S, desk: Desk, sentence: str) -> None:
    assert words.explained(Phase(state, closes_at=SOON), desk) == sentence


def test_every_state_has_a_word_and_an_explanation() -> None:
    assert [state for state in S if not words.edition_badge(state)[0]] == []
    assert [state for state in S if not words.explained(Phase(state), Desk.BY_WINDOWS)] == []


def test_seats_are_said_with_their_number() -> None:
    assert [words.seats_taken(Seats(c, t)) for c, t in ((16, 3), (1, 1), (None, 1))] == [
        "3 van 16 plekken bezet",
        "1 van 1 plek bezet",
        "1 plek bezet, onbeperkt",
    ]
