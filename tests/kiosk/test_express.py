"""The express path: the four kinds as an officer fills them, what they cost, what is sealed, what stands in the ledger."""

import pytest

from kiosk.dossier import HowMet, Relation
from kiosk.express import ExpressOrder, ExpressRow, usual_subjects
from kiosk.form_refused import FormRefused
from kiosk.people import Citizen
from kiosk.procedures import Provenance
from kiosk.store import dossiers, ledger, outbox
from tests.kiosk.certifying import COPIES, EXTRACT, FROM_REGISTER, OFFICER, SIGNATURE, Taken, express, opened, order, procedure
from tests.kiosk.store_fixtures import PlugPulled, acts, count, unplugged_at
from tests.printing.sheets import Printed, words

KINDS = (COPIES, SIGNATURE, EXTRACT, FROM_REGISTER)


@pytest.mark.parametrize("code", KINDS)
def test_a_real_dossier_is_sealed_synced_and_entered(counter, code):
    with opened(counter) as (store, path):
        made = path.certify(order(code), OFFICER, Taken("cash", 50_000))
        line = dossiers.line(store.read(), made.dossier)
        form, _body = dossiers.form_of(store.read(), made.dossier)
        assert (line.number, form.procedure) == (made.number, code)
        assert {item.kind for item in outbox.of_dossier(store.read(), made.dossier)} >= {"form"}
        assert ledger.of_dossier(store.read(), made.dossier) == made.entries
        assert (made.entry_number, made.entries[0].line.person) == (1, form.submitter.person.full_name)
        assert made.book.endswith(f"/2026-{procedure(code).ledger}")
        assert all(paper.how is not HowMet.MISSING and paper.seen_by == OFFICER.id for paper in form.papers)
        assert acts(store)[-3:] == ["dossier received", "ledger book opened", "ledger entry"]
        assert made.change == 50_000 - form.fee.total


def test_every_original_has_a_number_and_the_sum_is_the_dossiers(counter):
    rows = (ExpressRow("Giấy khai sinh", 3, 2), ExpressRow("Học bạ", 1, 40), ExpressRow("Luận án", 2, 300))
    with opened(counter) as (_store, path):
        quote = path.quote(order(COPIES, *rows))
        made = path.certify(order(COPIES, *rows), OFFICER)
    assert [entry.number for entry in made.entries] == [1, 2, 3]
    assert [entry.line.fee for entry in made.entries] == [12_000, 42_000, 400_000]
    assert [row.capped for row in quote.rows] == [False, False, True]
    assert quote.cap == 200_000
    assert quote.total == sum(entry.line.fee for entry in made.entries) == made.received.form.fee.total


def test_the_cap_is_told_from_the_page_at_which_it_bites(counter):
    with opened(counter) as (_store, path):
        at = [path.quote(order(COPIES, ExpressRow("Luận án", 1, pages))).rows[0] for pages in (198, 199)]
    assert [(row.amount, row.capped) for row in at] == [(200_000, False), (200_000, True)]


def test_half_an_order_has_a_price_and_is_refused_with_every_reason(counter):
    with opened(counter) as (store, path):
        half = order(COPIES, ExpressRow("", 2, 2))
        assert path.quote(half).total == 8_000
        with pytest.raises(FormRefused) as refused:
            path.certify(half, OFFICER)
        assert any("papers" in problem.field for problem in refused.value.problems)
        assert count(store, "dossier") == count(store, "ledger_entry") == count(store, "ledger_book") == 0


def test_an_extract_of_another_persons_event_names_both(counter):
    with opened(counter) as (_store, path):
        made = path.certify(order(EXTRACT, relation="representative", about="Lò Gia Bảo"), OFFICER)
    form = made.received.form
    assert form.answers["subject_name"] == "Lò Gia Bảo"
    assert form.answers["requester_name"] == form.submitter.person.full_name
    assert form.owners[0].relation is Relation.REPRESENTATIVE
    assert made.entries[0].line.subject == "Khai sinh (Lò Gia Bảo)"
    assert made.clause == b""                               # an extract is its own paper


def test_a_relation_is_never_chosen_for_the_officer(counter):
    with opened(counter) as (_store, path), pytest.raises(FormRefused) as refused:
        path.certify(order(EXTRACT, relation=""), OFFICER)
    assert any("requester_relation" in problem.field for problem in refused.value.problems)


def test_what_the_card_said_bears_its_mark(counter):
    with opened(counter) as (_store, path):
        form = path.certify(order(COPIES, source=Provenance.QR), OFFICER).received.form
    assert form.provenance["requester_name"] is Provenance.QR
    assert "papers" not in form.provenance


def test_somebody_without_a_number_is_asked_for_one(counter):
    with opened(counter) as (_store, path), pytest.raises(FormRefused):
        path.certify(ExpressOrder(SIGNATURE, Citizen("Lò Thị Bé"), (ExpressRow("Đơn"),)), OFFICER)


def test_a_copy_whose_clause_names_nobodys_number_is_certified_without_one(counter):
    with opened(counter) as (_store, path):
        made = path.certify(ExpressOrder(COPIES, Citizen("Lò Thị Bé"), (ExpressRow("Học bạ"),)), OFFICER)
        assert (made.entry_number, made.entries[0].line.person) == (1, "Lò Thị Bé")


def test_what_is_usual_is_called_by_number():
    assert usual_subjects(procedure(EXTRACT))[0] == "Khai sinh"
    assert usual_subjects(procedure(COPIES))[1] == "Giấy khai sinh"


# ---- all or nothing --------------------------------------------------------------------------------


def test_the_till_writes_in_the_same_transaction(counter):
    with counter.open() as store:
        seen = []

        def charge(taken, officer):
            def beside(database, form, number):
                entries = database.execute("SELECT count(*) FROM ledger_entry WHERE dossier = ?", [form.dossier]).fetchone()[0]
                seen.append((taken.tendered, officer.id, number, entries))

            return beside

        made = express(store, charge).certify(order(COPIES), OFFICER, Taken("cash", 20_000))
    assert seen == [(20_000, OFFICER.id, made.number, 1)]


def test_a_till_that_refuses_leaves_nothing(counter):
    with counter.open() as store:

        def charge(_taken, _officer):
            def beside(_database, _form, _number):
                raise StrangeTill

            return beside

        with pytest.raises(StrangeTill):
            express(store, charge).certify(order(COPIES), OFFICER, Taken("cash", 20_000))
        assert count(store, "dossier") == count(store, "ledger_entry") == count(store, "outbox") == 0


class StrangeTill(Exception):
    """The drawer is closed."""


@pytest.mark.parametrize("phase", ["before commit", "certified before commit", "after commit", "mark saved"])
def test_whatever_the_moment_dossier_and_number_stand_together(counter, phase):
    with counter.open():
        pass
    with pytest.raises(PlugPulled), counter.open(unplugged_at(phase, 2 if phase == "mark saved" else 1)) as store:
        express(store).certify(order(COPIES), OFFICER)
    with counter.reading() as store:
        assert count(store, "dossier") == count(store, "ledger_entry") == (phase in ("after commit", "mark saved"))


# ---- the clause ------------------------------------------------------------------------------------


def test_a_clause_for_every_copy_with_number_and_book(counter):
    with opened(counter) as (_store, path):
        made = path.certify(order(COPIES, ExpressRow("Giấy khai sinh", 2), ExpressRow("Học bạ", 1, 30)), OFFICER)
        again = path.clause_again(made.received)
    pages = [words(text) for text in Printed(made.clause).texts]
    assert len(pages) == 3
    assert words("Số chứng thực: 01") in pages[0]
    assert words("Số chứng thực: 02") in pages[2]
    assert all(words(f"Quyển số: {made.book}") in page for page in pages)
    assert again == made.clause


def test_a_signature_is_certified_in_the_words_of_its_clause(counter):
    with opened(counter) as (_store, path):
        made = path.certify(order(SIGNATURE), OFFICER)
    (page,) = Printed(made.clause).texts
    assert words(made.received.form.submitter.person.full_name) in words(page)
    assert words("đã ký vào giấy tờ, văn bản này trước mặt tôi") in words(page)


def test_a_clause_that_cannot_be_drawn_undoes_nothing(counter, monkeypatch):
    from printing.forms.template import TemplateUnusable

    with counter.open() as store:
        path = express(store)
        monkeypatch.setattr(path, "_draw", lambda sheet: (_ for _ in ()).throw(TemplateUnusable(template="x", reason="y")))
        made = path.certify(order(COPIES), OFFICER)
        assert (made.clause, made.clause_problem.code) == (b"", "FORM-01")
        assert count(store, "ledger_entry") == 1
