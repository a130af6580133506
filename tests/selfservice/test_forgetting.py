"""After a citizen nothing of him is in the memory of any process that lives on, on the clipboard or on the disk.

First the searches prove that they find what was planted; then they look for the people of a run: see citizens.py.
"""

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from kiosk.text import fold
from tests.journeys.traces import traces
from tests.selfservice import memory
from tests.selfservice.citizens import ENDS, Town
from tests.selfservice.sessions import FOLDERS, ROOT, KioskUnderTest, kiosk_in
from tests.selfservice.sheets import picture_of, pixels_of

NAME = "Đặng Thị Gmknẫbt"
SESSIONS = [pytest.param(2, id="some"), pytest.param(50, marks=pytest.mark.soak, id="fifty")]

# ---- the searches themselves -------------------------------------------------------------------------


def backwards(word: bytes) -> str:
    return f"{word.hex()[::-1]}\n"


def planting(first: str, forms: list[bytes], screen: dict[str, str]) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.selfservice.planted"], cwd=ROOT, env={**os.environ, **screen}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    process.stdin.write(backwards(first.encode()) + "".join(map(backwards, forms)) + "\n")
    process.stdin.flush()
    assert process.stdout.readline() == "planted\n"
    return process


def test_the_search_finds_a_word_in_another_process_however_it_is_written(screen):
    """Each writing is planted as a word of its own, so that each is found by itself."""
    ways = [str, str.upper, fold, lambda word: unicodedata.normalize("NFD", word)]
    planted = {f"{NAME}json": json.dumps(f"{NAME}json").encode()}
    for number, way in enumerate(ways):
        for place, encoding in enumerate(("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")):
            word = f"{NAME}{'bcdg'[number]}{'lmnp'[place]}q"
            planted[word] = way(word).encode(encoding)
    plain = f"{fold(NAME).replace(' ', '')}latin"
    planted[plain] = plain.encode("latin-1")
    pixels = pixels_of("#c85a8e")
    on_a_label, elsewhere = f"{NAME} trên nhãn", f"{NAME} ở nơi khác"
    with planting(on_a_label, [*planted.values(), *pixels], screen) as process:
        found = memory.in_memory(process.pid, [*planted, *pixels, *pixels_of("#c85aae"), on_a_label, elsewhere])
        process.stdin.close()
    assert {hit.word for hit in found} == {*planted, *pixels, on_a_label}
    assert memory.in_memory(process.pid, [NAME]) == []         # it has ended


def test_orphans_are_found_by_what_they_were_given():
    mark = f"{os.getpid()}-{os.urandom(4).hex()}"
    orphan = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'input()'], stdin=0)"
    read_end, write_end = os.pipe()
    subprocess.run([sys.executable, "-c", orphan], stdin=read_end, env={**os.environ, "ORPHAN_OF": mark}, check=True)
    found = memory.marked("ORPHAN_OF", mark)
    os.close(write_end)
    os.close(read_end)
    assert [memory.command_of(pid).split()[1:] for pid in found] in ([["-c", "input()"]], [[]])


def pasted(screen: dict[str, str]) -> list[str]:
    told = subprocess.run([sys.executable, "-m", "tests.selfservice.pasteboard"], cwd=ROOT, env={**os.environ, **screen},
                          capture_output=True, check=True, text=True)
    return list(json.loads(told.stdout))


def test_the_next_program_finds_what_stands_on_the_clipboard(screen):
    if "DISPLAY" not in screen:
        pytest.skip("Qt's own display has a clipboard for each process; its memory is searched")
    owner = [sys.executable, "-m", "tests.selfservice.pasteboard", NAME]
    with subprocess.Popen(owner, cwd=ROOT, env={**os.environ, **screen}, text=True, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as holding:
        assert holding.stdout.readline() == "there\n"
        assert pasted(screen) == [NAME, NAME]
        holding.stdin.close()


# ---- no picture of a process's memory ------------------------------------------------------------------


def test_a_process_of_the_kiosk_leaves_no_core_and_cannot_be_looked_into():
    asks = ("from commands.no_dumps import leave_no_dump; import resource, ctypes; leave_no_dump(); "
            "print(*resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))")
    bare = [sys.executable, "-c", "import ctypes; print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"]
    assert subprocess.run(bare, capture_output=True, text=True, check=True).stdout == "1\n"    # what a process is otherwise
    told = subprocess.run([sys.executable, "-c", asks], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["0", "0", "0"]


# ---- the kiosk ---------------------------------------------------------------------------------------


def left_behind(kiosk: KioskUnderTest, words: tuple[str | bytes, ...], screen: dict[str, str]) -> list[object]:
    """Everything of the words in surviving processes, in the display's server, in files, on the clipboard."""
    processes = [*kiosk.processes, *([int(screen["XVFB"])] if "XVFB" in screen else [])]
    found: list[object] = [hit for process in processes for hit in memory.in_memory(process, words)]
    found += traces([kiosk.folder], words)
    if "DISPLAY" in screen:
        found += [text for text in pasted(screen) if text]
    return found


@pytest.mark.parametrize("sessions", SESSIONS)
def test_nothing_of_a_citizen_outlives_the_session(tmp_path, screen, sessions):
    """While the first is still there, the same search finds what he typed and what was on his papers, as the scanner gave it and
    as pixels: it is not looking in an empty place."""
    town = Town(seed=int.from_bytes(os.urandom(4), "big"))
    with kiosk_in(tmp_path, screen) as kiosk:
        turn, person = kiosk.arrive(town.person())
        assert person.name in turn.hear("seen")
        found = {hit.word for hit in memory.in_memory(turn.pid, [*town.words, *town.pixels])}
        assert found >= set(town.words)
        assert found & set(town.pixels)
        kiosk.end(turn, ENDS[0])
        for number in range(1, sessions):
            turn, person = kiosk.arrive(town.person())
            assert person.name in turn.hear("seen")
            kiosk.end(turn, ENDS[number % len(ENDS)])
        limits = [Path(f"/proc/{process}/limits").read_text() for process in kiosk.processes]
        assert len(limits) >= 2                                # the shell, and the turn that waits
        assert all("Max core file size        0                    0" in told for told in limits)
        assert left_behind(kiosk, (*town.words, *town.pixels), screen) == []
        assert kiosk.unforeseen() == []


@pytest.mark.soak
def test_what_survives_holds_no_more_after_a_thousand_sessions(tmp_path, screen):
    """Shell and watch alone: each turn's process ends with its citizen."""
    town, held = Town(seed=int.from_bytes(os.urandom(4), "big")), []
    with kiosk_in(tmp_path, screen) as kiosk:
        for number in range(int(os.environ.get("CITIZENS", "1000"))):
            turn, _person = kiosk.arrive(town.person())
            turn.hear("seen")
            kiosk.end(turn, ENDS[number % len(ENDS)])
            held.append(kiosk.held_mb)
    assert held[-1] <= 1.05 * held[9], held[9::100]


def test_what_is_left_in_any_of_its_folders_would_be_found(tmp_path):
    town = Town(seed=int.from_bytes(os.urandom(4), "big"))
    for place in (*FOLDERS.values(), "office/kiosk/pages", "office/printed"):
        leak = tmp_path / place / "core.4711"
        leak.parent.mkdir(parents=True, exist_ok=True)
        person = town.person()
        for content in (os.urandom(40) + person.name.encode("utf-16-le"), picture_of(person.sheets[0], 100, back=False)):
            leak.write_bytes(content)
            assert {trace.path for trace in traces([tmp_path], town.words)} == {leak}
        leak.unlink()
