"""`sign`: copies that wait are signed in one batch, a file's signatures are told in words, scripts know how it ended."""

import io
import threading
from pathlib import Path

import pytest

from commands.exit_codes import ExitCode
from commands.signers import checker_of
from devices.signing.stamper import ProcessStamper
from devices.simulated import training_key
from devices.simulated.time_stamps import SimulatedTimeStamps
from kiosk.copy_ports import CopiedPage, MadeCopy, PaperToCopy
from kiosk.counter import stamping
from kiosk.moments import FixedClock
from kiosk.signature_problems import TimeStampNotGiven
from kiosk.store.copies import reading
from kiosk.store.copies.rules import keep_rules
from kiosk.store.copies.stamping import unstamped
from kiosk.work import Progress
from sync.time_stamping import carrier_to
from tests.devices.papers_to_sign import paper
from tests.kiosk.copying import SIGNING, FakeMaker, make_all
from tests.kiosk.store_fixtures import JPEG
from tests.sync.counter_office import CounterOffice
from tests.sync.counter_twin import NOW


class Maker(FakeMaker):
    """Makes copies that are PDFs, no two alike."""

    def make(self, paper_: PaperToCopy, progress: Progress) -> MadeCopy:
        made = super().make(paper_, progress)
        return MadeCopy(paper(media=(0, 0, 595 + len(self.made), 842)), tuple(CopiedPage() for _ in made.pages))


@pytest.fixture
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    office = CounterOffice.opened(tmp_path, FixedClock(NOW), monkeypatch)
    with office.workplace.store() as store:
        store.write(lambda database: keep_rules(database, SIGNING))
    yield office
    office.close()


@pytest.fixture
def waiting(counter) -> str:
    """The number of a dossier whose copies wait."""
    number = counter.receive(JPEG + b"one", JPEG + b"two")["number"]
    with counter.workplace.store() as store:
        make_all(store, Maker())
    return number


def typed(monkeypatch, pin: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{pin}\n"))


def test_what_waits_is_signed_and_counts_as_digitised(counter, waiting, monkeypatch):
    told = counter.run("sign", "--list")
    assert waiting in told.out
    assert "TẬP HUẤN" in told.out
    typed(monkeypatch, training_key.PIN)
    signed = counter.run("sign")
    assert signed.code == ExitCode.DONE, signed
    assert "bản." in signed.out
    [(dossier,)] = counter.rows("SELECT id FROM dossier")
    with counter.workplace.store() as store:
        assert reading.of_dossier(store.read(), dossier).digitised
    assert training_key.PIN not in "".join(log.read_text() for log in (counter.root / "logs").glob("*"))
    assert "Không có bản nào" in counter.run("sign", waiting).out


def test_a_wrong_pin_signs_nothing_and_the_copies_go_on_waiting(counter, waiting, monkeypatch):
    typed(monkeypatch, "000000")
    refused = counter.run("sign", waiting)
    assert refused.code == ExitCode.REFUSED
    assert "[SIGN-04]" in refused.errors
    assert "0 bản chờ ký" not in counter.run("sign", "--list").out


def test_nobody_elses_copies_are_signed_unasked(counter, waiting, monkeypatch):
    typed(monkeypatch, training_key.PIN)
    assert "Không có bản nào" in counter.run("sign", "--officer", "cb-009").out
    assert counter.run("sign", "--officer", "cb-009", "--all").code == ExitCode.DONE


def test_a_certificate_nobody_has_is_refused_before_a_pin(counter, waiting):
    said = counter.run("sign", "--certificate", "abc")
    assert "[SIGN-20]" in said.errors


def test_without_a_signer_it_says_what_to_do(counter, waiting):
    settings = counter.root / "settings.toml"
    settings.write_text(settings.read_text("utf-8").replace('driver = "training"', 'driver = "none"'), "utf-8")
    said = counter.run("sign")
    assert said.code == ExitCode.REFUSED
    assert "[SIGN-01]" in said.errors


def test_a_file_is_judged_in_words(counter, tmp_path, waiting, monkeypatch):
    typed(monkeypatch, training_key.PIN)
    counter.run("sign")
    with counter.workplace.store() as store:
        [(copy,), *_more] = store.read().execute("SELECT id FROM copy").fetchall()
        pdf = reading.content(store, copy)
    file = tmp_path / "ket-qua.pdf"
    file.write_bytes(pdf)
    unknown = counter.run("sign", "--check", str(file))
    assert unknown.code == ExitCode.READ_NO_ANCHOR
    assert "Lò Thị Mai Hương (TẬP HUẤN)" in unknown.out
    (counter.root / "chung-thu-goc").mkdir()
    (counter.root / "chung-thu-goc" / "goc.cer").write_bytes(training_key.der(training_key.authority()))
    assert counter.run("sign", "--check", str(file)).code == ExitCode.DONE
    file.write_bytes(pdf.replace(b"line of a paper", b"LINE OF A PAPER", 1))
    changed = counter.run("sign", "--check", str(file))
    assert changed.code == ExitCode.NOT_GENUINE
    assert "KHÔNG còn nguyên vẹn" in changed.out
    file.write_bytes(b"rubbish")
    assert "[SIGN-17]" in counter.run("sign", "--check", str(file)).errors
    assert "[SIGN-21]" in counter.run("sign", "--check", str(tmp_path / "khong-co.pdf")).errors


def test_a_signed_copy_gets_its_time_stamp_once_there_is_a_link(counter, waiting, monkeypatch):
    typed(monkeypatch, training_key.PIN)
    counter.run("sign")
    assert "[SIGN-22]" in counter.run("sign", "--stamp").errors
    settings = counter.root / "settings.toml"
    before = settings.read_text("utf-8")
    service = SimulatedTimeStamps(NOW + 60_000)
    try:
        settings.write_text(before.replace('time_stamp_url = ""', 'time_stamp_url = "http://127.0.0.1:1/"'), "utf-8")
        offline = counter.run("sign", "--stamp")
        assert (offline.code, "[SIGN-18]" in offline.errors) == (ExitCode.NOT_FINISHED, True)
        settings.write_text(before.replace('time_stamp_url = ""', f'time_stamp_url = "{service.url}"'), "utf-8")
        assert counter.run("sign", "--stamp").code == ExitCode.DONE
    finally:
        service.close()
    assert {row[0] for row in counter.rows("SELECT max(stamped_at) FROM copy_signature s JOIN copy_file f ON f.seq = s.file "
                                           "GROUP BY f.copy")} == {NOW + 60_000}  # fmt: skip
    assert " 0 bản" in counter.run("sign", "--stamp").out


def test_while_the_window_is_open_stamps_come_by_themselves_when_the_link_returns(counter, waiting, monkeypatch):
    typed(monkeypatch, training_key.PIN)
    counter.run("sign")
    monkeypatch.setattr(stamping, "RESTS_AFTER_TROUBLE", 0.05)
    service, tries, told = SimulatedTimeStamps(NOW + 60_000), [], threading.Semaphore(0)

    def carry(request: bytes) -> bytes:
        tries.append(request)
        if len(tries) < 3:
            raise TimeStampNotGiven
        return carrier_to(service.url)(request)

    workplace = counter.workplace
    checker = checker_of(workplace.settings().signing, workplace.root, workplace.clock)
    with workplace.store() as store:
        copies = store.read().execute("SELECT count(*) FROM copy").fetchone()[0]
        asked = stamping.Stamping(store, ProcessStamper(carry), checker, told.release)
        try:
            asked.start()
            assert all(told.acquire(timeout=60) for _copy in range(copies))
            assert unstamped(store.read()) == ()
        finally:
            asked.close()
            checker.close()
            service.close()
    assert len(tries) == copies + 2, "a service that does not answer is asked again, a copy stamped once is not"
