"""The demo's kiosk calls an officer over a gateway in a process of its own, as its turns are wired."""

from commands.children import GatewayChild, Office
from commands.demo_selfservice import _enrol
from commands.selfservice import guides_of, kiosk_of
from commands.workplace import Profile, Workplace
from kiosk.help_calls import HelpState


def test_a_turn_calls_over_the_address_it_was_told_and_without_one_says_so(tmp_path):
    kiosk = Workplace(Profile.DEMO, tmp_path / "kiosk")
    office = Office(tmp_path / "gateway", tmp_path / "marks")
    gateway = GatewayChild(office)
    try:
        with kiosk.store() as store:
            _enrol(store, kiosk, Workplace(Profile.DEMO, office.data), gateway.url)
        with kiosk_of(kiosk, gateway.url) as turn:
            called = turn.help.call()
            assert called.state is HelpState.CALLING
            assert turn.help.hotline == kiosk.settings().office.hotline
            turn.help.withdraw(called)
            assert turn.help.look(called).state is HelpState.OVER
        for without in (kiosk_of(kiosk), kiosk_of(kiosk, "http://127.0.0.1:9"), kiosk_of(kiosk, "no address"), guides_of(kiosk)):
            with without as turn:
                assert turn.help.call().state is HelpState.NO_LINK
    finally:
        gateway.close()
