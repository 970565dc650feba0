"""From facts to subject, text and HTML."""

import re

import html5lib
import pytest

from portal import texts
from portal.config import ROOT
from portal.outbox import rendering
from portal.outbox.kinds import KINDS
from portal.outbox.letter import Letter, check
from portal.outbox.rendering import CannotRender, LinkIsGone, fill, readable, render, short
from tests.outbox.support import FACTS, a_letter, a_letter_with_token

KEY = "A2_-" + "b" * 18
NASTY = ["[[token:5]]", f"[[token:5:{'x' * 22}]]", "{{x}}", "{% raw %}", "%(naam)s", "<b>vet</b>", "&amp;"]
LINK = re.compile(r"https?://[^\s<>\"]+")


@pytest.fixture(autouse=True)
def _house() -> None:
    rendering.configure(site_url="https://leren.example/", site_name="Leergang", contact="hulp@leren.example")


def tree(html: str):
    parser = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    )
    return parser.parse(html)


def words(html: str) -> str:
    return " ".join("".join(tree(html).find("body").itertext()).split())


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_letter_is_whole(kind: str, language: str) -> None:
    letter = render(a_letter(kind, language=language), KEY)
    root = tree(letter.html)
    links = {part.get("href") for part in root.iter("a")}
    assert root.get("lang") == language
    assert set(LINK.findall(letter.text)) == set(LINK.findall(words(letter.html))) | links
    assert not [part.tag for part in root.iter() if part.tag in ("script", "style", "link", "img", "form")]
    assert len(letter.html.encode()) < 30_000
    assert len(root.findall(".//h1")) == 1
    assert root.findtext("head/title") == letter.subject
    assert "None" not in letter.text
    assert max(len(line) for line in letter.text.splitlines() if "://" not in line) <= 100
    assert len(letter.subject) <= 80
    assert letter.subject.isprintable()


def test_every_kind_has_templates_and_no_other() -> None:
    found = {path.name for path in (ROOT / "templates/letters").iterdir() if path.name[0] != "_"}
    assert found == {f"{kind}.{part}" for kind in KINDS for part in ("txt", "html")}


def test_offer_to_a_duo_speaks_to_two() -> None:
    text = " ".join(render(a_letter("offer"), KEY).text.split())
    assert "Jij en Bram de Boer stonden op de wachtlijst. Nu kunnen jullie samen meedoen." in text


def test_what_stays_the_same_is_not_said_to_have_been_different() -> None:
    facts = {"before_place": "Zwolle", "place": "Zwolle"}
    moved = render(a_letter("meeting_moved", facts=facts), KEY)
    facts = {"before_day": "2027-03-16"} | {
        f"before_{name}": FACTS[name] for name in ("starts_at", "ends_at")
    }
    elsewhere = render(a_letter("meeting_moved", facts={**facts, "before_place": "Gouda"}), KEY)
    found = [
        (words in one.text, words in one.html)
        for one in (moved, elsewhere)
        for words in ("Eerst was het:", "Waar het eerst was:")
    ]
    assert found == [(True, True), (False, False), (False, False), (True, True)]


def test_facilitator_reads_why_the_letter_came() -> None:
    letter = render(a_letter("meeting_invited", facts={"guides": True}), KEY)
    assert "omdat je deze leergang begeleidt" in letter.text


def test_offer_reads_as_it_should() -> None:
    assert render(a_letter("offer", facts={"together": ""}), KEY).text == OFFER
    assert render(a_letter("offer"), KEY).subject == (
        "Plek vrij: De Transformerende Gemeentesecretaris, reageer uiterlijk 15 jan 2027"
    )


OFFER = """\
Dag Noor El Amrani,

Je stond op de wachtlijst. Nu kun je meedoen.

De Transformerende Gemeentesecretaris, voorjaar 2027
Start: dinsdag 16 maart 2027, 09.30 uur
Plaats: Utrecht
Kenmerk: K7M2QD

Reageer uiterlijk vrijdag 15 januari 2027, 17.00 uur.

Doe je niets? Dan gaat de plek daarna naar de volgende op de lijst.

Kies ja of nee:
https://leren.example/mijn/inschrijvingen/abc

Je krijgt deze mail omdat je op de wachtlijst staat.
Vragen? Mail naar leren@vgs.example.
Vereniging van Gemeentesecretarissen, https://leren.example/
"""


def test_what_is_unknown_is_said() -> None:
    text = render(a_letter("offer", facts={"starts": "", "place": ""}), KEY).text
    assert "Start: nog niet bekend\nPlaats: nog niet bekend\n" in text


@pytest.mark.parametrize(
    ("starts", "written"), [("2027-03", "maart 2027"), ("2027-03-16", "dinsdag 16 maart 2027")]
)
def test_start_is_written_as_exactly_as_known(starts: str, written: str) -> None:
    letter = render(a_letter(facts={"starts": starts}), KEY)
    assert f"Start: {written}\n" in letter.text


@pytest.mark.parametrize("name", NASTY)
def test_name_is_shown_literally(name: str) -> None:
    letter = render(a_letter_with_token(5, to_name=name), KEY)
    secrets = {5: "geheim"}
    assert f"Dag {name}," in fill(letter.text, KEY, secrets)
    assert f"Dag {name}," in words(fill(letter.html, KEY, secrets))
    assert fill(letter.text, KEY, secrets).count("geheim") == 1


@pytest.mark.parametrize("name", NASTY)
def test_programme_is_shown_literally_in_the_subject(name: str) -> None:
    letter = render(a_letter("offer_lapsed", facts={"programme": name}), KEY)
    assert letter.subject == f"Plek vervallen: {name}"
    assert tree(letter.html).findtext("head/title") == letter.subject


def test_line_break_in_a_name_stays_one_line() -> None:
    letter = render(a_letter("offer", to_name="Noor\r\n\r\nLog in: https://kwaad.example"), KEY)
    assert letter.text.splitlines()[0] == "Dag Noor Log in: https://kwaad.example,"


def test_line_break_in_a_title_does_not_reach_the_subject() -> None:
    letter = render(a_letter("offer_lapsed", facts={"programme": "Een\r\nBcc: x\x00y"}), KEY)
    assert letter.subject == "Plek vervallen: Een Bcc: x y"


def test_subject_has_an_end_whatever_the_title() -> None:
    titles = ["woord " * 90, "x" * 500, "👩‍👩‍👧" * 100]
    for title in titles:
        assert len(render(a_letter("offer", facts={"programme": title}), KEY).subject) <= 80


def test_stored_letter_holds_marks_and_no_secret() -> None:
    letter = render(a_letter_with_token(5), KEY)
    assert f"https://leren.example/inloggen/[[token:5:{KEY}]]\n" in letter.text
    assert "https://leren.example/inloggen/…\n" in readable(letter.text)
    assert fill(letter.html, KEY, {5: "geheim"}).count("https://leren.example/inloggen/geheim") == 2


def test_letter_with_a_link_that_is_gone_is_not_filled() -> None:
    with pytest.raises(LinkIsGone):
        fill(render(a_letter_with_token(5), KEY).text, KEY, {})


def test_links_of_an_english_letter_lead_to_english_pages() -> None:
    for path in ("/mijn/x", "/en/mijn/x"):
        letter = render(a_letter("offer", language="en", facts={"link": path}), KEY)
        assert set(LINK.findall(letter.text)) == {
            "https://leren.example/en/mijn/x",
            "https://leren.example/en/",
        }


def test_letter_of_the_portal_itself_names_the_portal() -> None:
    letter = render(a_letter("sign_in_link", sender_name="", sender_address=""), KEY)
    assert "Vragen? Mail naar hulp@leren.example.\nLeergang, https://leren.example/\n" in letter.text


def test_letter_without_a_name_greets_without_one() -> None:
    assert render(a_letter("sign_in_link", to_name=""), KEY).text.startswith("Dag,\n")


@pytest.mark.parametrize(
    ("kind", "key", "said"),
    [
        ("breakout_seat", "breakout", "Je hebt nu een plek bij “jouw keuze”."),
        ("substitute_invited", "inviter", "omdat je collega jouw e-mailadres heeft ingevuld."),
    ],
)
def test_missing_name_or_title_gets_a_plain_word(kind: str, key: str, said: str) -> None:
    letter = a_letter(kind, facts={key: ""})
    check(letter)
    assert said in " ".join(render(letter, KEY).text.split())


def test_confirmation_without_companion_names_nobody() -> None:
    assert "mee." not in render(a_letter(facts={"companion": ""}), KEY).text
    assert "Je neemt Bram de Boer mee." in render(a_letter(), KEY).text


def test_long_lines_are_broken() -> None:
    letter = render(a_letter("registration_cancelled", facts={"reason": "Helaas lukt het niet. " * 40}), KEY)
    assert max(len(line) for line in letter.text.splitlines()) <= 78


def test_template_that_does_not_fit_tells_what_is_wrong() -> None:
    broken = Letter(kind="offer", occasion="x", to_address="a@b.example", facts={"link": "/"})
    with pytest.raises(CannotRender, match="letters/offer: UndefinedError: 'programme' is undefined"):
        render(broken, KEY)


def test_message_id_is_always_the_same() -> None:
    assert rendering.message_id(KEY) == f"<letter.{KEY}@leren.example>"
    rendering.configure(site_url="http://127.0.0.1:8000", site_name="x", contact="")
    assert rendering.message_id(KEY) == f"<letter.{KEY}@127.0.0.1>"
    rendering.configure(site_url="http://[::1]:8000", site_name="x", contact="")
    assert rendering.message_id(KEY) == f"<letter.{KEY}@localhost>"


@pytest.mark.parametrize(
    ("title", "cut"),
    [("Kort", "Kort"), ("Een twee, drie vier", "Een twee…"), ("Aaneengeschrevene", "Aaneengesch…")],
)
def test_title_is_cut_between_words(title: str, cut: str) -> None:
    assert short(title, 12) == cut
