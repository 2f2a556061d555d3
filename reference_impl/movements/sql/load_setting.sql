SELECT value FROM movements_settings WHERE name = $1
