INSERT INTO wallet_rounds (player_id, provider, round_id, game, debit, paid, finished, cancelled)
SELECT player_id, provider, round_id, game, debit, paid = 1, finished = 1, cancelled = 1
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[])
  AS changed (player_id, provider, round_id, game, debit, paid, finished, cancelled)
ON CONFLICT (player_id, provider, round_id)
DO UPDATE SET game = excluded.game, debit = excluded.debit, paid = excluded.paid, finished = excluded.finished,
              cancelled = excluded.cancelled;
