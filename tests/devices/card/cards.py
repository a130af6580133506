"""Cards for the tests: the file sizes of a real Vietnamese card, nobody's data in them."""

from collections.abc import Collection
from dataclasses import dataclass, field

from devices.card.access import AccessPolicy, BacRule
from devices.card.crypto.groups import group
from devices.card.crypto.suites import AES128
from devices.card.files import File
from devices.card.link import ReadSize
from devices.card.passwords import Can, Mrz, Password
from devices.card.reading import Reading, Wishes, read_card
from devices.card.security_infos import Mapping
from devices.simulated.chip import ChipContent, ChipKey, ChipLink, Faults, VirtualChip
from devices.simulated.chip.content import filled, pace_info
from kiosk.work import Cancelled

CAN, WRONG_CAN = Can("004217"), Can("004218")
MRZ, WRONG_MRZ = Mrz("088004217", "880412", "280412"), Mrz("088004217", "880412", "280413")
PACE = pace_info(Mapping.ECDH_GM, AES128, 13)
FILES = {
    File.COM: filled(0x60, 24), File.SOD: filled(0x77, 927), File.DG1: filled(0x61, 95), File.DG2: filled(0x75, 16_384),
    File.DG13: filled(0x6D, 461), File.DG14: filled(0x6E, 153), File.DG15: filled(0x6F, 93),
}  # fmt: skip
BP256 = group(13)
assert BP256 is not None
CHIP_KEY = ChipKey(BP256, 0x1234567890ABCDEF, AES128)
VIETNAMESE = ChipContent(FILES, MRZ, CAN, (PACE,), CHIP_KEY, lambda nonce: (nonce * 8)[:64])
QUICK = ChipContent(FILES, MRZ, CAN, (pace_info(Mapping.ECDH_GM, AES128, 12),), CHIP_KEY, VIETNAMESE.sign)
"""The same over a curve that costs a tenth."""
OLD = ChipContent(FILES, MRZ, CAN)
ANY_ACCESS = AccessPolicy(BacRule.ALLOWED)


def read(
    content: ChipContent = VIETNAMESE,
    faults: Faults | None = None,
    passwords: tuple[Password, ...] = (CAN,),
    policy: AccessPolicy | None = None,
    size: ReadSize | None = None,
    wishes: Wishes | None = None,
) -> Reading:
    """A card put down and read, all its files."""
    chip = VirtualChip(content, faults)
    wishes = wishes or Wishes(files=frozenset(content.files))
    return read_card(ChipLink(chip, size), passwords, policy or AccessPolicy(), wishes)


def wishes_for(files: Collection[File]) -> Wishes:
    return Wishes(files=frozenset(files))


@dataclass
class Watching:
    """A Progress that writes down what it hears and may call the work off."""

    stop_after: int | None = None
    heard: list[tuple[str, int, int]] = field(default_factory=list)

    def step(self, what: str, done: int, total: int) -> None:
        self.heard.append((what, done, total))
        if self.stop_after is not None and len(self.heard) > self.stop_after:
            raise Cancelled
