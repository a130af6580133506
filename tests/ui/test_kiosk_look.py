"""What is drawn on the kiosk: it gives way to words, says how many seconds are left, and leaves what is touched within reach."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from tests.ui.filing_hands import hall as standing_hall
from tests.ui.test_theme import contrast
from ui.selfservice.filing.slip import ThanksPage
from ui.selfservice.hall import Hall, by_day
from ui.selfservice.idle import IdlePage
from ui.selfservice.livery import livery
from ui.selfservice.moment import Moment, MomentPicture
from ui.selfservice.sign import Sign
from ui.theme.icons import Icon
from ui.theme.style import apply
from ui.theme.tokens import Theme, Tone


@pytest.fixture
def hall(qapp, tmp_path, tasks):
    with standing_hall(tmp_path, tasks) as made:
        yield made


def colours(widget: QWidget, qtbot, wide: int, high: int) -> int:
    """How many there are on it."""
    qtbot.addWidget(widget)
    widget.resize(wide, high)
    picture = widget.grab().toImage()
    return len({picture.pixel(x, y) for x in range(0, wide, 5) for y in range(0, high, 5)})


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("moment", list(Moment))
def test_every_moment_is_drawn_where_there_is_room_and_not_squeezed(qtbot, qapp, theme, moment):
    apply(qapp, theme)
    assert colours(MomentPicture(moment, (Icon.CHECK, Tone.SUCCESS)), qtbot, 900, 400) > 3
    assert colours(MomentPicture(moment), qtbot, 900, 120) == 1


def test_the_house_goes_where_there_is_too_little_room(qtbot, qapp):
    apply(qapp, Theme.LIGHT)
    assert colours(Hall(by_day(), highest=420), qtbot, 1000, 400) > 4
    assert colours(Hall(by_day(), highest=420), qtbot, 1000, 120) == 1


def test_pictures_ask_for_no_room_of_their_own(qtbot, qapp):
    for made in (MomentPicture(Moment.KEPT), Hall(by_day(), highest=420)):
        qtbot.addWidget(made)
        assert made.minimumSizeHint().height() <= 0
        assert made.sizeHint().height() <= 0


def test_the_ring_runs_down_with_the_seconds_said(qtbot, qapp):
    apply(qapp, Theme.LIGHT)
    page = IdlePage(30)
    qtbot.addWidget(page)
    page.resize(1080, 1920)
    rings = [page.ring.grab().toImage()]
    for _second in range(20):
        page._tick()
    rings.append(page.ring.grab().toImage())
    assert "10 giây" in page._told.text()
    assert rings[0] != rings[1]


@pytest.mark.parametrize("theme", list(Theme))
def test_the_head_is_read(qapp, theme):
    apply(qapp, theme)
    assert contrast(livery().ground.name(), livery().ink.name()) >= 4.5


@pytest.mark.parametrize("theme", list(Theme))
def test_a_sign_has_a_ground(qtbot, qapp, theme):
    apply(qapp, theme)
    assert colours(Sign(Icon.BELL, Tone.INFO, 200, badge=(Icon.CHECK, Tone.SUCCESS)), qtbot, 200, 200) > 3


def test_what_is_chosen_from_lies_low(hall):
    hall.touch(hall.page.file)
    hall.touch(hall.page.tiles["papers"])
    tops = [entry.mapTo(hall.window, QPoint()).y() for entry in hall.page.entries]
    assert min(tops) > hall.window.height() / 3


def test_the_thanks_end_no_turn_once_another_page_stands_there(hall):
    hall.window.open(lambda: ThanksPage(hall.window))
    thanks = hall.page
    assert thanks._over.isActive()
    hall.window.home()
    assert not thanks._over.isActive()
