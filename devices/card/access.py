"""Getting into a chip: EF.CardAccess, then PACE with the passwords at hand; BAC only where the policy says so.

What was used is told, and nothing falls back silently: whatever was passed over on the way in stands in `Access.instead_of`.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from devices.card import security_infos
from devices.card.apdu import Command, Ins, Sw
from devices.card.bac import open_by_bac
from devices.card.crypto.groups import Randomness, group
from devices.card.crypto.suites import TDES
from devices.card.files import File, FileReader, Habits, OpenAgain
from devices.card.pace import ChipProof, open_by_pace
from devices.card.passwords import Mrz, Password
from devices.card.problems import AccessNotAllowed, CardNotUnderstood, CardProblem, CardRefused, MrzNeeded, WrongPassword
from devices.card.security_infos import Mapping, PaceInfo
from devices.card.session import Session
from devices.card.tlv import NotTlv

APPLICATION = bytes.fromhex("A0000002471001")
_MASTER = Command(0, Ins.SELECT, 0x00, 0x0C, bytes.fromhex("3F00"))
_STAGE = "application"
NO_CARD_ACCESS, NO_PACE_KNOWN = "no EF.CardAccess", "no PACE known to this program"


class BacRule(Enum):
    """When the old access may be used."""

    NEVER = "never"
    WITHOUT_CARD_ACCESS = "without_card_access"    # the chip is older than PACE
    ALLOWED = "allowed"                            # also where PACE does not come about; never after a wrong password


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """What an office allows."""

    bac: BacRule = BacRule.WITHOUT_CARD_ACCESS


@dataclass(frozen=True, slots=True)
class Access:
    """How the chip was opened. `instead_of` says what was passed over and why; empty when nothing was."""

    protocol: str                      # "PACE" | "BAC"
    variant: str
    password: str                      # "CAN" | "MRZ"
    instead_of: str = ""
    card_access: bytes = b""           # to be compared with DG14 once that is proven
    card_security: bytes = field(default=b"", repr=False)      # with chip-authentication mapping
    chip_proof: ChipProof | None = field(default=None, repr=False)


def read_card_access(session: Session) -> bytes | None:
    """EF.CardAccess, or None where the chip has none. Raises CardProblem.

    Asked directly, then below the master file, then by its short identifier: chips that start in their application refuse the
    second, and some the first.
    """
    reader = FileReader(session, Habits(by_sfi=False))
    for before in (None, _MASTER):
        if before is not None:
            session.send(before, File.CARD_ACCESS.name)
        try:
            return reader.read(File.CARD_ACCESS, _unheard)
        except CardRefused:
            continue
    try:
        return FileReader(session, Habits()).read(File.CARD_ACCESS, _unheard)
    except CardRefused:
        return None


def open_card(
    session: Session, passwords: Sequence[Password], policy: AccessPolicy, random: Randomness = secrets.token_bytes
) -> Access:
    """Opens the chip and selects its application. Raises CardProblem (the last password's where all are wrong), OpenAgain."""
    card_access = read_card_access(session)
    offered, several = _offered(card_access)
    passed_over = NO_CARD_ACCESS if card_access is None else NO_PACE_KNOWN
    if offered:
        try:
            return _by_pace(session, offered, several, passwords, random, card_access or b"")
        except (CardRefused, CardNotUnderstood) as problem:
            if policy.bac is not BacRule.ALLOWED:
                raise
            passed_over = f"{offered.name}: {problem.code}"
            session.secure(None)
    allowed = policy.bac is BacRule.ALLOWED or (policy.bac is BacRule.WITHOUT_CARD_ACCESS and card_access is None)
    mrz = next((password for password in passwords if isinstance(password, Mrz)), None)
    if not allowed:
        raise AccessNotAllowed
    if mrz is None:
        _select_application(session)                   # a chip that is no travel document does not open with an MRZ either
        raise MrzNeeded
    return _by_bac(session, mrz, random, passed_over, card_access or b"")


def open_again(session: Session, before: Access, passwords: Sequence[Password], random: Randomness) -> Access:
    """The same access once more, after the chip has ended the session. Raises CardProblem, OpenAgain."""
    session.secure(None)
    password = next(one for one in passwords if one.kind == before.password)
    if before.protocol == "BAC":
        assert isinstance(password, Mrz)
        return _by_bac(session, password, random, before.instead_of, before.card_access)
    session.send(_MASTER, _STAGE)                      # back from the application; refused by chips that have no other place
    offered, several = _offered(before.card_access)
    if offered is None:
        raise AccessNotAllowed
    return _by_pace(session, offered, several, [password], random, before.card_access)


def prove_keys(session: Session) -> None:
    """One more command where no other follows: only an answer under new keys shows that the chip has them. Raises CardProblem."""
    if session.channel is not None and not session.channel.proven:
        _select_application(session)


def _offered(card_access: bytes | None) -> tuple[PaceInfo | None, bool]:
    """The variant to use, and whether the card offers it over several sets of parameters."""
    try:
        infos = security_infos.pace_infos(security_infos.parse(card_access or b""))
    except NotTlv:
        return None, False
    best = preferred(infos)
    return best, best is not None and sum(info.oid == best.oid for info in infos) > 1


def preferred(infos: Sequence[PaceInfo]) -> PaceInfo | None:
    """AES before 3DES, plain generic mapping over a curve before the rarer ones, else the first; None where none is known."""
    known = [info for info in infos if info.mapping.spoken and group(info.parameter_id) is not None]
    return min(known, key=lambda info: (info.suite is TDES, info.mapping is not Mapping.ECDH_GM), default=None)


def _by_pace(
    session: Session, info: PaceInfo, several: bool, passwords: Sequence[Password], random: Randomness, card_access: bytes
) -> Access:
    wrong: CardProblem = AccessNotAllowed()
    for password in passwords:
        try:
            opened = open_by_pace(session, info, password, random, name_parameters=several)
        except WrongPassword as problem:
            wrong = problem
            continue
        session.secure(opened.channel)
        used = Access("PACE", info.name, password.kind, card_access=card_access, chip_proof=opened.proof)
        if opened.proof is not None:
            used = replace(used, card_security=_card_security(session))
        _select_application(session)
        return used
    raise wrong


def _card_security(session: Session) -> bytes:
    """EF.CardSecurity, whose keys the chip's mapping is judged by. Raises CardProblem, or OpenAgain to ask for less."""
    try:
        return FileReader(session, Habits(by_sfi=False)).read(File.CARD_SECURITY, _unheard)
    except OpenAgain as ended:
        if ended.refused is not None:
            raise ended.refused from ended             # it will not give the file, whatever it is asked by
        raise


def _by_bac(session: Session, mrz: Mrz, random: Randomness, instead_of: str, card_access: bytes) -> Access:
    _select_application(session)
    session.secure(open_by_bac(session, mrz, random))
    return Access("BAC", "BAC-3DES", mrz.kind, instead_of, card_access)


def _select_application(session: Session) -> None:
    answer = session.send(Command(0, Ins.SELECT, 0x04, 0x0C, APPLICATION), _STAGE)
    if answer.sw == Sw.NOT_FOUND:
        raise CardNotUnderstood(_STAGE)                # a chip, but no travel document
    if not answer.ok:
        raise CardRefused(_STAGE, answer.sw)


def _unheard(done: int, total: int) -> None:
    """Small files of no interest to whoever watches."""
