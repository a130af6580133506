"""The end of the invented day: closed with one key, though not everything is done."""

from pathlib import Path

from commands.demo_counter import DemoCounter
from commands.unattended_stage import Stage
from kiosk.words import _
from ui.shortcuts import Action


class ClosingActs:
    """Raises StoryBroken where the window does not show what was to come."""

    def __init__(self, stage: Stage, demo: DemoCounter) -> None:
        self._stage, self._demo, self._hands = stage, demo, stage.hands

    def export_register(self, file: Path) -> None:
        """F10, Ctrl+Shift+S: form 07 of the day as a file."""
        stage, hands, screen = self._stage, self._hands, self._stage.window.screens.register
        file.unlink(missing_ok=True)
        with stage.step("so-theo-doi", _("F10: sổ theo dõi hồ sơ của hôm nay; lưu thành tệp CSV.")):
            hands.key("F10")
            stage.wait("register", lambda: stage.window.place is Action.REGISTER and screen.table.current() is not None)
            stage.settle()
            hands.key("Ctrl+Shift+S")
            stage.wait("file dialog", hands.asked)
            hands.come_forward()
            hands.write(str(file))
            hands.push(_("Lưu"))
            stage.wait("saved", file.is_file)

    def close_day(self) -> None:
        """F12, Ctrl+Enter; what stays open is named, and the day is closed all the same."""
        stage, hands, screen = self._stage, self._hands, self._stage.window.screens.closing
        with stage.step("chot-ngay", _("F12: việc còn dở được liệt kê.")):
            hands.key("F12")
            stage.wait("closing", lambda: stage.window.place is Action.CLOSING and screen.close_button.isEnabled())
            stage.settle()
        with stage.step("da-chot", _("Ctrl+Enter: đã chốt, biên bản và phiếu bàn giao in ra.")):
            hands.key("Ctrl+Return")
            stage.settle()
            if hands.asked():
                hands.push(_("Chốt ngày"))
            stage.wait("closed", lambda: bool(self._demo.counter.closing.view().today))
