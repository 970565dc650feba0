"""The sentence for every reason to refuse; one table, so that each is spoken the same everywhere."""

from portal.texts import N_

SENTENCES: dict[str, str] = {
    "not_in_this_state": N_(
        "Dit kan niet meer, want de inschrijving is intussen veranderd. Bekijk de stand."
    ),
}
