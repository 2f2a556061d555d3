"""A wallet server that reads the contract page alone; `wallet.py` beside this package starts it."""
