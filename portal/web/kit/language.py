"""English pages live under /en: a prefix, no cookie. Views and routes are written once."""

from collections.abc import Callable, Iterable
from typing import Any

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

KEY = "portal.language"


class LanguagePrefix:
    """Moves a leading /en from the path to SCRIPT_NAME, so that `url_for` writes it by itself."""

    def __init__(self, app: Wsgi) -> None:
        self.app = app

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """One request."""
        path = environ.get("PATH_INFO", "")
        environ[KEY] = "nl"
        if path == "/en" or path.startswith("/en/"):
            environ[KEY] = "en"
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/en"
            environ["PATH_INFO"] = path[3:] or "/"
        return self.app(environ, start_response)
