"""The register on the real window, by keyboard: what the day brought stands there, is found, opened, saved whole or not."""

import csv
import io

import msgspec
import pytest

from kiosk.audit import AuditEntry
from kiosk.register import Period, RegisterState
from kiosk.register_sheet import RegisterFormat
from kiosk.store import audit_log
from tests.ui.at_counter import at_counter
from tests.ui.received import receive_some
from ui.clerk.files import NotSaved, SavedInside
from ui.clerk.register import RegisterScreen
from ui.shortcuts import Action

DAY_MS = 86_400_000


@pytest.fixture
def at(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as counter:
        yield counter


def opened(at) -> RegisterScreen:
    at.hands.key("F10")
    at.settle()
    assert at.window.place is Action.REGISTER
    return at.screens.register


def shown(register: RegisterScreen) -> list[str]:
    records = register.table.records
    return [records.record(row).row.number for row in range(records.rowCount())]


def acts_of(at) -> list[AuditEntry]:
    lines = audit_log.lines(at.office.store.read())
    return [msgspec.json.decode(line.body, type=AuditEntry) for line in lines]


def test_today_is_listed_and_a_line_opens_in_look_up(at):
    yesterday = receive_some(at.office, 1, seed=2)
    at.office.clock.advance(DAY_MS)
    numbers = receive_some(at.office, 3)
    register = opened(at)
    assert shown(register) == numbers
    assert register.count.text().startswith("3 ")
    at.hands.key("Down")
    at.hands.key("Return")
    at.settle()
    assert at.window.place is Action.LOOK_UP
    assert at.screens.look_up.table.current().line.number == numbers[1]
    opened(at)
    at.hands.key("Alt+2")
    at.settle()
    assert shown(register) == [*yesterday, *numbers]


def test_words_narrow_the_list_and_enter_leads_into_it(at):
    numbers = receive_some(at.office, 4)
    register = opened(at)
    at.hands.key("/")
    at.hands.write(numbers[2].lower())
    at.wait(lambda: shown(register) == [numbers[2]])
    at.hands.key("Return")
    assert register.table.hasFocus()
    at.hands.key("/")
    at.hands.write("zzzz")
    at.wait(lambda: shown(register) == [])
    assert register.nothing.isVisible()


def test_days_are_typed_and_may_be_the_wrong_way_round(at):
    first = receive_some(at.office, 1, seed=2)
    at.office.clock.advance(5 * DAY_MS)
    receive_some(at.office, 1)
    register = opened(at)
    at.hands.key("Alt+4")
    assert register.filter.first.line.hasFocus()
    at.hands.write("26112026")
    at.hands.key("Tab")
    at.hands.write("25/11/2026")
    at.wait(lambda: shown(register) == first)
    register.filter.last.line.setFocus()
    at.hands.write("x")
    at.wait(lambda: bool(register.filter.last.error))
    assert shown(register) == first


def test_a_state_is_chosen_by_typing_it(at):
    receive_some(at.office, 2)
    register = opened(at)
    register.filter.state.set_value(RegisterState.OVERDUE.value)
    register.filter.state.edited.emit()
    at.wait(lambda: shown(register) == [])
    at.office.clock.advance(60 * DAY_MS)
    register.filter.choose(Period.CHOSEN)
    register.filter.first.set_value("2026-11-25")
    register.filter.first.edited.emit()
    at.wait(lambda: len(shown(register)) == 2)


def test_a_sector_stands_for_all_its_procedures(at):
    numbers = receive_some(at.office, 2)
    register = opened(at)
    combo = register.filter.procedure.combo
    combo.edit_line().setFocus()
    at.hands.write("linh vuc")
    combo.completer().popup().hide()
    at.hands.key("Tab")
    at.wait(lambda: str(register.filter.procedure.value()).startswith("kind:"))
    wanted = register.filter.wanted(at.office.clock.now_ms())
    assert wanted is not None
    assert (wanted.procedure, wanted.kind) == ("", ("1.004873",))
    at.settle()
    assert shown(register) == numbers


@pytest.mark.parametrize("kind", list(RegisterFormat))
def test_what_is_listed_is_saved_whole_and_written_down(at, tmp_path, kind):
    numbers = receive_some(at.office, 3)
    register = opened(at)
    target = tmp_path / f"so.{kind}"
    target.write_bytes(b"before")
    register.save_to(target, kind)
    at.wait(target.exists)
    at.settle()
    data = target.read_bytes()
    assert data.startswith({"xlsx": b"PK", "csv": b"\xef\xbb\xbf", "pdf": b"%PDF"}[kind.value])
    if kind is RegisterFormat.CSV:
        lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]
        assert [line[1] for line in lines] == numbers
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []
    last = acts_of(at)[-1]
    assert (last.act, last.actor, last.facts["format"]) == ("register exported", "cb-001", kind.value)
    assert register.banner.isVisible()


def test_nothing_is_saved_among_the_data_nor_where_nothing_can_be_written(at, tmp_path):
    receive_some(at.office, 1)
    register, told = opened(at), []
    register.banner.say_problem = told.append
    register.save_to(tmp_path / "data" / "so.csv", RegisterFormat.CSV)
    at.settle()
    register.save_to(tmp_path / "nowhere" / "so.csv", RegisterFormat.CSV)
    at.settle()
    assert [type(problem) for problem in told] == [SavedInside, NotSaved]
    assert not (tmp_path / "data" / "so.csv").exists()
    assert not any(entry.act == "register exported" for entry in acts_of(at))


def test_called_off_the_file_before_is_still_there(at, tmp_path, monkeypatch):
    receive_some(at.office, 2)
    register, target = opened(at), tmp_path / "so.xlsx"
    target.write_bytes(b"before")

    def slow(_wanted, _kind, _officer, progress):
        while True:
            progress.step("", 0, 0)

    monkeypatch.setattr(type(at.office.counter.registers), "file", lambda _self, *given: slow(*given))
    register.save_to(target, RegisterFormat.XLSX)
    at.wait(register.progress.isVisible)
    register.progress.cancel_button.click()
    at.settle()
    assert target.read_bytes() == b"before"
    assert register.banner.isVisible()
    assert not any(entry.act == "register exported" for entry in acts_of(at))
