-- What the counter window keeps besides sealed dossiers: who may sign in, and intakes not yet received.

CREATE TABLE officer (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    salt BLOB NOT NULL,
    pin_hash BLOB NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    locked_until INTEGER NOT NULL DEFAULT 0,
    added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    officer TEXT NOT NULL,
    procedure TEXT NOT NULL,
    body BLOB NOT NULL,
    wrapped_key BLOB NOT NULL,
    opened_at INTEGER NOT NULL,
    saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE draft_page (
    draft TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    position INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    file TEXT NOT NULL UNIQUE,
    paper TEXT NOT NULL DEFAULT '',
    removed_at INTEGER,
    PRIMARY KEY (draft, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE preference (
    officer TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (officer, name)
) STRICT, WITHOUT ROWID;
