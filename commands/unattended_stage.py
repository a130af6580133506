"""The stage of the unattended demo: the window, the hands before it, a picture and a time for every step."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from commands.story import StoryBroken
from commands.unattended_check import Step
from kiosk.problems import Problem
from ui.app import CounterApp
from ui.clerk.window import ClerkWindow
from ui.hands import Hands, wait_until

PATIENCE_SECONDS = 20.0
_SETTLE_SECONDS = 5.0
_DRAWN_SECONDS = 0.15


class Stage:
    """`steps` grows while the story is played. `before`: how many pictures are in `out` already."""

    def __init__(self, app: CounterApp, out: Path, before: int = 0) -> None:
        self.app, self.out, self._before = app, out, before
        self.hands = Hands(app.shell)
        self.steps: list[Step] = []
        self.waited = 0.0              # seconds, for something to come true
        self._unforeseen: Problem | None = None

    @property
    def window(self) -> ClerkWindow:
        """The signed-in window."""
        if self.app.window is None:
            raise StoryBroken(what="sign-in")
        return self.app.window

    def on_unforeseen(self, problem: Problem) -> None:
        """An error nobody caught: no step comes true any more."""
        self._unforeseen = problem

    @contextmanager
    def step(self, name: str, told: str) -> Iterator[None]:
        """One step: `name` for files, `told` for people. The picture is taken when it is over, or when it broke."""
        began = time.monotonic()
        try:
            yield
            self.settle()
        finally:
            picture = f"{self._before + len(self.steps) + 1:02d}-{name}.png"
            self.hands.picture(self.out / picture)
            self.steps.append(Step(name, picture, round(time.monotonic() - began, 3)))
        print(f"{self._before + len(self.steps):3d}. {told}", flush=True)

    def wait(self, what: str, come_true: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
        """Until it has come true; the story is broken when it does not."""
        began = time.monotonic()
        came = wait_until(lambda: self._unforeseen is not None or come_true(), seconds)
        self.waited += time.monotonic() - began
        if not came:
            raise StoryBroken(what=what)
        if self._unforeseen is not None:
            raise StoryBroken(what=f"{what} ({self._unforeseen.code})")

    def settle(self, seconds: float = _DRAWN_SECONDS) -> None:
        """What was begun in the window is done and drawn; what begins within `seconds`, too."""
        wait_until(lambda: self.app.tasks.running == 0, _SETTLE_SECONDS)
        wait_until(lambda: False, seconds)
        wait_until(lambda: self.app.tasks.running == 0, _SETTLE_SECONDS)

    def pause(self) -> None:
        """A moment between two fields."""
        wait_until(lambda: self.app.tasks.running == 0, _SETTLE_SECONDS)

    def close_window(self) -> None:
        """As the cross at the corner does."""
        self.app.close()
        wait_until(lambda: not self.app.shell.isVisible(), _SETTLE_SECONDS)
        self.app.end()

