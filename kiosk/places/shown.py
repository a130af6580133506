"""An address as people read it, with the names in force on the paper's own day."""

from datetime import date

from kiosk.people import Address
from kiosk.places.register import commune, province
from kiosk.places.units import name_on


def show(address: Address, day: date) -> str:
    """ "Số 5, Phường Láng, Thành phố Hà Nội"; where no code is known, the address as it was written.

    A code this list does not hold (a newer list made the dossier) is shown as it is rather than left out.
    """
    if not (address.province or address.commune):
        return address.as_written or address.detail
    below, above = commune(address.commune), province(address.province)
    parts = (
        address.detail,
        name_on(below, day) if below else address.commune,
        name_on(above, day) if above else address.province,
    )
    return ", ".join(part for part in parts if part)
