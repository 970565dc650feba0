"""The steps of enrolling as a few sentences."""

from tests.journeys.stage import Visitor

TRANSFORMING = "/leergangen/de-transformerende-gemeentesecretaris"
SMALL_GROUP = f"{TRANSFORMING}/winter-2027-kleine-groep"
DIGITAL_LEADERSHIP = "/leergangen/leergang-digitaal-leiderschap"
CLOSED_GROUP = f"{DIGITAL_LEADERSHIP}/voorjaar-2027-besloten-groep"
TRANSFORMATION = "/leergangen/leiderschap-in-digitale-transformatie"
TRANSFORMATION_FULL = f"{TRANSFORMATION}/najaar-2026"
TRANSFORMATION_ANNOUNCED = f"{TRANSFORMATION}/zomer-2027"
ONLINE_DAY = "/leergangen/vng-bestuurdersdag-online"


def write_invoice(visitor: Visitor) -> None:
    """The third step."""
    visitor.write("Naam op de factuur", "Gemeente Veldrijk")
    visitor.write("Factuuradres", "Postbus 1\n1234 AB Veldrijk")
    visitor.write("E-mailadres voor de factuur", "facturen@veldrijk.example")


def enrol_alone(visitor: Visitor, path: str, *, button: str = "Inschrijven") -> None:
    """Every step of an edition with a price and without choices, to the confirmation page."""
    visitor.go(path)
    visitor.follow(button, exact=True)
    visitor.press("Verder")
    write_invoice(visitor)
    visitor.press("Naar controleren")
    visitor.tick("Ik ga akkoord")
    visitor.press(button)
