"""Signing: the same promises from a real PKCS#11 token (softhsm2) and from the training key; and what goes wrong with tokens."""

import io
import logging
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.files.opening import pages_in
from devices.signing.batch import Batch
from devices.signing.checker import SignatureLooks
from devices.signing.keys import KeyTroubled
from devices.signing.signer import ProcessSigner, token_signer
from devices.signing.words import Sign, Trouble
from devices.simulated import training_key
from devices.simulated.training_key import TrainingSigner
from devices.simulated.training_key_child import TrainingKey
from kiosk.moments import FixedClock
from kiosk.signature_ports import CopyForm, CopySigner, Signatory, SignatureTrust
from kiosk.signature_problems import (
    CertificateExpired,
    CertificateNotForSigning,
    CertificateNotYetValid,
    CopyNotSignable,
    LibraryMissing,
    NoCertificate,
    NoToken,
    NotSignable,
    PinBlocked,
    PinWrong,
    SigningBroke,
    TokenGone,
)  # fmt: skip
from kiosk.work import Cancelled, Silent
from tests.devices import tokens
from tests.devices.papers_to_sign import AGENCY, FONT, Heard, Watch, paper, to_sign
from tests.devices.tokens import NOW_MS, PIN, Person

CLOCK = FixedClock(NOW_MS)
HUONG = "Lò Thị Mai Hương"
PEOPLE = (
    Person(HUONG), Person("Cầm Văn Bền", curve=True), Person("Hết Hạn", begins=-900, ends=-1), Person("Sớm Quá", begins=2),
    Person("Chỉ Mã Hóa", signs=False),
)  # fmt: skip


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    """A folder with a token of PEOPLE on it."""
    tokens.library()
    folder = tmp_path_factory.mktemp("token")
    (folder / "root.crt").write_bytes(tokens.fill(folder, "USB giả định", PEOPLE))
    return folder


@pytest.fixture
def plugged(token, monkeypatch):
    monkeypatch.setenv("SOFTHSM2_CONF", str(token / "softhsm2.conf"))
    return token_signer(tokens.library(), FONT, CLOCK)


@pytest.fixture(params=["token", "training"])
def signer(request):
    if request.param == "token":
        return request.getfixturevalue("plugged")
    return TrainingSigner([HUONG], FONT, CLOCK)


@pytest.fixture(scope="module")
def looks():
    checker = SignatureLooks(None, CLOCK)
    yield checker
    checker.close()


def pin_of(signer: CopySigner) -> bytearray:
    return bytearray((training_key.PIN if isinstance(signer, TrainingSigner) else PIN).encode())


def person(signer: CopySigner, name: str = HUONG):
    kind = type(signer)
    if kind not in _KNOWN:
        _KNOWN[kind] = signer.signatories()
    return next(one for one in _KNOWN[kind] if one.subject.startswith(name))


_KNOWN: dict[type, tuple[Signatory, ...]] = {}     # asked once: the token is the same for all tests


def sign(signer: CopySigner, *papers: bytes, name: str = HUONG, progress=None) -> Heard:
    heard = Heard()
    copies = [to_sign(str(number), pdf) for number, pdf in enumerate(papers)]
    signer.sign(copies, person(signer, name), pin_of(signer), heard, progress or Silent())
    return heard


# ---- what every signer promises ----------------------------------------------------------------------------------------


def test_whose_keys_are_there_is_known_without_a_pin(signer):
    [huong] = [one for one in signer.signatories() if one.subject.startswith(HUONG)]
    assert huong.hindrance is None
    assert huong.not_before < NOW_MS < huong.not_after
    assert huong.where in ("USB giả định", training_key.WHERE)
    assert HUONG not in repr(huong)


def test_a_day_is_signed_under_one_pin_and_holds(signer, looks):
    pin, heard, watch = pin_of(signer), Heard(), Watch()
    count = 5 if isinstance(signer, TrainingSigner) else 20
    unsigned = {str(number): paper(turned=number % 4 * 90) for number in range(count)}
    signer.sign([to_sign(name, pdf) for name, pdf in unsigned.items()], person(signer), pin, heard, watch)
    assert set(pin) == {0}
    assert watch.steps == list(range(count))
    assert list(heard.done) == list(unsigned)
    for name, copy in heard.done.items():
        assert copy.pdf.startswith(unsigned[name])
        [seen] = looks.check(copy.pdf)
        assert seen.signer.startswith(HUONG)
        assert (seen.serial, seen.at, seen.holds, seen.trust) == (copy.serial, NOW_MS, True, SignatureTrust.UNKNOWN)
        assert len(copy.pdf) - len(unsigned[name]) < 14_000


def test_a_wrong_pin_signs_nothing_and_is_forgotten(signer):
    pin, heard = bytearray(b"000000"), Heard()
    with pytest.raises(PinWrong):
        signer.sign([to_sign("1", paper())], person(signer), pin, heard, Silent())
    assert set(pin) == {0}
    assert not heard.done


def test_a_copy_that_is_none_costs_only_itself(signer):
    locked = paper(encryption=pikepdf.Encryption(owner="a", user="b"))
    good = paper()
    heard = sign(signer, b"JPEG", good[: len(good) // 2], locked, good)
    assert [type(why) for why in heard.refused_ones.values()] == [CopyNotSignable] * 3
    assert len({why.for_person() for why in heard.refused_ones.values()}) == 3
    assert list(heard.done) == ["3"]


def test_a_batch_called_off_keeps_what_is_done(signer):
    def stop(done: int) -> None:
        if done == 2:
            raise Cancelled

    heard = Heard()
    with pytest.raises(Cancelled):
        signer.sign([to_sign(str(n), paper()) for n in range(4)], person(signer), pin_of(signer), heard, Watch(stop))
    assert list(heard.done) == ["0", "1"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_pin_is_nowhere_to_be_found(signer, caplog):
    caplog.set_level(logging.DEBUG)
    pin, seen, others = pin_of(signer), [], children()
    secret = bytes(pin)

    def look(_done: int) -> None:
        for child in set(children()) - set(others):
            seen.append(child)
            assert secret not in Path(f"/proc/{child}/cmdline").read_bytes()
            assert secret not in Path(f"/proc/{child}/environ").read_bytes()
            assert "Max core file size        0 " in Path(f"/proc/{child}/limits").read_text()

    signer.sign([to_sign("1", paper())], person(signer), pin, Heard(), Watch(look))
    assert seen
    assert secret.decode() not in caplog.text
    assert not set(seen) & set(children())


def children() -> list[str]:
    return [child for task in Path("/proc/self/task").glob("*/children") for child in task.read_text().split()]


# ---- signed before -----------------------------------------------------------------------------------------------------

BATCH = Batch(TrainingKey(HUONG), FONT)


def signed_here(pdf: bytes, form: CopyForm = CopyForm.TRUE_COPY, agency: str = AGENCY) -> bytes:
    """What the process would do, without one."""
    return BATCH.sign(pdf, Sign(len(pdf), form, agency, NOW_MS))


def test_what_was_changed_after_a_signature_takes_no_further_one():
    changed = signed_here(paper()).replace(b"line of a paper", b"LINE OF A PAPER", 1)
    with pytest.raises(KeyTroubled) as caught:
        signed_here(changed)
    assert caught.value.failed.why is NotSignable.CHANGED


def test_a_second_signature_stands_below_the_first_and_both_hold(looks):
    once = signed_here(paper())
    twice = signed_here(once)
    first, second = looks.check(twice)
    assert first.holds
    assert second.holds
    assert rows_of_ink(twice) >= 2 * rows_of_ink(once) > 20


# ---- the visible text ------------------------------------------------------------------------------------------------


def drawn(pdf: bytes):
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    return document[0].render(scale=1, may_draw_forms=True, grayscale=True).to_numpy()


def rows_of_ink(pdf: bytes) -> int:
    """In the upper right eighth of the page."""
    picture = drawn(pdf)
    corner = picture[: picture.shape[0] // 4, picture.shape[1] // 2 :]
    return int((corner < 128).any(axis=1).sum())


@pytest.mark.parametrize(("turned", "media", "crop"), [
    (0, (0, 0, 595, 842), None), (90, (0, 0, 595, 842), None), (180, (-100, 50, 495, 892), None),
    (270, (0, 0, 595, 842), (50, 60, 500, 700)), (90, (595, 842, 0, 0), (-50, -50, 2000, 400)), (450, (0, 0, 842, 595), None),
])  # fmt: skip
def test_the_text_stands_upright_in_the_top_right_corner(turned, media, crop):
    before = paper(turned, media, crop)
    signed = signed_here(before)
    added = (drawn(signed) < 160) & ~(drawn(before) < 160)
    high, wide = added.shape
    rows, columns = added.any(axis=1).nonzero()[0], added.any(axis=0).nonzero()[0]
    assert rows.min() > 8
    assert rows.max() < 75
    assert wide - 22 < columns.max() < wide - 8
    assert columns.min() > wide * 0.36
    assert high > 300
    lines = int((added.any(axis=1)[1:] & ~added.any(axis=1)[:-1]).sum())
    assert lines >= 3                  # upright: white between the lines


def test_the_text_is_what_the_rules_ask_and_can_be_read_by_machines():
    document = pypdfium2.PdfDocument(signed_here(paper(), CopyForm.EXTRACT))
    document.init_forms()
    document[0].flatten()
    text = " ".join(document[0].get_textpage().get_text_range().split())
    assert "TRÍCH SAO" in text
    assert AGENCY in text
    assert "2026-11-28T16:30:00+07:00" in text


def test_a_slip_of_paper_and_letters_the_typeface_lacks_do_no_harm(looks):
    signed = signed_here(paper(media=(0, 0, 60, 40)), agency="UBND 漢 \u0300 " + "dài" * 60)
    assert looks.check(signed)[0].holds


def test_a_signed_paper_that_somebody_brings_keeps_its_text_when_it_becomes_a_page():
    unsigned, signed = (next(pages_in(pdf, 72, give=True)).content for pdf in (paper(), signed_here(paper())))
    dark = [
        Image.open(io.BytesIO(page)).convert("L").crop((300, 0, 595, 80)).histogram()[:128] for page in (unsigned, signed)
    ]
    assert sum(dark[0]) == 0
    assert sum(dark[1]) > 200


# ---- tokens ------------------------------------------------------------------------------------------------------------


def test_keys_of_every_kind_sign(plugged, looks):
    signed = sign(plugged, paper(), name="Cầm Văn Bền").done["0"].pdf
    [seen] = looks.check(signed)
    assert (seen.signer, seen.holds) == ("Cầm Văn Bền", True)


@pytest.mark.parametrize(("name", "problem"), [
    ("Hết Hạn", CertificateExpired), ("Sớm Quá", CertificateNotYetValid), ("Chỉ Mã Hóa", CertificateNotForSigning),
])  # fmt: skip
def test_a_certificate_that_does_not_do_is_named_before_the_pin_is_spent(plugged, name, problem):
    assert isinstance(person(plugged, name).hindrance, problem)
    pin = pin_of(plugged)
    with pytest.raises(problem):
        plugged.sign([to_sign("1", paper())], person(plugged, name), pin, Heard(), Silent())
    assert set(pin) == {0}


def test_without_a_token_it_says_so(tmp_path, monkeypatch, plugged):
    (tmp_path / "tokens").mkdir()
    (tmp_path / "c.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "c.conf"))
    with pytest.raises(NoToken):
        plugged.signatories()


def test_an_empty_token_says_so(tmp_path, monkeypatch, plugged):
    tokens.fill(tmp_path, "trong", ())
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    with pytest.raises(NoCertificate):
        plugged.signatories()


def test_a_token_that_went_since_it_was_asked_says_so(tmp_path, monkeypatch, plugged):
    huong = person(plugged)
    tokens.fill(tmp_path, "khac", ())
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    with pytest.raises(NoToken):
        plugged.sign([to_sign("1", paper())], huong, pin_of(plugged), Heard(), Silent())


@pytest.mark.parametrize("content", [None, b"", b"not a library"])
def test_a_library_that_cannot_be_opened_is_named(tmp_path, content):
    path = tmp_path / "vendor.so"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LibraryMissing) as caught:
        token_signer(str(path), FONT, CLOCK).signatories()
    assert str(path) in caught.value.for_operator()


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """softhsm2 behind a library that plays faults."""
    if not shutil.which("gcc"):
        pytest.skip("gcc is not installed (apt-get install gcc)")
    built = tmp_path_factory.mktemp("faults") / "faults.so"
    source = Path(__file__).parent / "token_with_faults.c"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", built, source, "-ldl"], check=True, capture_output=True)
    return built


@pytest.fixture
def broken(faulty, plugged, monkeypatch):
    def with_fault(fault: str) -> ProcessSigner:
        monkeypatch.setenv("TOKEN_REAL", tokens.library())
        monkeypatch.setenv("TOKEN_FAULT", fault)
        return token_signer(str(faulty), FONT, CLOCK)

    return with_fault


def test_a_blocked_token_says_so(broken):
    signer = broken("locked")
    with pytest.raises(PinBlocked):
        sign(signer, paper())


def test_the_last_try_is_told(broken):
    signer = broken("final")
    with pytest.raises(PinWrong) as caught:
        signer.sign([to_sign("1", paper())], person(signer), bytearray(b"111111"), Heard(), Silent())
    assert "một lần thử" in caught.value.for_person()


@pytest.mark.parametrize(("fault", "problem"), [("removed:3", TokenGone), ("crash:3", SigningBroke)])
def test_a_token_that_goes_in_the_middle_leaves_what_is_done(broken, looks, fault, problem):
    signer, heard, pin = broken(fault), Heard(), bytearray(PIN.encode())
    with pytest.raises(problem):
        signer.sign([to_sign(str(n), paper()) for n in range(5)], person(signer), pin, heard, Silent())
    assert list(heard.done) == ["0", "1"]
    assert set(pin) == {0}
    assert all(looks.check(copy.pdf)[0].holds for copy in heard.done.values())


def test_three_wrong_pins_block_the_training_key():
    signer = TrainingSigner([HUONG], FONT, CLOCK)
    said = []
    for _ in range(4):
        with pytest.raises((PinWrong, PinBlocked)) as caught:
            signer.sign([to_sign("1", paper())], person(signer), bytearray(b"1"), Heard(), Silent())
        said.append(caught.value)
    assert [type(one) for one in said] == [PinWrong, PinWrong, PinBlocked, PinBlocked]
    assert "2" in said[0].for_person()


# ---- hostile papers ------------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 4000), st.binary(min_size=1, max_size=6)), min_size=1, max_size=8))
def test_a_broken_paper_is_signed_or_refused_and_never_ends_the_batch(edits):
    broken = bytearray(paper())
    for place, change in edits:
        at = place % len(broken)
        broken[at : at + len(change)] = change
    try:
        signed = signed_here(bytes(broken))
    except KeyTroubled as troubled:
        failed = troubled.failed.trouble
    else:
        failed = None
        assert signed.startswith(broken)
    assert failed in (None, Trouble.NOT_SIGNABLE)
