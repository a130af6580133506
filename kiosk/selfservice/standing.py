"""What a citizen alone at a kiosk may learn of a dossier: number, step, office, dates, whose turn. No name, no answer, no paper.

Told from what this machine keeps: its own dossiers, and what the change feed says of the office's others. So it works without a
link, and says as of which moment. Whoever holds a receipt or a slip, or its number, asks for that dossier; a person's own are
listed only once the chip of their card has proven who they are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from kiosk import leave, left_drafts, numbers, receipt_token
from kiosk.device_ports import Proof
from kiosk.dossier import PortalStatus
from kiosk.identity import IdentityProof, people_of
from kiosk.problems import Problem
from kiosk.receipt_token import Kind, ReceiptFacts
from kiosk.receipt_token import Standing as TokenStanding
from kiosk.settings import Settings
from kiosk.states import Actor, acts_next
from kiosk.store import Store, dossiers, facts, office_cards
from kiosk.store.database import Database
from kiosk.store.dossiers import DossierLine

_MOST = 20


class NotProvenHere(Problem):
    """Somebody's dossiers are shown to that somebody, and to nobody else."""

    code = "FILING-02"
    sentence = "Máy chưa xác nhận được thẻ nên không mở danh sách hồ sơ của Ông/Bà."
    remedy = "Đặt lại thẻ căn cước, hoặc quét mã QR trên giấy hẹn, phiếu nộp."


class Paper(StrEnum):
    """What was held before the machine."""

    GENUINE = "genuine"                # signed by a machine this one can vouch for
    UNDECIDED = "undecided"            # signed, by a machine this one knows nothing of
    NOT_GENUINE = "not genuine"
    BADLY_READ = "badly read"          # cut short or no code of ours: try again
    NUMBER = "number"                  # only a number was given


@dataclass(frozen=True, slots=True)
class DossierStep:
    """How one dossier stands. Moments in epoch ms."""

    number: str                        # the newest it has
    procedure: str                     # its name; "" where only a number was given
    office: str
    came_in_at: int
    received: bool                     # an officer received it; else it was submitted at a kiosk
    due_at: int | None
    status: PortalStatus | None        # None: nothing heard of it yet, or one this program does not know
    status_at: int | None
    turn: Actor | None                 # None: the machine's, which sends by itself
    look_by: int | None = None         # of what was submitted: by when an officer was to look at it
    slip_of: str = ""                  # dossier whose slip may be printed again here, for whoever holds it or was proven


@dataclass(frozen=True, slots=True)
class LeftStep:
    """Something left unfinished at a kiosk. Moments in epoch ms."""

    code: str
    procedure: str                     # as in DossierStep
    left_at: int
    forget_at: int
    over: bool                         # its days have passed


@dataclass(frozen=True, slots=True)
class Answer:
    """`as_of`: when this machine last heard everything the gateway had to tell, 0 for never. `step` None: not known here."""

    paper: Paper
    as_of: int
    kind: Kind | None = None
    step: DossierStep | None = None
    promised: ReceiptFacts | None = None   # what a genuine paper says of itself, known here or not
    left: LeftStep | None = None
    procedure: str = ""                    # the name of what the paper is about

    @property
    def tells(self) -> bool:
        """Whether there is anything to show of a dossier."""
        return self.step is not None or self.promised is not None or self.left is not None


class Standings(Protocol):
    """What the pages ask. Every call may raise a StoreProblem."""

    def find(self, text: str) -> Answer:
        """By the code of a receipt or slip, or by a number read or typed."""

    def of_person(self, proof: IdentityProof) -> tuple[DossierStep, ...]:
        """What the proven person submitted, or owns, at this machine; the newest first. Raises NotProvenHere."""


class StoreStandings:
    """Reads the kiosk's own store; asks nobody. `name_of` makes a procedure's code its name."""

    def __init__(self, store: Store, settings: Settings, name_of: Callable[[str], str]) -> None:
        self._store, self._settings, self._name_of = store, settings, name_of

    def find(self, text: str) -> Answer:
        if text.strip().upper().startswith(receipt_token.PREFIX):
            return self._by_token(text)
        if left_drafts.is_code(text):
            return Answer(Paper.NUMBER, self._as_of(), Kind.LEFT, left=self._left(left_drafts.tidy_code(text)))
        number = numbers.with_signs(text, self._settings.office.code)
        if not numbers.is_number(number):
            return Answer(Paper.BADLY_READ, self._as_of())
        database = self._store.read()
        line = dossiers.by_number(database, number)
        step = self._own(database, line, named=False) if line else self._told(database, number, "", "")
        return Answer(Paper.NUMBER, self._as_of(), step=step)

    def of_person(self, proof: IdentityProof) -> tuple[DossierStep, ...]:
        if not self._is_proven(proof):
            raise NotProvenHere
        database, found = self._store.read(), []
        for line in dossiers.search(database, proof.number, _MOST):
            form, _body = dossiers.form_of(database, line.id)
            if any(proof.of(person) for _path, person in people_of(form.submitter, form.owners)):
                found.append(self._own(database, line))
        return tuple(found)

    def _is_proven(self, proof: IdentityProof) -> bool:
        if self._settings.office.training and proof.proof is Proof.SIMULATED:
            return True
        return proof.proof is Proof.AUTHENTIC and (not proof.training or self._settings.office.training)

    def _by_token(self, text: str) -> Answer:
        gateway = facts.blob(self._store.read(), facts.GATEWAY_KEY)
        verdict = receipt_token.verify(text, gateway)
        as_of, promised = self._as_of(), verdict.facts
        if promised is None:
            return Answer(Paper.BADLY_READ if not receipt_token.is_whole(text) else Paper.NOT_GENUINE, as_of)
        ours = verdict.device_key == self._store.device.public_key
        if verdict.standing in (TokenStanding.FOREIGN, TokenStanding.EXPIRED):
            return Answer(Paper.NOT_GENUINE, as_of)
        paper = Paper.GENUINE if ours or verdict.standing is TokenStanding.CERTIFIED else Paper.UNDECIDED
        if verdict.kind is Kind.LEFT:
            return Answer(paper, as_of, Kind.LEFT, left=self._left_as_promised(promised))
        return Answer(paper, as_of, verdict.kind, self._step_of(promised), promised, procedure=self._name_of(promised.procedure))

    def _step_of(self, promised: ReceiptFacts) -> DossierStep | None:
        database, dossier = self._store.read(), str(UUID(bytes=promised.dossier))
        line = dossiers.line(database, dossier)
        if line is not None:
            return self._own(database, line)
        return self._told(database, "", dossier, self._name_of(promised.procedure))

    def _own(self, database: Database, line: DossierLine, *, named: bool = True) -> DossierStep:
        """Numbers can be counted up: whoever has nothing but one is not told which procedure it was."""
        form, _body = dossiers.form_of(database, line.id)
        status = PortalStatus(line.portal_status) if line.portal_status in set(PortalStatus) else None
        waits = form.awaits_receipt and status in (None, PortalStatus.NEWLY_REGISTERED)
        turn = acts_next(status) if status is not None else None
        look_by = form.filing.look_by if waits and form.filing else None
        return DossierStep(
            line.number, form.procedure_name if named else "", self._settings.office.name, form.submitted_at, not waits,
            line.due_at, status, line.portal_decided_at, turn, look_by, line.id if named and form.filing else "",
        )  # fmt: skip

    def _told(self, database: Database, number: str, dossier: str, procedure: str) -> DossierStep | None:
        """What the feed said of a dossier that is not this machine's."""
        told = office_cards.step(database, number, dossier)
        if told is None:
            return None
        turn = acts_next(told.status or PortalStatus.NEWLY_REGISTERED)
        return DossierStep(
            told.number, procedure, self._settings.office.name, told.received_at,
            told.status is not PortalStatus.NEWLY_REGISTERED, told.due_at, told.status, told.decided_at, turn,
        )  # fmt: skip

    def _left(self, code: str) -> LeftStep | None:
        """By its code: known as long as it lies here."""
        database = self._store.read()
        kept = (leave.of(database, draft) for draft in leave.waiting(database))
        one = next((one for one in kept if one is not None and one.code == code), None)
        return self._left_step(code, "", one.left_at, one.forget_at) if one is not None else None

    def _left_as_promised(self, promised: ReceiptFacts) -> LeftStep:
        forget_at = (promised.due or promised.received) * 1000
        return self._left_step(promised.number, self._name_of(promised.procedure), promised.received * 1000, forget_at)

    def _left_step(self, code: str, procedure: str, left_at: int, forget_at: int) -> LeftStep:
        return LeftStep(code, procedure, left_at, forget_at, forget_at <= self._store.clock.now_ms())

    def _as_of(self) -> int:
        return facts.number(self._store.read(), facts.FEED_READ_AT)
