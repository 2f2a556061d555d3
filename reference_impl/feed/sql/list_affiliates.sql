SELECT affiliate_id FROM feed_affiliates ORDER BY affiliate_id;
