"""`gateway.toml` in the gateway's folder: what its operator sets, typed, unknown keys refused, no secrets."""

from pathlib import Path
from typing import Annotated

import msgspec

from sync.gateway.refusals import GatewayFileWrong
from sync.gateway.settings import DAY_SECONDS, GatewaySettings

_Some = Annotated[int, msgspec.Meta(ge=1, le=10_000)]
_Port = Annotated[int, msgspec.Meta(ge=0, le=65_535)]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class GatewayFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Command line options go before what stands here. Paths are as seen from the folder of the file.

    Attributes:
        hosts: the names counters write in their address of this gateway, besides those of this machine itself
        lease_days: numbers are granted for so many working days after today
        lease_limit: numbers of one machine and day
        restored_gap: numbers passed over after a restore without the mark outside
        prefixes: the agency code official numbers of an office begin with, where it is not the office's own
    """

    name: _Name = "Trục của tỉnh"
    host: str = "127.0.0.1"
    port: _Port = 0
    hosts: tuple[_Name, ...] = ()
    tls_cert: str = ""
    tls_key: str = ""
    key_file: str = ""
    leases: bool = False
    lease_size: _Some = 50
    lease_days: Annotated[int, msgspec.Meta(ge=0, le=5)] = 1
    lease_limit: _Some = 2000
    clock_tolerance_seconds: _Some = 300
    restored_gap: _Some = 1000
    certificate_days: _Some = 730
    retry_seconds: _Some = 5
    look_ups_a_minute: _Some = 30
    prefixes: dict[str, str] = {}

    def settings(self, *, training: bool, leases: bool) -> GatewaySettings:
        """`training`: whoever comes is enrolled, and the portal's desk is open."""
        return GatewaySettings(
            name="Trục tập huấn" if training and self.name == GatewayFile().name else self.name,
            prefixes=self.prefixes,
            leases=self.leases or leases,
            lease_size=self.lease_size,
            lease_days=self.lease_days,
            lease_limit=self.lease_limit,
            clock_tolerance_seconds=self.clock_tolerance_seconds,
            restored_gap=self.restored_gap,
            open_enrolment=training,
            demo_desk=training,
            certificate_seconds=self.certificate_days * DAY_SECONDS,
            retry_seconds=self.retry_seconds,
            look_ups_a_minute=self.look_ups_a_minute,
            hosts=frozenset(host.lower() for host in self.hosts),
        )


def read_gateway_file(folder: Path) -> GatewayFile:
    """What stands in `folder`; the usual values where there is no file. Raises GatewayFileWrong."""
    path = folder / "gateway.toml"
    try:
        return msgspec.toml.decode(path.read_bytes(), type=GatewayFile)
    except FileNotFoundError:
        return GatewayFile()
    except (msgspec.MsgspecError, ValueError, OSError) as error:
        raise GatewayFileWrong(path=path, what=error) from error
