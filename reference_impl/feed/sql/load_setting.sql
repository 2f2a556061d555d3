SELECT value FROM feed_settings WHERE name = $1;
