"""`gateway-leases`: what was granted to whom, and taking it back, beside a gateway that is running."""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands.exit_codes import ExitCode
from commands.running import run_command
from commands.workplace import Profile, Workplace
from kiosk.credentials import Lease
from sync.messages import LeaseRequest
from tests.sync.counter_twin import A_WISH, DAY, OFFICE, CounterTwin, Province, a_form
from tests.sync.test_leases_granted import ended, lease_in, refused, wished


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    place = Province(tmp_path / "gateway")
    yield place
    place.gateway.close()


def run(province: Province, *words: str) -> tuple[int, str, str]:
    out, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        code = run_command("gateway-leases", words, Workplace(Profile.DEMO, province.folder, province.clock))
    return code, out.getvalue(), errors.getvalue()


def test_what_was_granted_is_listed_and_what_came_of_it(province):
    counter: CounterTwin = province.counter(counter="Quầy 7")
    lease: Lease = lease_in(province, wished(province, counter))
    upload = counter.upload(a_form(), f"{OFFICE}-{DAY}-0002", "official")
    assert province.gateway.register(counter.batch(upload)).results[0].outcome == "registered"
    code, out, _errors = run(province, "list")
    assert code == ExitCode.DONE
    assert out.startswith(f"{lease.id}  18/11/2026  {OFFICE}")
    assert "Quầy 7" in out
    assert "1–5: 1 số đã về trục; cấp lúc 1" in out


def test_days_that_are_over_are_listed_when_asked_for(province):
    wished(province, province.counter())
    province.clock.advance(86_400_000)
    assert run(province, "list")[1] == ""
    assert "18/11/2026" in run(province, "list", "--all")[1]


def test_a_lease_is_taken_back_beside_a_running_gateway(province):
    counter = province.counter()
    held = wished(province, counter)
    lease = lease_in(province, held)
    code, out, _errors = run(province, "revoke", lease.id.upper(), "--why", "máy mất")
    assert code == ExitCode.DONE
    assert "số đã in vẫn có giá trị" in out
    assert ended(province, counter, held) == (lease.id,)
    assert refused(province.gateway.lease, LeaseRequest(counter.device, "2026-11-18", 5, A_WISH)) == "lease-stopped"
    listed = run(province, "list")[1]
    assert "ĐÃ THU HỒI lúc" in listed
    assert "(máy mất)" in listed


def test_nothing_of_that_name_is_said(province):
    wished(province, province.counter())
    for words in (("revoke",), ("revoke", "nothing")):
        code, _out, errors = run(province, *words)
        assert code == ExitCode.REFUSED, errors
        assert "GATEWAY-" in errors

