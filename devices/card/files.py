"""The files of a travel document or ID card (ICAO 9303-10): how each is addressed, and reading one whole.

A file is addressed by its short identifier, in the very command that reads its first bytes: half the commands of SELECT and READ.
A chip that does not know short identifiers is asked by SELECT from then on. The first four bytes tell the length (no file is
shorter), and nothing beyond the end is ever asked for: chips exist that end the session over it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from devices.card import tlv
from devices.card.apdu import Answer, Command, Ins, Sw
from devices.card.problems import CardGone, CardNotUnderstood, CardRefused, ChannelDropped
from devices.card.session import Session
from devices.card.tlv import NotTlv, TlvFault

LARGEST = 512 * 1024                   # a face image of the newest format is below 100 KB
_BEGIN = 4
_LAST_SHORT_OFFSET = 0x7FFF
_OFFSET, _CONTENT, _CONTENT_HEADER = 0x54, 0x53, 4
_KEYS_DIFFER = (Sw.SM_MISSING, Sw.SM_WRONG)
_LENGTH_REFUSED = (Sw.WRONG_LENGTH, Sw.OFFSET)
_WRONG_LE = 0x6C


class File(Enum):
    """An elementary file by name: its identifier, and whether it lies in the master file."""

    CARD_ACCESS = (0x011C, True)
    CARD_SECURITY = (0x011D, True)
    COM = (0x011E, False)
    SOD = (0x011D, False)
    DG1 = (0x0101, False)
    DG2 = (0x0102, False)
    DG3 = (0x0103, False)
    DG4 = (0x0104, False)
    DG5 = (0x0105, False)
    DG6 = (0x0106, False)
    DG7 = (0x0107, False)
    DG8 = (0x0108, False)
    DG9 = (0x0109, False)
    DG10 = (0x010A, False)
    DG11 = (0x010B, False)
    DG12 = (0x010C, False)
    DG13 = (0x010D, False)
    DG14 = (0x010E, False)
    DG15 = (0x010F, False)
    DG16 = (0x0110, False)

    @property
    def identifier(self) -> int:
        return self.value[0]

    @property
    def sfi(self) -> int:
        return self.identifier & 0x1F


class OpenAgain(Exception):
    """The chip ended the session: open it again and do the thing differently, or leave the file in `refused` out.

    Stays within this package.
    """

    def __init__(self, refused: CardRefused | None = None) -> None:
        self.refused = refused
        super().__init__()


@dataclass(slots=True)
class Habits:
    """What has been learned of the chip in this reading."""

    by_sfi: bool = True
    sfi_works: bool = False            # a file has been read so: from then on "not found" means what it says


class FileReader:
    """Reads files of the application that is selected."""

    def __init__(self, session: Session, habits: Habits) -> None:
        self._session = session
        self._habits = habits
        self._size = session.link.read_size

    def read(self, file: File, came: Callable[[int, int], None]) -> bytes:
        """The whole file; `came` hears bytes there and bytes in all, and may raise. Raises CardProblem, OpenAgain."""
        got = self._begin(file)
        total = self._total(file, got)
        came(min(len(got), total), total)
        while len(got) < total:
            got += self._piece(file, len(got), total - len(got))
            came(len(got), total)
        return got[:total]

    def select(self, file: File) -> None:
        """Raises CardProblem."""
        identifier = file.identifier.to_bytes(2)
        self._session.expect(Command(0, Ins.SELECT, 0x02, 0x0C, identifier), file.name)

    def _begin(self, file: File) -> bytes:
        if self._habits.by_sfi:
            try:
                begun = self._first_bytes(file, 0x80 | file.sfi)
            except ChannelDropped as dropped:
                self._must_be_whim(dropped)
                if self._habits.sfi_works:
                    raise OpenAgain(dropped) from dropped
                self._habits.by_sfi = False
                raise OpenAgain from dropped
            except CardRefused as refused:
                if refused.sw == Sw.SECURITY or (refused.sw == Sw.NOT_FOUND and self._habits.sfi_works):
                    raise
            else:
                self._habits.sfi_works = True
                return begun
        try:
            self.select(file)
            begun = self._first_bytes(file, 0)
        except ChannelDropped as dropped:              # some chips do this over a file they do not have
            self._must_be_whim(dropped)
            raise OpenAgain(dropped) from dropped
        self._habits.by_sfi = False                    # there by SELECT but not by short identifier
        return begun

    def _first_bytes(self, file: File, p1: int) -> bytes:
        answer = self._session.send(Command(0, Ins.READ_BINARY, p1, 0, le=_BEGIN), file.name)
        if not answer.data:
            raise CardRefused(file.name, answer.sw)
        return answer.data

    def _total(self, file: File, begun: bytes) -> int:
        """How long the file is, by tag and length at its beginning."""
        try:
            try:
                total = tlv.header(begun).total
            except NotTlv as damage:
                if damage.fault is not TlvFault.CUT or len(begun) < _BEGIN:
                    raise
                total = tlv.header(begun + self._piece(file, len(begun), _BEGIN)).total    # a file above 64 KB
        except NotTlv as damage:
            raise CardNotUnderstood(file.name) from damage
        if total > LARGEST:
            raise CardNotUnderstood(file.name)
        return total

    def _piece(self, file: File, offset: int, wanted: int) -> bytes:
        """At least one byte from `offset`, asking for less where reader or chip cannot give so much at once."""
        while True:
            most = self._most()
            length = min(wanted, most if offset <= _LAST_SHORT_OFFSET else most - _CONTENT_HEADER)
            if data := self._attempt(file, offset, length):
                return data

    def _must_be_whim(self, dropped: ChannelDropped) -> None:
        """Raises what was dropped where it cannot be the chip's way of refusing a command: it says that our keys are not its own,
        or it has never answered under them. So a copy fails that cannot follow chip authentication."""
        channel = self._session.channel
        if dropped.sw in _KEYS_DIFFER or channel is None or not channel.proven:
            raise dropped

    def _most(self) -> int:
        channel = self._session.channel
        if self._size.extended or channel is None:
            return self._size.most
        return min(self._size.most, channel.largest_short_answer)

    def _attempt(self, file: File, offset: int, length: int) -> bytes:
        """The bytes that came, or none when it is to be tried again with less."""
        try:
            answer = self._session.send(_read(offset, length), file.name)
        except CardGone:
            self._size.lost(length)
            raise
        except ChannelDropped as dropped:
            self._must_be_whim(dropped)
            if self._size.refused(length):
                raise OpenAgain from dropped
            raise
        if answer.data:
            data = _content(file, answer) if offset > _LAST_SHORT_OFFSET else answer.data
            self._size.worked(len(data))
            return data[:length]
        if (answer.sw in _LENGTH_REFUSED or answer.sw >> 8 == _WRONG_LE) and self._size.refused(length):
            return b""
        raise CardRefused(file.name, answer.sw) if not answer.ok else CardNotUnderstood(file.name)


def _read(offset: int, length: int) -> Command:
    if offset <= _LAST_SHORT_OFFSET:
        return Command(0, Ins.READ_BINARY, offset >> 8, offset & 0xFF, le=length)
    width = (offset.bit_length() + 7) // 8
    data = tlv.encode(_OFFSET, offset.to_bytes(width))
    return Command(0, Ins.READ_BINARY_LONG, 0, 0, data, length + _CONTENT_HEADER)


def _content(file: File, answer: Answer) -> bytes:
    """What the odd READ BINARY wraps."""
    try:
        content = tlv.parse_one(answer.data)
    except NotTlv as damage:
        raise CardNotUnderstood(file.name) from damage
    if content.tag != _CONTENT or not content.value:
        raise CardNotUnderstood(file.name)
    return content.value
