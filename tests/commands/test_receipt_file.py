"""The receipt's paper: where it may lie, what happens when it cannot be written, and printing it again."""

import json
from pathlib import Path

import pypdfium2
import pytest

from commands.exit_codes import ExitCode
from commands.receipt_file import ReceiptNotWritten, check_place, write_receipt
from printing.verify_text import token_in
from tests.commands.command_line import EXAMPLE, Place
from tests.printing.sheets import sheet


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def text_of(path: Path) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path.read_bytes()))


def test_a_receipt_that_cannot_be_written_says_that_the_dossier_is_safe(tmp_path: Path) -> None:
    assert check_place(tmp_path / "r.pdf", tmp_path / "data") == tmp_path / "r.pdf"
    tmp_path.joinpath("r.pdf").mkdir()
    with pytest.raises(ReceiptNotWritten) as refused:
        write_receipt(tmp_path / "r.pdf", sheet(), "A4")
    assert "đã được tiếp nhận" in refused.value.for_person()


def test_a_reprint_carries_the_same_token_and_says_that_it_is_one(place: Place) -> None:
    first, again = place.folder / "first.pdf", place.folder / "again.pdf"
    answer = json.loads(place.run("receive", EXAMPLE, place.page(), "--receipt", first).stdout)
    done = place.run("reprint", answer["number"], again, "--paper", "A5")
    assert done.returncode == ExitCode.DONE, done.stderr
    assert token_in(again.read_bytes()) == token_in(first.read_bytes()) == answer["receipt"]
    assert "BẢN IN LẠI" in text_of(again)
    assert "BẢN IN LẠI" not in text_of(first)


def test_no_reprint_of_a_number_nobody_gave(place: Place) -> None:
    place.run("receive", EXAMPLE, place.page())
    refused = place.run("reprint", "TMP-ABCDEF-261124-0001", place.folder / "r.pdf")
    assert refused.returncode == ExitCode.REFUSED
    assert "[VERIFY-01]" in refused.stderr
    assert not (place.folder / "r.pdf").exists()


def test_a_fee_the_province_does_not_set_is_refused_before_anything_is_received(place: Place) -> None:
    place.data.mkdir()
    example = Path("docs/examples/settings.toml").read_text("utf-8")
    wrong = example.replace('[fees."1.004873"]', '[fees."1.004873"]\n"nhầm" = 5')
    place.data.joinpath("settings.toml").write_text(wrong, "utf-8")
    refused = place.run("receive", EXAMPLE, place.page())
    assert refused.returncode == ExitCode.REFUSED
    assert "[SETTINGS-01]" in refused.stderr
    assert "nhầm" in refused.stderr
    assert not place.data.joinpath("store.db").exists()


def test_a_receipt_never_takes_the_place_of_an_input(place: Place) -> None:
    page = place.page()
    for victim in (page, place.dossier(), place.folder / "link.jpg"):
        (place.folder / "link.jpg").unlink(missing_ok=True)
        (place.folder / "link.jpg").hardlink_to(page)
        before = victim.read_bytes()
        refused = place.run("receive", place.folder / "dossier.json" if "json" in victim.name else EXAMPLE, page,
                            "--receipt", victim)
        assert (refused.returncode, refused.stdout) == (ExitCode.REFUSED, ""), refused.stderr
        assert "[RECEIPT-03]" in refused.stderr
        assert victim.read_bytes() == before
    assert not place.data.exists()


def test_a_receipt_replaces_only_an_earlier_receipt(place: Place) -> None:
    receipt, empty, letter = place.folder / "r.pdf", place.page(b"", "empty.pdf"), place.page(b"%PDF-1.7 letter", "l.pdf")
    number = json.loads(place.run("receive", EXAMPLE, place.page(), "--receipt", receipt).stdout)["number"]
    for path in (receipt, empty):
        assert place.run("reprint", number, path).returncode == ExitCode.DONE
    refused = place.run("reprint", number, letter)
    assert refused.returncode == ExitCode.REFUSED
    assert "[RECEIPT-03]" in refused.stderr
    assert letter.read_bytes() == b"%PDF-1.7 letter"
