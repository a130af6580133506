"""Basic access control (ICAO 9303-11, 4.3): the old way in, by MRZ and 3DES. Only under a policy that allows it; see `access`."""

from devices.card.apdu import Command, Ins
from devices.card.crypto.groups import Randomness
from devices.card.crypto.suites import FOR_ENCRYPTION, FOR_MAC, MAC_SIZE, TDES, same
from devices.card.passwords import Mrz
from devices.card.problems import CardNotUnderstood, CardRefused, ChannelBroken, WrongPassword, refused_password
from devices.card.secure_messaging import Channel, SessionKeys
from devices.card.session import Session

NONCE, KEY, SEED = 8, 16, 16
CRYPTOGRAM = 2 * NONCE + KEY
_STAGE = "BAC"


def access_keys(mrz: Mrz) -> tuple[bytes, bytes]:
    """The document's basic access keys: encryption and MAC."""
    seed = mrz.secret[:SEED]
    return TDES.derive(seed, FOR_ENCRYPTION), TDES.derive(seed, FOR_MAC)


def session_keys(terminal_key: bytes, chip_key: bytes, chip_nonce: bytes, terminal_nonce: bytes) -> SessionKeys:
    seed = bytes(one ^ other for one, other in zip(terminal_key, chip_key, strict=True))
    counter = chip_nonce[-4:] + terminal_nonce[-4:]
    return SessionKeys(TDES, TDES.derive(seed, FOR_ENCRYPTION), TDES.derive(seed, FOR_MAC), counter)


def open_by_bac(session: Session, mrz: Mrz, random: Randomness) -> Channel:
    """Authenticates both sides and gives the channel. Raises CardProblem."""
    encryption, authentication = access_keys(mrz)
    chip_nonce = session.expect(Command(0, Ins.GET_CHALLENGE, 0, 0, le=NONCE), _STAGE)
    if len(chip_nonce) != NONCE:
        raise CardNotUnderstood(_STAGE)
    terminal_nonce, terminal_key = random(NONCE), random(KEY)
    cryptogram = TDES.encrypt(encryption, terminal_nonce + chip_nonce + terminal_key)
    proof = cryptogram + TDES.mac(authentication, cryptogram)
    answer = session.send(Command(0, Ins.EXTERNAL_AUTHENTICATE, 0, 0, proof, len(proof)), _STAGE)
    if not answer.ok:
        raise _refusal(answer.sw, mrz)
    chip_key = _chip_key(answer.data, encryption, authentication, terminal_nonce, chip_nonce)
    return Channel(session_keys(terminal_key, chip_key, chip_nonce, terminal_nonce), proven=True)


def _chip_key(answer: bytes, encryption: bytes, authentication: bytes, terminal_nonce: bytes, chip_nonce: bytes) -> bytes:
    if len(answer) != CRYPTOGRAM + MAC_SIZE:
        raise CardNotUnderstood(_STAGE)
    cryptogram, mac = answer[:CRYPTOGRAM], answer[CRYPTOGRAM:]
    if not same(TDES.mac(authentication, cryptogram), mac):
        raise ChannelBroken(_STAGE)
    plain = TDES.decrypt(encryption, cryptogram)
    if not same(plain[:2 * NONCE], chip_nonce + terminal_nonce):
        raise ChannelBroken(_STAGE)
    return plain[2 * NONCE:]


def _refusal(sw: int, mrz: Mrz) -> Exception:
    """Chips differ in what they say to a wrong key: 6300, 6982, 6988, 6A80 have all been seen."""
    if problem := refused_password(mrz.kind, sw):
        return problem
    return WrongPassword(mrz.kind) if sw in (0x6982, 0x6985, 0x6988, 0x6A80) else CardRefused(_STAGE, sw)
