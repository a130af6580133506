-- What somebody left unfinished at a kiosk, as its device signed it: for officers of its office, until its days are over.
CREATE TABLE left_draft (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL REFERENCES device (id),
    office TEXT NOT NULL,
    body BLOB NOT NULL,
    key_id TEXT NOT NULL,
    signature BLOB NOT NULL,
    kept_at INTEGER NOT NULL,
    forget_at INTEGER NOT NULL
) STRICT;
CREATE INDEX left_draft_age ON left_draft (forget_at);

-- Who was shown which of them, when. It stays when the draft is gone.
CREATE TABLE left_draft_shown (
    seq INTEGER PRIMARY KEY,
    draft TEXT NOT NULL,
    device TEXT NOT NULL,
    shown_at INTEGER NOT NULL
) STRICT;
