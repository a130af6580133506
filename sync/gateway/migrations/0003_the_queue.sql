-- The queue at full strength: who may come in, how much at a time, what is corrected, what is told to whom.

-- enrolment, roles, revocation

ALTER TABLE device ADD COLUMN role INTEGER NOT NULL DEFAULT 0 CHECK (role BETWEEN 0 AND 3);

-- The last act about a device counts. What a revoked device sent before stays.
CREATE TABLE admission_act (
    seq INTEGER PRIMARY KEY,
    device TEXT NOT NULL REFERENCES device (id),
    act TEXT NOT NULL CHECK (act IN ('revoked', 'readmitted')),
    why TEXT NOT NULL,
    done_at INTEGER NOT NULL
) STRICT;
CREATE INDEX admission_of ON admission_act (device, seq);
CREATE TRIGGER admission_act_is_fixed BEFORE UPDATE ON admission_act
BEGIN SELECT RAISE(ABORT, 'who was shut out is followed by another act, never changed'); END;
CREATE TRIGGER admission_act_stays BEFORE DELETE ON admission_act
BEGIN SELECT RAISE(ABORT, 'who was shut out is never forgotten'); END;

-- Only the hash of a code is kept. `name` is its first group: shown in lists, no secret.
CREATE TABLE enrolment_code (
    name TEXT PRIMARY KEY,
    salt BLOB NOT NULL,
    hash BLOB NOT NULL,
    office TEXT NOT NULL,
    counter TEXT NOT NULL,
    role INTEGER NOT NULL CHECK (role BETWEEN 0 AND 3),
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    wrong_tries INTEGER NOT NULL DEFAULT 0,
    used_by TEXT REFERENCES device (id),
    used_at INTEGER,
    withdrawn_at INTEGER,
    CHECK ((used_by IS NULL) = (used_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TRIGGER enrolment_code_is_fixed
BEFORE UPDATE OF name, salt, hash, office, counter, role, issued_at, expires_at ON enrolment_code
BEGIN SELECT RAISE(ABORT, 'what a code stands for is never changed'); END;
CREATE TRIGGER enrolment_code_is_used_once BEFORE UPDATE OF used_by ON enrolment_code WHEN OLD.used_by IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a code is used once'); END;
CREATE TRIGGER enrolment_code_forgets_no_try BEFORE UPDATE OF wrong_tries ON enrolment_code
WHEN NEW.wrong_tries < OLD.wrong_tries
BEGIN SELECT RAISE(ABORT, 'a wrong try is never forgotten'); END;
CREATE TRIGGER enrolment_code_stays BEFORE DELETE ON enrolment_code
BEGIN SELECT RAISE(ABORT, 'a code is never forgotten'); END;
CREATE TABLE enrolment_try (seq INTEGER PRIMARY KEY, tried_at INTEGER NOT NULL) STRICT;

-- The certificate a device got first stands in `device`; these follow it.
CREATE TABLE renewal (
    seq INTEGER PRIMARY KEY,
    device TEXT NOT NULL REFERENCES device (id),
    certificate BLOB NOT NULL,
    signature BLOB NOT NULL,
    renewed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX renewal_of ON renewal (device, seq);
CREATE TRIGGER renewal_is_fixed BEFORE UPDATE ON renewal
BEGIN SELECT RAISE(ABORT, 'a certificate is never changed'); END;
CREATE TRIGGER renewal_stays BEFORE DELETE ON renewal
BEGIN SELECT RAISE(ABORT, 'a certificate is never forgotten'); END;

-- Requests of which a second one would cost something, and their answers, until they are too old to be taken anyway.
CREATE TABLE asked_once (
    device TEXT NOT NULL REFERENCES device (id),
    nonce TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    answer BLOB,
    PRIMARY KEY (device, nonce)
) STRICT, WITHOUT ROWID;

-- admission and finalising

-- leases

-- One wish, one lease: an answer that was lost is given again. Ranges of a series never overlap, whoever asks.
ALTER TABLE lease ADD COLUMN request TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX lease_request ON lease (device, request) WHERE request <> '';
CREATE INDEX lease_of ON lease (device, series);
CREATE TRIGGER lease_is_granted_once BEFORE INSERT ON lease
WHEN EXISTS (SELECT 1 FROM lease l WHERE l.series = NEW.series AND l.first <= NEW.last AND l.last >= NEW.first)
BEGIN SELECT RAISE(ABORT, 'a leased range is never given to others'); END;
CREATE TRIGGER lease_lies_within_its_series BEFORE INSERT ON lease
WHEN NEW.last > coalesce((SELECT n.last FROM number_series n WHERE n.series = NEW.series), 0)
BEGIN SELECT RAISE(ABORT, 'a leased range is taken from its series first'); END;

-- Leases an operator took back. Numbers already printed from them stay valid and are registered.
CREATE TABLE lease_end (
    lease TEXT PRIMARY KEY REFERENCES lease (id),
    why TEXT NOT NULL,
    ended_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER lease_end_is_fixed BEFORE UPDATE ON lease_end
BEGIN SELECT RAISE(ABORT, 'a lease taken back stays taken back'); END;
CREATE TRIGGER lease_end_stays BEFORE DELETE ON lease_end
BEGIN SELECT RAISE(ABORT, 'a lease taken back stays taken back'); END;

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
