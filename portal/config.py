"""Settings, read once from the environment, frozen afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from portal.errors import PortalError

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
THEMES = {"", "theme-meander", "theme-griffier"}
TIME_ZONE = "Europe/Amsterdam"
LOG_LEVELS = ("debug", "info", "warning", "error")


class UnsafeSettings(PortalError):
    """The settings are incomplete or unsafe for the mode; the message says what to set."""


@dataclass(frozen=True)
class MailSettings:
    """Where mail goes out; `sender` is the From address of letters without an organisation of their own."""

    server: str = "127.0.0.1"
    port: int = 25
    use_tls: bool = False
    use_ssl: bool = False
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    sender: str = "leergang@localhost"
    timeout_seconds: float = 20.0


@dataclass(frozen=True)
class Settings:
    """All settings of one process. `mode` is production, demo or test."""

    mode: str
    secret_key: str = field(repr=False)
    site_url: str
    database_url: str = field(repr=False)
    mail: MailSettings
    site_name: str = "Leergang"
    time_zone: str = TIME_ZONE
    theme: str = ""
    clock: str = ""
    mailboxes: tuple[str, ...] = field(default=(), repr=False)
    mail_sink_dir: Path | None = None
    proxy_hops: int = 0
    contact_email: str = ""
    log_level: str = "info"

    @property
    def demo(self) -> bool:
        """Demo and test mode may move the clock and show the mailbox."""
        return self.mode in ("demo", "test")

    @property
    def secure(self) -> bool:
        """Whether people reach the portal over https."""
        return urlsplit(self.site_url).scheme == "https"

    @property
    def host(self) -> str:
        """The host (with port) that the portal answers to."""
        return urlsplit(self.site_url).netloc

    def clock_offset(self, real_now: datetime) -> timedelta:
        """How far `PORTAL_CLOCK` moves the clock: an ISO instant where it starts, or an offset like +14d."""
        return _clock_offset(self.clock, real_now) if self.clock else timedelta(0)


_UNITS = {"d": "days", "h": "hours", "m": "minutes", "w": "weeks"}


def _clock_offset(text: str, real_now: datetime) -> timedelta:
    if text[0] in "+-" and text[-1] in _UNITS and text[1:-1].isdigit():
        step = timedelta(**{_UNITS[text[-1]]: int(text[1:-1])})
        return step if text[0] == "+" else -step
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        raise UnsafeSettings(
            f"PORTAL_CLOCK={text!r}: give an instant like 2026-11-20T09:00+01:00 or an offset like +14d"
        ) from None
    return (start if start.tzinfo else start.replace(tzinfo=UTC)) - real_now


def _database_url(text: str) -> str:
    for prefix in ("postgresql://", "postgres://"):
        if text.startswith(prefix):
            return "postgresql+psycopg://" + text.removeprefix(prefix)
    return text


def _flag(text: str) -> bool:
    return text.strip().lower() in ("1", "true", "yes", "on")


def _number(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise UnsafeSettings(f"{name}={text!r}: give a whole number") from None


def read(environ: Mapping[str, str]) -> Settings:
    """Settings from `environ`; raises `UnsafeSettings` with what to set."""
    mode = environ.get("PORTAL_MODE", "production")
    sink = environ.get("MAIL_SINK_DIR")
    mail = MailSettings(
        server=environ.get("MAIL_SERVER", "127.0.0.1" if mode != "production" else ""),
        port=_number("MAIL_PORT", environ.get("MAIL_PORT", "25")),
        use_tls=_flag(environ.get("MAIL_USE_TLS", "")),
        use_ssl=_flag(environ.get("MAIL_USE_SSL", "")),
        username=environ.get("MAIL_USERNAME"),
        password=environ.get("MAIL_PASSWORD"),
        sender=environ.get("MAIL_SENDER", "leergang@portaal.example" if mode != "production" else ""),
    )
    settings = Settings(
        mode=mode,
        secret_key=environ.get("SECRET_KEY", ""),
        site_url=environ.get("SITE_URL", "" if mode == "production" else "http://127.0.0.1:8000").rstrip("/"),
        database_url=_database_url(
            environ.get("DATABASE_URL", f"sqlite:///{ROOT / 'instance' / 'portal.db'}")
        ),
        mail=mail,
        site_name=environ.get("PORTAL_NAME", "Leergang"),
        time_zone=environ.get("PORTAL_TIME_ZONE", TIME_ZONE),
        theme=environ.get("PORTAL_THEME", ""),
        clock=environ.get("PORTAL_CLOCK", ""),
        mailboxes=tuple(environ.get("MAILBOXES", "").split()),
        mail_sink_dir=Path(sink) if sink else None,
        proxy_hops=_number("PORTAL_PROXY_HOPS", environ.get("PORTAL_PROXY_HOPS", "0")),
        contact_email=environ.get("PORTAL_CONTACT", mail.sender),
        log_level=environ.get("LOG_LEVEL", "info").lower(),
    )
    problems = _problems(settings)
    if problems:
        raise UnsafeSettings("The portal does not start. " + " ".join(problems))
    return settings


def _problems(settings: Settings) -> list[str]:
    found = []
    if settings.mode not in ("production", "demo", "test"):
        found.append("PORTAL_MODE: choose production, demo or test.")
    if len(settings.secret_key) < 32:
        found.append("SECRET_KEY: set at least 32 random characters.")
    if settings.theme not in THEMES:
        found.append(f"PORTAL_THEME: choose one of {', '.join(sorted(THEMES - {''}))}, or leave it empty.")
    if settings.log_level not in LOG_LEVELS:
        found.append(f"LOG_LEVEL: choose {', '.join(LOG_LEVELS)}.")
    if settings.time_zone != TIME_ZONE:  # what agendas get is written in this one: mails must not say another
        found.append(f"PORTAL_TIME_ZONE: the portal only knows {TIME_ZONE}; leave it out.")
    host = urlsplit(settings.site_url).hostname
    if not host:
        found.append("SITE_URL: set the address that people use, like https://leren.voorbeeld.nl.")
    if settings.mode == "production":
        found += _production_problems(settings, host)
    elif host and settings.mode == "demo" and host not in LOOPBACK:
        found.append("PORTAL_MODE=demo shows everybody's mail: it only runs on 127.0.0.1.")
    return found


def _production_problems(settings: Settings, host: str | None) -> list[str]:
    found = []
    if host and not settings.secure and host not in LOOPBACK:
        found.append("SITE_URL: use https.")
    if settings.clock:
        found.append("PORTAL_CLOCK: only in demo and test mode.")
    if settings.mail_sink_dir:
        found.append("MAIL_SINK_DIR: only in demo and test mode.")
    if not settings.mail.server:
        found.append("MAIL_SERVER: set the name of the mail server.")
    if "@" not in settings.mail.sender:
        found.append("MAIL_SENDER: set the address that letters come from.")
    if settings.mail.username and not (settings.mail.use_tls or settings.mail.use_ssl):
        found.append("MAIL_USE_TLS or MAIL_USE_SSL: a password needs an encrypted connection.")
    return found
