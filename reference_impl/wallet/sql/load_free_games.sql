SELECT instance_id, offer_id, offer_name, can_be_rejected, nearest_cost_per_bet, rounds_remaining, rounds_awarded, starts_at, ends_at
FROM free_games WHERE player_id = ?1 AND provider = ?2 AND game = ?3 ORDER BY instance_id;
