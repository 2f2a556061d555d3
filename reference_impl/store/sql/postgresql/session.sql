-- What a session of the server works with.
SET statement_timeout = '5s';                          -- below the time after which the server gives up waiting for an answer
SET idle_in_transaction_session_timeout = '10s';       -- an instance that hangs keeps no rows from the others
SET client_connection_check_interval = '1s';           -- nor does one that is gone while it waits for them
SET synchronous_commit = on;                           -- an answer leaves only after its effect is on disk
SET default_transaction_isolation = 'read committed';  -- locks keep instances apart, see postgres_store.hpp and postgres_sql_store.hpp
-- Rows are found by their keys. A plan that was made while the tables were small must not read them whole for ever.
SET enable_seqscan = off;
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET plan_cache_mode = force_generic_plan;
SET jit = off;  -- compiling would take longer than any of these statements
