"""What every driver keeps, simulated or real: one class for each port, with the hands that play the device's part.

A driver joins by a test class that inherits the contract and answers the fixture `hands`. Hands that cannot play a
fault skip the test by themselves. Where a port leaves something open, the contract here settles it:

    the text of a card may come before the reading is over; nothing is proven then, and with LIFTED_EARLY it counts for nothing
    a state is told as soon as it is known, then on every change, always on one thread that is not the caller's
    LIFTED_EARLY and NOT_UNDERSTOOD stay until something is done at the reader
    a scan ends with exactly one of `finished` and `trouble`; a second scan meanwhile hears BUSY
    the scanner's state is the feeder's; the glass can be scanned with an empty feeder
    a print job ends with PRINTED, FAILED or UNKNOWN; the same key never comes out twice
    after `close` nobody hears anything
"""

import hashlib
import io
import threading
from pathlib import Path
from typing import Protocol

from PIL import Image

from kiosk.device_ports import CardReader, Printer, PrintJob, PrintState, ReaderEvent, ReaderState
from kiosk.scan_ports import Scanner, ScannerAbilities, ScanOrder, ScanSource, ScanTrouble
from tests.devices.hearing import Heard, ScanHeard, driver_processes

LOW = ScanOrder(dpi=40)


# ---- card reader ------------------------------------------------------------------------------------------------------


class ReaderHands(Protocol):
    reader: CardReader

    def place(self) -> str: ...        # answers the holder's name
    def place_other(self) -> str: ...
    def place_foreign(self) -> None: ...
    def lift(self) -> None: ...
    def lift_next_early(self) -> None: ...
    def read_slowly(self) -> None: ...
    def plug(self, plugged: bool) -> None: ...
    def hold(self, held: bool) -> None: ...


def reading(event: ReaderEvent) -> bool:
    return event.state is ReaderState.READING


class CardReaderContract:
    def watched(self, hands: ReaderHands) -> Heard[ReaderEvent]:
        heard: Heard[ReaderEvent] = Heard()
        hands.reader.watch(heard)
        return heard

    def state(self, heard: Heard[ReaderEvent], wanted: ReaderState) -> list[ReaderEvent]:
        return heard.until(lambda event: event.state is wanted)

    def test_the_present_state_is_told_without_anything_happening(self, hands):
        assert self.watched(hands).until(lambda _event: True) == [ReaderEvent(ReaderState.NO_CARD)]

    def test_a_card_put_on_is_read_by_itself(self, hands):
        heard = self.watched(hands)
        self.state(heard, ReaderState.NO_CARD)
        name = hands.place()
        *steps, last = self.state(heard, ReaderState.READ)
        assert steps
        assert all(reading(step) for step in steps)
        texts = [step.card for step in steps if step.card]
        assert all((card.holder, card.photo) == (last.card.holder, b"") for card in texts)
        assert [step.progress for step in steps] == sorted(step.progress for step in steps)
        assert last.progress == 100
        assert last.card
        assert last.card.holder.full_name == name

    def test_lifting_a_card_that_was_read_says_no_card(self, hands):
        heard = self.watched(hands)
        hands.place()
        self.state(heard, ReaderState.READ)
        hands.lift()
        assert self.state(heard, ReaderState.NO_CARD) == [ReaderEvent(ReaderState.NO_CARD)]

    def test_a_late_listener_hears_the_card_that_lies_there(self, hands):
        first, late = self.watched(hands), None
        name = hands.place()
        self.state(first, ReaderState.READ)
        late = self.watched(hands)
        (event,) = late.until(lambda _event: True)
        assert event.card
        assert event.card.holder.full_name == name

    def test_a_card_lifted_too_early_is_told_from_no_card_and_read_when_it_comes_back(self, hands):
        heard = self.watched(hands)
        hands.lift_next_early()
        hands.place()
        *steps, last = self.state(heard, ReaderState.LIFTED_EARLY)
        assert any(reading(step) for step in steps)
        assert last.card is None
        hands.place()
        assert reading(self.state(heard, ReaderState.READ)[0])
        assert heard.all.count(ReaderEvent(ReaderState.NO_CARD)) <= 1

    def test_hands_may_lift_a_card_while_it_is_read(self, hands):
        heard = self.watched(hands)
        hands.read_slowly()
        hands.place()
        heard.until(reading)
        hands.lift()
        self.state(heard, ReaderState.LIFTED_EARLY)

    def test_another_card_is_read_anew(self, hands):
        heard = self.watched(hands)
        hands.place()
        self.state(heard, ReaderState.READ)
        hands.lift()
        name = hands.place_other()
        events = self.state(heard, ReaderState.READ)
        assert events[0].state is ReaderState.NO_CARD
        assert reading(events[1])
        assert events[-1].card
        assert events[-1].card.holder.full_name == name

    def test_a_card_of_another_kind_is_not_understood(self, hands):
        heard = self.watched(hands)
        hands.place_foreign()
        self.state(heard, ReaderState.NOT_UNDERSTOOD)
        hands.lift()
        assert self.state(heard, ReaderState.NO_CARD)[-1:] == [ReaderEvent(ReaderState.NO_CARD)]

    def test_a_reader_pulled_out_and_put_back(self, hands):
        heard = self.watched(hands)
        self.state(heard, ReaderState.NO_CARD)
        hands.plug(False)
        self.state(heard, ReaderState.NO_READER)
        hands.plug(True)
        self.state(heard, ReaderState.NO_CARD)

    def test_a_reader_held_by_another_program_reads_the_waiting_card_afterwards(self, hands):
        heard = self.watched(hands)
        hands.hold(True)
        self.state(heard, ReaderState.BUSY)
        hands.place()
        hands.hold(False)
        assert reading(self.state(heard, ReaderState.READ)[0])

    def test_callbacks_come_on_one_thread_of_the_driver(self, hands):
        heard = self.watched(hands)
        hands.place()
        self.state(heard, ReaderState.READ)
        assert len(heard.threads) == 1
        assert threading.get_ident() not in heard.threads

    def test_closing_leaves_no_process_and_no_voice(self, hands):
        heard = self.watched(hands)
        hands.read_slowly()
        hands.place()
        heard.until(reading)
        hands.reader.close()
        before = len(heard.all)
        hands.lift()
        hands.reader.close()           # a second time does no harm
        assert driver_processes() == []
        assert len(heard.all) == before


# ---- scanner ----------------------------------------------------------------------------------------------------------


class ScannerHands(Protocol):
    scanner: Scanner

    def load(self, sheets: int) -> None: ...
    def lay_on_glass(self) -> None: ...
    def jam_at(self, page: int) -> None: ...
    def clear_jam(self) -> None: ...
    def open_cover(self, opened: bool) -> None: ...
    def hold(self, held: bool) -> None: ...
    def plug(self, plugged: bool) -> None: ...
    def crash_at(self, page: int) -> None: ...
    def scan_slowly(self) -> None: ...
    def number_of(self, page: bytes) -> int: ...   # which of the sheets loaded
    def cut_at(self, page: int) -> None: ...       # the page ends too early; its sheet is laid back in front
    def lose_line_at(self, page: int) -> None: ...
    def double_feed_at(self, page: int) -> None: ...


def whole(page: bytes) -> bool:
    picture = Image.open(io.BytesIO(page))
    picture.load()
    return picture.width < picture.height


class ScannerContract:
    def scan(self, hands: ScannerHands, into: Path, order: ScanOrder = LOW) -> ScanHeard:
        heard = ScanHeard()
        hands.scanner.scan(order, into, heard)
        return heard

    def states(self, hands: ScannerHands) -> Heard[ScanTrouble | None]:
        heard: Heard[ScanTrouble | None] = Heard()
        hands.scanner.state(heard)
        heard.until(lambda _state: True)
        return heard

    def numbers(self, hands: ScannerHands, *scans: ScanHeard) -> list[int]:
        return [hands.number_of(page) for scan in scans for page in scan.contents]

    def test_pages_come_whole_and_in_order_then_the_end(self, hands, tmp_path):
        hands.load(3)
        scan = self.scan(hands, tmp_path)
        assert scan.end() == 3
        assert self.numbers(hands, scan) == [1, 2, 3]
        assert all(whole(page) for page in scan.contents)
        assert sorted(tmp_path.iterdir()) == sorted(scan.pages)

    def test_what_it_offers_is_told(self, hands):
        offers: Heard[ScannerAbilities | None] = Heard()
        hands.scanner.abilities(offers)
        *before, offered = offers.until(bool)
        assert set(before) <= {None}
        assert offered.sources
        assert list(offered.resolutions) == sorted(set(offered.resolutions))
        assert all(dpi > 0 for dpi in offered.resolutions)

    def test_a_page_is_told_with_its_hash_and_how_it_was_taken(self, hands, tmp_path):
        hands.load(1)
        hands.lay_on_glass()
        fed = self.scan(hands, tmp_path, ScanOrder(dpi=40, duplex=True))
        assert fed.end() == 2
        laid = self.scan(hands, tmp_path, ScanOrder(ScanSource.FLATBED, 40))
        assert laid.end() == 1
        for scan in (fed, laid):
            assert [page.sha256 for page in scan.whole] == [hashlib.sha256(content).hexdigest() for content in scan.contents]
            assert {page.dpi for page in scan.whole} == {40}
        assert [(page.source, page.back) for page in fed.whole + laid.whole] == [
            (ScanSource.FEEDER, False), (ScanSource.FEEDER, True), (ScanSource.FLATBED, False)]

    def test_what_did_not_come_whole_is_no_page_and_comes_again(self, hands, tmp_path):
        for trouble, play in (
            (ScanTrouble.TRUNCATED, hands.cut_at),
            (ScanTrouble.TRANSFER_LOST, hands.lose_line_at),
            (ScanTrouble.DOUBLE_FEED, hands.double_feed_at),
        ):
            into = tmp_path / trouble
            hands.load(3)
            play(2)
            first = self.scan(hands, into)
            assert (first.end(), len(first.pages)) == (trouble, 1)
            hands.clear_jam()
            states = self.states(hands)
            if states.all[-1] is not None:
                states.until_is(None)
            rest = self.scan(hands, into)
            assert rest.end() == 2
            assert self.numbers(hands, first, rest) == [1, 2, 3]
            assert sorted(into.iterdir()) == sorted(first.pages + rest.pages)

    def test_two_hundred_pages_keep_their_order(self, hands, tmp_path):
        hands.load(200)
        scan = self.scan(hands, tmp_path, ScanOrder(dpi=20))
        assert scan.end() == 200
        assert self.numbers(hands, scan) == list(range(1, 201))
        assert len(set(scan.pages)) == 200

    def test_an_empty_feeder(self, hands, tmp_path):
        states = self.states(hands)
        scan = self.scan(hands, tmp_path)
        assert (scan.end(), scan.pages) == (ScanTrouble.NO_PAPER, [])
        hands.load(1)
        states.until_is(None)
        assert self.scan(hands, tmp_path).end() == 1
        states.until_is(ScanTrouble.NO_PAPER)

    def test_the_glass_gives_one_page_even_with_an_empty_feeder(self, hands, tmp_path):
        hands.lay_on_glass()
        scan = self.scan(hands, tmp_path, ScanOrder(ScanSource.FLATBED, 40))
        assert scan.end() == 1
        assert whole(scan.contents[0])

    def test_both_sides(self, hands, tmp_path):
        hands.load(2)
        scan = self.scan(hands, tmp_path, ScanOrder(dpi=40, duplex=True))
        assert scan.end() == 4
        assert self.numbers(hands, scan) == [1, 1, 2, 2]

    def test_a_jam_keeps_the_pages_before_and_goes_on_after_it(self, hands, tmp_path):
        states = self.states(hands)
        hands.load(5)
        hands.jam_at(3)
        first = self.scan(hands, tmp_path)
        assert first.end() is ScanTrouble.JAM
        states.until_is(ScanTrouble.JAM)
        again = self.scan(hands, tmp_path)
        assert (again.end(), again.pages) == (ScanTrouble.JAM, [])
        hands.clear_jam()
        states.until_is(None)
        rest = self.scan(hands, tmp_path)
        assert rest.end() == 3
        assert self.numbers(hands, first, rest) == [1, 2, 3, 4, 5]
        assert sorted(tmp_path.iterdir()) == sorted(first.pages + rest.pages)

    def test_cancelling_stops_after_the_page_in_hand(self, hands, tmp_path):
        hands.load(50)
        hands.scan_slowly()
        scan = self.scan(hands, tmp_path)
        scan.arrived.until_is(1)
        hands.scanner.cancel()
        pages = scan.end()
        assert pages == len(scan.pages) < 50
        assert all(whole(page) for page in scan.contents)
        assert sorted(tmp_path.iterdir()) == sorted(scan.pages)

    def test_cancelling_with_nothing_under_way_does_not_stop_the_next_scan(self, hands, tmp_path):
        hands.scanner.cancel()
        hands.load(2)
        assert self.scan(hands, tmp_path).end() == 2

    def test_one_scan_at_a_time(self, hands, tmp_path):
        hands.load(20)
        hands.scan_slowly()
        first = self.scan(hands, tmp_path)
        second = self.scan(hands, tmp_path)
        assert (second.end(), second.pages) == (ScanTrouble.BUSY, [])
        hands.scanner.cancel()
        assert isinstance(first.end(), int)

    def test_what_stands_in_the_way_is_told_and_stops_a_scan(self, hands, tmp_path):
        hands.load(1)
        states = self.states(hands)
        for trouble, switch in (
            (ScanTrouble.COVER_OPEN, hands.open_cover),
            (ScanTrouble.BUSY, hands.hold),
            (ScanTrouble.OFFLINE, lambda on: hands.plug(not on)),
        ):
            switch(True)
            states.until_is(trouble)
            scan = self.scan(hands, tmp_path)
            assert (scan.end(), scan.pages) == (trouble, [])
            switch(False)
            states.until_is(None)
        assert self.scan(hands, tmp_path).end() == 1

    def test_a_crash_leaves_no_cut_page_and_the_scanner_comes_back(self, hands, tmp_path):
        hands.load(4)
        hands.crash_at(3)
        states = self.states(hands)
        first = self.scan(hands, tmp_path)
        assert first.end() is ScanTrouble.CRASHED
        assert self.numbers(hands, first) == [1, 2]
        assert sorted(tmp_path.glob("*.jpg")) == sorted(first.pages)
        states.until_is(ScanTrouble.CRASHED)
        states.until_is(None)
        rest = self.scan(hands, tmp_path)
        assert rest.end() == 2
        assert self.numbers(hands, first, rest) == [1, 2, 3, 4]
        assert sorted(tmp_path.iterdir()) == sorted(first.pages + rest.pages)

    def test_a_listener_may_take_the_pages_away_and_scan_again_at_once(self, hands, tmp_path):
        hands.load(2)
        heard, scanner = ScanHeard(), hands.scanner

        class Again(ScanHeard):
            def finished(self, pages: int) -> None:
                for path in self.pages:
                    path.unlink()
                hands.load(1)
                scanner.scan(LOW, tmp_path, heard)

        scanner.scan(LOW, tmp_path, Again())
        assert heard.end() in (1, ScanTrouble.NO_PAPER)    # the hands may have been slower than the scan

    def test_closing_in_the_middle_leaves_no_process_and_no_voice(self, hands, tmp_path):
        hands.load(50)
        hands.scan_slowly()
        scan = self.scan(hands, tmp_path)
        scan.arrived.until_is(1)
        hands.scanner.close()
        pages = len(scan.pages)
        hands.scanner.close()
        assert driver_processes() == []
        assert len(scan.pages) == pages
        assert scan.ends.all == []


# ---- printer ----------------------------------------------------------------------------------------------------------


class PrinterHands(Protocol):
    printer: Printer

    def fill(self) -> None: ...
    def empty(self) -> None: ...
    def plug(self, plugged: bool) -> None: ...
    def damage(self, damaged: bool) -> None: ...
    def print_slowly(self) -> None: ...
    def crash_at(self, copy: int) -> None: ...
    def came_out(self) -> list[bytes]: ...


class PrinterContract:
    def print(self, hands: PrinterHands, job: PrintJob) -> Heard[PrintState]:
        heard: Heard[PrintState] = Heard()
        hands.printer.print(job, heard)
        return heard

    def states(self, hands: PrinterHands) -> Heard[PrintState | None]:
        heard: Heard[PrintState | None] = Heard()
        hands.printer.state(heard)
        assert heard.until(lambda _state: True) == [None]
        return heard

    def test_a_job_is_prepared_sent_printed(self, hands, job):
        heard = self.print(hands, job)
        assert heard.until_is(PrintState.PRINTED) == [PrintState.PREPARED, PrintState.SENT, PrintState.PRINTED]
        assert hands.came_out() == [job.pdf] * job.copies
        assert hands.printer.name

    def test_the_same_key_comes_out_once(self, hands, job):
        first, second = self.print(hands, job), self.print(hands, job)
        first.until_is(PrintState.PRINTED)
        second.until_is(PrintState.PRINTED)
        self.print(hands, job).until_is(PrintState.PRINTED)
        assert len(hands.came_out()) == job.copies

    def test_out_of_paper_keeps_the_job_until_there_is_paper(self, hands, job):
        states = self.states(hands)
        hands.empty()
        states.until_is(PrintState.OUT_OF_PAPER)
        heard = self.print(hands, job)
        heard.until_is(PrintState.OUT_OF_PAPER)
        assert hands.came_out() == []
        hands.fill()
        assert heard.until_is(PrintState.PRINTED) == [PrintState.SENT, PrintState.PRINTED]
        states.until_is(None)

    def test_a_job_for_a_printer_that_is_away_fails_and_can_be_tried_again(self, hands, job):
        states = self.states(hands)
        for switch, trouble in (
            (lambda on: hands.plug(not on), PrintState.UNKNOWN), (hands.damage, PrintState.FAILED),
        ):
            switch(True)
            states.until_is(trouble)
            self.print(hands, job).until_is(PrintState.FAILED)
            switch(False)
            states.until_is(None)
        self.print(hands, job).until_is(PrintState.PRINTED)
        assert len(hands.came_out()) == job.copies

    def test_nobody_knows_of_a_job_sent_when_the_printer_goes(self, hands, job):
        hands.empty()
        heard = self.print(hands, job)
        heard.until_is(PrintState.OUT_OF_PAPER)
        hands.plug(False)
        heard.until_is(PrintState.UNKNOWN)

    def test_what_is_no_document_fails(self, hands, job):
        broken = PrintJob(job.key, job.title, b"%PDF-1.7 cut", 1)
        self.print(hands, broken).until_is(PrintState.FAILED)
        assert hands.came_out() == []

    def test_after_a_crash_nobody_knows_and_printing_again_completes_the_job(self, hands, job):
        twice = PrintJob(job.key, job.title, job.pdf, 3)
        states = self.states(hands)
        hands.crash_at(2)
        heard = self.print(hands, twice)
        heard.until_is(PrintState.UNKNOWN)
        assert len(hands.came_out()) == 1
        states.until_is(PrintState.UNKNOWN)
        states.until_is(None)
        self.print(hands, twice).until_is(PrintState.PRINTED)
        assert len(hands.came_out()) == 3

    def test_closing_leaves_no_process_and_no_voice(self, hands, job):
        hands.print_slowly()
        heard = self.print(hands, job)
        heard.until_is(PrintState.SENT)
        hands.printer.close()
        before = len(heard.all)
        hands.printer.close()
        assert driver_processes() == []
        assert len(heard.all) == before
