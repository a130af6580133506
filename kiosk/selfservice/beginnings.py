"""Before anything is asked: what may be filed at this kiosk today, what one needs for it, and whether it can be done here now."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.catalogue import Catalogue, Entry
from kiosk.conditions import Situation, all_hold
from kiosk.moments import day_of
from kiosk.ports import Clock
from kiosk.procedures import Channel, Procedure, Requirement
from kiosk.selfservice.guides import Guide, Guides
from kiosk.selfservice.life_events import LifeEvent, life_events
from kiosk.settings import Settings
from kiosk.words import N_, _

_CHANNEL = N_("Thủ tục này không nộp được tại máy. Mời Ông/Bà mang giấy tờ tới quầy.")
_DISK = N_("Máy này hết chỗ lưu nên chưa nhận thêm hồ sơ. Mời Ông/Bà tới quầy, hoặc dùng máy khác.")
_SCANNER = N_("Máy này chưa quét được giấy tờ lúc này. Mời Ông/Bà mang giấy tờ tới quầy.")
_READER = N_("Đầu đọc thẻ không dùng được: Ông/Bà sẽ gõ tên và số định danh.")
_PRINTER = N_("Máy in không dùng được: số hồ sơ và mã QR sẽ hiện trên màn hình để Ông/Bà chụp lại.")


@dataclass(frozen=True, slots=True)
class Devices:
    """What stands at this machine and works."""

    printer: bool = False
    scanner: bool = False
    reader: bool = False
    room: bool = True                  # on the disk


@dataclass(frozen=True, slots=True)
class Event:
    """A life event with what may be filed for it here."""

    event: LifeEvent
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """One procedure as it begins. `hindered`: why it cannot be done here now, empty where it can; `notes`: what is done another
    way today."""

    guide: Guide
    scans: tuple[str, ...]             # papers to be scanned, by name
    hindered: str = ""
    notes: tuple[str, ...] = ()


class Beginnings:
    """Raises CatalogueBroken from every call; belongs on a worker thread."""

    def __init__(self, catalogue: Catalogue, settings: Settings, clock: Clock, guides: Guides) -> None:
        self._catalogue, self._settings, self._clock, self._guides = catalogue, settings, clock, guides

    def events(self) -> tuple[Event, ...]:
        """Those for which something may be filed here today."""
        known = {entry.code: entry for entry in self.search("")}
        found = (
            Event(event, tuple(known[code] for code in event.procedures if code in known)) for event in life_events()
        )  # fmt: skip
        return tuple(event for event in found if event.entries)

    def search(self, text: str) -> tuple[Entry, ...]:
        """What answers to the words and may be filed here."""
        return tuple(entry for entry in self._guides.search(text) if self._may_be_filed(self._procedure(entry.code)))

    def open(self, code: str, devices: Devices) -> Beginning:
        """Raises ProcedureUnknown, ProcedureNotInForce."""
        procedure, channel = self._procedure(code), self._settings.filing.channel
        scans = tuple(dict.fromkeys(_(needed.name) for needed in _scanned(procedure, channel)))
        hindered = "" if self._may_be_filed(procedure) else _(_CHANNEL)
        if not devices.room:
            hindered = hindered or _(_DISK)
        if not devices.scanner and any(_always(needed) for needed in _scanned(procedure, channel)):
            hindered = hindered or _(_SCANNER)
        notes = (_(_READER) if not devices.reader else "", _(_PRINTER) if not devices.printer else "")
        return Beginning(self._guides.open(code, channel), scans, hindered, tuple(filter(None, notes)))

    def _procedure(self, code: str) -> Procedure:
        return self._catalogue.on(code, day_of(self._clock.now_ms()), self._settings.office.province)

    def _may_be_filed(self, procedure: Procedure) -> bool:
        """An online-first procedure comes in at a counter only on incident, which nobody at a kiosk can establish."""
        channel = self._settings.filing.channel
        return channel in procedure.channels and (not procedure.online_first or channel is Channel.ONLINE)


def _scanned(procedure: Procedure, channel: Channel) -> Iterator[Requirement]:
    """What a citizen may have to scan, in whatever case."""
    for needed in procedure.requirements:
        by_channel = tuple(one for one in needed.when if one.question == "channel")
        if not (needed.forbidden or needed.shown_only) and all_hold(by_channel, Situation(channel=channel)):
            yield needed


def _always(needed: Requirement) -> bool:
    return not (needed.optional or any(one.question != "channel" for one in needed.when))
