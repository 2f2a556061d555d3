"""An affiliate platform that takes player metric movements, read from the contract page alone; `movements_server.py` beside this
package starts it."""
