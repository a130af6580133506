"""The files operators get anchors in, and the folder they are installed in."""

import base64
import io
import zipfile
from dataclasses import replace

import pytest

from devices.card.trust import anchors, bundles
from devices.card.trust.anchors import TrustFileRefused, TrustFileUnread, TrustStore
from devices.card.trust.bundles import BadBundle, BundleFault, Unusable, unusable
from devices.card.trust.certificate import parse
from devices.simulated import issuer
from devices.simulated.issuer import YEAR_MS, Plan
from tests.devices.card import pki
from tests.devices.card.pki import NOW

STATE = pki.state()
OTHER = pki.state(pki.curve_key("secp384r1", seed=31))
COUNTRIES = [STATE.country.certificate, OTHER.country.certificate]
LIST = issuer.master_list(STATE.signer, COUNTRIES, NOW)


def pem(kind, der):
    return f"-----BEGIN {kind}-----\n{base64.encodebytes(der).decode()}-----END {kind}-----\n".encode()


def ldif(name, der):
    text = base64.b64encode(der).decode()
    lines = "\n ".join(text[at:at + 70] for at in range(0, len(text), 70))
    return f"dn: c=VN,dc=data\n{name}:: {lines}\nversion: 1\n\n".encode()


def zipped(*members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, member in enumerate(members):
            archive.writestr(f"{number}.bin", member)
    return target.getvalue()


@pytest.mark.parametrize("data", [
    b"".join(pem("CERTIFICATE", der) for der in COUNTRIES), LIST, pem("CMS", LIST), ldif("pkdMasterListContent", LIST),
    ldif("userCertificate;binary", COUNTRIES[0]) + ldif("cACertificate;binary", COUNTRIES[1]),
    zipped(*COUNTRIES), zipped(LIST, LIST),
])  # fmt: skip
def test_the_same_two_countries_in_every_kind_of_file(data):
    found = bundles.read(data)
    assert [certificate.der for certificate in found.certificates] == COUNTRIES
    assert found.unreadable == 0


def test_a_single_certificate_and_a_revocation_list():
    assert bundles.read(COUNTRIES[0]).certificates[0].subject.country == "VN"
    found = bundles.read(pem("X509 CRL", STATE.revoke(5, 6)))
    assert found.revocations[0].serials == {5, 6}
    assert found.revocations[0].days_old(NOW) == 1


def test_a_master_list_tells_who_signed_it():
    assert [signer.subject.common for signer in bundles.read(LIST).signers] == ["DS thử nghiệm"]


def test_a_master_list_that_was_changed_is_refused():
    place = LIST.index(COUNTRIES[1]) + 200
    with pytest.raises(BadBundle) as refused:
        bundles.read(LIST[:place] + bytes([LIST[place] ^ 1]) + LIST[place + 1:])
    assert refused.value.fault is BundleFault.TAMPERED
    stranger = replace(STATE.signer, key=pki.curve_key(seed=44))
    with pytest.raises(BadBundle):
        bundles.read(issuer.master_list(stranger, COUNTRIES, NOW))


def test_one_unreadable_certificate_spoils_no_list():
    found = bundles.read(issuer.master_list(STATE.signer, [COUNTRIES[0], issuer.sequence(issuer.number(1))], NOW))
    assert (len(found.certificates), found.unreadable) == (1, 1)


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"\x30\x00", pem("CERTIFICATE", b"rubbish"), b"PK\x03\x04rubbish", zipped(b"hello")]
)
def test_what_holds_nothing_is_refused(data):
    with pytest.raises(BadBundle) as refused:
        bundles.read(data)
    assert refused.value.fault is BundleFault.UNKNOWN


def test_a_zip_that_would_not_end_is_refused(monkeypatch):
    monkeypatch.setattr(bundles, "MAX_BUNDLE", 100_000)
    with pytest.raises(BadBundle) as refused:
        bundles.read(zipped(bytes(60_000), bytes(60_000)))
    assert refused.value.fault is BundleFault.TOO_LARGE


@pytest.mark.parametrize(("plan", "why"), [
    ({}, None), ({"is_ca": False}, Unusable.NOT_CA), ({"usage": 0x80}, Unusable.NOT_CA), ({"usage": None}, None),
    ({"ends": NOW - 1}, Unusable.EXPIRED), ({"country": ""}, Unusable.COUNTRY),
])  # fmt: skip
def test_why_a_certificate_is_no_anchor(plan, why):
    made = issuer.country(replace(STATE.country.plan, **plan), STATE.country.key)
    assert unusable(parse(made.certificate), NOW, thorough=True) is why


def test_a_key_that_is_not_known_is_told():
    small = issuer.country(Plan("nhỏ", NOW - 1, NOW + YEAR_MS), pki.curve_key("secp256r1"))
    spki = small.key.spki()
    damaged = small.certificate.replace(spki, spki[:-1] + bytes([spki[-1] ^ 1]))
    assert unusable(parse(damaged), NOW) is Unusable.KEY


def test_a_certificate_that_did_not_sign_itself_is_told_when_asked_thoroughly():
    good = STATE.country.certificate
    forged = parse(good[:-1] + bytes([good[-1] ^ 1]))
    assert unusable(forged, NOW, thorough=True) is Unusable.SIGNATURE
    assert unusable(forged, NOW) is None


def test_installing_survives_and_is_read_again(tmp_path):
    source = tmp_path / "danh sách.ml"
    source.write_bytes(LIST)
    folder = tmp_path / "data" / anchors.FOLDER
    assert anchors.installed(folder) == TrustStore()
    anchors.install(source, folder)
    anchors.install(source, folder)                    # again is once
    assert [path.suffix for path in folder.iterdir()] == [".trust"]
    assert len(anchors.installed(folder).anchors) == 2
    assert not anchors.installed(folder).empty


def test_files_that_cannot_be_used_are_told_by_code(tmp_path):
    with pytest.raises(TrustFileUnread, match="CARD-33"):
        anchors.read_file(tmp_path / "none")
    (tmp_path / "hello").write_text("hello")
    with pytest.raises(TrustFileRefused, match="CARD-32"):
        anchors.read_file(tmp_path / "hello")
