"""The cards of the device bench: one device each, how it is now, and what can be done to it."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.dossier import PortalStatus
from kiosk.procedures import Choice
from kiosk.states import is_final
from kiosk.store.dossiers import DossierLine
from kiosk.words import _
from ui.bench_ports import Bench, Showing, Titled
from ui.clerk.words_of_dossiers import in_short
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceField
from ui.widgets.flow import FlowLayout
from ui.widgets.record_table import RecordColumn, RecordTable
from ui.widgets.spoken import announce
from ui.widgets.text import IconLabel, Text
from ui.widgets.text_fields import TextField
from ui.widgets.wrapped import CheckBox

Hand = Callable[[], None]
Do = Callable[[Hand], None]
_EARLY = 50                            # per cent of a reading at which the card is lifted
_TILT = 20                             # degrees
_STACK = 20                            # numbered sheets laid in at once


class DeviceCard(Card):
    """A device with its state and rows of things to do. What is done goes through `do`, never at once."""

    def __init__(self, device: str, icon: Icon, do: Do, hands: Iterable[tuple[str, Hand]] = ()) -> None:
        super().__init__(device)
        self._do = do
        self.buttons: dict[str, Button] = {}
        self.switches: dict[str, CheckBox] = {}
        line = QHBoxLayout()
        line.setSpacing(look().measures.near)
        self._sign = IconLabel(icon, Tone.NEUTRAL, height=look().measures.px(20))
        self.state = Text("")
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.state, 1)
        self._icon = icon
        self.body.addLayout(line)
        self.show_state("", Tone.NEUTRAL)
        self.add_hands(hands)

    def show_state(self, state: str, tone: Tone) -> None:
        self._sign.set_icon(Icon.WARNING if tone is Tone.WARNING else self._icon, tone)
        self._sign.setVisible(bool(state))
        self.state.setText(state)
        self.state.setVisible(bool(state))

    def add_hands(self, hands: Iterable[tuple[str, Hand]]) -> None:
        """Buttons in a row that breaks."""
        self._add((text, partial(self._do, hand)) for text, hand in hands)

    def add_chosen(self, field: ChoiceField, hands: Iterable[tuple[str, Callable[[str], None]]]) -> None:
        """Buttons that do something with what is chosen in `field` when they are pressed."""
        self._add((text, partial(self._with, field, hand)) for text, hand in hands)

    def add_switches(self, switches: Iterable[tuple[str, Callable[[bool], None]]]) -> None:
        """Ticks for what stays until it is put right."""
        row, flow = _row()
        for text, switch in switches:
            box = CheckBox(text)
            box.clicked.connect(lambda checked, switch=switch: self._do(partial(switch, checked)))
            self.switches[text] = box
            flow.addWidget(box)
        self.body.addWidget(row)

    def _add(self, pressed: Iterable[tuple[str, Callable[[], None]]]) -> None:
        row, flow = _row()
        for text, press in pressed:
            button = Button(text)
            button.setAccessibleDescription(self.accessibleName())
            button.clicked.connect(lambda _checked=False, press=press: press())
            self.buttons[text] = button
            flow.addWidget(button)
        if flow.count():
            self.body.addWidget(row)

    def _with(self, field: ChoiceField, hand: Callable[[str], None]) -> None:
        code = str(field.value())
        if field.combo.findData(code) >= 0:
            self._do(partial(hand, code))
        else:
            field.setFocus(Qt.FocusReason.OtherFocusReason)


class ReaderCard(DeviceCard):
    """The card reader: which card lies there, and its faults."""

    def __init__(self, bench: Bench, do: Do) -> None:
        super().__init__(_("Đầu đọc thẻ"), Icon.CARD, do)
        self._titles: dict[str, str] = {}
        self.state.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.state.setText("-\n-\n-")
        self.state.setMinimumHeight(self.state.sizeHint().height())    # a long title must not push the buttons down
        self.choice = ChoiceField(_("Thẻ trong ngăn kéo"), placeholder=_("Gõ vài chữ để chọn thẻ"))
        self.body.addWidget(self.choice)
        self.add_chosen(self.choice, ((_("Đặt thẻ"), bench.place_card), (_("Đổi sang thẻ này"), bench.swap_card)))
        self.add_hands((
            (_("Nhấc thẻ"), bench.lift_card), (_("Quét số in trên thẻ"), bench.say_number),
            (_("Lần đọc tới: nhấc sớm"), partial(bench.lift_next_card_at, _EARLY)),
        ))  # fmt: skip
        self.add_switches((
            (_("Rút dây đầu đọc"), lambda on: bench.plug_reader(not on)),
            (_("Chương trình khác giữ đầu đọc"), bench.hold_reader),
            (_("Không hiểu thẻ nào"), bench.garble_cards),
            (_("Dừng dịch vụ thẻ"), lambda on: bench.run_card_service(not on)),
        ))  # fmt: skip
        self.trouble = ChoiceField(_("Lỗi của thẻ đặt từ nay"), placeholder=_("Gõ vài chữ để chọn lỗi"))
        self.body.addWidget(self.trouble)
        self.add_chosen(self.trouble, ((_("Dùng lỗi này"), bench.play_trouble),))

    def show_cards(self, cards: Sequence[Titled]) -> None:
        self._titles = {card.id: card.title for card in cards}
        _fill(self.choice, cards)

    def show_troubles(self, troubles: Sequence[Titled]) -> None:
        _fill(self.trouble, troubles)

    def show_view(self, view: Showing) -> None:
        title = self._titles.get(view.card, view.card)
        lies = _("Có thẻ: {title}; số in trên thẻ: {number}").format(title=title, number=view.printed) if view.card else (
            _("Chưa có thẻ"))
        armed = _("lần đọc tới sẽ bị nhấc sớm") if view.lift_armed else ""
        tone = Tone.WARNING if armed else Tone.SUCCESS if view.card else Tone.NEUTRAL
        self.show_state("; ".join(part for part in (lies, armed) if part), tone)


class ScannerCard(DeviceCard):
    """The scanner: papers laid in, and its faults."""

    def __init__(self, bench: Bench, do: Do) -> None:
        super().__init__(_("Máy quét"), Icon.SCAN, do)
        self.choice = ChoiceField(_("Giấy tờ trên bàn"), placeholder=_("Gõ vài chữ để chọn giấy tờ"))
        self.body.addWidget(self.choice)
        self.add_chosen(self.choice, ((_("Đặt vào khay"), bench.load_paper), (_("Đặt lên mặt kính"), bench.lay_on_glass)))
        self.add_hands((
            (_("Thêm {count} tờ đánh số").format(count=_STACK), partial(bench.load_numbered, _STACK)),
            (_("Lấy hết khay"), bench.clear_feeder), (_("Lấy khỏi mặt kính"), bench.clear_glass),
            (_("Kẹt ở trang tới"), partial(bench.jam_at_page, 1)), (_("Kẹt ở trang thứ 3"), partial(bench.jam_at_page, 3)),
            (_("Gỡ giấy kẹt"), bench.clear_jam),
        ))  # fmt: skip
        self.add_switches((
            (_("Mở nắp"), bench.open_cover),
            (_("Rút dây máy quét"), lambda on: bench.plug_scanner(not on)),
        ))  # fmt: skip

    def show_papers(self, papers: Sequence[Titled]) -> None:
        _fill(self.choice, papers)


class CameraCard(DeviceCard):
    """The document camera: what lies under it, and its faults."""

    def __init__(self, bench: Bench, do: Do) -> None:
        super().__init__(_("Camera chụp giấy tờ"), Icon.SCAN, do)
        self._titles: dict[str, str] = {}
        self.choice = ChoiceField(_("Giấy tờ để chụp"), placeholder=_("Gõ vài chữ để chọn giấy tờ"))
        self.body.addWidget(self.choice)
        self.add_chosen(self.choice, ((_("Đặt dưới camera"), bench.lay_under_camera),))
        self.add_hands((
            (_("Đặt tờ sau"), bench.next_under_camera), (_("Xê dịch"), bench.move_under_camera),
            (_("Nghiêng {degrees}°").format(degrees=_TILT), partial(bench.tilt_under_camera, _TILT)),
            (_("Đặt ngay lại"), partial(bench.tilt_under_camera, 0)), (_("Lấy khỏi camera"), bench.clear_camera),
        ))  # fmt: skip
        self.add_switches((
            (_("Tay không giữ yên"), bench.shake_camera), (_("Đèn lóa"), bench.dazzle_camera),
            (_("Mờ nét"), bench.blur_camera), (_("Thiếu sáng"), bench.darken_camera),
            (_("Rút dây camera"), lambda on: bench.plug_camera(not on)),
        ))  # fmt: skip

    def show_papers(self, papers: Sequence[Titled]) -> None:
        self._titles = {paper.id: paper.title for paper in papers}
        _fill(self.choice, papers)

    def show_view(self, view: Showing) -> None:
        paper = self._titles.get(view.under_camera, view.under_camera)
        self.show_state(_("Dưới camera: {paper}").format(paper=paper) if paper else _("Dưới camera không có giấy"), Tone.NEUTRAL)


class PortalCard(DeviceCard):
    """The portal played by hand: a dossier, a note, a decision."""

    def __init__(self, do: Do, decide: Callable[[str, PortalStatus | None, str], None]) -> None:
        """`decide` without a status: a note."""
        super().__init__(_("Đóng vai Cổng"), Icon.ORGANISATION, do)
        self._decide = decide
        columns: tuple[RecordColumn[DossierLine], ...] = (
            RecordColumn(_("Mã hồ sơ"), lambda line: line.number, 24, strong=True),
            RecordColumn(_("Người nộp"), lambda line: line.submitter, 0),
            RecordColumn(_("Tình trạng"), lambda line: in_short(line).text, 18, tone=lambda line: in_short(line).tone,
                         icon=lambda line: in_short(line).icon),
        )  # fmt: skip
        self.table: RecordTable[DossierLine] = RecordTable(_("Hồ sơ gần đây"), columns)
        self.table.setMinimumHeight(look().measures.control * 8)
        self.note = TextField(_("Lời nhắn kèm quyết định"))
        self.body.addWidget(self.table)
        self.body.addWidget(self.note)
        self._add((
            (_("Tiếp nhận"), lambda: self._on_decided(PortalStatus.ACCEPTED)),
            (_("Yêu cầu bổ sung"), lambda: self._on_decided(PortalStatus.SUPPLEMENT_WANTED)),
            (_("Không tiếp nhận"), lambda: self._on_decided(PortalStatus.NOT_ACCEPTED)),
            (_("Có kết quả"), lambda: self._on_decided(PortalStatus.PROCESSED)),
            (_("Ghi chú"), lambda: self._on_decided(None)),
        ))  # fmt: skip

    def show_recent(self, lines: Sequence[DossierLine]) -> None:
        """The list anew; the chosen dossier stays chosen."""
        before = self.table.current()
        self.table.show_records(lines)
        for row, line in enumerate(lines):
            if before is not None and line.id == before.id:
                self.table.selectRow(row)
        for button in self.buttons.values():
            button.setEnabled(bool(lines))

    def _on_decided(self, status: PortalStatus | None) -> None:
        line = self.table.current()
        if line is None:
            return
        over = line.portal_status is not None and is_final(PortalStatus(line.portal_status))
        if over:
            told = _("Hồ sơ {number} đã khép lại trên Cổng, không quyết định lại được.").format(number=line.number)
            self.show_state(told, Tone.WARNING)
            announce(self, told)
        else:
            self.show_state("", Tone.NEUTRAL)
            self._do(partial(self._decide, line.id, status, str(self.note.value())))
            self.note.set_value("")


def _fill(field: ChoiceField, things: Sequence[Titled]) -> None:
    field.set_choices(Choice(thing.id, thing.title) for thing in things)
    if things:
        field.set_value(things[0].id)


def _row() -> tuple[QWidget, FlowLayout]:
    row = QWidget()
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    row.setSizePolicy(policy)
    return row, FlowLayout(row)
