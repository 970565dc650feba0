"""What becomes of each column that can name a person, when that person is erased (pure).

A test walks all tables: a column with words in it, or that points at a person, must be declared here; and
a table called impersonal may have no column that points at somebody. docs/privacy.md tells the same.
"""

from collections.abc import Mapping
from enum import StrEnum


class Fate(StrEnum):
    """What becomes of a column."""

    GONE = "gone"
    """The row is removed."""
    BLANKED = "blanked"
    """The row stays, this is emptied."""
    REWRITTEN = "rewritten"
    """Others wrote it: the name and the address make way for other words."""
    POINTS = "points"
    """It points at the row of the person, that says no more who it was."""
    PLAIN = "plain"
    """Made by the portal, without words about a person: references, numbers, keys, marks."""
    PUBLISHED = "published"
    """What an organisation says of itself or of its programmes; its organisers change it."""
    KEPT = "kept"
    """It stays for a while, for the reason in `REASONS`."""


F = Fate
_GONE = dict.fromkeys(("",), F.GONE)

FATES: dict[str, Mapping[str, Fate]] = {
    # "" stands for every column of the table
    "people": {
        **dict.fromkeys(("email", "name", "language", "password_hash", "phone"), F.BLANKED),
        "invoice_defaults": F.BLANKED,
        **dict.fromkeys(("public_id", "reads"), F.PLAIN),
    },
    "positions": _GONE,
    "position_domains": _GONE,
    "memberships": _GONE,
    "sign_ins": _GONE,
    "tokens": _GONE,
    "interests": _GONE,
    "failing_addresses": _GONE,
    "assessments": _GONE,
    "answers": _GONE,
    "assessment_shares": _GONE,
    "goals": _GONE,
    "goal_steps": _GONE,
    "goal_check_ins": _GONE,
    "goal_readers": _GONE,
    "goal_reflections": _GONE,
    "goal_remindings": _GONE,
    "recommendations": _GONE,
    "recommendation_refusals": _GONE,
    "edition_facilitators": _GONE,
    "insight_holders": {"person_id": F.BLANKED},
    "registrations": {
        "person_id": F.POINTS,
        "admitted_by_id": F.POINTS,
        "admitted_reason": F.REWRITTEN,
        **dict.fromkeys(("purchase_order", "cost_centre"), F.BLANKED),
        **dict.fromkeys(("invoice_name", "invoice_address", "invoice_email"), F.BLANKED),
        **dict.fromkeys(("public_id", "reference", "form_key", "passed_reason"), F.PLAIN),
        **dict.fromkeys(("set_aside_groups", "price", "terms"), F.PLAIN),
    },
    "participants": {
        "person_id": F.POINTS,
        "substitute_id": F.POINTS,
        "invited_name": F.BLANKED,
        "substitute_name": F.REWRITTEN,
        "stated_position": F.BLANKED,
        "public_id": F.PLAIN,
    },
    "registration_events": {
        "actor_id": F.POINTS,
        **dict.fromkeys(("action", "from_state", "to_state"), F.PLAIN),
        **dict.fromkeys(("why", "details"), F.REWRITTEN),
    },
    "decisions": {"answers": F.BLANKED},
    "choices": {"ask_again": F.PLAIN},
    "enrolment_drafts": {"person_id": F.GONE, "key": F.GONE, "data": F.REWRITTEN},
    "outgoing_letters": {
        "person_id": F.POINTS,
        **dict.fromkeys(("to_address", "to_name", "last_error", "token_ids"), F.BLANKED),
        **dict.fromkeys(("facts", "subject", "text", "html", "calendar"), F.REWRITTEN),
        **dict.fromkeys(("public_id", "occasion", "kind", "language", "thread", "message_id"), F.PLAIN),
        **dict.fromkeys(("sender_name", "sender_address"), F.PUBLISHED),
    },
    "invitations": {
        "person_id": F.POINTS,
        **dict.fromkeys(("address", "comment"), F.BLANKED),
        **dict.fromkeys(("uid", "answer", "event"), F.PLAIN),
        "organiser": F.PUBLISHED,
    },
    "invitation_messages": {"occasion": F.PLAIN, "event": F.PLAIN},
    "incoming_mails": {
        **dict.fromkeys(("sender", "subject", "note"), F.BLANKED),
        "mark": F.PLAIN,
        "mailbox": F.PUBLISHED,
    },
    "mailings": {
        **dict.fromkeys(("author_id", "frozen"), F.POINTS),
        **dict.fromkeys(("subject", "text", "extra"), F.REWRITTEN),
        **dict.fromkeys(("public_id", "form_key"), F.PLAIN),
    },
    "mailing_recipients": {
        "person_id": F.POINTS,
        **dict.fromkeys(("address", "name"), F.BLANKED),
        "occasion": F.PLAIN,
    },
    "attendances": {"person_id": F.POINTS, "marked_by_id": F.POINTS},
    "edition_changes": {"actor_id": F.POINTS, "action": F.PLAIN, "details": F.REWRITTEN},
    "module_coverages": {
        "stated_by_id": F.POINTS,
        "confirmed_by_id": F.POINTS,
        **dict.fromkeys(("key", "aspects", "roles", "tags", "needs"), F.PLAIN),
        "reason": F.PUBLISHED,
    },
    "organisation_aims": {"set_by_id": F.POINTS, "targets": F.PLAIN, "focus": F.PLAIN},
    "instrument_versions": {
        "changed_by_id": F.POINTS,
        **dict.fromkeys(("public_id", "content_hash", "error"), F.PLAIN),
        "content": F.PUBLISHED,
    },
    "scan_announcements": {"announced_by_id": F.POINTS, "ended_by_id": F.POINTS},
    "stored_files": {"uploaded_by_id": F.POINTS, "name": F.PUBLISHED, "kind": F.PLAIN},
    "organiser_roles": {"person_id": F.POINTS},
    "membership_imports": {
        "person_id": F.POINTS,
        "public_id": F.PLAIN,
        "file_name": F.PUBLISHED,
        "content": F.KEPT,
    },
    "rate_counts": {"key": F.KEPT},
    "erasures": {"person_id": F.POINTS, "asked_by_id": F.POINTS, "address": F.BLANKED},
    "kept_invoices": {
        "price": F.KEPT,
        **dict.fromkeys(("purchase_order", "cost_centre"), F.KEPT),
        **dict.fromkeys(("invoice_name", "invoice_address", "invoice_email"), F.KEPT),
    },
}

REASONS: dict[str, str] = {
    "membership_imports.content": "a file of an association between preview and import: at most a day",
    "rate_counts.key": "a hash that tells nobody whose it is: two days",
    "kept_invoices.price": "the law on bookkeeping: seven years",
    "kept_invoices.purchase_order": "the law on bookkeeping: seven years",
    "kept_invoices.cost_centre": "the law on bookkeeping: seven years",
    "kept_invoices.invoice_name": "the law on bookkeeping: seven years",
    "kept_invoices.invoice_address": "the law on bookkeeping: seven years",
    "kept_invoices.invoice_email": "the law on bookkeeping: seven years",
}

IMPERSONAL = frozenset(
    {
        "agenda_updates",
        "breakouts",
        "check_ins",
        "claims",
        "domains",
        "edition_copies",
        "editions",
        "elective_groups",
        "eligibility_rules",
        "external_programmes",
        "file_pieces",
        "frameworks",
        "insight_sets",
        "insight_snapshots",
        "insight_units",
        "instruments",
        "leases",
        "materials",
        "meetings",
        "modules",
        "organisations",
        "programme_organisers",
        "programmes",
        "recommendation_catalogues",
        "registration_windows",
        "remindings",
        "seat_pools",
        "slots",
        "venues",
    }
)
"""What organisations write of their programmes, and what the portal counts. An organiser may name somebody
there in public (a speaker, a facilitator): the organiser takes that off.
"""


def fate_of(table: str, column: str) -> Fate | None:
    """What becomes of this column; None when nobody declared it."""
    declared = FATES.get(table, {})
    return declared.get(column) or declared.get("")
