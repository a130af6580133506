"""What eSCL devices say, also when they mean harm: plain values, or Garbled, in bounded room."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.scanner.escl_said import Offered, offered, told
from devices.scanner.escl_xml import LARGEST, Garbled, read
from devices.simulated.escl_says import BOMB, capabilities
from kiosk.scan_ports import ScanSource

SAID = capabilities((100, 300), "0AA0-uuid", tells_paper=True)
RANGES = """<c:ScannerCapabilities xmlns:c="urn:other"><c:Version>not a number</c:Version><c:UUID>urn:uuid:ABC</c:UUID>
<c:SettingProfiles><c:SettingProfile name="p0"><c:ColorModes><c:ColorMode>Grayscale8</c:ColorMode></c:ColorModes>
<c:DocumentFormat>application/pdf</c:DocumentFormat><c:SupportedResolutions><c:ResolutionRange><c:XResolutionRange><c:Min>100</c:Min>
<c:Max>600</c:Max><c:Step>100</c:Step></c:XResolutionRange></c:ResolutionRange></c:SupportedResolutions></c:SettingProfile>
</c:SettingProfiles><c:Adf><c:AdfSimplexInputCaps><c:MaxWidth>2480</c:MaxWidth><c:MaxHeight>-7</c:MaxHeight>
<c:SettingProfile ref="p0"/></c:AdfSimplexInputCaps></c:Adf></c:ScannerCapabilities>"""


def test_what_a_device_offers():
    abilities = offered(SAID.encode()).abilities()
    assert (abilities.sources, abilities.resolutions) == (frozenset(ScanSource), (100, 300))
    assert (abilities.duplex, abilities.largest_mm, abilities.tells_paper) == (True, (216, 356), True)
    assert offered(SAID.encode()).uuid == "0aa0-uuid"


def test_ranges_profiles_elsewhere_and_other_name_spaces():
    known: Offered = offered(RANGES.encode())
    source = known.feeder
    assert source
    assert (known.version, known.uuid, known.flatbed, known.tells_paper) == ("2.0", "abc", None, False)
    assert source.resolutions == (100, 200, 300, 400, 600, )
    assert (source.widest, source.highest, source.colour(), source.formats) == (2480, 0, "Grayscale8", {"application/pdf"})
    assert known.of(ScanSource.FEEDER, both_sides=True) is None
    assert known.of(ScanSource.FLATBED, both_sides=False) is None


@pytest.mark.parametrize(("wanted", "taken"), [(20, 100), (100, 100), (150, 300), (300, 300), (600, 300)])
def test_the_coarsest_that_is_fine_enough_or_the_finest(wanted, taken):
    source = offered(SAID.encode()).flatbed
    assert source
    assert source.resolution(wanted) == taken


@pytest.mark.parametrize("content", [
    BOMB, "<!DOCTYPE ScannerStatus SYSTEM 'http://192.0.2.7/x'><ScannerStatus/>", "", "<ScannerStatus>", "<Other/>", "\0",
    "<ScannerStatus>" * 100, "<?xml version='1.0' encoding='no-such'?><ScannerStatus/>",
    "<ScannerStatus>" + "<a/>" * 30_000 + "</ScannerStatus>", "<ScannerStatus>" + " " * LARGEST + "</ScannerStatus>",
])  # fmt: skip
def test_what_is_hostile_or_nothing_is_refused(content):
    with pytest.raises(Garbled):
        told(content.encode())


@given(st.binary(max_size=400), st.integers(0, 1 << 30))
def test_no_bytes_break_it(noise, seed):
    chance = random.Random(seed)
    damaged = bytearray(SAID.encode())
    for byte in noise:
        damaged[chance.randrange(len(damaged))] = byte
    for content in (bytes(damaged), noise):
        try:
            offered(content).abilities()
        except Garbled:
            pass


def test_the_reader_keeps_what_it_reads_apart():
    root = read(b"<a><b x='1'>one<c/>two</b><b>3</b></a>", "a")
    assert root.texts("b") == ("onetwo", "3")
    assert root.number("b") == 0
    assert root.all("b")[1].text == "3"
