"""Invented finished copies, and who listens while they are signed."""

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf

from kiosk.problems import Problem
from kiosk.signature_ports import CopyForm, CopyToSign, SignedCopy
from tests.devices.tokens import NOW_MS

FONT = Path(__file__).parents[2] / "printing" / "fonts" / "Tinos-Regular.ttf"
AGENCY = "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG PHƯỜNG CÂY GẠO"


def paper(turned: int = 0, media: tuple[float, ...] = (0, 0, 595, 842), crop: tuple[float, ...] | None = None, **how) -> bytes:
    """A page with one line of text; `how` goes to pikepdf."""
    pdf = pikepdf.Pdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.obj.MediaBox = list(media)
    if crop:
        page.obj.CropBox = list(crop)
    page.obj.Rotate = turned
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F0=pdf.make_indirect(font)))
    text = b"BT /F0 20 Tf 100 300 Td (Giay khai sinh gia dinh) Tj ET\n" + b"% line of a paper\n" * 200
    page.obj.Contents = pdf.make_stream(text)
    target = io.BytesIO()
    pdf.save(target, static_id=True, compress_streams=False, **how)
    return target.getvalue()


def to_sign(name: str, pdf: bytes, form: CopyForm = CopyForm.TRUE_COPY) -> CopyToSign:
    return CopyToSign(name, form, AGENCY, NOW_MS, lambda: pdf)


class Heard:
    """The `SigningListener` of tests."""

    def __init__(self) -> None:
        self.done: dict[str, SignedCopy] = {}
        self.refused_ones: dict[str, Problem] = {}

    def signed(self, copy: SignedCopy) -> None:
        self.done[copy.id] = copy

    def refused(self, copy: str, why: Problem) -> None:
        self.refused_ones[copy] = why


class Watch:
    """A `Progress` that acts before each copy."""

    def __init__(self, act: Callable[[int], None] = lambda _done: None) -> None:
        self.steps: list[int] = []
        self._act = act

    def step(self, what: str, done: int, total: int) -> None:
        self.steps.append(done)
        self._act(done)
