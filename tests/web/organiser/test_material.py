"""Material of an edition, as organisers keep it: links, files, releases, and two of them at once."""

from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from portal.database import db, transaction
from portal.files.kinds import KINDS, MOST_BYTES
from portal.files.models import FilePiece, StoredFile
from portal.material.models import Material
from portal.programmes.models import Edition, Meeting
from portal.registrations import steering
from portal.web.kit.uploads import LARGEST_FORM
from tests.builders import NOW, a_person
from tests.files import made
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Page, Visitor, count

HIDDEN = ("version", "seen", "key")
USUAL = {"meeting": "", "release": "before", "days": "7", "day": "", "clock": "", "title": "", "link": ""}
MOMENT = {"link": "https://vng.nl", "release": "moment"}
SKIPPED = "Deze tijd bestaat niet op deze dag: de klok gaat dan van 2.00 naar 3.00 uur. Kies een andere tijd."
TWICE = "Deze tijd komt op deze dag twee keer voor, want de klok gaat terug. Kies een andere."
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def address(world: World) -> str:
    return f"{world.address}/materiaal"


def sent(page: Page, **more: Any) -> dict[str, Any]:
    """What the form of the page would send."""
    return {**USUAL, **{name: page.value(name) for name in HIDDEN}, **more}


def adds(world: World, address: str, **more: Any) -> Page:
    """An organiser fills in the form."""
    return world.organiser.post(f"{address}/nieuw", sent(world.organiser.get(f"{address}/nieuw"), **more))


def file(content: bytes = made.PDF, name: str = "Werkblad dag 1.pdf") -> dict[str, Any]:
    return {"file": (BytesIO(content), name)}


def posts(visitor: Visitor, path: str, fields: dict[str, Any]) -> Page:
    """Sends a large form from memory."""
    visitor.get("/mijn")
    whole = {
        name: FileStorage(*value) if isinstance(value, tuple) else value for name, value in fields.items()
    }
    boundary, body = encode_multipart({"csrf_token": visitor.token, **whole})
    kind = f'multipart/form-data; boundary="{boundary}"'
    with visitor.app.app_context():
        return Page(visitor.client.post(path, data=body, content_type=kind))


def the_piece() -> Material:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Material)).one()


def test_link_is_added_and_shown_with_its_host(world: World, address: str) -> None:
    done = world.organiser.follow(adds(world, address, link="vng.nl/agenda", title="De agenda"))

    assert "‘De agenda’ staat erbij." in done.text
    assert "De agenda (vng.nl)" in done.text
    assert "Deelnemers zien dit vanaf dinsdag 6 april 2027, 09.00 uur." in done.text
    assert 'rel="nofollow noopener noreferrer"' in done.html
    assert the_piece().link == "https://vng.nl/agenda"


def test_file_is_added_under_its_own_name_and_comes_back(world: World, address: str) -> None:
    done = world.organiser.follow(adds(world, address, **file(), release="at_once"))

    assert "Werkblad dag 1 (pdf, 1 kB)" in done.text
    assert "Deelnemers zien dit nu." in done.text
    answer = world.organiser.client.get(f"/mijn/materiaal/{the_piece().public_id}")
    assert (answer.status_code, answer.data) == (200, made.PDF)
    shown = {name: answer.headers[name] for name in (
        "Content-Type", "Content-Length", "Content-Disposition", "Content-Security-Policy",
        "X-Content-Type-Options", "Cache-Control",
    )}  # fmt: skip
    assert shown == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(made.PDF)),
        "Content-Disposition": (
            "attachment; filename=\"Werkblad dag 1.pdf\"; filename*=UTF-8''Werkblad%20dag%201.pdf"
        ),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }


def test_path_in_the_name_is_left_off(world: World, address: str) -> None:
    adds(world, address, **file(name="..\\..\\C:\\geheim/../opzet.pdf"))

    assert (the_piece().title, the_piece().file.name) == ("opzet", "opzet.pdf")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "a.pdf", "Dit bestand is leeg. Kies een ander bestand."),
        (
            b"%PDF-" + bytes(MOST_BYTES + 1024 * 1024),
            "a.pdf",
            "Dit bestand is groter dan 10 MB. Maak het kleiner, of gebruik een link.",
        ),
        (
            b"<script>alert(1)</script>",
            "a.pdf",
            "In dit bestand zit iets anders dan de naam zegt. Sla het opnieuw op als pdf en kies het weer.",
        ),
        (
            made.bomb(200).getvalue(),
            "a.docx",
            "Dit bestand wordt bij het openen veel te groot. Maak het kleiner, of sla het op als pdf.",
        ),
        (
            b"MZ",
            "a.exe",
            f"Dit soort bestand kan niet. Kies een bestand dat eindigt op een van deze: {', '.join(KINDS)}.",
        ),
    ],
    ids=["empty", "11 MB", "script", "bomb", "program"],
)
def test_file_that_cannot_be_is_said_beside_the_field(
    world: World, address: str, content: bytes, name: str, message: str
) -> None:
    fields = sent(world.organiser.get(f"{address}/nieuw"), title="Wat ik typte", days="3")
    page = posts(world.organiser, f"{address}/nieuw", {**fields, **file(content, name)})

    assert (page.status, page.error("file"), page.value("title"), page.value("days")) == (
        422, message, "Wat ik typte", "3",
    )  # fmt: skip
    assert (count(Material), count(StoredFile)) == (0, 0)


def test_file_far_too_large_loses_nothing_typed(world: World, address: str) -> None:
    fields = sent(world.organiser.get(f"{address}/nieuw"), title="Wat ik typte")
    page = posts(world.organiser, f"{address}/nieuw", {**fields, **file(bytes(33 * 1024 * 1024))})

    assert (page.status, page.value("title"), count(Material)) == (422, "Wat ik typte", 0)
    assert page.error("file").startswith("Dit bestand is groter dan 10 MB.")


def test_form_beyond_all_measure_leads_back_to_the_form(world: World, address: str) -> None:
    world.organiser.get("/mijn")
    with world.app.app_context():
        answer = world.organiser.client.post(
            f"{address}/nieuw",
            data=b"--x",
            content_type="multipart/form-data; boundary=x",
            environ_overrides={"CONTENT_LENGTH": str(LARGEST_FORM + 1)},
        )

    page = world.organiser.follow(Page(answer))
    assert (page.status, page.heading) == (422, world.organiser.get(f"{address}/nieuw").heading)
    assert page.error("file").startswith("Dit bestand is groter dan 10 MB.")


def test_browser_is_told_how_large_a_file_may_be(world: World, address: str) -> None:
    field = world.organiser.get(f"{address}/nieuw").tree.find(".//input[@type='file']")
    assert field is not None
    assert (field.get("data-largest"), field.get("data-too-large")) == (
        str(MOST_BYTES),
        "Dit bestand is groter dan 10 MB. Maak het kleiner, of gebruik een link.",
    )


def test_other_routes_take_no_large_forms(world: World, address: str) -> None:
    page = posts(world.organiser, f"{world.address}/plekken", file(bytes(3 * 1024 * 1024)))

    assert page.status == 413


def test_only_organisers_may_send_large_forms(world: World, address: str) -> None:
    stranger = world.visitor(world.aisha)

    assert posts(stranger, f"{address}/nieuw", file(bytes(3 * 1024 * 1024))).status == 413


@pytest.mark.parametrize(
    ("values", "name", "message"),
    [
        ({"title": "Niets"}, "link", "Vul een link in, of kies hieronder een bestand."),
        ({**MOMENT, "day": "2027-03-28", "clock": "02:30"}, "clock", SKIPPED),
        ({**MOMENT, "day": "2027-10-31", "clock": "02:30"}, "clock", TWICE),
        ({"link": "http://vng.nl", "title": "A"}, "link", "Gebruik een link die begint met https://."),
        (
            {"link": "een twee", "title": "A"},
            "link",
            "Dit is geen adres van een pagina. Kopieer het uit je browser.",
        ),
        ({"link": "https://vng.nl", "title": "A", "days": ""}, "days", "Vul een aantal dagen in, zoals 7."),
        (
            {"link": "https://vng.nl", "title": "A", "days": "-1"},
            "days",
            "Vul een heel getal in van 0 tot 90.",
        ),
        (
            {"link": "https://vng.nl", "title": "A", "release": "moment", "clock": "9"},
            "day",
            "Vul de dag in waarop deelnemers dit mogen zien.",
        ),
        (
            {"link": "https://vng.nl", "title": "A", "release": "moment", "day": "1-4-2027", "clock": "25"},
            "clock",
            "Vul een tijd in als uren en minuten, zoals 9.30.",
        ),
    ],
)
def test_bad_input_is_said_beside_its_field(
    world: World, address: str, values: dict[str, str], name: str, message: str
) -> None:
    page = adds(world, address, **values)

    assert (page.status, page.error(name)) == (422, message)
    kept = {"link": values.get("link", ""), "title": values.get("title", "")}
    assert {key: page.value(key) for key in (*kept, name)} == {
        **kept,
        name: values.get(name, kept.get(name, "")),
    }
    assert count(Material) == 0


def test_link_and_file_together_are_one_too_many(world: World, address: str) -> None:
    page = adds(world, address, **file(), link="https://vng.nl")

    assert (page.status, page.error("link")) == (422, "Kies een link of een bestand, niet allebei.")


def test_own_moment_is_read_on_the_wall_clock(world: World, address: str) -> None:
    adds(world, address, link="vng.nl", title="A", release="moment", day="1-4-2027", clock="9.30")

    assert the_piece().release_at.isoformat() == "2027-04-01T07:30:00+00:00"  # type: ignore[union-attr]
    page = world.organiser.get(f"{address}/{the_piece().public_id}")
    assert (page.value("day"), page.value("clock")) == ("2027-04-01", "09:30")


def test_pressing_twice_adds_once(world: World, address: str) -> None:
    form = sent(world.organiser.get(f"{address}/nieuw"), title="A")

    answers = [world.organiser.post(f"{address}/nieuw", {**form, **file()}) for _ in range(2)]

    assert [answer.status for answer in answers] == [303, 303]
    assert (count(Material), count(StoredFile)) == (1, 1)


def changes(world: World, address: str, **more: Any) -> Page:
    page = world.organiser.get(f"{address}/{the_piece().public_id}")
    values = {name: page.value(name) for name in ("title", "link", "days")}
    return world.organiser.post(f"{address}/{the_piece().public_id}", sent(page, **{**values, **more}))


def test_new_file_takes_the_place_of_the_old_one_when_it_is_there(world: World, address: str) -> None:
    adds(world, address, **file())
    before = the_piece().file_id

    refused = changes(world, address, **file(b"<html>", "nieuw.pdf"))
    assert (refused.status, the_piece().file_id) == (422, before)
    assert "Nu: Werkblad dag 1 (pdf, 1 kB)" in refused.text

    assert changes(world, address, **file(made.packed(made.DOCX).getvalue(), "nieuw.docx")).status == 303
    assert (the_piece().title, the_piece().file.name) == ("Werkblad dag 1", "nieuw.docx")  # type: ignore[union-attr]


def test_without_a_title_a_piece_is_called_after_what_it_is(world: World, address: str) -> None:
    adds(world, address, link="https://www.vng.nl/agenda/")
    assert the_piece().title == "vng.nl/agenda"

    changes(world, address, link="", title="", **file())
    changes(world, address, title="")
    assert the_piece().title == "Werkblad dag 1"


def test_title_changes_without_sending_the_file_again(world: World, address: str) -> None:
    adds(world, address, **file())
    before = the_piece().file_id

    done = world.organiser.follow(changes(world, address, title="Anders", release="at_once"))

    assert "‘Anders’ is bewaard." in done.text
    assert (the_piece().title, the_piece().file_id, the_piece().release) == ("Anders", before, "at_once")


def test_link_takes_the_place_of_a_file(world: World, address: str) -> None:
    adds(world, address, **file())

    changes(world, address, link="https://vng.nl/a")

    assert (the_piece().link, the_piece().file_id) == ("https://vng.nl/a", None)


def test_saving_a_link_unchanged_keeps_it(world: World, address: str) -> None:
    adds(world, address, link="https://vng.nl/a", title="A")

    assert changes(world, address).status == 303
    assert the_piece().link == "https://vng.nl/a"


def test_file_takes_the_place_of_a_link(world: World, address: str) -> None:
    adds(world, address, link="https://vng.nl/a", title="A")

    changes(world, address, **file())

    assert (the_piece().link, the_piece().file.name) == ("", "Werkblad dag 1.pdf")  # type: ignore[union-attr]


def test_meeting_in_the_address_is_chosen(world: World, address: str) -> None:
    meeting = world.fresh(world.edition).meetings[0]
    page = world.organiser.get(f"{address}/nieuw?bijeenkomst={meeting.public_id}")

    chosen = page.tree.find(".//select[@name='meeting']/option[@selected]")
    assert chosen.get("value") == meeting.public_id
    adds(world, address, link="vng.nl", title="A", meeting=meeting.public_id)
    assert the_piece().meeting_id == meeting.id


def test_meeting_of_another_edition_cannot_be_chosen(world: World, address: str) -> None:
    strange = world.fresh(world.elsewhere).meetings[0].public_id

    page = adds(world, address, link="vng.nl", title="A", meeting=strange)

    assert (page.status, page.error("meeting")) == (422, "Kies een van de mogelijkheden.")


def test_second_organiser_sees_what_the_first_changed(world: World, address: str) -> None:
    with transaction() as session:
        dora = a_person(session, "Dora Mulder", organises_for=session.merge(world.vgs))
    form = sent(world.organiser.get(f"{address}/nieuw"), link="https://vng.nl", title="Van Bram")
    with transaction() as session:
        steering.set_capacity(session, edition_id=world.edition.id, actor_id=dora.id, capacity=3, now=NOW)

    late = world.organiser.post(f"{address}/nieuw", form)

    assert (late.status, count(Material), late.value("title")) == (409, 0, "Van Bram")
    assert "De editie ging van 2 plekken naar 3 plekken. Dora Mulder" in late.text
    assert (
        world.organiser.post(f"{address}/nieuw", {**form, **{n: late.value(n) for n in HIDDEN}}).status == 303
    )


def test_second_organiser_is_asked_for_the_file_again(world: World, address: str) -> None:
    form = sent(world.organiser.get(f"{address}/nieuw"))
    with transaction() as session:
        steering.set_capacity(
            session, edition_id=world.edition.id, actor_id=world.bram.id, capacity=3, now=NOW
        )

    late = world.organiser.post(f"{address}/nieuw", {**form, **file()})

    assert late.status == 409
    assert "Kies het bestand nog een keer. Een browser bewaart het niet." in late.text
    assert (count(Material), count(StoredFile), count(FilePiece)) == (0, 0, 0)


def test_removing_asks_first_and_twice_is_once(world: World, address: str) -> None:
    adds(world, address, link="https://vng.nl", title="Oud")
    there = f"{address}/{the_piece().public_id}"
    page = world.organiser.get(f"{there}/verwijderen")
    fields = {name: page.value(name) for name in ("version", "seen")}

    assert "Je verwijdert: Oud (vng.nl)" in page.text
    first, second = (world.organiser.post(f"{there}/verwijderen", fields) for _ in range(2))

    assert (first.location, second.location) == (address, address)
    done = world.organiser.follow(first)
    assert "Er is nog geen materiaal." in done.text
    assert world.organiser.get(there).status == 404


def test_removing_what_changed_meanwhile_asks_again(world: World, address: str) -> None:
    adds(world, address, link="https://vng.nl", title="Oud")
    there = f"{address}/{the_piece().public_id}/verwijderen"
    page = world.organiser.get(there)
    changes(world, address, title="Beter")

    late = world.organiser.post(there, {name: page.value(name) for name in ("version", "seen")})

    assert (late.status, the_piece().removed_at) == (409, None)
    assert "Je verwijdert: Beter (vng.nl)" in late.text


def test_history_of_the_edition_names_what_happened(world: World, address: str) -> None:
    adds(world, address, link="https://vng.nl", title="De agenda")

    assert "Materiaal toegevoegd: ‘De agenda’. Bram de Vries" in world.organiser.get(world.address).text


def test_organiser_elsewhere_sees_nothing(world: World, address: str) -> None:
    adds(world, address, **file())
    chantal: Visitor = world.visitor(world.chantal)

    paths = (address, f"{address}/nieuw", f"{address}/{the_piece().public_id}")
    assert [chantal.get(path).status for path in paths] == [404, 404, 404]
    assert chantal.get(f"/mijn/materiaal/{the_piece().public_id}").status == 404


def test_piece_of_a_meeting_that_is_off_stays_with_it(world: World, address: str) -> None:
    with transaction() as session:
        meeting = session.get_one(Edition, world.edition.id).meetings[0]
        name, row_id = meeting.public_id, meeting.id
    adds(world, address, link="https://vng.nl", title="A", meeting=name)
    with transaction() as session:
        session.get_one(Meeting, row_id).cancelled_at = NOW
        session.get_one(Edition, world.edition.id).touch()

    assert changes(world, address, title="B", meeting=name).status == 303
    assert (the_piece().title, the_piece().meeting_id) == ("B", row_id)


def test_edition_that_was_cancelled_only_shows_its_material(world: World, address: str) -> None:
    adds(world, address, link="https://vng.nl", title="A")
    form = sent(world.organiser.get(f"{address}/nieuw"), link="https://vng.nl", title="B")
    with transaction() as session:
        steering.cancel_edition(
            session, edition_id=world.edition.id, actor_id=world.bram.id, why="Te weinig", now=NOW
        )

    page = world.organiser.get(address)
    assert ("A (vng.nl)" in page.text, "Voeg materiaal toe" in page.text, "Wijzig" in page.text) == (
        True, False, False,
    )  # fmt: skip
    done = world.organiser.follow(world.organiser.post(f"{address}/nieuw", form))
    assert "Deze editie is geannuleerd." in done.text
    assert count(Material) == 1
