"""Who may come to which page of the demo: everyone, as the pages themselves say."""

from portal.web.kit.access import Audience, Rule

_EVERYONE = Rule(Audience.EVERYONE)

RULES: dict[str, Rule] = {
    "demo.mailbox": _EVERYONE,
    "demo.message": _EVERYONE,
    "demo.message_html": _EVERYONE,
    "demo.answer": _EVERYONE,
    "demo.raw": _EVERYONE,
    "demo.attachment": _EVERYONE,
}
