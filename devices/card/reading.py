"""Reading a card from the first command to the last byte: access, then the files in the order people need them.

The text files come first and are told as they come, so that names stand on the screen while the photo is still on its way.
"""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from devices.card.access import Access, AccessPolicy, open_again, open_card, prove_keys
from devices.card.crypto.groups import Randomness
from devices.card.files import File, FileReader, Habits, OpenAgain
from devices.card.link import STEPS, Link
from devices.card.passwords import Password
from devices.card.problems import CardNotUnderstood, CardRefused, ChannelDropped
from devices.card.session import Exchange, Session
from kiosk.work import Progress, Silent

ORDER = (
    File.COM, File.SOD, File.DG1, File.DG13, File.DG11, File.DG12, File.DG14, File.DG15, File.DG16, File.DG2, File.DG7,
)  # fmt: skip
"""SOD tells what there is, DG1 and DG13 are the text, DG14 and DG15 hold the keys that prove the chip, the photo is large.
Fingerprints and irises (DG3, DG4) need a terminal certificate and are never asked for."""
TEXT_AND_PHOTO = frozenset({File.SOD, File.DG1, File.DG13, File.DG14, File.DG15, File.DG2})
ACCESS = "access"
"""What `Wishes.progress` hears instead of a file's name while the chip is being opened; a slow chip takes seconds over it."""
_ACCESS_COMMANDS = 9
_PICTURES = (File.DG2, File.DG7)
_MOST_OPENINGS = len(ORDER) + len(STEPS) + 1   # each is a file refused, a length stepped down, or a habit given up


def _nothing(file: File, data: bytes) -> None:
    """Nobody listens to single files."""


def _unheard(access: Access) -> None:
    """Nobody listens to how the chip was opened."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What to read and who hears of it. `prove` may send commands of its own (chip and active authentication): it is called
    when all but the pictures is there, and again where the session had to be opened again with pictures left to read.
    `opened` hears of every way in, the first and those after the chip ended the session. `listed` is asked once EF.SOD is there
    which files it speaks of: no command is spent on others."""

    files: Collection[File] = TEXT_AND_PHOTO
    opened: Callable[[Access], None] = _unheard
    listed: Callable[[bytes], Collection[File]] | None = None
    came: Callable[[File, bytes], None] = _nothing
    prove: Callable[[Session, Mapping[File, bytes]], None] | None = None
    progress: Progress = field(default_factory=Silent)
    told: Callable[[Exchange], None] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: raw bytes of each file, what the chip would not give and how it said so, and how it was opened: `access` is
    the first of `openings`."""

    access: Access
    files: Mapping[File, bytes] = field(repr=False)
    refused: Mapping[File, int]
    exchanges: int
    openings: tuple[Access, ...] = ()


def read_card(
    link: Link, passwords: Sequence[Password], policy: AccessPolicy, wishes: Wishes,
    random: Randomness = secrets.token_bytes,
) -> Reading:  # fmt: skip
    """Raises CardProblem, or Cancelled where `progress` says so; the card may be read again after either."""
    session = Session(link, wishes.told)
    try:
        session.before_each = lambda done: wishes.progress.step(ACCESS, min(done, _ACCESS_COMMANDS - 1), _ACCESS_COMMANDS)
        work = _Work(session, wishes)
        openings: list[Access] = []
        while not openings or not work.done:
            try:
                if session.channel is None:
                    openings.append(
                        open_again(session, openings[0], passwords, random) if openings
                        else open_card(session, passwords, policy, random)
                    )  # fmt: skip
                    wishes.opened(openings[-1])
                session.before_each = None
                work.go_on()
            except OpenAgain as reason:
                work.count_opening(reason)
                session.secure(None)
        return Reading(openings[0], work.files, work.refused, session.exchanges, tuple(openings))
    finally:
        session.secure(None)


class _Work:
    """Files still to be read, and those that are."""

    def __init__(self, session: Session, wishes: Wishes) -> None:
        self.files: dict[File, bytes] = {}
        self.refused: dict[File, int] = {}
        self._remaining = [file for file in ORDER if file in wishes.files]
        self._session, self._wishes, self._habits = session, wishes, Habits()
        self._openings = 0
        self._proven = wishes.prove is None

    @property
    def done(self) -> bool:
        return not self._remaining and self._proven

    def count_opening(self, reason: OpenAgain) -> None:
        self._openings += 1
        self._proven = self._wishes.prove is None or (self._proven and not self._remaining)
        if self._openings > _MOST_OPENINGS:
            raise CardNotUnderstood("opening") from reason

    def go_on(self) -> None:
        """Reads what remains. Raises CardProblem, Cancelled, OpenAgain."""
        reader = FileReader(self._session, self._habits)
        while not self.done:
            if self._wishes.prove and not self._proven and (not self._remaining or self._remaining[0] in _PICTURES):
                self._wishes.prove(self._session, self.files)
                self._proven = True
                if not self._remaining:
                    prove_keys(self._session)
            if self._remaining:
                self._read(reader, self._remaining[0])
                self._remaining.pop(0)

    def _read(self, reader: FileReader, file: File) -> None:
        def came(done: int, total: int) -> None:
            self._wishes.progress.step(file.name, done, total)

        try:
            data = reader.read(file, came)
        except OpenAgain as again:
            if again.refused is not None:
                self.refused[file] = again.refused.sw
                self._remaining.pop(0)
            raise
        except ChannelDropped:
            raise                                      # in the middle of a file: nothing to be explained away
        except CardRefused as refused:
            self.refused[file] = refused.sw
            return
        self.files[file] = data
        if file is File.SOD and self._wishes.listed is not None:
            there = self._wishes.listed(data)
            self._remaining[1:] = [other for other in self._remaining[1:] if other in there]
        self._wishes.came(file, data)
