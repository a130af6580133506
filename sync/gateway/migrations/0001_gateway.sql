-- The gateway's store: which counters it knows, what they sent, what it acknowledged, what the portal decided.
-- Nearly everything is append-only: only a page's state and a number series ever move, and a series only forwards.

CREATE TABLE fact (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;

CREATE TABLE device (
    id TEXT PRIMARY KEY,
    public_key BLOB NOT NULL UNIQUE,
    office TEXT NOT NULL,
    counter TEXT NOT NULL,
    certificate BLOB NOT NULL,
    signature BLOB NOT NULL,
    enrolled_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER device_is_fixed BEFORE UPDATE ON device
BEGIN SELECT RAISE(ABORT, 'a certificate is never changed'); END;
CREATE TRIGGER device_stays BEFORE DELETE ON device
BEGIN SELECT RAISE(ABORT, 'a device is never forgotten'); END;

-- Two hashes under one number are the proof that a counter's audit chain was rewritten: both are kept.
CREATE TABLE audit_head (
    device TEXT NOT NULL REFERENCES device (id),
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (device, seq, hash)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER audit_head_is_fixed BEFORE UPDATE ON audit_head
BEGIN SELECT RAISE(ABORT, 'an audit head is never changed'); END;
CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'an audit head is never forgotten'); END;

CREATE TABLE number_series (series TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TRIGGER series_never_goes_back BEFORE UPDATE ON number_series
WHEN NEW.series <> OLD.series OR NEW.last <= OLD.last
BEGIN SELECT RAISE(ABORT, 'a number is never given twice'); END;
CREATE TRIGGER series_stays BEFORE DELETE ON number_series
BEGIN SELECT RAISE(ABORT, 'a number is never given twice'); END;

CREATE TABLE lease (
    id TEXT PRIMARY KEY,
    device TEXT NOT NULL REFERENCES device (id),
    series TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL CHECK (last >= first),
    body BLOB NOT NULL,
    signature BLOB NOT NULL,
    granted_at INTEGER NOT NULL,
    UNIQUE (series, first)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER lease_is_fixed BEFORE UPDATE ON lease
BEGIN SELECT RAISE(ABORT, 'a lease is never changed'); END;
CREATE TRIGGER lease_stays BEFORE DELETE ON lease
BEGIN SELECT RAISE(ABORT, 'a leased range is never given to others'); END;

CREATE TABLE dossier (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL REFERENCES device (id),
    form BLOB NOT NULL,
    form_sha TEXT NOT NULL,
    printed TEXT NOT NULL,
    printed_kind TEXT NOT NULL CHECK (printed_kind IN ('temporary', 'official')),
    number TEXT NOT NULL UNIQUE,
    first_manifest INTEGER NOT NULL,
    registered_at INTEGER NOT NULL,
    wrapped_key BLOB NOT NULL
) STRICT;
CREATE TRIGGER dossier_is_fixed BEFORE UPDATE ON dossier
BEGIN SELECT RAISE(ABORT, 'a registered form never changes'); END;
CREATE TRIGGER dossier_stays BEFORE DELETE ON dossier
BEGIN SELECT RAISE(ABORT, 'a registered form is never deleted'); END;

CREATE TABLE dossier_number (
    number TEXT PRIMARY KEY,
    dossier TEXT NOT NULL REFERENCES dossier (id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER number_is_fixed BEFORE UPDATE ON dossier_number
BEGIN SELECT RAISE(ABORT, 'a number stays with its dossier'); END;
CREATE TRIGGER number_stays BEFORE DELETE ON dossier_number
BEGIN SELECT RAISE(ABORT, 'a number stays findable for ever'); END;

CREATE TABLE manifest (
    dossier TEXT NOT NULL REFERENCES dossier (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    body BLOB NOT NULL,
    key_id TEXT NOT NULL,
    signature BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (dossier, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER manifest_is_fixed BEFORE UPDATE ON manifest
BEGIN SELECT RAISE(ABORT, 'a manifest is never changed'); END;
CREATE TRIGGER manifest_stays BEFORE DELETE ON manifest
BEGIN SELECT RAISE(ABORT, 'a manifest is never deleted'); END;

-- The file's name is drawn when the page is first named, before a byte of it arrives: so no file is ever unknown.
CREATE TABLE page (
    dossier TEXT NOT NULL REFERENCES dossier (id),
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 1),
    file TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL DEFAULT 'partial' CHECK (state IN ('partial', 'whole')),
    verified_at INTEGER,
    PRIMARY KEY (dossier, sha256),
    CHECK ((state = 'whole') = (verified_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE TRIGGER page_content_is_fixed BEFORE UPDATE OF dossier, sha256, size, file ON page
BEGIN SELECT RAISE(ABORT, 'a page is fixed by its hash'); END;
CREATE TRIGGER page_stays BEFORE DELETE ON page
BEGIN SELECT RAISE(ABORT, 'a page row is never deleted'); END;

CREATE TABLE acknowledgement (
    dossier TEXT NOT NULL,
    manifest INTEGER NOT NULL,
    body BLOB NOT NULL,
    key_id TEXT NOT NULL,
    signature BLOB NOT NULL,
    acknowledged_at INTEGER NOT NULL,
    PRIMARY KEY (dossier, manifest),
    FOREIGN KEY (dossier, manifest) REFERENCES manifest (dossier, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER acknowledgement_is_fixed BEFORE UPDATE ON acknowledgement
BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never changed'); END;
CREATE TRIGGER acknowledgement_stays BEFORE DELETE ON acknowledgement
BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never taken back'); END;

CREATE TABLE decision (
    event INTEGER PRIMARY KEY AUTOINCREMENT,
    dossier TEXT NOT NULL REFERENCES dossier (id),
    device TEXT NOT NULL REFERENCES device (id),
    status INTEGER NOT NULL,
    note TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at INTEGER NOT NULL
) STRICT;
CREATE INDEX decision_feed ON decision (device, event);
CREATE TRIGGER decision_is_fixed BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'a decision is followed by another, never changed'); END;
CREATE TRIGGER decision_stays BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'a decision is never deleted'); END;
