"""What every page must be, whoever opens it: accessible, narrow enough, in one language, with one heading."""

import hashlib
import re
from itertools import pairwise

from playwright.sync_api import Page

from portal.mailings.placeholders import NAMES
from tests.support.browser import axe, no_sideways_scroll

TITLES = "Leergang"
NOT_DUTCH = {"the", "and", "your", "you", "please", "registration", "waitlist", "seat", "enrol", "sign"}
NOT_ENGLISH = {
    "je", "jij", "jouw", "niet", "een", "het", "voor", "naar", "wordt", "plek", "plekken", "inschrijven",
    "wachtlijst", "afmelden", "bijeenkomst", "aanbod", "nog", "bij", "ook", "dan", "leergangen",
}  # fmt: skip
FORMAL = {"u", "uw"}
PUBLISHED = ("Is uw arbeidsmarktregio",)  # titles as the organiser wrote them
MARK = re.compile(r"%\(|\{\{|\}\}|\bNone\b|&[a-z]+;")

# All text that is shown in the page's own language: not the parts that carry a language of their own.
READ = """() => {
  const own = document.documentElement.lang;
  const other = (node) => {
    for (let at = node.parentElement; at; at = at.parentElement) {
      if (at.lang && at !== document.documentElement) return at.lang !== own;
      if (["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT"].includes(at.tagName)) return true;
    }
    return false;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const words = [];
  while (walker.nextNode()) if (!other(walker.currentNode)) words.push(walker.currentNode.data);
  return words.join(" ");
}"""
FACTS = """() => ({
  lang: document.documentElement.lang,
  title: document.title,
  headings: [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((one) => Number(one.tagName[1])),
  ids: [...document.querySelectorAll("[id]")].map((one) => one.id),
  inline: document.querySelectorAll(
    "[style], style, script:not([src]):not([type='application/ld+json'])").length
    + [...document.querySelectorAll("*")].filter(
      (one) => one.getAttributeNames().some((name) => name.startsWith("on"))).length,
  errors: document.querySelectorAll("#fouten").length,
})"""

_seen: set[str] = set()


def look(page: Page) -> None:
    """Fails on everything that a page must never be. The same page at the same size is looked at once."""
    key = _fingerprint(page)
    if key in _seen:
        return
    structure(page)
    language(page)
    no_sideways_scroll(page)
    axe(page)
    _seen.add(key)


def structure(page: Page) -> None:
    """One h1, no skipped level, a title, ids once, nothing inline."""
    facts = page.evaluate(FACTS)
    levels = facts["headings"]
    skipped = [(a, b) for a, b in pairwise(levels) if b > a + 1]
    words = facts["title"].removesuffix(f" - {TITLES}")
    assert (levels.count(1), skipped) == (1, []), f"headings of {page.url}: {levels}"
    assert words not in ("", facts["title"]), f"title of {page.url}: {facts['title']!r}"
    wrong = "Error: " if facts["lang"] == "en" else "Fout: "
    assert words.startswith(wrong) == bool(facts["errors"]), f"title of {page.url}: {facts['title']!r}"
    assert len(facts["ids"]) == len(set(facts["ids"])), f"an id stands twice on {page.url}"
    assert facts["inline"] == 0, f"style or script inside {page.url}"


def language(page: Page) -> None:
    """One language, friendly, without leftovers of the machine."""
    facts, text = page.evaluate(FACTS), page.evaluate(READ)
    text = re.sub(r"https?://\S+|\S+@\S+|LG-\w+", "", text.replace("\N{NO-BREAK SPACE}", " "))
    for title in PUBLISHED:
        text = text.replace(title, "")
    for name in NAMES:  # an organiser reads which words stand for a fact in a mail
        text = text.replace(f"{{{{{name}}}}}", "")
    words = set(re.findall(r"[a-zà-ÿ]+", text.lower()))
    foreign = words & (NOT_ENGLISH if facts["lang"] == "en" else NOT_DUTCH | FORMAL)
    assert foreign == set(), f"words of another language on {page.url}: {sorted(foreign)}"
    assert MARK.findall(text) == [], f"leftovers on {page.url}: {MARK.findall(text)}"


def _fingerprint(page: Page) -> str:
    text = re.sub(r'(name="(?:csrf_token|key)"[^>]*value=")[^"]*', r"\1", page.content())
    return hashlib.sha256(f"{page.viewport_size}{text}".encode()).hexdigest()
