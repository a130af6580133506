"""F7 says what is wrong with a page and where it belongs; one key accepts, Ctrl+Z takes back, an officer's word stands."""

import pytest
from PySide6.QtCore import Qt

from kiosk.page_codes import NextPaper, separator_text
from kiosk.page_ports import PageFault, PageLook, SeenCode
from tests.ui.at_counter import MARITAL, at_counter
from tests.ui.test_capture import CTRL, PROCEDURE, capturing, sheet
from ui.shortcuts import Action

CARD = "001192000123||Lò Thị Hạnh|03051992|Nữ|Bản Nà Lốc|14022022"


def coded(text: str) -> PageLook:
    return PageLook(codes=(SeenCode("QRCode", text),))


@pytest.fixture
def desk(qtbot, tasks, tmp_path):
    with capturing(qtbot, tasks, tmp_path) as desk:
        yield desk


def mixed_stack(desk) -> list[str]:
    """The wanted papers from the last to the first, each with its separator sheet and two pages; their keys."""
    desk.open()
    keys = [row.choice.key for row in desk.screen.panel.papers.rows if row.choice.key][::-1]
    desk.key(Qt.Key.Key_F7)
    for number, key in enumerate(keys):
        desk.office.looker.on_page[sheet(50 + number)] = coded(separator_text(NextPaper(PROCEDURE, key)))
        desk.scan(50 + number, 2 * number, 2 * number + 1)
    desk.office.scanner.finish()
    desk.settle()
    assert len(keys) > 1
    return keys


def twice(keys: list[str]) -> list[str]:
    return [key for key in keys for _page in range(2)]


def test_one_key_puts_every_page_under_its_paper_and_the_separators_out(desk):
    keys = mixed_stack(desk)
    assert {page.paper for page in desk.kept} == {desk.papers[0]}          # proposed, not done
    assert desk.screen.panel.accept.isVisible()
    assert f"{len(keys)} tờ ngăn" in desk.screen.panel.proposed.text()
    wanted = next(row for row in desk.screen.panel.papers.rows if row.choice.key == keys[0])
    assert "đề xuất thêm 2 trang" in wanted.accessibleName()
    before = desk.kept
    desk.key(Qt.Key.Key_A)
    assert [page.paper for page in desk.kept] == twice(keys)
    assert not desk.screen.panel.accept.isVisible()
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.kept == before
    assert desk.screen.panel.accept.isVisible()
    desk.key(Qt.Key.Key_Y, CTRL)
    assert [page.paper for page in desk.kept] == twice(keys)


class HandHeads:
    """A `HeadReader` that reads the same on every page, at once."""

    def __init__(self, lines: str) -> None:
        self.lines = lines
        self.asked: list[str] = []

    def read(self, page, _content, _dpi, told) -> None:
        self.asked.append(page)
        told(page, self.lines)

    def forget(self, page) -> None: ...


def test_a_heading_read_later_names_the_paper_and_an_officers_word_stands(desk):
    heads = HandHeads("TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN")
    desk.screen.advice._heads._reader = heads
    desk.open()
    desk.key(Qt.Key.Key_F7)
    desk.scan(0, 1)
    desk.office.scanner.finish()
    desk.settle()
    desk.settle()
    assert len(heads.asked) == 2
    first = desk.screen.advice.advice.settled
    assert set(first.values()) == {"declaration"}


def test_what_was_put_somewhere_by_hand_stays_there(desk):
    keys = mixed_stack(desk)
    desk.choose(1)
    desk.key(Qt.Key.Key_1)                 # of the last paper, the program thinks
    by_hand = desk.kept[1]
    assert by_hand.by_hand
    desk.key(Qt.Key.Key_A)
    assert desk.kept[0] == by_hand
    assert {page.paper for page in desk.kept[2:4]} == {keys[1]}


def test_pages_that_come_after_all_was_accepted_change_nothing_of_it(desk):
    keys = mixed_stack(desk)
    desk.key(Qt.Key.Key_A)
    desk.key(Qt.Key.Key_F7)
    desk.scan(90)
    assert [page.paper for page in desk.kept[:-1]] == twice(keys)
    assert set(desk.screen.advice.advice.proposals) <= {desk.kept[-1].id}


@pytest.mark.parametrize(("fault", "words", "action"), [
    (PageFault.BLURRED, "bị mờ", Action.REPLACE_PAGE), (PageFault.UPSIDE_DOWN, "bị ngược", Action.ROTATE_HALF),
    (PageFault.BLANK, "trang trắng", Action.REMOVE_PAGE),
])  # fmt: skip
def test_a_fault_is_said_on_the_strip_and_above_the_page_with_one_button(desk, fault, words, action):
    desk.office.looker.on_page[sheet(1)] = PageLook(frozenset({fault}))
    desk.open(pages=2)
    assert desk.screen.verdict.isVisible()
    assert words in desk.screen.verdict.accessibleName()
    assert [words in item.note for item in desk.screen._items()] == [True, False]
    assert len(desk.kept) == 2                         # flagged, never dropped
    shown = [one for one, button in desk.screen.verdict.buttons.items() if button.isVisible()]
    assert shown == [action]
    desk.qtbot.mouseClick(desk.screen.verdict.buttons[action], Qt.MouseButton.LeftButton)
    desk.settle()
    if action is Action.REPLACE_PAGE:
        desk.scan(7)
    assert len(desk.kept) == 2 - (action is Action.REMOVE_PAGE)
    assert not desk.screen.verdict.isVisible()


def test_the_same_page_twice_is_flagged(desk):
    desk.open()
    desk.key(Qt.Key.Key_F7)
    desk.scan(1, 2, 1)
    notes = [item.note for item in desk.screen._items()]
    assert ["trùng" in note for note in notes] == [False, False, True]


def test_a_blank_page_stays_whatever_is_accepted(desk):
    desk.office.looker.on_page[sheet(3)] = PageLook(frozenset({PageFault.BLANK}))
    mixed_stack(desk)
    desk.key(Qt.Key.Key_A)
    assert sheet(3) in [desk.intakes.content(desk.draft.id, page) for page in desk.kept]


def test_no_page_is_looked_at_twice_and_one_that_cannot_be_looked_at_holds_nothing_up(desk, qtbot):
    desk.office.looker.on_page[sheet(1)] = coded(CARD)
    desk.office.looker.blind_to.add(sheet(2))
    desk.open(pages=3)
    asked = list(desk.office.looker.asked)
    assert len(asked) == len(set(asked)) == 3
    assert set(desk.intakes.looks(desk.draft.id)) == set(asked) - {desk.ids()[1]}
    desk.key(Qt.Key.Key_Escape)
    desk.screen.open(desk.draft.id, desk.procedure)
    desk.settle()
    assert desk.office.looker.asked[3:] == [desk.ids()[1]]


def test_a_card_on_a_page_fills_the_form_and_a_receipt_leads_to_its_dossier(desk, qtbot):
    desk.office.looker.on_page[sheet(1)] = coded(CARD)
    desk.office.looker.on_page[sheet(2)] = coded("TMP-ABC123-251126-0001")
    desk.open(pages=2)
    with qtbot.waitSignal(desk.screen.card_found) as card:
        desk.key(Qt.Key.Key_Q)
    assert card.args[0] == desk.draft.id
    assert card.args[1].person.personal_id == "001192000123"
    desk.choose(1)
    with qtbot.waitSignal(desk.screen.dossier_found) as dossier:
        desk.key(Qt.Key.Key_Q)
    assert dossier.args == ["TMP-ABC123-251126-0001"]


def test_a_card_s_code_found_while_capturing_is_in_the_form(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as at:
        form = at.form(MARITAL)
        at.office.looker.on_page[sheet(1)] = coded(CARD)
        at.office.counter.intakes.add_page(form.id, sheet(1))
        at.hands.key("F7")
        at.settle()
        at.hands.key("Q")
        at.wait(lambda: form.form.submitter.person.personal_id.value() == "001192000123")


def test_a_paper_that_is_only_shown_is_noted_and_no_copy_stays(desk, qtbot):
    desk.open(pages=2)
    rows = desk.screen.panel.papers.rows
    number = next(number for number, row in enumerate(rows, start=1) if row.choice.shown_only)
    desk.key(Qt.Key(Qt.Key.Key_0 + number))
    assert desk.kept[0].paper == rows[number - 1].choice.key
    with qtbot.waitSignal(desk.screen.paper_shown) as shown:
        desk.key(Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
    key = rows[number - 1].choice.key
    assert shown.args == [desk.draft.id, key, True]
    assert len(desk.kept) == 1
    for undo, noted, kept in (("Z", False, 2), ("Y", True, 1)):
        with qtbot.waitSignal(desk.screen.paper_shown) as shown:
            desk.key(Qt.Key[f"Key_{undo}"], Qt.KeyboardModifier.ControlModifier)
        assert (shown.args, len(desk.kept)) == ([desk.draft.id, key, noted], kept)
    other = next(number for number, row in enumerate(rows, start=1) if not row.choice.shown_only)
    told: list[str] = []
    desk.screen.paper_shown.connect(lambda _draft, paper, _noted: told.append(paper))
    desk.key(Qt.Key(Qt.Key.Key_0 + other), Qt.KeyboardModifier.AltModifier)
    assert told == []
    assert desk.screen.banner.isVisible()


def test_whether_it_waits_for_paper_is_remembered_for_the_officer(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as at:
        at.form(MARITAL)
        at.hands.key("F7")
        at.settle()
        assert not at.screens.capture.panel.wait.isChecked()
        at.screens.capture.panel.wait.click()
        at.settle()
        before = at.window
        at.app.choose_scale(125)           # another window
        at.wait(lambda: at.app.window is not None and at.app.window is not before)
        at.wait(at.screens.capture.panel.wait.isChecked)
        at.close()
