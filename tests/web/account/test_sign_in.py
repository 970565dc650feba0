"""Signing in and out."""

from tests.people.support import Browser, a_person


def test_password_signs_in_and_out(browser: Browser) -> None:
    answer = browser.sign_in(a_person())
    assert (answer.status_code, browser.is_signed_in()) == (303, True)
    browser.post("/uitloggen", page="/profiel")
    assert not browser.is_signed_in()
