"""The mailbox page of the demo."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path
from threading import Thread

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect
from werkzeug.serving import make_server

from demo import sink
from demo.programs import free_port
from portal import config
from portal.app import create_app
from portal.errors import NotFound
from portal.web.demo import messages
from tests.support.browser import DESKTOP, PHONE, NewPage, Trap, axe, no_sideways_scroll

NOOR = "noor@dorp.example"
LETTER = """<!doctype html><html lang="nl"><head><title>Plek</title><style>p { color: navy }</style></head>
<body><h1>Je hebt een plek</h1><p>Dag Noor. <a href="/demo/postbus?aan=noor">Bekijk je mail</a></p>
</body></html>"""


def letter(subject: str = "Je hebt een plek", to: str = NOOR) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"], message["From"], message["To"] = subject, "Leergang <portaal@leergang.example>", to
    message["Date"] = "Fri, 15 Jan 2027 17:00:00 +0100"
    message.set_content("Dag Noor,\n\nKijk op https://leren.example/plek?a=1&b=2.\n<b>Tot dan</b>\n")
    message.add_alternative(LETTER, subtype="html")
    message.add_attachment(b"rooster", maintype="text", subtype="html", filename='rooster "é".html')
    return message


def deliver(folder: Path, message: EmailMessage, to: str = NOOR) -> str:
    return sink.keep(folder, f"Delivered-To: {to}\r\n".encode() + message.as_bytes()).stem


def settings(folder: Path, *, site_url: str = "http://localhost", sink_dir: bool = True) -> config.Settings:
    return config.read(
        {
            "PORTAL_MODE": "test",
            "SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests",
            "SITE_URL": site_url,
            "DATABASE_URL": f"sqlite:///{folder / 'portal.db'}",
            **({"MAIL_SINK_DIR": str(folder)} if sink_dir else {}),
        }
    )


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return create_app(settings(tmp_path)).test_client()


def test_newest_mail_stands_first(client: FlaskClient, tmp_path: Path) -> None:
    for subject in ("Eerste", "Tweede", "Derde"):
        deliver(tmp_path, letter(subject))
    assert [one.subject for one in messages.summaries(tmp_path)] == ["Derde", "Tweede", "Eerste"]
    page = client.get("/demo/postbus").text
    assert page.index("Derde") < page.index("Tweede") < page.index("Eerste")


def test_mailbox_says_that_everyone_can_read_it(client: FlaskClient, tmp_path: Path) -> None:
    name = deliver(tmp_path, letter())
    pages = [client.get("/demo/postbus").text, client.get(f"/demo/postbus/{name}").text]
    assert [page for page in pages if "In de demo kan iedereen deze mail lezen" not in page] == []


def test_mail_is_found_by_its_hidden_recipient(client: FlaskClient, tmp_path: Path) -> None:
    deliver(tmp_path, letter("Voor Noor"))
    deliver(tmp_path, letter("Voor Bram", to="iedereen@dorp.example"), to="Bram@Stad.example")
    page = client.get("/demo/postbus?aan=bram@stad").text
    assert ("Voor Bram" in page, "Voor Noor" in page) == (True, False)


def test_long_mailbox_is_cut_into_pages(client: FlaskClient, tmp_path: Path) -> None:
    for number in range(26):
        deliver(tmp_path, letter(f"Nummer-{number}."))
    shown = [client.get(f"/demo/postbus?pagina={page}").text.count("Nummer-") for page in (1, 2, 99)]
    assert shown == [25, 1, 1]


def test_summary_tells_what_a_letter_says_of_itself(tmp_path: Path) -> None:
    name = deliver(tmp_path, letter())
    assert messages.summaries(tmp_path) == [
        messages.Summary(
            name=name,
            subject="Je hebt een plek",
            sender="Leergang <portaal@leergang.example>",
            recipients=(NOOR,),
            moment=datetime(2027, 1, 15, 16, 0, tzinfo=UTC),
            attachments=1,
        )
    ]


def test_letter_without_date_has_its_moment_of_arrival(tmp_path: Path) -> None:
    message = EmailMessage()
    assert messages.summary("20261122T083015250000-0123abcd", message).moment == datetime(
        2026, 11, 22, 8, 30, 15, 250000, tzinfo=UTC
    )


def test_text_of_a_letter_is_escaped_and_linked() -> None:
    assert str(messages.linked("Zie https://leren.example/plek?a=1&b=2. <b>javascript:alert(1)</b>")) == (
        'Zie <a class="nl-link" href="https://leren.example/plek?a=1&amp;b=2">'
        "https://leren.example/plek?a=1&amp;b=2</a>. &lt;b&gt;javascript:alert(1)&lt;/b&gt;"
    )


def test_links_are_web_addresses_only_and_once() -> None:
    html = '<a href="https://a.example/x">x</a><a href="javascript:alert(1)">y</a><a href="/z">z</a>'
    assert messages.links("Zie https://a.example/x en http://b.example.", html) == [
        "https://a.example/x",
        "http://b.example",
    ]


def test_letter_in_unknown_character_set_is_still_shown() -> None:
    message = EmailMessage()
    message.set_content("Dag Noor")
    message.replace_header("Content-Type", "text/plain; charset=x-onbekend")
    assert messages.text_part(message).strip() == "Dag Noor"


@pytest.mark.parametrize(
    "name",
    [
        "../secret_key",
        "..%2Fsecret_key",
        "%2e%2e%2fsecret_key",
        "..",
        "secret_key",
        "20261122T083015250000-0123abcd",
    ],
)
@pytest.mark.parametrize("page", ["", "/html", "/bron", "/bijlage/1"])
def test_only_names_that_the_sink_gives_are_read(
    client: FlaskClient, tmp_path: Path, name: str, page: str
) -> None:
    (tmp_path / "secret_key.eml").write_text("geheim", encoding="ascii")
    answer = client.get(f"/demo/postbus/{name}{page}")
    assert (answer.status_code, "geheim" in answer.text) == (404, False)


@pytest.mark.parametrize(
    "name", ["../a", "20261122T083015250000-0123abcd\n", "20261122T083015250000-0123ABCD"]
)
def test_strange_name_is_not_even_looked_up(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{Path(name).name}.eml").write_bytes(b"geheim")
    with pytest.raises(NotFound):
        messages.raw(tmp_path, name)


def test_rendered_letter_may_do_nothing(client: FlaskClient, tmp_path: Path) -> None:
    answer = client.get(f"/demo/postbus/{deliver(tmp_path, letter())}/html")
    assert answer.headers["Content-Security-Policy"] == (
        "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; "
        "frame-ancestors 'self'"
    )
    assert '<head><base target="_top">' in answer.text


def test_source_is_shown_as_plain_text(client: FlaskClient, tmp_path: Path) -> None:
    name = deliver(tmp_path, letter())
    answer = client.get(f"/demo/postbus/{name}/bron")
    assert (answer.mimetype, answer.data) == ("text/plain", (tmp_path / f"{name}.eml").read_bytes())


def test_attachment_is_downloaded_never_opened(client: FlaskClient, tmp_path: Path) -> None:
    name = deliver(tmp_path, letter())
    answer = client.get(f"/demo/postbus/{name}/bijlage/1")
    assert (answer.data, answer.headers["Content-Security-Policy"]) == (
        b"rooster",
        "sandbox; default-src 'none'",
    )
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert client.get(f"/demo/postbus/{name}/bijlage/2").status_code == 404


def test_attachment_name_with_line_break_stays_one_header() -> None:
    message = letter()
    part = next(message.iter_attachments())
    part.replace_header("Content-Disposition", "attachment; filename*=utf-8''a%0D%0ASet-Cookie%3Ax.pdf")
    assert messages.attachments(message)[0].name == "aSet-Cookie:x.pdf"


@pytest.mark.parametrize("sink_dir", [True, False])
def test_mailbox_exists_only_with_a_sink(tmp_path: Path, sink_dir: bool) -> None:
    rules = create_app(settings(tmp_path, sink_dir=sink_dir)).url_map.iter_rules()
    assert any(rule.endpoint.startswith("demo.") for rule in rules) == sink_dir


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The portal in a thread, for the browser."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    server = make_server("127.0.0.1", port, create_app(settings(tmp_path, site_url=url)), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield url
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.browser
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_mailbox_and_message_are_accessible(
    new_page: NewPage, site: str, tmp_path: Path, size: tuple[int, int]
) -> None:
    deliver(tmp_path, letter())
    page = new_page(site, size=size)
    page.goto("/demo/postbus")
    axe(page)
    no_sideways_scroll(page)
    page.get_by_role("link", name="Je hebt een plek").click()
    expect(page.frame_locator("iframe").get_by_role("heading")).to_have_text("Je hebt een plek")
    axe(page)
    no_sideways_scroll(page)


@pytest.mark.browser
def test_click_in_rendered_letter_leaves_the_frame(new_page: NewPage, site: str, tmp_path: Path) -> None:
    page = new_page(site)
    page.goto(f"/demo/postbus/{deliver(tmp_path, letter())}")
    page.frame_locator("iframe").get_by_role("link", name="Bekijk je mail").click()
    expect(page).to_have_url(f"{site}/demo/postbus?aan=noor")


@pytest.mark.browser
def test_script_in_a_letter_never_runs(browser: Browser, site: str, tmp_path: Path) -> None:
    trap = Trap(site)
    evil = letter()
    evil.get_body(("html",)).set_content('<p>Dag</p><script>alert("dag")</script>', subtype="html")  # type: ignore[union-attr]
    with browser.new_context(base_url=site) as context:
        context.on("page", trap.set)
        context.new_page().goto(f"/demo/postbus/{deliver(tmp_path, evil)}", wait_until="networkidle")
    assert [fault for fault in trap.caught if not fault.startswith("console: Blocked script execution")] == []
    assert len(trap.caught) == 1
