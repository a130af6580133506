"""One run of the program on the invented day: `python -m commands.invented_day.shift FOLDER OUT VISITS`, VISITS like "1,2,31".

What was noted in FOLDER tells where the day stands. The run that meets the crash kills itself; the next goes on from there.
"""

import sys
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from commands.demo_counter import DemoCounter, demo_counter
from commands.demo_office import OFFICERS, PIN
from commands.display import has_display
from commands.exit_codes import ExitCode
from commands.invented_day.back_acts import BackActs
from commands.invented_day.closing_acts import ClosingActs
from commands.invented_day.express_acts import ExpressActs, certified
from commands.invented_day.full_acts import FullActs
from commands.invented_day.plan import (
    CRASHES_AT,
    OPENING_FLOAT,
    Collects,
    Copies,
    Extract,
    Full,
    Lacks,
    Refused,
    Signature,
    Visit,
    day,
)
from commands.invented_day.played import Act, Notebook, sums_of
from commands.invented_day.weather import turn, weather_of
from commands.scan_folder import scan_folder
from commands.story import StoryBroken
from commands.unattended_acts import type_sign_in
from commands.unattended_stage import Stage
from commands.workplace import Profile, Workplace
from kiosk.officers import add, everybody
from kiosk.store import dossiers
from kiosk.words import _
from ui.app import CounterApp, prepare
from ui.clerk.intake_screen import IntakeScreen
from ui.clerk.window_makers import build_screens
from ui.unforeseen import Unforeseen

NOTED, REGISTER = "played.jsonl", "so-theo-doi.csv"
_DELIVERED_SECONDS = 120.0


class Shift:
    """The officer's day from where the notebook says it stands."""

    def __init__(self, stage: Stage, demo: DemoCounter, book: Notebook, visits: Sequence[Visit]) -> None:
        self._stage, self._demo, self._book, self._visits = stage, demo, book, visits
        self._express, self._full = ExpressActs(stage, demo), FullActs(stage, demo)
        self._back, self._closing = BackActs(stage, demo, book), ClosingActs(stage, demo)
        self._weather = ""

    def play(self) -> None:
        """Everything still to come."""
        noted = self._book.acts()
        self._sign_in()
        waiting: IntakeScreen | None = None
        if not noted:
            with self._stage.step("mo-ngan-tien", _("F11: đếm tiền lẻ, mở ngăn tiền.")):
                self._back.open_drawer()
            self._book.note(Act(0, "opened"))
        else:
            waiting = self._after_crash(self._visit(CRASHES_AT))
        done = {act.visit for act in self._book.acts()}
        for visit in (visit for visit in self._visits if visit.number not in done):
            self._turn_weather(visit.number)
            if visit.number == CRASHES_AT and waiting is None:
                self._crash(visit, self._visit(CRASHES_AT + 1))
            self._meet(visit, waiting if visit.number == CRASHES_AT + 1 else None)
        self._end()

    # ---- the parts of the day ----

    def _visit(self, number: int) -> Visit:
        return next(visit for visit in self._visits if visit.number == number)

    def _sign_in(self) -> None:
        stage, app, hands = self._stage, self._stage.app, self._stage.hands
        with stage.step("dang-nhap", _("Cán bộ mở quầy, gõ mã cán bộ và mã PIN.")):
            type_sign_in(stage)
            hands.key("Return")
            stage.wait("sign-in", lambda: app.window is not None)

    def _meet(self, visit: Visit, form: IntakeScreen | None = None) -> None:
        """One citizen, noted when the window shows that it is done."""
        stage, hands = self._stage, self._stage.hands
        keys, waited = hands.presses, stage.waited
        with stage.step(f"khach-{visit.number:02d}", told_of(visit, self._weather)):
            act = self._serve(visit, form)
            self._book.note(replace(act, keys=hands.presses - keys, machine=round(stage.waited - waited, 3)))
            if isinstance(visit.work, Copies) and visit.work.mistaken:
                self._put_right(visit, visit.work)

    def _serve(self, visit: Visit, form: IntakeScreen | None) -> Act:
        match visit.work:
            case Copies() | Signature() | Extract():
                return self._express.certify(visit)
            case Full():
                return self._full.receive(visit, self._back_to(form) if form else self._full.begin(visit))
            case Lacks():
                return self._full.supplement(visit)
            case Refused():
                return self._full.refuse(visit)
            case Collects(of=earlier):
                self._back.finish(self._book.number_of(earlier))
                return self._back.hand_over(visit)

    def _put_right(self, visit: Visit, work: Copies) -> None:
        """The wrong paper was certified: its number is struck, the money goes back."""
        self._express.strike_last("Sao nhầm giấy tờ")
        self._book.note(Act(visit.number, "strike", struck=len(work.rows)))
        self._book.note(self._back.refund_last(visit, work.fee))

    def _turn_weather(self, visit: int) -> None:
        now = weather_of(visit)
        if now == self._weather and now != "torn":
            return
        turn(self._demo.link, now)
        if now == "" and self._weather:
            self._demo.counter.link.send_now()         # the system says that the cable is in again
        self._weather = now

    def _crash(self, visit: Visit, next_one: Visit) -> None:
        """Somebody else's form is begun, then the machine dies under the officer's hand."""
        with self._stage.step("do-dang", _("Người sau đã ngồi sẵn: tờ khai của họ mở dở dang.")):
            form = self._full.begin(next_one)
            self._stage.hands.key("Ctrl+S")
            self._stage.wait("saved", lambda: not form.saving.unsaved)
        print(_("     Máy tắt đột ngột đúng lúc bấm phím chứng thực."), flush=True)
        self._express.certify(visit, dies=True)

    def _after_crash(self, visit: Visit) -> IntakeScreen:
        """What was begun is there again; the ledger tells whether the last key still counted."""
        stage, hands, area = self._stage, self._stage.hands, self._stage.window.screens.intake
        with stage.step("mo-lai", _("Mở lại: mọi bản nháp còn nguyên; xem sổ chứng thực để biết số cuối có kịp ghi không.")):
            dossier = self._express.stands_in_ledger(visit)
            if dossier:
                line = dossiers.line(self._demo.store.read(), dossier)
                if line is None:
                    raise StoryBroken(what="ledger without its dossier")
                self._book.note(certified(visit, line.number))
            hands.key("F3")
            drafts = len(area.tabs.keys())
            wanted = 1 + sum(act.what == "lacks" for act in self._book.acts())
            if drafts != wanted:
                raise StoryBroken(what=f"drafts {drafts} != {wanted}")
            return self._found_again()

    def _found_again(self) -> IntakeScreen:
        """Ctrl+Tab from form to form until the one that waits for no papers is there."""
        stage, hands, area = self._stage, self._stage.hands, self._stage.window.screens.intake
        for _step in range(len(area.tabs.keys()) + 1):
            stage.wait("form", lambda: (shown := area.current()) is not None and shown.form.ready)
            stage.settle()
            form = area.current()
            if form is not None and form.person() and not form.head.tray_number():
                return form
            hands.key("Ctrl+Tab")
            stage.settle()
        raise StoryBroken(what="the form begun before the crash")

    def _back_to(self, form: IntakeScreen) -> IntakeScreen:
        """F3: the form in hand."""
        area = self._stage.window.screens.intake
        self._stage.hands.key("F3")
        self._stage.wait("form", lambda: area.current() is form and form.isVisible())
        return form

    def _end(self) -> None:
        stage, counter = self._stage, self._demo.counter
        turn(self._demo.link, "")
        counter.link.send_now()
        with stage.step("gui-het", _("Hết khách: mọi hồ sơ đã tới trục.")):
            stage.wait("all delivered", lambda: _waiting(self._demo) == 0, _DELIVERED_SECONDS)
        sums = sums_of(self._book.acts())
        with stage.step("kiem-dem", _("Ctrl+D: kiểm đếm ngăn tiền, khớp với sổ.")):
            self._back.count_drawer(OPENING_FLOAT + sums.cash_in - sums.cash_out)
        self._closing.export_register(stage.out / REGISTER)
        self._closing.close_day()
        with stage.step("dang-xuat", _("Đăng xuất.")):
            stage.hands.push(_("Đăng xuất"))
            stage.wait("sign-out", lambda: stage.app.window is None and stage.app.sign_in is not None)
        self._book.note(Act(self._visits[-1].number + 1, "closed"))


def told_of(visit: Visit, weather: str) -> str:
    """One line for whoever watches."""
    kinds = {
        Copies: _("chứng thực bản sao"), Signature: _("chứng thực chữ ký"), Extract: _("trích lục"), Full: _("hồ sơ đầy đủ"),
        Lacks: _("thiếu giấy tờ: mẫu 02"), Refused: _("từ chối: mẫu 03"), Collects: _("nhận kết quả"),
    }  # fmt: skip
    skies = {"cut": _("mất mạng"), "swallowed": _("trục không trả lời"), "torn": _("mạng chập chờn")}
    sky = f" ({skies[weather]})" if weather else ""
    return _("Khách {number}: {work}{sky}").format(number=visit.number, work=kinds[type(visit.work)], sky=sky)


def _waiting(demo: DemoCounter) -> int:
    found = demo.store.read().execute("SELECT count(*) FROM dossier_now WHERE state <> 'acknowledged'").fetchone()
    return int(found[0])


def main(folder: Path, out: Path, numbers: Collection[int]) -> ExitCode:
    visits = [visit for visit in day() if visit.number in numbers]
    workplace = Workplace(Profile.DEMO, folder / "counter")
    with demo_counter(workplace, furnished=False) as demo, scan_folder(workplace.root) as scans:
        if not everybody(demo.store.read()):
            for officer in OFFICERS:
                demo.store.write(partial(add, officer=officer, pin=PIN, at=workplace.clock.now_ms()))
        app = prepare(sys.argv[:1])
        window = CounterApp(app, demo.counter, partial(build_screens, folder=workplace.root, scans=scans))
        stage = Stage(window, out, len(list(out.glob("[0-9]*-*.png"))))
        net = app.findChild(Unforeseen)
        if net is not None:
            net.happened.connect(stage.on_unforeseen)
        try:
            Shift(stage, demo, Notebook(folder / NOTED), visits).play()
        except LookupError as error:
            raise StoryBroken(what=str(error)) from error
        finally:
            with suppress(RuntimeError):
                stage.close_window()
    return ExitCode.DONE


if __name__ == "__main__":
    import os

    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), [int(number) for number in sys.argv[3].split(",")]))
    except StoryBroken as broken:
        print(f"   ✗ {broken.for_person()} [{broken.code}]\n   {broken.for_operator()}", flush=True)
        sys.exit(ExitCode.FAILED)
