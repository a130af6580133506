"""Signing a batch of copies with a token made of software: what an officer waits for after the PIN."""

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.counter import scratch
from benchmarks.rows import CannotRun, Figure, Registry, at_most
from benchmarks.size import ROOT, Size
from devices.signing.signer import token_signer
from kiosk.moments import FixedClock
from kiosk.work import Silent
from tests.devices import tokens
from tests.devices.papers_to_sign import FONT, Heard, paper, to_sign

_COPIES = 20
_LONGEST_S = 1.0


def add_rows(table: Registry) -> None:
    table.row("20 copies signed under one PIN", "s", at_most(_LONGEST_S), "s")(signed)


def signed(size: Size) -> Figure:
    """From handing over the PIN until the twentieth copy is back, checked: the process is started, its libraries loaded and the
    token opened in that time. RSA 2048 on softhsm2; a token of USB takes 0.3 to 1 s for each signature itself. Against the same
    twenty with pyHanko as it comes: its PKCS#11 signer and its text stamp, in a process started for it."""
    library = next((path for path in tokens.LIBRARIES if Path(path).exists()), "")
    if not library:
        raise CannotRun("softhsm2 is not installed")
    with scratch(size, "signing") as folder:
        tokens.fill(folder, "t", (tokens.Person("Lò Thị Mai Hương"),))
        os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
        times = [_ours(library) for _ in range(size.rounds)]
        stock = [_stock(library, folder) for _ in range(size.rounds)]
    ends = f"{min(times):.2f} to {max(times):.2f} s; {median(times) / _COPIES * 1000:.0f} ms a copy"
    return Figure(median(times), median(stock), f"{ends}; pyHanko as it comes checks nothing again")


def _ours(library: str) -> float:
    signer, heard, pdf = token_signer(library, FONT, FixedClock(tokens.NOW_MS)), Heard(), paper()
    [key] = signer.signatories()
    began = time.perf_counter()
    signer.sign([to_sign(str(n), pdf) for n in range(_COPIES)], key, bytearray(tokens.PIN.encode()), heard, Silent())
    took = time.perf_counter() - began
    assert len(heard.done) == _COPIES
    return took


def _stock(library: str, folder: Path) -> float:
    (folder / "paper.pdf").write_bytes(paper())
    began = time.perf_counter()
    words = [sys.executable, "-m", "benchmarks.signing", library, str(folder / "paper.pdf")]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - began


def _as_it_comes(library: str, pdf: bytes) -> None:
    import io

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from pyhanko.stamp import TextStampStyle

    session = open_pkcs11_session(library, slot_no=0, user_pin=tokens.PIN)
    signer = PKCS11Signer(session, cert_label="k0", key_label="k0")
    for _ in range(_COPIES):
        how = PdfSignatureMetadata(field_name="S", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
        field = SigFieldSpec("S", box=(350, 780, 580, 830))
        PdfSigner(how, signer, stamp_style=TextStampStyle(), new_field_spec=field).sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(pdf))
        )


if __name__ == "__main__":
    _as_it_comes(sys.argv[1], Path(sys.argv[2]).read_bytes())
