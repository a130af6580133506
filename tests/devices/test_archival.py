"""Copies keep the rules for archives, by a judge that is not ours: Apache PDFBox's Preflight. It knows PDF/A-1b only, so it is
given the twin that the same code writes for that part. That it sees faults is tried with faults."""

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest

from devices.imaging.copying import invisible
from devices.imaging.copying.page import page_of, plain_page
from devices.imaging.copying.pdf_about import FOR_VALIDATOR
from devices.imaging.copying.pdf_file import written
from devices.imaging.copying.plain import embedded
from devices.imaging.copying.profile import srgb
from devices.imaging.copying.reading import Reader
from devices.imaging.copying.words import Page
from devices.signing.batch import Batch
from devices.signing.words import Sign
from devices.simulated.pages.made import UNSEEN, make
from devices.simulated.training_key_child import TrainingKey
from kiosk.signature_ports import CopyForm
from tests.devices.hostile import encoded, page
from tests.devices.papers_to_sign import AGENCY, FONT
from tests.devices.tokens import NOW_MS

JARS = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io", "javax.activation", "jaxb-api")
PLACES = [Path(f"/usr/share/java/{jar}.jar") for jar in JARS]
TITLE = "Giấy <khai> sinh & Ƀ Č ŏ"


@pytest.fixture(scope="module")
def pages() -> tuple[Page, ...]:
    sealed = make("sealed", UNSEEN[0] + 600, dpi=200, skew=0.7, backing=240)
    plain, grey = encoded(page()), encoded(page(mode="L"))
    return (page_of(sealed.content, 200, Reader().read).page, plain_page(plain, 0).page, embedded(plain, 0), embedded(grey, 0))


def with_defect(twin: bytes, spoil: Callable[[pikepdf.Pdf], None]) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(twin)) as pdf:
        spoil(pdf)
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return target.getvalue()


def nothing(_pdf: pikepdf.Pdf) -> None:
    return None


def no_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def no_packet(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def another_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo.Title = "Giấy khác"


def smoothed(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.XObject.P0.Interpolate = True


def scripted(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))


def see_through(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceRGB)


def font_left_out(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Resources.Font.F.DescendantFonts[0].FontDescriptor.FontFile2


SPOILT = (no_intent, no_packet, another_title, smoothed, scripted, see_through)
NOT_SEEN = font_left_out               # the judge does not mind it where text is unseen; the test after this one does


@pytest.fixture(scope="module")
def judged(pages, tmp_path_factory) -> dict[str, bool]:
    """One start of the judge for all files."""
    if not all(place.exists() for place in PLACES):
        pytest.skip("no Preflight here")
    folder = tmp_path_factory.mktemp("archival") / "files"
    folder.mkdir()
    twin = written(TITLE, pages, FOR_VALIDATOR)
    (folder / "ours.pdf").write_bytes(twin)
    (folder / "blank.pdf").write_bytes(written("", pages[1:2], FOR_VALIDATOR))
    (folder / "signed.pdf").write_bytes(signed(twin))
    for spoil in (nothing, *SPOILT, NOT_SEEN):
        (folder / f"{spoil.__name__}.pdf").write_bytes(with_defect(twin, spoil))
    run = ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", ":".join(map(str, PLACES))]
    subprocess.run([*run, "org.apache.pdfbox.preflight.Validator_A1b", "xml", "group", str(folder)], check=False,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
    said = ElementTree.parse(f"{folder}.preflight.xml").getroot()
    return {one.get("name", "").removesuffix(".pdf"): one.findtext("isValid") == "true" for one in said.iter("preflight")}


def signed(pdf: bytes) -> bytes:
    """With the visible text of a signature on it."""
    return Batch(TrainingKey("Lò Thị Mai Hương"), FONT).sign(pdf, Sign(len(pdf), CopyForm.TRUE_COPY, AGENCY, NOW_MS))


@pytest.mark.parametrize("name", ["ours", "blank", "nothing", "signed"])
def test_copies_are_valid(judged, name):
    assert judged[name]


@pytest.mark.parametrize("spoil", SPOILT)
def test_the_judge_sees_what_is_spoilt(judged, spoil):
    assert not judged[spoil.__name__]


def test_the_font_is_whole_though_the_judge_would_not_ask(judged, pages):
    assert judged[NOT_SEEN.__name__]
    with pikepdf.open(io.BytesIO(written(TITLE, pages))) as pdf:
        inner = pdf.pages[0].Resources.Font.F.DescendantFonts[0]
        assert inner.FontDescriptor.FontFile2.read_bytes() == invisible.font_file()
        glyphs = inner.CIDToGIDMap.read_bytes()
    assert len(glyphs) == 2 * 0x10000
    assert set(glyphs[1::2]) == {1}                    # never .notdef


def test_the_twin_differs_by_nothing_but_its_part_and_version(pages):
    ours, twin = written(TITLE, pages), written(TITLE, pages, FOR_VALIDATOR)
    assert twin.startswith(b"%PDF-1.4\n")
    changed = twin.replace(b"%PDF-1.4", b"%PDF-1.7").replace(b"<pdfaid:part>1<", b"<pdfaid:part>2<")
    name = rb"/ID \[<\w+> <\w+>\]"                     # made of the content
    assert re.sub(name, b"", changed) == re.sub(name, b"", ours)
    assert written(TITLE, pages) == ours


def test_the_profile_is_that_of_srgb():
    from PIL import Image, ImageCms

    picture = Image.linear_gradient("L").resize((64, 64))
    colours = Image.merge("RGB", (picture, picture.rotate(90), picture.rotate(180)))
    ours = ImageCms.ImageCmsProfile(io.BytesIO(srgb()))
    there = ImageCms.profileToProfile(colours, ours, ImageCms.createProfile("sRGB"))
    assert there is not None
    for before, after in zip(colours.split(), there.split(), strict=True):
        apart = [abs(one - other) for one, other in zip(before.tobytes(), after.tobytes(), strict=True)]
        assert max(apart) <= 2
