"""Text of people is text: on every page, in every export, in every letter (B1, B3, B4, B6)."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.outbox import rendering
from portal.outbox.letter import Letter
from portal.outbox.mailer import Envelope, to_bytes
from portal.outbox.models import OutgoingLetter
from portal.people.addresses import clean_line
from portal.registrations.exporting import DANGEROUS
from tests.builders import NOW
from tests.security.forms import ADDRESS, Field, Form, every_form, filled_in, forms_in, pages, send, tree
from tests.security.payloads import FORMULAS, SCRIPTS
from tests.security.support import Portal, open_portal
from tests.security.test_routes import no_faults
from tests.security.world import BRAM
from tests.support.browser import NewPage
from tests.support.proof import size
from tests.support.servers import LiveServer

STEPS = ("", "/inschrijven", "/inschrijven", "/inschrijven")  # each step of enrolling opens the next one
ENROLS = "/inschrijven/"
TIMES = size(2, len(SCRIPTS) + len(FORMULAS))
PAYLOADS = (*SCRIPTS, *FORMULAS)
SCHEMES = re.compile(r"[\s\0-\x20]*(javascript|data|vbscript):", re.I)
# The only frame: a letter as its reader gets it, which may run nothing and has a policy of its own.
OWN_FRAME = re.compile(r"/werk/edities/[\w-]{22}/(mail|voorbeelden)/[\w/-]+/opgemaakt(\?lezer=\d+)?")
OWN_SCRIPT = re.compile(r"/static/js/[a-z-]+\.js\?v=[0-9a-f]{10}")
HEADERS = {
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
    "Content-Type", "Content-Language", "List-Unsubscribe",
}  # fmt: skip


class Poison:
    """The portal after somebody typed payloads in every field of every form."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.typed: set[str] = set()
        self.faults: list[str] = []
        self.fields: set[tuple[str, str]] = set()
        self._number = count()
        seen: set[tuple[str, ...]] = set()
        for step in STEPS:
            new = {key: form for key, form in every_form(portal, step).items() if key not in seen}
            for form in new.values():
                self._poison(form)
            seen |= set(new)

    def _poison(self, form: Form) -> None:
        for _time in range(TIMES if form.typed else ENROLS in form.action):
            address = ADDRESS.format(next(self._number))
            answer = send(self.portal, form, filled_in(form, self._payload, address=address))
            self.faults += [f"{form}: {fault}" for fault in faults_in(answer)]
            if answer.status_code >= 500:
                self.faults.append(f"{form}: {answer.status}")
            self._press_on(form, answer)
            self.fields |= {(form.action, one.name) for one in form.typed}

    def _press_on(self, form: Form, answer: TestResponse) -> None:
        """Where a page asks "are you sure?", says yes."""
        if form.method == "POST" and answer.status_code == 200:
            for sure in forms_in(answer, form.action, form.role):
                if not sure.typed and sure.action.startswith(form.action):
                    send(self.portal, sure, {one.name: one.value for one in sure.fields})

    def _payload(self, field: Field) -> str:
        number = next(self._number)
        if field.name == "people":
            return f"{PAYLOADS[number % len(PAYLOADS)]} <{ADDRESS.format(number)}>".replace("<script>", "")
        if field.name == "seats":
            return "4"
        payload = PAYLOADS[number % len(PAYLOADS)]
        self.typed.add(payload)
        return payload


def faults_in(answer: TestResponse) -> list[str]:
    """What in this page is more than text."""
    if answer.mimetype != "text/html":
        return []
    found = []
    for node in tree(answer.text).iter():
        if not isinstance(node.tag, str):
            continue
        found += [f"<{node.tag} {name}>" for name in node.attrib if name.startswith("on") or name == "style"]
        found += [
            f"<{node.tag} {name}={value[:80]!r}>"
            for name, value in node.attrib.items()
            if name in ("href", "src", "action", "formaction", "data", "srcdoc") and SCHEMES.match(value)
        ]
        found += _strange(node)
    return found


def _strange(node: Any) -> list[str]:
    if node.tag == "script":
        fine = OWN_SCRIPT.fullmatch(node.get("src", "")) or _is_data(node)
        return [] if fine else [f"<script> {node.get('src')} {(node.text or '')[:80]}"]
    if node.tag == "iframe" and OWN_FRAME.fullmatch(node.get("src", "")) and node.get("sandbox") == "":
        return []
    if node.tag in ("iframe", "object", "embed", "base", "style", "math", "video", "audio", "marquee"):
        return [f"<{node.tag}>"]
    if node.tag == "meta" and node.get("http-equiv"):
        return ["<meta http-equiv>"]
    return []


def _is_data(node: Any) -> bool:
    return node.get("type") == "application/ld+json" and bool(json.loads(node.text))


def words_of(text: str) -> str:
    """All that a reader sees or may change on this page."""
    seen = []
    for node in tree(text).iter():
        if isinstance(node.tag, str):
            seen += [node.text or "", node.tail or "", node.get("value", "")]
    return " ".join(" ".join(seen).split())


@pytest.fixture(scope="module")
def poison(world_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Poison]:
    """Made once for this file; its tests only look."""
    patch = pytest.MonkeyPatch()
    patch.setattr("portal.people.limits.enforce", lambda *_anything, **_more: None)
    with open_portal(world_home, tmp_path_factory.mktemp("poison")) as portal:
        yield Poison(portal)
    patch.undo()


def test_every_form_answers_with_text(poison: Poison) -> None:
    no_faults(poison.faults)
    assert len(poison.fields) > 40


def test_every_page_shows_payloads_as_text(poison: Poison) -> None:
    faults, words = [], ""
    for role, path in pages(poison.portal):
        answer = poison.portal.call(role, path)
        if path.startswith("/demo/postbus/"):
            continue
        if answer.status_code >= 500:
            faults.append(f"{path}: {answer.status}")
        found = faults_in(answer)
        if path.endswith("/opgemaakt"):  # a letter in its frame: only the style of its own may be there
            found = [fault for fault in found if not fault.endswith(" style>")]
        faults += [f"{path} as {role}: {fault}" for fault in found]
        if answer.mimetype == "text/html":
            words += words_of(answer.text)
    no_faults(faults)
    shown = {payload for payload in poison.typed if clean_line(payload) in words}
    assert len(shown) >= size(15, 60), shown  # the walk does meet what was typed


def letters(poison: Poison) -> list[tuple[OutgoingLetter, rendering.Rendered]]:
    """Every letter, as it will leave."""
    with poison.portal.database_open() as session:
        rows = session.scalars(select(OutgoingLetter)).all()
        return [(row, rendering.render(_letter(row), row.public_id)) for row in rows]


def _letter(row: OutgoingLetter) -> Letter:
    return Letter(
        kind=row.kind,
        occasion=row.occasion,
        to_address=row.to_address,
        to_name=row.to_name,
        language=row.language,
        facts=row.facts,
        sender_name=row.sender_name,
        sender_address=row.sender_address,
        token_ids=tuple(row.token_ids),
    )


def test_every_letter_shows_payloads_as_text(poison: Poison) -> None:
    faults, shown = [], 0
    for row, written in letters(poison):
        shown += "XSS7" in written.text
        for node in tree(written.html).iter():
            names = getattr(node, "attrib", {})
            if node.tag in ("script", "iframe", "object", "form", "img", "svg", "base", "embed", "math"):
                faults.append(f"{row.kind}: <{node.tag}>")
            faults += [f"{row.kind}: <{node.tag} {name}>" for name in names if str(name).startswith("on")]
            if "href" in names and not names["href"].startswith(("https://leren.example/", "mailto:")):
                faults.append(f"{row.kind}: leads to {names['href'][:80]}")
    no_faults(faults)
    assert shown >= 5


def test_name_makes_no_header_and_opens_no_link(poison: Poison) -> None:
    for row, written in letters(poison):
        envelope = Envelope(
            to_address=row.to_address,
            to_name=row.to_name,
            sender_name=row.sender_name or "Leergang",
            reply_to=row.sender_address,
            subject=written.subject,
            text=rendering.fill(written.text, row.public_id, dict.fromkeys(row.token_ids, "GEHEIM")),
            html=written.html,
            message_id=rendering.message_id(row.public_id),
            language=row.language,
        )
        sent = to_bytes(envelope, sender="leergang@leren.example", sent_at=NOW)
        message = message_from_bytes(sent, policy=policy.default)
        assert {*message.keys()} <= HEADERS
        assert [address.addr_spec for address in message["To"].addresses] == [row.to_address]
        text = message.get_body(("plain",)).get_content()
        assert text.count("GEHEIM") <= len(row.facts)
        assert "GEHEIMXSS7" not in text


def export(poison: Poison, ending: str) -> bytes:
    edition = poison.portal.world.edition["own"]
    answer = poison.portal.call(BRAM, f"/werk/edities/{edition}/export.{ending}")
    assert answer.status_code == 200
    return answer.data


def is_formula(cell: str) -> bool:
    return cell.lstrip(" \u00a0\t\r\n")[:1] in DANGEROUS if cell.strip() else False


@pytest.fixture
def formulas(poison: Poison) -> Iterator[list[str]]:
    """The names of people in the edition are formulas."""
    with poison.portal.database_open() as session:
        rows = session.connection().exec_driver_sql("SELECT id, name FROM people ORDER BY id").all()
        session.rollback()
    for (row, _name), formula in zip(rows, FORMULAS, strict=False):
        _rename(poison, row, formula)
    yield [*FORMULAS]
    for row, name in rows:
        _rename(poison, row, name)


def _rename(poison: Poison, row: int, name: str) -> None:
    with poison.portal.database_open() as session:
        session.connection().exec_driver_sql("UPDATE people SET name = ? WHERE id = ?", (name, row))
        session.commit()


def test_csv_opens_as_text_only(poison: Poison, formulas: list[str]) -> None:
    text = export(poison, "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [cell for row in rows for cell in row if is_formula(cell)] == []
    names = {row[1].removeprefix("'") for row in rows}
    assert len(names & set(formulas)) >= 3


def test_workbook_opens_as_text_only(poison: Poison, formulas: list[str]) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(export(poison, "xlsx"))).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert [cell.hyperlink for cell in cells if cell.hyperlink] == []
    assert [c.value for c in cells if isinstance(c.value, str) and is_formula(c.value)] == []
    assert len({str(cell.value).removeprefix("'") for cell in cells} & set(formulas)) >= 3


def test_negative_number_stays_a_number(poison: Poison) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(export(poison, "xlsx"))).active
    heads = [cell.value for cell in next(sheet.iter_rows())]
    column = heads.index("Prijs in euro")
    assert {type(row[column].value) for row in sheet.iter_rows(min_row=2)} <= {int, float, type(None)}


@pytest.mark.browser
def test_no_script_runs_on_any_page(
    poison: Poison, start_server: Callable[..., LiveServer], new_page: NewPage
) -> None:
    """A real browser, with a trap for dialogs, console errors and foreign requests on every page."""
    moved = {"PORTAL_CLOCK": NOW.isoformat()}
    server = start_server(f"sqlite:///{poison.portal.database}", workers=1, more=moved)
    walked: dict[str, Page] = {}
    for role, path in list(pages(poison.portal))[:: size(3, 1)]:
        if path.startswith("/demo/") or poison.portal.call(role, path).mimetype != "text/html":
            continue
        if role not in walked:
            walked[role] = new_page(server.url)
            name, _, value = poison.portal.cookie(role).partition("=")
            cookie = {"name": name.removeprefix("__Host-"), "value": value, "url": server.url}
            walked[role].context.add_cookies([cookie])
        walked[role].goto(path, wait_until="load")
        assert walked[role].evaluate("typeof window.XSS7") == "undefined"
