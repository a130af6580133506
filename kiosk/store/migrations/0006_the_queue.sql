-- The queue at full strength: what lanes, numbers, revisions and the office's feed have to remember.

-- lanes and link

-- leases

-- The gateway's signature travels with a lease: a gateway that forgot it believes its own word.
ALTER TABLE lease ADD COLUMN key_id TEXT NOT NULL DEFAULT '';
ALTER TABLE lease ADD COLUMN signature BLOB NOT NULL DEFAULT x'';
CREATE INDEX lease_on ON lease (day);
CREATE TRIGGER lease_is_fixed BEFORE UPDATE OF id, day, first, last, body, key_id, signature, granted_at ON lease
BEGIN SELECT RAISE(ABORT, 'a lease does not change'); END;
CREATE TRIGGER lease_goes_forward BEFORE UPDATE OF next ON lease
WHEN NEW.next <= OLD.next OR NEW.next > OLD.last + 1 OR OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a leased number is given out once, and none of an ended lease'); END;
CREATE TRIGGER lease_ends_once BEFORE UPDATE OF ended_at, ended_why ON lease WHEN OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an ended lease stays ended'); END;
CREATE TRIGGER lease_stays BEFORE DELETE ON lease
BEGIN SELECT RAISE(ABORT, 'a lease stays on record'); END;

-- Wishes on their way: asked again under the same id until they are answered, so that a lost answer costs no range.
CREATE TABLE lease_wish (
    id TEXT PRIMARY KEY,
    day TEXT NOT NULL UNIQUE,
    count INTEGER NOT NULL CHECK (count >= 1),
    wished_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Why a dossier has an official number or a temporary code, where the province grants leases at all.
CREATE TABLE number_drawn (
    dossier TEXT PRIMARY KEY REFERENCES dossier (id),
    why TEXT NOT NULL,
    lease TEXT REFERENCES lease (id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER number_drawn_is_fixed BEFORE UPDATE ON number_drawn
BEGIN SELECT RAISE(ABORT, 'why a number was given does not change'); END;
CREATE TRIGGER number_drawn_stays BEFORE DELETE ON number_drawn
BEGIN SELECT RAISE(ABORT, 'why a number was given stays on record'); END;

-- conflicts and revisions

-- What was sealed stays as it is. A correction is a further revision on top of the newest one, under the same number; what the
-- gateway was found to hold instead is kept beside it, as it came (origin 'gateway'). The last line of a dossier counts.
CREATE TABLE revision (
    seq INTEGER PRIMARY KEY,
    dossier TEXT NOT NULL REFERENCES dossier (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    origin TEXT NOT NULL CHECK (origin IN ('counter', 'gateway')),
    form BLOB NOT NULL,
    form_sha BLOB NOT NULL,
    parent_sha BLOB,
    manifest INTEGER,
    officer TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    UNIQUE (dossier, number, origin),
    CHECK ((origin = 'counter') = (manifest IS NOT NULL)),
    CHECK (origin = 'gateway' OR (number >= 2 AND parent_sha IS NOT NULL))
) STRICT;
CREATE VIEW form_now AS
SELECT d.seq, d.id AS dossier,
       coalesce((SELECT r.form FROM revision r WHERE r.dossier = d.id ORDER BY r.seq DESC LIMIT 1), d.form) AS form,
       coalesce((SELECT r.form_sha FROM revision r WHERE r.dossier = d.id ORDER BY r.seq DESC LIMIT 1), d.form_sha) AS form_sha,
       coalesce((SELECT r.number FROM revision r WHERE r.dossier = d.id ORDER BY r.seq DESC LIMIT 1), 1) AS number
FROM dossier d;
CREATE TRIGGER revision_follows_the_newest BEFORE INSERT ON revision
WHEN NEW.origin = 'counter' AND NOT EXISTS (
    SELECT 1 FROM form_now f WHERE f.dossier = NEW.dossier AND f.form_sha = NEW.parent_sha AND f.number = NEW.number - 1)
BEGIN SELECT RAISE(ABORT, 'a revision stands on the newest one'); END;
CREATE TRIGGER revision_is_fixed BEFORE UPDATE ON revision
BEGIN SELECT RAISE(ABORT, 'a revision does not change'); END;
CREATE TRIGGER revision_stays BEFORE DELETE ON revision
BEGIN SELECT RAISE(ABORT, 'a revision stays on record'); END;

-- What an officer decided about something that could not be sent, in their own words: the audit log keeps none of those.
CREATE TABLE outbox_act (
    seq INTEGER PRIMARY KEY,
    dossier TEXT NOT NULL REFERENCES dossier (id),
    act TEXT NOT NULL CHECK (act IN ('sent again', 'gateway is right', 'counter is right')),
    was TEXT NOT NULL,
    officer TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_act_of ON outbox_act (dossier);
CREATE TRIGGER outbox_act_is_fixed BEFORE UPDATE ON outbox_act
BEGIN SELECT RAISE(ABORT, 'what was decided does not change'); END;
CREATE TRIGGER outbox_act_stays BEFORE DELETE ON outbox_act
BEGIN SELECT RAISE(ABORT, 'what was decided stays on record'); END;

-- Set for good when another content took the place of what this line carries: it is never sent any more.
ALTER TABLE outbox ADD COLUMN superseded_at INTEGER;
CREATE TRIGGER superseded_is_never_sent BEFORE UPDATE OF state, superseded_at ON outbox
WHEN OLD.superseded_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what was superseded is not sent'); END;

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

-- Files of results the portal told of: wanted until every byte is here and the hash is right. Each has a key of its own, for the
-- key of the captures may be gone when the result comes. Pieces are kept as they arrive, so nothing is asked for twice.
CREATE TABLE result_file (
    dossier TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 1),
    wrapped_key BLOB,
    state TEXT NOT NULL DEFAULT 'wanted' CHECK (state IN ('wanted', 'here', 'refused')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER NOT NULL DEFAULT 0,
    problem TEXT NOT NULL DEFAULT '',
    told_at INTEGER NOT NULL,
    here_at INTEGER,
    PRIMARY KEY (dossier, sha256),
    CHECK ((state = 'here') = (here_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX result_file_wanted ON result_file (told_at) WHERE state = 'wanted';
CREATE TRIGGER result_file_content_is_fixed BEFORE UPDATE OF dossier, sha256, name, media_type, size ON result_file
BEGIN SELECT RAISE(ABORT, 'a result is fixed by its hash'); END;
CREATE TABLE result_piece (
    dossier TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    start INTEGER NOT NULL CHECK (start >= 0),
    size INTEGER NOT NULL CHECK (size >= 1),
    file TEXT NOT NULL UNIQUE,
    PRIMARY KEY (dossier, sha256, start),
    FOREIGN KEY (dossier, sha256) REFERENCES result_file (dossier, sha256)
) STRICT, WITHOUT ROWID;
