"""From a proof to a signed-in browser: the same for every wing."""

from portal.web.kit.entrance import home_of as home_of
from portal.web.kit.entrance import let_in as let_in
from portal.web.kit.entrance import present_secret as present_secret
