"""A page that was scanned badly gives way to another: it travels, the one it replaces stays findable, and nothing goes from this
machine before the gateway has signed for it; whatever dies at whatever step."""

import hashlib
from contextlib import suppress
from dataclasses import replace

import msgspec
import pytest

from kiosk import forms
from kiosk.catalogue import Catalogue
from kiosk.corrected_papers import CorrectedPapers
from kiosk.counter.corrections import Corrections, Typed, intake_of
from kiosk.credentials import UploadManifest, encode
from kiosk.dossier import CapturedPage, Form
from kiosk.officers import Officer
from kiosk.receive import PageSource
from kiosk.revising import CorrectedMeanwhile, NotCorrectable, of_one_receipt
from kiosk.store import audit_log, outbox, purge, revisions
from kiosk.store.database import driver
from kiosk.store.purge import acknowledged_long_enough
from kiosk.store.revisions import Captured, Correction
from sync.engine import Seams
from sync.messages import FormBatch, SignedEnvelope
from tests.sync.counter_twin import PlugPulled
from tests.sync.in_process import AnswerLost, Cut, GatewayDies, Twice
from tests.sync.machine_world import Parts, World, a_world
from tests.sync.over_sockets import over_sockets

CATALOGUE = Catalogue.load()
SHARP = b"SENTINEL-TRANG-GIAY-TO sharp" * 20
OFFICER = Officer("cb-002", "Lò Thị Mai")


@pytest.fixture
def world():
    with a_world() as made:
        yield made


def rescan(world: World, dossier: str, old: int, content: bytes = SHARP) -> int:
    """Another scan in the place of page `old`, as an officer would make it; the number of the revision."""
    store = world.counter.store
    corrections = Corrections(store, CATALOGUE)
    opened = corrections.open(dossier)
    path = world.folder / "rescan.jpg"
    path.write_bytes(content)
    first, *others = opened.form.papers
    pages = tuple(opened.next_page if page == old else page for page in first.pages)
    papers = CorrectedPapers((replace(first, pages=pages), *others), (PageSource(path, "image/jpeg"),))
    filled = intake_of(opened.form)
    return corrections.correct(opened, Typed(filled, filled), "quét mờ", OFFICER, papers)


def delivered(world: World) -> bool:
    return outbox.count_waiting(world.counter.store.read()) == 0


def gateways_pages(world: World, dossier: str) -> dict[int, bytes]:
    """The pages of the newest content the gateway holds, read back from it."""
    gateway = world.province.gateway
    form = forms.unsealed(gateway.form(dossier).form)
    return {page.number: b"".join(gateway.page(dossier, page.sha256).pieces) for page in form.pages}


def at_the_end(world: World, dossier: str, pages: tuple[bytes, ...]) -> None:
    """Once everything was carried: the correction counts at both ends, and what it put aside is held by both."""
    world.counter.clock.advance(3_600_000)
    for _pass in range(6):
        if delivered(world):
            break
        world.sync()
        world.counter.clock.advance(3_600_000)
    assert delivered(world)
    assert gateways_pages(world, dossier) == {2: pages[1], 3: SHARP}
    assert b"".join(world.province.gateway.page(dossier, hashlib.sha256(pages[0]).hexdigest()).pieces) == pages[0]
    database = world.counter.store.read()
    first, second = (forms.unsealed(one.form) for one in revisions.all_of(database, dossier))
    assert [page.number for page in first.pages] == [1, 2]
    assert [page.number for page in second.pages] == [2, 3]
    assert [page.number for page in revisions.pages_of(database, dossier)] == [1, 2, 3]
    assert world.strays() == set()


# ---- on its way -----------------------------------------------------------------------------------------------------


def test_only_the_new_page_travels_and_the_old_one_stays_findable():
    with a_world(Parts(seams=Seams(may_purge=acknowledged_long_enough(9)))) as world:
        handed = world.receive([400, 500])
        world.sync()
        assert rescan(world, handed.dossier, 1) == 2
        items = outbox.of_dossier(world.counter.store.read(), handed.dossier)
        assert [item.bytes for item in items if item.kind == "pages"] == [900, len(SHARP)]
        result = world.sync()
        assert (result.registered, result.acknowledged, result.bytes_sent, result.set_aside) == (1, 1, len(SHARP), 0)
        at_the_end(world, handed.dossier, handed.pages)
        here = revisions.pages_of(world.counter.store.read(), handed.dossier)
        assert all(page.here for page in here)


def test_both_revisions_made_offline_arrive_each_with_its_own_pages(world):
    handed = world.receive([400, 500])
    rescan(world, handed.dossier, 1)
    result = world.sync()
    assert (result.registered, result.acknowledged, result.purged) == (2, 2, 1)
    at_the_end(world, handed.dossier, handed.pages)


def test_after_the_captures_were_purged_a_page_comes_under_a_key_of_its_own(world):
    handed = world.receive([400, 500])
    world.sync()
    assert world.counter.store.read().execute("SELECT state FROM dossier").fetchone()[0] == "purged"
    rescan(world, handed.dossier, 1)
    here = revisions.pages_of(world.counter.store.read(), handed.dossier)
    assert [page.here for page in here] == [False, False, True]
    result = world.sync()
    assert (result.acknowledged, result.bytes_sent, result.purged) == (1, len(SHARP), 1)
    at_the_end(world, handed.dossier, handed.pages)


@pytest.mark.parametrize("on", [
    {"forms": AnswerLost()}, {"forms": GatewayDies("forms written")}, {"pages": Cut(5)}, {"pages": AnswerLost()},
    {"pages": Twice(first=True)}, {"pages": GatewayDies("page appended")}, {"finalise": AnswerLost()},
    {"finalise": GatewayDies("before acknowledgement")}, {"finalise": GatewayDies("acknowledgement written")},
], ids=str)  # fmt: skip
def test_whatever_the_line_and_the_gateway_do(world, on):
    handed = world.receive([400, 500])
    world.sync()
    rescan(world, handed.dossier, 1)
    world.sync(**on)
    at_the_end(world, handed.dossier, handed.pages)
    assert world.at_gateway("SELECT count(*) FROM content") == [(2,)]


# ---- dying between the steps, with a real gateway over loopback ------------------------------------------------------

WRITING = ("pages announced", "page flushed", "page renamed", "folders flushed", "corrected")
SENDING = ("page piece sent", "page carried", "acknowledgement received", "acknowledgement kept", "capture forgotten")


@pytest.mark.parametrize("step", [*WRITING, *SENDING])
def test_a_counter_that_dies_at_any_step_goes_on(step):
    with over_sockets() as sockets:
        world = sockets.world
        handed = world.receive([400, 500])
        sockets.sync()
        world.counter.plug.arm(step)
        with suppress(PlugPulled):
            rescan(world, handed.dossier, 1)
            sockets.sync()
        assert world.counter.plug.pulled, "the step was never reached"
        world.counter.crash()
        if len(revisions.all_of(world.counter.store.read(), handed.dossier)) == 1:
            assert world.strays() == set(), "a page nobody refers to was left"
            rescan(world, handed.dossier, 1)
        sockets.empty_the_outbox()
        at_the_end(world, handed.dossier, handed.pages)


# ---- each layer alone -----------------------------------------------------------------------------------------------


def test_no_page_goes_before_the_manifest_that_brought_it_is_acknowledged():
    with a_world(Parts(seams=Seams(may_purge=lambda *_: True))) as world:
        handed = world.receive([400, 500])
        world.link.connect(None)
        store = world.counter.store
        rescan(world, handed.dossier, 1)
        ack = "INSERT INTO acknowledgement VALUES (?, ?, x'', '', x'', 1)"
        store.write(lambda database: database.execute(ack, [handed.dossier, 1]))
        with pytest.raises(driver.IntegrityError, match="no acknowledgement covers this page"):
            store.write(lambda database: purge.forget_pages(database, store.device, handed.dossier, 1))
        store.write(lambda database: database.execute(ack, [handed.dossier, 2]))
        store.write(lambda database: purge.forget_pages(database, store.device, handed.dossier, 1))


def test_a_page_a_correction_put_aside_goes_only_once_its_own_manifest_is_acknowledged(world):
    handed = world.receive([400, 500])
    store, may = world.counter.store, acknowledged_long_enough(0)
    rescan(world, handed.dossier, 1)
    ack = "INSERT INTO acknowledgement VALUES (?, ?, x'', '', x'', 1)"
    store.write(lambda database: database.execute(ack, [handed.dossier, 2]))
    assert not may(store.read(), handed.dossier, 2), "only the first manifest names the page that was replaced"
    store.write(lambda database: database.execute(ack, [handed.dossier, 1]))
    assert may(store.read(), handed.dossier, 2)


def test_captures_purged_while_the_new_page_was_written_refuse_it(world):
    handed = world.receive([400, 500])
    store = world.counter.store
    before = revisions.newest(store.read(), handed.dossier)
    form = forms.unsealed(before.form)
    paper, shown = form.papers
    new = CapturedPage(3, "ab" * 32, 7, "image/jpeg")
    wanted = replace(form, pages=(*form.pages, new), papers=(replace(paper, pages=(1, 2, 3)), shown))
    for known in (None, b"the key of a moment ago"):
        captured = Captured(("aa.page",), b"a key", known)
        correction = Correction(wanted, before.form_sha, "cb-001", "sai", 1, captured)
        with pytest.raises(CorrectedMeanwhile):
            store.write(lambda database, correction=correction: revisions.correct(database, store.device, correction))


def test_the_store_takes_no_page_under_a_number_that_was_used(world):
    handed = world.receive([400, 500])
    store = world.counter.store
    before = revisions.newest(store.read(), handed.dossier)
    form = forms.unsealed(before.form)
    other = replace(form, pages=(replace(form.pages[0], sha256="ab" * 32), *form.pages[1:]))
    for wrong in (other, replace(form, pages=()), replace(form, papers=form.papers[1:])):
        with pytest.raises(NotCorrectable):
            store.write(lambda database, wrong=wrong: revisions.correct(
                database, store.device, Correction(wrong, before.form_sha, "cb-001", "sai", 1)
            ))


# ---- what may follow ------------------------------------------------------------------------------------------------


def test_a_correction_never_shows_another_page_under_an_old_number(world):
    handed = world.receive([400, 500])
    form = forms.unsealed(revisions.newest(world.counter.store.read(), handed.dossier).form)
    paper, shown = form.papers
    new = CapturedPage(3, "ab" * 32, 7, "image/jpeg")
    kept = form.pages[1]
    sound = replace(form, papers=(replace(paper, pages=(2, 3)), shown), pages=(kept, new))
    assert of_one_receipt(form, sound)
    wrong = {
        "an old number": replace(sound, pages=(replace(new, number=1), kept), papers=(replace(paper, pages=(1, 2)), shown)),
        "a page in no paper": replace(sound, papers=(replace(paper, pages=(2,)), shown)),
        "a paper without its page": replace(sound, papers=(replace(paper, pages=(1, 2, 3)), shown)),
        "a paper that is gone": replace(sound, papers=(replace(paper, pages=(2, 3)),)),
        "another paper": replace(sound, papers=(replace(paper, name="Giấy khác", pages=(2, 3)), shown)),
        "an original to give back": replace(sound, papers=(replace(paper, pages=(2, 3), to_return=True), shown)),
        "out of order": replace(sound, pages=(new, kept)),
        "another day": replace(sound, received_at=1),
    }
    assert [what for what, after in wrong.items() if of_one_receipt(form, after)] == []
    third = replace(sound, papers=(replace(paper, pages=(2,)), shown), pages=(kept,))
    again = replace(third, papers=(replace(paper, pages=(2, 3)), shown), pages=(kept, replace(new, sha256="cd" * 32)))
    assert of_one_receipt(third, again), "without the earlier contents nobody knows"
    assert not of_one_receipt(third, again, (form, sound, third)), "the number was another page's"


def sent_by_hand(world: World, dossier: str, form: Form):
    """A form as the next revision at the gateway, past everything the counter would say to it; what became of it."""
    store, gateway = world.counter.store, world.province.gateway
    held = gateway.form(dossier)
    body, number = forms.sealed_bytes(form), held.revision + 1
    sha = forms.sha256(body)
    manifest = forms.revision_manifest(form, sha, number, number, bytes.fromhex(held.form_sha256))
    signed = store.device.signed(UploadManifest.purpose, encode(manifest))
    upload = msgspec.structs.replace(
        held.as_sent(), form=body, form_sha256=sha.hex(), manifest=SignedEnvelope.of(signed), revision=number,
        parent_sha256=held.form_sha256,
    )  # fmt: skip
    (result,) = gateway.register(FormBatch(store.device_id, audit_log.head(store.read()), (upload,))).results
    return result.outcome, result.code


def test_the_gateway_refuses_pages_under_a_number_that_was_used(world):
    handed = world.receive([400, 500])
    world.sync()
    dossier = handed.dossier
    form = forms.unsealed(world.province.gateway.form(dossier).form)
    paper, shown = form.papers
    refused = ("refused", "revision-changes-receipt")
    swapped = replace(form, pages=(replace(form.pages[0], sha256="ab" * 32), form.pages[1]))
    assert sent_by_hand(world, dossier, swapped) == refused
    third, other = CapturedPage(3, "ab" * 32, 7, "image/jpeg"), CapturedPage(3, "cd" * 32, 7, "image/jpeg")
    both = (replace(paper, pages=(2, 3)), shown)
    with_third = replace(form, papers=both, pages=(form.pages[1], third))
    without = replace(form, papers=(replace(paper, pages=(2,)), shown), pages=(form.pages[1],))
    assert [sent_by_hand(world, dossier, one) for one in (with_third, without)] == [("registered", "")] * 2
    assert sent_by_hand(world, dossier, replace(without, papers=both, pages=(form.pages[1], other))) == refused
