-- Looking up across the counters of one office: the words dossiers are found by, and who was told of which.

-- `office` is one word made of the registering device's office. No text is kept in it, and the file is encrypted as a whole.
CREATE VIRTUAL TABLE dossier_search USING fts5 (
    office, words, content = '', contentless_delete = 1, detail = column,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

-- A nonce is answered once, for ever. What was asked is not written down: whose dossiers were shown is.
CREATE TABLE look_up (
    seq INTEGER PRIMARY KEY,
    device TEXT NOT NULL REFERENCES device (id),
    nonce TEXT NOT NULL,
    officer TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    shown TEXT NOT NULL,
    more INTEGER NOT NULL CHECK (more IN (0, 1)),
    UNIQUE (device, nonce)
) STRICT;
CREATE INDEX look_up_pace ON look_up (device, asked_at);
CREATE TRIGGER look_up_is_fixed BEFORE UPDATE ON look_up
BEGIN SELECT RAISE(ABORT, 'who was told what is never changed'); END;
CREATE TRIGGER look_up_stays BEFORE DELETE ON look_up
BEGIN SELECT RAISE(ABORT, 'who was told what is never forgotten'); END;
