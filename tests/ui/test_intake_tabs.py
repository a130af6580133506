"""The row of open drafts where there is much room, little, and hardly any."""

import pytest

from tests.ui.hands import show
from ui.clerk.intake_tabs import NEW, DraftTabs, shared
from ui.theme.style import apply
from ui.theme.tokens import Theme

BESIDE_THE_CARD = 837                  # the intake on a laptop of 1366 at 125 %, with the card's panel open
DRAFTS = (
    ("Khai sinh", "LÒ THỊ HẠNH"), ("Chứng thực bản sao", "NGUYỄN HOÀNG THÁI SƠN"),
    ("Giấy xác nhận tình trạng hôn nhân", "VÌ THỊ PÁNH"), ("Thành lập hộ kinh doanh", "Y ŎNG"),
    ("Giấy phép xây dựng mới", "CẦM VĂN INH"),
)  # fmt: skip


def row(qtbot, qapp, scale: int, width: int) -> DraftTabs:
    apply(qapp, Theme.LIGHT, scale)
    tabs = DraftTabs()
    for number, (procedure, person) in enumerate(DRAFTS):
        tabs.add(str(number)).say(procedure, person, saved=True)
    tabs.show_current("0")
    tabs.resize(width, tabs.sizeHint().height())
    show(qtbot, tabs)
    assert tabs.width() == width
    return tabs


def edges(tabs: DraftTabs) -> list[int]:
    """Left and right of everything in the row, from left to right."""
    boxes = [tabs.tab(key).geometry() for key in (NEW, *tabs.keys())] + [tabs._menu_button.geometry()]
    return [edge for box in boxes for edge in (box.left(), box.right())]


@pytest.mark.parametrize(("scale", "width"), [(100, 1309), (125, BESIDE_THE_CARD), (150, 700), (200, 1255), (200, 550)])
def test_every_tab_is_wholly_in_the_row(qtbot, qapp, scale, width):
    tabs = row(qtbot, qapp, scale, width)
    assert edges(tabs) == sorted(edges(tabs))
    assert edges(tabs)[0] >= 0
    assert edges(tabs)[-1] < width
    assert tabs.minimumSizeHint().width() <= width


def test_beside_the_card_every_draft_is_told_by_procedure_and_given_name(qtbot, qapp):
    tabs = row(qtbot, qapp, 125, BESIDE_THE_CARD)
    for key, (procedure, person) in zip(tabs.keys(), DRAFTS, strict=True):
        (first, _font), (second, _small) = tabs.tab(key).words_shown()
        assert first[:5] == procedure[:5]
        assert second.split()[-1] == person.split()[-1]
    assert tabs.tab(NEW).words_shown() == []
    assert tabs.tab(NEW).accessibleName() == "Hồ sơ mới"


def test_a_tab_follows_what_it_says_and_a_closed_one_leaves_its_room(qtbot, qapp):
    tabs = row(qtbot, qapp, 100, 1309)
    before = tabs.tab("3").width()
    tabs.tab("3").say("Thành lập hộ kinh doanh", "Y ŎNG · khay B-07 ở bàn bên cạnh", saved=False)
    qtbot.waitUntil(lambda: tabs.tab("3").width() > before)
    before = tabs.tab("0").width()
    tabs.hide()                        # out of sight nobody asks for room
    tabs.tab("0").say("Khai sinh", "LÒ THỊ HẠNH · khay B-08", saved=True)
    tabs.show()
    assert tabs.tab("0").width() > before
    place = tabs.tab("4").x()
    tabs.remove("1")
    assert tabs.tab("4").x() < place
    assert edges(tabs) == sorted(edges(tabs))


def test_who_wants_little_leaves_the_rest_to_the_others():
    assert shared([30, 100, 100], 500, 30) == [30, 100, 100]
    assert shared([30, 60, 300, 300], 290, 30) == [30, 60, 100, 100]
    assert shared([30, 90, 90], 60, 30) == [30, 30, 30]
