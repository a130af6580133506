"""A vendor's local service: the reader's contract over the emulator, every fault in bounds, never proof, never an old card."""

import base64
import dataclasses
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.card_emulate import obey
from devices.simulated.cards import cards, portrait
from devices.simulated.vendor_service import Fault, VendorService
from devices.vendor.answers import understood
from devices.vendor.description import Description, Fields, State, StateWords, read_description
from devices.vendor.exchange import exchange_with
from devices.vendor.problems import AnswerGarbled, AnswerTooLarge, DescriptionFaulty, ServiceDown, ServiceSlow, VendorProblem
from devices.vendor.service_reader import VendorReader
from kiosk.device_ports import CheckEnd, Proof, ReaderEvent, ReaderState
from kiosk.identity import Witness, proof_of
from kiosk.identity_words import check_said, proof_said
from kiosk.people import Sex
from tests.devices.contracts import CardReaderContract
from tests.devices.hearing import Heard

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "card-reader.toml"
FOR_EVER = 1_000_000                   # answers


def described(service: VendorService, **changes: object) -> Description:
    program = msgspec.toml.decode(service.description(), type=Description)
    return msgspec.structs.replace(program, every_ms=50, patience_ms=10_000, **changes)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class ReaderAtService:
    def __init__(self) -> None:
        self.service, self.clock = VendorService(), Clock()
        self.service.start()
        self.reader = VendorReader(described(self.service), clock=self.clock)
        self.lift = self.service.lift
        self.lift_next_early = self.service.lift_next_early

    def place(self) -> str:
        self.service.place("hon")
        return cards()["hon"].full_name

    def place_other(self) -> str:
        self.service.place("binh")
        return cards()["binh"].full_name

    def place_foreign(self) -> None:
        self.service.place("anna")

    def read_slowly(self) -> None:
        self.service.read_within(FOR_EVER)

    def plug(self, plugged: bool) -> None:
        self.service.plugged = plugged

    def hold(self, held: bool) -> None:
        self.service.held = held

    def close(self) -> None:
        self.reader.close()
        self.service.stop()


class TestVendorReader(CardReaderContract):
    @pytest.fixture
    def hands(self) -> Iterator[ReaderAtService]:
        hands = ReaderAtService()
        yield hands
        hands.close()

    def card(self, heard: Heard[ReaderEvent]) -> ReaderEvent:
        return self.state(heard, ReaderState.READ)[-1]

    def complained(self, heard: Heard[ReaderEvent], state: ReaderState, code: str) -> None:
        heard.until(lambda event: event.state is state and event.problem is not None and event.problem.code == code)

    def test_what_it_says_is_the_vendors_word_never_proof(self, hands):
        heard = self.watched(hands)
        hands.place()
        card = self.card(heard).card
        assert card is not None
        expected = cards()["hon"]
        assert card.holder == msgspec.structs.replace(expected.holder, ethnicity="")
        assert (card.issued_on, card.expires_on, card.religion) == (
            expected.issued_on, expected.expires_on, expected.religion)
        assert card.photo == portrait(expected)
        assert card.proof is Proof.VENDOR
        assert card.opened_by is None
        assert [check.end for check in card.checks] == [CheckEnd.NOT_CHECKED]
        kept = proof_of(card, Witness("cb-001", "Quầy 3", 1))
        assert "không phải của máy này" in proof_said(kept.proof)
        assert [check_said(one.check) for one in kept.checks] == ["Kiểm chứng chip"]

    @pytest.mark.parametrize(("fault", "state", "code"), [
        (Fault.GARBAGE, ReaderState.NOT_UNDERSTOOD, "CARD-43"),
        (Fault.BROKEN_HTTP, ReaderState.NOT_UNDERSTOOD, "CARD-43"),
        (Fault.ERROR, ReaderState.NOT_UNDERSTOOD, "CARD-43"),
        (Fault.HUGE, ReaderState.NOT_UNDERSTOOD, "CARD-42"),
        (Fault.MIXED, ReaderState.NOT_UNDERSTOOD, "CARD-45"),
    ])  # fmt: skip
    def test_a_fault_is_said_shows_nobody_and_is_over_when_it_is_over(self, hands, fault, state, code):
        heard = self.watched(hands)
        self.state(heard, ReaderState.NO_CARD)
        hands.service.fault = fault
        hands.place()
        self.complained(heard, state, code)
        assert not any(event.card for event in heard.all)
        hands.service.fault = Fault.NONE
        hands.lift()
        self.state(heard, ReaderState.NO_CARD)
        name = hands.place_other()
        assert self.card(heard).card.holder.full_name == name

    def test_a_service_that_was_down_is_found_again_and_what_it_held_is_an_old_card(self, hands):
        heard = self.watched(hands)
        hands.place()
        self.card(heard)
        hands.service.stop()
        self.complained(heard, ReaderState.NO_SERVICE, "CARD-40")
        hands.service.start()
        self.complained(heard, ReaderState.NOT_UNDERSTOOD, "CARD-44")
        hands.lift()
        self.state(heard, ReaderState.NO_CARD)
        hands.place()
        assert self.card(heard).card.holder.full_name == cards()["hon"].full_name

    def test_a_card_that_was_there_before_anybody_looked_is_never_shown(self):
        service = VendorService()
        service.start()
        service.read_within(0)
        service.place("hon")
        reader, heard = VendorReader(described(service)), Heard[ReaderEvent]()
        reader.watch(heard)
        self.complained(heard, ReaderState.NOT_UNDERSTOOD, "CARD-44")
        service.place("binh")          # the next citizen, the old card never seen lifted
        assert self.card(heard).card.holder.full_name == cards()["binh"].full_name
        assert [event.card.holder.full_name for event in heard.all if event.card] == [cards()["binh"].full_name]
        reader.close()
        service.stop()

    def test_a_service_that_goes_on_answering_for_a_lifted_card_is_believed_for_so_long_and_no_longer(self, hands):
        heard = self.watched(hands)
        hands.service.fault = Fault.STUCK
        hands.place()
        self.card(heard)
        hands.lift()
        asked = hands.service.asked
        hands.clock.now += 121
        self.state(heard, ReaderState.NO_CARD)
        assert hands.service.asked > asked
        late = Heard[ReaderEvent]()
        hands.reader.watch(late)       # the next officer
        assert late.until(lambda _event: True) == [ReaderEvent(ReaderState.NO_CARD)]

    def test_a_photo_of_another_laying_is_not_taken(self, hands):
        heard = self.watched(hands)
        hands.service.photo = lambda: {"session": "another", "jpeg": base64.b64encode(b"\xff\xd8\xff face").decode()}
        hands.place()
        assert self.card(heard).card.photo == b""

    def test_closing_does_not_wait_for_a_service_that_hangs(self, hands):
        heard = self.watched(hands)
        self.state(heard, ReaderState.NO_CARD)
        asked = threading.Event()
        hands.service.wait_until_released = lambda _seconds=None: (asked.set(), hands.service._released.wait())[1]
        hands.service.fault = Fault.SILENT
        assert asked.wait(60)
        hands.reader.close()
        before = len(heard.all)
        hands.service.stop()
        assert len(heard.all) == before


# ---- one question -----------------------------------------------------------------------------------


@pytest.fixture
def service() -> Iterator[VendorService]:
    service = VendorService()
    service.start()
    yield service
    service.stop()


@pytest.mark.parametrize("fault", [Fault.SILENT, Fault.TRICKLE])
def test_patience_is_for_the_whole_answer(service, fault):
    service.fault = fault
    with pytest.raises(ServiceSlow):
        exchange_with(msgspec.structs.replace(described(service), patience_ms=200)).fetch("/v1/card")


def test_a_huge_answer_is_not_read_to_its_end(service):
    service.fault = Fault.HUGE
    with pytest.raises(AnswerTooLarge) as caught:
        exchange_with(msgspec.structs.replace(described(service), largest_kib=64)).fetch("/v1/card")
    assert "64 KiB" in caught.value.for_operator()


def test_nobody_listening(service):
    exchange = exchange_with(described(service))
    service.stop()
    with pytest.raises(ServiceDown):
        exchange.fetch("/v1/card")


def test_a_redirect_is_not_followed():
    with LineServer(b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n") as server:
        exchange = exchange_with(program(f"http://127.0.0.1:{server.port}"))
        with pytest.raises(AnswerGarbled):
            exchange.fetch("/")


class LineServer:
    """Answers the first caller with these bytes, after what it asked."""

    def __init__(self, answer: bytes) -> None:
        self._answer, self.heard = answer, b""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> "LineServer":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._thread.join(60)
        self._socket.close()

    def _serve(self) -> None:
        connection, _who = self._socket.accept()
        with connection:
            self.heard = connection.recv(4096)
            connection.sendall(self._answer)


def test_a_socket_service_answers_a_line_for_a_line():
    with LineServer(b'{"id": "001192000123", "name": "L\xc3\xb2"}\nand what it says next') as server:
        body = exchange_with(program(f"tcp://127.0.0.1:{server.port}", ask='{"cmd":"read"}')).fetch("/")
    assert server.heard == b'{"cmd":"read"}\n'
    assert json.loads(body or b"") == {"id": "001192000123", "name": "Lò"}


# ---- what is understood -----------------------------------------------------------------------------


def program(address: str = "http://127.0.0.1:9", **changes: object) -> Description:
    fields = Fields(number="id", full_name="name", birth_date="born", sex="sex", photo="photo", key="key", nationality="country")
    return Description(address=address, fields=fields, **changes)  # type: ignore[arg-type]


PERSON = {"id": "001192000123", "name": "Lò  Thị\u200b Hạnh", "born": "03/05/1992", "sex": "Nữ", "key": "7"}


def told(**changes: object) -> bytes:
    return json.dumps(PERSON | changes).encode()


def test_a_card_is_taken_as_described():
    answer = understood(told(photo=base64.b64encode(b"\xff\xd8\xff\xe0 face").decode()), program())
    assert (answer.state, answer.key) == (ReaderState.READ, "7")
    card = answer.card
    assert card is not None
    holder = card.holder
    assert (holder.full_name, holder.personal_id, holder.birth_date, holder.sex) == (
        "Lò Thị Hạnh", "001192000123", "1992-05-03", Sex.FEMALE)
    assert card.photo == b"\xff\xd8\xff\xe0 face"


@pytest.mark.parametrize("body", [
    b"", b"[]", b'"text"', b"[" * 100_000, b'{"id": ' * 50_000, told(id=["001192000123"]), told(id={"a": 1}),
    told(id=True), told(name=""), told(name="A" * 501), told(name=3.5), told(id="123"), told(id="0011920001234"),
    told(sex=["Nam"]), told(photo={"url": "http://192.0.2.1/face.jpg"}), b"\xff\xfe" + told(),
])  # fmt: skip
def test_what_is_not_as_described_is_refused(body):
    with pytest.raises(AnswerGarbled):
        understood(body, program())


def test_what_is_missing_or_no_day_is_left_empty_for_the_officer_to_see():
    card = understood(told(born="31/02/1992", sex="?", photo="not base64"), program()).card
    assert card is not None
    assert (card.holder.birth_date, card.holder.sex, card.photo) == ("", None, b"")


def test_a_passport_keeps_its_country_only_as_a_code():
    for country, kept in (("LA", "LA"), ("Lào", "")):
        card = understood(told(id="P1234567", country=country), program()).card
        assert card is not None
        assert (card.holder.passport, card.holder.personal_id, card.holder.nationality) == ("P1234567", "", kept)


def test_a_word_of_state_nobody_described_is_not_understood():
    with_state = program(state=State(field="state", words=StateWords(read=("OK",), no_card=("EMPTY",))))
    assert understood(told(state="OK"), with_state).state is ReaderState.READ
    assert understood(told(state="EMPTY"), with_state).card is None
    assert understood(told(state="NEW IN VERSION 2"), with_state).state is ReaderState.NOT_UNDERSTOOD
    with pytest.raises(AnswerGarbled):
        understood(b'{"state": "OK"}', with_state)


def test_nothing_said_is_no_card():
    assert understood(None, program()).state is ReaderState.NO_CARD
    for nothing in (b"null", b"{}", b'{"id": null}', b'{"id": ""}'):
        assert understood(nothing, program()).state is ReaderState.NO_CARD


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*PERSON, "x"]), inner), max_leaves=20,
))  # fmt: skip
def test_whatever_it_says_is_a_card_of_the_vendors_word_or_a_typed_refusal(tree):
    try:
        answer = understood(json.dumps(tree).encode(), program())
    except VendorProblem:
        return
    assert answer.card is None or answer.card.proof is Proof.VENDOR


# ---- the description ---------------------------------------------------------------------------------


def test_the_example_is_what_the_emulator_writes_of_itself():
    service = VendorService(port=47_921)
    assert EXAMPLE.read_text("utf-8") == service.description()
    assert read_description(EXAMPLE).address == "http://127.0.0.1:47921"


@pytest.mark.parametrize(("before", "after"), [
    ("127.0.0.1:47921", "192.0.2.1:47921"), ("127.0.0.1:47921", "reader.example.vn:47921"), ("127.0.0.1:47921", "127.0.0.1"),
    ("http://127.0.0.1:47921", "https://127.0.0.1:47921"), ("http://127.0.0.1:47921", "http://a:b@127.0.0.1:47921"),
    ("http://127.0.0.1:47921", "http://127.0.0.1:47921/v2"), ("http://127.0.0.1:47921", "http://127.0.0.1.example.vn:47921"),
    ('path = "/v1/card"', 'path = "v1/card"'), ('path = "/v1/card"', 'path = "/v1 HTTP/1.1\\r\\nHost: x"'),
    ("every_ms = 200", "every_ms = 0"), ("every_ms = 200", "every = 200"), ('number = "person.number"', ""),
    ("patience_ms = 2000", "largest_kib = 99999"), ('field = "status"', "field = 7"),
    ("[state]", "[values]\ndays = ['dd.MM']\n[state]"),
])  # fmt: skip
def test_a_faulty_description_is_refused_by_name(tmp_path, before, after):
    text = EXAMPLE.read_text("utf-8")
    assert before in text
    path = tmp_path / "card-reader.toml"
    path.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(DescriptionFaulty) as caught:
        read_description(path)
    assert caught.value.code == "CARD-46"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "[::1]"])
def test_only_this_machine_is_asked(host):
    assert program(f"http://{host}:9").host in ("127.0.0.1", "127.9.9.9", "::1")


def test_a_card_in_hand_is_never_in_a_problem_or_a_repr():
    with pytest.raises(AnswerGarbled) as caught:
        understood(told(id="Lò Thị Hạnh 001192000123"), program())
    assert "001192000123" not in caught.value.for_operator() + repr(caught.value)
    assert dataclasses.asdict(understood(told(), program())).keys() == {"state", "key", "progress", "card"}


# ---- the emulator, by hand ------------------------------------------------------------------------------


def test_the_emulator_obeys_what_is_typed(service):
    program, exchange = described(service), exchange_with(described(service))

    def now() -> ReaderState:
        return understood(exchange.fetch("/v1/card"), program).state

    service.read_within(0)
    for orders, state in (
        (["đặt hon"], ReaderState.READ), (["nhấc"], ReaderState.NO_CARD), (["rút"], ReaderState.NO_READER),
        (["cắm", "place anna"], ReaderState.NOT_UNDERSTOOD), (["thôi", "đặt hon"], ReaderState.NOT_UNDERSTOOD),
    ):  # fmt: skip
        obey(service, orders)
        assert now() is state
    obey(service, ["lỗi garbage\n", "chào\n"])
    with pytest.raises(AnswerGarbled):
        now()
