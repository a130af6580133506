"""What the gateway's index finds, against the plainest search there is: every word of the question begins a word."""

import unicodedata
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.credentials import encode, opened
from kiosk.dossier import Owner, Submitter
from kiosk.people import Citizen
from kiosk.signing import key_name
from sync.gateway.settings import GatewaySettings
from sync.messages import LookUpAnswer, LookUpQuery
from tests.sync.counter_twin import NOW, CounterTwin, Province, a_form

NAMES = ("Đặng", "Đàng", "Dang", "Nguyễn", "Nguyên", "Thị", "Ánh", "An", "Điền", "Êñuôl", "H'Ƀlĭ", "Bình", "Lò", "Lô", "Ún", "ĐỖ",
         "Y", "Blŭk", "Thủy", "Thuỷ", "Hòa", "Hoà")  # fmt: skip


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    settings = GatewaySettings("Trục", open_enrolment=True, look_ups_a_minute=10**9)
    province = Province(tmp_path_factory.mktemp("words") / "gateway", settings)
    yield province
    province.gateway.close()


def plainly(text: str) -> list[str]:
    """Lower case, without marks, `đ` as `d`, in words."""
    text = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("ƀ", "b"))
    text = "".join(char for char in text if not unicodedata.combining(char))
    return "".join(char if char.isalnum() else " " for char in text).split()


people = st.tuples(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map(" ".join),
    st.integers(0, 99).map(lambda number: f"0011800000{number:02d}"),
)


@st.composite
def questions(draw: st.DrawFn) -> str:
    """Names as people type them: without marks, decomposed, cut short, in any order and case."""
    words = draw(st.lists(st.sampled_from((*NAMES, "0011800000", "001180000007", "thu")), min_size=1, max_size=3))
    typed = []
    for word in words:
        word = draw(st.sampled_from((str, str.upper, str.lower, lambda text: "".join(plainly(text)))))(word)
        word = unicodedata.normalize(draw(st.sampled_from(("NFC", "NFD"))), word)
        typed.append(word[: draw(st.integers(1, len(word)))])
    return draw(st.sampled_from((" ", "  ", ", "))).join(typed)


def found(province: Province, asking: CounterTwin, text: str) -> list[str]:
    gateway = province.gateway
    query = LookUpQuery(asking.device, key_name(gateway.public_key), "cb-001", uuid.uuid4().hex, NOW, text)
    signed = gateway.look_up(asking.key.signed(LookUpQuery.purpose, encode(query)))
    answer = opened(signed, LookUpAnswer, gateway.public_key)
    assert answer is not None
    return [dossier.id for dossier in answer.dossiers]


@given(st.lists(people, min_size=1, max_size=8), st.lists(questions(), min_size=1, max_size=6))
def test_it_finds_what_the_plainest_search_finds_and_nothing_else(province, persons, asked):
    office = f"H99.{uuid.uuid4().hex[:12]}"
    receiving, asking = (province.counter(office=office) for _one in range(2))
    words: dict[str, list[str]] = {}
    for name, personal_id in persons:
        person = Citizen(name, personal_id)
        upload = receiving.upload(a_form(office=office, submitter=Submitter(person), owners=(Owner(person),)))
        (result,) = province.gateway.register(receiving.batch(upload)).results
        words[upload.dossier] = plainly(f"{name} {personal_id} 1.000001 Thử {upload.number} {result.number}")
    for text in asked:
        wanted = plainly(text)
        if sum(map(len, wanted)) < 3:
            continue
        fits = [
            dossier for dossier, known in words.items()
            if all(any(one.startswith(word) for one in known) for word in wanted)
        ]  # fmt: skip
        assert found(province, asking, text) == fits[::-1], text
        assert found(province, receiving, text) == []
