"""A card read whole, in one call: opened, read, asked to prove itself, examined.

The text is told as soon as it is there, before the proofs and the photo. A card that is lost after it had opened is tried again
while it still lies there: a reader that cannot carry long answers shows itself so, and the read size has stepped down by then.
Before it has opened it is not: a try more could be one try too many of a wrong number.
"""

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import TypeVar

from devices.card.access import Access, AccessPolicy
from devices.card.card_data import TextOfCard, card_data
from devices.card.examined import ExaminedReading, Found, judged
from devices.card.files import File
from devices.card.keys_given import Passwords
from devices.card.lds import details, dg1, dg13, sod
from devices.card.lds.files import CardFile, DamagedFile, group_file
from devices.card.lds.mrz import VIETNAM
from devices.card.link import Link
from devices.card.problems import CardGone
from devices.card.proving import ChipNotGenuine, ChipProver
from devices.card.reading import ACCESS, TEXT_AND_PHOTO, Wishes, read_card
from devices.card.session import Exchange, Session
from devices.card.stages import Stage, Stopwatch
from devices.card.trust.anchors import TrustStore
from devices.card.trust.evidence import Evidence
from kiosk.device_ports import CardData
from kiosk.moments import local

WHOLE = TEXT_AND_PHOTO | {File.DG11, File.DG12}
"""DG11 and DG12 are asked for only where the signed list speaks of them."""
TEXT = frozenset({File.DG1, File.DG13, File.DG11, File.DG12})
_TRIES = 3
T = TypeVar("T")
_PER_CENT = {
    ACCESS: (0, 25), "SOD": (25, 35), "DG1": (35, 38), "DG13": (38, 43), "DG11": (43, 44), "DG12": (44, 45), "DG14": (45, 48),
    "DG15": (48, 50), "DG2": (55, 99),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What opens the card, what may be done to open it, and what it is judged by. `now` is in epoch milliseconds."""

    passwords: Passwords
    trust: TrustStore
    now: int
    policy: AccessPolicy = field(default_factory=AccessPolicy)
    training: bool = False             # the chips here are a training desk's

    @property
    def year(self) -> int:
        return local(self.now).year


def _no_progress(per_cent: int) -> None:
    """Nobody watches."""


def _no_text(card: CardData) -> None:
    """Nobody waits for it."""


def _no_exchange(exchange: Exchange) -> None:
    """Nobody traces."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who hears of a reading while it runs, all on the reading's thread. `progress` may raise Cancelled."""

    progress: Callable[[int], None] = _no_progress
    text: Callable[[CardData], None] = _no_text
    told: Callable[[Exchange], None] = _no_exchange


def read_whole(
    connect: Callable[[], AbstractContextManager[Link]], asked: Asked, hearing: Hearing | None = None
) -> ExaminedReading:
    """Raises CardProblem where nothing was read that could be judged, and Cancelled."""
    attempt = _Attempt(asked, hearing or Hearing())
    for left in reversed(range(_TRIES)):
        try:
            with connect() as link:
                attempt.over(link)
            break
        except CardGone:
            if not left or attempt.access is None:
                raise
        except ChipNotGenuine:         # read so far, and judged by that
            break
    return attempt.examined()


class _Attempt:
    """One card, however often it must be connected to. The prover is kept: a failed proof is not washed off by a new try."""

    def __init__(self, asked: Asked, hearing: Hearing) -> None:
        self.access: Access | None = None
        self._asked, self._hearing = asked, hearing
        self._prover = ChipProver()
        self._watch = Stopwatch()
        self._exchanges: list[Exchange] = []
        self._openings: list[Access] = []
        self._begin_anew()

    def _begin_anew(self) -> None:
        """Files of one connection are never mixed with those of another."""
        self._files: dict[File, bytes] = {}
        self._refused: Collection[File] = ()
        self._awaited: frozenset[File] = TEXT
        self._text_told = False

    def over(self, link: Link) -> None:
        """Raises CardProblem, Cancelled."""
        self._begin_anew()
        asked = self._asked
        passwords = asked.passwords if self.access is None else asked.passwords.only(self.access.password)
        wishes = Wishes(WHOLE, self._on_opened, self._listed, self._on_file, self._prove, self, self._on_exchange)
        self._refused = read_card(link, passwords.all, asked.policy, wishes).refused
        self._tell_text()
        self._watch.passed(Stage.PHOTO)

    def examined(self) -> ExaminedReading:
        asked, access = self._asked, self.access
        assert access is not None      # nothing gets this far unopened
        evidence = Evidence(
            {CardFile[file.name]: data for file, data in self._files.items()}, asked.passwords.number_used(access.password),
            access.card_access, self._prover.results, asked.passwords.mrz_used(access.password), tuple(self._openings),
            frozenset(CardFile[file.name] for file in self._refused),
        )  # fmt: skip
        found = Found(access, evidence, text_of(self._files))
        card = card_data(found.text, asked.year)
        examined = judged(found, replace(card, training=asked.training), asked.trust, asked.now)
        self._watch.passed(Stage.EXAMINED)
        return replace(examined, exchanges=tuple(self._exchanges), seconds=self._watch.seconds)

    # ---- what the reading tells

    def step(self, what: str, done: int, total: int) -> None:
        """The `Progress` of the reading."""
        begin, end = _PER_CENT.get(what, (50, 50))
        self._hearing.progress(begin + (end - begin) * min(done, total) // max(total, 1))

    def _on_opened(self, access: Access) -> None:
        self.access = self.access or access
        self._openings.append(access)
        self._watch.passed(Stage.OPENED)

    def _on_exchange(self, exchange: Exchange) -> None:
        self._exchanges.append(exchange)
        self._hearing.told(exchange)

    def _listed(self, data: bytes) -> Collection[File]:
        """What the signed list speaks of; all of the usual where it cannot be read: the examination says so then."""
        try:
            groups = sod.parse(data).listed.hashes
        except DamagedFile:
            return TEXT_AND_PHOTO
        named = [file.name for number in groups if (file := group_file(number)) is not None]
        listed = frozenset(File[name] for name in named) & WHOLE
        self._awaited = listed & TEXT
        return listed

    def _on_file(self, file: File, data: bytes) -> None:
        self._files[file] = data
        if file in TEXT and self._awaited <= self._files.keys():
            self._tell_text()

    def _prove(self, session: Session, files: Mapping[File, bytes]) -> None:
        self._tell_text()
        self._prover(session, files)
        self._watch.passed(Stage.PROVEN)

    def _tell_text(self) -> None:
        if self._text_told:
            return
        self._text_told = True
        self._watch.passed(Stage.TEXT)
        text = text_of(self._files)
        if not text.empty:
            self._hearing.text(replace(card_data(text, self._asked.year), training=self._asked.training))


def text_of(files: Mapping[File, bytes]) -> TextOfCard:
    """What is damaged counts as not there; the examination tells of it."""
    lines = _parsed(dg1.parse, files.get(File.DG1))
    ours = lines is None or lines.issuer == VIETNAM    # another state's DG13 may be anything
    return TextOfCard(
        lines, _parsed(dg13.parse, files.get(File.DG13)) if ours else None,
        _parsed(details.parse_personal, files.get(File.DG11)), _parsed(details.parse_document, files.get(File.DG12)),
    )  # fmt: skip


def _parsed(parse: Callable[[bytes], T], data: bytes | None) -> T | None:
    try:
        return None if data is None else parse(data)
    except DamagedFile:
        return None
