"""The administration opens for administrators only."""

import pytest
from flask import Flask

from tests.people.support import Browser, a_person

PAGES = (
    "/beheer",
    "/beheer/organisaties",
    "/beheer/organisaties/nieuw",
    "/beheer/organisatoren",
    "/beheer/organisatoren/nieuw",
    "/beheer/mensen",
    "/beheer/verenigingen",
    "/beheer/mails",
)


@pytest.mark.parametrize("page", PAGES)
def test_page_opens_for_administrators_only(app: Flask, page: str) -> None:
    visitor, bram, aisha = Browser(app), Browser(app), Browser(app)
    bram.sign_in(a_person("Bram de Boer"))
    aisha.sign_in(a_person(is_administrator=True))
    assert [who.get(page).status_code for who in (visitor, bram, aisha)] == [302, 404, 200]
