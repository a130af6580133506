"""What the officer's hands do at an intake, for the demos that play by themselves: found, filled in, scanned."""

from commands.demo_counter import DemoCounter
from commands.demo_office import OFFICERS, PIN
from commands.story import StoryBroken
from commands.unattended_stage import Stage
from kiosk.form_problems import FormProblem, Severity
from ui.clerk.intake_screen import IntakeScreen
from ui.shortcuts import Action

CHECKED_SECONDS = 0.6                  # the form looks at itself a moment after the last key


class IntakeActs:
    """One pair of hands. Every method ends when the window shows what was to come of it; raises StoryBroken otherwise."""

    def __init__(self, stage: Stage, demo: DemoCounter) -> None:
        self._stage, self._demo, self._hands = stage, demo, stage.hands

    def find_procedure(self, typed: str) -> None:
        """F3, and words until one procedure is left."""
        stage, hands = self._stage, self._hands
        area = stage.window.screens.intake
        hands.key("F3")
        stage.settle()
        if not area.picker.isVisible():    # a form was in hand: once more, and it keeps its tab
            hands.key("F3")
        stage.wait("picker", area.picker.isVisible)
        hands.walk_to(area.picker.search)
        hands.write(typed)
        stage.wait("procedure", lambda: area.picker.list.count() == 1)

    def begin(self, code: str) -> IntakeScreen:
        """Enter: the form of the procedure found."""
        stage, area = self._stage, self._stage.window.screens.intake
        self._hands.key("Return")
        stage.wait("draft", lambda: area.current() is not None)
        form = area.current()
        if form is None or form.procedure.code != code:
            raise StoryBroken(what="procedure")
        stage.wait("form", lambda: form.form.ready)
        return form

    def show_card(self, card: str) -> None:
        """F6, the card on the reader, and the six digits that are printed on it."""
        stage, panel = self._stage, self._stage.window.screens.card
        self._hands.key("F6")
        stage.wait("card panel", panel.isVisible)
        bench = self._demo.desk.bench
        bench.place_card(card)
        stage.wait("number or card", lambda: panel.card_waits or panel.shown is not None)
        if panel.shown is None:        # no number of the form in hand opened it
            self._hands.walk_to(panel.number.field)
            self._hands.write(bench.number_of(card).can)
            self._hands.key("Return")
        stage.wait("card", lambda: panel.shown is not None and panel.shown.whole)    # the text comes before the photo

    def take_card(self, form: IntakeScreen) -> None:
        """What the card says goes into the form, and the card back to its owner."""
        stage, panel = self._stage, self._stage.window.screens.card
        self._hands.key("Ctrl+Shift+V")
        person = form.form.submitter.person
        stage.wait("card taken", lambda: bool(person.personal_id.value()) and not panel.isVisible())
        self._demo.desk.bench.lift_card()

    def answer(self, form: IntakeScreen, wanted: tuple[tuple[str, str], ...]) -> None:
        """From field to field with Tab."""
        for path, text in wanted:
            field = form.form.fields()[path]
            self._stage.wait(path, field.isVisible)
            self._hands.walk_to(field)
            self._hands.fill(field, text)
            self._stage.pause()
        self._stage.settle(CHECKED_SECONDS)
        self._stage.wait("checked", lambda: not errors(form))

    def load_feeder(self, papers: tuple[str, ...]) -> None:
        """A sheet of each."""
        bench = self._demo.desk.bench
        for paper in papers:
            bench.load_paper(paper)
        self._stage.wait("feeder", lambda: bench.view().sheets_in_feeder == len(papers))

    def scan(self, pages: int) -> None:
        """F7 twice: the screen, then everything in the feeder."""
        stage, hands, capture = self._stage, self._hands, self._stage.window.screens.capture
        hands.key("F7")
        stage.wait("capture", lambda: stage.window.place is Action.CAPTURE)
        stage.settle()
        hands.key("F7")
        stage.wait("pages", lambda: capture.strip.model().rowCount() == pages, 30)
        stage.wait("scanned", lambda: not capture.scanning.isVisible())

    def back_from_scan(self) -> None:
        """Esc."""
        self._hands.key("Esc")
        self._stage.wait("back", lambda: self._stage.window.place is Action.INTAKE)


def errors(form: IntakeScreen) -> list[FormProblem]:
    """What the form says must be put right."""
    return [problem for problem in form.told.summary.problems if problem.severity is Severity.ERROR]


def type_sign_in(stage: Stage) -> None:
    """The window comes up, and the first officer types who he is; Enter is still to be pressed."""
    app, hands = stage.app, stage.hands
    app.show()
    stage.wait("window", lambda: app.sign_in is not None and app.shell.isVisible())
    sign_in = app.sign_in
    assert sign_in is not None
    hands.come_forward()
    stage.wait("officers", lambda: sign_in.officer.combo.count() == len(OFFICERS))
    hands.fill(sign_in.officer, OFFICERS[0].id)
    hands.fill(sign_in.pin, PIN)
