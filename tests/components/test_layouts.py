"""The frame around every page."""

from typing import Any

import html5lib
import pytest
from jinja2 import Environment

from tests.components.rendering import NASTY, Element, context, person, words

PAGE = (
    '{% extends "layout/base.html" %}{% block title %}{{ name }}{% endblock %}{% block main %}x{% endblock %}'
)
FORM = PAGE.replace("base", "form")
BENCH = PAGE.replace("base", "workbench") + "{% block heading %}{{ name }}{% endblock %}"


def page(env: Environment, source: str = PAGE, **changes: Any) -> Element:
    html = env.from_string(source).render(context(**changes), name=changes.get("name", "Leergangen"))
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(html)


def menu(tree: Element) -> list[tuple[str, str | None]]:
    return [(words(link), link.get("href")) for link in tree.findall(".//nav[@class='lp-nav']//a")]


def test_title_ends_with_name_of_portal(env: Environment) -> None:
    tree = page(env, name=NASTY)
    assert words(tree.find(".//title")) == f"{NASTY} - Leergang"
    assert tree.find(".//meta[@property='og:title']").get("content") == NASTY


def test_visitor_sees_three_ways_in(env: Environment) -> None:
    assert menu(page(env)) == [
        ("Leergangen", "/public/catalogue"),
        ("Over ons", "/public/about"),
        ("Inloggen", "/account/sign_in"),
    ]


def test_member_sees_own_pages_and_way_out(env: Environment) -> None:
    tree = page(env, viewer=person(short_name=NASTY))
    assert menu(tree) == [
        ("Mijn overzicht", "/participant/home"),
        ("Leergangen", "/public/catalogue"),
        (NASTY, "/account/profile"),
    ]
    way_out = tree.find(".//nav//form")
    assert (way_out.get("method"), way_out.get("action")) == ("post", "/account/sign_out")
    assert way_out.find("input").get("name") == "csrf_token"


@pytest.mark.parametrize(
    ("role", "extra"),
    [
        ("is_organiser", ("Werkbank", "/organiser/home")),
        ("is_administrator", ("Beheer", "/administrator/home")),
    ],
)
def test_role_adds_one_menu_item(env: Environment, role: str, extra: tuple[str, str]) -> None:
    plain, more = menu(page(env, viewer=person())), menu(page(env, viewer=person(**{role: True})))
    assert [item for item in more if item not in plain] == [extra]


def test_one_menu_item_is_the_current_one(env: Environment) -> None:
    tree = page(env, nav="catalogue")
    assert [words(link) for link in tree.findall(".//a[@aria-current='page']")] == ["Leergangen"]


@pytest.mark.parametrize(("lang", "other", "word"), [("nl", "en", "English"), ("en", "nl", "Nederlands")])
def test_language_link_speaks_its_own_language(env: Environment, lang: str, other: str, word: str) -> None:
    tree = page(env, lang=lang)
    link = tree.find(f".//a[@hreflang='{other}']")
    assert (tree.get("lang"), link.get("lang"), words(link)) == (lang, other, word)


def test_theme_is_a_class_on_the_page(env: Environment) -> None:
    assert page(env, theme="theme-griffier").get("class") == "theme-griffier"


def test_skip_link_leads_to_main(env: Environment) -> None:
    tree = page(env)
    assert tree.find("body/a").get("href") == "#inhoud"
    assert (tree.find(".//main").get("id"), tree.find(".//main").get("tabindex")) == ("inhoud", "-1")


def test_news_is_announced_as_text(env: Environment) -> None:
    tree = page(env, flashes=[("success", NASTY), ("strange", "Klaar")])
    news = tree.findall(".//main//*[@role='status']")
    assert [(words(item), item.get("class").split("--")[-1]) for item in news] == [
        (NASTY, "ok"),
        ("Klaar", "info"),
    ]


@pytest.mark.parametrize(("demo", "links"), [(True, ["/demo/mailbox"]), (False, [])])
def test_demo_strip_leads_to_the_mailbox(env: Environment, demo: bool, links: list[str]) -> None:
    tree = page(env, demo=demo)
    assert [link.get("href") for link in tree.findall(".//div[@class='lp-demo']//a")] == links


def test_font_is_fetched_once(env: Environment) -> None:
    """The style sheet asks for the font without a version, so the preload must too."""
    link = page(env).find(".//link[@rel='preload']")
    assert link.get("href") == "/static/vendor/source-sans-3-latin-wght-normal.woff2"


@pytest.mark.parametrize("source", [PAGE, FORM, BENCH])
def test_layout_has_no_inline_code(env: Environment, source: str) -> None:
    tree = page(env, source)
    assert tree.findall(".//style") + tree.findall(".//*[@style]") == []
    assert [script.get("src") is None for script in tree.findall(".//script")].count(True) == 0


def test_workbench_puts_its_heading_in_the_band(env: Environment) -> None:
    assert words(page(env, BENCH, name=NASTY).find(".//div[@class='lp-hero']//h1")) == NASTY
