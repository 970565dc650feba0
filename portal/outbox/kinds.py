"""Which letters there are, and which facts each one needs (pure).

A fact is a JSON value, so that a letter can be rendered later, and again. `link` and every fact that ends
in `_link` is a path of this portal ("/mijn/…"), with `token_path()` for one-time links. Moments are ISO
instants, `starts` is an ISO instant, day, month or "" (not known yet). Facts may be more than these.
"""

EDITION = ("programme", "edition", "starts", "place")
REGISTRATION = (*EDITION, "reference", "link")
MEETING = (
    "programme",
    "edition",
    "link",
    "meeting",
    "day",
    "starts_at",
    "ends_at",
    "place",
    "join",
    "choices",
    "explanation",
    "guides",
    *("uid", "sequence", "stamped_at", "method", "role", "answer"),
)
UNSAID = frozenset({"uid", "sequence", "stamped_at", "method", "role", "answer", "room", "form"})
"""Facts of the part for the agenda: no template sees them."""
GROUP = ("programme", "edition", "link", "heading", "lines")

KINDS: dict[str, tuple[str, ...]] = {
    # account
    "confirm_email": ("link", "valid_until"),
    "sign_in_link": ("link", "valid_until"),
    "reset_password": ("link", "valid_until"),
    "password_changed": ("changed_at", "link"),
    "email_known": ("link", "reset_link"),
    "change_email": ("new_address", "link", "valid_until"),
    "email_changed_notice": ("new_address", "link", "valid_until"),
    "erase_account": ("link", "valid_until"),
    "account_erased": ("link", "number"),
    # registration
    "registration_confirmed": (*REGISTRATION, "price", "choices", "otherwise", "companion"),
    "registration_waitlisted": (*REGISTRATION, "position", "rules", "together"),
    "registration_requested": REGISTRATION,
    "request_declined": (*REGISTRATION, "reason"),
    "registration_withdrawn": (*REGISTRATION, "cost"),
    "registration_cancelled": (*REGISTRATION, "reason"),
    "edition_cancelled": (*REGISTRATION, "reason"),
    "edition_restored": (*REGISTRATION, "reason", "standing", "leaving"),
    "admitted_by_hand": (*REGISTRATION, "valid_until", "price"),
    "not_eligible_now": (*REGISTRATION, "rules"),
    # offer
    "offer": (*REGISTRATION, "deadline", "together"),
    "offer_reminder": (*REGISTRATION, "deadline", "together"),
    "offer_lapsed": (*REGISTRATION, "together"),
    "offer_passed": (*REGISTRATION, "position", "together"),
    # companion and substitute
    "companion_invited": (*EDITION, "link", "inviter", "deadline"),
    "companion_reminder": (*EDITION, "link", "inviter", "deadline"),
    "companion_lapsed": (*REGISTRATION, "companion"),
    "companion_confirmed": (*REGISTRATION, "companion"),
    "companion_declined": (*REGISTRATION, "companion"),
    "companion_uninvited": (*EDITION, "link", "inviter"),
    "companion_left": (*REGISTRATION, "companion", "stays"),
    "substitute_invited": (*EDITION, "link", "inviter", "deadline"),
    "substitute_declined": (*REGISTRATION, "substitute"),
    "substitute_lapsed": (*REGISTRATION, "substitute"),
    "substitute_dropped": (*EDITION, "link", "inviter"),
    "substitute_over": (*EDITION, "link", "inviter"),
    "substitute_done": (*REGISTRATION, "substitute", "stays", "price"),
    # choices
    "breakout_cancelled": (*REGISTRATION, "breakout", "second_choice", "left"),
    "breakout_seat": (*REGISTRATION, "breakout"),
    "elective_offer": (*REGISTRATION, "choice", "deadline"),
    "elective_reminder": (*REGISTRATION, "choice", "deadline"),
    "elective_lapsed": (*REGISTRATION, "choice"),
    "elective_restored": (*REGISTRATION, "choice"),
    # meetings, each with its part for the agenda
    "meeting_invited": MEETING,
    "meeting_invited_again": MEETING,
    "meeting_moved": (*MEETING, "before_day", "before_starts_at", "before_ends_at", "before_place"),
    "meeting_changed": MEETING,
    "meeting_called_off": MEETING,
    "meeting_not_expected": MEETING,
    "meeting_in_feed": MEETING,
    "agenda_declined": ("programme", "edition", "link", "meeting", "day", "starts_at", "ends_at", "place"),
    "agenda_proposal": (
        *("programme", "edition", "link", "meeting", "day", "starts_at", "ends_at", "place"),
        *("participant", "proposed", "comment"),
    ),
    "meeting_reminder": (
        *("programme", "edition", "link", "meeting", "meeting_id", "day", "starts_at", "ends_at"),
        *("place", "route", "join", "choices", "explanation", "pieces"),
    ),
    "agenda_overview": ("programme", "edition", "link", "days", "agenda_link", "guides"),
    # material
    "material_released": (*EDITION, "link", "about", "pieces"),
    # learning goals
    "goal_reminder": ("link", "stop_link", "number"),
    # to a group, in the words of an organiser
    "group_mail": GROUP,
    "group_mail_interest": (*GROUP, "remove_link"),
    "group_mail_guest": GROUP,
    # interest
    "interest_confirm": ("programme", "link", "remove_link", "valid_until"),
    "interest_opened": (*EDITION, "link", "remove_link", "opens", "head_start_until"),
    "interest_removed": ("programme", "link"),
}

# An unknown name or title must not stop a decision about a seat: the letter then says something plain.
NAMES = frozenset({"companion", "inviter", "substitute"})
CHOICES = frozenset({"breakout", "choice"})
MOMENTS = frozenset(
    {"valid_until", "changed_at", "deadline", "opens", "head_start_until", "starts_at", "ends_at"}
    | {"proposed", "stamped_at", "before_starts_at", "before_ends_at"}
)
MAY_BE_EMPTY = frozenset(
    {
        "edition",
        "starts",
        "place",
        "price",
        "choices",
        "otherwise",
        "companion",
        "together",
        "rules",
        "reason",
        "cost",
        "second_choice",
        "opens",
        "join",
        "explanation",
        "proposed",
        "comment",
        "about",
        "route",
    }
    | {f"{before}{name}" for before in ("", "before_") for name in ("starts_at", "ends_at", "place")}
    | {"head_start_until"}
    | NAMES
    | CHOICES
)
# Anyone can have these sent to anybody: what was typed as a name does not go along.
NAMELESS = frozenset({"confirm_email", "interest_confirm", "change_email"})
LISTS = frozenset({"choices", "otherwise", "rules", "days", "pieces", "lines"})
NUMBERS = frozenset({"position", "sequence", "number"})
FLAGS = frozenset({"stays", "guides", "left"})


def is_link(key: str) -> bool:
    """Whether this fact is a path that the letter links to."""
    return key == "link" or key.endswith("_link")
