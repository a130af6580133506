-- The queue at full strength: who may come in, how much at a time, what is corrected, what is told to whom.

-- enrolment, roles, revocation

-- admission and finalising

-- leases

-- revisions

-- the office's feed
-- A decision's number is only its place in this store: a store put back from a backup gives numbers out again. Its id is drawn
-- once and is what counters know it by. The first decision of a dossier has always been that it was registered.
ALTER TABLE decision ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE decision ADD COLUMN kind TEXT NOT NULL DEFAULT 'status'
    CHECK (kind IN ('registered', 'status', 'supplement', 'refusal', 'result', 'note'));
ALTER TABLE decision ADD COLUMN office TEXT NOT NULL DEFAULT '';
ALTER TABLE decision ADD COLUMN wanted TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(wanted));
ALTER TABLE decision ADD COLUMN files TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(files));
DROP TRIGGER decision_is_fixed;
UPDATE decision SET
    id = lower(substr(printf('%012x', decided_at), 1, 8) || '-' || substr(printf('%012x', decided_at), 9, 4)
               || '-7' || substr(hex(randomblob(2)), 2, 3) || '-8' || substr(hex(randomblob(2)), 2, 3) || '-' || hex(randomblob(6))),
    office = (SELECT v.office FROM device v WHERE v.id = decision.device),
    kind = CASE WHEN event = (SELECT min(f.event) FROM decision f WHERE f.dossier = decision.dossier) THEN 'registered'
                WHEN status = 3 THEN 'refusal' WHEN status = 5 THEN 'supplement' WHEN status = 9 THEN 'result'
                ELSE 'status' END;
CREATE TRIGGER decision_is_fixed BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'a decision is followed by another, never changed'); END;
CREATE TRIGGER decision_names_itself BEFORE INSERT ON decision WHEN NEW.id = '' OR NEW.office = ''
BEGIN SELECT RAISE(ABORT, 'a decision has an id and an office'); END;
CREATE UNIQUE INDEX decision_id ON decision (id);
CREATE INDEX decision_of_office ON decision (office, event);
CREATE INDEX decision_of_dossier ON decision (dossier, event);
CREATE INDEX decision_at ON decision (decided_at, event);

-- What came out of a dossier, as files that counters of its office may fetch.
CREATE TABLE result_file (
    dossier TEXT NOT NULL REFERENCES dossier (id),
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 1),
    file TEXT NOT NULL UNIQUE,
    kept_at INTEGER NOT NULL,
    PRIMARY KEY (dossier, sha256)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER result_file_is_fixed BEFORE UPDATE ON result_file
BEGIN SELECT RAISE(ABORT, 'a result is fixed by its hash'); END;
CREATE TRIGGER result_file_stays BEFORE DELETE ON result_file
BEGIN SELECT RAISE(ABORT, 'a result is never deleted'); END;
