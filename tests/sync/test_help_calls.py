"""Calling an officer over the real gateway on loopback: heard by the counters of the office alone, taken by one, gone in time."""

import threading
from uuid import uuid4

import pytest

from kiosk.help_calls import Called, Help, HelpKind, HelpOutOfReach, HelpOver, HelpRefused, HelpState
from kiosk.moments import FixedClock
from kiosk.store import facts
from sync.calls import GatewayCalls
from sync.faults import GatewayBusy, RefusedByGateway, RoleRefused
from sync.gateway import enrolment_codes
from sync.gateway.help_calls import LIVES_MS, MOST_A_MINUTE, TAKEN_SHOWN_MS, WITH_KIOSKS, WITHOUT_KIOSKS
from sync.help_calls import AFTER_FAILURE, SELDOM, GatewayHelpLine, HeardCalls
from sync.messages import HelpCallRequest
from sync.signer import signer_of
from sync.transport import HttpTransport
from tests.sync.counter_twin import NOW, served
from tests.sync.kiosk_office import KIOSK, Kiosk, a_kiosk
from tests.sync.two_counters import Desk, Town, a_town


@pytest.fixture
def town(tmp_path, monkeypatch):
    monkeypatch.setattr(enrolment_codes, "hashed", lambda code, salt: salt + code.secret.encode())
    with a_town(tmp_path) as town:
        yield town


def help_of(town: Town, kiosk: Kiosk) -> Help:
    return Help(GatewayHelpLine(kiosk.store, town.line()), hotline="1900 0000")


def ears_of(town: Town, desk: Desk) -> HeardCalls:
    return HeardCalls(desk.store, town.line())


def calls_of(town: Town, store) -> GatewayCalls:
    return GatewayCalls(town.line(), signer_of(store, facts.blob(store.read(), facts.GATEWAY_KEY)))


def test_a_call_is_heard_by_both_counters_taken_by_one_and_the_kiosk_learns_of_each_step(town):
    kiosk, one, two = a_kiosk(town), ears_of(town, town.desk("Quầy 1")), ears_of(town, town.desk("Quầy 2"))
    heard: list[tuple] = []
    one.watch(heard.append)
    assert heard == [()]
    assert one.ask() == two.ask() == WITH_KIOSKS
    help_ = help_of(town, kiosk)
    called = help_.call()
    assert (called.state, called.fresh) == (HelpState.CALLING, True)
    one.ask()
    (told,) = heard[-1]
    assert (told.place, told.kind, told.called_at, told.taken_by) == (KIOSK, HelpKind.HELP, NOW, "")
    assert help_.look(called).state is HelpState.HEARD
    assert one.accept(told.id).mine
    assert heard[-1][0].mine
    coming = help_.look(called)
    assert (coming.state, coming.by) == (HelpState.COMING, "Quầy 1")
    late = two.accept(told.id)
    assert (late.mine, late.taken_by) == (False, "Quầy 1")
    town.province.clock.advance(TAKEN_SHOWN_MS)
    one.ask()
    assert heard[-1] == ()
    assert help_.look(called).state is HelpState.OVER


def test_a_withdrawn_call_goes_and_a_late_copy_of_it_does_not_call_again(town):
    kiosk, desk = a_kiosk(town), ears_of(town, town.desk("Quầy 1"))
    help_, heard = help_of(town, kiosk), []
    called = help_.call()
    desk.ask()
    desk.watch(heard.append)
    help_.withdraw(called)
    desk.ask()
    assert [len(calls) for calls in heard] == [1, 0]
    with pytest.raises(HelpOver):
        desk.accept(called.id)
    assert help_.line.call(called.id, HelpKind.HELP).state is HelpState.OVER
    desk.ask()
    assert heard[-1] == ()


def test_nobody_comes_and_the_call_is_forgotten_here_and_there(town):
    kiosk, desk = a_kiosk(town), ears_of(town, town.desk("Quầy 1"))
    help_ = help_of(town, kiosk)
    called = help_.call(HelpKind.CARD_LEFT)
    town.province.clock.advance(LIVES_MS)
    assert help_.look(called).state is HelpState.OVER
    desk.ask()
    with pytest.raises(HelpOver):
        desk.accept(called.id)
    help_.call()
    assert town.province.gateway._store.rows("SELECT count(*) FROM help_call", [])[0][0] == 1


def test_the_same_call_twice_is_one_and_a_newer_one_takes_its_place(town):
    kiosk, desk = a_kiosk(town), ears_of(town, town.desk("Quầy 1"))
    help_, heard = help_of(town, kiosk), []
    called = help_.call()
    assert help_.line.call(called.id, HelpKind.HELP).id == called.id
    newer, other = help_.call(), help_.call(HelpKind.PAPER_LEFT)
    desk.ask()
    desk.watch(heard.append)
    assert {call.id for call in heard[-1]} == {newer.id, other.id}
    assert help_.look(called).state is HelpState.OVER


def test_only_devices_of_the_office_and_each_only_its_part(town):
    kiosk, desk, strange = a_kiosk(town), town.desk("Quầy 1"), town.desk("Quầy 1", "H99.01.09")
    called = help_of(town, kiosk).call()
    elsewhere = ears_of(town, strange)
    assert elsewhere.ask() == WITHOUT_KIOSKS
    heard: list[tuple] = []
    elsewhere.watch(heard.append)
    assert heard == [()]
    with pytest.raises(HelpOver):
        elsewhere.accept(called.id)
    with pytest.raises(RoleRefused):
        calls_of(town, desk.store).call_help(HelpCallRequest(str(uuid4()), "help"))
    with pytest.raises(RoleRefused):
        calls_of(town, desk.store).withdraw_help(called.id)
    own = calls_of(town, kiosk.store)
    for refused in (own.help_calls, lambda: own.accept_help(called.id)):
        with pytest.raises(RoleRefused):
            refused()
    assert HeardCalls(kiosk.store, town.line()).ask() == SELDOM
    other = calls_of(town, a_kiosk(town, "H99.01.09").store)
    with pytest.raises(RefusedByGateway, match="not-yours"):
        other.call_help(HelpCallRequest(called.id, "help"))
    for peeked in (other.help_call, other.withdraw_help):
        with pytest.raises(RefusedByGateway, match="unknown-call"):
            peeked(called.id)
    assert help_of(town, kiosk).look(called).state is HelpState.CALLING


def test_a_kiosk_may_not_flood_the_office(town):
    own = calls_of(town, a_kiosk(town).store)
    for _time in range(MOST_A_MINUTE):
        own.call_help(HelpCallRequest(str(uuid4()), "help"))
    with pytest.raises(GatewayBusy) as busy:
        own.call_help(HelpCallRequest(str(uuid4()), "help"))
    assert busy.value.seconds == 60
    town.province.clock.advance(60_000)
    own.call_help(HelpCallRequest(str(uuid4()), "help"))
    for call, kind in (("no uuid", "help"), (str(uuid4()), "Một câu dài dòng")):
        with pytest.raises(RefusedByGateway, match="request-unreadable"):
            own.call_help(HelpCallRequest(call, kind))


def test_clocks_that_are_wrong_change_nothing(town):
    """Each machine by a clock of its own: the call is as old as the gateway says."""
    kiosk, desk = a_kiosk(town), town.desk("Quầy 1")
    kiosk.store.clock = FixedClock(NOW - 7 * 86_400_000)
    desk.store.clock = FixedClock(NOW + 3 * 3_600_000)
    help_, ears, heard = help_of(town, kiosk), ears_of(town, desk), []
    called = help_.call()
    ears.ask()
    ears.watch(heard.append)
    assert [call.called_at for call in heard[-1]] == [NOW]
    assert help_.look(called).state is HelpState.HEARD


def test_the_gateway_may_start_anew_in_between(town):
    kiosk, desk = a_kiosk(town), town.desk("Quầy 1")
    called = help_of(town, kiosk).call()
    with served(town.province.restart()) as port:
        line = HttpTransport(f"http://127.0.0.1:{port}")
        try:
            ears = HeardCalls(desk.store, line)
            ears.ask()
            assert ears.accept(called.id).mine
            assert Help(GatewayHelpLine(kiosk.store, line)).look(called).state is HelpState.COMING
        finally:
            line.close()


class Cut:
    """A link that can be pulled out."""

    def __init__(self, town: Town) -> None:
        self._line, self._dead, self.cut = town.line(), HttpTransport("http://127.0.0.1:9"), False
        town.opening.callback(self._dead.close)

    def request(self, *asked, **more):
        return (self._dead if self.cut else self._line).request(*asked, **more)


def test_without_a_link_it_says_so_rings_its_own_bell_and_gets_through_later(town):
    kiosk, desk, link, rung = a_kiosk(town), town.desk("Quầy 1"), Cut(town), []
    link.cut = True
    help_ = Help(GatewayHelpLine(kiosk.store, link), lambda kind: not rung.append(kind), "1900 0000")
    called = help_.call()
    assert (called.state, called.rung, rung) == (HelpState.NO_LINK, True, [HelpKind.HELP])
    with pytest.raises(HelpOutOfReach):
        HeardCalls(desk.store, link).accept(called.id)
    help_.withdraw(called)
    assert help_.look(called).state is HelpState.NO_LINK
    link.cut = False
    through = help_.look(called)
    assert (through.state, through.id, through.rung, rung) == (HelpState.CALLING, called.id, True, [HelpKind.HELP])
    link.cut = True
    assert (help_.look(through).state, help_.look(through).fresh) == (HelpState.CALLING, False)


def test_a_counter_keeps_what_it_heard_through_a_short_cut_and_not_for_ever(town):
    kiosk, link, heard = a_kiosk(town), Cut(town), []
    desk = HeardCalls(town.desk("Quầy 1").store, link)
    help_of(town, kiosk).call()
    desk.ask()
    desk.watch(heard.append)
    link.cut = True
    assert desk.ask() == AFTER_FAILURE
    assert len(heard[-1]) == 1
    town.province.clock.advance(LIVES_MS)
    desk.ask()
    assert heard[-1] == ()


def test_a_machine_that_met_no_gateway_calls_nobody():
    assert Help(None).call().state is HelpState.NO_LINK
    nowhere = Called("x", HelpKind.HELP, HelpState.NO_LINK)
    assert Help(None).look(nowhere) == nowhere


def test_it_is_told_on_a_thread_of_its_own_until_it_is_closed(town):
    kiosk, desk, told = a_kiosk(town), ears_of(town, town.desk("Quầy 1")), threading.Event()
    help_of(town, kiosk).call()
    desk.watch(lambda calls: told.set() if calls else None)
    desk.start()
    assert told.wait(20)
    desk.close()
    assert not desk._thread.is_alive()


def test_an_older_gateway_is_not_asked_again_soon(town, monkeypatch):
    desk = ears_of(town, town.desk("Quầy 1"))
    monkeypatch.setattr("sync.messages.HELP_CALLS", "/v1/not-there-yet")
    assert desk.ask() == SELDOM
    with pytest.raises(HelpRefused):
        desk.accept("x")
