"""Questionnaires in the workbench: copied, written in two languages, uploaded, published, withdrawn."""

from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from portal.assessments import versions
from portal.assessments.models import InstrumentVersion
from portal.assessments.queries import questionnaire_of
from portal.database import db, transaction
from tests.assessments.test_instrument_file import TEXT
from tests.builders import NOW
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Page, Visitor

LIST = "/werk/instrumenten"


@pytest.fixture
def copy(world: World) -> str:
    """The address of a draft that Bram made of the default."""
    with transaction() as session:
        name = versions.load(session, text=TEXT, where="zelfscan.toml", now=NOW).public_id
    page = world.organiser.get(f"{LIST}/{name}/kopie")
    organisation = page.tree.find(".//option").get("value")
    return world.organiser.post(f"{LIST}/{name}/kopie", {"organisation": organisation}).location


def texts(page: Page, **more: str) -> dict[str, str]:
    """What the form of the page would send."""
    places = [*page.tree.findall(".//main//textarea"), *page.tree.findall(".//main//input")]
    names = [str(one.get("name")) for one in places if one.get("name") != "csrf_token"]
    return {**{name: page.value(name) for name in names}, **more}


def the_draft() -> InstrumentVersion:
    db.session.rollback()
    db.session.expire_all()
    newest = select(InstrumentVersion).order_by(InstrumentVersion.id.desc()).limit(1)
    return db.session.scalars(newest).one()


def publishes(visitor: Visitor, copy: str) -> Page:
    page = visitor.get(f"{copy}/publiceren")
    return visitor.post(f"{copy}/publiceren", {"revision": page.value("revision")})


def test_organiser_writes_texts_in_both_languages(world: World, copy: str) -> None:
    address = f"{copy}/teksten/p1"
    page = world.organiser.get(address)
    changed = {"principle-p1-nl": "De burger voorop", "item-rk-p1-en": "I know where we are going."}
    assert world.organiser.post(address, texts(page, **changed)).location == copy
    found = questionnaire_of(the_draft()).instrument
    assert found.principles[0].nl == "De burger voorop"
    assert found.items[0].en == "I know where we are going."


def test_second_organiser_sees_what_the_first_wrote(world: World, copy: str) -> None:
    address = f"{copy}/teksten/p1"
    first = second = world.organiser.get(address)
    world.organiser.post(address, texts(first, **{"principle-p1-nl": "Een"}))
    late = world.organiser.post(address, texts(second, **{"principle-p1-nl": "Twee"}))
    assert late.status == 409
    assert "Naam van het principe, Nederlands : Een" in late.text
    assert late.value("principle-p1-nl") == "Twee"
    world.organiser.post(address, texts(late))
    assert questionnaire_of(the_draft()).instrument.principles[0].nl == "Twee"


def test_two_organisers_in_two_sections_do_not_meet(world: World, copy: str) -> None:
    roles = world.organiser.get(f"{copy}/teksten/rollen")
    page = world.organiser.get(f"{copy}/teksten/p1")
    world.organiser.post(f"{copy}/teksten/p1", texts(page, **{"principle-p1-nl": "Een"}))
    kept = world.organiser.post(
        f"{copy}/teksten/rollen", texts(roles, **{"role_item-r-mentor-1-nl": "Ik help."})
    )
    assert kept.location == copy


def test_draft_with_an_empty_text_is_not_published(world: World, copy: str) -> None:
    address = f"{copy}/teksten/p2"
    page = world.organiser.get(address)
    world.organiser.post(address, texts(page, **{"item-rk-p2-en": " "}))
    where = "Stelling over Richting & kaders, Engels"
    missing = "Deze tekst is nog leeg. Vul hem in: elke tekst is er in beide talen."
    for page in (world.organiser.get(copy), world.organiser.get(f"{copy}/publiceren")):
        link = f"Principe: Digitaal is gewoon werk. {where}"
        assert (page.links().get(link), missing in page.text) == (f"{address}#item-rk-p2-en", True)
    assert world.organiser.get(address).text.count(missing) == 1
    revision = the_draft().revision
    refused = world.organiser.post(f"{copy}/publiceren", {"revision": str(revision)})
    assert (refused.status, the_draft().state) == (422, "draft")


def test_published_version_stands_and_gets_a_successor(world: World, copy: str) -> None:
    assert publishes(world.organiser, copy).location == copy
    assert world.organiser.client.get(f"{copy}/teksten/p1").status_code == 303
    world.organiser.get(copy)
    following = world.organiser.post(f"{copy}/nieuwe-versie", {}).location
    assert following != copy
    assert "versie 2" in world.organiser.get(following).heading
    world.organiser.get(f"{copy}/intrekken")
    world.organiser.post(f"{copy}/intrekken", {})
    assert "Niemand begint meer" in world.organiser.get(copy).text


def test_publishing_what_changed_meanwhile_asks_to_look_again(world: World, copy: str) -> None:
    world.organiser.get(f"{copy}/publiceren")
    page = world.organiser.get(f"{copy}/teksten/p1")
    world.organiser.post(f"{copy}/teksten/p1", texts(page, **{"principle-p1-nl": "Een"}))
    for revision in ("1", "", "een", "9" * 40, "-1"):
        assert world.organiser.post(f"{copy}/publiceren", {"revision": revision}).status == 409


def uploads(visitor: Visitor, copy: str, content: bytes, **more: Any) -> Page:
    page = visitor.get(f"{copy}/bestand")
    fields = {"revision": page.value("revision"), "file": (BytesIO(content), "scan.toml"), **more}
    answer = visitor.client.post(
        f"{copy}/bestand",
        data={"csrf_token": visitor.token, **fields},
        content_type="multipart/form-data",
    )
    return Page(answer)


def test_file_goes_out_changes_and_comes_back(world: World, copy: str) -> None:
    text = world.organiser.client.get(f"{copy}/bestand.toml").text
    changed = text.replace("De inwoner staat voorop", "De burger voorop")
    assert uploads(world.organiser, copy, changed.encode()).location == copy
    assert questionnaire_of(the_draft()).instrument.principles[0].nl == "De burger voorop"
    for revision in ("1", "", "een", "9" * 40, "-1"):
        assert uploads(world.organiser, copy, text.encode(), revision=revision).status == 409


TWICE = TEXT.replace('id = "rk-p2"', 'id = "rk-p1"').encode()


ONE_LANGUAGE = TEXT.replace('en = "Completely"', 'en = ""').encode()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a = [", TWICE, ONE_LANGUAGE])
def test_file_with_mistakes_changes_nothing(world: World, copy: str, content: bytes) -> None:
    before = the_draft().content_hash
    refused = uploads(world.organiser, copy, content)
    assert refused.error("file")
    assert the_draft().content_hash == before


def test_file_tells_where_a_language_and_an_id_are_wrong(world: World, copy: str) -> None:
    missing = "Punt 5 van de schaal (scale.point): ‘en’ is leeg. Vul deze tekst in"
    assert missing in uploads(world.organiser, copy, ONE_LANGUAGE).text
    twice = "Stelling rk-p1 (item): deze ‘id’ komt meer dan één keer voor. Geef elk een eigen ‘id’."
    assert twice in uploads(world.organiser, copy, TWICE).text


def test_preview_shows_each_form_and_keeps_nothing(world: World, copy: str) -> None:
    page = world.organiser.get(f"{copy}/voorbeeld?vorm=supporter&bladzijde=2")
    assert "Een leidinggevende zegt:" in page.text
    assert "Over jou" in world.organiser.get(f"{copy}/voorbeeld?vorm=short&bladzijde=8").text
    assert world.organiser.get(f"{copy}/voorbeeld?vorm=iets&bladzijde=99").status == 200


def test_draft_is_of_its_own_organisation_only(world: World, copy: str) -> None:
    other = world.visitor(world.chantal)
    paths = ("", "/teksten/p1", "/voorbeeld", "/bestand.toml", "/publiceren", "/intrekken", "/bestand")
    assert {other.client.get(f"{copy}{path}").status_code for path in paths} == {404}
    assert copy not in other.get(LIST).html


def test_scale_is_worded_in_both_languages(world: World, copy: str) -> None:
    address = f"{copy}/teksten/schaal"
    page = world.organiser.get(address)
    assert page.value("point-1-nl") == "Helemaal niet"
    world.organiser.post(address, texts(page, **{"point-1-nl": "Nog niet", "point-5-en": ""}))
    assert questionnaire_of(the_draft()).instrument.scale.points[0].nl == "Nog niet"
    link = "Woorden van de schaal. Punt 5 van 5, Engels"
    assert world.organiser.get(copy).links()[link] == f"{address}#point-5-en"


def asked(draft: InstrumentVersion) -> dict[str, list[str]]:
    """The questions about the context with their answers, in Dutch."""
    return {one.nl: [option.nl for option in one.options] for one in questionnaire_of(draft).asked_context}


def test_question_about_the_context_comes_and_goes(world: World, copy: str) -> None:
    address = f"{copy}/teksten/achtergrond"
    before = asked(the_draft())
    page = world.organiser.get(address)
    new = {
        "context_item-vraag-1": ("Werk je thuis?", "Do you work at home?"),
        "option-vraag-1.antwoord-1": ("Ja", "Yes"),
    }
    new["option-vraag-1.antwoord-3"] = ("Nee", "No")
    fields = {
        f"{name}-{code}": text
        for name, both in new.items()
        for code, text in zip(("nl", "en"), both, strict=True)
    }
    world.organiser.post(address, texts(page, **fields))
    assert asked(the_draft()) == {**before, "Werk je thuis?": ["Ja", "Nee"]}
    page = world.organiser.get(address)
    world.organiser.post(
        address, texts(page, **{"context_item-vraag-1-nl": "", "context_item-vraag-1-en": ""})
    )
    assert asked(the_draft()) == before


def test_question_with_one_answer_is_not_published(world: World, copy: str) -> None:
    address = f"{copy}/teksten/achtergrond"
    page = world.organiser.get(address)
    world.organiser.post(address, texts(page, **{"option-vraag-1.antwoord-1-nl": "Ja"}))
    shown, start = world.organiser.get(copy), "Vragen over de achtergrond."
    wanted = {
        f"{start} Vraag 3, Nederlands": f"{address}#context_item-vraag-1-nl",
        f"{start} Vraag 3, Engels": f"{address}#context_item-vraag-1-en",
        f"{start} Vraag 3, antwoord 1, Engels": f"{address}#option-vraag-1.antwoord-1-en",
    }
    assert wanted.items() <= shown.links().items()
    assert "Deze vraag heeft minder dan twee antwoorden." in shown.text
    assert "option-vraag-1.antwoord-1-nl" not in "".join(shown.links().values())
    assert world.organiser.get(address).text.count("Deze tekst is nog leeg.") == 3


def test_answer_that_another_organiser_added_stays(world: World, copy: str) -> None:
    address = f"{copy}/teksten/achtergrond"
    first = second = world.organiser.get(address)
    world.organiser.post(address, texts(first, **{"option-ctx-jaren.antwoord-1-nl": "Niet"}))
    late = world.organiser.post(address, texts(second, **{"context_item-ctx-jaren-nl": "Hoe lang al?"}))
    assert (late.status, late.value("context_item-ctx-jaren-nl")) == (409, "Hoe lang al?")


def numbers(page: Page, **more: str) -> dict[str, str]:
    """What the form of the numbers would send."""
    return texts(page, **more)


def test_numbers_are_written_within_their_bounds(world: World, copy: str) -> None:
    address = f"{copy}/getallen"
    page = world.organiser.get(address)
    assert (page.value("margin_z"), page.value("k_mean")) == ("1,64", "5")
    refused = world.organiser.post(address, numbers(page, k_mean="4", margin_z="1,96"))
    assert refused.error("k_mean") == "Vul een heel getal in van 5 tot en met 1000."
    assert refused.value("margin_z") == "1,96"
    assert world.organiser.post(address, numbers(page, k_mean="8", margin_z="1,96")).location == copy
    scoring = questionnaire_of(the_draft()).instrument.scoring
    assert (scoring.k_mean, str(scoring.margin_z)) == (8, "1.96")


def test_two_organisers_meet_in_the_numbers(world: World, copy: str) -> None:
    address = f"{copy}/getallen"
    first = second = world.organiser.get(address)
    world.organiser.post(address, numbers(first, minutes="15"))
    late = world.organiser.post(address, numbers(second, minutes="20"))
    assert (late.status, late.value("minutes")) == (409, "20")
    assert "Minuten voor de uitgebreide scan : 15" in late.text
    assert world.organiser.post(address, numbers(late)).location == copy
    assert questionnaire_of(the_draft()).minutes == 20


def test_published_version_keeps_its_numbers(world: World, copy: str) -> None:
    page = world.organiser.get(f"{copy}/getallen")
    publishes(world.organiser, copy)
    world.organiser.post(f"{copy}/getallen", numbers(page, minutes="20"))
    assert questionnaire_of(the_draft()).minutes == 12
    assert world.organiser.client.get(f"{copy}/getallen").status_code == 303
