"""What is said of pages, on seeds that nothing was tuned on."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from devices.codes.decoding import NotAPicture
from devices.imaging.looking import look_at
from devices.simulated.pages.bare import BLANK, NEARLY_BLANK
from devices.simulated.pages.made import UNSEEN, drawn, make
from devices.simulated.pages.scanning import chosen, scanned
from kiosk.page_ports import PageFault
from kiosk.same_pages import repeats
from tests.devices.hostile import encoded, jpeg_of, page, png_of

SEED = UNSEEN[0]


def look(kind: str, number: int, **how):
    made = make(kind, SEED + number, dpi=200, **how)
    return made, look_at(made.content, made.dpi)


@pytest.mark.parametrize("skew", [-8.0, 0.6])
@pytest.mark.parametrize("kind", ["text", "table"])
def test_how_far_the_lines_fall(kind, skew):
    _made, seen = look(kind, 1, skew=skew, backing=240)
    assert seen.skew_degrees == pytest.approx(skew, abs=0.1)
    assert (PageFault.SKEWED in seen.faults) is (abs(skew) > 1.5)


@pytest.mark.parametrize("kind", BLANK)
def test_a_blank_sheet_is_flagged_and_has_no_skew(kind):
    _made, seen = look(kind, 4, skew=0.5, backing=240, noise=3.0)
    assert PageFault.BLANK in seen.faults
    assert seen.skew_degrees is None


@pytest.mark.parametrize("kind", NEARLY_BLANK)
def test_a_sheet_with_next_to_nothing_on_it_is_not_blank(kind):
    assert PageFault.BLANK not in look(kind, 5)[1].faults


def test_codes_of_every_kind_with_their_places():
    made, seen = look("receipt", 7)
    assert [code.kind for code in seen.codes] == ["QRCode", "Code128"]
    assert [code.text for code in seen.codes] == list(made.codes)
    assert 0.7 < seen.codes[0].top < 0.9


def test_a_card_is_known_by_its_size_and_read_where_its_code_is_fine():
    made, seen = look("card", 7, noise=8.0, blur=1.2, quality=60, backing=240, skew=2.0)
    assert seen.card_sized
    assert [code.text for code in seen.codes] == list(made.codes)
    assert look("card_pair", 7, backing=240)[1].card_sized
    assert not look("small", 7)[1].card_sized
    assert not look("form", 7)[1].card_sized


def test_what_is_wrong_with_a_scan():
    assert look("text", 8, light=1.0, blur=0.4)[1].faults <= {PageFault.SKEWED}
    assert PageFault.DARK in look("text", 8, light=0.35)[1].faults
    assert PageFault.BLURRED in look("text", 8, light=1.0, blur=5.0)[1].faults
    assert PageFault.CUT in look("text", 8, skew=0.0, shift=(-28.0, 0.0))[1].faults
    assert PageFault.UPSIDE_DOWN in look("receipt", 8, upside_down=True)[1].faults
    assert PageFault.UPSIDE_DOWN not in look("receipt", 8, upside_down=False)[1].faults


@pytest.mark.parametrize("kind", ["text", "form", "certificate"])
def test_a_page_without_any_code_is_known_to_stand_on_its_head_by_its_lines(kind):
    assert PageFault.UPSIDE_DOWN in look(kind, 11, upside_down=True)[1].faults
    assert PageFault.UPSIDE_DOWN not in look(kind, 11, upside_down=False)[1].faults


def test_where_lines_do_not_tell_nothing_is_said():
    for kind in ("table", "written", "seal_only", "drawing"):
        assert PageFault.UPSIDE_DOWN not in look(kind, 11, upside_down=False)[1].faults


def test_a_sheet_scanned_again_is_found_and_another_is_not():
    pages = [
        ("first", look("certificate", 9, scan=SEED + 100, skew=0.4, backing=240)),
        ("other", look("certificate", 10, scan=SEED + 101, skew=-0.3, backing=240)),
        ("text", look("text", 9, scan=SEED + 102, skew=1.2, backing=240)),
        ("again", look("certificate", 9, scan=SEED + 103, skew=-0.8, backing=240)),
        ("head down", look("text", 9, scan=SEED + 104, skew=0.3, backing=240, upside_down=True)),
    ]
    found = repeats([(name, seen.likeness) for name, (_made, seen) in pages])
    assert [(one.page, one.of) for one in found] == [("again", "first"), ("head down", "text")]


def test_siblings_on_the_same_form_are_two_sheets():
    children = []
    for child in (1, 2):
        sheet, _codes = drawn("certificate", SEED + 11, 200, child=child)
        how = replace(chosen(SEED + child), skew=0.2 * child, backing=240, upside_down=False)
        children.append((str(child), look_at(scanned(sheet, how, 200, child), 200).likeness))
    assert repeats(children) == ()


@pytest.mark.parametrize("content", [b"", b"x", b"%PDF-1.7 nothing", png_of(31, 4_000),
    png_of(60_000, 60_000), jpeg_of(65_000, 65_000)])
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(NotAPicture):
        look_at(content, 300)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP", "PDF"])
def test_pictures_of_every_kind_a_counter_keeps(kind):
    seen = look_at(encoded(page(), kind), 0)
    assert PageFault.BLANK not in seen.faults
    assert seen.ink > 0.005


@pytest.mark.parametrize("shape", [(40, 4000), (4000, 40), (64, 64)])
@pytest.mark.parametrize("tone", [0, 255])
def test_odd_pictures_hurt_nobody(shape, tone):
    done, content = cv2.imencode(".png", np.full(shape, tone, np.uint8))
    assert done
    for dpi in (0, 72, 1200):
        assert PageFault.CUT not in look_at(content.tobytes(), dpi).faults


def test_the_same_seed_gives_the_same_page():
    assert make("form", 3) == make("form", 3) != make("form", 4)
