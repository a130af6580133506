"""One pass of the sync engine: forms, decisions, pages, media, then captures no longer needed.

Nothing is remembered between passes but what the store holds, so a pass may be cut anywhere and the next one goes on.
A permanent refusal sets one item aside; a dead link ends the pass; the counter never notices either.
"""

from collections.abc import Callable, Sequence
from functools import partial

from kiosk.event_log import event_log
from kiosk.store import Store, outbox, purge
from kiosk.store.copies import sending
from kiosk.store.database import Database
from kiosk.store.pages import Announcement
from kiosk.work import Cancelled, Progress
from sync.bandwidth import cap_of
from sync.calls import GatewayCalls
from sync.carriage import Carriage, PassResult, Seams
from sync.changes import take_changes
from sync.faults import (
    GatewayBusy,
    GatewayFailing,
    HeldBack,
    LinkDown,
    NotAdmitted,
    NotTheGateway,
    OutsidePageHours,
    QuietHours,
    RefusedByGateway,
    SyncProblem,
)
from sync.forms_lane import FormsLane
from sync.gates import Lane
from sync.known_link import KnownLink
from sync.media_lane import Media, MediaLane, MediaLink
from sync.meeting import Counter, Meeting
from sync.pages_lane import PagesLane
from sync.settling import Settling

HOLDS = (HeldBack, OutsidePageHours, QuietHours)
LISTEN_SECONDS = 45.0                  # between two looks at the feed while pages are carried
OF_ONE_LANE = (GatewayFailing, RefusedByGateway)
OF_THE_LINE = (LinkDown, NotTheGateway, NotAdmitted)
# what stands at an item only because nothing could go at all: over once the gateway is met
NOT_MET = ("SYNC-01", "SYNC-02", "SYNC-04", "SYNC-07", "SYNC-08", "SYNC-09", "SYNC-10", "SYNC-20", "SYNC-21", "SYNC-26")

__all__ = ["PassResult", "Seams", "SyncPass"]


class SyncPass:
    """Carries what is waiting. `run` never raises a SyncProblem: it is in the result."""

    def __init__(
        self, store: Store, calls: GatewayCalls, counter: Counter, seams: Seams, progress: Progress,
        link: KnownLink | None = None, media: Sequence[Media] = (), *, insists: bool = True,
    ) -> None:  # fmt: skip
        """`link`: what is known of it from earlier passes; `media`: what the third lane carries; `insists`: somebody asked
        for this pass, so what was put off is tried all the same."""
        self._store, self._counter, self._media = store, counter, media
        self._carriage = Carriage(store, calls, seams, progress, link or KnownLink(), insists)
        self._open_lanes()

    def _open_lanes(self) -> None:
        self._ended: set[Lane] = set()             # lanes that failed in this pass
        settling = Settling(self._carriage)
        self._forms = FormsLane(self._carriage, settling)
        self._pages = PagesLane(self._carriage, settling, self._between_pieces)
        self._listened_at = 0.0

    def run(self) -> PassResult:
        """Does as much as the link allows. Raises only what concerns this machine: a full disk, a damaged store."""
        result = self._carriage.result
        try:
            try:
                self._carry(enrol_again=False)
            except NotAdmitted as refused:
                if refused.reason != "unknown-device":
                    raise
                self._open_lanes()                 # a gateway restored from a backup may have forgotten this device
                self._carry(enrol_again=True)
        except (SyncProblem, Cancelled) as problem:
            result.reached = result.reached and not isinstance(problem, NotAdmitted)     # it was, and it is out now
            result.tell_of(problem)
            if isinstance(problem, OF_THE_LINE):       # nothing else goes either, and says so
                code = problem.code
                self._store.write(lambda database: outbox.held_up(database, code))
            event_log().info("pass ended early", extra={"code": problem.code})
        self._purge()
        result.left = outbox.count_waiting(self._store.read())
        result.aside_total = outbox.count_aside(self._store.read())
        return result

    def _carry(self, *, enrol_again: bool) -> None:
        self._meet(enrol_again)
        self._in_lane(Lane.FORMS, self._forms.run)
        self._carriage.result.reached = True
        self._in_lane(Lane.DECISIONS, self._take_decisions)
        self._forms_first()            # what the feed showed to be forgotten
        self._in_lane(Lane.PAGES, self._send_pages)
        carriage = self._carriage
        if carriage.held_back() is None:
            link = MediaLink(self._store, carriage.calls, carriage.key, carriage.link.pace)
            self._in_lane(Lane.MEDIA, MediaLane(link, self._media, self._others_first).run)

    def _send_pages(self) -> None:
        """Unless they are held back: then each of them says why, and until when."""
        store, result, codes = self._store, self._carriage.result, tuple(kind.code for kind in HOLDS)
        self._bring_up_copies()
        try:
            if self._carriage.held_back() is None:
                if outbox.is_held(store.read(), codes):
                    store.write(lambda database: outbox.release_pages(database, codes))
                self._pages.run()
        except HeldBack:
            pass                       # the time for pages ended between two of them
        if result.held:
            store.write(lambda database: outbox.hold_pages(database, result.held, result.held_until))

    def _bring_up_copies(self) -> None:
        """What stands for pages now is what goes; what waited for its copies long enough goes as it was captured."""
        store, now = self._store, self._store.clock.now_ms()
        if sending.is_due(store.read(), now):
            store.write(lambda database: sending.issue_due(database, store.device, now))
        if outbox.has_waited(store.read(), now):
            store.write(lambda database: outbox.let_go(database, now))

    def _in_lane(self, lane: Lane, run: Callable[[], None]) -> None:
        """What is wrong with one lane alone stays within it; everything else ends the pass."""
        if lane in self._ended:
            return
        carriage, gate = self._carriage, self._carriage.link.gates[lane]
        closed = gate.closed(insists=carriage.insists)
        if isinstance(closed, GatewayBusy):
            raise closed               # it asked for quiet: what comes behind this lane waits, too
        if closed is not None:
            carriage.result.tell_of(closed)
            return
        try:
            run()
        except SyncProblem as problem:
            gate.failed(problem)
            if not isinstance(problem, OF_ONE_LANE):
                raise
            self._ended.add(lane)
            carriage.result.tell_of(problem)
        else:
            gate.went_well()

    def _meet(self, enrol_again: bool) -> None:
        carriage = self._carriage
        appointment = carriage.link.whole.closed(insists=True)
        if appointment is not None:
            raise appointment
        try:
            hello, carriage.key = Meeting(self._store, carriage.calls, self._counter).run(enrol_again=enrol_again)
        except SyncProblem as problem:
            carriage.link.whole.failed(problem)
            code = problem.code
            self._store.write(lambda database: outbox.held_up(database, code))
            raise
        self._say_met()
        carriage.policy = hello.policy
        policy, link = hello.policy, carriage.link
        link.keep_floor(policy.retry_floor_seconds)
        link.pace.keep_to(cap_of(link.rules, policy), policy.smallest_chunk, policy.max_chunk)

    def _say_met(self) -> None:
        store = self._store
        if outbox.is_held(store.read(), NOT_MET):
            now = store.clock.now_ms()
            store.write(lambda database: outbox.reached(database, NOT_MET, now))

    def _take_decisions(self) -> None:
        carriage, days = self._carriage, self._counter.others_days
        self._listened_at = carriage.link.now()
        carriage.result.decisions += take_changes(
            self._store, carriage.calls, carriage.key, days, carriage.seams.feed
        )

    def _between_pieces(self) -> None:
        """Forms first; and every so often the portal's word about other dossiers, for a long upload must not hide it."""
        self._forms_first()
        carriage = self._carriage
        if carriage.link.now() - self._listened_at < LISTEN_SECONDS:
            return
        known = carriage.result.decisions
        self._in_lane(Lane.DECISIONS, self._take_decisions)
        self._listened_at = carriage.link.now()
        if carriage.result.decisions > known:
            carriage.link.news()

    def _forms_first(self) -> None:
        """Between two pieces of a page: whatever was received meanwhile is registered before the next piece."""
        if self._forms.is_waiting():
            self._in_lane(Lane.FORMS, self._forms.run)

    def _others_first(self) -> None:
        """Between two pieces of the third lane."""
        self._between_pieces()
        self._in_lane(Lane.PAGES, self._send_pages)

    def _purge(self) -> None:
        """Captures whose time is over. The files go only after the transaction that forgets them."""
        for dossier in purge.candidates(self._store.read()):
            now = self._store.clock.now_ms()
            if not self._carriage.seams.may_purge(self._store.read(), dossier, now):
                continue
            announcement = self._store.write(partial(self._forget, dossier=dossier, now=now))
            self._store.at("capture forgotten")
            with self._store.guard():
                self._store.pages.remove(announcement.names)
                self._store.pages.done(announcement)
            self._carriage.result.purged += 1

    def _forget(self, database: Database, dossier: str, now: int) -> Announcement:
        """Noted before the commit, and under the store's lock: a crash after it leaves no file that nobody knows."""
        return self._store.pages.announce_removal(purge.forget_pages(database, self._store.device, dossier, now))
