"""A power cut, as near as a test can come: what the disk really holds at one moment, without what the system still keeps
in memory. A counter receives on an ext4 file system inside a file; it is stopped, the file is copied, the copy is mounted.

A kill -9 cannot show a missing flush, for the system writes everything out in the end. This can.
"""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.audit import Act, check_chain
from kiosk.moments import SystemClock
from kiosk.store import Opening, Store, audit_log, open_store
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile
from kiosk.store.marks import MARKS_VARIABLE, MarkFolder
from sync.delivery import content_of
from tests.journeys.processes import ROOT
from tests.journeys.town import FORM

IMAGE_BYTES = 400 * 1024 * 1024
PATIENCE_SECONDS = 60

pytestmark = pytest.mark.root


def why_not() -> str:
    """Why there can be no power cut here, "" where there can."""
    if os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "needs root"
    lacking = [tool for tool in ("mkfs.ext4", "mount", "umount", "cp") if shutil.which(tool) is None]
    if lacking:
        return f"needs {', '.join(lacking)}"
    return "" if Path("/dev/loop-control").exists() else "needs loop devices"


@pytest.fixture
def image(tmp_path) -> Path:
    """An empty ext4 file system in a file, proven to be mountable."""
    if why_not():
        pytest.skip(why_not())
    path = tmp_path / "disk.img"
    with path.open("wb") as file:
        file.truncate(IMAGE_BYTES)
    subprocess.run(["mkfs.ext4", "-q", "-F", path], check=True, capture_output=True)
    try:
        with mounted(path, tmp_path / "trial"):
            pass
    except subprocess.CalledProcessError as error:
        pytest.skip(f"no loop mounts here: {error.stderr.decode(errors='replace').strip()}")
    return path


@contextmanager
def mounted(image: Path, at: Path) -> Iterator[Path]:
    """The file system at a folder; always taken away again, at the latest when nobody uses it any more."""
    at.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop", image, at], check=True, capture_output=True)
    try:
        yield at
    finally:
        if subprocess.run(["umount", at], capture_output=True, check=False).returncode:
            subprocess.run(["umount", "--lazy", at], check=True, capture_output=True)


class Counter:
    """The counter at work on the file system, and what it has promised so far."""

    def __init__(self, disk: Path, scans: list[Path], *options: str) -> None:
        words = [sys.executable, "-m", "tests.journeys.receives_forever", disk / "data", FORM, *scans, *options]
        self.promised: list[dict[str, str]] = []
        self._changed = threading.Condition()
        self._process = subprocess.Popen(
            words, cwd=ROOT, env={**os.environ, MARKS_VARIABLE: str(disk / "marks")}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def _listen(self) -> None:
        for line in self._process.stdout:
            with self._changed:
                self.promised.append(json.loads(line))
                self._changed.notify_all()

    def wait_for(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.promised) >= count, PATIENCE_SECONDS), self._process.poll()

    def power_cut(self, image: Path, copy: Path, chance: random.Random) -> list[dict[str, str]]:
        """Stops the counter at some moment and copies what the disk holds; what was promised before that moment."""
        with self._changed:            # some moment of the next dossiers
            self._changed.wait(chance.uniform(0.0, 0.1))
        promised = list(self.promised)
        self._process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self._process.pid, os.WSTOPPED)
        subprocess.run(["cp", "--sparse=always", image, copy], check=True)
        self._process.send_signal(signal.SIGCONT)
        return promised

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._listening.join(PATIENCE_SECONDS)
        self._process.stdout.close()


@pytest.fixture
def scans(tmp_path) -> list[Path]:
    chance, scans = random.Random(1), []
    for number, size in enumerate((2_000, 20_000, 80_000)):
        scan = tmp_path / f"scan-{number}.jpg"
        scan.write_bytes(b"\xff\xd8\xff\xe0" + chance.randbytes(size))
        scans.append(scan)
    return scans


def cut_again_and_again(
    tmp_path: Path, image: Path, scans: list[Path], cuts: int, seed: int, *options: str
) -> list[tuple[int, list[str]]]:
    """For each cut: how many dossiers were promised before it, and which of them the disk does not hold."""
    chance, found = random.Random(seed), []
    copy = tmp_path / "after-the-cut.img"
    with mounted(image, tmp_path / "disk") as disk:
        counter = Counter(disk, scans, *options)
        try:
            for _cut in range(cuts):
                counter.wait_for(len(counter.promised) + chance.randint(2, 12))
                promised = counter.power_cut(image, copy, chance)
                with mounted(copy, tmp_path / "after") as after:
                    found.append((len(promised), lost_of(after, promised)))
        finally:
            counter.stop()
    return found


def lost_of(disk_folder: Path, promised: list[dict[str, str]]) -> list[str]:
    """Opens the store as the next start would. What is there must be whole; what was promised and is not there is lost."""
    disk = Disk()
    root = disk_folder / "data"
    marks = MarkFolder(disk_folder / "marks", disk)
    with open_store(Opening(root, DemoKeyFile(root, disk), SystemClock(), marks, disk)) as store:
        verdict = check_chain(audit_log.lines(store.read()), store.device.public_key)
        assert verdict.broken_at is None, verdict
        numbers = dict(store.read().execute("SELECT number, dossier FROM dossier_number"))
        lost = [line["number"] for line in promised if numbers.get(line["number"]) != line["dossier"]]
        if lost:
            return lost
        acts = [json.loads(line.body)["act"] for line in audit_log.lines(store.read())]
        assert Act.STORE_RESTORED not in acts, "a power cut is no restore: the mark was ahead of the store"
        every_page_is_whole(store)
        assert store.pages.strays(lambda name: name in files_of(store)) == []
    return []


def every_page_is_whole(store: Store) -> None:
    for dossier, sha256 in store.read().execute("SELECT dossier, sha256 FROM page").fetchall():
        assert hashlib.sha256(content_of(store, dossier, sha256)).hexdigest() == sha256


def files_of(store: Store) -> set[str]:
    return {row[0] for row in store.read().execute("SELECT file FROM page")}


def test_two_power_cuts_lose_nothing(tmp_path, image, scans):
    found = cut_again_and_again(tmp_path, image, scans, cuts=2, seed=1)
    assert [lost for _promised, lost in found] == [[], []]
    assert all(promised for promised, _lost in found)


@pytest.mark.soak
def test_many_power_cuts_lose_nothing(tmp_path, image, scans):
    seed = int(os.environ.get("MOTCUA_SEED") or random.SystemRandom().randrange(10**6))
    found = cut_again_and_again(tmp_path, image, scans, cuts=25, seed=seed)
    report = {"seed": seed, "cuts": len(found), "promised": [promised for promised, _lost in found],
              "lost": sum(len(lost) for _promised, lost in found)}  # fmt: skip
    print(json.dumps(report))
    target = ROOT / "out" / "soak-power-cuts.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(report), encoding="utf-8")
    assert report["lost"] == 0


@pytest.mark.soak
def test_a_counter_that_does_not_flush_is_found_out(tmp_path, image, scans):
    """The test can fail: without flushing, promised dossiers are gone after the cut."""
    found = cut_again_and_again(tmp_path, image, scans, 5, 1, "--careless")
    print(found)
    assert any(lost for _promised, lost in found)
