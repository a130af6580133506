"""`correct`: one revision for one file, however often it is given, and never past what was looked at."""

import json

import pytest

from commands.exit_codes import ExitCode
from kiosk.forms import sealed_bytes, unsealed
from kiosk.moments import FixedClock
from tests.commands.command_line import ROOT
from tests.sync.correcting import with_phone
from tests.sync.counter_office import CounterOffice
from tests.ui.office import MORNING

EXAMPLE = ROOT / "docs" / "examples" / "correction.json"
WHO = ("--reason", "ghi nhầm số điện thoại", "--officer", "cb-007")


@pytest.fixture
def counter(tmp_path, monkeypatch):
    office = CounterOffice.opened(tmp_path, FixedClock(MORNING), monkeypatch)
    yield office
    office.close()


@pytest.fixture
def number(counter):
    return counter.receive(b"\xff\xd8\xff\xe0 one page")["number"]


def written(counter, content: object) -> str:
    path = counter.scans / "correction.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return str(path)


def phones(counter) -> list[str]:
    return [unsealed(bytes(row[0])).submitter.phone for row in counter.rows("SELECT form FROM revision ORDER BY seq")]


def test_the_example_is_shown_then_sealed_once(counter, number):
    shown = counter.run("correct", number, str(EXAMPLE), "--dry-run")
    assert shown.code == ExitCode.DONE, shown
    assert "Số điện thoại: 0900000001  →  0900000009" in shown.out
    assert counter.rows("SELECT count(*) FROM revision") == [(0,)]
    said = counter.run("correct", number, str(EXAMPLE), *WHO, "--json")
    assert (said.code, said.line["revision"], said.line["sealed"]) == (ExitCode.DONE, 2, True)
    assert {"group": "Người nộp", "label": "Số điện thoại", "old": "0900000001", "new": "0900000009"} in said.line["changes"]
    again = counter.run("correct", number, str(EXAMPLE), *WHO, "--json")
    assert (again.code, again.line["revision"], again.line["sealed"], again.line["changes"]) == (ExitCode.DONE, 2, False, [])
    assert counter.rows("SELECT number, officer, reason FROM revision") == [(2, "cb-007", "ghi nhầm số điện thoại")]
    acts = [json.loads(row[0]) for row in counter.rows("SELECT body FROM audit ORDER BY seq")]
    assert [act["actor"] for act in acts if act["act"] == "form corrected"] == ["cb-007"]


def test_a_file_made_for_one_revision_is_never_laid_over_another(counter, number):
    first = written(counter, {"submitter": {"phone": "0900000002"}})
    assert counter.run("correct", number, first, *WHO, "--on", "1").code == ExitCode.DONE
    again = counter.run("correct", number, first, *WHO, "--on", "1", "--json")
    assert (again.code, again.line["revision"]) == (ExitCode.DONE, 2)
    other = written(counter, {"submitter": {"phone": "0900000003"}})
    refused = counter.run("correct", number, other, *WHO, "--on", "1")
    assert (refused.code, "REVISION-02" in refused.errors) == (ExitCode.REFUSED, True)
    assert counter.run("correct", number, other, *WHO, "--on", "2").code == ExitCode.DONE
    late = counter.run("correct", number, written(counter, {"submitter": {"phone": "0900000002"}}), *WHO, "--on", "1", "--json")
    assert (late.line["revision"], late.line["sealed"]) == (2, False), "what was done then stays done"
    assert counter.run("correct", number, other, *WHO, "--on", "9").code == ExitCode.REFUSED
    assert phones(counter) == ["0900000002", "0900000003"]


def test_a_whole_sealed_form_is_taken_as_it_is(counter, number):
    (body,), = counter.rows("SELECT form FROM dossier")
    form = unsealed(bytes(body))
    path = counter.scans / "whole.json"
    path.write_bytes(sealed_bytes(with_phone(form, "0900000004")))
    assert counter.run("correct", number, str(path), *WHO).code == ExitCode.DONE
    assert phones(counter) == ["0900000004"]


WRONG = [
    ("{", "REVISION-05", "JSON"),
    ("[]", "REVISION-05", "{...}"),
    ({"schema": 1}, "REVISION-05", "schema"),
    ({"submitter": {"fone": "1"}}, "REVISION-05", "submitter.fone"),
    ({"phone": "1"}, "REVISION-05", "phone"),
    ({"submitter": {"phone": 5}}, "REVISION-05", "submitter.phone"),
    ({"received_at": 1, "fee": {}}, "REVISION-06", "received_at, fee"),
    ({"submitter": {"person": {"full_name": None}}}, "REVISION-05", "full_name"),
    ({"answers": {"no_such_question": "x"}}, "CHECK-", "no_such_question"),
]


def test_a_file_that_says_something_else_is_refused_by_name(counter, number):
    for content, code, word in WRONG:
        for how in (("--dry-run",), WHO):
            said = counter.run("correct", number, written(counter, content), *how)
            assert said.code == ExitCode.REFUSED, (content, said)
            assert code in said.errors, (content, said)
            assert word in said.errors, (content, said)
    assert phones(counter) == []


def test_the_form_of_another_dossier_corrects_nothing(counter, number):
    other = counter.receive(b"\xff\xd8\xff\xe0 another page")
    (body,), = counter.rows("SELECT form FROM dossier WHERE id = ?", other["dossier"])
    path = counter.scans / "whole.json"
    path.write_bytes(bytes(body))
    assert "REVISION-07" in counter.run("correct", number, str(path), *WHO).errors


def test_nobody_corrects_without_a_reason_or_an_unknown_number(counter, number):
    assert "SYNC-53" in counter.run("correct", number, str(EXAMPLE)).errors
    assert "REVISION-05" in counter.run("correct", number, "nowhere.json", *WHO).errors
    assert counter.run("correct", "TMP-ABCDEF-261124-9999", str(EXAMPLE), *WHO).code == ExitCode.REFUSED
    assert phones(counter) == []


def test_what_was_changed_no_longer_comes_from_the_card(counter, number):
    change = {"answers": {"subject_name": "Đặng Thị Ngọc Anh"}, "owners": [{"party": {"full_name": "Đặng Thị Ngọc Anh"}}]}
    said = counter.run("correct", number, written(counter, change), *WHO)
    assert said.code == ExitCode.DONE, said
    (body,), = counter.rows("SELECT form FROM revision")
    form = unsealed(bytes(body))
    assert (form.provenance["subject_name"], form.provenance["subject_id"]) == ("manual", "card")
    assert (form.owners[0].party.full_name, form.owners[0].phone) == ("Đặng Thị Ngọc Anh", "0900000002")


# ---- papers ---------------------------------------------------------------------------------------------------------


def scan(counter, name: str, content: bytes) -> str:
    path = counter.scans / name
    path.write_bytes(b"\xff\xd8\xff\xe0 " + content)
    return str(path)


def test_a_page_scanned_badly_gives_way_and_both_stay_listed(counter, number):
    change = written(counter, {"papers": [{"requirement": "declaration", "replace": {"1": 1}, "new": [2]}]})
    pages = (scan(counter, "a.jpg", b"sharp"), scan(counter, "b.jpg", b"forgotten"))
    shown = counter.run("correct", number, change, *pages, "--dry-run")
    assert (shown.code, "Trang 1" in shown.out, "Trang 3" in shown.out) == (ExitCode.DONE, True, True), shown
    assert counter.rows("SELECT count(*) FROM page") == [(1,)]
    assert counter.run("correct", number, change, *pages, *WHO, "--json").line["revision"] == 2
    for on in ((), ("--on", "1")):
        again = counter.run("correct", number, change, *pages, *WHO, "--json", *on)
        assert (again.code, again.line["revision"], again.line["sealed"]) == (ExitCode.DONE, 2, False), again
    listed = counter.run("correct", number, "--json").line
    assert [(one["revision"], one["pages"]) for one in listed["revisions"]] == [(1, [1]), (2, [2, 3])]
    assert [(page["number"], page["here"]) for page in listed["pages"]] == [(1, True), (2, True), (3, True)]
    assert "Bản 2" in counter.run("correct", number).out
    (body,), = counter.rows("SELECT form FROM revision")
    paper = unsealed(bytes(body)).papers[0]
    assert (paper.pages, paper.seen_by, paper.how) == ((2, 3), "cb-007", "original")
    assert counter.run("doctor").out.count("0 trang thiếu hoặc hỏng") == 1


PAPERS_WRONG = [
    ([{"requirement": "declaration", "new": [2]}], "đúng một lần"),
    ([{"requirement": "declaration"}], "đúng một lần"),
    ([{"requirement": "declaration", "replace": {"7": 1}}], "không có trang 7"),
    ([{"requirement": "declaration", "new": [1], "pages": [4]}], "không có trang 4"),
    ([{"requirement": "declaration", "new": [1], "kept": [4]}], "kept"),
    ([{"requirement": "declaration", "new": [1], "metadata": {"colour": "x"}}], "colour"),
    ([{"requirement": "declaration", "new": [1], "how": "lost"}], "papers[0].how"),
    ({"requirement": "declaration"}, "papers"),
    ([], "đúng một lần"),
]


def test_papers_that_are_not_so_are_refused_and_no_page_is_kept(counter, number):
    page = scan(counter, "a.jpg", b"sharp")
    for papers, word in PAPERS_WRONG:
        said = counter.run("correct", number, written(counter, {"papers": papers}), page, *WHO)
        assert (said.code, "REVISION-05" in said.errors, word in said.errors) == (ExitCode.REFUSED, True, True), (papers, said)
    said = counter.run("correct", number, written(counter, {"submitter": {"phone": "0900000005"}}), page, *WHO)
    assert (said.code, "đúng một lần" in said.errors) == (ExitCode.REFUSED, True), said
    assert counter.rows("SELECT count(*) FROM page") == [(1,)]
    assert len(list((counter.root / "pages").glob("??/*.page"))) == 1


def test_a_paper_nobody_asked_for_may_be_added(counter, number):
    change = {"papers": [{"name": "Giấy khai sinh", "how": "compared", "new": [1],
                          "metadata": {"holder_id": "001199000123", "title": "Giấy khai sinh", "summary": "Khai sinh"}}]}
    said = counter.run("correct", number, written(counter, change), scan(counter, "a.jpg", b"birth"), *WHO)
    assert said.code == ExitCode.DONE, said
    (body,), = counter.rows("SELECT form FROM revision")
    assert (unsealed(bytes(body)).papers[-1].name, unsealed(bytes(body)).papers[-1].pages) == ("Giấy khai sinh", (2,))
