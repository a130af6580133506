-- Somebody at a kiosk calls an officer: for minutes, then forgotten. Nothing in it says who.
CREATE TABLE help_call (
    id TEXT PRIMARY KEY,
    device TEXT NOT NULL REFERENCES device (id),
    office TEXT NOT NULL,
    place TEXT NOT NULL,
    kind TEXT NOT NULL,
    called_at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    heard_at INTEGER,
    taken_by TEXT REFERENCES device (id),
    taken_place TEXT NOT NULL DEFAULT '',
    taken_at INTEGER,
    over INTEGER NOT NULL DEFAULT 0 CHECK (over IN (0, 1))
) STRICT;
CREATE INDEX help_call_of_office ON help_call (office, until);
CREATE INDEX help_call_age ON help_call (until);

-- Counters of offices without a kiosk ask seldom.
CREATE INDEX device_kiosks ON device (office) WHERE role = 1;
