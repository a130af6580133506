"""How a kiosk calls an officer: over its own line to the gateway, and by a bell of the machine where it has one."""

from collections.abc import Iterator
from contextlib import contextmanager

from commands.workplace import Workplace
from devices.bell import CommandBell
from kiosk.event_log import log_problem
from kiosk.help_calls import Help
from kiosk.settings import Settings
from kiosk.store import Store
from sync.faults import SyncProblem
from sync.help_calls import GatewayHelpLine
from sync.transport import HttpTransport


@contextmanager
def help_of(workplace: Workplace, settings: Settings, store: Store | None, url: str) -> Iterator[Help]:
    """For one turn. An address nobody can call is no reason for no turn."""
    command, transport = settings.selfservice.call_command, _transport(workplace, url)
    bell = CommandBell(command) if command else None
    line = GatewayHelpLine(store, transport) if store is not None and transport is not None else None
    try:
        yield Help(line, bell, settings.office.hotline)
    finally:
        if transport is not None:
            transport.close()


def _transport(workplace: Workplace, url: str) -> HttpTransport | None:
    try:
        return HttpTransport(url, workplace.ca_file()) if url else None
    except SyncProblem as problem:
        log_problem(problem)
        return None
