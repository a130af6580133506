"""What is left of a reading when all is judged: the card's data, every check, how it was opened, what it cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from devices.card.access import Access
from devices.card.card_data import TextOfCard
from devices.card.lds import dg2
from devices.card.lds.files import CardFile, DamagedFile
from devices.card.lds.picture import as_jpeg
from devices.card.problems import CardNotUnderstood, CardProblem
from devices.card.proving import ChipNotGenuine
from devices.card.session import Exchange
from devices.card.shown import checks_shown, opened_by
from devices.card.stages import Stage
from devices.card.trust.anchors import TrustStore
from devices.card.trust.checks import CHIP_PROOF, Outcome, Verdict
from devices.card.trust.examination import Evidence, Examination, examine
from kiosk.device_ports import CardData, Proof

_PROOFS = {
    Verdict.AUTHENTICATED: Proof.AUTHENTIC, Verdict.NOT_AUTHENTICATED: Proof.READ_NOT_AUTHENTICATED,
    Verdict.REJECTED: Proof.REJECTED,
}  # fmt: skip


class CardRejected(CardProblem):
    """The card was read and a check failed. `checks` are their names in this program, nothing of the card."""

    code: ClassVar[str] = "CARD-21"
    sentence: ClassVar[str] = "Thẻ không đạt phép kiểm tra. Không dùng thẻ này để nhận hồ sơ."
    remedy: ClassVar[str] = "Phép không đạt: {checks}. Đọc lại một lần; nếu vẫn vậy, giữ nguyên hiện trạng, báo người phụ trách."


@dataclass(frozen=True, slots=True)
class Found:
    """Everything a reading brought."""

    access: Access
    evidence: Evidence
    text: TextOfCard = field(repr=False)


@dataclass(frozen=True, slots=True)
class ExaminedReading:
    """`seconds` by stage; `exchanges` are headers, sizes, status words and times."""

    card: CardData = field(repr=False)
    access: Access
    examination: Examination
    refusal: CardProblem | None = None         # why the card must not be used
    exchanges: tuple[Exchange, ...] = field(default=(), repr=False)
    seconds: Mapping[Stage, float] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        return self.examination.verdict


def judged(found: Found, card: CardData, trust: TrustStore, now: int) -> ExaminedReading:
    """Never raises for what a card holds, but for one that holds no text at all: CardNotUnderstood."""
    examination = examine(found.evidence, trust, now)
    rejected = examination.verdict is Verdict.REJECTED
    if found.text.empty and not rejected:
        raise CardNotUnderstood("text")
    signer = examination.passive.signer
    photo, damaged = _photo(found.evidence.files.get(CardFile.DG2))
    shown = replace(
        card, photo=photo, photo_damaged=damaged, proof=_PROOFS[examination.verdict], checks=checks_shown(examination.results),
        opened_by=opened_by(found.access), signer=signer.der if signer else b"",
    )  # fmt: skip
    return ExaminedReading(shown, found.access, examination, _refusal(examination) if rejected else None)


def _photo(data: bytes | None) -> tuple[bytes, bool]:
    """A JPEG, and whether there is a photo that cannot be shown."""
    if data is None:
        return b"", False
    try:
        return as_jpeg(dg2.parse(data)), False
    except DamagedFile:
        return b"", True


def _refusal(examination: Examination) -> CardProblem:
    failed = [result.check for result in examination.results if result.outcome is Outcome.FAILED]
    if failed and all(check in CHIP_PROOF for check in failed):
        return ChipNotGenuine()
    return CardRejected(checks=", ".join(check.value for check in failed))
