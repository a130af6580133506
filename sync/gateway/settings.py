"""What an operator of a gateway may set."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.credentials import LARGEST_PAGE
from sync.messages import MAX_CHUNK, MAX_FORMS, Policy

DEFAULT_PREFIX = "H99.01.02"
_AGENCY_CODE = re.compile(r"[A-Z]\d{2}(\.\d{2,3}){1,3}")
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """`prefixes` names the competent agency of an office's dossiers where it is not the office itself."""

    name: str
    prefixes: Mapping[str, str] = field(default_factory=dict)
    leases: bool = False
    lease_size: int = 50
    lease_days: int = 1                          # leases are granted for so many working days after today
    lease_limit: int = 2000                      # numbers of one device and day
    clock_tolerance_seconds: int = 300
    restored_gap: int = 1000                     # numbers passed over when nobody knows how many were given out
    open_enrolment: bool = False
    demo_desk: bool = False                      # decisions may be made by request: training only
    certificate_seconds: int = 730 * DAY_SECONDS  # renewed by itself before it ends
    max_page: int = LARGEST_PAGE                 # bytes of one page
    retry_seconds: int = 5
    disk_reserve: int = 1024**3                  # bytes; with less free no new pages are taken, forms still are
    look_ups_a_minute: int = 30                  # of one device
    hosts: frozenset[str] = frozenset()          # names counters call it by, besides those of this machine
    max_rate: int = 0                            # bytes a second of pages asked of each counter, 0 for no limit
    page_hours: tuple[str, ...] = ()             # "19:00-06:00": when counters may send pages, () for always
    feed_days: int = 90                          # others' events older than this are told to nobody

    def prefix_of(self, office: str) -> str:
        """What official numbers of this office's dossiers begin with."""
        if office in self.prefixes:
            return self.prefixes[office]
        return office if _AGENCY_CODE.fullmatch(office) else DEFAULT_PREFIX

    def policy(self) -> Policy:
        return Policy(
            self.leases, self.lease_size, MAX_FORMS, MAX_CHUNK, self.retry_seconds, max_rate=self.max_rate,
            page_hours=self.page_hours,
            lease_days=self.lease_days, clock_tolerance_seconds=self.clock_tolerance_seconds,
        )  # fmt: skip
