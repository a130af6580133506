-- The office's store: what was received, what waits to be sent, what the portal decided, and the audit chain.

CREATE TABLE fact (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;

CREATE TABLE dossier (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    procedure TEXT NOT NULL,
    procedure_name TEXT NOT NULL,
    procedure_version TEXT NOT NULL,
    submitter TEXT NOT NULL,
    owners TEXT NOT NULL,
    channel TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    valid_at INTEGER NOT NULL,
    due_at INTEGER,
    state TEXT NOT NULL CHECK (state IN
        ('sealed', 'form_registered', 'acknowledged', 'purged', 'conflict', 'quarantined')),
    revision INTEGER NOT NULL DEFAULT 1,
    parent_sha BLOB,
    form BLOB NOT NULL,
    form_sha BLOB NOT NULL,
    wrapped_key BLOB
) STRICT;
CREATE INDEX dossier_state ON dossier (state);
CREATE INDEX dossier_due ON dossier (due_at) WHERE due_at IS NOT NULL;

CREATE TRIGGER dossier_content_is_sealed
BEFORE UPDATE OF id, procedure, procedure_version, form, form_sha, received_at, valid_at ON dossier
BEGIN SELECT RAISE(ABORT, 'a sealed dossier does not change'); END;

CREATE TRIGGER dossier_stays BEFORE DELETE ON dossier
BEGIN SELECT RAISE(ABORT, 'a dossier is never deleted'); END;

CREATE TABLE page (
    dossier TEXT NOT NULL REFERENCES dossier (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    file TEXT UNIQUE,
    PRIMARY KEY (dossier, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER page_content_is_sealed BEFORE UPDATE OF dossier, number, sha256, size, media_type ON page
BEGIN SELECT RAISE(ABORT, 'a sealed page does not change'); END;

CREATE TRIGGER page_stays BEFORE DELETE ON page
BEGIN SELECT RAISE(ABORT, 'a page row is never deleted'); END;

CREATE TABLE dossier_number (
    number TEXT PRIMARY KEY,
    dossier TEXT NOT NULL REFERENCES dossier (id),
    kind TEXT NOT NULL CHECK (kind IN ('temporary', 'official')),
    given_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX dossier_number_of ON dossier_number (dossier);
CREATE TRIGGER number_stays BEFORE DELETE ON dossier_number
BEGIN SELECT RAISE(ABORT, 'a number stays findable for ever'); END;
CREATE TRIGGER number_is_fixed BEFORE UPDATE ON dossier_number
BEGIN SELECT RAISE(ABORT, 'a number stays with its dossier'); END;

CREATE TABLE number_series (series TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE lease (
    id TEXT PRIMARY KEY,
    day TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    next INTEGER NOT NULL,
    body BLOB NOT NULL,
    granted_at INTEGER NOT NULL,
    ended_at INTEGER,
    ended_why TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt (
    dossier TEXT NOT NULL REFERENCES dossier (id),
    number TEXT NOT NULL,
    token TEXT NOT NULL,
    issued_at INTEGER NOT NULL,
    PRIMARY KEY (dossier, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE external_code (
    dossier TEXT NOT NULL REFERENCES dossier (id),
    system TEXT NOT NULL,
    code TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    PRIMARY KEY (dossier, entered_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE pause (
    dossier TEXT NOT NULL REFERENCES dossier (id),
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    reason TEXT NOT NULL,
    PRIMARY KEY (dossier, started_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE manifest (
    dossier TEXT NOT NULL REFERENCES dossier (id),
    number INTEGER NOT NULL,
    body BLOB NOT NULL,
    sha BLOB NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (dossier, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    dossier TEXT NOT NULL REFERENCES dossier (id),
    kind TEXT NOT NULL CHECK (kind IN ('form', 'pages')),
    manifest INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'conflict', 'quarantined')),
    since INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER NOT NULL DEFAULT 0,
    problem TEXT NOT NULL DEFAULT '',
    UNIQUE (dossier, kind, manifest)
) STRICT;
CREATE INDEX outbox_waiting ON outbox (kind, seq) WHERE state = 'waiting';

CREATE TABLE acknowledgement (
    dossier TEXT NOT NULL REFERENCES dossier (id),
    manifest INTEGER NOT NULL,
    body BLOB NOT NULL,
    key_id TEXT NOT NULL,
    signature BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (dossier, manifest)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER capture_goes_only_after_acknowledgement BEFORE UPDATE OF file ON page
WHEN NEW.file IS NULL AND NOT EXISTS (SELECT 1 FROM acknowledgement WHERE dossier = OLD.dossier)
BEGIN SELECT RAISE(ABORT, 'no acknowledgement covers this page'); END;

CREATE TABLE portal_status (
    dossier TEXT PRIMARY KEY REFERENCES dossier (id),
    status INTEGER NOT NULL,
    note TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    decided_by TEXT NOT NULL,
    event INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE portal_event (
    event INTEGER PRIMARY KEY,
    dossier TEXT NOT NULL,
    body BLOB NOT NULL,
    expected INTEGER NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    body BLOB NOT NULL,
    hash BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_has_no_gap BEFORE INSERT ON audit
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit)
BEGIN SELECT RAISE(ABORT, 'the audit log has no gaps'); END;

CREATE VIRTUAL TABLE dossier_search USING fts5 (
    words, content = '', contentless_delete = 1, detail = none,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

CREATE VIEW dossier_now AS
SELECT d.seq, d.id, d.procedure, d.procedure_name, d.submitter, d.owners, d.channel, d.received_at, d.due_at, d.state,
       coalesce(
           (SELECT n.number FROM dossier_number n WHERE n.dossier = d.id AND n.kind = 'official'),
           (SELECT n.number FROM dossier_number n WHERE n.dossier = d.id AND n.kind = 'temporary')) AS number,
       (SELECT n.number FROM dossier_number n WHERE n.dossier = d.id AND n.kind = 'temporary') AS temporary_number,
       p.status AS portal_status, p.note AS portal_note, p.decided_at AS portal_decided_at
FROM dossier d LEFT JOIN portal_status p ON p.dossier = d.id;
