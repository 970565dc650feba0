"""The participants of one's own edition as a file."""

from collections.abc import Callable

from flask import Response

from portal import clock
from portal.database import db
from portal.programmes.models import Edition
from portal.registrations.exporting import Table, as_csv, as_xlsx, file_name, table_of
from portal.texts import gettext as _
from portal.texts import local
from portal.web.kit.access import subject
from portal.web.kit.responses import FILE_CSP
from portal.web.organiser.blueprint import blueprint

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _file(ending: str, kind: str, write: Callable[[Table], bytes]) -> Response:
    edition = subject(Edition)
    day = local(clock.now()).date().isoformat()
    name = file_name((_("deelnemers"), edition.programme.slug, edition.slug, day), ending)
    answer = Response(write(table_of(db.session(), edition.id)), content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = FILE_CSP
    return answer


@blueprint.get("/edities/<edition_id>/export.csv")
def export_csv(**_address: str) -> Response:
    """For a spreadsheet, as CSV."""
    return _file("csv", "text/csv; charset=utf-8", as_csv)


@blueprint.get("/edities/<edition_id>/export.xlsx")
def export_xlsx(**_address: str) -> Response:
    """For a spreadsheet, as a workbook."""
    return _file("xlsx", XLSX, lambda table: as_xlsx(table, _("Deelnemers")))
