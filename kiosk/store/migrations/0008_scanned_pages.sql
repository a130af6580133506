-- Pages of a draft that came from a scanner, what was seen on them, and whose word their paper is.

-- The stack and the file a page was scanned into, "" for any other page: after a crash the next start asks whether a file that
-- still lies in the scanner's folder was taken over already.
ALTER TABLE draft_page ADD COLUMN came_from TEXT NOT NULL DEFAULT '';
-- An officer said which paper it belongs to; no proposal changes that.
ALTER TABLE draft_page ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;
ALTER TABLE draft_page ADD COLUMN dpi INTEGER NOT NULL DEFAULT 0;
-- The other side of the sheet before it.
ALTER TABLE draft_page ADD COLUMN back INTEGER NOT NULL DEFAULT 0;
UPDATE draft_page SET by_hand = 1 WHERE paper <> '';
-- What was seen on it (kiosk.page_ports.PageLook as JSON), NULL while nobody has looked.
ALTER TABLE draft_page ADD COLUMN look TEXT;
CREATE UNIQUE INDEX draft_page_came_from ON draft_page (came_from) WHERE came_from <> '';
