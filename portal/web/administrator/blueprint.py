"""The blueprint of the administration."""

from flask import Blueprint

blueprint = Blueprint("administrator", __name__, url_prefix="/beheer")
