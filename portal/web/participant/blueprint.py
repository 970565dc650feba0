"""The blueprint of the people who take part."""

from flask import Blueprint

blueprint = Blueprint("participant", __name__)
