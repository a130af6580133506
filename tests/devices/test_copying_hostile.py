"""Spoilt pictures and killed processes: every page of the paper is in the copy all the same."""

import io
import os
import random
import signal
import sys
from pathlib import Path

import pikepdf
import pytest

from devices.imaging.copying.child import answer
from devices.imaging.copying.driver import Copies
from devices.imaging.copying.plain import NotEmbeddable, embedded
from devices.imaging.copying.reading import Reading
from devices.imaging.copying.words import Made, NotMade, Work
from devices.simulated.pages.made import UNSEEN, make
from kiosk.copy_ports import PageToCopy, PaperToCopy
from kiosk.work import Silent
from tests.devices.hostile import encoded, page, png_of, profile_bomb, real_bomb

WHOLE = encoded(page(210, 297)), encoded(page(210, 297), progressive=True), encoded(page(210, 297, "CMYK"))


def spoilt(seed: int) -> bytes:
    """A JPEG with a few bytes changed, cut out or doubled behind its beginning; its head may be hit too."""
    chance = random.Random(seed)
    content = bytearray(chance.choice(WHOLE))
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(3, len(content))
        match chance.randrange(4):
            case 0:
                content[at] = chance.randrange(256)
            case 1:
                del content[at : at + chance.randint(1, 200)]
            case 2:
                content[at:at] = content[at : at + chance.randint(1, 200)]
            case _:
                content[at] ^= 1 << chance.randrange(8)
        if len(content) < 8:
            break
    return bytes(content)


class ReadsNothing:
    def read(self, _grey: object, _dpi: float) -> Reading:
        return Reading()


@pytest.mark.parametrize("first", range(0, 120, 30))
def test_spoilt_pictures_are_made_or_refused_in_words(first):
    for seed in range(first, first + 30):
        said = answer(Work(spoilt(seed), 0), ReadsNothing())
        assert isinstance(said, Made) or said.why in ("not_a_picture", "memory", "failed")


def test_heads_of_spoilt_pictures_are_read_without_a_fall():
    for seed in range(3_000):
        try:
            page = embedded(spoilt(seed), 0)
        except NotEmbeddable:
            continue
        assert 0 < page.wide < 65_536
        assert page.dpi > 0


def test_spoilt_pictures_among_good_ones_by_the_real_processes():
    captures = [PageToCopy(spoilt(seed), "image/jpeg") for seed in range(1_000, 1_012) if _has_head(spoilt(seed))]
    copies = Copies()
    made = copies.make(PaperToCopy("x", (PageToCopy(WHOLE[0], "image/jpeg"), *captures)), Silent())
    copies.close()
    assert len(captures) >= 6
    assert made.pages[0].fell_back == ""
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert len(pdf.pages) == len(made.pages) == len(captures) + 1


def _has_head(content: bytes) -> bool:
    try:
        return bool(embedded(content, 0))
    except NotEmbeddable:
        return False


BOMBS = (png_of(60_000, 60_000), profile_bomb(), real_bomb(12_500), encoded(page(16, 16)), b"", b"\xff\xd8")


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_and_crumbs_are_refused_in_words(bomb):
    assert answer(Work(bomb, 300), ReadsNothing()) == NotMade("not_a_picture")


@pytest.mark.skipif(sys.platform == "win32", reason="kills by the kernel's own signal")
def test_a_process_killed_in_the_middle_of_a_page_costs_nothing():
    letter = make("sealed", UNSEEN[0] + 700, dpi=200)

    class Killer:
        killed: int | None = None

        def step(self, _what: str, _done: int, _total: int) -> None:
            if self.killed is None and (there := _working()):
                self.killed = there[0]
                os.kill(self.killed, signal.SIGKILL)

    killer, copies = Killer(), Copies()
    made = copies.make(PaperToCopy("x", (PageToCopy(letter.content, "image/jpeg", 200),) * 3), killer)
    copies.close()
    assert killer.killed is not None
    assert [one.fell_back for one in made.pages] == ["", "", ""]
    assert len(pikepdf.open(io.BytesIO(made.pdf)).pages) == 3
    assert not _working()


def _working() -> list[int]:
    """The processes that make copies for us."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words, parent = (place / "cmdline").read_bytes(), (place / "stat").read_text().rsplit(")", 1)[1].split()[1]
        except OSError:
            continue
        if b"devices.imaging.copying.child" in words and int(parent) == os.getpid():
            found.append(int(place.name))
    return found
