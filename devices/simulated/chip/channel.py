"""Secure messaging from the chip's side."""

from devices.card import tlv
from devices.card.apdu import LONG_ANSWER, SHORT_ANSWER, Answer, Command
from devices.card.crypto.padding import BadPadding
from devices.card.crypto.suites import same
from devices.card.secure_messaging import ENCRYPTED, ENCRYPTED_BER, LENGTH, MAC, STATUS, SessionKeys
from devices.card.tlv import NotTlv


class BadMessage(ValueError):
    """A command that is not protected by this session's keys."""


class ChipChannel:
    """Takes commands out of their protection and puts answers into it."""

    def __init__(self, keys: SessionKeys) -> None:
        self._keys = keys

    def open(self, command: Command) -> Command:
        """The command within. Raises BadMessage."""
        self._keys.count()
        try:
            *objects, mac = tlv.parse(command.data)
            signed = command.data[:-len(mac.encode())]
            if mac.tag != MAC or not same(self._keys.mac(command.header, signed), mac.value):
                raise BadMessage
            by_tag = {element.tag: element.value for element in objects}
            data = b""
            if ENCRYPTED in by_tag:
                data = self._keys.decrypt(by_tag[ENCRYPTED][1:])
            elif ENCRYPTED_BER in by_tag:
                data = self._keys.decrypt(by_tag[ENCRYPTED_BER])
        except (NotTlv, BadPadding, ValueError) as damage:
            raise BadMessage from damage
        return Command(command.cla & ~0x0C, command.ins, command.p1, command.p2, data, _le(by_tag.get(LENGTH)))

    def close(self, command: Command, answer: Answer, *, wrong_mac: bool = False) -> Answer:
        self._keys.count()
        objects = b""
        if answer.data:
            cryptogram = self._keys.encrypt(answer.data)
            odd = command.ins & 1
            objects = tlv.encode(ENCRYPTED_BER, cryptogram) if odd else tlv.encode(ENCRYPTED, b"\x01" + cryptogram)
        objects += tlv.encode(STATUS, answer.sw.to_bytes(2))
        mac = self._keys.mac(b"", objects)
        if wrong_mac:
            mac = bytes([mac[0] ^ 1]) + mac[1:]
        return Answer(answer.sw, objects + tlv.encode(MAC, mac))


def _le(value: bytes | None) -> int:
    if value is None:
        return 0
    return int.from_bytes(value) or (SHORT_ANSWER if len(value) == 1 else LONG_ANSWER)
