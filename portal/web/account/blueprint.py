"""The blueprint of everybody's own account."""

from flask import Blueprint

blueprint = Blueprint("account", __name__)
