INSERT INTO free_games (player_id, provider, game, instance_id, offer_id, offer_name, can_be_rejected, nearest_cost_per_bet,
                        rounds_remaining, rounds_awarded, starts_at, ends_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
ON CONFLICT (player_id, provider, game, instance_id) DO UPDATE SET rounds_remaining = ?9;
