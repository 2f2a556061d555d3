SELECT code, balance FROM movements_balances WHERE client_id = $1
