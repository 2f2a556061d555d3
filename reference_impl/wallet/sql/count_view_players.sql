SELECT COUNT(*) FROM players WHERE $1 = '' OR instr(player_id, $1) > 0;
