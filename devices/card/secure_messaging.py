"""Secure messaging (ICAO 9303-11, 9.8): every command and answer enciphered, authenticated and counted.

A `Channel` dies at the first answer that is not exactly as agreed; nothing is ever sent or believed after that.
"""

from dataclasses import replace

from devices.card import tlv
from devices.card.apdu import LONG_ANSWER, SHORT_ANSWER, Answer, Command
from devices.card.crypto.padding import BadPadding, pad, unpad
from devices.card.crypto.suites import MAC_SIZE, TDES, Suite, same
from devices.card.problems import ChannelBroken, ChannelDropped
from devices.card.tlv import NotTlv, Tlv

SECURE = 0x0C                          # class bits: secure messaging, header authenticated
ENCRYPTED, ENCRYPTED_BER, LENGTH, STATUS, MAC = 0x87, 0x85, 0x97, 0x99, 0x8E
_PADDED = b"\x01"                      # padding-content indicator of 0x87
_LE_SHORT, _LE_LONG = 1, 2


class SessionKeys:
    """Both keys and the counter of one session; the same arithmetic on the terminal's and on the chip's side."""

    def __init__(self, suite: Suite, encryption: bytes, authentication: bytes, counter: bytes | None = None) -> None:
        self.suite = suite
        self._encryption, self._authentication = encryption, authentication
        self._counter = int.from_bytes(counter) if counter else 0

    @property
    def counter(self) -> bytes:
        return self._counter.to_bytes(self.suite.block)

    def count(self) -> None:
        self._counter = (self._counter + 1) % (1 << 8 * self.suite.block)

    def encrypt(self, data: bytes) -> bytes:
        return self.suite.encrypt(self._encryption, pad(data, self.suite.block), self._iv())

    def decrypt(self, data: bytes) -> bytes:
        """Raises BadPadding."""
        if not data or len(data) % self.suite.block:
            raise BadPadding
        return unpad(self.suite.decrypt(self._encryption, data, self._iv()))

    def mac(self, header: bytes, objects: bytes) -> bytes:
        """Over counter, padded header (none in answers) and data objects."""
        message = self.counter + (pad(header, self.suite.block) if header else b"")
        if objects:
            message += pad(objects, self.suite.block)
        return self.suite.message_mac(self._authentication, message)

    def forget(self) -> None:
        """Lets go of both keys. Python cannot wipe bytes; it can stop holding them."""
        self._encryption = self._authentication = b""

    def _iv(self) -> bytes:
        return self.suite.message_iv(self._encryption, self.counter)


class Channel:
    """The terminal's side of a session. `proven` says whether the chip has shown that it has these keys."""

    def __init__(self, keys: SessionKeys, *, proven: bool) -> None:
        self._keys = keys
        self.open = True
        self.proven = proven

    @property
    def suite(self) -> Suite:
        return self._keys.suite

    @property
    def counter(self) -> bytes:
        return self._keys.counter

    @property
    def largest_short_answer(self) -> int:
        """How many bytes fit into an answer of 256 when enciphered, with status and MAC beside them."""
        return 231 if self.suite is TDES else 223

    def protect(self, command: Command) -> Command:
        """The command as it goes to the card."""
        self._require_open()
        keys = self._keys
        keys.count()
        objects = b""
        if command.data:
            cryptogram = keys.encrypt(command.data)
            objects = tlv.encode(ENCRYPTED_BER, cryptogram) if command.ins & 1 else tlv.encode(ENCRYPTED, _PADDED + cryptogram)
        if command.le:
            width, most = (_LE_LONG, LONG_ANSWER) if command.extended else (_LE_SHORT, SHORT_ANSWER)
            objects += tlv.encode(LENGTH, (command.le % most).to_bytes(width))
        header = bytes([command.cla | SECURE]) + command.header[1:]
        objects += tlv.encode(MAC, keys.mac(header, objects))
        long = command.extended or len(objects) > 255
        return replace(command, cla=header[0], data=objects, le=LONG_ANSWER if long else SHORT_ANSWER)

    def unprotect(self, answer: Answer) -> Answer:
        """The answer within. Raises ChannelBroken, or ChannelDropped when the card answered in the clear."""
        self._require_open()
        self._keys.count()
        try:
            return self._opened(answer)
        except (NotTlv, BadPadding) as damage:
            raise self._broken("form") from damage

    def close(self) -> None:
        self.open = False
        self._keys.forget()

    def _opened(self, answer: Answer) -> Answer:
        if not answer.data:
            self.close()
            raise ChannelDropped("secure messaging", answer.sw)
        *objects, mac = tlv.parse(answer.data)
        if mac.tag != MAC or len(mac.value) != MAC_SIZE:
            raise self._broken("no MAC")
        signed = answer.data[:-len(mac.encode())]
        if not same(self._keys.mac(b"", signed), mac.value):
            raise self._broken("MAC")
        content = self._content(objects)
        self.proven = True
        return content

    def _content(self, objects: list[Tlv]) -> Answer:
        """What authenticated objects say; each at most once, the status always: the one outside nobody vouches for."""
        by_tag = {element.tag: element.value for element in objects}
        if len(by_tag) != len(objects) or not by_tag.keys() <= {ENCRYPTED, ENCRYPTED_BER, STATUS}:
            raise self._broken("objects")
        status = by_tag.pop(STATUS, b"")
        if len(status) != 2 or len(by_tag) > 1:
            raise self._broken("status")
        data = b""
        for tag, value in by_tag.items():
            if tag == ENCRYPTED and not value.startswith(_PADDED):
                raise self._broken("padding indicator")
            data = self._keys.decrypt(value[1:] if tag == ENCRYPTED else value)
        return Answer(int.from_bytes(status), data)

    def _require_open(self) -> None:
        if not self.open:
            raise ChannelBroken("closed")

    def _broken(self, reason: str) -> ChannelBroken:
        self.close()
        return ChannelBroken(reason)
