"""What is fuzzed of the card's code: each target eats any bytes and lets nothing out but what must never happen.

Shared by hypothesis (in `make test`), by random damage and by atheris (in `make soak`). Where a MAC or a signature stands before
a parser, the target makes it right: whoever holds a chip's keys, or a state's, may still mean harm.
"""

import base64
import contextlib
import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from PIL import Image

from devices.card import asn1, security_infos, tlv
from devices.card.access import AccessPolicy, BacRule
from devices.card.apdu import Answer, Command, Ins, MalformedApdu
from devices.card.asn1 import NotAsn1
from devices.card.card_data import card_data
from devices.card.crypto.suites import AES128, TDES
from devices.card.files import File
from devices.card.keys_given import KeyUnusable, passwords_of
from devices.card.lds import mrz, picture
from devices.card.lds.dg2 import PictureKind, Portrait
from devices.card.lds.files import CardFile, DamagedFile
from devices.card.lds.mrz import NotAnMrz
from devices.card.lds.sod import LDS_SECURITY_OBJECT
from devices.card.problems import CardProblem
from devices.card.proving import ChipProver
from devices.card.reading import Wishes, read_card
from devices.card.secure_messaging import MAC, Channel, SessionKeys
from devices.card.tlv import NotTlv
from devices.card.trust import bundles
from devices.card.trust.anchors import TrustStore
from devices.card.trust.bundles import BadBundle
from devices.card.trust.checks import Check, Verdict
from devices.card.trust.evidence import Evidence
from devices.card.trust.examination import examine
from devices.card.whole import text_of
from devices.simulated import card_files, issuer
from devices.simulated.cards import cards
from devices.simulated.chip import ChipLink, VirtualChip
from devices.simulated.issued_chip import TrainingState
from kiosk.device_ports import CardKey
from tests.devices.card import pki
from tests.devices.card.cards import CAN, MRZ, QUICK
from tests.devices.card.damage import reshaped
from tests.devices.card.test_lds_damage import CASES, FILES, STATE

ANY = AccessPolicy(BacRule.ALLOWED)


@dataclass(frozen=True)
class Target:
    """`eat` raises for what must not happen. `seeds` are what real ones look like."""

    eat: Callable[[bytes], None]
    seeds: tuple[bytes, ...]


# ---- files and structures ----------------------------------------------------------------------------------------------------

_READERS = tuple(CASES[name] for name in sorted(CASES))


def files(data: bytes) -> None:
    """The first byte says which reader."""
    read, _good, fault = _READERS[(data or b"\0")[0] % len(_READERS)]
    with contextlib.suppress(fault):
        read(data[1:])


def small_ones(data: bytes) -> None:
    for read in (Command.parse, Answer.parse):
        with contextlib.suppress(MalformedApdu):
            assert read(data).encode() is not None
    with contextlib.suppress(NotTlv):
        security_infos.pace_infos(security_infos.parse(data))
    with contextlib.suppress(NotTlv):
        assert b"".join(element.encode() for element in tlv.parse(data)) is not None
    with contextlib.suppress(NotTlv, NotAsn1):
        asn1.moment(asn1.first(data, asn1.UTC_TIME))
    with contextlib.suppress(NotAnMrz):
        mrz.parse(data.decode("latin-1"))


def anchor_files(data: bytes) -> None:
    """DER, PEM, LDIF, zip."""
    with contextlib.suppress(BadBundle):
        bundles.read(data)


def _zipped(data: bytes, method: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr("a", data)
    return target.getvalue()


def _drawn(kind: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (24, 32), (200, 120, 40)).save(target, kind)
    return target.getvalue()


def pictures(data: bytes) -> None:
    for kind in PictureKind:
        with contextlib.suppress(DamagedFile):
            assert picture.as_jpeg(Portrait(kind, data)).startswith(b"\xff\xd8")


# ---- a whole card ------------------------------------------------------------------------------------------------------------


@cache
def _whole() -> tuple[dict[CardFile, bytes], TrustStore]:
    state = TrainingState.found(pki.NOW)
    issued = state.issue(cards()["binh"], pki.NOW)
    named = {CardFile[file.name]: data for file, data in issued.files.items()}
    return named, TrustStore.of([bundles.read(state.country.certificate)])


def whole_cards(data: bytes) -> None:
    """One file of a whole card is what comes: never raises, and is never taken for genuine."""
    whole, trust = _whole()
    file = list(whole)[(data or b"\0")[0] % len(whole)]
    found = examine(Evidence(whole | {file: data[1:]}), trust, pki.NOW)
    assert len(found.results) == len(Check)
    if found.verdict is Verdict.AUTHENTICATED and file.group is not None:
        assert data[1:].startswith(whole[file]), "padding behind a file is all that may be changed"
    examine(Evidence(whole, card_access=data, chip={}), trust, pki.NOW)


_TEXTS = (File.DG1, File.DG13, File.DG11, File.DG12)
_MORE = {
    CardFile.DG11: tlv.encode(0x6B, tlv.encode(0x5F0E, b"A<<B") + tlv.encode(0x5F2B, b"19990101") + tlv.encode(0x5F42, b"C<D")),
    CardFile.DG12: tlv.encode(0x6C, tlv.encode(0x5F26, b"20200101")),
}


def texts(data: bytes) -> None:
    """What the office makes of a card's words, whatever they are: the card of before, one of its files other than it was."""
    whole = _whole()[0] | _MORE
    named = {file: whole[CardFile[file.name]] for file in _TEXTS}
    changed = _TEXTS[(data or b"\0")[0] % len(_TEXTS)]
    for files in (named | {changed: data[1:]}, {changed: data[1:]}):
        found = text_of(files)
        for year in (1999, 2026):
            card_data(found, year)
    with contextlib.suppress(KeyUnusable):
        passwords_of(CardKey(mrz=data[1:].decode("latin-1"), can=data[1:13].decode("latin-1")))


def signed_lists(data: bytes) -> None:
    """A hostile state signs whatever comes as its list of hashes."""
    sod = tlv.encode(CardFile.SOD.tag, issuer.signed_data(STATE.signer, LDS_SECURITY_OBJECT, data, pki.NOW - 1))
    examine(Evidence({**FILES, CardFile.SOD: sod}, chip={}), STATE.trust(), pki.NOW)


def signers(data: bytes) -> None:
    """A hostile state certifies whatever comes as its signer; its issuer and number are kept, so that it is found."""
    key = STATE.country.key
    certificate = issuer.sequence(data, key.algorithm(), issuer.bit_string(key.sign(data)))
    good = STATE.sod(FILES)
    sod = _with_certificate(good, certificate)
    examine(Evidence({**FILES, CardFile.SOD: sod}, chip={}), STATE.trust(), pki.NOW)


def _with_certificate(sod: bytes, certificate: bytes) -> bytes:
    outer = asn1.sequence(tlv.parse_one(sod).value)
    inner = [part.raw for part in asn1.only(outer[1].value, asn1.SEQUENCE).parts()]
    inner[3] = tlv.encode(0xA0, certificate)
    return tlv.encode(CardFile.SOD.tag, issuer.sequence(outer[0].raw, tlv.encode(0xA0, issuer.sequence(*inner))))


# ---- conversations -----------------------------------------------------------------------------------------------------------


def protected_answers(data: bytes) -> None:
    """What a chip with the right keys may say: its MAC is right whatever stands before it."""
    for suite in (TDES, AES128):
        keys = [suite.derive(b"the same secret", purpose) for purpose in (1, 2)]
        channel, chip = Channel(SessionKeys(suite, *keys), proven=True), SessionKeys(suite, *keys)
        channel.protect(Command(0, Ins.READ_BINARY, 0, 0, le=4))
        chip.count()
        chip.count()
        with contextlib.suppress(CardProblem):
            channel.unprotect(Answer(0x9000, data + tlv.encode(MAC, chip.mac(b"", data))))
        with contextlib.suppress(CardProblem):
            channel.unprotect(Answer(0x9000, data))


class HostileLink(ChipLink):
    """A chip of which one answer is put out of shape, by luck that the bytes decide."""

    def __init__(self, chip: VirtualChip, data: bytes) -> None:
        super().__init__(chip)
        self._at = 1 + (data or b"\0")[0] % 40
        self._draw = random.Random(data)
        self._bare = data[1:] if data[1:2] == b"\x7c" else b""
        self._count = 0

    def transmit(self, command: bytes) -> bytes:
        self._count += 1
        answer = super().transmit(command)
        if self._count != self._at:
            return answer
        status = self._draw.choice((answer[-2:], b"\x90\0", b"\x61\x10", b"\x63\xc1"))
        return (self._bare or reshaped(answer[:-2], self._draw)) + status


def conversations(data: bytes) -> None:
    """PACE, BAC, files and proofs with an answer put out of shape: a reading, or a CardProblem."""
    content = QUICK if len(data) % 3 else replace(QUICK, pace=())
    link = HostileLink(VirtualChip(content), data)
    with contextlib.suppress(CardProblem):
        reading = read_card(link, [CAN, MRZ], ANY, Wishes(content.files.keys(), prove=ChipProver()))
        assert reading.files.items() <= content.files.items(), "what was read is what the chip holds"


TARGETS = {
    "files": Target(files, tuple(bytes([place]) + good for place, (_read, good, _fault) in enumerate(_READERS))),
    "small ones": Target(small_ones, (
        bytes.fromhex("00A4040C07A0000002471001"), bytes.fromhex("7C228020") + bytes(32), security_infos.encode([]),
        bytes.fromhex("170D3236313132383130303030305A"), FILES[CardFile.DG1][5:], card_files.mrz_of(cards()["ha"]).encode(),
    )),
    "anchor files": Target(anchor_files, (
        STATE.country.certificate, b"-----BEGIN A-----\n" + base64.b64encode(STATE.country.certificate) + b"\n-----END A-----\n",
        b"cACertificate;binary:: " + base64.b64encode(STATE.country.certificate) + b"\n", STATE.revoke(1, 2),
        *(_zipped(STATE.country.certificate, method) for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2)),
    )),
    "pictures": Target(pictures, (_drawn("JPEG"), _drawn("JPEG2000"))),
    "whole cards": Target(whole_cards, tuple(bytes([place]) + data for place, data in enumerate(_whole()[0].values()))),
    "texts": Target(texts, tuple(
        bytes([place]) + (_whole()[0] | _MORE)[CardFile[file.name]] for place, file in enumerate(_TEXTS)
    )),
    "signed lists": Target(signed_lists, (asn1.only(tlv.parse_one(STATE.sod(FILES)).value, asn1.SEQUENCE).value[:200],)),
    "signers": Target(signers, (asn1.sequence(STATE.signer.certificate)[0].raw,)),
    "protected answers": Target(protected_answers, (bytes.fromhex("990290008711") + b"\x01" + bytes(16), b"\x99\x02\x90\0")),
    "conversations": Target(conversations, (*(bytes([place]) for place in range(40)), b"\x02\x7c\x02\x80\x00")),
}  # fmt: skip
