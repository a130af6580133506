"""Settings: how the window looks to this officer, how the devices are, which office this is, what support wants to know."""

import platform
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import PySide6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.counter import Counter
from kiosk.counter.link import LinkView
from kiosk.device_ports import PrintState, ReaderEvent
from kiosk.moments import show_moment
from kiosk.problems import Problem
from kiosk.procedures import Choice
from kiosk.scan_ports import ScanTrouble
from kiosk.store import newest_schema
from kiosk.version import VERSION
from kiosk.words import N_, _
from ui.clerk.enrolment_card import EnrolmentCard
from ui.clerk.header import LARGE_LETTERS
from ui.clerk.numbers_card import NumbersCard
from ui.clerk.window_ears import Ears
from ui.messages import Said, link_said, printer_said, reader_said, scanner_said
from ui.shortcuts import Action
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import TEXT_SCALES, Theme, Tone
from ui.widgets.buttons import Button
from ui.widgets.card import Card, scrolling
from ui.widgets.checks import RadioField
from ui.widgets.device_line import DeviceLine
from ui.widgets.text import Role, Text

_THEMES = {Theme.LIGHT: N_("Sáng"), Theme.DARK: N_("Tối"), Theme.HIGH_CONTRAST: N_("Tương phản cao")}
_BREAK = "\u200b"                       # a path has no blanks at which a line could end
_LANGUAGES = (("vi", "Tiếng Việt"), ("en", "English"))      # each in its own language


class SettingsScreen(QWidget):
    """Changes are told, whoever holds the window makes them. `show_language` marks the language spoken.

    `folder` is where this counter keeps its data."""

    theme_chosen = Signal(object)      # a Theme
    scale_chosen = Signal(int)
    language_chosen = Signal(str)
    at_once_chosen = Signal(bool)
    shortcuts_wanted = Signal()
    copied = Signal()

    def __init__(self, counter: Counter, tasks: Tasks, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter, self._tasks, self._folder = counter, tasks, folder
        self._states: dict[str, str] = {}
        self.theme = RadioField(_("Màu sắc"), [Choice(theme.value, _(text)) for theme, text in _THEMES.items()])
        self.scale = RadioField(_("Cỡ chữ"), [Choice(str(scale), f"{scale} %") for scale in TEXT_SCALES])
        self.language = RadioField(_("Ngôn ngữ"), [Choice(code, text) for code, text in _LANGUAGES])
        self.at_once = RadioField(_("In ngay sau khi tiếp nhận"), (Choice("yes", _("Có")), Choice("no", _("Không"))))
        self.theme.set_value(look().theme.value)
        self.scale.set_value(str(look().scale))
        self.show_language("vi")
        self.devices = {
            "reader": (DeviceLine(_("Đầu đọc thẻ"), Icon.CARD), Text("", Role.HINT)),
            "scanner": (DeviceLine(_("Máy quét"), Icon.SCAN), Text("", Role.HINT)),
            "printer": (DeviceLine(_("Máy in"), Icon.PRINTER), Text("", Role.HINT)),
            "link": (DeviceLine(_("Đường truyền"), Icon.SYNC), Text("", Role.HINT)),
        }
        self.copy_button = Button(_("Sao chép thông tin chẩn đoán"), icon=Icon.COPY)
        self.keys_button = Button(_("Bảng phím tắt"), icon=Icon.KEYBOARD, action=Action.SHORTCUTS)
        self.bench_button = Button(_("Mở bàn thiết bị mô phỏng"), icon=Icon.SETTINGS)
        self._copied = Text("", Role.HINT)
        self.numbers = NumbersCard(counter, tasks)
        self.enrolment = EnrolmentCard(counter.enrolling, tasks) if counter.enrolling is not None else None
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.theme)

    @property
    def held(self) -> int:
        """Which choice has the cursor, for the screen that takes this one's place; -1: none."""
        now = self.focusWidget()
        return next((at for at, field in enumerate(self._choices()) if field.isAncestorOf(now)), -1)

    def hold(self, held: int) -> None:
        if held >= 0:
            self._choices()[held].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_language(self, language: str) -> None:
        self.language.set_value(language)

    def show_at_once(self, at_once: bool) -> None:
        """Whether a receipt is printed without being asked for."""
        self.at_once.set_value("yes" if at_once else "no")

    def diagnostics(self, counts: dict[str, int]) -> str:
        """Versions, codes, counts; nobody's name, nothing of a dossier."""
        settings, words = self._counter.settings, [f"{name}={state}" for name, state in sorted(self._states.items())]
        lines = [
            f"mot-cua {VERSION}; schema {newest_schema()}; Python {platform.python_version()}; Qt {PySide6.__version__}",
            f"{platform.system()} {platform.release()} {platform.machine()}",
            f"office={settings.office.code}; province={settings.office.province}",
            f"theme={look().theme.value}; text={look().scale}; language={self.language.value()}",
            "; ".join(words),
            "; ".join(f"{name}={count}" for name, count in sorted(counts.items())),
            show_moment(self._counter.clock.now_ms()),
        ]
        return "\n".join(line for line in lines if line)

    # ---- inside ----------------------------------------------------------------------------------

    def _choices(self) -> tuple[RadioField, ...]:
        return self.theme, self.scale, self.language, self.at_once

    def _connect(self) -> None:
        self.theme.edited.connect(lambda: self.theme_chosen.emit(Theme(str(self.theme.value()))))
        self.scale.edited.connect(lambda: self.scale_chosen.emit(int(str(self.scale.value()))))
        self.language.edited.connect(lambda: self.language_chosen.emit(str(self.language.value())))
        self.at_once.edited.connect(lambda: self.at_once_chosen.emit(self.at_once.value() == "yes"))
        self.copy_button.clicked.connect(self._on_copy)
        self.keys_button.clicked.connect(self.shortcuts_wanted)
        bench: Callable[[], None] | None = self._counter.open_bench
        self.bench_button.setVisible(bench is not None)
        if bench is not None:
            self.bench_button.clicked.connect(lambda: bench())
        if self.enrolment is not None:
            self.enrolment.enrolled.connect(self._counter.link.send_now)
        self._ears = Ears(self._counter, self)
        self._ears.reader_told.connect(self._on_reader)
        self._ears.scanner_told.connect(self._on_scanner)
        self._ears.printer_told.connect(self._on_printer)
        self._ears.link_told.connect(self._on_link)
        self._ears.listen()

    def _lay_out(self) -> None:
        measures = look().measures
        page = QWidget()
        room = QVBoxLayout(page)
        room.setContentsMargins(measures.wide, measures.near, measures.wide, measures.near)
        room.setSpacing(measures.near)
        room.addWidget(Text(_("Thiết lập"), Role.TITLE))
        enrolment = [self.enrolment] if self.enrolment is not None else []
        kinds = (
            [self._appearance(), self._support()], [self._device_card(), *enrolment, self.numbers],
            [self._office(), self._program()],
        )  # fmt: skip
        columns = QVBoxLayout() if look().scale >= LARGE_LETTERS else QHBoxLayout()
        columns.setSpacing(measures.apart)
        if look().scale > 100:                     # three columns are too narrow for larger letters
            kinds = ([*kinds[0], kinds[2][1]], [*kinds[1], kinds[2][0]], [])
        for cards in filter(None, kinds):
            column = QVBoxLayout()
            column.setSpacing(measures.near)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            columns.addLayout(column, 1)
        room.addLayout(columns, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(page))

    def _appearance(self) -> Card:
        card = Card(_("Hiển thị"))
        for field in (self.theme, self.scale, self.language):
            card.body.addWidget(field)
        card.body.addWidget(Text(_("Áp dụng ngay và nhớ riêng cho từng cán bộ. Hồ sơ đang làm dở được giữ nguyên."), Role.HINT))
        return card

    def _support(self) -> Card:
        card = Card(_("Hỗ trợ"))
        harmless = _("Thông tin chẩn đoán chỉ có phiên bản, mã lỗi và số lượng; không có tên người hay nội dung hồ sơ.")
        card.body.addWidget(Text(harmless, Role.HINT))
        for button in (self.copy_button, self.keys_button, self.bench_button):
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(self._copied)
        self._copied.hide()
        return card

    def _device_card(self) -> Card:
        card = Card(_("Thiết bị và đường truyền"))
        for line, note in self.devices.values():
            card.body.addWidget(line)
            note.setContentsMargins(look().measures.px(21), 0, 0, 0)
            card.body.addWidget(note)
            note.hide()
        card.body.addWidget(self.at_once)
        card.body.addWidget(Text(_("Máy in đang dùng: {name}").format(name=self._counter.printer.name), Role.HINT))
        return card

    def _office(self) -> Card:
        card, office = Card(_("Cơ quan")), self._counter.settings.office
        facts = (
            (_("Tên"), office.name), (_("Cấp trên"), office.superior), (_("Mã cơ quan"), office.code),
            (_("Quầy"), office.counter), (_("Đường dây nóng"), office.hotline), (_("Nơi trả kết quả"), office.return_place),
        )  # fmt: skip
        card.body.addLayout(_table(facts))
        card.body.addWidget(Text(_("Người phụ trách sửa các mục này trong tệp settings.toml."), Role.HINT))
        return card

    def _program(self) -> Card:
        """What whoever looks after the program asks for first."""
        card = Card(_("Chương trình"))
        card.body.addLayout(_table((
            (_("Phiên bản"), VERSION),
            (_("Phiên bản dữ liệu"), str(newest_schema())),
            (_("Thư mục dữ liệu"), str(self._folder)),
        )))  # fmt: skip
        return card

    def _show(self, which: str, said: Said, code: str) -> None:
        self._states[which] = code
        line, note = self.devices[which]
        line.show_state(said.text, said.tone)
        note.setText(said.instead)
        note.setVisible(bool(said.instead) and said.tone is not Tone.NEUTRAL)

    def _on_reader(self, event: ReaderEvent) -> None:
        self._show("reader", reader_said(event.state), event.state.value)

    def _on_scanner(self, trouble: ScanTrouble | None) -> None:
        self._show("scanner", scanner_said(trouble), trouble.value if trouble else "ready")

    def _on_printer(self, state: PrintState | None) -> None:
        self._show("printer", printer_said(state), state.value if state else "ready")

    def _on_link(self, view: LinkView) -> None:
        said = link_said(view, 0, self._counter.clock.now_ms())
        lowered = said.text[:1].lower() + said.text[1:]
        code = f"{view.state.value}/{view.problem}" if view.problem else view.state.value
        self._show("link", Said(lowered, said.tone, said.instead), code)
        self._states["waiting"] = str(view.waiting)

    def _on_copy(self) -> None:
        self._tasks.run(lambda _progress: self._counts(), self._on_counted, self._on_not_counted)

    def _counts(self) -> dict[str, int]:
        counts = {f"desk_{name}": count for name, count in self._counter.records.desk().counts.items()}
        problems = [item.problem for item in self._counter.records.outbox().items if item.problem]
        counts |= {f"problem_{code}": problems.count(code) for code in problems}
        return counts | {"drafts": len(self._counter.intakes.open_drafts())}

    def _on_counted(self, counts: dict[str, int]) -> None:
        QGuiApplication.clipboard().setText(self.diagnostics(counts))
        self._copied.setText(_("Đã sao chép. Dán vào thư gửi bộ phận hỗ trợ."))
        self._copied.show()
        self.copied.emit()

    def _on_not_counted(self, problem: Problem) -> None:
        """What cannot be counted is itself worth telling."""
        self._on_counted({f"failed_{problem.code}": 1})


def _table(facts: Iterable[tuple[str, str]]) -> QGridLayout:
    """Names and what is known, side by side."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(look().measures.wide)
    grid.setVerticalSpacing(look().measures.near)
    grid.setColumnStretch(1, 1)
    for row, (name, fact) in enumerate((name, fact) for name, fact in facts if fact):
        known = Text(re.sub(r"([/\\])", rf"\1{_BREAK}", fact))
        known.setAccessibleName(fact)
        grid.addWidget(Text(name, Role.HINT, wrap=False), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(known, row, 1, Qt.AlignmentFlag.AlignTop)
    return grid
