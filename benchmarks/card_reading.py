"""Reading a chip card: what this machine adds to it, and how long it would take over the air."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC

from benchmarks.card_air import RATES, SLOW, TYPICAL, AirLink, Pace
from benchmarks.rows import Figure, Registry, at_most
from benchmarks.size import Size
from devices.card.files import File
from devices.card.keys_given import passwords_of
from devices.card.lds import dg2
from devices.card.lds.dg2 import PictureKind
from devices.card.lds.files import CardFile
from devices.card.trust import bundles
from devices.card.trust.anchors import TrustStore
from devices.card.trust.checks import Verdict
from devices.card.whole import Asked, Hearing, read_whole
from devices.simulated import card_files, issuer
from devices.simulated.cards import cards, portrait
from devices.simulated.chip import ChipContent, ChipLink, VirtualChip
from devices.simulated.issued_chip import TrainingState
from kiosk.device_ports import CardData, CardKey

NOW = 1_790_000_000_000
PORTRAIT = 16_384
_DAY = 86_400_000
_COUNTER_RATE = 424_000
_POINTS = 6                            # multiplications by a secret that OpenSSL does for us in PACE and chip authentication
_SIGNATURES = 3                        # of the list, of its signer, of the chip


def add_rows(table: Registry) -> None:
    table.row("this machine's part in reading a chip card", "ms", at_most(50), "ms")(host_part)
    table.row("a whole chip card over the air at 424 kbit/s", "s", at_most(2.5), "s")(whole_card)
    table.row("the text of a chip card over the air at 424 kbit/s", "s", at_most(1.0), "s")(its_text)


def host_part(size: Size) -> Figure:
    """A whole reading over the virtual card (PACE, SOD, DG1, 13, 14, 15, a portrait of 16 KB, passive, chip and active
    authentication, the picture looked at, verdict), less the time spent in the virtual chip itself; against the ciphers, points
    and signatures of that very reading done by OpenSSL with nothing around them. Processor time of the reading thread: nothing
    waits here, and other programs of a busy machine do not count.
    """
    read_once()
    ours, theirs, commands = [], [], 0
    for _ in range(size.rounds * 3):
        read = read_once()
        ours.append(read.host)
        commands = len(read.sizes)
        theirs.append(_busy(read.sizes))
    note = f"{commands} commands; slowest {max(ours) * 1000:.0f} ms of {len(ours)}"
    return Figure(statistics.median(ours) * 1000, statistics.median(theirs) * 1000, note)


def whole_card(size: Size) -> Figure:
    """The same reading with a chip's and the air's time reckoned by `benchmarks.card_air` (a typical chip, all assumptions told
    there) and ours measured; against the bytes alone at that rate, which no design gets under. The note has the other rates.
    """
    read, slow = read_once(), read_once(SLOW)
    told = ", ".join(f"{rate // 1000}: {read.whole_at(rate):.2f} (floor {read.air.floor(rate):.2f})" for rate in RATES)
    note = f"{told}; a slow chip {slow.whole_at(_COUNTER_RATE):.2f}"
    return Figure(read.whole_at(_COUNTER_RATE), read.air.floor(_COUNTER_RATE), note)


def its_text(size: Size) -> Figure:
    """Until names, dates and addresses can stand on the screen, PACE included: the portrait is still to come. Against the bytes
    until then alone.
    """
    read, slow = read_once(), read_once(SLOW)
    told = ", ".join(f"{rate // 1000}: {read.text_at(rate):.2f}" for rate in RATES)
    note = f"{told}; a slow chip {slow.text_at(_COUNTER_RATE):.2f}"
    return Figure(read.text_at(_COUNTER_RATE), read.text_floor, note)


@dataclass(slots=True)
class Read:
    """One reading: our seconds, and what the air and the chip would have taken."""

    air: AirLink
    host: float = 0.0
    text_host: float = 0.0
    text: dict[int, float] = field(default_factory=dict)
    text_floor: float = 0.0
    sizes: list[tuple[int, int]] = field(default_factory=list)

    def whole_at(self, rate: int) -> float:
        return self.air.seconds(rate) + self.host

    def text_at(self, rate: int) -> float:
        return self.text[rate] + self.text_host


class _Clocked(AirLink):
    """Also knows how long the virtual chip itself took: that is not ours."""

    chip_seconds = 0.0

    def transmit(self, command: bytes) -> bytes:
        began = time.thread_time()
        answer = super().transmit(command)
        self.chip_seconds += time.thread_time() - began
        return answer


def read_once(pace: Pace = TYPICAL) -> Read:
    content, trust, can = _issued()
    link = _Clocked(VirtualChip(content), pace)
    read = Read(link)
    began = time.thread_time()

    def text(_card: CardData) -> None:
        read.text = {rate: link.seconds(rate) for rate in RATES}
        read.text_floor = link.floor(_COUNTER_RATE)
        read.text_host = time.thread_time() - began - link.chip_seconds

    @contextmanager
    def connect() -> Iterator[ChipLink]:
        yield link

    found = read_whole(connect, Asked(passwords_of(CardKey(can=can)), trust, NOW), Hearing(text=text))
    read.host = time.thread_time() - began - link.chip_seconds
    read.sizes = [(exchange.sent, exchange.received) for exchange in found.exchanges]
    assert found.verdict is Verdict.AUTHENTICATED
    assert found.card.photo
    return read


@cache
def _issued() -> tuple[ChipContent, TrustStore, str]:
    """A card as Vietnam's is, its portrait filled up to the size of real ones."""
    state, card = TrainingState.found(NOW), cards()["binh"]
    issued = state.issue(card, NOW)
    files = {CardFile[file.name]: data for file, data in issued.files.items()}
    picture = portrait(card)
    files[CardFile.DG2] = dg2.encode_19794(picture + bytes(max(0, PORTRAIT - len(picture))), PictureKind.JPEG, (240, 320))
    files[CardFile.COM] = card_files.com_of(list(files))
    del files[CardFile.SOD]
    files[CardFile.SOD] = issuer.security_object(state.signer, files, NOW - _DAY)
    named = {File[file.name]: data for file, data in files.items()}
    content = ChipContent(named, issued.mrz, issued.can, issued.pace, issued.chip_key, issued.sign)
    return content, TrustStore.of([bundles.read(state.country.certificate)]), card.personal_id[-6:]


def _busy(sizes: list[tuple[int, int]]) -> float:
    began = time.thread_time()
    _openssl_alone(sizes)
    return time.thread_time() - began


def _openssl_alone(sizes: list[tuple[int, int]]) -> None:
    """The same amount of ciphering, the same points and signatures."""
    key, iv = bytes(16), bytes(16)
    for pair in sizes:
        for length in pair:
            blocks = bytes(-(-length // 16) * 16)
            for mode, data in ((modes.ECB(), iv), (modes.CBC(iv), blocks)):
                worker = Cipher(algorithms.AES(key), mode).encryptor()
                worker.update(data)
            mac = CMAC(algorithms.AES(key))
            mac.update(blocks)
            mac.finalize()
    own, other, signature = _curve_work()
    for _ in range(_POINTS):
        own.exchange(ec.ECDH(), other)
    for _ in range(_SIGNATURES):
        other.verify(signature, b"", ec.ECDSA(hashes.SHA256()))


@cache
def _curve_work() -> tuple[ec.EllipticCurvePrivateKey, ec.EllipticCurvePublicKey, bytes]:
    own, other = (ec.generate_private_key(ec.BrainpoolP256R1()) for _ in range(2))
    return own, other.public_key(), other.sign(b"", ec.ECDSA(hashes.SHA256()))
