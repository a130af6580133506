"""`scan`, `devices` and the doctor's line on the scanner, against the simulated network scanner."""

import re
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs
from PIL import Image

from commands.counter import real_devices
from commands.doctor_lines import Finding
from commands.doctor_scanner import of_scanner
from commands.exit_codes import ExitCode
from commands.workplace import Profile, Workplace
from devices.scanner.finding import Search
from devices.simulated.escl import EsclScanner
from kiosk.scan_ports import ScannerFound, ScanTrouble
from kiosk.settings import DEMO, ScannerKind, ScannerSettings, SettingsProblem, read_settings
from main import main
from tests.commands.command_line import Place
from tests.devices.hearing import Heard, driver_processes
from tests.devices.test_escl import RESOLUTIONS, drawn


@pytest.fixture
def there() -> Iterator[EsclScanner]:
    there = EsclScanner(resolutions=RESOLUTIONS, draw=drawn)
    there.start()
    yield there
    there.stop()


def run(tmp_path: Path, *words: str, language: str = "vi") -> int:
    return main(["--profile", "demo", "--data", str(tmp_path / "data"), "--language", language, *words])


def test_a_stack_becomes_files_one_line_each(there, tmp_path, capsys):
    there.load_numbered(2)
    out = tmp_path / "out"
    words = ("scan", "--device", there.address, "--out", str(out), "--dpi", "100", "--duplex")
    assert run(tmp_path, *words) == ExitCode.DONE
    said = capsys.readouterr()
    assert said.out.splitlines() == [str(out / f"page-000{page}.jpg") for page in (1, 2, 3, 4)]
    assert "Đã quét 4 trang." in said.err
    with Image.open(out / "page-0004.jpg") as last:
        assert last.info["dpi"] == (100, 100)
    assert run(tmp_path, *words, language="en") == ExitCode.REFUSED
    assert "[no_paper]" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()            # scanning to files opens no store


def test_a_jam_keeps_the_pages_before_and_says_what_to_do(there, tmp_path, capsys):
    there.load_numbered(3)
    there.jam_at(2)
    words = ("scan", "--device", there.address, "--out", str(tmp_path / "out"))
    assert run(tmp_path, *words) == ExitCode.NOT_FINISHED
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 1
    assert "Kẹt giấy. Mở nắp" in said.err
    there.clear_jam()
    assert run(tmp_path, *words) == ExitCode.DONE
    assert [Path(line).name for line in capsys.readouterr().out.splitlines()] == ["page-0002.jpg", "page-0003.jpg"]


def test_ctrl_c_keeps_the_page_in_hand_and_takes_the_job_back(there, tmp_path):
    stopped = threading.Event()

    def second_only_after_ctrl_c(laid, dpi, back):
        assert laid.sheet == 0 or stopped.wait(60)
        return drawn(laid, dpi, back)

    there._draw = second_only_after_ctrl_c
    there.load_numbered(3)
    process = Place(tmp_path).start("scan", "--device", there.address, "--out", tmp_path / "out")
    try:
        assert process.stdout
        assert process.stderr
        first = process.stdout.readline().strip()
        process.send_signal(signal.SIGINT)
        while "Đang dừng" not in process.stderr.readline():
            assert process.poll() is None
        stopped.set()
        rest, said = process.communicate(timeout=60)
    finally:
        stopped.set()
        process.kill()
        process.wait()
    assert process.returncode == ExitCode.NOT_FINISHED
    assert "các trang đã quét vẫn còn" in said
    files = sorted((tmp_path / "out").iterdir())
    assert [first, *rest.splitlines()] == [str(path) for path in files]
    for path in files:
        with Image.open(path) as whole:
            whole.load()
    with there.changed:
        assert there.changed.wait_for(lambda: there.jobs[0].state == "Canceled", 60)
    assert len(files) + len(there.world.tray) == 3


def test_no_scanner_and_no_address_are_said(tmp_path, capsys):
    assert run(tmp_path, "scan", "--out", str(tmp_path)) == ExitCode.REFUSED
    assert "[SCAN-01]" in capsys.readouterr().err
    assert run(tmp_path, "scan", "--out", str(tmp_path), "--device", "ftp://10.0.0.5/") == ExitCode.REFUSED
    assert "[SCAN-02]" in capsys.readouterr().err


def test_devices_says_what_one_can_do_and_brings_a_page(there, tmp_path, capsys):
    there.lay_on_glass("diploma")
    words = ("devices", "--device", there.address, "--test-page", str(tmp_path / "test"))
    assert run(tmp_path, *words) == ExitCode.DONE
    said = capsys.readouterr().out
    assert "khay trống" in said
    assert "khay nạp, mặt kính; hai mặt một lượt; 20, 40, 100, 300 dpi; khổ đến 216 × 356 mm" in said
    assert f'driver = "escl", address = "{there.address}"' in said
    assert (tmp_path / "test" / "page-0001.jpg").exists()


def test_devices_lists_what_is_found_and_what_could_not_be_searched(there, tmp_path, capsys, monkeypatch):
    searches = iter([Search((ScannerFound("escl", there.address, "Tầng 1", "u"),), ("wia",)), Search((), (), ("sane",))])
    monkeypatch.setattr("commands.devices.find_scanners", lambda _seconds, options: next(searches))
    assert run(tmp_path, "devices") == ExitCode.DONE
    said = capsys.readouterr().out
    assert "• Tầng 1" in said
    assert "WIA" in said
    assert run(tmp_path, "devices") == ExitCode.NOT_FINISHED
    said = capsys.readouterr().out
    assert "Không tìm thấy máy quét nào" in said
    assert "«sane» không xong" in said


def test_the_doctor_says_whether_the_scanner_answers(there, tmp_path):
    there.load_numbered(1)
    good = list(of_scanner(ScannerSettings(driver=ScannerKind.ESCL, address=there.address), tmp_path))
    assert [line.finding for line in good] == [Finding.GOOD, Finding.GOOD]
    assert "sẵn sàng" in good[0].text
    there.plug(False)
    away, why = of_scanner(ScannerSettings(driver=ScannerKind.ESCL, address=there.address), tmp_path)
    assert (away.finding, "mất liên lạc" in away.text) == (Finding.WATCH, True)
    assert "Không kết nối được" in why.text
    (faulty,) = of_scanner(ScannerSettings(driver=ScannerKind.ESCL), tmp_path)
    assert faulty.finding is Finding.BAD
    (none,) = of_scanner(ScannerSettings(), tmp_path)
    assert none.finding is Finding.GOOD


@pytest.mark.parametrize("written", ['driver = "twain"', 'certificate = "12:34"', 'paper = "a5"', 'adress = "x"'])
def test_the_settings_refuse_what_makes_no_sense(tmp_path, written):
    example = (Path(__file__).parents[2] / "docs/examples/settings.toml").read_text("utf-8")
    file = tmp_path / "settings.toml"
    file.write_text(example, "utf-8")
    assert read_settings(file, demo=False).scanner == ScannerSettings()
    file.write_text(re.sub(r"\[scanner\][^#]*#[^\n]*\n(?:\w+ =[^\n]*\n)*", f"[scanner]\n{written}\n", example), "utf-8")
    with pytest.raises(SettingsProblem):
        read_settings(file, demo=False)


def test_the_counter_gets_the_scanner_of_its_settings_and_lets_go_of_it(there, tmp_path):
    workplace = Workplace(Profile.DEMO, tmp_path / "data")
    wanted = ScannerSettings(driver=ScannerKind.ESCL, address=there.address)
    with real_devices(workplace, structs.replace(DEMO, scanner=wanted)) as devices:
        states: Heard[ScanTrouble | None] = Heard()
        devices.scanner.state(states)
        states.until_is(ScanTrouble.NO_PAPER)
        there.load_numbered(1)
        states.until_is(None)
    assert driver_processes() == []
    with real_devices(workplace, DEMO) as devices:
        heard: Heard[ScanTrouble | None] = Heard()
        devices.scanner.state(heard)
        assert heard.until_is(ScanTrouble.OFFLINE)
