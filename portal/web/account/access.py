"""Who may come to which page of the account wing."""

from portal.web.kit.access import Audience, Rule

_EVERYONE = Rule(Audience.EVERYONE)
_SIGNED_IN = Rule(Audience.SIGNED_IN)

RULES: dict[str, Rule] = {
    "account.sign_in": _EVERYONE,
    "account.sign_in_with_password": _EVERYONE,
    "account.send_link": _EVERYONE,
    "account.link_sent": _EVERYONE,
    "account.link": _EVERYONE,
    "account.use_link": _EVERYONE,
    "account.sign_out": _EVERYONE,
    "account.sign_up": _EVERYONE,
    "account.ask_account": _EVERYONE,
    "account.confirmation_sent": _EVERYONE,
    "account.confirm": _EVERYONE,
    "account.use_confirmation": _EVERYONE,
    "account.well_known": _EVERYONE,
    "account.forgotten": _EVERYONE,
    "account.send_reset": _EVERYONE,
    "account.reset_sent": _EVERYONE,
    "account.reset": _EVERYONE,
    "account.use_reset": _EVERYONE,
    "account.change_password": _SIGNED_IN,
    "account.store_password": _SIGNED_IN,
    "account.profile": _SIGNED_IN,
}
