"""`demo --unattended`: the whole story on the real window with nobody at the keyboard; a picture and a time for every step.

Store, gateway, link, devices and window are those of the demo; people and papers are invented. The folder of the office goes
away at the end; pictures, receipt and summary stay.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from commands.demo_counter import DemoCounter, demo_counter
from commands.demo_office import OFFICERS, PIN
from commands.display import has_display
from commands.exit_codes import ExitCode
from commands.scan_folder import scan_folder
from commands.story import StoryBroken
from commands.unattended_check import Compared, Connect, compared, expect_whole, gateway_calls, write_summary
from commands.unattended_stage import Stage
from commands.unattended_steps import Played
from commands.workplace import Profile, Workplace
from kiosk.officers import add
from kiosk.store.marks import MARKS_VARIABLE
from kiosk.words import _
from sync.transport import HttpTransport
from ui.app import CounterApp, prepare
from ui.clerk.window_makers import build_screens
from ui.unforeseen import Unforeseen


def play(out: Path, connect: Connect = HttpTransport, *, card_service: bool = False) -> ExitCode:
    """Exit 0 only if every step came true and every page came back. `connect` reaches the gateway to fetch them."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("[0-9][0-9]-*.png"):
        old.unlink()
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    print(_("MỘT CỬA: câu chuyện tự diễn trên cửa sổ thật. Người, số và giấy tờ đều là giả định."), flush=True)
    with tempfile.TemporaryDirectory(prefix="mot-cua-demo-", ignore_cleanup_errors=True) as folder, marks_in(Path(folder)):
        try:
            _play(Workplace(Profile.DEMO, Path(folder) / "counter"), out, connect, card_service)
        except StoryBroken as broken:
            print(f"   ✗ {broken.for_person()} [{broken.code}]\n   {broken.for_operator()}")
            return ExitCode.FAILED
    print(_("Mọi bước đều đúng như kịch bản. Tóm tắt: {summary}").format(summary=out / "summary.json"))
    return ExitCode.DONE


def _play(workplace: Workplace, out: Path, connect: Connect, card_service: bool) -> None:
    with demo_counter(workplace, furnished=False, card_service=card_service) as demo, scan_folder(workplace.root) as scans:
        for officer in OFFICERS:
            demo.store.write(partial(add, officer=officer, pin=PIN, at=workplace.clock.now_ms()))
        app = prepare(sys.argv[:1])
        window = CounterApp(app, demo.counter, partial(build_screens, folder=workplace.root, scans=scans))
        stage = Stage(window, out)
        net = app.findChild(Unforeseen)
        if net is not None:
            net.happened.connect(stage.on_unforeseen)
        played = Played(stage, demo, workplace.root.parent / "printed")
        found: tuple[Compared, ...] = ()
        try:
            try:
                played.all()
            except LookupError as error:
                raise StoryBroken(what=str(error)) from error
            found = _fetched_back(demo, played, connect)
        finally:
            write_summary(out / "summary.json", found, stage.steps)
            stage.close_window()
    expect_whole(found)


def _fetched_back(demo: DemoCounter, played: Played, connect: Connect) -> tuple[Compared, ...]:
    with gateway_calls(demo.gateway.url, connect) as calls:
        return tuple(
            compared(demo.store, calls, one.dossier, one.number, demo.counter.records.detail(one.dossier).form.pages)
            for one in played.received
        )


@contextmanager
def marks_in(folder: Path) -> Iterator[None]:
    """The marks of this office beside it, not among those of the machine."""
    before = os.environ.get(MARKS_VARIABLE)
    os.environ[MARKS_VARIABLE] = str(folder / "marks")
    try:
        yield
    finally:
        del os.environ[MARKS_VARIABLE]
        if before is not None:
            os.environ[MARKS_VARIABLE] = before
