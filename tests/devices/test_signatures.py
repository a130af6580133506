"""Looking at signatures: what holds, what does not, whom we know, and that no file hurts whoever looks."""

import io
from datetime import timedelta

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.signing.batch import Batch
from devices.signing.checker import SignatureLooks
from devices.signing.looking import NotReadable, Roots, roots_in, signatures
from devices.signing.words import Sign
from devices.simulated import training_key
from devices.simulated.training_key_child import TrainingKey
from kiosk import signature_words
from kiosk.moments import FixedClock
from kiosk.signature_ports import CopyForm, LaterChange, SignatureTrust
from kiosk.signature_problems import SignaturesUnreadable
from tests.devices.papers_to_sign import AGENCY, FONT, paper
from tests.devices.tokens import NOW_MS, Person, issued

HUONG = "Lò Thị Mai Hương"
DAY_MS = int(timedelta(days=1).total_seconds() * 1000)


def signed_by(key, at: int = NOW_MS) -> bytes:
    pdf = paper()
    return Batch(key, FONT).sign(pdf, Sign(len(pdf), CopyForm.TRUE_COPY, AGENCY, at))


class Key:
    """An invented person's key, as a token would have it."""

    chain = ()

    def __init__(self, private, certificate) -> None:
        from cryptography.hazmat.primitives import serialization

        self._private, self.certificate = private, certificate.public_bytes(serialization.Encoding.DER)

    def sign(self, data: bytes) -> bytes:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec

        return self._private.sign(data, ec.ECDSA(hashes.SHA256()))


@pytest.fixture(scope="module")
def signed() -> bytes:
    return signed_by(TrainingKey(HUONG))


@pytest.fixture(scope="module")
def roots(tmp_path_factory) -> Roots:
    """A folder in which an operator has installed the training authority, and left other things lying."""
    folder = tmp_path_factory.mktemp("roots")
    (folder / "tap-huan.cer").write_bytes(training_key.der(training_key.authority()))
    (folder / "hỏng.pem").write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    (folder / "ghi chú.txt").write_text("không phải chứng thư")
    found = roots_in(str(folder))
    assert len(found.certificates) == 1
    return found


@pytest.fixture(scope="module")
def looks():
    checker = SignatureLooks(None, FixedClock(NOW_MS))
    yield checker
    checker.close()


def test_who_when_intact_and_not_known(signed):
    [seen] = signatures(signed, Roots(), NOW_MS)
    told = signature_words.said(seen)
    assert told.who == "Lò Thị Mai Hương (TẬP HUẤN)"
    assert told.when.startswith("16:30 28/11/2026")
    assert told.state == "Còn nguyên vẹn."
    assert told.good
    assert not told.trusted
    assert "chưa biết nơi cấp" in signature_words.summary([seen])


def test_only_an_installed_root_makes_a_signer_trusted(signed, roots):
    [seen] = signatures(signed, roots, NOW_MS)
    assert seen.trust is SignatureTrust.TRUSTED
    other, _ = issued(())
    from cryptography.hazmat.primitives import serialization

    stranger = Roots((type(roots.certificates[0]).load(other.public_bytes(serialization.Encoding.DER)),))
    assert signatures(signed, stranger, NOW_MS)[0].trust is SignatureTrust.UNKNOWN


@pytest.mark.parametrize("old", [b"line of a paper", b"Giay khai", b"Helvetica"])
def test_a_flipped_letter_is_seen(signed, roots, old):
    at = signed.index(old)
    flipped = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
    [seen] = signatures(flipped, roots, NOW_MS)
    assert not seen.intact
    assert seen.trust is not SignatureTrust.TRUSTED
    assert "KHÔNG" in signature_words.said(seen).state
    assert "KHÔNG" in signature_words.summary([seen])


def test_a_flipped_bit_of_the_signature_itself_is_seen(signed, roots):
    at = signed.index(b"/Contents <") + 11
    raw = bytes.fromhex(signed[at : signed.index(b">", at)].decode())
    end = raw.rstrip(b"\0")
    place = at + 2 * (len(end) - 4)
    flipped = signed[:place] + (b"0" if signed[place : place + 1] != b"0" else b"1") + signed[place + 1 :]
    try:
        found = signatures(flipped, roots, NOW_MS)
    except NotReadable:
        return
    assert not found[0].intact


def test_what_is_written_behind_a_signature_is_seen(signed, roots):
    rubbish = signatures(signed + b"\n% added later\n", roots, NOW_MS)[0]
    assert (rubbish.intact, rubbish.later, rubbish.holds) == (True, LaterChange.OTHER, False)
    overlaid = overlay(signed)
    assert overlaid.startswith(signed)
    seen = signatures(overlaid, roots, NOW_MS)[0]
    assert (seen.intact, seen.later, seen.holds) == (True, LaterChange.OTHER, False)
    assert "KHÔNG" in signature_words.summary([seen])


def overlay(signed: bytes) -> bytes:
    """A page's content replaced by a later update of the file: what a forger would do."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    page = writer.find_page_for_modification(0)[0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT /F0 40 Tf 90 90 Td (khac han) Tj ET"))
    writer.update_container(page)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


@pytest.mark.parametrize(("person", "at", "now", "trust"), [
    (Person("A", curve=True), NOW_MS, NOW_MS, SignatureTrust.TRUSTED),
    (Person("A", ends=5, curve=True), NOW_MS, NOW_MS + 9 * DAY_MS, SignatureTrust.EXPIRED_SINCE),
    (Person("A", ends=-5, curve=True), NOW_MS, NOW_MS, SignatureTrust.OUT_OF_TIME),
    (Person("A", begins=5, curve=True), NOW_MS, NOW_MS + 9 * DAY_MS, SignatureTrust.OUT_OF_TIME),
    (Person("A", begins=5, curve=True), NOW_MS + 30 * DAY_MS, NOW_MS, SignatureTrust.UNKNOWN),
    (Person("A", signs=False, curve=True), NOW_MS, NOW_MS, SignatureTrust.NOT_FOR_SIGNING),
])  # fmt: skip
def test_a_known_root_is_not_enough(person, at, now, trust):
    from asn1crypto import x509
    from cryptography.hazmat.primitives import serialization

    root, [(private, certificate)] = issued((person,))
    known = Roots((x509.Certificate.load(root.public_bytes(serialization.Encoding.DER)),))
    [seen] = signatures(signed_by(Key(private, certificate), at), known, now)
    assert seen.trust is trust
    assert seen.holds
    assert seen.organization == "UBND phường Cây Gạo (giả định)"


def test_nobody_signed():
    assert signatures(paper(), Roots(), NOW_MS) == ()
    assert signature_words.summary(()) == "Tệp này chưa có chữ ký số nào."


def test_a_signature_of_a_kind_nobody_can_judge_is_not_passed_over(signed):
    odd = signed.replace(b"/ETSI.CAdES.detached", b"/adbe.x509.rsa_sha1 ", 1)
    assert odd != signed
    with pytest.raises(NotReadable):
        signatures(odd, Roots(), NOW_MS)


@pytest.mark.parametrize("content", [
    b"", b"%PDF-1.7\n", b"not a paper at all", b"%PDF-1.7\n" + b"[" * 100_000,
    b"%PDF-1.7\n" + b"<<" * 50_000 + b"\nstartxref\n9\n%%EOF",
])  # fmt: skip
def test_what_is_no_paper_is_not_judged(looks, content):
    with pytest.raises(SignaturesUnreadable):
        looks.check(content)


def test_a_locked_paper_is_not_judged(looks):
    with pytest.raises(SignaturesUnreadable):
        looks.check(paper(encryption=pikepdf.Encryption(owner="a", user="b")))


def test_a_file_that_takes_too_long_costs_only_itself(signed):
    impatient = SignatureLooks(None, FixedClock(NOW_MS), longest_s=0.0)
    with pytest.raises(SignaturesUnreadable):
        impatient.check(signed)
    impatient.close()


def test_a_file_that_brings_its_process_down_costs_only_itself(looks, signed, monkeypatch):
    assert looks.check(signed)
    looks._process._process.kill()     # as if a file had done it
    with pytest.raises(SignaturesUnreadable):
        looks.check(signed)
    assert looks.check(signed)[0].holds


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 20_000), st.binary(min_size=1, max_size=4)), min_size=1, max_size=6))
def test_no_damage_passes_for_whole(signed, roots, edits):
    damaged = bytearray(signed)
    for place, change in edits:
        at = place % len(damaged)
        damaged[at : at + len(change)] = change
    if bytes(damaged[: len(signed)]) == signed:
        return
    try:
        found = signatures(bytes(damaged), roots, NOW_MS)
    except NotReadable:
        return
    begin = signed.index(b"/Contents <") + 11              # the signature itself is what no signature covers
    end = signed.index(b">", begin)
    if (damaged[:begin], damaged[end : len(signed)]) != (signed[:begin], signed[end:]):
        assert not any(seen.holds for seen in found)
