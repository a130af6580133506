"""The signatures of a PDF, one by one. Only in the process for that: a hostile file may take it along."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)  # fmt: skip
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import DocumentTimestampStatus, ModificationInfo, PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from kiosk.moments import epoch_ms
from kiosk.signature_ports import LaterChange, SignatureSeen, SignatureTrust

MOST_SIGNATURES = 100
_SIGNS = frozenset({"digital_signature", "non_repudiation"})
_ALLOWED_LATER = ModificationLevel.LTA_UPDATES

# Filling in form fields is left out: what a paper says must not change behind a signature.
_RULES = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),
        *(
            rule.as_qualified(_ALLOWED_LATER)
            for rule in (DocInfoRule(), XrefStreamRule(), ObjectStreamRule(), DSSCompareRule(), MetadataUpdateRule())
        ),
    ],
    form_rule=FormUpdatingRule(field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]),
)


class NotReadable(Exception):
    """Nothing can be said of the signatures."""


@dataclass(frozen=True, slots=True)
class Roots:
    """Whom an operator trusts; nobody where nothing is installed."""

    certificates: tuple[x509.Certificate, ...] = ()

    def at(self, moment: datetime, others: Iterable[x509.Certificate]) -> ValidationContext:
        """Never asks the network, never the system's own list."""
        return ValidationContext(
            trust_roots=list(self.certificates), other_certs=list(others), moment=moment, allow_fetching=False,
            revocation_mode="soft-fail",
        )  # fmt: skip


def roots_in(folder: str) -> Roots:
    """Every certificate (PEM or DER) in the folder; what is none is passed over."""
    found: list[x509.Certificate] = []
    place = Path(folder)
    files = sorted(place.iterdir()) if folder and place.is_dir() else []
    for file in files:
        if file.suffix.lower() not in (".pem", ".crt", ".cer", ".der"):
            continue
        try:
            content = file.read_bytes()
            ders = [der for _, _, der in pem.unarmor(content, multiple=True)] if pem.detect(content) else [content]
            found += [_loaded(der) for der in ders]
        except (OSError, ValueError):
            continue
    return Roots(tuple(found))


def _loaded(der: bytes) -> x509.Certificate:
    certificate = x509.Certificate.load(der, strict=True)
    assert certificate.subject.native is not None                      # read now, for it is read lazily
    return certificate


def signatures(pdf: bytes, roots: Roots, now: int) -> tuple[SignatureSeen, ...]:
    """In the order they were made. Raises NotReadable."""
    if not pdf.startswith(b"%PDF-"):
        raise NotReadable
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        if reader.encrypted:
            raise NotReadable
        filled = sum(1 for _ in enumerate_sig_fields(reader, filled_status=True))
        embedded = reader.embedded_signatures
        if filled != len(embedded) or filled > MOST_SIGNATURES:        # of a kind nobody here can judge
            raise NotReadable
        return _with_later_stamps([_seen(one, roots, now) for one in embedded])
    except NotReadable:
        raise
    except Exception as error:
        raise NotReadable from error


def _seen(one: EmbeddedPdfSignature, roots: Roots, now: int) -> SignatureSeen:
    if one.sig_object_type == "/DocTimeStamp":
        return _stamp_seen(one, roots, now)
    claimed = one.self_reported_timestamp
    at = epoch_ms(claimed) if claimed is not None and claimed.tzinfo is not None else None
    judged_at = _moment(now if at is None else min(at, now))
    status = validate_pdf_signature(
        one, roots.at(judged_at, one.other_embedded_certs), roots.at(_moment(now), one.other_embedded_certs), diff_policy=_RULES,
        key_usage_settings=KeyUsageConstraints(key_usage=set()),
    )
    stamp = status.timestamp_validity
    if stamp is not None and not (stamp.intact and stamp.valid):
        stamp = None
    return SignatureSeen(
        signer=_name(one.signer_cert), organization=_organization(one.signer_cert), serial=f"{one.signer_cert.serial_number:x}",
        issuer=_issuer(one.signer_cert), at=at, intact=status.intact and status.valid, whole=_whole(status),
        trust=_trust(status, at, now), stamped=epoch_ms(stamp.timestamp) if stamp is not None else None,
        stamp_trusted=stamp is not None and stamp.trusted, later=_later(status, one),
    )  # fmt: skip


def _stamp_seen(one: EmbeddedPdfSignature, roots: Roots, now: int) -> SignatureSeen:
    status = validate_pdf_timestamp(one, roots.at(_moment(now), one.other_embedded_certs), diff_policy=_RULES)
    trusted = SignatureTrust.TRUSTED if status.trusted else SignatureTrust.UNKNOWN
    return SignatureSeen(
        signer=_name(one.signer_cert), organization=_organization(one.signer_cert), serial=f"{one.signer_cert.serial_number:x}",
        issuer=_issuer(one.signer_cert), at=None, intact=status.intact and status.valid, whole=_whole(status), trust=trusted,
        stamped=epoch_ms(status.timestamp), stamp_trusted=status.trusted, later=_later(status, one), document_stamp=True,
    )  # fmt: skip


def _with_later_stamps(found: Sequence[SignatureSeen]) -> tuple[SignatureSeen, ...]:
    """A time stamp of the whole file vouches for every signature before it."""
    told: list[SignatureSeen] = []
    for place, seen in enumerate(found):
        stamps = [later for later in found[place + 1 :] if later.document_stamp and later.intact and later.whole]
        if stamps and seen.stamped is None:
            first = stamps[0]
            seen = replace(seen, stamped=first.stamped, stamp_trusted=first.stamp_trusted)
            if seen.trust is SignatureTrust.EXPIRED_SINCE and first.stamp_trusted:
                seen = replace(seen, trust=SignatureTrust.TRUSTED)
        told.append(seen)
    return tuple(told)


def _trust(status: PdfSignatureStatus, at: int | None, now: int) -> SignatureTrust:
    """A time that only the signer claims proves nothing once the certificate has run out."""
    certificate = status.signing_cert
    begins, ends = epoch_ms(certificate.not_valid_before), epoch_ms(certificate.not_valid_after)
    stamp = status.timestamp_validity
    proven = stamp is not None and stamp.trusted
    signed_at = epoch_ms(stamp.timestamp) if stamp is not None and stamp.trusted else (now if at is None else at)
    if not begins <= signed_at <= ends:
        return SignatureTrust.OUT_OF_TIME
    usage = certificate.key_usage_value
    if usage is not None and not _SIGNS & usage.native:
        return SignatureTrust.NOT_FOR_SIGNING
    if not status.trusted:
        return SignatureTrust.UNKNOWN
    return SignatureTrust.EXPIRED_SINCE if now > ends and not proven else SignatureTrust.TRUSTED


def _whole(status: ModificationInfo) -> bool:
    return status.coverage is not None and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION


def _later(status: PdfSignatureStatus | DocumentTimestampStatus, one: EmbeddedPdfSignature) -> LaterChange:
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return LaterChange.NONE
    if one.signed_revision + 1 >= one.reader.xrefs.total_revisions:    # bytes behind it that belong to no revision
        return LaterChange.OTHER
    level = status.modification_level
    allowed = level is not None and level <= ModificationLevel.FORM_FILLING
    return LaterChange.SIGNATURES if allowed else LaterChange.OTHER


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def _name(certificate: x509.Certificate) -> str:
    return _first(certificate.subject, "common_name") or certificate.subject.human_friendly


def _organization(certificate: x509.Certificate) -> str:
    return _first(certificate.subject, "organization_name")


def _issuer(certificate: x509.Certificate) -> str:
    return _first(certificate.issuer, "common_name") or certificate.issuer.human_friendly


def _first(name: x509.Name, part: str) -> str:
    value = name.native.get(part, "")
    return str(value[0] if isinstance(value, list) else value)
