"""How people were proven, in the store: written as it happens to a draft, settled when its dossier is sealed, fixed from then on.

Everything here is one step of a caller's transaction.
"""

import json
from collections.abc import Mapping, Sequence

from kiosk.agency import AgencyAnswer, AgencyWord
from kiosk.audit import Act
from kiosk.device_ports import CheckEnd, OpenedBy, Proof
from kiosk.dossier import Form
from kiosk.identity import CheckKept, IdentityProof, People, Witness, again, number_of, people_of, proven, said_only
from kiosk.procedures import Provenance
from kiosk.signing import SigningKey
from kiosk.store import audit_log
from kiosk.store.database import Database

_COLUMNS = """p.id, p.number, p.proof, p.officer, p.counter, p.proven_at, p.full_name, p.birth_date, p.opened_by, p.training,
              p.checks, a.word, a.asked_of, a.answered_at"""
_PROOFS = f"""SELECT {_COLUMNS} FROM identity_proof p
              LEFT JOIN agency_answer a ON a.proof = p.id
                AND a.answered_at = (SELECT max(answered_at) FROM agency_answer WHERE proof = p.id)"""  # noqa: S608
_NEWEST = "ORDER BY p.proven_at, p.id"


def of(database: Database, dossier: str) -> tuple[IdentityProof, ...]:
    """Of a dossier or of a draft, the oldest first, each with what the agency said last."""
    return _read(database, f"{_PROOFS} WHERE p.dossier = ? {_NEWEST}", [dossier])


def of_visit(database: Database, numbers: Sequence[str], officer: str, since: int) -> tuple[IdentityProof, ...]:
    """What this officer proved of these people since then, whatever dossier it was for."""
    where = "WHERE p.number IN (SELECT value FROM json_each(?)) AND p.officer = ? AND p.proven_at >= ?"
    return _read(database, f"{_PROOFS} {where} {_NEWEST}", [json.dumps(list(numbers)), officer, since])


def add(database: Database, device: SigningKey, dossier: str, proof: IdentityProof) -> None:
    """An officer proved somebody: kept, and written down without saying whom."""
    _insert(database, dossier, proof)
    audit_log.append(
        database, device, at=proof.proven_at, actor=proof.officer, act=Act.IDENTITY_PROVEN, subject=dossier,
        proof=proof.proof.value, opened_by=proof.opened_by.value if proof.opened_by else "", training=proof.training,
        checks={one.check: one.end.value for one in proof.checks},
    )  # fmt: skip


def carry(database: Database, dossier: str, people: People, witness: Witness, since: int) -> None:
    """Another matter of the same visit: what was proven of its people today holds for this draft too."""
    numbers = sorted({number_of(person) for _path, person in people} - {""})
    found = proven(people, of_visit(database, numbers, witness.officer, since))
    for proof in {one.proof.number: one.proof for one in found if one.proof}.values():
        if proof.proof not in (Proof.QR, Proof.TYPED):         # what was only said is said again by the form
            carried = again(proof)
            _insert(database, dossier, carried)
            if carried.agency is not None:
                _insert_answer(database, carried.id, carried.agency)


def answer(database: Database, device: SigningKey, dossier: str, proof: str, said: AgencyAnswer, officer: str) -> bool:
    """Adds what the agency said. False where the proof is no longer here: its draft was thrown away meanwhile."""
    if database.execute("SELECT 1 FROM identity_proof WHERE id = ?", [proof]).fetchone() is None:
        return False
    _insert_answer(database, proof, said)
    audit_log.append(
        database, device, at=said.answered_at, actor=officer, act=Act.AGENCY_ANSWERED, subject=dossier,
        word=said.word.value, asked_of=said.by,
    )  # fmt: skip
    return True


def settle(
    database: Database, device: SigningKey, form: Form, read: Sequence[IdentityProof], marks: Mapping[str, Provenance]
) -> dict[str, str]:
    """Just before the dossier is written: whoever is not in it goes, whoever nobody proved gets a line that says so.

    `read` is what was read for a dossier that never was a draft. Answers how each person of the form was proven, without saying
    who they are.
    """
    people = people_of(form.submitter, form.owners)
    numbers = {number_of(person) for _path, person in people}
    for kept in of(database, form.dossier):
        if kept.number not in numbers:
            database.execute("DELETE FROM identity_proof WHERE id = ?", [kept.id])
    for proof in read:
        if proof.number in numbers:
            add(database, device, form.dossier, proof)
    witness = Witness(form.officer, form.counter, form.received_at)
    for proof in said_only(people, marks, of(database, form.dossier), witness):
        _insert(database, form.dossier, proof)
    found = proven(people, of(database, form.dossier))
    return {one.path: one.proof.proof.value for one in found if one.proof}


def forget(database: Database, draft: str) -> None:
    """With a draft that ends; a dossier keeps them."""
    database.execute(
        "DELETE FROM identity_proof WHERE dossier = ? AND NOT EXISTS (SELECT 1 FROM dossier WHERE id = ?)", [draft, draft]
    )


def _insert(database: Database, dossier: str, proof: IdentityProof) -> None:
    database.execute(
        """INSERT INTO identity_proof (id, dossier, number, proof, opened_by, training, full_name, birth_date, checks, officer,
                                       counter, proven_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [proof.id, dossier, proof.number, proof.proof.value, proof.opened_by.value if proof.opened_by else "", proof.training,
         proof.full_name, proof.birth_date, json.dumps([[one.check, one.end.value] for one in proof.checks]), proof.officer,
         proof.counter, proof.proven_at],
    )


def _insert_answer(database: Database, proof: str, said: AgencyAnswer) -> None:
    """Two of one moment are one."""
    database.execute(
        "INSERT INTO agency_answer (proof, answered_at, word, asked_of) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [proof, said.answered_at, said.word.value, said.by],
    )


def _read(database: Database, query: str, values: list[object]) -> tuple[IdentityProof, ...]:
    found = []
    for row in database.execute(query, values):
        number, proof, officer, counter, at, name, birth, opened, training, checks, word, asked_of, answered_at = row[1:]
        found.append(IdentityProof(
            str(row[0]), number, Proof(proof), officer, counter, at, name, birth,
            OpenedBy(opened) if opened else None, bool(training),
            tuple(CheckKept(check, CheckEnd(end)) for check, end in json.loads(checks)),
            AgencyAnswer(AgencyWord(word), asked_of, answered_at) if word else None,
        ))  # fmt: skip
    return tuple(found)
