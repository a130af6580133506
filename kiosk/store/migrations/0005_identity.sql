-- How the people of a dossier were proven, in closed words. It stands beside the sealed form, whose bytes never change: the
-- agency may answer after the receipt. A draft's id is the one its dossier will have, so `dossier` refers to no table.
CREATE TABLE identity_proof (
    id TEXT PRIMARY KEY,
    dossier TEXT NOT NULL,
    number TEXT NOT NULL CHECK (number <> ''),
    proof TEXT NOT NULL CHECK (proof IN ('authentic', 'read_not_authenticated', 'rejected', 'vendor', 'seen_by_officer', 'qr',
                                         'typed', 'simulated')),
    opened_by TEXT NOT NULL CHECK (opened_by IN ('', 'pace', 'bac_card_is_old', 'bac_pace_unknown', 'bac_pace_failed')),
    training INTEGER NOT NULL CHECK (training IN (0, 1)),
    full_name TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    checks TEXT NOT NULL CHECK (json_valid(checks)),
    officer TEXT NOT NULL,
    counter TEXT NOT NULL,
    proven_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_proof_of ON identity_proof (dossier, proven_at);
CREATE INDEX identity_proof_number ON identity_proof (number, proven_at);
CREATE TRIGGER identity_proof_is_fixed BEFORE UPDATE ON identity_proof
BEGIN SELECT RAISE(ABORT, 'how a person was proven does not change'); END;
CREATE TRIGGER identity_proof_stays BEFORE DELETE ON identity_proof
WHEN EXISTS (SELECT 1 FROM dossier WHERE id = OLD.dossier)
BEGIN SELECT RAISE(ABORT, 'how a person of a dossier was proven stays on record'); END;

-- What the agency said of the signer of a card, each time it was asked. `asked_of` names who answered: a stub says so.
CREATE TABLE agency_answer (
    proof TEXT NOT NULL REFERENCES identity_proof (id) ON DELETE CASCADE,
    answered_at INTEGER NOT NULL,
    word TEXT NOT NULL CHECK (word IN ('confirmed', 'denied', 'unknown', 'not_reachable')),
    asked_of TEXT NOT NULL,
    PRIMARY KEY (proof, answered_at)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER agency_answer_is_fixed BEFORE UPDATE ON agency_answer
BEGIN SELECT RAISE(ABORT, 'what the agency said does not change'); END;
CREATE TRIGGER agency_answer_stays BEFORE DELETE ON agency_answer
WHEN EXISTS (SELECT 1 FROM identity_proof i JOIN dossier d ON d.id = i.dossier WHERE i.id = OLD.proof)
BEGIN SELECT RAISE(ABORT, 'what the agency said stays on record'); END;
