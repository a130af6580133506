-- Electronic copies of papers between receipt and acknowledgement: wanted, made, signed; their files, and the words in them.

-- Dots an inch a page was scanned with, 0 where nobody knows: whoever makes its copy wants to know.
ALTER TABLE page ADD COLUMN dpi INTEGER NOT NULL DEFAULT 0;

-- Pages are not sent before this moment, for a copy of them is being made. Kept apart from `next_at`, which the link rules write.
ALTER TABLE outbox ADD COLUMN held_until INTEGER NOT NULL DEFAULT 0;

-- The contents of a dossier whose papers get copies; `officer` received it, or made the correction, and signs its copies. `due_at`:
-- what stands for its pages is to be looked at again from then on, NULL while nothing changed.
CREATE TABLE copying (
    dossier TEXT NOT NULL REFERENCES dossier (id),
    revision INTEGER NOT NULL,
    officer TEXT NOT NULL,
    wanted_at INTEGER NOT NULL,
    due_at INTEGER,
    PRIMARY KEY (dossier, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX copying_due ON copying (due_at) WHERE due_at IS NOT NULL;

-- One copy of pages in one order. `arrangement` is a hash over theirs: what is copied already is not copied twice.
CREATE TABLE copy (
    id INTEGER PRIMARY KEY,
    dossier TEXT NOT NULL REFERENCES dossier (id),
    arrangement TEXT NOT NULL,
    title TEXT NOT NULL,
    drawing INTEGER NOT NULL CHECK (drawing IN (0, 1)),
    state TEXT NOT NULL DEFAULT 'wanted' CHECK (state IN ('wanted', 'making', 'made', 'put_off', 'signed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER NOT NULL DEFAULT 0,
    problem TEXT NOT NULL DEFAULT '',
    wanted_at INTEGER NOT NULL,
    made_at INTEGER,
    UNIQUE (dossier, arrangement)
) STRICT;
CREATE INDEX copy_unsettled ON copy (dossier) WHERE state IN ('wanted', 'making');
CREATE INDEX copy_open ON copy (wanted_at) WHERE state IN ('wanted', 'making');
CREATE INDEX copy_made ON copy (made_at) WHERE state = 'made';
CREATE TRIGGER copy_is_fixed BEFORE UPDATE OF id, dossier, arrangement, drawing ON copy
BEGIN SELECT RAISE(ABORT, 'a copy stays that of its pages'); END;

-- `found` is what was seen of the page while it was copied (kiosk.copy_ports.CopiedPage without its text, as JSON).
CREATE TABLE copy_page (
    copy INTEGER NOT NULL REFERENCES copy (id),
    place INTEGER NOT NULL CHECK (place >= 1),
    page INTEGER NOT NULL,
    found TEXT,
    PRIMARY KEY (copy, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX copy_page_of ON copy_page (page, copy);

-- Which copy stands for which paper (its place from 1) of which content.
CREATE TABLE copy_of_paper (
    dossier TEXT NOT NULL,
    revision INTEGER NOT NULL,
    paper INTEGER NOT NULL CHECK (paper >= 1),
    copy INTEGER NOT NULL REFERENCES copy (id),
    PRIMARY KEY (dossier, revision, paper),
    FOREIGN KEY (dossier, revision) REFERENCES copying (dossier, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX copy_of_paper_by_copy ON copy_of_paper (copy);
CREATE VIEW copy_now AS
SELECT p.dossier, p.revision, p.paper, p.copy FROM copy_of_paper p
WHERE p.revision = (SELECT max(c.revision) FROM copying c WHERE c.dossier = p.dossier);

-- The files of a copy under the key of its dossier: as it was made, then as it was signed. `begins_as` is the hash of the file
-- whose bytes this one begins with: a signature is an appendix.
CREATE TABLE copy_file (
    seq INTEGER PRIMARY KEY,
    copy INTEGER NOT NULL REFERENCES copy (id),
    dossier TEXT NOT NULL REFERENCES dossier (id),
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 1),
    kind TEXT NOT NULL CHECK (kind IN ('made', 'signed')),
    begins_as TEXT NOT NULL DEFAULT '',
    file TEXT UNIQUE,
    kept_at INTEGER NOT NULL,
    UNIQUE (dossier, sha256)
) STRICT;
CREATE INDEX copy_file_of ON copy_file (copy, seq);
CREATE TRIGGER copy_file_is_fixed BEFORE UPDATE OF seq, copy, dossier, sha256, size, kind, begins_as ON copy_file
BEGIN SELECT RAISE(ABORT, 'a copy is fixed by its hash'); END;
CREATE TRIGGER copy_file_stays BEFORE DELETE ON copy_file
BEGIN SELECT RAISE(ABORT, 'a copy stays on record'); END;
CREATE TRIGGER copy_file_goes_after_its_pages BEFORE UPDATE OF file ON copy_file
WHEN NEW.file IS NULL AND EXISTS (
    SELECT 1 FROM copy_page c JOIN page p ON p.dossier = OLD.dossier AND p.number = c.page
    WHERE c.copy = OLD.copy AND p.file IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a copy goes with the pages it was made of'); END;

-- Whose certificate signed a file, and what a check of it found: `checked_at` NULL until it held.
CREATE TABLE copy_signature (
    file INTEGER PRIMARY KEY REFERENCES copy_file (seq),
    officer TEXT NOT NULL,
    subject TEXT NOT NULL,
    serial TEXT NOT NULL,
    signed_at INTEGER NOT NULL,
    stamped_at INTEGER,
    checked_at INTEGER,
    found TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TRIGGER copy_signature_is_fixed BEFORE UPDATE OF file, officer, subject, serial, signed_at ON copy_signature
BEGIN SELECT RAISE(ABORT, 'a signature does not change'); END;

-- The words of a paper as they were recognised, of the newest content.
CREATE TABLE paper_text (
    seq INTEGER PRIMARY KEY,
    dossier TEXT NOT NULL REFERENCES dossier (id),
    paper INTEGER NOT NULL CHECK (paper >= 1),
    text TEXT NOT NULL,
    UNIQUE (dossier, paper)
) STRICT;

-- A capture leaves only when a manifest that was acknowledged names it, or a copy that was made of it, for its page.
DROP TRIGGER capture_goes_only_after_acknowledgement;
CREATE TRIGGER capture_goes_only_after_acknowledgement BEFORE UPDATE OF file ON page
WHEN NEW.file IS NULL AND NOT EXISTS (
    SELECT 1 FROM acknowledgement a JOIN manifest m ON m.dossier = a.dossier AND m.number = a.manifest,
         json_each(CAST(m.body AS TEXT), '$.pages') named
    WHERE a.dossier = OLD.dossier AND json_extract(named.value, '$.number') = OLD.number
      AND (json_extract(named.value, '$.sha256') = OLD.sha256
           OR EXISTS (SELECT 1 FROM copy_file f JOIN copy_page c ON c.copy = f.copy
                      WHERE f.dossier = OLD.dossier AND f.sha256 = json_extract(named.value, '$.sha256')
                        AND c.page = OLD.number)))
BEGIN SELECT RAISE(ABORT, 'no acknowledgement covers this page'); END;
