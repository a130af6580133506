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

-- the office's feed

