"""VNeID at a kiosk: the driver over the service of the settings; in the demo an invented service whose phone agrees by itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from commands.workplace import Workplace
from kiosk.settings import Settings, VneidSettings
from kiosk.vneid_ports import Vneid
from sync.vneid_service import service_at

SECRET_OF = "mot-cua-vneid"            # the name in the system's keyring, beside the client's id
_CALLER = "hue"


@contextmanager
def vneid_of(workplace: Workplace, settings: Settings) -> Iterator[Vneid | None]:
    """None where nothing is set: that way is not offered."""
    wanted = settings.vneid
    if not wanted.url and not workplace.demo:
        yield None
        return
    from devices.vneid.device_grant import DeviceGrant  # a kiosk without it need not load it

    if not wanted.url:
        with _invented(workplace) as made:
            yield made
        return
    ca_file = workplace.root / wanted.ca_file if wanted.ca_file else None
    driver = DeviceGrant(wanted, service_at(wanted.url, ca_file), workplace.clock, _secret(wanted))
    try:
        yield driver
    finally:
        driver.close()


@contextmanager
def _invented(workplace: Workplace) -> Iterator[Vneid]:
    """A service on loopback; its people are those of the demo's cards."""
    from devices.simulated.cards import cards
    from devices.simulated.vneid import CLIENT, ISSUER, SimulatedVneid, Telephone, claims
    from devices.vneid.device_grant import DeviceGrant

    card = cards()[_CALLER]
    person = claims(card.personal_id, card.full_name, card.birth_date, sex=card.sex.value, address=card.address)
    service = SimulatedVneid(Telephone(person, after=6))
    wanted = VneidSettings(url=service.url, client_id=CLIENT, issuer=ISSUER)
    driver = DeviceGrant(wanted, service_at(service.url), workplace.clock, training=True)
    try:
        yield driver
    finally:
        driver.close()
        service.close()


def _secret(wanted: VneidSettings) -> str:
    """Never in the settings. Without one the client is a public one."""
    import keyring
    import keyring.errors

    try:
        return keyring.get_password(SECRET_OF, wanted.client_id) or ""
    except keyring.errors.KeyringError:
        return ""
