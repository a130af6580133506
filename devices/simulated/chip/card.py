"""The virtual chip: raw commands in, raw answers out, as a contactless ID card would give them."""

import secrets
from collections.abc import Callable

from devices.card import tlv
from devices.card.access import APPLICATION
from devices.card.apdu import SHORT_ANSWER, Answer, Command, Ins, MalformedApdu, Sw
from devices.card.crypto.groups import BadElement, Randomness, group
from devices.card.files import File
from devices.card.passwords import Mrz, Password
from devices.card.secure_messaging import SECURE, SessionKeys
from devices.card.tlv import NotTlv
from devices.simulated.chip.access import ChipBac, ChipPace, Refused
from devices.simulated.chip.authentication import ChipAuthentication
from devices.simulated.chip.channel import BadMessage, ChipChannel
from devices.simulated.chip.content import ChipContent
from devices.simulated.chip.faults import Faults

_MASTER = bytes.fromhex("3F00")
_CHALLENGE = 8
_MSE_AUTHENTICATE, _MSE_CHIP, _MSE_CHIP_3DES = 0xC1A4, 0x41A4, 0x41A6
_NEEDS_TERMINAL_CERTIFICATE = (File.DG3, File.DG4)


class VirtualChip:
    """One card on a reader, from power on. `commands` counts what came."""

    def __init__(self, content: ChipContent, faults: Faults | None = None, random: Randomness = secrets.token_bytes) -> None:
        self.content = content
        self.faults = faults or Faults()
        self.commands = 0
        self._random = random
        self.reset()

    def reset(self) -> None:
        """As after power on."""
        self._in_application = self.faults.no_master_file or self.faults.starts_in_application
        self._selected: File | None = None
        self._channel: ChipChannel | None = None
        self._next_keys: SessionKeys | None = None
        self._by_pace = False
        self._bac = ChipBac(self.content.mrz, self._random)
        self._pace: ChipPace | None = None
        self._chip_authentication = ChipAuthentication(self.content.chip_key)

    def answer(self, raw: bytes) -> bytes:
        self.commands += 1
        if self.faults.slow is not None:
            self.faults.slow(self.commands)
        try:
            command = Command.parse(raw)
        except MalformedApdu:
            return Answer(Sw.WRONG_LENGTH).encode()
        if self.faults.short_only and command.extended:
            return self._in_clear(Sw.WRONG_LENGTH)
        if self.commands == self.faults.drops_at:
            return self._in_clear(Sw.SM_WRONG)
        if command.cla & SECURE:
            return self._secured(command)
        self._channel = None                           # a command in the clear ends the session
        return self._done(command, command.extended).encode()

    def _secured(self, raw: Command) -> bytes:
        channel = self._channel
        if channel is None:
            return self._in_clear(Sw.SM_MISSING)
        try:
            command = channel.open(raw)
        except BadMessage:
            return self._in_clear(Sw.SM_WRONG)
        answer = self._done(command, raw.extended)
        if self.faults.errors_drop and answer.sw >> 8 not in (0x90, 0x62):
            return self._in_clear(answer.sw)
        answer = channel.close(command, answer, wrong_mac=self.commands == self.faults.wrong_mac_at)
        if not raw.extended and len(answer.data) > SHORT_ANSWER:
            return self._in_clear(Sw.WRONG_LENGTH)     # a reader that asks for more than an answer holds
        self._enter(self._next_keys)
        return answer.encode()

    def _in_clear(self, sw: int) -> bytes:
        self._channel = None
        return Answer(sw).encode()

    def _enter(self, keys: SessionKeys | None) -> None:
        if keys is not None:
            self._channel, self._next_keys = ChipChannel(keys), None

    def _done(self, command: Command, extended: bool) -> Answer:
        commands = {
            Ins.SELECT: self._select, Ins.READ_BINARY: self._read, Ins.READ_BINARY_LONG: self._read_long,
            Ins.GET_CHALLENGE: self._challenge, Ins.EXTERNAL_AUTHENTICATE: self._authenticate_by_bac,
            Ins.MSE: self._set_environment, Ins.GENERAL_AUTHENTICATE: self._general_authenticate,
            Ins.INTERNAL_AUTHENTICATE: self._sign,
        }
        secured = self._channel is not None
        try:
            known = next((ins for ins in commands if ins == command.ins), None)
            if known is None:
                raise Refused(Sw.INS)
            answer = commands[known](command)
        except Refused as refused:
            return Answer(refused.sw)
        if not secured:
            self._enter(self._next_keys)
        return answer

    # ---- files

    def _select(self, command: Command) -> Answer:
        if command.p1 == 0x04:
            if command.data != APPLICATION or self.faults.no_application:
                raise Refused(Sw.NOT_FOUND)
            self._in_application, self._selected = True, None
        elif command.p1 == 0x00:
            if self.faults.no_master_file:
                raise Refused(Sw.INS)
            if command.data not in (b"", _MASTER):
                raise Refused(Sw.NOT_FOUND)
            self._in_application, self._selected = False, None
        else:
            self._selected = self._find(lambda file: file.identifier.to_bytes(2) == command.data)
        return Answer(Sw.OK)

    def _find(self, fits: Callable[[File], bool]) -> File:
        for file in File:
            in_reach = file.value[1] != self._in_application or (file is File.CARD_ACCESS and self.faults.no_master_file)
            if in_reach and fits(file) and self._bytes(file) is not None:
                self._permit(file)
                return file
        raise Refused(Sw.NOT_FOUND)

    def _permit(self, file: File) -> None:
        if file is File.CARD_ACCESS:
            return
        if self._channel is None or file in _NEEDS_TERMINAL_CERTIFICATE:
            raise Refused(Sw.SECURITY)
        if file is File.CARD_SECURITY and not self._by_pace:
            raise Refused(Sw.SECURITY)

    def _bytes(self, file: File) -> bytes | None:
        if file is File.CARD_ACCESS and self.faults.no_card_access:
            return None
        data = self.content.file(file)
        return data if data is None else data[:self.faults.truncated.get(file, len(data))]

    def _read(self, command: Command) -> Answer:
        if command.p1 & 0x80:
            if self.faults.no_short_identifiers:
                raise Refused(Sw.NOT_FOUND)
            self._selected = self._find(lambda file: file.sfi == command.p1 & 0x1F)
            return self._slice(command.p2, command.le)
        return self._slice(command.p1 << 8 | command.p2, command.le)

    def _read_long(self, command: Command) -> Answer:
        try:
            offset = tlv.parse_one(command.data)
        except NotTlv as damage:
            raise Refused(Sw.BAD_DATA) from damage
        if offset.tag != 0x54 or command.p1 or command.p2:
            raise Refused(Sw.BAD_DATA)
        content_header = 2 if command.le < 0x82 else 3 if command.le < 0x103 else 4
        answer = self._slice(int.from_bytes(offset.value), command.le - content_header)
        return Answer(answer.sw, tlv.encode(0x53, answer.data))

    def _slice(self, offset: int, wanted: int) -> Answer:
        if self._selected is None:
            raise Refused(Sw.NO_FILE_SELECTED)
        self._permit(self._selected)
        data = self._bytes(self._selected) or b""
        if wanted > self.faults.longest_answer:
            raise Refused(self.faults.too_long)
        if offset >= len(data):
            raise Refused(Sw.OFFSET)
        beyond = offset + wanted > len(data)
        if beyond and self.faults.beyond_end != Sw.END_OF_FILE:
            raise Refused(self.faults.beyond_end)
        piece = data[offset:offset + min(wanted, self.faults.gives_at_most)]
        return Answer(Sw.END_OF_FILE if beyond else Sw.OK, piece)

    # ---- access and authentication

    def _challenge(self, command: Command) -> Answer:
        if command.le != _CHALLENGE:
            raise Refused(Sw.WRONG_LENGTH)
        return Answer(Sw.OK, self._bac.challenge())

    def _authenticate_by_bac(self, command: Command) -> Answer:
        if self.faults.blocked:
            raise Refused(Sw.BLOCKED)
        if not self._in_application:
            raise Refused(Sw.CONDITIONS)
        data, self._next_keys = self._bac.authenticate(command.data)
        self._by_pace = False
        return Answer(Sw.OK, data)

    def _set_environment(self, command: Command) -> Answer:
        kind = command.p1 << 8 | command.p2
        try:
            objects = {element.tag: element.value for element in tlv.parse(command.data)}
            if kind == _MSE_AUTHENTICATE:
                self._pace = self._begin_pace(objects)
            elif kind in (_MSE_CHIP, _MSE_CHIP_3DES) and self._channel is not None:
                self._next_keys = self._chip_authentication.announced(objects)
            else:
                raise Refused(Sw.BAD_P1P2)
        except (NotTlv, BadElement) as damage:
            raise Refused(Sw.BAD_DATA) from damage
        return Answer(Sw.OK)

    def _begin_pace(self, objects: dict[int, bytes]) -> ChipPace:
        if self.faults.blocked:
            raise Refused(Sw.BLOCKED)
        fitting = [info for info in self.content.pace if bytes.fromhex(info.oid) == objects.get(0x80)]
        if len(fitting) > 1:
            fitting = [info for info in fitting if bytes([info.parameter_id]) == objects.get(0x84)]
        info = fitting[0] if fitting else None
        passwords: dict[bytes, Password] = {b"\1": self.content.mrz, b"\2": self.content.can}
        password = passwords.get(objects.get(0x83, b""))
        numbers = group(info.parameter_id) if info else None
        if info is None or numbers is None or password is None:
            raise Refused(Sw.NO_SUCH_DATA)
        if self.faults.deaf_to_password:
            password = Mrz("<", "<<<<<<", "<<<<<<")
        return ChipPace(info, numbers, password, self._random, self.content.chip_key)

    def _general_authenticate(self, command: Command) -> Answer:
        if self._pace is None:
            answer, self._next_keys = self._chip_authentication.agreed(command)
            return answer
        try:
            answer = self._pace.answer(command)
        except Refused:
            self._pace = None
            raise
        if self._pace.keys is not None:
            self._next_keys, self._by_pace, self._pace = self._pace.keys, True, None
        return answer

    def _sign(self, command: Command) -> Answer:
        if self.content.sign is None:
            raise Refused(Sw.INS)
        if self._channel is None:
            raise Refused(Sw.SECURITY)
        if len(command.data) != _CHALLENGE:
            raise Refused(Sw.WRONG_LENGTH)
        return Answer(Sw.OK, self.content.sign(command.data)[:command.le])
