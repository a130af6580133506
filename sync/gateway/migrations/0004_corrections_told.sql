-- The office hears of corrections: a kind of event more, with the number of the content it is about. The list of kinds is a check of
-- the table, so the table is made anew; every event keeps its place and its id.
ALTER TABLE decision RENAME TO decision_before;
DROP TRIGGER decision_is_fixed;
DROP TRIGGER decision_stays;
DROP TRIGGER decision_names_itself;
DROP INDEX decision_feed;
DROP INDEX decision_id;
DROP INDEX decision_of_office;
DROP INDEX decision_of_dossier;
DROP INDEX decision_at;
CREATE TABLE decision (
    event INTEGER PRIMARY KEY AUTOINCREMENT,
    dossier TEXT NOT NULL REFERENCES dossier (id),
    device TEXT NOT NULL REFERENCES device (id),
    status INTEGER NOT NULL,
    note TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('registered', 'status', 'supplement', 'refusal', 'result', 'note', 'corrected')),
    office TEXT NOT NULL,
    wanted TEXT NOT NULL CHECK (json_valid(wanted)),
    files TEXT NOT NULL CHECK (json_valid(files)),
    revision INTEGER NOT NULL DEFAULT 0,
    CHECK ((kind = 'corrected') = (revision >= 2))
) STRICT;
INSERT INTO decision (event, dossier, device, status, note, decided_by, decided_at, id, kind, office, wanted, files)
SELECT event, dossier, device, status, note, decided_by, decided_at, id, kind, office, wanted, files FROM decision_before
ORDER BY event;
DROP TABLE decision_before;
CREATE INDEX decision_feed ON decision (device, event);
CREATE UNIQUE INDEX decision_id ON decision (id);
CREATE INDEX decision_of_office ON decision (office, event);
CREATE INDEX decision_of_dossier ON decision (dossier, event);
CREATE INDEX decision_at ON decision (decided_at, event);
CREATE TRIGGER decision_is_fixed BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'a decision is followed by another, never changed'); END;
CREATE TRIGGER decision_stays BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'a decision is never deleted'); END;
CREATE TRIGGER decision_names_itself BEFORE INSERT ON decision WHEN NEW.id = '' OR NEW.office = ''
BEGIN SELECT RAISE(ABORT, 'a decision has an id and an office'); END;
