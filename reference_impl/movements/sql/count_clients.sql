SELECT COUNT(*) FROM movements_clients
