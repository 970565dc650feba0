"""What a load did, in lines for the screen."""

from portal.programmes.lint_sentences import sentence
from portal.seeding.loading import LoadedEdition, Report
from portal.texts import gettext as _
from portal.texts import ngettext


def lines(report: Report) -> list[str]:
    """Counts, then each edition with what does not add up in it."""
    counts = [
        ngettext("%(num)s organisatie", "%(num)s organisaties", report.organisations),
        ngettext("%(num)s editie", "%(num)s edities", len(report.editions)),
        ngettext("%(num)s persoon", "%(num)s mensen", report.people),
        ngettext("%(num)s inschrijving", "%(num)s inschrijvingen", report.registrations),
    ]
    found = [_("Geladen: %(counts)s.", counts=", ".join(counts))]
    for edition in report.editions:
        found.append(_("%(programme)s, %(edition)s: %(state)s", **_words(edition)))
        found += [
            _("  let op (%(about)s): %(text)s", about=w.about, text=sentence(w)) for w in edition.warnings
        ]
    return found


def _words(edition: LoadedEdition) -> dict[str, str]:
    state = _("nieuw") if edition.created else _("bijgewerkt") if edition.changed else _("niet veranderd")
    return {"programme": edition.programme, "edition": edition.edition, "state": state}
