"""`verify`: genuine is said only of what this machine can prove; a bad scan accuses nobody."""

import json
from pathlib import Path

import msgspec
import pytest

from commands.exit_codes import ExitCode
from kiosk import receipt_token
from kiosk.credentials import DeviceCertificate, encode
from kiosk.receipt_token import ReceiptFacts
from kiosk.signing import SigningKey
from tests.commands.command_line import EXAMPLE, Place
from tests.kiosk.store_fixtures import Counter

STRANGER = SigningKey(b"s" * 32)
FACTS = ReceiptFacts("TMP-ABC234-261125-0001", "1.004873", 1_795_572_000, None, "H99.01.02", bytes(16))


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, dict[str, str]]:
    place = Place(tmp_path_factory.mktemp("verify"))
    return place, json.loads(place.run("receive", EXAMPLE, place.page()).stdout)


def test_this_machine_knows_its_own_receipts(received: tuple[Place, dict[str, str]]) -> None:
    place, answer = received
    told = place.run("verify", answer["receipt"])
    assert told.returncode == ExitCode.DONE
    for part in ("chính máy này cấp", "Đối chiếu các dòng này với giấy", "Y Moan Êban", "Đặng Thị Ngọc Ánh", "(1.004873)"):
        assert part in told.stdout
    line = json.loads(place.run("verify", answer["receipt"], "--json").stdout)
    assert (line["genuine"], line["issued_here"], line["standing"]) == (True, True, "uncertified")
    assert (line["submitter"], line["owners"], line["portal_note"]) == ("Y Moan Êban", "Đặng Thị Ngọc Ánh", "")
    assert line["procedure_name"]


def test_the_key_of_an_unknown_device_proves_nothing_here(received: tuple[Place, dict[str, str]]) -> None:
    place, answer = received
    mine = receipt_token.verify(answer["receipt"], None).facts
    assert mine is not None
    for facts, submitter in ((FACTS, ""), (mine, "Y Moan Êban")):
        token = receipt_token.issue(facts, STRANGER, None)
        result = place.run("verify", token, "--json")
        line = json.loads(result.stdout)
        assert (result.returncode, line["genuine"], line["standing"]) == (ExitCode.NOT_FINISHED, False, "uncertified")
        assert line["submitter"] == submitter
    assert "Chưa kết luận được" in place.run("verify", token).stderr


def test_a_number_on_a_strangers_receipt_shows_nobodys_name(received: tuple[Place, dict[str, str]]) -> None:
    place, answer = received
    token = receipt_token.issue(msgspec.structs.replace(FACTS, number=answer["number"]), STRANGER, None)
    line = json.loads(place.run("verify", token, "--json").stdout)
    assert (line["number"], line["submitter"], line["number_now"]) == (answer["number"], "", "")



def test_a_machine_without_a_store_key_trusts_no_key_of_zeros(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with Counter(tmp_path).open():
        pass
    token = receipt_token.issue(FACTS, SigningKey(bytes(32)), None)
    assert place.run("verify", token).returncode == ExitCode.NOT_FINISHED


def test_a_certificate_nobody_here_can_check_proves_nothing(received: tuple[Place, dict[str, str]]) -> None:
    place, _answer = received
    gateway = SigningKey(b"g" * 32)
    body = encode(DeviceCertificate(bytes(16), STRANGER.public_key, "H99.01.02", "Quầy 1", 0, 2**40))
    token = receipt_token.issue(FACTS, STRANGER, gateway.signed(DeviceCertificate.purpose, body))
    result = place.run("verify", token, "--json")
    line = json.loads(result.stdout)
    assert (result.returncode, line["genuine"], line["standing"]) == (ExitCode.NOT_FINISHED, False, "unchecked")


def test_a_code_cut_short_is_scanned_again_and_accuses_nobody(received: tuple[Place, dict[str, str]]) -> None:
    place, answer = received
    result = place.run("verify", answer["receipt"][:60])
    assert result.returncode == ExitCode.NOT_GENUINE
    assert "quét lại" in result.stderr
    assert "giả" not in result.stderr
