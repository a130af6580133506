-- The queue at full strength: what lanes, numbers, revisions and the office's feed have to remember.

-- lanes and link

-- leases

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

