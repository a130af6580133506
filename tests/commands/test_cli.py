"""The command line as scripts and operators meet it: one JSON line, exit codes, plain words, nothing half done."""

import json
import random
import shutil
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from commands.exit_codes import ExitCode
from kiosk import receipt_token
from kiosk.store import dossiers, open_for_reading
from kiosk.store.disk import Disk
from kiosk.store.folder import StoreFolder
from kiosk.words import speak
from main import COMMANDS, main
from tests.commands.command_line import EXAMPLE, ROOT, Place
from tests.kiosk.store_fixtures import Counter, acts, count, files_below, pages_of


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


@pytest.fixture(scope="module")
def used(tmp_path_factory):
    """A place where the example was received once, and what the program said."""
    place = Place(tmp_path_factory.mktemp("used"))
    receipt = place.folder / "receipt.pdf"
    result = place.run("receive", EXAMPLE, place.page(), place.page(b"%PDF-1.7 two", "two.pdf"), "--receipt", receipt)
    assert result.returncode == 0, result.stderr
    return place, result


def said(result: subprocess.CompletedProcess, code: str, ending: ExitCode = ExitCode.REFUSED) -> None:
    """Refused with this code, in plain words, without a line for scripts and without a traceback."""
    assert (result.returncode, result.stdout) == (ending, ""), result.stderr
    assert f"[{code}]" in result.stderr
    assert "Traceback" not in result.stderr
    assert ".py" not in result.stderr


def nothing_received(place: Place) -> None:
    if place.data.exists():
        with open_for_reading(Counter(place.folder).opening()) as store:
            assert store is None or count(store, "dossier") == 0


# ---- receive -------------------------------------------------------------------------------------


def test_the_example_is_received_and_answered_with_one_line(used):
    place, result = used
    (line,) = result.stdout.splitlines()
    answer = json.loads(line)
    assert set(answer) == {"number", "dossier", "receipt"}
    told = receipt_token.verify(answer["receipt"], None).facts
    assert told.number == answer["number"]
    with open_for_reading(Counter(place.folder).opening()) as store:
        kept = dossiers.by_number(store.read(), answer["number"])
        assert (kept.id, kept.owners) == (answer["dossier"], "Đặng Thị Ngọc Ánh")
        assert pages_of(store, kept.id) == [b"\xff\xd8\xff\xe0 a page", b"%PDF-1.7 two"]
        form, _body = dossiers.form_of(store.read(), kept.id)
        assert [page.media_type for page in form.pages] == ["image/jpeg", "application/pdf"]
        assert acts(store) == ["store created", "dossier received"]


def test_the_receipt_is_a_pdf_outside_the_data(used):
    place, _result = used
    assert (place.folder / "receipt.pdf").read_bytes().startswith(b"%PDF-")
    assert not list(place.data.rglob("*.pdf"))


def test_the_training_profile_says_that_its_key_protects_nothing(used):
    assert "tập huấn" in used[1].stderr


def test_what_was_received_is_found_verified_and_audited(used):
    place, result = used
    answer = json.loads(result.stdout)
    by_name = place.run("search", "dang ngoc anh", "--json")
    assert [line["dossier"] for line in json.loads(by_name.stdout)] == [answer["dossier"]]
    verified = place.run("verify", answer["receipt"], "--json")
    assert (verified.returncode, json.loads(verified.stdout)["number"]) == (0, answer["number"])
    audited = place.run("audit", "verify")
    assert (audited.returncode, json.loads(audited.stdout)["whole"]) == (0, True)
    waiting = json.loads(place.run("outbox", "--json").stdout)
    assert [(item["kind"], item["state"], item["who"]) for item in waiting] == [
        ("form", "waiting", "program"), ("pages", "waiting", "program"),
    ]  # fmt: skip


def test_a_forged_receipt_is_not_genuine(used):
    place, result = used
    token = json.loads(result.stdout)["receipt"]
    middle = len(token) // 2
    forged = token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1:]
    assert place.run("verify", forged).returncode == ExitCode.NOT_GENUINE


# ---- refused before anything is received ---------------------------------------------------------


def test_an_unknown_key_is_refused_and_named(place):
    result = place.run("receive", place.dossier(hand_over={"methd": "post"}), place.page())
    said(result, "INTAKE-01")
    assert "hand_over.methd" in result.stderr
    nothing_received(place)


def test_what_is_not_json_or_not_there_is_refused(place):
    for file in (place.page(b"not json", "bad.json"), place.folder / "nowhere.json", place.folder):
        said(place.run("receive", file), "INTAKE-01")
    nothing_received(place)


def test_a_form_with_problems_names_each_and_leaves_nothing(place):
    result = place.run("receive", place.dossier(owners=[], hand_over={"method": "post"}), place.page())
    said(result, "FORM-REFUSED")
    assert "CHECK-45" in result.stderr
    assert "CHECK-52" in result.stderr
    nothing_received(place)
    assert not (place.data / "pages").exists()


def test_whoever_writes_a_file_is_told_how_files_write_a_day(place):
    told = place.run("receive", place.dossier(answers={"subject_birth_date": "31/02/1999"}), place.page()).stderr
    assert "03/05/1962. (trong tệp viết: 1962, 1962-05, 1962-05-03) [CHECK-17]" in told
    nothing_received(place)


def test_whoever_writes_a_file_is_told_the_keys_of_the_cases(place):
    result = place.run("receive", place.dossier(procedure="3.000348"), place.page())
    assert "Bị mất, Lý do khác. (trong tệp viết: lost, other) [CHECK-02]" in result.stderr
    nothing_received(place)


def test_a_procedure_nobody_knows_is_refused(place):
    result = place.run("receive", place.dossier(procedure="9.999999"))
    assert result.returncode == ExitCode.REFUSED, result.stderr
    assert "Traceback" not in result.stderr
    nothing_received(place)


def test_a_page_that_is_not_there_is_refused(place):
    said(place.run("receive", EXAMPLE, place.folder / "nowhere.jpg"), "STORE-11")
    nothing_received(place)


def receipt_refused(place: Place, path: object) -> None:
    said(place.run("receive", EXAMPLE, place.page(), "--receipt", path), "RECEIPT-01")
    nothing_received(place)
    assert files_below(place.data) == []


def test_a_receipt_in_the_clear_inside_the_data_folder_is_refused_before_anything_is_received(place):
    place.data.mkdir()
    for path in (place.data / "r.pdf", place.data / "logs" / "r.pdf", place.folder / "no such folder" / "r.pdf", place.folder):
        receipt_refused(place, path)


@pytest.mark.parametrize("way", ["beside/../data/r.pdf", "link/r.pdf"])
def test_no_detour_leads_a_receipt_into_the_data_folder(place, way):
    place.data.mkdir()
    (place.folder / "beside").mkdir()
    (place.folder / "link").symlink_to(place.data)
    receipt_refused(place, place.folder / way)


def test_an_office_without_settings_is_refused_before_anything_is_created(place):
    said(place.run("receive", EXAMPLE, place.page(), profile="office"), "SETTINGS-02")
    assert not place.data.exists()


def test_a_misspelt_setting_is_refused_and_named(place):
    place.data.mkdir()
    (place.data / "settings.toml").write_text("[ofice]\n")
    said(place.run("receive", EXAMPLE, place.page()), "SETTINGS-01")


def test_a_wrong_key_is_refused_by_readers_and_writers(used, tmp_path):
    other = Place(tmp_path)
    shutil.copytree(used[0].data, other.data)
    (other.data / "demo.key").write_text("00" * 32)
    for words in (("receive", EXAMPLE, other.page()), ("search", "anh")):
        said(other.run(*words), "STORE-01")


def test_a_folder_held_by_another_program_is_busy(place):
    folder = StoreFolder(place.data, Disk())
    with folder.carrying():
        result = place.run("sync", "--once", "--gateway", "http://127.0.0.1:1")
    said(result, "STORE-04", ExitCode.BUSY)


# ---- words ---------------------------------------------------------------------------------------


@pytest.fixture
def speaking_vietnamese_afterwards():
    yield
    speak("vi")


@pytest.mark.usefixtures("speaking_vietnamese_afterwards")
@pytest.mark.parametrize(("language", "sentence"), [("vi", "thư mục dữ liệu"), ("en", "data folder")])
def test_help_is_given_in_both_languages(capsys, language, sentence):
    with pytest.raises(SystemExit) as ended:
        main(["--language", language, "--help"])
    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert sentence in shown
    assert all(name in shown for name in COMMANDS)


@pytest.mark.parametrize("words", [["fly"], ["--profile", "home"], ["receive"], ["receive", "--fly"], ["--language", "fr"]])
def test_words_that_make_no_sense_end_with_usage(capsys, words):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == ExitCode.USAGE
    assert capsys.readouterr().out == ""


BROKEN = textwrap.dedent("""
    import sys
    import commands.search
    def run(options, workplace):
        secret = "Đặng Thị Ngọc Ánh"
        raise RuntimeError(secret)
    commands.search.run = run
    from main import main
    sys.exit(main(sys.argv[1:]))
""")


def test_an_unforeseen_error_shows_neither_a_traceback_nor_its_text(place):
    result = subprocess.run([sys.executable, "-c", BROKEN, "--data", place.data, "search", "x"], cwd=ROOT,
                            env=place.environment(), capture_output=True, encoding="utf-8", check=False)
    assert (result.returncode, result.stdout) == (ExitCode.FAILED, "")
    assert "[GENERAL-01]" in result.stderr
    assert "RuntimeError" in result.stderr
    assert "Traceback" not in result.stderr
    assert "Ánh" not in result.stderr


# ---- two at once, and killed ---------------------------------------------------------------------


def test_two_receives_at_the_same_time_both_succeed(place):
    """The second waits for the first, even while the folder is being created."""
    page = place.page()
    started = [place.start("receive", EXAMPLE, page) for _ in range(2)]
    ended = [process.communicate(timeout=60) for process in started]
    assert [process.returncode for process in started] == [0, 0], ended
    found = [json.loads(out)["number"] for out, _err in ended]
    assert sorted(number[-4:] for number in found) == ["0001", "0002"]
    assert found[0][:-4] == found[1][:-4]
    with open_for_reading(Counter(place.folder).opening()) as store:
        assert count(store, "dossier") == 2


@pytest.mark.parametrize("kills", [8, pytest.param(60, marks=pytest.mark.soak)])
def test_killed_while_creating_its_folder_it_can_always_be_used(tmp_path, kills):
    """At random moments of its first run (at each step by its name: `tests/journeys/test_first_start.py`). Whoever was told a
    number keeps it; the folder works; there is one device."""
    moments = random.Random(20)
    began = time.monotonic()
    whole = Place(tmp_path / "whole")
    whole.folder.mkdir()
    assert whole.run("receive", EXAMPLE, whole.page()).returncode == 0
    usual = time.monotonic() - began
    told = []
    killed = 0
    for number in range(kills):
        place = Place(tmp_path / str(number))
        place.folder.mkdir()
        process = place.start("receive", EXAMPLE, place.page())
        try:
            process.wait(moments.uniform(0.2, 1.0) * usual)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        out, _err = process.communicate()
        killed += process.returncode == -signal.SIGKILL
        counter = Counter(place.folder)
        later = counter.receive_in_turn([b"later"])
        with counter.reading() as store:
            assert pages_of(store, later.dossier) == [b"later"]
            assert acts(store).count("store created") == 1
            if out:
                told.append(json.loads(out)["number"])
                assert dossiers.by_number(store.read(), told[-1]) is not None
                assert told[-1] != later.number
    assert killed >= kills // 4, "the moments no longer fall into the run: choose them anew"


def test_the_demo_refuses_an_offices_folder_and_says_how_to_name_its_own(place):
    result = place.run("demo", "--story", profile="office")
    assert result.returncode == ExitCode.USAGE
    assert f"--profile demo --data {place.data} demo" in result.stderr
    assert not place.data.exists()
