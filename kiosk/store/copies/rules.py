"""How this office treats copies: kept in the store, so that every process that writes to it goes by the same."""

import msgspec

from kiosk.settings import CopySettings
from kiosk.store import facts
from kiosk.store.database import Database

_RULES = "copies/rules"
HOUR_MS = 3_600_000
FOR_EVER = 2**62                       # held until something else can be sent in its place


class CopyRules(msgspec.Struct, frozen=True, kw_only=True):
    """`signs`: a paper counts as digitised only once an officer signed its copy. `hold_ms`: how long pages wait for their copies
    before the captures go as they are; `signature_ms`: how long finished copies wait for a signature. `drawings`: words in the
    name of a paper, or keys of requirements, that make it a map or a drawing."""

    make: bool = True
    signs: bool = True
    hold_ms: int = 30 * 60_000
    signature_ms: int = 0
    drawings: tuple[str, ...] = ()


    @property
    def longest_ms(self) -> int:
        """Held farther ahead than this was written while this machine's clock was wrong."""
        return max(self.hold_ms, self.signature_ms)


NO_COPIES = CopyRules(make=False, signs=False)


def rules_from(settings: CopySettings) -> CopyRules:
    return CopyRules(
        make=settings.make, signs=settings.sign, hold_ms=settings.hold_minutes * 60_000,
        signature_ms=settings.wait_for_signature_hours * HOUR_MS, drawings=settings.drawings,
    )  # fmt: skip


def rules_of(database: Database) -> CopyRules:
    """`NO_COPIES` where nobody has said that this counter makes any."""
    kept = facts.text(database, _RULES)
    return msgspec.json.decode(kept, type=CopyRules) if kept else NO_COPIES


def keep_rules(database: Database, rules: CopyRules) -> None:
    facts.put(database, _RULES, msgspec.json.encode(rules).decode())
