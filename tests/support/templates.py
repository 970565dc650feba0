"""Templates of pages, compiled once for all processes and runs of the tests instead of in each of them."""

from hashlib import sha256

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from portal.config import ROOT

# What templates become depends on the settings of the engine too, which the engine's own check does not see.
_ENGINE = b"".join(
    (ROOT / "portal" / "web" / "kit" / f"{name}.py").read_bytes() for name in ("engine", "filters")
)
FOLDER = ROOT / ".pytest_cache" / f"templates-{sha256(_ENGINE).hexdigest()[:12]}"


def keep_compiled() -> None:
    """Every portal made from here on looks there first; a template that changed is compiled anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = FileSystemBytecodeCache(str(FOLDER))
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": kept}
