"""Ciphers, keys and groups against `cryptography`, published numbers and each other."""

from hashlib import sha1

import pytest
from cryptography.hazmat.primitives.asymmetric import dh, ec
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.card.crypto import curves as module
from devices.card.crypto.curves import NotOnCurve, Point, curves
from devices.card.crypto.groups import BadElement, ModpGroup, group, mapped_generator
from devices.card.crypto.padding import BadPadding, pad, unpad
from devices.card.crypto.suites import AES128, AES192, AES256, TDES

SUITES = (TDES, AES128, AES192, AES256)
CURVES = [pytest.param(curve, id=curve.name) for curve in curves().values()]
GROUPS = [pytest.param(found, id=found.name) for number in range(20) if (found := group(number)) is not None]
NATIVE = {
    "secp192r1": ec.SECP192R1(), "secp224r1": ec.SECP224R1(), "secp256r1": ec.SECP256R1(), "secp384r1": ec.SECP384R1(),
    "secp521r1": ec.SECP521R1(), "brainpoolP256r1": ec.BrainpoolP256R1(), "brainpoolP384r1": ec.BrainpoolP384R1(),
    "brainpoolP512r1": ec.BrainpoolP512R1(),
}  # fmt: skip


# ---- padding and suites ------------------------------------------------------------------------------------------------


@given(st.binary(max_size=80), st.sampled_from([8, 16]))
def test_padding_comes_off_again(data, block):
    padded = pad(data, block)
    assert len(padded) % block == 0
    assert unpad(padded) == data


@pytest.mark.parametrize("data", [b"", bytes(16), b"\x01" * 8])
def test_missing_padding_is_seen(data):
    with pytest.raises(BadPadding):
        unpad(data)


@given(st.binary(min_size=1, max_size=100), st.sampled_from(SUITES))
def test_what_is_enciphered_is_deciphered(data, suite):
    key = suite.derive(b"secret", 1)
    assert len(key) == suite.key_size
    assert unpad(suite.decrypt(key, suite.encrypt(key, pad(data, suite.block)))) == data
    assert len(suite.mac(key, data)) == 8
    assert suite.mac(key, data) != suite.mac(key, data + b"\0")


def test_the_retail_mac_of_the_worked_example():
    cryptogram = bytes.fromhex("72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2")
    key = bytes.fromhex("7962D9ECE03D1ACD4C76089DCE131543")
    assert TDES.mac(key, cryptogram).hex().upper() == "5F1448EEA8AD90A7"


def test_keys_by_their_published_way():
    seed = bytes.fromhex("239AB9CB282DAF66231DC5A4DF6BFBAE")
    assert TDES.derive(seed, 1).hex().upper() == "AB94FDECF2674FDFB9B391F85D7F76F2"
    assert AES128.derive(seed, 1) == sha1(seed + b"\0\0\0\x01").digest()[:16]
    assert AES192.derive(seed, 2) == AES256.derive(seed, 2)[:24]


# ---- curves --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("curve", CURVES)
def test_the_parameters_of_a_curve_fit_together(curve):
    assert curve.holds(curve.base)
    assert pow(2, curve.p - 1, curve.p) == pow(2, curve.n - 1, curve.n) == 1
    assert abs(curve.n - curve.p - 1) < 2 << curve.p.bit_length() // 2 + 1     # Hasse: so its cofactor is 1
    with pytest.raises(NotOnCurve):
        curve.ladder(curve.n, curve.base)
    assert curve.ladder(curve.n - 1, curve.base) == Point(curve.base.x, curve.p - curve.base.y)


def test_all_curves_of_table_6_are_there():
    assert sorted(curves()) == list(range(8, 19))
    assert NATIVE.keys() <= {curve.name for curve in curves().values()}


@pytest.mark.parametrize("curve", [pytest.param(curve, id=curve.name) for curve in curves().values() if curve.name in NATIVE])
def test_curves_openssl_knows_are_the_same_there(curve):
    for secret in (1, 2, 3, curve.n - 2, curve.n // 3):
        public = ec.derive_private_key(secret, NATIVE[curve.name]).public_key().public_numbers()
        assert curve.multiply(secret, curve.base) == curve.ladder(secret, curve.base) == Point(public.x, public.y)


@pytest.mark.parametrize("curve", CURVES)
@settings(max_examples=8)
@given(data=st.data())
def test_multiplication_by_openssl_is_the_ladder(curve, data):
    first, second = (data.draw(st.integers(1, curve.n - 1)) for _ in range(2))
    point = curve.ladder(first, curve.base)
    product = curve.ladder(second, point)
    assert curve.multiply(second, point) == product == curve.multiply(first * second, curve.base)
    assert curve.agree(second, point) == product.x


@pytest.mark.parametrize("curve", CURVES)
def test_points_that_are_none_are_refused(curve):
    good = curve.encode(curve.base)
    assert curve.decode(good) == curve.base
    field_overflow = b"\x04" + (curve.base.x + curve.p).to_bytes(curve.size + 1)[-curve.size:] + good[1 + curve.size:]
    off = good[:-1] + bytes([good[-1] ^ 1])
    for bad in (b"", good[:-1], good + b"\0", b"\x02" + good[1:], off, bytes(len(good)), field_overflow):
        with pytest.raises(NotOnCurve):
            curve.decode(bad)
    with pytest.raises(NotOnCurve):
        curve.add(curve.base, Point(curve.base.x, curve.p - curve.base.y))


def test_curves_left_to_python_are_the_ones_named():
    assert {curve.name for curve in curves().values()} - module._OPENSSL.keys() == {
        "brainpoolP192r1", "brainpoolP224r1", "brainpoolP320r1", "secp224r1",
    }  # fmt: skip
    assert all(curve.p % 4 == 3 for curve in curves().values() if curve.name in module._OPENSSL)


# ---- groups --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("numbers", GROUPS)
@settings(max_examples=4)
@given(data=st.data())
def test_both_sides_of_a_mapped_exchange_agree(numbers, data):
    """What PACE rests on: with one nonce both sides find the same secret, with different ones different secrets."""
    map_one, map_two, own_one, own_two = (data.draw(st.integers(1, numbers.order - 1)) for _ in range(4))
    nonce = data.draw(st.binary(min_size=16, max_size=16).filter(any))
    agreed = numbers.power(map_one, numbers.power(map_two, numbers.generator))
    generator = mapped_generator(numbers, nonce, agreed)
    public_one, public_two = numbers.power(own_one, generator), numbers.power(own_two, generator)
    assert numbers.power(own_one, public_two) == numbers.power(own_two, public_one)
    other = mapped_generator(numbers, bytes([nonce[0] ^ 1]) + nonce[1:], agreed)
    assert other != generator


@pytest.mark.parametrize("numbers", [pytest.param(group(number), id=str(number)) for number in range(3)])
def test_modp_groups_are_sound(numbers):
    assert isinstance(numbers, ModpGroup)
    assert numbers.p.bit_length() in (1024, 2048)
    assert (numbers.p - 1) % numbers.q == 0
    assert pow(numbers.g, numbers.q, numbers.p) == 1
    assert pow(2, numbers.p - 1, numbers.p) == pow(2, numbers.q - 1, numbers.q) == 1
    for bad in (0, 1, numbers.p - 1, numbers.p, numbers.p + numbers.g, 2):
        if bad == 2 and pow(2, numbers.q, numbers.p) == 1:
            continue
        with pytest.raises(BadElement):
            numbers.power(5, bad.to_bytes(300))


@pytest.mark.parametrize("numbers", GROUPS)
def test_a_mapping_to_the_neutral_element_is_refused(numbers):
    """A chip that knew our half in advance could send its inverse: every secret after that would be known."""
    agreed = numbers.power(numbers.order - 5, numbers.generator)
    for nonce in (b"\x05", bytes(16)):
        with pytest.raises(BadElement):
            mapped_generator(numbers, nonce, agreed)
    with pytest.raises(BadElement):
        numbers.power(numbers.order, numbers.generator)


@pytest.mark.filterwarnings("ignore:Diffie-Hellman over finite fields")  # only asked as a witness
def test_a_modp_exchange_is_that_of_openssl():
    numbers = group(2)
    assert isinstance(numbers, ModpGroup)
    parameters = dh.DHParameterNumbers(numbers.p, numbers.g, numbers.q).parameters()
    theirs = parameters.generate_private_key()
    secret = 0x1234567890ABCDEF1234567890ABCDEF
    mine = dh.DHPublicNumbers(
        int.from_bytes(numbers.power(secret, numbers.generator)), dh.DHParameterNumbers(numbers.p, numbers.g, numbers.q)
    ).public_key()
    their_public = theirs.public_key().public_numbers().y.to_bytes(256)
    assert numbers.agree(secret, their_public) == theirs.exchange(mine)


def test_secrets_are_drawn_again_until_they_lie_within():
    numbers = group(18)
    assert numbers is not None
    throws = [b"\xff" * 66, bytes(66), b"\xfe\x00" + bytes(63) + b"\x07"]
    assert numbers.secret(lambda size: throws.pop(0)[:size]) == 7
    assert throws == []


def test_an_unknown_group_is_none():
    assert [number for number in range(40) if group(number)] == [0, 1, 2, *range(8, 19)]
