"""Who may make and change programmes and editions: their organisers, always through one's own."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal import policy
from portal.eligibility.facts import Rule as EligibilityRule
from portal.eligibility.facts import RuleKind
from portal.eligibility.queries import edition_rules
from portal.errors import NotFound
from portal.people.models import Organisation
from portal.people.viewer import Viewer
from portal.programmes.editing import is_key
from portal.programmes.models import Edition, Programme
from portal.web.kit.access import Audience, Loader, Rule

Address = Mapping[str, str]


def own_programme(session: Session, viewer: Viewer | None, address: Address) -> Programme:
    """The programme in the address, if the viewer organises it."""
    return policy.programme_for(session, viewer, address["slug"])


def organiser_of(session: Session, viewer: Viewer | None, address: Address) -> tuple[Programme, Organisation]:
    """An organisation that organises the programme in the address."""
    found = own_programme(session, viewer, address)
    return found, policy.organiser_in(found, address["organisation_id"])


def own_edition(session: Session, viewer: Viewer | None, address: Address) -> Edition:
    """The edition in the address, if the viewer organises it."""
    return policy.edition_for(session, viewer, address["edition_id"])


def rule_in(
    session: Session, viewer: Viewer | None, address: Address
) -> tuple[Edition, EligibilityRule | None]:
    """A rule of the edition; None when it was taken away meanwhile."""
    edition = own_edition(session, viewer, address)
    if address["kind"] not in set(RuleKind) or not is_key(address["rule_id"]):
        raise NotFound
    named = (address["kind"], address["rule_id"])
    rules = edition_rules(session, edition.id)
    return edition, next((rule for rule in rules if (rule.kind, rule.public_id) == named), None)


def _of(*views: str, subject: Loader | None = None) -> dict[str, Rule]:
    return {f"organiser.{view}": Rule(Audience.ORGANISER, subject) for view in views}


RULES: dict[str, Rule] = {
    **_of("programmes", "new_programme", "add_programme"),
    **_of("programme", "edit_programme", "store_programme", subject=own_programme),
    **_of("organisers", "add_organiser", "new_edition", "drafting", "draft", subject=own_programme),
    **_of("removing_organiser", "remove_organiser", subject=organiser_of),
    **_of("arrangement", "facts", "set_facts", "price", "set_price", subject=own_edition),
    **_of("sharing", "set_sharing", "company", "set_company", subject=own_edition),
    **_of("windows", "set_windows", "rules", "new_rule", "add_rule", subject=own_edition),
    **_of("discarding_edition", "discard_edition", subject=own_edition),
    **_of("discarding_programme", "discard_programme", subject=own_programme),
    **_of("publishing", "publish", "take_back", subject=own_edition),
    **_of("rule", "set_rule", "remove_rule", "raise_rule", subject=rule_in),
}
