"""Background work comes back on the GUI thread, in time or not at all, and never shows a traceback."""

import sys
import threading
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThread
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.problems import Problem
from kiosk.work import Cancelled
from ui.tasks import Lane, Tasks
from ui.unforeseen import Unforeseen
from ui.widgets.progress_line import SHOWN_AFTER_MS, ProgressLine


class Listener:
    def __init__(self):
        self.results, self.problems, self.threads = [], [], []

    def done(self, result):
        self.threads.append(QThread.currentThread())
        self.results.append(result)

    def failed(self, problem):
        self.threads.append(QThread.currentThread())
        self.problems.append(problem)


def idle(tasks: Tasks):
    return lambda: tasks.running == 0


def test_a_result_comes_on_the_gui_thread(qtbot, tasks, qapp):
    heard, worked_in = Listener(), []
    tasks.run(lambda _progress: worked_in.append(threading.current_thread()) or 42, heard.done, heard.failed)
    qtbot.waitUntil(idle(tasks))
    assert heard.results == [42]
    assert heard.threads == [qapp.thread()]
    assert worked_in[0] is not threading.main_thread()


def test_no_result_is_lost_however_fast_the_work_is(qtbot, tasks):
    heard = Listener()
    for number in range(300):
        tasks.run(lambda _progress, number=number: number, heard.done, heard.failed)
    qtbot.waitUntil(idle(tasks))
    assert sorted(heard.results) == list(range(300))


def test_the_writer_lane_keeps_the_order_and_never_works_twice_at_once(qtbot, tasks):
    heard, inside, most = Listener(), [0], [0]

    def work(number):
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        threading.Event().wait(0.001)
        inside[0] -= 1
        return number

    for number in range(30):
        tasks.run(lambda _progress, number=number: work(number), heard.done, heard.failed, Lane.WRITER)
    qtbot.waitUntil(idle(tasks))
    assert heard.results == list(range(30))
    assert most[0] == 1


def test_a_problem_arrives_as_it_is_and_anything_else_as_the_general_one(qtbot, tasks, caplog):
    heard = Listener()

    class Full(Problem):
        code = "TEST-01"

    def breaks(_progress):
        raise KeyError("Nguyễn Thị Bé")

    def full(_progress):
        raise Full()

    tasks.run(full, heard.done, heard.failed, Lane.WRITER)
    tasks.run(breaks, heard.done, heard.failed, Lane.WRITER)
    qtbot.waitUntil(idle(tasks))
    assert [problem.code for problem in heard.problems] == ["TEST-01", "GENERAL-01"]
    assert not heard.results


def test_a_widget_that_is_gone_hears_nothing(qtbot, tasks):
    may_go, told = threading.Event(), []

    class Screen(QWidget):
        def show_result(self, result):
            told.append(result)

        def show_problem(self, problem):
            told.append(problem)

    screen = Screen()
    tasks.run(lambda _progress: may_go.wait(60), screen.show_result, screen.show_problem)
    shiboken6.delete(screen)
    may_go.set()
    qtbot.waitUntil(idle(tasks))
    assert told == []


def test_no_widget_dies_in_a_worker_thread(qtbot, tasks):
    """The work may hold the last reference to a screen; it is given back before the result is posted."""
    may_go, died_in = threading.Event(), []

    class Held:
        def __del__(self):
            died_in.append(threading.current_thread())

    def work(_progress, held):
        may_go.wait(60)

    for _time in range(50):
        tasks.run(partial(work, held=Held()), lambda _result: None, lambda _problem: None)
    may_go.set()
    qtbot.waitUntil(lambda: tasks.running == 0 and len(died_in) == 50)
    assert set(died_in) == {threading.main_thread()}


def test_an_owner_can_be_named_for_a_plain_function(qtbot, tasks):
    may_go, told = threading.Event(), []
    label = QLabel()
    tasks.run(lambda _progress: may_go.wait(60), told.append, told.append, owner=label)
    shiboken6.delete(label)
    may_go.set()
    qtbot.waitUntil(idle(tasks))
    assert told == []


def test_work_can_be_called_off(qtbot, tasks):
    heard, started = Listener(), threading.Event()

    def endless(progress):
        while True:
            progress.step("x", 0, 1)
            started.set()

    task = tasks.run(endless, heard.done, heard.failed)
    assert started.wait(60)
    task.cancel()
    qtbot.waitUntil(idle(tasks))
    assert isinstance(heard.problems[0], Cancelled)
    assert task.over


def test_closing_waits_and_drops_what_comes_late(qapp):
    heard, tasks, begun, finished = Listener(), Tasks(), threading.Event(), []

    def work(_progress):
        begun.set()
        threading.Event().wait(0.05)
        finished.append(True)

    tasks.run(work, heard.done, heard.failed)
    assert begun.wait(60)
    tasks.close()
    qapp.processEvents()
    assert finished
    assert heard.results == []


def test_after_closing_nothing_is_begun(qapp):
    tasks, done = Tasks(), []
    tasks.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    task = tasks.run(lambda _progress: done.append("worked"), done.append, done.append)
    assert task.cancel_asked
    assert (done, tasks.running) == ([], 0)


def test_progress_of_fast_work_is_never_shown(qtbot, tasks):
    heard, line = Listener(), ProgressLine()
    qtbot.addWidget(line)
    shown = []
    line.show = lambda: shown.append(True)  # type: ignore[method-assign]
    line.watch(tasks.run(lambda _progress: 1, heard.done, heard.failed), "Đang mở")
    qtbot.waitUntil(idle(tasks))
    qtbot.wait(SHOWN_AFTER_MS + 50)
    assert shown == []


def test_progress_of_slow_work_is_shown_and_can_be_stopped(qtbot, tasks):
    heard, line, may_go = Listener(), ProgressLine(), threading.Event()
    qtbot.addWidget(line)

    def slow(progress):
        for number in range(1, 4):
            progress.step("Đang gửi trang", number, 3)
        may_go.wait(60)
        progress.step("Đang gửi trang", 3, 3)

    line.watch(tasks.run(slow, heard.done, heard.failed), "Đang gửi")
    qtbot.waitUntil(line.isVisible)
    qtbot.waitUntil(lambda: "3/3" in line._words.text())
    line.cancel_button.click()
    assert not line.cancel_button.isEnabled()
    may_go.set()
    qtbot.waitUntil(idle(tasks))
    assert isinstance(heard.problems[0], Cancelled)
    assert not line.isVisible()


@pytest.fixture
def unforeseen():
    hooks = sys.excepthook, threading.excepthook
    from PySide6.QtCore import qInstallMessageHandler

    watching = Unforeseen()
    watching.watch()
    before = qInstallMessageHandler(None)
    yield watching
    sys.excepthook, threading.excepthook = hooks
    qInstallMessageHandler(before if callable(before) and before.__module__ != "ui.unforeseen" else None)


def test_an_unforeseen_error_becomes_a_calm_message(unforeseen, caplog, capsys):
    told = []
    unforeseen.happened.connect(told.append)
    try:
        raise ValueError("Nguyễn Thị Bé")
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert [problem.code for problem in told] == ["GENERAL-01"]
    assert "Nguyễn" not in told[0].for_person()
    assert capsys.readouterr().err == ""


def test_an_error_in_a_thread_is_heard_as_well(unforeseen, qtbot):
    told = []
    unforeseen.happened.connect(told.append)

    def breaks():
        raise RuntimeError("x")

    thread = threading.Thread(target=breaks)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(told) == 1)


def test_a_clock_that_ticks_after_the_window_is_gone_starts_nothing(qapp):
    tasks = Tasks()
    tasks.close()
    shiboken6.delete(tasks)
    never = tasks.run(lambda _progress: pytest.fail("ran"), pytest.fail, pytest.fail)
    assert never.cancel_asked
