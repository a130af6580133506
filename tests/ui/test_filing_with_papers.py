"""Filing with a paper, the whole way: asked between the questions and the check, scanned, sealed."""

from dataclasses import replace

import pytest

from devices.simulated.laying import LayingScanner, sheets_of
from kiosk.dossier import HowMet
from kiosk.selfservice.paper_desk import PaperDesk, scans_of_turn
from kiosk.store import dossiers
from tests.kiosk.store_fixtures import pages_of
from tests.ui.filing_hands import hall as standing_hall
from ui.selfservice.filing.check import CheckPage
from ui.selfservice.filing.sent import SentPage
from ui.selfservice.papers.page import PaperPage
from ui.selfservice.papers.work import Step


@pytest.fixture
def hall(qapp, tmp_path, tasks):
    with standing_hall(tmp_path, tasks) as made, scans_of_turn(tmp_path / "turn-scans") as journal:
        scanner = LayingScanner(sheets_of("birth_proof"))
        made.window.kiosk = replace(made.window.kiosk, paper_desk=PaperDesk(journal, lambda: scanner))
        yield made
        made.window.end_now()
        scanner.close()


def test_a_paper_is_scanned_between_the_questions_and_the_check_and_sealed_with_the_rest(hall, qtbot):
    hall.answers |= {"answers.requester_relation": "authorised"}
    hall.touch(hall.page.file)
    hall.touch(hall.page.tiles["papers"])
    hall.touch(next(button for button in hall.page.entries if "trích lục" in button.text()))
    hall.forward()
    hall.forward()                         # the consent
    hall.answer_all()
    assert isinstance(hall.page, PaperPage), hall.asked
    page = hall.page
    hall.forward()
    qtbot.waitUntil(lambda: page.work.step is Step.SEEN and page.work.shown is not None)
    hall.forward()                         # it is whole
    hall.forward()                         # and taken back
    assert isinstance(hall.page, CheckPage), hall.texts()
    hall.forward()
    assert isinstance(hall.page, SentPage), hall.texts()
    (line,) = dossiers.select(hall.store.read(), "1", [], "received_at", 10)
    (content,) = pages_of(hall.store, line.id)
    assert content[:2] == b"\xff\xd8"
    form, _bytes = dossiers.form_of(hall.store.read(), line.id)
    assert [(paper.requirement, paper.how, paper.pages) for paper in form.papers] == [("authorisation", HowMet.SCANNED, (1,))]
