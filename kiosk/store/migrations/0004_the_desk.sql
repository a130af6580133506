-- A whole day at the desk: the certification ledger, the till, notices, originals held, results handed back, the day closed.

-- A book (quyển) of the certification ledger: one per counter, kind and year; a restored store opens a new one.
CREATE TABLE ledger_book (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    name TEXT NOT NULL UNIQUE,
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    closed_why TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX ledger_book_in_use ON ledger_book (kind, year) WHERE closed_at IS NULL;

CREATE TABLE ledger_entry (
    book TEXT NOT NULL REFERENCES ledger_book (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    dossier TEXT NOT NULL REFERENCES dossier (id),
    person TEXT NOT NULL,
    subject TEXT NOT NULL,
    pages INTEGER NOT NULL,
    copies INTEGER NOT NULL,
    fee INTEGER NOT NULL,
    officer TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    PRIMARY KEY (book, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_entry_of ON ledger_entry (dossier);

CREATE TRIGGER ledger_has_no_gap BEFORE INSERT ON ledger_entry
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM ledger_entry WHERE book = NEW.book)
BEGIN SELECT RAISE(ABORT, 'the ledger has no gaps'); END;
CREATE TRIGGER ledger_book_is_open BEFORE INSERT ON ledger_entry
WHEN EXISTS (SELECT 1 FROM ledger_book WHERE id = NEW.book AND closed_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a closed book takes no entry'); END;
CREATE TRIGGER ledger_entry_is_fixed BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'a ledger entry does not change'); END;
CREATE TRIGGER ledger_entry_stays BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'a ledger entry is struck through, never removed'); END;

CREATE TABLE ledger_strike (
    book TEXT NOT NULL,
    number INTEGER NOT NULL,
    reason TEXT NOT NULL,
    officer TEXT NOT NULL,
    struck_at INTEGER NOT NULL,
    PRIMARY KEY (book, number),
    FOREIGN KEY (book, number) REFERENCES ledger_entry (book, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ledger_strike_is_fixed BEFORE UPDATE ON ledger_strike
BEGIN SELECT RAISE(ABORT, 'a strike does not change'); END;
CREATE TRIGGER ledger_strike_stays BEFORE DELETE ON ledger_strike
BEGIN SELECT RAISE(ABORT, 'a strike is never taken back'); END;

-- A drawer (ngăn tiền) from opening to counting. Amounts are whole đồng.
CREATE TABLE drawer (
    id TEXT PRIMARY KEY,
    officer TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    opening_float INTEGER NOT NULL CHECK (opening_float >= 0),
    closed_at INTEGER,
    closed_by TEXT,
    expected INTEGER,
    counted INTEGER,
    note TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX drawer_in_use ON drawer ((1)) WHERE closed_at IS NULL;
CREATE TRIGGER drawer_is_counted_once BEFORE UPDATE ON drawer WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a counted drawer does not change'); END;
CREATE TRIGGER drawer_stays BEFORE DELETE ON drawer
BEGIN SELECT RAISE(ABORT, 'a drawer is counted, never removed'); END;

CREATE TABLE payment (
    id TEXT PRIMARY KEY,
    drawer TEXT NOT NULL REFERENCES drawer (id),
    kind TEXT NOT NULL CHECK (kind IN ('charge', 'refund')),
    dossier TEXT NOT NULL REFERENCES dossier (id),
    refund_of TEXT REFERENCES payment (id),
    method TEXT NOT NULL CHECK (method IN ('cash', 'transfer')),
    amount INTEGER NOT NULL CHECK (amount > 0),
    tendered INTEGER NOT NULL CHECK (tendered >= amount),
    slip TEXT NOT NULL UNIQUE,
    payer TEXT NOT NULL,
    lines BLOB NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    officer TEXT NOT NULL,
    taken_at INTEGER NOT NULL,
    CHECK ((kind = 'refund') = (refund_of IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_of ON payment (dossier);
CREATE INDEX payment_in ON payment (drawer);
CREATE INDEX payment_on ON payment (taken_at);
CREATE INDEX payment_back ON payment (refund_of) WHERE refund_of IS NOT NULL;

CREATE TRIGGER payment_goes_into_an_open_drawer BEFORE INSERT ON payment
WHEN EXISTS (SELECT 1 FROM drawer WHERE id = NEW.drawer AND closed_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a counted drawer takes no money'); END;
CREATE TRIGGER payment_is_fixed BEFORE UPDATE ON payment
BEGIN SELECT RAISE(ABORT, 'a payment does not change'); END;
CREATE TRIGGER payment_stays BEFORE DELETE ON payment
BEGIN SELECT RAISE(ABORT, 'a payment is refunded, never removed'); END;
CREATE TRIGGER refund_is_covered BEFORE INSERT ON payment WHEN NEW.kind = 'refund' AND NEW.amount >
    coalesce((SELECT amount FROM payment WHERE id = NEW.refund_of AND kind = 'charge'), 0)
    - coalesce((SELECT sum(amount) FROM payment WHERE refund_of = NEW.refund_of), 0)
BEGIN SELECT RAISE(ABORT, 'no more goes back than was taken'); END;

-- What a dossier owes whose procedure lets the fee be paid after receipt (thu sau), until a payment of it is here.
CREATE TABLE fee_owed (
    dossier TEXT PRIMARY KEY REFERENCES dossier (id),
    amount INTEGER NOT NULL CHECK (amount > 0),
    owed_since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The number of the electronic receipt (biên lai điện tử), which a server issues later.
CREATE TABLE fee_receipt (
    payment TEXT PRIMARY KEY REFERENCES payment (id),
    number TEXT NOT NULL UNIQUE,
    recorded_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER fee_receipt_is_fixed BEFORE UPDATE ON fee_receipt
BEGIN SELECT RAISE(ABORT, 'the number of a receipt does not change'); END;
CREATE TRIGGER fee_receipt_stays BEFORE DELETE ON fee_receipt
BEGIN SELECT RAISE(ABORT, 'the number of a receipt stays on record'); END;

-- Forms 02 (supplement wanted) and 03 (not accepted) given to a citizen before or after receipt. A draft's id is the one its
-- dossier will have; a draft that was refused leaves nothing but its notice, so `dossier` refers to no table.
CREATE TABLE notice (
    id TEXT PRIMARY KEY,
    form TEXT NOT NULL CHECK (form IN ('02', '03')),
    number TEXT NOT NULL UNIQUE,
    dossier TEXT NOT NULL,
    procedure TEXT NOT NULL,
    person TEXT NOT NULL,
    body BLOB NOT NULL,
    officer TEXT NOT NULL,
    issued_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_of ON notice (dossier, issued_at);
CREATE INDEX notice_on ON notice (issued_at);
CREATE TRIGGER notice_is_fixed BEFORE UPDATE ON notice
BEGIN SELECT RAISE(ABORT, 'a notice given out does not change'); END;
CREATE TRIGGER notice_stays BEFORE DELETE ON notice
BEGIN SELECT RAISE(ABORT, 'a notice given out stays on record'); END;

-- Citizens' originals lying at this counter until they are given back.
CREATE TABLE original_held (
    dossier TEXT NOT NULL REFERENCES dossier (id),
    requirement TEXT NOT NULL,
    name TEXT NOT NULL,
    copies INTEGER NOT NULL CHECK (copies >= 1),
    held_since INTEGER NOT NULL,
    returned_at INTEGER,
    returned_by TEXT,
    PRIMARY KEY (dossier, requirement),
    CHECK ((returned_at IS NULL) = (returned_by IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX original_still_held ON original_held (held_since) WHERE returned_at IS NULL;
CREATE TRIGGER original_is_returned_once BEFORE UPDATE ON original_held
WHEN OLD.returned_at IS NOT NULL OR NEW.dossier <> OLD.dossier OR NEW.requirement <> OLD.requirement OR NEW.name <> OLD.name
  OR NEW.copies <> OLD.copies OR NEW.held_since <> OLD.held_since
BEGIN SELECT RAISE(ABORT, 'an original is given back once, and nothing else of it changes'); END;
CREATE TRIGGER original_stays BEFORE DELETE ON original_held
BEGIN SELECT RAISE(ABORT, 'an original is given back, never forgotten'); END;

CREATE TABLE hand_back (
    dossier TEXT PRIMARY KEY REFERENCES dossier (id),
    collector TEXT NOT NULL,
    body BLOB NOT NULL,
    satisfaction INTEGER CHECK (satisfaction BETWEEN 1 AND 5),
    officer TEXT NOT NULL,
    handed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hand_back_on ON hand_back (handed_at);
CREATE TRIGGER hand_back_is_fixed BEFORE UPDATE ON hand_back
BEGIN SELECT RAISE(ABORT, 'a result handed over does not change'); END;
CREATE TRIGGER hand_back_stays BEFORE DELETE ON hand_back
BEGIN SELECT RAISE(ABORT, 'a result handed over stays on record'); END;

-- What the portal has been told of: a hand-back without a line here still waits to be sent.
CREATE TABLE hand_back_sent (
    dossier TEXT PRIMARY KEY REFERENCES hand_back (dossier),
    sent_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The portal's word and our own act side by side.
DROP VIEW dossier_now;
CREATE VIEW dossier_now AS
SELECT d.seq, d.id, d.procedure, d.procedure_name, d.submitter, d.owners, d.channel, d.received_at, d.due_at, d.state,
       coalesce(
           (SELECT n.number FROM dossier_number n WHERE n.dossier = d.id AND n.kind = 'official'),
           (SELECT n.number FROM dossier_number n WHERE n.dossier = d.id AND n.kind = 'temporary')) AS number,
       (SELECT n.number FROM dossier_number n WHERE n.dossier = d.id AND n.kind = 'temporary') AS temporary_number,
       p.status AS portal_status, p.note AS portal_note, p.decided_at AS portal_decided_at, h.handed_at
FROM dossier d LEFT JOIN portal_status p ON p.dossier = d.id LEFT JOIN hand_back h ON h.dossier = d.id;

CREATE TABLE day_closing (
    day TEXT NOT NULL,
    closed_at INTEGER NOT NULL,
    officer TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (day, closed_at)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER day_closing_stays BEFORE DELETE ON day_closing
BEGIN SELECT raise(ABORT, 'a closed day stays closed'); END;
CREATE TRIGGER day_closing_is_final BEFORE UPDATE ON day_closing
BEGIN SELECT raise(ABORT, 'a closed day stays closed'); END;

-- The register (sổ theo dõi hồ sơ) in the order of receipt: what its columns say of a sealed form, so that no list opens a form.
CREATE TABLE register_line (
    received_at INTEGER NOT NULL,
    dossier TEXT NOT NULL UNIQUE REFERENCES dossier (id),
    seq INTEGER NOT NULL,
    procedure TEXT NOT NULL,
    procedure_name TEXT NOT NULL,
    person TEXT NOT NULL,
    submitter TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    hand_over TEXT NOT NULL,
    officer TEXT NOT NULL,
    fee INTEGER NOT NULL,
    due_at INTEGER,
    PRIMARY KEY (received_at, dossier)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER register_line_is_fixed BEFORE UPDATE ON register_line
BEGIN SELECT RAISE(ABORT, 'a line of the register does not change'); END;
CREATE TRIGGER register_line_stays BEFORE DELETE ON register_line
BEGIN SELECT RAISE(ABORT, 'a line of the register is never removed'); END;

INSERT INTO register_line
SELECT received_at, id, seq, procedure, procedure_name, CASE owners WHEN '' THEN submitter ELSE owners END, submitter,
       coalesce(form ->> '$.owners[0].party.address', form ->> '$.submitter.person.address', '{}'),
       coalesce(nullif(form ->> '$.owners[0].phone', ''), form ->> '$.submitter.phone', ''),
       coalesce(form ->> '$.hand_over.method', 'counter'), coalesce(form ->> '$.officer', ''),
       (SELECT coalesce(sum(value ->> '$.amount'), 0) FROM json_each(form, '$.fee.lines')), due_at
FROM (SELECT received_at, id, seq, procedure, procedure_name, owners, submitter, due_at, CAST(form AS TEXT) AS form FROM dossier);

-- When a dossier was acknowledged, without reading the acknowledgement: the desk asks it of every dossier not taken up.
CREATE INDEX acknowledgement_at ON acknowledgement (dossier, received_at);

-- Dossiers an officer typed into the system that processes them, which nothing connects to ours.
CREATE TABLE entered_elsewhere (
    dossier TEXT NOT NULL REFERENCES dossier (id),
    system TEXT NOT NULL,
    officer TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    PRIMARY KEY (dossier, entered_at)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER entered_elsewhere_is_fixed BEFORE UPDATE ON entered_elsewhere
BEGIN SELECT RAISE(ABORT, 'who typed a dossier into another system does not change'); END;
CREATE TRIGGER entered_elsewhere_stays BEFORE DELETE ON entered_elsewhere
BEGIN SELECT RAISE(ABORT, 'who typed a dossier into another system stays on record'); END;
