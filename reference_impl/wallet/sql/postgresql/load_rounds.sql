SELECT player_id, provider, round_id, r.game, r.debit, r.paid, r.finished, r.cancelled
FROM unnest($1::text[], $2::text[], $3::text[]) AS asked (player_id, provider, round_id)
JOIN wallet_rounds r USING (player_id, provider, round_id);
