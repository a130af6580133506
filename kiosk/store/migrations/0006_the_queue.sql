-- The queue at full strength: what lanes, numbers, revisions and the office's feed have to remember.

-- lanes and link

-- leases

-- The gateway's signature travels with a lease: a gateway that forgot it believes its own word.
ALTER TABLE lease ADD COLUMN key_id TEXT NOT NULL DEFAULT '';
ALTER TABLE lease ADD COLUMN signature BLOB NOT NULL DEFAULT x'';
CREATE INDEX lease_on ON lease (day);
CREATE TRIGGER lease_is_fixed BEFORE UPDATE OF id, day, first, last, body, key_id, signature, granted_at ON lease
BEGIN SELECT RAISE(ABORT, 'a lease does not change'); END;
CREATE TRIGGER lease_goes_forward BEFORE UPDATE OF next ON lease
WHEN NEW.next <= OLD.next OR NEW.next > OLD.last + 1 OR OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a leased number is given out once, and none of an ended lease'); END;
CREATE TRIGGER lease_ends_once BEFORE UPDATE OF ended_at, ended_why ON lease WHEN OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an ended lease stays ended'); END;
CREATE TRIGGER lease_stays BEFORE DELETE ON lease
BEGIN SELECT RAISE(ABORT, 'a lease stays on record'); END;

-- Wishes on their way: asked again under the same id until they are answered, so that a lost answer costs no range.
CREATE TABLE lease_wish (
    id TEXT PRIMARY KEY,
    day TEXT NOT NULL UNIQUE,
    count INTEGER NOT NULL CHECK (count >= 1),
    wished_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Why a dossier has an official number or a temporary code, where the province grants leases at all.
CREATE TABLE number_drawn (
    dossier TEXT PRIMARY KEY REFERENCES dossier (id),
    why TEXT NOT NULL,
    lease TEXT REFERENCES lease (id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER number_drawn_is_fixed BEFORE UPDATE ON number_drawn
BEGIN SELECT RAISE(ABORT, 'why a number was given does not change'); END;
CREATE TRIGGER number_drawn_stays BEFORE DELETE ON number_drawn
BEGIN SELECT RAISE(ABORT, 'why a number was given stays on record'); END;

-- conflicts and revisions

-- the office's feed

