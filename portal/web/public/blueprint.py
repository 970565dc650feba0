"""The blueprint of the pages that everybody may see."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)
