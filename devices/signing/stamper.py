"""The `TimeStamper`: the request is made in a process of its own and carried by whoever speaks to the network."""

from devices.signing.process import Asked, Ended
from devices.signing.words import STAMPED_WITHIN_S, Carried, Carry, Stamp, Stamped, StampWord
from kiosk.signature_ports import LARGEST_SIGNED, Carrier
from kiosk.signature_problems import CopyNotSignable, NotSignable, TimeStampNotGiven

_MODULE = "devices.signing.stamping_child"


class ProcessStamper:
    """`carry` brings a request to the service and its answer back. Raises TimeStampNotGiven."""

    def __init__(self, carry: Carrier) -> None:
        self._carry = carry

    def stamp(self, pdf: bytes) -> bytes:
        if len(pdf) > LARGEST_SIGNED:
            raise CopyNotSignable.because(NotSignable.TOO_LARGE)
        process: Asked[StampWord] = Asked(_MODULE, StampWord)
        try:
            word = process.ask(Stamp(len(pdf)), pdf, STAMPED_WITHIN_S)
            if isinstance(word, Carry):
                answer = self._carry(process.read(word.size, STAMPED_WITHIN_S))
                word = process.ask(Carried(len(answer)), answer, STAMPED_WITHIN_S)
            if not isinstance(word, Stamped):
                raise TimeStampNotGiven
            done = process.read(word.size, STAMPED_WITHIN_S)
        except Ended as error:
            raise TimeStampNotGiven from error
        finally:
            process.close()
        if not done.startswith(pdf) or len(done) == len(pdf):
            raise TimeStampNotGiven
        return done
