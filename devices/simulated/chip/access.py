"""BAC and PACE from the chip's side."""

from dataclasses import dataclass

from devices.card import pace as terminal
from devices.card import tlv
from devices.card.apdu import Answer, Command, Sw
from devices.card.bac import CRYPTOGRAM, KEY, NONCE, access_keys, session_keys
from devices.card.crypto.groups import BadElement, Group, Randomness, mapped_generator
from devices.card.crypto.padding import pad
from devices.card.crypto.suites import FOR_PASSWORD, MAC_SIZE, TDES, same
from devices.card.passwords import Mrz, Password
from devices.card.secure_messaging import SessionKeys
from devices.card.security_infos import Mapping, PaceInfo
from devices.card.tlv import NotTlv
from devices.simulated.chip.content import ChipKey

_NONCE_SIZE = 16


class Refused(Exception):
    """The command is answered with this status word and nothing else."""

    def __init__(self, sw: int) -> None:
        self.sw = sw
        super().__init__(f"{sw:04X}")


class ChipBac:
    """One GET CHALLENGE, one EXTERNAL AUTHENTICATE."""

    def __init__(self, mrz: Mrz, random: Randomness) -> None:
        self._keys = access_keys(mrz)
        self._random = random
        self._nonce = b""

    def challenge(self) -> bytes:
        self._nonce = self._random(NONCE)
        return self._nonce

    def authenticate(self, data: bytes) -> tuple[bytes, SessionKeys]:
        """The chip's cryptogram, and the keys of the session. Raises Refused."""
        nonce, self._nonce = self._nonce, b""
        if not nonce or len(data) != CRYPTOGRAM + MAC_SIZE:
            raise Refused(Sw.CONDITIONS)
        encryption, authentication = self._keys
        cryptogram, mac = data[:CRYPTOGRAM], data[CRYPTOGRAM:]
        plain = TDES.decrypt(encryption, cryptogram)
        if not same(TDES.mac(authentication, cryptogram), mac) or plain[NONCE:2 * NONCE] != nonce:
            raise Refused(Sw.FAILED)
        terminal_nonce, terminal_key, key = plain[:NONCE], plain[2 * NONCE:], self._random(KEY)
        answer = TDES.encrypt(encryption, nonce + terminal_nonce + key)
        return answer + TDES.mac(authentication, answer), session_keys(terminal_key, key, nonce, terminal_nonce)


@dataclass(slots=True)
class ChipPace:
    """The four steps of one run; anything out of order is refused."""

    info: PaceInfo
    group: Group
    password: Password
    random: Randomness
    chip_key: ChipKey | None = None
    keys: SessionKeys | None = None
    _step: int = 0
    _nonce: bytes = b""
    _mapping_secret: int = 0
    _generator: bytes = b""
    _ours: bytes = b""
    _theirs: bytes = b""
    _raw_keys: tuple[bytes, bytes] = (b"", b"")

    def answer(self, command: Command) -> Answer:
        """Raises Refused."""
        steps = (self._give_nonce, self._map, self._agree, self._prove)
        if self._step >= len(steps) or (command.cla == terminal.PLAIN) != (self._step == len(steps) - 1):
            raise Refused(Sw.CONDITIONS)
        try:
            said = tlv.parse_one(command.data)
            content = b"".join(element.value for element in said.children()[:1])
            if said.tag != terminal.AUTHENTICATE:
                raise Refused(Sw.BAD_DATA)
            answer = steps[self._step](content)
        except (NotTlv, BadElement) as damage:
            raise Refused(Sw.BAD_DATA) from damage
        self._step += 1
        return Answer(Sw.OK, tlv.encode(terminal.AUTHENTICATE, answer))

    def _give_nonce(self, content: bytes) -> bytes:
        suite = self.info.suite
        self._nonce = self.random(_NONCE_SIZE)
        return tlv.encode(terminal.ENCRYPTED_NONCE, suite.encrypt(suite.derive(self.password.secret, FOR_PASSWORD), self._nonce))

    def _map(self, theirs: bytes) -> bytes:
        self._mapping_secret = secret = self.group.secret(self.random)
        self._generator = mapped_generator(self.group, self._nonce, self.group.power(secret, theirs))
        return tlv.encode(terminal.CHIP_MAPPING, self.group.power(secret, self.group.generator))

    def _agree(self, theirs: bytes) -> bytes:
        secret = self.group.secret(self.random)
        self._theirs, self._ours = theirs, self.group.power(secret, self._generator)
        self._raw_keys = terminal.session_keys(self.info.suite, self.group.agree(secret, theirs))
        return tlv.encode(terminal.CHIP_EPHEMERAL, self._ours)

    def _prove(self, their_token: bytes) -> bytes:
        suite, oid, tag, mac_key = self.info.suite, self.info.oid, self.group.key_tag, self._raw_keys[1]
        if not same(terminal.token(suite, mac_key, oid, tag, self._ours), their_token):
            raise Refused(Sw.FAILED)
        self.keys = SessionKeys(suite, *self._raw_keys)
        answer = tlv.encode(terminal.CHIP_TOKEN, terminal.token(suite, mac_key, oid, tag, self._theirs))
        return answer + (self._chip_proof() if self.info.mapping is Mapping.ECDH_CAM else b"")

    def _chip_proof(self) -> bytes:
        """The mapping key divided by the chip's own: whoever multiplies it onto the certified key gets the mapping key."""
        assert self.chip_key is not None
        order = self.group.order
        proof = self._mapping_secret * pow(self.chip_key.secret, -1, order) % order
        suite, key = self.info.suite, self._raw_keys[0]
        plain = pad(proof.to_bytes((order.bit_length() + 7) // 8), suite.block)
        return tlv.encode(terminal.CHIP_PROOF, suite.encrypt(key, plain, suite.message_iv(key, b"\xff" * suite.block)))
