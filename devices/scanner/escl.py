"""A network scanner by eSCL, as AirPrint asks it of every multifunction device: plain HTTP, nothing to install.

Rules learnt from what others ran into: no host that the device names is followed; "not found" for the next page may come too
early, so the device's list of jobs decides whether the scan is over; a job is taken back (DELETE) whenever it is left early; an
empty feeder counts only from devices that say they feel paper; a job may bring one page although more lie in the feeder.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from devices.scanner.escl_http import Address, Answer, Limits, Lost, NotWanted, TooMuch, Unreachable, always, ask
from devices.scanner.escl_place import A4, EsclPatience
from devices.scanner.escl_said import JPEG, Offered, SourceOffer, Told, Wish, offered, ordered, told
from devices.scanner.escl_xml import LARGEST, Garbled
from devices.scanner.picture import LARGEST as LARGEST_PAGE
from devices.scanner.process import Sheet, Stopped
from devices.scanner.words import Scan
from kiosk.scan_ports import ScannerAbilities, ScanSource, ScanTrouble

_JPEG_START = b"\xff\xd8"
_PAGE_S = 600.0                        # all of one page, however it dribbles in
_OVER = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.CONFLICT)


class EsclDevice:
    """`largest`: width and height of the page asked for, in 1/300 inch; less where the device has less."""

    def __init__(self, address: Address, largest: tuple[int, int] = A4, patience: EsclPatience | None = None) -> None:
        self._address, self._largest = address, largest
        self._patience = patience or EsclPatience()
        self._talk = Limits(LARGEST, silence_s=self._patience.answer_s, whole_s=2 * self._patience.answer_s)
        self._page = Limits(
            LARGEST_PAGE, silence_s=self._patience.silence_s, whole_s=_PAGE_S, grace_s=self._patience.grace_s)
        self._offered: Offered | None = None

    def abilities(self) -> ScannerAbilities | None:
        try:
            self._offered = self._what_it_offers()
        except (OSError, Garbled):
            return None
        return self._offered.abilities()

    def obstacle(self) -> ScanTrouble | None:
        """The feeder's, as the port has it; the glass can be scanned with an empty feeder."""
        try:
            status = self._status()
        except (OSError, Garbled):
            return ScanTrouble.OFFLINE
        except Stopped as stopped:
            return stopped.trouble
        return self._in_the_way(status, ScanSource.FEEDER if self._feeds() else ScanSource.FLATBED)

    def sheets(self, order: Scan, wanted: Callable[[], bool]) -> Iterator[Sheet]:
        try:
            yield from self._jobs(order, wanted)
        except NotWanted:
            return
        except (Lost, TooMuch) as error:
            raise Stopped(ScanTrouble.TRANSFER_LOST if isinstance(error, Lost) else ScanTrouble.TRUNCATED) from error
        except (OSError, Garbled) as error:
            raise Stopped(ScanTrouble.OFFLINE) from error

    # ---- one scan: one job, or several ----------------------------------------------------------------------------------

    def _jobs(self, order: Scan, wanted: Callable[[], bool]) -> Iterator[Sheet]:
        """Job after job, as long as the device says that more lies there; one that finds nothing after all is the end."""
        wish = self._wish(order, both_sides=order.duplex and order.source is ScanSource.FEEDER)
        yield from self._job(wish, wanted)
        while order.source is ScanSource.FEEDER and wanted() and self._more_lies_there():
            try:
                yield from self._job(wish, wanted)
            except Stopped as stopped:
                if stopped.trouble is not ScanTrouble.NO_PAPER:
                    raise
                return

    def _job(self, wish: Wish, wanted: Callable[[], bool]) -> Iterator[Sheet]:
        job = _Job(self._address, self._begun(wish, wish.source, wanted))
        try:
            for content in self._pages(job, wish.source, wanted):
                yield Sheet(content, wish.resolution, back=wish.both_sides and job.pages % 2 == 0)
        finally:
            job.leave()

    def _wish(self, order: Scan, *, both_sides: bool) -> Wish:
        known = self._offered = self._offered or self._what_it_offers()
        offer = known.of(order.source, both_sides=both_sides)
        if offer is None or not offer.colour() or (offer.formats and JPEG not in offer.formats):
            raise Stopped(ScanTrouble.REFUSED)
        width, height = _at_most(self._largest, offer)
        return Wish(order.source, both_sides, offer.resolution(order.dpi), offer.colour(), width, height, known.version)

    def _begun(self, wish: Wish, source: ScanSource, wanted: Callable[[], bool]) -> str:
        """The path of the job. A device that is busy or warming up is asked again for a while."""
        wait = self._waiting(wanted)
        while True:
            why, pause = self._not_now(source)
            if why is None:
                answer = self._ask("POST", "/ScanJobs", ordered(wish), wanted=wanted)
                if answer.status == HTTPStatus.CREATED and answer.path:
                    return answer.path
                why, pause = self._why_not(answer, source), answer.retry_s
            patience = {ScanTrouble.BUSY: self._patience.busy_s, ScanTrouble.WARMING: self._patience.warming_s}.get(why, 0)
            if not wait.more(patience, pause):
                raise Stopped(why)

    def _not_now(self, source: ScanSource) -> tuple[ScanTrouble | None, float]:
        try:
            return self._in_the_way(self._status(), source), 0
        except Stopped as stopped:
            return stopped.trouble, 0

    def _why_not(self, answer: Answer, source: ScanSource) -> ScanTrouble:
        """Why an order was not taken."""
        trouble = self._in_the_way(self._status(), source, feels_paper=True)
        match answer.status:
            case HTTPStatus.SERVICE_UNAVAILABLE:
                return trouble or ScanTrouble.BUSY
            case HTTPStatus.CONFLICT:              # of what is ordered with what lies there: mostly with an empty feeder
                return trouble or (ScanTrouble.NO_PAPER if source is ScanSource.FEEDER else ScanTrouble.BUSY)
            case _:
                return trouble or ScanTrouble.REFUSED

    def _pages(self, job: "_Job", source: ScanSource, wanted: Callable[[], bool]) -> Iterator[bytes]:
        wait = self._waiting(wanted)
        while True:
            answer = ask(self._address, "GET", f"{job.path}/NextDocument", self._page, wanted=wanted)
            if answer.status == HTTPStatus.OK:
                job.pages += 1
                yield _picture(answer)
                if source is ScanSource.FLATBED:
                    return
                wait = self._waiting(wanted)
            elif answer.status in _OVER:
                if self._is_over(job, source):
                    return
                self._wait_or_lose(wait, 0)
            elif answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
                self._stop_for(self._feeder_in_the_way(source))
                self._wait_or_lose(wait, answer.retry_s)
            else:
                raise Stopped(self._feeder_in_the_way(source) or ScanTrouble.TRANSFER_LOST)

    def _waiting(self, wanted: Callable[[], bool]) -> "_Wait":
        return _Wait(wanted, self._patience.pause_s)

    def _wait_or_lose(self, wait: "_Wait", pause: float) -> None:
        if not wait.more(self._patience.page_s, pause):
            raise Stopped(ScanTrouble.TRANSFER_LOST)

    def _is_over(self, job: "_Job", source: ScanSource) -> bool:
        """False: the page was asked for too early. Raises Stopped where something stopped the job."""
        status = self._status()
        if source is ScanSource.FEEDER:
            trouble = status.feeder_trouble()
            self._stop_for(trouble if trouble is not ScanTrouble.NO_PAPER else None)
        known = status.job(job.path)
        state = known.state if known else ""
        if state in ("Canceled", "Aborted"):
            job.over = True
            raise Stopped(ScanTrouble.STOPPED_THERE)
        if known and (state in ("Processing", "Pending") or known.waiting):
            return False
        job.over = True
        if job.pages == 0:
            raise Stopped(ScanTrouble.NO_PAPER if source is ScanSource.FEEDER else ScanTrouble.TRANSFER_LOST)
        return True

    def _more_lies_there(self) -> bool:
        """Some firmware ends its job with every sheet."""
        return self._status().feeder == "ScannerAdfLoaded" and self._feels_paper()

    # ---- what the device says -----------------------------------------------------------------------------------------

    def _in_the_way(self, status: Told, source: ScanSource, *, feels_paper: bool = False) -> ScanTrouble | None:
        feeder = status.feeder_trouble() if source is ScanSource.FEEDER else None
        if feeder is ScanTrouble.NO_PAPER and not (feels_paper or self._feels_paper()):
            feeder = None
        if feeder and feeder is not ScanTrouble.NO_PAPER and status.machine != "Down":
            return feeder                  # says more than that the machine is stopped, or still at it
        return status.machine_trouble() or feeder

    def _feeder_in_the_way(self, source: ScanSource) -> ScanTrouble | None:
        trouble = self._status().feeder_trouble() if source is ScanSource.FEEDER else None
        return None if trouble is ScanTrouble.NO_PAPER else trouble

    def _stop_for(self, trouble: ScanTrouble | None) -> None:
        if trouble:
            raise Stopped(trouble)

    def _feels_paper(self) -> bool:
        return self._offered is None or self._offered.tells_paper

    def _feeds(self) -> bool:
        return self._offered is None or self._offered.feeder is not None or self._offered.duplex is not None

    def _what_it_offers(self) -> Offered:
        answer = self._ask("GET", "/ScannerCapabilities")
        if answer.status != HTTPStatus.OK:
            raise Garbled(f"HTTP {answer.status}")
        return offered(answer.body)

    def _status(self) -> Told:
        """Raises Stopped where the device is too busy even to say how it is."""
        answer = self._ask("GET", "/ScannerStatus")
        if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
            raise Stopped(ScanTrouble.BUSY)
        if answer.status != HTTPStatus.OK:
            raise Garbled(f"HTTP {answer.status}")
        return told(answer.body)

    def _ask(self, method: str, path: str, body: bytes | None = None, wanted: Callable[[], bool] = always) -> Answer:
        try:
            return ask(self._address, method, self._address.root + path, self._talk, body, wanted)
        except (Lost, TooMuch) as error:
            raise Unreachable(str(error)) from error       # it does not talk as a scanner does


@dataclass(slots=True)
class _Job:
    """One job of the device. `over`: it ended there by itself, nothing to take back."""

    address: Address
    path: str
    pages: int = 0
    over: bool = False

    def leave(self) -> None:
        if self.over:
            return
        try:
            ask(self.address, "DELETE", self.path, Limits(LARGEST, silence_s=3.0, whole_s=3.0))
        except OSError:                    # it will notice by itself that nobody fetches
            pass


class _Wait:
    """Pauses between two questions, ended early when nobody wants an answer any more."""

    def __init__(self, wanted: Callable[[], bool], usual_s: float) -> None:
        self._wanted, self._usual_s, self._since = wanted, usual_s, time.monotonic()

    def more(self, patience_s: float, pause_s: float) -> bool:
        """After a pause, True; at once False when patience is over. Raises NotWanted."""
        left = self._since + patience_s - time.monotonic()
        if left <= 0:
            return False
        until = time.monotonic() + min(pause_s or self._usual_s, left)
        while (pause := until - time.monotonic()) > 0:
            if not self._wanted():
                raise NotWanted
            time.sleep(min(pause, 0.1))
        return True


def _at_most(largest: tuple[int, int], offer: SourceOffer) -> tuple[int, int]:
    width, height = largest
    return min(width, offer.widest or width), min(height, offer.highest or height)


def _picture(answer: Answer) -> bytes:
    """Whether it is whole is looked at by the process. Raises Stopped where it is something else than was ordered."""
    if not answer.body.startswith(_JPEG_START) and answer.kind != JPEG:
        raise Stopped(ScanTrouble.REFUSED)
    return answer.body
