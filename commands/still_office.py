"""A furnished counter that stands still: one morning at an invented office, the same every time but for its keys.

Dossiers in several states, drafts partly filled with their pages, devices that do nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec import structs

from commands.counter import (
    drawn,
    drawn_clause,
    drawn_day,
    drawn_drawer,
    drawn_hand_back,
    drawn_hand_over,
    drawn_ledger,
    drawn_notice,
    drawn_register,
    drawn_till_slip,
)
from commands.demo_office import OFFICERS, PIN
from commands.demo_result import a_paper
from commands.still_devices import (
    StillCamera,
    StillCopies,
    StillDeskCamera,
    StillEnrolling,
    StillLink,
    StillLooker,
    StillOfficeLookUp,
    StillPrinter,
    StillReader,
    StillScanner,
    StillSigner,
)
from commands.still_papers import make_copies, sign_copies, write_on
from devices.codes.reader import PictureCodes
from devices.files.reader import FileChecks
from devices.simulated.cards import cards
from devices.simulated.papers.catalogue import side
from devices.simulated.papers.look import as_jpeg, scanned
from kiosk.catalogue import Catalogue
from kiosk.counter import (
    Closing,
    Conflicts,
    CopySigning,
    Corrections,
    Counter,
    Entering,
    Express,
    Finding,
    HandBacks,
    Identities,
    Intakes,
    KnownPeople,
    Ledgers,
    Notices,
    Records,
    Registers,
    SetAside,
    SignIn,
    Till,
)
from kiosk.counter.closing import DrawClosing
from kiosk.counter.till import DrawTill
from kiosk.device_ports import CardData, CheckEnd, CheckShown, OpenedBy, Proof
from kiosk.dossier import HowMet, LocalState, Owner, PaperRecord, PortalStatus, Submitter
from kiosk.express import ExpressOrder, ExpressRow
from kiosk.hand_back import Collector, HandOrder, Readiness, Who
from kiosk.holidays import load_holidays
from kiosk.identity_words import CHIP_CHECKS, check_id
from kiosk.intake import Intake
from kiosk.invented import Invention
from kiosk.moments import FixedClock
from kiosk.office_calendar import office_calendar
from kiosk.officers import add
from kiosk.page_ports import PageFault, PageLook, SeenCode
from kiosk.people import Address
from kiosk.portal_words import Kind, Said
from kiosk.receive import Received
from kiosk.result_files import ResultFile
from kiosk.settings import DEMO
from kiosk.store import Opening, Store, open_store, outbox, portal, results
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile
from kiosk.store.marks import MarkFolder
from kiosk.store.outbox import ItemState
from ui.screens import Exhibits

MORNING = 1_795_572_000_000            # Wednesday 25/11/2026, 09:00 in Vietnam
_DAY_MS = 24 * 60 * 60_000
_BEFORE_MS = 43 * 60 * 60_000          # Monday at two in the afternoon; the 24th is a holiday
_DPI = 75
_BIRTH, _MARITAL = "1.001193", "1.004873"
_DECIDED = (
    PortalStatus.RETURNED, PortalStatus.PROCESSING, PortalStatus.SUPPLEMENT_WANTED, PortalStatus.PROCESSING,
    PortalStatus.PROCESSED, PortalStatus.PROCESSING, PortalStatus.PAYMENT_WANTED, PortalStatus.PROCESSING,
    PortalStatus.NOT_ACCEPTED, PortalStatus.PROCESSING, PortalStatus.RETURNED, PortalStatus.PROCESSING,
) * 2  # fmt: skip
_NOTES = {
    PortalStatus.SUPPLEMENT_WANTED: "Bổ sung bản sao quyết định ly hôn đã có hiệu lực của Tòa án",
    PortalStatus.NOT_ACCEPTED: "Không thuộc thẩm quyền giải quyết",
    PortalStatus.PAYMENT_WANTED: "Nộp lệ phí theo thông báo",
}
_WANTED = (
    "Bản sao quyết định ly hôn đã có hiệu lực của Tòa án nhân dân",
    "Văn bản ủy quyền có chứng thực, nếu người nộp không phải là chủ hồ sơ và không cùng hộ khẩu thường trú",
)
_RESULT_PAPER = a_paper("GIAY XAC NHAN TINH TRANG HON NHAN (TAP HUAN)")
_RESULT_SHA = sha256(_RESULT_PAPER).hexdigest()
_RESULT = (ResultFile("Giấy xác nhận tình trạng hôn nhân.pdf", "application/pdf", len(_RESULT_PAPER), _RESULT_SHA),)
_HOUR_MS = 3_600_000
_WAITING = 4
_KEPT = PaperRecord("", "Quyết định ly hôn", HowMet.ORIGINAL, 1, "cb-001", MORNING, to_return=True)
_KEPT_OF = (3, 4, 16)                  # the second and the third have their result
_COPIES, _MISTAKEN = "2.000815", "Học bạ"
_CERTIFIED = (
    ("Giấy khai sinh", 3, 1), (_MISTAKEN, 1, 12), ("Học bạ trung học phổ thông", 2, 12), ("Thẻ căn cước", 1, 2),
    ("Giấy chứng nhận quyền sử dụng đất", 2, 4), ("Luận văn thạc sĩ", 1, 240),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StillOffice:
    """The counter and what lies there."""

    counter: Counter
    exhibits: Exhibits


@contextmanager
def still_office() -> Iterator[StillOffice]:
    """In a folder of its own that goes with it."""
    with TemporaryDirectory(prefix="mot-cua-", ignore_cleanup_errors=True) as folder:
        root, disk, clock = Path(folder) / "data", Disk(), FixedClock(MORNING - 7 * _DAY_MS)
        opening = Opening(root, DemoKeyFile(root, disk), clock, MarkFolder(Path(folder) / "marks", disk), disk)
        with open_store(opening) as store:
            for officer in OFFICERS:
                store.write(partial(add, officer=officer, pin=PIN, at=clock.now_ms()))
            yield _Furnishing(store, clock, root).office()


class _Furnishing:
    """Puts everything in its place, the oldest first."""

    def __init__(self, store: Store, clock: FixedClock, root: Path) -> None:
        catalogue, calendar = Catalogue.load(), office_calendar(DEMO.hours, load_holidays())
        self._store, self._clock, self._root, self._catalogue = store, clock, root, catalogue
        self._till = Till(store, DEMO, DrawTill(drawn_till_slip, drawn_drawer))
        self._intakes = Intakes(store, catalogue, DEMO, calendar, self._till.charge)
        self._records = Records(store, catalogue, DEMO, calendar, drawn)
        self._express = Express(store, catalogue, DEMO, calendar, drawn_clause, self._till.charge)
        self._ledgers = Ledgers(store, catalogue, DEMO, drawn_ledger)
        self._notices = Notices(store, catalogue, DEMO, calendar, drawn_notice)
        self._registers = Registers(store, catalogue, DEMO, calendar, drawn_register)
        self._hand_backs = HandBacks(store, catalogue, DEMO, drawn_hand_back)
        self._closing = Closing(store, catalogue, DEMO, self._hand_backs, DrawClosing(drawn_day, drawn_hand_over))
        self._finding = Finding(store, catalogue, DEMO, calendar)
        self._entering = Entering(store, catalogue, DEMO)
        self._identities = Identities(store, DEMO)
        self._invention = Invention(26)

    def office(self) -> StillOffice:
        self._till.open_drawer(500_000, OFFICERS[0])
        sent = [self._received(kept=number in _KEPT_OF) for number, _status in enumerate(_DECIDED)]
        for event, (received, status) in enumerate(zip(sent, _DECIDED, strict=True), 1):
            self._decided(event, received, status)
        self._till.close(self._till.balance().expected, "", OFFICERS[0])
        self._clock.at_ms = MORNING - _BEFORE_MS
        self._till.open_drawer(500_000, OFFICERS[0])
        write_on(self._store, [one.dossier for one in sent[-3:]])
        sign_copies(self._store)
        waiting = [self._received(20) for _number in range(_WAITING)]
        make_copies(self._store, _page("marital_declaration"))
        self._stopped(waiting[0], "form-refused")
        self._clock.at_ms = MORNING - 55 * 60_000
        self._certified()
        self._clock.at_ms = MORNING - 40 * 60_000
        birth, marital, faulty = (self._draft(intake) for intake in (_birth(), self._half_marital(), _faulty()))
        self._clock.at_ms = MORNING
        self._at_the_till()
        self._handed_back()
        exhibits = Exhibits(
            OFFICERS[0], self._root, birth, self._intakes.procedure(_BIRTH), marital, faulty, waiting[-1]
        )
        return StillOffice(self._counter(), exhibits)

    def _counter(self) -> Counter:
        waiting = outbox.count_waiting(self._store.read())
        return Counter(
            settings=DEMO, clock=self._clock, sign_in=SignIn(self._store), intakes=self._intakes, records=self._records,
            known_people=KnownPeople(self._store, self._catalogue), identities=self._identities,
            express=self._express, ledgers=self._ledgers, till=self._till, notices=self._notices,
            hand_backs=self._hand_backs, registers=self._registers, finding=self._finding, closing=self._closing,
            entering=self._entering, set_aside=SetAside(self._store),
            conflicts=Conflicts(self._store, self._catalogue, StillCopies(self._store, MORNING)),
            corrections=Corrections(self._store, self._catalogue),
            copies=CopySigning(self._store, DEMO.office.name, StillSigner(MORNING, OFFICERS[0].name)),
            office_look_up=StillOfficeLookUp(MORNING),
            link=StillLink(MORNING, waiting), reader=StillReader(), scanner=StillScanner(), printer=StillPrinter(),
            codes=PictureCodes(), files=FileChecks(), looker=StillLooker(_seen()),
            camera=StillCamera(), desk_camera=StillDeskCamera(), enrolling=StillEnrolling(MORNING),
        )  # fmt: skip

    def _at_the_till(self) -> None:
        """One receipt has come, one fee went back."""
        newest, second, *_rest = (entry.payment for entry in self._till.view().today)
        self._till.record_receipt(second.slip, "26TAB-00000412", OFFICERS[0].id)
        self._till.refund(newest.id, newest.amount, "Công dân được miễn lệ phí", OFFICERS[0])

    # ---- dossiers --------------------------------------------------------------------------------

    def _handed_back(self) -> None:
        """One result went to whoever submitted, who was asked; the original it left here stays for later."""
        ready = next(row for row in self._hand_backs.waiting() if row.readiness is Readiness.RESULT)
        who = Collector(Who.SUBMITTER, ready.line.submitter)
        self._hand_backs.hand_over(HandOrder(ready.line.id, who, satisfaction=5), OFFICERS[0])

    def _received(self, minutes: int = 2 * 60, *, kept: bool = False) -> Received:
        """One more certificate, so long after the one before; `kept`: an original stays here."""
        self._clock.at_ms += minutes * 60_000
        given = self._invention.intake(DEMO.office.code, DEMO.office.counter, OFFICERS[0].id, 0, self._clock.now_ms())
        if kept:
            given = replace(given, papers=(*given.papers, _KEPT))
        draft = self._intakes.open(_MARITAL, OFFICERS[0])
        draft = self._intakes.save(replace(draft, intake=given))
        self._intakes.add_page(draft.id, _page("marital_declaration"), "declaration")
        self._proven(draft.id, given)
        received = self._intakes.receive(draft)
        self._records.receipt_given(received.dossier)
        return received

    def _certified(self) -> None:
        """An early morning at the express path; one entry was a mistake."""
        for subject, copies, pages in _CERTIFIED:
            self._clock.advance(90_000)
            order = ExpressOrder(_COPIES, self._invention.person(), (ExpressRow(subject, copies, pages),))
            made = self._express.certify(order, OFFICERS[0])
            if subject == _MISTAKEN:
                self._ledgers.strike(made.entries[0].book.id, made.entry_number, "nhập nhầm số bản", OFFICERS[0])

    def _decided(self, event: int, received: Received, status: PortalStatus) -> None:
        now, device, dossier = self._clock.now_ms(), self._store.device, received.dossier
        number = f"H99.01.02-261118-{event:04d}"
        self._store.write(lambda database: portal.register(database, device, dossier, number, now, now))
        for said in _told(event, dossier, status, now):
            self._store.write(partial(portal.decide, device=device, said=said, now=now))
        if status is PortalStatus.PROCESSED:
            self._fetched(dossier)
        self._store.write(lambda database: outbox.settle(database, self._item(dossier, "pages"), ItemState.DELIVERED, now))
        self._store.write(lambda database: outbox.move(database, dossier, LocalState.ACKNOWLEDGED))

    def _fetched(self, dossier: str) -> None:
        """The file of the result, as the third lane brings it."""
        store, (kept,) = self._store, results.of_dossier(self._store.read(), dossier)
        key = store.write(lambda database: results.key_of(database, store.content_keys, kept))
        announcement = store.pages.announce(1)
        page = store.pages.write(announcement.names[0], key, BytesIO(_RESULT_PAPER))
        store.pages.settle(announcement.names)
        store.write(lambda database: results.add_piece(database, kept, page))
        store.write(lambda database: results.settle(database, store.device, kept, self._clock.now_ms()))
        store.pages.done(announcement)

    def _stopped(self, received: Received, code: str) -> None:
        now, device = self._clock.now_ms(), self._store.device
        seq = self._item(received.dossier, "form")
        self._store.write(lambda database: portal.set_aside(database, device, seq, ItemState.QUARANTINED, code, now))

    def _item(self, dossier: str, kind: str) -> int:
        items = outbox.everything(self._store.read())
        return next(item.seq for item in items if item.dossier == dossier and item.kind == kind)

    # ---- drafts ----------------------------------------------------------------------------------

    def _draft(self, given: Intake) -> str:
        self._clock.advance(7 * 60_000)
        draft = self._intakes.open(given.procedure, OFFICERS[0])
        office = DEMO.office
        intake = replace(given, office=office.code, counter=office.counter, officer=OFFICERS[0].id)
        self._intakes.save(replace(draft, intake=intake, tray=f"{3 + len(self._intakes.open_drafts())}"))
        for paper, requirement in _BROUGHT[given.procedure] if given.papers else ():
            page = self._intakes.add_page(draft.id, _page(paper), requirement)
            if requirement:
                self._intakes.assign(draft.id, page.id, requirement)
        if given.papers:
            self._proven(draft.id, given)
        return draft.id

    def _proven(self, draft: str, given: Intake) -> None:
        """The submitter's card was read."""
        checks = tuple(CheckShown(check_id(check), CheckEnd.PASSED, code=check) for check in CHIP_CHECKS)
        card = CardData(given.submitter.person, proof=Proof.AUTHENTIC, opened_by=OpenedBy.PACE, checks=checks)
        self._identities.prove(draft, card, OFFICERS[0].id)

    def _half_marital(self) -> Intake:
        whole = self._invention.intake(DEMO.office.code, DEMO.office.counter, OFFICERS[0].id, 0, self._clock.now_ms())
        left = {"purpose", "purpose_other", "copies", "pledge"}
        return replace(whole, answers={name: value for name, value in whole.answers.items() if name not in left})


_BROUGHT = {
    _BIRTH: (("birth_declaration", "declaration"), ("birth_proof", "birth_certificate"),
             ("marriage_certificate", "marriage_certificate"), ("card_copy", "")),
    _MARITAL: (("marital_declaration", "declaration"), ("card_copy", "")),
}  # fmt: skip


def _birth() -> Intake:
    father, mother = cards()["binh"].holder, cards()["ha"].holder
    home: dict[str, Any] = {"province": "01", "commune": "00070", "detail": "Số 27, phố Cây Gạo"}
    father = structs.replace(father, address=Address(**home))
    answers: dict[str, Any] = {
        "requester_name": father.full_name, "requester_id": father.personal_id,
        "requester_birth_date": father.birth_date, "requester_residence": home, "birth_data_source": "0",
        "child_name": "Nguyễn Bình An", "child_birth_date": "2026-11-03", "child_sex": "male", "child_ethnicity": "01",
        "child_nationality": "VN", "child_origin": home, "late": False,
        "mother_name": mother.full_name, "mother_id": mother.personal_id, "mother_birth_date": mother.birth_date,
        "parents_married": True, "copies_wanted": True, "copies": 2,
    }  # fmt: skip
    papers = (
        PaperRecord("declaration", "Tờ khai đăng ký khai sinh theo mẫu", HowMet.ORIGINAL, seen_by="cb-001", seen_at=MORNING),
        PaperRecord("birth_certificate", "Giấy chứng sinh", HowMet.ORIGINAL, seen_by="cb-001", seen_at=MORNING),
    )
    submitter = Submitter(father, phone="0912345678")
    return Intake(_BIRTH, case="standard", submitter=submitter, answers=answers, papers=papers)


def _told(event: int, dossier: str, status: PortalStatus, now: int) -> Iterator[Said]:
    """What the portal says on the way to a status: registered, perhaps a note, then the decision with all that goes with it."""
    beginning, handled = now - 3 * _HOUR_MS, "Nguyễn Thị Kim Oanh, phòng Tư pháp - Hộ tịch"
    yield Said(f"still-{event}/1", dossier, int(PortalStatus.ACCEPTED), "", DEMO.office.name, beginning, Kind.REGISTERED)
    note = _NOTES.get(status, "")
    if status is PortalStatus.SUPPLEMENT_WANTED:
        told = "Đã gọi cho người nộp, hẹn bổ sung trong ngày làm việc tới."
        yield Said(f"still-{event}/2", dossier, int(PortalStatus.ACCEPTED), told, handled, now - _HOUR_MS, Kind.NOTE)
        yield Said(f"still-{event}/3", dossier, int(status), note, handled, now, Kind.SUPPLEMENT, wanted=_WANTED)
    elif status is PortalStatus.PROCESSED:
        yield Said(f"still-{event}/3", dossier, int(status), note, handled, now, Kind.RESULT, files=_RESULT)
    else:
        yield Said(f"still-{event}/3", dossier, int(status), note, handled, now)



def _faulty() -> Intake:
    """What a hurried morning leaves: a number with a digit too few, a telephone that is none, most still open."""
    holder = structs.replace(cards()["juan"].holder, personal_id="06619500123", address=Address())
    answers = {"child_name": "H'Ơ̆n Byă", "child_birth_date": "2026-11-20", "birth_data_source": "0"}
    return Intake(_BIRTH, submitter=Submitter(holder, phone="12345"), owners=(Owner(holder),), answers=answers)


@cache
def _page(paper: str) -> bytes:
    return as_jpeg(scanned(side(paper, 0, back=False), _DPI, seed=len(paper)), _DPI, "Một cửa: giấy tờ mô phỏng")


def _seen() -> dict[bytes, PageLook]:
    """A declaration that came out badly, and a copy of both sides of a card."""
    code = f"{cards()['juan'].holder.personal_id}||Y Khôi Niê|12031990|Nam|Buôn Kô Siêr|14022022"
    return {
        _page("marital_declaration"): PageLook(frozenset({PageFault.BLURRED, PageFault.SKEWED}), skew_degrees=2.4),
        _page("card_copy"): PageLook(codes=(SeenCode("QRCode", code),), card_sized=True),
    }
