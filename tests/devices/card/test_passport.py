"""A foreigner's passport, read by its two lines through the whole way, over virtual chips."""

import pytest
from msgspec import structs

from devices.card.keys_given import passwords_of
from devices.card.problems import WrongPassword
from devices.card.trust import bundles
from devices.card.trust.anchors import TrustStore
from devices.card.trust.checks import Check, Reason, Verdict
from devices.card.whole import read_whole
from devices.simulated import passport
from devices.simulated.cards import cards
from devices.simulated.drawer import Drawer
from devices.simulated.issued_chip import TrainingState
from kiosk.device_ports import CardKey, Proof
from kiosk.moments import SystemClock
from kiosk.people import Sex
from tests.devices.card.issued import NOW, TRUST, Desk, asked

ANNA = cards()["anna"]
ABROAD = TrainingState.found(NOW, "DE")
CHIP = passport.issue(ANNA, ABROAD, NOW)
ANCHOR = TrustStore.of([bundles.read(ABROAD.country.certificate)])
LINES = passport.lines_of(ANNA)
KEY = CardKey(mrz="\n".join(LINES))


def test_what_a_passport_tells():
    desk = Desk(CHIP)
    found = read_whole(desk.connect, asked(passwords_of(KEY), ANCHOR))
    holder = found.card.holder
    assert found.verdict is Verdict.AUTHENTICATED, found.examination.results
    assert (holder.full_name, holder.passport, holder.personal_id) == ("Schmidt Anna", ANNA.passport, "")
    assert (holder.nationality, holder.birth_date, holder.sex) == ("DE", ANNA.birth_date, Sex.FEMALE)
    assert (holder.address.as_written, holder.ethnicity) == (ANNA.address, "")
    assert (found.card.issued_on, found.card.expires_on) == ("2024-06-11", "2034-06-10")
    assert found.card.photo
    assert desk.chip.commands <= 35


def test_the_two_lines_are_as_printed():
    assert [len(line) for line in LINES] == [44, 44]
    assert LINES[0].startswith("P<D<<SCHMIDT<<ANNA<<")


def test_another_passports_lines_do_not_open_it():
    other = "\n".join(passport.lines_of(structs.replace(ANNA, passport="C0X9Y4322")))
    with pytest.raises(WrongPassword):
        read_whole(Desk(CHIP).connect, asked(passwords_of(CardKey(mrz=other)), ANCHOR))


def test_signed_by_another_country_than_its_own_it_is_rejected():
    content = passport.issue(ANNA, TrainingState.found(NOW, "FR"), NOW)
    found = read_whole(Desk(content).connect, asked(passwords_of(KEY), TRUST))
    assert Reason.COUNTRY in found.examination.result(Check.CONSISTENCY).reasons
    assert found.card.proof is Proof.REJECTED


def test_everything_in_the_drawer_can_be_taken_out():
    drawer = Drawer(SystemClock())
    trust = drawer.trust()
    verdicts = {}
    for name in ("anna-passport", "binh-old", "binh-stranger"):
        desk = Desk()
        desk.chip = drawer.chip(name)
        at = SystemClock().now_ms()
        asked_for = asked(passwords_of(drawer.key(name)), trust)
        verdicts[name] = read_whole(desk.connect, type(asked_for)(asked_for.passwords, trust, at)).card.proof
    assert verdicts == {
        "anna-passport": Proof.AUTHENTIC, "binh-old": Proof.AUTHENTIC, "binh-stranger": Proof.READ_NOT_AUTHENTICATED,
    }  # fmt: skip
    for name, title in drawer.titles().items():
        assert title
        assert drawer.key(name) != CardKey()
        assert drawer.printed(name)
