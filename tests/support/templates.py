"""Templates of pages, compiled once for all processes and runs of the tests instead of in each of them."""

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from portal.config import ROOT

FOLDER = ROOT / ".pytest_cache" / "templates"


def keep_compiled() -> None:
    """Every portal made from here on looks there first; a template that changed is compiled anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = FileSystemBytecodeCache(str(FOLDER))
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": kept}
