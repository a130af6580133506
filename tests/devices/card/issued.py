"""Cards issued by the training state for whole readings: genuine ones, and every way in which one can be wrong."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from random import Random

from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image

from devices.card.files import File
from devices.card.keys_given import Passwords, passwords_of
from devices.card.lds import dg2
from devices.card.lds.dg2 import PictureKind
from devices.card.lds.files import CardFile
from devices.card.link import Link, ReadSize
from devices.card.trust import bundles
from devices.card.trust.anchors import TrustStore
from devices.card.whole import Asked
from devices.simulated import issuer
from devices.simulated.cards import cards
from devices.simulated.chip import ChipContent, ChipLink, Faults, VirtualChip
from devices.simulated.issued_chip import TrainingState, signs_with
from devices.simulated.issuer import YEAR_MS, IssuerKey, Plan
from kiosk.device_ports import CardKey
from tests.devices.card.pki import NOW

BINH = cards()["binh"]
CAN = BINH.personal_id[-6:]
STATE = TrainingState.found(NOW)
GENUINE = STATE.issue(BINH, NOW)
QUICK = STATE.issue(BINH, NOW, parameters=12)
"""The same over a curve that costs a tenth."""
HON = cards()["hon"]
OTHER = STATE.issue(HON, NOW, parameters=12)
TRUST = TrustStore.of([bundles.read(STATE.country.certificate)])
NOTHING = TrustStore()


@cache
def noise(size: tuple[int, int] = (220, 290), kind: str = "JPEG") -> bytes:
    """A picture that does not compress: with its record about 16 KB, as large as a card's."""
    picture = Image.frombytes("RGB", size, Random(3).randbytes(size[0] * size[1] * 3))
    target = io.BytesIO()
    picture.save(target, kind, quality=28)
    return target.getvalue()


def signed_again(content: ChipContent, files: dict[File, bytes], by: issuer.Identity | None = None) -> ChipContent:
    """The card with other files, and a signed list of what there is now."""
    kept = {file: data for file, data in (dict(content.files) | files).items() if data and file is not File.SOD}
    named = {CardFile[file.name]: data for file, data in kept.items()}
    kept[File.SOD] = issuer.security_object(by or STATE.signer, named, NOW - 86_400_000)
    return replace(content, files=kept)


def large() -> ChipContent:
    return signed_again(GENUINE, {File.DG2: dg2.encode_19794(noise(), PictureKind.JPEG, (220, 290))})


def tampered() -> ChipContent:
    """A letter of the name is another one."""
    before = GENUINE.files[File.DG13]
    return replace(GENUINE, files=dict(GENUINE.files) | {File.DG13: before.replace("BÌNH".encode(), "BÍNH".encode())})


def copied() -> ChipContent:
    """Every file, and a key of the forger's own."""
    assert GENUINE.chip_key is not None
    return replace(GENUINE, chip_key=replace(GENUINE.chip_key, secret=GENUINE.chip_key.secret + 1))


def copied_without_chip_authentication() -> ChipContent:
    return replace(GENUINE, sign=signs_with(ec.generate_private_key(ec.BrainpoolP256R1())))


def by_expired_signer() -> ChipContent:
    plan = Plan("DS cũ", NOW - 3 * YEAR_MS, NOW - 2 * YEAR_MS, "VN", 99)
    key = IssuerKey(ec.generate_private_key(ec.BrainpoolP256R1()))
    return signed_again(GENUINE, {}, issuer.signer(STATE.country, plan, key))


def revoking() -> TrustStore:
    listed = issuer.revocation_list(STATE.country, [STATE.signer.plan.serial], NOW - 1000, NOW + YEAR_MS)
    return TrustStore.of([bundles.read(STATE.country.certificate), bundles.read(listed)])


def asked(passwords: Passwords | None = None, trust: TrustStore = TRUST) -> Asked:
    return Asked(passwords or passwords_of(CardKey(can=CAN)), trust, NOW)


class Desk:
    """A way to connect, and how often it was used."""

    def __init__(self, content: ChipContent = GENUINE, faults: Faults | None = None, *, extended: bool = True) -> None:
        self.chip = VirtualChip(content, faults)
        self.size = ReadSize(extended=extended)
        self.connected = 0
        self.sent: list[bytes] = []
        self.wrap: Callable[[Link], Link] = lambda link: link

    @contextmanager
    def connect(self) -> Iterator[Link]:
        self.connected += 1
        self.chip.reset()
        yield self.wrap(_Heard(ChipLink(self.chip, self.size), self.sent))


class _Heard:
    def __init__(self, link: Link, sent: list[bytes]) -> None:
        self._link, self._sent = link, sent
        self.atr, self.read_size = link.atr, link.read_size

    def transmit(self, command: bytes) -> bytes:
        self._sent.append(command)
        return self._link.transmit(command)
