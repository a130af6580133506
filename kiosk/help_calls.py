"""Calling an officer to a kiosk: what the kiosk does and knows, and what the counters of its office hear of it.

A call must work at once, so it waits for no pass of the engine; and where there is no link the kiosk says so and offers what
there is: a bell of its own, the office's telephone, the way to a counter. Nothing in a call says who called.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar, Protocol
from uuid import uuid4

from kiosk.event_log import log_problem
from kiosk.problems import Problem


class HelpKind(StrEnum):
    """What somebody should come for."""

    HELP = "help"
    PAPER_LEFT = "paper-left"          # on the glass
    CARD_LEFT = "card-left"            # in the reader
    DEVICE = "device"                  # out of paper, jammed


class HelpState(StrEnum):
    """How a call stands, as the kiosk knows it."""

    NO_LINK = "no link"                # it has not reached anybody; tried again as long as it is looked at
    CALLING = "calling"                # it is on its way to the counters
    HEARD = "heard"                    # shown at a counter of the office
    COMING = "coming"                  # an officer has said so
    OVER = "over"                      # withdrawn, or nobody came for some minutes


@dataclass(frozen=True, slots=True)
class Called:
    """One call of this kiosk. `fresh`: this is what the gateway says now, not what it said before the link went."""

    id: str
    kind: HelpKind
    state: HelpState
    by: str = ""                       # the counter whose officer comes
    fresh: bool = True
    rung: bool = False                 # a bell of this machine


@dataclass(frozen=True, slots=True)
class HelpCall:
    """One call, as a counter hears of it. Moments in epoch ms, the gateway's."""

    id: str
    place: str                         # the kiosk
    kind: HelpKind
    called_at: int
    taken_by: str = ""                 # the counter whose officer goes
    mine: bool = False                 # it is this one


class HelpProblem(Problem):
    """Base of what can go wrong between a kiosk and the officers."""

    code: ClassVar[str] = "HELP-00"
    sentence: ClassVar[str] = "Chưa báo được cho bên kia."
    remedy: ClassVar[str] = "Ra ki-ốt xem trực tiếp; vẫn lỗi thì gửi mã lỗi cho bộ phận hỗ trợ."


class HelpOutOfReach(HelpProblem):
    code = "HELP-01"
    sentence = "Máy chưa nối được mạng nên chưa gọi được cán bộ."
    remedy = "Kiểm tra đường truyền tới trục ({why}); trong lúc đó mời người dân tới quầy."


class HelpOver(HelpProblem):
    code = "HELP-02"
    sentence = "Lời gọi này đã hết: người gọi đã thôi, hoặc đã quá vài phút."
    remedy = "Không phải làm gì; ra ki-ốt xem nếu còn người đứng đó."


class HelpRefused(HelpProblem):
    code = "HELP-03"
    sentence = "Trục không nhận lời gọi cán bộ của máy này."
    remedy = "Tra mã «{why}» trong docs/failure-codes.md; trục bản cũ chưa có lệnh gọi cán bộ thì nâng cấp trục."


class HelpLine(Protocol):
    """The kiosk's way to the counters. Every method raises HelpProblem."""

    def call(self, call: str, kind: HelpKind) -> Called:
        """The same again is the same call."""

    def ask(self, call: str, kind: HelpKind) -> Called:
        """How it stands. Raises HelpOver, too."""

    def withdraw(self, call: str) -> None: ...


class HelpCalls(Protocol):
    """What a counter hears of calls, on a thread of the port's own."""

    def watch(self, told: Callable[[tuple[HelpCall, ...]], None]) -> None:
        """`told` is called with everything called now, whenever that changes; once at the beginning."""

    def accept(self, call: str) -> HelpCall:
        """An officer of this counter goes; or somebody else was first, which the answer says. Raises HelpProblem."""


@dataclass(frozen=True, slots=True)
class Help:
    """Calls from this kiosk. Every method may take some seconds and raises nothing.

    `ring` rings a bell of this machine, where it has one, and says whether it did. `hotline`: the office's telephone, or "".
    """

    line: HelpLine | None
    ring: Callable[[HelpKind], bool] | None = None
    hotline: str = ""

    def call(self, kind: HelpKind = HelpKind.HELP) -> Called:
        rung = self.ring is not None and self.ring(kind)
        return self._sent(Called(str(uuid4()), kind, HelpState.NO_LINK, rung=rung))

    def look(self, called: Called) -> Called:
        """How it stands by now; a call that has not got through is tried again."""
        if called.state is HelpState.OVER or self.line is None:
            return called
        if called.state is HelpState.NO_LINK:
            return self._sent(called)
        try:
            return replace(self.line.ask(called.id, called.kind), rung=called.rung)
        except HelpOver:
            return replace(called, state=HelpState.OVER, fresh=True)
        except HelpProblem:
            return replace(called, fresh=False)

    def withdraw(self, called: Called) -> None:
        """Nobody need come. Without a link it goes by itself after some minutes."""
        if self.line is None or called.state is HelpState.OVER:
            return
        try:
            self.line.withdraw(called.id)
        except HelpProblem as problem:
            log_problem(problem)

    def _sent(self, called: Called) -> Called:
        if self.line is None:
            return called
        try:
            return replace(self.line.call(called.id, called.kind), rung=called.rung)
        except HelpOver:
            return replace(called, state=HelpState.OVER)
        except HelpProblem as problem:
            log_problem(problem)
            return replace(called, fresh=False)
