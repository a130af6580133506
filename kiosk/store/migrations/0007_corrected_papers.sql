-- Corrections that bring other pages, and corrections the office's other counters hear of.

-- The manifest that names a page first. A page's number is never another's within its dossier, so what a correction put aside is
-- found by the revision that shows it; and it leaves this machine only under an acknowledgement of that manifest or a later one.
ALTER TABLE page ADD COLUMN manifest INTEGER NOT NULL DEFAULT 1;
DROP TRIGGER page_content_is_sealed;
CREATE TRIGGER page_content_is_sealed BEFORE UPDATE OF dossier, number, sha256, size, media_type, manifest ON page
BEGIN SELECT RAISE(ABORT, 'a sealed page does not change'); END;
DROP TRIGGER capture_goes_only_after_acknowledgement;
CREATE TRIGGER capture_goes_only_after_acknowledgement BEFORE UPDATE OF file ON page
WHEN NEW.file IS NULL
     AND NOT EXISTS (SELECT 1 FROM acknowledgement a WHERE a.dossier = OLD.dossier AND a.manifest >= OLD.manifest)
BEGIN SELECT RAISE(ABORT, 'no acknowledgement covers this page'); END;

-- Which content an event is about, where it is about a correction.
ALTER TABLE portal_word ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
DROP TRIGGER portal_word_is_fixed;
CREATE TRIGGER portal_word_is_fixed BEFORE UPDATE OF seq, id, dossier, kind, status, note, wanted, files, decided_by, decided_at,
    expected, received_at, revision ON portal_word
BEGIN SELECT RAISE(ABORT, 'what the portal said does not change'); END;
