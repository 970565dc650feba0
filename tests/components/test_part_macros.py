"""Cards, panels, lists and messages: what they say and that typed text stays text."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.components.rendering import NASTY, words

Render = Callable[..., Any]


def links(tree: Any) -> list[tuple[str, str]]:
    return [(link.get("href"), words(link)) for link in tree.findall(".//a")]


@pytest.mark.parametrize(
    ("file", "call"),
    [
        ("alerts", "flash('info', nasty)"),
        ("badges", "badge(nasty, 'ok')"),
        ("badges", "badges([(nasty, 'ok')])"),
        ("buttons", "button(nasty)"),
        ("buttons", "button_link(nasty, '#')"),
        ("buttons", "link(nasty, '#')"),
        ("buttons", "post_button(nasty, '#', '')"),
        ("cards", "tag_links([(nasty, '#')], nasty)"),
        ("facts", "reason(nasty)"),
        ("page", "breadcrumb([(nasty, '#')])"),
        ("page", "bullets([nasty])"),
        ("page", "heading(nasty)"),
        ("page", "hero(nasty)"),
        ("page", "page_title(nasty)"),
        ("page", "paragraph(nasty)"),
        ("page", "prose(nasty)"),
        ("mailbox", "letter_text(nasty, nasty)"),
    ],
)
def test_typed_text_stays_text(render: Render, file: str, call: str) -> None:
    assert words(render(file, call)) == NASTY


def test_refused_page_says_so_in_its_title(render: Render) -> None:
    assert words(render("page", "page_title('Inloggen', {'errors': {'x': 1}})")) == "Fout: Inloggen"


def test_icon_is_hidden_from_screen_readers(render: Render) -> None:
    assert render("icon", "icon('cal')")[0].get("aria-hidden") == "true"


@pytest.mark.parametrize(("kind", "look"), [("success", "ok"), ("error", "error"), ("warning", "warning")])
def test_alert_wears_the_colour_of_its_kind(render: Render, kind: str, look: str) -> None:
    tree = render("alerts", f"alert('{kind}', nasty, role='status')", body="Meer")
    box = tree.find("div")
    assert (box.get("class"), box.get("role")) == (f"utrecht-alert utrecht-alert--{look}", "status")
    assert words(box.find(".//h2")) == NASTY


def test_confirmation_gives_the_reference(render: Render) -> None:
    tree = render("alerts", "confirmation('Gelukt', nasty)", body="<p>Daarna</p>")
    assert words(tree.find(".//h1")) == "Gelukt"
    assert [words(p) for p in tree.findall(".//p")] == [f"Je kenmerk is {NASTY}.", "Daarna"]


def test_menu_marks_where_you_are(render: Render) -> None:
    tree = render("page", "subnav([('a', 'Een', '/a'), ('b', 'Twee', '/b')], 'b', 'Delen')")
    assert tree.find("nav").get("aria-label") == "Delen"
    assert words(tree.find(".//summary")) == "Onderdelen: Twee"
    assert [words(link) for link in tree.findall(".//a[@aria-current='page']")] == ["Twee"]


def test_menu_keeps_typed_text_text(render: Render) -> None:
    tree = render("page", "subnav([('a', nasty, '#')], 'a', label=nasty)")
    assert tree.find("nav").get("aria-label") == NASTY
    assert words(tree) == f"Onderdelen: {NASTY} {NASTY}"


def test_organisers_words_keep_their_language(render: Render) -> None:
    tree = render("page", "hero('Titel', 'Zin', text_lang='nl')")
    assert [tree.find(".//h1").get("lang"), tree.find(".//p").get("lang")] == ["nl", "nl"]


def test_prose_keeps_typed_paragraphs_apart(render: Render) -> None:
    tree = render("page", "prose(text)", text="Een\r\n\r\nTwee\n\n\n\nDrie")
    assert [words(p) for p in tree.findall(".//p")] == ["Een", "Twee", "Drie"]


def test_section_is_named_by_its_heading(render: Render) -> None:
    tree = render("page", "section('Programma', 'prog', measure=true)", body="x")
    assert tree.find("section").get("aria-labelledby") == tree.find(".//h2").get("id")


@pytest.mark.parametrize(("first", "order"), [("true", ["aside", "div"]), ("false", ["div", "aside"])])
def test_side_column_stands_where_asked(render: Render, first: str, order: list[str]) -> None:
    tree = render("page", f"with_aside('zij', 'Inschrijven', first={first})", body="hoofd")
    assert [child.tag for child in tree.find("div")] == order
    assert tree.find(".//aside").get("aria-label") == "Inschrijven"


@pytest.mark.parametrize("name", ["wrap()", "band()", "measure()", "stack()", "small()", "with_filter('')"])
def test_frames_hold_what_they_get(render: Render, name: str) -> None:
    assert words(render("page", name, body="binnen")) == "binnen"


def test_toolbar_holds_heading_and_rest(render: Render) -> None:
    tree = render("page", "toolbar(nasty, id='r')", body="<a href='#'>Sorteer</a>")
    assert (tree.find(".//h2").get("id"), words(tree.find(".//h2"))) == ("r", NASTY)


def test_more_text_waits_behind_its_line(render: Render) -> None:
    tree = render("page", "more(nasty)", body="<p>Tekst</p>")
    assert words(tree.find(".//summary")) == NASTY
    assert tree.find("details").get("open") is None


def test_tile_with_address_is_a_link(render: Render) -> None:
    tree = render("page", "tiles([(13, 'bezet'), (4, nasty, '/w')])")
    assert [words(tile) for tile in tree.findall(".//li")] == ["13 bezet", f"4 {NASTY}"]
    assert links(tree) == [("/w", NASTY)]


def test_progress_has_a_name_and_a_number(render: Render) -> None:
    tree = render("page", "progress(2, 6, nasty, '2 van 6')")
    bar = tree.find(".//progress")
    assert (bar.get("value"), bar.get("max"), bar.get("aria-label")) == ("2", "6", NASTY)
    assert words(tree) == "2 van 6"


def test_numbered_steps_hide_their_ornament(render: Render) -> None:
    tree = render("page", "numbered([(nasty, 'Zin')])")
    assert (words(tree.find(".//h3")), tree.find(".//span").get("aria-hidden")) == (NASTY, "true")


def test_error_page_gives_code_for_the_helpdesk(render: Render) -> None:
    tree = render("page", "error_page('Weg', nasty, '404-ab')", body="<a href='/'>Home</a>")
    assert words(tree.find(".//h1")) == "Weg"
    assert [words(p) for p in tree.findall(".//p")] == [NASTY, "Code voor de helpdesk: 404-ab"]


def test_button_reads_out_its_row(render: Render) -> None:
    tree = render("buttons", "button('Wijzig', 'secondary', 'actie', nasty, hidden=nasty)")
    assert words(tree) == f"Wijzig {NASTY}"
    assert (tree.find("button").get("name"), tree.find("button").get("value")) == ("actie", NASTY)


def test_post_button_carries_token_and_values(render: Render) -> None:
    tree = render(
        "buttons", "post_button('Ja', '/ja', token, fields={'plek': nasty}, kind='link')", token="t"
    )
    assert (tree.find("form").get("method"), tree.find("form").get("action")) == ("post", "/ja")
    assert (tree.find(".//input").get("name"), tree.find(".//input").get("value")) == ("plek", NASTY)
    assert words(tree) == "tJa"


def test_row_of_buttons_holds_them(render: Render) -> None:
    assert "lp-formend" in render("buttons", "actions(end=true)", body="x").find("div").get("class")


def test_facts_pair_names_with_values(render: Render) -> None:
    tree = render("facts", "facts([('clock', 'Duur', nasty)])")
    assert (words(tree.find(".//dt")), words(tree.find(".//dd"))) == ("Duur", NASTY)


def test_panel_names_itself_and_shows_state(render: Render) -> None:
    tree = render("facts", "panel(nasty, 'kop', status=[('Vol', 'muted')])", body="knop")
    assert (tree.find(".//h2").get("id"), words(tree.find(".//h2"))) == ("kop", NASTY)
    assert words(tree.find(".//span")) == "Vol"


def test_reason_offers_the_next_step(render: Render) -> None:
    assert links(render("facts", "reason('Nog geen lid.', nasty, '/lid')")) == [("/lid", NASTY)]


def test_panel_links_have_words(render: Render) -> None:
    assert links(render("facts", "panel_links([('mail', nasty, '/m')])")) == [("/m", NASTY)]


def test_course_card_has_one_link_and_a_date(render: Render) -> None:
    call = "course_card(nasty, '/l', ('12', 'jan 2027', '2027-01-12'), [('Vol', '')], 'Zin', text_lang='nl')"
    tree = render("cards", call)
    assert links(tree) == [("/l", NASTY)]
    assert (tree.find(".//time").get("datetime"), words(tree.find(".//time"))) == (
        "2027-01-12",
        "12 jan 2027",
    )
    assert tree.find(".//h3").get("lang") == "nl"


def test_unknown_date_is_said_in_words(render: Render) -> None:
    assert words(render("cards", "date_block('', 'nog niet bekend')")) == "Start: nog niet bekend"


def test_details_name_what_they_are(render: Render) -> None:
    assert words(render("cards", "meta([('pin', 'Plaats', nasty)])")) == f"Plaats: {NASTY}"


def test_link_card_shows_progress_and_reason(render: Render) -> None:
    tree = render("cards", "link_card(nasty, '/x', bar=(1, 2, 'Voortgang', 'half'), why='Past bij jou')")
    assert links(tree) == [("/x", NASTY)]
    assert [words(tree.find(".//*[@class='lp-why']")), tree.find(".//progress").get("value")] == [
        "Past bij jou",
        "1",
    ]


@pytest.mark.parametrize(("ordered", "tag"), [("true", "ol"), ("false", "ul")])
def test_cards_stand_in_a_list(render: Render, ordered: str, tag: str) -> None:
    tree = render("cards", f"card_list(2, ordered={ordered})", body="<li>x</li>")
    assert tree.find(f"{tag}/li").text == "x"


def test_section_card_is_named_by_its_heading(render: Render) -> None:
    tree = render("cards", "card(nasty, id='kop', tag='section')", body="x")
    assert tree.find("section").get("aria-labelledby") == tree.find(".//h2").get("id")


def test_offer_shows_deadline_and_both_answers(render: Render) -> None:
    body = "<button>Ja</button><button>Nee</button>"
    tree = render("cards", "offer_card(nasty, 'voor vrijdag', '2027-01-15T12:00+01:00')", body=body)
    assert words(tree.find(".//time")) == "voor vrijdag"
    assert [words(button) for button in tree.findall(".//button")] == ["Ja", "Nee"]
    assert tree.find("section").get("aria-labelledby") == tree.find(".//h2").get("id")


def test_next_meeting_is_a_named_section(render: Render) -> None:
    tree = render("cards", "next_card('Over 3 dagen', nasty, [('cal', 'Wanneer', 'dinsdag')])", body="x")
    assert words(tree.find(".//h2")) == NASTY
    assert tree.find("section").get("aria-labelledby") == tree.find(".//h2").get("id")


def test_to_do_says_what_and_how_long(render: Render) -> None:
    tree = render("cards", "todo_list([('pen', nasty, '/t', '2 minuten')])")
    assert links(tree) == [("/t", NASTY)]
    assert words(tree.find(".//small")) == "2 minuten"


def test_chip_says_that_it_removes(render: Render) -> None:
    tree = render("chips", "chips([(nasty, '/zonder')], clear_url='/alles')")
    assert links(tree) == [("/zonder", f"{NASTY} verwijder filter"), ("/alles", "Wis alle filters")]


def test_without_filters_there_are_no_chips(render: Render) -> None:
    assert list(render("chips", "chips([])")) == []


def test_empty_state_offers_one_action(render: Render) -> None:
    tree = render("empty", "empty('Niets', nasty, 'Bekijk het aanbod', '/a')")
    assert links(tree) == [("/a", "Bekijk het aanbod")]
    assert words(tree.find(".//p")) == NASTY


def test_step_is_told_in_words(render: Render) -> None:
    assert words(render("steps", "steps(2, 3, nasty)")) == f"Stap 2 van 3. {NASTY}"


def test_step_list_links_back_only(render: Render) -> None:
    tree = render("steps", "step_list([(nasty, '/1'), ('Nu', '/2'), ('Straks', '/3')], 2)")
    assert links(tree) == [("/1", NASTY)]
    assert [words(step) for step in tree.findall(".//li[@aria-current='step']")] == ["2Nu"]


def test_summary_names_what_can_be_changed(render: Render) -> None:
    tree = render("summary", "summary_list([('Naam', nasty, '/n'), ('Kostenplaats', '')])")
    assert [words(value) for value in tree.findall(".//dd")] == [NASTY, "Wijzig", "niet ingevuld"]
    assert tree.find(".//a").get("aria-label") == "Wijzig: Naam"


def test_history_tells_moment_event_and_person(render: Render) -> None:
    tree = render("history", "history([('2026-11-22', '22 november', nasty, 'door Joris')])")
    assert tree.find(".//time").get("datetime") == "2026-11-22"
    assert words(tree.find(".//li/span")) == f"{NASTY}door Joris"


def test_letter_shows_subject_receiver_and_attachments(render: Render) -> None:
    mail = {
        "url": "/m",
        "subject": NASTY,
        "to": "a@b.example",
        "iso": "2026",
        "moment": "nu",
        "attachments": 2,
    }
    tree = render("mailbox", "mail_list([mail])", mail=mail)
    assert links(tree) == [("/m", NASTY)]
    assert [words(item) for item in tree.findall(".//li/ul/li")] == ["Aan a@b.example", "nu", "2 bijlagen"]


def test_letter_frame_may_do_nothing(render: Render) -> None:
    frame = render("mailbox", "letter_frame('/html', nasty)").find("iframe")
    assert (frame.get("sandbox"), frame.get("title")) == ("", NASTY)
