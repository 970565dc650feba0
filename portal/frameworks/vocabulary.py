"""The aspects and roles that the whole portal speaks of: those of the default framework (pure)."""

from portal.config import ROOT
from portal.frameworks.facts import Aspect as Aspect
from portal.frameworks.facts import AspectGroup as AspectGroup
from portal.frameworks.facts import Role as Role
from portal.frameworks.facts import Subrole as Subrole
from portal.frameworks.facts import name_of as name_of
from portal.frameworks.reading import read_file

FRAMEWORK = read_file(ROOT / "seeds" / "frameworks" / "zoetermeer.toml")
ASPECTS = FRAMEWORK.aspects
GROUPS = FRAMEWORK.groups
ROLES = FRAMEWORK.roles
SUBROLES = FRAMEWORK.subroles
ASPECT = {aspect.id: aspect for aspect in ASPECTS}
ROLE = {role.id: role for role in ROLES}
