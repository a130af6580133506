"""The eSCL driver in this process: every fault of a device becomes the trouble it is, and no device leads it elsewhere."""

import datetime
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from devices.scanner.escl import EsclDevice
from devices.scanner.escl_http import Address, Unreachable, certificate_of
from devices.scanner.escl_place import A3, EsclPatience
from devices.scanner.escl_probe import Probed, Silence, probe
from devices.scanner.picture import NotWhole, kind_of_whole
from devices.scanner.process import Sheet, Stopped
from devices.scanner.words import Scan
from devices.simulated.escl import EsclScanner, Fault
from kiosk.scan_ports import ScanSource, ScanTrouble
from tests.devices.test_escl import RESOLUTIONS, drawn

QUICK = EsclPatience(busy_s=0.2, warming_s=0.2, page_s=5.0, pause_s=0.01, answer_s=60.0, silence_s=60.0, grace_s=0.05)
FEED = Scan("", ScanSource.FEEDER, 40, False)
GLASS = Scan("", ScanSource.FLATBED, 40, False)


@pytest.fixture
def there() -> Iterator[EsclScanner]:
    there = EsclScanner(resolutions=RESOLUTIONS, draw=drawn)
    there.start()
    yield there
    there.stop()


def driver(there: EsclScanner, patience: EsclPatience = QUICK) -> EsclDevice:
    device = EsclDevice(Address.of(there.address), patience=patience)
    device.abilities()
    return device


def taken(device: EsclDevice, order: Scan = FEED) -> tuple[list[Sheet], ScanTrouble | None]:
    sheets: list[Sheet] = []
    try:
        sheets.extend(device.sheets(order, lambda: True))
    except Stopped as stopped:
        return sheets, stopped.trouble
    return sheets, None


def count(device: EsclDevice, order: Scan = FEED) -> tuple[int, ScanTrouble | None]:
    sheets, trouble = taken(device, order)
    assert all(kind_of_whole(sheet.content) == "jpg" for sheet in sheets)
    return len(sheets), trouble


# ---- an honest device -------------------------------------------------------------------------------------------------


def test_what_is_ordered_is_the_whole_page_in_colour_as_jpeg(there):
    there.load_numbered(1)
    sheets, trouble = taken(driver(there), Scan("", ScanSource.FEEDER, 200, True))
    assert trouble is None
    assert [(sheet.dpi, sheet.back) for sheet in sheets] == [(300, False), (300, True)]
    (order,) = there.orders
    assert order == {
        "Version": "2.63", "ContentRegionUnits": "escl:ThreeHundredthsOfInches", "Width": "2480", "Height": "3508",
        "XOffset": "0", "YOffset": "0", "InputSource": "Feeder", "ColorMode": "RGB24", "DocumentFormat": "image/jpeg",
        "DocumentFormatExt": "image/jpeg", "XResolution": "300", "YResolution": "300", "Duplex": "true",
    }  # fmt: skip
    assert "DELETE /eSCL/ScanJobs/job-1" not in there.asked


def test_the_finest_it_has_where_more_is_asked_and_never_more_than_its_glass(there):
    there.lay_on_glass("diploma")
    device = EsclDevice(Address.of(there.address), A3, QUICK)
    (sheet,), trouble = taken(device, Scan("", ScanSource.FLATBED, 1200, True))
    assert (sheet.dpi, sheet.back, trouble) == (300, False, None)
    assert (there.orders[0]["Width"], there.orders[0]["Height"]) == ("2550", "4200")
    assert there.orders[0]["InputSource"] == "Platen"
    assert "Duplex" not in there.orders[0]
    assert "DELETE /eSCL/ScanJobs/job-1" in there.asked        # the glass gives one page: the job is taken back


def test_a_device_busy_for_a_moment_is_waited_for(there):
    there.load_numbered(3)
    there.busy_answers = 3
    assert count(driver(there)) == (3, None)


def test_a_device_that_stays_busy_or_warms_up_is_not_waited_for_for_ever(there):
    there.load_numbered(1)
    there.hold()
    assert count(driver(there)) == (0, ScanTrouble.BUSY)
    there.hold(False)
    there.warm()
    assert driver(there).obstacle() is ScanTrouble.WARMING
    assert count(driver(there)) == (0, ScanTrouble.WARMING)
    there.warm(False)
    assert count(driver(there)) == (1, None)


def test_nobody_waits_for_a_busy_device_after_a_cancel(there):
    there.load_numbered(1)
    there.hold()
    answers = iter([True, True])
    patient = EsclPatience(busy_s=600.0, pause_s=600.0)
    assert list(driver(there, patient).sheets(FEED, lambda: next(answers, False))) == []


@pytest.mark.parametrize(("said", "trouble"), [
    ("ScannerAdfEmpty", ScanTrouble.NO_PAPER), ("ScannerAdfJam", ScanTrouble.JAM), ("ScannerAdfMispick", ScanTrouble.JAM),
    ("ScannerAdfHatchOpen", ScanTrouble.COVER_OPEN), ("ScannerAdfMultipickDetected", ScanTrouble.DOUBLE_FEED),
    ("ScannerAdfInputTrayFailed", ScanTrouble.JAM), ("ScannerAdfInputTrayOverloaded", ScanTrouble.JAM),
    ("ScannerAdfDuplexPageTooLong", ScanTrouble.REFUSED), ("ScannerAdfLoaded", None), ("ScannerAdfProcessing", None),
    ("something new", None),
])  # fmt: skip
def test_what_the_feeder_says_stands_in_the_way_of_the_feeder_only(there, said, trouble):
    there.load_numbered(1)
    there.lay_on_glass("diploma")
    there.adf = said
    device = driver(there)
    assert device.obstacle() is trouble
    assert count(device, GLASS) == (1, None)
    assert count(device)[1] is trouble


def test_an_empty_feeder_counts_only_where_the_device_feels_paper(there):
    there.tells_paper = False
    device = driver(there)
    assert device.obstacle() is None
    assert count(device) == (0, ScanTrouble.NO_PAPER)
    there.load_numbered(2)
    there.adf = "ScannerAdfEmpty"      # says so always, whatever lies there
    assert count(device) == (2, None)


@pytest.mark.parametrize("code", [404, 409, 410, 500, 503])
def test_a_jam_is_known_whatever_the_next_page_is_answered_with(there, code):
    there.no_page = code
    there.load_numbered(3)
    there.jam_at(2)
    assert count(driver(there)) == (1, ScanTrouble.JAM)
    there.clear_jam()
    there.no_page = 404
    assert count(driver(there)) == (2, None)


# ---- faults -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [
    Fault.REDIRECT, Fault.GARBAGE, Fault.ENTITIES, Fault.NOT_HTTP, Fault.ERROR, Fault.LOCKED])
def test_what_does_not_talk_as_a_scanner_is_not_there(there, fault):
    there.load_numbered(1)
    device = driver(there)
    there.play(fault)
    assert device.abilities() is None
    assert device.obstacle() is ScanTrouble.OFFLINE
    assert count(device) == (0, ScanTrouble.OFFLINE)
    assert count(EsclDevice(Address.of(there.address), patience=QUICK)) == (0, ScanTrouble.OFFLINE)


@pytest.mark.parametrize("fault", [Fault.SILENT, Fault.TRICKLE])
def test_what_never_ends_to_answer_is_not_there(there, fault):
    there.play(fault)
    device = EsclDevice(Address.of(there.address), patience=EsclPatience(answer_s=0.1))
    assert device.obstacle() is ScanTrouble.OFFLINE


@pytest.mark.parametrize(("fault", "silence", "status"), [
    (Fault.NONE, Silence.ANSWERS, 200), (Fault.REDIRECT, Silence.REDIRECTED, 302), (Fault.GARBAGE, Silence.NOT_A_SCANNER, 200),
    (Fault.NOT_HTTP, Silence.NOT_A_SCANNER, 0), (Fault.ERROR, Silence.NOT_A_SCANNER, 500), (Fault.LOCKED, Silence.LOCKED, 401),
])  # fmt: skip
def test_why_it_does_not_answer_is_found_out(there, fault, silence, status):
    there.play(fault)
    assert probe(Address.of(there.address)) == Probed(silence, status)
    there.plug(False)
    assert probe(Address.of(there.address)) == Probed(Silence.UNREACHABLE)


def test_no_host_that_the_device_names_is_followed(there):
    there.load_numbered(2)
    there.play(Fault.LYING_HOST)
    assert count(driver(there)) == (2, None)
    assert "GET /eSCL/ScanJobs/job-1/NextDocument" in there.asked


@pytest.mark.parametrize(("fault", "pages", "trouble"), [
    (Fault.DROP, 1, ScanTrouble.TRANSFER_LOST), (Fault.HUGE, 1, ScanTrouble.TRUNCATED),
    (Fault.WRONG_KIND, 1, ScanTrouble.REFUSED), (Fault.DOUBLE_FEED, 1, ScanTrouble.DOUBLE_FEED),
    (Fault.STOPPED, 1, ScanTrouble.STOPPED_THERE), (Fault.JOB_PER_SHEET, 3, None), (Fault.TOO_EARLY, 3, None),
])  # fmt: skip
def test_what_goes_wrong_with_a_page(there, fault, pages, trouble):
    there.load_numbered(3)
    there.play(fault, 2)
    assert count(driver(there)) == (pages, trouble)


def test_a_page_that_hangs_is_lost_in_the_end(there):
    there.load_numbered(1)
    there.play(Fault.HANGS)
    device = driver(there, EsclPatience(silence_s=0.2))
    assert count(device) == (0, ScanTrouble.TRANSFER_LOST)
    assert "DELETE /eSCL/ScanJobs/job-1" in there.asked


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.NO_PICTURE])
def test_what_is_no_whole_picture_is_left_to_the_process_to_refuse(there, fault):
    there.load_numbered(1)
    there.play(fault)
    sheet = next(driver(there).sheets(FEED, lambda: True))
    with pytest.raises(NotWhole):
        kind_of_whole(sheet.content)


def test_a_cancel_ends_even_a_page_that_hangs_and_takes_the_job_back(there):
    there.load_numbered(2)
    there.play(Fault.HANGS, 2)
    cancelled = threading.Event()
    sheets = driver(there).sheets(FEED, lambda: not cancelled.is_set())
    assert next(sheets)
    cancelled.set()
    assert list(sheets) == []
    assert there.asked[-1] == "DELETE /eSCL/ScanJobs/job-1"


def test_a_page_that_is_on_its_way_when_somebody_cancels_is_not_lost(there):
    cancelled, looked = threading.Event(), threading.Event()

    def slowly(laid, dpi, back):
        if laid and laid.sheet == 1:
            cancelled.set()
            assert looked.wait(60)
        return drawn(laid, dpi, back)

    def wanted() -> bool:
        if cancelled.is_set():
            looked.set()
        return not cancelled.is_set()

    there._draw = slowly
    there.load_numbered(3)
    patient = EsclPatience(grace_s=60.0)
    sheets = driver(there, patient).sheets(FEED, wanted)
    assert next(sheets)
    assert kind_of_whole(next(sheets).content) == "jpg"
    sheets.close()                     # as the process does after a page that comes when nobody wants more
    assert there.asked[-1] == "DELETE /eSCL/ScanJobs/job-1"
    assert len(there.world.tray) == 1


def test_leaving_between_two_pages_takes_the_job_back(there):
    there.load_numbered(2)
    sheets = driver(there).sheets(FEED, lambda: True)
    next(sheets)
    sheets.close()
    assert there.asked[-1] == "DELETE /eSCL/ScanJobs/job-1"


def test_a_device_switched_off(there):
    there.load_numbered(1)
    device = driver(there)
    there.plug(False)
    assert device.obstacle() is ScanTrouble.OFFLINE
    assert count(device) == (0, ScanTrouble.OFFLINE)
    there.plug(True)
    assert count(device) == (1, None)


# ---- https ------------------------------------------------------------------------------------------------------------


def self_signed(folder: Path) -> tuple[ssl.SSLContext, str]:
    """A certificate as devices make it for themselves, and its SHA-256."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "printer.local")])
    day = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(day).not_valid_after(day + datetime.timedelta(days=1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "device.pem"
    plain = serialization.NoEncryption()
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, certificate.fingerprint(hashes.SHA256()).hex()


def test_over_https_any_certificate_counts_until_one_is_pinned(tmp_path):
    context, pin = self_signed(tmp_path)
    there = EsclScanner(resolutions=RESOLUTIONS, draw=drawn, tls=context)
    there.start()
    try:
        there.load_numbered(2)
        assert certificate_of(Address.of(there.address)) == pin
        assert count(EsclDevice(Address.of(there.address), patience=QUICK)) == (2, None)
        there.load_numbered(1)
        written = ":".join(pin[place:place + 2] for place in range(0, 64, 2)).upper()
        assert count(EsclDevice(Address.of(there.address, written), patience=QUICK)) == (1, None)
        other = EsclDevice(Address.of(there.address, "00" * 32), patience=QUICK)
        assert other.obstacle() is ScanTrouble.OFFLINE
        assert probe(Address.of(there.address, "00" * 32)) == Probed(Silence.CERTIFICATE)
        plain = Address.of(there.address.replace("https", "http"))
        assert EsclDevice(plain, patience=QUICK).obstacle() is ScanTrouble.OFFLINE
    finally:
        there.stop()
    with pytest.raises(Unreachable):
        certificate_of(Address.of(there.address))


# ---- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("written", "understood"), [
    ("http://10.0.0.5:8080/eSCL", "http://10.0.0.5:8080/eSCL"), ("10.0.0.5", "http://10.0.0.5:80/eSCL"),
    ("https://may-quet.local/eSCL/", "https://may-quet.local:443/eSCL"), ("http://[fe80::1]:80/scan", "http://[fe80::1]:80/scan"),
])  # fmt: skip
def test_addresses(written, understood):
    assert str(Address.of(written)) == understood


@pytest.mark.parametrize("written", [
    "ftp://10.0.0.5/eSCL", "http://", "http://me:secret@10.0.0.5/", "http://10.0.0.5/eSCL?x=1", "http://10.0.0.5/e SCL",
    "http://10.0.0.5:99999/", "", "http://10.0.0.5/e\r\nX: 1",
])  # fmt: skip
def test_what_is_no_address(written):
    with pytest.raises(ValueError):
        Address.of(written)
