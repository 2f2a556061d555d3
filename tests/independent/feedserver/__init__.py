"""An affiliate platform that takes the feed, read from the contract page alone; `feed_server.py` beside this package starts it."""
