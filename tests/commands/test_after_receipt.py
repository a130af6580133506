"""Once a dossier is received, nothing may look as if nothing had happened; and words off the line end with usage."""

import os
import subprocess
from pathlib import Path

import pytest

from commands.exit_codes import ExitCode
from commands.receipt_file import ReceiptNotWritten
from commands.running import run_command
from commands.workplace import Profile, Workplace
from kiosk.store import open_for_reading
from kiosk.store.faults import NumberWithheld
from main import main
from printing.verify_text import token_in
from sync.faults import LinkDown
from tests.commands.command_line import EXAMPLE, Place
from tests.kiosk.store_fixtures import Counter, count


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def heard_aside(place: Place, stdout: int) -> None:
    receipt = place.folder / "r.pdf"
    words = place.words("receive", EXAMPLE, place.page(), "--receipt", receipt)
    done = subprocess.run(words, env=place.environment(), stdout=stdout, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert done.returncode == ExitCode.NOT_FINISHED, done.stderr
    assert "ĐÃ được tiếp nhận" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert token_in(receipt.read_bytes())
    with open_for_reading(Counter(place.folder).opening()) as store:
        assert store is not None
        assert count(store, "dossier") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_behind_the_line_is_said_aside(place: Place) -> None:
    with Path("/dev/full").open("wb") as full:
        heard_aside(place, full.fileno())


def test_nobody_listening_to_the_line_is_said_aside(place: Place) -> None:
    listener, speaker = os.pipe()
    os.close(listener)
    heard_aside(place, speaker)
    os.close(speaker)


def test_the_line_is_utf8_whatever_the_console(place: Place) -> None:
    done = subprocess.run(place.words("receive", "--help"), env=place.environment(PYTHONIOENCODING="ascii"),
                          capture_output=True, check=False)
    assert "hồ sơ" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("problem", [
    LinkDown(what="x"), ReceiptNotWritten(path="r.pdf"), NumberWithheld(cause="STORE-03"), KeyboardInterrupt(),
])  # fmt: skip
def test_what_is_kept_or_half_done_is_not_called_refused(
    place: Place, problem: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(_options: object, _workplace: object) -> None:
        raise problem

    monkeypatch.setattr("commands.audit.run", run)
    assert run_command("audit", ["verify"], Workplace(Profile.DEMO, place.data)) == ExitCode.NOT_FINISHED


@pytest.mark.parametrize("words", [
    ["gateway", "--port", "65536"], ["gateway", "--port", "-1"], ["seed", "--dossiers", "-1"], ["seed", "--dossiers", "x"],
])  # fmt: skip
def test_numbers_out_of_range_end_with_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--profile", "demo", *words])
    assert ended.value.code == ExitCode.USAGE
    assert "số nguyên từ" in capsys.readouterr().err


def test_a_procedure_nobody_knows_is_answered_with_those_there_are(place: Place) -> None:
    refused = place.run("receive", place.dossier(procedure="9.999999"))
    assert "«9.999999» trong" in refused.stderr
    assert "1.004873" in refused.stderr


def test_a_fee_that_is_due_is_taken(place: Place) -> None:
    for method, code in (("free", "CHECK-77"), ("card", "CHECK-76")):
        refused = place.run("receive", place.dossier(fee_method=method), place.page())
        assert refused.returncode == ExitCode.REFUSED
        assert f"[{code}]" in refused.stderr
    assert "15.000 đồng" in place.run("receive", place.dossier(fee_method="free"), place.page()).stderr
