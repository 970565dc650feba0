"""The blueprint of the workbench."""

from flask import Blueprint

blueprint = Blueprint("organiser", __name__, url_prefix="/werk")
