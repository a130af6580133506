-- The queue at full strength: what lanes, numbers, revisions and the office's feed have to remember.

-- lanes and link

-- leases

-- conflicts and revisions

-- the office's feed

