SELECT 1 FROM feed_affiliates WHERE affiliate_id = $1;
