"""What a citizen alone at a kiosk may learn of a dossier: number, step, office, dates, whose turn. No name, no answer, no paper.

Told from what this machine keeps: its own dossiers, and what the change feed says of the office's others. So it works without a
link, and says as of which moment. Whoever holds a receipt or a slip, or its number, asks for that dossier; a person's own are
listed only once the chip of their card has proven who they are.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from kiosk import numbers, receipt_token
from kiosk.device_ports import Proof
from kiosk.dossier import PortalStatus
from kiosk.identity import IdentityProof, people_of
from kiosk.problems import Problem
from kiosk.receipt_token import Kind, ReceiptFacts, Standing
from kiosk.settings import Settings
from kiosk.states import Actor, acts_next
from kiosk.store import Store, dossiers, facts
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
    procedure: str                     # name, or the code where this machine knows no more; "" for neither
    office: str
    came_in_at: int
    received: bool                     # an officer received it; else it was submitted at a kiosk
    due_at: int | None
    status: PortalStatus | None        # None: nothing heard of it yet
    status_at: int | None
    turn: Actor | None                 # None: the machine's, which sends by itself
    look_by: int | None = None         # of what was submitted: by when an officer was to look at it


@dataclass(frozen=True, slots=True)
class Answer:
    """`as_of`: when this machine last heard everything the gateway had to tell, 0 for never. `step` None: not known here."""

    paper: Paper
    as_of: int
    kind: Kind | None = None
    step: DossierStep | None = None
    promised: ReceiptFacts | None = None   # what a genuine paper says of itself, known here or not


class KioskLookUp:
    """Reads the kiosk's own store; asks nobody."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings

    def ask(self, text: str) -> Answer:
        """By the code of a receipt or slip, or by a number read or typed."""
        if text.strip().upper().startswith(receipt_token.PREFIX):
            return self._by_token(text)
        number = numbers.tidy(text)
        if not numbers.is_number(number):
            return Answer(Paper.BADLY_READ, self._as_of())
        database = self._store.read()
        line = dossiers.by_number(database, number)
        step = self._own(database, line) if line else _told(database, "number", number, self._settings.office.name)
        return Answer(Paper.NUMBER, self._as_of(), step=step)

    def of_person(self, proof: IdentityProof) -> tuple[DossierStep, ...]:
        """What the proven person submitted, or owns, at this machine; the newest first. Raises NotProvenHere."""
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
        as_of = self._as_of()
        if verdict.facts is None:
            return Answer(Paper.BADLY_READ if not receipt_token.is_whole(text) else Paper.NOT_GENUINE, as_of)
        ours = verdict.device_key == self._store.device.public_key
        if verdict.standing in (Standing.FOREIGN, Standing.EXPIRED):
            return Answer(Paper.NOT_GENUINE, as_of)
        paper = Paper.GENUINE if ours or verdict.standing is Standing.CERTIFIED else Paper.UNDECIDED
        return Answer(paper, as_of, verdict.kind, self._step_of(verdict.facts), verdict.facts)

    def _step_of(self, promised: ReceiptFacts) -> DossierStep | None:
        database, dossier = self._store.read(), str(UUID(bytes=promised.dossier))
        line = dossiers.line(database, dossier)
        if line is not None:
            return self._own(database, line)
        return _told(database, "dossier", dossier, self._settings.office.name, promised.procedure)

    def _own(self, database: Database, line: DossierLine) -> DossierStep:
        form, _body = dossiers.form_of(database, line.id)
        status = PortalStatus(line.portal_status) if line.portal_status in set(PortalStatus) else None
        waits = form.awaits_receipt and status in (None, PortalStatus.NEWLY_REGISTERED)
        turn = acts_next(status) if status is not None else None
        look_by = form.filing.look_by if waits and form.filing else None
        return DossierStep(
            line.number, form.procedure_name, self._settings.office.name, form.submitted_at, not waits, line.due_at, status,
            line.portal_decided_at, turn, look_by,
        )  # fmt: skip

    def _as_of(self) -> int:
        return facts.number(self._store.read(), facts.FEED_READ_AT)


def _told(database: Database, column: str, value: str, office: str, procedure: str = "") -> DossierStep | None:
    """What the feed said of a dossier that is not this machine's. `column` is never a person's text."""
    query = f"SELECT number, received_at, due_at, status, decided_at FROM office_card WHERE {column} = ?"  # noqa: S608
    row = database.execute(query, [value]).fetchone()
    if row is None or row[3] not in set(PortalStatus):
        return None
    number, came_in_at, due_at, code, decided_at = row
    status = PortalStatus(code)
    received = status is not PortalStatus.NEWLY_REGISTERED
    return DossierStep(number, procedure, office, came_in_at, received, due_at, status, decided_at, acts_next(status))
