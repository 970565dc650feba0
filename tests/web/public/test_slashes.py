"""An address with a slash too much leads to its page."""

import pytest

from tests.web.public.conftest import Visitor


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/leergangen/", "/leergangen"),
        ("/leergangen/vng-bestuurdersdag-online/", "/leergangen/vng-bestuurdersdag-online"),
        ("/en/leergangen//", "/en/leergangen"),
        ("/leergangen/?q=digitaal+%26", "/leergangen?q=digitaal+%26"),
        ("/inloggen/", "/inloggen"),
    ],
)
def test_last_slash_is_taken_off(visitor: Visitor, path: str, meant: str) -> None:
    answer = visitor.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (308, meant)


STRANGE = ("//elders.example/x/", "//elders.example/", "/\\elders/", "/leergangen/../../", "/leergangen/x\n/")


@pytest.mark.parametrize("path", ["/bestaat-niet/", *STRANGE])
def test_no_page_is_still_no_page(visitor: Visitor, path: str) -> None:
    answer = visitor.get("/", environ_overrides={"PATH_INFO": path})
    assert (answer.status_code, "Location" in answer.headers) == (404, False)


def test_form_is_never_sent_on(visitor: Visitor) -> None:
    visitor.get("/inloggen")
    with visitor.app.app_context():
        assert visitor.client.post("/inloggen/", base_url="http://leren.example").status_code in (400, 404)
