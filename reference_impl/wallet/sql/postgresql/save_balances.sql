UPDATE wallet_players SET balance = changed.balance::numeric
FROM unnest($1::text[], $2::text[]) AS changed (player_id, balance)
WHERE wallet_players.player_id = changed.player_id;
