"""The days on which the journeys play: always the same ones, whatever day it is."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

LOADED = datetime(2026, 9, 8, 9, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))  # a Tuesday morning
BEGIN = LOADED + timedelta(hours=1)


def setting(moment: datetime) -> dict[str, str]:
    """The environment in which the portal's clock starts here."""
    return {"PORTAL_CLOCK": moment.isoformat()}
