INSERT INTO wallet_transactions (player_id, provider, round_id, transaction_id, amount, balance_after, type, status, free_game)
SELECT player_id, provider, round_id, transaction_id, amount::numeric, balance_after::numeric, type, status, free_game
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::bigint[])
  AS changed (player_id, provider, round_id, transaction_id, amount, balance_after, type, status, free_game)
ON CONFLICT (player_id, provider, round_id, transaction_id)
DO UPDATE SET amount = excluded.amount, balance_after = excluded.balance_after, type = excluded.type, status = excluded.status,
              free_game = excluded.free_game;
