-- Nothing here has to outlive a crash.
SET synchronous_commit = off;
