"""What came back from the portal, on the real window: its history in the look-up, and the files of a result seen and printed."""

import hashlib
import io
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel

from commands.demo_result import a_paper
from kiosk.dossier import PortalStatus
from kiosk.portal_words import Kind, Said
from kiosk.result_files import ResultFile
from kiosk.signature_ports import SignatureSeen, SignatureTrust
from kiosk.signature_problems import SignaturesUnreadable
from kiosk.store import news, office_cards, portal, results
from tests.ui.at_counter import AtCounter, at_counter
from tests.ui.office import OFFICER
from tests.ui.received import receive_some
from ui.clerk.desk_news import news_said
from ui.clerk.hand_back_over import HandOver
from ui.clerk.result_dialog import ResultDialog

PAPER = a_paper("KET QUA (TAP HUAN)")
LONG = "Giấy xác nhận tình trạng hôn nhân của công dân Nguyễn Thị Kim Oanh để đăng ký kết hôn với người nước ngoài.pdf"
HANDLER = "Nguyễn Thị Kim Oanh, phòng Tư pháp"


@pytest.fixture
def at(qtbot, qapp, tmp_path: Path):
    with at_counter(qtbot, qapp, tmp_path) as counter:
        yield counter
        counter.settle()
        counter.close()


def file_of(content: bytes, name: str = LONG, kind: str = "application/pdf") -> ResultFile:
    return ResultFile(name, kind, len(content), hashlib.sha256(content).hexdigest())


def say(at: AtCounter, *sayings: Said) -> None:
    store, now = at.office.store, at.office.clock.now_ms()
    for said in sayings:
        store.write(partial(portal.decide, device=store.device, said=said, now=now))


def arrived(at: AtCounter, dossier: str, content: bytes) -> None:
    """As the third lane brings it."""
    store, sha256 = at.office.store, hashlib.sha256(content).hexdigest()
    kept = next(one for one in results.of_dossier(store.read(), dossier) if one.file.sha256 == sha256)
    key = store.write(lambda database: results.key_of(database, store.content_keys, kept))
    announcement = store.pages.announce(1)
    page = store.pages.write(announcement.names[0], key, io.BytesIO(content))
    store.pages.settle(announcement.names)
    store.write(lambda database: results.add_piece(database, kept, page))
    store.write(lambda database: results.settle(database, store.device, kept, 1))
    store.pages.done(announcement)


def opened(at: AtCounter, dossier: str) -> str:
    at.window.open_dossier(dossier)
    at.settle()
    pane = at.screens.look_up.pane
    at.wait(lambda: pane.view is not None)
    return "\n".join(label.text() for label in pane.findChildren(QLabel) if not label.isHidden())


def said(dialog: ResultDialog) -> str:
    return "\n".join(label.text() for label in dialog.told.findChildren(QLabel))


def one_received(at: AtCounter) -> str:
    receive_some(at.office, 1)
    (line,) = at.office.counter.records.search("")
    return line.id


def test_the_look_up_tells_what_the_portal_said_the_newest_first(at):
    dossier, now = one_received(at), at.office.clock.now_ms()
    say(
        at, Said("1", dossier, 2, "", "Trục", now, Kind.REGISTERED),
        Said("2", dossier, 2, "đã gọi cho người nộp", HANDLER, now + 60_000, Kind.NOTE),
        Said("3", dossier, 5, "thiếu giấy", HANDLER, now + 120_000, Kind.SUPPLEMENT, wanted=("Bản chính quyết định ly hôn",)),
        Said("4", dossier, 3, "không đủ điều kiện", HANDLER, now + 180_000, Kind.REFUSAL),
        Said("5", dossier, 77, "", HANDLER, now + 240_000, "appeal"), Said("6", dossier, 4, "", HANDLER, now + 300_000),
    )  # fmt: skip
    shown = opened(at, dossier)
    told = ["Đang xử lý ·", "Trạng thái mới của Cổng, mã 77", "Từ chối hồ sơ ·", "Yêu cầu bổ sung ·",
            "Ghi chú của cán bộ xử lý ·", "Trục ghi nhận hồ sơ · Trục"]  # fmt: skip
    places = [shown.index(text) for text in told]
    assert places == sorted(places)
    for text in ("không đủ điều kiện", "– Bản chính quyết định ly hôn", "đã gọi cho người nộp", HANDLER, "ngoài trình tự thường"):
        assert text in shown
    assert at.screens.look_up.pane.result_button.isHidden()


def test_files_of_a_result_are_seen_and_printed_once_they_are_here(at):
    dossier, now = one_received(at), at.office.clock.now_ms()
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "PNG")
    files = (file_of(PAPER), file_of(picture.getvalue(), "Ảnh.png", "image/png"), file_of(b"<x/>", "Dữ liệu.xml", "text/xml"))
    say(at, Said("1", dossier, int(PortalStatus.PROCESSED), "mời nhận kết quả", HANDLER, now, Kind.RESULT, files=files))
    assert "đang về, 0 % của" in opened(at, dossier)
    assert at.screens.look_up.pane.result_button.isHidden()
    for content in (PAPER, picture.getvalue(), b"<x/>"):
        arrived(at, dossier, content)
    assert "đã về máy này" in opened(at, dossier)
    at.wait(at.screens.look_up.pane.result_button.isVisible)
    at.hands.push("Xem tệp kết quả")
    dialog = at.screens.look_up.findChild(ResultDialog)
    for place in range(3):
        at.wait(lambda place=place: dialog._opened is not None and dialog._opened.place == place)
        name = dialog._files[place].file.name
        assert name in dialog.name.text()
        if name.endswith(".xml"):
            assert not dialog.print_button.isEnabled()
            assert "không xem và in được" in said(dialog)
        else:
            before = len(at.office.printer.jobs)
            dialog.print_button.click()
            at.wait(lambda before=before: len(at.office.printer.jobs) == before + 1)
        dialog.next_button.click()
    assert at.office.printer.jobs[0].pdf == PAPER
    at.settle()
    dialog.reject()
    at.settle()


class Looks:
    """A `SignatureChecker` that has seen what a test says."""

    def __init__(self, *found: SignatureSeen) -> None:
        self._found = found

    def check(self, pdf: bytes) -> tuple[SignatureSeen, ...]:
        if pdf != PAPER:
            raise SignaturesUnreadable
        return self._found

    def close(self) -> None: ...


@pytest.mark.parametrize(("intact", "trust", "words"), [
    (True, SignatureTrust.TRUSTED, "nơi cấp chứng thư tin cậy"), (True, SignatureTrust.UNKNOWN, "chưa biết nơi cấp"),
    (False, SignatureTrust.UNKNOWN, "KHÔNG còn đúng với tệp"),
])  # fmt: skip
def test_who_signed_a_result_and_whether_it_holds_is_said(at, intact, trust, words):
    dossier, now = one_received(at), at.office.clock.now_ms()
    seen = SignatureSeen("Hồ Văn Sáu", "Sở Tư pháp (giả định)", "1f", "CA giả định", now, intact, True, trust)
    object.__setattr__(at.screens.look_up._counter, "signatures", Looks(seen))
    say(at, Said("1", dossier, int(PortalStatus.PROCESSED), "", HANDLER, now, Kind.RESULT, files=(file_of(PAPER),)))
    arrived(at, dossier, PAPER)
    opened(at, dossier)
    at.hands.push("Xem tệp kết quả")
    dialog = at.screens.look_up.findChild(ResultDialog)
    at.wait(dialog.signatures.isVisible)
    shown = "\n".join(label.text() for label in dialog.signatures.findChildren(QLabel))
    assert words in shown
    assert "Hồ Văn Sáu, Sở Tư pháp (giả định)" in shown
    dialog.reject()
    at.settle()


def test_a_file_damaged_on_this_machine_is_never_printed(at):
    dossier, now = one_received(at), at.office.clock.now_ms()
    say(at, Said("1", dossier, int(PortalStatus.PROCESSED), "", HANDLER, now, Kind.RESULT, files=(file_of(PAPER),)))
    arrived(at, dossier, PAPER)
    opened(at, dossier)
    store = at.office.store
    ((name,),) = store.read().execute("SELECT file FROM result_piece").fetchall()
    path = store.pages.path(name)
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    at.hands.push("Xem tệp kết quả")
    dialog = at.screens.look_up.findChild(ResultDialog)
    at.wait(dialog.told.isVisible)
    assert "STORE-08" in said(dialog)
    assert not dialog.print_button.isEnabled()
    dialog.reject()
    at.settle()


def processed(at: AtCounter) -> str:
    """A dossier whose result is one file, told of and not here."""
    dossier, now = one_received(at), at.office.clock.now_ms()
    say(at, Said("1", dossier, int(PortalStatus.PROCESSED), "", HANDLER, now, Kind.RESULT, files=(file_of(PAPER),)))
    return dossier


def handing(at: AtCounter, dossier: str) -> HandOver:
    at.hands.key("Ctrl+H")
    at.settle()
    at.screens.hand_back.open(dossier)
    at.wait(lambda: at.screens.hand_back.in_hand is not None)
    at.settle()
    over = at.screens.hand_back.in_hand
    assert over is not None
    return over


def test_the_files_of_a_result_are_at_hand_where_it_is_handed_back(at):
    dossier = processed(at)
    arrived(at, dossier, PAPER)
    over = handing(at, dossier)
    assert over.result_button.isVisible()
    assert not over.fetch_button.isVisible()
    over.result_button.click()
    dialog = over.findChild(ResultDialog)
    at.wait(lambda: dialog.print_button.isEnabled())
    dialog.print_button.click()
    at.wait(lambda: len(at.office.printer.jobs) == 1)
    assert at.office.printer.jobs[0].pdf == PAPER
    dialog.reject()
    at.settle()


def test_a_file_that_did_not_come_is_asked_for_again_by_an_officer(at):
    dossier, store = processed(at), at.office.store
    (kept,) = results.of_dossier(store.read(), dossier)
    for _time in range(results.MOST_TRIES):
        (kept,) = results.of_dossier(store.read(), dossier)
        store.write(lambda database, kept=kept: results.throw_away(database, store.device, kept, "SYNC-40", 9, 1))
    over = handing(at, dossier)
    assert not over.result_button.isVisible()
    asked = at.office.link.asked
    over.fetch_button.click()
    at.wait(lambda: results.of_dossier(store.read(), dossier)[0].state == "wanted")
    at.settle()
    assert at.office.link.asked == asked + 1
    assert not over.fetch_button.isEnabled()
    bodies = [bytes(row[0]) for row in store.read().execute("SELECT body FROM audit ORDER BY seq")]
    assert b"result asked for" in bodies[-1]
    assert OFFICER.id.encode() in bodies[-1]


def test_results_of_another_counters_dossier_come_when_an_officer_wants_them(at):
    store, now = at.office.store, at.office.clock.now_ms()
    dossier = "01890a5d-ac96-7000-8000-0000000000aa"
    heard = (Said("1", dossier, 2, "", "Trục", now, Kind.REGISTERED, number="H99.01.02-261125-0099", received_at=now),
             Said("2", dossier, 9, "", HANDLER, now, Kind.RESULT, files=(file_of(PAPER),)))  # fmt: skip
    for said_of_it in heard:
        store.write(lambda database, told=said_of_it: office_cards.hear(database, told, now))
    records = at.office.counter.records
    assert records.results_of(dossier) == ()
    records.fetch_results(dossier, OFFICER.id)
    assert [one.state for one in records.results_of(dossier)] == ["wanted"]
    arrived(at, dossier, PAPER)
    (kept,) = records.results_of(dossier)
    assert records.result(kept) == PAPER


def test_news_are_those_since_each_officer_looked(at):
    records, store, now = at.office.counter.records, at.office.store, at.office.clock.now_ms()
    dossier = one_received(at)
    say(
        at, Said("1", dossier, 2, "", "Trục", now, Kind.REGISTERED), Said("2", dossier, 4, "", HANDLER, now),
        Said("3", dossier, 5, "thiếu giấy", HANDLER, now, Kind.SUPPLEMENT),
    )  # fmt: skip
    (first,) = records.news("cb-001")
    assert (first.kind, first.dossier, first.note) == (Kind.SUPPLEMENT, dossier, "thiếu giấy")
    records.news_seen("cb-001", (first,))
    say(at, Said("4", dossier, int(PortalStatus.PROCESSED), "", HANDLER, now, Kind.RESULT))
    assert [one.kind for one in records.news("cb-001")] == [Kind.RESULT]
    assert [one.kind for one in records.news("cb-002")] == [Kind.RESULT, Kind.SUPPLEMENT]
    assert news_said(records.news("cb-002")) == "Cổng báo 2 việc mới: Có kết quả 1, Yêu cầu bổ sung 1"
    store.write(lambda database: news.looked(database, "cb-001", 1))            # never back
    assert [one.kind for one in records.news("cb-001")] == [Kind.RESULT]
