"""What the program says: complaints in the order of the form, questions whose safe answer is the easy one, states in words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.form_problems import FormProblem, Severity
from kiosk.problems import Problem
from tests.ui.hands import press, show, type_text
from ui.shortcuts import Action
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.command_bar import CommandBar, Found
from ui.widgets.confirm import Confirm
from ui.widgets.device_line import DeviceLine
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.pill import Pill
from ui.widgets.rail import Place, Rail
from ui.widgets.steps import StateLine, Step, Steps, StepState, turn_said
from ui.widgets.toast import Toast
from ui.widgets.wrapped import Link


def problem(field: str, severity: Severity = Severity.ERROR) -> FormProblem:
    return FormProblem(field, "CHECK-10", severity, f"Chưa điền {field}.")


def test_complaints_stand_in_the_order_of_the_form_warnings_last(qtbot):
    box = ErrorSummary()
    qtbot.addWidget(box)
    box.show_problems([problem("w", Severity.WARNING), problem("c"), problem("a"), problem("?")], ["a", "w", "c"])
    assert [one.field for one in box.problems] == ["a", "c", "?", "w"]
    assert [line.text() for line in box.findChildren(Link)][:1] == ["Chưa điền a."]
    assert box.accessibleName() == "3 mục cần sửa · F8"


def test_every_complaint_leads_to_its_field(qtbot):
    box, led = ErrorSummary(), []
    show(qtbot, box)
    box.chosen.connect(led.append)
    box.show_problems([problem("a"), problem("b"), problem("w", Severity.WARNING)], ["a", "b", "w"])
    for line in box.findChildren(Link):
        line.click()
    assert led == ["a", "b", "w"]
    led.clear()
    for _time in range(3):
        box.next_error()
    assert led == ["a", "b", "a"]          # F8 goes round the errors


def test_f8_goes_on_where_it_was_when_something_is_mended(qtbot):
    box, led, order = ErrorSummary(), [], ["a", "b", "c", "d"]
    show(qtbot, box)
    box.chosen.connect(led.append)
    box.show_problems([problem(field) for field in order], order)
    box.next_error()
    box.next_error()
    box.show_problems([problem(field) for field in ("a", "c", "d")], order)      # b is mended
    box.next_error()
    box.show_problems([problem(field) for field in ("c", "d")], order)           # and a, behind it
    box.next_error()
    box.next_error()
    assert led == ["a", "b", "c", "d", "c"]


def test_the_summary_folds_to_one_line_and_goes_when_all_is_well(qtbot):
    box = ErrorSummary()
    show(qtbot, box)
    box.show_problems([problem("a"), problem("b")])
    open_height = box.sizeHint().height()
    box.fold(True)
    assert box.folded
    assert box.sizeHint().height() < open_height
    box.show_problems([problem("w", Severity.WARNING)])
    assert box.accessibleName() == "1 điều nên xem lại · F8"
    assert box.folded                      # as the person left it
    box.show_problems([])
    assert not box.isVisible()


def test_an_error_is_shown_with_its_code_and_what_to_do(qtbot):
    banner = Banner()
    show(qtbot, banner)
    banner.say_problem(Problem())
    assert banner.accessibleName() == Problem().for_person()
    assert "GENERAL-01" in banner.accessibleDescription()


def test_the_safe_answer_is_the_easy_one(qtbot):
    for key, answer in ((Qt.Key.Key_Return, False), (Qt.Key.Key_Escape, False)):
        window = QWidget()
        show(qtbot, window)
        ask = Confirm("Bỏ hồ sơ?", "Bốn trang sẽ bị xóa.", "Bỏ hồ sơ", danger=True, parent=window)
        ask.open()
        qtbot.waitUntil(ask.isVisible)
        assert ask.keep_button.isDefault()
        with qtbot.waitSignal(ask.answered) as told:
            press(ask, key)
        assert told.args == [answer]
    ask = Confirm("Bỏ hồ sơ?", "Bốn trang sẽ bị xóa.", "Bỏ hồ sơ", danger=True, parent=window)
    ask.open()
    with qtbot.waitSignal(ask.answered) as told:
        ask.do_button.click()
    assert told.args == [True]


def test_states_are_words_and_signs(qtbot):
    line, device, pill = StateLine(), DeviceLine("Máy in", Icon.PRINTER), Pill("Quá hạn", Tone.DANGER)
    steps = Steps([Step("Tờ khai", StepState.NOW), Step("Giấy tờ", StepState.WAITING, "còn 2")])
    for widget in (line, device, pill, steps):
        qtbot.addWidget(widget)
    line.show_state("Đang xử lý", Tone.INFO, turn_said("Phòng Tư pháp", "27/11/2026"))
    assert line.accessibleName() == "Đang xử lý. Phòng Tư pháp xử lý tiếp, trước 27/11/2026"
    device.show_state("hết giấy", Tone.WARNING)
    assert device.accessibleName() == "Máy in: hết giấy"
    assert pill.accessibleName() == "Quá hạn"
    assert steps.accessibleName() == "Tờ khai: đang làm; Giấy tờ: còn 2"


def test_a_toast_goes_by_itself_and_takes_no_clicks(qtbot):
    window = QWidget()
    window.resize(600, 400)
    show(qtbot, window)
    toast = Toast(window)
    toast.say("Đã lưu bản nháp", shown_ms=30)
    assert toast.isVisible()
    assert window.rect().contains(toast.geometry())
    assert toast.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_places_are_chosen_and_counted(qtbot):
    rail = Rail((Place(Action.DESK, "Bàn làm việc", Icon.DESK), Place(Action.OUTBOX, "Hồ sơ chờ gửi", Icon.SEND)))
    show(qtbot, rail)
    wide = rail.width()
    rail.set_count(Action.OUTBOX, 7)
    assert rail._lines[Action.OUTBOX].accessibleName() == "Hồ sơ chờ gửi, 7 đang chờ"
    with qtbot.waitSignal(rail.chosen) as told:
        rail._lines[Action.OUTBOX].click()
    assert told.args == [Action.OUTBOX]
    rail.set_narrow(True)
    assert rail.width() < wide
    assert rail._lines[Action.DESK].toolTip() == "Bàn làm việc (F2)"


def test_searching_waits_for_a_pause_and_ignores_late_answers(qtbot):
    window = QWidget()
    window.resize(700, 500)
    bar = CommandBar(window)
    bar.setGeometry(10, 10, 500, 40)
    show(qtbot, window)
    bar.line.setFocus()
    with qtbot.waitSignal(bar.searched) as told:
        type_text(bar.line, "bé")
    assert told.args == ["bé"]
    hits = [Found("Nguyễn Thị Bé", "H99-1", Icon.PERSON, 1), Found("Bế Văn Đàn", "H99-2", Icon.PERSON, 2)]
    bar.show_found("b", hits)
    assert not bar._popup.isVisible()
    bar.show_found("bé", hits)
    assert bar._popup.isVisible()
    assert bar.line.hasFocus()
    press(bar.line, Qt.Key.Key_Down)
    with qtbot.waitSignal(bar.chosen) as told:
        press(bar.line, Qt.Key.Key_Return)
    assert told.args == [2]
    assert bar.line.text() == ""
    assert not bar._popup.isVisible()
