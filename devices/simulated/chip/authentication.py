"""Chip authentication from the chip's side: new session keys that only the holder of the chip's secret can have."""

from devices.card import tlv
from devices.card.apdu import Answer, Command, Sw
from devices.card.crypto.groups import BadElement
from devices.card.crypto.suites import FOR_ENCRYPTION, FOR_MAC, TDES
from devices.card.secure_messaging import SessionKeys
from devices.card.tlv import NotTlv
from devices.simulated.chip.access import Refused
from devices.simulated.chip.content import ChipKey

_OID, _TERMINAL_KEY_3DES, _KEY_ID, _AUTHENTICATE, _TERMINAL_KEY = 0x80, 0x91, 0x84, 0x7C, 0x80


class ChipAuthentication:
    """MSE:Set KAT for 3DES; MSE:Set AT and GENERAL AUTHENTICATE for AES."""

    def __init__(self, key: ChipKey | None) -> None:
        self._key = key
        self._announced = False

    def announced(self, objects: dict[int, bytes]) -> SessionKeys | None:
        """The new keys with 3DES; with AES only that the next command will bring them. Raises Refused, BadElement."""
        key = self._key
        if key is None:
            raise Refused(Sw.NO_SUCH_DATA)
        named = objects.get(_KEY_ID)
        if key.key_id is not None and (named is None or int.from_bytes(named) != key.key_id):
            raise Refused(Sw.NO_SUCH_DATA)
        if _TERMINAL_KEY_3DES in objects:
            if key.suite is not TDES:
                raise Refused(Sw.BAD_DATA)
            return self._keys(key, objects[_TERMINAL_KEY_3DES])
        if objects.get(_OID) != bytes.fromhex(key.oid):
            raise Refused(Sw.NO_SUCH_DATA)
        self._announced = True
        return None

    def agreed(self, command: Command) -> tuple[Answer, SessionKeys]:
        """Raises Refused."""
        announced, self._announced = self._announced, False
        if self._key is None or not announced:
            raise Refused(Sw.CONDITIONS)
        try:
            theirs = tlv.parse_one(command.data).find(_TERMINAL_KEY)
            if theirs is None:
                raise Refused(Sw.BAD_DATA)
            keys = self._keys(self._key, theirs.value)
        except (NotTlv, BadElement) as damage:
            raise Refused(Sw.BAD_DATA) from damage
        return Answer(Sw.OK, tlv.encode(_AUTHENTICATE, b"")), keys

    def _keys(self, key: ChipKey, theirs: bytes) -> SessionKeys:
        secret = key.group.agree(key.secret, theirs)
        return SessionKeys(key.suite, key.suite.derive(secret, FOR_ENCRYPTION), key.suite.derive(secret, FOR_MAC))
