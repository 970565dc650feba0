"""Why something that one may do is not recommended: what is said is true, also of what nobody knows."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from portal.assessments.advice import Penalty, Rated
from portal.assessments.catalogue import Entry
from portal.web.participant.advised_refusals import too_little

A_LITTLE = {"richting": 1_000_000}
EFFORT, OTHER = 250_000, 350_000


@pytest.mark.parametrize(
    ("penalty", "start", "hours_known", "said"),
    [
        (Penalty(EFFORT, 0, 0, 0), date(2027, 3, 1), True, "kost veel tijd voor wat het jou oplevert."),
        (Penalty(EFFORT, 0, 0, 0), date(2027, 3, 1), False, "hoeveel tijd het kost, is nog niet bekend."),
        (Penalty(EFFORT, OTHER, 0, 0), date(2027, 3, 1), True, "het zit vol."),
        (Penalty(EFFORT, 0, OTHER, 0), None, True, "wanneer het begint, is nog niet bekend."),
        (Penalty(EFFORT, 0, OTHER, 0), date(2027, 3, 1), True, "je kunt je er nog niet voor inschrijven."),
        (Penalty(0, 0, 0, OTHER), date(2029, 3, 1), True, "het begint voorlopig niet."),
    ],
)
def test_what_weighs_most_is_said_as_far_as_it_is_known(
    app: Flask, penalty: Penalty, start: date | None, hours_known: bool, said: str
) -> None:
    entry = Entry(id="m1", coverage={"richting": 1}, hours=Decimal(40), start=start)
    with app.test_request_context("/"):
        told = too_little(Rated(entry, A_LITTLE, penalty), hours_known=hours_known)
    assert told.endswith(said)
