SELECT player_id, provider, game, f.instance_id, f.offer_id, f.offer_name, f.can_be_rejected, f.nearest_cost_per_bet, f.rounds_remaining,
       f.rounds_awarded, f.starts_at, f.ends_at
FROM unnest($1::text[], $2::text[], $3::text[]) AS asked (player_id, provider, game)
JOIN wallet_free_games f USING (player_id, provider, game)
ORDER BY player_id, provider, game, f.instance_id;
