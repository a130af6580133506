"""The window around the screens, driven as at a counter: keys lead from place to place, nothing typed is lost on any way out."""

import dataclasses
from functools import partial
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication

from kiosk.counter.link import LinkState, LinkView
from kiosk.device_ports import PrintState
from kiosk.dossier import Submitter
from kiosk.people import Citizen
from kiosk.problems import Problem
from tests.soaking import in_soak
from tests.ui.hands import press, type_text
from tests.ui.office import MORNING, OFFICER, PIN, OpenCounter
from tests.ui.received import receive_some
from tests.ui.stand_ins import FakeForm, stand_ins
from ui.app import CounterApp, Shell, Wishes
from ui.clerk.window_makers import build_screens
from ui.clerk.window_screens import AHEAD
from ui.shortcuts import Action
from ui.theme.style import look
from ui.theme.tokens import Theme


@pytest.fixture
def office(tmp_path):
    with OpenCounter(tmp_path) as office:
        yield office


@pytest.fixture
def started(qtbot, qapp, office):
    """Makes apps and ends them."""
    made = []

    def start(build=stand_ins, **more) -> CounterApp:
        app = CounterApp(qapp, office.counter, build, **more)
        made.append(app)
        app.show()
        qtbot.waitUntil(app.shell.isVisible)
        app.shell.activateWindow()
        qtbot.waitUntil(lambda: app.tasks.running == 0)
        return app

    yield start
    for app in made:
        app.end()


def enter(qtbot, app: CounterApp, pin: str = PIN) -> None:
    qtbot.waitUntil(lambda: app.sign_in.officer.value() == OFFICER.id)
    type_text(app.sign_in.pin.line, pin)
    press(app.sign_in.pin.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: app.window is not None and app.window.isVisible())
    qtbot.waitUntil(lambda: app.tasks.running == 0)


def key(qtbot, app: CounterApp, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or app.window, key, modifier)


def hold_a_form(office, app: CounterApp, name: str) -> str:
    """A draft in hand whose newest name is not saved yet."""
    draft = office.counter.intakes.open("1.001193", OFFICER)
    typed = dataclasses.replace(draft.intake, submitter=Submitter(Citizen(name)))
    procedure = office.counter.intakes.procedure("1.001193")
    app.window.screens.intake.form = FakeForm(dataclasses.replace(draft, intake=typed), procedure)
    return draft.id


def name_on_disk(office, draft: str) -> str:
    return next(one.intake.submitter.person.full_name for one in office.counter.intakes.open_drafts() if one.id == draft)


def test_keys_lead_from_place_to_place(qtbot, started):
    app = started()
    enter(qtbot, app)
    window = app.window
    for pressed, place in (
        (Qt.Key.Key_F3, Action.INTAKE), (Qt.Key.Key_F4, Action.LOOK_UP), (Qt.Key.Key_F9, Action.OUTBOX),
        (Qt.Key.Key_F2, Action.DESK),
    ):  # fmt: skip
        qtbot.keyClick(window, pressed)
        assert window.place is place
        assert window.rail._lines[place].isChecked()
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert window.place is Action.SETTINGS
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.header.search.line.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window.screens.card.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert [call[0] for call in window.screens.card.asked].count("start_reading") == 2       # once more: read again, not put away
    assert window.screens.card.isVisible()


def test_the_mouse_reaches_every_place(qtbot, started):
    app = started()
    enter(qtbot, app)
    for place in (Action.LOOK_UP, Action.OUTBOX, Action.SETTINGS, Action.INTAKE, Action.DESK):
        qtbot.mouseClick(app.window.rail._lines[place], Qt.MouseButton.LeftButton)
        assert app.window.place is place


def test_the_search_box_finds_dossiers_and_procedures(qtbot, office, started):
    (number,) = receive_some(office, 1)
    app = started()
    enter(qtbot, app)
    line = app.window.header.search.line
    line.setFocus()
    type_text(line, number)
    qtbot.waitUntil(lambda: app.window.header.search._popup.isVisible())
    press(line, Qt.Key.Key_Return)
    assert app.window.place is Action.LOOK_UP
    assert app.window.screens.look_up.asked[-1][0] == "open"
    line.setFocus()
    type_text(line, "khai sinh")
    qtbot.waitUntil(lambda: app.window.header.search._popup.isVisible())
    press(line, Qt.Key.Key_Return)
    assert app.window.place is Action.INTAKE
    assert app.window.screens.intake.asked[-1][0] == "start"


def test_one_indicator_says_how_the_link_is(qtbot, office, started):
    receive_some(office, 2)
    app = started()
    enter(qtbot, app)
    pill = app.window.header.link
    qtbot.waitUntil(lambda: pill.text() == "Mất kết nối từ 08:42 · 2 hồ sơ chờ gửi · F9")
    office.link.say(LinkView(LinkState.SENDING, MORNING, 4))
    qtbot.waitUntil(lambda: pill.text() == "Đang gửi… · 2 hồ sơ chờ gửi · F9")
    qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert app.window.place is Action.OUTBOX
    before = len(app.window.screens.outbox.asked)
    office.link.bring()
    qtbot.waitUntil(lambda: len(app.window.screens.outbox.asked) > before)


def test_a_device_that_cannot_work_says_so_beside_it(qtbot, office, started):
    app = started()
    enter(qtbot, app)
    office.printer.say(PrintState.OUT_OF_PAPER)
    qtbot.waitUntil(lambda: app.window.status.sentence() == "Máy in hết giấy: sẽ in khi có giấy")
    assert app.window.status.printer.accessibleName() == "Máy in: hết giấy"
    assert not app.window.status.printer.isVisible()       # the sentence says it: once is enough
    assert app.window.status.scanner.isVisible()
    office.printer.say(None)
    qtbot.waitUntil(lambda: app.window.status.sentence() == "")
    assert app.window.status.printer.isVisible()


def test_after_receiving_comes_the_receipt_and_sending(qtbot, office, started):
    app = started()
    enter(qtbot, app)
    window, received = app.window, type("Received", (), {"dossier": "d-1"})()
    window.screens.intake.received.emit(received)
    assert window.screens.receipt.asked[-1] == ("show_received", received, OFFICER.name)
    assert window.place is Action.RECEIPT
    assert office.link.woken == 1
    window.screens.receipt.closed.emit()
    assert window.place is Action.DESK
    window.screens.intake.receipt_wanted.emit()
    assert window.screens.receipt.asked[-1] == ("show_again", "d-1")


def test_scanning_needs_a_form_and_tells_it_of_its_pages(qtbot, office, started):
    app = started()
    enter(qtbot, app)
    window = app.window
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert window.place is Action.INTAKE
    draft = hold_a_form(office, app, "Vũ")
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert window.place is Action.CAPTURE
    assert window.screens.capture.asked[-1] == ("open", draft, window.screens.intake.form.procedure)
    window.screens.capture.pages_changed.emit(draft)
    assert window.screens.intake.form.reloaded == 1
    window.screens.capture.closed.emit()
    assert window.place is Action.INTAKE


def test_closing_in_the_middle_saves_and_never_asks(qtbot, office, started):
    app = started()
    enter(qtbot, app)
    draft = hold_a_form(office, app, "H'Ơ̆n Byă Êñuôl")
    with qtbot.waitSignal(app.closed, timeout=3000):
        app.shell.close()
    assert not app.shell.isVisible()
    assert name_on_disk(office, draft) == "H'Ơ̆n Byă Êñuôl"


def test_what_the_disk_refuses_is_said_once_before_closing(qtbot, office, started):
    app = started()
    enter(qtbot, app)
    app.window.screens.intake.unsaved = app.window.screens.intake.refused = True
    app.shell.close()
    qtbot.waitUntil(app.window.banner.isVisible)
    assert app.shell.isVisible()
    assert "chưa lưu được" in app.window.banner.accessibleName()
    with qtbot.waitSignal(app.closed, timeout=3000):
        app.shell.close()


def test_one_form_that_fails_keeps_no_other_from_the_disk_and_the_window_closes(qtbot, office, started, monkeypatch, tmp_path):
    broken, whole = (office.counter.intakes.open("1.004873", OFFICER).id for _ in range(2))
    app = started(partial(build_screens, folder=tmp_path, scans=tmp_path / "scans"))
    enter(qtbot, app)
    area = app.window.screens.intake
    for draft in (broken, whole):
        area.open(draft)
        qtbot.waitUntil(lambda draft=draft: area.screen_of(draft) is not None and area.screen_of(draft).form.ready)
    saved = []
    monkeypatch.setattr(area.screen_of(broken), "flush", lambda: [].pop())
    monkeypatch.setattr(area.screen_of(whole), "flush", lambda: saved.append(whole))
    with pytest.raises(IndexError):
        app.close()
    assert saved == [whole]
    with qtbot.waitSignal(app.closed, timeout=3000):
        app.close()


def test_another_size_and_language_rebuild_the_window_where_it_was(qtbot, office, started):
    app = started()
    enter(qtbot, app)
    draft, before = hold_a_form(office, app, "Vũ"), app.window
    before.go(Action.SETTINGS)
    before.screens.settings.scale.buttons["150"].click()
    qtbot.waitUntil(lambda: app.window is not before)
    assert look().scale == 150
    assert app.window.place is Action.SETTINGS
    assert name_on_disk(office, draft) == "Vũ"
    qtbot.waitUntil(lambda: app.tasks.running == 0)
    second = app.window
    second.screens.settings.language.buttons["en"].click()
    qtbot.waitUntil(lambda: app.window is not second)
    qtbot.waitUntil(lambda: app.tasks.running == 0)
    assert office.counter.sign_in.preference(OFFICER.id, "scale", "") == "150"
    assert office.counter.sign_in.preference(OFFICER.id, "language", "") == "en"
    office.link.say(LinkView(LinkState.ONLINE, MORNING, 0))        # nobody of the old windows listens
    office.printer.say(PrintState.OUT_OF_PAPER)


def test_a_theme_changes_under_the_living_window_and_is_remembered(qtbot, office, started):
    app = started()
    enter(qtbot, app)
    window = app.window
    window.screens.settings.theme.buttons[Theme.DARK].click()
    assert app.window is window
    assert look().theme is Theme.DARK
    qtbot.waitUntil(lambda: app.tasks.running == 0)
    again = started()
    assert again.wishes.theme is Theme.DARK


def test_locked_over_the_living_window(qtbot, office, started):
    app = started()
    enter(qtbot, app)
    window = app.window
    draft = hold_a_form(office, app, "Vũ")
    window.go(Action.LOOK_UP)
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert app.locked
    assert not window.isVisible()
    assert not app.idle.running
    qtbot.waitUntil(lambda: app.tasks.running == 0)
    assert name_on_disk(office, draft) == "Vũ"
    enter(qtbot, app)
    assert app.window is window
    assert window.place is Action.LOOK_UP


def test_nobody_at_the_window_locks_it_and_a_touch_does_not(qtbot, started):
    app = started()
    enter(qtbot, app)
    assert app.idle._timer.interval() == 15 * 60_000
    app.idle.touch()
    assert not app.locked
    app.idle.passed.emit()
    assert app.locked


def test_signing_out_leaves_no_window(qtbot, office, started):
    app = started()
    enter(qtbot, app)
    draft = hold_a_form(office, app, "Vũ")
    app.window.header.leave_wanted.emit()
    qtbot.waitUntil(lambda: app.window is None)
    assert app.sign_in.isVisible()
    assert name_on_disk(office, draft) == "Vũ"


def test_an_unforeseen_error_is_shown_with_its_code(qtbot, started):
    app = started()
    enter(qtbot, app)
    app.window.show_problem(Problem())
    assert app.window.banner.isVisible()
    assert "GENERAL-01" in app.window.banner.accessibleDescription()


@pytest.mark.parametrize(("screen", "filled"), [((1366, 768), True), ((1920, 1080), False), ((800, 800), False)])
def test_a_screen_without_room_for_the_title_bar_is_filled(qtbot, monkeypatch, screen, filled):
    shell = Shell(compact=False)
    qtbot.addWidget(shell)
    room = SimpleNamespace(availableGeometry=lambda: QRect(0, 0, *screen))
    monkeypatch.setattr(shell, "screen", lambda: room)
    shell.fit()
    assert shell.isMaximized() is filled


@pytest.mark.parametrize("scale", [100, 200, *in_soak([125, 150])])
def test_the_window_fits_a_small_laptop(qtbot, tmp_path, started, scale):
    app = started(partial(build_screens, folder=tmp_path, scans=tmp_path / "scans"), wishes=Wishes(scale=scale), compact=True)
    app._on_signed_in(OFFICER)
    qtbot.waitUntil(lambda: app.window is not None)
    app.shell.resize(1366, 700)
    qtbot.waitUntil(lambda: app.tasks.running == 0)
    assert (app.shell.width(), app.shell.height()) == (1366, 700)
    for place in (Action.DESK, Action.INTAKE, Action.LOOK_UP, Action.OUTBOX, Action.SETTINGS):
        app.window.go(place)
        qtbot.waitUntil(lambda: app.tasks.running == 0)
        assert (app.shell.width(), app.shell.height()) == (1366, 700), place


def test_the_real_screens_in_the_real_window(qtbot, office, tmp_path, started):
    receive_some(office, 2)
    app = started(partial(build_screens, folder=tmp_path, scans=tmp_path / "scans"))
    enter(qtbot, app)
    window = app.window
    window.open_dossier(office.counter.records.search("")[0].id)
    qtbot.waitUntil(lambda: app.tasks.running == 0)
    qtbot.keyClick(window, Qt.Key.Key_F3)
    window.screens.intake.start("1.004873")
    qtbot.waitUntil(lambda: window.screens.intake.current() is not None)
    qtbot.waitUntil(lambda: app.tasks.running == 0)
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert window.place is Action.CAPTURE
    qtbot.waitUntil(lambda: app.tasks.running == 0)
    window.screens.capture.closed.emit()
    assert window.place is Action.INTAKE
    with qtbot.waitSignal(app.closed, timeout=5000):
        app.shell.close()
    assert len(office.counter.intakes.open_drafts()) == 1


def test_a_form_that_goes_on_filling_itself_while_it_closes_is_no_refusing_disk(qtbot, office, started, tmp_path):
    """What arrives while the last save is on its way is saved as well, and nobody is told of a full disk."""
    app = started(partial(build_screens, folder=tmp_path, scans=tmp_path / "scans"))
    enter(qtbot, app)
    window = app.window
    window.screens.intake.start("1.004873")
    qtbot.waitUntil(lambda: window.screens.intake.current() is not None and window.screens.intake.current().form.ready)
    qtbot.waitUntil(lambda: app.tasks.running == 0)
    form = window.screens.intake.current()
    arriving = list(range(5))

    def on_saved(_draft):
        if arriving:
            arriving.pop()
            form.head.tray.setText(str(len(arriving)))
            form.saving.touch()

    form.saving.saved.connect(on_saved)
    form.saving.touch()
    with qtbot.waitSignal(app.closed):
        app.shell.close()
    assert not arriving
    assert not window.banner.isVisible()
    assert [draft.tray for draft in office.counter.intakes.open_drafts()] == ["0"]


def test_the_cursor_of_the_intake_stands_where_the_work_is(qtbot, started, tmp_path):
    """After F3 one can type, after coming back Ctrl+Enter works: without a Tab in between."""
    app = started(partial(build_screens, folder=tmp_path, scans=tmp_path / "scans"))
    enter(qtbot, app)
    window = app.window
    window.go(Action.INTAKE)
    picker = window.screens.intake.picker
    qtbot.waitUntil(picker.search.hasFocus)
    window.screens.intake.start("1.004873")
    qtbot.waitUntil(lambda: window.screens.intake.current() is not None)
    window.go(Action.DESK)
    window.go(Action.INTAKE)
    form = window.screens.intake.current()
    qtbot.waitUntil(lambda: form.isAncestorOf(QApplication.focusWidget()))
    qtbot.waitUntil(lambda: app.tasks.running == 0)
    with qtbot.waitSignal(app.closed, timeout=5000):
        app.shell.close()


def test_screens_are_built_in_quiet_moments_before_anybody_asks(qtbot, started, tmp_path):
    app = started(partial(build_screens, folder=tmp_path, scans=tmp_path / "scans"))
    enter(qtbot, app)
    assert app.window.place is Action.DESK
    qtbot.waitUntil(lambda: all(app.window.screens.built(place) for place in AHEAD))
    assert {place for place in Action if app.window.screens.built(place)} == {Action.DESK, *AHEAD}
