"""Links: https only, to a host with a name, shown with it."""

import pytest

from portal.errors import Refused
from portal.material.links import LONGEST, clean_link, host_of
from portal.material.reasons import MaterialRefused

R = MaterialRefused


@pytest.mark.parametrize(
    ("typed", "kept", "host"),
    [
        ("https://vng.nl/a?b=c#d", "https://vng.nl/a?b=c#d", "vng.nl"),
        (" vng.nl/agenda ", "https://vng.nl/agenda", "vng.nl"),
        ("www.vng.nl", "https://www.vng.nl", "vng.nl"),
        ("//vng.nl", "https://vng.nl", "vng.nl"),
        ("HTTPS://VNG.nl/A", "HTTPS://VNG.nl/A", "vng.nl"),
        ("vng.nl:8443/a", "https://vng.nl:8443/a", "vng.nl"),
    ],
)
def test_link_is_kept_with_its_host(typed: str, kept: str, host: str) -> None:
    assert (clean_link(typed), host_of(clean_link(typed))) == (kept, host)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("http://vng.nl", R.LINK_NOT_SAFE),
        ("javascript:alert(1)", R.LINK_NOT_SAFE),
        ("data:text/html,x", R.LINK_NOT_SAFE),
        ("ftp://vng.nl/a", R.LINK_NOT_SAFE),
        ("mailto:a@b.nl", R.LINK_NOT_SAFE),
        ("https://", R.LINK_NOT_VALID),
        ("https://localhost/a", R.LINK_NOT_VALID),
        ("https://vng.nl@kwaad.example/", R.LINK_NOT_VALID),
        ("https://vng .nl", R.LINK_NOT_VALID),
        ("https://vng.nl/a\r\nX: y", R.LINK_NOT_VALID),
        ("https://vng.nl/\u202egnp.exe", R.LINK_NOT_VALID),
        ("https://[::1", R.LINK_NOT_VALID),
        ("https://vng.nl:99999/", R.LINK_NOT_VALID),
        ("https:\\\\vng.nl", R.LINK_NOT_VALID),
        ("een twee", R.LINK_NOT_VALID),
        ("https://vng.nl/" + "a" * LONGEST, R.LINK_TOO_LONG),
    ],
)
def test_link_that_cannot_be_is_refused(typed: str, reason: MaterialRefused) -> None:
    with pytest.raises(Refused) as caught:
        clean_link(typed)

    assert caught.value.reason == reason
