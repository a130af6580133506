"""The `CopyMaker` of the office: two processes share the pages of a paper, and no page can hold the others up.

A page over which a process fell is tried once more, for the process may have been killed; then it goes in plainly, in colours;
then, where it is a JPEG, as the bytes it came as.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import perf_counter

from devices.files.reader import FileOpener, Unusable
from devices.imaging.copying.hand import MODULE, Gone, Hand
from devices.imaging.copying.opening import FINEST
from devices.imaging.copying.pdf_file import written
from devices.imaging.copying.plain import NotEmbeddable, embedded
from devices.imaging.copying.words import Made, Page, Work
from kiosk.copy_ports import CopiedPage, CopyNotMade, MadeCopy, PageToCopy, PaperToCopy
from kiosk.media_types import LONGEST_BEGINNING, media_type
from kiosk.words import _
from kiosk.work import Progress

HANDS = 2
_AS_THEY_COME = ("image/jpeg", "image/png")
_WATCH_S = 0.2                         # how often a long page lets the work be called off


@dataclass(frozen=True, slots=True)
class Finished:
    """One page of the PDF, and what was made of it."""

    page: Page
    told: CopiedPage


class Copies:
    """One paper at a time, from any thread. `module` is the process."""

    def __init__(self, module: str = MODULE, arguments: Sequence[str] = (), hands: int = HANDS) -> None:
        self._hands = tuple(Hand(module, arguments) for _number in range(hands))
        self._turn = Lock()

    def make(self, paper: PaperToCopy, progress: Progress) -> MadeCopy:
        with self._turn:
            pages = self._pages(paper, progress)
        return MadeCopy(written(paper.title, [one.page for one in pages]), tuple(one.told for one in pages))

    def close(self) -> None:
        """Ends the processes; the next paper starts them again."""
        for hand in self._hands:
            hand.stop()
        with self._turn:
            for hand in self._hands:
                hand.close()

    def _pages(self, paper: PaperToCopy, progress: Progress) -> list[Finished]:
        """Raises Cancelled, CopyNotMade."""
        captures = _taken_apart(paper)
        batch = _Batch(captures)
        threads = [Thread(target=batch.work_with, args=(hand,), daemon=True) for hand in self._hands[: len(captures)]]
        try:
            progress.step(_("Đang làm bản sao điện tử"), 0, len(captures))
            for thread in threads:
                thread.start()
            for done in batch.done(threads):
                progress.step(_("Đang làm bản sao điện tử"), done, len(captures))
        finally:
            batch.called_off = True    # for whoever still works after an exception
            for thread, hand in zip(threads, self._hands, strict=False):
                _ended(thread, hand)
        return _complete(batch.finished, paper.title)


class _Batch:
    """The pages of one paper, handed out one by one."""

    def __init__(self, captures: Sequence[PageToCopy]) -> None:
        self._left: SimpleQueue[tuple[int, PageToCopy]] = SimpleQueue()
        for numbered in enumerate(captures):
            self._left.put(numbered)
        self._said: SimpleQueue[int] = SimpleQueue()
        self.finished: list[Finished | None] = [None] * len(captures)
        self.called_off = False

    def work_with(self, hand: Hand) -> None:
        """Until nothing is left, or nobody wants it any more."""
        try:
            while not self.called_off:
                number, capture = self._left.get_nowait()
                try:
                    self.finished[number] = _finished(capture, hand, lambda: self.called_off)
                finally:
                    self._said.put(number)
        except Empty:
            pass

    def done(self, threads: Sequence[Thread]) -> Iterator[int]:
        """How many pages are done, again and again, until all are."""
        done = 0
        while done < len(self.finished) and any(thread.is_alive() for thread in threads):
            try:
                self._said.get(timeout=_WATCH_S)
                done += 1
            except Empty:
                pass
            yield done


def _ended(thread: Thread, hand: Hand) -> None:
    """Only one that is in the middle of a page, which nobody wants any more, is stopped hard."""
    if thread.ident is None:
        return
    thread.join(_WATCH_S)
    while thread.is_alive():
        hand.stop()
        thread.join(_WATCH_S)


def _taken_apart(paper: PaperToCopy) -> list[PageToCopy]:
    """Files that somebody brought become their pages. Raises CopyNotMade."""
    captures = list[PageToCopy]()
    opener = FileOpener()
    try:
        for page in paper.pages:
            if media_type(page.content[:LONGEST_BEGINNING]) in _AS_THEY_COME:
                captures.append(page)
            else:
                captures += [PageToCopy(content, media_type(content), dpi) for content, dpi in opener.pages(page.content, FINEST)]
    except Unusable as unusable:
        raise CopyNotMade(title=paper.title) from unusable
    finally:
        opener.close()
    if not captures:
        raise CopyNotMade(title=paper.title)
    return captures


def _finished(capture: PageToCopy, hand: Hand, unwanted: Callable[[], bool]) -> Finished | None:
    began, why = perf_counter(), ""
    for plain in (False, False, True):
        if unwanted():
            return None
        try:
            answer = hand.make(Work(capture.content, capture.dpi, plain))
        except Gone as gone:
            why = why or gone.why
            if gone.why == "took_too_long":
                break                  # the same would take as long again
            continue
        if isinstance(answer, Made):
            return Finished(answer.page, _told(answer.told, why if plain else "", began))
        why = why or answer.why
        if plain or answer.why == "not_a_picture":
            break
    return _as_it_is(capture, why, began)


def _as_it_is(capture: PageToCopy, why: str, began: float) -> Finished | None:
    try:
        page = embedded(capture.content, capture.dpi)
    except NotEmbeddable:
        return None
    return Finished(page, _told(CopiedPage(bytes=page.bytes), why, began))


def _told(told: CopiedPage, why: str, began: float) -> CopiedPage:
    return replace(told, fell_back=why, milliseconds=round((perf_counter() - began) * 1000))


def _complete(pages: Sequence[Finished | None], title: str) -> list[Finished]:
    """Raises CopyNotMade where a page is missing."""
    whole = [page for page in pages if page is not None]
    if len(whole) < len(pages):
        raise CopyNotMade(title=title)
    return whole
