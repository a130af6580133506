"""The gallery's specimens of everything that is no form field: messages, states, lists, pages, the frame of a window."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.problems import Problem
from kiosk.words import _
from ui.shortcuts import Action
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind, icon_button
from ui.widgets.card import Card
from ui.widgets.command_bar import CommandBar
from ui.widgets.confirm import Confirm
from ui.widgets.device_line import DeviceLine
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.page_preview import PagePreview
from ui.widgets.page_strip import PageItem, PageStrip
from ui.widgets.pill import Pill
from ui.widgets.progress_line import ProgressLine
from ui.widgets.rail import Place, Rail
from ui.widgets.record_table import RecordColumn, RecordTable
from ui.widgets.shortcut_sheet import ShortcutTable
from ui.widgets.steps import StateLine, Step, Steps, StepState, turn_said
from ui.widgets.text import Role, Text
from ui.widgets.wrapped import Link


@dataclass(frozen=True, slots=True)
class _Line:
    code: str
    name: str
    procedure: str
    state: str
    tone: Tone
    due: str


def header() -> QWidget:
    """Who we are, the box that finds anything, the one connection indicator, who sits here."""
    bar = QFrame()
    bar.setObjectName("header")
    row = QHBoxLayout(bar)
    row.setContentsMargins(16, 8, 16, 8)
    row.setSpacing(look().measures.apart)
    row.addWidget(_brand())
    row.addWidget(Text(_("Một cửa · {office}").format(office="UBND phường Sông Mây"), Role.HEADING), 2)
    row.addWidget(CommandBar(), 3)
    text = _("Mất kết nối từ {time} · {count} hồ sơ chờ gửi · F9").format(time="08:42", count=7)
    row.addWidget(Pill(text, Tone.WARNING, Icon.OFFLINE, pressable=True))
    if look().scale < 150:             # large letters leave no room for it
        row.addWidget(Text("Quầy 03 · Lê Thị Hồng Ước", wrap=False))
    return bar


def frame() -> QWidget:
    """Rail, wide and narrow, and the devices of the status line."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look().measures.section)
    for narrow in (False, True):
        rail = Rail(places())
        rail.set_narrow(narrow)
        rail.set_current(Action.INTAKE)
        rail.set_count(Action.OUTBOX, 7)
        row.addWidget(rail)
    row.addWidget(_lines(), 1)
    return box


def places() -> tuple[Place, ...]:
    return (
        Place(Action.DESK, _("Bàn làm việc"), Icon.DESK),
        Place(Action.INTAKE, _("Tiếp nhận hồ sơ"), Icon.NEW_DOSSIER),
        Place(Action.LOOK_UP, _("Tra cứu"), Icon.SEARCH),
        Place(Action.READ_CARD, _("Đọc thẻ căn cước"), Icon.CARD),
        Place(Action.CAPTURE, _("Quét giấy tờ"), Icon.SCAN),
        Place(Action.OUTBOX, _("Hồ sơ chờ gửi"), Icon.SEND),
        Place(Action.SETTINGS, _("Thiết lập"), Icon.SETTINGS),
    )


def messages() -> QWidget:
    """One banner a tone, and an error as it reaches a person."""
    box, column = _column()
    saved = _("Hồ sơ được lưu trên máy này và tự gửi khi có mạng.")
    column.addWidget(Banner(_("Mất kết nối Cổng Dịch vụ công từ 08:42"), Tone.WARNING, detail=saved, act=_("Xem hồ sơ chờ gửi")))
    column.addWidget(Banner(_("Đã tiếp nhận. Giấy hẹn đang in."), Tone.SUCCESS))
    column.addWidget(Banner(_("Có bản cập nhật, sẽ cài ngoài giờ làm việc."), Tone.INFO, can_close=True))
    problem = Banner()
    problem.say_problem(Problem())
    column.addWidget(problem)
    return box


def states() -> Card:
    """Pills, devices, steps, whose turn it is, progress."""
    card = Card(_("Trạng thái"))
    pills = QWidget()
    flow = FlowLayout(pills)
    for text, tone in (
        (_("Chưa gửi"), Tone.NEUTRAL), (_("Đang xử lý"), Tone.INFO), (_("Đã gửi"), Tone.SUCCESS),
        (_("Chờ bổ sung"), Tone.WARNING), (_("Quá hạn 2 ngày"), Tone.DANGER),
    ):  # fmt: skip
        flow.addWidget(Pill(text, tone))
    card.body.addWidget(pills)
    line = StateLine()
    line.show_state(_("Đang xử lý"), Tone.INFO, turn_said("Phòng Tư pháp phường Sông Mây", "27/11/2026"))
    card.body.addWidget(line)
    card.body.addWidget(Steps((
        Step(_("Người nộp"), StepState.DONE), Step(_("Tờ khai"), StepState.FAILED, _("2 mục cần sửa")),
        Step(_("Giấy tờ"), StepState.NOW, _("còn 1 giấy tờ")), Step(_("Giấy hẹn"), StepState.WAITING),
    )))  # fmt: skip
    progress = ProgressLine()
    progress.show_progress(_("Đang gửi trang giấy tờ"), 12, 40)
    progress.show()
    card.body.addWidget(progress)
    return card


def _lines() -> Card:
    card = Card(_("Thiết bị"))
    row = QWidget()
    flow = FlowLayout(row)
    flow.setSpacing(look().measures.section)
    for device, icon, state, tone in (
        (_("Máy quét"), Icon.SCAN, _("sẵn sàng"), Tone.SUCCESS),
        (_("Đầu đọc thẻ"), Icon.CARD, _("chưa có thẻ"), Tone.NEUTRAL),
        (_("Máy in"), Icon.PRINTER, _("hết giấy, sẽ in khi có giấy"), Tone.WARNING),
        (_("Chữ ký số"), Icon.LOCK, _("không tìm thấy"), Tone.DANGER),
    ):
        line = DeviceLine(device, icon)
        line.show_state(state, tone)
        flow.addWidget(line)
    card.body.addWidget(row)
    card.body.addWidget(buttons())
    card.body.addWidget(EmptyState(Icon.INBOX, _("Chưa có hồ sơ nào trong ngày"), _("Chọn thủ tục để bắt đầu."),
                                   act=_("Tiếp nhận hồ sơ"), action=Action.INTAKE))  # fmt: skip
    return card


def buttons() -> QWidget:
    """Every kind."""
    box = QWidget()
    flow = FlowLayout(box)
    off = Button(_("Lưu bản nháp"), icon=Icon.SAVE, action=Action.SAVE_DRAFT)
    off.setEnabled(False)
    for button in (
        Button(_("Tiếp nhận và in giấy hẹn"), Kind.PRIMARY, Icon.PRINTER, Action.RECEIVE),
        Button(_("Để sau"), Kind.PLAIN, Icon.PAUSE, Action.PARK),
        off,
        Button(_("Bỏ hồ sơ"), Kind.DANGER, Icon.REMOVE),
        Button(_("Xem thêm"), Kind.QUIET),
        Link(_("Mở hướng dẫn")),
        icon_button(_("Xoay phải"), Icon.ROTATE_RIGHT),
        icon_button(_("Cắt"), Icon.CROP),
    ):
        flow.addWidget(button)
    return box


def records() -> Card:
    """A queue."""
    card = Card(_("Hồ sơ trong ngày"))
    columns: tuple[RecordColumn[_Line], ...] = (
        RecordColumn(_("Mã hồ sơ"), lambda line: line.code, 22, strong=True, sort_key=lambda line: line.code),
        RecordColumn(_("Người nộp"), lambda line: line.name, 0),
        RecordColumn(_("Thủ tục"), lambda line: line.procedure, 0),
        RecordColumn(_("Trạng thái"), lambda line: line.state, 16, tone=lambda line: line.tone),
        RecordColumn(_("Hẹn trả"), lambda line: line.due, 12, right=True),
    )
    table: RecordTable[_Line] = RecordTable(_("Hồ sơ trong ngày"), columns)
    days = ("24/11/2026", "01/12/2026", "26/11/2026", "23/11/2026")
    table.show_records((
        _Line("H99.01.02-261124-0007", "Nguyễn Hoàng Khánh Vũ", _("Đăng ký khai sinh"), _("Chưa gửi"), Tone.NEUTRAL, days[0]),
        _Line("H99.01.02-261124-0006", "H'Ước Niê Kdăm", _("Đăng ký thường trú"), _("Đang xử lý"), Tone.INFO, days[1]),
        _Line("H99.01.02-261124-0005", "Lò Văn Ún", _("Chứng thực bản sao"), _("Đã trả"), Tone.SUCCESS, days[0]),
        _Line("H99.01.02-261123-0031", "Trần Thị Quỳnh Như", _("Đăng ký kết hôn"), _("Chờ bổ sung"), Tone.WARNING, days[2]),
        _Line("H99.01.02-261120-0012", "Ksor H'Blĭ", _("Cấp bản sao trích lục"), _("Quá hạn"), Tone.DANGER, days[3]),
    ))  # fmt: skip
    table.setMinimumHeight(look().measures.control * 6 + look().measures.near)
    card.body.addWidget(table)
    return card


def pages(tasks: Tasks) -> Card:
    """Thumbnails beside a large page."""
    card = Card(_("Giấy tờ đã quét"))
    row = QHBoxLayout()
    row.setSpacing(look().measures.wide)
    strip = PageStrip(tasks, _paper)
    birth, form = _("Giấy chứng sinh"), _("Tờ khai")
    strip.show_pages((
        PageItem("1", 1, birth), PageItem("2", 2, birth, _("Trang bị mờ")), PageItem("3", 1, form), PageItem("4", 2, form),
    ))  # fmt: skip
    strip.setMinimumHeight(look().measures.px(380))
    preview = PagePreview()
    preview.show_image(_paper("1", 800), birth)
    preview.tools.addWidget(icon_button(_("Xoay trái"), Icon.ROTATE_LEFT))
    preview.tools.addWidget(icon_button(_("Xoay phải"), Icon.ROTATE_RIGHT))
    row.addWidget(strip, 3)
    row.addWidget(preview, 4)
    card.body.addLayout(row)
    return card


def questions() -> QWidget:
    """The dialog, shown as a part of the page, above the sheet of shortcuts."""
    box, column = _column()
    consequence = _("Tờ khai và 4 trang đã quét của hồ sơ này sẽ bị xóa khỏi máy. Việc này được ghi vào nhật ký.")
    ask = Confirm(_("Bỏ hồ sơ đang làm?"), consequence, _("Bỏ hồ sơ"), keep=_("Không, giữ lại"), danger=True)
    ask.setWindowFlags(Qt.WindowType.Widget)
    card = Card(_("Bảng phím tắt"))
    card.body.addWidget(ShortcutTable())
    column.addWidget(ask)
    column.addWidget(card)
    return box


def _column() -> tuple[QWidget, QVBoxLayout]:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(look().measures.near)
    return box, column


def _brand() -> QWidget:
    strip = QFrame()
    strip.setObjectName("brand")
    strip.setFixedSize(4, look().measures.px(26))
    return strip


def _paper(key: str, longest: int) -> QImage:
    """A page with something like writing on it."""
    wide = round(longest * 0.707)
    sheet = QImage(wide, longest, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#FDFCF8"))
    painter = QPainter(sheet)
    unit = longest / 40
    for line in range(5, 34):
        length = (0.35 if line in (5, 6) else 0.78) - 0.11 * ((line * 7 + int(key) * 3) % 4 == 0)
        left = (wide * (1 - length) / 2) if line in (5, 6) else wide * 0.11
        painter.fillRect(round(left), round(line * unit), round(wide * length), max(round(unit / 3), 1), QColor("#8A8F98"))
    painter.setPen(QColor("#A61C1C"))
    painter.drawEllipse(round(wide * 0.62), round(longest * 0.8), round(unit * 5), round(unit * 5))
    painter.end()
    return sheet
