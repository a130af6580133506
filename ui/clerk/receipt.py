"""The receipt after receiving, or once more later: shown, printed, saved. Whatever happens to the paper, the number stays."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QHideEvent, QImage
from PySide6.QtWidgets import QApplication

from kiosk.counter import Counter
from kiosk.device_ports import PrintState
from kiosk.dossier import LocalState
from kiosk.moments import local, show_date
from kiosk.problems import Problem
from kiosk.receive import Received
from kiosk.same_people import SamePeople
from kiosk.states import waits_for_officer
from kiosk.store.leases import Why
from kiosk.till import Payment
from kiosk.words import _
from kiosk.work import Progress
from ui.clerk.files import save_file
from ui.clerk.heard import Heard
from ui.clerk.paper_dialog import PaperDialog
from ui.clerk.receipt_job import ON_THE_WAY, OUT, ReceiptJob, obstacle_words, words_of
from ui.clerk.receipt_sheet import Facts, Sheet, drawn, first_time, looked_up, once_more, pictured, saved, why_of
from ui.clerk.receipt_view import PAPERS, ReceiptView
from ui.clerk.words_of_numbers import kind_said
from ui.shortcuts import Action, Where, install
from ui.tasks import Lane, Tasks
from ui.theme.icons import TONE_ICONS
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button, Kind
from ui.widgets.number_fields import shown_money
from ui.widgets.spoken import announce

_FINER_AFTER_MS = 120
_FINEST = 4.0                          # pixels for each of the screen: 57 MB for A4
_ENDING = "pdf"


class ReceiptScreen(ReceiptView):
    """Made once; `show_received` and `show_again` fill it. `data_folder`: where no receipt may be saved."""

    closed = Signal()
    paper_chosen = Signal(str)         # "A4" or "A5", to be remembered
    enter_wanted = Signal(str)         # the dossier to be typed into another system
    another_wanted = Signal(object)    # SamePeople: they have another matter
    given = Signal(str)                # dossier: its receipt is in hand, or not wanted

    def __init__(self, counter: Counter, tasks: Tasks, data_folder: Path | None = None, paper: str = PAPERS[0]) -> None:
        super().__init__(counter.printer.name)
        self._counter, self._records, self._tasks, self._data_folder = counter, counter.records, tasks, data_folder
        self._render: Callable[[str], tuple[bytes, Facts]] | None = None
        self._sheet: Sheet | None = None
        self._wanted, self._page, self._density, self._print_when_ready = 0, 0, 0.0, False
        self._facts: Facts | None = None
        self._at_once, self._in_hand = False, ""
        self._obstacle: PrintState | None = None
        self._people: SamePeople | None = None     # of this visit; a receipt shown again is of another
        self._job = ReceiptJob(counter.printer, self)
        self._finer = QTimer(self)
        self._finer.setSingleShot(True)
        self._finer.setInterval(_FINER_AFTER_MS)
        self.paper.set_value(paper)
        self._next_thing = self.print_button
        self._news = Heard()
        self._news.came.connect(lambda _nothing: self._on_news())
        self.destroyed.connect(self._news.deafen)
        counter.link.changed(self._news.tell)
        self._connect()
        self._job.listen()

    # ---- what the window asks ----------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever leads here, or comes back, stands on the next thing to do. Not a focus proxy: Tab would pass over the rest."""
        self._next_thing.setFocus(event.reason())

    def show_received(self, received: Received, officer_name: str) -> None:
        """A dossier received this moment. The number is there at once, the sheet follows."""
        facts = Facts(received.dossier, received.number, received.form.due_at, LocalState.SEALED)
        self._begin(_("Đã tiếp nhận hồ sơ"), facts, SamePeople.of(received.form))
        if self._at_once:
            self._begin_printing()
        self._draw(partial(first_time, self._records, received, officer_name, facts))
        taken_for = partial(_taken_for, self._counter, received.dossier)
        why = partial(why_of, self._records, received.dossier)
        self._tasks.run(why, partial(self._show_why, received.dossier), self.banner.say_problem, owner=self)
        self._tasks.run(taken_for, partial(self._show_paid, received.dossier), self.banner.say_problem, owner=self)

    def _show_paid(self, dossier: str, payments: tuple[Payment, ...]) -> None:
        """The strip is gone by now, and the change is still in the hand."""
        if payments and self._facts is not None and self._facts.dossier == dossier:
            (taken, *_more) = payments
            said = [_("Đã thu {amount}").format(amount=shown_money(taken.amount))]
            if taken.change:
                said.append(_("Trả lại {amount}").format(amount=shown_money(taken.change)))
            self.paid.setText(" · ".join(said))
            self.paid.show()
            announce(self, self.paid.text())

    def show_again(self, dossier_id: str) -> None:
        """A receipt once more, marked as a reprint."""
        self._begin(_("In lại giấy tiếp nhận và hẹn trả"), None)
        self._draw(partial(once_more, self._records, dossier_id))

    def set_paper(self, paper: str) -> None:
        """The choice of last time."""
        self.paper.set_value(paper)

    def set_print_at_once(self, at_once: bool) -> None:
        """Whether the receipt of a dossier just received is printed without being asked for."""
        self._at_once = at_once

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous() and self._job.state in OUT:      # some printers never tell more than that it was sent
            self._give()

    # ---- wiring --------------------------------------------------------------------------------------

    def _connect(self) -> None:
        install(self, Where.RECEIPT, {
            Action.PRINT: self._on_enter, Action.SAVE_RECEIPT: self._on_save, Action.NEXT_DOSSIER: self._on_next,
            Action.CONTROL_SLIP: self._on_control_slip, Action.ENTER_ELSEWHERE: self._on_enter_elsewhere,
            Action.ANOTHER: self._on_another,
        })  # fmt: skip
        self.print_button.clicked.connect(self._on_print)
        self.save_button.clicked.connect(self._on_save)
        self.control_button.clicked.connect(self._on_control_slip)
        self.next_button.clicked.connect(self._on_next)
        self.another_button.clicked.connect(self._on_another)
        self.copy_button.clicked.connect(self._on_copy)
        self.before.clicked.connect(lambda: self._turn_to(self._page - 1))
        self.after.clicked.connect(lambda: self._turn_to(self._page + 1))
        self.paper.edited.connect(self._on_paper)
        self.preview.magnified.connect(lambda _factor: self._finer.start())
        self._finer.timeout.connect(self._on_finer)
        self._job.told.connect(self._on_print_told)
        self._job.obstacle_told.connect(self._on_obstacle)

    def _on_enter_elsewhere(self) -> None:
        if self._facts is not None:
            self.enter_wanted.emit(self._facts.dossier)

    # ---- showing -------------------------------------------------------------------------------------

    def _begin(self, title: str, facts: Facts | None, people: SamePeople | None = None) -> None:
        self._people = people
        self.another_button.setVisible(people is not None)
        self.title.setText(title)
        self._sheet, self._facts, self._print_when_ready = None, None, False
        self._job.forget()
        self.copies.set_count(1)
        self.banner.hide()
        self.say_state("", Tone.NEUTRAL)
        self._ask_for(self.print_button)
        self.preview.show_image(None)
        self._show_facts(facts)
        self._show_pages()
        self.print_button.setFocus()

    def _show_facts(self, facts: Facts | None) -> None:
        self._facts = facts
        self.show_signing(facts.dossier if facts else "", signs=facts is not None and facts.signs)
        self.say_number(facts.number if facts else "…")
        self.number_kind.setText(kind_said(facts.number if facts else ""))
        self.say_why(facts.why if facts else Why.OFF)
        self.due_label.setText(_("Hẹn trả kết quả"))
        if facts and facts.due_at is not None:
            moment = local(facts.due_at)
            self.due.setText(_("{time} ngày {date}").format(time=f"{moment:%H:%M}", date=show_date(moment.date())))
        else:
            self.due.setText(_("Chưa ấn định") if facts else "…")
        self.due_note.hide()
        self.paid.hide()
        self._show_portal(*_portal_words(facts.state) if facts else ("", Tone.NEUTRAL))
        self.copy_button.setEnabled(facts is not None)
        self.control_button.setEnabled(facts is not None)
        if facts:
            announce(self, f"{self.title.text()}. {facts.number}. {self.due_label.text()}: {self.due.text()}")

    def _show_why(self, dossier: str, why: Why) -> None:
        if self._facts is not None and self._facts.dossier == dossier:
            self.say_why(why)

    def _show_portal(self, text: str, tone: Tone) -> None:
        self.portal.setText(text)
        self.portal_sign.set_icon(TONE_ICONS[tone], tone)

    def _on_news(self) -> None:
        """The dossier may be at the portal by now. The number on the paper stays the one in large letters."""
        if self._facts is not None and self.isVisible():
            self._tasks.run(partial(looked_up, self._records, self._facts.dossier), self._on_looked_up, self.banner.say_problem)

    def _on_looked_up(self, now: Facts) -> None:
        shown = self._facts
        if shown is None or shown.dossier != now.dossier:
            return
        text, tone = _portal_words(now.state)
        if now.number != shown.number:
            text = f"{text} {_('Mã chính thức: {number}.').format(number=now.number)}"
        if text != self.portal.text():
            self._show_portal(text, tone)
            announce(self.portal, text)

    def _draw(self, render: Callable[[str], tuple[bytes, Facts]]) -> None:
        self._render = render
        self._wanted += 1
        self._tasks.run(partial(drawn, render, self._shown_paper(), self._wanted), self._on_drawn, self._on_not_drawn)

    def _on_drawn(self, sheet: Sheet) -> None:
        if sheet.wanted != self._wanted:
            return
        self._sheet = sheet
        if self._facts != sheet.facts:
            self._show_facts(sheet.facts)
        self._turn_to(0)
        if self._print_when_ready:
            self._print_when_ready = False
            self._on_print()

    def _on_not_drawn(self, problem: Problem) -> None:
        self._print_when_ready = False
        self.banner.say_problem(problem)

    def _turn_to(self, page: int) -> None:
        if self._sheet is None or not 0 <= page < self._sheet.pages:
            return
        self._page, self._density = page, 0.0
        self._show_pages()
        self._picture(self._screen_density())

    def _show_pages(self) -> None:
        count = self._sheet.pages if self._sheet else 0
        self.page_said.setText(_("Trang {number}/{count}").format(number=self._page + 1, count=count) if count else "")
        for part in (self.before, self.after, self.page_said):
            part.setVisible(count > 1)
        self.before.setEnabled(self._page > 0)
        self.after.setEnabled(self._page + 1 < count)

    def _picture(self, density: float) -> None:
        sheet, page = self._sheet, self._page
        if sheet is None:
            return

        def shown(image: QImage) -> None:
            if sheet is not self._sheet or page != self._page:
                return
            first, self._density = self._density == 0.0, density
            if first:
                self.preview.show_image(image, _("Giấy tiếp nhận và hẹn trả, trang {number}").format(number=page + 1))
            else:
                self.preview.refine(image)

        work = partial(pictured, sheet.pdf, page, density)
        self._tasks.run(work, shown, self._on_not_drawn, owner=self)

    def _on_finer(self) -> None:
        """Sharp at every size: more pixels once the eye came nearer."""
        wanted = min(self._screen_density() * max(1.0, self.preview.magnification), _FINEST)
        if self._sheet is not None and self._density and wanted > self._density * 1.2:
            self._picture(wanted)

    def _screen_density(self) -> float:
        return max(1.0, self.devicePixelRatioF()) * 1.5

    def _shown_paper(self) -> str:
        return str(self.paper.value() or PAPERS[0])

    def _on_paper(self) -> None:
        self.paper_chosen.emit(self._shown_paper())
        if self._render is not None:
            self._sheet = None
            self._draw(self._render)

    # ---- printing ------------------------------------------------------------------------------------

    def _on_enter(self) -> None:
        """Enter presses the button that has the cursor; anywhere else it prints."""
        now = QApplication.focusWidget()
        if isinstance(now, Button) and now is not self.print_button and self.isAncestorOf(now):
            now.click()
        else:
            self._on_print()

    def _on_print(self) -> None:
        if not self.print_button.isEnabled() or self._job.state in ON_THE_WAY - OUT:
            return
        if self._sheet is None:
            self._print_when_ready = self._render is not None
            self.say_state(*words_of(PrintState.PREPARED))
            return
        self.say_state(*words_of(PrintState.PREPARED))
        self._job.send(_("Giấy tiếp nhận và hẹn trả"), self._sheet.pdf, self.copies.count)

    def _begin_printing(self) -> None:
        """With the sheet, unless the printer is known to fail; without paper the job waits in the printer."""
        if self._obstacle in (PrintState.FAILED, PrintState.UNKNOWN):
            self.say_state(*words_of(PrintState.FAILED))
        else:
            self._print_when_ready = True
            self.say_state(*words_of(PrintState.PREPARED))

    def _on_obstacle(self, state: PrintState | None) -> None:
        self._obstacle = state
        self.printer.show_state(*obstacle_words(state))

    def _on_print_told(self, state: PrintState) -> None:
        text, tone = words_of(state)
        self.say_state(text, tone)
        announce(self.print_state, text, urgent=tone is Tone.WARNING)
        if state is PrintState.PRINTED:
            self._give()
            self._ask_for(self.next_button)
        elif state not in ON_THE_WAY:
            self._ask_for(self.print_button)
        self.print_button.say(_("In") if state in ON_THE_WAY else _("In lại"))

    def _ask_for(self, button: Button) -> None:
        """Makes one of the two the next thing to do."""
        if button is self.print_button:
            self.print_button.say(_("In"))
        for each in (self.print_button, self.next_button):
            each.set_kind(Kind.PRIMARY if each is button else Kind.PLAIN)
        self._next_thing = button
        if self.print_button.hasFocus() or self.next_button.hasFocus():
            button.setFocus()

    def _give(self) -> None:
        dossier, given = self._facts.dossier if self._facts else "", self._records.receipt_given
        if dossier in ("", self._in_hand):
            return
        self._in_hand = dossier
        self.given.emit(dossier)
        self._tasks.run(lambda _progress: given(dossier), lambda _done: None, self.banner.say_problem, Lane.WRITER)

    def _on_next(self) -> None:
        """Going on without printing is the officer's choice; a job that waits for paper is still owed."""
        self._leave()
        self.closed.emit()

    def _on_another(self) -> None:
        if self._people is not None:
            self._leave()
            self.another_wanted.emit(self._people)

    def _leave(self) -> None:
        if self._job.state is None and not self._print_when_ready:
            self._give()

    def _on_control_slip(self) -> None:
        """Form 06, which goes with the papers: one key prints it."""
        if self._facts is not None:
            draw = partial(self._counter.notices.control, self._facts.dossier)
            PaperDialog(_("Phiếu kiểm soát quá trình giải quyết hồ sơ"), self._counter, self._tasks, draw, at_once=True,
                        parent=self).open()  # fmt: skip

    # ---- saving and copying --------------------------------------------------------------------------

    def _on_copy(self) -> None:
        if self._facts:
            QGuiApplication.clipboard().setText(self._facts.number)

    def _on_save(self) -> None:
        if self._sheet is None:
            return
        name = f"giay-hen-{self._sheet.facts.number}.{_ENDING}"
        dialog = save_file(self, _("Lưu giấy hẹn thành tệp PDF"), _("Tệp PDF"), name, _ENDING)
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Writes the sheet shown to a file, never into the data folder."""
        if self._sheet is not None:
            work = partial(saved, path, self._sheet.pdf, self._data_folder)
            self._tasks.run(work, self._on_saved, self._on_not_drawn, Lane.WRITER, self)

    def _on_saved(self, path: Path) -> None:
        self.banner.say(_("Đã lưu giấy hẹn vào {file}.").format(file=path), Tone.SUCCESS)
        self.banner.show()
        self._give()


def _taken_for(counter: Counter, dossier: str, _progress: Progress) -> tuple[Payment, ...]:
    return counter.till.taken_for(dossier)


def _portal_words(state: LocalState) -> tuple[str, Tone]:
    if state is LocalState.SEALED:
        return _("Đã tiếp nhận tại quầy, chưa đăng ký lên Cổng Dịch vụ công. Máy tự gửi ngay khi có kết nối."), Tone.INFO
    if waits_for_officer(state):
        return _("Đã tiếp nhận tại quầy. Việc gửi đang dừng: xem Hồ sơ chờ gửi (F9)."), Tone.WARNING
    return _("Đã đăng ký lên Cổng Dịch vụ công."), Tone.SUCCESS


# ---- on worker threads -------------------------------------------------------------------------------
