"""How this machine becomes a device of its gateway: by a code from the operator, or openly at a training gateway."""

import secrets

import msgspec
import uuid_utils.compat as uuids

from kiosk.audit import Act
from kiosk.credentials import DeviceCertificate, certified, decoded
from kiosk.signing import Signed
from kiosk.store import Store, audit_log, facts
from kiosk.store.database import Database
from sync.calls import GatewayCalls
from sync.faults import CodeNotValid, CodeWrong, NotAdmitted, RefusedByGateway
from sync.messages import EnrolRequest, SignedEnvelope

PURPOSE = "enrol"
_NOT_VALID = frozenset({"code-locked", "code-used", "code-withdrawn", "code-expired", "already-enrolled"})


class Enrolment:
    """Asks for this device's certificate and keeps it. Times are the gateway's own, out of its greeting: a wrong clock here
    must not shut the machine out. Every method raises what the calls raise, and NotAdmitted."""

    def __init__(self, store: Store, calls: GatewayCalls, gateway_key: bytes) -> None:
        self._store, self._calls, self._key = store, calls, gateway_key

    def openly(self, office: str, counter: str, gateway_time: int) -> DeviceCertificate:
        """Where the gateway takes everybody, or knows this device, or reads its own hand in the certificate from before."""
        before = facts.certificate(self._store.read())
        return self._asked(self._request(office, counter, "", before), gateway_time)

    def by_code(self, code: str, gateway_time: int) -> DeviceCertificate:
        """Raises CodeWrong, CodeNotValid."""
        return self._asked(self._request("", "", code, None), gateway_time)

    def renew_if_due(self, gateway_time: int) -> None:
        """In the last third of its time the certificate is followed by another: nobody has to come by for it."""
        kept = facts.certificate(self._store.read())
        certificate = decoded(kept.body, DeviceCertificate) if kept else None
        if certificate is None:
            return
        left, life = certificate.valid_to - gateway_time // 1000, certificate.valid_to - certificate.valid_from
        if left * 3 <= life:
            self._keep(self._calls.renew(), gateway_time)

    def _request(self, office: str, counter: str, code: str, before: Signed | None) -> EnrolRequest:
        store = self._store
        request = EnrolRequest(
            device=store.device_id,
            public_key=store.device.public_key,
            office=office,
            counter=counter,
            nonce=secrets.token_hex(16),
            proof=b"",
            code=code,
            certificate=SignedEnvelope.of(before) if before else None,
        )
        return msgspec.structs.replace(request, proof=store.device.sign(PURPOSE, request.to_prove()))

    def _asked(self, request: EnrolRequest, gateway_time: int) -> DeviceCertificate:
        try:
            signed = self._calls.enrol(request)
        except RefusedByGateway as refusal:
            if refusal.reason == "code-wrong":
                raise CodeWrong from refusal
            if refusal.reason in _NOT_VALID:
                raise CodeNotValid(what=refusal.reason) from refusal
            if refusal.reason == "enrolment-closed":
                raise NotAdmitted(refusal.reason) from refusal
            raise
        return self._keep(signed, gateway_time)

    def _keep(self, signed: Signed, gateway_time: int) -> DeviceCertificate:
        store = self._store
        certificate = certified(signed, self._key, gateway_time)
        ours = (uuids.UUID(store.device_id).bytes, store.device.public_key)
        if certificate is None or (certificate.device, certificate.public_key) != ours:
            raise NotAdmitted("certificate")
        now = store.clock.now_ms()

        def keep(database: Database) -> None:
            if facts.certificate(database) == signed:
                return
            facts.put_certificate(database, signed)
            audit_log.append(
                database, store.device, at=now, actor="gateway", act=Act.DEVICE_CERTIFIED, subject=store.device_id
            )

        store.write(keep)
        store.at("device certified")
        return certificate
