"""How a person of a dossier was proven to be who the form says: kept beside the sealed form, in closed words only.

Nothing of the card itself is here but whose it was: no file, no photo, no certificate, no number that opens it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import uuid_utils.compat as uuids

from kiosk.agency import AgencyAnswer
from kiosk.device_ports import CardData, CheckEnd, OpenedBy, Proof
from kiosk.dossier import Owner, Submitter
from kiosk.people import Citizen
from kiosk.procedures import Provenance
from kiosk.text import spelling

SUBMITTER = "submitter.person"      # the path of a person in a form
_STRENGTH = {proof: rank for rank, proof in enumerate((
    Proof.REJECTED, Proof.AUTHENTIC, Proof.READ_NOT_AUTHENTICATED, Proof.VENDOR, Proof.SEEN_BY_OFFICER, Proof.SIMULATED,
    Proof.QR, Proof.TYPED,
))}  # fmt: skip


People = tuple[tuple[str, Citizen], ...]       # by their path in the form


@dataclass(frozen=True, slots=True)
class CheckKept:
    """One check by its stable word, see `kiosk/identity_words.py`, and how it ended."""

    check: str
    end: CheckEnd


@dataclass(frozen=True, slots=True)
class IdentityProof:
    """One act of proving one person. `full_name` and `birth_date` are as they stood on the card: a form that says otherwise
    is found out by them."""

    id: str                            # uuid7
    number: str                        # the personal number, or the passport's
    proof: Proof
    officer: str
    counter: str
    proven_at: int                     # epoch ms
    full_name: str = ""
    birth_date: str = ""
    opened_by: OpenedBy | None = None
    training: bool = False
    checks: tuple[CheckKept, ...] = ()
    agency: AgencyAnswer | None = None     # the last thing the agency said

    def of(self, person: Citizen) -> bool:
        return bool(self.number) and self.number == number_of(person)

    def contradicted_by(self, person: Citizen) -> tuple[str, ...]:
        """What of the person was changed since it was proven: "full_name", "birth_date"."""
        said = (("full_name", self.full_name, person.full_name), ("birth_date", self.birth_date, person.birth_date))
        return tuple(name for name, proven, now in said if proven and spelling(proven) != spelling(now))


@dataclass(frozen=True, slots=True)
class Proven:
    """A person of a dossier and the best that is known of how they were proven. `path` is theirs in the form."""

    path: str
    person: Citizen
    proof: IdentityProof | None

    @property
    def is_submitter(self) -> bool:
        return self.path == SUBMITTER


@dataclass(frozen=True, slots=True)
class Witness:
    """Who proves, where and when."""

    officer: str
    counter: str
    at: int                            # epoch ms


def number_of(person: Citizen) -> str:
    return person.personal_id or person.passport


def proof_of(card: CardData, witness: Witness) -> IdentityProof:
    """What is kept of a card that was read: this and nothing else."""
    holder = card.holder
    return IdentityProof(
        id=str(uuids.uuid7()), number=number_of(holder), proof=card.proof, officer=witness.officer, counter=witness.counter,
        proven_at=witness.at, full_name=holder.full_name, birth_date=holder.birth_date, opened_by=card.opened_by,
        training=card.training, checks=tuple(CheckKept(check.code, check.end) for check in card.checks if check.code),
    )  # fmt: skip


def owner_path(place: int) -> str:
    return f"owners[{place}].party"


def people_of(submitter: Submitter, owners: Sequence[Owner]) -> People:
    """Everybody of a form who could be proven, by their path in it, the submitter first."""
    owning = ((owner_path(place), owner.party) for place, owner in enumerate(owners))
    return ((SUBMITTER, submitter.person), *((path, party) for path, party in owning if isinstance(party, Citizen)))


def proven(people: People, proofs: Sequence[IdentityProof]) -> tuple[Proven, ...]:
    """For each person the strongest proof, the newest of equals. A card that was refused outweighs all: it is to be seen."""
    return tuple(Proven(path, person, best([one for one in proofs if one.of(person)])) for path, person in people)


def best(proofs: Sequence[IdentityProof]) -> IdentityProof | None:
    return min(proofs, key=lambda one: (_STRENGTH[one.proof], -one.proven_at), default=None)


def said_only(
    people: People, marks: Mapping[str, Provenance], known: Sequence[IdentityProof], witness: Witness
) -> tuple[IdentityProof, ...]:
    """A line each for those nobody proved: by a QR code where name and number came from one, else as typed."""
    found: dict[str, IdentityProof] = {}
    for path, person in people:
        number = number_of(person)
        if not number or any(one.of(person) for one in known):
            continue
        by_qr = all(marks.get(f"{path}.{name}") is Provenance.QR for name in ("personal_id", "full_name"))
        if number not in found or by_qr:
            found[number] = IdentityProof(
                str(uuids.uuid7()), number, Proof.QR if by_qr else Proof.TYPED, witness.officer, witness.counter, witness.at
            )
    return tuple(found.values())


def again(proof: IdentityProof) -> IdentityProof:
    """The same act, for another dossier of the same visit."""
    return replace(proof, id=str(uuids.uuid7()))
