-- An answer leaves only after its effect is on disk: FULL syncs the log at every commit. The exclusive lock keeps a second server
-- out of the file.
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
BEGIN EXCLUSIVE;
COMMIT;
