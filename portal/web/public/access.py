"""Who may see the public pages: everyone."""

from portal.web.kit.access import Audience, Rule

_EVERYONE = Rule(Audience.EVERYONE)

RULES: dict[str, Rule] = {
    "public.home": _EVERYONE,
    "public.catalogue": _EVERYONE,
    "public.programme": _EVERYONE,
    "public.edition": _EVERYONE,
    "public.interest": _EVERYONE,
    "public.ask_interest": _EVERYONE,
    "public.interest_sent": _EVERYONE,
    "public.interest_confirm": _EVERYONE,
    "public.confirm_interest": _EVERYONE,
    "public.interest_confirmed": _EVERYONE,
    "public.interest_remove": _EVERYONE,
    "public.remove_interest": _EVERYONE,
    "public.interest_removed": _EVERYONE,
    "public.external": _EVERYONE,
    "public.frameworks": _EVERYONE,
    "public.framework": _EVERYONE,
    "public.finding": _EVERYONE,
    "public.advice": _EVERYONE,
    "public.action": _EVERYONE,
    "public.about": _EVERYONE,
    "public.contact": _EVERYONE,
    "public.accessibility": _EVERYONE,
    "public.privacy": _EVERYONE,
    "public.vulnerability": _EVERYONE,
    "public.feed": _EVERYONE,
    "public.agenda": _EVERYONE,
    "public.edition_agenda": _EVERYONE,
    "public.edition_copy": _EVERYONE,
    "public.organisation_agenda": _EVERYONE,
    "public.guide_agenda": _EVERYONE,
    "public.sitemap": _EVERYONE,
    "public.robots": _EVERYONE,
    "public.security": _EVERYONE,
    "public.health": _EVERYONE,
}
