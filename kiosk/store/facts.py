"""Small facts of a store, one row each: who this device is, which gateway it trusts, how far it has read."""

import msgspec

from kiosk.signing import Signed
from kiosk.store.database import Database

DEVICE = "device"                      # uuid text
DEVICE_SEED = "device_seed"            # 32 bytes, the private key
CERTIFICATE = "certificate"            # Signed, msgpack
GATEWAY_KEY = "gateway_key"            # 32 bytes, pinned
DEVICE_PART = "device_part"
NUMBERS_ISSUED = "numbers_issued"
RESTORED_AT_LINE = "restored_at_line"  # of the audit log; lines from here on may have been others before a restore
CHANGES_SINCE = "changes_since"        # the place in the feed, the event that lies there, and which feed that is
CHANGES_AFTER = "changes_after"
CHANGES_EPOCH = "changes_epoch"
CHANGES_READING = "changes_reading"    # how often the feed was begun again
FEED_READ_AT = "feed_read_at"          # this clock's moment when the feed was last read to its end, epoch ms
LAST_SEEN_AT = "last_seen_at"          # newest wall clock seen, epoch ms
LEASES = "leases"                      # "on" or "off", as the gateway last said
LEASES_REFUSED = "leases_refused"      # the code with which the gateway last refused one, "" since it granted one
GATEWAY_SEEN_AT = "gateway_seen_at"    # the gateway's own time at the last greeting, epoch ms
CLOCK_AHEAD = "clock_ahead"            # this clock less the gateway's at the last greeting, ms; written by sync.clocks alone
CLOCK_TOLERANCE = "clock_tolerance"    # how far ahead or behind official numbers are still given out, as the policy says, ms
LEASE_USED_AT = "lease_used_at"        # newest moment at which a leased number was given out, epoch ms
LEASES_SHOWN_AT = "leases_shown_at"    # the gateway's time when the leases were last shown to it, epoch ms
MAINTENANCE_PIN = "maintenance_pin"    # of a kiosk: salt, slow hash, wrong tries, msgpack


def text(database: Database, name: str) -> str | None:
    value = _value(database, name)
    return value if isinstance(value, str) else None


def number(database: Database, name: str) -> int:
    value = _value(database, name)
    return value if isinstance(value, int) else 0


def blob(database: Database, name: str) -> bytes | None:
    value = _value(database, name)
    return value if isinstance(value, bytes) else None


def put(database: Database, name: str, value: str | int | bytes) -> None:
    database.execute("INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)", [name, value])


def drop(database: Database, name: str) -> None:
    database.execute("DELETE FROM fact WHERE name = ?", [name])


def names(database: Database, beginning: str) -> tuple[str, ...]:
    """Facts of one kind, the smallest value first."""
    query = "SELECT name FROM fact WHERE substr(name, 1, ?) = ? ORDER BY value, name"
    return tuple(str(row[0]) for row in database.execute(query, [len(beginning), beginning]))


def certificate(database: Database) -> Signed | None:
    """The device's certificate as the gateway signed it, None before the first hello."""
    packed = blob(database, CERTIFICATE)
    return None if packed is None else msgspec.msgpack.decode(packed, type=Signed)


def put_certificate(database: Database, signed: Signed) -> None:
    put(database, CERTIFICATE, msgspec.msgpack.encode(signed))


def _value(database: Database, name: str) -> object:
    row = database.execute("SELECT value FROM fact WHERE name = ?", [name]).fetchone()
    return row[0] if row else None
