"""Every form as the pages themselves offer it, filled in with whatever one likes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urlsplit

import html5lib
from werkzeug.test import TestResponse

from tests.security.support import Portal
from tests.security.test_routes import FIRST, targets
from tests.security.world import AISHA, BRAM, CARLA, FACILITATOR, OTTO, TOM, VISITOR

TYPED = ("text", "search", "tel", "textarea", "email", "url")
DAY = "2027-02-01"
ADDRESS = "iemand.{}@veldrijk.example"
PASSWORD = "vier paarden in de wei"
OPENED = (*FIRST, TOM, OTTO, "ivo", "sam", "waiting")
TRIED_FIRST = (AISHA, TOM, FACILITATOR, BRAM)  # by whom a page is opened that several roles may see
# Forms after which little is left to try.
LATE = (
    "afmelden",
    "annuleren",
    "verwijder",
    "samenvoegen",
    "stop",
    "intrekken",
    "plekken",
    "overslaan",
    "weg",
    "concept",
)


@dataclass(frozen=True)
class Field:
    """One control: its name, its kind and the values it offers."""

    name: str
    kind: str
    value: str = ""
    offered: tuple[str, ...] = ()


@dataclass
class Form:
    """A form on a page of somebody."""

    page: str
    role: str
    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    @property
    def typed(self) -> list[Field]:
        """Where one can type what one likes."""
        return [one for one in self.fields if one.kind in TYPED]

    @property
    def has_file(self) -> bool:
        """Whether a file goes along, which can be read once."""
        return any(one.kind == "file" for one in self.fields)

    @property
    def key(self) -> tuple[str, ...]:
        """Forms with the same fields on the same kind of address are one form."""
        shape = tuple(part for part in urlsplit(self.action).path.split("/") if len(part) < 20)
        return (self.method, *shape, *(one.name for one in self.fields))

    def __str__(self) -> str:
        return f"{self.method} {self.action} on {self.page} as {self.role}"


def tree(text: str) -> Any:
    """The page as a browser reads it."""
    return html5lib.HTMLParser(namespaceHTMLElements=False).parse(text)


def forms_in(answer: TestResponse, page: str, role: str) -> Iterator[Form]:
    """The forms of a page."""
    for one in tree(answer.text).iter("form"):
        action, method = one.get("action") or page, (one.get("method") or "get").upper()
        yield Form(page, role, action, method, list(_fields(one)))


def _fields(form: Any) -> Iterator[Field]:
    radios: dict[str, list[str]] = {}
    for node in form.iter():
        name = node.get("name")
        if not name or name == "csrf_token":
            continue
        if node.tag == "textarea":
            yield Field(name, "textarea", node.text or "")
        elif node.tag == "select":
            yield Field(name, "select", "", tuple(o.get("value", "") for o in node.iter("option")))
        elif node.tag == "input" and node.get("type") == "radio":
            radios.setdefault(name, []).append(node.get("value", ""))
        elif node.tag in ("input", "button"):
            kind = node.get("type", "text") if node.tag == "input" else "button"
            yield Field(name, kind, node.get("value", ""))
    for name, values in radios.items():
        yield Field(name, "radio", "", tuple(values))


def every_form(portal: Portal, only: str = "") -> dict[tuple[str, ...], Form]:
    """Each form once, of every page that one of its own people may open; the final ones last."""
    found: dict[tuple[str, ...], Form] = {}
    for target in targets(portal, "GET"):
        if target.case.name not in OPENED or not target.path.startswith(only):
            continue
        inside = [role for role in TRIED_FIRST if role in target.allowed] or sorted(target.allowed)[:1]
        for role in [VISITOR, *inside] if VISITOR in target.allowed else inside:
            answer = portal.call(role, target.path)
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            for form in forms_in(answer, target.path, role):
                found.setdefault(form.key, form)
            if role != VISITOR:
                break
    late = sorted(found.items(), key=lambda pair: any(word in pair[1].action for word in LATE))
    return dict(late)


Choose = Callable[[Field], str]


def filled_in(form: Form, text: Choose, *, address: str) -> dict[str, Any]:
    """What a browser would send: `text` for what is typed, something that fits for all else."""
    sent: dict[str, Any] = {}
    for one in form.fields:
        if one.kind == "email":
            sent[one.name] = address
        elif one.kind in TYPED:
            sent[one.name] = text(one)
        elif one.kind == "password":
            sent[one.name] = PASSWORD
        elif one.kind in ("select", "radio"):
            sent[one.name] = _offered(one)
        elif one.kind == "checkbox":
            sent[one.name] = one.value or "y"
        elif one.kind == "date":
            sent[one.name] = DAY
        elif one.kind == "file":
            sent[one.name] = (BytesIO(b"e-mail;naam;vanaf\nlid@zee.example;Lid;1-1-2027\n"), "leden.csv")
        elif one.kind != "button":
            sent[one.name] = one.value
    return sent


def _offered(one: Field) -> str:
    """The last choice: with the most fields behind it, such as coming with somebody."""
    return next((value for value in reversed(one.offered) if value), "")


def send(portal: Portal, form: Form, data: dict[str, Any]) -> TestResponse:
    """Sends the form in the name of whose page it is."""
    if form.method == "GET":
        pairs = {name: value for name, value in data.items() if isinstance(value, str)}
        return portal.call(form.role, f"{urlsplit(form.action).path}?{urlencode(pairs, errors='replace')}")
    return portal.call(form.role, form.action, "POST", data=data)


def pages(portal: Portal) -> Iterator[tuple[str, str]]:
    """Every page that somebody may open, with who does."""
    for target in targets(portal, "GET"):
        for role in (AISHA, CARLA, TOM, BRAM, *sorted(target.allowed)):
            if role in target.allowed:
                yield role, target.path
                break
