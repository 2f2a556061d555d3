SELECT COUNT(*) FROM wallet_players WHERE $1 = '' OR strpos(player_id, $1) > 0;
