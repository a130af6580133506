"""`card`: what an operator learns of dumped files and of files of anchors, and how the command ends."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from commands.exit_codes import ExitCode
from devices.card.files import File
from devices.simulated import issuer
from devices.simulated.cards import cards
from devices.simulated.issued_chip import TrainingState
from kiosk.moments import SystemClock
from tests.commands.command_line import Place

NOW = SystemClock().now_ms()
BINH = cards()["binh"]


@dataclass(frozen=True)
class Office:
    """A card's files on disk, and its state's certificate."""

    place: Place
    state: TrainingState
    dump: Path
    anchor: Path

    def verify(self, *words: object):
        return self.place.run("card", "verify", self.dump, *words)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    state = TrainingState.found(NOW)
    dump = tmp_path / "thẻ"
    dump.mkdir()
    for file, data in state.issue(BINH, NOW).files.items():
        name = "SOD" if file is File["SOD"] else file.name
        (dump / f"EF.{name}").write_bytes(data)
    anchor = tmp_path / "csca.cer"
    anchor.write_bytes(state.country.certificate)
    return Office(Place(tmp_path), state, dump, anchor)


def test_a_card_of_an_installed_state_is_genuine(office: Office) -> None:
    told = office.verify("--trust", office.anchor)
    assert (told.returncode, told.stderr.splitlines()[:1]) == (ExitCode.DONE, [])
    assert "Dữ liệu thật" in told.stdout
    assert "Dữ liệu không bị sửa: đạt" in told.stdout


def test_without_an_anchor_it_is_read_and_not_proven(office: Office) -> None:
    told = office.verify()
    assert told.returncode == ExitCode.READ_NO_ANCHOR
    assert "Đã đọc, chưa xác thực" in told.stderr
    assert "máy chưa cài chứng thư gốc của nơi cấp" in told.stdout


def test_installing_once_is_enough(office: Office) -> None:
    installed = office.place.run("card", "trust", office.anchor, "--install")
    assert installed.returncode == ExitCode.DONE
    assert "VN:1" in installed.stdout
    assert office.verify().returncode == ExitCode.DONE


def test_a_changed_file_is_named_and_the_card_refused(office: Office) -> None:
    other = office.state.issue(cards()["ha"], NOW).files[File.DG13]
    (office.dump / "EF.DG13").write_bytes(other)
    told = office.verify("--trust", office.anchor, "--json", office.dump / "kết quả.json")
    assert told.returncode == ExitCode.NOT_GENUINE
    assert "nội dung đã bị thay đổi" in told.stdout
    line = json.loads((office.dump / "kết quả.json").read_text("utf-8"))
    assert line["verdict"] == "rejected"
    assert line["checks"]["data_hashes"] == {"outcome": "failed", "reasons": ["hash"], "parts": ["DG13"]}
    assert line["signed_groups"] == [1, 2, 13, 14, 15]


def test_nothing_of_the_holder_is_shown_or_written(office: Office) -> None:
    told = office.verify("--trust", office.anchor, "--json", office.dump / "out.json")
    written = told.stdout + told.stderr + (office.dump / "out.json").read_text("utf-8")
    for part in (BINH.personal_id, BINH.personal_id[-6:], "NGUYEN", "NGUYỄN", "Bình"):
        assert part not in written


def test_a_revoked_signer(office: Office) -> None:
    listed = office.dump.parent / "crl.crl"
    revoked = issuer.revocation_list(office.state.country, [office.state.signer.plan.serial], NOW - 86_400_000, None)
    listed.write_bytes(revoked)
    told = office.verify("--trust", office.anchor, listed)
    assert told.returncode == ExitCode.NOT_GENUINE
    assert "đã bị thu hồi" in told.stdout


def test_a_master_list_is_told_whole(office: Office) -> None:
    own = office.state.country
    unusable = issuer.country(issuer.Plan("hết hạn", NOW - 2, NOW - 1, "AT", 9), own.key)
    path = office.dump.parent / "DE_ML.ml"
    path.write_bytes(issuer.master_list(office.state.signer, [own.certificate, unusable.certificate], NOW))
    told = office.place.run("card", "trust", path)
    for part in ("Chứng thư gốc dùng được: 1, của 1 nước", "DS tập huấn (VN)", "hết hạn (AT) 9: hết hạn", "SHA-256"):
        assert part in told.stdout
    line = json.loads(office.place.run("card", "trust", path, "--json").stdout)
    assert (line["usable"], line["countries"], line["refused"][0]["why"]) == (1, {"VN": 1}, "expired")
    assert not (office.place.data / "card-trust").exists()


@pytest.mark.parametrize(("words", "code"), [
    (("card", "verify", "EMPTY"), "CARD-35"), (("card", "verify", "NONE"), "CARD-35"),
    (("card", "trust", "NONE"), "CARD-33"), (("card", "trust", "RUBBISH"), "CARD-32"),
    (("card", "trust", "RUBBISH", "--install"), "CARD-32"),
])  # fmt: skip
def test_what_cannot_be_done_is_told_by_code(tmp_path: Path, words: tuple[str, ...], code: str) -> None:
    (tmp_path / "EMPTY").mkdir()
    (tmp_path / "RUBBISH").write_text("rubbish")
    told = Place(tmp_path).run(*[tmp_path / word if word.isupper() else word for word in words])
    assert told.returncode == ExitCode.REFUSED
    assert f"[{code}]" in told.stderr


def test_a_file_that_holds_no_usable_anchor_is_not_installed(office: Office) -> None:
    path = office.dump.parent / "ds.cer"
    path.write_bytes(office.state.signer.certificate)
    told = office.place.run("card", "trust", path, "--install")
    assert told.returncode == ExitCode.REFUSED
    assert "[CARD-32]" in told.stderr
    assert not (office.place.data / "card-trust").exists()
