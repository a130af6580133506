"""A counter put back from its backup: what the gateway acknowledged since is no tampering, and everybody is told."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands.exit_codes import ExitCode
from kiosk.credentials import AuditHead
from kiosk.moments import FixedClock
from kiosk.store import audit_log
from kiosk.store.audit_log import Place
from tests.sync.counter_office import CounterOffice
from tests.sync.counter_twin import Province, served

PAGE = b"\xff\xd8\xff\xe0" + b"page" * 100


@pytest.fixture
def url(tmp_path: Path, clock: FixedClock) -> Iterator[str]:
    province = Province(tmp_path / "gateway", clock=clock)
    with served(province.gateway) as port:
        yield f"http://127.0.0.1:{port}"
    province.gateway.close()


@pytest.fixture
def restored(counter: CounterOffice, url: str, tmp_path: Path) -> CounterOffice:
    """Received, copied, sent, put back from the copy, and sent once more."""
    counter.sync(url)
    counter.receive(PAGE)
    shutil.copytree(counter.root, tmp_path / "backup")
    assert counter.sync(url).code == ExitCode.DONE
    counter.close()
    shutil.rmtree(counter.root)
    shutil.copytree(tmp_path / "backup", counter.root)
    said = counter.sync(url)
    assert said.code == ExitCode.DONE
    assert "khôi phục từ bản sao" in said.errors
    return counter


def test_the_audit_log_of_a_restored_counter_is_whole_and_says_what_it_forgot(restored: CounterOffice) -> None:
    said = restored.run("audit", "verify")
    assert said.code == ExitCode.DONE
    assert (said.line["whole"], said.line["restored"], said.line["forgotten"]) == (True, True, 1)
    assert "1 giấy báo đã nhận" in said.errors
    assert "bị sửa" not in said.errors


def test_the_doctor_agrees_with_the_audit(restored: CounterOffice) -> None:
    lines = [line for line in restored.run("doctor").out.splitlines() if "nhật ký" in line.lower()]
    assert [line[0] for line in lines] == ["✓", "!"]


def test_that_it_was_restored_is_said_once(restored: CounterOffice, url: str) -> None:
    assert "khôi phục" not in restored.sync(url).errors


def test_without_a_restore_a_head_that_is_not_here_is_a_contradiction(counter: CounterOffice, url: str) -> None:
    counter.receive(PAGE)
    assert counter.sync(url).code == ExitCode.DONE
    with counter.workplace.store() as store:
        assert audit_log.place(store.read(), audit_log.head(store.read())) is Place.HERE
        assert audit_log.place(store.read(), AuditHead(900, "00" * 32)) is Place.NOWHERE
        for sql in ("DROP TRIGGER audit_is_never_shortened", "DELETE FROM audit WHERE seq > 2"):
            store.write(lambda database, sql=sql: database.execute(sql))
    said = counter.run("audit", "verify")
    assert (said.code, said.line["restored"]) == (ExitCode.NOT_GENUINE, False)
    assert "✗ Nhật ký không khớp" in counter.run("doctor").out
