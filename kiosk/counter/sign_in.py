"""Signing in at this counter."""

from kiosk.officers import Officer, check_pin, everybody
from kiosk.problems import Problem
from kiosk.store import Store


class SignIn:
    """Officers of this counter and their PINs; preferences such as theme and language follow the officer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def officers(self) -> tuple[Officer, ...]:
        return everybody(self._store.read())

    def enter(self, officer: str, pin: str) -> Officer:
        """Raises WrongPin, LockedOut."""
        now = self._store.clock.now_ms()
        outcome = self._store.write(lambda database: check_pin(database, officer, pin, now))
        if isinstance(outcome, Problem):
            raise outcome
        return outcome

    def preference(self, officer: str, name: str, otherwise: str) -> str:
        row = self._store.read().execute(
            "SELECT value FROM preference WHERE officer = ? AND name = ?", [officer, name]
        ).fetchone()
        return str(row[0]) if row else otherwise

    def prefer(self, officer: str, name: str, value: str) -> None:
        self._store.write(lambda database: database.execute(
            "INSERT OR REPLACE INTO preference (officer, name, value) VALUES (?, ?, ?)", [officer, name, value]
        ))
