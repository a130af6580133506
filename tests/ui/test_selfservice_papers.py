"""Papers at the kiosk under a citizen's hands: page after page through a played scanner or camera into a real store."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from devices.scanner.camera_words import PlayDesk
from devices.simulated.scanner_words import CrashScanner, Lay, Load, SetScanner, SheetLaid
from kiosk.dossier import HowMet
from kiosk.page_ports import PageFault
from kiosk.problems import Problem
from kiosk.scan_ports import ScanTrouble
from kiosk.store.faults import DiskFull
from tests.kiosk.store_fixtures import Counter
from tests.ui.paper_kiosk import paper_by_paper, paper_kiosk
from ui.selfservice.papers.examples import ExamplePicture
from ui.selfservice.papers.words import trouble_said
from ui.selfservice.papers.work import Step
from ui.selfservice.window import Dress

CONTRACT = SheetLaid(paper="contract")


@pytest.fixture
def kiosk(tmp_path, tasks, request):
    with paper_kiosk(Counter(tmp_path), tasks, **getattr(request, "param", {})) as made:
        yield made


def at_rest(page, pages: int, step: Step = Step.SEEN):
    work = page.work
    return lambda: work.step is step and len(work.pages) == pages and not work.looking


def lay(kiosk, sheet: SheetLaid | None = CONTRACT) -> None:
    kiosk.scanner.order(Lay(sheet=sheet))


@pytest.mark.parametrize("kiosk", [{"looks": True}], indirect=True)
def test_page_after_page_each_shown_with_a_verdict_until_the_paper_is_whole(kiosk, qtbot):
    page = kiosk.ask("contract")
    assert "Cần bản chính" in kiosk.said
    assert len(page.part.findChildren(ExamplePicture)) == 5
    lay(kiosk)
    kiosk.window.forward_button.click()
    qtbot.waitUntil(at_rest(page, 1))
    assert "Trang này rõ" in kiosk.said
    lay(kiosk, None)                       # the citizen turned the empty side down
    page.part.buttons["more"].click()
    qtbot.waitUntil(at_rest(page, 2))
    assert "không có chữ" in kiosk.said
    assert page.work.faults == {PageFault.BLANK}
    lay(kiosk, SheetLaid(paper="contract", sheet=1))
    kiosk.window.forward_button.click()    # scan this page again
    qtbot.waitUntil(lambda: at_rest(page, 2)() and not page.work.faults)
    assert kiosk.window.forward_button.text() == "Xong giấy này"
    lay(kiosk, SheetLaid(paper="contract", sheet=1))
    kiosk.window.forward_button.click()
    assert "lấy lại giấy trên mặt kính" in page.title.text()
    qtbot.waitUntil(lambda: "Vẫn còn giấy" in kiosk.said)
    assert not kiosk.went_on
    lay(kiosk, None)
    qtbot.waitUntil(lambda: kiosk.went_on == ["contract"])     # seen to be gone: nothing to press
    assert not kiosk.desk.holds_paper
    assert [(paper.requirement, paper.how) for paper in kiosk.filling.intake.papers] == [("contract", HowMet.SCANNED)]
    assert kiosk.pages() == ["contract", "contract"]
    assert not kiosk.in_the_clear()


@pytest.mark.parametrize("kiosk", [{"looks": True}], indirect=True)
def test_a_finger_on_a_button_while_the_verdict_comes_still_presses_it(kiosk, qtbot):
    page = kiosk.ask("contract")
    lay(kiosk)
    kiosk.window.forward_button.click()
    qtbot.waitUntil(lambda: page.work.step is Step.SEEN and "more" in page.part.buttons)
    more = page.part.buttons["more"]
    assert page.work.looking
    QTest.mousePress(more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(at_rest(page, 1))
    assert "Trang này rõ" in kiosk.said
    QTest.mouseRelease(more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(at_rest(page, 2))


@pytest.mark.parametrize("kiosk", [{"looks": False}], indirect=True)
def test_a_jam_keeps_the_pages_before_and_the_rest_follows(kiosk, qtbot):
    page = kiosk.ask("contract")
    kiosk.scanner.order(SetScanner(jam_in=2))
    kiosk.scanner.order(Load(sheets=tuple(SheetLaid(paper="contract", sheet=sheet) for sheet in range(3))))
    qtbot.waitUntil(lambda: page.work.line.source == "feeder")
    kiosk.window.forward_button.click()
    qtbot.waitUntil(at_rest(page, 1, Step.TROUBLE))
    assert "bị kẹt" in page.title.text()
    assert "Đã giữ 1 trang" in kiosk.said
    assert page.part.other_ways is None, "after one failure one tries again"
    kiosk.scanner.order(SetScanner(jammed=False))
    qtbot.waitUntil(lambda: page.work.line.state is None)
    kiosk.window.forward_button.click()
    qtbot.waitUntil(at_rest(page, 3))
    assert kiosk.pages() == ["contract"] * 3
    assert not kiosk.in_the_clear()


@pytest.mark.parametrize("kiosk", [{"looks": False}], indirect=True)
def test_after_two_failures_a_paper_that_only_some_have_can_be_gone_without(kiosk, qtbot):
    page = kiosk.ask("parcel_drawing")
    kiosk.scanner.order(SetScanner(held=True))
    qtbot.waitUntil(lambda: page.work.line.state is ScanTrouble.BUSY)
    for failures in (1, 2):
        kiosk.window.forward_button.click()
        qtbot.waitUntil(lambda failures=failures: page.work.failures == failures)
    page.part.other_ways.buttons["without"].click()
    qtbot.waitUntil(lambda: kiosk.went_on == ["parcel_drawing"])
    assert [paper.how for paper in kiosk.filling.intake.papers] == [HowMet.MISSING]
    page = kiosk.ask("parcel_drawing")
    assert "không có giấy này" in kiosk.said
    assert kiosk.window.forward_button.text() == "Tiếp tục"


@pytest.mark.parametrize("kiosk", [{"looks": False}], indirect=True)
def test_a_paper_that_must_be_there_cannot_be_gone_without(kiosk, qtbot):
    page = kiosk.ask("contract")
    kiosk.scanner.order(SetScanner(plugged=False))
    qtbot.waitUntil(lambda: "không trả lời" in kiosk.said)
    for failures in (1, 2):
        kiosk.window.forward_button.click()
        qtbot.waitUntil(lambda failures=failures: page.work.failures == failures)
    assert list(page.part.other_ways.buttons) == []
    assert "Gọi cán bộ" in kiosk.said
    assert kiosk.window.forward_button.isVisible(), "trying again stays possible"


@pytest.mark.parametrize("kiosk", [{"looks": False}], indirect=True)
def test_the_scanners_process_dies_with_a_page_and_nothing_before_is_lost(kiosk, qtbot):
    page = kiosk.ask("contract")
    lay(kiosk)
    kiosk.window.forward_button.click()
    qtbot.waitUntil(at_rest(page, 1))
    kiosk.scanner.order(SetScanner(crash_in=1))
    page.part.buttons["more"].click()
    qtbot.waitUntil(at_rest(page, 1, Step.TROUBLE))
    assert page.work.trouble is ScanTrouble.CRASHED
    qtbot.waitUntil(lambda: page.work.line.state is not ScanTrouble.CRASHED)
    kiosk.window.forward_button.click()
    qtbot.waitUntil(at_rest(page, 2))


@pytest.mark.parametrize("kiosk", [{"looks": False}], indirect=True)
def test_stopping_keeps_what_has_come(kiosk, qtbot):
    page = kiosk.ask("contract")
    kiosk.scanner.order(SetScanner(page_ms=150))
    kiosk.scanner.order(Load(sheets=(CONTRACT,) * 40))
    qtbot.waitUntil(lambda: page.work.line.source == "feeder")
    kiosk.window.forward_button.click()
    qtbot.waitUntil(lambda: len(page.work.pages) >= 1)
    page.part.stop.click()
    qtbot.waitUntil(lambda: page.work.step is Step.SEEN)
    assert 1 <= len(page.work.pages) < 40
    assert len(kiosk.pages()) == len(page.work.pages)
    kiosk.scanner.order(CrashScanner())


@pytest.mark.parametrize("kiosk", [{"looks": False}], indirect=True)
def test_a_full_disk_is_said_plainly_and_the_page_waits_until_there_is_room(kiosk, qtbot, monkeypatch):
    page = kiosk.ask("contract")
    lay(kiosk)
    full = True

    def check_room(_more: int) -> None:
        if full:
            raise DiskFull

    monkeypatch.setattr(kiosk.store, "check_room", check_room)
    kiosk.window.forward_button.click()
    qtbot.waitUntil(at_rest(page, 0, Step.TROUBLE))
    assert "hết chỗ" in page.title.text()
    assert len(kiosk.in_the_clear()) == 1, "it waits in the folder of the turn"
    full = False
    lay(kiosk, None)                       # nothing is scanned again
    kiosk.window.forward_button.click()
    qtbot.waitUntil(at_rest(page, 1))
    assert kiosk.pages() == ["contract"]
    assert not kiosk.in_the_clear()


@pytest.mark.parametrize("kiosk", [{"looks": False}], indirect=True)
def test_another_language_in_the_middle_of_a_scan_costs_nothing(kiosk, qtbot):
    page = kiosk.ask("contract")
    kiosk.scanner.order(SetScanner(page_ms=100))
    lay(kiosk)
    kiosk.window.forward_button.click()
    kiosk.window.wear(Dress("en", 150))
    assert kiosk.page is not page
    assert kiosk.page.work is page.work
    qtbot.waitUntil(at_rest(kiosk.page, 1))
    assert kiosk.window.forward_button.text() == "Done with this paper"
    kiosk.window.back()
    assert len(kiosk.ask("contract").work.pages) == 1


@pytest.mark.parametrize("kiosk", [{"looks": False, "camera": True}], indirect=True)
def test_the_camera_says_what_to_mend_and_photographs_what_lies_there(kiosk, qtbot):
    page = kiosk.ask("contract")
    page.part.buttons["other"].click()
    qtbot.waitUntil(lambda: "Bấm Chụp" in kiosk.said)
    kiosk.camera.play(PlayDesk(paper=""))
    qtbot.waitUntil(lambda: "ngay ngắn" in kiosk.said)
    kiosk.camera.play(PlayDesk(paper="birth_proof", dark=True))
    qtbot.waitUntil(lambda: "Tối quá" in kiosk.said)
    kiosk.camera.play(PlayDesk(dark=False))
    qtbot.waitUntil(lambda: "Bấm Chụp" in kiosk.said)
    kiosk.window.forward_button.click()
    qtbot.waitUntil(at_rest(page, 1))
    assert kiosk.window.forward_button.text() == "Xong giấy này"
    page.part.buttons["more"].click()
    qtbot.waitUntil(lambda: page.work.step is Step.CAMERA)
    work = page.work
    kiosk.window.back()                    # nobody looks any more: it goes off
    qtbot.waitUntil(lambda: work.step is Step.SEEN)
    assert not kiosk.in_the_clear()


@pytest.mark.parametrize("kiosk", [{"looks": False, "camera": True, "scans": False}], indirect=True)
def test_paper_under_the_camera_is_asked_for_until_it_is_gone(kiosk, qtbot):
    page = kiosk.ask("contract")
    kiosk.window.forward_button.click()
    qtbot.waitUntil(lambda: "Bấm Chụp" in kiosk.said)
    kiosk.window.forward_button.click()
    qtbot.waitUntil(at_rest(page, 1))
    kiosk.window.forward_button.click()
    qtbot.waitUntil(lambda: "Vẫn còn giấy" in kiosk.said)
    kiosk.camera.play(PlayDesk(paper=""))
    qtbot.waitUntil(lambda: kiosk.went_on == ["contract"])


@pytest.mark.parametrize("kiosk", [{"looks": False}], indirect=True)
def test_a_turn_that_ends_in_the_middle_of_a_paper_asks_for_it_once_and_holds_nobody_up(kiosk, qtbot):
    page = kiosk.ask("contract")
    lay(kiosk)
    kiosk.window.forward_button.click()
    qtbot.waitUntil(at_rest(page, 1))
    ended = []
    kiosk.window.ended.connect(lambda: ended.append(True))
    kiosk.window.end_button.click()
    assert "lấy lại giấy" in kiosk.said
    assert not ended
    kiosk.window.forward_button.click()
    assert ended == [True]


@pytest.mark.parametrize("kiosk", [{"looks": True}], indirect=True)
def test_who_has_the_paper_already_need_not_wait_and_the_next_paper_is_scanned(kiosk, qtbot):
    kiosk.scanner.order(SetScanner(page_ms=300))
    page = kiosk.ask("contract")
    lay(kiosk)
    kiosk.window.forward_button.click()
    qtbot.waitUntil(at_rest(page, 1))
    kiosk.window.forward_button.click()
    kiosk.window.forward_button.click()    # while the machine still looks
    assert kiosk.went_on == ["contract"]
    page = kiosk.ask("certificate")
    kiosk.window.forward_button.click()
    qtbot.waitUntil(at_rest(page, 1))
    assert kiosk.pages() == ["contract", "certificate"]


def test_paper_by_paper_to_the_end_and_after_other_answers_only_what_is_asked_for(tmp_path, tasks, qtbot):
    with paper_kiosk(Counter(tmp_path), tasks, "1.001193", looks=False) as kiosk:
        kiosk.answer(birth_data_source="0", requester_relation="authorised")
        going = partial(paper_by_paper, kiosk.filling, lambda: kiosk.went_on.append("all"))
        going()
        for key in ("birth_certificate", "authorisation"):
            qtbot.waitUntil(lambda key=key: kiosk.at(key))
            page = kiosk.page
            lay(kiosk)
            kiosk.window.forward_button.click()
            qtbot.waitUntil(at_rest(page, 1))
            kiosk.window.forward_button.click()
            kiosk.window.forward_button.click()            # the paper is taken back
        qtbot.waitUntil(lambda: kiosk.went_on == ["all"])
        assert kiosk.pages() == ["birth_certificate", "authorisation"]
        kiosk.answer(birth_data_source="0", requester_relation="mother")
        going()
        qtbot.waitUntil(lambda: kiosk.went_on == ["all", "all"])
        found = kiosk.filling.filings.problems(kiosk.filling.draft)
        assert not [problem for problem in found if problem.field.startswith(("papers", "pages"))]
        assert kiosk.pages() == ["birth_certificate"], "checked: what is no longer asked for is gone"


@pytest.mark.parametrize("kiosk", [{"scans": False}], indirect=True)
def test_a_machine_without_scanner_and_camera_says_so_and_sends_nobody_in_circles(kiosk, qtbot):
    kiosk.ask("contract")
    assert "nộp giấy này ở quầy" in kiosk.said
    assert not kiosk.window.forward_button.isVisible()
    kiosk.ask("parcel_drawing")
    kiosk.window.forward_button.click()
    qtbot.waitUntil(lambda: kiosk.went_on == ["parcel_drawing"])


@pytest.mark.parametrize("kiosk", [{"looks": False, "procedure": "1.013225"}], indirect=True)
def test_what_a_database_holds_need_not_be_scanned(kiosk, qtbot):
    page = kiosk.ask("land_paper")
    assert "không phải nộp" in kiosk.said
    lay(kiosk)
    page.part.buttons["scan"].click()      # but may be
    qtbot.waitUntil(at_rest(page, 1))
    kiosk.window.back()
    page = kiosk.ask("land_paper")
    assert page.work.step is Step.SEEN
    page.work.go_without(lambda: kiosk.went_on.append("data"))
    qtbot.waitUntil(lambda: kiosk.went_on == ["data"])
    assert [paper.how for paper in kiosk.filling.intake.papers] == [HowMet.DATABASE]
    assert kiosk.pages() == []


def test_every_trouble_of_a_scanner_is_said_in_plain_words():
    said = [trouble_said(what) for what in ScanTrouble]
    assert len({happened for happened, _to_do in said}) == len(ScanTrouble)
    technical = ("driver", "trình điều khiển", "eSCL", "cáp", "docs", "ổ đĩa", "nguồn điện", "USB")
    assert not [words for pair in said for words in pair for term in technical if term.lower() in words.lower()]


def test_a_problem_nobody_foresaw_has_words_too(tmp_path, tasks):
    with paper_kiosk(Counter(tmp_path), tasks, looks=False) as kiosk:
        page = kiosk.ask("contract")
        page.work._fail(Problem())
        assert "gọi cán bộ" in kiosk.said
