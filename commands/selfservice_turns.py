"""The processes of citizens' turns, as the kiosk's shell keeps them: one ready, shown at a touch, ended with its citizen.

A turn says a word every second from the thread that draws. One that hangs is ended, one that dies is gone; either way the attract
screen stands there, and a new process of which nobody knows anything gets ready.
"""

import os
import threading
from collections.abc import Callable, Sequence

import msgspec

from devices.child import Child, Ears
from kiosk.help_calls import HelpKind


class Begin(msgspec.Struct, frozen=True, tag=True):
    """The shell: somebody touched the screen."""


class Alive(msgspec.Struct, frozen=True, tag=True):
    """A turn: it draws."""


class Over(msgspec.Struct, frozen=True, tag=True):
    """A turn: its citizen is gone. `left`: what still lies there, as far as is known; not whose."""

    left: tuple[HelpKind, ...] = ()


class Kept(msgspec.Struct, frozen=True, tag=True):
    """A turn, and the shell after it: something was filed or left here and waits to be sent. Not what, and not whose."""


Said = Alive | Over | Kept


def _nobody() -> None:
    """Nobody listens."""


class TurnProcesses:
    """`Turns` over processes of `main.py selfservice --turn`. `arguments` are the words before the command, `options` behind;
    `kept` hears, on any thread, that something waits to be sent, `left` what somebody went without."""

    def __init__(
        self, arguments: Sequence[str], silent_beats: int, module: str = "main", options: Sequence[str] = (),
        kept: Callable[[], None] = _nobody, left: Callable[[HelpKind], None] = lambda _kind: None,
    ) -> None:  # fmt: skip
        self._arguments, self._silent_beats, self._module = tuple(arguments), silent_beats, module
        self._options, self._kept, self._left = tuple(options), kept, left
        self._lock = threading.Lock()
        self._child: Child[Said] | None = None
        self._ended: Callable[[], None] = _nobody
        self._begun = False
        self._silence = 0
        self._closed = False
        self._guides_only = False

    @property
    def busy(self) -> bool:
        """Somebody stands there."""
        with self._lock:
            return self._begun

    def narrow(self, guides_only: bool) -> None:
        """What the next turns may offer. One that nobody has touched yet is replaced, one under way goes on."""
        with self._lock:
            changed, self._guides_only = guides_only is not self._guides_only, guides_only
            replace = changed and not self._begun and self._child is not None
        if replace:
            self._next()

    def start(self, ended: Callable[[], None]) -> None:
        self._ended = ended
        self._next()

    def begin(self) -> None:
        with self._lock:
            self._begun, self._silence = True, 0
            if self._child is not None:
                self._child.send(Begin())

    def look(self) -> None:
        with self._lock:
            self._silence += 1
            silent = self._begun and self._silence > self._silent_beats
        if silent:
            self._next()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            child, self._child = self._child, None
        if child is not None:
            child.close()

    def _next(self) -> None:
        """Lets go of the process there is, which ends it, and gets another ready."""
        with self._lock:
            if self._closed:
                return
            old, was_begun, self._begun = self._child, self._begun, False
            ears = Ears(self._heard, _nothing_first, self._went)
            narrow = ["--guides-only"] if self._guides_only else []
            self._child = Child(self._module, Said, ears, [*self._arguments, "selfservice", "--turn", *narrow, *self._options])
        if old is not None:
            threading.Thread(target=old.close, name="turn ends", daemon=True).start()
        if was_begun:
            self._ended()

    def _heard(self, said: Said) -> None:
        if isinstance(said, Over):
            self._next()
            for kind in said.left:
                self._left(kind)
            return
        if isinstance(said, Kept):
            self._kept()
        with self._lock:
            self._silence = 0

    def _went(self) -> None:
        """It died. `Child` starts another by itself."""
        with self._lock:
            was_begun, self._begun = self._begun, False
        if was_begun:
            self._ended()


class NoTurns:
    """Nobody is served: the shell only says that the machine is out of service."""

    busy = False

    def start(self, ended: Callable[[], None]) -> None: ...

    def begin(self) -> None: ...

    def look(self) -> None: ...

    def narrow(self, guides_only: bool) -> None: ...

    def close(self) -> None: ...


def _nothing_first() -> None:
    """A new process is told nothing before it is needed."""


def end_of_turn() -> None:
    """Nothing is tidied up that could keep a page of memory a moment longer."""
    os._exit(0)
