INSERT INTO feed_affiliates (affiliate_id) VALUES ($1) ON CONFLICT (affiliate_id) DO NOTHING;
