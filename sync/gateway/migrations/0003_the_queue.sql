-- The queue at full strength: who may come in, how much at a time, what is corrected, what is told to whom.

-- enrolment, roles, revocation

-- admission and finalising

-- leases

-- revisions

-- What was registered first stays in `dossier`; each correction stands on the content before it.
CREATE TABLE revision (
    dossier TEXT NOT NULL REFERENCES dossier (id),
    number INTEGER NOT NULL CHECK (number >= 2),
    device TEXT NOT NULL REFERENCES device (id),
    form BLOB NOT NULL,
    form_sha TEXT NOT NULL,
    parent_sha TEXT NOT NULL,
    manifest INTEGER NOT NULL,
    registered_at INTEGER NOT NULL,
    PRIMARY KEY (dossier, number)
) STRICT, WITHOUT ROWID;
CREATE VIEW content AS
SELECT id AS dossier, 1 AS number, device, form, form_sha, first_manifest AS manifest, registered_at FROM dossier
UNION ALL SELECT dossier, number, device, form, form_sha, manifest, registered_at FROM revision;
CREATE TRIGGER revision_follows BEFORE INSERT ON revision
WHEN NEW.parent_sha IS NOT (SELECT form_sha FROM content WHERE dossier = NEW.dossier AND number = NEW.number - 1)
BEGIN SELECT RAISE(ABORT, 'a revision stands on the one before it'); END;
CREATE TRIGGER revision_is_fixed BEFORE UPDATE ON revision
BEGIN SELECT RAISE(ABORT, 'a registered revision never changes'); END;
CREATE TRIGGER revision_stays BEFORE DELETE ON revision
BEGIN SELECT RAISE(ABORT, 'a registered revision is never deleted'); END;

-- the office's feed

