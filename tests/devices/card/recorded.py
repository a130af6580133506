"""A recorded card: answers exactly the commands of the record, in their order, and nothing else."""

from devices.card.link import ReadSize
from devices.card.problems import CardGone


class RecordedLink:
    """The `Link` of the worked examples."""

    def __init__(self, exchanges: list[list[str]]) -> None:
        self.left = [(bytes.fromhex(command), bytes.fromhex(answer)) for command, answer in exchanges]
        self.atr = b""
        self.read_size = ReadSize(extended=False)

    def transmit(self, command: bytes) -> bytes:
        if not self.left:
            raise CardGone
        expected, answer = self.left.pop(0)
        assert command.hex().upper() == expected.hex().upper()
        return answer


class Dice:
    """Randomness that falls as the worked example says."""

    def __init__(self, *throws: str) -> None:
        self._throws = [bytes.fromhex(throw) for throw in throws]

    def __call__(self, size: int) -> bytes:
        throw = self._throws.pop(0)
        assert len(throw) == size
        return throw
