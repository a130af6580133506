"""The bell beside a kiosk: the office's own program, told what for, not waited for; one that is not there is no trouble."""

import os
import sys

import pytest

from devices.bell import CommandBell
from kiosk.help_calls import HelpKind

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a named pipe hears the bell")


def test_it_rings_with_what_for_in_the_environment(tmp_path):
    heard = tmp_path / "heard"
    os.mkfifo(heard)
    program = "import os, sys; open(sys.argv[1], 'w').write(os.environ['MOT_CUA_CALL'] + ' ' + ' '.join(sys.argv[2:]))"
    assert CommandBell(f'{sys.executable} -c "{program}" {heard} "hai chữ"')(HelpKind.CARD_LEFT)
    assert heard.read_text("utf-8") == "card-left hai chữ"


@pytest.mark.parametrize("command", ["/không/có/chuông", "chuông; rm x"])
def test_a_program_that_is_not_there_rings_nothing(command):
    assert not CommandBell(command)(HelpKind.HELP)


def test_a_line_nobody_can_split_rings_nothing():
    assert not CommandBell('chuông "')(HelpKind.HELP)
