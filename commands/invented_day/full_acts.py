"""Full intakes on the invented day, and the two notices of a dossier that is not received."""

from commands.demo_counter import DemoCounter
from commands.invented_day.plan import MARITAL_FEE, Full, Lacks, Refused, Visit
from commands.invented_day.played import Act
from commands.unattended_acts import IntakeActs
from commands.unattended_people import PROCEDURE, PROCEDURE_TYPED
from commands.unattended_stage import Stage
from kiosk.notices import OTHER_REASON, PaperReason
from kiosk.words import _
from ui.clerk.intake_screen import IntakeScreen
from ui.clerk.notice_sides import RefusalSide, SupplementSide
from ui.shortcuts import Action

_ANSWERS = (
    ("submitter.phone", "0912 345 678"),
    ("answers.requester_relation", "self"),
    ("answers.owner_status", "2"),
    ("answers.purpose", "marriage"),
    ("answers.copies", "1"),
    ("answers.pledge", "yes"),
)
_MET = (("requirements.declaration.how", "original"), ("requirements.identity.how", "shown"))
_SHEET = "marital_declaration"


class FullActs:
    """Every method ends when the window shows what came of it; raises StoryBroken otherwise."""

    def __init__(self, stage: Stage, demo: DemoCounter) -> None:
        self._stage, self._hands = stage, stage.hands
        self._acts = IntakeActs(stage, demo)

    def begin(self, visit: Visit) -> IntakeScreen:
        """The form, with what the card tells."""
        assert isinstance(visit.work, Full | Lacks | Refused)
        self._acts.find_procedure(PROCEDURE_TYPED)
        form = self._acts.begin(PROCEDURE)
        self._acts.show_card(visit.work.card)
        self._acts.take_card(form)
        self._stage.settle()
        return form

    def receive(self, visit: Visit, form: IntakeScreen) -> Act:
        """Filled in, paid, the receipt in the citizen's hand."""
        work = visit.work
        assert isinstance(work, Full)
        self._acts.answer(form, _ANSWERS)
        self._acts.answer(form, _MET)
        if work.keeps_original:
            self._hands.walk_to(form.form.fields()["requirements.declaration.how"])
            self._hands.key("Ctrl+G")
        if work.scanned:
            self._acts.load_feeder((_SHEET,))
            self._acts.scan(1)
            self._acts.back_from_scan()
        self._hands.walk_to(form)
        self._pay(form, work)
        number = self._stage.window.screens.receipt.number.text()
        self._stage.settle()
        self._hands.key("Esc")
        return Act(visit.number, "full", number, MARITAL_FEE, work.transfer, original_kept=work.keeps_original)

    def supplement(self, visit: Visit) -> Act:
        """Form 02, printed; the draft waits."""
        assert isinstance(visit.work, Lacks)
        stage, hands, form = self._stage, self._hands, self.begin(visit)
        hands.walk_to(form.head.tray)
        hands.write(visit.work.tray)
        hands.key("Ctrl+Shift+B")
        area = stage.window.screens.intake
        stage.wait("notice", lambda: area.notice is not None)
        panel = area.notice
        assert panel is not None
        assert isinstance(panel.side, SupplementSide)
        for line in panel.side.lines:
            if line.why is not None and line.tick.isChecked():
                hands.walk_to(line.why)
                hands.fill(line.why, PaperReason.SYSTEM_DOWN.value)
        stage.settle()
        hands.key("Ctrl+P")
        stage.wait("notice given out", lambda: panel.issued is not None)
        hands.key("Return")
        stage.wait("parked", lambda: area.notice is None)
        return Act(visit.number, "lacks")

    def refuse(self, visit: Visit) -> Act:
        """Form 03, printed; the draft is closed."""
        stage, hands = self._stage, self._hands
        self.begin(visit)
        hands.key("Ctrl+Shift+T")
        area = stage.window.screens.intake
        stage.wait("notice", lambda: area.notice is not None)
        panel = area.notice
        assert panel is not None
        assert isinstance(panel.side, RefusalSide)
        hands.walk_to(panel.side.reason)
        hands.fill(panel.side.reason, OTHER_REASON)
        hands.walk_to(panel.side.details)
        hands.write("Nơi cư trú thuộc tỉnh khác; hướng dẫn nộp tại Cổng Dịch vụ công quốc gia")
        stage.settle()
        hands.key("Ctrl+P")
        stage.wait("notice given out", lambda: panel.issued is not None)
        hands.push(_("Đóng hồ sơ…"))
        stage.wait("question", hands.asked)
        hands.push(_("Đóng hồ sơ"))
        stage.wait("closed", lambda: area.notice is None)
        return Act(visit.number, "refused")

    # ---- inside ----

    def _pay(self, form: IntakeScreen, work: Full) -> None:
        """Ctrl+Enter; whoever filed the same before is asked about; the money; Enter."""
        stage, hands, strip = self._stage, self._hands, form.receiving.strip
        hands.key("Ctrl+Return")
        stage.wait("fee", lambda: strip.asking or hands.asked())
        if hands.asked():
            hands.push(_("Tiếp nhận thêm"))
            stage.wait("fee", lambda: strip.asking)
        if work.transfer:
            hands.walk_to(strip.method, back=True)
            hands.fill(strip.method, "transfer")
        elif work.given:
            hands.walk_to(strip.given)
            hands.write(str(work.given))
        hands.key("Ctrl+Return")
        stage.wait("receive", lambda: stage.window.place is Action.RECEIPT)
