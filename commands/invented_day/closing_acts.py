"""The end of the invented day: closed with one key, the register exported."""

from commands.demo_counter import DemoCounter
from commands.unattended_stage import Stage


class ClosingActs:
    """Raises StoryBroken where the window does not show what was to come."""

    def __init__(self, stage: Stage, demo: DemoCounter) -> None:
        self._stage, self._demo, self._hands = stage, demo, stage.hands

    def close_day(self) -> None:
        pass
