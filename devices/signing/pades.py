"""A PAdES B-B signature behind a finished PDF: what was there stays, byte for byte, in front of it."""

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.stamp import NoOpStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from devices.signing.keys import RawKey
from devices.signing.place import Box, sheet
from devices.signing.stamp import appearance, laid_out
from devices.signing.typeface import Letters, cut
from kiosk.moments import local
from kiosk.signature_ports import CopyForm, form_on_paper

DIGEST = "sha256"
_FIELD = "MotCua"
_ATTRIBUTES = 900                      # bytes of a signature besides certificates and names; signing once in vain would tell too
_DEEPEST = 50                          # a page's parents; more is a loop


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the visible text says."""

    form: CopyForm
    agency: str
    at: int


class PdfSigning:
    """Signs one PDF after the other with one key. `font` is a TrueType file with the widths of Times New Roman."""

    def __init__(self, key: RawKey, font: Path) -> None:
        self._signer, self._font = _KeySigner(key), font
        self._letters: dict[str, Letters] = {}

    def sign(self, pdf: bytes, wanted: Wanted) -> bytes:
        """Raises whatever the library finds wrong with the file, and what the key raises."""
        writer = AppendOnly(io.BytesIO(pdf))
        moment = local(wanted.at).replace(microsecond=0)
        above = _signatures_in(writer)
        name = f"{_FIELD}{above + 1}"
        self._show(writer, wanted, moment, name, above)
        metadata = PdfSignatureMetadata(
            field_name=name, md_algorithm=DIGEST, subfilter=SigSeedSubFilter.PADES,
            reason=form_on_paper(wanted.form), location=wanted.agency,
        )  # fmt: skip
        signer = _SignerAt(moment, metadata, self._signer)
        signed = signer.sign_pdf(writer, existing_fields_only=True, bytes_reserved=2 * self._signer.room).getvalue()
        assert isinstance(signed, bytes)
        return signed

    def _show(self, writer: IncrementalPdfFileWriter, wanted: Wanted, moment: datetime, name: str, above: int) -> None:
        paragraphs = (form_on_paper(wanted.form), wanted.agency, moment.isoformat())
        page = writer.find_page_for_modification(0)[0].get_object()
        seen = sheet(_box(page, "/MediaBox"), _box(page, "/CropBox"), _turned(page))
        stamp = laid_out(paragraphs, self._cut(wanted), seen.room())
        box = seen.top_right(stamp.width, stamp.height, above)
        append_signature_field(writer, SigFieldSpec(name, box=box, readable_field_name=form_on_paper(wanted.form)))  # type: ignore[arg-type]
        widget = _field(writer, name)
        widget[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): appearance(writer, stamp, seen.upright)})

    def _cut(self, wanted: Wanted) -> Letters:
        text = f"{form_on_paper(wanted.form)} {wanted.agency}"
        if text not in self._letters:
            self._letters[text] = cut(self._font, text)
        return self._letters[text]


class AppendOnly(IncrementalPdfFileWriter):
    """What a copy says of itself (its title, who made it) stays as it is, and so in step with its archival packet."""

    def _update_meta(self) -> None:
        return None


class _SignerAt(PdfSigner):
    """Signs at the moment the office's clock says."""

    def __init__(self, moment: datetime, metadata: PdfSignatureMetadata, signer: Signer) -> None:
        super().__init__(metadata, signer, stamp_style=NoOpStampStyle())
        self._moment = moment

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._moment
        return session


class _KeySigner(Signer):
    """Our key as the library wants to see one."""

    def __init__(self, key: RawKey) -> None:
        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        registry.register_multiple(x509.Certificate.load(certificate) for certificate in key.chain)
        certificate = x509.Certificate.load(key.certificate)
        public = certificate.public_key
        self._longest: int = public.byte_size if public.algorithm == "rsa" else 2 * public.byte_size + 16
        names = len(certificate.issuer.dump())
        self.room = len(key.certificate) + sum(map(len, key.chain)) + self._longest + _ATTRIBUTES + 3 * names
        super().__init__(signing_cert=certificate, cert_registry=registry, embed_roots=False)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return bytes(self._longest) if dry_run else self._key.sign(data)

# ---- the page ----------------------------------------------------------------------------------------------------------


def _signatures_in(writer: IncrementalPdfFileWriter) -> int:
    return len(writer.prev.embedded_signatures)


def _field(writer: IncrementalPdfFileWriter, name: str) -> generic.DictionaryObject:
    for entry in writer.root["/AcroForm"]["/Fields"]:
        field = entry.get_object()
        if isinstance(field, generic.DictionaryObject) and field.get("/T") == name:
            return field
    raise ValueError("the field just made is not there")


def _inherited(page: generic.DictionaryObject, name: str) -> generic.PdfObject | None:
    node: Any = page
    for _ in range(_DEEPEST):
        if name in node:
            return node[name]  # type: ignore[no-any-return]
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    raise ValueError("a page without end of parents")


def _box(page: generic.DictionaryObject, name: str) -> Box | None:
    numbers = _inherited(page, name)
    if not isinstance(numbers, generic.ArrayObject) or len(numbers) != 4:
        return None
    left, low, right, high = (float(number) for number in numbers)
    return (left, low, right, high)


def _turned(page: generic.DictionaryObject) -> int:
    rotate: Any = _inherited(page, "/Rotate")
    return int(rotate) if isinstance(rotate, int) else 0
