"""The register of forms: one registration for each dossier's UUID, for ever, with one official number."""

from dataclasses import dataclass, replace

from kiosk import numbers
from kiosk.dossier import Form, PortalStatus
from kiosk.moments import day_of
from kiosk.signing import Signed
from kiosk.store.database import Database
from sync.gateway import decisions, manifests, revisions, search_index
from sync.gateway.checks import ManifestVerifier
from sync.gateway.devices import Device, Devices, check_audit_head, keep_audit_head
from sync.gateway.leases import Leases
from sync.gateway.official_numbers import OfficialNumbers, parted
from sync.gateway.reading import Candidate, read
from sync.gateway.refusals import FormFault, Reason, Refused
from sync.gateway.settings import GatewaySettings
from sync.gateway.storage import Storage
from sync.messages import MAX_FORMS, FormBatch, FormResult, FormResults, FormUpload, HeldForm, SignedEnvelope


@dataclass(frozen=True, slots=True)
class Registered:
    """A form as it was registered."""

    dossier: str
    device: str
    form: bytes
    form_sha: str
    printed: str
    printed_kind: str
    number: str
    first_manifest: int
    registered_at: int

    def result(self) -> FormResult:
        return FormResult(self.dossier, "registered", self.number, self.registered_at)


@dataclass(frozen=True, slots=True)
class Sent:
    """How a content came: on top of which, from which counter, when."""

    revision: int
    parent_sha: str
    counter: str
    received_at: int


_SENT = """SELECT c.number, coalesce(r.parent_sha, ''), v.counter, c.registered_at FROM content c
           JOIN device v ON v.id = c.device LEFT JOIN revision r ON r.dossier = c.dossier AND r.number = c.number
           WHERE c.dossier = ? AND c.number = ?"""
_COLUMNS = "id, device, form, form_sha, printed, printed_kind, number, first_manifest, registered_at"
_FIND = f"SELECT {_COLUMNS} FROM dossier WHERE id = ?"  # noqa: S608  (constants only)


class Registrations:
    """Takes forms in and shows them again."""

    def __init__(
        self, store: Storage, settings: GatewaySettings, devices: Devices, verifier: ManifestVerifier,
        leases: Leases, numbers_: OfficialNumbers,
    ) -> None:  # fmt: skip
        self._store, self._settings, self._devices, self._verifier = store, settings, devices, verifier
        self._leases, self._numbers = leases, numbers_

    def find(self, dossier: str) -> Registered:
        """Raises Refused: unknown-dossier."""
        row = self._store.row(_FIND, [dossier])
        if row is None:
            raise Refused(Reason.UNKNOWN_DOSSIER)
        return Registered(*row)

    def content(self, dossier: str, revision: int) -> Registered:
        """One content of a dossier: its form, and the device it came from. Raises Refused: unknown-dossier."""
        registered = self.find(dossier)
        query = "SELECT device, form, form_sha, manifest FROM content WHERE dossier = ? AND number = ?"
        row = self._store.row(query, [dossier, revision])
        if row is None:
            raise Refused(Reason.UNKNOWN_DOSSIER)
        return replace(registered, device=row[0], form=row[1], form_sha=row[2], first_manifest=row[3])

    def sent(self, dossier: str, revision: int) -> Sent:
        """How a content that is held came."""
        row = self._store.row(_SENT, [dossier, revision])
        assert row is not None         # it is held
        return Sent(*row)

    def newest(self, dossier: str) -> tuple[Registered, int]:
        """The content that counts, and its number. Raises Refused: unknown-dossier."""
        self.find(dossier)
        row = self._store.row("SELECT max(number) FROM content WHERE dossier = ?", [dossier])
        assert row is not None         # an aggregate always answers
        return self.content(dossier, int(row[0])), int(row[0])

    def register(self, batch: FormBatch) -> FormResults:
        """Judges each form on its own, all in one transaction. Raises Refused: unknown-device, too-large."""
        device = self._devices.known(batch.device)
        if len(batch.forms) > MAX_FORMS:
            raise Refused(Reason.TOO_LARGE)
        check_audit_head(batch.audit_head)
        candidates = [read(upload, device, self._verifier, self._settings.max_page) for upload in batch.forms]

        def job(database: Database) -> tuple[FormResult, ...]:
            now = self._store.clock.now_ms()
            keep_audit_head(database, device.id, batch.audit_head, now)
            results = tuple(self._judged(database, device, candidate, now) for candidate in candidates)
            self._store.at("forms written")
            return results

        results = self._store.write(job)
        self._numbers.settle()
        self._store.at("form registered")
        return FormResults(results)

    def _judged(self, database: Database, device: Device, candidate: Candidate, now: int) -> FormResult:
        upload = candidate.upload
        if candidate.fault is FormFault.HASH_DIFFERS:        # not what was sent: says nothing about a conflict
            return _refused(upload, candidate.fault)
        if upload.revision != 1:
            return revisions.judged(database, device, candidate, now)
        row = database.execute(_FIND, [upload.dossier]).fetchone()
        if row is not None:
            return _known_before(database, Registered(*row), device, candidate, now)
        if candidate.form is None or candidate.manifest is None:
            return _refused(upload, candidate.fault or FormFault.FORM_UNREADABLE)
        number = self._number(database, device, candidate.form, upload)
        if isinstance(number, FormFault):
            return _refused(upload, number)
        registered = Registered(
            upload.dossier, device.id, upload.form, upload.form_sha256, upload.number, upload.number_kind,
            number, candidate.manifest.number, now,
        )  # fmt: skip
        seq = self._insert(database, registered)
        search_index.add(database, seq, candidate.form, device.office, (registered.printed, registered.number))
        manifests.keep(database, candidate.manifest, upload.manifest.opened(), now)
        status = PortalStatus.NEWLY_REGISTERED if candidate.form.awaits_receipt else PortalStatus.ACCEPTED
        decisions.record(database, upload.dossier, device, status, "", candidate.form.office, now)
        return registered.result()

    def _number(self, database: Database, device: Device, form: Form, upload: FormUpload) -> str | FormFault:
        """The official number of a new dossier: the leased one it came with, the one we have named before (and forgot when we
        were put back from a backup), else the next of its series."""
        proof = upload.proof.opened() if upload.proof is not None else None
        if _is_taken(database, upload.number):
            return FormFault.NUMBER_TAKEN
        if upload.number_kind == "official" and self._leases.proves(database, upload.number, device, proof):
            return upload.number
        if upload.number_kind != "temporary" or not numbers.TEMPORARY.fullmatch(upload.number):
            written = upload.number_kind == "official" and numbers.NUMBER.fullmatch(upload.number)
            return FormFault.NUMBER_NOT_LEASED if written else FormFault.NUMBER_MALFORMED
        named = self._leases.named_before(upload.dossier, proof)
        parts = parted(named)
        if parts is not None and not _is_taken(database, named):
            self._numbers.passed(database, *parts)
            return named
        prefix = self._settings.prefix_of(form.office)
        return self._numbers.next_number(database, prefix, day_of(form.received_at))

    def _insert(self, database: Database, new: Registered) -> int:
        keys = self._store.content_keys
        wrapped = keys.wrap(keys.new(), new.dossier)
        cursor = database.execute(
            f"INSERT INTO dossier ({_COLUMNS}, wrapped_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            [new.dossier, new.device, new.form, new.form_sha, new.printed, new.printed_kind, new.number,
             new.first_manifest, new.registered_at, wrapped],
        )  # fmt: skip
        for number in {new.printed, new.number}:
            insert = "INSERT INTO dossier_number (number, dossier) VALUES (?, ?)"
            database.execute(insert, [number, new.dossier])
        return int(cursor.lastrowid or 0)


def _known_before(
    database: Database, known: Registered, device: Device, candidate: Candidate, now: int
) -> FormResult:
    """The first result, whatever else came with the form; a further manifest of it is kept on the way."""
    if known.form_sha != candidate.upload.form_sha256:
        return FormResult(known.dossier, "conflict")
    if candidate.manifest is not None and known.device == device.id:
        manifests.keep(database, candidate.manifest, candidate.upload.manifest.opened(), now)
    return known.result()


def _is_taken(database: Database, number: str) -> bool:
    return database.execute("SELECT 1 FROM dossier_number WHERE number = ?", [number]).fetchone() is not None


def _refused(upload: FormUpload, fault: FormFault) -> FormResult:
    return FormResult(upload.dossier, "refused", code=fault.value)


def as_received(known: Registered, manifest: Signed, sent: Sent) -> HeldForm:
    """The upload a content came from, and who sent it when."""
    return HeldForm(
        known.dossier, bytes(known.form), known.form_sha, known.printed, known.printed_kind, SignedEnvelope.of(manifest),
        revision=sent.revision, parent_sha256=sent.parent_sha, device=known.device, counter=sent.counter,
        received_at=sent.received_at, official_number=known.number,
    )  # fmt: skip
