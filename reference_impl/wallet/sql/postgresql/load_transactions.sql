SELECT player_id, provider, round_id, transaction_id, t.type, t.amount, t.balance_after, t.status, t.free_game
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS asked (player_id, provider, round_id, transaction_id)
JOIN wallet_transactions t USING (player_id, provider, round_id, transaction_id);
