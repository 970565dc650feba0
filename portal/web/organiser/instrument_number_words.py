"""What the numbers of an instrument are called, and how they stand together on their page."""

from portal.texts import N_
from portal.texts import gettext as _

LABELS = {
    "minutes": N_("Minuten voor de uitgebreide scan"),
    "minutes_short": N_("Minuten voor de korte scan"),
    "aspect_min_answered": N_("Antwoorden voor een score per aspect, uitgebreide scan"),
    "aspect_min_answered_short": N_("Antwoorden voor een score per aspect, korte scan"),
    "profile_min_aspects": N_("Aspecten met een score voor een beeld van het geheel"),
    "role_min_answered": N_("Antwoorden voor een score per rol"),
    "role_min_per_subrole": N_("Antwoorden per onderdeel van een rol"),
    "target_default": N_("Doel als iemand zelf geen doel kiest"),
    "error_sd_prior": N_("Spreiding van antwoorden, vooraf geschat"),
    "error_sd_prior_df": N_("Gewicht van die schatting"),
    "sem_floor": N_("Kleinste meetfout van een score"),
    "margin_z": N_("Breedte van de meetmarge"),
    "difference_z": N_("Grens voor een verschil tussen twee aspecten"),
    "growth_sem_inflation": N_("Toeslag op de meetfout bij groei"),
    "growth_z_goal": N_("Grens voor groei op een aspect dat vooraf een doel was"),
    "growth_z_other": N_("Grens voor groei op een ander aspect"),
    "growth_min_common_items": N_("Dezelfde vragen die beide keren zijn beantwoord"),
    "reliability_min_n": N_("Mensen voor een eerste betrouwbaarheid"),
    "reliability_stable_n": N_("Mensen voor een vaste betrouwbaarheid"),
    "k_mean": N_("Kleinste groep voor een gemiddelde"),
    "k_item_or_distribution": N_("Kleinste groep voor één vraag of een verdeling"),
    "k_remainder": N_("Kleinste rest van een groep"),
    "snapshot_min_change": N_("Nieuwe of gewijzigde scans voor nieuwe groepscijfers"),
}
GROUPS = (
    (N_("Hoe lang duurt het?"), ("minutes", "minutes_short")),
    (
        N_("Wanneer is er een score?"),
        (
            "aspect_min_answered",
            "aspect_min_answered_short",
            "profile_min_aspects",
            "role_min_answered",
            "role_min_per_subrole",
            "target_default",
        ),
    ),
    (
        N_("Hoe zeker is een score?"),
        ("error_sd_prior", "error_sd_prior_df", "sem_floor", "margin_z", "difference_z"),
    ),
    (
        N_("Wanneer spreken we van groei?"),
        ("growth_sem_inflation", "growth_z_goal", "growth_z_other", "growth_min_common_items"),
    ),
    (
        N_("Wat laten we van groepen zien?"),
        (
            "k_mean",
            "k_item_or_distribution",
            "k_remainder",
            "snapshot_min_change",
            "reliability_min_n",
            "reliability_stable_n",
        ),
    ),
)


def label(key: str) -> str:
    """What a number is."""
    return _(LABELS[key])


def hint(key: str, lowest: str, highest: str) -> str:
    """Its bounds; those that protect people have only one that matters."""
    if key.startswith("k_") or key == "snapshot_min_change":
        return _("%(lowest)s of meer. Je kunt deze grens hoger maken, nooit lager.", lowest=lowest)
    return _("Van %(lowest)s tot en met %(highest)s.", lowest=lowest, highest=highest)
