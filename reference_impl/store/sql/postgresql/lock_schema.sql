-- Whose turn it is to set up the database; given back by COMMIT. The number is "Pitb" and no contract's.
SELECT pg_advisory_xact_lock(1349088354, 0);
