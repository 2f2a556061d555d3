SELECT provider, game FROM wallet_games;
