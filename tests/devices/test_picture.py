"""What a device hands over is a whole picture or nothing: cut, bent, huge and hostile ones are refused, by their words."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from devices.scanner.picture import LARGEST, MEMORY, NotWhole, kind_of_whole
from tests.devices import hostile
from tests.devices.hostile import encoded, page

ROOT = Path(__file__).parents[2]
JPEG, GREY, PROGRESSIVE = encoded(page(), quality=80), encoded(page(mode="L")), encoded(page(), progressive=True)
RESTARTING = encoded(page(), restart_marker_rows=1)
PNG, PALETTE, BITS = encoded(page(), "PNG"), encoded(page(mode="P"), "PNG"), encoded(page(mode="1"), "PNG")
WHOLE = {"jpeg": JPEG, "grey": GREY, "progressive": PROGRESSIVE, "restarting": RESTARTING, "png": PNG, "palette": PALETTE,
         "bits": BITS}  # fmt: skip
END = b"\xff\xd9"


@pytest.mark.parametrize("content", WHOLE.values(), ids=WHOLE)
def test_whole_pictures(content):
    assert kind_of_whole(content) == ("png" if content.startswith(b"\x89PNG") else "jpg")


def test_padding_behind_the_end_is_no_fault():
    assert kind_of_whole(JPEG + bytes(64)) == "jpg"


@given(st.sampled_from(sorted(WHOLE)), st.floats(0, 0.999))
def test_one_that_ends_too_early_is_not_whole(name, share):
    content = WHOLE[name]
    cut = content[: int(len(content) * share)]
    if name in ("png", "palette", "bits"):
        cut = content[: int(len(content) * share * 0.9)]       # without its end mark alone, every line is still there
    with pytest.raises(NotWhole):
        kind_of_whole(cut)


@given(st.sampled_from(["jpeg", "grey", "restarting"]), st.floats(0.2, 0.985))
def test_nor_is_one_to_which_the_device_appended_an_end(name, share):
    content = WHOLE[name]
    with pytest.raises(NotWhole):
        kind_of_whole(content[: int(len(content) * share)] + END)


@given(st.sampled_from(sorted(WHOLE)), st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=8))
def test_bent_bytes_are_a_picture_or_none_and_nothing_else(name, bends):
    content = bytearray(WHOLE[name])
    for place, byte in bends:
        content[int(len(content) * place)] = byte
    try:
        assert kind_of_whole(bytes(content)) in ("jpg", "png")
    except NotWhole:
        pass


@given(st.binary(max_size=400), st.sampled_from([b"", JPEG[:200], PNG[:60]]))
def test_rubbish_is_no_picture(rubbish, beginning):
    with pytest.raises(NotWhole):
        kind_of_whole(beginning + rubbish)


def test_a_page_of_middle_grey_that_somebody_drew_is_whole_and_one_that_never_came_is_not():
    drawn = encoded(Image.new("RGB", (400, 600), (128, 128, 128)))
    assert kind_of_whole(drawn) == "jpg"
    head = drawn[: drawn.index(b"\xff\xda") + 14]
    with pytest.raises(NotWhole):
        kind_of_whole(head + END)


HOSTILE = {
    "many pixels": hostile.png_of(60_000, 60_000), "a JPEG that says so": hostile.jpeg_of(65_000, 65_000),
    "one endless line": hostile.png_of(2_000_000, 2), "gif": encoded(page(), "GIF"), "tiff": encoded(page(), "TIFF"),
    "pdf": encoded(page(), "PDF"), "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>", "nothing": b"",
    "too many bytes": JPEG + bytes(LARGEST),
}  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_would_hurt_or_is_none(content):
    with pytest.raises(NotWhole):
        kind_of_whole(content)


_BOUNDED = r"""
import re, sys
from devices.bounded import limit_memory
from devices.scanner.picture import NotWhole, kind_of_whole
limit_memory(int(sys.argv[1]))
try:
    print(kind_of_whole(sys.stdin.buffer.read()))
except NotWhole as why:
    print("refused:", why)
print(int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


def bounded(content: bytes, memory: int = MEMORY) -> tuple[str, int]:
    """What a process with so much memory says of it, and how many MB it took."""
    done = subprocess.run(
        [sys.executable, "-c", _BOUNDED, str(memory)], cwd=ROOT, input=content, capture_output=True, timeout=60, check=True
    )
    said, peak = done.stdout.decode().splitlines()
    return said, int(peak)


@pytest.mark.skipif(sys.platform != "linux", reason="measured as Linux says it; Windows relies on the number of pixels")
def test_memory_stays_bounded_and_its_end_is_a_refusal():
    said, peak = bounded(hostile.profile_bomb())
    assert (said, peak < 400) == ("refused: not a whole picture", True)       # half a gigabyte, were it unpacked
    bomb = hostile.real_bomb()
    said, peak = bounded(bomb)
    assert (said, peak < 500) == ("png", True)     # 49 million pixels, all there: within what is allowed
    assert bounded(bomb, 200_000_000)[0] == "refused: too large for the memory"
