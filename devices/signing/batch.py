"""The papers of one batch, one after the other, with one key. Only in the process that signs."""

import io
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader

from devices.signing.keys import KeyTroubled, RawKey
from devices.signing.looking import NotReadable, Roots, signatures
from devices.signing.own_check import holds
from devices.signing.pades import PdfSigning, Wanted
from devices.signing.words import Failed, Sign, Trouble
from kiosk.signature_problems import NotSignable

_SIGNATURE = b"/ByteRange"
_FEWEST = 100                          # bytes; no PDF is shorter


class Batch:
    """One key, let in by its PIN."""

    def __init__(self, key: RawKey, font: Path) -> None:
        self._key, self._signing = key, PdfSigning(key, font)

    def sign(self, pdf: bytes, order: Sign) -> bytes:
        """Raises KeyTroubled."""
        _refuse_unfit(pdf, order.at)
        try:
            signed = self._signing.sign(pdf, Wanted(order.form, order.agency, order.at))
        except KeyTroubled:
            raise
        except MemoryError as error:
            raise KeyTroubled(Failed(Trouble.NOT_SIGNABLE, NotSignable.TOO_LARGE)) from error
        except Exception as error:
            raise KeyTroubled(Failed(Trouble.NOT_SIGNABLE, _why(pdf), said=type(error).__name__)) from error
        if not holds(signed, pdf, self._key.certificate):
            raise KeyTroubled(Failed(Trouble.NOT_GOOD))
        return signed


def _refuse_unfit(pdf: bytes, now: int) -> None:
    """Raises KeyTroubled for what was no finished copy."""
    if len(pdf) < _FEWEST or not pdf.startswith(b"%PDF-"):
        raise KeyTroubled(Failed(Trouble.NOT_SIGNABLE, NotSignable.NO_PDF))
    if _SIGNATURE in pdf:
        try:
            changed = not all(seen.holds for seen in signatures(pdf, Roots(), now))
        except NotReadable as error:
            raise KeyTroubled(Failed(Trouble.NOT_SIGNABLE, _why(pdf))) from error
        if changed:
            raise KeyTroubled(Failed(Trouble.NOT_SIGNABLE, NotSignable.CHANGED))


def _why(pdf: bytes) -> NotSignable:
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        if reader.encrypted:
            return NotSignable.LOCKED
        return NotSignable.FORBIDDEN if reader.embedded_signatures else NotSignable.DAMAGED
    except Exception:                  # noqa: BLE001  (a broken file may raise anything)
        return NotSignable.DAMAGED
