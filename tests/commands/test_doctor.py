"""The doctor finds what is wrong before the first citizen stands at the counter."""

import json
from pathlib import Path

import pytest

from commands.exit_codes import ExitCode
from devices.simulated.cards import cards
from devices.simulated.private_pcscd import READERS
from devices.simulated.vendor_service import VendorService
from tests.commands.command_line import EXAMPLE, ROOT, Place

SETTINGS = (ROOT / "docs" / "examples" / "settings.toml").read_text("utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def looked_over(place: Place, *changes: tuple[str, str], profile: str = "demo") -> list[str]:
    """The lines of the doctor with these changes to the example's settings."""
    text = SETTINGS
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    place.data.mkdir(exist_ok=True)
    (place.data / "settings.toml").write_text(text, "utf-8")
    return place.run("doctor", profile=profile).stdout.splitlines()


def line_with(lines: list[str], words: str) -> str:
    (found,) = [line for line in lines if words in line]
    return found


def test_an_office_without_a_keyring_hears_it_before_anything_is_received(place: Place) -> None:
    assert line_with(looked_over(place, profile="office"), "[STORE-07]").startswith("✗")
    assert not (place.data / "store.json").exists()
    (place.data / "settings.toml").unlink()
    assert "[STORE-07]" in place.run("doctor", profile="office").stdout


def test_fees_nobody_asks_for_are_named(place: Place) -> None:
    lines = looked_over(place, ('[fees."1.004873"]', '[fees."9.999999"]\nfee = 5\n\n[fees."1.004873"]\nnham = 5'))
    assert line_with(lines, "nham").startswith("✗")
    assert line_with(lines, "9.999999").startswith("✗")
    assert not [line for line in lines if "1.001612" in line]


def test_what_a_receipt_needs_of_the_office_is_looked_at(place: Place) -> None:
    lines = looked_over(
        place, ('province = "01"', 'province = "00"'), ('officer = "cb-001"', 'officer = ""'),
        ('officer_name = "Lò Thị Mai Hương"', 'officer_name = " "'),
    )  # fmt: skip
    for words in ("«00»", "officer còn trống", "officer_name còn trống"):
        assert line_with(lines, words).startswith("✗")


def test_being_offline_is_no_fault(place: Place) -> None:
    lines = looked_over(place, ("https://truc.example.vn", "http://127.0.0.1:9"))
    assert line_with(lines, "[SYNC-01]").startswith("!")
    assert not [line for line in lines if line.startswith("✗")]


def test_an_office_hears_that_it_does_not_know_its_gateways_key(place: Place) -> None:
    without = ("https://truc.example.vn", "http://127.0.0.1:9")
    assert line_with(looked_over(place, without, profile="office"), "enrol --code").startswith("!")
    known = looked_over(place, without, ('public_key = ""', f'public_key = "{"ab" * 32}"'), profile="office")
    assert not [line for line in known if "public_key" in line]


def test_a_bad_page_is_named_by_its_dossiers_number(place: Place) -> None:
    number = json.loads(place.run("receive", EXAMPLE, place.page()).stdout)["number"]
    (page,) = [path for path in (place.data / "pages").rglob("*") if path.is_file()]
    page.unlink()
    said = place.run("doctor")
    assert said.returncode == ExitCode.REFUSED
    assert number in line_with(said.stdout.splitlines(), "trang 1")


def test_a_vendors_reader_is_asked_and_its_word_is_never_called_ours(place: Place) -> None:
    service = VendorService()
    service.start()
    service.place("hon")
    place.data.mkdir(exist_ok=True)
    (place.data / "card-reader.toml").write_text(service.description(), "utf-8")
    vendor = ('reader = "none"', 'reader = "vendor"')
    lines = looked_over(place, vendor, ('agency = "none"', 'agency = "stub"'))
    assert line_with(lines, service.address).startswith("✓")
    assert "không phải của máy này" in line_with(lines, service.address)
    assert line_with(lines, "Bản thử, chưa nối").startswith("!")
    assert not [line for line in lines if cards()["hon"].full_name in line]
    service.stop()
    assert line_with(looked_over(place, vendor), "[CARD-40]").startswith("!")
    (place.data / "card-reader.toml").write_text("address = 'http://192.0.2.1:80'", "utf-8")
    assert line_with(looked_over(place, vendor), "[CARD-46]").startswith("✗")


def test_the_card_service_and_its_readers_are_looked_at(place: Place, pcscd) -> None:
    wish = ('reader = "none"', 'reader = "pcsc"')
    lines = looked_over(place, wish)
    for name in READERS:
        assert line_with(lines, name).startswith("✓")
    pcscd.stop()
    try:
        assert line_with(looked_over(place, wish), "[CARD-10]").startswith("!")
    finally:
        pcscd.start()


def test_a_counter_without_a_card_reader_is_no_fault(place: Place) -> None:
    assert line_with(looked_over(place), 'reader = "none"').startswith("✓")
