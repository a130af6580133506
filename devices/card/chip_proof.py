"""The commands by which a chip proves that it is no copy: chip authentication (new keys from its secret) and active
authentication (a signature over our nonce). What either proves depends on the keys: SOD must first prove DG14 and DG15.
"""

from dataclasses import dataclass

from devices.card import tlv
from devices.card.apdu import LONG_ANSWER, SHORT_ANSWER, Command, Ins
from devices.card.crypto.groups import BadElement, Group, Randomness
from devices.card.crypto.suites import FOR_ENCRYPTION, FOR_MAC, TDES, Suite
from devices.card.problems import CardNotUnderstood
from devices.card.secure_messaging import Channel, SessionKeys
from devices.card.session import Session

NONCE = 8
_CHIP, _ACTIVE = "chip authentication", "active authentication"
_OID, _KEY_ID, _KEY_3DES, _AUTHENTICATE, _KEY = 0x80, 0x84, 0x91, 0x7C, 0x80


@dataclass(frozen=True, slots=True)
class ChipPublicKey:
    """What DG14 tells of chip authentication: the protocol, the chip's key in its group, its number where there are several."""

    oid: str
    suite: Suite
    group: Group
    public: bytes
    key_id: int | None = None


def authenticate_chip(session: Session, key: ChipPublicKey, random: Randomness) -> None:
    """Puts the session under keys that only the holder of the chip's secret can have. They are proven by the next answer:
    a chip without that secret fails there with ChannelBroken or ChannelDropped. Raises CardProblem."""
    try:
        secret = key.group.secret(random)
        mine = key.group.power(secret, key.group.generator)
        agreed = key.group.agree(secret, key.public)
    except BadElement as damage:
        raise CardNotUnderstood(_CHIP) from damage
    named = b"" if key.key_id is None else tlv.encode(_KEY_ID, _number(key.key_id))
    if key.suite is TDES:
        session.expect(Command(0, Ins.MSE, 0x41, 0xA6, tlv.encode(_KEY_3DES, mine) + named), _CHIP)
    else:
        session.expect(Command(0, Ins.MSE, 0x41, 0xA4, tlv.encode(_OID, bytes.fromhex(key.oid)) + named), _CHIP)
        data = tlv.encode(_AUTHENTICATE, tlv.encode(_KEY, mine))
        session.expect(Command(0, Ins.GENERAL_AUTHENTICATE, 0, 0, data, SHORT_ANSWER), _CHIP)
    keys = key.suite.derive(agreed, FOR_ENCRYPTION), key.suite.derive(agreed, FOR_MAC)
    session.secure(Channel(SessionKeys(key.suite, *keys), proven=False))


def sign_nonce(session: Session, nonce: bytes, signature_size: int) -> bytes:
    """The chip's signature over eight fresh bytes. `signature_size` comes from the key in DG15: some chips answer nothing when
    asked for 65,536 bytes, others cut at 256. Raises CardProblem."""
    channel = session.channel
    short = signature_size <= (channel.largest_short_answer if channel else SHORT_ANSWER)
    le = min(signature_size if short else max(signature_size, SHORT_ANSWER + 1), LONG_ANSWER)
    return session.expect(Command(0, Ins.INTERNAL_AUTHENTICATE, 0, 0, nonce, le), _ACTIVE)


def _number(value: int) -> bytes:
    return value.to_bytes(max(1, (value.bit_length() + 7) // 8))
