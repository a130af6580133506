-- The queue at full strength: what lanes, numbers, revisions and the office's feed have to remember.

-- lanes and link

-- leases

-- conflicts and revisions

-- the office's feed
-- Every event of the feed about a dossier kept here, once, by the id it was given when it happened. Events used to be known by
-- their place at the gateway, which a gateway put back from a backup gives out again: they are read anew, with their ids.
-- `reading` is the count of how often the feed was begun, and says in which of them the event was last seen.
DROP TABLE portal_event;
CREATE TABLE portal_word (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    dossier TEXT NOT NULL,
    kind TEXT NOT NULL,
    status INTEGER NOT NULL,
    note TEXT NOT NULL,
    wanted TEXT NOT NULL CHECK (json_valid(wanted)),
    files TEXT NOT NULL CHECK (json_valid(files)),
    decided_by TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    expected INTEGER NOT NULL CHECK (expected IN (0, 1)),
    reading INTEGER NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX portal_word_of ON portal_word (dossier, seq);
CREATE TRIGGER portal_word_is_fixed BEFORE UPDATE OF seq, id, dossier, kind, status, note, wanted, files, decided_by, decided_at,
    expected, received_at ON portal_word
BEGIN SELECT RAISE(ABORT, 'what the portal said does not change'); END;
CREATE TRIGGER portal_word_stays BEFORE DELETE ON portal_word WHEN EXISTS (SELECT 1 FROM dossier WHERE id = OLD.dossier)
BEGIN SELECT RAISE(ABORT, 'what the portal said of a dossier of this counter stays'); END;

-- Forms the gateway took whose registration the feed has not shown yet. One that is still here when the feed has been read to
-- its end is one the gateway forgot; it is sent again once in each reading.
CREATE TABLE registration_unheard (
    dossier TEXT PRIMARY KEY REFERENCES dossier (id),
    sent_again INTEGER NOT NULL DEFAULT 0 CHECK (sent_again IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Dossiers other counters of the office received, as the feed tells of them. They stand apart from ours and may be forgotten.
-- `body` is what a look-up tells of a dossier, NULL on a device that may not know the people of it.
CREATE TABLE office_card (
    seq INTEGER PRIMARY KEY,
    dossier TEXT NOT NULL UNIQUE,
    number TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    due_at INTEGER,
    status INTEGER NOT NULL,
    note TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    body BLOB,
    heard_at INTEGER NOT NULL
) STRICT;
CREATE INDEX office_card_number ON office_card (number);
CREATE INDEX office_card_age ON office_card (max(received_at, decided_at, coalesce(due_at, 0)));
CREATE INDEX office_card_heard ON office_card (heard_at);
CREATE TRIGGER office_card_is_of_others BEFORE INSERT ON office_card WHEN EXISTS (SELECT 1 FROM dossier WHERE id = NEW.dossier)
BEGIN SELECT RAISE(ABORT, 'a dossier of this counter is no card of another'); END;
CREATE VIRTUAL TABLE office_card_search USING fts5 (
    words, content = '', contentless_delete = 1, detail = none,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
