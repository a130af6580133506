"""TLV: what is encoded is parsed, damage is named, nothing else ever comes out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.card import tlv
from devices.card.tlv import NotTlv, Tlv, TlvFault

tags = st.sampled_from([0x02, 0x04, 0x30, 0x31, 0x5F0E, 0x5F1F, 0x7F2E, 0x7F61, 0x6D, 0x77, 0xA0, 0x7F8152])
elements = st.builds(Tlv, tags, st.binary(max_size=400))


@given(st.lists(elements, max_size=6))
def test_what_is_encoded_is_parsed(level):
    assert tlv.parse(b"".join(element.encode() for element in level)) == level


@given(elements, st.binary(max_size=20))
def test_the_first_element_leaves_the_rest(element, rest):
    assert tlv.parse_first(element.encode() + rest) == (element, rest)


@given(elements, st.data())
def test_a_cut_element_is_never_taken_for_a_whole_one(element, data):
    whole = element.encode()
    cut = data.draw(st.integers(1, len(whole) - 1))
    with pytest.raises(NotTlv) as damage:
        tlv.parse(whole[:cut])
    assert damage.value.fault is TlvFault.CUT


@given(st.binary(max_size=300))
def test_any_bytes_give_elements_or_the_typed_error(data):
    try:
        found = tlv.parse(data)
    except NotTlv:
        return
    assert sum(len(element.value) + 2 for element in found) <= len(data)
    for element in found:
        try:
            element.find(0x30, 0x02)
        except NotTlv:
            pass


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ("30800000", TlvFault.LENGTH),                 # indefinite
        ("3085010000000000", TlvFault.LENGTH),
        ("0400FF", TlvFault.CUT),
        ("0000", TlvFault.TAG),
        ("1F8001", TlvFault.TAG),
        ("1F818181010100", TlvFault.TAG),
        ("7F", TlvFault.CUT),
        ("3082", TlvFault.CUT),
        ("30", TlvFault.CUT),
        ("3084FFFFFFFF00", TlvFault.CUT),
    ],
)
def test_damage_is_named(data, fault):
    with pytest.raises(NotTlv) as damage:
        tlv.parse(bytes.fromhex(data))
    assert damage.value.fault is fault


def test_lengths_longer_than_needed_and_short_tags_in_two_bytes_are_read():
    assert tlv.parse_one(bytes.fromhex("758300000141")) == Tlv(0x75, b"A")
    assert tlv.parse_one(bytes.fromhex("5F0E0141")) == Tlv(0x5F0E, b"A")


def test_a_header_is_read_before_its_value_has_come():
    assert tlv.header(bytes.fromhex("75823ED5")).total == 0x3ED5 + 4


def test_one_element_means_one():
    with pytest.raises(NotTlv) as damage:
        tlv.parse_one(bytes.fromhex("02010100"))
    assert (damage.value.fault, damage.value.offset) == (TlvFault.TRAILING, 3)


def test_a_path_finds_and_misses():
    tree = Tlv(0x30, Tlv(0x30, Tlv(0x02, b"\x07").encode()).encode())
    found = tree.find(0x30, 0x02)
    assert found is not None
    assert found.value == b"\x07"
    assert tree.find(0x31, 0x02) is None
    assert tree.find() is tree
    with pytest.raises(NotTlv) as damage:
        tree.find(0x30, 0x02, 0x02)
    assert damage.value.fault is TlvFault.PRIMITIVE


def test_a_level_of_endless_elements_is_refused():
    with pytest.raises(NotTlv) as damage:
        tlv.parse(bytes.fromhex("0400") * (tlv.MAX_ELEMENTS + 1))
    assert damage.value.fault is TlvFault.CROWDED
