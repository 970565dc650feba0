"""An account of one's own: made, confirmed, and found back."""

import pytest

from tests.journeys.people import NOOR
from tests.journeys.stage import Stage
from tests.journeys.variants import at_a_desk, on_a_phone

pytestmark = pytest.mark.browser
NEWCOMER = "jurre.adema@veldrijk.example"
FIRST, SECOND = "vier natte laarzen in de gang", "een droge zolder vol appels"


@on_a_phone
def test_newcomer_makes_an_account_and_confirms_it(stage: Stage) -> None:
    jurre = stage.visitor()
    jurre.go("/leergangen/vng-bestuurdersdag-online")
    jurre.follow("Log in om in te schrijven")
    jurre.follow("Account maken")
    jurre.write("Naam", "Jurre Adema")
    jurre.write("Zakelijk e-mailadres", NEWCOMER)
    jurre.press("Maak een account")
    jurre.sees("Open de link in die mail")

    jurre.go(stage.letter(NEWCOMER, "Bevestig je e-mailadres").link("/aanmelden/bevestig/"))
    jurre.write("Wachtwoord", "te kort")
    jurre.press("Bevestig en log in")
    jurre.sees("Minstens 15 tekens")
    jurre.page.locator("#password").fill(FIRST)
    jurre.press("Bevestig en log in")
    assert "/leergangen/vng-bestuurdersdag-online" in jurre.page.url
    jurre.sees("functie")
    jurre.follow("Naar je profiel")
    jurre.sees("Jurre Adema")


@at_a_desk
def test_member_forgot_the_password_and_chooses_another(stage: Stage) -> None:
    noor = stage.visitor()
    noor.go("/inloggen")
    noor.sign_in(NOOR, "iets heel anders dan het was")
    noor.sees("Inloggen lukte niet")
    noor.follow("Wachtwoord vergeten")
    noor.write("E-mailadres", NOOR)
    noor.press("Mail mij een link")
    link = stage.letter(NOOR, "wachtwoord").link("/wachtwoord/")
    noor.go(link)
    noor.page.locator("#password").fill(SECOND)
    noor.press("Sla op")
    stage.letter(NOOR, "Je wachtwoord is gewijzigd")
    other = stage.visitor()
    other.go(link)
    other.sees("Deze link")
    other.sign_in(NOOR, SECOND)
    assert other.heading == "Dag Noor"
