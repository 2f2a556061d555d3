"""A game provider's engine: the client of contract wallet."""
