"""Asking a chip at hand to prove itself: chip authentication with new session keys, then active authentication.

Meant as the `prove` of a reading. A chip that offers a proof and fails it is no genuine card: that is told apart from one that
offers none, which only the signed list of hashes can tell.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from devices.card.apdu import Command, Ins
from devices.card.chip_proof import NONCE, ChipPublicKey, authenticate_chip, sign_nonce
from devices.card.crypto.groups import Randomness
from devices.card.files import File
from devices.card.lds import dg14
from devices.card.lds.dg14 import Dg14
from devices.card.lds.files import DamagedFile
from devices.card.problems import CardNotUnderstood, CardProblem, CardRefused, ChannelBroken, ChannelDropped
from devices.card.session import Session
from devices.card.trust import active
from devices.card.trust.checks import Check, CheckResult, Outcome, Reason
from devices.card.trust.chip import chip_public_key
from devices.card.trust.keys import UnknownKey

_BY_SFI, _FIRST_BYTES = 0x80, 4
_CHIP = "chip authentication"
Telling = Callable[[CheckResult], None]


class ChipNotGenuine(CardProblem):
    """The chip could not use the key it shows: the session is over."""

    code: ClassVar[str] = "CARD-34"
    sentence: ClassVar[str] = "Chip không chứng minh được đây là thẻ gốc. Không dùng thẻ này để nhận hồ sơ."
    remedy: ClassVar[str] = "Đọc lại một lần; nếu vẫn vậy, có thể là thẻ sao chép: giữ nguyên hiện trạng và báo người phụ trách."


@dataclass(slots=True)
class ChipProver:
    """Called with the open session and the files read so far; `results` holds what came of it."""

    random: Randomness = secrets.token_bytes
    results: dict[Check, CheckResult] = field(default_factory=dict)

    def __call__(self, session: Session, files: Mapping[File, bytes]) -> None:
        """Raises CardProblem; ChipNotGenuine where the failing proof ended the session."""
        offered = self._offered(files.get(File.DG14))
        if offered is not None and offered.offers_chip_authentication:
            self._tell(_chip_authentication(session, offered, self._tell, self.random))
        key_file = files.get(File.DG15)
        if key_file is not None:
            self._tell(_active_authentication(session, key_file, offered, self.random))

    def _offered(self, data: bytes | None) -> Dg14 | None:
        if data is None:
            return None
        try:
            return dg14.parse(data)
        except DamagedFile:
            self._tell(CheckResult(Check.CHIP_AUTHENTICATION, Outcome.FAILED, (Reason.DAMAGED,)))
            return None

    def _tell(self, result: CheckResult) -> None:
        """A failure stays: a second try after the session was opened again does not wash it off."""
        before = self.results.get(result.check)
        if before is None or before.outcome is not Outcome.FAILED:
            self.results[result.check] = result


def _failed(check: Check) -> CheckResult:
    return CheckResult(check, Outcome.FAILED, (Reason.CHIP,))


def _chip_authentication(session: Session, offered: Dg14, tell: Telling, random: Randomness) -> CheckResult:
    for key in offered.chip_keys:
        try:
            public = chip_public_key(key)
        except UnknownKey:
            continue
        return _run(session, public, tell, random)
    return CheckResult(Check.CHIP_AUTHENTICATION, Outcome.NOT_CHECKED, (Reason.ALGORITHM,))


def _run(session: Session, key: ChipPublicKey, tell: Telling, random: Randomness) -> CheckResult:
    """The new keys count once the chip has used them in an answer, whatever that answer says."""
    try:
        authenticate_chip(session, key, random)
        session.send(Command(0, Ins.READ_BINARY, _BY_SFI | File.DG14.sfi, 0, le=_FIRST_BYTES), _CHIP)
    except (ChannelBroken, ChannelDropped) as broken:
        tell(_failed(Check.CHIP_AUTHENTICATION))
        raise ChipNotGenuine from broken
    except (CardRefused, CardNotUnderstood):
        return _failed(Check.CHIP_AUTHENTICATION)
    return CheckResult(Check.CHIP_AUTHENTICATION, Outcome.PASSED)


def _active_authentication(session: Session, key_file: bytes, offered: Dg14 | None, random: Randomness) -> CheckResult:
    try:
        spki = dg14.parse_active_key(key_file)
    except DamagedFile:
        return CheckResult(Check.ACTIVE_AUTHENTICATION, Outcome.FAILED, (Reason.DAMAGED,))
    challenge = random(NONCE)
    try:
        answer = sign_nonce(session, challenge, active.answer_size(spki))
    except CardRefused:
        return _failed(Check.ACTIVE_AUTHENTICATION)
    return active.judged(spki, challenge, answer, offered.active_signature if offered else "")
