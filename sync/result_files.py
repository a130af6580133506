"""Results in the third lane: the files the portal told of, fetched piece by piece, each piece on the medium before the next."""

import io
import re
import time
from functools import partial

from kiosk.event_log import event_log
from kiosk.store import Store, results
from kiosk.store.database import Database
from kiosk.store.faults import DiskFull, PageDamaged
from kiosk.store.pages import Announcement
from kiosk.store.results import KeptResult
from sync.faults import LinkDown, RefusedByGateway, ResultDiffers
from sync.media_lane import MediaLink
from sync.pace import Pace

_RANGE = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})")
_LATER_MS = 600_000                    # a gateway that has it not, a disk that is full, bytes that were wrong


class ResultFiles:
    """`Media` of the third lane."""

    def carry_piece(self, link: MediaLink) -> bool:
        store = link.store
        kept = results.next_wanted(store.read(), store.clock.now_ms())
        if kept is None:
            return False
        try:
            if kept.held < kept.file.size:
                self._fetch(link, kept)
            if kept.held >= kept.file.size or self._is_whole(store, kept):
                self._check(store, kept)
        except RefusedByGateway as refusal:
            self._put_off(store, kept, refusal.reason)
        except DiskFull as problem:    # the counter needs its room more than this does
            self._put_off(store, kept, problem.code)
            return False
        return True

    def _fetch(self, link: MediaLink, kept: KeptResult) -> None:
        store, pace = link.store, link.pace
        wanted = min(pace.chunk, pace.largest, kept.file.size - kept.held)
        store.check_room(wanted)
        began = time.monotonic()
        try:
            told, piece = link.calls.result(
                kept.dossier, kept.file.sha256, kept.held, wanted, seconds=pace.seconds(wanted)
            )
        except LinkDown:
            pace.broke()
            raise
        _note(pace, len(piece), time.monotonic() - began)
        if not _is_the_answer(told, piece, kept, wanted):
            self._throw_away(store, kept)
            return
        self._keep(store, kept, piece)

    def _keep(self, store: Store, kept: KeptResult, piece: bytes) -> None:
        """The piece on the medium, then the row that names it."""
        key = store.write(partial(results.key_of, keys=store.content_keys, kept=kept))
        with store.guard():
            announcement = store.pages.announce(1)
        try:
            page = store.pages.write(announcement.names[0], key, io.BytesIO(piece))
            store.pages.settle(announcement.names)
            store.at("result piece written")
            store.write(lambda database: results.add_piece(database, kept, page))
        except BaseException:
            store.abandon(announcement)
            raise
        store.pages.done(announcement)
        store.at("result piece kept")

    def _is_whole(self, store: Store, kept: KeptResult) -> bool:
        held = [one.held for one in results.of_dossier(store.read(), kept.dossier) if one.file.sha256 == kept.file.sha256]
        return held == [kept.file.size]

    def _check(self, store: Store, kept: KeptResult) -> None:
        """Only what is read back from the disk counts."""
        try:
            for _piece in results.content(store.read(), store.pages, store.content_keys, kept):
                pass
        except PageDamaged:
            self._throw_away(store, kept)
            return
        now = store.clock.now_ms()
        store.write(lambda database: results.settle(database, store.device, kept, now))
        store.at("result here")

    def _throw_away(self, store: Store, kept: KeptResult) -> None:
        now = store.clock.now_ms()

        def drop(database: Database) -> Announcement:
            names = results.throw_away(database, store.device, kept, ResultDiffers.code, now + _LATER_MS, now)
            return store.pages.announce_removal(names)

        announcement = store.write(drop)
        with store.guard():
            store.pages.remove(announcement.names)
            store.pages.done(announcement)
        event_log().warning("a result is not what the portal named", extra={"dossier": kept.dossier})

    def _put_off(self, store: Store, kept: KeptResult, code: str) -> None:
        later = store.clock.now_ms() + _LATER_MS
        store.write(lambda database: results.put_off(database, kept, code, later))


def forget_old(store: Store, keep_days: int) -> None:
    """By the office's rule for pages. The bytes go only after the transaction that forgets them."""
    for kept in results.out_of_time(store.read(), keep_days, store.clock.now_ms()):
        announcement = store.write(partial(_forget, store=store, kept=kept))
        store.at("result forgotten")
        with store.guard():
            store.pages.remove(announcement.names)
            store.pages.done(announcement)


def _forget(database: Database, store: Store, kept: KeptResult) -> Announcement:
    return store.pages.announce_removal(results.forget(database, store.device, kept, store.clock.now_ms()))


def _note(pace: Pace, size: int, seconds: float) -> None:
    if size:
        pace.arrived(size, seconds)


def _is_the_answer(told: str, piece: bytes, kept: KeptResult, wanted: int) -> bool:
    """The bytes that were asked for, of the file that was told of."""
    found = _RANGE.fullmatch(told)
    if found is None or not 0 < len(piece) <= wanted:
        return False
    first, last, size = (int(part) for part in found.groups())
    return (first, last, size) == (kept.held, kept.held + len(piece) - 1, kept.file.size)
