"""Time stamps: added behind a signed copy when there is a link again, believed only of a service that is known."""

from datetime import timedelta

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives import serialization

from devices.signing.looking import Roots, signatures
from devices.signing.stamper import ProcessStamper
from devices.simulated.time_stamps import SimulatedTimeStamps
from kiosk import signature_words
from kiosk.signature_ports import LaterChange, SignatureTrust
from kiosk.signature_problems import TimeStampNotGiven
from sync.time_stamping import carrier_to
from tests.devices.test_signatures import Key, signed_by
from tests.devices.tokens import NOW_MS, Person, issued

DAY_MS = int(timedelta(days=1).total_seconds() * 1000)


@pytest.fixture(scope="module")
def service():
    service = SimulatedTimeStamps(NOW_MS + 60_000)
    yield service
    service.close()


@pytest.fixture(scope="module")
def person():
    """Somebody whose certificate soon runs out: the root, and a signed copy."""
    root, [(private, certificate)] = issued((Person("A", ends=5, curve=True),))
    return root.public_bytes(serialization.Encoding.DER), signed_by(Key(private, certificate))


def known(*ders: bytes) -> Roots:
    return Roots(tuple(x509.Certificate.load(der) for der in ders))


def test_a_signed_copy_gets_a_stamp_that_outlives_its_certificate(service, person):
    root, signed = person
    stamped = ProcessStamper(carrier_to(service.url)).stamp(signed)
    assert stamped.startswith(signed)
    later = NOW_MS + 30 * DAY_MS
    assert signatures(signed, known(root), later)[0].trust is SignatureTrust.EXPIRED_SINCE
    seen, stamp = signatures(stamped, known(root, service.certificate), later)
    assert (seen.stamped, seen.stamp_trusted, seen.trust) == (NOW_MS + 60_000, True, SignatureTrust.TRUSTED)
    assert (seen.holds, seen.later) == (True, LaterChange.SIGNATURES)
    assert (stamp.document_stamp, stamp.holds) == (True, True)
    assert "có dấu thời gian" in signature_words.said(seen).when


def test_a_stamp_of_a_service_nobody_knows_proves_nothing(service, person):
    root, signed = person
    stamped = ProcessStamper(service.answer).stamp(signed)
    seen, _stamp = signatures(stamped, known(root), NOW_MS + 30 * DAY_MS)
    assert (seen.stamp_trusted, seen.trust) == (False, SignatureTrust.EXPIRED_SINCE)
    assert "của nơi chưa biết" in signature_words.said(seen).when


@pytest.mark.parametrize("answer", [b"", b"<html>", b"0" * 5000])
def test_an_answer_that_is_none_leaves_the_copy_as_it_was(person, answer):
    with pytest.raises(TimeStampNotGiven):
        ProcessStamper(lambda _request: answer).stamp(person[1])


def test_an_answer_to_another_request_is_not_taken(service, person):
    kept = []

    def once_more(request: bytes) -> bytes:
        kept.append(service.answer(request))
        return kept[0]

    stamper = ProcessStamper(once_more)
    assert stamper.stamp(person[1])
    with pytest.raises(TimeStampNotGiven):
        stamper.stamp(person[1])


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://", "nonsense"])
def test_a_service_out_of_reach_is_named(url):
    with pytest.raises(TimeStampNotGiven):
        carrier_to(url)(b"request")
