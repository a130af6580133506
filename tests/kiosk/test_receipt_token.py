"""The signed text of a receipt: what it says comes back, and nothing that was altered ever passes for genuine."""

import base64
import re
import string

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from kiosk import receipt_token
from kiosk.credentials import DeviceCertificate, encode
from kiosk.receipt_token import ReceiptFacts, Standing
from kiosk.signing import Signed, SigningKey

DEVICE = SigningKey(b"d" * 32)
OTHER_DEVICE = SigningKey(b"e" * 32)
GATEWAY = SigningKey(b"g" * 32)
OTHER_GATEWAY = SigningKey(b"h" * 32)
RECEIVED = 1_795_572_000
QR_ALPHANUMERIC = set(string.digits + string.ascii_uppercase + " $%*+-./:")

names = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
moments = st.integers(0, 4_000_000_000)
facts = st.builds(ReceiptFacts, names, names, moments, st.none() | moments, names, st.binary(min_size=16, max_size=16))
FACTS = ReceiptFacts("H99.01.02-261125-0041", "1.004873", RECEIVED, RECEIVED + 259_200, "H99.01.02", bytes(range(16)))


def certificate(device: SigningKey = DEVICE, by: SigningKey = GATEWAY, days: int = 365, counter: str = "Quầy 3") -> Signed:
    body = encode(DeviceCertificate(bytes(16), device.public_key, "H99.01.02", counter, RECEIVED - 9, RECEIVED + days * 86_400))
    return by.signed(DeviceCertificate.purpose, body)


CERTIFIED = receipt_token.issue(FACTS, DEVICE, certificate())
BARE = receipt_token.issue(FACTS, DEVICE, None)


# ---- what it says --------------------------------------------------------------------------------


@given(facts, st.booleans())
def test_any_facts_come_back(told, with_certificate):
    token = receipt_token.issue(told, DEVICE, certificate() if with_certificate else None)
    assert receipt_token.verify(token, None).facts == told


def test_a_certificate_of_the_pinned_gateway_is_certified_and_names_the_counter():
    verdict = receipt_token.verify(CERTIFIED, GATEWAY.public_key)
    assert (verdict.standing, verdict.facts, verdict.counter) == (Standing.CERTIFIED, FACTS, "Quầy 3")


def test_a_bare_key_is_uncertified_whether_or_not_a_gateway_is_pinned():
    for gateway_key in (None, GATEWAY.public_key):
        assert receipt_token.verify(BARE, gateway_key).standing is Standing.UNCERTIFIED


def test_a_certificate_of_another_gateway_is_foreign():
    assert receipt_token.verify(CERTIFIED, OTHER_GATEWAY.public_key).standing is Standing.FOREIGN


def test_without_a_pinned_gateway_a_certificate_is_unchecked():
    assert receipt_token.verify(CERTIFIED, None).standing is Standing.UNCHECKED


def test_a_certificate_must_hold_at_the_time_of_receipt_not_today():
    for late, standing in ((1, Standing.CERTIFIED), (-1, Standing.EXPIRED)):
        token = receipt_token.issue(FACTS, DEVICE, certificate(days=late))
        assert receipt_token.verify(token, GATEWAY.public_key).standing is standing


# ---- what was altered ----------------------------------------------------------------------------

certified_or_bare = st.sampled_from([CERTIFIED, BARE])


@given(certified_or_bare, st.data())
def test_a_changed_character_never_changes_the_facts(token, data):
    at = data.draw(st.integers(0, len(token) - 1))
    char = data.draw(st.sampled_from(sorted(QR_ALPHANUMERIC)) | st.characters(exclude_categories=["Cs"]))
    altered = token[:at] + char + token[at + 1:]
    verdict = receipt_token.verify(altered, GATEWAY.public_key)
    assert verdict.facts in (None, FACTS)
    assert (verdict.facts is None) == (verdict.standing is Standing.BROKEN)


def test_a_different_letter_is_broken_or_no_longer_certified():
    """Every place and another letter there. Only the unused last bits of base32 may differ without harm."""
    harmless = []
    for at in range(len(receipt_token.PREFIX), len(CERTIFIED)):
        altered = CERTIFIED[:at] + ("A" if CERTIFIED[at] != "A" else "B") + CERTIFIED[at + 1:]
        verdict = receipt_token.verify(altered, GATEWAY.public_key)
        if verdict.standing is Standing.CERTIFIED:
            harmless.append(at)
            assert verdict == receipt_token.verify(CERTIFIED, GATEWAY.public_key)
    assert harmless in ([], [len(CERTIFIED) - 1])


@given(certified_or_bare, st.data())
def test_a_piece_of_a_token_is_broken(token, data):
    cut = data.draw(st.integers(0, len(token) - 2))
    assert receipt_token.verify(token[:cut], GATEWAY.public_key).standing is Standing.BROKEN


@given(st.text(max_size=300))
def test_any_text_is_broken_and_no_accident(text):
    for token in (text, receipt_token.PREFIX + text):
        assert receipt_token.verify(token, GATEWAY.public_key) == receipt_token.Verdict(Standing.BROKEN)


def test_facts_of_one_receipt_do_not_fit_the_signature_of_another():
    def parts(token):
        letters = token.removeprefix(receipt_token.PREFIX)
        return msgspec.msgpack.decode(base64.b32decode(letters + "=" * (-len(letters) % 8)))

    later = ReceiptFacts(FACTS.number, FACTS.procedure, FACTS.received, FACTS.due + 1, FACTS.office, FACTS.dossier)
    mixed = [parts(receipt_token.issue(later, DEVICE, certificate()))[0], *parts(CERTIFIED)[1:]]
    token = receipt_token.PREFIX + base64.b32encode(msgspec.msgpack.encode(mixed)).decode().rstrip("=")
    assert receipt_token.verify(token, GATEWAY.public_key).standing is Standing.BROKEN


def test_another_devices_certificate_does_not_help():
    token = receipt_token.issue(FACTS, OTHER_DEVICE, certificate(DEVICE))
    assert receipt_token.verify(token, GATEWAY.public_key).standing is Standing.BROKEN


def test_a_signature_for_another_purpose_is_no_receipt():
    class Wrong(SigningKey):
        def sign(self, purpose, body):
            return super().sign("audit", body)

    assert receipt_token.verify(receipt_token.issue(FACTS, Wrong(b"d" * 32), None), None).standing is Standing.BROKEN


# ---- on paper ------------------------------------------------------------------------------------


@given(st.from_regex(r"[HG][0-9]{2}(\.[0-9]{2}){1,4}", fullmatch=True), st.booleans())
def test_a_token_fits_the_qr_codes_alphanumeric_mode(office, temporary):
    number = "TMP-ABC234-261125-00012345" if temporary else f"{office}-261125-0041"
    told = ReceiptFacts(number, "1.004873.000.00.00.H99", RECEIVED, RECEIVED, office, bytes(16))
    token = receipt_token.issue(told, DEVICE, certificate(counter="Quầy 12, tầng 1"))
    assert set(token) <= QR_ALPHANUMERIC
    assert len(token) < 600


@given(certified_or_bare, st.data())
def test_lower_case_blanks_and_line_breaks_do_not_matter(token, data):
    cuts = data.draw(st.lists(st.integers(0, len(token)), max_size=5))
    typed = token.lower()
    for cut in sorted(cuts, reverse=True):
        typed = typed[:cut] + data.draw(st.sampled_from([" ", "\n", "\t", " \r\n ", "\u00a0"])) + typed[cut:]
    assert receipt_token.verify(typed, GATEWAY.public_key) == receipt_token.verify(token, GATEWAY.public_key)
    assert re.sub(r"\s", "", typed).upper() == token
