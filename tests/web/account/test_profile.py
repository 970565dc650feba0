"""One's own profile."""

import pytest

from tests.people.support import Browser, a_person

PAGES = (
    "/profiel",
    "/profiel/gegevens",
    "/profiel/factuur",
    "/profiel/functies/nieuw",
    "/profiel/e-mail",
    "/profiel/e-mail/verstuurd",
    "/profiel/wachtwoord",
    "/profiel/aanmeldingen",
)


@pytest.mark.parametrize("page", PAGES)
def test_page_of_the_profile_opens(browser: Browser, page: str) -> None:
    browser.sign_in(a_person())
    assert browser.get(page).status_code == 200
