"""What a citizen alone with the kiosk may ask of the office. Every call may take its time and belongs on a worker thread;
nothing here knows a screen, and no name of anybody comes out of it."""

from dataclasses import dataclass

from kiosk.ports import Clock
from kiosk.selfservice.guides import Guides
from kiosk.selfservice.standing import Standings
from kiosk.settings import Settings


@dataclass(frozen=True, slots=True)
class Kiosk:
    """One kiosk. `standings` is None where this machine keeps no store yet: then nothing can be looked up."""

    settings: Settings
    clock: Clock
    guides: Guides
    standings: Standings | None
