"""The national signing software, played by an emulator: what it brings back is believed only once it was checked."""

import pytest

from devices.signing.checker import SignatureLooks
from devices.signing.sign_service import ServiceWords, SignServiceSigner
from devices.signing.websocket import Place
from devices.simulated.sign_service import CANCELLED, ServiceFault, SimulatedSignService
from kiosk.moments import FixedClock
from kiosk.signature_problems import (
    CancelledThere,
    CopyNotSignable,
    ServiceAbsent,
    ServiceRefused,
    SignatureNotGood,
    SigningBroke,
)
from kiosk.work import Silent
from tests.devices.papers_to_sign import AGENCY, FONT, Heard, Watch, paper, to_sign
from tests.devices.tokens import NOW_MS


@pytest.fixture(scope="module")
def service():
    service = SimulatedSignService(FONT, AGENCY, NOW_MS)
    yield service
    service.close()


@pytest.fixture(scope="module")
def signer(service):
    words = ServiceWords(service.address, cancelled=frozenset({CANCELLED}))
    signer = SignServiceSigner(words, SignatureLooks(None, FixedClock(NOW_MS)))
    yield signer
    signer.close()


def sign(signer, *papers: bytes, progress=None) -> Heard:
    heard = Heard()
    copies = [to_sign(str(number), pdf) for number, pdf in enumerate(papers)]
    signer.sign(copies, signer.signatories()[0], bytearray(), heard, progress or Silent())
    return heard


def test_copies_go_there_and_come_back_signed(service, signer):
    service.fault = ServiceFault.NONE
    watch, unsigned = Watch(), [paper(), paper(turned=90)]
    heard = sign(signer, *unsigned, progress=watch)
    assert [copy.pdf.startswith(pdf) for copy, pdf in zip(heard.done.values(), unsigned, strict=True)] == [True, True]
    assert "phần mềm ký số" in heard.done["0"].subject
    assert heard.done["0"].serial
    assert watch.steps == [0, 1]
    asked = service.calls[-1]
    assert asked["function"] == "vgca_sign_copy"
    assert set(asked["params"]) == {"FileUploadHandler", "SessionId", "JWTToken", "FileName", "MetaData"}
    assert not signer.asks_pin


@pytest.mark.parametrize(("fault", "problem"), [
    (ServiceFault.CANCELLED, CancelledThere), (ServiceFault.REFUSES, ServiceRefused), (ServiceFault.HANGS_UP, SigningBroke),
    (ServiceFault.RUBBISH, SigningBroke),
])  # fmt: skip
def test_what_ends_a_batch_there_ends_it_here(service, signer, fault, problem):
    service.fault = fault
    with pytest.raises(problem):
        sign(signer, paper())


@pytest.mark.parametrize("fault", [ServiceFault.ANOTHER_FILE, ServiceFault.UNSIGNED])
def test_what_is_not_our_copy_with_a_signature_does_not_count(service, signer, fault):
    service.fault = fault
    heard = sign(signer, paper())
    assert isinstance(heard.refused_ones["0"], SignatureNotGood)
    assert not heard.done


def test_what_is_no_paper_is_never_handed_over(service, signer):
    service.fault = ServiceFault.NONE
    before = len(service.calls)
    heard = sign(signer, b"JPEG")
    assert isinstance(heard.refused_ones["0"], CopyNotSignable)
    assert len(service.calls) == before


def test_a_service_that_is_not_running_is_named():
    signer = SignServiceSigner(ServiceWords("wss://127.0.0.1:1"), SignatureLooks(None, FixedClock(NOW_MS)))
    with pytest.raises(ServiceAbsent) as caught:
        signer.signatories()
    assert "wss://127.0.0.1:1" in caught.value.for_operator()


@pytest.mark.parametrize("address", ["wss://10.0.0.7:8987", "https://127.0.0.1", "nonsense", "wss://example.vn"])
def test_copies_never_leave_this_machine(address):
    with pytest.raises(ValueError):
        Place.of(address)
