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

-- revisions

-- the office's feed

