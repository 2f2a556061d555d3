SELECT name, value FROM wallet_settings;
