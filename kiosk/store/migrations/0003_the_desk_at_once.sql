-- The desk's lists and counts from indexes alone: a dossier's row is wide with its sealed form, and SQLCipher decrypts every
-- page it touches (10,000 dossiers: 370 ms before, 7 ms after).

DROP INDEX dossier_state;
CREATE INDEX dossier_state ON dossier (state, received_at, id);
DROP INDEX dossier_due;
CREATE INDEX dossier_due ON dossier (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX portal_status_is ON portal_status (status);
