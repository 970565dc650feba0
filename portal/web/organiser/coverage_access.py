"""Who may say what something develops: who organises it, or put the programme of somebody else there."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import policy
from portal.coverage.models import ExternalProgramme
from portal.errors import NotFound
from portal.people.viewer import Viewer
from portal.programmes.models import Programme
from portal.web.kit.access import Audience, Loader, Rule
from portal.web.organiser.making_access import own_programme

Address = Mapping[str, str]
PROGRAMME, MODULE, EXTERNAL = "leergang", "module", "extern"


@dataclass(frozen=True)
class Developing:
    """What develops something, as its address names it. `slug`: of its programme, if it is of ours."""

    kind: str
    name: str
    key: str
    title: str
    slug: str = ""

    @property
    def address(self) -> dict[str, str]:
        """The values of its addresses."""
        return {"kind": self.kind, "name": self.name}


def developing(session: Session, viewer: Viewer | None, address: Address) -> Developing:
    """The programme, module or programme of somebody else in the address, if the viewer keeps it."""
    kind, name = address["kind"], address["name"]
    if kind == MODULE:
        module, programme = policy.module_for(session, viewer, name)
        title = module.title or programme.title
        return Developing(kind, name, module.key, title, programme.slug)
    if kind == EXTERNAL:
        row = policy.external_for(session, viewer, name)
        return Developing(kind, name, row.key, row.title)
    if kind != PROGRAMME:
        raise NotFound
    found: Programme = policy.programme_for(session, viewer, name)
    return Developing(kind, name, found.slug, found.title, found.slug)


def _external(session: Session, viewer: Viewer | None, address: Address) -> ExternalProgramme:
    return policy.external_for(session, viewer, address["slug"])


def _of(*views: str, subject: Loader | None = None) -> dict[str, Rule]:
    return {f"organiser.{view}": Rule(Audience.ORGANISER, subject) for view in views}


RULES: dict[str, Rule] = {
    **_of("develops", subject=own_programme),
    **_of("coverage", "edit_coverage", "store_coverage", subject=developing),
    **_of("confirm_coverage", "drop_coverage", subject=developing),
    **_of("externals", "new_external", "add_external"),
    **_of("edit_external", "store_external", "withdraw_external", "return_external", subject=_external),
}
