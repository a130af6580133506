"""A mixed stack of thirty sheets becomes a dossier, every page under its right paper: five keys, a jam and a crash included."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import segno
from PIL import Image

from devices.simulated.escl import EsclScanner
from devices.simulated.scanner_words import SheetLaid
from kiosk.dossier import HowMet, PaperRecord
from kiosk.invented import Invention
from kiosk.page_codes import NextPaper, separator_text
from kiosk.settings import DEMO
from kiosk.store import dossiers
from tests.ui.office import MORNING, OFFICER, OpenCounter

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9")

MARITAL = "1.004873"
STACK = (("authorisation", 6), ("declaration", 2), ("divorce_decision", 19))       # as the citizen gave them: in no order
JAM_AT, CRASH_AT = 11, 21


def sheets() -> list[str]:
    """What lies on each sheet: "|key" is the separator before a paper, else the paper it belongs to."""
    return [sheet for key, pages in STACK for sheet in (f"|{key}", *[key] * pages)]


def drawn(laid: SheetLaid | None, dpi: int, back: bool) -> bytes:
    """A page that says which it is; a separator sheet as it is printed."""
    page = Image.new("RGB", (round(8.27 * dpi), round(11.69 * dpi)), (250, 250, 246))
    number = laid.sheet if laid else 0
    what = sheets()[number]
    for line in range(40 + number):                # no two pages look the same
        page.paste((40, 40, 60), (40, 20 + 12 * line, 60 + (line * 37 + number * 53) % 300, 24 + 12 * line))
    if what.startswith("|"):
        code = io.BytesIO()
        segno.make(separator_text(NextPaper(MARITAL, what[1:])), error="m").save(code, kind="png", scale=5, border=4)
        page.paste(Image.open(code).convert("RGB"), (80, 120))
    target = io.BytesIO()
    page.save(target, "JPEG", quality=80, dpi=(dpi, dpi), comment=f"sheet {number}")
    return target.getvalue()


def number_of(content: bytes) -> int:
    found = re.fullmatch(rb"sheet (\d+)", Image.open(io.BytesIO(content)).info["comment"])
    assert found
    return int(found[1])


@pytest.fixture
def scanner() -> Iterator[EsclScanner]:
    device = EsclScanner(resolutions=(50,), draw=drawn)
    device.start()
    device.load(*(SheetLaid("numbered", number) for number in range(len(sheets()))))
    yield device
    device.stop()


def open_draft(folder: Path) -> str:
    """Whole but for its pages: a divorced person's certificate, asked for by somebody authorised."""
    with OpenCounter(folder) as office:
        intakes = office.counter.intakes
        intake = Invention(3).intake(DEMO.office.code, DEMO.office.counter, OFFICER.id, 0, MORNING)
        answers = {
            **intake.answers, "owner_status": "3", "requester_relation": "authorised",
            "owner_divorce_number": "12/2024/QĐST-HNGĐ", "owner_divorce_date": "2024-05-06",
            "owner_divorce_court": "Tòa án nhân dân khu vực 1",
        }  # fmt: skip
        more = (
            PaperRecord("divorce_decision", "Quyết định ly hôn", HowMet.COMPARED, 1, OFFICER.id, MORNING,
                        reason="Chưa có trong cơ sở dữ liệu"),
            PaperRecord("authorisation", "Văn bản ủy quyền", HowMet.ORIGINAL, 1),
        )
        draft = intakes.open(MARITAL, OFFICER)
        intakes.save(replace(draft, intake=replace(intake, answers=answers, papers=(*intake.papers, *more))))
        return draft.id


def window(folder: Path, device: EsclScanner, draft: str) -> "subprocess.Popen[str]":
    words = [sys.executable, "-m", "tests.journeys.captures_a_stack", str(folder), device.address, draft]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})


def told(process: "subprocess.Popen[str]") -> list[dict[str, object]]:
    out, _err = process.communicate(timeout=120)
    return [json.loads(line) for line in out.splitlines()]


def test_thirty_sheets_five_keys_a_jam_and_a_crash(tmp_path, scanner):
    assert len(sheets()) == 30
    draft = open_draft(tmp_path)
    scanner.jam_at(JAM_AT)
    first = window(tmp_path, scanner, draft)
    fetched: list[int] = []

    def before_page(_number: int) -> None:
        fetched.append(len(fetched))
        if len(fetched) == CRASH_AT:               # this sheet is on the line, those before it on their way to the store
            os.kill(first.pid, signal.SIGKILL)
            first.wait()
            raise ConnectionAbortedError

    scanner.before_page = before_page
    assert first.stdout is not None
    before = [json.loads(line) for line in iter(first.stdout.readline, '{"stopped": "jam"}\n') if line.strip()]
    scanner.clear_jam()                            # hands: the jammed sheet is laid back
    told(first)
    keys = [line["key"] for line in before if "key" in line]
    assert first.returncode == -signal.SIGKILL
    assert len(scanner.world.tray) == len(sheets()) - CRASH_AT + 1

    second = window(tmp_path, scanner, draft)
    lines = told(second)
    assert second.returncode == 0, lines
    keys += [line["key"] for line in lines if "key" in line]
    assert {"shown": 30} in lines
    assert len(keys) <= 5, keys

    with OpenCounter(tmp_path) as office:
        intakes = office.counter.intakes
        pages = intakes.pages(draft)
        scanned = [number_of(intakes.content(draft, page)) for page in pages]
        assert scanned == [number for number, what in enumerate(sheets()) if not what.startswith("|")]
        assert [page.paper for page in pages] == [sheets()[number] for number in scanned]
        saved = next(one for one in intakes.open_drafts() if one.id == draft)
        received = intakes.receive(saved)
        form, _body = dossiers.form_of(office.store.read(), received.dossier)
        counts = {paper.requirement: len(paper.pages) for paper in form.papers if paper.pages}
        assert counts == dict(STACK)
    assert list((tmp_path / "scans").iterdir()) == []
