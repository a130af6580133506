"""Before anything is called delivered: does the gateway's word cover exactly what was sealed and sent?"""

from dataclasses import dataclass

from kiosk.credentials import Acknowledgement, AuditHead, opened
from kiosk.signing import Signed
from sync.faults import AcknowledgementRefused


@dataclass(frozen=True, slots=True)
class Sent:
    """What an acknowledgement must name."""

    dossier: str
    device: str
    form_sha256: str
    manifest: int
    manifest_sha256: str
    audit_head: AuditHead


def accepted(signed: Signed, gateway_key: bytes, sent: Sent) -> Acknowledgement:
    """The acknowledgement, if the pinned gateway signed it and it names all of `sent`. Raises AcknowledgementRefused.

    An earlier finalisation whose answer was lost carries an earlier audit head: whether it is ours, the store knows.
    """
    ack = opened(signed, Acknowledgement, gateway_key)
    if ack is None:
        raise AcknowledgementRefused(what="signature")
    named = Sent(ack.dossier, ack.device, ack.form_sha256, ack.manifest, ack.manifest_sha256, sent.audit_head)
    if named != sent:
        raise AcknowledgementRefused(what="content")
    return ack
