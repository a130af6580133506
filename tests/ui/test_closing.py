"""The window is closed in the middle of something: it goes within bounds, loses nothing, leaves no process behind.

Simulated devices run as the processes they are; slow work is held until the test has closed the window over it.
"""

import dataclasses
import sys
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from devices.simulated.desk import SimulatedDesk
from kiosk.counter.link import LinkState
from kiosk.dossier import LocalState
from kiosk.store.faults import DiskFull
from sync.faults import LinkDown
from sync.loop import LinkLoop
from tests.ui.at_counter import COPIES, MARITAL, AtCounter, at_counter
from tests.ui.received import receive_some
from tests.ui.test_intake import fill_copies
from ui.hands import wait_until
from ui.shortcuts import Action

WINDOW_GONE, ALL_GONE = 3.0, 6.0       # seconds, on a busy machine
HELD_MS = 400


def children() -> set[int]:
    """Processes this one started and that still are."""
    return {pid for task in Path("/proc/self/task").iterdir() for pid in started_by(task)}


def started_by(task: Path) -> list[int]:
    """None of a thread that ended since it was listed: the kernel has given its children to another."""
    try:
        return [int(pid) for pid in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


@pytest.fixture
def desk(tmp_path):
    before = children() if sys.platform == "linux" else set()
    desk = SimulatedDesk.start(tmp_path / "printed")
    yield desk
    began = monotonic()
    desk.close()
    assert monotonic() - began < ALL_GONE
    if sys.platform == "linux":
        assert children() <= before


@pytest.fixture
def at(qtbot, qapp, tmp_path, desk):
    def with_devices(office):
        return dataclasses.replace(office.counter, reader=desk.reader, scanner=desk.scanner, printer=desk.printer)

    with at_counter(qtbot, qapp, tmp_path, with_devices) as at:
        yield at
        if not at.app._ended:
            at.close()


class Held:
    """Work that does not end before it is let go."""

    def __init__(self, really) -> None:
        self.really, self.begun, self.go = really, Event(), Event()

    def __call__(self, *values, **named):
        self.begun.set()
        self.go.wait(60)
        return self.really(*values, **named)


def close_over(at: AtCounter, held: Held | None = None) -> None:
    """Closes; what was held is let go a moment later. No dialog asks anything."""
    began = monotonic()
    at.app.close()
    if held is not None:
        wait_until(lambda: False, HELD_MS / 1000)
        held.go.set()
    assert wait_until(lambda: not at.app.shell.isVisible() or at.hands.asked(), WINDOW_GONE)
    assert not at.hands.asked()
    at.app.end()
    assert monotonic() - began < ALL_GONE


def typed(at: AtCounter, code: str = COPIES, name: str = "H'Ơ̆n Byă"):
    """A form with a name nobody has saved yet."""
    form = at.form(code)
    form.form.submitter.person.full_name.line.setFocus()
    at.hands.write(name)
    return form


def name_kept(at: AtCounter, draft: str) -> str:
    return next(one.intake.submitter.person.full_name for one in at.office.counter.intakes.open_drafts() if one.id == draft)


def test_closed_in_the_middle_of_a_scan(at, desk, tmp_path):
    form = typed(at, MARITAL)
    desk.bench.scan_pages_within(300)
    desk.bench.load_numbered(30)
    at.wait(lambda: desk.bench.view().sheets_in_feeder == 30)
    at.hands.key("F7")
    at.settle()
    at.hands.key("F7")
    at.wait(lambda: at.screens.capture.strip.model().rowCount() >= 2)
    shown = at.screens.capture.strip.model().rowCount()
    close_over(at)
    intakes = at.office.counter.intakes
    pages = intakes.pages(form.id)
    assert len(pages) >= shown
    assert all(intakes.content(form.id, page)[:2] == b"\xff\xd8" for page in pages)
    assert name_kept(at, form.id) == "H'Ơ̆N BYĂ"


def test_closed_in_the_middle_of_reading_a_card(at, desk):
    form = typed(at)
    desk.bench.read_within(4000)
    at.hands.key("F6")
    desk.bench.place_card(desk.bench.cards()[0].id)
    at.wait(lambda: at.screens.card.state_line.progress() is not None)
    close_over(at)
    assert name_kept(at, form.id) == "H'Ơ̆N BYĂ"


def test_closed_in_the_middle_of_receiving_the_dossier_is_received_or_still_a_draft(at, monkeypatch):
    at.window.go(Action.INTAKE)
    form = fill_copies(at.qtbot, at.screens.intake)
    held = Held(at.office.counter.intakes.receive)
    monkeypatch.setattr(at.office.counter.intakes, "receive", held)
    at.hands.key("Ctrl+Return")
    at.wait(lambda: form.receiving.strip.asking)
    at.hands.key("Return")
    at.wait(held.begun.is_set)
    close_over(at, held)
    found = at.office.counter.records.search("")
    assert [(line.id, line.state) for line in found] == [(form.id, LocalState.SEALED)]
    assert at.office.counter.intakes.open_drafts() == ()
    assert at.office.counter.records.receipt_again(form.id, "A4").startswith(b"%PDF-")     # it can be printed later


def test_closed_while_it_asks_whether_the_same_person_comes_again(at):
    """The question goes with the window: nothing was answered, so nothing is received, and the draft stays."""
    at.window.go(Action.INTAKE)
    first = fill_copies(at.qtbot, at.screens.intake)
    at.hands.key("Ctrl+Return")
    at.wait(lambda: first.receiving.strip.asking)
    at.hands.key("Ctrl+Return")
    at.wait(lambda: at.window.place is Action.RECEIPT)
    at.window.go(Action.INTAKE)
    second = fill_copies(at.qtbot, at.screens.intake)
    at.hands.key("Ctrl+Return")
    at.wait(at.hands.asked)
    at.app.close()
    at.wait(lambda: not at.app.shell.isVisible())
    at.app.end()
    assert len(at.office.counter.records.search("")) == 1
    assert [one.id for one in at.office.counter.intakes.open_drafts()] == [second.id]


def test_closed_in_the_middle_of_printing(at, desk, tmp_path):
    desk.bench.print_copies_within(3000)
    (number,) = receive_some(at.office, 1)
    at.window._on_receipt_again(at.office.counter.records.search("")[0].id)
    at.settle()
    at.hands.key("Ctrl+P")
    at.wait(lambda: "máy in" in at.screens.receipt.print_state.accessibleName())
    close_over(at)
    assert [line.number for line in at.office.counter.records.search("")] == [number]
    assert not [file for file in (tmp_path / "printed").glob("*.pdf") if not file.read_bytes().rstrip().endswith(b"%%EOF")]


def test_closed_in_the_middle_of_a_save(at, monkeypatch):
    held = Held(at.office.counter.intakes.save)
    monkeypatch.setattr(at.office.counter.intakes, "save", held)
    form = typed(at, name="Y Blŭk")
    at.hands.key("Ctrl+S")
    at.wait(held.begun.is_set)
    at.hands.write("Y Blŭk Êban")       # typed while the save is under way
    close_over(at, held)
    assert name_kept(at, form.id) == "Y BLŬK ÊBAN"


def test_a_disk_that_refuses_is_said_and_closing_again_goes(at, monkeypatch):
    form = typed(at, name="Y Blŭk")
    at.hands.key("Ctrl+S")
    at.wait(lambda: not form.saving.unsaved)

    def full(_draft):
        raise DiskFull

    monkeypatch.setattr(form.saving, "_save", full)
    at.hands.write("Y Blŭk Êban")
    at.app.close()
    at.wait(at.window.banner.isVisible)
    assert at.app.shell.isVisible()
    assert "chưa lưu được" in at.window.banner.accessibleName()
    close_over(at)
    assert name_kept(at, form.id) == "Y BLŬK"


def test_closed_in_the_middle_of_a_search(at, monkeypatch):
    form = typed(at)
    held = Held(at.office.counter.finding.find)
    monkeypatch.setattr(at.office.counter.finding, "find", held)
    at.hands.key("Ctrl+K")
    at.hands.write("nguyen")
    at.wait(held.begun.is_set)
    close_over(at, held)
    assert name_kept(at, form.id) == "H'Ơ̆N BYĂ"


def test_closed_in_the_middle_of_a_pass_to_the_portal(qtbot, qapp, tmp_path):
    """The pass is cut by the end of the program, as `commands.counter` does it; what waits goes on waiting."""

    def offline(_store, **_how):
        raise LinkDown(what="cut")

    held = Held(offline)
    loops: list[LinkLoop] = []

    def with_link(office):
        loops.append(LinkLoop(office.store, held))
        loops[0].start()
        return dataclasses.replace(office.counter, link=loops[0])

    with at_counter(qtbot, qapp, tmp_path, with_link) as at:
        receive_some(at.office, 2)
        form = typed(at)
        at.hands.key("F9")
        at.settle()
        at.hands.key("R")
        at.wait(held.begun.is_set)
        close_over(at)                 # over a call that hangs: the window does not wait for it
        held.go.set()
        began = monotonic()
        loops[0].close()
        assert monotonic() - began < ALL_GONE
        assert loops[0]._view.state in (LinkState.OFFLINE, LinkState.NOT_SET)
        assert {line.state for line in at.office.counter.records.search("")} == {LocalState.SEALED}
        assert name_kept(at, form.id) == "H'Ơ̆N BYĂ"
