-- The queue at full strength: who may come in, how much at a time, what is corrected, what is told to whom.

-- enrolment, roles, revocation

-- admission and finalising

-- leases

-- revisions

-- the office's feed

