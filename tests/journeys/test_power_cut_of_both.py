"""The power goes in the whole town: counter and gateway lie on one disk, and what it really holds at one moment of an upload is
looked at. What the counter holds an acknowledgement for, the gateway must hold; what was printed, the counter.

Both processes are stopped (not killed) while the disk is copied, then go on; so one town lives through many cuts.
"""

import hashlib
import json
import os
import random
import signal
import subprocess
from pathlib import Path

import msgspec
import pytest

from kiosk.audit import check_chain
from kiosk.credentials import UploadManifest, decoded
from kiosk.moments import SystemClock
from kiosk.store import Opening, audit_log, open_store
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile
from kiosk.store.marks import MarkFolder
from sync.gateway.gateway import Gateway
from sync.gateway.settings import GatewaySettings
from sync.rough_link import Weather
from tests.journeys import test_power_cut
from tests.journeys.processes import ROOT, Running
from tests.journeys.test_power_cut import image, mounted
from tests.journeys.town import Town

__all__ = ["image"]

CUTS = 25
DURING = ("forms answered", "forms recorded", "page piece sent", "page carried", "acknowledgement received",
          "acknowledgement kept", "changes kept", "capture forgotten")  # fmt: skip

pytestmark = [pytest.mark.root, pytest.mark.soak]


@pytest.fixture
def roomy(monkeypatch) -> None:
    """With less than a gigabyte free the gateway takes no pages."""
    monkeypatch.setattr(test_power_cut, "IMAGE_BYTES", 3 * 1024**3)


def stopped_copy(town: Town, sync: Running, disk_image: Path, copy: Path) -> None:
    """What the disk holds while nobody moves."""
    working = [process for process in (town.gateway.running.process, sync.process) if process.poll() is None]
    for process in working:
        process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    subprocess.run(["cp", "--sparse=always", disk_image, copy], check=True)
    for process in working:
        process.send_signal(signal.SIGCONT)


def looked_at(after: Path, printed: dict[str, str]) -> int:
    """Opens both as the next start would; returns how many acknowledgements the counter holds."""
    disk, clock = Disk(), SystemClock()
    home, root = after / "gateway", after / "counter"
    gateway = Gateway(home, DemoKeyFile(home, disk), clock, disk, GatewaySettings("Trục"))
    opening = Opening(root, DemoKeyFile(root, disk), clock, MarkFolder(after / "marks", disk), disk)
    with gateway, open_store(opening) as store:
        verdict = check_chain(audit_log.lines(store.read()), store.device.public_key)
        assert verdict.broken_at is None, verdict
        here = {row[0] for row in store.read().execute("SELECT id FROM dossier")}
        assert not (lost := set(printed) - here), f"printed and lost: {lost}"
        acknowledged = {row[0] for row in store.read().execute("SELECT dossier FROM acknowledgement")}
        signed = {row[0] for row in gateway._store.rows("SELECT dossier FROM acknowledgement", [])}
        assert acknowledged <= signed, "acknowledged here, unknown there"
        for dossier in signed:
            every_page_is_held(gateway, dossier)
    return len(acknowledged)


def every_page_is_held(gateway: Gateway, dossier: str) -> None:
    body = gateway._store.row("SELECT body FROM manifest WHERE dossier = ? ORDER BY number DESC LIMIT 1", [dossier])
    manifest = decoded(bytes(body[0]), UploadManifest)
    for page in manifest.pages:
        content = b"".join(gateway.page(dossier, page.sha256).pieces)
        assert hashlib.sha256(content).hexdigest() == page.sha256, f"acknowledged but not held: {dossier}"


def test_many_power_cuts_of_both_lose_nothing(tmp_path, roomy, image):
    seed = int(os.environ.get("MOTCUA_SEED") or random.SystemRandom().randrange(10**6))
    print(f"MOTCUA_SEED={seed}")
    chance, found = random.Random(seed), []
    copy = tmp_path / "after-the-cut.img"
    with mounted(image, tmp_path / "disk") as disk, Town(disk, chance) as town:
        assert town.gateway.start()
        for _cut in range(CUTS):
            for _dossier in range(chance.randint(1, 2)):
                town.receive()
            sync = town.start_sync(Weather())
            phase = chance.choice(DURING)
            sync.wait_for(phase)
            printed = dict(town.printed)
            stopped_copy(town, sync, image, copy)
            with mounted(copy, tmp_path / "after") as after:
                found.append((phase, len(printed), looked_at(after, printed)))
            assert sync.end().code == 0
    report = {"seed": seed, "cuts": found, "lost": 0}
    print(msgspec.json.encode(report).decode())
    target = ROOT / "out" / "soak-power-cuts-of-both.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(report), encoding="utf-8")
