"""Pages for machines parse, and say what the pages for people say."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from flask import Flask

from portal import clock
from portal.database import db, transaction
from portal.programmes import service
from portal.programmes.models import Edition
from tests.builders import NOW, a_programme, an_edition
from tests.web.public.conftest import SITE, Visitor

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def entries(visitor: Visitor) -> list[dict[str, str]]:
    feed = ElementTree.fromstring(visitor.get("/leergangen/nieuw.atom").data)
    return [
        {
            "id": entry.findtext(ATOM + "id", ""),
            "title": entry.findtext(ATOM + "title", ""),
            "link": next(link.get("href", "") for link in entry.iter(ATOM + "link")),
            "updated": entry.findtext(ATOM + "updated", ""),
        }
        for entry in feed.iter(ATOM + "entry")
    ]


def test_feed_has_the_newest_edition_first(empty_portal: Flask) -> None:
    with transaction() as session:
        programme = a_programme(session, title="Besturen & bouwen", slug="besturen")
        an_edition(session, programme, slug="oud", published_at=NOW - timedelta(days=9))
        new = an_edition(session, programme, slug="nieuw", published_at=NOW - timedelta(days=1))
        an_edition(session, programme, slug="concept", publication="draft", published_at=None)
        public_id = new.public_id
    found = entries(Visitor(empty_portal))
    assert [one["link"] for one in found] == [
        f"{SITE}/leergangen/besturen/nieuw",
        f"{SITE}/leergangen/besturen/oud",
    ]
    assert found[0] == {
        "id": f"tag:leren.example,2026:editie:{public_id}",
        "title": "Besturen & bouwen: Voorjaar 2027",
        "link": f"{SITE}/leergangen/besturen/nieuw",
        "updated": "2027-01-11T09:00:00+00:00",
    }


def test_links_of_the_feed_open(visitor: Visitor) -> None:
    assert {visitor.get(one["link"].removeprefix(SITE)).status_code for one in entries(visitor)} == {200}


def test_identities_stay_when_an_edition_changes(portal: Flask, visitor: Visitor) -> None:
    before = {one["id"] for one in entries(visitor)}
    with transaction() as session:
        for edition in session.query(Edition).all():
            service.note_change(session, edition=edition, action="label", actor_id=None, now=NOW)
    assert {one["id"] for one in entries(visitor)} == before


def test_feed_that_did_not_change_is_not_sent_again(visitor: Visitor) -> None:
    first = visitor.get("/leergangen/nieuw.atom")
    again = visitor.get("/leergangen/nieuw.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


def test_empty_feed_is_a_feed(empty_portal: Flask) -> None:
    assert entries(Visitor(empty_portal)) == []


def test_every_page_of_the_sitemap_opens(visitor: Visitor) -> None:
    found = ElementTree.fromstring(visitor.get("/sitemap.xml").data)
    urls = [url.findtext(MAP + "loc", "") for url in found]
    assert {visitor.get(url.removeprefix(SITE)).status_code for url in urls} == {200}
    assert f"{SITE}/en/leergangen/vng-bestuurdersdag-online" in urls
    assert len(urls) == len(set(urls)) == 2 * (8 + 4)


def test_robots_names_the_sitemap_and_what_is_private(visitor: Visitor) -> None:
    lines = visitor.get("/robots.txt").text.splitlines()
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert {"Disallow: /mijn", "Disallow: /en/werk"} <= set(lines)


@pytest.mark.parametrize("day", [datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 2, 29, 23, tzinfo=UTC)])
def test_security_contact_expires_within_a_year(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, day: datetime
) -> None:
    monkeypatch.setattr(clock, "now", lambda: day)
    fields = dict(line.split(": ", 1) for line in visitor.get("/.well-known/security.txt").text.splitlines())
    expires = datetime.fromisoformat(fields["Expires"])
    assert day + timedelta(days=200) < expires < day + timedelta(days=365)
    assert fields["Contact"].startswith("mailto:")
    assert visitor.get(fields["Policy"].removeprefix(SITE)).status_code == 200


def test_health_page_says_ok_in_plain_text(visitor: Visitor) -> None:
    answer = visitor.get("/gezond")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")


def test_health_page_fails_without_a_database(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("no database")

    monkeypatch.setattr(db.session(), "execute", broken)
    assert visitor.client.get("/gezond", base_url=SITE).status_code == 500
