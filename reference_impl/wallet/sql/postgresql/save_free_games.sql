INSERT INTO wallet_free_games (player_id, provider, game, offer_name, nearest_cost_per_bet, instance_id, offer_id, can_be_rejected,
                               rounds_remaining, rounds_awarded, starts_at, ends_at)
SELECT player_id, provider, game, offer_name, cost::numeric, instance_id, offer_id, can_be_rejected = 1, remaining, awarded, starts_at,
       ends_at
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
            $10::bigint[], $11::bigint[], $12::bigint[])
  AS changed (player_id, provider, game, offer_name, cost, instance_id, offer_id, can_be_rejected, remaining, awarded, starts_at, ends_at)
ON CONFLICT (player_id, provider, game, instance_id) DO UPDATE SET rounds_remaining = excluded.rounds_remaining;
