SELECT provider, game FROM games;
