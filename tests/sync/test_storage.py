"""Storage stands behind one narrow interface: rooms know only that, and what answers HTTP knows neither it nor a word of SQL."""

import ast
from pathlib import Path

import pytest

import sync.gateway
from kiosk.moments import FixedClock
from kiosk.ports import no_checkpoint
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile
from sync.gateway.storage import Appending, PageMedium, Records, Storage
from sync.gateway.store import GatewayStore
from tests.sync.counter_twin import NOW

HOUSE = Path(next(iter(sync.gateway.__path__)))
ROOMS = {path.stem: path.read_text("utf-8") for path in sorted(HOUSE.glob("*.py"))}
KNOW_THE_EMBEDDED_ONE = {"gateway", "operators_desk", "store"}     # who opens it, and the operator's tools on its own machine
WEB = ("starlette", "uvicorn")
ROWS = ("sync.gateway.store", "sync.gateway.storage", "kiosk.store.database", "kiosk.store.writer", "sqlcipher3", "sqlite_utils")
SQL = ("SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH ", "PRAGMA ")


def imported(source: str) -> set[str]:
    """Every module a source names in an import, and everything it takes out of one."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def answers_http(source: str) -> bool:
    return any(name.startswith(WEB) for name in imported(source))


def breaches(source: str) -> set[str]:
    """What somebody who answers HTTP must not know."""
    found = {name for name in imported(source) if name in ROWS}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.lstrip().startswith(SQL):
            found.add(node.value)
        elif isinstance(node, ast.Attribute) and node.attr in ("execute", "row", "rows", "_store"):
            found.add(node.attr)
    return found


HANDLERS = sorted(name for name, source in ROOMS.items() if answers_http(source))


def test_the_handlers_are_found():
    assert {"app", "page_calls", "result_calls", "asking", "answers", "bodies", "admission", "watching"} <= set(HANDLERS)
    assert not {"registrations", "uploads", "devices", "gateway"} & set(HANDLERS)


@pytest.mark.parametrize("name", HANDLERS)
def test_no_handler_knows_rows_or_sql(name):
    assert breaches(ROOMS[name]) == set()


@pytest.mark.parametrize("breach", [
    "from sync.gateway.store import GatewayStore", "from sync.gateway import storage", "import sqlcipher3",
    "found = gateway.records.row(query, [])", "gateway._store", "database.execute(text)", "query = 'SELECT 1'",
])  # fmt: skip
def test_a_breach_is_seen(breach):
    assert breaches(breach)


@pytest.mark.parametrize("name", sorted(set(ROOMS) - KNOW_THE_EMBEDDED_ONE))
def test_rooms_know_the_interface_and_not_the_embedded_store(name):
    assert "sync.gateway.store" not in imported(ROOMS[name])


def test_the_embedded_store_is_one_storage(tmp_path):
    """mypy compares the types; this that nothing of the interface is missing."""
    disk = Disk()
    store = GatewayStore(tmp_path / "g", DemoKeyFile(tmp_path / "g", disk), FixedClock(NOW), disk, no_checkpoint)
    try:
        for part, interface in ((store, Storage), (store, Records), (store.pages, PageMedium)):
            assert {name for name in promised(interface) if not hasattr(part, name)} == set()
        page = store.pages.appending("00.page", bytes(32), 4, store.pages.measured("00.page", bytes(32)))
        assert {name for name in promised(Appending) if not hasattr(page, name)} == set()
    finally:
        store.close()


def promised(interface: type) -> set[str]:
    named = {*vars(interface), *vars(interface).get("__annotations__", {})}
    return {name for name in named if not name.startswith("_")}
