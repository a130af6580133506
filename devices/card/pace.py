"""PACE (ICAO 9303-11, 4.4): a password of low entropy becomes a strong channel. Generic mapping over curves and prime fields,
and chip-authentication mapping, whose first half is the same; its proof is handed on for whoever holds EF.CardSecurity.
"""

from dataclasses import dataclass

from devices.card import tlv
from devices.card.apdu import Answer, Command, Ins, tries_left
from devices.card.crypto.groups import BadElement, Group, Randomness, group, mapped_generator
from devices.card.crypto.padding import BadPadding, unpad
from devices.card.crypto.suites import FOR_ENCRYPTION, FOR_MAC, FOR_PASSWORD, Suite, same
from devices.card.passwords import Password
from devices.card.problems import AccessNotAllowed, CardNotUnderstood, CardRefused, ChannelBroken, refused_password
from devices.card.secure_messaging import Channel, SessionKeys
from devices.card.security_infos import Mapping, PaceInfo
from devices.card.session import Session
from devices.card.tlv import NotTlv, Tlv

CHAINED, PLAIN = 0x10, 0x00
AUTHENTICATE = 0x7C
ENCRYPTED_NONCE, CHIP_MAPPING, CHIP_EPHEMERAL, CHIP_TOKEN, CHIP_PROOF = 0x80, 0x82, 0x84, 0x86, 0x8A
TERMINAL_MAPPING, TERMINAL_EPHEMERAL, TERMINAL_TOKEN = 0x81, 0x83, 0x85
_OID, _PASSWORD, _PARAMETERS, _PUBLIC_KEY = 0x80, 0x83, 0x84, 0x7F49
_STAGE = "PACE"


@dataclass(frozen=True, slots=True)
class ChipProof:
    """What chip-authentication mapping leaves behind: the mapping key times this must be the chip's certified key."""

    group: Group
    mapping_key: bytes
    data: bytes

    def proves(self, certified_key: bytes) -> bool:
        """Whether the chip that was spoken with holds the private half of `certified_key` (of EF.CardSecurity, verified)."""
        try:
            return same(self.group.power(int.from_bytes(self.data), certified_key), self.mapping_key)
        except BadElement:
            return False


@dataclass(frozen=True, slots=True)
class Opened:
    """A channel, and the chip's proof where the mapping gave one."""

    channel: Channel
    proof: ChipProof | None = None


def token(suite: Suite, key: bytes, oid: str, key_tag: int, peer: bytes) -> bytes:
    """The authentication token over the other side's ephemeral key."""
    inner = tlv.encode(0x06, bytes.fromhex(oid)) + tlv.encode(key_tag, peer)
    return suite.mac(key, tlv.encode(_PUBLIC_KEY, inner))


def session_keys(suite: Suite, secret: bytes) -> tuple[bytes, bytes]:
    return suite.derive(secret, FOR_ENCRYPTION), suite.derive(secret, FOR_MAC)


def open_by_pace(
    session: Session, info: PaceInfo, password: Password, random: Randomness, *, name_parameters: bool = False
) -> Opened:
    """Both sides prove that they know the password, and agree on keys. `name_parameters` where the chip offers this protocol
    over several sets of them; otherwise it is not asked, for some chips refuse to be told. Raises CardProblem."""
    numbers = group(info.parameter_id)
    if numbers is None or not info.mapping.spoken:
        raise AccessNotAllowed
    _announce(session, info, password, name_parameters)
    try:
        return _Run(session, info, numbers, random).through(password)
    except (NotTlv, BadPadding, BadElement) as damage:
        raise CardNotUnderstood(_STAGE) from damage


def _announce(session: Session, info: PaceInfo, password: Password, name_parameters: bool) -> None:
    """MSE:Set AT."""
    data = tlv.encode(_OID, bytes.fromhex(info.oid)) + tlv.encode(_PASSWORD, bytes([password.reference]))
    if name_parameters:
        data += tlv.encode(_PARAMETERS, bytes([info.parameter_id]))
    answer = session.send(Command(0, Ins.MSE, 0xC1, 0xA4, data), _STAGE)
    if not answer.ok and not tries_left(answer.sw):    # 63CX with X > 0 is a warning: go on
        raise refused_password(password.kind, answer.sw) or CardRefused(_STAGE, answer.sw)


@dataclass(frozen=True, slots=True)
class _Run:
    """The four steps of GENERAL AUTHENTICATE."""

    session: Session
    info: PaceInfo
    group: Group
    random: Randomness

    def through(self, password: Password) -> Opened:
        nonce = self._nonce(password)
        agreed, mapping_key = self._mapping()
        generator = mapped_generator(self.group, nonce, agreed)
        secret = self.group.secret(self.random)
        mine = self.group.power(secret, generator)
        theirs = self._step(TERMINAL_EPHEMERAL, mine, CHIP_EPHEMERAL)
        _not_ours(theirs, mine)
        keys = session_keys(self.info.suite, self.group.agree(secret, theirs))
        proof = self._prove(password, keys, mine, theirs)
        chip_proof = ChipProof(self.group, mapping_key, self._chip_proof(keys[0], proof)) if self._with_chip_proof else None
        return Opened(Channel(SessionKeys(self.info.suite, *keys), proven=True), chip_proof)

    @property
    def _with_chip_proof(self) -> bool:
        return self.info.mapping is Mapping.ECDH_CAM

    def _nonce(self, password: Password) -> bytes:
        suite = self.info.suite
        encrypted = self._step(None, b"", ENCRYPTED_NONCE)
        if not encrypted or len(encrypted) % suite.block:
            raise CardNotUnderstood(_STAGE)
        return suite.decrypt(suite.derive(password.secret, FOR_PASSWORD), encrypted)

    def _mapping(self) -> tuple[bytes, bytes]:
        """The element both sides agree on by ordinary key exchange, and the chip's public key in it."""
        secret = self.group.secret(self.random)
        mine = self.group.power(secret, self.group.generator)
        theirs = self._step(TERMINAL_MAPPING, mine, CHIP_MAPPING)
        _not_ours(theirs, mine)
        return self.group.power(secret, theirs), theirs

    def _prove(self, password: Password, keys: tuple[bytes, bytes], mine: bytes, theirs: bytes) -> Tlv:
        """Sends our token and checks the chip's; gives all the chip said."""
        suite, oid, tag = self.info.suite, self.info.oid, self.group.key_tag
        answer = self._authenticate(PLAIN, tlv.encode(TERMINAL_TOKEN, token(suite, keys[1], oid, tag, theirs)))
        if not answer.ok:
            raise refused_password(password.kind, answer.sw) or CardRefused(_STAGE, answer.sw)
        said = _said(answer.data)
        theirs_token = tlv.find(said.children(), CHIP_TOKEN)
        if theirs_token is None or not same(theirs_token.value, token(suite, keys[1], oid, tag, mine)):
            raise ChannelBroken(_STAGE)                # whoever answers does not know the password
        return said

    def _chip_proof(self, key: bytes, said: Tlv) -> bytes:
        suite, found = self.info.suite, tlv.find(said.children(), CHIP_PROOF)
        if found is None or not found.value or len(found.value) % suite.block:
            raise CardNotUnderstood(_STAGE)
        iv = suite.message_iv(key, b"\xff" * suite.block)
        return unpad(suite.decrypt(key, found.value, iv))

    def _step(self, tag: int | None, value: bytes, wanted: int) -> bytes:
        answer = self._authenticate(CHAINED, b"" if tag is None else tlv.encode(tag, value))
        if not answer.ok:
            raise CardRefused(_STAGE, answer.sw)
        found = tlv.find(_said(answer.data).children(), wanted)
        if found is None:
            raise CardNotUnderstood(_STAGE)
        return found.value

    def _authenticate(self, cla: int, content: bytes) -> Answer:
        data = tlv.encode(AUTHENTICATE, content)
        le = 256 if len(data) <= 255 else 65536        # a key of 2048 bits needs extended length, in both directions
        return self.session.send(Command(cla, Ins.GENERAL_AUTHENTICATE, 0, 0, data, le), _STAGE)


def _not_ours(theirs: bytes, mine: bytes) -> None:
    """Raises ChannelBroken where our own key is thrown back at us, written with leading zeros or without."""
    if same(theirs.lstrip(b"\0"), mine.lstrip(b"\0")):
        raise ChannelBroken(_STAGE)


def _said(answer: bytes) -> Tlv:
    whole = tlv.parse_one(answer)
    if whole.tag != AUTHENTICATE:
        raise NotTlv(tlv.TlvFault.TAG)
    return whole
