"""Which card reader a counter has, and whom it asks about the signers of cards, by its settings."""

from pathlib import Path

from devices.absent import NoCardReader
from kiosk.agency import AgencyDesk, StubAgency
from kiosk.device_ports import CardReader
from kiosk.ports import Clock
from kiosk.settings import AgencyKind, ReaderKind, Settings


def card_reader_of(settings: Settings, root: Path, clock: Clock) -> CardReader:
    """A vendor's reader whose description is faulty is none, and says why: the counter opens all the same."""
    if settings.card.reader is ReaderKind.PCSC:
        return _pcsc_reader(settings, root, clock)
    return _vendor_reader(settings, root) if settings.card.reader is ReaderKind.VENDOR else NoCardReader()


def _pcsc_reader(settings: Settings, root: Path, clock: Clock) -> CardReader:
    from devices.card.chip_reader import ChipReader  # a counter without a reader need not load it
    from devices.card.pcsc import PcscSlots
    from devices.card.trust import anchors
    from devices.card.trust.in_force import AnchorsInForce

    return ChipReader(PcscSlots(settings.card.pcsc_reader), AnchorsInForce(root / anchors.FOLDER), clock)


def _vendor_reader(settings: Settings, root: Path) -> CardReader:
    from devices.vendor.description import read_description
    from devices.vendor.problems import DescriptionFaulty
    from devices.vendor.service_reader import VendorReader

    try:
        return VendorReader(read_description(root / settings.card.vendor))
    except DescriptionFaulty as problem:
        return NoCardReader(problem)


def agency_of(settings: Settings, clock: Clock) -> AgencyDesk | None:
    """None: nobody is asked."""
    return AgencyDesk(StubAgency(), clock.now_ms) if settings.card.agency is AgencyKind.STUB else None
