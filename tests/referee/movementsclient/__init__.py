"""An operator's platform that reports movements of player metrics: the client of contract movements."""
