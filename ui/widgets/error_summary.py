"""All that stands in the way of receiving a dossier, on top of the form, in the order of the form and in the fields' own words.

Folds to one line, "2 mục cần sửa · F8"; every line leads to its field.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.form_problems import FormProblem, Severity
from kiosk.words import _
from ui.shortcuts import Action, shortcut_of
from ui.theme.icons import Icon
from ui.theme.style import look, restyle
from ui.theme.tokens import Tone
from ui.widgets.buttons import icon_button
from ui.widgets.text import IconLabel, Role, Text
from ui.widgets.wrapped import Link


class ErrorSummary(QFrame):
    """Shows problems; hidden while there are none."""

    chosen = Signal(str)               # the path of the field to go to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("summary")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        measures = look().measures
        self._problems: tuple[FormProblem, ...] = ()
        self._at = -1
        room = QVBoxLayout(self)
        room.setContentsMargins(measures.wide, measures.tight, measures.near, measures.tight)
        room.setSpacing(measures.tight)
        head = QHBoxLayout()
        head.setSpacing(measures.near)
        self._sign = IconLabel(Icon.DANGER, Tone.DANGER)
        self._heading = Text("", Role.STRONG)
        self._fold = icon_button("", Icon.UP)
        self._fold.clicked.connect(self._on_fold)
        head.addWidget(self._sign)
        head.addWidget(self._heading, 1)
        head.addWidget(self._fold)
        room.addLayout(head)
        self._list = QWidget()
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(measures.icon + measures.near - 4, 0, 0, measures.near)
        self._lines.setSpacing(0)
        room.addWidget(self._list)
        self.hide()

    def show_problems(self, problems: Sequence[FormProblem], form_order: Sequence[str] = ()) -> None:
        """`form_order`: the paths of the fields as they stand on the page; unknown ones come last."""
        ranks = {path: rank for rank, path in enumerate(form_order)}
        last = len(ranks)
        led = [problem.field for problem in self._errors()[:self._at + 1]]
        self._problems = tuple(
            sorted(problems, key=lambda problem: (problem.severity is not Severity.ERROR, ranks.get(problem.field, last)))
        )
        still = [problem.field for problem in self._errors()]
        self._at = max((still.index(field) for field in led if field in still), default=-1)
        self._list_problems()
        self._say_heading()
        self.setVisible(bool(problems))

    @property
    def problems(self) -> tuple[FormProblem, ...]:
        return self._problems

    @property
    def folded(self) -> bool:
        return self._list.isHidden()

    def fold(self, folded: bool) -> None:
        self._list.setHidden(folded)
        self._say_heading()

    def next_error(self) -> None:
        """F8: leads to the first error, then to the one after, whatever was mended meanwhile."""
        errors = self._errors()
        if errors:
            self._at = (self._at + 1) % len(errors)
            self.chosen.emit(errors[self._at].field)

    # ---- inside ----------------------------------------------------------------------------------

    def _errors(self) -> list[FormProblem]:
        """What F8 goes along: the warnings where there is no error."""
        return [problem for problem in self._problems if problem.severity is Severity.ERROR] or list(self._problems)

    def _on_fold(self) -> None:
        self.fold(not self.folded)

    def _list_problems(self) -> None:
        while self._lines.count():
            item = self._lines.takeAt(0)
            old = item.widget() if item else None
            if old is not None:
                old.hide()
                old.deleteLater()
        for problem in self._problems:
            wrong = problem.severity is Severity.ERROR
            sign, tone = (Icon.DANGER, Tone.DANGER) if wrong else (Icon.WARNING, Tone.WARNING)
            line = Link(problem.sentence, sign, tone)
            line.clicked.connect(lambda _checked=False, path=problem.field: self.chosen.emit(path))
            self._lines.addWidget(line)

    def _say_heading(self) -> None:
        errors = sum(problem.severity is Severity.ERROR for problem in self._problems)
        tone = Tone.DANGER if errors else Tone.WARNING
        if errors:
            text = _("{count} mục cần sửa").format(count=errors)
        else:
            text = _("{count} điều nên xem lại").format(count=len(self._problems))
        text = f"{text} · {shortcut_of(Action.NEXT_ERROR).key_text()}"
        self._heading.setText(text)
        self._heading.set_tone(tone)
        self._sign.set_icon(Icon.DANGER if errors else Icon.WARNING, tone)
        self.setAccessibleName(text)
        self._fold.set_icon(Icon.DOWN if self.folded else Icon.UP)
        self._fold.say(_("Mở danh sách") if self.folded else _("Thu gọn danh sách"))
        if self.property("tone") != tone.value:
            self.setProperty("tone", tone.value)
            restyle(self)
