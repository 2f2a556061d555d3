-- Whose turn it is to write the tables of a contract; given back at the end of the transaction. $1: the contract.
SELECT pg_advisory_xact_lock(1349088354, hashtext($1));
