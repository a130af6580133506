"""The buttons of the kiosk: as high as their words need now, and pale while they do nothing."""

import pytest

from ui.selfservice.big_button import BigButton, Looks
from ui.theme.style import apply
from ui.theme.tokens import Theme

LONG = "Xin cấp bản sao trích lục hộ tịch từ sổ đăng ký của xã, phường nơi đã đăng ký trước đây"


@pytest.fixture
def button(qtbot):
    made = BigButton("Xong", more="ngắn")
    qtbot.addWidget(made)
    return made


def test_it_grows_with_other_words_and_with_larger_letters(button, qapp):
    short = button.heightForWidth(300)
    button.say(LONG)
    longer = button.heightForWidth(300)
    assert longer > short
    assert button.heightForWidth(1_000) < longer
    try:
        apply(qapp, Theme.LIGHT, 200)
        assert button.heightForWidth(300) > longer
    finally:
        apply(qapp, Theme.LIGHT)
    assert button.heightForWidth(300) == longer


@pytest.mark.parametrize("looks", [Looks.PLAIN, Looks.PRIMARY])
def test_one_that_does_nothing_now_looks_like_it(qtbot, looks):
    button = BigButton("Trang sau", looks)
    qtbot.addWidget(button)
    button.resize(400, 80)
    before = button.grab().toImage()
    button.setEnabled(False)
    assert button.grab().toImage() != before
