"""The portal starts only with settings that are complete and safe, and says what to set."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.config import UnsafeSettings, read

SAFE = {
    "SECRET_KEY": "k" * 32,
    "SITE_URL": "https://leren.voorbeeld.example",
    "MAIL_SERVER": "smtp.voorbeeld.example",
    "MAIL_SENDER": "leergang@voorbeeld.example",
}
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def complaint(**changed: str) -> str:
    """What is said about safe settings of production with some of them changed."""
    with pytest.raises(UnsafeSettings) as refused:
        read({**SAFE, **changed})
    return str(refused.value).removeprefix("The portal does not start. ")


def test_production_is_what_one_gets_without_asking() -> None:
    settings = read(SAFE)
    assert (settings.mode, settings.demo, settings.secure) == ("production", False, True)
    assert (settings.host, settings.contact_email) == ("leren.voorbeeld.example", SAFE["MAIL_SENDER"])


def test_production_without_any_setting_names_each_of_them() -> None:
    with pytest.raises(UnsafeSettings) as refused:
        read({})
    names = ("SECRET_KEY", "SITE_URL", "MAIL_SERVER", "MAIL_SENDER")
    assert [name for name in names if f"{name}: set " not in str(refused.value)] == []


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"SECRET_KEY": "k" * 31}, "SECRET_KEY"),
        ({"SITE_URL": ""}, "SITE_URL"),
        ({"SITE_URL": "http://leren.voorbeeld.example"}, "SITE_URL"),
        ({"PORTAL_MODE": "debug"}, "PORTAL_MODE"),
        ({"PORTAL_MODE": "demo"}, "PORTAL_MODE=demo"),
        ({"PORTAL_CLOCK": "+14d"}, "PORTAL_CLOCK"),
        ({"MAIL_SINK_DIR": "instance/postbus"}, "MAIL_SINK_DIR"),
        ({"MAIL_SERVER": ""}, "MAIL_SERVER"),
        ({"MAIL_SENDER": "leergang"}, "MAIL_SENDER"),
        ({"MAIL_USERNAME": "portaal", "MAIL_PASSWORD": "geheim"}, "MAIL_USE_TLS or MAIL_USE_SSL"),
        ({"PORTAL_THEME": "theme-paars"}, "PORTAL_THEME"),
        ({"PORTAL_TIME_ZONE": "Europe/Zoetermeer"}, "PORTAL_TIME_ZONE"),
        ({"PORTAL_TIME_ZONE": "America/Curacao"}, "PORTAL_TIME_ZONE"),
        ({"LOG_LEVEL": "luid"}, "LOG_LEVEL"),
    ],
)
def test_one_unsafe_setting_is_named_alone(changed: dict[str, str], named: str) -> None:
    said = complaint(**changed)
    assert said.startswith(named)
    assert said.count(". ") == 0


@pytest.mark.parametrize("name", ["MAIL_PORT", "PORTAL_PROXY_HOPS"])
def test_number_that_is_none_is_quoted(name: str) -> None:
    with pytest.raises(UnsafeSettings, match=f"^{name}='veel': give a whole number$"):
        read({**SAFE, name: "veel"})


def test_password_over_an_encrypted_line_is_fine() -> None:
    mail = read({**SAFE, "MAIL_USERNAME": "portaal", "MAIL_PASSWORD": "geheim", "MAIL_USE_TLS": "1"}).mail
    assert (mail.username, mail.use_tls, mail.use_ssl) == ("portaal", True, False)


def test_secrets_are_not_in_what_is_printed_of_settings() -> None:
    secret = {"MAIL_USERNAME": "portaal", "MAIL_PASSWORD": "geheim-woord", "MAIL_USE_SSL": "1"}
    places = {
        "DATABASE_URL": "postgresql://u:geheim-woord@db/x",
        "MAILBOXES": "imaps://u:geheim-woord@mail/INBOX",
    }
    shown = repr(read({**SAFE, **secret, **places}))
    assert ("geheim-woord" in shown, SAFE["SECRET_KEY"] in shown) == (False, False)


@pytest.mark.parametrize("url", ["postgres://u@db/x", "postgresql://u@db/x", "postgresql+psycopg://u@db/x"])
def test_any_address_of_postgresql_uses_the_driver_that_is_there(url: str) -> None:
    assert read({**SAFE, "DATABASE_URL": url}).database_url == "postgresql+psycopg://u@db/x"


@pytest.mark.parametrize(
    ("clock", "offset"),
    [
        ("", timedelta(0)),
        ("+14d", timedelta(days=14)),
        ("-3h", timedelta(hours=-3)),
        ("+2w", timedelta(weeks=2)),
        ("2026-11-20T10:00+01:00", timedelta(0)),
        ("2026-11-21T09:00", timedelta(days=1)),
    ],
)
def test_clock_of_a_scenario_starts_where_it_is_told(clock: str, offset: timedelta) -> None:
    settings = read({**SAFE, "PORTAL_MODE": "test", "PORTAL_CLOCK": clock})
    assert settings.clock_offset(NOW) == offset


def test_clock_that_cannot_be_read_says_what_to_give() -> None:
    settings = read({**SAFE, "PORTAL_MODE": "test", "PORTAL_CLOCK": "morgen"})
    with pytest.raises(UnsafeSettings, match=r"PORTAL_CLOCK='morgen': give an instant like .* or .* \+14d"):
        settings.clock_offset(NOW)
